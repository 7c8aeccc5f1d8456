"""The planning page in a real browser: two purchases read from their files and divided, with scripts and without."""

import zipfile
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from procurement import content
from procurement.models import Procurement
from tests.browser.sight import BOTH_WAYS, look_over
from tests.worker import Press

# The brief, a module and the one that is moved after it, each to the next lot.
PLANS = pytest.mark.parametrize(
    ("brief", "lots", "first", "second"),
    [("skolplattform", 5, "migrering", "bedomning"), ("bokning-sju-kommuner", 2, "sasong", "tillganglighet")],
)


def open_plan(page: Page, url: str, brief: str) -> None:
    page.goto(f"{url}/upphandlingar/fran-fil/")
    page.locator("input[type=file]").set_input_files(content.FIXTURES / "briefs" / f"{brief}.yaml")
    page.locator("main form button[type=submit]").click()
    page.get_by_role("link", name="Delkontrakt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Delkontrakt")


def lot_of(page: Page, piece: str) -> int:
    card = page.locator("li[data-lot]").filter(has=page.locator(f"[data-piece='{piece}']"))
    return int(card.get_attribute("data-lot") or 0)


def move(page: Page, piece: str, to: int, scripts: bool) -> None:
    """One lot later: by the keys where there is a script, else by choosing in the list and pressing the button."""
    summary = page.locator(f"[id='del-{piece}'] > summary")
    summary.focus()
    if scripts:
        page.keyboard.press("Alt+ArrowDown")
        return
    page.keyboard.press("Enter")
    choice = page.locator(f"select[name='to:{piece}']")
    choice.select_option(str(to))
    choice.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def download_lot(page: Page, number: int, worker: Event) -> None:
    """The set of one lot, from its card to the ZIP in the hand, and back to the plan."""
    plan = page.url
    page.get_by_role("link", name=f"Delkontraktets egna bilagor för delkontrakt {number}").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Delkontrakt {number}: ")
    worker.set()
    expect(page.get_by_role("status")).to_contain_text("Alla 6 dokument är klara", timeout=60_000)
    with page.expect_download() as started:
        page.get_by_role("link", name="Hämta alla").click()
    papers = [name for name in zipfile.ZipFile(started.value.path()).namelist() if name.endswith(".pdf")]
    assert len(papers) == 6 and all(name.startswith(f"delkontrakt-{number}-") for name in papers)
    page.goto(plan)


def cards(page: Page) -> Locator:
    return page.locator("li[data-lot]:not(.lot-new)")


@BOTH_WAYS
@PLANS
def test_a_purchase_is_divided_moved_and_undone_from_the_keyboard(
    anna: Page,
    live_server: LiveServer,
    worker: Event,
    press: Press,
    scripts: bool,
    brief: str,
    lots: int,
    first: str,
    second: str,
) -> None:
    errors: list[str] = []
    anna.on("pageerror", lambda error: errors.append(str(error)))
    open_plan(anna, live_server.url, brief)
    expect(cards(anna)).to_have_count(lots)
    expect(anna.get_by_role("heading", name="Kalender")).to_be_visible()
    expect(anna.get_by_role("region", name="Tidslinje")).to_be_visible()
    status, undo = anna.get_by_role("status"), anna.locator("#angra")
    before: Any = {piece: lot_of(anna, piece) for piece in (first, second)}
    look_over(anna, scripts)

    for piece in (first, second):
        there = before[piece] + 1
        name = anna.locator(f"[id='del-{piece}'] .piece-name").text_content()
        move(anna, piece, there, scripts)
        expect(status).to_contain_text(f"{name} ligger nu i delkontrakt {there}.")
        expect(status).to_contain_text(f"Delkontrakt {there}: ")
        assert lot_of(anna, piece) == there
        if scripts:
            expect(anna.locator(f"[id='del-{piece}'] > summary")).to_be_focused()
    look_over(anna, scripts)
    download_lot(anna, lots, worker)

    undo.focus()
    anna.keyboard.press("Enter")
    expect(status).to_contain_text("Senaste ändringen är ångrad")
    assert (lot_of(anna, first), lot_of(anna, second)) == (before[first] + 1, before[second])
    undo.focus()
    anna.keyboard.press("Enter")
    expect(undo).to_have_count(0)
    assert lot_of(anna, first) == before[first]
    assert "lots" not in Procurement.objects.get().brief
    assert errors == []


