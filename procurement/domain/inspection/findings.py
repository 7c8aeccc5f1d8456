"""What in an old document locks in, what no longer holds, and what nobody can check: each with its places.

The lists of old tenders are held against every sentence, terms of contract too, that ask for nothing and bind all
the same. The language lists know names and vague words, and are held against requirements only: what stands in a
background may name what it likes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from procurement.domain.inspection.lists import Lists, Sign
from procurement.domain.inspection.requirements import Place, Requirement, Sentence
from procurement.domain.inspection.words import sentences as sentences_of
from procurement.domain.language import Remark, inspect
from procurement.domain.language.lexicon import Lexicon

Plain = dict[str, object]

QUOTED = 400
# So many places of the same thing are named; the rest are counted.
SHOWN_PLACES = 40

NAMES = {
    "product_without_equivalent": (
        "Produkter, märken och tekniker",
        "Ett namn utan ”eller likvärdigt” stänger ute den som löser samma behov på ett annat sätt. "
        "Beskriv vad som ska gå att göra.",
    ),
    "standard_without_equivalent": (
        "Standarder utan ”eller likvärdig”",
        "Den som uppfyller en likvärdig standard ska kunna lämna anbud.",
    ),
}
# Left as they are, these make a requirement one to write anew.
UNCLEAR = ("placeholder", "vague_word", "shall_and_should")
OLD_WORDS = "old_words"


@dataclass
class Group:
    """Everything that is found of one kind."""

    shown: Plain
    places: list[Plain] = field(default_factory=list)
    count: int = 0

    def add(self, place: Place, text: str, words: str, suggestion: str = "") -> None:
        self.count += 1
        if len(self.places) < SHOWN_PLACES:
            named: Plain = {"place": str(place), "text": quote(text, words), "words": words}
            self.places.append({**named, "suggestion": suggestion} if suggestion else named)

    def plain(self) -> Plain:
        return {**self.shown, "count": self.count, "places": self.places}


class Found:
    """The groups of one heading of the report, and in how many texts anything of theirs was found."""

    def __init__(self, signs: Sequence[Sign], others: dict[str, Plain]) -> None:
        self._groups = {code: Group(shown) for code, shown in others.items()}
        self._groups |= {sign.code: Group(_shown(sign)) for sign in signs}
        self.signs = signs
        self.texts: set[tuple[str, str]] = set()

    def add(self, code: str, place: Place, text: str, words: str, suggestion: str = "") -> None:
        self._groups[code].add(place, text, words, suggestion)
        # A requirement of one sentence is that sentence: found in both, it is one place.
        self.texts.add((str(place), sentences_of(text)[0] if text else ""))

    def look(self, sentence: Sentence) -> None:
        for sign in self.signs:
            if where := sign.found_in(sentence.text):
                self.add(sign.code, sentence.place, sentence.text, where[0])

    def groups(self) -> list[Plain]:
        return [group.plain() for group in self._groups.values() if group.count]


@dataclass(frozen=True)
class Verdict:
    """What the lists say of one requirement: whether it may stand, and what should be mended in it."""

    locks_in: bool
    is_outdated: bool
    why_unclear: str


def looked_through(
    sentences: Iterable[Sentence], requirements: Iterable[Requirement], lists: Lists, lexicon: Lexicon
) -> tuple[Found, Found, list[Verdict]]:
    """What locks in, what no longer holds, and a verdict on each requirement."""
    titles: dict[str, Plain] = {
        code: {"code": code, "title": title, "why": why, "instead": ["PC-STD-01"]}
        for code, (title, why) in NAMES.items()
    }
    old_words: Plain = {"code": OLD_WORDS, "title": "Ord och namn som har bytts ut"}
    lock_in, obsolete = Found(lists.lock_in, titles), Found(lists.obsolete, {OLD_WORDS: old_words})
    for sentence in sentences:
        if not sentence.is_heading:
            lock_in.look(sentence)
        obsolete.look(sentence)
        for hit in lexicon.obsolete_index.find(sentence.text):
            words = sentence.text[hit.start : hit.end]
            obsolete.add(OLD_WORDS, sentence.place, sentence.text, words, hit.term.use or f"”{words}” {hit.term.why}")
    verdicts = [_verdict(requirement, lists, lexicon, lock_in) for requirement in requirements]
    return lock_in, obsolete, verdicts


def _verdict(requirement: Requirement, lists: Lists, lexicon: Lexicon, lock_in: Found) -> Verdict:
    remarks = inspect(requirement.text, lexicon, None)
    names = [remark for remark in remarks if remark.code in NAMES]
    for remark in names:
        lock_in.add(remark.code, requirement.place, requirement.text, remark.words, remark.suggestion)
    return Verdict(
        locks_in=bool(names) or any(sign.found_in(requirement.text) for sign in lists.lock_in),
        is_outdated=any(sign.found_in(requirement.text) for sign in lists.obsolete)
        or any(lexicon.obsolete_index.find(requirement.text)),
        why_unclear=next((_why(remark) for remark in remarks if remark.code in UNCLEAR), ""),
    )


def _why(remark: Remark) -> str:
    return f"{remark.message} {remark.suggestion}".strip()


def _shown(sign: Sign) -> Plain:
    shown: Plain = {
        "code": sign.code, "kind": sign.kind, "title": sign.title, "why": sign.why, "since": sign.since,
        "now": sign.now, "source": sign.source, "instead": list(sign.instead),
    }  # fmt: skip
    return {key: value for key, value in shown.items() if value}


def quote(text: str, words: str = "") -> str:
    """The text, or the part of a long one that stands around the words."""
    if len(text) <= QUOTED:
        return text
    start = max(0, text.find(words) - QUOTED // 2)
    cut = text[start : start + QUOTED]
    return f"{'… ' if start else ''}{cut.strip()}{' …' if start + QUOTED < len(text) else ''}"
