"""What people come for in the library, the inspection, the review and their own words: each from beginning to end.

Some with scripts and without. Every page on the way is whole on a narrow screen and free from faults of access.
"""

from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from procurement import content
from procurement.domain import library_reader
from procurement.models import Procurement, User
from tests import factory
from tests.browser.sight import BOTH_WAYS, look_over
from tests.inspection.files import TENDER

CLAUSE, PATH = "PC-CODE-02", "library/clauses/code/PC-CODE-02.md"


@pytest.mark.parametrize(("typed", "found"), [("upphandlingar", "PC-SMALL-01"), ("avtalets viten", "PC-FUP-02")])
def test_a_guest_finds_a_clause_by_an_inflected_word_and_reads_it(
    page: Page, live_server: LiveServer, typed: str, found: str
) -> None:
    factory.user("Någon")
    page.goto(live_server.url)
    page.get_by_role("navigation", name="Huvudmeny").get_by_role("link", name="Bibliotek").click()
    page.get_by_role("searchbox", name="Sök i klausulerna").fill(typed)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(f"klausuler för {typed}")
    look_over(page)
    title = content.library().clauses[found].title
    page.locator("main li", has_text=found).get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    expect(page.get_by_role("heading", name="När klausulen tas med")).to_be_visible()
    look_over(page)


@BOTH_WAYS
def test_an_old_tender_is_inspected_and_a_draft_begun_from_it(
    anna: Page, live_server: LiveServer, worker: Event, scripts: bool
) -> None:
    anna.goto(f"{live_server.url}/upphandlingar/")
    anna.get_by_role("link", name="Besiktiga ett gammalt underlag").click()
    look_over(anna, scripts)
    anna.get_by_label("Vilken fil?").set_input_files(
        {"name": "bygglov 2014.txt", "mimeType": "text/plain", "buffer": TENDER.encode()}
    )
    anna.get_by_role("button", name="Besiktiga").click()
    expect(anna.get_by_role("status")).to_contain_text("Filen väntar på att bli läst")
    look_over(anna, scripts)
    worker.set()
    # Without scripts the page asks by itself, every fifth second.
    expect(anna.get_by_role("heading", name="Det här låser in")).to_be_visible(timeout=120_000)
    look_over(anna, scripts)

    main = anna.get_by_role("main")
    expect(main).to_contain_text("Filen är borttagen")
    expect(main.get_by_role("listitem").filter(has_text="lag (2007:1091)").first).to_be_visible()
    main.get_by_role("link", name="svar att börja från").click()
    expect(anna.get_by_role("heading", name="Svar att börja från")).to_be_in_viewport()
    anna.get_by_role("button", name="Starta en upphandling från det här").click()
    expect(anna.get_by_role("status").first).to_contain_text("har fått de svar som gick att läsa ut")
    begun = Procurement.objects.get()
    assert begun.brief["reference"] == "SBN 2014-0412"
    expect(anna.get_by_role("heading", level=1)).to_have_text(str(begun))
    look_over(anna, scripts)


@BOTH_WAYS
def test_the_review_leads_to_the_question_and_takes_a_reason_for_advice(
    anna: Page, live_server: LiveServer, person: User, scripts: bool
) -> None:
    draft = factory.from_brief(
        "bygglov", by=person, description="Ansökan och beslut i en modern och användarvänlig lösning."
    )
    review = f"{live_server.url}/upphandlingar/{draft.id}/granska/"
    anna.goto(review)
    look_over(anna, scripts)
    vague = anna.locator(".finding", has_text="användarvänlig")
    vague.get_by_role("link", name="Gå till frågan").click()
    field = anna.get_by_role("textbox", name="Vad ska ingå i köpet?")
    expect(field).to_be_in_viewport()
    field.fill("Ansökan och beslut. Handläggaren hittar ett ärende på högst tre klick.")
    anna.get_by_role("button", name="Spara", exact=True).last.click()
    anna.goto(review)
    expect(vague).to_have_count(0)

    advice = anna.locator(".finding", has_text="Det är inte sagt vem som ansvarar för personuppgifterna")
    advice.locator("summary").click()
    advice.get_by_role("button", name="Lämna rådet därhän").click()
    expect(anna.locator(".error-summary")).to_contain_text("ett skäl")
    look_over(anna, scripts)
    advice = anna.locator(".finding", has_text="Det är inte sagt vem som ansvarar för personuppgifterna")
    if not advice.get_by_role("textbox").is_visible():
        advice.locator("summary").click()
    advice.get_by_role("textbox", name="Varför följer ni inte rådet?").fill("Ombudet svarar i december.")
    advice.get_by_role("button", name="Lämna rådet därhän").click()
    expect(anna.get_by_role("status")).to_contain_text("skälet står i beslutsunderlaget")
    expect(anna.get_by_role("heading", name="Lämnat därhän (1)")).to_be_visible()
    look_over(anna, scripts)
    anna.goto(f"{live_server.url}/upphandlingar/{draft.id}/dokument/decision/")
    expect(anna.get_by_role("main")).to_contain_text("Ombudet svarar i december.")

    anna.goto(review)
    anna.get_by_role("button", name="Ta upp rådet igen").click()
    expect(anna.get_by_role("status")).to_contain_text("Rådet står med igen")
    expect(anna.get_by_text("Ombudet svarar i december.")).to_have_count(0)


