"""Which clauses stand, in which variant, and why: answer → rule → clause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from procurement.domain import weighing
from procurement.domain.answers import in_words
from procurement.domain.brief import Brief, rows, texts
from procurement.domain.conditions import Condition, holds
from procurement.domain.facts import Facts
from procurement.domain.library import Clause, Library, Variant
from procurement.domain.questions import Value

# What a deviation must say before it takes anything away. Without all of it the clause stays.
DEVIATION = (
    "clause", "reason_code", "evidence", "alternatives", "compensation", "decided_by", "decided_on", "expires_on",
)  # fmt: skip

FACT_WORDS: dict[tuple[str, object], str] = {
    ("regime", "direct"): "direktupphandling",
    ("regime", "national"): "upphandling under tröskelvärdet",
    ("regime", "eu"): "upphandling över tröskelvärdet",
    ("over_cap", True): "värdet är över gränsen för delning",
    ("over_cap", False): "värdet är inte över gränsen för delning",
    ("divided", True): "upphandlingen är delad",
    ("divided", False): "upphandlingen är inte delad",
    ("reviewed", True): "ett delkontrakt granskar det som utförs i andra",
    ("reviewed", False): "inget delkontrakt granskar andra",
    ("ai", "functions"): "lösningen har AI-funktioner",
    ("ai", "code"): "kod skrivs, och kan skrivas med stöd av AI",
    ("ai", "none"): "ingen AI förekommer",
}
COMPUTED = "Beräknat ur värdet"
# What a fact follows from, where that is not the value.
FACT_NAMES = {"ai": "Följer av vad som köps", "reviewed": "Följer av modulerna"}


@dataclass(frozen=True)
class Because:
    """An answer that led to a clause. `key` is its question, or the name of a fact."""

    key: str
    question: str
    answer: str


@dataclass(frozen=True)
class Selected:
    """A clause that stands, or that a deviation has switched off (`deviation` is then what was recorded)."""

    clause: Clause
    variant: Variant
    because: tuple[Because, ...]
    deviation: Mapping[str, Value] | None = None


def applicable(brief: Brief, library: Library, facts: Facts) -> tuple[Selected, ...]:
    """Every clause whose condition holds, in the order of the documents, those switched off too."""
    known = facts.conditions()
    off = {str(row["clause"]): row for row in rows(brief, "deviations") if is_in_force(row, facts.on)}
    scored = weighing.scored(brief, library, facts)
    short = facts.regime == "direct"
    kept = cast("dict[str, Value]", brief.get("wording") or {})
    return tuple(
        Selected(clause.read_as(variant), variant, _because(clause.when, library, facts), off.get(clause.id))
        for clause in library.clauses.values()
        if holds(clause.when, known)
        and (clause.kind != "award_criterion" or clause.id in scored)
        and (not short or clause.id in library.short_form)
        # A withdrawn clause stands only where somebody has kept its text as their own.
        and (not clause.withdrawn or clause.id in kept)
        for variant in (variant_of(clause, brief, facts),)
    )


def standing(brief: Brief, library: Library, facts: Facts) -> tuple[Selected, ...]:
    """The clauses that the documents carry."""
    return tuple(chosen for chosen in applicable(brief, library, facts) if chosen.deviation is None)


def criteria_to_choose(library: Library, facts: Facts) -> tuple[Clause, ...]:
    """The award criteria that suit this procurement."""
    known = facts.conditions()
    return tuple(
        clause
        for clause in library.clauses.values()
        if clause.kind == "award_criterion" and not clause.withdrawn and holds(clause.when, known)
    )


def variant_of(clause: Clause, brief: Brief, facts: Facts) -> Variant:
    """Own words before the softer text, the softer before the standard one.

    The draft's own or, where it has none, those of its authority.
    """
    if clause.house or clause.id in cast("dict[str, Value]", brief.get("wording") or {}):
        return "own"
    if clause.softer and (
        clause.id in texts(brief.get("softer"))
        or (clause.softer_when and holds(clause.softer_when, facts.conditions()))
    ):
        return "softer"
    return "standard"


def fact_name(key: str) -> str:
    """What stands where a question would, for a fact that no question asks for."""
    return FACT_NAMES.get(key, COMPUTED)


def is_complete(deviation: Mapping[str, Value]) -> bool:
    """Whether everything that a deviation must say has been said."""
    return all(deviation.get(key) for key in DEVIATION)


def is_in_force(deviation: Mapping[str, Value], on: date) -> bool:
    """Whether the deviation switches its clause off on the day: said in full, and not expired."""
    return is_complete(deviation) and date.fromisoformat(str(deviation["expires_on"])) >= on


def softened_by(selected: Selected, library: Library, facts: Facts) -> tuple[Because, ...]:
    """The answers that led to the softer text; none where another text stands, or where the buyer chose it by hand."""
    clause = selected.clause
    if selected.variant != "softer" or not clause.softer_when or not holds(clause.softer_when, facts.conditions()):
        return ()
    return _because(clause.softer_when, library, facts)


def _because(condition: Condition, library: Library, facts: Facts) -> tuple[Because, ...]:
    found = []
    known = facts.conditions()
    for key in condition:
        question = library.questions.get(key)
        if question is None:
            found.append(Because(key, fact_name(key), FACT_WORDS.get((key, known.get(key)), "")))
        elif key in facts.answers:
            found.append(Because(key, question.label, in_words(question, facts.answers[key])))
    return tuple(found)
