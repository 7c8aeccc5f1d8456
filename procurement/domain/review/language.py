"""What the linter says of everything the user has written: answers, own wording, deviations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, cast

from procurement.domain import selection, swedish
from procurement.domain.brief import Brief, rows, texts
from procurement.domain.facts import Facts
from procurement.domain.house import own_words
from procurement.domain.language import CODES, Remark, inspect, plain_product_words
from procurement.domain.language.sentences import sentences
from procurement.domain.library import Library
from procurement.domain.questions import Language, Question, Value
from procurement.domain.review.finding import Finding

# What a text is held to. A background tells of what exists, and may name it; a name is not a sentence.
RULES: dict[Language, frozenset[str]] = {
    "requirement": frozenset(CODES),
    "background": frozenset({"placeholder", "obsolete_word", "long_sentence", "hard_text"}),
    "name": frozenset({"placeholder", "obsolete_word"}),
}
# A deviation is a decision of the authority's own: only what is left to fill in is ours to point out.
DECISION = frozenset({"placeholder"})
# Answers that tell which systems there are. To name one of them again is to say what is already there.
EXISTING = ("integrations", "existing_code", "closed_components", "repository_url")
AROUND = 50


class Written(NamedTuple):
    """A text of the user's, where it is written, and the codes that apply to it."""

    where: str
    text: str
    codes: frozenset[str]


def check(brief: Brief, library: Library, facts: Facts) -> Iterator[Finding]:
    """One finding for each code and place, however often the place has it."""
    found = [
        (written, remark)
        for written in _written(brief, library, facts)
        for remark in inspect(written.text, library.lexicon, facts.regime)
        if remark.code in written.codes
    ]
    existing = " ".join(_strings([brief[key] for key in EXISTING if key in brief])).casefold()
    found = [(written, remark) for written, remark in found if not _is_of(remark, existing)]
    order = {code: n for n, code in enumerate(CODES)}
    found.sort(key=lambda pair: order[pair[1].code])  # stable: the places keep their order
    for code, pairs in groupby(found, key=lambda pair: pair[1].code):
        by_place: dict[str, list[tuple[Written, Remark]]] = {}
        for pair in pairs:
            by_place.setdefault(pair[0].where, []).append(pair)
        for where, here in by_place.items():
            yield _finding(code, where, here)


def _finding(code: str, where: str, here: Sequence[tuple[Written, Remark]]) -> Finding:
    gravest = min(here, key=lambda pair: ("stop", "warning", "advice").index(pair[1].severity))
    written, remark = gravest
    others = dict.fromkeys(other.words for _, other in here if other.words != remark.words)
    # What is wrong heads the finding; why, where and what to write instead follow.
    wrong, _, why = remark.message.partition(". ")
    told = [why, f"Det står i ”{_excerpt(written.text, remark)}”."]
    if others:
        told.append(f"Detsamma gäller {swedish.enumerate_items([f'”{words}”' for words in others])}.")
    if remark.suggestion:
        told.append(remark.suggestion if code == "vague_word" else f"Förslag: ”{remark.suggestion}”")
    return Finding(code, remark.severity, f"{wrong.rstrip('.')}.", where, remark.law, " ".join(filter(None, told)))


def _written(brief: Brief, library: Library, facts: Facts) -> Iterator[Written]:
    for key, question in library.questions.items():
        if key in facts.asked and key in brief:
            for text, language in _texts_of(question, brief[key], "background"):
                yield Written(key, text, RULES[language])
    for chosen in selection.standing(brief, library, facts):
        if own := own_words(chosen.clause, brief):
            yield Written(chosen.clause.id, own, RULES["requirement"])
    for row in rows(brief, "deviations"):
        for field in ("evidence", "alternatives", "compensation", "decided_by"):
            if row.get("clause") and row.get(field):
                yield Written(str(row["clause"]), str(row[field]), DECISION)


def _texts_of(question: Question, value: Value, inherited: Language) -> Iterator[tuple[str, Language]]:
    """The user's own words in an answer, each with what it is held to."""
    language = question.language or inherited
    match question.kind:
        case "text" | "long_text":
            yield str(value), language
        case "list":
            yield from ((text, language) for text in texts(value))
        case "group" | "rows":
            for row in cast("list[dict[str, Value]]", value if isinstance(value, list) else [value]):
                for field in question.fields:
                    if field.key in row:
                        yield from _texts_of(field, row[field.key], language)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)
    else:
        yield str(value)


def _is_of(remark: Remark, existing: str) -> bool:
    """Whether every product named is one that the brief says is there already."""
    if remark.code != "product_without_equivalent" or not existing:
        return False
    return all(word.casefold() in existing for word in plain_product_words(remark.words))


def _excerpt(text: str, remark: Remark) -> str:
    """The words in their sentence; in a long one with what stands around them, whole words only."""
    if remark.code in ("hard_text", "long_sentence"):
        return " ".join(text[remark.start : remark.end].split()[:12]) + " …"
    here = next(part for part in sentences(text) if remark.start < part.start + len(part.text))
    whole = text[here.start : here.start + len(here.text)]
    if len(whole) <= 4 * AROUND:
        return " ".join(whole.split()).rstrip(".")
    start, end = remark.start - here.start, remark.end - here.start
    before, after = whole[max(0, start - AROUND) : start], whole[end : end + AROUND]
    head = before if start <= AROUND else "…" + before.partition(" ")[2]
    tail = after.rstrip(".") if end + AROUND >= len(whole) else after.rpartition(" ")[0] + " …"
    return " ".join(f"{head}{whole[start:end]}{tail}".split())