def test_a_module_is_dragged_and_what_is_half_written_stays(anna: Page, live_server: LiveServer) -> None:
    open_plan(anna, live_server.url, "skolplattform")
    anna.set_viewport_size({"width": 1280, "height": 3600})
    anna.locator("#ny-modul > summary").click()
    anna.locator("[name='new-name']").fill("Öppna data")
    anna.locator("#mer-3 > summary").click()
    anna.locator("[name='name:3']").fill("Grunden")
    anna.locator("[data-piece='granskning']").drag_to(anna.locator("li[data-lot='3']"))
    expect(anna.get_by_role("status")).to_contain_text("ligger nu i delkontrakt 3.")
    assert lot_of(anna, "granskning") == 3
    expect(anna.locator("[name='new-name']")).to_have_value("Öppna data")
    expect(anna.locator("[name='new-name']")).to_be_visible()
    expect(anna.locator("li[data-lot='3'] h3")).to_contain_text("Grunden")
    line = anna.locator(".plan-said")
    line.get_by_role("button", name="Ångra").click()
    expect(anna.get_by_role("status")).to_contain_text("Senaste ändringen är ångrad")
    assert lot_of(anna, "granskning") == 5
    expect(line.get_by_role("button", name="Ångra")).to_be_hidden()
    line.get_by_role("button", name="Stäng").click()
    expect(anna.get_by_role("status")).to_have_text("")
    expect(anna.locator("#board-title")).to_be_focused()


@BOTH_WAYS
def test_two_divisions_are_compared_and_a_module_added(anna: Page, live_server: LiveServer, scripts: bool) -> None:
    open_plan(anna, live_server.url, "skolplattform")
    move(anna, "migrering", 4, scripts)
    expect(anna.get_by_role("status")).to_contain_text("ligger nu i")
    anna.get_by_role("link", name="Jämför två uppdelningar").click()
    shown = anna.get_by_role("region", name="Jämförelse")
    expect(shown.get_by_role("row", name="Datamigrering")).to_contain_text("delkontrakt 4")
    look_over(anna, scripts)
    anna.locator("#ny-modul > summary").click()
    anna.locator("[name='new-name']").fill("Öppna data")
    anna.get_by_role("button", name="Lägg till modulen").click()
    expect(anna.locator(".error-summary")).to_contain_text("Vi behöver modulens behov")
    look_over(anna, scripts)
    if not anna.locator("[name='new-need']").is_visible():
        anna.locator("#ny-modul > summary").click()
    anna.locator("[name='new-need']").fill("se hur det går")
    anna.locator("[name='new-cost_sek']").fill("300 000")
    anna.locator("[name='new-lot']").select_option("1")
    anna.get_by_role("button", name="Lägg till modulen").click()
    expect(anna.get_by_role("status")).to_contain_text("Öppna data ligger nu i delkontrakt 1.")
    expect(shown).to_be_visible()


def test_a_picture_wider_than_the_screen_says_so_and_is_scrolled_by_keys(anna: Page, live_server: LiveServer) -> None:
    open_plan(anna, live_server.url, "skolplattform")
    hints = anna.locator(".picture-hint")
    expect(hints.first).to_be_hidden()
    anna.set_viewport_size({"width": 360, "height": 800})
    assert [hint.is_visible() for hint in hints.all()] == [True, True]
    picture = anna.get_by_role("region", name="Tidslinje")
    picture.evaluate("box => box.addEventListener('scroll', () => box.dataset.moved = box.scrollLeft > 0)")
    picture.focus()
    anna.keyboard.press("ArrowRight")
    expect(picture).to_have_attribute("data-moved", "true")
