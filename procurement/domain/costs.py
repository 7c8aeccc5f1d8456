"""Who pays what: exact to the krona, nothing lost in rounding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from procurement.domain.brief import Brief, rows, whole
from procurement.domain.facts import Facts
from procurement.domain.questions import Value
from procurement.domain.shares import spread


@dataclass(frozen=True)
class Cost:
    """What one party pays, in kronor excluding VAT."""

    partner: str
    sek: int


def shared(brief: Brief, facts: Facts) -> tuple[Cost, ...]:
    """What the authority and each partner pay; empty while the total or a population is unknown, or nobody shares.

    A module with named payers is paid by them in their per cent. What is left is shared by the cost key.
    """
    parties = _parties(brief)
    if len(parties) < 2 or facts.total is None or not facts.modules:
        return ()
    paid = dict.fromkeys(parties, 0)
    common = 0
    for module in facts.modules:
        # Hundredths of a per cent, so that 33,33 keeps its meaning in whole numbers.
        named = [(name, round(share * 100)) for name, share in module.funded_by]
        rest = max(0, 10_000 - sum(weight for _, weight in named))
        *amounts, left = spread(module.value, [*(weight for _, weight in named), rest])
        for (name, _), amount in zip(named, amounts, strict=True):
            paid[name] = paid.get(name, 0) + amount
        common += left
    weights = _weights(brief, parties)
    if weights is None:
        return ()
    for name, amount in zip(parties, spread(common, weights), strict=True):
        paid[name] += amount
    return tuple(Cost(name, sek) for name, sek in paid.items())


def _parties(brief: Brief) -> list[str]:
    """The authority first, then its partners, each once."""
    authority = cast("dict[str, Value]", brief.get("authority") or {}).get("name")
    names = [authority, *(row.get("name") for row in rows(brief, "partners"))]
    return list(dict.fromkeys(str(name) for name in names if name))


def _weights(brief: Brief, parties: list[str]) -> list[int] | None:
    match brief.get("cost_key", "by_module"):
        case "equal":
            return [1] * len(parties)
        case "population":
            people = {str(row.get("name")): whole(row.get("population")) for row in rows(brief, "partners")}
            known = [people.get(name) for name in parties]
            return [n for n in known if n is not None] if None not in known else None
        case _:
            # By module, or a key of their own: what no one is named for stays with the authority.
            return [1] + [0] * (len(parties) - 1)
