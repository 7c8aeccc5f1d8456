"""The last touch to a division: lots in an order that nothing accidental decides, and steps of a sensible size."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from procurement.domain.lots.puzzle import Division, Puzzle, bits
from procurement.domain.lots.sizing import Cut, sized


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
    # By the order of the modules, which is what a user's own lots go by.
    cut = sorted(bits(puzzle.above), key=lambda n: puzzle.members[n])
    others = [sum(kronor for n, kronor in lot.items() if not puzzle.above >> n & 1) for lot in ordered]
    cuts = [Cut(puzzle.values[n], {k: 1 for k, lot in enumerate(ordered) if n in lot}) for n in cut]
    for n, found in zip(cut, sized(others, cuts, puzzle.cap), strict=True):
        for k, kronor in found.items():
            ordered[k][n] = kronor
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
