"""An answer as it reads in a sentence, and a slot filled with it or with a gap."""

from __future__ import annotations

from datetime import date
from typing import cast

from procurement.domain import swedish
from procurement.domain.document import Gap, Inlines, Text
from procurement.domain.facts import Facts
from procurement.domain.library import Library
from procurement.domain.questions import Question, Value

# What to call a fact that is not known.
GAPS = {
    "total_sek": "värdet",
    "threshold_sek": "tröskelvärdet",
    "lot_count": "antalet delkontrakt",
    "joint_ceiling": "det gemensamma taket",
}


def in_words(question: Question, value: Value) -> str:
    """The answer in Swedish: 1 200 000 kr · 3 mars 2027 · a, b och c. Rows and groups give their number of parts."""
    match question.kind:
        case "kronor":
            return swedish.kronor(cast(int, value))
        case "percent":
            return swedish.percent(cast(float, value))
        case "integer" | "decimal":
            return swedish.number(cast(float, value))
        case "date":
            return swedish.long_date(date.fromisoformat(str(value)))
        case "yes_no":
            return "ja" if value else "nej"
        case "choice":
            found = question.choice(value)
            return found.text if found else str(value)
        case "choices" | "list":
            parts = cast("list[Value]", value)
            named = [c.text if (c := question.choice(part)) else str(part) for part in parts]
            return swedish.enumerate_items(named)
        case "rows":
            return swedish.count(len(cast("list[Value]", value)), "en rad", "rader")
        case "group":
            return ", ".join(str(part) for part in cast("dict[str, Value]", value).values())
    return str(value)


def slot(key: str, library: Library, facts: Facts) -> Inlines:
    """What a text writes for `{key}`: the answer, a fact, or a gap that names what is missing."""
    known = _facts(facts).get(key)
    if known is not None:
        return (Text(known),)
    question = library.questions.get(key)
    value = facts.answers.get(key)
    if question is None or value is None:
        return (gap(key, library),)
    return (Text(in_words(question, value)),)


def gap(key: str, library: Library) -> Gap:
    """The gap for a question: its key, and what is missing in a few words."""
    question = library.questions.get(key)
    label = question.gap if question else GAPS.get(key, key)
    return Gap(key if question else "budget_sek", label)


def joint_ceiling(facts: Facts) -> int | None:
    """How much those who buy together may order: the ceiling of the framework, one of their own, else the value."""
    said = facts.answers.get("framework_ceiling_sek", facts.answers.get("joint_ceiling_sek"))
    return cast(int, said) if said is not None else facts.total


def _facts(facts: Facts) -> dict[str, str | None]:
    ceiling = joint_ceiling(facts)
    return {
        "joint_ceiling": None if ceiling is None else swedish.kronor(ceiling),
        "total_sek": None if facts.total is None else swedish.kronor(facts.total),
        "threshold_sek": swedish.kronor(facts.threshold.sek) if facts.threshold else None,
        "cap": swedish.kronor(facts.cap),
        "lot_count": swedish.count(len(facts.lots), "ett", "").strip() if facts.lots else None,
    }
