"""Varför står detta här? For each clause of a document: where it stands, the answers that led to it, motive and law."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from procurement.domain.assemble.builder import Builder, Case, cell, document, ref_text
from procurement.domain.document import Clause, Column, Document, Heading, Items, Paragraph, Row, Table, Text
from procurement.domain.library import Law
from procurement.domain.selection import Because, Selected, softened_by

ALWAYS = "Står i alla upphandlingar."
NUMBERED = re.compile(r"krav-(\d+(?:-\d+)*)")


@dataclass(frozen=True)
class Explained:
    """A clause where it stands in a document. `softened_by` is empty where the softer text was chosen by hand."""

    number: str
    anchor: str
    selected: Selected
    softened_by: tuple[Because, ...]
    laws: tuple[Law, ...]


def explained(document: Document, case: Case) -> tuple[Explained, ...]:
    """Every clause that the document carries, in the order it comes."""
    selected = {chosen.clause.id: chosen for chosen in case.clauses}
    regime, known = case.regime, case.facts.conditions()
    return tuple(
        Explained(
            number,
            anchor,
            selected[identity],
            softened_by(selected[identity], case.library, case.facts),
            tuple(case.library.laws_of(selected[identity].clause, regime, known)) if regime else (),
        )
        for identity, (number, anchor) in _places(document)
        if identity in selected
    )


def write(case: Case, documents: tuple[Document, ...], number: str) -> Document:
    """The annex about the other documents. `number` is its place in the set, for the file name."""
    b = Builder(case)
    b.h1("Så läser du bilagan")
    b.p(
        "Här står varje klausul i handlingarna, med de svar som ledde till den, dess motiv och den lag den stöder sig "
        "på. Ändras ett svar kan klausulen falla bort eller få en annan lydelse. En klausul som står på flera ställen "
        "tas upp på det första."
    )
    told: set[str] = set()
    for other in documents:
        new = [one for one in explained(other, case) if one.selected.clause.id not in told]
        told |= {one.selected.clause.id for one in new}
        if new:
            name = f"{other.label} {other.title}".strip()
            b.h1(name)
            heads = [Column("Klausul", 22), Column("Varför den står här", 40), Column("Lag", 38)]
            b.table(f"Klausulerna i {name}", heads, [_row(one) for one in new], numbered=False)
    return document(
        case, key="why", label="", title="Varför står detta här?",
        file_name=f"{number}-varfor-star-detta-har-INTERNT", builder=b, internal=True,
    )  # fmt: skip


def answers(because: tuple[Because, ...]) -> str:
    """The answers in a sentence: Vad för slags köp är det? nyutveckling; Beräknat ur värdet: köpet är delat."""
    return "; ".join(f"{_asked(reason)} {reason.answer}" for reason in because)


def choice(one: Explained) -> str:
    """What the buyer has chosen beside the answers; empty for a clause in its standard text."""
    if one.selected.clause.kind == "award_criterion" and one.selected.variant == "standard":
        return "Kriteriet är valt av beställaren."
    match one.selected.variant:
        case "own":
            return "Egen lydelse, skriven av beställaren."
        case "softer" if one.softened_by:
            return f"Mildare lydelse på grund av svaren: {answers(one.softened_by)}."
        case "softer":
            return "Mildare lydelse, vald av beställaren."
    return ""


def _row(one: Explained) -> Row:
    clause = one.selected.clause
    name = [
        Paragraph((Text(f"{one.number} {clause.title}".strip(), "strong"),)),
        Paragraph((Text(clause.id),), "source"),
    ]
    why: list[Paragraph | Items] = [
        Paragraph((Text(f"{_asked(reason)} "), Text(reason.answer, "strong"))) for reason in one.selected.because
    ] or [Paragraph((Text(ALWAYS),))]
    if said := choice(one):
        why.append(Paragraph((Text(said),)))
    if clause.motive:
        why.append(Paragraph((Text("Motiv: ", "strong"), Text(clause.motive)), "note"))
    laws = [
        Paragraph((Text(f"{ref_text(law)}: {law.heading}" + ("" if law.verified else " (ej kontrollerad)")),))
        for law in one.laws
    ]
    return Row((cell(name, header=True), cell(why), cell(laws)))


def _asked(reason: Because) -> str:
    """The question, or what stands in its place before the answer."""
    return reason.question if reason.question.endswith("?") else f"{reason.question}:"


def _places(document: Document) -> Iterator[tuple[str, tuple[str, str]]]:
    """Where each clause stands the first time: id → its number, or that of the heading it stands under, and anchor."""
    under, told = "", set()
    for block in document.blocks:
        found: list[tuple[str, str]] = []
        match block:
            case Heading():
                under = block.number
            case Clause():
                found = [(block.id, block.anchor)]
            case Table():
                found = [(row.clause, row.anchor) for row in block.rows if row.clause]
        for identity, anchor in found:
            if identity not in told:
                told.add(identity)
                numbered = NUMBERED.fullmatch(anchor)
                yield identity, (numbered[1].replace("-", ".") if numbered else under, anchor)
