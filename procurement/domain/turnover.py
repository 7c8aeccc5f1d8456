"""How large a turnover a lot may ask for: a share of its yearly value, within the ceiling of LOU 14 kap. 4 §."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

# Whole thousands, downwards: a demand to the krona promises a precision that the estimate does not have.
STEP = 1_000
# LOU 14 kap. 4 §: at most twice the value, counted for each lot. Only from the EU threshold up.
CEILING = 2


@dataclass(frozen=True)
class Turnover:
    """The yearly value of a contract and the turnover asked for, in kronor. `capped` when the ceiling decided."""

    yearly: int
    wanted: int
    capped: bool


def of(value: int, months: int, factor: float, *, ceiling: bool) -> Turnover:
    """What follows for a contract of this value and length. `ceiling` where the EU rules apply."""
    yearly = value * 12 // months
    # The factor as it is written: 0,3 is three tenths and not the nearest binary fraction.
    wanted = int(Fraction(str(factor)) * yearly) // STEP * STEP
    capped = ceiling and wanted > CEILING * value
    return Turnover(yearly, CEILING * value if capped else wanted, capped)
