"""Modules and lots, what a user made of them, and what can be wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from procurement.domain.lots.sizing import Cut, sized
from procurement.domain.shares import spread

# Nobody procures in more lots than this: it is a cap or a budget mistyped, and a million lots is a server at rest.
MAX_LOTS = 100


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
    return Part(f"{module.key}/{step}", f"{module.name}, etapp {step}", module.key, value)


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


def chosen(
    rows: Iterable[tuple[str, Sequence[str], Sequence[str]]], modules: Sequence[Module], cap: int
) -> tuple[Lot, ...]:
    """The user's own lots from (name, module keys, steps such as "api/2"). Unknown names are left out."""
    known = {m.key: m for m in modules}
    listed = [
        (name or None, [known[key] for key in (*keys, *parts) if key in known], [*_steps(parts, known)])
        for name, keys, parts in rows
    ]
    others = [sum(module.value for module in held) for _, held, _ in listed]
    values = _step_values([steps for *_, steps in listed], others, known, cap)
    groups = [
        (name, [part_of(m, m.value) for m in held] + [part_of(known[key], values[key, n], n) for key, n in steps])
        for name, held, steps in listed
    ]
    return numbered(groups, modules)


def _steps(parts: Sequence[str], known: Mapping[str, Module]) -> Iterator[tuple[str, int]]:
    """The steps that are named, as module and number."""
    for part in parts:
        key, _, step = part.rpartition("/")
        if key in known and step.isascii() and step.isdigit() and 0 < int(step) <= MAX_LOTS:
            yield key, int(step)


def _step_values(
    lots: Sequence[Sequence[tuple[str, int]]], others: Sequence[int], known: Mapping[str, Module], cap: int
) -> dict[tuple[str, int], int]:
    """What each step is worth: as much as makes the lots even. Even shares where a step has no lot, or two."""
    homes: dict[str, list[tuple[int, int]]] = {}
    for k, steps in enumerate(lots):
        for key, n in steps:
            homes.setdefault(key, []).append((n, k))
    placed = {key: found for key, found in homes.items() if sorted(n for n, _ in found) == [*range(1, len(found) + 1)]}
    values: dict[tuple[str, int], int] = {}
    loads = list(others)
    for key in homes.keys() - placed.keys():
        for n, value in enumerate(spread(known[key].value, [1] * max(homes[key])[0]), 1):
            values[key, n] = value
        for n, k in homes[key]:
            loads[k] += values[key, n]
    found = sized(loads, [Cut(known[key].value, Counter(k for _, k in placed[key])) for key in placed], cap)
    for key, kronor in zip(placed, found, strict=True):
        for lot, value in kronor.items():
            inside = sorted(n for n, k in placed[key] if k == lot)
            values |= {(key, n): one for n, one in zip(inside, spread(value, [1] * len(inside)), strict=True)}
    return values


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
