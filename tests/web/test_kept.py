"""What was typed is there still when the login has run out meanwhile."""

import pytest
from django.test import Client
from lxml import html

from procurement.models import Procurement, User
from tests import factory

PASSWORD = "sju sjöar i Norrfors"
TYPED = {"revision": "1", "title": "Flis", "problem": 'Ingen "svarar" på <b>telefon</b>.\nRad två.', "go": "stay"}


@pytest.fixture
def address(anna: User, draft: Procurement) -> str:
    anna.set_password(PASSWORD)
    anna.save()
    return f"/upphandlingar/{draft.id}/steg/behov/"


def hidden(sent: bytes) -> dict[str, str]:
    """What the page's own form would send, but for what one types in it."""
    inputs = html.fromstring(sent).findall(".//main//form//input[@type='hidden']")
    return {field.get("name", ""): field.get("value", "") for field in inputs}


def test_what_was_sent_after_the_login_ran_out_is_saved_after_the_next(
    anna: User, draft: Procurement, address: str
) -> None:
    browser = Client()
    asked = browser.post(address, TYPED)
    assert asked.status_code == 401 and "logga in, så får du spara det" in asked.content.decode()

    # Also where the password is wrong the first time.
    login = {**hidden(asked.content), "username": anna.email}
    wrong = browser.post("/logga-in/", {**login, "password": "fel"})
    offered = browser.post("/logga-in/", {**hidden(wrong.content), "username": anna.email, "password": PASSWORD})
    assert html.fromstring(offered.content).find(".//main//form").get("action") == address
    again = hidden(offered.content)
    assert {name: again[name] for name in TYPED} == TYPED

    assert browser.post(address, again).status_code == 302
    draft.refresh_from_db()
    assert draft.brief["problem"] == 'Ingen "svarar" på <b>telefon</b>.\nRad två.'


def test_what_was_sent_from_a_page_older_than_the_login_can_be_sent_again(
    anna: User, draft: Procurement, address: str
) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(anna)
    own = {"Origin": "http://testserver"}
    refused = browser.post(address, TYPED, headers=own)
    assert refused.status_code == 403
    assert browser.post(address, hidden(refused.content), headers=own).status_code == 302
    draft.refresh_from_db()
    assert "Ingen" in draft.brief["problem"]


@pytest.mark.parametrize("origin", [{}, {"Origin": "https://fiske.example"}, {"Origin": "null"}])
def test_what_another_site_sends_is_never_offered(anna: User, address: str, origin: dict[str, str]) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(anna)
    refused = browser.post(address, TYPED, headers=origin)
    assert refused.status_code == 403
    assert hidden(refused.content) == {}


def test_no_password_is_kept_in_a_page(db: None, anna: User) -> None:
    asked = Client().post("/losenord/", {"password": "hemligt ord", "next": "/"})
    assert asked.status_code == 401 and "hemligt ord" not in asked.content.decode()


@pytest.mark.parametrize(
    "kept", ["", "{}", '[["title"]]', '[["title", 3]]', "[", pytest.param("[" * 100_000, id="deep")]
)
def test_what_cannot_be_read_leads_on_as_any_login(address: str, anna: User, kept: str) -> None:
    sent = {"username": anna.email, "password": PASSWORD, "next": address, "kept": kept}
    assert Client().post("/logga-in/", sent).headers["Location"] == address


def test_two_windows_may_both_ask_one_to_log_in(anna: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(anna)
    answer = browser.post("/logga-in/", {"username": anna.email}, headers={"Origin": "http://testserver"})
    assert answer.headers["Location"] == "/upphandlingar/"


def test_who_is_logged_out_already_logs_out_without_logging_in(db: None) -> None:
    factory.authority("Sjövalla kommun")
    assert Client().post("/logga-ut/").status_code == 302
