"""Dividing a procurement into lots, on the examples we have and on any we have not thought of."""

import time
from dataclasses import replace
from itertools import pairwise, product
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement import content
from procurement.domain import brief as briefs
from procurement.domain import facts as deriving
from procurement.domain.lots import MAX_LOTS, Lot, Module, flaws, propose
from tests.domain.given import AMOUNTS, DAY, LIBRARY, REPEATABLE

CAP = 10_000_000


def modules(*listed: tuple[str, int, str]) -> list[Module]:
    """Modules from (key, value, "keys it builds on")."""
    return [Module(key, key.title(), value, value, depends_on=tuple(needs.split())) for key, value, needs in listed]


@st.composite
def graphs(draw: st.DrawFn, most: int = 12, largest: int = 2 * CAP) -> list[Module]:
    """Modules that build on each other without rings, in any order."""
    count = draw(st.integers(1, most))
    made = [
        Module(f"m{n}", f"Modul {n}", value, value, depends_on=tuple(f"m{d}" for d in sorted(needs)))
        for n in range(count)
        for value in [draw(st.integers(0, largest))]
        for needs in [draw(st.sets(st.integers(0, n - 1), max_size=3)) if n else set()]
    ]
    return draw(st.permutations(made))


def values(lots: tuple[Lot, ...]) -> list[int]:
    return [lot.value for lot in lots]


def keys(lots: tuple[Lot, ...]) -> list[list[str]]:
    return [[part.key for part in lot.parts] for lot in lots]


def fewest(listed: list[Module], cap: int) -> int:
    """The fewest lots of all, found by trying every way to place the modules. None may be above the cap."""
    place = {module.key: n for n, module in enumerate(listed)}
    needs = [(n, place[d]) for n, module in enumerate(listed) for d in module.depends_on]
    for count in range(1, len(listed) + 1):
        for lot_of in product(range(count), repeat=len(listed)):
            if any(lot_of[n] < lot_of[d] for n, d in needs):
                continue
            if all(
                sum(m.value for m, lot in zip(listed, lot_of, strict=True) if lot == k) <= cap for k in range(count)
            ):
                return count
    raise AssertionError("a module is above the cap")


@pytest.mark.parametrize("total", [CAP - 1, CAP])
def test_up_to_the_cap_nothing_is_divided(total: int) -> None:
    (lot,) = propose(modules(("a", total - 1, ""), ("b", 1, "a")), CAP)
    assert lot.name == "Hela uppdraget" and lot.value == total


def test_a_krona_above_the_cap_is_divided() -> None:
    assert keys(propose(modules(("a", CAP, ""), ("b", 1, "a")), CAP)) == [["a"], ["b"]]


def test_modules_are_put_together_as_long_as_they_fit() -> None:
    lots = propose(modules(("a", 6, ""), ("b", 5, ""), ("c", 4, ""), ("d", 5, "")), 10)
    assert sorted(map(sorted, keys(lots))) == [["a", "c"], ["b", "d"]]


def test_a_lot_says_which_lots_it_builds_on() -> None:
    lots = propose(modules(("c", 9, "a b"), ("b", 9, "a"), ("a", 9, "")), 10)
    assert keys(lots) == [["a"], ["b"], ["c"]]
    assert [lot.depends_on for lot in lots] == [(), (1,), (1, 2)]
    assert [lot.number for lot in lots] == [1, 2, 3]


def test_a_module_above_the_cap_is_cut_in_steps_that_follow_on_each_other() -> None:
    lots = propose(modules(("a", 4, ""), ("stor", 27, "a"), ("b", 3, "stor")), 10)
    parts = [part for lot in lots for part in lot.parts if part.module == "stor"]
    assert [part.key for part in parts] == [f"stor/{n}" for n in range(1, len(parts) + 1)]
    assert [part.name for part in parts] == [f"Stor, steg {n}" for n in range(1, len(parts) + 1)]
    assert sum(part.value for part in parts) == 27
    assert len(lots) == 4
    homes = [next(lot for lot in lots if part in lot.parts) for part in parts]
    assert all(before.number in after.depends_on for before, after in pairwise(homes))


@pytest.mark.parametrize(("value", "steps"), [(CAP, 1), (CAP + 1, 2), (2 * CAP, 2), (2 * CAP + 1, 3)])
def test_a_single_module_takes_as_few_steps_as_it_can(value: int, steps: int) -> None:
    lots = propose(modules(("a", value, "")), CAP)
    assert len(lots) == steps and sum(values(lots)) == value


