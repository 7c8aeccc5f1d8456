"""A draft shared by link: who comes in, what they may do, until when, and that the address stays a secret."""

import hashlib
import logging
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from procurement.log import redact
from procurement.models import Procurement, ShareLink, User
from procurement.services import delete, revoke
from tests import factory

Browser = Callable[[User], Client]
Guest = Callable[[str], Client]


def new_link(browser: Client, draft: Procurement, **given: str) -> object:
    form = {"name": "Jurist", "right": "read", "duration": "30"} | given
    return browser.post(f"/upphandlingar/{draft.id}/dela/", form)


# Making one


def test_the_address_is_shown_once(anna: User, draft: Procurement, signed_in: Browser) -> None:
    browser = signed_in(anna)
    answer = new_link(browser, draft)
    address = answer.context["address"]
    assert f'value="{address}"' in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    again = browser.get(f"/upphandlingar/{draft.id}/dela/").content.decode()
    assert "Jurist" in again and address not in again


def test_of_the_secret_only_a_digest_is_kept(draft: Procurement) -> None:
    link, address = factory.link(draft)
    token = address.split("/")[2]
    assert len(token) == 43, "32 random bytes, 256 bits"
    assert link.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert not any(token in str(value) for value in ShareLink.objects.values_list().get())


@pytest.mark.parametrize(("duration", "days"), [("7", 7), ("30", 30), ("90", 90)])
def test_a_link_ends_with_its_last_day(
    anna: User, draft: Procurement, signed_in: Browser, duration: str, days: int
) -> None:
    new_link(signed_in(anna), draft, duration=duration)
    link = draft.links.get()
    assert link.last_day == timezone.localdate() + timedelta(days=days)
    midnight = timezone.localtime(link.expires_at)
    assert (midnight.date(), midnight.hour) == (link.last_day + timedelta(days=1), 0)


def test_a_link_may_end_on_a_date_that_is_neither_past_nor_far(
    anna: User, draft: Procurement, signed_in: Browser
) -> None:
    browser, today = signed_in(anna), timezone.localdate()
    for last_day in ("", str(today - timedelta(days=1)), str(today + timedelta(days=367)), "i morgon"):
        answer = new_link(browser, draft, duration="date", last_day=last_day)
        assert 'href="#id_last_day"' in answer.content.decode()
    new_link(browser, draft, duration="date", last_day=str(today))
    assert draft.links.get().is_open(timezone.now())


def test_a_link_without_a_name_or_an_end_is_not_made(anna: User, draft: Procurement, signed_in: Browser) -> None:
    for missing in ("name", "right", "duration"):
        said = new_link(signed_in(anna), draft, **{missing: ""}).content.decode()
        assert f"#id_{missing}" in said and ("Skriv vem som får länken." in said) == (missing == "name")
    assert not draft.links.exists()


# Coming in by one


def test_a_guest_comes_in_without_an_account_and_the_secret_leaves_the_address_bar(draft: Procurement) -> None:
    _, address = factory.link(draft)
    browser = Client()
    answer = browser.get(address)
    assert answer.headers["Location"] == f"/upphandlingar/{draft.id}/"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert browser.get(f"/upphandlingar/{draft.id}/").status_code == 200


def test_a_guest_sees_which_link_what_right_and_until_when(draft: Procurement, guest: Guest) -> None:
    for may_write, right in ((False, "läsa men inte ändra"), (True, "läsa och skriva")):
        link, address = factory.link(draft, name="Referensgruppen", may_write=may_write)
        shown = guest(address).get(f"/upphandlingar/{draft.id}/").content.decode()
        assert "Referensgruppen" in shown and right in shown
        assert f'"{link.last_day}"' in shown


def test_a_guest_whose_link_closes_meanwhile_is_told_to_copy_what_was_typed(draft: Procurement, guest: Guest) -> None:
    link, address = factory.link(draft, may_write=True)
    browser = guest(address)
    link.revoked_at = link.created
    link.save()
    step = f"/upphandlingar/{draft.id}/steg/behov/"
    said = [answer.content.decode() for answer in (browser.get(step), browser.post(step, {"problem": "Köer"}))]
    assert ["inte sparat. Gå tillbaka" in text for text in said] == [False, True]


def test_a_guest_neither_shares_nor_throws_away(draft: Procurement, guest: Guest) -> None:
    browser = guest(factory.link(draft, may_write=True)[1])
    assert browser.get(f"/upphandlingar/{draft.id}/dela/").status_code == 403
    assert browser.post(f"/upphandlingar/{draft.id}/ta-bort/").status_code == 403
    assert "dela/" not in browser.get(f"/upphandlingar/{draft.id}/").content.decode()


def test_one_browser_can_hold_several_links(draft: Procurement, guest: Guest) -> None:
    other = factory.procurement()
    browser = guest(factory.link(draft)[1])
    browser.get(factory.link(other)[1])
    for procurement in (draft, other):
        assert browser.get(f"/upphandlingar/{procurement.id}/").status_code == 200


