"""The best cuts that anybody knows of the generated cases, looked for with more time than a page has.

What is found is kept in `known_lots.json`: for each seed the fewest lots, and the fewest pairs cut in as many.
    python benchmarks/known_lots.py [moves a run] [runs a case]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from lot_cases import CAP, CASES, case

from procurement.domain.lots.improving import annealed, settled, unsettled
from procurement.domain.lots.proposing import EXACT, solve
from procurement.domain.lots.puzzle import measure, puzzle_of

FILE = Path(__file__).with_suffix(".json")
KNOWN: dict[int, tuple[int, int]] = {int(seed): tuple(best) for seed, best in json.loads(FILE.read_text()).items()}


def main(moves: int, runs: int) -> None:
    for seed in range(CASES):
        puzzle = puzzle_of(case(seed)[1], CAP)
        if puzzle.count <= EXACT:
            continue
        proposed = solve(puzzle)[0]
        fixed, owners, lots = settled(puzzle, proposed)
        found = [proposed, *(unsettled(owners, annealed(fixed, owners, lots, moves, Random(n))) for n in range(runs))]
        best = min((cost.lots, cost.cut) for cost in (measure(puzzle, division) for division in found))
        if best < KNOWN.get(seed, (len(proposed) + 1, 0)):
            print(seed, KNOWN.get(seed), best, flush=True)
            KNOWN[seed] = best
            FILE.write_text(json.dumps(dict(sorted(KNOWN.items()))).replace("], ", "],\n ") + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, int(sys.argv[2]) if len(sys.argv) > 2 else 8)
