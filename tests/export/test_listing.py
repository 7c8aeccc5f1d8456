"""krav.csv: as a spreadsheet program opens it, and text that stays text."""

from __future__ import annotations

import csv
import io

import pytest

from procurement.export.listing import csv_file
from tests.export.test_xlsx import HOSTILE


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_swedish_spreadsheet_program_reads_columns_and_letters() -> None:
    content = csv_file([("id", "text"), ("PC-API-01", 'Å, ä; ö och "citat"\nen rad till')])
    assert content.startswith("\ufeff".encode()) and content.endswith(b"\r\n")
    assert read(content) == [["id", "text"], ["PC-API-01", 'Å, ä; ö och "citat"\nen rad till']]


@pytest.mark.parametrize("text", [*HOSTILE, " =1+1", "\u00a0=1+1", "＝1+1", "\r=1+1", "\n=1+1", ";=1+1", '";=1+1;"'])
def test_no_value_is_a_formula(text: str) -> None:
    [[first, second]] = read(csv_file([(text, "nästa")]))
    assert second == "nästa"
    assert first.strip(" \u00a0")[:1] not in {"=", "+", "-", "@", "＝", "\t", "\r", "\n"}
    assert text.replace("\t", " ").replace("\r", "\n") in (first, first.removeprefix("'"))


def test_what_only_holds_such_a_sign_is_left_as_it_is() -> None:
    assert read(csv_file([("a = b", "15 %", "5 kap. 7 a §")])) == [["a = b", "15 %", "5 kap. 7 a §"]]
