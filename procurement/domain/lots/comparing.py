"""Two divisions of the same modules beside each other: their figures, and which modules lie elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from procurement.domain.lots.parts import Lot, Module


@dataclass(frozen=True)
class Figures:
    """What a division amounts to.

    `interfaces` are pairs of modules that build on each other in different lots, and `handovers` how often a later lot
    goes on with a module that an earlier one began.
    """

    lots: int
    largest: int
    smallest: int
    interfaces: int
    handovers: int


@dataclass(frozen=True)
class Elsewhere:
    """A module that does not lie alike in two divisions, with the numbers of its lots in each."""

    module: str
    one: tuple[int, ...]
    other: tuple[int, ...]


def homes(lots: Sequence[Lot]) -> dict[str, tuple[int, ...]]:
    """In which lots each module lies."""
    found: dict[str, list[int]] = {}
    for lot in lots:
        for module in dict.fromkeys(part.module for part in lot.parts):
            found.setdefault(module, []).append(lot.number)
    return {module: tuple(numbers) for module, numbers in found.items()}


def interfaces(lots: Sequence[Lot], modules: Sequence[Module]) -> tuple[tuple[str, str], ...]:
    """Each pair (what builds, what it builds on) that shares no lot: an interface between suppliers."""
    at = homes(lots)
    return tuple(
        (module.key, needed)
        for module in modules
        for needed in dict.fromkeys(module.depends_on)
        if module.key in at and needed in at and not set(at[module.key]) & set(at[needed])
    )


def figures(lots: Sequence[Lot], modules: Sequence[Module]) -> Figures:
    values = [lot.value for lot in lots] or [0]
    handovers = sum(len(numbers) - 1 for numbers in homes(lots).values())
    return Figures(len(lots), max(values), min(values), len(interfaces(lots, modules)), handovers)


def elsewhere(one: Sequence[Lot], other: Sequence[Lot]) -> tuple[Elsewhere, ...]:
    """The modules that do not lie alike. Lots are alike by what they share, not by their numbers."""
    twins = _twins(one, other)
    first, second = homes(one), homes(other)
    return tuple(
        Elsewhere(module, first.get(module, ()), second.get(module, ()))
        for module in dict.fromkeys([*first, *second])
        if {twins.get(number) for number in first.get(module, ())} != set(second.get(module, ()))
    )


def _twins(one: Sequence[Lot], other: Sequence[Lot]) -> dict[int, int]:
    """For each lot the one in the other division that has most in common with it, each taken once."""
    shared = sorted(
        (-_shared(first, second), first.number, second.number)
        for first in one for second in other if _shared(first, second) >= 0
    )  # fmt: skip
    found: dict[int, int] = {}
    for _, first, second in shared:
        if first not in found and second not in found.values():
            found[first] = second
    return found


def _shared(one: Lot, other: Lot) -> int:
    """Kronor in both, or -1 where they have nothing in common."""
    theirs = {part.module: part.value for part in other.parts}
    common = [min(part.value, theirs[part.module]) for part in one.parts if part.module in theirs]
    return sum(common) if common else -1
