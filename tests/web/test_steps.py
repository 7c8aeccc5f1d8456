"""The wizard's pages: what is saved, what is said about what is not, and what two people do at once."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html

from procurement import content
from procurement.domain import brief as briefs
from procurement.models import Authority, LibraryRelease, Procurement, User
from procurement.services import save
from tests import factory

Browser = Callable[[User], Client]
STEPS = content.library().steps


def path(draft: Procurement, slug: str) -> str:
    return f"/upphandlingar/{draft.id}/steg/{slug}/"


def fields(response: HttpResponse) -> dict[str, list[str]]:
    """Everything the step's form would send, as a browser fills it in from the page."""
    form = html.fromstring(response.content.decode()).get_element_by_id("step-form")
    sent: dict[str, list[str]] = {name: [""] for name in form.fields if _is_text(form.inputs[name])}
    for name, value in form.form_values():
        # A choice with an empty value is read by lxml as if it had none.
        sent[name] = [*(sent.get(name, []) if sent.get(name) != [""] else []), "" if value == "on" else value]
    return sent


def _is_text(field: Any) -> bool:
    """An empty text field is sent as empty, which lxml leaves out."""
    return getattr(field, "type", None) in ("text", "email", "date") or getattr(field, "tag", "") == "textarea"


def send(browser: Client, address: str, *, go: str = "stay", **typed: Any) -> HttpResponse:
    """Open the page, change what is named, and press a button."""
    changed = {name.replace("__", "-"): value for name, value in typed.items()}
    return browser.post(address, {**fields(browser.get(address)), "go": go, **changed})


def brief_of(draft: Procurement) -> dict[str, Any]:
    draft.refresh_from_db()
    return draft.brief


def words(response: HttpResponse) -> str:
    return " ".join(html.fromstring(response.content).text_content().split())


@pytest.mark.parametrize("slug", [step.slug for step in STEPS])
def test_every_step_opens_and_saving_it_untouched_changes_nothing(slug, anna: User, draft, signed_in: Browser):
    browser = signed_in(anna)
    before = brief_of(draft)
    answer = send(browser, path(draft, slug), go="on")
    assert answer.status_code == 302
    assert brief_of(draft) == before and draft.revision == 1


def test_every_question_says_why_it_is_asked(anna: User, draft, signed_in: Browser):
    for step in STEPS:
        shown = words(signed_in(anna).get(path(draft, step.slug)))
        for question in step.questions:
            assert question.label in shown and " ".join(question.why.split()) in shown


def test_the_first_thing_a_new_procurement_shows_is_its_first_step(anna: User, sjovalla, signed_in: Browser):
    answer = signed_in(anna).post("/upphandlingar/ny/")
    assert answer.headers["Location"] == path(Procurement.objects.get(), STEPS[0].slug)


def test_save_and_continue_goes_to_the_next_step_and_from_the_last_to_the_list(anna: User, draft, signed_in: Browser):
    browser = signed_in(anna)
    answer = send(browser, path(draft, "upphandlingen"), go="on", title="Bygglov på nätet")
    assert answer.headers["Location"] == path(draft, "behov")
    assert brief_of(draft)["title"] == "Bygglov på nätet"
    assert send(browser, path(draft, "avtal"), go="on").headers["Location"] == f"/upphandlingar/{draft.id}/"


@pytest.mark.parametrize(("page", "name"), [("granska", "granskningen"), ("utgavor/faststall", "fastställandet")])
def test_who_comes_to_mend_an_answer_is_sent_back(page, name, anna: User, draft, signed_in: Browser):
    browser = signed_in(anna)
    came_from = f"/upphandlingar/{draft.id}/{page}/"
    listed = html.fromstring(browser.get(came_from).content).xpath("//main//a/@href")
    address = next(link for link in listed if link.endswith("#id_problem")).partition("#")[0]
    opened = browser.get(address)
    assert f"Spara och gå till {name}" in words(opened) and "Spara och fortsätt" not in words(opened)
    assert came_from in html.fromstring(opened.content).xpath("//p[@class='kicker']/a/@href")
    # What is wrong keeps one on the page, and a row more or Spara too, and the way back stays.
    wrong = send(browser, address, go="on", bidders_expected="några")
    assert html.fromstring(wrong.content).get_element_by_id("step-form").get("action") == address
    assert send(browser, address, go="stay").headers["Location"] == address
    assert send(browser, address, go="on", problem="Ingen svarar").headers["Location"] == came_from


