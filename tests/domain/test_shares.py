"""Dividing kronor without losing one."""

from hypothesis import given
from hypothesis import strategies as st

from procurement.domain.shares import spread
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
