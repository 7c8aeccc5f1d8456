"""Dividing kronor without losing one."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from procurement.domain.shares import spread, tabulate
from tests.domain.given import REPEATABLE

AMOUNTS = st.integers(0, 10**12)
WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=40)


def test_parts_follow_the_largest_remainder() -> None:
    assert spread(100, [1, 1, 1]) == [34, 33, 33]
    assert spread(10, [1, 2, 3]) == [2, 3, 5]
    assert spread(7, [50, 30, 20]) == [4, 2, 1]


def test_nobody_to_share_with_gives_nothing() -> None:
    assert spread(100, []) == []


def test_without_weights_the_parts_are_equal() -> None:
    assert spread(10, [0, 0, 0]) == [4, 3, 3]


def test_a_part_without_weight_gets_nothing() -> None:
    assert spread(1_000_001, [0, 7, 0, 5])[::2] == [0, 0]


@REPEATABLE
@given(AMOUNTS, WEIGHTS)
def test_the_parts_add_up_to_the_krona(amount: int, weights: list[int]) -> None:
    parts = spread(amount, weights)
    assert sum(parts) == amount and len(parts) == len(weights) and min(parts) >= 0


@REPEATABLE
@given(AMOUNTS, WEIGHTS)
def test_no_part_is_a_krona_from_its_exact_share(amount: int, weights: list[int]) -> None:
    total = sum(weights)
    if total:
        for part, weight in zip(spread(amount, weights), weights, strict=True):
            assert abs(part * total - amount * weight) < total


@REPEATABLE
@given(AMOUNTS, WEIGHTS)
def test_a_larger_weight_never_gets_less(amount: int, weights: list[int]) -> None:
    parts = [part for _, part in sorted(zip(weights, spread(amount, weights), strict=True))]
    assert parts == sorted(parts)


@REPEATABLE
@given(AMOUNTS, WEIGHTS)
def test_the_same_question_has_the_same_answer(amount: int, weights: list[int]) -> None:
    assert spread(amount, weights) == spread(amount, tuple(weights))


# Rows that are shared by one key each, so that only what they leave over is not whole.
TABLES = st.integers(1, 6).flatmap(
    lambda width: st.tuples(
        st.lists(st.integers(0, 10**8), min_size=1, max_size=9),
        st.lists(st.integers(0, 10**5), min_size=width, max_size=width).filter(any),
    )
)


def exact_table(rows: list[int], columns: list[int]) -> list[list[Fraction]]:
    """What is in each cell where every row is divided alike and the columns come out whole."""
    total = sum(rows)
    whole = spread(total, columns)
    return [[Fraction(row * column, total) if total else Fraction(0) for column in whole] for row in rows]


def test_a_table_keeps_the_sum_of_every_row_and_column() -> None:
    assert tabulate(exact_table([10, 10, 10], [1, 1, 1])) == [[4, 3, 3], [3, 4, 3], [3, 3, 4]]
    assert tabulate([]) == []


def test_where_the_largest_remainders_leave_a_row_short_one_gives_way() -> None:
    tenths = [[6, 6, 8], [8, 4, 8], [6, 0, 4]]
    made = tabulate([[Fraction(cell, 10) for cell in row] for row in tenths])
    assert [sum(row) for row in made] == [2, 2, 1] and [sum(column) for column in zip(*made, strict=True)] == [2, 1, 2]
    assert made[2][1] == 0


@REPEATABLE
@given(TABLES)
def test_every_cell_of_a_table_is_its_exact_share_rounded_down_or_up(table: tuple[list[int], list[int]]) -> None:
    rows, columns = table
    exact = exact_table(rows, columns)
    made = tabulate(exact)
    assert [sum(row) for row in made] == rows
    assert [sum(column) for column in zip(*made, strict=True)] == spread(sum(rows), columns)
    for wanted, got in zip(exact, made, strict=True):
        for share, whole in zip(wanted, got, strict=True):
            assert int(share) <= whole <= -(-share // 1)


@REPEATABLE
@given(st.data())
def test_a_table_of_any_fractions_is_made_whole(data: st.DataObject) -> None:
    """A whole table with fractions moved about in it, four cells at a time: the sums stay whole, the cells do not."""
    width, height = data.draw(st.integers(2, 6)), data.draw(st.integers(2, 8))
    exact = [[Fraction(3)] * width for _ in range(height)]
    for _ in range(data.draw(st.integers(1, 12))):
        top, low = data.draw(st.lists(st.integers(0, height - 1), min_size=2, max_size=2, unique=True))
        left, right = data.draw(st.lists(st.integers(0, width - 1), min_size=2, max_size=2, unique=True))
        moved = min(Fraction(data.draw(st.integers(1, 999)), 1000), exact[top][left], exact[low][right])
        for row, column, sign in ((top, left, -1), (low, left, 1), (top, right, 1), (low, right, -1)):
            exact[row][column] += sign * moved
    made = tabulate(exact)
    assert [sum(row) for row in made] == [3 * width] * height
    assert [sum(column) for column in zip(*made, strict=True)] == [3 * height] * width
    assert all(abs(whole - share) < 1 for wanted, got in zip(exact, made, strict=True)
               for share, whole in zip(wanted, got, strict=True))  # fmt: skip
