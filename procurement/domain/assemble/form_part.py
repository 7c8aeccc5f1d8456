"""A part of the answer form as a spreadsheet: its sheet, and what of it everybody has to fill in."""

from __future__ import annotations

from dataclasses import dataclass

from procurement.domain.sheets import Cell, Cells, Label, Sheet


@dataclass(frozen=True)
class Part:
    """`about` says what is filled in and `subject` what the sheet is for. `needed` are the cells that must be filled
    in, `yes_no` those of them that ask for yes or no. `price` is the name of the cell with the price of the tender.

    `is_choice` is a sheet for one of several contracts: it is filled in only in a tender for that one.
    """

    sheet: Sheet
    about: str
    needed: Cells
    yes_no: Cells = ()
    subject: str = ""
    price: str = ""
    is_choice: bool = False


def heads(*names: str) -> tuple[Cell, ...]:
    """A row that names the columns."""
    return tuple(Label(name, "head") for name in names)
