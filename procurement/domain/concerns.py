"""Which clauses do not concern a lot: an independent review is not asked to deploy every fortnight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from procurement.domain import swedish
from procurement.domain.library import Library
from procurement.domain.lots import Lot, Module
from procurement.domain.selection import Selected


@dataclass(frozen=True)
class Unasked:
    """The standing clauses that a lot is not asked for. `why` follows "eftersom det"."""

    clauses: tuple[Selected, ...] = ()
    why: str = ""


def unasked(lot: Lot, modules: Sequence[Module], library: Library, clauses: Sequence[Selected]) -> Unasked:
    """What makes no sense for any of the lot's modules. In doubt, and without a kind, everything stands."""
    kind_of = {module.key: module.kind for module in modules}
    kinds = dict.fromkeys(kind_of.get(part.module, "") for part in lot.parts)
    known = [library.lot_kinds[kind] for kind in kinds if kind in library.lot_kinds]
    if not kinds or len(known) < len(kinds):
        return Unasked()
    common = set.intersection(*(set(kind.clauses) for kind in known))
    # What somebody has written in their own words was meant to be there.
    found = tuple(s for s in clauses if s.clause.id in common and s.variant != "own")
    return Unasked(found, swedish.enumerate_items([kind.why for kind in known])) if found else Unasked()
