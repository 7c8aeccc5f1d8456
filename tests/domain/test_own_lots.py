"""The user's own lots, and what can be wrong with them."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procurement.domain.lots import Flaw, Lot, Module, chosen, flaws, propose
from procurement.domain.lots.sizing import Cut, sized
from tests.domain.given import REPEATABLE, facts, module
from tests.domain.test_lots import CAP, graphs

MODULES = [
    Module("api", "API", 6, 6),
    Module("portal", "Portal", 5, 5, depends_on=("api",)),
    Module("stor", "Stor", 15, 15, depends_on=("api",)),
]
SOUND = [("Grund", ["api"], []), ("", ["portal"], ["stor/1"]), ("Slut", [], ["stor/2", "stor/3"])]


def own(rows: list[tuple[str, list[str], list[str]]]) -> tuple[Lot, ...]:
    return chosen(rows, MODULES, 10)


def test_a_sound_division_has_no_flaw() -> None:
    lots = own(SOUND)
    assert flaws(lots, MODULES, 10) == []
    assert [lot.name for lot in lots] == ["Grund", "Portal, Stor, etapp 1", "Slut"]
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
    assert flaws(chosen([("", ["a", "c"], []), ("", ["b"], [])], ring, 10), ring, 10) == [Flaw("backwards", 1, "2")]


def test_a_module_that_costs_nothing_must_have_a_place_too() -> None:
    free = [Module("a", "A", 0, 0), Module("b", "B", 1, 1)]
    assert flaws(chosen([("", ["b"], [])], free, 10), free, 10) == [Flaw("missing", what="a")]


def test_steps_share_their_module_evenly_to_the_krona() -> None:
    (lot,) = own([("", [], ["stor/1", "stor/2", "stor/3", "stor/4"])])
    assert [part.value for part in lot.parts] == [4, 4, 4, 3]


@pytest.mark.parametrize(
    "part", ["okänd/1", "stor/0", "stor/1001", "stor/x", "stor/²", "stor/٣", "stor/-1", "/1", "stor/"]
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


def taken_over(lots: tuple[Lot, ...]) -> list[tuple[str, list[str], list[str]]]:
    """A division written down as a user's own."""
    return [
        (lot.name, [p.key for p in lot.parts if p.key == p.module], [p.key for p in lot.parts if p.key != p.module])
        for lot in lots
    ]


@REPEATABLE
@given(graphs(most=10, largest=5 * CAP))
def test_a_proposal_taken_over_keeps_its_values(listed: list[Module]) -> None:
    lots = propose(listed, CAP)
    own = chosen(taken_over(lots), listed, CAP)
    assert [sorted((p.key, p.value) for p in lot.parts) for lot in own] == [
        sorted((p.key, p.value) for p in lot.parts) for lot in lots
    ]
    assert [lot.depends_on for lot in own] == [lot.depends_on for lot in lots]


def test_steps_give_way_when_a_module_is_moved() -> None:
    listed = [Module("a", "A", 60, 60), Module("b", "B", 10, 10), Module("stor", "Stor", 130, 130)]
    rows = [("", ["a"], ["stor/1"]), ("", ["b"], ["stor/2"])]
    assert [lot.value for lot in chosen(rows, listed, 100)] == [100, 100]
    moved = [("", ["a", "b"], ["stor/1"]), ("", [], ["stor/2"])]
    assert [[p.value for p in lot.parts] for lot in chosen(moved, listed, 100)] == [[60, 10, 30], [100]]


def test_a_step_is_small_only_where_a_lot_would_be_above_the_cap() -> None:
    listed = [Module("a", "A", 97, 97), Module("stor", "Stor", 90, 90)]
    rows = [("", ["a"], ["stor/1"]), ("", [], ["stor/2"])]
    assert [lot.value for lot in chosen(rows, listed, 100)] == [98, 89]
    # Above the cap however small the step is: then it is none the smaller.
    full = [replace(listed[0], value=100), listed[1]]
    assert [lot.value for lot in chosen(rows, full, 100)] == [105, 85]


