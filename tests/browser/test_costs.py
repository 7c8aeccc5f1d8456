"""Who pays what, in a real browser: the authority chooses a key, a partner comes in by a link and sees that alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from procurement import content
from procurement.domain import brief as briefs
from procurement.models import Procurement
from tests import factory
from tests.browser.sight import fits, has_no_faults, unfold

PASSWORD = "en lång mening att minnas"


@pytest.fixture
def shared(transactional_db: None) -> Procurement:
    person = factory.member("Anna", of=factory.authority(), is_admin=True)
    person.set_password(PASSWORD)
    person.save()
    path = content.FIXTURES / "briefs" / "bokning-sju-kommuner.yaml"
    brief = briefs.parse(path.read_text("utf-8"), content.library()) | {"lot_cap_sek": 2_500_000}
    return factory.procurement(of=person.memberships.get().authority, by=person, **brief)


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(locale="sv-SE", java_script_enabled=request.param)
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def sign_in(page: Page, live_server: LiveServer, procurement: Procurement) -> None:
    page.goto(f"{live_server.url}/logga-in/")
    page.get_by_label("E-postadress").fill(procurement.authority.members.get().user.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()


def test_a_key_is_chosen_and_a_partner_sees_what_it_leads_to_and_no_more(
    page: Page, live_server: LiveServer, shared: Procurement
) -> None:
    sign_in(page, live_server, shared)
    page.goto(f"{live_server.url}/upphandlingar/{shared.id}/")
    page.get_by_role("link", name="Kostnadsfördelning").click()
    page.get_by_label("Efter antal invånare").check()
    page.get_by_role("button", name="Spara fördelningen").click()
    page.get_by_role("link", name="Svara på frågan").first.click()
    page.get_by_role("textbox", name="Hur många invånare har er egen organisation?").fill("31 000")
    page.get_by_role("button", name="Spara och fortsätt").click()
    page.goto(f"{live_server.url}/upphandlingar/{shared.id}/kostnader/")
    expect(page.get_by_role("row", name="Norrfors kommun").first).to_contain_text("4 912 413 kr")

    page.goto(f"{live_server.url}/upphandlingar/{shared.id}/dela/")
    page.get_by_label("Vem är länken till?").fill("Norrfors kommun")
    page.get_by_label("Bara se kostnadsfördelningen").check()
    page.get_by_role("button", name="Skapa länken").click()
    address = page.locator("#address").input_value()
    page.context.clear_cookies()
    page.goto(address)
    expect(page.get_by_role("heading", name="Kostnadsfördelning", level=1)).to_be_visible()
    expect(page.get_by_role("row", name="Norrfors kommun").first).to_contain_text("4 912 413 kr")
    expect(page.get_by_role("button", name="Spara fördelningen")).to_have_count(0)
    for hidden in ("", "steg/samverkan/", "delkontrakt/", "granska/", "dokument/", "svar.json"):
        answer = page.goto(f"{live_server.url}/upphandlingar/{shared.id}/{hidden}")
        assert answer and answer.status == 404, hidden


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_and_has_no_accessibility_faults(
    browser: Browser, live_server: LiveServer, shared: Procurement, scheme: str
) -> None:
    context = browser.new_context(locale="sv-SE", color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, live_server, shared)
    for width in (320, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{live_server.url}/upphandlingar/{shared.id}/kostnader/")
        fits(page, width)
        unfold(page)
        has_no_faults(page, colours=width == 1440)
    context.close()
