"""The reviewed word lists, and finding their words in a text in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

TOKEN = re.compile(r"\.?[^\W_][\w.+#]*")
NEAR = re.compile(r"[^\W_][\w.]*")


@dataclass(frozen=True)
class Term:
    """Words of one meaning. The conditions keep a name apart from the everyday word that is spelt the same."""

    forms: tuple[str, ...]
    kind: str = ""
    hint: str = ""  # how to write instead
    why: str = ""  # what has become of the word
    use: str = ""  # the word of today, in the same form
    exact: bool = False  # capital letters count
    inside: bool = False  # so does not the capital that opens a sentence
    needs: frozenset[str] = frozenset()  # one of these stands within two words
    unless: frozenset[str] = frozenset()  # none of these does


@dataclass(frozen=True)
class Kind:
    """What a product is, and what to describe instead of it; both as they read inside a sentence."""

    title: str
    hint: str


@dataclass(frozen=True)
class Hit:
    """Where a term stands. `stem` is its end without the genitive."""

    term: Term
    start: int
    end: int
    stem: int = 0


@dataclass(frozen=True)
class Lexicon:
    """The lists of fixtures/library/language. Empty for a library from before they were there."""

    products: tuple[Term, ...] = ()
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    standards: tuple[str, ...] = ()  # patterns
    vague: tuple[Term, ...] = ()
    obsolete: tuple[Term, ...] = ()
    duties: frozenset[str] = frozenset()  # passive verbs that say what a party shall do
    reviewed: str = ""

    @cached_property
    def product_index(self) -> Index:
        return Index(self.products)

    @cached_property
    def vague_index(self) -> Index:
        return Index(self.vague)

    @cached_property
    def obsolete_index(self) -> Index:
        return Index(self.obsolete)

    @cached_property
    def standard_pattern(self) -> re.Pattern[str] | None:
        if not self.standards:
            return None
        # Longest first does not help patterns: the file puts the narrower before the wider.
        return re.compile(rf"(?<![\w./-])(?:{'|'.join(self.standards)})(?!\w)")


class Index:
    """Terms by the first word of each form, so that a text is read once however long the lists are."""

    def __init__(self, terms: tuple[Term, ...]) -> None:
        self._forms: dict[str, list[tuple[str, Term]]] = {}
        for term in terms:
            for form in term.forms:
                first = TOKEN.match(form)
                assert first, form
                self._forms.setdefault(first[0].casefold(), []).append((form, term))
        for forms in self._forms.values():
            forms.sort(key=lambda pair: -len(pair[0]))

    def find(self, text: str) -> Iterator[Hit]:
        """The terms in the text, the longest where several begin at the same place, none inside another."""
        done = 0
        for token in TOKEN.finditer(text):
            if token.start() < done:
                continue
            hit = self._at(text, token)
            if hit:
                done = hit.end
                yield hit

    def _at(self, text: str, token: re.Match[str]) -> Hit | None:
        start, word = token.start(), token[0].casefold().rstrip(".")
        # "Windows" is looked for as it stands, then "Microsofts" without its genitive.
        for first in dict.fromkeys((word, word.removesuffix("s"))):
            for form, term in self._forms.get(first, ()):
                end = stem = start + len(form)
                found = text[start:end]
                if found != form if term.exact else found.casefold() != form.casefold():
                    continue
                if re.match(r":?s(?!\w)", text[end : end + 3]):
                    end += 2 if text[end] == ":" else 1
                if not (end < len(text) and (text[end].isalnum() or text[end] == "_")) and _stands(
                    text, start, end, term
                ):
                    return Hit(term, start, end, stem)
        return None


def _stands(text: str, start: int, end: int, term: Term) -> bool:
    if term.inside and not re.search(r"\w", text[max(0, start - 60) : start]):
        return False
    if not term.needs and not term.unless:
        return True
    near = {
        w.casefold()
        for w in (*NEAR.findall(text[max(0, start - 60) : start])[-2:], *NEAR.findall(text[end : end + 60])[:2])
    }
    near |= {word.rstrip(".") for word in near}
    return (not term.needs or bool(near & term.needs)) and not near & term.unless
