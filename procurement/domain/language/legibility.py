"""How hard a text is to read: the length of a sentence, and LIX (Björnsson's readability index) of the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from procurement.domain.language.remarks import Remark
from procurement.domain.language.sentences import Sentence

MAX_WORDS = 40
# LIX is the words per sentence plus the per cent of words longer than six letters. Above 60 is "very hard".
# A short text says too little: one long name moves it by ten.
MAX_LIX, ENOUGH_WORDS = 60, 100
LONG = 7


def of_sentence(sentence: Sentence) -> Iterator[Remark]:
    """A sentence of too many words. One that counts things up is a list, and read as one."""
    count = len(sentence.words)
    if count <= MAX_WORDS or _is_list(sentence.text):
        return
    yield Remark(
        "long_sentence", "advice", sentence.start, sentence.start + len(sentence.text),
        " ".join(sentence.text.split()[:6]) + " …",
        f"Meningen har {count} ord. Den som ska räkna på kravet hinner tappa tråden: dela den, högst {MAX_WORDS} ord "
        "i varje, eller gör en lista.",
    )  # fmt: skip


def lix(parts: Sequence[Sentence]) -> int:
    """LIX, rounded."""
    words = [word for part in parts for word in part.words]
    return round(len(words) / len(parts) + 100 * sum(len(word) >= LONG for word in words) / len(words)) if words else 0


def of_text(text: str, parts: Sequence[Sentence]) -> Iterator[Remark]:
    """A text that is hard to read as a whole."""
    if sum(len(part.words) for part in parts) < ENOUGH_WORDS or (value := lix(parts)) <= MAX_LIX:
        return
    yield Remark(
        "hard_text", "advice", 0, len(text), f"LIX {value}",
        f"Texten är mycket svår att läsa (LIX {value}; över {MAX_LIX} är mycket svårt). Korta meningarna, "
        "och byt långa ord mot korta.",
    )  # fmt: skip


def _is_list(text: str) -> bool:
    """Whether most of it is short items between commas or semicolons."""
    items = re.split(r"[,;:]", text)
    return len(items) >= 6 and max(len(item.split()) for item in items[1:-1]) <= 6
