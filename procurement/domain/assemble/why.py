"""Varför står detta här? For each clause: where it stands, its motive, the answers that led to it, and its law.

A chapter for each area: that is what a reader looks for, and there a requirement stands beside the terms on the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from procurement.domain import swedish
from procurement.domain.assemble.builder import Builder, Case, document, ref_text, row
from procurement.domain.document import Clause, Column, Document, Heading, Inlines, Paragraph, Row, Table, Text
from procurement.domain.library import Law
from procurement.domain.selection import Because, Selected, softened_by

ALWAYS = "Står i alla upphandlingar."
MANY = 3
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
    told: dict[str, tuple[str, Explained]] = {}
    for other in documents:
        for one in explained(other, case):
            told.setdefault(one.selected.clause.id, (other.label or other.title, one))
    chapters = [
        (area, here)
        for area in case.library.areas.values()
        if (here := [found for found in told.values() if found[1].selected.clause.area == area.key])
    ]
    clauses = [one for _, here in chapters for _, one in here]
    b = Builder(case)
    b.h1("Så läser du bilagan")
    b.p(
        "Här står varje klausul i handlingarna, område för område, med sitt motiv, de svar som ledde till den och den "
        "lag den stöder sig på. En klausul som står på flera ställen tas upp på det första. Ändras ett svar kan "
        "klausulen falla bort eller få en annan lydelse."
    )
    _led_to(b, clauses)
    heads = [Column("Klausul", 30), Column("Varför den står här", 70)]
    for area, here in chapters:
        b.h1(area.title)
        b.table(f"Klausulerna om {area.title}", heads, [_row(place, one) for place, one in here], numbered=False)
    _leant_on(b, clauses)
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


def _row(annex: str, one: Explained) -> Row:
    """A clause where it stands: first what it is for, in words that anybody reads."""
    clause = one.selected.clause
    place = f"{annex}, avsnitt{swedish.NBSP}{one.number}" if one.number else annex
    title = [
        Paragraph((Text(clause.title, "strong"),)),
        Paragraph((Text(place),), "source"),
        # On a line of its own, so that it never breaks at its hyphens.
        Paragraph((Text(clause.id),), "source"),
    ]
    why = [Paragraph((Text(clause.motive),)), Paragraph(_because(one.selected.because), "note")]
    if said := choice(one):
        why.append(Paragraph((Text(said),), "note"))
    if one.laws:
        laws = "; ".join(ref_text(law) for law in one.laws)
        why.append(Paragraph((Text("Lag: ", "strong"), Text(f"{laws}.")), "note"))
    return row([title, why])


def _because(because: tuple[Because, ...]) -> Inlines:
    """The answers in a sentence, each to be told from its question."""
    if not because:
        return (Text(ALWAYS),)
    said: list[Text] = []
    for reason in because:
        said += [Text("; " if said else ""), Text(f"{_asked(reason)} "), Text(reason.answer, "strong")]
    return Text("Svar: ", "strong"), *said, Text(".")


def _led_to(b: Builder, clauses: Sequence[Explained]) -> None:
    """The other way round: what hangs on each answer, the clause itself or its softer text."""
    b.h1("Vad svaren leder till")
    found: dict[Because, list[str]] = {}
    for one in clauses:
        for reason in dict.fromkeys((*one.selected.because, *one.softened_by)):
            found.setdefault(reason, []).append(one.selected.clause.id)
    rows = [
        row([[Paragraph((Text(_asked(reason)),), "note"), Paragraph((Text(reason.answer),))], _which(ids)])
        for reason, ids in found.items()
    ]
    if always := [one.selected.clause.id for one in clauses if not one.selected.because]:
        rows.append(row([ALWAYS, _which(always)]))
    b.table("Klausulerna efter svar", [Column("Svar", 45), Column("Klausuler", 55)], rows, numbered=False)


def _leant_on(b: Builder, clauses: Sequence[Explained]) -> None:
    """What the sections of law are about, and which clauses lean on each."""
    found: dict[str, list[str]] = {}
    for one in clauses:
        for law in one.laws:
            found.setdefault(law.ref, []).append(one.selected.clause.id)
    rows = [
        row([ref_text(law), law.heading + ("" if law.verified else " (ej kontrollerad)"), _which(found[law.ref])])
        for law in b.case.library.laws.values()
        if law.ref in found
    ]
    if rows:
        b.h1("Lagen som klausulerna stöder sig på")
        heads = [Column("Lagrum", 22), Column("Vad det handlar om", 42), Column("Klausuler", 36)]
        b.table("Klausulerna efter lagrum", heads, rows, numbered=False)


def _which(ids: Sequence[str]) -> list[Paragraph]:
    """The clauses, and how many where that is not seen at once."""
    said = f"{swedish.count(len(ids), 'en klausul', 'klausuler').capitalize()}: " if len(ids) > MANY else ""
    return [Paragraph((Text(said + ", ".join(ids)),), "source")]


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
