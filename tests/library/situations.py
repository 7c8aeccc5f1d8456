"""Every situation a clause can stand in: the law that applies, what is bought, and which data it handles."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

from procurement import content
from procurement.domain import brief as briefs
from procurement.domain import facts as deriving
from procurement.domain.conditions import holds, keys, wanted_values
from procurement.domain.facts import Facts
from procurement.domain.library import Clause, Regime, Variant
from tests.domain.given import AMOUNTS, DAY, LIBRARY, MUNICIPALITY

TOTALS: dict[Regime, int] = {"direct": 600_000, "national": 2_000_000, "eu": 9_000_000}
KINDS = [choice.key for choice in LIBRARY.questions["system_kind"].choices]
CLASSES = [choice.key for choice in LIBRARY.questions["data_class"].choices]

# Every question that a text can write out has an answer, so that a gap is a fault.
EVERYTHING: dict[str, Any] = {
    "authority": MUNICIPALITY,
    "contract_start": "2027-03-01",
    "open_datasets": ["lediga tider", "läsårstider"],
    "federations": ["sweden_connect", "own"],
    "first_need": "en sökande ser sitt ärende",
    "no_split_reason": "Delarna går inte att skilja åt.",
    "lot_bids": "several",
    "max_lots_per_supplier": 2,
    "partners": [{"name": "Norrfors kommun", "org_number": "212000-9998"}],
    "ai_functions": ["föreslår ämnesord"],
    "is_framework": True,
    "framework_ceiling_sek": 600_000,
    "hosting": "supplier",
    "surfaces": ["public_web", "staff_web"],
    "award_basis": "quality_price",
}
CLAUSES = {
    f"library/clauses/{clause.area}/{clause.id}.md": clause for clause in LIBRARY.clauses.values()
}  # by the file it stands in


@dataclass(frozen=True)
class Situation:
    regime: Regime
    system_kind: str
    data_class: str
    facts: Facts


# The ways a procurement can be divided or not: the answers that lead there, given its value.
DIVISIONS = {
    "one contract": (False, False),
    "divided below the cap": (False, True),
    "divided above the cap": (True, True),
    "kept together above the cap": (True, False),
}
BASE: dict[str, tuple[Any, ...]] = {
    "budget_sek": tuple(TOTALS.values()),
    "system_kind": tuple(KINDS),
    "data_class": tuple(CLASSES),
    "division": tuple(DIVISIONS),
}
# What a fact of library.FACT_VALUES follows from.
BEHIND = {
    "regime": "budget_sek",
    "over_cap": "division",
    "divided": "division",
    "reviewed": "division",
    "ai": "ai_functions",
}


@cache
def situations() -> tuple[Situation, ...]:
    """The law, what is bought, which data, how it is divided and who owns the code; all else is answered once."""
    return _within(("rights_model",))


@cache
def sample() -> tuple[Situation, ...]:
    """Every seventh of them: each two answers still meet, and a whole set of documents can be made in each."""
    return situations()[::7]


@cache
def one_by_one() -> tuple[Situation, ...]:
    """For each regime: one procurement, and beside it each other value of every answer that any clause looks at."""
    looked_at = {key for clause in LIBRARY.clauses.values() for key in _axes(clause)} - {"budget_sek"}
    usual = {"system_kind": "new", "data_class": "personal", "division": "one contract"}
    return tuple(
        situation
        for key in sorted(looked_at)
        for value in BASE.get(key) or _values(key)
        for total in TOTALS.values()
        if (situation := _situation(usual | {"budget_sek": total, key: value}))
    )


def standing_in(clause: Clause) -> Iterator[Situation]:
    """Every situation that the clause's own conditions allow: each value of each key that they look at."""
    further = tuple(sorted(_axes(clause) - set(BASE)))
    return (s for s in _within(further) if holds(clause.when, s.facts.conditions()))


def variants_in(clause: Clause, situation: Situation) -> tuple[Variant, ...]:
    """Where the softer text is the one proposed, the other cannot be chosen."""
    is_softer = bool(clause.softer_when) and holds(clause.softer_when, situation.facts.conditions())
    return ("softer",) if is_softer else clause.variants()


def combinations() -> Iterator[tuple[Clause, Variant, Situation]]:
    """Every clause, in every variant and every situation."""
    for clause in LIBRARY.clauses.values():
        for situation in standing_in(clause):
            for variant in variants_in(clause, situation):
                yield clause, variant, situation


def _axes(clause: Clause) -> set[str]:
    """The answers behind the keys of the clause's conditions."""
    return {BEHIND.get(key, key) for key in keys(clause.when) | keys(clause.softer_when)}


def _values(key: str) -> tuple[Any, ...]:
    """Each choice of a question, or an answer and what a condition names; and none, where none is wanted."""
    question = LIBRARY.questions[key]
    unanswered = (None,) if question.optional and question.default is None else ()
    chosen = [choice.key for choice in question.choices]
    if question.kind == "choices":
        return (*([one] for one in chosen), chosen, *unanswered)
    if chosen:
        return (*chosen, *unanswered)
    conditions = (when for clause in LIBRARY.clauses.values() for when in (clause.when, clause.softer_when))
    named = [value for when in conditions if key in when for value in wanted_values(when[key])]
    return (EVERYTHING.get(key, question.default), *named, *unanswered)


@cache
def _within(further: tuple[str, ...]) -> tuple[Situation, ...]:
    """What is bought and how, together with each value of the further answers."""
    axes = BASE | {key: _values(key) for key in further}
    tried = (_situation(dict(zip(axes, values, strict=True))) for values in product(*axes.values()))
    return tuple(situation for situation in tried if situation)


def _situation(chosen: Mapping[str, Any]) -> Situation | None:
    """None where the law leaves no such situation: a direct award is never asked why it is not divided."""
    total, (over_cap, divided) = chosen["budget_sek"], DIVISIONS[chosen["division"]]
    answers = EVERYTHING | {key: value for key, value in chosen.items() if key != "division"}
    if over_cap:
        # A cap below the value: also a small procurement can be divided, if somebody sets one.
        answers["lot_cap_sek"] = total // 2
    if divided:
        answers["no_split_reason"] = ""
    if divided and not over_cap:
        halves = [("en", total // 2), ("två", total - total // 2)]
        answers["modules"] = [
            {"key": key, "name": key, "need": "se sitt ärende", "cost_sek": sek} for key, sek in halves
        ]
        answers["lots"] = [{"name": key, "modules": [key]} for key, _ in halves]
    answers = {key: value for key, value in answers.items() if value is not None}
    facts = deriving.derive(briefs.check(answers, LIBRARY), LIBRARY, AMOUNTS, DAY)
    if (facts.over_cap, facts.divided) != (over_cap, divided):
        return None
    regime = next(regime for regime, sek in TOTALS.items() if sek == total)
    return Situation(regime, chosen["system_kind"], chosen["data_class"], facts)


FILES = content.library_files()
