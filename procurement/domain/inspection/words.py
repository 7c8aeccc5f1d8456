"""The words by which a requirement is known, and Swedish words brought to their stems."""

from __future__ import annotations

import re
from functools import lru_cache

from snowballstemmer import stemmer  # type: ignore[import-untyped]

SHALL = re.compile(r"\b(?:ska|skall|skola|måste|obligatoriskt|krävs|krav är|förutsätts|åligger)\b", re.IGNORECASE)
SHOULD = re.compile(r"\b(?:bör|önskvärt|önskas|meriterande|mervärde)\b", re.IGNORECASE)
MODAL = re.compile(rf"{SHALL.pattern}|{SHOULD.pattern}|\bfår (?:inte|ej|endast|bara)\b", re.IGNORECASE)
SENTENCE_END = re.compile(
    r"(?<=[.!?])(?<!\bt\.ex\.)(?<!\bbl\.a\.)(?<!\bm\.m\.)(?<!\bs\.k\.)(?<!\bf\.d\.)(?<!\bd\.v\.s\.)(?<!\bkap\.)"
    r"(?<!\bca\.)(?<!\bnr\.)(?<!\bmax\.)(?<!\bmin\.)(?<!\bdnr\.)\s+(?=[A-ZÅÄÖ0-9”\"])"
)  # fmt: skip
WORD = re.compile(r"[^\W\d_]+(?:[-:][^\W\d_]+)*|\d+(?:[.,]\d+)*")

# Words that stand in every requirement and tell none apart.
COMMON = """
    alla allt anbud anbudet anbudsgivare anbudsgivaren andra annan annat används att av avse avser bara beställare
    beställaren beställarens bli bör de dem den denna deras dess det detta dig din dock du där därefter då efter
    ej eller emot en enligt ens ett exempel exempelvis finnas finns från få får för genom ges gäller gå göra göras
    görs ha hantera hanteras har hos hur i ingå ingår inklusive inom inte kan kommun kommunen kommunens krav
    kravet kunde kunna leverantör leverantören leverantörens leverera ligga ligger lägga läggas lösning lösningen
    med men minst mot måste möjlighet möjligheten möjligt ned nya när någon något och också om per på samt se sig
    sin sina sitt ska skall ske sker skriftligen skriftligt som stöd stödja system systemet systemets sätt så
    sådan sådana ta till tillhandahålla tillhandahållas tjänst tjänsten under upp ut utan vad var vara varje via
    vid vidare vilka vilken vilket visa visas än är över
"""


def sentences(text: str) -> list[str]:
    """The text's sentences; an abbreviation's full stop ends none."""
    return [part.strip() for line in text.split("\n") for part in SENTENCE_END.split(line) if part.strip()]


def stems(text: str) -> tuple[str, ...]:
    """The stems of the words that tell one requirement from another, in their order."""
    words = (part for word in WORD.findall(text.casefold()) for part in word.partition(":")[0].split("-"))
    return tuple(_stem(word) for word in words if word not in _COMMON and len(word) > 1)


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))


_STEMMER = stemmer("swedish")
_COMMON = frozenset(COMMON.split())
