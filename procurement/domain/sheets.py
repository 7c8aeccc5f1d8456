"""A spreadsheet as a tree: what the buyer says, what the tenderer fills in, and formulas that can be worked out here.

Nothing here knows what a spreadsheet program writes: an exporter turns a cell's name into its place. Text is text. What
a user typed only ever stands in a `Label`, never in a `Formula`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Unit = Literal["", "kr", "%"]
Value = int | float | str


@dataclass(frozen=True)
class Label:
    """Text of the buyer's. `title` is a first line of its own, told apart from the rest."""

    text: str
    look: Literal["body", "title", "head", "strong", "note", "example"] = "body"
    title: str = ""


@dataclass(frozen=True)
class Number:
    """A number of the buyer's. `name` is unique in its workbook, like that of every cell with one."""

    name: str
    value: int
    unit: Unit = ""


@dataclass(frozen=True)
class Open:
    """A cell for somebody to fill in: text, an amount in kronor, or one of the choices. `label` says what."""

    name: str
    label: str
    kind: Literal["text", "kr", "points"] = "text"
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ref:
    """The cell with the name."""

    name: str


@dataclass(frozen=True)
class Span:
    """Every cell from the one to the other, on one sheet."""

    first: str
    last: str


Cells = tuple[Ref | Span, ...]


@dataclass(frozen=True)
class Sum:
    """The numbers in the cells, added."""

    cells: Cells


@dataclass(frozen=True)
class Filled:
    """How many of the cells hold anything."""

    cells: Cells


@dataclass(frozen=True)
class Empty:
    """How many of the cells hold nothing."""

    cells: Cells


@dataclass(frozen=True)
class Matching:
    """How many of the cells hold the text."""

    cells: Cells
    text: str


@dataclass(frozen=True)
class Difference:
    left: Term
    right: Term


@dataclass(frozen=True)
class Product:
    left: Term
    right: Term


@dataclass(frozen=True)
class WholeQuotient:
    """The one divided by the other, rounded down."""

    left: Term
    right: Term


Term = int | Ref | Sum | Filled | Empty | Matching | Difference | Product | WholeQuotient


@dataclass(frozen=True)
class Formula:
    """A value worked out from other cells, in sight of whoever opens the file."""

    name: str
    term: Term
    unit: Unit = ""
    strong: bool = False


Cell = Label | Number | Open | Formula


@dataclass(frozen=True)
class Sheet:
    """`widths` are in characters. With `head` the first row names the columns, stays in sight and on every page."""

    name: str
    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
    head: bool = False
    # Rows can be chosen by what stands in their columns.
    filtered: bool = False


@dataclass(frozen=True)
class Workbook:
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True)
class Place:
    """Where a cell is, each counted from nought."""

    sheet: int
    row: int
    column: int


NODES: tuple[type, ...] = (
    *(Workbook, Sheet, Label, Number, Open, Formula),
    *(Ref, Span, Sum, Filled, Empty, Matching, Difference, Product, WholeQuotient),
)


def cells(book: Workbook) -> Iterator[tuple[Place, Cell]]:
    """Every cell with its place, sheet by sheet."""
    for s, sheet in enumerate(book.sheets):
        for r, row in enumerate(sheet.rows):
            for c, cell in enumerate(row):
                yield Place(s, r, c), cell


def places(book: Workbook) -> dict[str, Place]:
    """Where each named cell is."""
    found: dict[str, Place] = {}
    for place, cell in cells(book):
        if not isinstance(cell, Label):
            assert cell.name not in found, f"two cells are named {cell.name}"
            found[cell.name] = place
    return found


def values(book: Workbook, filled: Mapping[str, Value] | None = None) -> dict[str, int | float]:
    """What every formula comes to, with these cells filled in, or none."""
    return Reckoner(book, filled or {}).formulas()


class Reckoner:
    """Works out the formulas of a workbook as a spreadsheet program does: an empty cell counts as nought."""

    def __init__(self, book: Workbook, filled: Mapping[str, Value]) -> None:
        self.book, self.filled, self.known = book, filled, places(book)
        self.grid = dict(cells(book))
        self.done: dict[str, int | float] = {}

    def formulas(self) -> dict[str, int | float]:
        for cell in self.grid.values():
            if isinstance(cell, Formula):
                self.value(cell)
        return self.done

    def value(self, cell: Cell | None) -> Value:
        """What the cell holds; an empty text for one that holds nothing."""
        match cell:
            case Label():
                return cell.title + cell.text
            case Number():
                return cell.value
            case Open():
                return self.filled.get(cell.name, "")
            case Formula():
                if cell.name not in self.done:
                    self.done[cell.name] = self.term(cell.term)
                return self.done[cell.name]
        return ""

    def term(self, term: Term) -> int | float:
        match term:
            case Ref(name):
                return _number(self.value(self.grid[self.known[name]]))
            case Sum(parts):
                return sum(_number(value) for value in self.spread(parts))
            case Filled(parts):
                return sum(value != "" for value in self.spread(parts))
            case Empty(parts):
                return sum(value == "" for value in self.spread(parts))
            case Matching(parts, text):
                return sum(value == text for value in self.spread(parts))
            case Difference(left, right):
                return self.term(left) - self.term(right)
            case Product(left, right):
                return self.term(left) * self.term(right)
            case WholeQuotient(left, right):
                return math.floor(self.term(left) / self.term(right))
        return term

    def spread(self, parts: Cells) -> Iterator[Value]:
        """What the cells hold, one by one."""
        for part in parts:
            first, last = (part.name,) * 2 if isinstance(part, Ref) else (part.first, part.last)
            start, end = self.known[first], self.known[last]
            for r in range(start.row, end.row + 1):
                for c in range(start.column, end.column + 1):
                    yield self.value(self.grid.get(Place(start.sheet, r, c)))


def _number(value: Value) -> int | float:
    """Text counts as nought, as in the sum of a spreadsheet."""
    return 0 if isinstance(value, str) else value
