"""Making a division better by moving pieces between its lots and changing some for others.

Steps of a piece above the cap give way to what is moved, where another of its steps has the room.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle, pairwise
from math import exp, log
from random import Random

from procurement.domain.lots.puzzle import Division, Puzzle, bits, measure
from procurement.domain.lots.search import better
from procurement.domain.lots.table import Group, Table

# How many ways to go on are kept where a few lots are divided anew: all, up to some fifteen pieces.
WIDTH = 1_000

# How many pairs more a move may cut, roughly, when there is hardly a thing that it may not, and when nearly nothing.
HOT, COLD = 0.45, 0.17


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


def annealed(puzzle: Puzzle, owners: list[int], division: Division, tries: int, random: Random) -> Division:
    """Changes pieces of one lot for some of another at random, at first also for the worse: the fewest pairs cut met.

    Steps of one owner give way to each other where that makes room.
    """
    puzzle = _worth(puzzle, division)
    table = Table(puzzle, division)
    for one, owner in enumerate(owners):
        table.others[one] = [other for other, same in enumerate(owners) if same == owner and other != one]
    size, cap, value, draw = puzzle.count, puzzle.cap, table.value, random.random
    last, lower, upper = len(table.load) - 1, table.lower, table.upper
    now = best = 0
    kept, worth = list(table.lot), list(value)
    has_steps = any(table.others)
    heat, cooling = HOT, (COLD / HOT) ** (1 / tries)
    for turn in range(tries):
        heat *= cooling
        if turn % (size * 12) == size * 12 - 1:
            table.reorder(random)
        one = int(draw() * size)
        # As in `window`, which takes too long to call here.
        lot, low, high = table.lot, 0, last
        for other in lower[one]:
            if lot[other] > low:
                low = lot[other]
        for other in upper[one]:
            if lot[other] < high:
                high = lot[other]
        if low == high:
            continue
        here = lot[one]
        chance = draw()
        there = low if chance < 0.35 else high if chance < 0.7 else here
        if there == here:
            there = low + int(draw() * (high - low))
            there += there >= here
        # How many pairs more it may cut this time.
        most = -heat * log(1 - draw())
        out: Group = (one,)
        back: Group = ()
        if table.load[there] + value[one] > cap and not (
            has_steps
            and table.pairs(one, here, there) <= most
            and not table.foe_in(one, there)
            and table.make_room(one, there)
        ):
            out, back = table.fitting(one, there, random)
            if not back:
                continue
        gained = table.exchange(out, back, here, there, most)
        if gained is None:
            continue
        now += gained
        if now < best:
            best, kept, worth = now, list(table.lot), list(value)
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
    table = Table(puzzle, division)
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
                    table = Table(puzzle, [{one: puzzle.values[one] for one in lot} for lot in held])
            start = start + 1 if end - start < 3 else start + (end - start) // 2
        table.reorder(random, 0.8)
    return table.division()


def packed(puzzle: Puzzle, division: Division, tries: int, random: Random) -> Division:
    """Moves pieces at random towards full lots and empty ones: as few lots as are met on the way."""
    table = Table(puzzle, division)
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
