"""From the review to files in the hand, in a real browser: with scripts and without."""

import io
import zipfile
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from procurement import content
from procurement.domain import assemble, facts
from procurement.domain import brief as briefs
from procurement.domain.look import Look
from procurement.export import html
from procurement.models import User
from procurement.services import look
from tests import factory
from tests.browser.sight import BOTH_WAYS, fits, has_no_faults, has_no_faults_in_the_dark, is_whole
from tests.export import logos
from tests.worker import Press

BRIEFS = Path(__file__).parents[2] / "fixtures" / "briefs"
PAGES = [
    "klausuler/",
    "klausuler/PC-CODE-02/",
    "delkontrakt/",
    "granska/",
    "dokument/",
    "dokument/requirements/",
    "dokument/requirements/varfor/",
    "dokument/delkontrakt/4/",
    "dokument/delkontrakt/4/lots/",
    "../../myndighet/utseende/",
]


@pytest.fixture
def school(live_server: LiveServer, person: User) -> str:
    """Where the procurement of the school platform is."""
    # As dark as our own colours: an authority may have one that only just is what the law demands.
    chosen = Look("#1f5c4d", ("Sjögatan 1",), ("Organisationsnummer 212000-9999",), logos.painted())
    procurement = factory.from_brief("skolplattform", by=person)
    look.save(authority=procurement.authority, look=chosen, seen=0, by=person)
    return f"{live_server.url}/upphandlingar/{procurement.id}/"


@BOTH_WAYS
def test_the_documents_come_while_one_waits(
    anna: Page, school: str, press: Press, worker: Event, scripts: bool
) -> None:
    anna.goto(school + "granska/")
    anna.get_by_role("link", name="Till dokumenten").click()
    expect(anna.get_by_role("status")).to_contain_text("0 av 9")
    worker.set()
    # Without scripts the page asks by itself, every fifth second.
    expect(anna.get_by_role("status")).to_contain_text("Alla 9 dokument är klara", timeout=120_000)

    with anna.expect_download() as started:
        anna.get_by_role("link", name="Hämta alla").click()
    packed = zipfile.ZipFile(io.BytesIO(Path(started.value.path()).read_bytes()))
    assert started.value.suggested_filename == "Öppen skolplattform UTKAST.zip"
    assert sum(name.endswith(".pdf") for name in packed.namelist()) == 9
    assert packed.testzip() is None


@BOTH_WAYS
def test_one_lot_is_had_as_a_set_of_its_own(
    anna: Page, school: str, press: Press, worker: Event, scripts: bool
) -> None:
    anna.goto(school + "delkontrakt/")
    anna.get_by_role("link", name="Delkontraktets egna bilagor för delkontrakt 2").click()
    expect(anna.get_by_role("heading", level=1)).to_have_text("Delkontrakt 2: Lärplattform, etapp 2")
    worker.set()
    expect(anna.get_by_role("status")).to_contain_text("Alla 6 dokument är klara", timeout=120_000)
    with anna.expect_download() as started:
        anna.get_by_role("link", name="Hämta alla").click()
    assert started.value.suggested_filename == "Öppen skolplattform delkontrakt 2 UTKAST.zip"
    packed = zipfile.ZipFile(io.BytesIO(Path(started.value.path()).read_bytes()))
    papers = [name for name in packed.namelist() if name.endswith(".pdf")]
    assert len(papers) == 6 and all(name.startswith("delkontrakt-2-") for name in papers)


@pytest.mark.parametrize("scripts", [False], ids=["without scripts"])
def test_a_clause_is_switched_off_and_on_again(anna: Page, school: str) -> None:
    anna.goto(school + "klausuler/PC-CODE-02/")
    anna.locator("summary", has_text="Stäng av klausulen").click()
    anna.get_by_label("Någon annans rätt hindrar").check()
    anna.get_by_role("button", name="Spara avsteget").click()
    expect(anna.get_by_text("gäller fortfarande")).to_be_visible()
    for label, text in {
        "Vad visar att skälet finns?": "Licensavtalet, punkt 4.",
        "Vilka alternativ har ni prövat?": "Vi har bett om en öppen licens.",
        "Vad gäller i stället?": "Öppet API.",
        "Vem har beslutat?": "Eva Lind, it-chef",
        "När togs beslutet?": "2026-11-02",
        "Till och med vilken dag": "2027-11-23",
    }.items():
        anna.get_by_label(label).fill(text)
    anna.get_by_role("button", name="Spara avsteget").click()
    expect(anna.get_by_role("status")).to_contain_text("är avstängd")
    anna.get_by_role("button", name="Ta bort avsteget").click()
    expect(anna.get_by_role("status")).to_contain_text("Avsteget är borttaget")


def test_the_pages_fit_and_have_no_accessibility_faults(anna: Page, school: str) -> None:
    complaints: list[str] = []
    anna.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    for path in PAGES:
        anna.goto(school + path)
        is_whole(anna)
        has_no_faults_in_the_dark(anna)
    assert complaints == []


def test_the_page_that_stands_alone_asks_for_nothing_and_has_no_accessibility_faults(
    browser: Browser, tmp_path: Path
) -> None:
    brief = briefs.parse((BRIEFS / "skolplattform.yaml").read_text(), content.library())
    derived = facts.derive(brief, content.library(), content.amounts(), date(2026, 11, 23))
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for document in assemble.documents(brief, content.library(), derived, draft=True):
        file = tmp_path / f"{document.file_name}.html"
        file.write_bytes(html.render(document))
        for width in (320, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(file.as_uri())
            fits(page, width)
        has_no_faults(page)
    assert all(address.startswith(tmp_path.as_uri()) for address in asked)
    page.close()
