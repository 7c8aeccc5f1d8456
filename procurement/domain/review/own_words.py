"""What somebody's own words no longer demand: "ska" that has become "bör" makes a demand a wish."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from procurement.domain import selection, swedish
from procurement.domain.brief import Brief
from procurement.domain.facts import Facts
from procurement.domain.house import own_words, start_of
from procurement.domain.language.sentences import Sentence, sentences
from procurement.domain.library import Clause, Library
from procurement.domain.review.finding import Finding

# What these say is demanded of the supplier: what is only wished for has no place in them.
DEMANDING = ("requirement", "contract_term")
DEMAND = re.compile(r"\b(?:ska|skall|måste)\b|\bfår (?:inte|aldrig|bara|endast)\b", re.I)
WISH = re.compile(r"\b(?:bör|borde)\b", re.I)
# What else may have come in place of "ska". It is seldom wrong by itself, so our sentence must have demanded it.
WEAKER = re.compile(r"\b(?:bör|borde|kan|får)\b", re.I)
# Two sentences this alike, but for that word, are one and the same.
ALIKE = 0.85
SHOWN = 160


def check(brief: Brief, library: Library, facts: Facts) -> Iterator[Finding]:
    for chosen in selection.standing(brief, library, facts):
        clause = chosen.clause
        if chosen.variant != "own" or clause.kind not in DEMANDING:
            continue
        found = list(_weakened(own_words(clause, brief), clause))
        if found:
            first, *others = (_excerpt(sentence) for sentence, _ in found)
            more = f" Detsamma gäller {swedish.enumerate_items(others)}." if others else ""
            yield Finding(
                "weakened_demand",
                "warning",
                f"Det här är inte längre ett krav i {clause.id}, eftersom det står ”{found[0][1]}”: {first}.{more}",
                clause.id,
                remedy="Skriv ska, välj den mildare formen om det finns en, låt det ge poäng som tilldelningskriterium "
                "eller gör ett avsteg.",
            )


def _weakened(said: str, clause: Clause) -> Iterator[tuple[Sentence, str]]:
    """The sentences that only wish, each with the word that does. A sentence that does both is another finding."""
    ours = [] if clause.house else [one.text for one in sentences(start_of(clause))]
    demanded = [DEMAND.sub("ska", text) for text in ours if DEMAND.search(text)]
    for sentence in sentences(said):
        text = sentence.unquoted
        if DEMAND.search(text) or sentence.text in ours:
            continue
        if wish := WISH.search(text):
            yield sentence, wish[0]
        elif (weaker := WEAKER.search(text)) and _stood(WEAKER.sub("ska", text, count=1), demanded):
            yield sentence, weaker[0]


def _stood(text: str, demanded: Sequence[str]) -> bool:
    """Whether one of our sentences demanded it."""
    return any(SequenceMatcher(None, text, one, autojunk=False).ratio() >= ALIKE for one in demanded)


def _excerpt(sentence: Sentence) -> str:
    text = " ".join(sentence.text.split()).rstrip(".")
    return f"”{text}”" if len(text) <= SHOWN else f"”{text[:SHOWN].rpartition(' ')[0]} …”"
