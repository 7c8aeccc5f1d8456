"""How large the steps of modules are: the lots as even as steps can make them, and so under the cap if steps can.

It depends only on what lies in which lot, so a proposal that a user takes over keeps its values to the krona.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Cut(NamedTuple):
    """A module that is cut: its value, and how many of its steps lie in each lot."""

    value: int
    steps: Mapping[int, int]


def least_step(cap: int) -> int:
    """The least that a step is worth where there is room: a contract of a krona is none."""
    return max(1, cap // 20)


def sized(others: Sequence[int], cuts: Sequence[Cut], cap: int) -> list[dict[int, int]]:
    """For each module its kronor in each lot. `others` is what each lot holds beside the steps.

    No step is below the least, unless that alone would put a lot above the cap.
    """
    for least in (least_step(cap), 1):
        lots = _Lots(others, cuts, least)
        if max(lots.loads, default=0) <= cap:
            return lots.poured
    return _Lots(others, cuts, least_step(cap)).poured


class _Lots:
    """What the lots hold, and how much of it is which module."""

    def __init__(self, others: Sequence[int], cuts: Sequence[Cut], least: int) -> None:
        self.loads = list(others)
        self.least = [
            {k: min(least, cut.value // sum(cut.steps.values())) * count for k, count in sorted(cut.steps.items())}
            for cut in cuts
        ]
        self.poured = [dict(least) for least in self.least]
        for k, kronor in (item for least in self.least for item in least.items()):
            self.loads[k] += kronor
        # In an order that neither names nor rows decide.
        self.order = sorted(range(len(cuts)), key=lambda n: (sorted(cuts[n].steps.items()), cuts[n].value))
        # For each module the others that it shares lots with, and which lots: kronor can go on through them.
        lots: dict[int, list[int]] = {}
        for n in self.order:
            for k in self.poured[n]:
                lots.setdefault(k, []).append(n)
        self.shared: list[dict[int, list[int]]] = [{} for _ in cuts]
        for k, n, other in ((k, n, other) for k, held in lots.items() for n in held for other in held if other != n):
            self.shared[n].setdefault(other, []).append(k)
        for n in self.order:
            self.pour(n, cuts[n].value - sum(self.least[n].values()))
        # No sizes are more even when no kronor can be moved to a lot that holds less. Large sums first: they are few.
        least_moved = max(self.loads, default=0)
        while least_moved:
            while any([self.moved(n, least_moved) for n in self.order]):
                pass
            least_moved //= 2

    def pour(self, n: int, kronor: int) -> None:
        """Pours so much more of the module, and what can be moved of it anew, up to one level."""
        for k in self.poured[n]:
            spare = self.spare(n, k)
            self.add(n, k, -spare)
            kronor += spare
        for k, load in _filled({k: self.loads[k] for k in self.poured[n]}, kronor).items():
            self.add(n, k, load - self.loads[k])

    def add(self, n: int, k: int, kronor: int) -> None:
        self.poured[n][k] += kronor
        self.loads[k] += kronor

    def spare(self, n: int, k: int) -> int:
        return self.poured[n][k] - self.least[n][k]

    def moved(self, n: int, least: int) -> bool:
        """Moves at least so many kronor of the module from its fullest lot to one that holds less, where there is one.

        It may lie beyond lots that the module shares with others, which then give way.
        """
        full = max((k for k in self.poured[n] if self.spare(n, k) >= least), key=lambda k: self.loads[k], default=-1)
        if full < 0:
            return False
        # How each module that can give way is come to: from which one, and in which lot.
        come: dict[int, tuple[int, int]] = {n: (n, full)}
        waiting = [n]
        for here in waiting:
            for other, lots in self.shared[here].items():
                if other in come:
                    continue
                through = max(lots, key=lambda k: self.spare(other, k))
                if self.spare(other, through) >= least:
                    come[other] = here, through
                    waiting.append(other)
        low, last = min(((k, m) for m in waiting for k in self.poured[m]), key=lambda found: self.loads[found[0]])
        gap = (self.loads[full] - self.loads[low]) // 2
        if gap < least:
            return False
        way = [last]
        while way[-1] != n:
            way.append(come[way[-1]][0])
        kronor = min(gap, *(self.spare(m, come[m][1]) for m in way))
        to = low
        for m in way:
            self.add(m, to, kronor)
            to = come[m][1]
            self.add(m, to, -kronor)
        return True


def _filled(loads: Mapping[int, int], amount: int) -> dict[int, int]:
    """The loads when the amount is poured over them: the lowest are filled first, up to one level."""
    order = sorted(loads, key=lambda k: (loads[k], k))
    filled = amount
    for count, k in enumerate(order, 1):
        filled += loads[k]
        if count == len(order) or filled <= loads[order[count]] * count:
            break
    level, over = divmod(filled, count)
    return {**loads, **{k: level + (place < over) for place, k in enumerate(sorted(order[:count]))}}
