"""The proposal of lots against a constraint solver, on generated modules: lots, pairs cut, and time.

The solver starts from our division, so what it returns is never worse. What it has found, or what longer runs have
(`known_lots.py`), is the best known.
    python benchmarks/lots.py [cases] [seconds a case for the solver]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from known_lots import KNOWN
from lot_cases import CAP, CASES, GROUPS, case
from measuring import circumstances, table
from ortools.sat.python import cp_model

from procurement.domain.lots.proposing import solve as divide
from procurement.domain.lots.puzzle import Division, Puzzle, bits, measure, puzzle_of

SECONDS = 4.0


class Solved(NamedTuple):
    """What the solver found, and what it proved: nothing is below the bounds."""

    lots: int
    least_lots: int
    cut: int
    least_cut: int


def solve(puzzle: Puzzle, ours: Division, seconds: float) -> Solved:
    """Fewest lots, and then fewest pairs cut in as many lots."""
    known = measure(puzzle, ours)
    lots, least = known.lots, puzzle.least
    best = ours
    while lots > least:
        model = _Model(puzzle, lots - 1)
        status, _, found = model.run(seconds, None)
        if status == cp_model.INFEASIBLE:
            least = lots
        elif found is None:
            break
        else:
            lots, best = lots - 1, found
    model = _Model(puzzle, lots)
    status, bound, found = model.run(seconds, best, cut=True)
    # The solver takes our division as a hint, and may forget it.
    cut = min(measure(puzzle, made).cut for made in (best, found or best))
    return Solved(lots, least, cut, cut if status == cp_model.OPTIMAL else max(0, min(cut, bound)))


class _Model:
    """The puzzle in a given number of lots."""

    def __init__(self, puzzle: Puzzle, lots: int) -> None:
        self.puzzle, self.lots = puzzle, lots
        self.model = m = cp_model.CpModel()
        count, every = puzzle.count, range(lots)
        self.at = [[m.new_bool_var("") for _ in every] for _ in range(count)]
        self.first = list(self.at)
        self.last = list(self.at)
        self.share: dict[int, list[cp_model.IntVar]] = {}
        for n in range(count):
            if not puzzle.above >> n & 1:
                m.add_exactly_one(self.at[n])
                continue
            self.first[n] = [m.new_bool_var("") for _ in every]
            self.last[n] = [m.new_bool_var("") for _ in every]
            self.share[n] = [m.new_int_var(0, puzzle.cap, "") for _ in every]
            m.add_exactly_one(self.first[n])
            m.add_exactly_one(self.last[n])
            m.add(sum(self.share[n]) == puzzle.values[n])
            for k in every:
                m.add(self.share[n][k] <= puzzle.cap * self.at[n][k])
                m.add(self.share[n][k] >= puzzle.step * self.at[n][k])
                m.add_implication(self.first[n][k], self.at[n][k])
                m.add_implication(self.last[n][k], self.at[n][k])
                m.add(self.at[n][k] <= sum(self.first[n][: k + 1]))
                m.add(self.at[n][k] <= sum(self.last[n][k:]))
        for k in every:
            m.add(
                sum(self.share[n][k] if n in self.share else puzzle.values[n] * self.at[n][k] for n in range(count))
                <= puzzle.cap
            )
        self.together = []
        for n in range(count):
            for foe in bits(puzzle.apart[n] >> n << n):
                for k in every:
                    m.add_at_most_one(self.at[n][k], self.at[foe][k])
            for later in bits(puzzle.after[n]):
                for k in every:
                    m.add(sum(self.first[later][: k + 1]) <= sum(self.last[n][: k + 1]))
                both = [m.new_bool_var("") for _ in every]
                for k in every:
                    m.add_implication(both[k], self.last[n][k])
                    m.add_implication(both[k], self.first[later][k])
                times = sum(layer >> later & 1 for layer in puzzle.pairs[n])
                self.together += [times * one for one in both]
        self.pairs = sum(layer.bit_count() for layers in puzzle.pairs for layer in layers)

    def run(self, seconds: float, hint: Division | None, cut: bool = False) -> tuple[object, int, Division | None]:
        m, every = self.model, range(self.lots)
        if cut:
            m.minimize(self.pairs - sum(self.together))
        for n in range(self.puzzle.count if hint else 0):
            homes = [k for k in every if n in hint[k]]  # type: ignore[index]
            for k in every:
                m.add_hint(self.at[n][k], k in homes)
                if n in self.share:
                    m.add_hint(self.share[n][k], hint[k].get(n, 0))  # type: ignore[index]
                    m.add_hint(self.first[n][k], k == homes[0])
                    m.add_hint(self.last[n][k], k == homes[-1])
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        status = solver.solve(m)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return status, 0, None
        found: Division = [
            {
                n: solver.value(self.share[n][k]) if n in self.share else self.puzzle.values[n]
                for n in range(self.puzzle.count)
                if solver.value(self.at[n][k])
            }
            for k in every
        ]
        return status, round(solver.best_objective_bound) if cut else 0, [lot for lot in found if lot]


def main(cases: Sequence[int], seconds: float) -> None:
    rows = []
    for seed in cases:
        shape, modules = case(seed)
        begun = time.process_time()
        puzzle = puzzle_of(modules, CAP)
        ours, proven = divide(puzzle)
        took = time.process_time() - begun
        cost, best = measure(puzzle, ours), solve(puzzle, ours, seconds)
        lots, cut = min((best.lots, best.cut), KNOWN.get(seed, (best.lots, best.cut)))
        best = best._replace(lots=lots, cut=cut)
        rows.append((seed, len(modules), shape, cost, best, took, proven, puzzle.above.bit_count()))
        as_good = cost[:2] == (best.lots, best.cut)
        print(
            seed, shape, len(modules), f"{took:.2f} s", tuple(cost[:2]), *best, "" if as_good else "differs", flush=True
        )
    print(circumstances(), f"Solver {seconds:g} s.")
    head = ("modules", "cases", "as few lots", "one more", "above bound + 1", "cut as few", "within 5 %", "worst",
            "proven by us", "median", "slowest")  # fmt: skip
    shown = []
    several = [row for row in rows if row[7] > 1]
    groups = [(f"{low}–{high}", [row for row in rows if low <= row[1] <= high and row[7] < 2]) for low, high in GROUPS]
    for name, group in [*groups, ("5–80, several above the cap", several)]:
        if not group:
            continue
        same = [row for row in group if row[3].lots == row[4].lots]
        over = [row[3].cut - row[4].cut for row in same]
        times = sorted(row[5] for row in group)
        shown.append((
            name, str(len(group)), str(len(same)), str(sum(r[3].lots == r[4].lots + 1 for r in group)),
            str(sum(r[3].lots > r[4].least_lots + 1 for r in group)),
            str(sum(cut <= 0 for cut in over)), str(sum(row[3].cut <= 1.05 * row[4].cut for row in same)),
            f"+{max(over, default=0)}", str(sum(row[6] for row in group)),
            f"{times[len(times) // 2]:.2f} s", f"{times[-1]:.2f} s",
        ))  # fmt: skip
    print(table(head, shown))
    wrong = [row[0] for row in rows if row[6] and (row[3].lots, row[3].cut) > (row[4].lots, row[4].cut)]
    print("Called proven and still beaten:", wrong or "none")


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    main(range(count), float(sys.argv[2]) if len(sys.argv) > 2 else SECONDS)
