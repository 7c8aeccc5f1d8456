"""What is wrong with the language of a text that tenderers will read: names that lock in, words nobody can check.

`inspect` reads the text sentence by sentence. Precision before recall: what is in doubt is left alone, since a
reviewer that cries wolf is not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING

from procurement.domain.language import grammar, legibility, names, words
from procurement.domain.language.lexicon import Lexicon
from procurement.domain.language.names import plain_product_words
from procurement.domain.language.remarks import CODES, Remark
from procurement.domain.language.sentences import sentences

if TYPE_CHECKING:
    from procurement.domain.library import Regime

__all__ = ["CODES", "Lexicon", "Remark", "inspect", "plain_product_words"]


def inspect(text: str, lexicon: Lexicon, regime: Regime | None = "eu") -> tuple[Remark, ...]:
    """Everything worth saying about the text, in the order it stands there. `regime` decides which law is named."""
    return tuple(sorted(_remarks(text, lexicon, regime), key=lambda remark: (remark.start, remark.end, remark.code)))


def _remarks(text: str, lexicon: Lexicon, regime: Regime | None) -> Iterator[Remark]:
    parts = sentences(text)
    opening = None  # the sentence that ends in a colon, while its list goes on
    for sentence, after in zip_longest(parts, parts[1:]):
        opening = opening if sentence.is_item else None
        yield from names.remarks(sentence, opening, after, lexicon, regime)
        yield from words.remarks(sentence, lexicon, regime)
        yield from grammar.remarks(sentence, lexicon, regime)
        yield from legibility.of_sentence(sentence)
        opening = sentence if sentence.text.endswith(":") else opening
    yield from legibility.of_text(text, parts)