def test_no_other_address_is_a_way_back(anna: User, draft, signed_in: Browser):
    address = path(draft, "behov") + "?fran=https://example.org/"
    assert send(signed_in(anna), address, go="on").headers["Location"] == path(draft, "systemet")


def test_the_page_says_when_and_by_whom_it_was_saved(bo: User, draft, signed_in: Browser):
    browser = signed_in(bo)
    send(browser, path(draft, "behov"), problem="Ingen svarar")
    assert re.search(r"Sparat \d+ \w+ \d{4} kl\. \d\d\.\d\d av Bo\.", words(browser.get(path(draft, "behov"))))


def test_what_is_right_is_saved_and_what_is_wrong_is_kept_and_said(anna: User, draft, signed_in: Browser):
    answer = send(
        signed_in(anna), path(draft, "behov"), go="on", problem="Ingen svarar", bidders_expected="några stycken"
    )
    assert answer.status_code == 200
    assert brief_of(draft)["problem"] == "Ingen svarar" and "bidders_expected" not in brief_of(draft)
    page = html.fromstring(answer.content)
    (link,) = page.xpath("//*[@class='error-summary']//a")
    assert link.get("href") == "#id_bidders_expected" and "heltal" in link.text_content()
    assert page.get_element_by_id("id_bidders_expected").get("value") == "några stycken"
    assert "Fel:" in page.findtext(".//title")


def test_a_default_that_nobody_touched_is_not_stored_and_a_changed_one_is(anna: User, draft, signed_in: Browser):
    browser = signed_in(anna)
    send(browser, path(draft, "leverans"), contract_start="2027-03-01")
    assert "first_delivery_days" not in brief_of(draft)
    assert "Förval: 30 dagar" in words(browser.get(path(draft, "leverans")))
    send(browser, path(draft, "leverans"), first_delivery_days="20")
    assert brief_of(draft)["first_delivery_days"] == 20
    send(browser, path(draft, "leverans"), first_delivery_days="")
    assert "first_delivery_days" not in brief_of(draft)


def test_a_default_that_fits_another_answer_is_shown_and_follows_that_answer(anna: User, draft, signed_in: Browser):
    browser, page = signed_in(anna), path(draft, "information")
    send(browser, page, data_class="personal", sector="care")
    assert fields(browser.get(page))["federations"] == ["sambi"]
    send(browser, page, sector="school")
    assert fields(browser.get(page))["federations"] == ["skolfederation"]
    assert "federations" not in brief_of(draft)
    send(browser, page, federations=["skolfederation", "own"])
    assert brief_of(draft)["federations"] == ["skolfederation", "own"]


def test_somebody_elses_change_of_a_default_is_not_a_dispute_with_one_who_saw_the_default(
    anna: User, bo: User, draft, signed_in: Browser
):
    browser = signed_in(anna)
    seen = fields(browser.get(path(draft, "leverans")))
    save(procurement_id=draft.id, changes={"first_delivery_days": 20}, expected_revision=1, by=bo)
    answer = browser.post(path(draft, "leverans"), {**seen, "go": "stay", "contract_start": "1 mars 2027"})
    assert answer.status_code == 302
    assert brief_of(draft)["first_delivery_days"] == 20 and brief_of(draft)["contract_start"] == "2027-03-01"


def test_only_questions_that_apply_are_shown(anna: User, draft, signed_in: Browser):
    browser = signed_in(anna)
    page = html.fromstring(browser.get(path(draft, "information")).content)
    assert "hidden" in page.get_element_by_id("q-federations").attrib
    answer = send(browser, path(draft, "information"), go="on", data_class="personal")
    # New questions on this page are not passed by.
    assert answer.headers["Location"].startswith(path(draft, "information") + "#q-")
    page = html.fromstring(browser.get(path(draft, "information")).content)
    assert "hidden" not in page.get_element_by_id("q-federations").attrib


