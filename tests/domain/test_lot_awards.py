"""Limits and combinations: no lot may become unawardable, checked against every way of sharing the lots out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any

import pytest

from procurement.domain import awarding, review
from tests.domain.given import LIBRARY, brief, facts, module
from tests.domain.test_awarding import written
from tests.domain.tree import table, tables, text

NUMBERED = ("ett", "två", "tre", "fyra")
FOUR = {
    "modules": [module(key, 2_000_000, need="a") for key in "abcd"],
    "lots": [{"name": name, "modules": [key]} for name, key in zip(NUMBERED, "abcd", strict=True)],
    "lot_bids": "several",
}


def disjoint(together: Sequence[frozenset[int]]) -> Iterator[tuple[frozenset[int], ...]]:
    for size in range(len(together) + 1):
        for chosen in combinations(together, size):
            if sum(map(len, chosen)) == len(frozenset().union(*chosen)):
                yield chosen


def by_force(lots: int, tenderers: int, limit: int | None, together: Sequence[frozenset[int]]) -> int:
    """Every lot to every tenderer or to nobody, beside every set of combinations."""
    best = 0
    for chosen in disjoint(together) if tenderers else [()]:
        free = [lot for lot in range(1, lots + 1) if not any(lot in one for one in chosen)]
        for winners in product(range(tenderers + 1), repeat=len(free)):
            won = Counter(winner for winner in winners if winner)
            if limit is None or max(won.values(), default=0) <= limit:
                best = max(best, sum(map(len, chosen)) + sum(won.values()))
    return lots - best


TOGETHER: list[list[frozenset[int]]] = [
    [], [frozenset({1, 2})], [frozenset({1, 2}), frozenset({2, 3})], [frozenset({1, 2}), frozenset({3, 4})],
    [frozenset({1, 2, 3}), frozenset({1, 4}), frozenset({2, 3})],
]  # fmt: skip


@pytest.mark.parametrize("together", TOGETHER, ids=str)
@pytest.mark.parametrize("limit", [None, 1, 2, 3])
@pytest.mark.parametrize("tenderers", [0, 1, 2, 3])
@pytest.mark.parametrize("lots", [2, 3, 4])
def test_what_is_left_is_what_no_assignment_can_serve(
    lots: int, tenderers: int, limit: int | None, together: list[frozenset[int]]
) -> None:
    here = [one for one in together if max(one) <= lots]
    assert awarding.left(lots, tenderers, limit, here) == by_force(lots, tenderers, limit, here)


@pytest.mark.parametrize(("most", "limit"), [(3, 3), (4, None), (5, None)])
def test_a_limit_of_all_the_lots_or_more_is_none(most: int, limit: int | None) -> None:
    assert awarding.limit(facts(**FOUR, max_lots_per_supplier=most)) == limit


def found(**changes: Any) -> dict[str, review.Finding]:
    answers: dict[str, Any] = {**FOUR, **changes}
    value = brief(**answers)
    return {one.code: one for one in review.findings(value, LIBRARY, facts(**answers))}


@pytest.mark.parametrize(
    ("tenderers", "limit", "code"),
    [(1, 3, "unawardable_lot"), (2, 2, "award_without_margin"), (3, 2, ""), (2, None, ""), (1, None, "")],
)
def test_too_few_tenderers_for_the_limit_is_said_with_the_numbers(tenderers: int, limit: int | None, code: str) -> None:
    limited = {"max_lots_per_supplier": limit} if limit else {}
    codes = found(bidders_expected=tenderers, **limited)
    assert {"unawardable_lot", "award_without_margin"} & set(codes) == ({code} if code else set())
    if code == "unawardable_lot":
        said = codes[code].message
        assert said == (
            "Med en väntad anbudsgivare och högst tre delkontrakt var blir minst 1 av fyra delkontrakt utan leverantör."
        )


def test_one_lot_a_tender_needs_as_many_tenderers_as_lots() -> None:
    assert found(lot_bids="one", bidders_expected=3)["unawardable_lot"].where == "lot_bids"
    assert "award_without_margin" in found(lot_bids="one", bidders_expected=4)
    assert not {"unawardable_lot", "award_without_margin"} & set(found(lot_bids="one", bidders_expected=5))


def test_a_combination_makes_room_that_the_limit_does_not() -> None:
    alone = {"max_lots_per_supplier": 1, "bidders_expected": 3}
    assert "unawardable_lot" in found(**alone)
    joined = found(**alone, combined_awards=True, lot_combinations=[{"lots": ["1", "två"]}])
    assert "unawardable_lot" not in joined and "combination_above_limit" in joined


def test_many_combinations_cost_no_time_and_are_not_counted_on() -> None:
    pairs = [frozenset({n, n + 1}) for n in range(1, 80)]
    assert awarding.left(80, 1, 1, pairs) == 80 - 1 - 12


def awards(**changes: Any) -> str:
    return text(written("bygglov", options_sek=None, **{**FOUR, **changes})["lots"])


def test_the_order_of_award_stands_wherever_there_is_a_limit() -> None:
    assert "har lägst summa gäller" in awards(max_lots_per_supplier=2)
    said = awards(max_lots_per_supplier=2, award_order="lot_order")
    assert "i nummerordning" in said and "har lägst summa gäller" not in said
    assert "tilldelas alla delkontrakt" in awards()
    operation = awards(max_lots_per_supplier=2, system_kind="operations", hosting="authority")
    assert "har lägst summa gäller" in operation, "an order is needed whatever is bought"


def test_a_limit_whose_clause_is_switched_off_still_has_an_order() -> None:
    deviation = {
        "clause": "PC-SMALL-04", "reason_code": "R1", "evidence": "a", "alternatives": "b", "compensation": "c",
        "decided_by": "d", "decided_on": "2026-11-01", "expires_on": "2028-01-01",
    }  # fmt: skip
    assert "jämförelsetal blir lägst" in awards(max_lots_per_supplier=2, deviations=[deviation])


def test_combinations_are_listed_with_their_order_and_told_in_the_notice() -> None:
    made = written(
        "bygglov", options_sek=None, max_lots_per_supplier=2, combined_awards=True,
        lot_combinations=[{"lots": ["2", "1"]}, {"lots": ["fyra", "3"]}], **FOUR,
    )  # fmt: skip
    document = made["lots"]
    assert [row[0] for row in table(made["answer_form"], "Samlade anbud")] == [
        "Delkontrakt 1 och 2",
        "Delkontrakt 3 och 4",
    ]
    assert [row[1] for row in table(document, "Kombinationer")] == ["1 ett och 2 två", "3 tre och 4 fyra"]
    said = text(document)
    assert "samlat anbud" in said and said.count("Tilldelningen avgörs i denna ordning") == 1
    notice = dict(table(document, "Detta står också i annonsen"))
    assert notice["Högsta antal delkontrakt per leverantör"] == "2"
    assert notice["Delkontrakt kan tilldelas tillsammans"].startswith("ja")


def test_the_notice_of_the_eu_rules_is_not_asked_for_below_the_threshold() -> None:
    small = [module(key, 500_000, need="a") for key in "abcd"]
    document = written("bygglov", options_sek=None, max_lots_per_supplier=2, **{**FOUR, "modules": small})["lots"]
    assert not tables(document, "Detta står också i annonsen") and "högst 2 delkontrakt" in text(document)


def test_tenderers_are_told_which_lots_are_bought_by_the_lighter_rules() -> None:
    modules = [*(module(key, 2_000_000, need="a") for key in "abc"), module("d", 500_000, need="a")]
    assert "Delkontrakt 4 upphandlas enligt reglerna för upphandling under tröskelvärdet" in awards(
        modules=modules, small_lots=["fyra"]
    )
    assert "undantaget för små delkontrakt" not in awards(modules=modules)
    assert "annonseras tillsammans, så de här dagarna är gemensamma" in awards(modules=modules)
    said = awards(modules=modules, small_lots=["fyra"])
    assert "Dagarna gäller delkontrakt 1, 2 och 3, som annonseras tillsammans." in said and "gemensamma" not in said


APART = [
    module("a", 2_000_000, need="a", apart=["d"]),
    *(module(key, 2_000_000, need="a") for key in "bcd"),
]


def test_modules_kept_apart_may_still_be_won_by_one_supplier() -> None:
    said = found(modules=APART)["apart_may_be_joined"].message
    assert said.startswith("A och D ska ligga i olika delkontrakt, men samma leverantör kan vinna delkontrakt 1 och 4.")
    assert "apart_may_be_joined" not in found(modules=APART, max_lots_per_supplier=1)
    assert "apart_may_be_joined" not in found(modules=APART, lot_bids="one")
    joined = {"max_lots_per_supplier": 1, "combined_awards": True, "lot_combinations": [{"lots": ["1", "4"]}]}
    assert "apart_may_be_joined" in found(modules=APART, **joined)
