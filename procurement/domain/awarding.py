"""Whether every lot can get a supplier: what the limit, the combinations and the tenderers expected leave without one.

The limit counts lots awarded one by one. Lots awarded together do not count toward it (LOU 4 kap. 16 §), nor does a
small lot that is taken out: it is procured by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from procurement.domain import independence, small_lots, swedish
from procurement.domain import lots as dividing
from procurement.domain.brief import rows, texts, whole
from procurement.domain.facts import Facts
from procurement.domain.independence import Reviewing
from procurement.domain.lots import Lot
from procurement.domain.selection import Selected

# More combinations than this nobody can evaluate, nor we count on: those after them are not.
COUNTED = 12


@dataclass(frozen=True)
class Combination:
    """Lots that may be awarded together, by number.

    `unknown` are names that are no lot's, `apart` the lots that are procured by themselves.
    """

    lots: frozenset[int]
    unknown: tuple[str, ...] = ()
    apart: tuple[int, ...] = ()

    @property
    def sound(self) -> bool:
        return len(self.lots) > 1 and not self.unknown and not self.apart


def together(facts: Facts) -> tuple[Lot, ...]:
    """The lots that are procured and awarded together: all but the small ones that are taken out."""
    apart = small_lots.taken_out(facts)
    return tuple(lot for lot in facts.lots if lot not in apart)


def counted(facts: Facts) -> str:
    """How many lots the limit is about, in words."""
    here = together(facts)
    said = swedish.count(len(here), "ett delkontrakt", "delkontrakt")
    return said if len(here) == len(facts.lots) else f"{said} som upphandlas tillsammans"


def combinations(facts: Facts) -> tuple[Combination, ...]:
    """The combinations that the buyer allows."""
    found, apart = [], small_lots.taken_out(facts)
    for row in rows(facts.answers, "lot_combinations"):
        named = [(name, dividing.named(name, facts.lots)) for name in texts(row.get("lots"))]
        found.append(
            Combination(
                frozenset(lot.number for _, lot in named if lot),
                tuple(name for name, lot in named if lot is None),
                tuple(lot.number for _, lot in named if lot in apart),
            )
        )
    return tuple(found)


def limit(facts: Facts) -> int | None:
    """How many lots one supplier may win one by one, where that is less than all that are awarded together."""
    most = whole(facts.answers.get("max_lots_per_supplier"))
    return most if most is not None and most < len(together(facts)) else None


def kept_apart(facts: Facts, clauses: Iterable[Selected]) -> tuple[Reviewing, ...]:
    """The reviews whose supplier wins nothing that they review, by the clauses that stand. The softer allows it."""
    if not any(s.clause.id == independence.CLAUSE and s.variant != "softer" for s in clauses):
        return ()
    return tuple(one for one in independence.reviewing(facts.lots, facts.modules) if one.others)


def unserved(facts: Facts, tenderers: int, apart: Sequence[Reviewing] = ()) -> int:
    """How many lots must go without a supplier even when every tenderer bids for everything it may.

    Of those awarded together: who tenders for a lot that is taken out is another question.
    """
    lots = {lot.number for lot in together(facts)}
    if facts.answers.get("lot_bids") == "one":
        return max(0, len(lots) - tenderers)
    sound = [one.lots for one in combinations(facts) if one.sound]
    most = limit(facts)
    short = left(len(lots), tenderers, most, sound)
    apart = [one for one in apart if one.lot in lots]
    if apart and tenderers > 0:
        # Combinations have no limit, so with them it only counts that somebody else must review.
        each = most if most is not None and not sound else len(lots)
        reviewed = lots.intersection(*(one.others for one in apart)) - {one.lot for one in apart}
        short = max(short, _left_by_reviews(len(lots), len(apart), len(reviewed), tenderers, each))
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