def test_who_is_kept_on_a_page_is_led_to_a_question_and_not_to_a_folded_setting(anna: User, draft, signed_in: Browser):
    answer = send(signed_in(anna), path(draft, "budget"), go="on", budget_sek="24 mnkr", term_months="48")
    assert answer.headers["Location"] == path(draft, "budget") + "#q-lot_bids"


def test_an_answer_to_a_question_that_is_no_longer_asked_is_kept(anna: User, sjovalla, signed_in: Browser):
    draft = factory.procurement(of=sjovalla, by=anna, data_class="personal", federations=["fedkom"])
    browser = signed_in(anna)
    send(browser, path(draft, "information"), data_class="open")
    assert brief_of(draft)["federations"] == ["fedkom"]
    send(browser, path(draft, "information"), data_class="personal")
    page = html.fromstring(browser.get(path(draft, "information")).content)
    assert page.xpath("//input[@name='federations'][@value='fedkom']")[0].get("checked") is not None


def test_a_question_may_be_put_off_and_an_answer_ends_that(anna: User, draft, signed_in: Browser):
    browser = signed_in(anna)
    send(browser, path(draft, "upphandlingen"), skip__reference="later")
    assert brief_of(draft)["skipped"] == {"reference": "later"}
    assert "och en fråga att återkomma till" in words(browser.get(f"/upphandlingar/{draft.id}/"))
    send(browser, path(draft, "behov"), skip__evidence="unknown")
    assert brief_of(draft)["skipped"] == {"reference": "later", "evidence": "unknown"}
    send(browser, path(draft, "upphandlingen"), reference="KS-2026-1")
    assert brief_of(draft)["skipped"] == {"evidence": "unknown"}


ROWS = {
    "modules-count": "2",
    "modules-0-key": "karna",
    "modules-0-name": "Kärna",
    "modules-0-cost_sek": "en miljon",
    "modules-1-key": "",
    "modules-1-name": "Öppna data",
    "modules-1-depends_on": ["karna"],
}


@pytest.mark.parametrize(
    ("press", "names"),
    [
        ("modules:add", ["Kärna", "Öppna data", ""]),
        ("modules:remove:0", ["Öppna data"]),
        ("modules:up:1", ["Öppna data", "Kärna"]),
        ("modules:down:0", ["Öppna data", "Kärna"]),
    ],
)
def test_rows_change_places_with_everything_typed_and_nothing_saved(
    press, names, anna: User, draft, signed_in: Browser
):
    answer = signed_in(anna).post(path(draft, "budget"), {"revision": 1, "row": press, "term_months": "två år", **ROWS})
    sent = fields(answer)
    assert [sent[f"modules-{n}-name"][0] for n in range(len(names))] == names
    assert sent["term_months"] == ["två år"]
    costs = [sent[f"modules-{n}-cost_sek"][0] for n in range(len(names))]
    assert ("en miljon" in costs) == ("Kärna" in names)
    assert brief_of(draft).get("modules") is None and draft.revision == 1


def test_as_many_modules_as_a_brief_holds_are_saved_and_shown(anna: User, draft, signed_in: Browser):
    typed: dict[str, Any] = {"modules-count": "200", "revision": 1}
    for n in range(200):
        typed |= {f"modules-{n}-{cell}": text for cell, text in (("key", f"m{n}"), ("name", f"Modul {n}"))}
        typed |= {f"modules-{n}-{cell}": "" for cell in ("need", "cost_sek", "funded_by")}
    typed["modules-199-depends_on"] = "m0\nm7"
    browser = signed_in(anna)
    assert browser.post(path(draft, "budget"), typed).status_code == 302
    assert brief_of(draft)["modules"][199] == {"key": "m199", "name": "Modul 199", "depends_on": ["m0", "m7"]}
    page = html.fromstring(browser.get(path(draft, "budget")).content)
    assert page.get_element_by_id("id_modules-199-depends_on").text.split() == ["m0", "m7"]


