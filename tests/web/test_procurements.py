"""The list of procurements, and a procurement's own pages."""

from collections.abc import Callable

from django.test import Client
from lxml import html

from procurement.models import Authority, Procurement, User
from procurement.services import save
from tests import factory

Browser = Callable[[User], Client]


def test_an_empty_list_says_how_to_begin(anna: User, signed_in: Browser) -> None:
    shown = signed_in(anna).get("/upphandlingar/").content.decode()
    assert "Här är det tomt" in shown and "Ny upphandling" in shown


def test_a_button_starts_a_procurement_and_shows_it(anna: User, signed_in: Browser) -> None:
    browser = signed_in(anna)
    answer = browser.post("/upphandlingar/ny/")
    draft = Procurement.objects.get()
    assert str(draft.id) in answer.headers["Location"]
    assert draft.authority == anna.memberships.get().authority
    assert "Upphandling utan namn" in browser.get("/upphandlingar/").content.decode()


def test_one_with_two_authorities_says_for_which(anna: User, signed_in: Browser) -> None:
    second = factory.authority("Ödeby kommun")
    second.members.create(user=anna)
    browser = signed_in(anna)
    assert "Ny upphandling för Ödeby kommun" in browser.get("/upphandlingar/").content.decode()
    browser.post("/upphandlingar/ny/", {"authority": second.id})
    assert Procurement.objects.get().authority == second


def test_nobody_starts_a_procurement_for_somebody_elses_authority(
    anna: User, cia: User, sjovalla: Authority, signed_in: Browser
) -> None:
    assert signed_in(cia).post("/upphandlingar/ny/", {"authority": sjovalla.id}).status_code == 404
    assert not Procurement.objects.exists()


def test_the_history_says_who_changed_what_and_tells_a_guest_no_former_answers(
    anna: User, bo: User, draft: Procurement, signed_in: Browser, guest: Callable[[str], Client]
) -> None:
    changes = {"budget_sek": 1_200_000, "problem": "Ingen svarar. " * 20, "data_class": "personal"}
    save(procurement_id=draft.id, changes=changes, expected_revision=1, by=bo)
    save(procurement_id=draft.id, changes={"budget_sek": None}, expected_revision=2, by=bo)
    link, _ = factory.link(draft, may_write=True)
    save(procurement_id=draft.id, changes={"title": "Bygglov"}, expected_revision=3, by=link)
    address = f"/upphandlingar/{draft.id}/historik/"
    page = signed_in(anna).get(address)
    assert html.fromstring(page.content).xpath("//ol[@reversed]/li/strong/text()") == [
        "Länken ”Jurist”", "Bo", "Bo", "Anna"
    ]  # fmt: skip
    last, first = (item.text_content() for item in html.fromstring(page.content).find_class("history-answers")[1:3])
    assert "Vad får köpet kosta" in last and "Inget svar" in last
    assert "1\u00a0200\u00a0000\u00a0kr" in first and "personuppgifter" in first and "svarar. Ingen …" in first
    shown = guest(factory.link(draft)[1]).get(address).content.decode()
    assert "Vad får köpet kosta" in shown and "1\u00a0200\u00a0000" not in shown


def test_what_was_thrown_away_can_be_taken_back(anna: User, draft: Procurement, signed_in: Browser) -> None:
    browser = signed_in(anna)
    browser.post(f"/upphandlingar/{draft.id}/ta-bort/")
    assert browser.get(f"/upphandlingar/{draft.id}/").status_code == 404
    assert f"/upphandlingar/{draft.id}/angra/" in browser.get("/upphandlingar/").content.decode()
    browser.post(f"/upphandlingar/{draft.id}/angra/")
    assert browser.get(f"/upphandlingar/{draft.id}/").status_code == 200


def test_a_title_that_is_a_script_is_shown_as_text(anna: User, sjovalla: Authority, signed_in: Browser) -> None:
    draft = factory.procurement(of=sjovalla, by=anna, title="<script>alert(1)</script>{{ 7 }}")
    for path in ("/upphandlingar/", f"/upphandlingar/{draft.id}/", f"/upphandlingar/{draft.id}/dela/"):
        shown = signed_in(anna).get(path).content.decode()
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 }}" in shown
