"""Filling lots one after another, the best divisions kept at every step: all of them where they are few enough.

A piece above the cap is poured into the room that is left in lots, from the first it is poured in until it is empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from procurement.domain.lots.puzzle import Cost, Division, Puzzle, bits

Trail = tuple["Trail", int, int, int] | None  # what came before, lot, piece, kronor

# What the rest of a division depends on: every piece placed, those of them in the open lot, its kronor, the piece
# above the cap that is begun and not yet empty (or -1), and the kronor left of it. Plain tuples: there are many.
_Key = tuple[int, int, int, int, int]
# What it has cost, how it was made, the kronor placed and the pieces that nothing unplaced is in the way of.
_Figures = tuple[int, int, int, int, int]
_State = tuple[_Figures, Trail, int, int]


class OutOfWork(Exception):
    """There are more divisions than there was time to look at."""


@dataclass
class _Search:
    puzzle: Puzzle
    most: int  # lots
    known: Cost | None  # only what is better is looked for
    ties: bool  # whether as good in lots and pairs is worth a look
    work: int
    waste: float = 8.0  # how many pairs cut a whole lot of room left is as bad as

    @cached_property
    def edges(self) -> tuple[list[int], list[int]]:
        """Pairs that can share a lot, both ways, and for each piece how many that cannot."""
        p = self.puzzle
        near, lost = [0] * p.count, [0] * p.count
        for n in range(p.count):
            for later in bits(p.after[n] & ~p.above):
                if p.above >> n & 1:
                    continue
                if p.values[n] + p.values[later] > p.cap or p.apart[n] >> later & 1:
                    lost[n] += p.leaving(1 << n, 1 << later)
                else:
                    near[n] |= 1 << later
                    near[later] |= 1 << n
        return near, lost

    @cached_property
    def crowded(self) -> list[int]:
        """For each piece, how many pairs with those that build on it do not fit in its lot."""
        p, found = self.puzzle, []
        for n in range(p.count):
            room = p.cap - p.values[n]
            counts = [(p.values[m], p.leaving(1 << n, 1 << m)) for m in bits(p.after[n] & ~p.above)]
            kept = 0
            # As many as there are of the smallest, were each worth as much as the best.
            best = max((count for _, count in counts), default=0)
            for value, _ in sorted(counts):
                if value > room:
                    break
                room -= value
                kept += best
            total = sum(count for _, count in counts)
            found.append(0 if p.above >> n & 1 else max(0, total - kept))
        return found

    def __post_init__(self) -> None:
        self.bounds: dict[int, int] = {}
        self.lots: dict[int, tuple[int, int]] = {}
        self.all = (1 << self.puzzle.count) - 1
        self.total = sum(self.puzzle.values)
        self.following = [tuple(bits(after)) for after in self.puzzle.after]

    def ahead(self, rest: int) -> int:
        """Pairs that must be cut among the pieces not yet placed, however they are divided."""
        known = self.bounds.get(rest)
        if known is not None:
            return known
        p, (near, lost), crowded = self.puzzle, self.edges, self.crowded
        left = rest & ~p.above
        by_parts = by_crowds = 0
        while left:
            # A group held together by pairs, in as many lots as it must be, is cut in at least one pair less.
            group, new, value = 0, left & -left, 0
            while new:
                group |= new
                left ^= new
                found = 0
                for n in bits(new):
                    found |= near[n]
                    value += p.values[n]
                    by_parts += lost[n]
                    by_crowds += crowded[n]
                new = found & left
            by_parts += max(-(-value // p.cap), (group & p.half).bit_count(), 1) - 1
        bound = self.bounds[rest] = max(by_parts, by_crowds)
        return bound

    def lot(self, pieces: int) -> tuple[int, int]:
        """The pairs cut at a lot's end, and how many kinds and payers there are in it."""
        known = self.lots.get(pieces)
        if known is None:
            known = self.lots[pieces] = self.puzzle.leaving(pieces, self.all & ~pieces), self.puzzle.mixed(pieces)
        return known

    def hopeless(self, key: _Key, state: _State) -> bool:
        """Whether nothing better than what is known can come of a division whose lots are all closed."""
        placed, _, _, poured, _ = key
        cost, p = state[0], self.puzzle
        rest = self.all & ~placed
        lots = cost[0] + max(-(-(self.total - state[2]) // p.cap), (rest & p.half).bit_count())
        if lots > self.most:
            return True
        if self.known is None or lots < self.known.lots:
            return False
        cut = cost[1] + self.ahead(rest & ~(1 << poured if poured >= 0 else 0))
        return lots > self.known.lots or cut > self.known.cut or (cut == self.known.cut and not self.ties)

    def closings(self, key: _Key, state: _State) -> list[tuple[_Key, _State]]:
        """The division with its open lot closed: with room left, or with a piece above the cap poured into it."""
        p, (placed, open_, fill, poured, left) = self.puzzle, key
        (lots, cut, steps, mixed, uneven), trail, kronor, ready = state
        rest = self.all & ~placed
        found: list[tuple[_Key, _State]] = []
        if open_:
            pairs, kinds = self.lot(open_)
            # A piece that is begun has nothing before it in this lot, so no pair is cut by leaving it out.
            closed = (lots, cut + pairs, steps, mixed + kinds, uneven + fill**2)
            found.append(((placed, 0, 0, poured, left), (closed, trail, kronor, ready)))
        room = p.cap - fill
        if not room or not ready & p.above:
            return found
        for n in [poured] if poured >= 0 else bits(ready & p.above):
            more = left if n == poured else p.values[n]
            # What fits whole can be placed like any other piece; here a step is left for what builds on it.
            amount = min(room, more - p.step)
            if amount < p.step or p.apart[n] & open_:
                continue
            filled = lots if open_ else lots + 1
            closed = (
                filled, cut + p.leaving(open_, rest & ~(1 << n)), steps + 1,
                mixed + p.mixed(open_ | 1 << n), uneven + (fill + amount) ** 2,
            )  # fmt: skip
            trail_ = (trail, filled - 1, n, amount)
            found.append(((placed, 0, 0, n, more - amount), (closed, trail_, kronor + amount, ready)))
        return found

    def fillings(self, key: _Key, state: _State, ascending: bool) -> list[tuple[_Key, _State]]:
        """The division with one piece more in the open lot, which is opened if there is none."""
        p, (placed, open_, fill, poured, left) = self.puzzle, key
        (lots, cut, steps, mixed, uneven), trail, kronor, ready = state
        room, opened = p.cap - fill, lots if open_ else lots + 1
        values, apart, needed = p.values, p.apart, p.before
        found: list[tuple[_Key, _State]] = []
        for n in bits(ready & -1 << open_.bit_length() if ascending else ready):
            begun = n == poured
            value = left if begun else values[n]
            if value > room or apart[n] & open_:
                continue
            now = placed | 1 << n
            free = ready & ~(1 << n)
            for later in self.following[n]:
                if not needed[later] & ~now:
                    free |= 1 << later
            bigger = (now, open_ | 1 << n, fill + value, -1 if begun else poured, 0 if begun else left)
            figures = (opened, cut, steps + 1 if begun else steps, mixed, uneven)
            found.append((bigger, (figures, (trail, opened - 1, n, value), kronor + value, free)))
        self.spend(len(found))
        return found

    def closed(self, layer: dict[_Key, _State]) -> dict[_Key, _State]:
        """Every way to close the open lots, and to pour on in lots of their own."""
        best: dict[_Key, _State] = {}
        waiting = list(layer.items())
        while waiting:
            key, state = waiting.pop()
            for after, bigger in self.closings(key, state):
                self.spend(1)
                known = best.get(after)
                if (known is None or bigger[0] < known[0]) and not self.hopeless(after, bigger):
                    best[after] = bigger
                    if after[0] != self.all and self.puzzle.above:
                        waiting.append((after, bigger))
        return best

    def spend(self, steps: int) -> None:
        self.work -= steps
        if self.work < 0:
            raise OutOfWork

    def run(self, width: int = 0) -> tuple[Cost, Division] | None:
        """The best division that is found. `width` is how many ways to go on are kept at each step, or 0 for all."""
        start: _Key = (0, 0, 0, -1, 0)
        ready = sum(1 << n for n, needed in enumerate(self.puzzle.before) if not needed)
        layer: dict[_Key, _State] = {start: ((0, 0, 0, 0, 0), None, 0, ready)}
        for step in range(self.puzzle.count):
            closed = self.closed(layer)
            best: dict[_Key, _State] = {}
            for source in (closed, layer):
                for key, state in source.items():
                    if source is closed or key[1] or not step:
                        for bigger, after in self.fillings(key, state, not width):
                            if bigger not in best or after[0] < best[bigger][0]:
                                best[bigger] = after
            layer = best
            if width:
                ranked = sorted((self._rank(key, state), key) for key, state in layer.items())
                layer, ways = {}, 0
                for place, (_, key) in enumerate(ranked):
                    layer[key] = best[key]
                    ways += best[key][3].bit_count()
                    if ways >= width and place >= 3:
                        break
        done = self.closed(layer)
        if not done:
            return None
        figures, trail, _, _ = min(done.values(), key=lambda state: state[0])
        return Cost(*figures), _division(figures[0], trail)

    def _rank(self, key: _Key, state: _State) -> float:
        _, open_, fill, _, _ = key
        cost, _, kronor, _ = state
        lost = (cost[0] - (1 if open_ else 0)) * self.puzzle.cap - (kronor - fill)
        return cost[1] + 0.5 * self.lot(open_)[0] + self.waste * lost / self.puzzle.cap


def _division(lots: int, trail: Trail) -> Division:
    found: Division = [{} for _ in range(lots)]
    while trail:
        trail, lot, piece, kronor = trail
        found[lot][piece] = kronor
    return found


def beam(puzzle: Puzzle, most: int, width: int, waste: float) -> Division | None:
    """A good division in at most so many lots, or None when none was found.

    `waste` is how many pairs cut a whole lot of room left is as bad as: lots have to be packed tight.
    """
    found = _Search(puzzle, most, None, True, 10**9, waste).run(width)
    return found[1] if found else None


def better(puzzle: Puzzle, known: Cost, *, work: int, width: int = 0, ties: bool = True) -> tuple[Division | None, int]:
    """The best division of all when it is better than the known, else None; and the work it took.

    Without `ties` only fewer lots, or fewer cut pairs, are better. With a `width` only the most promising are kept.
    All the work and nothing found: there were too many divisions to look at.
    """
    search = _Search(puzzle, known.lots, known, ties, work)
    try:
        found = search.run(width)
    except OutOfWork:
        return None, work
    return found[1] if found and found[0] < known else None, work - search.work
