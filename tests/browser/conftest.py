"""A real Chromium, shared by the browser tests."""

import os
from collections.abc import Iterator
from threading import Event, Thread

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.worker import run_queue

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
def page(browser: Browser) -> Iterator[Page]:
    """A page in a browser that knows nothing of the tests before, in Swedish."""
    context = browser.new_context(locale="sv-SE", accept_downloads=True)
    yield context.new_page()
    context.close()


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
