"""What follows in law and arithmetic: value, regime, lots, and which answers count."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.domain import facts as deriving
from tests.domain.given import AMOUNTS, DAY, LIBRARY, MUNICIPALITY, REPEATABLE, facts, module

CAP = 10_000_000
STATE = {"name": "Myndigheten", "kind": "state"}


@pytest.mark.parametrize(
    ("total", "regime"),
    [
        (0, "direct"),
        (699_999, "direct"),
        (700_000, "national"),
        (700_001, "national"),
        (2_451_815, "national"),
        (2_451_816, "eu"),
        (2_451_817, "eu"),
    ],
)
def test_the_regime_of_a_municipality_changes_at_the_krona(total: int, regime: str) -> None:
    assert facts(budget_sek=total).regime == regime


@pytest.mark.parametrize(
    ("total", "regime"),
    [
        (699_999, "direct"),
        (700_000, "national"),
        (1_589_139, "national"),
        (1_589_140, "eu"),
        (1_589_141, "eu"),
    ],
)
def test_a_central_authority_has_a_threshold_of_its_own(total: int, regime: str) -> None:
    assert facts(authority=STATE, budget_sek=total).regime == regime


@pytest.mark.parametrize("kind", ["municipality", "region", "municipal_company"])
def test_everyone_but_the_state_has_the_higher_threshold(kind: str) -> None:
    assert facts(authority={"kind": kind}, budget_sek=2_451_815).regime == "national"


def test_options_count_as_if_used() -> None:
    assert facts(budget_sek=699_999).regime == "direct"
    assert facts(budget_sek=699_999, options_sek=1).regime == "national"
    assert facts(budget_sek=2_000_000, options_sek=451_816).regime == "eu"


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"options_sek": 500_000},
        {"modules": [{"key": "a", "name": "A"}]},
        {"modules": [module("a", 5), {"key": "b"}]},
        {"authority": {"name": "x"}, "budget_sek": 5_000_000},
    ],
)
def test_without_value_or_authority_the_regime_is_unknown_and_nothing_is_guessed(answers: dict[str, Any]) -> None:
    found = facts(**answers)
    assert found.regime is None
    assert not found.divided


def test_the_first_day_of_2028_has_no_threshold_and_so_no_regime() -> None:
    assert facts(on=date(2027, 12, 31), budget_sek=5_000_000).regime == "eu"
    found = facts(on=date(2028, 1, 1), budget_sek=5_000_000)
    assert found.threshold is None and found.regime is None


def test_the_day_before_the_announcement_is_not_judged_by_it() -> None:
    assert facts(on=date(2026, 3, 17), budget_sek=2_451_816).regime == "eu"
    assert facts(on=date(2026, 3, 16), budget_sek=2_451_816).regime is None


@pytest.mark.parametrize(
    ("budget", "options", "divided"), [(CAP, 0, False), (CAP - 1, 1, False), (CAP + 1, 0, True), (CAP, 1, True)]
)
def test_exactly_the_cap_is_not_divided_and_a_krona_above_is(budget: int, options: int, divided: bool) -> None:
    found = facts(budget_sek=budget, options_sek=options)
    assert found.over_cap is divided and found.divided is divided and found.from_seams is divided
    assert sum(lot.value for lot in found.lots) == budget + options == found.total
    assert all(lot.value <= CAP for lot in found.lots)


def test_a_procurement_that_is_not_divided_is_one_lot() -> None:
    (lot,) = facts(modules=[module("a", 5), module("b", 7, "a")], options_sek=3).lots
    assert (lot.number, lot.name, lot.value) == (1, "Hela uppdraget", 15)


def test_modules_go_before_the_budget() -> None:
    found = facts(modules=[module("a", 400), module("b", 600)], budget_sek=5_000)
    assert found.total == 1_000 and found.base == 1_000


def test_while_a_module_has_no_cost_the_budget_is_the_value_and_nothing_is_divided() -> None:
    found = facts(modules=[module("a", 400), {"key": "b"}], budget_sek=50_000_000)
    assert found.total == 50_000_000 and found.over_cap
    assert found.modules == () and found.lots == () and not found.divided


def test_a_module_that_costs_nothing_has_a_cost() -> None:
    assert facts(modules=[module("a", 0), module("b", 5)]).total == 5


def test_options_are_spread_by_largest_remainder() -> None:
    found = facts(modules=[module("a", 1), module("b", 1), module("c", 1)], options_sek=100)
    assert [m.value for m in found.modules] == [35, 34, 34]
    assert [m.cost for m in found.modules] == [1, 1, 1]


@REPEATABLE
@given(st.lists(st.integers(0, 9_000_000), min_size=1, max_size=7), st.integers(0, 30_000_000))
def test_the_lots_always_add_up_to_the_total(costs: list[int], options: int) -> None:
    found = facts(modules=[module(f"m{n}", cost) for n, cost in enumerate(costs)], options_sek=options)
    assert found.total == sum(costs) + options
    assert sum(m.value for m in found.modules) == found.total
    assert sum(lot.value for lot in found.lots) == found.total
    assert all(lot.value <= CAP for lot in found.lots)


@REPEATABLE
@given(st.integers(CAP + 1, 10**9), st.integers(0, 10**8))
def test_the_seams_always_add_up_to_the_budget(budget: int, options: int) -> None:
    found = facts(budget_sek=budget, options_sek=options)
    assert found.from_seams and len(found.modules) == len(LIBRARY.seams["new"])
    assert sum(m.cost for m in found.modules) == budget
    assert sum(m.value for m in found.modules) == sum(lot.value for lot in found.lots) == budget + options


def test_a_cap_of_ones_own_counts() -> None:
    found = facts(modules=[module("a", 600), module("b", 600)], lot_cap_sek=1_000)
    assert found.cap == 1_000 and [lot.value for lot in found.lots] == [600, 600]


def test_a_reason_not_to_divide_keeps_it_whole() -> None:
    found = facts(budget_sek=38_000_000, no_split_reason="Delarna kan inte skiljas åt.")
    assert found.declined and found.over_cap and not found.divided
    assert len(found.lots) == 1 and found.lots[0].value == 38_000_000


def test_a_reason_that_is_no_longer_asked_for_counts_for_nothing() -> None:
    found = facts(budget_sek=600_000, lot_cap_sek=400_000, no_split_reason="Skrevs när värdet var högre.")
    assert found.regime == "direct" and "no_split_reason" not in found.asked
    assert not found.declined and found.divided


def test_below_the_direct_limit_the_regime_needs_no_threshold() -> None:
    beyond = date(2028, 1, 1)
    assert facts(on=beyond, budget_sek=699_999).regime == "direct"
    assert facts(on=beyond, budget_sek=700_000).regime is None


def test_ones_own_lots_go_before_the_reason_not_to_divide() -> None:
    modules = [module("a", 8_000_000), module("b", 8_000_000)]
    lots = [{"name": "Ett", "modules": ["a"]}, {"name": "Två", "modules": ["b"]}]
    found = facts(modules=modules, lots=lots, no_split_reason="Skäl.")
    assert found.own_lots and not found.declined and found.divided


def test_an_answer_to_a_question_that_is_no_longer_asked_counts_for_nothing() -> None:
    secret = {"data_class": "secret", "technical_processing_only": True, "federations": ["own"], "log_years": 9}
    asked = facts(**secret)
    assert {key: asked.answers[key] for key in secret} == secret
    stale = facts(**{**secret, "data_class": "open"})
    assert stale.answers.keys() & secret.keys() == {"data_class"}
    assert stale.asked & secret.keys() == {"data_class"}
    assert {"log_years", "federations"} & stale.conditions().keys() == set()


def test_a_question_that_hangs_on_one_that_is_not_asked_is_not_asked_either() -> None:
    found = facts(award_basis="price", price_weight=40, criteria=[{"clause": "PC-USER-04", "weight": 60}])
    assert {"price_weight", "criteria"} & found.asked == set()
    assert {"price_weight", "criteria"} & found.answers.keys() == set()


def test_questions_about_lots_are_asked_once_it_is_divided() -> None:
    assert "lot_bids" not in facts(budget_sek=CAP, lot_bids="one").answers
    assert facts(budget_sek=CAP + 1, lot_bids="one").answers["lot_bids"] == "one"


def test_conditions_see_answers_and_facts() -> None:
    known = facts(budget_sek=CAP + 1, system_kind="new").conditions()
    assert (known["regime"], known["over_cap"], known["divided"], known["system_kind"]) == ("eu", True, True, "new")


def test_a_lot_starts_when_those_it_builds_on_have_delivered() -> None:
    found = facts(
        modules=[module("a", 9_000_000), module("b", 9_000_000, "a"), module("c", 9_000_000)],
        contract_start="2027-03-01",
        first_delivery_days=30,
    )
    home = {lot.parts[0].key: lot.number for lot in found.lots}
    assert found.lot_starts[home["a"]] == date(2027, 3, 1)
    assert found.first_deliveries[home["a"]] == found.lot_starts[home["b"]] == date(2027, 3, 31)
    assert found.first_deliveries[home["b"]] == date(2027, 4, 30)
    assert found.lot_starts[home["c"]] == date(2027, 3, 1)


def test_without_a_start_there_is_no_calendar() -> None:
    found = facts(budget_sek=5)
    assert found.lot_starts == {} and found.first_deliveries == {}


@pytest.mark.parametrize(
    "answers",
    [
        {"contract_start": "2199-12-31", "first_delivery_days": 90, "budget_sek": 10**12},
        {"budget_sek": 10**12, "lot_cap_sek": 1},
        {"modules": [module(f"m{n}", 10**12) for n in range(200)], "lot_cap_sek": 10**12},
        {"modules": [module("a", 1)], "lots": [{"parts": ["a/²", "a/999999999999", "a/1"]}]},
        {"lots": [{"name": "Tomt"}]},
    ],
    ids=["far", "mistyped", "many", "steps", "empty"],
)
def test_no_brief_that_is_taken_stops_the_facts(answers: dict[str, Any]) -> None:
    assert facts(**answers).answers is not None


def test_the_facts_do_not_depend_on_the_order_of_the_answers() -> None:
    brief = {"authority": MUNICIPALITY, "budget_sek": 12_000_000, "data_class": "open", "system_kind": "new"}
    backwards = dict(reversed(brief.items()))
    first = deriving.derive(brief, LIBRARY, AMOUNTS, DAY)  # type: ignore[arg-type]
    assert deriving.derive(backwards, LIBRARY, AMOUNTS, DAY) == first  # type: ignore[arg-type]


def test_the_default_of_a_question_can_fit_what_has_been_answered() -> None:
    def months(**answers: Any) -> object:
        return facts(**answers).answers["api_notice_months"]

    assert (months(), months(system_kind="new"), months(system_kind="standard_product")) == (6, 6, 12)
    assert months(system_kind="standard_product", api_notice_months=3) == 3


@pytest.mark.parametrize(
    ("sector", "federation"),
    [
        ("school", ["skolfederation"]),
        ("care", ["sambi"]),
        ("higher_education", ["swamid"]),
        ("citizen_service", ["sweden_connect"]),
        ("other", None),
    ],
)
def test_the_sector_suggests_the_federation(sector: str, federation: list[str] | None) -> None:
    known = facts(data_class="personal", sector=sector).answers
    assert known.get("federations") == federation
    assert facts(data_class="personal", sector=sector, federations=["own"]).answers["federations"] == ["own"]
