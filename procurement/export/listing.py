"""Rows as CSV, as Swedish spreadsheet programs open it: UTF-8 with its mark, semicolons, every value quoted."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from procurement.export import phrases

FILE_NAME = "krav.csv"
# A value that begins with one of these is a formula to a spreadsheet program, quoted or not.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
# The full-width forms, which some programs read as the plain ones.
WIDE = ("＝", "＋", "－", "＠")


def csv_file(rows: Iterable[Sequence[str]]) -> bytes:
    """The rows as a file. A value that could be a formula gets an apostrophe before it."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([_text(value) for value in row] for row in rows)
    return target.getvalue().encode("utf-8-sig")


def _text(value: str) -> str:
    value = phrases.writable(value)
    return f"'{value}" if value.lstrip(" \u00a0").startswith(FORMULA + WIDE) else value
