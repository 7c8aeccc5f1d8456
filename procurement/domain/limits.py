"""The value beside the amounts of the law that decide which rules apply."""

from __future__ import annotations

from dataclasses import dataclass

from procurement.domain.facts import Facts
from procurement.domain.thresholds import Amount

# How near below a limit an estimate must be for somebody to ask how it was made: a tenth of the limit. No law says so.
NEAR = 10


@dataclass(frozen=True)
class Limit:
    """An amount, what it is called in a sentence, and the sections on how it is used and what must not be done."""

    key: str
    name: str
    amount: Amount
    forbids: str


def of(facts: Facts) -> tuple[Limit, ...]:
    """The limits in force, the lowest first; those that are not known are left out."""
    known = (
        ("direct", "gränsen för direktupphandling", facts.direct_limit, "LOU 5 kap. 7 a §"),
        ("eu", "tröskelvärdet", facts.threshold, "LOU 5 kap. 7 §"),
    )
    return tuple(Limit(key, name, amount, forbids) for key, name, amount, forbids in known if amount)


def just_above(facts: Facts) -> tuple[Limit, ...]:
    """The limit that the value is just below, if any: at most one, since they lie far apart."""
    if facts.total is None:
        return ()
    return tuple(one for one in of(facts) if is_near(facts.total, one.amount))


def is_near(sek: int, limit: Amount) -> bool:
    """Whether the sum is below the limit, and so little that somebody asks how it was estimated."""
    return limit.sek - limit.sek // NEAR <= sek < limit.sek
