"""Bilaga 1 Kravspecifikation: the need, the object, and every mandatory requirement with how it is proven."""

from __future__ import annotations

from procurement.domain import markup
from procurement.domain.assemble import needs, one_lot
from procurement.domain.assemble.builder import Builder, Case, cell, document, labelled, law_line, text_of
from procurement.domain.document import Column, Document, Items, Paragraph, Row, Text
from procurement.domain.library import Area
from procurement.domain.selection import Selected

Numbered = list[tuple[str, Selected]]
# Demands on the supplier are no requirements on what is bought: they stand in Bilaga 4.
SUPPLIER = "qual"

MANDATORY = "Kraven är obligatoriska: ett anbud som inte uppfyller dem kan inte antas."
EQUIVALENT = "Där en standard nämns godtas också en likvärdig lösning, om anbudsgivaren visar att den är likvärdig."


def write(case: Case) -> tuple[Document, Numbered]:
    """The annex, and the number each requirement got: the answer form cites them."""
    b = Builder(case)
    b.h1("Så läser du dokumentet")
    needs.summary(b)
    b.p(f"Dokumentet beskriver vad beställaren behöver och vilka krav lösningen ska uppfylla. {MANDATORY}")
    b.p(
        "Varje krav har ett nummer, en text, det bevis som anbudsgivaren lämnar och det sätt som beställaren "
        f"kontrollerar kravet på. {EQUIVALENT}"
    )
    needs.principles(b)
    if case.lot:
        one_lot.reading(b, case.lot)
        one_lot.scope(b, case.lot)
        one_lot.interfaces(b, case.lot)
    needs.need(b)
    needs.thing(b)
    needs.exchange(b)
    needs.closed_components(b)
    numbered: Numbered = []
    for area, chosen in case.of_kind("requirement"):
        if area.key == SUPPLIER:
            continue
        b.h1(area.title)
        numbered += requirement_table(b, area, chosen)
    one_lot.unasked(b, "Krav", ("requirement",))
    return (
        document(case, key="requirements", label="Bilaga 1", title="Kravspecifikation",
                 file_name="1-kravspecifikation", builder=b),
        numbered,
    )  # fmt: skip


def requirement_table(b: Builder, area: Area, chosen: list[Selected]) -> Numbered:
    """The area's requirements as a table, under a heading that is already there; gives their numbers."""
    if area.intro:
        b.p(area.intro, "lead")
    return table_of(b, f"Krav: {area.title}", chosen)


def table_of(b: Builder, caption: str, chosen: list[Selected]) -> Numbered:
    """Requirements as a table; gives their numbers."""
    numbered = [(b.next_number(), selected) for selected in chosen]
    # Where no motive stands under the requirement, the two columns say about as much.
    first, said, proven = (12, 47, 41) if b.short else (14, 49, 37)
    b.table(
        caption,
        [Column("Nr", first), Column("Krav", said), Column("Bevis och kontroll", proven)],
        [requirement_row(b, number, selected) for number, selected in numbered],
        numbered=False,
    )
    return numbered


def requirement_row(b: Builder, number: str, selected: Selected) -> Row:
    """One requirement: number and id, text and motive, evidence and check."""
    clause = selected.clause
    said: list[Paragraph | Items] = [Paragraph((Text(clause.title),), "label"), *text_of(selected, b.case)]
    if clause.motive and not b.short:
        said.append(Paragraph((Text("Varför: ", "strong"), Text(clause.motive)), "note"))
    proof: list[Paragraph | Items] = []
    if clause.evidence:
        proof.append(Paragraph((Text("Bevis: ", "strong"), Text(clause.evidence))))
    proof += labelled("Kontroll", markup.fill(clause.check, b.case.answer), "body")
    proof += law_line(b, selected)
    name = [Paragraph((Text(number, "strong"),)), Paragraph((Text(clause.id),), "source")]
    return Row(
        (cell(name, header=True), cell(said), cell(proof)),
        clause=clause.id, clause_title=clause.title, anchor=b.row_anchor(number),
    )  # fmt: skip
