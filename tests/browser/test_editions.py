"""An edition is issued in a real browser with the worker's own work, and the next one says what is new."""

import io
import json
import zipfile
from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from procurement import content
from procurement.domain import brief as briefs
from procurement.models import Procurement
from procurement.services import save
from tests import factory
from tests.browser.sight import fits, has_no_faults, unfold

from .test_documents import sign_in

BRIEFS = Path(__file__).parents[2] / "fixtures" / "briefs"
PASSWORD = "lång och hemlig mening"


@pytest.fixture
def portal(live_server: LiveServer) -> tuple[str, Procurement]:
    """Where a direct award is, of which nothing is missing, and itself. It has the fewest documents."""
    authority = factory.authority()
    anna = factory.user("Anna", password=PASSWORD)
    authority.members.create(user=anna, is_admin=True)
    brief = briefs.parse((BRIEFS / "oppna-data.yaml").read_text(), content.library())
    procurement = factory.procurement(of=authority, by=anna, **brief, reuse_search="Inga passar.")
    return f"{live_server.url}/upphandlingar/{procurement.id}/", procurement


def issue(page: Page, address: str, number: int) -> None:
    page.goto(address + "dokument/")
    page.get_by_role("link", name=f"Fastställ utgåva {number}").click()
    page.get_by_label("Vem har beslutat?").fill("Karin Holm, it-chef")
    page.get_by_role("button", name=f"Fastställ utgåva {number}").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Utgåva {number}")


def is_whole(page: Page) -> None:
    """On a phone and on a desk, with everything unfolded."""
    for width in (320, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        unfold(page)
        fits(page, width)
        has_no_faults(page, colours=width == 1440)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_edition_comes_while_one_waits_and_the_next_says_what_is_new(
    browser: Browser, portal: tuple[str, Procurement], worker: Event, scripts: bool
) -> None:
    address, procurement = portal
    context = browser.new_context(locale="sv-SE", java_script_enabled=scripts, accept_downloads=True)
    page = context.new_page()
    sign_in(page, address, procurement)
    if scripts:
        for path in ("utgavor/", "utgavor/faststall/"):
            page.goto(address + path)
            is_whole(page)
    issue(page, address, 1)
    expect(page.get_by_role("status")).to_contain_text("0 av 4 handlingar är klara")
    if scripts:
        is_whole(page)
    worker.set()
    # Without scripts the page asks by itself, every fifth second.
    expect(page.get_by_role("heading", name="Så kom den till")).to_be_visible(timeout=120_000)
    with page.expect_download() as started:
        page.get_by_role("link", name="Hämta allt för arkivet").click()
    packed = zipfile.ZipFile(io.BytesIO(Path(started.value.path()).read_bytes()))
    assert started.value.suggested_filename == "utgava-1.zip" and packed.testzip() is None
    listed = {file["name"] for file in json.loads(packed.read("manifest.json"))["files"]}
    assert listed == set(packed.namelist()) - {"manifest.json"}
    if not scripts:
        context.close()
        return

    owner = procurement.authority.members.get().user
    save(procurement_id=procurement.id, changes={"publish_hours": 48}, expected_revision=1, by=owner)
    page.goto(address)
    expect(page.get_by_text("Utkastet är ändrat sedan dess")).to_be_visible()
    issue(page, address, 2)
    expect(page.get_by_role("heading", name="Ändringar sedan utgåva 1")).to_be_visible(timeout=120_000)
    expect(page.locator("ins", has_text="48").first).to_be_visible()
    is_whole(page)
    context.close()
