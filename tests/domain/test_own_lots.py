"""The user's own lots, and what can be wrong with them."""

import pytest

from procurement.domain.lots import Flaw, Lot, Module, chosen, flaws
from tests.domain.given import facts, module

MODULES = [
    Module("api", "API", 6, 6),
    Module("portal", "Portal", 5, 5, depends_on=("api",)),
    Module("stor", "Stor", 15, 15, depends_on=("api",)),
]
SOUND = [("Grund", ["api"], []), ("", ["portal"], ["stor/1"]), ("Slut", [], ["stor/2", "stor/3"])]


def own(rows: list[tuple[str, list[str], list[str]]]) -> tuple[Lot, ...]:
    return chosen(rows, MODULES)


def test_a_sound_division_has_no_flaw() -> None:
    lots = own(SOUND)
    assert flaws(lots, MODULES, 10) == []
    assert [lot.name for lot in lots] == ["Grund", "Portal, Stor, steg 1", "Slut"]
    assert [lot.value for lot in lots] == [6, 10, 10]
    assert [lot.depends_on for lot in lots] == [(), (1,), (1, 2)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("", ["api", "portal"], []), *SOUND[2:], ("", [], ["stor/1"])], [Flaw("above_cap", 1)]),
        ([("", ["portal"], []), ("", ["api"], []), ("", [], ["stor/1", "stor/2"]), ("", [], ["stor/3"])], None),
        ([("", ["api"], []), ("", [], ["stor/1", "stor/2"])], [Flaw("missing", what="portal")]),
        ([("", ["api"], []), ("", ["portal"], ["stor/2"])], [Flaw("missing", what="stor")]),
        ([*SOUND, ("", ["portal"], [])], [Flaw("twice", what="portal")]),
        ([*SOUND, ("", [], ["stor/3"])], [Flaw("twice", what="stor")]),
    ],
)
def test_each_flaw_is_found(rows: list[tuple[str, list[str], list[str]]], expected: list[Flaw] | None) -> None:
    found = flaws(own(rows), MODULES, 10)
    if expected is None:
        assert Flaw("backwards", 1, "2") in found
    else:
        assert all(flaw in found for flaw in expected)


def test_lots_that_build_on_each_other_are_a_flaw() -> None:
    ring = [
        Module("a", "A", 1, 1),
        Module("b", "B", 1, 1, depends_on=("a",)),
        Module("c", "C", 1, 1, depends_on=("b",)),
    ]
    assert flaws(chosen([("", ["a", "c"], []), ("", ["b"], [])], ring), ring, 10) == [Flaw("backwards", 1, "2")]


def test_a_module_that_costs_nothing_must_have_a_place_too() -> None:
    free = [Module("a", "A", 0, 0), Module("b", "B", 1, 1)]
    assert flaws(chosen([("", ["b"], [])], free), free, 10) == [Flaw("missing", what="a")]


def test_steps_share_their_module_evenly_to_the_krona() -> None:
    (lot,) = own([("", [], ["stor/1", "stor/2", "stor/3", "stor/4"])])
    assert [part.value for part in lot.parts] == [4, 4, 4, 3]


@pytest.mark.parametrize(
    "part", ["okänd/1", "stor/0", "stor/100", "stor/x", "stor/²", "stor/٣", "stor/-1", "/1", "stor/"]
)
def test_a_step_that_does_not_exist_is_left_out(part: str) -> None:
    (lot,) = own([("", [], [part])])
    assert lot.parts == ()


def test_own_lots_go_before_the_proposal_also_under_the_cap() -> None:
    found = facts(
        modules=[module("a", 2_000_000), module("b", 1_000_000, "a")],
        lots=[{"name": "Ett", "modules": ["a"]}, {"name": "Två", "modules": ["b"]}],
    )
    assert found.own_lots and found.divided and not found.over_cap
    assert [(lot.name, lot.value, lot.depends_on) for lot in found.lots] == [
        ("Ett", 2_000_000, ()),
        ("Två", 1_000_000, (1,)),
    ]
