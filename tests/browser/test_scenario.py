"""The slider of another cap: dragged, by keyboard and without scripts."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from procurement.models import Procurement, User
from tests import factory
from tests.browser.sight import BOTH_WAYS, look_over


@pytest.fixture
def trying(anna: Page, live_server: LiveServer, person: User) -> Page:
    """Anna's browser, on the page where another cap for her school platform is tried."""
    school = factory.from_brief("skolplattform", by=person)
    anna.goto(f"{live_server.url}/upphandlingar/{school.id}/delkontrakt/")
    anna.get_by_role("link", name="Pröva ett annat tak").click()
    return anna


@BOTH_WAYS
def test_a_cap_is_tried_by_keyboard_and_then_used(trying: Page, scripts: bool) -> None:
    expect(trying.get_by_role("heading", name="Så är det nu")).to_be_visible()
    slider = trying.get_by_role("slider", name="Tak för ett delkontrakt")
    trying.get_by_text("Vem kan vara med?").click()
    slider.focus()
    for _ in range(5):
        slider.press("ArrowLeft")
    if scripts:
        expect(slider).to_have_attribute("aria-valuetext", "5 miljoner kronor")
        expect(trying.get_by_role("status").filter(has_text="Tak fem miljoner: nio delkontrakt")).to_be_attached()
        # The slider is not exchanged while it is used.
        expect(slider).to_be_focused()
        assert "tak=5" in trying.url
        expect(trying.get_by_text("Delkontrakten med tak 5 000 000 kr")).to_be_visible()
    else:
        trying.get_by_role("button", name="Visa vad det leder till").click()
    found = trying.get_by_role("row", name="Delkontrakt 5 9")
    expect(found).to_be_visible()
    trying.get_by_role("button", name="Använd det här taket").click()
    expect(trying.get_by_text("Taket för ett delkontrakt är nu 5 000 000 kr")).to_be_visible()
    assert Procurement.objects.get().brief["lot_cap_sek"] == 5_000_000


@BOTH_WAYS
def test_the_page_is_whole_on_a_narrow_screen_and_free_from_faults_of_access(trying: Page, scripts: bool) -> None:
    trying.goto(f"{trying.url.split('?')[0]}?tak=5")
    look_over(trying, scripts)
