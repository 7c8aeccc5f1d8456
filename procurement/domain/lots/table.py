"""A division laid out so that pieces can be moved between its lots, a hundred thousand times in a blink."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import combinations
from random import Random

from procurement.domain.lots.puzzle import Division, Puzzle, bits

# One piece of a lot, or two.
Group = tuple[int, ...]


class Table:
    """Pieces of at most the cap, lying in lots. A move that breaks a rule is not made."""

    def __init__(self, puzzle: Puzzle, division: Division) -> None:
        self.puzzle = puzzle
        self.value = list(puzzle.values)
        # The other steps of the piece that each one is a step of: kronor can be moved between them.
        self.others: list[list[int]] = [[] for _ in range(puzzle.count)]
        self.lot = [0] * puzzle.count
        for number, lot in enumerate(division):
            for one in lot:
                self.lot[one] = number
        self.lower = [list(bits(found)) for found in puzzle.before]  # those that must not lie later
        self.upper = [list(bits(found)) for found in puzzle.after]  # those that must not lie earlier
        self.foes = [list(bits(found)) for found in puzzle.apart]
        # Those that it makes a pair with, once for each pair.
        self.near: list[list[int]] = [[] for _ in range(puzzle.count)]
        for one, layers in enumerate(puzzle.pairs):
            for other in (other for layer in layers for other in bits(layer)):
                self.near[one].append(other)
                self.near[other].append(one)
        self.load = [sum(lot.values()) for lot in division]
        self.held = [list(lot) for lot in division]
        # What `groups` has found, for each set of pieces that a lot has held.
        self.known: dict[int, tuple[list[int], list[Group]]] = {}
        self.pieces = [sum(1 << one for one in lot) for lot in division]

    def window(self, one: int) -> tuple[int, int]:
        """The first and last lot that it can lie in."""
        lot, low, high = self.lot, 0, len(self.load) - 1
        for other in self.lower[one]:
            if lot[other] > low:
                low = lot[other]
        for other in self.upper[one]:
            if lot[other] < high:
                high = lot[other]
        return low, high

    def pairs(self, one: int, here: int, there: int) -> int:
        """How many more pairs are cut when it is moved."""
        lot, gained = self.lot, 0
        for other in self.near[one]:
            where = lot[other]
            if where == here:
                gained += 1
            elif where == there:
                gained -= 1
        return gained

    def move(self, one: int, there: int) -> None:
        here = self.lot[one]
        self.held[here].remove(one)
        self.held[there].append(one)
        self.load[here] -= self.value[one]
        self.load[there] += self.value[one]
        self.lot[one] = there

    def make_room(self, one: int, there: int) -> bool:
        """Moves kronor from a step in the lot to another step of its piece, so that there is room for one more."""
        kronor = self.load[there] + self.value[one] - self.puzzle.cap
        for step in self.held[there]:
            if not self.others[step] or self.value[step] - kronor < self.puzzle.step:
                continue
            for other in self.others[step]:
                room = self.puzzle.cap - self.load[self.lot[other]]
                if self.lot[other] == self.lot[one]:
                    room += self.value[one]
                if other != one and self.lot[other] != there and room >= kronor:
                    for piece, more in ((step, -kronor), (other, kronor)):
                        self.value[piece] += more
                        self.load[self.lot[piece]] += more
                    self.known.clear()
                    return True
        return False

    def fitting(self, one: int, there: int, random: Random) -> tuple[Group, Group]:
        """What of its lot, and what of another without room for it, can be changed for each other. Nothing: none can.

        The piece for another, else it or it and one more for one or two: full lots seldom hold two that are as large.
        """
        draw, value = random.random, self.value
        here = self.lot[one]
        over = self.load[there] + value[one] - self.puzzle.cap
        room = self.puzzle.cap - self.load[here] + value[one]
        alike = [other for other in self.held[there] if over <= value[other] <= room]
        if alike:
            return (one,), (alike[int(draw() * len(alike))],)
        sums, groups = self.groups(there)
        held = self.held[here]
        first = int(draw() * len(held))
        for mate in held[first:] + held[:first]:
            more = 0 if mate == one else value[mate]
            low = bisect_left(sums, over + more)
            if low < len(sums) and sums[low] <= room + more:
                count = bisect_right(sums, room + more, low) - low
                return (one,) if mate == one else (one, mate), groups[low + int(draw() * count)]
        return (), ()

    def groups(self, lot: int) -> tuple[list[int], list[Group]]:
        """What each one and each two of the pieces in a lot are worth, the least first, and which they are."""
        found = self.known.get(self.pieces[lot])
        if found is None:
            held, value = self.held[lot], self.value
            made: list[tuple[int, Group]] = [(value[one], (one,)) for one in held]
            made += [(value[one] + value[other], (one, other)) for one, other in combinations(held, 2)]
            made.sort()
            found = self.known[self.pieces[lot]] = [worth for worth, _ in made], [group for _, group in made]
        return found

    def exchange(self, out: Group, back: Group, here: int, there: int, most: float) -> int | None:
        """Changes pieces of one lot for some of another, or for none, unless that cuts too many pairs more.

        How many it cuts more, or None where it may not be done.
        """
        lot, gained = self.lot, 0
        for one in out:
            gained += self.pairs(one, here, there)
            lot[one] = there
        for one in back:
            gained += self.pairs(one, there, here)
            lot[one] = here
        if gained <= most and all(map(self.allowed, out + back)):
            inside, beside, changed, more = self.held[here], self.held[there], 0, 0
            for one in out:
                inside.remove(one)
                beside.append(one)
                changed |= 1 << one
                more += self.value[one]
            for one in back:
                beside.remove(one)
                inside.append(one)
                changed |= 1 << one
                more -= self.value[one]
            self.pieces[here] ^= changed
            self.pieces[there] ^= changed
            self.load[here] -= more
            self.load[there] += more
            return gained
        for one in out:
            lot[one] = here
        for one in back:
            lot[one] = there
        return None

    def allowed(self, one: int) -> bool:
        """Whether a piece may lie where it lies."""
        lot = self.lot
        here = lot[one]
        for other in self.lower[one]:
            if lot[other] > here:
                return False
        for other in self.upper[one]:
            if lot[other] < here:
                return False
        return not self.foe_in(one, here)

    def foe_in(self, one: int, there: int, but: int = -1) -> bool:
        # Mostly there are none, and this is asked all the time.
        return bool(self.foes[one]) and any(self.lot[foe] == there and foe != but for foe in self.foes[one])

    def can_swap(self, one: int, other: int) -> bool:
        """Whether two pieces can be changed for each other."""
        here, there = self.lot[one], self.lot[other]
        more = self.value[one] - self.value[other]
        cap = self.puzzle.cap
        if self.load[there] + more > cap or self.load[here] - more > cap:
            return False
        if self.foe_in(one, there, other) or self.foe_in(other, here, one):
            return False
        self.lot[one], self.lot[other] = there, here
        (low, high), (lowest, highest) = self.window(one), self.window(other)
        self.lot[one], self.lot[other] = here, there
        return low <= there <= high and lowest <= here <= highest

    def reorder(self, random: Random, beside: float = 0.0) -> None:
        """Numbers the lots anew in another order that the pieces allow: a piece can then reach other lots.

        `beside` is how often a lot comes next to one that it shares a pair with.
        """
        count = len(self.load)
        waits = [0] * count
        friends = [0] * count
        for one, uppers in enumerate(self.upper):
            for other in uppers:
                first, second = self.lot[one], self.lot[other]
                if first != second:
                    waits[second] |= 1 << first
                    friends[second] |= 1 << first
                    friends[first] |= 1 << second
        order: list[int] = []
        closed, left = 0, list(range(count))
        while left:
            ready = [lot for lot in left if not waits[lot] & ~closed]
            if order and random.random() < beside:
                ready = [lot for lot in ready if friends[lot] >> order[-1] & 1] or ready
            order.append(ready[int(random.random() * len(ready))])
            closed |= 1 << order[-1]
            left.remove(order[-1])
        new = {old: number for number, old in enumerate(order)}
        self.lot = [new[lot] for lot in self.lot]
        self.load, self.held = [self.load[old] for old in order], [self.held[old] for old in order]
        self.pieces = [self.pieces[old] for old in order]

    def division(self, lots: list[int] | None = None) -> Division:
        """What lies in the lots, empty ones left out."""
        found: Division = [{} for _ in self.load]
        for one, number in enumerate(lots or self.lot):
            found[number][one] = self.value[one]
        return [lot for lot in found if lot]
