"""Shapes on a plane: what a figure is made of, before any format knows it.

A unit is about a CSS pixel: words are 13 units high, and 640 units fill the width of a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

WIDTH = 640
# Wider than most letters of the words, so that what is fitted by it fits.
LETTER = 6.6

Shade = Literal["open", "light", "middle", "dark"]


@dataclass(frozen=True)
class Box:
    """A rectangle. Shades differ enough to be told apart in black and white, and each has an outline."""

    x: int
    y: int
    width: int
    height: int
    shade: Shade = "open"


@dataclass(frozen=True)
class Line:
    """Straight pieces from point to point; with `arrow` it ends in a head. A faint one only guides the eye."""

    points: tuple[tuple[int, int], ...]
    arrow: bool = False
    faint: bool = False


@dataclass(frozen=True)
class Words:
    """One line of text. `y` is its baseline, `x` where it begins, is centred or ends."""

    x: int
    y: int
    text: str
    align: Literal["start", "middle", "end"] = "start"
    strong: bool = False


@dataclass(frozen=True)
class Diamond:
    """A mark on a line of time, about its middle."""

    x: int
    y: int


Shape = Box | Line | Words | Diamond


@dataclass(frozen=True)
class Drawing:
    """Shapes in the order they are painted."""

    width: int
    height: int
    shapes: tuple[Shape, ...]


def shortened(text: str, width: int) -> str:
    """The text, cut with an ellipsis where it is wider than so many units."""
    most = int(width / LETTER)
    return text if len(text) <= most else text[: max(1, most - 1)].rstrip(" ,") + "…"


def broken(text: str, width: int, lines: int) -> list[str]:
    """The text on at most so many lines of a width; the last ends in an ellipsis where there was more."""
    found: list[str] = []
    for word in text.split():
        if found and len(found[-1]) + 1 + len(word) <= width / LETTER:
            found[-1] += f" {word}"
        else:
            found.append(word)
    if len(found) > lines:
        # Something must tell that more was said, also where the last line has room for a word.
        found[lines - 1 :] = [" ".join(found[lines - 1 :])]
    return [shortened(line, width) for line in found]
