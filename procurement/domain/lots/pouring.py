"""The last touch to a division: lots in an order that nothing accidental decides, and steps of a sensible size."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from procurement.domain.lots.puzzle import Division, Puzzle, bits


def shortened(puzzle: Puzzle) -> tuple[Puzzle, dict[int, int]]:
    """The puzzle without the lots that a very large piece fills by itself, and how many they are for each piece.

    What is left of it can still fill the room beside every other piece.
    """
    most = (puzzle.count + 2) * puzzle.cap
    full = {n: -(-(value - most) // puzzle.cap) for n, value in enumerate(puzzle.values) if value > most}
    if not full:
        return puzzle, full
    values = (value - full.get(n, 0) * puzzle.cap for n, value in enumerate(puzzle.values))
    return replace(puzzle, values=tuple(values)), full


def lengthened(puzzle: Puzzle, division: Division, full: dict[int, int]) -> Division:
    """The division with those lots put back, after the first step of each piece."""
    for n, count in full.items():
        first = next(k for k, lot in enumerate(division) if n in lot)
        division = [*division[: first + 1], *({n: puzzle.cap} for _ in range(count)), *division[first + 1 :]]
    return division


def level(puzzle: Puzzle, division: Division) -> Division:
    """The same division with the lots in order and the steps of pieces above the cap as even as the lots allow."""
    ordered = _ordered(puzzle, division)
    loads = [sum(lot.values()) for lot in ordered]
    for n in bits(puzzle.above):
        homes = [k for k, lot in enumerate(ordered) if n in lot]
        others = {k: loads[k] - ordered[k][n] for k in homes}
        least = {k: min(puzzle.step, ordered[k][n]) for k in homes}
        left = puzzle.values[n] - sum(least.values())
        filled = {k: others[k] + least[k] for k in homes}
        while left:
            lowest = sorted(homes, key=lambda k: (filled[k], k))
            level_ = filled[lowest[0]]
            same = [k for k in lowest if filled[k] == level_]
            above = [filled[k] for k in lowest if filled[k] > level_]
            step = min(left // len(same), (min(above) if above else puzzle.cap) - level_)
            if step == 0:
                for k in same[:left]:
                    filled[k] += 1
                break
            for k in same:
                filled[k] += step
            left -= step * len(same)
        for k in homes:
            ordered[k][n] = filled[k] - others[k]
            loads[k] = filled[k]
    return ordered


def _ordered(puzzle: Puzzle, division: Division) -> Division:
    """Each lot after those it builds on; of lots that are ready, the one with the piece that comes first."""
    left = [dict(lot) for lot in division]
    found: Division = []
    places = [[k for k, lot in enumerate(left) if n in lot] for n in range(puzzle.count)]
    waits: list[set[int]] = [set() for _ in left]
    for n, homes in enumerate(places):
        for first, second in pairwise(homes):
            waits[second].add(first)
        for later in bits(puzzle.after[n]):
            if homes[-1] != places[later][0]:
                waits[places[later][0]].add(homes[-1])
    closed: set[int] = set()
    while len(closed) < len(left):
        ready = [k for k in range(len(left)) if k not in closed and waits[k] <= closed]
        chosen = min(ready, key=lambda k: (min(left[k]), k))
        closed.add(chosen)
        found.append(left[chosen])
    return found
