"""What the value is counted from, and what a court would ask about it."""

from typing import Any

import pytest

from procurement.domain import facts as deriving
from procurement.domain import limits, review, small_lots
from procurement.domain.facts import Facts, value_of
from procurement.domain.review import Point
from tests.domain.given import LIBRARY, brief, facts, module
from tests.domain.test_awarding import written
from tests.domain.tree import table, text

RUNNING: dict[str, Any] = {"open_ended": True, "monthly_sek": 50_000}
THREE = [
    {"name": "Ett", "modules": ["a"]},
    {"name": "Två", "modules": ["b"]},
    {"name": "Tre", "modules": ["c"]},
]


def divided(*costs: int, **answers: Any) -> Facts:
    modules = [module(key, cost) for key, cost in zip("abc", costs, strict=True)]
    return facts(modules=modules, lots=THREE, **answers)


def asked(**answers: Any) -> dict[str, Point]:
    value = brief(**answers)
    derived = facts(**answers)
    return {point.question: point for point in review.guard(derived, review.findings(value, LIBRARY, derived))}


def test_a_service_until_further_notice_is_worth_48_months() -> None:
    found = facts(**RUNNING, options_sek=7)
    assert (found.base, found.total, found.months) == (2_400_000, 2_400_007, 48)
    assert value_of(brief(**RUNNING, options_sek=7)) == 2_400_007


@pytest.mark.parametrize(("value", "must_note"), [(100_000, False), (100_001, True)])
def test_above_a_hundred_thousand_reasons_are_noted(value: int, must_note: bool) -> None:
    """LOU 19 a kap. 11 §: above, and not at."""
    found = review.findings(brief(budget_sek=value), LIBRARY, facts(budget_sek=value))
    assert ("documentation_duty" in {one.code for one in found}) == must_note


@pytest.mark.parametrize(("value", "said"), [(2_451_815, "under tröskelvärdet"), (2_451_816, "når tröskelvärdet")])
def test_a_value_at_the_threshold_has_reached_it(value: int, said: str) -> None:
    made = written("bygglov", modules=None, options_sek=None, extension_months=0, budget_sek=value)["value"]
    assert table(made, "Värdet jämfört")[-1][-1] == said


def test_a_budget_that_holds_the_service_is_the_term_of_the_sum() -> None:
    made = written("bygglov", modules=None, options_sek=None, extension_months=0, budget_sek=3_000_000, **RUNNING)
    assert table(made["value"], "Beräkning av värdet")[0][0] == "Budget"


@pytest.mark.parametrize(("monthly", "regime"), [(14_583, "direct"), (14_584, "national"), (51_080, "eu")])
def test_the_monthly_value_decides_the_rules(monthly: int, regime: str) -> None:
    assert facts(open_ended=True, monthly_sek=monthly).regime == regime
    assert facts(open_ended=True, monthly_sek=51_079).regime == "national", "2 451 792 of 2 451 816"


def test_the_service_is_a_part_of_what_is_counted_and_is_not_counted_twice() -> None:
    assert facts(**RUNNING, budget_sek=3_000_000).total == 3_000_000
    assert facts(**RUNNING, modules=[module("a", 3_000_000)]).total == 3_000_000


def test_a_monthly_value_counts_for_nothing_when_the_contract_has_an_end() -> None:
    stale = {"monthly_sek": 50_000, "budget_sek": 1_000_000, "term_months": 12}
    found = facts(**stale)
    assert found.running is None and found.total == 1_000_000 and found.months == 12
    assert facts(monthly_sek=50_000).total is None


@pytest.mark.parametrize(("base", "stops"), [(2_399_999, True), (2_400_000, False)])
def test_less_than_the_service_itself_is_stopped(base: int, stops: bool) -> None:
    value = brief(**RUNNING, budget_sek=base)
    codes = {one.code for one in review.findings(value, LIBRARY, facts(**RUNNING, budget_sek=base))}
    assert ("open_ended_value" in codes) is stops


def test_a_contract_without_an_end_is_asked_for_neither_term_nor_extension() -> None:
    found = facts(**RUNNING, term_months=24, extension_months=12)
    assert not {"term_months", "extension_months"} & (set(found.answers) | found.asked)
    assert "monthly_sek" in review.missing(brief(open_ended=True), LIBRARY, facts(open_ended=True))
    codes = {one.code for one in review.findings(brief(**RUNNING), LIBRARY, found)}
    assert "long_term" in codes, "it may last for more than four years"


