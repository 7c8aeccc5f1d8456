"""Which clause of the library says what an old requirement says: the same words, weighed by how rare they are.

Each clause is compared passage by passage: its title, its sentences, and how old tenders tend to say the same.
The same text gives the same answer every time, and why it did can be looked at: the words that both have.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from procurement.domain.inspection.words import sentences, stems
from procurement.domain.library import Clause, Library
from procurement.domain.markup import Slot, Template, TemplateItems

# Measured on the labelled requirements of the tests; docs/inspection.md has the figures.
THRESHOLD = 0.39
KINDS = ("requirement", "contract_term", "award_criterion")
# One word in common is a coincidence.
FEWEST = 2
# Part of a compound counts for less than the word itself, and a part is no shorter than this.
PART, SHORTEST_PART = 0.6, 4

Vector = Mapping[str, float]


@dataclass(frozen=True)
class Match:
    """The clause that is nearest, how near (0–1), and the stems they share."""

    clause: str
    score: float
    shared: tuple[str, ...]


class Matcher:
    """The library made ready to be compared with."""

    def __init__(self, library: Library, synonyms: Mapping[str, Iterable[str]]) -> None:
        said = {
            clause.id: [clause.title, *_sentences(clause)]
            for clause in library.clauses.values()
            if clause.kind in KINDS
        }
        # What is said of a clause that this library does not have still tells that a requirement is about that.
        for id, passages_of in synonyms.items():
            said.setdefault(id, []).extend(passages_of)
        passages = [(id, found) for id, texts in said.items() for text in texts if (found := stems(text))]
        self._known = frozenset(library.clauses)
        frequency = Counter(stem for _, found in passages for stem in set(found))
        self._rarity = {stem: math.log((1 + len(passages)) / count) for stem, count in frequency.items()}
        # A word that the library never says tells that the requirement is about something else.
        self._unknown = math.log(1 + len(passages))
        self._vectors = [(id, self._vector(Counter(found))) for id, found in passages]
        self._having: dict[str, list[int]] = {}
        for n, (_, vector) in enumerate(self._vectors):
            for stem in vector:
                self._having.setdefault(stem, []).append(n)

    def nearest(self, text: str) -> Match | None:
        """The nearest clause, near or not; None where no two words are shared with any."""
        query = self._query(text)
        scores: dict[int, float] = {}
        shared_by: Counter[int] = Counter()
        for stem, weight in query.items():
            for n in self._having.get(stem, ()):
                scores[n] = scores.get(n, 0.0) + weight * self._vectors[n][1][stem]
                shared_by[n] += 1
        best: tuple[float, str, int] | None = None
        for n, score in scores.items():
            if shared_by[n] < FEWEST:
                continue
            candidate = (score, self._vectors[n][0], n)
            if best is None or (-candidate[0], candidate[1], candidate[2]) < (-best[0], best[1], best[2]):
                best = candidate
        if best is None:
            return None
        shared = tuple(stem for stem in query if stem in self._vectors[best[2]][1])
        return Match(best[1], round(best[0], 4), shared)

    def match(self, text: str) -> Match | None:
        """The clause that says the same, or None where none is near enough."""
        nearest = self.nearest(text)
        is_near = nearest and nearest.score >= THRESHOLD and nearest.clause in self._known
        return nearest if is_near else None

    def _query(self, text: str) -> Vector:
        counted: dict[str, float] = {}
        for stem in stems(text):
            parts = [] if stem in self._rarity else list(self._parts(stem))
            for part, weight in [(part, PART) for part in parts] or [(stem, 1.0)]:
                counted[part] = counted.get(part, 0.0) + weight
        return self._vector(counted)

    def _parts(self, stem: str) -> Iterator[str]:
        """The words of the library that a compound begins or ends with: "exportfunktion" begins with "export"."""
        for cut in range(len(stem) - SHORTEST_PART, SHORTEST_PART - 1, -1):
            if stem[:cut] in self._rarity:
                yield stem[:cut]
                break
        for cut in range(SHORTEST_PART, len(stem) - SHORTEST_PART + 1):
            if stem[cut:] in self._rarity:
                yield stem[cut:]
                break

    def _vector(self, counted: Mapping[str, float]) -> Vector:
        weighed = {
            stem: (1 + math.log(count) if count > 1 else count) * self._rarity.get(stem, self._unknown)
            for stem, count in counted.items()
        }
        length = math.sqrt(sum(weight * weight for weight in weighed.values()))
        return {stem: weight / length for stem, weight in weighed.items()} if length else {}


def _sentences(clause: Clause) -> Iterator[str]:
    for template in (clause.text, clause.softer):
        for text in _texts(template):
            yield from sentences(text)


def _texts(template: Template) -> Iterator[str]:
    for block in template:
        for run in block.items if isinstance(block, TemplateItems) else (block.run,):
            # What an answer would say is not known here.
            yield "".join(" " if isinstance(part, Slot) else part.text for part in run)
