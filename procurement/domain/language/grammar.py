"""Sentences that ask for two things at once, or do not say who shall do them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from procurement.domain.language.lexicon import Lexicon
from procurement.domain.language.remarks import Remark, law_of
from procurement.domain.language.sentences import Sentence

if TYPE_CHECKING:
    from procurement.domain.library import Regime

MODAL = re.compile(r"(?<![\w/-])(?:ska|skall|bör)(?![\w/-])", re.I)
SEPARATOR = re.compile(r"[,;]\s*(?:(?:och|samt|men|medan)\s+)?|\s+(?:och|samt|men|eller)\s+|\s+[–-]\s+")
STRONG = re.compile(r"[;]|^,\s*(?:och|samt|men|medan)\b|men|medan|samt")
SUBORDINATE = re.compile(
    r"\b(?:som|att|när|om|innan|sedan|där|dit|vars|vilk\w+|hur|huruvida|eftersom|medan|tills|då|så|vad|vem|varför|vart|"
    r"därför|trots|oavsett|även|utan)\b",
    re.I,
)
# An opening that puts the verb before the subject, so that the subject cannot be lent to a second sentence.
INVERTED = re.compile(
    r"^(?:inom|vid|efter|före|under|senast|för|i|på|från|med|till|utan|då|där|här|därefter|dessutom|vidare|minst|högst|"
    r"varje|genom|enligt|mot|ur|över)\b",
    re.I,
)
PARTY = re.compile(
    r"\b(?:leverantör\w*|beställar\w*|anbudsgivar\w*|kommun\w*|myndighet\w*|region\w*|part|parter\w*|användar\w+|"
    r"underleverantör\w*|konsult\w*|system\w*|lösning\w*|tjänst\w*|program\w*|vi|ni|den som)\b",
    re.I,
)
PASSIVE = re.compile(
    r"^(?P<what>[^,;:]{2,60}?)\s+(?:ska|skall)\s+(?P<how>(?:även|också|alltid|löpande|omedelbart|årligen|kostnadsfritt)\s+)?"
    r"(?P<verb>[^\W\d_]+s)\b(?P<rest>[^;]*)$"
)


@dataclass(frozen=True)
class _Modal:
    word: str
    start: int
    clause: int  # where its clause begins
    is_main: bool


def remarks(sentence: Sentence, lexicon: Lexicon, regime: Regime | None) -> Iterator[Remark]:
    """At most one remark on how the demands of the sentence are joined, and one on who shall act."""
    # What follows a colon explains what stands before it.
    main = [modal for modal in _modals(sentence.unquoted.split(":")[0]) if modal.is_main]
    kinds = {modal.word == "bör" for modal in main}
    if len(main) > 1:
        start, end = main[0].start, main[-1].start + len(main[-1].word)
        words = f"{main[0].word} … {main[-1].word}"
        places = (sentence.start + start, sentence.start + end)
        if len(kinds) == 2:
            yield Remark(
                "shall_and_should", "warning", *places, words,
                "Meningen blandar ”ska” och ”bör”. Det går inte att se vad som är ett krav och vad som ger poäng. "
                "Skriv kravet för sig. Det andra blir ett tilldelningskriterium, eller stryks.",
                _divided(sentence.text, main), law_of("shall_and_should", regime),
            )  # fmt: skip
        elif kinds == {False}:
            yield Remark(
                "two_requirements", "advice", *places, words,
                "Meningen ställer mer än ett krav. Vart och ett ska gå att pröva för sig: skriv en mening för varje.",
                _divided(sentence.text, main), law_of("two_requirements", regime),
            )  # fmt: skip
    yield from _passive(sentence, lexicon, regime)


def _modals(text: str) -> list[_Modal]:
    """Each ska and bör, and whether it stands in a main clause."""
    found: list[_Modal] = []
    starts = [0, *(match.end() for match in SEPARATOR.finditer(text))]
    for match in MODAL.finditer(text):
        if not match.start():
            continue  # "Ska avtalet förlängas, …" is a condition
        clause = max(start for start in starts if start <= match.start())
        before = text[clause : match.start()]
        is_main = not SUBORDINATE.search(before)
        if found and not found[-1].is_main and is_main:
            # "… som ska ersättas och ska avvecklas": the second follows the first, unless something parts them.
            joint = next(m[0] for m in SEPARATOR.finditer(text) if m.end() == clause) if clause else ""
            is_main = bool(before.strip()) and bool(STRONG.search(joint))
        found.append(_Modal(match[0].casefold().replace("skall", "ska"), match.start(), clause, is_main))
    return found


def _divided(text: str, main: list[_Modal]) -> str:
    """The sentence as two; "" when it is not plain where the second begins."""
    first, second = main[0], main[-1]
    if len(main) != 2 or second.clause <= first.start:
        return ""
    joint = next((m for m in SEPARATOR.finditer(text) if m.end() == second.clause), None)
    if joint is None:
        return ""
    head, tail = text[: joint.start()].rstrip(" ,"), text[second.clause :]
    if second.clause == second.start:
        subject = text[: first.start].strip()
        if first.clause or not subject or len(subject.split()) > 5 or INVERTED.search(subject):
            return ""
        tail = f"{subject} {tail}"
    return f"{head}. {tail[0].upper()}{tail[1:]}"


def _passive(sentence: Sentence, lexicon: Lexicon, regime: Regime | None) -> Iterator[Remark]:
    text = sentence.text
    match = PASSIVE.match(text)
    if not match or match["verb"] not in lexicon.duties:
        return
    if PARTY.search(text) or SUBORDINATE.search(match["what"]) or re.search(r"\bav\b", match["rest"]):
        return
    what = match["what"].strip()
    if len(what.split()) > 6 or INVERTED.search(what) or re.match(r"(?:ing|de|hon|han|du)\b", what, re.I):
        return
    party = "Anbudsgivaren" if re.search(r"\banbud", text, re.I) else "Leverantören"
    yield Remark(
        "passive_without_actor", "advice", sentence.start + match.start("verb"), sentence.start + match.end("verb"),
        match["verb"],
        f"Meningen säger inte vem som ska göra det (”{match['verb']}”). Då går det inte att kräva av någon.",
        f"{party} ska {match['how'] or ''}{match['verb'][:-1]} {_uncapped(what)}{match['rest']}",
        law_of("passive_without_actor", regime),
    )  # fmt: skip


def _uncapped(text: str) -> str:
    """A subject moved into the sentence; an abbreviation keeps its capitals."""
    return text if text[1:2].isupper() else text[0].lower() + text[1:]