def test_a_guest_who_logs_in_keeps_what_they_were_shown(cia: User, draft: Procurement, guest: Guest) -> None:
    browser = guest(factory.link(draft)[1])
    cia.set_password("sju sjöar i Norrfors")
    cia.save()
    browser.post("/logga-in/", {"username": cia.email, "password": "sju sjöar i Norrfors"})
    assert browser.get(f"/upphandlingar/{draft.id}/").status_code == 200
    browser.post("/logga-ut/")
    assert browser.get(f"/upphandlingar/{draft.id}/").status_code == 302


# The door shut again


def test_revoking_puts_out_the_guest_who_is_inside(
    anna: User, draft: Procurement, signed_in: Browser, guest: Guest
) -> None:
    link, address = factory.link(draft)
    inside = guest(address)
    signed_in(anna).post(f"/upphandlingar/{draft.id}/dela/{link.id}/aterkalla/")
    answer = inside.get(f"/upphandlingar/{draft.id}/")
    assert answer.status_code == 410
    assert "Länken går inte att öppna" in answer.content.decode()
    assert Client().get(address).status_code == 404


def test_an_unknown_expired_or_revoked_link_says_what_to_do(draft: Procurement) -> None:
    expired, revoked, deleted = (factory.link(procurement) for procurement in (draft, draft, factory.procurement()))
    ShareLink.objects.filter(id=expired[0].id).update(expires_at=timezone.now())
    revoke(link=revoked[0])
    delete(procurement_id=deleted[0].procurement_id)
    for address in ("/d/gissat/", expired[1], revoked[1], deleted[1]):
        answer = Client().get(address)
        assert answer.status_code == 404
        assert "Be den som skickade länken" in answer.content.decode()
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_another_procurements_link_cannot_be_revoked_through_ones_own(
    anna: User, draft: Procurement, signed_in: Browser
) -> None:
    theirs, _ = factory.link(factory.procurement())
    assert signed_in(anna).post(f"/upphandlingar/{draft.id}/dela/{theirs.id}/aterkalla/").status_code == 404
    theirs.refresh_from_db()
    assert theirs.revoked_at is None


# The secret stays secret


@pytest.fixture
def log() -> StringIO:
    """What the installation writes to its log."""
    written = StringIO()
    handlers = [handler for name in ("django", "") for handler in logging.getLogger(name).handlers]
    streams = [handler for handler in handlers if type(handler) is logging.StreamHandler]
    assert streams
    before = [handler.setStream(written) for handler in streams]
    yield written
    for handler, stream in zip(streams, before, strict=True):
        handler.setStream(stream)


def test_the_secret_is_in_no_log(draft: Procurement, log: StringIO) -> None:
    link, address = factory.link(draft)
    revoke(link=link)
    token = address.split("/")[2]
    Client().get(address)
    logging.getLogger("django.server").info('"%s" %s %s', f"GET {address} HTTP/1.1", 302, 0)
    logging.getLogger("gunicorn.access").error(
        "%(r)s %(f)s", {"r": f"GET {address}", "f": f"https://krav.example{address}"}
    )
    assert "Not Found: /d/…" in log.getvalue()
    assert log.getvalue().count("/d/…") == 4
    assert token not in log.getvalue()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("GET /d/hemligt/ HTTP/1.1", "GET /d/…/ HTTP/1.1"),
        ("GET /d/hemligt HTTP/1.1", "GET /d/… HTTP/1.1"),
        ("GET /d/hemligt?a=b HTTP/1.1", "GET /d/…?a=b HTTP/1.1"),
        ("https://krav.example/d/hemligt/", "https://krav.example/d/…/"),
        ("/logga-in/?next=/d/hemligt/", "/logga-in/?next=/d/…/"),
        ("/logga-in/?next=%2Fd%2Fhemligt%2F", "/logga-in/?next=%2Fd%2F…%2F"),
        ("/upphandlingar/1/dela/", "/upphandlingar/1/dela/"),
    ],
)
def test_a_log_line_tells_the_path_without_the_secret(line: str, told: str) -> None:
    assert redact(line) == told


def test_the_secret_is_on_no_page_and_in_no_session(draft: Procurement, guest: Guest) -> None:
    link, address = factory.link(draft)
    token = address.split("/")[2]
    browser = guest(address)
    for path in ("", "historik/"):
        assert token not in browser.get(f"/upphandlingar/{draft.id}/{path}").content.decode()
    revoke(link=link)
    assert token not in Client().get(address).content.decode()
    assert not any(token in str(session.get_decoded()) for session in Session.objects.all())


def test_no_page_runs_or_fetches_anything_that_is_not_our_own_file(draft: Procurement, guest: Guest) -> None:
    policy = guest(factory.link(draft)[1]).get(f"/upphandlingar/{draft.id}/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy
