"""How far each step has come, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from procurement.domain import swedish
from procurement.domain.brief import Brief
from procurement.domain.facts import Facts
from procurement.domain.questions import Question, Step, Value

State = Literal["done", "started", "waiting"]


@dataclass(frozen=True)
class Progress:
    """A step's state. `left` are the questions that still want an answer, `later` how many have been put off."""

    state: State
    words: str
    left: tuple[str, ...] = ()
    later: int = 0


def is_needed(question: Question, facts: Facts) -> bool:
    """The budget may be left empty where the modules have costs, and only there: without a value nothing is known."""
    return not question.optional or (question.key == "budget_sek" and facts.base is None)


def of_step(step: Step, brief: Brief, facts: Facts) -> Progress:
    """A question that somebody has said they cannot answer now is not left, but the words remember it."""
    skipped = cast("Mapping[str, Value]", brief.get("skipped") or {})
    asked = [q for q in step.settled(brief).questions if q.key in facts.asked]
    needed = [q.key for q in asked if is_needed(q, facts) and q.default is None and q.key not in brief]
    left = tuple(key for key in needed if key not in skipped)
    later = sum(1 for key in needed if skipped.get(key) in ("later", "unknown"))
    begun = any(q.key in brief or q.key in skipped for q in asked)
    if left and not begun:
        return Progress("waiting", f"Inte påbörjat – {swedish.count(len(left), 'en fråga', 'frågor')}", left)
    if left:
        return Progress("started", f"Påbörjat – {swedish.count(len(left), 'en fråga', 'frågor')} kvar", left, later)
    if later:
        return Progress(
            "started",
            f"Klart så när som på {swedish.count(later, 'en fråga', 'frågor')} att återkomma till",
            later=later,
        )
    if begun:
        return Progress("done", "Klart")
    return Progress("waiting", "Förval gäller" if any(q.default is not None for q in asked) else "Frivilligt")
