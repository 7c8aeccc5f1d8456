"""Which of the answers a paper takes along when it leaves, so that it can be opened again.

A paper for the buyer alone takes all of them. Every other paper goes to somebody who may know what it says and no
more. It takes an answer only if both hold: its key is listed here, and it stands in that paper, in words.
The list is needed since a few words may stand there by chance and mean something else.
The words are needed since an answer may be left from a question that no longer applies, and is then printed nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from procurement.domain import house
from procurement.domain.answers import in_words
from procurement.domain.assemble.cost_sheet import KEY as COSTS
from procurement.domain.brief import Brief, schema_of
from procurement.domain.document import Block, Clause, Document, Figure, Heading, Items, Paragraph, Table
from procurement.domain.library import Library
from procurement.domain.questions import Question, Value
from procurement.domain.releases import written

# Answers in words that tenderers are told: the need, the thing, the terms and how tenders are compared.
# What belongs to one buyer's case stays with it, also where it is printed: who buys, numbers, addresses, decisions and
# exceptions. Whoever opens the paper has their own. So does everything about what the buyer thinks it is worth.
PLAIN = (
    *("title", "cpv", "procedure", "problem", "evidence", "current_solution", "reuse_search", "summary"),
    *("tender_language", "rights_model"),
    *("system_kind", "repository_url", "description", "surfaces", "accessibility_level", "assistive_technology"),
    *("data_class", "open_datasets", "federations", "api_scope", "connecting_parties"),
    *("missing_standards", "api_profile_version"),
    *("ai_functions", "ai_risk", "ai_role", "ai_human_role", "ai_training_exceptions"),
    *("licence", "code_platform", "existing_code", "documentation_licence"),
    *("first_need", "change_windows", "hosting", "location", "maintenance_window", "sbom_format"),
    *("export_sets", "export_formats", "archive", "support_hours", "critical_response", "support_channels", "training"),
    *("documentation_language", "upstream_project", "lot_bids", "award_basis", "exit_scenario"),
    *("penalty_api", "penalty_code", "penalty_cd", "penalty_sec", "penalty_first"),
    *("price_adjustment", "follow_up_interval", "wording"),
)
# Of rows, these fields. What a module costs and what it is called in the brief are the buyer's own.
ROWS = {
    "user_groups": ("name", "count", "need"),
    "goals": ("measure", "baseline", "target"),
    "privileged_data": ("what", "who"),
    "integrations": ("system", "exchange", "standard"),
    "standards": ("area", "standard", "part"),
    "platform_needs": ("what", "need"),
    "quality_rows": ("property", "measure", "level", "method"),
    "modules": ("name", "need"),
    "criteria": ("clause", "weight"),
}
# What the file with the answers is called: it tells whoever opens it whether all of them are there.
ALL, SOME = "svar.json", "svar-i-handlingen.json"
WORD = re.compile(r"[\w%]+")


def takes_all(document: Document) -> bool:
    """Whether the paper is for the buyer alone. The one on costs is read by those who share them too."""
    return document.internal and document.key != COSTS


def carried(document: Document, brief: Brief, library: Library) -> Brief:
    """The answers that the paper takes along."""
    if takes_all(document):
        return brief
    schema = schema_of(library)
    said = _words(" ".join(_texts(document)))
    lines = [_words(line) for block in document.blocks for line in _table_rows(block)]
    found: Brief = {}
    for key, answer in brief.items():
        if key in PLAIN and key in schema and (value := _said(schema[key], answer, said)):
            found[key] = value
        elif key in ROWS and key in schema and (rows := _rows(schema[key], ROWS[key], answer, lines)):
            found[key] = rows
    return found


def _said(question: Question, answer: Value, said: str) -> Value | None:
    """What of the answer stands in what is said; None where nothing does."""
    match question.kind:
        case "list" | "choices":
            return [part for part in cast("list[Value]", answer) if _stands(in_words(question, [part]), said)]
        case "mapping":
            # A clause of the authority's own is in the library only where its author is.
            own = cast("dict[str, Value]", answer).items()
            return {key: text for key, text in own if not house.IDENTITY.fullmatch(key) and _stands(str(text), said)}
    return answer if _stands(in_words(question, answer), said) else None


def _rows(question: Question, names: tuple[str, ...], answer: Value, lines: list[str]) -> list[Value]:
    """The rows that stand as one row of a table, with every field of theirs: half a row would say something else."""
    fields = {field.key: field for field in question.fields if field.key in names}
    found: list[Value] = []
    for row in cast("list[dict[str, Value]]", answer):
        kept = {name: row[name] for name in fields if name in row}
        words = [in_words(fields[name], value) for name, value in kept.items()]
        if kept and any(all(_stands(text, line) for text in words) for line in lines):
            found.append(kept)
    return found


def _stands(text: str, said: str) -> bool:
    words = _words(text)
    return bool(words.strip()) and words in said


def _words(text: str) -> str:
    """The words alone, each between spaces: how they are set out in lines and lists does not matter."""
    return " ".join(["", *WORD.findall(text), ""])


def _texts(document: Document) -> Iterator[str]:
    """Everything that can be read on the paper."""
    yield document.subject
    for _, inlines in document.facts:
        yield written((Paragraph(inlines),))
    for block in document.blocks:
        yield from _texts_of(block)


def _texts_of(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield block.text
        case Paragraph() | Items():
            yield written((block,))
        case Clause():
            yield f"{block.id} {block.title}"
            for part in block.blocks:
                yield from _texts_of(part)
        case Table():
            yield " ".join((block.caption, *(column.head for column in block.columns)))
            yield from _table_rows(block)
        case Figure():
            yield f"{block.caption} {block.alternative}"


def _table_rows(block: Block) -> Iterator[str]:
    match block:
        case Table():
            for row in block.rows:
                yield " ".join(written(cell.blocks) for cell in row.cells)
        case Clause():
            for part in block.blocks:
                yield from _table_rows(part)
