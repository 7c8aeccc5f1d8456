"""Making a division better by moving pieces between its lots and changing two for each other.

Steps of a piece above the cap give way to what is moved, where another of its steps has the room.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle, pairwise
from math import exp
from random import Random

from procurement.domain.lots.puzzle import Division, Puzzle, bits, measure
from procurement.domain.lots.search import better

# How many ways to go on are kept where a few lots are divided anew: all, up to some fifteen pieces.
WIDTH = 1_000

# How many pairs more a move may cut, roughly, when there is hardly a thing that it may not, and when nearly nothing.
HOT, COLD = 0.7, 0.17


def settled(puzzle: Puzzle, division: Division) -> tuple[Puzzle, list[int], Division]:
    """The puzzle with each step of a piece above the cap as a piece of its own, the division in it, and whose it is."""
    parts = [(lot, n, kronor) for lot, held in enumerate(division) for n, kronor in sorted(held.items())]
    steps: dict[int, list[int]] = {}
    for one, (_, n, _) in enumerate(parts):
        steps.setdefault(n, []).append(one)
    size = len(parts)
    before, after, apart = [0] * size, [0] * size, [0] * size
    pairs = [[0] * max(map(len, puzzle.pairs)) for _ in parts]
    for n, made in steps.items():
        ordered = [*pairwise(made), *((made[-1], steps[m][0]) for m in bits(puzzle.after[n]))]
        for first, second in ordered:
            after[first] |= 1 << second
            before[second] |= 1 << first
        for k, layer in enumerate(puzzle.pairs[n]):
            pairs[made[-1]][k] = sum(1 << steps[m][0] for m in bits(layer))
        for one in made:
            apart[one] = sum(1 << foe for m in bits(puzzle.apart[n]) for foe in steps[m])
    fixed = Puzzle(
        puzzle.cap, tuple((n,) for _, n, _ in parts), tuple(kronor for _, _, kronor in parts), tuple(before),
        tuple(after), tuple(map(tuple, pairs)), tuple(apart), tuple(puzzle.marks[n] for _, n, _ in parts),
    )  # fmt: skip
    lots: Division = [{} for _ in division]
    for one, (lot, _, kronor) in enumerate(parts):
        lots[lot][one] = kronor
    return fixed, [n for _, n, _ in parts], lots


def unsettled(owners: list[int], division: Division) -> Division:
    """The division of the puzzle that was settled. Steps of a piece that have come to one lot are one."""
    found: Division = []
    for lot in division:
        merged: dict[int, int] = {}
        for one, kronor in lot.items():
            merged[owners[one]] = merged.get(owners[one], 0) + kronor
        if merged:
            found.append(merged)
    return found


class _Table:
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
        gained = 0
        for other in self.near[one]:
            where = self.lot[other]
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
                    return True
        return False

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

    def division(self, lots: list[int] | None = None) -> Division:
        """What lies in the lots, empty ones left out."""
        found: Division = [{} for _ in self.load]
        for one, number in enumerate(lots or self.lot):
            found[number][one] = self.value[one]
        return [lot for lot in found if lot]


def annealed(puzzle: Puzzle, owners: list[int], division: Division, tries: int, random: Random) -> Division:
    """Moves pieces at random, at first also for the worse: the division with the fewest pairs cut on the way.

    Steps of one owner give way to each other where that makes room.
    """
    table = _Table(puzzle, division)
    for one, owner in enumerate(owners):
        table.others[one] = [other for other, same in enumerate(owners) if same == owner and other != one]
    size, cap = puzzle.count, puzzle.cap
    draw = random.random
    now = best = 0
    kept, worth = list(table.lot), list(table.value)
    has_steps = any(table.others)
    heat, cooling = HOT, (COLD / HOT) ** (1 / tries)
    for turn in range(tries):
        heat *= cooling
        if turn % (size * 12) == size * 12 - 1:
            table.reorder(random)
        one = int(draw() * size)
        low, high = table.window(one)
        if low == high:
            continue
        here = table.lot[one]
        chance = draw()
        there = low if chance < 0.35 else high if chance < 0.7 else here
        if there == here:
            there = low + int(draw() * (high - low))
            there += there >= here
        value = table.value[one]
        over = table.load[there] + value - cap
        if over <= 0:
            gained = table.pairs(one, here, there)
            if (gained > 0 and draw() >= exp(-gained / heat)) or table.foe_in(one, there):
                continue
            table.move(one, there)
        elif (
            has_steps
            and ((gained := table.pairs(one, here, there)) <= 0 or draw() < exp(-gained / heat))
            and not table.foe_in(one, there)
            and table.make_room(one, there)
        ):
            table.move(one, there)
        else:
            room = cap - table.load[here] + value
            fitting = [other for other in table.held[there] if over <= table.value[other] <= room]
            if not fitting:
                continue
            other = fitting[int(draw() * len(fitting))]
            if not table.can_swap(one, other):
                continue
            gained = table.pairs(one, here, there)
            table.move(one, there)
            gained += table.pairs(other, there, here)
            table.move(other, here)
            if gained > 0 and draw() >= exp(-gained / heat):
                table.move(one, here)
                table.move(other, there)
                continue
        now += gained
        if now < best:
            best, kept, worth = now, list(table.lot), list(table.value)
    table.value = worth
    return table.division(kept)


def _worth(puzzle: Puzzle, division: Division) -> Puzzle:
    """The puzzle with its pieces worth what they are in the division: steps may have given way to each other."""
    values = {one: kronor for lot in division for one, kronor in lot.items()}
    return replace(puzzle, values=tuple(values[one] for one in range(puzzle.count)))


def rearranged(
    puzzle: Puzzle, division: Division, work: int, random: Random, sizes: Sequence[int], *, ties: bool
) -> Division:
    """Divides the pieces of a few lots in a row anew, over and over with other lots in a row.

    `sizes` are how many pieces it takes at a time, in turn: of few, every division is looked at.
    Without `ties` only for fewer pairs cut.
    """
    puzzle = _worth(puzzle, division)
    table = _Table(puzzle, division)
    seen: set[int] = set()
    idle, turns = 0, cycle(sizes)
    while work > 0 and idle < 12:
        idle += 1
        most, start = next(turns), 0
        while start < len(table.load) and work > 0:
            end, size = start, 0
            while end < len(table.load) and (end < start + 2 or size + len(table.held[end]) <= most):
                size += len(table.held[end])
                end += 1
            work -= 5
            pieces = sum(1 << one for lot in table.held[start:end] for one in lot)
            if pieces not in seen and end - start > 1:
                seen.add(pieces)
                part, names = puzzle.only(pieces)
                new = {one: n for n, one in enumerate(names)}
                lots: Division = [{new[one]: puzzle.values[one] for one in lot} for lot in table.held[start:end]]
                known = measure(part, lots)
                if not known.cut and not ties:
                    start += 1
                    continue
                found, spent = better(part, known, work=work, width=WIDTH, ties=ties)
                work -= spent + 20
                if found:
                    idle = 0
                    anew = [[names[n] for n in lot] for lot in found]
                    held = [*table.held[:start], *anew, *table.held[end:]]
                    table = _Table(puzzle, [{one: puzzle.values[one] for one in lot} for lot in held])
            start = start + 1 if end - start < 3 else start + (end - start) // 2
        table.reorder(random, 0.8)
    return table.division()


def packed(puzzle: Puzzle, division: Division, tries: int, random: Random) -> Division:
    """Moves pieces at random towards full lots and empty ones: as few lots as are met on the way."""
    table = _Table(puzzle, division)
    size, cap = puzzle.count, puzzle.cap
    draw = random.random
    heat, cooling = 0.1, (0.002 / 0.1) ** (1 / tries)
    best, fewest = division, len(division)
    for turn in range(tries):
        heat *= cooling
        if turn % (size * 6) == size * 6 - 1:
            table.reorder(random)
        one = int(draw() * size)
        here, load = table.lot[one], table.load
        low, high = table.window(one)
        there = low + int(draw() * (high - low + 1))
        if there == here or not load[there]:
            continue
        value = table.value[one]
        if load[there] + value <= cap:
            if table.foe_in(one, there):
                continue
            # What the squares of the loads gain, in parts of the cap.
            gain = 2 * value * (load[there] - load[here] + value) / cap**2
            if gain < 0 and draw() >= exp(gain / heat):
                continue
            table.move(one, there)
            if not load[here]:
                count = sum(1 for kronor in load if kronor)
                if count < fewest:
                    fewest, best = count, table.division()
                    if fewest == puzzle.least:
                        break
        else:
            other = table.held[there][int(draw() * len(table.held[there]))]
            more = value - table.value[other]
            gain = 2 * more * (load[there] - load[here] + more) / cap**2
            if gain < 0 and draw() >= exp(gain / heat):
                continue
            if table.can_swap(one, other):
                table.move(one, there)
                table.move(other, here)
    return best
