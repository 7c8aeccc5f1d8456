"""The amount in force on a day, and where it is announced. A day that no row covers has no amount."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from procurement.domain import strict_yaml

KINDS = ("eu_central", "eu_other", "direct_limit", "documentation_limit", "small_lot_limit")


@dataclass(frozen=True)
class Amount:
    """An amount in kronor excluding VAT, the days it is in force (the last included) and its source."""

    kind: str
    sek: int
    valid_from: date
    valid_to: date | None
    source: str
    eur: int | None = None

    def covers(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class Thresholds:
    """All announced amounts."""

    rows: tuple[Amount, ...]

    def on(self, kind: str, day: date) -> Amount | None:
        """The amount of this kind in force on the day, or None: never the last one known."""
        return next((row for row in self.rows if row.kind == kind and row.covers(day)), None)


def parse(text: str) -> Thresholds:
    """Thresholds from fixtures/thresholds.yaml. Raises ValueError naming the row that is wrong."""
    data = strict_yaml.load(text)
    listed = data.get("amounts") if isinstance(data, dict) else data
    if not isinstance(listed, list):
        raise ValueError("thresholds.yaml: väntade en lista med belopp")
    rows = tuple(_amount(n, raw) for n, raw in enumerate(listed, 1))
    _refuse_overlap(rows)
    return Thresholds(rows)


def _amount(n: int, raw: object) -> Amount:
    if not isinstance(raw, dict) or not {"kind", "sek", "valid_from", "source"} <= set(raw):
        raise ValueError(f"thresholds.yaml, rad {n}: kind, sek, valid_from och source måste finnas")
    sek, first, last = raw["sek"], raw["valid_from"], raw.get("valid_to")
    if raw["kind"] not in KINDS:
        raise ValueError(f"thresholds.yaml, rad {n}: okänd kind {raw['kind']}")
    if not isinstance(sek, int) or sek <= 0 or not raw["source"]:
        raise ValueError(f"thresholds.yaml, rad {n}: sek ska vara hela kronor och source en källa")
    if not isinstance(first, date) or not (last is None or (isinstance(last, date) and first <= last)):
        raise ValueError(f"thresholds.yaml, rad {n}: valid_from och valid_to ska vara datum, det första först")
    return Amount(
        kind=raw["kind"], sek=sek, valid_from=first, valid_to=last, source=str(raw["source"]), eur=raw.get("eur")
    )


def _refuse_overlap(rows: Iterable[Amount]) -> None:
    ordered = sorted(rows, key=lambda row: (row.kind, row.valid_from))
    for first, second in pairwise(ordered):
        if first.kind == second.kind and (first.valid_to is None or first.valid_to >= second.valid_from):
            raise ValueError(f"thresholds.yaml: två belopp av slaget {first.kind} gäller {second.valid_from}")