@settings(REPEATABLE, max_examples=150)
@given(st.data())
def test_no_sizes_of_steps_are_more_even(data: st.DataObject) -> None:
    count = data.draw(st.integers(2, 4))
    others = data.draw(st.lists(st.integers(0, 9), min_size=count, max_size=count))
    homes = st.dictionaries(st.integers(0, count - 1), st.integers(1, 2), min_size=1, max_size=3)
    cuts = data.draw(st.lists(st.builds(Cut, st.integers(0, 6), homes), max_size=3))
    cap = 10

    def loads(poured: Sequence[dict[int, int]]) -> list[int]:
        return [other + sum(found.get(k, 0) for found in poured) for k, other in enumerate(others)]

    def ways(cut: Cut, least: int) -> list[dict[int, int]]:
        low = {k: min(least, cut.value // sum(cut.steps.values())) * n for k, n in cut.steps.items()}
        return [
            dict(zip(low, found, strict=True))
            for found in product(*(range(kronor, cut.value + 1) for kronor in low.values()))
            if sum(found) == cut.value
        ]

    found = sized(others, cuts, cap)
    assert [sum(poured.values()) for poured in found] == [cut.value for cut in cuts]
    assert [poured.keys() for poured in found] == [cut.steps.keys() for cut in cuts]
    every = [loads(poured) for poured in product(*(ways(cut, 1) for cut in cuts))]
    assert sorted(loads(found)) == min(map(sorted, every), key=lambda one: sum(load**2 for load in one))
    assert found == sized(others, cuts, cap)


def test_the_last_krona_finds_its_way_through_lots_that_modules_share() -> None:
    cuts = [Cut(6, {1: 1, 3: 1}), Cut(4, {3: 1, 2: 1}), Cut(6, {2: 1, 0: 1})]
    found = sized([5, 6, 4, 1], cuts, 8)
    assert [sum(poured.get(k, 0) for poured in found) for k in range(4)] == [3, 2, 4, 7]


@st.composite
def drawn(draw: st.DrawFn) -> tuple[list[Module], list[tuple[str, list[str], list[str]]]]:
    """Modules, some cut in steps, laid in lots as they come: every piece once."""
    listed = draw(graphs(most=8, largest=3 * CAP))
    count = draw(st.integers(1, 5))
    rows: list[tuple[str, list[str], list[str]]] = [("", [], []) for _ in range(count)]
    for m in listed:
        steps = draw(st.integers(1, 3))
        for n in range(1, steps + 1):
            row = rows[draw(st.integers(0, count - 1))]
            row[2 if steps > 1 else 1].append(f"{m.key}/{n}" if steps > 1 else m.key)
    return listed, rows


@REPEATABLE
@given(drawn())
def test_however_lots_are_drawn_every_krona_is_in_one_of_them(
    case: tuple[list[Module], list[tuple[str, list[str], list[str]]]],
) -> None:
    listed, rows = case
    lots = chosen(rows, listed, CAP)
    for m in listed:
        assert sum(p.value for lot in lots for p in lot.parts if p.module == m.key) == m.value
    assert all(part.value >= 0 for lot in lots for part in lot.parts)
    assert {flaw.code for flaw in flaws(lots, listed, CAP)} <= {"above_cap", "backwards"}
    assert lots == chosen(rows, listed, CAP)


@REPEATABLE
@given(drawn())
def test_what_the_modules_of_drawn_lots_are_called_does_not_matter(
    case: tuple[list[Module], list[tuple[str, list[str], list[str]]]],
) -> None:
    listed, rows = case
    names = {m.key: f"z{99 - n}" for n, m in enumerate(listed)}
    new = [replace(m, key=names[m.key], depends_on=tuple(names[d] for d in m.depends_on)) for m in listed]
    same = [
        (name, [names[key] for key in keys], [f"{names[part.split('/')[0]]}/{part.split('/')[1]}" for part in parts])
        for name, keys, parts in rows
    ]
    assert [[p.value for p in lot.parts] for lot in chosen(same, new, CAP)] == [
        [p.value for p in lot.parts] for lot in chosen(rows, listed, CAP)
    ]
