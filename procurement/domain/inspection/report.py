"""The report on an old tender, as plain data that can be kept and shown.

Each requirement is put in one pile: what locks in, what is out of date, what is about the bid, what the library
says already, what nobody can check, and what can be kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from procurement.domain.inspection.beginnings import beginning
from procurement.domain.inspection.blocks import Block
from procurement.domain.inspection.lists import Lists, Sign
from procurement.domain.inspection.matching import KINDS, Match, Matcher
from procurement.domain.inspection.requirements import MOST, Place, Requirement, Sentence, every_sentence, found
from procurement.domain.library import Library

FORMAT = 1
QUOTED = 400
# So many places of the same thing are named; the rest are counted.
SHOWN_PLACES = 40

Plain = dict[str, object]

# What can be seen to be so or not: a figure, or something a user or another system does with it.
CHECKABLE = re.compile(
    r"\d|\bkunna\b|\bgå att\b|\bmöjligt att\b|\bmöjlighet att\b|\b(?:visa|räkna|skapa|spara|skicka|logga|larma|föreslå|"
    r"varna|registrera|presentera|hämta|stödja|hantera|integrera|innehålla|finnas|ske)\w*\b",
    re.IGNORECASE,
)
MOST_WORDS = 60


@dataclass
class _Group:
    """Everything that one sign finds."""

    shown: Plain
    places: list[Plain] = field(default_factory=list)
    count: int = 0

    def add(self, place: Place, text: str, words: str) -> None:
        self.count += 1
        if len(self.places) < SHOWN_PLACES:
            self.places.append({"place": str(place), "text": _quote(text, words), "words": words})

    def plain(self) -> Plain:
        return {**self.shown, "count": self.count, "places": self.places}


def made(blocks: Sequence[Block], library: Library, lists: Lists) -> Plain:
    """The report on the document."""
    requirements = found(blocks)
    looked_at = requirements[:MOST]
    sentences = list(every_sentence(blocks))
    matcher = Matcher(library, lists.synonyms)
    lock_in, locking = _signs(lists.lock_in, sentences)
    obsolete, outdated = _signs(lists.obsolete, [*sentences, *_headings(blocks)])
    piles: dict[str, list[Plain]] = {"keep": [], "covered": [], "unclear": []}
    met: dict[str, Requirement] = {}
    counted: Counter[str] = Counter()
    for requirement in looked_at:
        match = matcher.match(requirement.text)
        if match:
            met.setdefault(match.clause, requirement)
        pile = _pile(requirement, match, lists)
        counted[pile] += 1
        if pile in piles:
            piles[pile].append(_line(requirement, match if pile == "covered" else None))
    begun = beginning(blocks, library)
    return {
        "format": FORMAT,
        "reviewed": lists.reviewed,
        "counts": {
            "requirements": len(requirements),
            "must": sum(requirement.must for requirement in requirements),
            "not_looked_at": len(requirements) - len(looked_at),
            "lock_in": locking,
            "obsolete": outdated,
            **{pile: counted[pile] for pile in ("tender", "covered", "unclear", "keep")},
        },
        "lock_in": [group.plain() for group in lock_in],
        "obsolete": [group.plain() for group in obsolete],
        "principles": _principles(library, met),
        **piles,
        "brief": {
            "values": begun.brief,
            "sources": {
                key: {"text": _quote(source.text), "place": str(source.place)} for key, source in begun.sources.items()
            },
        },
    }


def _pile(requirement: Requirement, match: Match | None, lists: Lists) -> str:
    if any(sign.found_in(requirement.text) for sign in lists.lock_in):
        return "lock_in"
    if any(sign.found_in(requirement.text) for sign in lists.obsolete):
        return "obsolete"
    if requirement.subject == "tender":
        return "tender"
    if match:
        return "covered"
    is_short = len(requirement.text.split()) <= MOST_WORDS
    return "keep" if is_short and CHECKABLE.search(requirement.text) else "unclear"


def _signs(signs: Sequence[Sign], sentences: Sequence[Sentence]) -> tuple[list[_Group], int]:
    """What each sign finds, in the order of the list, and in how many sentences any of them does."""
    groups = {sign.code: _Group(_shown(sign)) for sign in signs}
    places = 0
    for sentence in sentences:
        hits = [(sign, where) for sign in signs if (where := sign.found_in(sentence.text))]
        places += bool(hits)
        for sign, where in hits:
            groups[sign.code].add(sentence.place, sentence.text, where[0])
    return [group for group in groups.values() if group.count], places


def _shown(sign: Sign) -> Plain:
    shown: Plain = {
        "code": sign.code, "kind": sign.kind, "title": sign.title, "why": sign.why, "since": sign.since,
        "now": sign.now, "source": sign.source, "instead": list(sign.instead),
    }  # fmt: skip
    return {key: value for key, value in shown.items() if value}


def _headings(blocks: Iterable[Block]) -> list[Sentence]:
    return [
        Sentence(block.text, Place(heading=f"{block.number} {block.text}".strip(), page=block.page), "")
        for block in blocks
        if block.kind == "heading"
    ]


def _principles(library: Library, met: dict[str, Requirement]) -> list[Plain]:
    """Each of the eight rules: what in the document serves it, and the clauses that would."""
    shown: list[Plain] = []
    for principle in library.principles.values():
        clauses = [one for one in library.clauses.values() if one.principle == principle.key and one.kind in KINDS]
        has: list[Plain] = [
            {"clause": clause.id, "place": str(met[clause.id].place), "text": _quote(met[clause.id].text)}
            for clause in clauses
            if clause.id in met
        ]
        missing = [clause.id for clause in clauses if clause.id not in met]
        shown.append({"key": principle.key, "title": principle.title, "has": has, "missing": missing})
    return shown


def _line(requirement: Requirement, match: Match | None) -> Plain:
    line: Plain = {"place": str(requirement.place), "text": _quote(requirement.text), "must": requirement.must}
    return {**line, "clause": match.clause} if match else line


def _quote(text: str, words: str = "") -> str:
    """The text, or the part of a long one that stands around the words."""
    if len(text) <= QUOTED:
        return text
    start = max(0, text.find(words) - QUOTED // 2)
    cut = text[start : start + QUOTED]
    return f"{'… ' if start else ''}{cut.strip()}{' …' if start + QUOTED < len(text) else ''}"
