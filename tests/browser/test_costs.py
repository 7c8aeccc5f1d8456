"""Who pays what, in a real browser: the authority chooses a key, a partner comes in by a link and sees that alone."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from procurement.models import Procurement, User
from tests import factory
from tests.browser.sight import BOTH_WAYS, has_no_faults_in_the_dark, is_whole


@pytest.fixture
def shared(person: User) -> Procurement:
    return factory.from_brief("bokning-sju-kommuner", by=person, lot_cap_sek=2_500_000)


@BOTH_WAYS
def test_a_key_is_chosen_and_a_partner_sees_what_it_leads_to_and_no_more(
    anna: Page, live_server: LiveServer, shared: Procurement
) -> None:
    anna.goto(f"{live_server.url}/upphandlingar/{shared.id}/")
    anna.get_by_role("link", name="Kostnadsfördelning").click()
    anna.get_by_label("Efter antal invånare").check()
    anna.get_by_role("button", name="Spara fördelningen").click()
    anna.get_by_role("link", name="Svara på frågan").first.click()
    anna.get_by_role("textbox", name="Hur många invånare har er egen organisation?").fill("31 000")
    anna.get_by_role("button", name="Spara och fortsätt").click()
    anna.goto(f"{live_server.url}/upphandlingar/{shared.id}/kostnader/")
    expect(anna.get_by_role("row", name="Norrfors kommun").first).to_contain_text("4 912 413 kr")

    anna.goto(f"{live_server.url}/upphandlingar/{shared.id}/dela/")
    anna.get_by_label("Vem är länken till?").fill("Norrfors kommun")
    anna.get_by_label("Bara se kostnadsfördelningen").check()
    anna.get_by_role("button", name="Skapa länken").click()
    address = anna.locator("#address").input_value()
    anna.context.clear_cookies()
    anna.goto(address)
    expect(anna.get_by_role("heading", name="Kostnadsfördelning", level=1)).to_be_visible()
    expect(anna.get_by_role("row", name="Norrfors kommun").first).to_contain_text("4 912 413 kr")
    expect(anna.get_by_role("button", name="Spara fördelningen")).to_have_count(0)
    for hidden in ("", "steg/samverkan/", "delkontrakt/", "granska/", "dokument/", "svar.json"):
        answer = anna.goto(f"{live_server.url}/upphandlingar/{shared.id}/{hidden}")
        assert answer and answer.status == 404, hidden


def test_the_page_fits_and_has_no_accessibility_faults(
    anna: Page, live_server: LiveServer, shared: Procurement
) -> None:
    anna.goto(f"{live_server.url}/upphandlingar/{shared.id}/kostnader/")
    is_whole(anna)
    has_no_faults_in_the_dark(anna)
