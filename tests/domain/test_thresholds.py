"""The amounts of the law on the day before, the day and the day after."""

from datetime import date, timedelta

import pytest

from procurement.domain.thresholds import KINDS, Amount, parse
from tests.domain.given import AMOUNTS

ONE = timedelta(days=1)
ROW = "- {kind: eu_other, sek: 1, valid_from: 2026-01-01, valid_to: 2026-12-31, source: a}\n"


def name(row: Amount) -> str:
    return f"{row.kind} {row.valid_from}"


@pytest.mark.parametrize("row", AMOUNTS.rows, ids=name)
def test_an_amount_is_in_force_from_its_first_day(row: Amount) -> None:
    before = AMOUNTS.on(row.kind, row.valid_from - ONE)
    assert before is None or before.sek != row.sek
    assert AMOUNTS.on(row.kind, row.valid_from) == row
    assert AMOUNTS.on(row.kind, row.valid_from + ONE) == row


@pytest.mark.parametrize("row", AMOUNTS.rows, ids=name)
def test_an_amount_is_in_force_to_its_last_day(row: Amount) -> None:
    if row.valid_to is None:
        assert AMOUNTS.on(row.kind, date(2099, 12, 31)) == row
    else:
        assert AMOUNTS.on(row.kind, row.valid_to - ONE) == row
        assert AMOUNTS.on(row.kind, row.valid_to) == row
        assert AMOUNTS.on(row.kind, row.valid_to + ONE) is None


@pytest.mark.parametrize("row", AMOUNTS.rows, ids=name)
def test_an_amount_has_a_source(row: Amount) -> None:
    assert row.source and row.sek > 0


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_amount_is_known_today(kind: str) -> None:
    assert AMOUNTS.on(kind, date(2026, 11, 23))


@pytest.mark.parametrize(
    ("kind", "sek"),
    [
        ("eu_other", 2_451_816),
        ("eu_central", 1_589_140),
        ("direct_limit", 700_000),
        ("documentation_limit", 100_000),
        ("small_lot_limit", 908_080),
    ],
)
def test_the_amounts_are_those_announced(kind: str, sek: int) -> None:
    found = AMOUNTS.on(kind, date(2026, 11, 23))
    assert found and found.sek == sek


def test_nobody_has_announced_what_applies_from_2028() -> None:
    assert AMOUNTS.on("eu_other", date(2027, 12, 31))
    assert AMOUNTS.on("eu_other", date(2028, 1, 1)) is None
    assert AMOUNTS.on("eu_central", date(2028, 1, 1)) is None


@pytest.mark.parametrize(("first", "refused"), [("2026-12-31", True), ("2027-01-01", False), ("2026-06-01", True)])
def test_two_amounts_for_the_same_day_are_refused(first: str, refused: bool) -> None:
    text = ROW + f"- {{kind: eu_other, sek: 2, valid_from: {first}, valid_to: null, source: b}}\n"
    if refused:
        with pytest.raises(ValueError, match="två belopp av slaget eu_other"):
            parse(text)
    else:
        assert [row.sek for row in parse(text).rows] == [1, 2]


def test_an_amount_without_end_lets_none_follow() -> None:
    with pytest.raises(ValueError, match="2027-01-01"):
        parse(
            "- {kind: eu_other, sek: 1, valid_from: 2026-01-01, source: a}\n"
            "- {kind: eu_other, sek: 2, valid_from: 2027-01-01, source: b}\n"
        )


def test_amounts_of_different_kinds_may_share_their_days() -> None:
    assert len(parse(ROW + ROW.replace("eu_other", "eu_central")).rows) == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "belopp: 5",
        ROW + "- {kind: eu_other}",
        ROW + ROW.replace("eu_other", "eu"),
        ROW + "- text",
        ROW + ROW.replace("sek: 1,", "sek: mycket,").replace("2026", "2027"),
        ROW + ROW.replace("sek: 1,", "sek: -1,").replace("2026", "2027"),
        ROW + ROW.replace("2026-01-01", "i år").replace("eu_other", "eu_central"),
        ROW + ROW.replace("2026-12-31", "2025-12-31").replace("eu_other", "eu_central"),
        ROW + ROW.replace("source: a", "source: ''").replace("eu_other", "eu_central"),
    ],
)
def test_a_table_that_does_not_hang_together_is_refused_with_its_row(text: str) -> None:
    with pytest.raises(ValueError, match=r"thresholds\.yaml, rad 2" if text.startswith(ROW) else r"thresholds\.yaml"):
        parse(text)
