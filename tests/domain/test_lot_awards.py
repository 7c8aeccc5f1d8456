"""Limits and combinations: no lot may become unawardable, checked against every way of sharing the lots out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any

import pytest

from procurement.domain import awarding, review
from procurement.domain.assemble.asked import OTHER_LOTS
from procurement.domain.document import Document, clause_ids
from tests.domain.given import LIBRARY, brief, facts, module
from tests.domain.test_awarding import written
from tests.domain.test_lot_documents import from_answers
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
    assert "Delkontrakt 4 upphandlas för sig enligt reglerna för upphandling under tröskelvärdet" in awards(
        modules=modules, small_lots=["fyra"]
    )
    assert "undantaget för små delkontrakt" not in awards(modules=modules)
    assert "annonseras tillsammans, så de här dagarna är gemensamma" in awards(modules=modules)
    said = awards(modules=modules, small_lots=["fyra"])
    assert "Dagarna gäller delkontrakt 1, 2 och 3, som annonseras tillsammans." in said and "gemensamma" not in said


SMALL_FOURTH: dict[str, Any] = {
    "modules": [*(module(key, 2_000_000, need="a") for key in "abc"), module("d", 500_000, need="a", kind="review")],
    "small_lots": ["fyra"], "max_lots_per_supplier": 2,
}  # fmt: skip


def alone(number: int, **changes: Any) -> dict[str, Document]:
    """The annexes of one lot, where the fourth is small and taken out."""
    return from_answers(number, **{**FOUR, "system_kind": "new", "award_basis": "price", **SMALL_FOURTH, **changes})


def test_a_lot_procured_by_itself_shares_neither_the_limit_nor_the_order_of_the_others() -> None:
    whole, rest = awards(**SMALL_FOURTH), text(alone(1)["lots"])
    for said in (whole, rest):
        assert "gäller delkontrakt 1, 2 och 3, som upphandlas tillsammans. Gränsen räknar inte delkontrakt 4." in said
        assert "har lägst summa gäller" in said
    notice = table(written("bygglov", options_sek=None, **{**FOUR, **SMALL_FOURTH})["lots"], "Detta står också")
    assert notice[0] == ["Antal delkontrakt", "3"]
    own = alone(4)
    said = text(own["lots"])
    assert "Delkontraktet upphandlas för sig, och anbudet gäller bara det." in said
    assert "kan en leverantör tilldelas högst 2. Detta räknas inte mot den gränsen." in said
    assert "fördelning" not in said and "PC-SMALL-04" not in clause_ids(own["lots"])
    assert OTHER_LOTS not in str(table(own["answer_form"], "Delkontrakt"))
    assert OTHER_LOTS in str(table(alone(1)["answer_form"], "Delkontrakt"))
    assert "räknas inte mot" not in text(alone(4, max_lots_per_supplier=3)["lots"]), "three of three is no limit"


def test_two_lots_of_which_one_is_taken_out_have_no_rules_between_them() -> None:
    lots = [{"name": "A", "modules": ["a", "b", "c"]}, {"name": "fyra", "modules": ["d"]}]
    said = awards(**SMALL_FOURTH | {"lots": lots, "small_lots": ["2"], "max_lots_per_supplier": 1})
    assert "upphandlas var för sig, och ett anbud gäller bara ett av dem." in said and "får tilldelas högst" not in said


def test_a_review_procured_by_itself_still_goes_to_somebody_else() -> None:
    by_itself = "Upphandlas de var för sig tilldelas den som redan har det ena inte det andra."
    chosen = "Fördelningar där en leverantör skulle få båda"
    assert all(by_itself in said and chosen not in said for said in (awards(**SMALL_FOURTH), text(alone(4)["lots"])))
    joint = awards(**SMALL_FOURTH | {"small_lots": None})
    assert chosen in joint and by_itself not in joint


def test_a_lot_procured_by_itself_is_not_counted_among_the_others() -> None:
    taken = {key: value for key, value in SMALL_FOURTH.items() if key != "max_lots_per_supplier"}
    assert awarding.limit(facts(**{**FOUR, **taken}, max_lots_per_supplier=3)) is None
    assert "award_without_margin" in found(**taken, max_lots_per_supplier=2, bidders_expected=2)
    said = found(**taken, max_lots_per_supplier=2, bidders_expected=1)["unawardable_lot"].message
    assert "minst 1 av tre delkontrakt som upphandlas tillsammans" in said
    assert "award_without_margin" in found(**taken, lot_bids="one", bidders_expected=3)
    joined = {"combined_awards": True, "lot_combinations": [{"lots": ["1", "4"]}]}
    assert "delkontrakt 4, som undantas" in found(**taken, **joined)["combination_never_won"].message
    assert not awarding.combinations(facts(**{**FOUR, **taken}, **joined))[0].sound


def test_procedures_of_their_own_are_told_what_an_order_between_them_needs() -> None:
    own = {"lots_bought": "own_procedures"}
    assert "samtidigt" in found(**own, max_lots_per_supplier=2)["separate_procedures"].message
    assert "samtidigt" not in found(**own)["separate_procedures"].message


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
