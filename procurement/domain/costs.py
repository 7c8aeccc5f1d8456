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


@dataclass(frozen=True)
class Payment:
    """What is paid of a module. `payer` is None for the part that the parties share."""

    module: str
    payer: str | None
    hundredths: int
    sek: int


@dataclass(frozen=True)
class Share:
    """A party's weight in what is shared, and what that makes in kronor."""

    partner: str
    weight: int
    sek: int


@dataclass(frozen=True)
class Workings:
    """Every term behind who pays what, so that anyone can work it out again."""

    payments: tuple[Payment, ...]
    shares: tuple[Share, ...]

    @property
    def costs(self) -> tuple[Cost, ...]:
        own = {share.partner: 0 for share in self.shares}
        for payment in self.payments:
            if payment.payer is not None:
                own[payment.payer] = own.get(payment.payer, 0) + payment.sek
        common = {share.partner: share.sek for share in self.shares}
        return tuple(Cost(name, sek + common.get(name, 0)) for name, sek in own.items())


def shared(brief: Brief, facts: Facts) -> tuple[Cost, ...]:
    """What the authority and each partner pay; empty while the total or a population is unknown, or nobody shares."""
    found = workings(brief, facts)
    return found.costs if found else ()


def workings(brief: Brief, facts: Facts) -> Workings | None:
    """How the cost is shared, or None where it is not, or cannot be known.

    A module with named payers is paid by them in their per cent. What is left is shared by the cost key.
    """
    parties = _parties(brief)
    weights = _weights(brief, parties)
    if len(parties) < 2 or facts.total is None or not facts.modules or weights is None:
        return None
    payments = []
    for module in facts.modules:
        # Hundredths of a per cent, so that 33,33 keeps its meaning in whole numbers.
        named = [(name, round(share * 100)) for name, share in module.funded_by]
        rest = max(0, 10_000 - sum(weight for _, weight in named))
        payers = [*named, (None, rest)]
        amounts = spread(module.value, [weight for _, weight in payers])
        payments += [
            Payment(module.name, name, weight, sek) for (name, weight), sek in zip(payers, amounts, strict=True)
        ]
    common = sum(payment.sek for payment in payments if payment.payer is None)
    shares = zip(parties, weights, spread(common, weights), strict=True)
    return Workings(tuple(payments), tuple(Share(*share) for share in shares))


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
