"""Dividing a procurement into lots, on the examples we have and on any we have not thought of."""

import json
import runpy
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, product
from math import ceil
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procurement import content
from procurement.domain import brief as briefs
from procurement.domain import facts as deriving
from procurement.domain.lots import MAX_LOTS, Lot, Module, Unsound, flaws, proposal, propose
from procurement.domain.lots.improving import annealed, settled, unsettled
from procurement.domain.lots.pouring import stretched
from procurement.domain.lots.proposing import solve
from procurement.domain.lots.puzzle import measure, puzzle_of
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
    assert [part.name for part in parts] == [f"Stor, etapp {n}" for n in range(1, len(parts) + 1)]
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
    with pytest.raises(ValueError, match="Taket"):
        propose(modules(("a", 9, "")), 0)


def test_the_school_platform_comes_out_in_four_lots_and_one_that_reviews_them() -> None:
    text = (content.FIXTURES / "briefs" / "skolplattform.yaml").read_text(encoding="utf-8")
    facts = deriving.derive(briefs.parse(text, LIBRARY), LIBRARY, AMOUNTS, DAY)
    assert len(facts.lots) == 5 == ceil(facts.total / CAP) + 1  # type: ignore[operator]
    assert [part.module for part in facts.lots[-1].parts] == ["granskning"]
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
@given(graphs(largest=CAP), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(listed: list[Module], random: Random) -> None:
    # No two alike: between twins only the order can choose.
    listed = [replace(m, value=m.value // 16 * 16 + n) for n, m in enumerate(listed)]
    shuffled = random.sample(listed, len(listed))

    def shape(lots: tuple[Lot, ...]) -> list[set[tuple[str, int]]]:
        return [{(part.key, part.value) for part in lot.parts} for lot in lots]

    assert shape(propose(listed, 2 * CAP)) == shape(propose(shuffled, 2 * CAP))


@REPEATABLE
@given(graphs(most=6, largest=10).map(lambda listed: [m for m in listed if m.value]))
def test_there_are_as_few_lots_as_can_be(listed: list[Module]) -> None:
    known = {m.key for m in listed}
    listed = [replace(m, depends_on=tuple(d for d in m.depends_on if d in known)) for m in listed]
    if listed:
        assert len(propose(listed, 10)) == fewest(listed, 10)


def goals(listed: list[Module], lot_of: Sequence[int]) -> tuple[int, int, int, int]:
    """What a division costs, in the order of the goals, counted in another way than the program does."""
    place = {module.key: n for n, module in enumerate(listed)}
    lots = {k: [m for m, lot in zip(listed, lot_of, strict=True) if lot == k] for k in set(lot_of)}
    return (
        len(lots),
        sum(lot_of[place[d]] != lot_of[n] for n, m in enumerate(listed) for d in m.depends_on),
        sum(len({m.kind for m in lot if m.kind}) + len({m.funded_by for m in lot if m.funded_by})
            for lot in lots.values()),
        sum(sum(m.value for m in lot) ** 2 for lot in lots.values()),
    )  # fmt: skip


def best(listed: list[Module], cap: int) -> tuple[int, int, int, int]:
    """The least cost of all divisions, by trying each."""
    place = {module.key: n for n, module in enumerate(listed)}
    needs = [(n, place[d]) for n, module in enumerate(listed) for d in module.depends_on]
    apart = [(n, place[other]) for n, module in enumerate(listed) for other in module.apart]
    together = [(n, place[other]) for n, module in enumerate(listed) for other in module.together]
    return min(
        goals(listed, lot_of)
        for lot_of in product(range(len(listed)), repeat=len(listed))
        if all(lot_of[d] <= lot_of[n] for n, d in needs)
        and all(lot_of[n] != lot_of[d] for n, d in apart)
        and all(lot_of[n] == lot_of[d] for n, d in together)
        and all(sum(m.value for m, lot in zip(listed, lot_of, strict=True) if lot == k) <= cap for k in lot_of)
    )


def shown(listed: list[Module], lots: tuple[Lot, ...]) -> tuple[int, int, int, int]:
    home = {part.module: lot.number for lot in lots for part in lot.parts}
    return goals(listed, [home[m.key] for m in listed])


@settings(REPEATABLE, max_examples=40)
@given(graphs(most=5, largest=10), st.data())
def test_no_division_is_better_in_the_order_of_the_goals(listed: list[Module], data: st.DataObject) -> None:
    kinds = st.sampled_from(["", "core", "interface"])
    payers = st.sampled_from([(), (("Norrfors", 100.0),), (("Sjövalla", 100.0),)])
    listed = [replace(m, kind=data.draw(kinds), funded_by=data.draw(payers)) for m in listed]
    assert shown(listed, propose(listed, 10)) == best(listed, 10) or sum(m.value for m in listed) <= 10


@settings(REPEATABLE, max_examples=40)
@given(graphs(most=5, largest=6), st.data())
def test_what_must_be_together_or_apart_is_so(listed: list[Module], data: st.DataObject) -> None:
    names = [m.key for m in listed]
    pairs = st.lists(st.sampled_from(names), max_size=1).map(tuple)
    listed = [replace(m, together=data.draw(pairs), apart=data.draw(pairs)) for m in listed]
    try:
        lots = propose(listed, 10)
    except Unsound:
        with pytest.raises(ValueError, match="empty"):
            best(listed, 10)
        return
    home = {part.module: lot.number for lot in lots for part in lot.parts}
    assert all(home[m.key] == home[other] for m in listed for other in m.together)
    assert all(home[m.key] != home[other] for m in listed for other in m.apart)
    if len(lots) > 1:
        assert shown(listed, lots) == best(listed, 10)


@pytest.mark.parametrize(
    ("listed", "message"),
    [
        ([Module("a", "Api", -1, -1)], "Modulen ”Api” har en negativ kostnad."),
        ([Module("a", "Api", 1, 1, depends_on=("b",))], "Modulen ”Api” nämner ”b”, som inte är någon modul."),
        ([Module("a", "Api", 1, 1, apart=("a",))], "Modulen ”Api” kan inte ligga skild från sig själv."),
        ([Module("a", "Api", 1, 1), Module("a", "App", 1, 1)], "Två moduler har samma kortnamn."),
        (
            [Module("a", "Api", 6, 6, together=("b",)), Module("b", "App", 6, 6)],
            "Modulerna Api och App ska ligga tillsammans, men är värda 12\u00a0kr och taket är 10\u00a0kr.",
        ),
        (
            # What lies between two that are together must be there too.
            [
                Module("a", "Api", 3, 3, together=("c",)),
                Module("b", "Bas", 3, 3, depends_on=("a",)),
                Module("c", "Chatt", 3, 3, depends_on=("b",), apart=("b",)),
            ],
            "Modulerna Api, Bas och Chatt ska både ligga tillsammans och vara skilda åt.",
        ),
        (
            [Module("a", "Api", 6, 6, depends_on=("b",)), Module("b", "App", 6, 6, depends_on=("a",))],
            "Modulerna Api och App väntar på varandra i ring.",
        ),
    ],
)
def test_modules_that_contradict_each_other_are_refused_in_words(listed: list[Module], message: str) -> None:
    with pytest.raises(Unsound) as refused:
        propose(listed, 10)
    assert str(refused.value) == message


def test_a_module_above_the_cap_fills_the_room_that_others_leave() -> None:
    lots = propose(modules(("a", 7, ""), ("b", 7, ""), ("c", 7, ""), ("stor", 19, "")), 10)
    assert values(lots) == [10, 10, 10, 10]


def test_steps_of_a_module_are_as_even_as_the_lots_allow() -> None:
    lots = propose(modules(("a", 60, ""), ("stor", 130, "")), 100)
    assert sorted(values(lots)) == [95, 95]


def test_modules_of_one_kind_are_put_together_where_nothing_else_decides() -> None:
    listed = [Module(key, key, 5, 5, kind=kind) for key, kind in zip("abcd", ["core", "review"] * 2, strict=True)]
    assert sorted(map(sorted, keys(propose(listed, 10)))) == [["a", "c"], ["b", "d"]]


def test_what_one_pays_for_is_put_together_where_nothing_else_decides() -> None:
    shares = [(("Norrfors", 100.0),), (("Sjövalla", 50.0), ("Norrfors", 50.0))] * 2
    listed = [Module(key, key, 5, 5, funded_by=share) for key, share in zip("abcd", shares, strict=True)]
    assert sorted(map(sorted, keys(propose(listed, 10)))) == [["a", "c"], ["b", "d"]]


def test_lots_are_even_where_nothing_else_decides() -> None:
    lots = propose(modules(*((key, value, "") for key, value in zip("abcd", (1, 2, 3, 6), strict=True))), 10)
    assert values(lots) == [6, 6]


def test_what_is_proven_is_said() -> None:
    listed = tuple(modules(("a", 6, ""), ("b", 6, "a"), ("c", 6, "b")))
    assert proposal(listed, 10) == proposal(listed, 10)
    assert (proposal(listed, 10).least, proposal(listed, 10).proven) == (3, True)


@pytest.mark.parametrize("count", [14, 40, 80, 200])
def test_many_modules_are_divided_well_and_while_one_waits(count: int) -> None:
    listed = [Module(f"m{n}", "", 0, 1_000_000 + n * 137_000 % 5_000_000) for n in range(count)]
    begun = time.process_time()
    lots = propose(listed, CAP)
    assert time.process_time() - begun < 3, "a page is made anew at every answer"
    assert flaws(lots, listed, CAP) == []
    assert len(lots) <= ceil(sum(m.value for m in listed) / CAP * 1.05)


def test_a_budget_or_cap_mistyped_is_not_cut_in_a_million_lots() -> None:
    with pytest.raises(Unsound) as refused:
        propose(modules(("a", MAX_LOTS * 5 + 1, "")), 5)
    assert str(refused.value) == (
        "Med taket 5\u00a0kr blir det fler än 100 delkontrakt. "
        "Se över modulernas kostnader, slå ihop moduler eller höj taket."
    )
    assert len(propose(modules(("a", MAX_LOTS * 5, "")), 5)) == MAX_LOTS


def test_many_modules_above_the_cap_are_divided_while_one_waits() -> None:
    listed = [replace(m, depends_on=(f"m{n // 3}",) if n else ()) for n, m in enumerate(large_ones(60))]
    begun = time.process_time()
    lots = propose(listed, CAP)
    assert time.process_time() - begun < 5, "it is some tens of seconds where kronor are moved a few at a time"
    assert flaws(lots, listed, CAP) == []


def large_ones(count: int) -> list[Module]:
    return [Module(f"m{n}", "", 0, CAP + (n * 137_000 + 1_000_000) % CAP) for n in range(count)]


@st.composite
def wishes(draw: st.DrawFn) -> list[Module]:
    """Modules with kinds, payers and what must be together and apart, some of them impossible."""
    listed = draw(graphs(most=9))
    others = st.lists(st.sampled_from([m.key for m in listed]), max_size=1).map(tuple)
    return [
        replace(
            m, kind=draw(st.sampled_from(["", "core", "review"])), together=draw(others),
            apart=tuple(key for key in draw(others) if key != m.key),
            funded_by=draw(st.sampled_from([(), (("Norrfors", 100.0),)])),
        )
        for m in listed
    ]  # fmt: skip


def renamed(listed: list[Module], names: dict[str, str]) -> list[Module]:
    def all_of(keys: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(names[key] for key in keys)

    return [
        replace(m, key=names[m.key], name=f"Ny {m.name}", depends_on=all_of(m.depends_on), together=all_of(m.together),
                apart=all_of(m.apart))
        for m in listed
    ]  # fmt: skip


@REPEATABLE
@given(wishes())
def test_with_any_wishes_the_division_is_sound_and_names_do_not_matter(listed: list[Module]) -> None:
    names = {m.key: f"z{99 - n}" for n, m in enumerate(listed)}
    try:
        lots = propose(listed, CAP)
    except Unsound:
        with pytest.raises(Unsound):
            propose(renamed(listed, names), CAP)
        return
    assert flaws(lots, listed, CAP) == []
    homes = {m.key: {lot.number for lot in lots for p in lot.parts if p.module == m.key} for m in listed}
    assert all(homes[m.key] == homes[other] for m in listed for other in m.together)
    assert all(not homes[m.key] & homes[other] for m in listed for other in m.apart)
    again = propose(renamed(listed, names), CAP)
    assert [[(names[p.module], p.value) for p in lot.parts] for lot in lots] == [
        [(p.module, p.value) for p in lot.parts] for lot in again
    ]


@REPEATABLE
@given(graphs(most=10), st.data())
def test_a_ring_is_refused_wherever_it_is(listed: list[Module], data: st.DataObject) -> None:
    needed = [m for m in listed if m.depends_on]
    if not needed or sum(m.value for m in listed) <= CAP:
        return
    last = data.draw(st.sampled_from(needed))
    first = last.depends_on[0]
    ring = [replace(m, depends_on=(*m.depends_on, last.key)) if m.key == first else m for m in listed]
    with pytest.raises(Unsound, match="väntar på varandra i ring"):
        propose(ring, CAP)


def test_steps_give_way_where_that_leaves_fewer_interfaces() -> None:
    puzzle = puzzle_of(modules(("a", 6, ""), ("b", 2, "a"), ("stor", 11, "")), 10)
    a, b, large = (puzzle.values.index(value) for value in (6, 2, 11))
    fixed, owners, lots = settled(puzzle, [{a: 6, large: 4}, {large: 7, b: 2}])
    found = unsettled(owners, annealed(fixed, owners, lots, 200, Random(0)))
    assert found == [{a: 6, large: 2, b: 2}, {large: 9}]


def test_two_modules_are_changed_for_one_where_no_single_one_fits() -> None:
    listed = modules(("a", 6, ""), ("b", 3, ""), ("x", 1, ""), ("c", 5, "b"), ("d", 4, "a"), ("y", 1, ""))
    puzzle = puzzle_of(listed, 10)
    a, b, c, d = (puzzle.values.index(value) for value in (6, 3, 5, 4))
    x, y = (n for n in range(6) if puzzle.values[n] == 1)
    found = annealed(puzzle, list(range(6)), [{a: 6, b: 3, x: 1}, {c: 5, d: 4, y: 1}], 500, Random(0))
    assert measure(puzzle, found).cut == 0 and all(sum(lot.values()) == 10 for lot in found)


def test_a_module_above_the_cap_reaches_into_a_lot_where_that_leaves_fewer_interfaces() -> None:
    puzzle = puzzle_of(modules(("a", 6, ""), ("stor", 13, "a")), 10)
    a, large = (puzzle.values.index(value) for value in (6, 13))
    found = stretched(puzzle, [{a: 6}, {large: 7}, {large: 6}])
    assert measure(puzzle, found)[:2] == (3, 0) and sum(lot.get(large, 0) for lot in found) == 13


# Seeds where a proposal has once been more than 5 % above.
@pytest.mark.parametrize("seed", [7, 22, 23, 95, 184])
def test_where_it_was_hard_the_pairs_cut_are_within_five_per_cent_of_the_best_known(seed: int) -> None:
    benchmarks = content.FIXTURES.parent / "benchmarks"
    lots, cut = json.loads((benchmarks / "known_lots.json").read_text())[str(seed)]
    _, listed = runpy.run_path(str(benchmarks / "lot_cases.py"))["case"](seed)
    puzzle = puzzle_of(listed, CAP)
    cost = measure(puzzle, solve(puzzle)[0])
    assert cost.lots == lots and cost.cut <= 1.05 * cut