def test_modules_that_wait_for_each_other_cannot_be_divided() -> None:
    with pytest.raises(ValueError, match="ring"):
        propose(modules(("a", 9, "b"), ("b", 9, "a")), 10)


def test_a_cap_of_nothing_is_no_cap() -> None:
    with pytest.raises(ValueError, match="cap"):
        propose(modules(("a", 9, "")), 0)


def test_the_school_platform_comes_out_in_four_lots() -> None:
    text = (content.FIXTURES / "briefs" / "skolplattform.yaml").read_text(encoding="utf-8")
    facts = deriving.derive(briefs.parse(text, LIBRARY), LIBRARY, AMOUNTS, DAY)
    assert len(facts.lots) == 4 == ceil(facts.total / CAP)  # type: ignore[operator]
    assert sum(values(facts.lots)) == 38_000_000
    assert flaws(facts.lots, facts.modules, facts.cap) == []
    assert sum(part.module == "larande" for lot in facts.lots for part in lot.parts) == 2


@REPEATABLE
@given(graphs())
def test_every_division_is_sound(listed: list[Module]) -> None:
    lots = propose(listed, CAP)
    assert flaws(lots, listed, CAP) == []
    assert max(values(lots)) <= CAP
    assert sum(values(lots)) == sum(m.value for m in listed)
    assert all(other < lot.number for lot in lots for other in lot.depends_on)
    for module in listed:
        assert sum(p.value for lot in lots for p in lot.parts if p.module == module.key) == module.value
    home = {part.key: lot.number for lot in lots for part in lot.parts}
    first = {m.key: home.get(m.key) or home[f"{m.key}/1"] for m in listed}
    last = {m.key: max(lot.number for lot in lots for p in lot.parts if p.module == m.key) for m in listed}
    assert all(last[d] <= first[m.key] for m in listed for d in m.depends_on)


@REPEATABLE
@given(graphs())
def test_there_are_never_fewer_lots_than_the_kronor_need(listed: list[Module]) -> None:
    assert len(propose(listed, CAP)) >= ceil(sum(m.value for m in listed) / CAP)


@REPEATABLE
@given(graphs())
def test_the_same_modules_are_divided_in_the_same_way(listed: list[Module]) -> None:
    assert propose(listed, CAP) == propose(tuple(listed), CAP)


@REPEATABLE
@given(graphs(most=8))
def test_what_modules_are_called_does_not_matter(listed: list[Module]) -> None:
    names = {m.key: f"z{99 - n}" for n, m in enumerate(listed)}
    renamed = [replace(m, key=names[m.key], depends_on=tuple(names[d] for d in m.depends_on)) for m in listed]

    def shape(lots: tuple[Lot, ...]) -> list[list[tuple[str, int]]]:
        return [[(part.module, part.value) for part in lot.parts] for lot in lots]

    expected = [[(names[key], value) for key, value in lot] for lot in shape(propose(listed, CAP))]
    assert shape(propose(renamed, CAP)) == expected


@REPEATABLE
@given(graphs(most=6, largest=10).map(lambda listed: [m for m in listed if m.value]))
def test_there_are_as_few_lots_as_can_be(listed: list[Module]) -> None:
    known = {m.key for m in listed}
    listed = [replace(m, depends_on=tuple(d for d in m.depends_on if d in known)) for m in listed]
    if listed:
        assert len(propose(listed, 10)) == fewest(listed, 10)


@pytest.mark.parametrize("count", [14, 40, 80, 200])
def test_many_modules_are_divided_well_and_while_one_waits(count: int) -> None:
    listed = [Module(f"m{n}", "", 0, 1_000_000 + n * 137_000 % 5_000_000) for n in range(count)]
    begun = time.process_time()
    lots = propose(listed, CAP)
    assert time.process_time() - begun < 3, "a page is made anew at every answer"
    assert flaws(lots, listed, CAP) == []
    assert len(lots) <= ceil(sum(m.value for m in listed) / CAP * 1.05)


def test_a_budget_or_cap_mistyped_is_not_cut_in_a_million_lots() -> None:
    (lot,) = lots = propose(modules(("a", 10**12, "")), 1)
    assert lot.value == 10**12
    assert [flaw.code for flaw in flaws(lots, modules(("a", 10**12, "")), 1)] == ["above_cap"]
    assert len(propose(modules(("a", MAX_LOTS * 5, "")), 5)) == MAX_LOTS
