"""The slider of another cap: dragged, by keyboard and without scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from procurement import content
from procurement.domain import brief as briefs
from procurement.models import Procurement
from tests import factory
from tests.browser.sight import fits, has_no_faults

PASSWORD = "en lång mening att minnas"


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def anna(browser: Browser, live_server: LiveServer, scripts: bool) -> Iterator[Page]:
    """Anna's browser, on the page where another cap for her school platform is tried."""
    person = factory.member("Anna", of=factory.authority(), is_admin=True)
    person.set_password(PASSWORD)
    person.save()
    brief = briefs.parse((content.FIXTURES / "briefs" / "skolplattform.yaml").read_text("utf-8"), content.library())
    school = factory.procurement(of=person.memberships.get().authority, by=person, **brief)
    context = browser.new_context(locale="sv-SE", java_script_enabled=scripts, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{live_server.url}/logga-in/")
    page.get_by_label("E-postadress").fill(person.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.goto(f"{live_server.url}/upphandlingar/{school.id}/delkontrakt/")
    page.get_by_role("link", name="Pröva ett annat tak").click()
    yield page
    context.close()


def test_a_cap_is_tried_by_keyboard_and_then_used(anna: Page, scripts: bool) -> None:
    expect(anna.get_by_role("heading", name="Så är det nu")).to_be_visible()
    slider = anna.get_by_role("slider", name="Tak för ett delkontrakt")
    slider.focus()
    for _ in range(5):
        slider.press("ArrowLeft")
    if scripts:
        expect(slider).to_have_attribute("aria-valuetext", "5 miljoner kronor")
        expect(anna.get_by_role("status").filter(has_text="Tak fem miljoner: nio delkontrakt")).to_be_attached()
        # The slider is not exchanged while it is used.
        expect(slider).to_be_focused()
        assert "tak=5" in anna.url
    else:
        anna.get_by_role("button", name="Visa vad det leder till").click()
    found = anna.get_by_role("row", name="Delkontrakt 5 9")
    expect(found).to_be_visible()
    anna.get_by_role("button", name="Använd det här taket").click()
    expect(anna.get_by_text("Taket för ett delkontrakt är nu 5 000 000 kr")).to_be_visible()
    assert Procurement.objects.get().brief["lot_cap_sek"] == 5_000_000


def test_the_page_is_whole_on_a_narrow_screen_and_free_from_faults_of_access(anna: Page, scripts: bool) -> None:
    anna.goto(f"{anna.url.split('?')[0]}?tak=5")
    anna.set_viewport_size({"width": 320, "height": 900})
    fits(anna, 320)
    if scripts:
        has_no_faults(anna)
