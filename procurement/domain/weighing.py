"""How each contract is weighed: the price and the criteria in per cent, together 100.

A criterion shall be linked to what is bought (LOU 16 kap. 2 §), and each lot is awarded for itself. So a criterion that
says nothing of a lot gives no points there, and the price has its weight, unless the user has weighed the lot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from procurement.domain import lot_kinds
from procurement.domain.brief import Brief, rows, whole
from procurement.domain.facts import Facts
from procurement.domain.library import Library
from procurement.domain.lots import Lot
from procurement.domain.questions import Value

# What a lot may say of its own, as the whole does.
KEYS = ("price_weight", "criteria")

Weights = tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class Weighing:
    """The weight of the price and of each criterion by its id, in the user's order; None while a weight is not known.

    `left_out` are the criteria of the whole that give no points in the lot. `why` follows "eftersom det".
    """

    price: int | None = None
    criteria: Weights = ()
    left_out: Weights = ()
    why: str = ""
    own: bool = field(default=False, compare=False)

    @property
    def by_price(self) -> bool:
        """Whether the price alone decides, though quality gives points in other lots."""
        return not self.criteria and (self.own or bool(self.left_out))

    @property
    def total(self) -> int:
        """What is known of the weights, added."""
        return sum(weight or 0 for weight in (self.price, *(weight for _, weight in self.criteria)))


def of(brief: Brief, library: Library, facts: Facts, lot: Lot | None = None) -> Weighing:
    """The weights of the lot, or those that hold where nothing else is said; none where quality gives no points."""
    if "criteria" not in facts.asked:
        return Weighing()
    everywhere = Weighing(whole(facts.answers.get("price_weight")), _criteria(facts.answers))
    if lot is None or not facts.divided:
        return everywhere
    # Of the lots that the user has made, each is a row of the answer.
    said = rows(brief, "lots")[lot.number - 1] if facts.own_lots else {}
    if any(key in said for key in KEYS):
        return Weighing(whole(said.get("price_weight")) or 0, _criteria(said), own=True)
    kinds = lot_kinds.of(lot, facts.modules, library)
    unfit = lot_kinds.unfit_criteria(kinds)
    left_out = tuple(one for one in everywhere.criteria if one[0] in unfit)
    if not left_out:
        return everywhere
    kept = tuple(one for one in everywhere.criteria if one[0] not in unfit)
    freed = [everywhere.price, *(weight for _, weight in left_out)]
    known = [weight for weight in freed if weight is not None]
    return Weighing(sum(known) if len(known) == len(freed) else None, kept, left_out, lot_kinds.why(kinds))


def scored(brief: Brief, library: Library, facts: Facts) -> set[str]:
    """The criteria that give points in some contract."""
    lots = facts.lots or (None,)
    return {identity for lot in lots for identity, _ in of(brief, library, facts, lot).criteria}


def _criteria(said: Mapping[str, Value]) -> Weights:
    return tuple((str(row.get("clause")), whole(row.get("weight"))) for row in rows(said, "criteria"))
