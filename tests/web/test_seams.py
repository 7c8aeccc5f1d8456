"""The shares of the parts that stand in for modules, on the page of the lots and on a page of their own."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from procurement.models import Authority, Procurement, User
from procurement.services import save
from tests import factory


@pytest.fixture
def operated(sjovalla: Authority, anna: User) -> Procurement:
    return factory.procurement(of=sjovalla, by=anna, budget_sek=20_000_000, system_kind="operations")


@pytest.fixture
def browser(anna: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(anna)


def words(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(html.fromstring(response.content).find(".//main").text_content().split())


def send(browser: Client, procurement: Procurement, **typed: str) -> str:
    """What the page says after the form on the page of the lots has been sent as a browser sends it."""
    page = html.fromstring(browser.get(reverse("lots", args=[procurement.id])).content)
    [form] = page.find_class("seams")
    return words(browser.post(form.action, {**dict(form.form_values()), **typed}, follow=True))


def test_shares_are_changed_where_they_are_seen_and_taken_back(browser: Client, operated: Procurement) -> None:
    assert "vår egen uppskattning" in words(browser.get(reverse("lots", args=[operated.id])))
    said = send(browser, operated, share_drift="42,5 %", share_support="27.5", do="save")
    assert "Andelarna är sparade." in said and "8 500 000 kr" in said and "era egna" in said
    operated.refresh_from_db()
    assert operated.brief["seam_shares"] == {
        "overtagande": 8, "drift": 42.5, "support": 27.5, "underhall": 18, "granskning": 4,
    }  # fmt: skip
    assert "vår egen uppskattning" in send(browser, operated, do="reset")
    operated.refresh_from_db()
    assert "seam_shares" not in operated.brief


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("51", "Andelarna – De är 99 procent tillsammans. De ska vara 100 procent."),
        ("hälften", "Andelen för Drift, övervakning och avslut – Skriv ett tal, till exempel 99,5."),
        ("101", "Andelen för Drift, övervakning och avslut – Skriv ett tal från 0 till 100."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_there(
    browser: Client, operated: Procurement, typed: str, said: str
) -> None:
    page = send(browser, operated, share_drift=typed, do="save")
    assert said in page.replace("\u00a0", " ")
    answer = browser.post(reverse("seams", args=[operated.id]), {"share_drift": typed, "do": "save"})
    [field] = html.fromstring(answer.content).xpath("//input[@name='share_drift']")
    assert field.value == typed
    operated.refresh_from_db()
    assert "seam_shares" not in operated.brief


def test_a_part_without_a_share_is_left_out(browser: Client, operated: Procurement) -> None:
    said = send(browser, operated, share_granskning="", share_drift="56", do="save")
    assert "Andelarna är sparade." in said
    page = html.fromstring(browser.get(reverse("lots", args=[operated.id])).content)
    assert "Oberoende granskning" not in " ".join(card.text_content() for card in page.find_class("lot-card"))


def test_with_modules_there_are_no_shares(browser: Client, operated: Procurement, anna: User) -> None:
    modules = [{"key": "a", "name": "A", "cost_sek": 12_000_000}]
    save(procurement_id=operated.id, changes={"modules": modules}, expected_revision=operated.revision, by=anna)
    answer = browser.get(reverse("seams", args=[operated.id]))
    assert answer.status_code == 302 and answer.headers["Location"] == reverse("lots", args=[operated.id])


def test_who_may_only_read_sees_the_shares_but_no_fields(operated: Procurement, guest: Callable[[str], Client]) -> None:
    reader = guest(factory.link(operated)[1])
    page = html.fromstring(reader.get(reverse("seams", args=[operated.id])).content)
    assert page.xpath("//input[starts-with(@name, 'share_')]") == []
    assert "52 %" in page.find(".//main").text_content().replace("\u00a0", " ")


def test_another_who_was_first_is_named_and_nothing_is_lost(browser: Client, operated: Procurement, bo: User) -> None:
    page = html.fromstring(browser.get(reverse("lots", args=[operated.id])).content)
    [form] = page.find_class("seams")
    shares = {"drift": 60, "support": 40}
    save(procurement_id=operated.id, changes={"seam_shares": shares}, expected_revision=operated.revision, by=bo)
    sent = {**dict(form.form_values()), "share_drift": "49", "share_support": "21", "do": "save"}
    said = browser.post(form.action, sent, follow=True)
    assert "Bo hann före" in words(said)
    assert html.fromstring(said.content).xpath("//input[@name='share_drift']")[0].value == "49"
