"""Every situation a clause can stand in: the law that applies, what is bought, and which data it handles."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

from procurement import content
from procurement.domain import brief as briefs
from procurement.domain import facts as deriving
from procurement.domain.conditions import holds
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
    is_divided: bool
    rights_model: str
    facts: Facts


@cache
def situations() -> tuple[Situation, ...]:
    """All of them, each with everything answered."""
    return tuple(
        Situation(regime, str(kind), str(data), divided, rights, _facts(TOTALS[regime], kind, data, divided, rights))
        for regime, kind, data, divided, rights in product(
            TOTALS, KINDS, CLASSES, (False, True), ("supplier_keeps", "authority_owns")
        )
    )


def _facts(total: int, kind: object, data: object, divided: bool, rights: str) -> Facts:
    answers = EVERYTHING | {"budget_sek": total, "system_kind": kind, "data_class": data, "rights_model": rights}
    if divided:
        # A cap below the value: also a small procurement can be divided, if somebody sets one.
        answers |= {"lot_cap_sek": total // 2, "no_split_reason": ""}
    return deriving.derive(briefs.check(answers, LIBRARY), LIBRARY, AMOUNTS, DAY)


def standing_in(clause: Clause) -> Iterator[Situation]:
    """The situations that the clause's own condition allows."""
    return (s for s in situations() if holds(clause.when, s.facts.conditions()))


def combinations() -> Iterator[tuple[Clause, Variant, Situation]]:
    """Every clause, in every variant and every situation."""
    for clause in LIBRARY.clauses.values():
        for situation in standing_in(clause):
            for variant in clause.variants():
                yield clause, variant, situation


FILES = content.library_files()
