"""Where lots meet: what one contract needs from another, module by module."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from procurement.domain.lots.parts import Lot, Module, Part


@dataclass(frozen=True)
class Interface:
    """What the lot `taker` needs from the lot `giver`: `given` there, for `needed_for` here.

    `continues` where both are steps of the same module.
    """

    giver: int
    taker: int
    given: Part
    needed_for: Part
    continues: bool = False


def interfaces(lots: Sequence[Lot], modules: Sequence[Module]) -> tuple[Interface, ...]:
    """Every place where lots meet. Read from either side it is the same: one lot's need is what another gives."""
    needs = {module.key: dict.fromkeys(module.depends_on) for module in modules}
    return tuple(
        Interface(giver.number, taker.number, given, part, continues=given.module == part.module)
        for taker in lots
        for part in taker.parts
        for giver in lots
        for given in giver.parts
        if giver is not taker and _is_needed(given, part, giver.number < taker.number, needs.get(part.module, {}))
    )


def _is_needed(given: Part, part: Part, is_earlier: bool, needs: dict[str, None]) -> bool:
    # A later step of a module builds on the earlier ones.
    return given.module in needs or (given.module == part.module and is_earlier)


def depths(lots: Sequence[Lot]) -> dict[int, int]:
    """How many lots there are before each. One that builds on a later lot is a flaw, and not counted."""
    depth: dict[int, int] = {}
    for lot in sorted(lots, key=lambda lot: lot.number):
        depth[lot.number] = 1 + max((depth[n] for n in lot.depends_on if n in depth), default=-1)
    return depth


def first_part(lot: Lot, modules: Sequence[Module]) -> Part | None:
    """What is built first in the lot: the first part that waits for nothing else in it. None for an empty lot."""
    needs = {module.key: set(module.depends_on) for module in modules}
    here = {part.module for part in lot.parts}
    waits_for_none = (part for part in lot.parts if not needs.get(part.module, set()) & (here - {part.module}))
    return next(waits_for_none, lot.parts[0] if lot.parts else None)
