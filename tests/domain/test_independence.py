"""Whoever reviews has not built: in the division, in the documents, in the award and in the review of the draft."""

from itertools import product
from typing import Any

import pytest

from procurement.domain import awarding, independence, review
from procurement.domain.assemble import documents, lot_documents
from procurement.domain.document import Document, clause_ids
from procurement.domain.independence import Reviewing
from tests.domain.given import LIBRARY, brief, facts, module
from tests.domain.tree import table, tables, text

NEED = {"need": "lita på lösningen"}
BUILT = [module("karna", 6_000_000, **NEED), module("vy", 5_000_000, "karna", **NEED), module("drift", 800_000, **NEED)]
REVIEW = module("test", 1_000_000, "vy", kind="review", **NEED)
DRAFT: dict[str, Any] = {
    "title": "Bokning", "system_kind": "new", "data_class": "open", "modules": [*BUILT, REVIEW], "lot_bids": "several",
    "term_months": 24, "award_basis": "price",
}  # fmt: skip
OFF = {
    "clause": "PC-QUAL-03", "reason_code": "R5", "evidence": "a", "alternatives": "b", "compensation": "c",
    "decided_by": "d", "decided_on": "2026-11-01", "expires_on": "2028-01-01",
}  # fmt: skip


def lots(**changes: Any) -> list[set[str]]:
    return [{part.module for part in lot.parts} for lot in facts(**DRAFT | changes).lots]


def made(number: int = 0, **changes: Any) -> dict[str, Document]:
    given, derived = brief(**DRAFT | changes), facts(**DRAFT | changes)
    one = lot_documents(given, LIBRARY, derived, number, draft=True) if number else ()
    return {document.key: document for document in one or documents(given, LIBRARY, derived, draft=True)}


def found(**changes: Any) -> dict[str, review.Finding]:
    given, derived = brief(**DRAFT | changes), facts(**DRAFT | changes)
    return {one.code: one for one in review.findings(given, LIBRARY, derived)}


def test_a_review_is_proposed_apart_from_all_that_it_builds_on() -> None:
    (home,) = [held for held in lots() if "test" in held]
    assert not home & {"karna", "vy"}
    plain = [*BUILT, REVIEW | {"kind": "other"}]
    assert any("test" in held and "vy" in held for held in lots(modules=plain)), "else nothing is proven"


def test_a_review_that_names_nothing_is_apart_from_everything_built() -> None:
    alone = [*BUILT, module("test", 1_000_000, kind="review", **NEED), module("behov", 500_000, kind="need", **NEED)]
    assert independence.reviewed(facts(**DRAFT | {"modules": alone}).modules) == {
        "test": frozenset({"karna", "vy", "drift"})
    }


def test_reviews_that_lie_apart_do_not_review_each_other() -> None:
    code = module("kod", 1_000_000, kind="review", apart=["test"], **NEED)
    assert independence.reviewed(facts(**DRAFT | {"modules": [*BUILT, REVIEW, code]}).modules) == {
        "test": frozenset({"karna", "vy"}), "kod": frozenset({"karna", "vy", "drift"}),
    }  # fmt: skip


def test_a_lot_is_closed_to_a_reviewer_only_if_it_is_reviewed() -> None:
    own = [{"name": key, "modules": [key]} for key in ("karna", "vy", "drift", "test")]
    assert independence.reviewing(facts(**DRAFT | {"lots": own}).lots, facts(**DRAFT).modules) == (
        Reviewing(4, (1, 2), (), "Test"),
    )


def test_what_the_user_puts_together_is_not_torn_apart_but_said() -> None:
    joined = [*BUILT, REVIEW | {"together": ["vy"]}]
    assert any({"vy", "test"} <= held for held in lots(modules=joined))
    said = found(modules=joined)["review_not_apart"]
    assert "både Test och det som granskas där: Vy." in said.message and said.where == "lots"


def test_modules_that_cannot_be_divided_so_are_divided_as_before() -> None:
    between = [
        module("a", 6_000_000, **NEED), module("test", 1_000_000, "a", kind="review", **NEED),
        module("b", 1_000_000, "test", together=["a"], **NEED), module("c", 6_000_000, **NEED),
    ]  # fmt: skip
    assert {"a", "b", "test"} in lots(modules=between) and not facts(**DRAFT | {"modules": between}).undividable


