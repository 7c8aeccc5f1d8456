"""Who pays what, to the krona."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement import content
from procurement.domain import brief as briefs
from procurement.domain import costs
from procurement.domain import facts as deriving
from tests.domain.given import AMOUNTS, DAY, LIBRARY, REPEATABLE, brief, facts, module

NORRFORS, LILLHAMRA = (
    {"name": "Norrfors kommun", "population": 98_000},
    {"name": "Lillhamra kommun", "population": 6_100},
)


def shared(**answers: Any) -> dict[str, int]:
    return {cost.partner: cost.sek for cost in costs.shared(brief(**answers), LIBRARY, facts(**answers))}


def seven(**changes: Any) -> tuple[dict[str, int], int]:
    """The seven municipalities of the booking brief."""
    text = (content.FIXTURES / "briefs" / "bokning-sju-kommuner.yaml").read_text(encoding="utf-8")
    found = briefs.parse(text, LIBRARY) | changes
    derived = deriving.derive(found, LIBRARY, AMOUNTS, DAY)
    return {cost.partner: cost.sek for cost in costs.shared(found, LIBRARY, derived)}, derived.total or 0


def test_equal_shares_are_equal_to_the_krona_and_the_first_takes_what_is_over() -> None:
    assert shared(budget_sek=100, partners=[NORRFORS, LILLHAMRA], cost_key="equal") == {
        "Sjövalla kommun": 34,
        "Norrfors kommun": 33,
        "Lillhamra kommun": 33,
    }


def test_shares_by_population() -> None:
    partners = [
        {"name": "Sjövalla kommun", "population": 10},
        {"name": "B", "population": 20},
        {"name": "C", "population": 30},
    ]
    assert shared(budget_sek=600, partners=partners, cost_key="population") == {
        "Sjövalla kommun": 100,
        "B": 200,
        "C": 300,
    }


def test_without_everyones_population_there_is_no_answer_rather_than_a_wrong_one() -> None:
    assert shared(budget_sek=600, partners=[NORRFORS], cost_key="population") == {}


def test_a_population_of_nobody_divides_nothing() -> None:
    nobody = [{"name": "Sjövalla kommun", "population": 0}, {"name": "B", "population": 0}]
    assert shared(budget_sek=600, partners=nobody, cost_key="population") == {}


def test_nothing_is_shared_by_one() -> None:
    assert not costs.are_shared(brief(budget_sek=600), LIBRARY, facts(budget_sek=600))


def test_per_cent_that_are_rounded_to_more_than_all_leave_nothing_to_share_and_no_debt() -> None:
    three = [{"partner": name, "percent": percent} for name, percent in (("B", 33.336), ("C", 33.336), ("D", 33.328))]
    answers = {"modules": [module("a", 3_000_000, funded_by=three)], "partners": [{"name": one} for one in "BCD"]}
    found = costs.workings(brief(**answers), facts(**answers))
    assert found
    *paid, left = [payment.sek for payment in found.payments]
    assert left == 0 and sum(paid) == 3_000_000


def test_by_module_each_pays_its_own_and_the_authority_the_rest() -> None:
    modules = [
        module("a", 1_000, funded_by=[{"partner": "Norrfors kommun", "percent": 100}]),
        module(
            "b",
            1_000,
            funded_by=[{"partner": "Norrfors kommun", "percent": 25}, {"partner": "Lillhamra kommun", "percent": 25}],
        ),
        module("c", 1_000),
    ]
    assert shared(modules=modules, partners=[NORRFORS, LILLHAMRA], cost_key="by_module") == {
        "Sjövalla kommun": 1_500,
        "Norrfors kommun": 1_250,
        "Lillhamra kommun": 250,
    }


def test_a_share_with_decimals_is_exactly_that_share() -> None:
    modules = [module("a", 9_000_000, funded_by=[{"partner": "Norrfors kommun", "percent": 33.33}])]
    assert shared(modules=modules, partners=[NORRFORS]) == {"Sjövalla kommun": 6_000_300, "Norrfors kommun": 2_999_700}


def test_what_is_named_is_taken_first_and_only_the_rest_is_shared_equally() -> None:
    modules = [module("a", 1_000, funded_by=[{"partner": "Norrfors kommun", "percent": 100}]), module("b", 600)]
    assert shared(modules=modules, partners=[NORRFORS, LILLHAMRA], cost_key="equal") == {
        "Sjövalla kommun": 200,
        "Norrfors kommun": 1_200,
        "Lillhamra kommun": 200,
    }


def test_options_follow_their_modules() -> None:
    modules = [module("a", 300, funded_by=[{"partner": "Norrfors kommun", "percent": 100}]), module("b", 700)]
    assert shared(modules=modules, options_sek=100, partners=[NORRFORS]) == {
        "Sjövalla kommun": 770,
        "Norrfors kommun": 330,
    }


@pytest.mark.parametrize(
    "answers",
    [{"budget_sek": 100}, {"partners": [NORRFORS]}, {"budget_sek": 100, "partners": [{"name": "Sjövalla kommun"}]}],
    ids=["alone", "no value", "only itself"],
)
def test_nobody_shares_when_there_is_nothing_or_nobody_to_share_with(answers: dict[str, Any]) -> None:
    assert shared(**answers) == {}


def test_a_payer_who_is_no_partner_still_pays() -> None:
    modules = [module("a", 100, funded_by=[{"partner": "Regionen", "percent": 40}])]
    assert shared(modules=modules, partners=[NORRFORS])["Regionen"] == 40


@pytest.mark.parametrize("key", ["equal", "population", "by_module", "custom"])
def test_seven_municipalities_pay_the_whole_to_the_krona(key: str) -> None:
    partners = [
        {"name": "Sjövalla kommun", "population": 31_000},
        *({"name": name, "population": people} for name, people in PEOPLE.items()),
    ]
    paid, total = seven(cost_key=key, partners=partners, cost_shares=AGREED)
    assert len(paid) == 7 and sum(paid.values()) == total == 11_500_000


AGREED = [{"partner": "Norrfors kommun", "percent": 33.33}, {"partner": "Sjövalla kommun", "percent": 66.67}]
PEOPLE = {
    "Norrfors kommun": 98_000,
    "Lillhamra kommun": 6_100,
    "Österby kommun": 15_200,
    "Granvik kommun": 9_400,
    "Hedlunda kommun": 21_300,
    "Strandmora kommun": 33_700,
}


def test_the_seven_municipalities_of_the_booking_system() -> None:
    paid, total = seven()
    assert total == 11_500_000 and sum(paid.values()) == total
    named = {"Norrfors kommun": 850_000, "Sjövalla kommun": 850_000, "Lillhamra kommun": 900_000}
    common = {name: sek - named.get(name, 0) for name, sek in paid.items()}
    assert list(paid) == ["Sjövalla kommun", *PEOPLE]
    assert max(common.values()) - min(common.values()) <= 1
    assert sum(common.values()) == 8_900_000


KEYS = st.sampled_from(["equal", "population", "by_module", "custom"])
PARTNERS = [{"name": name, "population": n + 1} for n, name in enumerate(("Sjövalla kommun", "B", "C", "D"))]
SHARES = [{"partner": "B", "percent": 33.33}, {"partner": "D", "percent": 66.67}]


@st.composite
def bought(draw: st.DrawFn) -> dict[str, Any]:
    """Modules of any price, some paid by named parties, shared by any key."""
    payers = st.lists(st.tuples(st.integers(0, 3), st.floats(0, 25).map(lambda share: round(share, 2))), max_size=4)
    modules = [
        module(
            f"m{n}",
            draw(st.integers(0, 10**7)),
            funded_by=[{"partner": PARTNERS[who]["name"], "percent": share} for who, share in draw(payers)],
        )
        for n in range(draw(st.integers(1, 6)))
    ]
    return {
        "modules": modules,
        "partners": PARTNERS,
        "cost_key": draw(KEYS),
        "cost_shares": SHARES,
        "options_sek": draw(st.integers(0, 10**6)),
        "lot_cap_sek": draw(st.sampled_from([1_000_000, 3_333_333, 10_000_000])),
    }


@REPEATABLE
@given(bought())
def test_the_parties_always_pay_exactly_the_total(answers: dict[str, Any]) -> None:
    paid = shared(**answers)
    assert sum(paid.values()) == sum(row["cost_sek"] for row in answers["modules"]) + answers["options_sek"]
    assert min(paid.values()) >= 0


@REPEATABLE
@given(bought())
def test_the_lots_and_the_parties_add_up_both_ways(answers: dict[str, Any]) -> None:
    derived = facts(**answers)
    found = costs.workings(brief(**answers), derived)
    assert found
    lots = costs.by_lot(found, derived)
    for lot in derived.lots:
        assert sum(cost.sek for cost in lots[lot.number]) == lot.value
        assert min(cost.sek for cost in lots[lot.number]) >= 0
    over_lots = {cost.partner: sum(row[n].sek for row in lots.values()) for n, cost in enumerate(found.costs)}
    assert over_lots == {cost.partner: cost.sek for cost in found.costs}


def test_who_pays_a_module_in_steps_pays_the_same_part_of_every_step() -> None:
    modules = [module("a", 9_000_001, funded_by=[{"partner": "Norrfors kommun", "percent": 50}]), module("b", 100)]
    answers = {"modules": modules, "partners": [NORRFORS], "cost_key": "by_module", "lot_cap_sek": 4_000_000}
    derived = facts(**answers)
    found = costs.workings(brief(**answers), derived)
    assert found and len(derived.lots) == 3
    for lot in derived.lots:
        steps = sum(part.value for part in lot.parts if part.module == "a")
        (own,) = [cost.sek for cost in costs.by_lot(found, derived)[lot.number] if cost.partner == "Norrfors kommun"]
        assert abs(own - steps / 2) <= 1


def test_lots_that_do_not_hold_everything_once_are_not_divided_among_the_parties() -> None:
    answers = {"modules": [module("a", 100), module("b", 200)], "partners": [NORRFORS], "cost_key": "equal"}
    for lots in ([{"name": "En", "modules": ["a"]}], [{"name": "En", "modules": ["a", "b"]}, {"modules": ["b"]}]):
        given_lots = answers | {"lots": lots}
        found = costs.workings(brief(**given_lots), facts(**given_lots))
        assert found and costs.by_lot(found, facts(**given_lots)) == {}


def test_an_agreement_of_their_own_is_in_per_cent_of_what_is_shared() -> None:
    shares = [{"partner": "Sjövalla kommun", "percent": 37.5}, {"partner": "Lillhamra kommun", "percent": 62.5}]
    answers = {"budget_sek": 1_000, "partners": [NORRFORS, LILLHAMRA], "cost_key": "custom"}
    assert shared(**answers, cost_shares=shares) == {
        "Sjövalla kommun": 375,
        "Norrfors kommun": 0,
        "Lillhamra kommun": 625,
    }
    assert shared(**answers) == {}
    assert shared(**answers, cost_shares=shares[:1]) == {}
    assert shared(**answers, cost_shares=[{"partner": "Nora kommun", "percent": 100}]) == {}


def test_the_authority_says_its_own_population_without_a_row_of_its_own() -> None:
    answers = {"budget_sek": 1_000, "partners": [NORRFORS], "cost_key": "population"}
    assert shared(**answers, authority_population=2_000) == {"Sjövalla kommun": 20, "Norrfors kommun": 980}
    assert shared(**answers, authority_population=0) == {"Sjövalla kommun": 0, "Norrfors kommun": 1_000}


def test_another_key_can_be_tried_without_being_chosen() -> None:
    answers = {"budget_sek": 1_000, "partners": [NORRFORS], "cost_key": "by_module"}
    tried = costs.workings(brief(**answers), facts(**answers), "equal")
    assert tried and [cost.sek for cost in tried.costs] == [500, 500]