def test_modules_are_chosen_by_name_among_the_others(anna: User, draft, signed_in: Browser):
    answer = signed_in(anna).post(path(draft, "budget"), {"revision": 1, "row": "modules:add", **ROWS})
    page = html.fromstring(answer.content)
    offered = [box.get("value") for box in page.xpath("//*[@name='modules-0-depends_on']")]
    assert offered == ["oppna-data"]
    assert page.xpath("//*[@name='modules-1-depends_on'][@value='karna']")[0].get("checked") is not None


def test_faults_between_answers_are_said_at_their_field_and_hinder_nothing_else(anna: User, draft, signed_in: Browser):
    ring = {**ROWS, "modules-0-cost_sek": "5", "modules-0-depends_on": ["oppna-data"], "modules-1-key": "oppna-data"}
    browser = signed_in(anna)
    answer = browser.post(path(draft, "budget"), {"revision": 1, "go": "on", "term_months": "24", **ring})
    assert answer.status_code == 200
    (link,) = html.fromstring(answer.content).xpath("//*[@class='error-summary']//a")
    assert "i ring" in link.text_content() and "modules-0-depends_on" in link.get("href")
    assert html.fromstring(answer.content).get_element_by_id(link.get("href")[1:]) is not None
    assert brief_of(draft)["term_months"] == 24 and "modules" not in brief_of(draft)


def test_a_guest_who_answered_meanwhile_is_named_as_a_sentence_begins(anna: User, draft, signed_in: Browser):
    browser = signed_in(anna)
    seen = fields(browser.get(path(draft, "behov")))
    link, _ = factory.link(draft, may_write=True)
    save(procurement_id=draft.id, changes={"problem": "Evas problem"}, expected_revision=1, by=link)
    answer = browser.post(path(draft, "behov"), {**seen, "problem": "Annas problem"})
    assert f"Länken ”{link.name}” ändrade samma svar" in words(answer)


def test_when_two_answer_the_same_question_the_second_is_shown_both_and_chooses(
    anna: User, bo: User, draft, signed_in: Browser
):
    browser = signed_in(anna)
    seen = fields(browser.get(path(draft, "behov")))
    save(procurement_id=draft.id, changes={"problem": "Bos problem"}, expected_revision=1, by=bo)
    sent = {**seen, "go": "on", "problem": "Annas problem", "evidence": "Intervjuer"}
    answer = browser.post(path(draft, "behov"), sent)
    assert answer.status_code == 409
    assert "Bo ändrade samma svar medan ni skrev" in words(answer)
    assert "Annas problem" in words(answer) and "Bos problem" in words(answer)
    assert brief_of(draft)["problem"] == "Bos problem" and brief_of(draft)["evidence"] == "Intervjuer"

    again = browser.post(path(draft, "behov"), {**fields(answer), "go": "on"})
    assert again.status_code == 409 and brief_of(draft)["problem"] == "Bos problem"

    chosen = browser.post(path(draft, "behov"), {**fields(again), "go": "on", "choose-problem": "mine"})
    assert chosen.status_code == 302 and brief_of(draft)["problem"] == "Annas problem"


def test_theirs_may_be_chosen_too(anna: User, bo: User, draft, signed_in: Browser):
    browser = signed_in(anna)
    seen = fields(browser.get(path(draft, "behov")))
    save(procurement_id=draft.id, changes={"problem": "Bos problem"}, expected_revision=1, by=bo)
    answer = browser.post(path(draft, "behov"), {**seen, "problem": "Annas problem"})
    chosen = browser.post(path(draft, "behov"), {**fields(answer), "choose-problem": "theirs"})
    assert chosen.status_code == 302 and brief_of(draft)["problem"] == "Bos problem"


def test_two_who_put_off_different_questions_do_not_come_in_each_others_way(
    anna: User, bo: User, draft, signed_in: Browser
):
    browser = signed_in(anna)
    seen = fields(browser.get(path(draft, "behov")))
    send(signed_in(bo), path(draft, "upphandlingen"), skip__reference="later")
    assert browser.post(path(draft, "behov"), {**seen, "skip-evidence": "unknown"}).status_code == 302
    assert brief_of(draft)["skipped"] == {"reference": "later", "evidence": "unknown"}


