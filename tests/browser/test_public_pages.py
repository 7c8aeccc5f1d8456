"""The public pages as they are seen: on any screen, in any colours, with the keyboard, and without scripts."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from procurement.models import User
from tests.browser.sight import fits, has_no_faults_in_the_dark, is_whole

PATHS = [
    "/", "/varfor-oppen-kod/", "/tillganglighet/",
    "/bibliotek/", "/bibliotek/?q=licensen&slag=contract_term", "/bibliotek/PC-CODE-02/", "/bibliotek/lagrum/",
]  # fmt: skip


@pytest.fixture
def site(live_server: LiveServer) -> str:
    """The site, once somebody has set it up."""
    User.objects.create_user("anna@sjovalla.example")
    return live_server.url


@pytest.mark.parametrize("path", PATHS)
def test_a_page_fits_every_screen_and_has_no_accessibility_faults(page: Page, site: str, path: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.goto(site + path)
    for width in (1440, 992, 768, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        fits(page, width)
    is_whole(page)
    has_no_faults_in_the_dark(page)
    assert complaints == []  # above all: nothing that the content security policy refused


def test_a_link_to_a_section_of_law_opens_what_it_is_folded_in(page: Page, site: str) -> None:
    page.goto(f"{site}/bibliotek/lagrum/#lou-17-kap-1")
    expect(page.locator("#lou-17-kap-1")).to_be_in_viewport()
    expect(page.locator("#lou-16-kap-1")).to_be_hidden()


def test_the_start_page_is_one_screen_on_a_desk(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(site)
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.querySelector('main').getBoundingClientRect().bottom") <= 900


def test_the_first_key_leads_past_the_menu(page: Page, site: str) -> None:
    page.goto(site)
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Hoppa till innehållet")
    assert link.is_visible() and link.bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_what_can_be_pressed_is_large_enough(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(site)
    for link in page.locator("header a, main .btn").all():
        box = link.bounding_box()
        assert box and box["height"] >= 44, link.text_content()


def test_the_pages_ask_for_our_own_letters(page: Page, site: str) -> None:
    page.goto(site)
    page.evaluate("document.fonts.ready")
    assert page.evaluate("[...document.fonts].filter(font => font.status === 'loaded').length") >= 3
