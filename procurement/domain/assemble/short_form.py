"""The short form for a direct award: one annex at a length that suits its value, answer form included."""

from __future__ import annotations

from procurement.domain.assemble import ai, answer_form, needs, one_lot, prices, procedure, terms, workbook
from procurement.domain.assemble.builder import Builder, Case, document, row, text_of
from procurement.domain.assemble.requirements import EQUIVALENT, MANDATORY, Numbered, table_of
from procurement.domain.document import Clause, Column, Document


def write(case: Case) -> Document:
    """The annex: need, object, requirements, terms, exceptions and answers."""
    b = Builder(case, short=True)
    if case.lot:
        one_lot.scope(b, case.lot)
        one_lot.interfaces(b, case.lot)
    _need(b)
    needs.thing(b)
    needs.exchange(b)
    needs.closed_components(b)
    b.h1("Krav")
    b.p(f"{MANDATORY} {EQUIVALENT}")
    needs.principles(b)
    requirements = [selected for _, chosen in case.of_kind("requirement") for selected in chosen]
    numbered: Numbered = table_of(b, "Krav", requirements)
    terms.frame(b)
    contract = [selected for _, chosen in case.of_kind("contract_term") for selected in chosen]
    if contract:
        b.h1("Villkor")
        b.p(
            "Villkoren gäller under avtalstiden. Anbudsgivaren godtar dem genom att lämna anbud. "
            + terms.precedence("denna bilaga")
        )
        for selected in contract:
            b.clause(selected)
    needs.publication_exceptions(b)
    needs.deviations(b)
    b.h1("Så går upphandlingen till")
    procedure.points(b)
    answer_form.tenderer(b)
    answer_form.answers(b, numbered, "kapitlet Krav")
    answer_form.details(b)
    ai.answers(b)
    prices.write(b)
    _award(b)
    answer_form.acceptance(b)
    return document(
        case, key="short_form", label="Bilaga 1", title="Krav och villkor, kortform", file_name="1-krav-och-villkor",
        builder=b, workbook=workbook.write(case, numbered, "Krav och villkor"),
    )  # fmt: skip


# How the buyer chooses, in a sentence: a direct award has no annex on evaluation, and counts no costs over the years.
AWARD = {
    "price": "har lägst pris",
    "cost": "har lägst sammanlagd kostnad enligt tabellen Pris",
    "quality_price": "har bäst förhållande mellan pris och kvalitet",
}


def _award(b: Builder) -> None:
    basis = AWARD.get(str(b.case.facts.answers.get("award_basis")))
    if basis:
        b.p(f"Beställaren väljer det anbud som uppfyller alla krav och {basis}.")


def _need(b: Builder) -> None:
    """The need in a paragraph and three tables: at this value a page is enough."""
    case = b.case
    b.h1("Behov")
    needs.summary(b)
    lead = case.clause("PC-USER-01")
    if lead:
        b.blocks.append(Clause(lead.clause.id, lead.clause.title, text_of(lead, case), "krav-behov", lead.variant))
    b.words("problem")
    needs.users_and_goals(b)
    told = (
        ("Hur behoven är undersökta", "evidence"),
        ("Dagens lösning", "current_solution"),
        ("Öppna lösningar som har prövats", "reuse_search"),
    )
    rows = [row([label, case.answer(key)]) for label, key in told]
    b.table("Underlag", [Column("Uppgift", 38), Column("Svar", 62)], rows)