def test_a_revision_that_makes_no_sense_overwrites_nothing(anna: User, bo: User, draft, signed_in: Browser):
    save(procurement_id=draft.id, changes={"problem": "Bos problem"}, expected_revision=1, by=bo)
    for revision in ("", "x", "-1"):
        answer = signed_in(anna).post(path(draft, "behov"), {"revision": revision, "problem": "Annas"})
        assert answer.status_code == 409 and brief_of(draft)["problem"] == "Bos problem"


def test_what_the_answers_lead_to_is_shown_before_they_are_saved(anna: User, draft, signed_in: Browser):
    browser = signed_in(anna)
    address = path(draft, "systemet")
    typed = {**fields(browser.get(address)), "system_kind": "extend"}
    shown = html.fromstring(browser.post(f"{address}leder-till/", typed).content)
    assert "PC-FIRST-02" in shown.text_content() and shown.xpath("//*[@class='is-new']")
    # The question that the answer brings comes along, and no other.
    assert [part.get("id") for part in shown.xpath("//*[@hx-swap-oob]")] == ["q-repository_url"]
    assert "system_kind" not in brief_of(draft)


def test_a_guest_who_may_read_sees_the_answers_and_cannot_change_them(draft, guest):
    browser = guest(factory.link(draft)[1])
    page = html.fromstring(browser.get(path(draft, "upphandlingen")).content)
    assert page.get_element_by_id("id_title").get("value") == "Digital bygglovsprocess"
    assert page.xpath("//fieldset[@class='whole']")[0].get("disabled") is not None
    assert not page.xpath("//form[@id='step-form']//*[@class='actions']")
    assert browser.post(path(draft, "upphandlingen"), {"title": "Kapad"}).status_code == 403
    assert brief_of(draft)["title"] == "Digital bygglovsprocess"


def test_a_guest_who_may_write_signs_with_the_links_name(draft, guest):
    browser = guest(factory.link(draft, name="Referensgruppen", may_write=True)[1])
    send(browser, path(draft, "behov"), problem="Ingen svarar")
    assert brief_of(draft)["problem"] == "Ingen svarar" and draft.saved_by == "länken ”Referensgruppen”"


def test_an_unknown_step_is_not_there(anna: User, draft, signed_in: Browser):
    assert signed_in(anna).get(path(draft, "hemligt")).status_code == 404


def test_the_list_of_steps_says_how_far_each_has_come(anna: User, draft, signed_in: Browser):
    browser = signed_in(anna)
    send(browser, path(draft, "systemet"), system_kind="new")
    items = html.fromstring(browser.get(f"/upphandlingar/{draft.id}/").content).xpath("//*[@class='task-list']/li")
    said = [" ".join(item.text_content().split()) for item in items]
    assert said[:3] == [
        "Upphandlingen Påbörjat – två frågor kvar",
        "Behov Inte påbörjat – sex frågor",
        "Systemet Påbörjat – två frågor kvar",
    ]
    assert "Källkod och licens Förval gäller" in said and "Samverkan Förval gäller" in said
    send(browser, path(draft, "systemet"), system_kind="operations")
    page = html.fromstring(browser.get(f"/upphandlingar/{draft.id}/").content)
    said = [" ".join(item.text_content().split()) for item in page.xpath("//*[@class='task-list']/li")]
    assert "Samverkan Frivilligt" in said, "what is written for those who write code is not asked"


