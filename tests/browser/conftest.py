"""A real Chromium, shared by the browser tests."""

import os
from collections.abc import Iterator
from threading import Event, Thread

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from procurement.models import User
from tests import factory
from tests.worker import Press, run_queue

# What an assertion there compared is told, as in a module of tests.
pytest.register_assert_rewrite("tests.browser.sight")

# Playwright keeps an event loop running in this thread, and Django then refuses to touch the database from it.
# The tests here are synchronous all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# Root may not use Chromium's sandbox; the rest keeps it from calling its maker.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def scripts() -> bool:
    """Whether the browser runs scripts, where a test does not try both."""
    return True


@pytest.fixture
def page(browser: Browser, scripts: bool) -> Iterator[Page]:
    """A page in a browser that knows nothing of the tests before, in Swedish."""
    context = browser.new_context(
        locale="sv-SE", java_script_enabled=scripts, viewport={"width": 1280, "height": 900}, accept_downloads=True
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


@pytest.fixture
def person(live_server: LiveServer) -> User:
    """Anna, who decides at her authority."""
    return factory.member("Anna", of=factory.authority(), is_admin=True)


@pytest.fixture
def anna(page: Page, live_server: LiveServer, person: User) -> Page:
    """Anna's browser, logged in. The form is tried in test_wizard: a password takes a second to try."""
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    return page


@pytest.fixture
def press(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Press:
    """For whom it is enough that there are files. The real press is tried in test_wizard and in test_editions."""
    return Press(monkeypatch)


@pytest.fixture
def worker(live_server: LiveServer) -> Iterator[Event]:
    """A worker that begins when its event is set, in a thread of the test's own."""
    begin, end = Event(), Event()

    def work() -> None:
        begin.wait(60)
        while not end.is_set():
            run_queue()
            end.wait(0.2)
        connection.close()

    thread = Thread(target=work)
    thread.start()
    yield begin
    end.set()
    begin.set()
    thread.join(60)
