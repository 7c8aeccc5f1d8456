"""Modules and lots, what a user made of them, and what can be wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from procurement.domain.shares import spread


@dataclass(frozen=True)
class Module:
    """A part of what is built. `value` is its cost with its share of the options, in kronor."""

    key: str
    name: str
    cost: int
    value: int
    need: str = ""
    depends_on: tuple[str, ...] = ()
    funded_by: tuple[tuple[str, float], ...] = ()
    kind: str = ""
    together: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A module, or a step of one that is above the cap (`key` is then "api/1"). `value` in kronor."""

    key: str
    name: str
    module: str
    value: int


@dataclass(frozen=True)
class Lot:
    """What one contract holds. `depends_on` are the numbers of the lots it builds on, all lower than its own."""

    number: int
    name: str
    parts: tuple[Part, ...]
    depends_on: tuple[int, ...] = ()

    @property
    def value(self) -> int:
        return sum(part.value for part in self.parts)


@dataclass(frozen=True)
class Flaw:
    """Something wrong with a division that a user made. `lot` is its number, `what` a module or another lot."""

    code: Literal["above_cap", "backwards", "missing", "twice"]
    lot: int = 0
    what: str = ""


def part_of(module: Module, value: int, step: int = 0) -> Part:
    if not step:
        return Part(module.key, module.name, module.key, value)
    return Part(f"{module.key}/{step}", f"{module.name}, steg {step}", module.key, value)


def whole(modules: Sequence[Module], name: str = "Hela uppdraget") -> Lot:
    """Everything in one lot: a procurement that is not divided."""
    return Lot(1, name, tuple(part_of(m, m.value) for m in modules))


def numbered(groups: Sequence[tuple[str | None, Sequence[Part]]], modules: Sequence[Module]) -> tuple[Lot, ...]:
    """Lots from groups of parts, numbered in order, with the lots each one builds on. A group may have a name."""
    home: dict[str, set[int]] = {}
    for number, (_, parts) in enumerate(groups, 1):
        for part in parts:
            home.setdefault(part.module, set()).add(number)
    needs = {m.key: m.depends_on for m in modules}
    return tuple(
        Lot(number, name or ", ".join(p.name for p in parts), tuple(parts), _depends_on(number, parts, needs, home))
        for number, (name, parts) in enumerate(groups, 1)
    )


def _depends_on(
    number: int, parts: Sequence[Part], needs: dict[str, tuple[str, ...]], home: dict[str, set[int]]
) -> tuple[int, ...]:
    found = {lot for part in parts for need in needs.get(part.module, ()) for lot in home.get(need, ())}
    # A later step of a module builds on the earlier ones.
    found |= {lot for part in parts for lot in home[part.module] if lot < number}
    return tuple(sorted(found - {number}))


def chosen(rows: Iterable[tuple[str, Sequence[str], Sequence[str]]], modules: Sequence[Module]) -> tuple[Lot, ...]:
    """The user's own lots from (name, module keys, steps such as "api/2"). Unknown names are left out.

    A module named by steps is divided evenly between them.
    """
    listed = list(rows)
    known = {m.key: m for m in modules}
    steps: dict[str, int] = {}
    for _, _, parts in listed:
        for key in parts:
            module, _, step = key.rpartition("/")
            if module in known and _is_step(step):
                steps[module] = max(steps.get(module, 1), int(step))
    values = {key: spread(known[key].value, [1] * count) for key, count in steps.items()}
    groups: list[tuple[str | None, Sequence[Part]]] = []
    for name, keys, parts in listed:
        found = [part_of(known[key], known[key].value) for key in (*keys, *parts) if key in known]
        for key in parts:
            module, _, step = key.rpartition("/")
            if module in steps and _is_step(step):
                found.append(part_of(known[module], values[module][int(step) - 1], int(step)))
        groups.append((name or None, found))
    return numbered(groups, modules)


def _is_step(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < int(text) <= 99


def named(name: str, lots: Sequence[Lot]) -> Lot | None:
    """The lot a user means by "3", "Delkontrakt 3" or its name, or None."""
    number = name.casefold().removeprefix("delkontrakt").strip()
    return next((lot for lot in lots if number == str(lot.number) or name == lot.name), None)


def flaws(lots: Sequence[Lot], modules: Sequence[Module], cap: int) -> list[Flaw]:
    """What keeps this division from being used; empty when it is sound."""
    found = [Flaw("above_cap", lot.number) for lot in lots if lot.value > cap]
    found += [
        Flaw("backwards", lot.number, str(other)) for lot in lots for other in lot.depends_on if other > lot.number
    ]
    for module in modules:
        placed = [part for lot in lots for part in lot.parts if part.module == module.key]
        total = sum(part.value for part in placed)
        if not placed or total < module.value:
            found.append(Flaw("missing", what=module.key))
        elif total > module.value or len({p.key for p in placed}) < len(placed):
            found.append(Flaw("twice", what=module.key))
    return found
