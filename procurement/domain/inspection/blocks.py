"""An old document as it was read: headings, paragraphs and table rows in their order, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

BULLETS = "•●◦▪■□o–—*·\uf0b7\uf0a7-"
# "3.2.1", "K12", "Krav 4", "a)", "(iv)" – and what follows.
# A lone number counts only with its full stop: "5 GB" has none.
NUMBERED = re.compile(
    r"\s*(?:(?P<section>\d{1,3}(?:\.\d{1,3})+)\.?|(?P<ordinal>\d{1,3})[.)]|(?P<letter>\(?[a-zåäö]\)|\((?:i|ii|iii|iv|v|vi)\))"
    r"|(?P<code>(?:krav(?:nr|nummer)?\s?|[A-ZÅÄÖ]{1,5}[- ]?)\d{1,4}(?:[.:-]\d{1,3})*[.:]?))\s+(?=\S)",
    re.IGNORECASE,
)
BULLET = re.compile(rf"\s*[{re.escape(BULLETS)}]\s+(?=\S)")


@dataclass(frozen=True)
class Block:
    """A piece of the document. `number` is its own ("3.2.1"); `page` is 0 where the format has no pages."""

    kind: Literal["heading", "text", "row"]
    text: str
    number: str = ""
    level: int = 0
    page: int = 0
    is_item: bool = False
    cells: tuple[str, ...] = ()


def numbered(text: str) -> tuple[str, str]:
    """The number that a text begins with, and the rest of it: ("3.2.1", "Systemet ska …")."""
    found = NUMBERED.match(text)
    if not found or (found["code"] and not re.match(r"(?i:krav)|[A-ZÅÄÖ]", found["code"])):
        return "", text.strip()
    number = next(group for group in found.groupdict().values() if group).rstrip(".: ")
    return " ".join(number.split()), text[found.end() :].strip()


def without_bullet(text: str) -> tuple[bool, str]:
    """Whether the text begins with the mark of a list, and the rest of it."""
    found = BULLET.match(text)
    return (True, text[found.end() :].strip()) if found else (False, text.strip())
