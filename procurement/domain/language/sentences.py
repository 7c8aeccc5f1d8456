"""A text as its sentences, each with what the rules may look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

# Those that seldom end a sentence; "m.m." and "etc." often do.
ABBREVIATIONS = (
    "t.ex", "bl.a", "d.v.s", "dvs", "s.k", "f.d", "p.g.a", "t.o.m", "fr.o.m", "m.a.o", "d.y", "enl", "ev", "ca", "resp",
    "inkl", "exkl", "tel", "jfr",
)  # fmt: skip
# Words of their own, unless a number follows: "art. 28", "bil. 3".
BEFORE_NUMBER = ("art", "bil", "kap", "kl", "nr", "p", "s", "st")
ENDS_WITH_ABBREVIATION = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ABBREVIATIONS))})\.$", re.I)
ENDS_BEFORE_NUMBER = re.compile(rf"(?<!\w)(?:{'|'.join(BEFORE_NUMBER)})\.$", re.I)
# A full stop before a capital, or a new line that begins something of its own: a capital, a dash, a number.
BREAK = re.compile(r"(?P<stop>[.!?][”\"’)]?)\s+(?=[”\"’(]?[A-ZÅÄÖ0-9])|\n\s*\n\s*|\n\s*(?=[-–•*]\s|\d+[.)]\s|[A-ZÅÄÖ])")
# An address or a command is not language.
NOT_LANGUAGE = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@\S+|`[^`\n]*`")
# A row of words without an end is no sentence: it is read in pieces, so that the work stays in step with the length.
MAX_LENGTH = 1_000
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
        if match["stop"] and _goes_on(text[begin:end], text[match.end() : match.end() + 1]):
            continue
        _add(found, text, begin, end)
        begin = match.end()
    _add(found, text, begin, len(text))
    return found


def _goes_on(part: str, following: str) -> bool:
    """Whether the full stop belongs to an abbreviation or a number."""
    if ENDS_WITH_ABBREVIATION.search(part[-10:]) or NUMBER_OF_ITEM.match(part):
        return True
    return following.isdigit() and bool(ENDS_BEFORE_NUMBER.search(part[-10:]))


def _add(found: list[Sentence], text: str, begin: int, end: int) -> None:
    while end - begin > MAX_LENGTH:
        cut = text.rfind(" ", begin, begin + MAX_LENGTH) + 1 or begin + MAX_LENGTH
        _add(found, text, begin, max(cut, begin + 1))
        begin = max(cut, begin + 1)
    part = text[begin:end]
    start = begin + len(part) - len(part.lstrip())
    if part.strip():
        found.append(Sentence(part.strip(), start))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
