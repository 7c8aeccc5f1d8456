"""Dividing whole kronor so that nothing is lost in rounding."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def spread(amount: int, weights: Sequence[int]) -> list[int]:
    """`amount` divided in proportion to `weights`, by largest remainder: the parts add up to the krona.

    Equal remainders go to the earlier part. With no weight at all the parts are as equal as can be.
    """
    if not weights:
        return []
    total = sum(weights)
    if total == 0:
        weights, total = [1] * len(weights), len(weights)
    parts = [amount * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda n: (-(amount * weights[n] % total), n))
    for n in by_remainder[: amount - sum(parts)]:
        parts[n] += 1
    return parts


def tabulate(exact: Sequence[Sequence[Fraction]]) -> list[list[int]]:
    """A table of fractions in whole numbers, with the same sum in every row and column. The sums must be whole.

    Each cell is its fraction rounded down or up, so none is negative and what is nothing stays nothing. The largest
    remainders are rounded up first. Where that leaves a row short, a cell gives way to another in the same column:
    the fractions themselves show that it can always be done, since they fill every row and column.
    """
    table = [[int(cell) for cell in row] for row in exact]
    rows = [int(sum(row)) - sum(whole) for row, whole in zip(exact, table, strict=True)]
    columns = [int(sum(column)) - sum(map(int, column)) for column in zip(*exact, strict=True)]
    raised: list[set[int]] = [set() for _ in exact]
    cells = sorted((-(cell % 1), n, m) for n, row in enumerate(exact) for m, cell in enumerate(row) if cell % 1)
    for _, n, m in cells:
        if rows[n] and columns[m]:
            raised[n].add(m)
            rows[n], columns[m] = rows[n] - 1, columns[m] - 1

    def raise_one(n: int, tried: set[int]) -> bool:
        """Round up one more cell of the row: where its column is short too, or where another row can move its own."""
        for m in (m for _, row, m in cells if row == n and m not in raised[n]):
            if m in tried:
                continue
            tried.add(m)
            if columns[m]:
                columns[m] -= 1
            else:
                giver = next((other for other, own in enumerate(raised) if m in own and raise_one(other, tried)), None)
                if giver is None:
                    continue
                raised[giver].remove(m)
            raised[n].add(m)
            return True
        return False

    for n, short in enumerate(rows):
        for _ in range(short):
            raise_one(n, set())
    return [[whole + (m in raised[n]) for m, whole in enumerate(row)] for n, row in enumerate(table)]
