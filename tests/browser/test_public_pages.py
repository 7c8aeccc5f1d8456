"""The public pages as they are seen: on any screen, in any colours, with the keyboard, and without scripts."""

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from procurement.models import User
from tests.browser.sight import fits, has_no_faults, unfold

PATHS = [
    "/", "/varfor-oppen-kod/", "/tillganglighet/",
    "/bibliotek/", "/bibliotek/?q=licensen&slag=contract_term", "/bibliotek/PC-CODE-02/", "/bibliotek/lagrum/",
]  # fmt: skip
SCREENS = {
    "phone": {"viewport": {"width": 360, "height": 780}},
    "desk": {"viewport": {"width": 1440, "height": 900}},
    "dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
}


@pytest.fixture
def site(live_server: LiveServer) -> str:
    """The site, once somebody has set it up."""
    User.objects.create_user("anna@sjovalla.example")
    return live_server.url


# In the dark only the colours are others, and the long lists have those of every list.
SEEN = [
    (path, screen) for path in PATHS for screen in SCREENS if screen != "dark" or path not in PATHS[-4:-3] + PATHS[-1:]
]


@pytest.mark.parametrize(("path", "screen"), SEEN)
def test_no_accessibility_fault_is_found(browser: Browser, site: str, path: str, screen: str) -> None:
    context = browser.new_context(**SCREENS[screen])
    page = context.new_page()
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    page.on("console", note)
    page.goto(site + path)
    assert complaints == []  # above all: nothing that the content security policy refused
    unfold(page)
    has_no_faults(page, colours=screen != "phone")
    context.close()


@pytest.mark.parametrize("width", [320, 360, 768, 992, 1440])
@pytest.mark.parametrize("path", PATHS)
def test_nothing_has_to_be_scrolled_sideways(page: Page, site: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site + path)
    fits(page, width)


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