def test_the_number_of_questions_left_is_said_on_the_step_and_in_all(anna: User, draft, signed_in: Browser):
    browser = signed_in(anna)
    assert f"Steg 3 av {len(STEPS)}, tre frågor kvar" in words(browser.get(path(draft, "systemet")))
    send(browser, path(draft, "systemet"), system_kind="new")
    shown = browser.get(path(draft, "systemet"))
    assert f"Steg 3 av {len(STEPS)}, två frågor kvar" in words(shown)
    links = html.fromstring(shown.content).xpath("//p[@class='last-left']/a/@href")
    assert links == ["#id_description", "#id_surfaces"], "what is left is hard to find on a long page"
    text = (content.FIXTURES / "briefs" / "bygglov.yaml").read_text("utf-8")
    whole = factory.procurement(of=draft.authority, by=anna, **briefs.parse(text, content.library()))
    assert "Ingen fråga återstår" in words(browser.get(f"/upphandlingar/{whole.id}/"))


def test_where_no_question_is_left_the_way_goes_on_to_the_review(anna: User, draft, signed_in: Browser, guest):
    text = (content.FIXTURES / "briefs" / "bygglov.yaml").read_text("utf-8")
    whole = factory.procurement(of=draft.authority, by=anna, **briefs.parse(text, content.library()))
    for visitor, asked_to_answer in [(signed_in(anna), True), (guest(factory.link(whole)[1]), False)]:
        page = html.fromstring(visitor.get(f"/upphandlingar/{whole.id}/").content)
        [on] = page.xpath("//main//a[contains(@class, 'btn-primary')]")
        assert (on.text, on.get("href")) == ("Granska", f"/upphandlingar/{whole.id}/granska/")
        assert ("Svara på frågorna" in page.text_content()) is asked_to_answer


def test_the_budget_is_wanted_until_the_modules_say_the_value(anna: User, draft, signed_in: Browser):
    browser, address = signed_in(anna), path(draft, "budget")
    assert "optioner? (frivilligt)" not in words(browser.get(address)) and "en fråga kvar" not in words(
        browser.get(address)
    )
    send(browser, address, term_months="24")
    shown = browser.get(address)
    assert "en fråga kvar" in words(shown)
    assert html.fromstring(shown.content).xpath("//p[@class='last-left']/a/@href") == ["#id_budget_sek"]
    save(procurement_id=draft.id, changes={"modules": [{"key": "karta", "name": "Karta", "cost_sek": 900_000}]},
         expected_revision=2, by=anna)  # fmt: skip
    assert "optioner? (frivilligt)" in words(browser.get(address)) and "fråga kvar" not in words(browser.get(address))


def test_what_may_be_left_empty_is_not_put_off(anna: User, draft, signed_in: Browser):
    page = html.fromstring(signed_in(anna).get(path(draft, "behov")).content)
    assert page.get_element_by_id("id_skip-problem") is not None and not page.xpath(
        "//*[@id='id_skip-bidders_expected']"
    )


def test_what_is_saved_is_a_line_and_what_is_new_wrong_or_missing_stands_open(anna: User, draft, signed_in: Browser):
    browser, address = signed_in(anna), path(draft, "information")

    def lines(response: HttpResponse) -> tuple[list[str], list[str | None], str]:
        """What each integration says in a line, which of them stand open, and the questions that are put away."""
        tree = html.fromstring(response.content)
        rows = tree.xpath("//*[@id='q-integrations']//details[starts-with(@class, 'more row-fold')]")
        put_away = " ".join(fold.find("summary").text for fold in tree.xpath("//details[@class='more put-away']"))
        return [row.find_class("row-said")[0].text for row in rows], [row.get("open") for row in rows], put_away

    shown = lines(browser.get(address))
    assert "andra system kunna nå? (frivilligt)" in shown[2] and "öppna för alla" not in shown[2]
    new = {"system": "diariet", "exchange": "ärenden"}
    typed = {"integrations-count": "1", **{f"integrations-0-{cell}": text for cell, text in new.items()}}
    typed |= {"api_scope": "läsa", "data_class": "open"}
    added = browser.post(address, {**fields(browser.get(address)), **typed, "row": "integrations:add"})
    said, is_open, put_away = lines(added)
    assert (said, is_open) == (["diariet · ärenden", None], ["", ""]) and "kunna nå" not in put_away
    browser.post(address, {**fields(added), "integrations-1-system": "kartan"})
    said, is_open, put_away = lines(browser.get(address))
    # What is exchanged with the map is not said yet, and an answer is never put away.
    assert (said, is_open) == (["diariet · ärenden", "kartan"], [None, ""]) and "kunna nå" not in put_away
    wrong = browser.post(address, {**fields(browser.get(address)), "integrations-0-system": "diariet" * 100})
    assert lines(wrong)[1] == ["", ""]
    moved = browser.post(address, {**fields(browser.get(address)), "row": "integrations:down:0"})
    assert lines(moved)[1] == ["", ""] and lines(moved)[0] == ["kartan", "diariet · ärenden"]


