"""Swedish in figures and lists: 1 200 000 kr · 3 mars 2027 · a, b och c."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

NBSP = "\u00a0"
MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)


def number(value: int | float) -> str:
    """Digits in groups of three with non-breaking spaces, decimal comma, minus as such: −1 234,5."""
    whole, _, decimals = (f"{value:,}" if isinstance(value, int) else f"{value:,.6f}".rstrip("0")).partition(".")
    text = whole.lstrip("-").replace(",", NBSP) + (f",{decimals}" if decimals else "")
    return f"−{text}" if value < 0 else text


def kronor(value: int) -> str:
    """An amount in whole kronor: 1 200 000 kr."""
    return f"{number(value)}{NBSP}kr"


def percent(value: int | float) -> str:
    """15 procent is written 15 %, with a non-breaking space."""
    return f"{number(value)}{NBSP}%"


def of_hundred(what: str, total: int | float) -> str:
    """What shares in per cent come to, and how far that is from 100. `what` is them, in the plural: Vikterna."""
    said, missing = f"{what} blir tillsammans {number(total)} procent.", 100 - total
    if not missing:
        return said
    gap = f"Det saknas {number(missing)} procent." if missing > 0 else f"Det är {number(-missing)} procent för mycket."
    return f"{said} De ska bli 100. {gap}"


def genitive(name: str) -> str:
    """Sjövalla kommuns; what ends in an s already is as it is: Vännäs."""
    return name if name[-1:].lower() in ("s", "x", "z") else f"{name}s"


def long_date(day: date) -> str:
    """3 mars 2027."""
    return f"{day.day}{NBSP}{MONTHS[day.month - 1]}{NBSP}{day.year}"


# Where a line may not break: within 300 000 kr, 5 kap. 7 a § and 99,5 %.
TOGETHER = re.compile(
    r"(?<=\d) (?=\d{3}(?!\d)|kr\b|kronor\b|euro\b|%|kap\.|[a-h] (?:kap\.|§))|(?<=kap\.) (?=\d)|(?<=[\da-h]) (?=§|kap\.)"
)


def unbroken(text: str) -> str:
    """The text with non-breaking spaces within its amounts and its references to sections of law."""
    return TOGETHER.sub(NBSP, text)


def enumerate_items(items: Sequence[str], word: str = "och") -> str:
    """a · a och b · a, b och c."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


SMALL = ["noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"]


def count(value: int, one: str, many: str) -> str:
    """Ett krav · tre krav · 14 krav: numbers to twelve in words. `one` brings its own article ("ett krav")."""
    if value == 1:
        return one
    return f"{SMALL[value] if 0 <= value <= 12 else number(value)} {many}"
