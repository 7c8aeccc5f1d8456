"""Proposing and checking lots: each at most the cap, none depending on a later one, exact to the krona."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from procurement.domain.shares import spread

# How many partial divisions are kept for each number of modules placed. Up to fourteen modules all of them fit, and
# the number of lots is then the fewest possible for modules placed one after another. With more modules fewer are
# kept, so that the work stays the same and a page with 200 modules is still a page that answers.
BEAM, WORK = 4_000, 300_000
# Nobody procures in more lots than this: it is a cap or a budget mistyped, and a million lots is a server at rest.
MAX_LOTS = 1_000


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


@dataclass(frozen=True)
class _Division:
    """Lots filled so far, the last one still open."""

    closed: int
    fill: int
    steps: int
    value: int
    placed: int
    trail: tuple[tuple[int, int, int], ...]  # (lot, module, kronor)

    def rank(self) -> tuple[int, int, int]:
        return self.closed, self.fill, self.steps

    def waste(self, cap: int) -> tuple[int, int, int]:
        """The room left empty in lots that are full, in kronor: what tells good divisions of different modules apart.

        Where as little is wasted, the one that has placed the most comes first: small modules fit in later.
        """
        return self.closed * cap + self.fill - self.value, -self.value, self.steps


def propose(modules: Sequence[Module], cap: int) -> tuple[Lot, ...]:
    """The modules in as few lots as possible. A module above the cap is cut in steps, never silently.

    What would take more than MAX_LOTS comes back whole, and `flaws` then says that it is above the cap.
    Raises ValueError when modules wait for each other in a ring, or the cap is not above zero.
    """
    if cap <= 0:
        raise ValueError("the cap must be above zero")
    total = sum(m.value for m in modules)
    if total <= cap or total > cap * MAX_LOTS:
        return (whole(modules),)
    index = {m.key: n for n, m in enumerate(modules)}
    needs = [sum(1 << index[d] for d in set(m.depends_on) if d in index) for m in modules]
    beam = BEAM if len(modules) <= 14 else max(1, WORK // len(modules) ** 2)
    layer = [_Division(0, 0, 0, 0, 0, ())]
    for _ in modules:
        best: dict[int, _Division] = {}
        for division in layer:
            for n, module in enumerate(modules):
                if division.placed >> n & 1 or needs[n] & ~division.placed:
                    continue
                for bigger in _placed(division, n, module.value, cap):
                    known = best.get(bigger.placed)
                    if known is None or bigger.rank() < known.rank():
                        best[bigger.placed] = bigger
        if not best:
            raise ValueError("modules wait for each other in a ring")
        layer = list(best.values())
        if len(layer) > beam:
            layer = sorted(layer, key=lambda d: (*d.waste(cap), d.placed))[:beam]
    return _lots(modules, layer[0].trail)


def _placed(division: _Division, n: int, value: int, cap: int) -> Iterable[_Division]:
    """The division with module n in the open lot where it fits, else in a new one; cut where it fits in none."""
    lot, fill, trail = division.closed, division.fill, division.trail
    placed, so_far = division.placed | 1 << n, division.value + value
    if value <= cap:
        if fill + value <= cap:
            yield _Division(lot, fill + value, division.steps, so_far, placed, (*trail, (lot, n, value)))
        else:
            yield _Division(lot + 1, value, division.steps, so_far, placed, (*trail, (lot + 1, n, value)))
        return
    for first in {cap - fill, 0} if fill else {0}:
        here = [(lot, n, first)] if first else []
        left, open_lot = value - first, lot if first or fill else lot - 1
        while left:
            open_lot += 1
            here.append((open_lot, n, min(left, cap)))
            left -= here[-1][2]
        yield _Division(open_lot, here[-1][2], division.steps + len(here), so_far, placed, (*trail, *here))


def _lots(modules: Sequence[Module], trail: Iterable[tuple[int, int, int]]) -> tuple[Lot, ...]:
    listed = list(trail)
    cuts = {n: [t for t in listed if t[1] == n] for n in range(len(modules))}
    groups: dict[int, list[Part]] = {}
    for lot, n, value in listed:
        step = cuts[n].index((lot, n, value)) + 1 if len(cuts[n]) > 1 else 0
        groups.setdefault(lot, []).append(_part(modules[n], value, step))
    return numbered([(None, groups[lot]) for lot in sorted(groups)], modules)


def _part(module: Module, value: int, step: int = 0) -> Part:
    if not step:
        return Part(module.key, module.name, module.key, value)
    return Part(f"{module.key}/{step}", f"{module.name}, steg {step}", module.key, value)


def whole(modules: Sequence[Module], name: str = "Hela uppdraget") -> Lot:
    """Everything in one lot: a procurement that is not divided."""
    return Lot(1, name, tuple(_part(m, m.value) for m in modules))


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
        found = [_part(known[key], known[key].value) for key in (*keys, *parts) if key in known]
        for key in parts:
            module, _, step = key.rpartition("/")
            if module in steps and _is_step(step):
                found.append(_part(known[module], values[module][int(step) - 1], int(step)))
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