def test_weights_and_shares_that_are_not_a_hundred_are_told_where_they_are_typed(
    anna: User, sjovalla, signed_in: Browser
):
    plan = factory.from_brief("skolplattform", of=sjovalla, by=anna)
    browser, address = signed_in(anna), path(plan, "utvardering")

    def told(response: HttpResponse, key: str = "criteria") -> tuple[str, bool]:
        [said] = html.fromstring(response.content).xpath(f"//*[@id='sum-{key}']")
        return said.text or "", "invalid-feedback" in said.get("class")

    assert told(browser.get(address)) == ("Vikterna blir tillsammans 100 procent.", False)
    typed = {**fields(browser.get(address)), "criteria-0-weight": "25"}
    short = "Vikterna blir tillsammans 95 procent. De ska bli 100. Det saknas 5 procent."
    live = browser.post(reverse("leads_to", args=[plan.id, "utvardering"]), typed)
    assert told(live) == (short, True)
    kept = browser.post(address, {**typed, "go": "on"})
    assert kept.headers["Location"] == address + "#q-criteria"
    assert brief_of(plan)["criteria"][0]["weight"] == 25, "what is not right yet is saved all the same"
    again = browser.get(address)
    assert f"Sparat. {short}" in words(again) and told(again) == (short, True)
    # Who has been told may go on.
    assert "#q-criteria" not in send(browser, address, go="on").headers["Location"]
    # While a weight is missing nothing is wrong yet, and one that cannot be read is told of for itself.
    assert told(send(browser, address, price_weight="", go="stay", **{"criteria-0-weight": "tungt"})) == ("", False)
    send(browser, address, price_weight="")
    assert told(browser.get(address)) == ("Vikterna blir tillsammans 65 procent. De ska bli 100. "
                                          "Det saknas 35 procent.", False)  # fmt: skip

    together = factory.from_brief("bokning-sju-kommuner", of=sjovalla, by=anna)
    shares = {"cost_key": "custom", "cost_shares-count": "1", "cost_shares-0-percent": "37,5"}
    given = {**fields(browser.get(path(together, "samverkan"))), **shares, "cost_shares-0-partner": "Sjövalla kommun"}
    kept = browser.post(path(together, "samverkan"), {**given, "shown": ["cost_shares"]}, follow=True)
    assert told(kept, "cost_shares")[0].endswith("Det saknas 62,5 procent.")


def test_a_step_of_defaults_says_that_nothing_must_be_answered(anna: User, draft, signed_in: Browser):
    browser = signed_in(anna)
    said = "Här behöver ni inte svara på något"
    assert said in words(browser.get(path(draft, "avtal")))
    assert said not in words(browser.get(path(draft, "kvalitet")))


def test_the_history_names_the_questions(anna: User, draft, signed_in: Browser):
    browser = signed_in(anna)
    send(browser, path(draft, "behov"), problem="Ingen svarar")
    shown = words(browser.get(f"/upphandlingar/{draft.id}/historik/"))
    assert "Vilket problem ska lösas?" in shown and "problem," not in shown


def test_the_answers_leave_as_a_file_and_come_back_as_a_procurement(anna: User, draft, signed_in: Browser):
    browser = signed_in(anna)
    send(browser, path(draft, "behov"), problem="Ingen svarar på åäö")
    file = browser.get(f"/upphandlingar/{draft.id}/svar.json")
    assert file.headers["Content-Disposition"] == 'attachment; filename="digital-bygglovsprocess.json"'
    assert json.loads(file.content)["problem"] == "Ingen svarar på åäö"
    browser.post("/upphandlingar/fran-fil/", {"file": SimpleUploadedFile("svar.json", file.content)})
    copy = Procurement.objects.exclude(id=draft.id).get()
    assert copy.brief == {"format": 1, **brief_of(draft)}


