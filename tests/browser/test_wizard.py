"""An empty wizard filled from a brief by clicking and typing, with scripts and without, on a desk and on a phone."""

import io
import json
import zipfile
from threading import Event
from typing import Any

import docx
import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from procurement import content
from procurement.domain import brief as briefs
from procurement.domain.questions import Question, Step
from procurement.models import Procurement, User
from procurement.services import save
from tests import factory
from tests.browser.sight import BOTH_WAYS, has_no_faults, is_whole
from tests.worker import Press

LIBRARY = content.library()
PASSWORD = "en lång mening att minnas"


def brief(name: str) -> dict[str, Any]:
    return briefs.parse((content.FIXTURES / "briefs" / f"{name}.yaml").read_text(encoding="utf-8"), LIBRARY)


def log_in(page: Page, url: str, person: User) -> None:
    person.set_password(PASSWORD)
    person.save()
    page.goto(f"{url}/logga-in/")
    page.get_by_label("E-postadress").fill(person.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()


@BOTH_WAYS
def test_an_empty_wizard_becomes_files_by_clicking_and_typing(
    page: Page, live_server: LiveServer, person: User, worker: Event, monkeypatch: pytest.MonkeyPatch, scripts: bool
) -> None:
    if not scripts:
        # The files are the same however the answers came, and read below where they came by clicking.
        Press(monkeypatch)
    wanted = brief("bygglov")
    log_in(page, live_server.url, person)
    page.goto(f"{live_server.url}/upphandlingar/")
    page.get_by_role("button", name="Ny upphandling").click()
    for step in LIBRARY.steps:
        fill(page, step, wanted, scripts)
    expect(page.get_by_role("heading", level=1)).to_have_text(wanted["title"])
    saved = Procurement.objects.get().brief
    assert {key: value for key, value in wanted.items() if not is_default(key, wanted)} == saved

    worker.set()
    page.get_by_role("link", name="Granska").first.click()
    page.get_by_role("link", name="Till dokumenten").click()
    expect(page.get_by_role("status")).to_contain_text("Alla 9 dokument är klara", timeout=120_000)
    with page.expect_download() as started:
        page.get_by_role("link", name="Hämta alla").click()
    with zipfile.ZipFile(started.value.path()) as packed:
        files = {name.rsplit("/")[-1]: packed.read(name) for name in packed.namelist()}
    assert json.loads(files["svar.json"])["title"] == wanted["title"]
    if scripts:
        are_filled_in(files)


def are_filled_in(files: dict[str, bytes]) -> None:
    pdf = PdfReader(io.BytesIO(files["1-kravspecifikation-UTKAST.pdf"]))
    word = docx.Document(io.BytesIO(files["1-kravspecifikation-UTKAST.docx"]))
    in_pdf = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    in_word = " ".join(" ".join(word.element.body.itertext()).split())
    for said in ("Digital bygglovsprocess", "handlingar", "ärendehandlingar", "PC-CODE-01", "EUPL-1.2"):
        assert said in in_pdf and said in in_word, said


def is_default(key: str, wanted: dict[str, Any]) -> bool:
    """Whether the answer wanted is what holds anyhow, with the others that are wanted."""
    return key == "format" or (key in LIBRARY.questions and LIBRARY.questions[key].default_in(wanted) == wanted[key])


def fill(page: Page, step: Step, wanted: dict[str, Any], scripts: bool) -> None:
    """Answer the step's questions and go on. Questions that the answers bring are answered when they come."""
    expect(page.get_by_role("heading", level=1)).to_have_text(step.title)
    left = [q for q in step.questions if q.key in wanted and not is_default(q.key, wanted)]
    for _ in range(4):
        for question in list(left):
            if page.locator(f"#q-{question.key}").is_visible():
                answer(page, question, wanted[question.key])
                left.remove(question)
                if scripts:
                    page.wait_for_load_state("networkidle")
        if not left:
            break
        # Without scripts, saving shows the questions that the answers lead to.
        page.get_by_role("button", name="Spara", exact=True).last.click()
    assert not left
    page.get_by_role("button", name="Spara och fortsätt").click()
    # New questions that the brief has no answer to keep us here once.
    if page.get_by_role("heading", level=1).text_content() == step.title:
        page.get_by_role("button", name="Spara och fortsätt").click()


def answer(page: Page, question: Question, value: Any) -> None:
    place = page.locator(f"#q-{question.key}")
    if (line := place.locator(".put-away > summary")).is_visible():
        line.click()
    match question.kind:
        case "group":
            for cell in question.fields:
                if cell.key in value:
                    put(page, place, cell, f"{question.key}-{cell.key}", value[cell.key])
        case "rows":
            for n, row in enumerate(value):
                place.get_by_role("button", name=f"Lägg till {question.row}").click()
                expect(page.locator(f"#row-{question.key}-{n}")).to_be_visible()
                for cell in question.fields:
                    if cell.key in row and cell.key != "depends_on":
                        unfold_row(page.locator(f"#row-{question.key}-{n}"), cell)
                        put(page, place, cell, f"{question.key}-{n}-{cell.key}", row[cell.key])
            depend(page, question, value)
        case _:
            put(page, place, question, question.key, value)


def unfold_row(row: Locator, cell: Question) -> None:
    if cell.key in ("key", "funded_by"):
        fold = row.locator("details.more:not(.row-fold)")
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()


def depend(page: Page, question: Question, rows: list[dict[str, Any]]) -> None:
    """What a module needs is ticked when every module has its name: moving one draws the choices anew."""
    if not any(row.get("depends_on") for row in rows):
        return
    place = page.locator(f"#q-{question.key}")
    last = len(rows) - 1
    place.locator(f"button[value='{question.key}:up:{last}']").click()
    expect(page.locator(f"#id_{question.key}-{last}-name")).to_have_value(rows[last - 1]["name"])
    page.locator(f"#q-{question.key}").locator(f"button[value='{question.key}:down:{last - 1}']").click()
    expect(page.locator(f"#id_{question.key}-{last}-name")).to_have_value(rows[last]["name"])
    for n, row in enumerate(rows):
        for needed in row.get("depends_on", []):
            page.locator(f"[name='{question.key}-{n}-depends_on'][value='{needed}']").check()


def put(page: Page, place: Locator, question: Question, name: str, value: Any) -> None:
    """Type or tick one answer as a person does."""
    field = page.locator(f"[name='{name}']")
    match question.kind:
        case "choice":
            if field.first.evaluate("field => field.tagName") == "SELECT":
                field.select_option(str(value))
            else:
                page.locator(f"[name='{name}'][value='{value}']").check()
        case "yes_no":
            page.locator(f"[name='{name}'][value='{'ja' if value else 'nej'}']").check()
        case "choices":
            for one in value:
                page.locator(f"[name='{name}'][value='{one}']").check()
        case "list":
            field.fill("\n".join(value))
        case "rows":
            field.fill("\n".join(f"{row['partner']}: {row['percent']}" for row in value))
        case _ if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        case _:
            field.fill(str(value))


@pytest.fixture
def draft(person: User) -> Procurement:
    """The filled procurement, of Anna's."""
    return factory.from_brief("bygglov", by=person)


def test_what_an_answer_leads_to_comes_as_one_chooses(anna: Page, live_server: LiveServer, draft: Procurement) -> None:
    anna.goto(f"{live_server.url}/upphandlingar/{draft.id}/steg/systemet/")
    beside = anna.get_by_role("complementary")
    expect(beside).to_contain_text("Nyutveckling", ignore_case=True)
    expect(anna.locator("#q-repository_url")).to_be_hidden()
    anna.get_by_role("textbox", name="Vad ska ingå i köpet?").fill("Skrivet men inte sparat")
    anna.locator("[name='system_kind'][value='extend']").check()
    expect(beside).to_contain_text("vidareutveckling", ignore_case=True)
    expect(anna.locator("#q-repository_url")).to_be_visible()
    expect(anna.get_by_role("textbox", name="Vad ska ingå i köpet?")).to_have_value("Skrivet men inte sparat")
    draft.refresh_from_db()
    assert draft.brief["system_kind"] == "new"


def test_a_field_that_comes_and_goes_keeps_what_was_typed(
    anna: Page, live_server: LiveServer, draft: Procurement
) -> None:
    anna.goto(f"{live_server.url}/upphandlingar/{draft.id}/steg/systemet/")
    anna.locator("[name='system_kind'][value='extend']").check()
    anna.locator("[name='repository_url']").fill("https://git.example/a")
    anna.locator("[name='system_kind'][value='new']").check()
    expect(anna.locator("#q-repository_url")).to_be_hidden()
    anna.locator("[name='system_kind'][value='extend']").check()
    expect(anna.locator("[name='repository_url']")).to_be_visible()
    expect(anna.locator("[name='repository_url']")).to_have_value("https://git.example/a")


def test_a_new_module_can_be_chosen_at_once_by_its_name(
    anna: Page, live_server: LiveServer, draft: Procurement
) -> None:
    anna.goto(f"{live_server.url}/upphandlingar/{draft.id}/steg/budget/")
    anna.get_by_role("button", name="Lägg till modul").click()
    expect(anna.locator("[name='modules-4-name']")).to_be_focused()
    anna.keyboard.type("Karta")
    anna.keyboard.press("Tab")
    expect(anna.locator("[name='modules-0-depends_on'][value='karta']")).to_have_count(1)
    # A row that is saved is a line, which says what has been typed in it.
    first = anna.locator("#row-modules-0")
    first.locator("summary").first.click()
    first.get_by_label("Namn", exact=True).fill("Själva kärnan")
    expect(first.locator(".row-said")).to_contain_text("Själva kärnan")
    anna.locator("[name='modules-0-depends_on'][value='karta']").check()
    anna.get_by_role("button", name="Spara", exact=True).last.click()
    expect(anna.locator("[name='modules-4-key']")).to_have_value("karta")
    expect(anna.locator("[name='modules-0-name']")).to_be_hidden()
    draft.refresh_from_db()
    assert draft.brief["modules"][0]["depends_on"] == ["karna", "karta"]


def test_faults_take_the_cursor_and_lead_to_their_field(
    anna: Page, live_server: LiveServer, draft: Procurement
) -> None:
    anna.goto(f"{live_server.url}/upphandlingar/{draft.id}/steg/budget/")
    anna.locator("[name='term_months']").fill("1,5")
    anna.keyboard.press("Enter")
    summary = anna.locator(".error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link").click()
    expect(anna.locator("[name='term_months']")).to_be_focused()
    has_no_faults(anna)


def test_a_button_within_the_page_asks_one_to_log_in_again_and_nothing_typed_is_lost(
    page: Page, live_server: LiveServer, person: User, draft: Procurement
) -> None:
    log_in(page, live_server.url, person)
    page.goto(f"{live_server.url}/upphandlingar/{draft.id}/steg/behov/")
    page.get_by_role("textbox", name="Vilket problem ska lösas?").fill("Ingen svarar")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Lägg till mål").click()
    page.get_by_label("E-postadress").fill(person.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.get_by_role("button", name="Fortsätt där du var").click()
    expect(page.get_by_role("textbox", name="Vilket problem ska lösas?")).to_have_value("Ingen svarar")
    expect(page.locator("#q-goals").get_by_label("Mått").last).to_be_visible()


def test_who_leaves_with_something_unsaved_is_asked_first(
    anna: Page, live_server: LiveServer, draft: Procurement
) -> None:
    asked: list[str] = []
    anna.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    problem = anna.get_by_role("textbox", name="Vilket problem ska lösas?")
    anna.goto(f"{live_server.url}/upphandlingar/{draft.id}/steg/behov/")
    problem.click()
    problem.press_sequentially("Ingen svarar")
    anna.get_by_role("button", name="Spara", exact=True).last.click()
    anna.get_by_role("link", name=draft.title).click()
    expect(anna.get_by_role("heading", level=1)).to_have_text(draft.title)
    assert asked == []

    anna.goto(f"{live_server.url}/upphandlingar/{draft.id}/steg/behov/")
    problem.click()
    problem.press_sequentially("Eller jo")
    anna.get_by_role("link", name=draft.title).click()
    expect(anna.get_by_role("heading", level=1)).to_have_text(draft.title)
    assert asked == ["beforeunload"]


def test_a_dispute_shows_both_answers(anna: Page, live_server: LiveServer, draft: Procurement) -> None:
    anna.goto(f"{live_server.url}/upphandlingar/{draft.id}/steg/behov/")
    save(procurement_id=draft.id, changes={"problem": "Bos"}, expected_revision=1, by=factory.user("Bo"))
    anna.get_by_role("textbox", name="Vilket problem ska lösas?").fill("Annas")
    anna.get_by_role("button", name="Spara och fortsätt").click()
    expect(anna.get_by_role("alert")).to_contain_text("Bo ändrade samma svar")
    has_no_faults(anna)
    anna.get_by_role("radio", name="Det ni skrev").check()
    anna.get_by_role("button", name="Spara och fortsätt").click()
    expect(anna.get_by_role("heading", level=1)).to_have_text("Systemet")
    draft.refresh_from_db()
    assert draft.brief["problem"] == "Annas"


def test_every_step_is_accessible_and_fits(anna: Page, live_server: LiveServer, draft: Procurement) -> None:
    complaints: list[str] = []
    anna.on("console", lambda note: complaints.append(note.text) if note.type in ("error", "warning") else None)
    at = f"{live_server.url}/upphandlingar/{draft.id}/"
    for address in [at, f"{at}historik/", *(f"{at}steg/{step.slug}/" for step in LIBRARY.steps)]:
        anna.goto(address)
        is_whole(anna)
    assert complaints == []
