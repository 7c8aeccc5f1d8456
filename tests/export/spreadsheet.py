"""A spreadsheet file as a spreadsheet program would work it out: its formulas read from the file, not from the tree."""

from __future__ import annotations

import io
import math
import re
from typing import Any

import openpyxl

# 'Pris 1'!B5:E11, or B5
REFERENCE = re.compile(r"(?:'([^']+)'!)?\b([A-Z]{1,3}\d+)(?::([A-Z]{1,3}\d+))?")


class Blank(int):
    """An empty cell: nought in a sum, nothing in a count."""


def _flat(given: tuple[Any, ...]) -> list[Any]:
    return [one for part in given for one in (part if isinstance(part, list) else [part])]


FUNCTIONS = {
    "SUM": lambda *given: sum(one for one in _flat(given) if not isinstance(one, str)),
    "COUNTA": lambda *given: sum(not isinstance(one, Blank) for one in _flat(given)),
    "COUNTBLANK": lambda *given: sum(isinstance(one, Blank) for one in _flat(given)),
    "COUNTIF": lambda cells, text: sum(one == text for one in _flat((cells,))),
    "INT": math.floor,
}


class Opened:
    """The file, with cells to fill in and formulas to work out."""

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(content))

    def fill(self, sheet: str, address: str, value: object) -> None:
        self.book[sheet][address] = value

    def value(self, sheet: str, address: str) -> Any:
        found = self.book[sheet][address]
        if found.value is None:
            return Blank()
        if found.data_type != "f":
            return found.value
        python = REFERENCE.sub(lambda match: self._reference(sheet, *match.groups()), found.value.removeprefix("="))
        return eval(python, {"__builtins__": {}, "value": self.value, "cells": self._cells, **FUNCTIONS})

    def _cells(self, sheet: str, first: str, last: str) -> list[Any]:
        return [self.value(sheet, cell.coordinate) for row in self.book[sheet][f"{first}:{last}"] for cell in row]

    @staticmethod
    def _reference(here: str, sheet: str | None, first: str, last: str | None) -> str:
        at = sheet or here
        return f"cells({at!r}, {first!r}, {last!r})" if last else f"value({at!r}, {first!r})"
