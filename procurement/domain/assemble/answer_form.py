"""Bilaga 5 Svarsformulär: what the tenderer fills in, requirement by requirement."""

from __future__ import annotations

from procurement.domain.assemble import ai, evaluation, one_lot, prices, workbook
from procurement.domain.assemble import quality as quality_table
from procurement.domain.assemble.asked import (
    ACCEPTANCE,
    CAPACITY,
    EXCLUSION,
    SECRECY,
    SIGNATURE,
    TENDERER,
    TOGETHER,
    YES_NO,
    asked_by_terms,
    by_itself,
)
from procurement.domain.assemble.builder import Builder, Case, cell, document, lots_named, named, row
from procurement.domain.assemble.requirements import Numbered
from procurement.domain.document import Blank, Column, Document, Inlines, Paragraph, Row, Text
from procurement.domain.selection import Selected


def write(case: Case, requirements: Numbered, demands: Numbered) -> Document:
    """The annex; the numbers are those of Bilaga 1, and of Bilaga 4 for the demands on the supplier."""
    b = Builder(case)
    tenderer(b)
    if case.lot:
        one_lot.tender(b, case.lot)
    elif case.facts.divided:
        lots(b)
    supplier(b, demands)
    answers(b, requirements, "Bilaga 1")
    details(b)
    ai.answers(b)
    quality(b)
    quality_table.answers(b)
    prices.write(b)
    acceptance(b)
    return document(
        case, key="answer_form", label="Bilaga 5", title="Svarsformulär", file_name="5-svarsformular", builder=b,
        workbook=workbook.write(case, requirements, "Bilaga 1", demands),
    )  # fmt: skip


def tenderer(b: Builder) -> None:
    """Chapter "Anbudsgivaren"."""
    b.h1("Anbudsgivaren")
    rows = [row([label, (Blank(label),)]) for label in TENDERER]
    rows.append(row([TOGETHER, (Blank("Anbud tillsammans med andra", YES_NO),)]))
    rows.append(row([CAPACITY, (Blank(CAPACITY),)]))
    b.table("Anbudsgivaren", [Column("Uppgift", 42), Column("Svar", 58)], rows, numbered=False)


def lots(b: Builder) -> None:
    """Chapter "Delkontrakt som anbudet gäller"."""
    b.h1("Delkontrakt som anbudet gäller")
    rows = [
        row([str(lot.number), lot.name, (Blank(f"Anbud på delkontrakt {lot.number}", YES_NO),)])
        for lot in b.case.facts.lots
    ]
    b.table("Delkontrakt", [Column("Nr", 10), Column("Delkontrakt", 60), Column("Anbud", 30)], rows, numbered=False)
    if b.case.taken_out:
        b.p(by_itself(b.case), "note")


def supplier(b: Builder, demands: Numbered) -> None:
    """Chapter "Leverantören": grounds for exclusion, and each demand by its number in Bilaga 4."""
    b.h1("Leverantören")
    b.p("Svara på varje krav. Numren är de som står i Bilaga 4. Bevis lämnas först när beställaren begär det.")
    if b.case.regime == "eu":
        b.p("Bifoga den egna försäkran, en för varje företag som anbudet bygger på.")
        if apart := b.case.taken_out:
            b.p(f"Den behövs inte för {lots_named(apart)}.")
    rows = [row(["–", EXCLUSION, (Blank(EXCLUSION, YES_NO),), (Blank("Förklaring om något skäl finns"),)])]
    rows += [
        row([
            number, named(s), (Blank(f"Kvalificeringskrav {number} uppfylls", YES_NO),),
            (Blank(f"Hur kvalificeringskrav {number} uppfylls"),),
        ])
        for number, s in demands
    ]  # fmt: skip
    heads = [Column("Nr", 10), Column("Krav", 40), Column("Svar", 20), Column("Hur kravet uppfylls", 30)]
    b.table("Leverantören", heads, rows, numbered=False)


def answers(b: Builder, requirements: Numbered, annex: str) -> None:
    """Chapter "Svar på kraven": yes or no, and the proof, for each requirement.

    In the short form the requirements stand with their proof in the same paper.
    """
    b.h1("Svar på kraven")
    b.p(f"Svara på varje krav och hänvisa till beviset. Numren är de som står i {annex}.")
    rows = [
        Row(
            (
                cell([Paragraph((Text(number, "strong"),)), Paragraph((Text(s.clause.id),), "source")], header=True),
                cell(
                    [
                        Paragraph((Text(s.clause.title, "strong"),)),
                        *(() if b.short else (Paragraph((Text(s.clause.evidence),), "note"),)),
                        *_lots(b.case, s),
                    ]
                ),
                cell((Blank(f"Krav {number} uppfylls", YES_NO),)),
                cell((Blank(f"Bevis för krav {number}"),)),
            ),
            anchor=f"svar-{number.replace('.', '-')}",
        )
        for number, s in requirements
    ]
    heads = [
        Column("Nr", 14),
        Column("Krav" if b.short else "Krav och bevis som lämnas", 40),
        Column("Uppfylls", 17),
        Column("Svar, länk", 29),
    ]
    b.table("Svar på kraven", heads, rows, numbered=False)


def quality(b: Builder) -> None:
    """Chapter "Kvalitet": what the tenderer hands in for each criterion."""
    chosen = evaluation.chosen(b.case)
    if not chosen:
        return
    b.h1("Kvalitet")
    b.p(
        "Lämna det som varje kriterium frågar efter. "
        "Poängen sätts enligt skalan i bilagan Kvalificering och utvärdering."
    )
    rows = [
        row([
            [*named(s), *_lots(b.case, s)], s.clause.evidence, (Blank(f"Bilaga eller länk: {s.clause.title}"),),
        ])
        for s in chosen
    ]  # fmt: skip
    heads = [Column("Kriterium", 28), Column("Detta lämnas", 42), Column("Bilaga eller länk", 30)]
    b.table("Kvalitet", heads, rows, numbered=False)


def _lots(case: Case, selected: Selected) -> list[Paragraph]:
    """Which contracts the clause is asked of; nothing where that is all of them."""
    lots = case.asked_of(selected.clause.id)
    return [Paragraph((Text(f"Bara {lots_named(lots)}"),), "note")] if lots else []


def details(b: Builder) -> None:
    """Chapter "Uppgifter om villkoren": what some terms ask the tenderer to say; nothing where none does."""
    asked = list(asked_by_terms(b.case))
    if not asked:
        return
    b.h1("Uppgifter om villkoren")
    b.p("Några villkor kräver en uppgift i anbudet. Svaret poängsätts inte.")
    rows = [row([named(s), wanted, (Blank(f"Uppgift om villkoret {s.clause.title}"),)]) for s, wanted in asked]
    heads = [Column("Villkor", 32), Column("Detta lämnas", 38), Column("Svar", 30)]
    b.table("Uppgifter om villkoren", heads, rows, numbered=False)


def acceptance(b: Builder) -> None:
    """Chapter "Godkännande": the terms are accepted, and somebody signs."""
    b.h1("Godkännande")
    signature: list[tuple[str, Inlines]] = [
        (ACCEPTANCE, (Blank(ACCEPTANCE, YES_NO),)),
        (SECRECY, (Blank("Begäran om sekretess"),)),
        *((label, (Blank(label),)) for label in SIGNATURE),
    ]
    b.table("Godkännande", [Column("Uppgift", 46), Column("Svar", 54)], [row(s) for s in signature], numbered=False)