def test_the_documents_say_that_the_contract_has_no_end() -> None:
    made = written("bygglov", open_ended=True, monthly_sek=50_000, options_sek=None)
    assert ["Avtalstid", "tills vidare, utan slutdag"] in table(made["contract_terms"], "Avtalets ramar")
    assert "räknas det som 48 månader" in text(made["contract_terms"])
    assert "delat med 48 månader" in text(made["evaluation"])
    assert table(made["lots"], "Tidigaste start")[0][-1] == "tills vidare"
    said = " ".join(text(one) for one in made.values())
    assert "[avtalstiden]" not in said and "[förlängningstiden]" not in said


def test_whoever_counted_is_named_or_signs() -> None:
    assert dict(table(written("bygglov")["value"], "Vem och när"))["Beräknat av"] == "…"
    named = written("bygglov", calculated_by="Kim Berg, upphandlare")["value"]
    assert dict(table(named, "Vem och när"))["Beräknat av"] == "Kim Berg, upphandlare"


@pytest.mark.parametrize(
    ("total", "near"),
    [(629_999, False), (630_000, True), (699_999, True), (700_000, False), (2_206_634, False), (2_206_635, True),
     (2_451_815, True), (2_451_816, False)],
)  # fmt: skip
def test_a_value_at_most_a_tenth_below_a_limit_is_near_it(total: int, near: bool) -> None:
    assert bool(limits.just_above(facts(budget_sek=total))) is near


def test_a_small_lot_is_below_the_amount_and_not_at_it() -> None:
    found = small_lots.of(divided(4_000_000, 908_080, 908_079))
    assert found and [lot.number for lot in found.below] == [3] and not found.disputed


@pytest.mark.parametrize(("large", "disputed"), [(4_000_000, False), (3_999_999, True)])
def test_the_small_lots_together_are_a_fifth_at_most(large: int, disputed: bool) -> None:
    found = small_lots.of(divided(large, 500_000, 500_000))
    assert found and found.disputed is disputed


def test_the_exception_means_nothing_below_the_threshold_or_in_one_contract() -> None:
    assert small_lots.of(divided(1_000_000, 500_000, 500_000)) is None
    assert small_lots.of(facts(modules=[module("a", 4_000_000)])) is None


def test_dividing_gives_no_lighter_rules_and_the_answer_says_so() -> None:
    modules = [module("a", 4_000_000), module("b", 500_000), module("c", 300_000)]
    point = asked(modules=modules, lots=THREE)["Har delningen gett lättare regler?"]
    assert "2 av 3 är för sig under tröskelvärdet" in point.answer and point.law == "LOU 5 kap. 7 §"
    modules[0]["cost_sek"] = 500_000
    point = asked(modules=modules, lots=THREE)["Har delningen gett lättare regler?"]
    assert "3 av 3 är för sig under gränsen för direktupphandling" in point.answer
    assert point.law == "LOU 5 kap. 7 a §"


def test_only_the_small_lots_taken_out_are_bought_apart() -> None:
    modules = [module("a", 4_000_000), module("b", 500_000), module("c", 300_000)]
    question = "Köps något delkontrakt för sig?"
    assert asked(modules=modules, lots=THREE)[question].answer.startswith("Nej. Alla delkontrakt")
    assert asked(modules=modules, lots=THREE, small_lots=["3"])[question].answer.startswith("Bara de som undantas")


def test_what_the_review_stops_is_stopped_here_too() -> None:
    modules = [module("a", 4_000_000), module("b", 500_000), module("c", 300_000)]
    points = asked(modules=modules, lots=THREE, lots_bought="own_direct_awards", small_lots=["1"])
    assert points["Köps något delkontrakt för sig?"].state == "stop"
    assert points["Får små delkontrakt undantas?"].state == "stop"
    left_out = asked(modules=modules, lots=THREE[:2])
    assert left_out["Räknas alla delkontrakt ihop?"].state == "stop"


@pytest.mark.parametrize(
    ("small", "state"), [(800_000, "fine"), (817_271, "fine"), (817_272, "look"), (908_079, "look")]
)
def test_a_lot_taken_out_just_below_the_limit_is_looked_at(small: int, state: str) -> None:
    modules = [module("a", 5_000_000), module("b", 2_000_000), module("c", small)]
    assert asked(modules=modules, lots=THREE, small_lots=["3"])["Får små delkontrakt undantas?"].state == state


def test_nothing_is_answered_before_the_rules_are_known() -> None:
    assert review.guard(facts(), ()) == ()
    assert deriving.OPEN_ENDED_MONTHS == 48
