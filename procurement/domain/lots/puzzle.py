"""Modules as a puzzle of numbers: what must stay in order, together and apart, and what a division of them costs.

Pieces are numbered so that each builds only on lower ones, and so that neither names nor the order of the rows
decide anything. A set of pieces is a whole number with a bit for each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, TypeVar

from procurement.domain.lots.parts import Module
from procurement.domain.lots.sizing import least_step
from procurement.domain.swedish import enumerate_items, kronor


class Unsound(ValueError):
    """The modules cannot be divided. The message is Swedish and is shown to users."""


class Cost(NamedTuple):
    """What a division costs, in the order of the goals: less is better, and an earlier figure goes before a later."""

    lots: int = 0
    cut: int = 0  # pairs of modules where one builds on the other and they share no lot
    steps: int = 0  # parts that modules above the cap are cut in
    mixed: int = 0  # kinds and payers in each lot, added up
    uneven: int = 0  # the squares of the lots' values, added up: least when they are equal


# For each lot its pieces with kronor. Only a piece above the cap can be in several.
Division = list[dict[int, int]]


@dataclass(frozen=True)
class Puzzle:
    """What is to be divided. A piece is a module, or several that must be in one lot."""

    cap: int
    members: tuple[tuple[int, ...], ...]  # numbers of the modules in each piece
    values: tuple[int, ...]
    before: tuple[int, ...]  # the pieces that each one builds on
    after: tuple[int, ...]  # the pieces that build on each one, once for each pair of modules, in `pairs`
    pairs: tuple[tuple[int, ...], ...]  # layers of `after`: a bit in the second layer is a second pair
    apart: tuple[int, ...]
    marks: tuple[int, ...]  # a bit for each kind and each set of payers

    @property
    def count(self) -> int:
        return len(self.values)

    @property
    def step(self) -> int:
        """The least that a step of a piece above the cap is worth."""
        return least_step(self.cap)

    @cached_property
    def above(self) -> int:
        """The pieces above the cap."""
        return sum(1 << n for n, value in enumerate(self.values) if value > self.cap)

    @cached_property
    def half(self) -> int:
        """The pieces of more than half the cap: no two of them share a lot."""
        return sum(1 << n for n, value in enumerate(self.values) if self.cap < 2 * value <= 2 * self.cap)

    @cached_property
    def least(self) -> int:
        """A number of lots that no division can be below."""
        small = [value for value in self.values if value <= self.cap]
        bounds = [-(-sum(self.values) // self.cap), self.half.bit_count(), 1]
        for low in {value for value in small if 2 * value <= self.cap}:
            # Martello and Toth: pieces of more than cap - low are alone; of the others only the room beside counts.
            alone = sum(1 for value in small if value > self.cap - low)
            large = [value for value in small if self.cap < 2 * value and value <= self.cap - low]
            rest = sum(value for value in small if low <= value and 2 * value <= self.cap)
            over = rest - sum(self.cap - value for value in large)
            bounds.append(alone + len(large) + max(0, -(-over // self.cap)))
        return max(*bounds, self._strangers())

    def _strangers(self) -> int:
        """Pieces that all must be apart from each other, found greedily."""
        best = 0
        for n, others in enumerate(self.apart):
            group = 1 << n
            for other in bits(others):
                if group & ~self.apart[other] == 0:
                    group |= 1 << other
            best = max(best, group.bit_count())
        return best

    @cached_property
    def mirrored(self) -> Puzzle:
        """The same puzzle with the last lot first: each division of the one is a division of the other."""
        layers = max(map(len, self.pairs), default=0)
        pairs = [
            [sum(1 << first for first in range(self.count) if self.pairs[first][k] >> n & 1) for k in range(layers)]
            for n in range(self.count)
        ]
        return replace(self, before=self.after, after=self.before, pairs=tuple(map(tuple, pairs)))

    def only(self, pieces: int) -> tuple[Puzzle, list[int]]:
        """The puzzle of some of the pieces, and the number that each of them has here."""
        kept = list(bits(pieces))

        def within(found: int) -> int:
            return sum(1 << n for n, piece in enumerate(kept) if found >> piece & 1)

        part = Puzzle(
            self.cap, tuple(self.members[n] for n in kept), tuple(self.values[n] for n in kept),
            tuple(within(self.before[n]) for n in kept), tuple(within(self.after[n]) for n in kept),
            tuple(tuple(map(within, self.pairs[n])) for n in kept), tuple(within(self.apart[n]) for n in kept),
            tuple(self.marks[n] for n in kept),
        )  # fmt: skip
        return part, kept

    def leaving(self, inside: int, outside: int) -> int:
        """How many pairs of modules have one among `inside` and one that builds on it among `outside`."""
        return sum((layer & outside).bit_count() for n in bits(inside) for layer in self.pairs[n])

    def mixed(self, lot: int) -> int:
        """How many kinds and sets of payers there are in a lot."""
        found = 0
        for n in bits(lot):
            found |= self.marks[n]
        return found.bit_count()


def bits(found: int) -> Iterator[int]:
    """The pieces in a set, lowest first."""
    while found:
        low = found & -found
        yield low.bit_length() - 1
        found ^= low


def measure(puzzle: Puzzle, division: Division) -> Cost:
    """What a division costs."""
    held = [sum(1 << n for n in lot) for lot in division]
    homes = [sum(1 << k for k, lot in enumerate(held) if lot >> n & 1) for n in range(puzzle.count)]
    cut = sum(
        not homes[n] & homes[later] for n in range(puzzle.count) for layer in puzzle.pairs[n] for later in bits(layer)
    )
    return Cost(
        len(division), cut, sum(homes[n].bit_count() for n in bits(puzzle.above)),
        sum(puzzle.mixed(lot) for lot in held), sum(sum(lot.values()) ** 2 for lot in division),
    )  # fmt: skip


def puzzle_of(modules: Sequence[Module], cap: int) -> Puzzle:
    """The puzzle that modules are. Raises Unsound when it has no solution."""
    _check(modules, cap)
    index = {module.key: n for n, module in enumerate(modules)}
    needs = [{index[key] for key in module.depends_on} for module in modules]
    beside = [{index[key] for key in module.together} - {n} for n, module in enumerate(modules)]
    for n in range(len(modules)):
        for other in list(beside[n]):
            beside[other].add(n)
    strangers = [{index[key] for key in module.apart} for module in modules]
    for n in range(len(modules)):
        for other in list(strangers[n]):
            strangers[other].add(n)
    groups = _groups(modules, needs, beside, strangers, cap)
    order = _order(modules, groups, needs, strangers)
    home = {n: place for place, group in enumerate(order) for n in group}
    count = len(order)
    before, after, apart = [0] * count, [0] * count, [0] * count
    pairs: list[list[int]] = [[0] for _ in range(count)]
    for n, needed in enumerate(needs):
        apart[home[n]] |= sum(1 << place for place in {home[other] for other in strangers[n]})
        for other in needed:
            here, there = home[n], home[other]
            if here == there:
                continue
            before[here] |= 1 << there
            after[there] |= 1 << here
            layer = next((k for k, layer in enumerate(pairs[there]) if not layer >> here & 1), -1)
            if layer < 0:
                pairs[there].append(1 << here)
            else:
                pairs[there][layer] |= 1 << here
    layers = max(map(len, pairs), default=0)
    for found in pairs:
        found += [0] * (layers - len(found))
    return Puzzle(
        cap, tuple(map(tuple, order)), tuple(sum(modules[n].value for n in group) for group in order),
        tuple(before), tuple(after), tuple(map(tuple, pairs)), tuple(apart), _marks(modules, order),
    )  # fmt: skip


def _check(modules: Sequence[Module], cap: int) -> None:
    names = {module.key: module.name or module.key for module in modules}
    if cap <= 0:
        raise Unsound("Taket för ett delkontrakt måste vara större än noll.")
    if len(names) < len(modules):
        raise Unsound("Två moduler har samma kortnamn.")
    for module in modules:
        if module.value < 0:
            raise Unsound(f"Modulen ”{names[module.key]}” har en negativ kostnad.")
        for key in (*module.depends_on, *module.together, *module.apart):
            if key not in names:
                raise Unsound(f"Modulen ”{names[module.key]}” nämner ”{key}”, som inte är någon modul.")
        if module.key in module.apart:
            raise Unsound(f"Modulen ”{names[module.key]}” kan inte ligga skild från sig själv.")


def _reach(direct: Sequence[int]) -> list[int]:
    """Everything that each one leads to, itself only through a ring."""
    found = list(direct)
    for middle in range(len(found)):
        for n in range(len(found)):
            if found[n] >> middle & 1:
                found[n] |= found[middle]
    return found


def _groups(
    modules: Sequence[Module], needs: list[set[int]], beside: list[set[int]], strangers: list[set[int]], cap: int
) -> list[list[int]]:
    """The modules that must share a lot: what is asked for, and what lies between two of them in the order."""
    direct = [sum(1 << other for other in needed) for needed in needs]
    around = _reach(direct)
    ring = [n for n in range(len(modules)) if around[n] >> n & 1]
    if ring:
        # Those that reach and are reached by the first: there may be several rings.
        named = [modules[n].name for n in ring if around[ring[0]] >> n & 1 and around[n] >> ring[0] & 1]
        raise Unsound(f"Modulerna {enumerate_items(named)} väntar på varandra i ring.")
    reach = _reach([one | sum(1 << other for other in beside[n]) for n, one in enumerate(direct)])
    groups: list[list[int]] = []
    placed = 0
    for n in range(len(modules)):
        if placed >> n & 1:
            continue
        group = [n, *(other for other in range(n + 1, len(modules)) if reach[n] >> other & 1 and reach[other] >> n & 1)]
        placed |= sum(1 << other for other in group)
        groups.append(group)
        names = enumerate_items([modules[other].name for other in group])
        if any(other in strangers[one] for one in group for other in group):
            raise Unsound(f"Modulerna {names} ska både ligga tillsammans och vara skilda åt.")
        total = sum(modules[other].value for other in group)
        if len(group) > 1 and total > cap:
            raise Unsound(
                f"Modulerna {names} ska ligga tillsammans, men är värda {kronor(total)} och taket är {kronor(cap)}."
            )
    return groups


# Compared only with others of the same shape.
Look = TypeVar("Look", bound=tuple[object, ...])


def _order(
    modules: Sequence[Module], groups: list[list[int]], needs: list[set[int]], strangers: list[set[int]]
) -> list[list[int]]:
    """The groups in an order that neither names nor the order of the rows decide, what is built on first.

    Groups that look alike are told apart by what is around them, as far as that differs.
    """
    home = {n: place for place, group in enumerate(groups) for n in group}
    count = len(groups)
    below = [{home[d] for n in group for d in needs[n]} - {place} for place, group in enumerate(groups)]
    above: list[set[int]] = [set() for _ in groups]
    for place, needed in enumerate(below):
        for other in needed:
            above[other].add(place)
    beside = [{home[d] for n in group for d in strangers[n]} for group in groups]
    depth = [-1] * count

    def deep(place: int) -> int:
        if depth[place] < 0:
            depth[place] = 1 + max((deep(other) for other in below[place]), default=-1)
        return depth[place]

    ranks = _ranks([
        (deep(place), -sum(modules[n].value for n in group),
         tuple(sorted((m.value, m.kind, m.funded_by) for m in (modules[n] for n in group))))
        for place, group in enumerate(groups)
    ])  # fmt: skip
    while True:
        refined = _ranks([
            (ranks[p], tuple(sorted(ranks[o] for o in below[p])), tuple(sorted(ranks[o] for o in above[p])),
             tuple(sorted(ranks[o] for o in beside[p])))
            for p in range(count)
        ])  # fmt: skip
        if len(set(refined)) == len(set(ranks)):
            return [groups[place] for place in sorted(range(count), key=lambda place: (refined[place], place))]
        ranks = refined


def _ranks(looks: Sequence[Look]) -> list[int]:
    place = {look: n for n, look in enumerate(sorted(set(looks)))}
    return [place[look] for look in looks]


def _marks(modules: Sequence[Module], order: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """A bit for each kind and each set of payers. What is not told, or is of another kind, mixes with anything."""
    kinds = [{("kind", m.kind) for m in (modules[n] for n in group) if m.kind not in ("", "other")} for group in order]
    payers = [
        {("paid", *sorted(f"{who} {share:g}" for who, share in m.funded_by)) for m in (modules[n] for n in group)
         if m.funded_by}
        for group in order
    ]  # fmt: skip
    seen: dict[object, int] = {}
    found = []
    for place in range(len(order)):
        bit = 0
        for mark in sorted({*kinds[place], *payers[place]}):
            bit |= 1 << seen.setdefault(mark, len(seen))
        found.append(bit)
    return tuple(found)
