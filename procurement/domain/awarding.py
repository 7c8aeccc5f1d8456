"""Whether every lot can get a supplier: what the limit, the combinations and the tenderers expected leave without one.

The limit counts lots awarded one by one. Lots awarded together do not count toward it (LOU 4 kap. 16 §).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from procurement.domain import independence
from procurement.domain import lots as dividing
from procurement.domain.brief import rows, texts, whole
from procurement.domain.facts import Facts
from procurement.domain.independence import Reviewing
from procurement.domain.selection import Selected

# More combinations than this nobody can evaluate, nor we count on: those after them are not.
COUNTED = 12


@dataclass(frozen=True)
class Combination:
    """Lots that may be awarded together, by number. `unknown` are names that are no lot's."""

    lots: frozenset[int]
    unknown: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        return len(self.lots) > 1 and not self.unknown


def combinations(facts: Facts) -> tuple[Combination, ...]:
    """The combinations that the buyer allows."""
    found = []
    for row in rows(facts.answers, "lot_combinations"):
        named = [(name, dividing.named(name, facts.lots)) for name in texts(row.get("lots"))]
        found.append(
            Combination(
                frozenset(lot.number for _, lot in named if lot), tuple(name for name, lot in named if lot is None)
            )
        )
    return tuple(found)


def limit(facts: Facts) -> int | None:
    """How many lots one supplier may win one by one, where that is less than all of them."""
    most = whole(facts.answers.get("max_lots_per_supplier"))
    return most if most is not None and most < len(facts.lots) else None


def kept_apart(facts: Facts, clauses: Iterable[Selected]) -> tuple[Reviewing, ...]:
    """The reviews whose supplier wins nothing that they review, by the clauses that stand. The softer allows it."""
    if not any(s.clause.id == independence.CLAUSE and s.variant != "softer" for s in clauses):
        return ()
    return tuple(one for one in independence.reviewing(facts.lots, facts.modules) if one.others)


def unserved(facts: Facts, tenderers: int, apart: Sequence[Reviewing] = ()) -> int:
    """How many lots must go without a supplier even when every tenderer bids for everything it may."""
    if facts.answers.get("lot_bids") == "one":
        return max(0, len(facts.lots) - tenderers)
    sound = [one.lots for one in combinations(facts) if one.sound]
    most = limit(facts)
    short = left(len(facts.lots), tenderers, most, sound)
    if apart and tenderers > 0:
        # Combinations have no limit, so with them it only counts that somebody else must review.
        each = most if most is not None and not sound else len(facts.lots)
        reviewed = frozenset.intersection(*(frozenset(one.others) for one in apart)) - {one.lot for one in apart}
        short = max(short, _left_by_reviews(len(facts.lots), len(apart), len(reviewed), tenderers, each))
    return short


def _left_by_reviews(lots: int, reviews: int, reviewed: int, tenderers: int, each: int) -> int:
    """How many lots are left when each tenderer wins at most so many, and nobody both reviews and what is reviewed."""
    others = lots - reviews - reviewed

    def served(reviewers: int) -> int:
        first = min(reviews, reviewers * each) + min(reviewed, (tenderers - reviewers) * each)
        return first + min(others, tenderers * each - first)

    return lots - max(map(served, range(tenderers + 1)))


def left(lots: int, tenderers: int, limit: int | None, together: Sequence[frozenset[int]] = ()) -> int:
    """How many of the lots 1…n are left however they are shared out.

    Lots one by one fit as long as there is room, whoever takes them. So what matters is how many lots combinations
    without a lot in common can cover.
    """
    if tenderers < 1:
        return lots
    if limit is None:
        return 0
    masks = tuple(sum(1 << (number - 1) for number in one) for one in together[:COUNTED])
    return max(0, lots - _covered(masks, 0) - tenderers * limit)


def _covered(masks: tuple[int, ...], taken: int) -> int:
    """The most lots that disjoint combinations cover, beside those taken."""
    if not masks:
        return 0
    first, rest = masks[0], masks[1:]
    without = _covered(rest, taken)
    return without if first & taken else max(without, first.bit_count() + _covered(rest, taken | first))
