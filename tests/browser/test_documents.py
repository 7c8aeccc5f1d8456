"""From the review to files in the hand, in a real browser and with the worker's own work: with scripts and without."""

import io
import zipfile
from datetime import date, timedelta
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
from procurement.models import Procurement
from procurement.services import look
from tests import factory
from tests.browser.sight import fits, has_no_faults, unfold
from tests.export import logos

BRIEFS = Path(__file__).parents[2] / "fixtures" / "briefs"
PASSWORD = "lång och hemlig mening"
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
def school(live_server: LiveServer) -> tuple[str, Procurement]:
    """Where the procurement of the school platform is, and itself."""
    authority = factory.authority()
    anna = factory.user("Anna", password=PASSWORD)
    authority.members.create(user=anna, is_admin=True)
    # As dark as our own colours: an authority may have one that only just is what the law demands.
    chosen = Look("#1f5c4d", ("Sjögatan 1",), ("Organisationsnummer 212000-9999",), logos.painted())
    look.save(authority=authority, look=chosen, seen=0, by=anna)
    brief = briefs.parse((BRIEFS / "skolplattform.yaml").read_text(), content.library())
    procurement = factory.procurement(of=authority, by=anna, **brief)
    return f"{live_server.url}/upphandlingar/{procurement.id}/", procurement


def sign_in(page: Page, address: str, procurement: Procurement) -> None:
    page.set_default_timeout(10_000)
    page.goto(address)
    page.locator("[name=username]").fill(procurement.authority.members.get().user.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main").get_by_role("button").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_documents_come_while_one_waits(
    browser: Browser, school: tuple[str, Procurement], worker: Event, scripts: bool
) -> None:
    address, procurement = school
    context = browser.new_context(locale="sv-SE", java_script_enabled=scripts, accept_downloads=True)
    page = context.new_page()
    sign_in(page, address, procurement)
    page.goto(address + "granska/")
    page.get_by_role("link", name="Till dokumenten").click()
    expect(page.get_by_role("status")).to_contain_text("0 av 9")
    worker.set()
    # Without scripts the page asks by itself, every fifth second.
    expect(page.get_by_role("status")).to_contain_text("Alla 9 dokument är klara", timeout=120_000)

    with page.expect_download() as started:
        page.get_by_role("link", name="Hämta alla").click()
    packed = zipfile.ZipFile(io.BytesIO(Path(started.value.path()).read_bytes()))
    assert started.value.suggested_filename == "Öppen skolplattform UTKAST.zip"
    assert sum(name.endswith(".pdf") for name in packed.namelist()) == 9
    assert packed.testzip() is None
    context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_one_lot_is_had_as_a_set_of_its_own(
    browser: Browser, school: tuple[str, Procurement], worker: Event, scripts: bool
) -> None:
    address, procurement = school
    context = browser.new_context(locale="sv-SE", java_script_enabled=scripts, accept_downloads=True)
    page = context.new_page()
    sign_in(page, address, procurement)
    page.goto(address + "delkontrakt/")
    page.get_by_role("link", name="Delkontraktets egna bilagor för delkontrakt 2").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Delkontrakt 2: Lärplattform, etapp 2")
    worker.set()
    expect(page.get_by_role("status")).to_contain_text("Alla 6 dokument är klara", timeout=120_000)
    with page.expect_download() as started:
        page.get_by_role("link", name="Hämta alla").click()
    assert started.value.suggested_filename == "Öppen skolplattform delkontrakt 2 UTKAST.zip"
    packed = zipfile.ZipFile(io.BytesIO(Path(started.value.path()).read_bytes()))
    papers = [name for name in packed.namelist() if name.endswith(".pdf")]
    assert len(papers) == 6 and all(name.startswith("delkontrakt-2-") for name in papers)
    context.close()


def test_a_clause_is_switched_off_and_on_again_without_scripts(
    browser: Browser, school: tuple[str, Procurement]
) -> None:
    address, procurement = school
    context = browser.new_context(locale="sv-SE", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, address, procurement)
    page.goto(address + "klausuler/PC-CODE-02/")
    page.locator("summary", has_text="Stäng av klausulen").click()
    page.get_by_label("Någon annans rätt hindrar").check()
    page.get_by_role("button", name="Spara avsteget").click()
    expect(page.get_by_text("gäller fortfarande")).to_be_visible()
    next_year = (date.today() + timedelta(days=365)).isoformat()
    for label, text in {
        "Vad visar att skälet finns?": "Licensavtalet, punkt 4.",
        "Vilka alternativ har ni prövat?": "Vi har bett om en öppen licens.",
        "Vad gäller i stället?": "Öppet API.",
        "Vem har beslutat?": "Eva Lind, it-chef",
        "När togs beslutet?": "2026-11-02",
        "Till och med vilken dag": next_year,
    }.items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Spara avsteget").click()
    expect(page.get_by_role("status")).to_contain_text("är avstängd")
    page.get_by_role("button", name="Ta bort avsteget").click()
    expect(page.get_by_role("status")).to_contain_text("Avsteget är borttaget")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_fit_and_have_no_accessibility_faults(
    browser: Browser, school: tuple[str, Procurement], scheme: str
) -> None:
    address, procurement = school
    context = browser.new_context(locale="sv-SE", color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    sign_in(page, address, procurement)
    for path in PAGES:
        # In the dark only the colours are others.
        for width in (320, 1440) if scheme == "light" else (1440,):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(address + path)
            fits(page, width)
            unfold(page)
            has_no_faults(page, colours=width == 1440)
    assert complaints == []
    context.close()


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
