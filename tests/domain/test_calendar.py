"""The calendar: days of law counted from the contract start, on working days, and the user's own days first."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.domain import assemble, calendar, figures, regimes
from procurement.domain.calendar import Calendar
from procurement.domain.document import Figure
from procurement.domain.drawing import WIDTH, Box, Drawing, Line, Words, broken
from procurement.domain.lots import Lot, Part
from tests.domain.given import DAY, LIBRARY, REPEATABLE, brief, facts, module
from tests.domain.tree import table

EU: dict[str, Any] = {"budget_sek": 9_000_000, "term_months": 24}
NATIONAL: dict[str, Any] = {"budget_sek": 1_500_000, "term_months": 24}
DIRECT: dict[str, Any] = {"budget_sek": 500_000, "term_months": 24}
DIVIDED: dict[str, Any] = {
    "term_months": 24,
    "modules": [module("kärna", 9_000_000), module("app", 8_000_000, "kärna"), module("drift", 7_000_000, "app")],
}


def planned(start: str = "2027-08-02", on: date = DAY, **answers: Any) -> Calendar:
    found = calendar.planned(facts(on, contract_start=start, **answers))
    assert found
    return found


def days(found: Calendar) -> dict[str, date]:
    return {step.key: step.day for step in found.steps}


SMALL: dict[str, Any] = {
    "term_months": 24,
    "modules": [module("kärna", 9_000_000), module("app", 8_000_000, "kärna"), module("prov", 500_000)],
    "lots": [{"name": key, "modules": [key]} for key in ("prov", "kärna", "app")],
}  # fmt: skip


def test_lots_that_are_announced_together_share_their_days() -> None:
    assert planned(**DIVIDED).whose == "Delkontrakten annonseras tillsammans, så de här dagarna är gemensamma."
    assert planned(**EU).whose == "", "one contract shares with nobody"


def test_a_small_lot_that_is_taken_out_has_none_of_the_others_days() -> None:
    found = planned(**SMALL, small_lots=["1"])
    assert found.whose == (
        "Dagarna gäller delkontrakt 2 och 3, som annonseras tillsammans. Delkontrakt 1 undantas som små delkontrakt "
        "och upphandlas för sig, med andra tider enligt reglerna för upphandling under tröskelvärdet."
    )
    below = planned(**SMALL | {"modules": [m | {"cost_sek": 10_000} for m in SMALL["modules"]]}, small_lots=["1"])
    assert "undantas" not in below.whose, "below the threshold there is nothing to be taken out from"


def test_the_days_are_counted_from_the_first_of_the_lots_that_they_are_for() -> None:
    after = [SMALL["modules"][0], SMALL["modules"][1], module("prov", 500_000)]
    late = SMALL | {"modules": [module("kärna", 9_000_000, "prov"), *after[1:]]}
    taken, kept = planned(**late, small_lots=["1"]), planned(**late)
    assert kept.first_start == date(2027, 8, 2) < taken.first_start
    assert days(kept)["tender_published"] < days(taken)["tender_published"]


def test_lots_with_procedures_of_their_own_do_not_share_their_days() -> None:
    found = planned(**SMALL, lots_bought="own_procedures")
    assert found.whose.startswith("Delkontrakten annonseras vart för sig. Dagarna gäller det delkontrakt som startar")
    both = planned(**SMALL, lots_bought="own_procedures", small_lots=["1"])
    assert both.whose.endswith("Delkontrakt 1 har andra tider, enligt reglerna under tröskelvärdet.")


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2027, 3, 25), True),  # the day before Good Friday
        (date(2027, 3, 26), False),  # Good Friday
        (date(2027, 3, 29), False),  # Easter Monday
        (date(2027, 3, 30), True),
        (date(2027, 6, 25), False),  # Midsummer Eve
        (date(2026, 12, 24), False),
        (date(2026, 12, 31), False),
        (date(2027, 6, 7), True),  # the day after a National Day on a Sunday
        (date(2027, 8, 1), False),  # a Sunday
    ],
)
def test_swedish_holidays_and_their_eves_are_no_working_days(day: date, is_working: bool) -> None:
    assert calendar.is_working_day(day) == is_working


def test_all_days_are_counted_backwards_from_the_start() -> None:
    found = days(planned(**EU))
    assert found == {
        "tender_published": date(2027, 5, 19),
        "questions_answered": date(2027, 6, 11),
        "tenders_due": date(2027, 6, 18),
        "award_planned": date(2027, 7, 20),
        "standstill": date(2027, 7, 30),
        "signed": date(2027, 8, 2),
    }


@REPEATABLE
@given(
    start=st.dates(date(2027, 4, 15), date(2035, 1, 1)),
    procedure=st.sampled_from(list(regimes.SHORTEST)),
    value=st.sampled_from([EU, NATIONAL]),
)
def test_no_time_of_the_law_becomes_shorter(start: date, procedure: str, value: dict[str, Any]) -> None:
    more = {"procedure": procedure} if value is EU else {}
    found = days(planned(start.isoformat(), **value, **more))
    least = regimes.SHORTEST[procedure][1] if value is EU else regimes.REASONABLE
    assert all(map(calendar.is_working_day, found.values()))
    assert (found["tenders_due"] - found["tender_published"]).days >= least
    assert (found["tenders_due"] - found["questions_answered"]).days >= regimes.ANSWERS
    assert (found["award_planned"] - found["tenders_due"]).days >= calendar.EVALUATION
    assert (found["standstill"] - found["award_planned"]).days >= regimes.STANDSTILL
    assert found["standstill"] < found["signed"] <= start


def test_a_start_too_near_is_counted_forwards_from_today_and_said() -> None:
    found = planned("2026-12-15", **EU)
    assert days(found)["tender_published"] == DAY
    assert found.too_early == days(found)["signed"] > date(2026, 12, 15)
    assert planned("2027-08-02", **EU).too_early is None


def test_the_first_start_that_can_be_kept_is_kept() -> None:
    first = planned("2026-12-15", **EU).too_early
    assert first
    assert planned(first.isoformat(), **EU).too_early is None
    assert planned((first - timedelta(days=1)).isoformat(), **EU).too_early == first


def test_what_has_been_answered_wins_and_the_rest_follows() -> None:
    found = planned(**EU, tender_published="2027-02-01", award_planned="2027-04-04")
    assert days(found)["tender_published"] == date(2027, 2, 1)
    assert days(found)["tenders_due"] == date(2027, 3, 3)
    assert days(found)["award_planned"] == date(2027, 4, 4)  # a Sunday: theirs to choose
    given_by_user = [step.key for step in found.steps if step.reason == calendar.GIVEN]
    assert given_by_user == ["tender_published", "award_planned"]


def test_from_the_last_day_for_tenders_it_is_counted_both_ways() -> None:
    found = days(planned(**EU, tenders_due="2027-03-03"))
    assert found["tender_published"] == date(2027, 2, 1)
    assert found["award_planned"] == date(2027, 4, 2)


@pytest.mark.parametrize(
    ("value", "laws"),
    [
        (EU, ["LOU 10 kap. 1 §", "LOU 12 kap. 11 §", "LOU 11 kap. 2 §", "", "LOU 20 kap. 1 §", ""]),
        (NATIONAL, ["LOU 19 kap. 6 §", "LOU 19 kap. 13 §", "LOU 19 kap. 11 §", "", "LOU 20 kap. 1 §", ""]),
    ],
)
def test_each_step_has_its_section_in_the_regime(value: dict[str, Any], laws: list[str]) -> None:
    regime = facts(contract_start="2027-08-02", **value).regime
    steps = planned(**value).steps
    assert [step.law for step in steps] == laws
    assert all(regime in LIBRARY.laws[step.law].regimes for step in steps if step.law)


def test_numbers_that_no_law_gives_are_said_to_be_ours() -> None:
    reasons = {step.key: step.reason for step in planned(**NATIONAL).steps}
    assert calendar.OURS in reasons["tenders_due"]
    assert calendar.OURS in reasons["award_planned"]
    assert calendar.OURS not in {step.key: step.reason for step in planned(**EU).steps}["tenders_due"]


def test_a_direct_award_has_no_steps_of_its_own() -> None:
    found = planned(**DIRECT)
    assert not found.steps
    assert (found.lots[0].start, found.lots[0].delivery) == (date(2027, 8, 2), date(2027, 9, 1))


def test_each_lot_has_its_start_first_delivery_and_last_day() -> None:
    found = planned("2027-08-31", **DIVIDED).lots
    assert [(lot.start, lot.delivery, lot.end) for lot in found] == [
        (date(2027, 8, 31), date(2027, 9, 30), date(2029, 8, 30)),
        (date(2027, 9, 30), date(2027, 10, 30), date(2029, 9, 29)),
        (date(2027, 10, 30), date(2027, 11, 29), date(2029, 10, 29)),
    ]


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2027-08-01", 12, date(2028, 7, 31)),
        ("2027-12-01", 1, date(2027, 12, 31)),
        ("2027-01-31", 1, date(2027, 2, 28)),
        ("2027-11-30", 3, date(2028, 2, 29)),
        ("2027-12-31", 12, date(2028, 12, 30)),
    ],
)
def test_a_contract_of_some_months_ends_the_day_before(start: str, months: int, end: date) -> None:
    assert planned(start, **(EU | {"term_months": months})).lots[0].end == end


def test_without_a_start_or_a_value_there_is_no_calendar() -> None:
    assert calendar.planned(facts(**EU)) is None
    assert calendar.planned(facts(contract_start="2027-08-02")) is None


def test_with_another_start_what_moves_is_told() -> None:
    moved = {one.name: one for one in calendar.moved(planned(**DIVIDED), planned("2027-09-01", **DIVIDED))}
    assert moved["Delkontrakt 2: första leverans senast"].days == 30
    assert moved["Sista dag för anbud"].days == 33
    fixed = calendar.moved(
        planned(**EU, tenders_due="2027-03-03"), planned("2027-09-01", **EU, tenders_due="2027-03-03")
    )
    assert {one.name for one in fixed if one.days} == {
        "Avtalet börjar gälla",
        "Första leverans senast",
        "Sista dag",
    }


# In the annex


def annex(**answers: Any) -> Any:
    written = brief(contract_start="2027-08-02", **answers)
    made = assemble.documents(written, LIBRARY, facts(contract_start="2027-08-02", **answers), draft=True)
    return next(document for document in made if document.key == "lots")


def test_the_annex_has_both_figures_numbered_and_their_facts_as_tables() -> None:
    document = annex(**DIVIDED)
    shown = [block for block in document.blocks if isinstance(block, Figure)]
    assert [(figure.number, figure.caption) for figure in shown] == [
        ("1", "Hur delkontrakten bygger på varandra"),
        ("2", "Tidslinje"),
    ]
    rows = table(document, "Dagarna före avtal")
    assert rows[2][:2] == ["Sista dag för anbud", "18 juni 2027"]
    assert "LOU 11 kap. 2 §" in rows[2][2]
    assert table(document, "Tidigaste start")[0][2:] == ["2 augusti 2027", "1 september 2027", "1 augusti 2029"]


def test_one_contract_has_a_calendar_and_no_picture_of_what_builds_on_what() -> None:
    assert [b.caption for b in annex(**EU).blocks if isinstance(b, Figure)] == ["Tidslinje"]


# The pictures


def lot(number: int, *depends_on: int, name: str = "Kärna") -> Lot:
    return Lot(number, name, (Part(str(number), name, str(number), 1_000_000),), depends_on)


def boxes(drawing: Drawing) -> list[Box]:
    return [shape for shape in drawing.shapes if isinstance(shape, Box)]


def arrows(drawing: Drawing) -> list[Line]:
    return [shape for shape in drawing.shapes if isinstance(shape, Line) and shape.arrow]


def dependencies(*lots: Lot) -> Drawing:
    figure = figures.dependencies(lots)
    assert figure
    return figure.drawing


def test_boxes_stand_from_left_to_right_and_an_arrow_goes_to_what_builds_on_it() -> None:
    drawing = dependencies(lot(1), lot(2, 1), lot(3, 1), lot(4, 3))
    first, second, third, last = boxes(drawing)
    assert first.x < second.x == third.x < last.x
    arrows = [shape for shape in drawing.shapes if isinstance(shape, Line)]
    assert len(arrows) == 3 and all(arrow.arrow for arrow in arrows)


def test_what_is_built_on_by_way_of_another_needs_no_arrow() -> None:
    drawing = dependencies(lot(1), lot(2, 1), lot(3, 1, 2))
    assert len([shape for shape in drawing.shapes if isinstance(shape, Line)]) == 2


def test_an_arrow_past_a_lot_goes_beside_its_box() -> None:
    drawing = dependencies(lot(1), lot(2), lot(3, 2), lot(4, 1, 3))
    (past,) = [shape for shape in drawing.shapes if isinstance(shape, Line) and len(shape.points) > 2]
    box = next(box for box in boxes(drawing) if box.x == past.points[1][0])
    assert not box.y <= past.points[1][1] <= box.y + box.height


@REPEATABLE
@given(
    before=st.lists(st.sets(st.integers(1, 18), max_size=4), min_size=2, max_size=18),
    name=st.text(min_size=1, max_size=80),
)
def test_no_box_covers_another_or_an_arrow_or_leaves_the_page(before: list[set[int]], name: str) -> None:
    lots = [lot(n, *sorted(d for d in needs if d < n), name=name) for n, needs in enumerate(before, 1)]
    figure = figures.dependencies(lots)
    if figure is None:
        return
    drawing = figure.drawing
    found = boxes(drawing)
    assert drawing.height <= figures.TALLEST
    for (x, y), (end, same) in (piece for arrow in arrows(drawing) for piece in pairwise(arrow.points)):
        # Between the steps an arrow goes as it likes; past a box it goes straight.
        for box in found:
            assert end <= box.x or box.x + box.width <= x or (y == same and not box.y <= y <= box.y + box.height)
    for n, box in enumerate(found):
        assert box.x >= 0 and box.x + box.width <= drawing.width <= WIDTH
        assert box.y >= 0 and box.y + box.height <= drawing.height
        for other in found[:n]:
            beside = box.x + box.width <= other.x or other.x + other.width <= box.x
            assert beside or box.y + box.height <= other.y or other.y + other.height <= box.y


def test_more_lots_than_a_page_holds_are_left_to_the_table() -> None:
    many = [lot(1), *(lot(n, 1) for n in range(2, figures.MOST_LOTS + 2))]
    assert figures.dependencies(many) is None
    assert figures.dependencies(many[:-1]) is not None
    assert figures.dependencies([lot(1), lot(2)]) is None  # nothing to draw an arrow between
    chain = [lot(n, *([n - 1] if n > 1 else [])) for n in range(1, figures.MOST_STEPS + 2)]
    assert figures.dependencies(chain) is None


@REPEATABLE
@given(start=st.dates(date(1990, 1, 1), date(2199, 12, 31)), months=st.integers(1, 240), first=st.integers(1, 90))
def test_nothing_leaves_the_line_of_time(start: date, months: int, first: int) -> None:
    answers = DIVIDED | {"term_months": months, "first_delivery_days": first}
    figure = figures.timeline(planned(start.isoformat(), **answers))
    assert figure
    for box in boxes(figure.drawing):
        assert box.width > 0
        assert box.x >= 0 and box.x + box.width <= WIDTH
        assert box.y >= 0 and box.y + box.height <= figure.drawing.height


def test_the_text_alternative_says_what_the_pictures_show() -> None:
    figure = figures.timeline(planned(**DIVIDED))
    assert figure and "Delkontrakt 2 börjar gälla 1\u00a0september\u00a02027" in figure.alternative
    graph = figures.dependencies([lot(1), lot(2), lot(3, 1, 2)])
    assert graph and "Delkontrakt 3, Kärna, bygger på delkontrakt 1 och 2." in graph.alternative


def test_long_words_are_cut_and_it_shows() -> None:
    assert broken("kort", 60, 2) == ["kort"]
    assert broken("ett två tre fyra fem", 60, 2) == ["ett två", "tre fyra…"]
    assert broken("Tillgänglighetsgranskning", 60, 2) == ["Tillgäng…"]
    words = [w for w in dependencies(lot(1, name="x" * 500), lot(2, 1)).shapes if isinstance(w, Words)]
    assert all(len(word.text) < 60 for word in words)
