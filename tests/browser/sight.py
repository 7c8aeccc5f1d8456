"""A page as people meet it: on a narrow screen, with everything unfolded, and read out by a program."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Level AAA for contrast too, since the look promises 7:1; what has 7:1 also has the 4.5:1 that level AA asks for.
LEVELS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BOTH_WAYS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
CONTRAST, WEAKER_CONTRAST = "color-contrast-enhanced", "color-contrast"


def look_over(page: Page, scripts: bool = True) -> None:
    """As someone with a screen of 1280 who reads at 400 % sees it, and as someone who listens hears it."""
    page.set_viewport_size({"width": 320, "height": 900})
    fits(page, 320)
    if scripts:
        unfold(page)
        fits(page, 320)
        has_no_faults(page)
        unfold(page, again=False)
    page.set_viewport_size({"width": 1280, "height": 900})


def is_whole(page: Page) -> None:
    """On a desk and on a phone, with everything unfolded."""
    for width in (1440, 320):
        page.set_viewport_size({"width": width, "height": 900})
        fits(page, width)
        unfold(page)
        fits(page, width)
        has_no_faults(page, colours=width == 1440)


def fits(page: Page, width: int) -> None:
    """Nothing has to be scrolled sideways. `width` is the window's, in CSS pixels."""
    _arrive(page)
    assert page.locator("html").evaluate("html => html.scrollWidth") <= width, page.url


def unfold(page: Page, again: bool = True) -> None:
    _arrive(page)
    page.evaluate("open => { for (const fold of document.querySelectorAll('main details')) fold.open = open }", again)


def has_no_faults(page: Page, colours: bool = True) -> None:
    """Nothing that axe knows to be a hindrance. Contrast is two thirds of its work, and the same at every width."""
    _arrive(page)
    rules = {WEAKER_CONTRAST: {"enabled": False}, CONTRAST: {"enabled": colours}}
    _has_none_of(page, {"runOnly": LEVELS, "rules": rules})


def _has_none_of(page: Page, faults_sought: dict[str, object]) -> None:
    # A colour on its way to another is neither.
    page.evaluate("() => Promise.allSettled(document.getAnimations().map(moving => moving.finished))")
    # What is right is not asked for: saying it takes longer than finding it.
    faults = Axe().run(page, options=faults_sought | {"resultTypes": ["violations"]}).response["violations"]
    assert [(page.url, fault["id"], [node["html"] for node in fault["nodes"]][:3]) for fault in faults] == []


def has_no_faults_in_the_dark(page: Page) -> None:
    """Nothing but the colours is another there."""
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 1280, "height": 900})
    _has_none_of(page, {"runOnly": [CONTRAST]})
    page.emulate_media(color_scheme="light")


def _arrive(page: Page) -> None:
    # What was pressed may have led to a page that has an address but no content yet.
    page.wait_for_load_state()
