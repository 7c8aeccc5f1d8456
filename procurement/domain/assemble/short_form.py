"""The short form for a direct award: one annex at a length that suits its value, answer form included."""

from __future__ import annotations

from procurement.domain.assemble import answer_form, needs, terms
from procurement.domain.assemble.builder import Builder, Case, document
from procurement.domain.assemble.requirements import Numbered, requirement_table
from procurement.domain.document import Document


def write(case: Case) -> Document:
    """The annex: need, object, requirements, terms, exceptions and answers."""
    b = Builder(case)
    needs.need(b)
    needs.thing(b)
    needs.exchange(b)
    numbered: Numbered = []
    for area, chosen in case.of_kind("requirement"):
        b.h1(area.title)
        numbered += requirement_table(b, area, chosen)
    terms.frame(b)
    contract = case.of_kind("contract_term")
    if contract:
        b.h1("Villkor")
        b.p("Villkoren gäller under avtalstiden. Anbudsgivaren godtar dem genom att lämna anbud.")
        for _, chosen in contract:
            for selected in chosen:
                b.clause(selected)
    needs.publication_exceptions(b)
    needs.deviations(b)
    answer_form.tenderer(b)
    answer_form.answers(b, numbered, "kraven ovan")
    answer_form.prices(b)
    answer_form.acceptance(b)
    return document(
        case, key="short_form", label="Bilaga 1", title="Krav och villkor, kortform", file_name="1-krav-och-villkor",
        builder=b,
    )  # fmt: skip
