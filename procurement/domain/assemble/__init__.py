"""library + brief + facts → the documents. What is said is decided here and nowhere later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from procurement.domain import review, weighing
from procurement.domain.assemble import (
    answer_form,
    cost_sheet,
    decision,
    evaluation,
    lot_place,
    lot_plan,
    needs,
    prices,
    requirements,
    short_form,
    terms,
    value,
    why,
)
from procurement.domain.assemble.builder import Builder, Case, document
from procurement.domain.brief import Brief
from procurement.domain.concerns import Unasked, unasked
from procurement.domain.document import Document
from procurement.domain.facts import Facts
from procurement.domain.library import Library
from procurement.domain.lots import Lot
from procurement.domain.selection import Selected, standing


def documents(
    brief: Brief, library: Library, facts: Facts, *, draft: bool, others: Iterable[review.Other] = ()
) -> tuple[Document, ...]:
    """The annexes in their order, and the buyer's own papers last. A direct award gets the short form."""
    case = whole(brief, library, facts, draft=draft)
    findings = review.findings(brief, library, facts, others)
    if facts.regime == "direct":
        short = short_form.write(case), decision.write(case, findings, "2")
        return *short, why.write(case, short, "3"), value.write(case, findings, "4"), *cost_sheet.write(case, "5")
    specification, numbered = requirements.write(case)
    awarding, demands = evaluation.write(case)
    annexes = (
        specification,
        terms.write(case),
        lot_plan.write(case),
        awarding,
        answer_form.write(case, numbered, demands),
        _exceptions(case),
        decision.write(case, findings, "7"),
    )
    return *annexes, why.write(case, annexes, "8"), value.write(case, findings, "9"), *cost_sheet.write(case, "10")


def lot_documents(brief: Brief, library: Library, facts: Facts, number: int, *, draft: bool) -> tuple[Document, ...]:
    """The annexes of one lot as a set of its own; none where the procurement has no such lot, or is not divided."""
    lot = next((lot for lot in facts.lots if lot.number == number), None) if facts.divided else None
    if lot is None:
        return ()
    case = of_lot(brief, library, facts, lot, draft=draft)
    if facts.regime == "direct":
        return (short_form.write(case),)
    specification, numbered = requirements.write(case)
    awarding, demands = evaluation.write(case)
    return (
        specification,
        terms.write(case),
        lot_place.write(case, lot),
        awarding,
        answer_form.write(case, numbered, demands),
        _exceptions(case),
    )


def whole(brief: Brief, library: Library, facts: Facts, *, draft: bool) -> Case:
    """What the annexes of the whole are written from."""
    clauses = standing(brief, library, facts)
    return Case(brief, library, facts, clauses, draft, unasked=_unasked(library, facts, clauses))


def of_lot(brief: Brief, library: Library, facts: Facts, lot: Lot, *, draft: bool) -> Case:
    """What the annexes of one lot are written from: without the clauses that are not asked of it."""
    weighed = weighing.of(brief, library, facts, lot)
    if weighed.by_price:
        # Then it is written as a procurement where nothing but the price, or the cost over the years, decides.
        basis = "cost" if prices.life_cycle(whole(brief, library, facts, draft=draft)) else "price"
        facts = replace(facts, answers={**facts.answers, "award_basis": basis})
    clauses = standing(brief, library, facts)
    left = _unasked(library, facts, clauses)
    taken = {selected.clause.id for selected in left[lot.number].all} if lot.number in left else set()
    taken |= {s.clause.id for s in clauses if s.clause.kind == "award_criterion"} - dict(weighed.criteria).keys()
    kept = tuple(selected for selected in clauses if selected.clause.id not in taken)
    return Case(brief, library, facts, kept, draft, lot, left)


def _unasked(library: Library, facts: Facts, clauses: tuple[Selected, ...]) -> dict[int, Unasked]:
    """What is not asked of each lot. The short form is as short as it can be already."""
    if not facts.divided or facts.regime == "direct":
        return {}
    found = {lot.number: unasked(lot, facts.modules, library, clauses) for lot in facts.lots}
    return {number: left for number, left in found.items() if left.all}


def _exceptions(case: Case) -> Document:
    b = Builder(case)
    needs.publication_exceptions(b)
    needs.deviations(b)
    return document(
        case,
        key="deviations",
        label="Bilaga 6",
        title="Avsteg och undantag",
        file_name="6-avsteg-och-undantag",
        builder=b,
    )
