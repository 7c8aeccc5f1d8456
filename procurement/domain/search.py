"""Search in Swedish: the inflected forms of a word are found, and compounds by either of their parts."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer  # type: ignore[import-untyped]

WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ«])")
# Words that every text has; asked for alone they are looked for all the same.
COMMON = frozenset(
    ("alla", "att", "av", "de", "dem", "den", "det", "en", "ett", "eller", "från", "för", "har", "hur", "i", "in",
     "inte", "kan", "med", "när", "och", "om", "på", "ska", "som", "så", "till", "vad", "vi", "vid", "är")
)  # fmt: skip
# More words than a sentence are no question, and each is looked for among all terms.
MOST_WORDS = 20
# How near a word of the text is to the word asked for.
SAME, BEGINS, ENDS, STEM_OF, PART_OF = 1.0, 0.6, 0.5, 0.4, 0.3


@dataclass(frozen=True)
class Field:
    """Some text of an entry, and what it weighs. Only a `shown` text is quoted."""

    text: str
    weight: int
    shown: bool = True


@dataclass(frozen=True)
class Piece:
    """A run of characters that matched, or that did not."""

    text: str
    matched: bool


@dataclass(frozen=True)
class Hit:
    """An entry that was found, the sentence that says why, and the terms that matched."""

    id: str
    excerpt: tuple[Piece, ...]
    terms: frozenset[str]


class Index:
    """An inverted index over entries: term → entry → how much the term weighs in it."""

    def __init__(self, entries: Iterable[tuple[str, Sequence[Field]]]) -> None:
        self.fields = {id: tuple(fields) for id, fields in entries}
        self.weights: dict[str, dict[str, float]] = defaultdict(dict)
        for id, fields in self.fields.items():
            found: Counter[str] = Counter()
            for field in fields:
                for term, times in Counter(t for terms, _, _ in _words(field.text) for t in terms).items():
                    # The third time a word is said it says nothing new.
                    found[term] += field.weight * min(times, 3)
            for term, weight in found.items():
                self.weights[term][id] = weight

    def find(self, query: str) -> tuple[Hit, ...]:
        """The entries that hold every word asked for, the best first; none has them all → those with the most."""
        wanted = _asked(query)
        scores: dict[str, float] = defaultdict(float)
        held: Counter[str] = Counter()
        matched: set[str] = set()
        for word in wanted:
            near = self._near(word)
            matched |= near.keys()
            best: dict[str, float] = {}
            for term, nearness in near.items():
                rarity = math.log(1 + len(self.fields) / len(self.weights[term]))
                for id, weight in self.weights[term].items():
                    best[id] = max(best.get(id, 0.0), nearness * weight * rarity)
            for id, score in best.items():
                scores[id] += score
                held[id] += 1
        most = max(held.values(), default=0)
        found = sorted((id for id in scores if held[id] == most), key=lambda id: (-scores[id], id))
        terms = frozenset(matched)
        return tuple(Hit(id, self._excerpt(id, terms), terms) for id in found)

    def _near(self, word: str) -> dict[str, float]:
        """The terms of the index that the word may mean."""
        near = {term: nearness for term in self.weights if (nearness := _nearness(word, term))}
        if near or len(word) < 8:
            return near
        # A compound that nobody has written: its parts may have been.
        parts = [t for t in self.weights if len(t) >= 5 and (word.startswith(t) or word.endswith(t))]
        return dict.fromkeys(parts, PART_OF)

    def _excerpt(self, id: str, terms: frozenset[str]) -> tuple[Piece, ...]:
        """The sentence with the most of the terms, the first of several."""
        sentences = [s for field in self.fields[id] if field.shown for s in SENTENCE_END.split(field.text) if s]
        said = [len({t for found, _, _ in _words(sentence) for t in found if t in terms}) for sentence in sentences]
        return marked(sentences[said.index(max(said))], terms) if sentences else ()


def marked(text: str, terms: frozenset[str]) -> tuple[Piece, ...]:
    """The text in pieces, with the words that hold one of the terms marked."""
    pieces: list[Piece] = []
    end = 0
    for found, start, stop in _words(text):
        if not terms.isdisjoint(found):
            pieces += [Piece(text[end:start], False), Piece(text[start:stop], True)]
            end = stop
    pieces.append(Piece(text[end:], False))
    return tuple(piece for piece in pieces if piece.text)


def _nearness(word: str, term: str) -> float:
    """How near the term is to the stem asked for; 0 when it is something else."""
    if word == term:
        return SAME
    if len(word) >= 3 and term.startswith(word):
        return BEGINS
    if len(word) >= 4 and term.endswith(word):
        return ENDS
    # publicering → publicer(a): the stemmer leaves a noun longer than its verb.
    if len(term) >= 5 and word.startswith(term) and len(word) - len(term) <= 4:
        return STEM_OF
    return 0.0


def _asked(query: str) -> list[str]:
    """The stems asked for, each once."""
    words = WORD.findall(query.casefold())
    telling = [word for word in words if len(word) > 1 and word not in COMMON] or words
    return list(dict.fromkeys(stem(word) for word in telling))[:MOST_WORDS]


def _words(text: str) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """Every word: its stems (also those of the parts around a hyphen), where it begins and where it ends."""
    for found in WORD.finditer(text):
        word = found[0].casefold()
        parts = word.split("-") if "-" in word else []
        yield (stem(word), *map(stem, parts)), found.start(), found.end()


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """klausulernas → klausul. What has digits in it, such as an id, stays as it is."""
    if not word.isalpha():
        return word
    # A stemmer of its own each time: it keeps the word in itself, and pages are read by several at once.
    stemmer = snowballstemmer.stemmer("swedish")
    # licensen → licens → licen, as licens itself: until nothing more comes off, or the forms part ways.
    while (shorter := str(stemmer.stemWord(word))) != word:
        word = shorter
    return word
