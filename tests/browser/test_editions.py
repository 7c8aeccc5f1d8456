"""An edition is issued in a real browser with the worker's own work, and the next one says what is new."""

import io
import json
import zipfile
from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from procurement.models import Procurement, User
from procurement.services import save
from tests import factory
from tests.browser.sight import BOTH_WAYS, is_whole


@pytest.fixture
def portal(person: User) -> Procurement:
    """A direct award, of which nothing is missing. It has the fewest documents."""
    return factory.from_brief("oppna-data", by=person, reuse_search="Inga passar.")


def issue(page: Page, address: str, number: int) -> None:
    page.goto(address + "dokument/")
    page.get_by_role("link", name=f"Fastställ utgåva {number}").click()
    page.get_by_label("Vem har beslutat?").fill("Karin Holm, it-chef")
    page.get_by_role("button", name=f"Fastställ utgåva {number}").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Utgåva {number}")


@BOTH_WAYS
def test_an_edition_comes_while_one_waits_and_the_next_says_what_is_new(
    anna: Page, live_server: LiveServer, portal: Procurement, person: User, worker: Event, scripts: bool
) -> None:
    address = f"{live_server.url}/upphandlingar/{portal.id}/"
    if scripts:
        for path in ("utgavor/", "utgavor/faststall/"):
            anna.goto(address + path)
            is_whole(anna)
    issue(anna, address, 1)
    expect(anna.get_by_role("status")).to_contain_text("0 av 4 handlingar är klara")
    if scripts:
        is_whole(anna)
    worker.set()
    # Without scripts the page asks by itself, every fifth second.
    expect(anna.get_by_role("heading", name="Så kom den till")).to_be_visible(timeout=120_000)
    with anna.expect_download() as started:
        anna.get_by_role("link", name="Hämta allt för arkivet").click()
    packed = zipfile.ZipFile(io.BytesIO(Path(started.value.path()).read_bytes()))
    assert started.value.suggested_filename == "utgava-1.zip" and packed.testzip() is None
    listed = {file["name"] for file in json.loads(packed.read("manifest.json"))["files"]}
    assert listed == set(packed.namelist()) - {"manifest.json"}
    if not scripts:
        return

    save(procurement_id=portal.id, changes={"publish_hours": 48}, expected_revision=1, by=person)
    anna.goto(address)
    expect(anna.get_by_text("Utkastet är ändrat sedan dess")).to_be_visible()
    issue(anna, address, 2)
    expect(anna.get_by_role("heading", name="Ändringar sedan utgåva 1")).to_be_visible(timeout=120_000)
    expect(anna.locator("ins", has_text="48").first).to_be_visible()
    is_whole(anna)
