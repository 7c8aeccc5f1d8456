"""The report on an old tender, as plain data that can be kept and shown.

Each requirement is put in one pile: what locks in, what is out of date, what is about the bid, what the library
says already, what nobody can check, and what can be kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from procurement.domain.inspection.beginnings import beginning
from procurement.domain.inspection.blocks import Block
from procurement.domain.inspection.findings import Plain, Verdict, looked_through, quote
from procurement.domain.inspection.lists import Lists
from procurement.domain.inspection.matching import KINDS, Match, Matcher
from procurement.domain.inspection.requirements import MOST, Place, Requirement, Sentence, every_sentence, found
from procurement.domain.library import Library

FORMAT = 1
# What can be seen to be so or not: a figure, or something a user or another system does with it.
CHECKABLE = re.compile(
    r"\d|\bkunna\b|\bgå att\b|\bmöjligt att\b|\bmöjlighet att\b|\b(?:visa|räkna|skapa|spara|skicka|logga|larma|föreslå|"
    r"varna|registrera|presentera|hämta|stödja|hantera|integrera|innehålla|finnas|ske)\w*\b",
    re.IGNORECASE,
)
MOST_WORDS = 60


def made(blocks: Sequence[Block], library: Library, lists: Lists) -> Plain:
    """The report on the document."""
    requirements = found(blocks)
    looked_at = requirements[:MOST]
    sentences = [*_headings(blocks), *every_sentence(blocks)]
    matcher = Matcher(library, lists.synonyms)
    lock_in, obsolete, verdicts = looked_through(sentences, looked_at, lists, library.lexicon)
    piles: dict[str, list[Plain]] = {"keep": [], "covered": [], "unclear": []}
    met: dict[str, Requirement] = {}
    nearest: dict[str, float] = {}
    counted: Counter[str] = Counter()
    for requirement, verdict in zip(looked_at, verdicts, strict=True):
        match = matcher.match(requirement.text)
        if match and match.score > nearest.get(match.clause, 0.0):
            # An introduction may touch what a later requirement says in full.
            met[match.clause], nearest[match.clause] = requirement, match.score
        pile = _pile(requirement, match, verdict)
        counted[pile] += 1
        if pile in piles:
            piles[pile].append(_line(requirement, pile, match, verdict))
    begun = beginning(blocks, library)
    return {
        "format": FORMAT,
        "reviewed": lists.reviewed,
        "counts": {
            "requirements": len(requirements),
            "must": sum(requirement.must for requirement in requirements),
            "not_looked_at": len(requirements) - len(looked_at),
            "lock_in": len(lock_in.texts),
            "obsolete": len(obsolete.texts),
            **{pile: counted[pile] for pile in ("tender", "covered", "unclear", "keep")},
        },
        "lock_in": lock_in.groups(),
        "obsolete": obsolete.groups(),
        "principles": _principles(library, met),
        **piles,
        "brief": {
            "values": begun.brief,
            "sources": {
                key: {"text": quote(source.text), "place": str(source.place)} for key, source in begun.sources.items()
            },
        },
    }


def _pile(requirement: Requirement, match: Match | None, verdict: Verdict) -> str:
    if verdict.locks_in:
        return "lock_in"
    if verdict.is_outdated:
        return "obsolete"
    if requirement.subject == "tender":
        return "tender"
    if match:
        return "covered"
    is_short = len(requirement.text.split()) <= MOST_WORDS
    can_stand = is_short and not verdict.why_unclear and CHECKABLE.search(requirement.text)
    return "keep" if can_stand else "unclear"


def _headings(blocks: Iterable[Block]) -> list[Sentence]:
    return [
        Sentence(
            block.text, Place(heading=f"{block.number} {block.text}".strip(), page=block.page), "", is_heading=True
        )
        for block in blocks
        if block.kind == "heading"
    ]


def _principles(library: Library, met: dict[str, Requirement]) -> list[Plain]:
    """Each of the eight rules: what in the document serves it, and the clauses that would."""
    shown: list[Plain] = []
    for principle in library.principles.values():
        clauses = [one for one in library.clauses.values() if one.principle == principle.key and one.kind in KINDS]
        has: list[Plain] = [
            {"clause": clause.id, "place": str(met[clause.id].place), "text": quote(met[clause.id].text)}
            for clause in clauses
            if clause.id in met
        ]
        missing = [clause.id for clause in clauses if clause.id not in met]
        shown.append({"key": principle.key, "title": principle.title, "has": has, "missing": missing})
    return shown


def _line(requirement: Requirement, pile: str, match: Match | None, verdict: Verdict) -> Plain:
    line: Plain = {"place": str(requirement.place), "text": quote(requirement.text), "must": requirement.must}
    if pile == "covered" and match:
        line["clause"] = match.clause
    if pile == "unclear" and verdict.why_unclear:
        line["why"] = verdict.why_unclear
    return line
