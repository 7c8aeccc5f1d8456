"""Words nobody can check, words that have left the law, and what somebody meant to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from procurement.domain.language.lexicon import Lexicon
from procurement.domain.language.remarks import Remark, law_of
from procurement.domain.language.sentences import Sentence

if TYPE_CHECKING:
    from procurement.domain.library import Regime

# Only what cannot be anything else, since a placeholder stops the documents from being issued.
PLACEHOLDER = re.compile(
    r"""(?<![\w-])X{2,4}(?!\w|-\w)                                     # XX timmar
    | \bX\s(?=(?:antal|stycken|st|dagar|timmar|veckor|månader|år|kronor|kr|procent)\b)
    | \[\s*(?:fyll|ange|skriv|välj|infoga|namn|datum|belopp|antal|text|ort|adress|[Xx.…_]+\s*\])[^\]\n]{0,80}\]?
    | <\s*(?:fyll|ange|skriv|välj|infoga|namn|datum|belopp|antal|text|ort)\b[^>\n]{0,80}>
    | \b(?:TBD|TBA|TODO|FIXME)\b | \?{3,} | _{4,} | (?i:\blorem\s+ipsum\b)
    | \b(?:åååå|ÅÅÅÅ|yyyy|YYYY)-(?:mm|MM)-(?:dd|DD)\b | \b20XX\b""",
    re.X,
)
# A number with its unit, or a word that says what is meant, makes a loose word checkable.
NUMBER = r"(?:\d+(?:[.,]\d+)?|en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|tolv|femton|tjugo|trettio)"
UNIT = (
    r"(?:procent|%|sekund\w*|minut\w*|timm\w*|dag\w*|arbetsdag\w*|vardag\w*|veck\w*|månad\w*|år|kronor|kr|gånger|klick|"
    r"steg|användare|personer|ms|MB|GB)"
)
MEASURE = re.compile(
    rf"\b{NUMBER}\s+(?:av\s+(?:\d+|tio|användarna)|{UNIT})(?!\w)|\bdet vill säga\b|\bdvs\b|\bmenas\b|\bmätt\b", re.I
)
ONCE = re.compile(
    r"\b(?:tidigare|förr|f\.\s?d\.?|dåvarande|före detta|gamla|hette|kallade?s|ersattes|avskaffades|numera|fanns)\b",
    re.I,
)


def remarks(sentence: Sentence, lexicon: Lexicon, regime: Regime | None) -> Iterator[Remark]:
    """What is found word by word. A word that is quoted is spoken of, not used."""
    text, at = sentence.unquoted, sentence.start
    for match in PLACEHOLDER.finditer(sentence.text):
        yield Remark(
            "placeholder", "stop", at + match.start(), at + match.end(), match[0],
            f"”{match[0]}” ser ut att vara kvar att fylla i. Anbudsgivarna kan inte räkna på det. "
            "Skriv det som ska stå där, eller stryk det.",
        )  # fmt: skip
    if not MEASURE.search(text):
        for hit in lexicon.vague_index.find(text):
            words = text[hit.start : hit.end]
            yield Remark(
                "vague_word", "advice", at + hit.start, at + hit.end, words,
                f"”{words}” går inte att kontrollera: två läsare menar olika saker med det.",
                hit.term.hint, law_of("vague_word", regime),
            )  # fmt: skip
    for hit in lexicon.obsolete_index.find(text):
        if ONCE.search(text):
            break
        words = text[hit.start : hit.end]
        yield Remark(
            "obsolete_word", "warning", at + hit.start, at + hit.end, words,
            f"”{words}” {hit.term.why}", _replaced(sentence.text, hit.start, hit.stem, hit.term.use),
        )  # fmt: skip


def _replaced(text: str, start: int, end: int, use: str) -> str:
    """The sentence with the word of today; "" where the list has none that always fits."""
    if not use:
        return ""
    new = use[0].upper() + use[1:] if text[start].isupper() and not use[:2].isupper() else use
    return text[:start] + new + text[end:]
