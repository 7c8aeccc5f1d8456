"""Colours on paper: read as people write them, and held to the contrast that text needs (WCAG 1.4.3)."""

from __future__ import annotations

import re

# The paper of the preview is a little darker than a white sheet: what can be read on it can be read on both.
PAPER = "#fdfcf9"
ENOUGH = 4.5

_SHORT = re.compile(r"#?([0-9a-f])([0-9a-f])([0-9a-f])")
_LONG = re.compile(r"#?([0-9a-f]{6})")


def read(typed: str) -> str | None:
    """#1f5c4d, from "1F5C4D" or "#abc" too; None for what is no such colour."""
    text = typed.strip().lower()
    if match := _LONG.fullmatch(text):
        return f"#{match[1]}"
    if match := _SHORT.fullmatch(text):
        return "#" + "".join(digit * 2 for digit in match.groups())
    return None


def contrast(one: str, other: str = PAPER) -> float:
    """From 1, the same, to 21, black against white."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def is_readable(colour: str) -> bool:
    """Whether text in the colour can be read on paper."""
    return contrast(colour) >= ENOUGH


def readable(colour: str) -> str:
    """The colour, or the nearest darker shade of it that can be read on paper."""
    darkened = (_scaled(colour, share) for share in range(255, -1, -1))
    return next(shade for shade in darkened if is_readable(shade))


def _scaled(colour: str, share: int) -> str:
    """So many 255ths of each part: darker, and of the same hue."""
    return "#" + "".join(f"{part * share // 255:02x}" for part in _parts(colour))


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _parts(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue
