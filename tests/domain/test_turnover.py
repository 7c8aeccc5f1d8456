"""The turnover asked for: a share of the yearly value, never above what the law allows."""

import pytest

from procurement.domain import turnover


@pytest.mark.parametrize(
    ("value", "months", "factor", "yearly", "wanted"),
    [
        (10_000_000, 48, 0.5, 2_500_000, 1_250_000),
        (9_300_000, 48, 0.5, 2_325_000, 1_162_000),  # down to whole thousands
        (1_000_000, 36, 0.3, 333_333, 99_000),
        (2_000_000, 12, 0, 2_000_000, 0),
        (600_000, 48, 0.5, 150_000, 75_000),
    ],
)
def test_the_turnover_is_a_share_of_the_yearly_value(
    value: int, months: int, factor: float, yearly: int, wanted: int
) -> None:
    assert turnover.of(value, months, factor, ceiling=True) == turnover.Turnover(yearly, wanted, capped=False)


def test_above_the_threshold_it_is_never_above_twice_the_value() -> None:
    below, at, above = (turnover.of(3_000_000, 12, factor, ceiling=True) for factor in (1.9, 2, 2.1))
    assert (below.wanted, below.capped) == (5_700_000, False)
    assert (at.wanted, at.capped) == (6_000_000, False)
    assert (above.wanted, above.capped) == (6_000_000, True)
    assert turnover.of(3_000_000, 12, 2.1, ceiling=False).wanted == 6_300_000


def test_a_short_contract_counts_on_a_whole_year() -> None:
    assert turnover.of(3_000_000, 6, 1, ceiling=True) == turnover.Turnover(6_000_000, 6_000_000, capped=False)
    assert turnover.of(3_000_000, 6, 1.5, ceiling=True).wanted == 6_000_000


def test_a_tenth_is_a_tenth() -> None:
    assert turnover.of(10_000_000, 12, 0.1, ceiling=True).wanted == 1_000_000
