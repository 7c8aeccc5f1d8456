"""A text as its sentences, each with what the rules may look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

ABBREVIATIONS = (
    "t.ex", "bl.a", "m.m", "m.fl", "d.v.s", "dvs", "s.k", "f.d", "p.g.a", "e.d", "o.d", "etc", "osv", "ca", "kap",
    "st", "nr", "resp", "inkl", "exkl", "max", "min", "tel", "jfr", "s", "p", "ex",
)  # fmt: skip
ENDS_WITH_ABBREVIATION = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ABBREVIATIONS))})\.$", re.I)
# A full stop before a capital, or a new line that begins something of its own: a capital, a dash, a number.
BREAK = re.compile(r"(?P<stop>[.!?][”\"’)]?)\s+(?=[”\"’(]?[A-ZÅÄÖ0-9])|\n\s*\n\s*|\n\s*(?=[-–•*]\s|\d+[.)]\s|[A-ZÅÄÖ])")
# An address or a command is not language.
NOT_LANGUAGE = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|`[^`\n]*`")
QUOTED = re.compile(r"”[^”\n]{1,80}”|\"[^\"\n]{1,80}\"|“[^”\n]{1,80}”|»[^«\n]{1,80}«|’[^’\n]{1,80}’")
ITEM = re.compile(r"[-–•*]\s|\d+[.)]\s")
NUMBER_OF_ITEM = re.compile(r"\s*\d+(?:\.\d+)*\.$")
WORD = re.compile(r"[^\W_]+(?:[-:.][^\W_]+)*")


@dataclass(frozen=True)
class Sentence:
    """A sentence and where it stands. Blanks stand where addresses and commands were, so that places are kept."""

    text: str
    start: int

    @cached_property
    def unquoted(self) -> str:
        """Without what is quoted: a word that is spoken of is not used."""
        return QUOTED.sub(_blank, self.text)

    @cached_property
    def is_item(self) -> bool:
        """Whether it is a line of a list."""
        return bool(ITEM.match(self.text))

    @cached_property
    def words(self) -> list[str]:
        return WORD.findall(self.text)


def sentences(text: str) -> list[Sentence]:
    """The sentences of the text. A line of a list is one."""
    text = NOT_LANGUAGE.sub(_blank, text)
    found: list[Sentence] = []
    begin = 0
    for match in BREAK.finditer(text):
        end = match.end("stop") if match["stop"] else match.start()
        if match["stop"] and (ENDS_WITH_ABBREVIATION.search(text[begin:end]) or NUMBER_OF_ITEM.match(text[begin:end])):
            continue
        _add(found, text, begin, end)
        begin = match.end()
    _add(found, text, begin, len(text))
    return found


def _add(found: list[Sentence], text: str, begin: int, end: int) -> None:
    part = text[begin:end]
    start = begin + len(part) - len(part.lstrip())
    if part.strip():
        found.append(Sentence(part.strip(), start))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
