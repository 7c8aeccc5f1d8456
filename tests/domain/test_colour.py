"""A colour as people write it, and whether text in it can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.domain import colour
from procurement.domain.look import Look

colours = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


@pytest.mark.parametrize("typed", ["#1f5c4d", "1F5C4D", " #1F5c4d "])
def test_a_colour_is_read_however_it_is_written(typed: str) -> None:
    assert colour.read(typed) == "#1f5c4d"


def test_three_digits_stand_for_six() -> None:
    assert colour.read("#aF0") == "#aaff00"


@pytest.mark.parametrize("typed", ["", "grön", "#12345", "#1234567", "red; }", "rgb(1, 2, 3)", "##123456"])
def test_what_is_no_colour_is_not_read(typed: str) -> None:
    assert colour.read(typed) is None


def test_contrast_is_counted_as_the_guidelines_count_it() -> None:
    assert round(colour.contrast("#000000", "#ffffff"), 2) == 21
    assert round(colour.contrast("#ffffff", "#ffffff"), 2) == 1
    assert round(colour.contrast("#767676", "#ffffff"), 2) == 4.54


def test_a_colour_that_only_just_holds_on_white_does_not_hold_on_our_paper() -> None:
    assert not colour.is_readable("#767676") and colour.is_readable("#737373")


def test_yellow_is_made_darker_and_stays_yellow() -> None:
    shade = colour.readable("#ffcc00")
    red, green, blue = bytes.fromhex(shade[1:])
    assert colour.is_readable(shade) and red > green > blue == 0


@given(colours)
def test_the_nearest_darker_shade_can_be_read_and_none_nearer_can(value: str) -> None:
    shade = colour.readable(value)
    assert colour.is_readable(shade)
    assert (shade == value) == colour.is_readable(value)


@pytest.mark.parametrize("accent", ["red", "#1F5C4D", "#12345", "#123456; } * { color: red"])
def test_a_look_holds_nothing_but_a_colour_where_a_colour_stands(accent: str) -> None:
    with pytest.raises(ValueError, match="no colour"):
        Look(accent=accent)
