"""The table of quality: the levels that every delivery must reach, ours and the buyer's own."""

from __future__ import annotations

from procurement.domain import markup
from procurement.domain.assemble.builder import Builder, Case, CellContent, row
from procurement.domain.brief import rows, texts
from procurement.domain.conditions import holds
from procurement.domain.document import Blank, Column, Inlines, Paragraph, Text

CLAUSE = "PC-ACC-01"


def levels(case: Case) -> list[tuple[Inlines, Inlines, Inlines, Inlines]]:
    """Property, measure, level and method, row by row; none where the clause that they belong to does not stand."""
    selected = case.clause(CLAUSE)
    if selected is None:
        return []
    known, left_out = case.facts.conditions(), texts(case.facts.answers.get("quality_skip"))
    found: list[tuple[Inlines, Inlines, Inlines, Inlines]] = [
        ((Text(level.property),), (Text(level.measure),), _filled(case, level.level), (Text(level.method),))
        for level in selected.clause.table
        if level.key not in left_out and holds(level.when, known) and (not level.clause or case.clause(level.clause))
    ]
    for own in rows(case.facts.answers, "quality_rows"):
        question = case.library.questions["quality_rows"]
        cells = [case.field(question, own, name) for name in ("property", "measure", "level", "method")]
        found.append((cells[0], cells[1], cells[2], cells[3]))
    return found


def terms(b: Builder) -> None:
    """Chapter "Kvalitetstabell" of the contract terms."""
    if b.case.clause(CLAUSE) is None:
        return
    b.h1("Kvalitetstabell")
    listed = levels(b.case)
    if not listed:
        b.p("Beställaren ställer inga nivåer i tabellen.")
        return
    b.p("Nivåerna gäller varje leverans.")
    heads = [Column("Egenskap", 20), Column("Mått", 32), Column("Godkänd nivå", 20), Column("Kontroll", 28)]
    b.table("Kvalitetstabell", heads, [row(cells) for cells in listed])


def answers(b: Builder) -> None:
    """Chapter "Kvalitetstabell" of the answer form: how the tenderer means to measure. It is not scored."""
    listed = levels(b.case)
    if not listed:
        return
    b.h1("Kvalitetstabell")
    b.p(
        "Nivåerna är kontraktsvillkor och ska vara uppfyllda vid varje leverans. "
        "Ange hur ni tänker mäta var och en. Svaret poängsätts inte."
    )
    filled: list[list[CellContent]] = [
        [name, measure, level, (Blank(f"Mätning av {_plain(name)}"),)] for name, measure, level, _ in listed
    ]
    heads = [Column("Egenskap", 22), Column("Mått", 30), Column("Godkänd nivå", 20), Column("Så mäter vi", 28)]
    b.table("Kvalitetstabell", heads, [row(cells) for cells in filled], numbered=False)


def _filled(case: Case, template: markup.Template) -> Inlines:
    blocks = markup.fill(template, case.answer)
    return tuple(part for block in blocks if isinstance(block, Paragraph) for part in block.inlines)


def _plain(inlines: Inlines) -> str:
    return "".join(part.text for part in inlines if isinstance(part, Text)).lower()
