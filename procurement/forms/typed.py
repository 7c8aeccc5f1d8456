"""What stands in the fields of a step, as text: as it is saved, or as it was typed."""

import re
import unicodedata
from collections.abc import Mapping
from typing import cast

from django.http import QueryDict

from procurement.domain.questions import MAX_ROWS, Question, Step, Value

from .kinds import written

# What has been typed, as text: a cell, a group of cells, or rows of them.
Cell = str | list[str]
Typed = Cell | dict[str, Cell] | list[dict[str, Cell]]

# Cells where modules are chosen, not typed.
NAMES_MODULES = {("modules", "depends_on"), ("modules", "together"), ("modules", "apart"), ("lots", "modules")}


def from_brief(step: Step, brief: Mapping[str, Value]) -> dict[str, Typed]:
    """What is saved, as it is shown. A default is shown where there is no answer."""
    shown: dict[str, Typed] = {}
    for question in step.questions:
        value = brief.get(question.key, question.default)
        if question.kind == "group":
            shown[question.key] = _cells(question, cast("dict[str, Value]", value or {}))
        elif question.kind == "rows":
            rows = cast("list[dict[str, Value]]", value or [])
            shown[question.key] = [_cells(question, row) for row in rows]
        elif value is not None:
            shown[question.key] = written(question, value)
    return shown


def from_post(step: Step, post: QueryDict) -> dict[str, Typed]:
    """What was typed. A module without a short name gets one from its name."""
    typed: dict[str, Typed] = {}
    for question in step.questions:
        key = question.key
        if question.kind == "group":
            typed[key] = _posted(question, key, post)
        elif question.kind == "rows":
            count = post.get(f"{key}-count", "0")
            rows = min(int(count), MAX_ROWS) if re.fullmatch(r"\d{1,4}", count) else 0
            typed[key] = [_posted(question, f"{key}-{n}", post) for n in range(rows)]
        else:
            typed[key] = _cell(question, key, key, post)
    if "modules" in typed:
        _name_modules(cast("list[dict[str, Cell]]", typed["modules"]))
    return typed


def rearranged(rows: list[dict[str, Cell]], what: str, n: int) -> list[dict[str, Cell]]:
    """The rows after one was added, removed or moved."""
    rows = list(rows)
    match what:
        case "add" if len(rows) < MAX_ROWS:
            rows.append({})
        case "remove" if n < len(rows):
            del rows[n]
        case "up" if 0 < n < len(rows):
            rows[n - 1], rows[n] = rows[n], rows[n - 1]
        case "down" if n < len(rows) - 1:
            rows[n], rows[n + 1] = rows[n + 1], rows[n]
    return rows


def _cells(question: Question, row: Mapping[str, Value]) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for cell in question.fields:
        if (value := row.get(cell.key, cell.default)) is not None:
            ticked = (question.key, cell.key) in NAMES_MODULES
            cells[cell.key] = [str(v) for v in cast("list[Value]", value)] if ticked else written(cell, value)
    return cells


def _posted(question: Question, name: str, post: QueryDict) -> dict[str, Cell]:
    return {cell.key: _cell(cell, f"{name}-{cell.key}", question.key, post) for cell in question.fields}


def _cell(question: Question, name: str, top: str, post: QueryDict) -> Cell:
    many = question.kind == "choices" or (top, question.key) in NAMES_MODULES
    return cast("list[str]", post.getlist(name)) if many else post.get(name, "")


def _name_modules(rows: list[dict[str, Cell]]) -> None:
    taken = {str(row.get("key") or "") for row in rows}
    for row in rows:
        if not str(row.get("key") or "").strip() and (name := str(row.get("name") or "").strip()):
            row["key"] = short_name(name, taken)
            taken.add(str(row["key"]))


def short_name(name: str, taken: set[str]) -> str:
    """Öppna data → oppna-data; a second one is oppna-data-2."""
    letters = unicodedata.normalize("NFD", name.casefold()).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "-", letters)[:36].strip("-") or "modul"
    n, found = 1, base
    while found in taken:
        n += 1
        found = f"{base}-{n}"
    return found