@BOTH_WAYS
def test_the_authoritys_own_wording_is_tried_saved_and_printed(
    anna: Page, live_server: LiveServer, person: User, scripts: bool
) -> None:
    draft = factory.from_brief("bygglov", by=person)
    title = content.library().clauses[CLAUSE].title
    anna.goto(f"{live_server.url}/myndighet/")
    anna.get_by_role("link", name="Klausuler som är era egna").click()
    look_over(anna, scripts)
    anna.locator("main summary", has_text="Källkod").click()
    anna.get_by_role("link", name=title).click()
    anna.get_by_role("textbox", name="Er lydelse").fill("Koden ska vara publik inom {publish_hours} timmar.")
    anna.get_by_role("button", name="Förhandsgranska").click()
    expect(anna.locator(".house-preview")).to_contain_text("Koden ska vara publik inom 24 timmar.")
    expect(anna.get_by_role("heading", name="Förhandsgranskning, inte sparad")).to_be_visible()
    look_over(anna, scripts)
    anna.get_by_role("button", name="Spara för alla utkast").click()
    expect(anna.get_by_role("status")).to_be_visible()
    expect(anna.get_by_role("heading", name="Så här står det i handlingarna")).to_be_visible()
    look_over(anna, scripts)
    anna.goto(f"{live_server.url}/upphandlingar/{draft.id}/dokument/contract_terms/")
    expect(anna.get_by_role("main")).to_contain_text("Koden ska vara publik inom 24 timmar.")
    anna.goto(f"{live_server.url}/upphandlingar/{draft.id}/dokument/contract_terms/varfor/")
    expect(anna.locator(f"#{CLAUSE}")).to_contain_text("Egen lydelse")


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The library in a later release with two clauses changed, from when it is called."""

    def put() -> None:
        files = dict(content.library_files())
        files["library/plan.yaml"] = files["library/plan.yaml"].replace(content.library().version, "2099.1")
        for path, old, new in (
            (PATH, "varje ändring senast", "varje godkänd ändring senast"),
            ("library/clauses/api/PC-API-01.md", "Leverantören ska låta vem som helst", "Var och en ska få"),
        ):
            assert old in files[path]
            files[path] = files[path].replace(old, new, 1)
        library = library_reader.read_release(files)
        monkeypatch.setattr(content, "library_files", lambda: files)
        monkeypatch.setattr(content, "library", lambda: library)

    return put


def test_a_draft_takes_one_change_of_the_library_keeps_another_and_goes_back(
    anna: Page, live_server: LiveServer, person: User, newer: Any, scripts: bool
) -> None:
    draft = factory.from_brief("bygglov", by=person)
    newer()
    anna.goto(f"{live_server.url}/upphandlingar/{draft.id}/")
    look_over(anna, scripts)
    anna.get_by_role("link", name="Se vad som är nytt i biblioteket").click()
    look_over(anna, scripts)
    expect(anna.locator(f"#{CLAUSE} ins")).to_contain_text("godkänd")
    anna.locator(f"#{CLAUSE}").get_by_label("Ta in", exact=False).check()
    anna.locator("#PC-API-01").get_by_label("Behåll", exact=False).check()
    anna.get_by_role("button", name="Spara och gå över till 2099.1").click()
    expect(anna.get_by_role("status").first).to_be_visible()

    terms = f"{live_server.url}/upphandlingar/{draft.id}/dokument/contract_terms/"
    anna.goto(terms)
    expect(anna.get_by_role("main")).to_contain_text("varje godkänd ändring senast")
    anna.goto(f"{live_server.url}/upphandlingar/{draft.id}/dokument/requirements/")
    expect(anna.get_by_role("main")).to_contain_text("Leverantören ska låta vem som helst")
    anna.goto(f"{live_server.url}/upphandlingar/{draft.id}/bibliotek/")
    look_over(anna, scripts)
    anna.get_by_role("button", name="Ångra bytet").click()
    expect(anna.get_by_role("status").first).to_be_visible()
    anna.goto(terms)
    expect(anna.get_by_role("main")).to_contain_text("varje ändring senast")
