"""Dividing modules into lots: as few as possible, then along the seams, then alike together, then even."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from procurement.domain.lots.improving import annealed, packed, rearranged, settled, unsettled
from procurement.domain.lots.parts import MAX_LOTS, Lot, Module, Part, numbered, part_of, whole
from procurement.domain.lots.pouring import lengthened, level, shortened, stretched
from procurement.domain.lots.puzzle import Cost, Division, Puzzle, Unsound, measure, puzzle_of
from procurement.domain.lots.search import beam, better
from procurement.domain.swedish import kronor

# With more pieces than this there is no use in trying every division.
EXACT = 24
# So many divisions are made better, the best of them so many times more. First so many tries are made at fewer lots.
STARTS, HEATINGS, PACKINGS = 2, 2, 16
# How much work there is time for: steps of the exact search, ways to go on in a beam, moves towards fewer lots,
# moves towards fewer pairs cut, and rearrangements.
ALL_GOALS, TWO_GOALS, WAYS, PACKING, MOVES, WINDOWS = 25_000, 60_000, 30_000, 12_000, 36_000, 20_000


@dataclass(frozen=True)
class Proposal:
    """The lots, and what is known of how good they are."""

    lots: tuple[Lot, ...]
    least: int  # no division has fewer lots, by the values alone
    proven: bool  # every division in fewer lots, or in as many with fewer pairs cut, is ruled out


def propose(modules: Sequence[Module], cap: int) -> tuple[Lot, ...]:
    """The modules in as few lots as possible. A module above the cap is cut in steps, never silently.

    Raises Unsound, with a message for users, when the modules contradict each other or would be too many lots.
    """
    return proposal(tuple(modules), cap).lots


@lru_cache(maxsize=256)
def proposal(modules: tuple[Module, ...], cap: int, ease: int = 1) -> Proposal:
    """The lots with what is known of them. Remembered: pages ask for the same division over and over.

    With `ease` only so large a part of the work is done: for a first look at many caps.
    """
    puzzle = puzzle_of(modules, cap)
    total = sum(puzzle.values)
    if total <= cap and not any(puzzle.apart):
        return Proposal((whole(modules),), 1, True)
    if total > cap * MAX_LOTS:
        raise Unsound(
            f"Med taket {kronor(cap)} blir det fler än {MAX_LOTS} delkontrakt. "
            "Se över modulernas kostnader, slå ihop moduler eller höj taket."
        )
    short, full = shortened(puzzle)
    division, proven = solve(short, ease)
    division = level(puzzle, lengthened(puzzle, division, full))
    return Proposal(_lots(puzzle, division, modules), puzzle.least, proven)


def solve(puzzle: Puzzle, ease: int = 1) -> tuple[Division, bool]:
    """The best division that is found, and whether none is better in lots and pairs cut."""
    all_goals, two_goals, ways, packing, moves, windows = (
        n // ease for n in (ALL_GOALS, TWO_GOALS, WAYS, PACKING, MOVES, WINDOWS)
    )
    random = Random(0)
    # The search has one piece above the cap under way at a time; with several that could cost a lot.
    alone = puzzle.above.bit_count() < 2

    def cost(division: Division) -> Cost:
        return measure(puzzle, division)

    def beams(most: int, room: int, waste: float) -> list[Division]:
        # Each piece above the cap makes many ways more to close a lot. A width of nothing would keep every way.
        width = max(1, room // puzzle.count // (1 + puzzle.above.bit_count() // 2))
        made = beam(puzzle, most, width, waste), (beam(puzzle.mirrored, most, width, waste) or [])[::-1]
        return [division for division in made if division]

    if puzzle.count <= EXACT:
        best = min(beams(BOUNDLESS, ways // 20, 8.0), key=cost)
        found, spent = better(puzzle, cost(best), work=all_goals)
        if spent < all_goals:
            return stretched(puzzle, found or best), alone
    pool: list[Division] = []
    # More room left in the lots is the last that is given up before one lot more is.
    tight = ((puzzle.least, 8.0), (puzzle.least, 16.0), (puzzle.least + 1, 8.0)) if ease == 1 else ()
    for most, waste in (*tight, (BOUNDLESS, 8.0)):
        pool = pool or beams(most, ways, waste)
    pool.sort(key=cost)
    starts, fewest = [], BOUNDLESS
    # Short tries from several divisions find fewer lots sooner than a long one. More of them only where it can help.
    for turn in range(PACKINGS):
        if turn >= STARTS and fewest == puzzle.least:
            break
        fixed, owners, lots = settled(puzzle, pool[turn % len(pool)])
        if len(lots) > puzzle.least:
            lots = packed(fixed, lots, packing, random)
        starts.append((fixed, owners, lots))
        fewest = min(fewest, len(lots))
    starts = [start for start in starts if len(start[2]) == fewest]
    made = [
        (fixed, owners, annealed(fixed, owners, lots, moves // 2, random))
        for fixed, owners, lots in (starts * STARTS)[:STARTS]
    ]
    fixed, owners, lots = min(made, key=lambda one: measure(one[0], one[2])[:2])
    # From the best on the way, warmed again and again: that finds more than as many moves in one go.
    for _ in range(HEATINGS):
        lots = annealed(fixed, owners, lots, moves, random)
    lots = rearranged(fixed, lots, windows, random, (12, 20, 32), ties=False)
    lots = rearranged(fixed, lots, windows // 2, random, (10,), ties=True)
    best = stretched(puzzle, unsettled(owners, lots))
    if puzzle.count <= EXACT:
        found, spent = better(puzzle, cost(best), work=two_goals, ties=False)
        return found or best, alone and spent < two_goals
    return best, False


# More lots than any division has.
BOUNDLESS = 10**9


def _lots(puzzle: Puzzle, division: Division, modules: Sequence[Module]) -> tuple[Lot, ...]:
    """The lots with their parts in the order of the modules."""
    steps = [0] * puzzle.count
    count = [sum(1 for lot in division if n in lot) for n in range(puzzle.count)]
    groups: list[tuple[str | None, Sequence[Part]]] = []
    for lot in division:
        parts: list[tuple[int, Part]] = []
        for n, amount in lot.items():
            for member in puzzle.members[n]:
                if count[n] == 1:
                    parts.append((member, part_of(modules[member], modules[member].value)))
                else:
                    steps[n] += 1
                    parts.append((member, part_of(modules[member], amount, steps[n])))
        groups.append((None, [part for _, part in sorted(parts, key=lambda found: found[0])]))
    return numbered(groups, modules)
