"""Which clauses do not concern a lot: an independent review is not asked to deploy every fortnight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from procurement.domain import lot_kinds
from procurement.domain.library import Library
from procurement.domain.lots import Lot, Module
from procurement.domain.selection import Selected


@dataclass(frozen=True)
class Unasked:
    """The standing clauses that a lot is not asked for. `why` follows "eftersom det".

    `elsewhere` are those that by their own words are asked of lots of another kind, and need no reason here.
    """

    clauses: tuple[Selected, ...] = ()
    why: str = ""
    elsewhere: tuple[Selected, ...] = ()

    @property
    def all(self) -> tuple[Selected, ...]:
        return self.clauses + self.elsewhere


def spared(lot: Lot, modules: Sequence[Module], library: Library) -> set[str]:
    """The clauses that make no sense for any of the lot's modules. In doubt, and without a kind, there are none."""
    return lot_kinds.common([kind.clauses for kind in lot_kinds.of(lot, modules, library)])


def elsewhere(lot: Lot, modules: Sequence[Module], library: Library) -> set[str]:
    """The clauses that are asked of lots of another kind alone."""
    kind_of = {module.key: module.kind for module in modules}
    here = {kind_of.get(part.module, "") for part in lot.parts}
    return {identity for kind in library.lot_kinds.values() if kind.kind not in here for identity in kind.only}


def unasked(lot: Lot, modules: Sequence[Module], library: Library, clauses: Sequence[Selected]) -> Unasked:
    """Those of the standing clauses that the lot is spared."""
    senseless = spared(lot, modules, library)
    # What somebody has written in their own words was meant to be there.
    found = tuple(s for s in clauses if s.clause.id in senseless and s.variant != "own")
    why = lot_kinds.why(lot_kinds.of(lot, modules, library))
    foreign = elsewhere(lot, modules, library)
    return Unasked(found, why if found else "", tuple(s for s in clauses if s.clause.id in foreign))
