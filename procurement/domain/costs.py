"""Who pays what: exact to the krona, nothing lost in rounding, the same by partner, by module and by lot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from procurement.domain.brief import Brief, rows, whole
from procurement.domain.facts import Facts
from procurement.domain.library import Library
from procurement.domain.questions import Value
from procurement.domain.selection import standing
from procurement.domain.shares import spread, tabulate

KEYS = ("equal", "population", "by_module", "custom")
# In its softer words everyone uses the result by the licence, and nobody pays for the others.
CLAUSE = "PC-GOV-03"


@dataclass(frozen=True)
class Cost:
    """What one party pays, in kronor excluding VAT."""

    partner: str
    sek: int


@dataclass(frozen=True)
class Payment:
    """What is paid of a module. `payer` is None for the part that the parties share."""

    key: str
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

    key: str
    payments: tuple[Payment, ...]
    shares: tuple[Share, ...]

    @property
    def common(self) -> int:
        """What nobody is named for."""
        return sum(share.sek for share in self.shares)

    @property
    def costs(self) -> tuple[Cost, ...]:
        """What each pays in all: the parties in their order, then those who are only named at a module."""
        paid = {share.partner: share.sek for share in self.shares}
        for payment in self.payments:
            if payment.payer is not None:
                paid[payment.payer] = paid.get(payment.payer, 0) + payment.sek
        return tuple(Cost(name, sek) for name, sek in paid.items())


def are_shared(brief: Brief, library: Library, facts: Facts) -> bool:
    """Whether several organisations pay for what is bought, known or not how much each."""
    chosen = next((one for one in standing(brief, library, facts) if one.clause.id == CLAUSE), None)
    return len(parties(brief)) > 1 and not (chosen and chosen.variant == "softer")


def shared(brief: Brief, library: Library, facts: Facts) -> tuple[Cost, ...]:
    """What the authority and each partner pay; empty where nobody shares, or something it rests on is unknown."""
    found = workings(brief, facts) if are_shared(brief, library, facts) else None
    return found.costs if found else ()


def workings(brief: Brief, facts: Facts, key: str = "") -> Workings | None:
    """How the cost is divided by the key, the one that is chosen or another to try, or None where it cannot be known.

    A module with named payers is paid by them in their per cent. What is left is shared by the key.
    """
    key = key or str(facts.answers.get("cost_key", "by_module"))
    named = parties(brief)
    weights = _weights(brief, key, named)
    if len(named) < 2 or facts.total is None or not facts.modules or weights is None:
        return None
    payments = []
    for module in facts.modules:
        # Hundredths of a per cent, so that 33,33 keeps its meaning in whole numbers.
        payers: list[tuple[str | None, int]] = [(name, round(share * 100)) for name, share in module.funded_by]
        payers.append((None, max(0, 10_000 - sum(weight for _, weight in payers))))
        amounts = spread(module.value, [weight for _, weight in payers])
        payments += [
            Payment(module.key, module.name, name, weight, sek)
            for (name, weight), sek in zip(payers, amounts, strict=True)
        ]
    common = sum(payment.sek for payment in payments if payment.payer is None)
    shares = zip(named, weights, spread(common, weights), strict=True)
    return Workings(key, tuple(payments), tuple(Share(*share) for share in shares))


def by_lot(found: Workings, facts: Facts) -> Mapping[int, tuple[Cost, ...]]:
    """What each pays of each lot: a lot adds up to its value, and a payer over the lots to what it pays in all.

    Of a module in steps everyone pays the same part of every step, as near as whole kronor come to it.
    Empty while the lots do not hold every module once.
    """
    paid = {cost.partner: cost.sek for cost in found.costs}
    worth = {module.key: module.value for module in facts.modules}
    placed: dict[str, int] = defaultdict(int)
    for part in (part for lot in facts.lots for part in lot.parts):
        placed[part.module] += part.value
    if dict(placed) != worth:
        return {}
    exact = []
    for lot in facts.lots:
        row = dict.fromkeys(paid, Fraction(0))
        for part in lot.parts:
            for payment in (one for one in found.payments if one.key == part.module and one.sek):
                sek = Fraction(payment.sek * part.value, worth[part.module])
                if payment.payer is not None:
                    row[payment.payer] += sek
                    continue
                for share in found.shares:
                    row[share.partner] += sek * share.sek / found.common
        exact.append(list(row.values()))
    return {
        lot.number: tuple(Cost(partner, sek) for partner, sek in zip(paid, row, strict=True))
        for lot, row in zip(facts.lots, tabulate(exact), strict=True)
    }


def parties(brief: Brief) -> tuple[str, ...]:
    """The authority first, then its partners, each once; none while the authority has no name."""
    authority = cast("dict[str, Value]", brief.get("authority") or {}).get("name")
    names = [authority, *(row.get("name") for row in rows(brief, "partners"))]
    return tuple(dict.fromkeys(str(name) for name in names if name)) if authority else ()


def population(brief: Brief) -> dict[str, int]:
    """How many live in each party, where that is said. The authority says it of itself, or in a row of its own."""
    own, names = whole(brief.get("authority_population")), parties(brief)
    found = {names[0]: own} if names and own is not None else {}
    listed = {str(row.get("name")): whole(row.get("population")) for row in rows(brief, "partners")}
    return {name: people for name, people in {**found, **listed}.items() if name in names and people is not None}


def agreed(brief: Brief) -> dict[str, int]:
    """The parties' own shares in hundredths of a per cent. Who is named twice pays both."""
    found: dict[str, int] = defaultdict(int)
    for row in rows(brief, "cost_shares"):
        found[str(row.get("partner", ""))] += round(float(cast(float, row.get("percent", 0))) * 100)
    return dict(found)


def _weights(brief: Brief, key: str, named: tuple[str, ...]) -> list[int] | None:
    """How much each party weighs by the key, or None where that is not known."""
    match key:
        case "equal":
            return [1] * len(named)
        case "population":
            people = population(brief)
            return [people[name] for name in named] if set(people) == set(named) and any(people.values()) else None
        case "custom":
            shares = agreed(brief)
            whole_agreement = sum(shares.values()) == 10_000 and set(shares) <= set(named)
            return [shares.get(name, 0) for name in named] if whole_agreement else None
        case _:
            # Nobody owes for what it has not asked for: what no one is named for stays with the authority, which
            # is bound by the contract.
            return [1] + [0] * (len(named) - 1)
