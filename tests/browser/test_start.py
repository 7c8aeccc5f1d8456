"""The site opens in a real browser and asks nobody else for anything."""

from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer


def test_the_start_page_loads_from_its_own_host_alone(page: Page, live_server: LiveServer) -> None:
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)

    response = page.goto(live_server.url)

    assert response is not None and response.ok
    assert page.locator("html").get_attribute("lang") == "sv"
    assert page.locator("h1").count() == 1
    assert [url for url in asked if not url.startswith(live_server.url)] == []
    assert errors == []
