"""A spreadsheet as a tree: formulas over named cells, worked out as a spreadsheet program does."""

import pytest

from procurement.domain.document import from_plain, plain
from procurement.domain.sheets import (
    Cell,
    Difference,
    Empty,
    Filled,
    Formula,
    Label,
    Matching,
    Number,
    Open,
    Product,
    Ref,
    Sheet,
    Span,
    Sum,
    Term,
    WholeQuotient,
    Workbook,
    places,
    values,
)

GRID = Span("a1", "b2")
ROWS: tuple[tuple[Cell, ...], ...] = (
    (Label("Pris", "head"), Label("Antal", "head")),
    (Open("a1", "pris", "kr"), Open("b1", "antal", "kr")),
    (Open("a2", "svar", choices=("Ja", "Nej")), Number("b2", 40)),
)


def worked_out(term: Term, **filled: int | str) -> int | float:
    book = Workbook((Sheet("Ett", (10, 10), ROWS), Sheet("Två", (10,), ((Formula("f", term),),))))
    return values(book, filled)["f"]


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (Sum((GRID,)), 47),
        (Sum((Ref("a1"), Ref("b2"))), 45),
        (Filled((GRID,)), 4),
        (Empty((GRID,)), 0),
        (Matching((GRID,), "Nej"), 1),
        (Difference(Ref("b2"), Ref("a1")), 35),
        (Product(Ref("a1"), Ref("b1")), 10),
        (WholeQuotient(Ref("b2"), Product(3, Ref("b1"))), 6),
    ],
)
def test_a_formula_is_worked_out_from_the_cells_it_names(term: Term, expected: int) -> None:
    assert worked_out(term, a1=5, b1=2, a2="Nej") == expected


def test_an_empty_cell_is_nought_in_a_sum_and_nothing_in_a_count() -> None:
    assert worked_out(Sum((GRID,))) == 40
    assert worked_out(Filled((GRID,))) == 1
    assert worked_out(Empty((GRID,))) == 3
    assert worked_out(Product(Ref("a1"), 7)) == 0


def test_a_formula_may_lean_on_a_later_one() -> None:
    rows = (
        (Formula("first", Sum((Ref("second"), Ref("n")))),),
        (Formula("second", Product(Ref("n"), 2)), Number("n", 4)),
    )
    assert values(Workbook((Sheet("Blad", (9, 9), rows),))) == {"first": 12, "second": 8}


def test_two_cells_never_have_the_same_name() -> None:
    with pytest.raises(AssertionError):
        places(Workbook((Sheet("Blad", (9,), ((Number("n", 1),), (Number("n", 2),))),)))


def test_a_workbook_is_the_same_after_a_journey_as_json() -> None:
    book = Workbook((Sheet("Blad", (9, 9), ROWS, head=True, filtered=True),))
    assert from_plain(plain(book)) == book
