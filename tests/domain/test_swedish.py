"""Figures, days and lists as Swedish writes them."""

from datetime import date

import pytest

from procurement.domain.swedish import (
    NBSP,
    count,
    enumerate_items,
    kronor,
    long_date,
    number,
    of_hundred,
    percent,
    unbroken,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"),
        (999, "999"),
        (1_000, "1 000"),
        (1_234_567, "1 234 567"),
        (-1_234, "−1 234"),
        (99.5, "99,5"),
        (2.0, "2"),
        (1_234.56, "1 234,56"),
        (-0.5, "−0,5"),
        (0.1 + 0.2, "0,3"),
        (0.00001, "0,00001"),
        (0.0, "0"),
    ],
)
def test_a_number_has_groups_of_three_and_a_comma(value: float, expected: str) -> None:
    assert number(value) == expected.replace(" ", NBSP)


def test_amounts_and_shares_keep_their_unit_beside_them() -> None:
    assert kronor(1_200_000) == f"1{NBSP}200{NBSP}000{NBSP}kr"
    assert percent(99.5) == f"99,5{NBSP}%"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2027, 3, 1), "1 mars 2027"),
        (date(2026, 12, 31), "31 december 2026"),
        (date(2028, 2, 29), "29 februari 2028"),
    ],
)
def test_a_day_is_written_out(day: date, expected: str) -> None:
    assert long_date(day) == expected.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("items", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a och b"), (["a", "b", "c"], "a, b och c"), (["a", "b, c"], "a och b, c")],
)
def test_a_list_reads_as_a_sentence(items: list[str], expected: str) -> None:
    assert enumerate_items(items) == expected


def test_a_list_may_leave_a_choice() -> None:
    assert enumerate_items(["a", "b", "c"], "eller") == "a, b eller c"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "noll krav"),
        (1, "ett krav"),
        (2, "två krav"),
        (12, "tolv krav"),
        (13, "13 krav"),
        (1_300, f"1{NBSP}300 krav"),
    ],
)
def test_numbers_to_twelve_are_words(value: int, expected: str) -> None:
    assert count(value, "ett krav", "krav") == expected


@pytest.mark.parametrize(
    ("total", "gap"),
    [
        (100, ""),
        (92.5, " De ska bli 100. Det saknas 7,5 procent."),
        (110, " De ska bli 100. Det är 10 procent för mycket."),
    ],
)
def test_shares_say_how_far_they_are_from_a_hundred(total: float, gap: str) -> None:
    said = of_hundred("Vikterna", total)
    assert said == f"Vikterna blir tillsammans {number(total)} procent.{gap}"


def test_amounts_and_sections_do_not_break() -> None:
    told = "Under 300 000 kr, LOU 5 kap. 7 a § och LOU 19 a kap. 2 §, av 12 000 000 gäller 99,5 %. År 2027 och 3 mars."
    held = "Under 300_000_kr, LOU 5_kap._7_a_§ och LOU 19_a_kap._2_§, av 12_000_000 gäller 99,5_%. År 2027 och 3 mars."
    assert unbroken(told).replace(NBSP, "_") == held