def test_the_reviewers_are_asked_to_be_independent_and_nobody_else() -> None:
    whole = made()
    last = len(lots())
    assert "PC-QUAL-03" in clause_ids(whole["evaluation"])
    assert "PC-QUAL-03" in clause_ids(made(last)["evaluation"])
    assert "PC-QUAL-03" not in clause_ids(made(1)["evaluation"])
    assert "PC-QUAL-03" not in text(made(1)["requirements"]), "what is asked of another needs no excuse"


@pytest.mark.parametrize("number", [0, 1, 2])
def test_every_tenderer_is_told_what_a_reviewer_does_not_win(number: int) -> None:
    plan = made(number)["lots"]
    assert table(plan, "Oberoende granskning") == [["3", "1 och 2"]]
    said = text(plan)
    assert "tilldelas inte både ett delkontrakt med oberoende granskning" in said
    assert "tilldelas den det som granskas" in said and "kan tilldelas alla delkontrakt" not in said
    assert ["Delkontrakt som inte tilldelas samma leverantör", "enligt tabellen Oberoende granskning"] in table(
        plan, "Detta står också i annonsen"
    )


def test_with_an_order_of_award_the_rule_is_a_part_of_it() -> None:
    said = text(made(max_lots_per_supplier=1)["lots"])
    assert "räknas inte med när tilldelningen avgörs" in said and "tilldelas den det som granskas" not in said


def test_the_softer_text_lets_one_supplier_do_both_with_other_people() -> None:
    soft = made(softer=["PC-QUAL-03"])
    assert not tables(soft["lots"], "Oberoende granskning") and "kan tilldelas alla delkontrakt" in text(soft["lots"])
    assert "review_not_apart" not in found(softer=["PC-QUAL-03"])


def test_without_the_clause_the_review_of_the_draft_says_who_may_win_both() -> None:
    assert "review_not_apart" not in found()
    assert found(deviations=[OFF])["review_not_apart"].where == "PC-QUAL-03"
    assert "review_not_apart" not in found(deviations=[OFF], max_lots_per_supplier=1)


def test_one_contract_that_builds_and_reviews_is_pointed_out() -> None:
    said = found(no_split_reason="Delarna går inte att skilja åt.")["review_not_apart"]
    assert said.where == "modules" and said.message.startswith("Kontraktet innehåller både Test")


@pytest.mark.parametrize(
    ("name", "is_said"),
    [("Oberoende säkerhets- och tillgänglighetsgranskning", True), ("Säkerhetstest", True), ("Kodgranskning", True),
     ("Granskning och beslut", False), ("Handläggning", False)],
)  # fmt: skip
def test_a_review_without_a_kind_is_known_by_its_name(name: str, is_said: bool) -> None:
    named = [*BUILT, module("test", 1_000_000, "vy", **NEED) | {"name": name}]
    assert ("review_without_kind" in found(modules=named)) == is_said
    assert "review_without_kind" not in found(modules=[*BUILT, named[-1] | {"kind": "other"}])


def by_force(lots: int, tenderers: int, each: int, reviews: set[int], reviewed: set[int]) -> int:
    """The fewest lots without a supplier, by every way to give each lot to a tenderer or to nobody."""
    least = lots
    for winners in product(range(tenderers + 1), repeat=lots):
        won = [{lot for lot, who in enumerate(winners, 1) if who == one} for one in range(1, tenderers + 1)]
        if all(len(held) <= each and not (held & reviews and held & reviewed) for held in won):
            least = min(least, winners.count(0))
    return least


@pytest.mark.parametrize("limit", [1, 2, 3, None])
@pytest.mark.parametrize("tenderers", [0, 1, 2, 3])
def test_what_is_left_counts_that_a_reviewer_wins_nothing_reviewed(tenderers: int, limit: int | None) -> None:
    own = [{"name": key, "modules": [key]} for key in ("karna", "vy", "drift", "test")]
    derived = facts(**DRAFT | {"lots": own} | ({"max_lots_per_supplier": limit} if limit else {}))
    apart = independence.reviewing(derived.lots, derived.modules)
    assert awarding.unserved(derived, tenderers, apart) == by_force(4, tenderers, limit or 4, {4}, {1, 2})


def test_one_tenderer_is_too_few_where_one_must_review_another() -> None:
    assert "unawardable_lot" in found(bidders_expected=1)
    assert "award_without_margin" in found(bidders_expected=2)
    assert not {"unawardable_lot", "award_without_margin"} & set(found(bidders_expected=3))