@pytest.mark.parametrize("name", ["bygglov", "skolplattform", "oppna-data", "bokning-sju-kommuner"])
def test_a_brief_file_becomes_a_procurement(name, anna: User, signed_in: Browser):
    text = (content.FIXTURES / "briefs" / f"{name}.yaml").read_bytes()
    answer = signed_in(anna).post("/upphandlingar/fran-fil/", {"file": SimpleUploadedFile("b.yaml", text)})
    assert answer.status_code == 302
    assert Procurement.objects.get().brief == briefs.parse(text.decode(), content.library())


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (b"title: 5\nhemlig: x\n", ["title", "hemlig"]),
        (b"\xff\xfe\x00", ["UTF-8"]),
        (b"title: [", ["YAML eller JSON"]),
        (b"- a", ["ett objekt"]),
        (b"x" * 500_001, ["högst 500 kB"]),
        (None, ["Ingen fil var vald"]),
    ],
)
def test_a_file_that_cannot_be_read_says_everything_that_is_wrong(file, said, anna: User, signed_in: Browser):
    sent = {} if file is None else {"file": SimpleUploadedFile("b.yaml", file)}
    answer = signed_in(anna).post("/upphandlingar/fran-fil/", sent)
    assert answer.status_code == 200 and not Procurement.objects.exists()
    assert all(word in words(answer) for word in said)


def test_a_procurement_keeps_the_library_it_was_begun_with(draft, monkeypatch):
    assert draft.library.digest == content.library().digest
    files = content.library_files()
    changed = files["library/questions/needs.yaml"].replace("Vilket problem ska lösas?", "Vad är fel?")
    older = LibraryRelease.objects.create(
        digest="f" * 64, version="2025.1", files={**files, "library/questions/needs.yaml": changed}
    )
    draft.library = older
    assert content.library_for(draft).questions["problem"].label == "Vad är fel?"
    draft.library = None
    assert content.library_for(draft) is content.library()


def test_what_does_not_hang_together_in_the_library_stops_the_check(monkeypatch):
    from procurement import apps

    files = content.library_files()
    broken = files["library/questions/needs.yaml"].replace("kind: long_text", "kind: song", 1)
    monkeypatch.setattr(content, "library_files", lambda: {**files, "library/questions/needs.yaml": broken})
    content.library.cache_clear()
    try:
        found = apps.check_library()
    finally:
        content.library.cache_clear()
    assert found and re.match(r"fixtures/library/questions/needs\.yaml:\d+: ", found[0].msg) and found[0].hint


def test_the_demo_brings_its_procurements(db, capsys):
    from django.core.management import call_command

    call_command("demo")
    call_command("demo")
    assert sorted(p.title for p in Procurement.objects.all()) == [
        "Digital bygglovsprocess",
        "Gemensam bokning av lokaler och anläggningar",
        "Portal för öppna data",
        "Öppen skolplattform",
    ]


@pytest.mark.parametrize("answer", [{"security_sensitive": True}, {"data_class": "security"}])
def test_security_sensitive_activity_stops_the_wizard_and_says_whom_to_talk_to(
    sjovalla: Authority, anna: User, signed_in: Browser, answer: dict[str, Any]
) -> None:
    stopped = factory.procurement(of=sjovalla, by=anna, **answer)
    client = signed_in(anna)
    for address in (reverse("step", args=[stopped.id, "behov"]), reverse("overview", args=[stopped.id])):
        page = client.get(address).content.decode()
        assert "tala med er säkerhetsskyddschef" in page and f"/steg/information/#id_{next(iter(answer))}" in page
    assert 'name="problem"' not in client.get(reverse("step", args=[stopped.id, "behov"])).content.decode()
    # The answer may have been a slip.
    assert 'name="data_class"' in client.get(reverse("step", args=[stopped.id, "information"])).content.decode()
