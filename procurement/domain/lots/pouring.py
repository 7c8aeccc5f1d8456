"""The last touch to a division: lots in an order that nothing accidental decides, and steps of a sensible size."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from procurement.domain.lots.puzzle import Division, Puzzle, bits, measure
from procurement.domain.lots.sizing import Cut, sized

# To size steps takes as long as there are many of them; so many are sized in all, where a piece may lie in more lots.
TRIES = 500


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
    return _sized(puzzle, _ordered(puzzle, division))


def stretched(puzzle: Puzzle, division: Division) -> Division:
    """The division with pieces above the cap in more lots, where there is room and fewer pairs then are cut."""
    best, cost = division, measure(puzzle, division)
    tries = TRIES // max(1, cost.steps)
    held = [sum(1 << n for n in lot) for lot in division]
    for n in bits(puzzle.above):
        before, after = puzzle.before[n], puzzle.after[n]
        for k, lot in enumerate(held):
            if lot & (1 << n | puzzle.apart[n]) or not lot & (before | after):
                continue
            if any(before & later for later in held[k + 1 :]) or any(after & earlier for earlier in held[:k]):
                continue
            tried = [{**lot, n: puzzle.step} if at == k else lot for at, lot in enumerate(best)]
            if not tries or measure(puzzle, tried).cut == cost.cut:
                continue
            tries -= 1
            tried = _sized(puzzle, tried)
            if max(sum(lot.values()) for lot in tried) <= puzzle.cap:
                best, cost = tried, measure(puzzle, tried)
                held[k] |= 1 << n
    return best


def _sized(puzzle: Puzzle, division: Division) -> Division:
    """The same division with the steps of pieces above the cap as even as the lots allow."""
    # By the order of the modules, which is what a user's own lots go by.
    cut = sorted(bits(puzzle.above), key=lambda n: puzzle.members[n])
    others = [sum(kronor for n, kronor in lot.items() if not puzzle.above >> n & 1) for lot in division]
    cuts = [Cut(puzzle.values[n], {k: 1 for k, lot in enumerate(division) if n in lot}) for n in cut]
    found = [dict(lot) for lot in division]
    for n, poured in zip(cut, sized(others, cuts, puzzle.cap), strict=True):
        for k, kronor in poured.items():
            found[k][n] = kronor
    return found


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
