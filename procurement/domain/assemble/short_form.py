"""The short form for a direct award: one annex at a length that suits its value, answer form included."""

from __future__ import annotations

from procurement.domain import swedish
from procurement.domain.assemble import ai, answer_form, needs, one_lot, prices, procedure, terms, workbook
from procurement.domain.assemble.builder import Builder, Case, document, laws_of, row, text_of
from procurement.domain.assemble.requirements import EQUIVALENT, MANDATORY, Numbered, table_of
from procurement.domain.document import Clause, Column, Document
from procurement.domain.lot_kinds import common


def write(case: Case) -> Document:
    """The annex: need, object, requirements, terms, exceptions and answers."""
    requirements, contract = (
        [selected for _, chosen in case.of_kind(kind) for selected in chosen]
        for kind in ("requirement", "contract_term")
    )
    shared = common([[law.ref for law in laws_of(case, selected)] for selected in (*requirements, *contract)])
    b = Builder(case, short=True, leant_on=frozenset(shared))
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
    if shared:
        refs = swedish.enumerate_items([swedish.unbroken(ref) for ref in sorted(shared)])
        b.p(f"Alla krav och villkor stöder sig på {refs}. Annan lag står vid det krav eller villkor som den gäller.")
    numbered: Numbered = table_of(b, "Krav", requirements)
    terms.frame(b)
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
    answer_form.acceptance(b)
    return document(
        case, key="short_form", label="Bilaga 1", title="Krav och villkor, kortform", file_name="1-krav-och-villkor",
        builder=b, workbook=workbook.write(case, numbered, "Krav och villkor"),
    )  # fmt: skip


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
