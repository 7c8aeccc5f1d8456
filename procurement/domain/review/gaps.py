"""Answers that are missing: questions asked and needed, and holes in the rows of those that repeat."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from procurement.domain import swedish
from procurement.domain.brief import Brief
from procurement.domain.facts import Facts
from procurement.domain.library import Library
from procurement.domain.questions import Question, Value
from procurement.domain.review.finding import Finding

# A module gets its short name from its place, its cost may stand in the budget, and a lot may hold steps alone.
# What else is left out here has a finding of its own, which says more than that something is missing.
SAID_ELSEWHERE = {
    ("modules", "key"), ("modules", "cost_sek"), ("modules", "need"),
    ("lots", "modules"),
    ("publication_exceptions", "law"), ("publication_exceptions", "review"),
}  # fmt: skip

# Before the question, where an answer is missing: under a heading that says so already it is left out.
MISSING = "Svar saknas: "


def missing(brief: Brief, library: Library, facts: Facts) -> tuple[str, ...]:
    """The keys of the questions that are asked and needed but have no answer, in the order they are asked."""
    skipped = cast("dict[str, Value]", brief.get("skipped") or {})
    return tuple(
        key
        for key, question in library.questions.items()
        if key in facts.asked
        and not question.optional
        and key not in facts.answers
        and skipped.get(key) != "not_applicable"
    )


def check(brief: Brief, library: Library, facts: Facts) -> Iterator[Finding]:
    for key in missing(brief, library, facts):
        yield Finding("missing", "stop", f"{MISSING}{library.questions[key].label}", key)
    if facts.base is None:
        yield Finding(
            "missing",
            "stop",
            "Ange en budget eller moduler med kostnad, så att värdet går att räkna ut.",
            "budget_sek",
            "LOU 5 kap. 3 §",
        )
    for key, question in library.questions.items():
        value = facts.answers.get(key)
        if value is None or question.kind not in ("rows", "group"):
            continue
        listed = value if isinstance(value, list) else [value]
        for number, row in enumerate(listed, 1):
            holes = [f.gap for f in question.fields if _is_hole(f, cast("dict[str, Value]", row), key)]
            if holes:
                place = f"{question.row.capitalize()} {number}: " if question.kind == "rows" else ""
                text = swedish.enumerate_items(holes)
                yield Finding("missing", "stop", f"{place}{text} saknas i svaret på frågan ”{question.label}”", key)


def _is_hole(question: Question, row: dict[str, Value], key: str) -> bool:
    return not question.optional and (key, question.key) not in SAID_ELSEWHERE and question.key not in row
