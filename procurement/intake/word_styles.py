"""What a Word file says of its styles and lists: which paragraphs are headings, and the numbers Word would print."""

from __future__ import annotations

import re
from dataclasses import dataclass

HEADING = re.compile(r"(?:heading|rubrik)\s*(\d)", re.IGNORECASE)
CONTENTS = re.compile(r"(?:toc|innehåll|contents)", re.IGNORECASE)
TITLE = re.compile(r"title|titel|rubrik|dokumenttitel", re.IGNORECASE)
# Styles may be based on each other in a ring.
DEEPEST = 20


@dataclass
class Style:
    """What a style says of its paragraphs."""

    name: str = ""
    based_on: str = ""
    outline: int | None = None
    list_id: str = ""
    level: int = 0
    is_contents: bool = False


class Styles:
    """word/styles.xml, by style id."""

    def __init__(self) -> None:
        self.found: dict[str, Style] = {}
        self.current: Style | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        value = attributes.get("val", "")
        if name == "style":
            self.current = self.found.setdefault(attributes.get("styleId", ""), Style())
        elif self.current is None:
            return
        elif name == "name":
            self.current.name = value
        elif name == "basedOn":
            self.current.based_on = value
        elif name == "outlineLvl" and value.isdecimal():
            self.current.outline = int(value)
        elif name == "numId":
            self.current.list_id = value
        elif name == "ilvl" and value.isdecimal():
            self.current.level = int(value)

    def end(self, name: str) -> None:
        if name == "style":
            self.current = None

    def text(self, text: str) -> None:
        pass

    def of(self, id: str) -> Style:
        """The style with what it takes over from those it is based on."""
        whole = Style()
        for _ in range(DEEPEST):
            own = self.found.get(id)
            name = own.name if own else id
            if whole.outline is None:
                heading = HEADING.fullmatch(name.strip())
                if heading:
                    whole.outline = int(heading[1]) - 1
                elif TITLE.fullmatch(name.strip()):
                    whole.outline = -1
                elif own:
                    whole.outline = own.outline
            whole.is_contents |= bool(CONTENTS.match(name))
            if own is None:
                break
            if not whole.list_id and own.list_id:
                whole.list_id, whole.level = own.list_id, own.level
            if not own.based_on:
                break
            id = own.based_on
        return whole


class Numbering:
    """word/numbering.xml, and how far each list has come."""

    def __init__(self) -> None:
        # The number of a list → its pattern; a pattern's level → what it prints ("%1.%2"), in what and from where.
        self.patterns: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.lists: dict[str, str] = {}
        self.counted: dict[str, dict[int, int]] = {}
        self._pattern = self._list = ""
        self._level = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        value = attributes.get("val", "")
        match name:
            case "abstractNum":
                self._pattern = attributes.get("abstractNumId", "")
                self.patterns[self._pattern] = {}
            case "num":
                self._list, self._pattern = attributes.get("numId", ""), ""
            case "abstractNumId":
                self.lists[self._list] = value
            case "lvl" if self._pattern:
                level = attributes.get("ilvl", "0")
                self._level = int(level) if level.isdecimal() else 0
                self.patterns[self._pattern][self._level] = ("", "decimal", 1)
            case "start" | "numFmt" | "lvlText" if self._pattern:
                text, form, first = self.patterns[self._pattern].get(self._level, ("", "decimal", 1))
                if name == "start" and value.isdecimal():
                    first = int(value)
                elif name == "numFmt":
                    form = value
                elif name == "lvlText":
                    text = value
                self.patterns[self._pattern][self._level] = (text, form, first)

    def end(self, name: str) -> None:
        if name == "abstractNum":
            self._pattern = ""

    def text(self, text: str) -> None:
        pass

    def next(self, list_id: str, level: int) -> str:
        """The number that the next paragraph of the list is printed with; empty for a bullet or no list."""
        pattern = self.lists.get(list_id, "")
        levels = self.patterns.get(pattern)
        if not levels or level not in levels:
            return ""
        counted = self.counted.setdefault(pattern, {})
        counted[level] = counted.get(level, levels[level][2] - 1) + 1
        for deeper in [one for one in counted if one > level]:
            del counted[deeper]
        text, form, _ = levels[level]
        if form in ("bullet", "none"):
            return ""

        def shown(found: re.Match[str]) -> str:
            n = int(found[1]) - 1
            own = levels.get(n, ("", "decimal", 1))
            return _number(counted.get(n, own[2]), own[1])

        return re.sub(r"%(\d)", shown, text).strip().rstrip(".")


def _number(value: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter") and 1 <= value <= 26:
        letter = chr(ord("a") + value - 1)
        return letter.upper() if form == "upperLetter" else letter
    return str(value)
