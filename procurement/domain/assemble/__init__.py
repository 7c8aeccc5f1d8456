"""library + brief + facts → the documents. What is said is decided here and nowhere later."""

from __future__ import annotations

from collections.abc import Iterable

from procurement.domain import review
from procurement.domain.assemble import (
    answer_form,
    decision,
    evaluation,
    lot_plan,
    needs,
    requirements,
    short_form,
    terms,
    value,
    why,
)
from procurement.domain.assemble.builder import Builder, Case, document
from procurement.domain.brief import Brief
from procurement.domain.document import Document
from procurement.domain.facts import Facts
from procurement.domain.library import Library
from procurement.domain.selection import standing


def documents(
    brief: Brief, library: Library, facts: Facts, *, draft: bool, others: Iterable[review.Other] = ()
) -> tuple[Document, ...]:
    """The annexes in their order, and the buyer's own papers last. A direct award gets the short form."""
    case = Case(brief, library, facts, standing(brief, library, facts), draft)
    findings = review.findings(brief, library, facts, others)
    if facts.regime == "direct":
        short = short_form.write(case), decision.write(case, findings, "2")
        return *short, why.write(case, short, "3"), value.write(case, findings, "4")
    specification, numbered = requirements.write(case)
    awarding, demands = evaluation.write(case)
    whole = (
        specification,
        terms.write(case),
        lot_plan.write(case),
        awarding,
        answer_form.write(case, numbered, demands),
        _exceptions(case),
        decision.write(case, findings, "7"),
    )
    return *whole, why.write(case, whole, "8"), value.write(case, findings, "9")


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
