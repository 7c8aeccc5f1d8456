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
    return {cost.partner: cost.sek for cost in costs.shared(brief(**answers), facts(**answers))}


def seven(**changes: Any) -> tuple[dict[str, int], int]:
    """The seven municipalities of the booking brief."""
    text = (content.FIXTURES / "briefs" / "bokning-sju-kommuner.yaml").read_text(encoding="utf-8")
    found = briefs.parse(text, LIBRARY) | changes
    derived = deriving.derive(found, LIBRARY, AMOUNTS, DAY)
    return {cost.partner: cost.sek for cost in costs.shared(found, derived)}, derived.total or 0


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
    paid, total = seven(cost_key=key, partners=partners)
    assert len(paid) == 7 and sum(paid.values()) == total == 11_500_000


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


@REPEATABLE
@given(
    st.lists(st.integers(0, 10**7), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 3), st.floats(0, 25).map(lambda share: round(share, 2))), max_size=4),
    st.sampled_from(["equal", "population", "by_module", "custom"]),
    st.integers(0, 10**6),
)
def test_the_parties_always_pay_exactly_the_total(
    prices: list[int], payers: list[tuple[int, float]], key: str, options: int
) -> None:
    partners = [{"name": name, "population": n + 1} for n, name in enumerate(("Sjövalla kommun", "B", "C", "D"))]
    funded = [{"partner": partners[n]["name"], "percent": share} for n, share in payers]
    modules = [module(f"m{n}", price, funded_by=funded) for n, price in enumerate(prices)]
    paid = shared(modules=modules, partners=partners, cost_key=key, options_sek=options)
    assert sum(paid.values()) == sum(prices) + options
    assert min(paid.values()) >= 0
