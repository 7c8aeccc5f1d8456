"""Drawing a division anew, and holding two beside each other."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from procurement.domain.lots import Module, chosen, moving, propose
from procurement.domain.lots.comparing import Elsewhere, Figures, elsewhere, figures, interfaces
from procurement.domain.lots.moving import NEW, Drawn
from tests.domain.given import REPEATABLE
from tests.domain.test_lots import CAP, graphs

MODULES = [
    Module("api", "API", 6, 6),
    Module("portal", "Portal", 5, 5, depends_on=("api",)),
    Module("stor", "Stor", 15, 15, depends_on=("api",)),
]
DIVISION = (Drawn(("api",), "Grund", "Allt vilar här."), Drawn(("portal", "stor/1")), Drawn(("stor/2",)))


def pieces(division: tuple[Drawn, ...]) -> list[tuple[str, ...]]:
    return [lot.pieces for lot in division]


def test_a_lot_of_its_own_comes_before_those_that_build_on_it() -> None:
    assert pieces(moving.moved(DIVISION, "api", NEW, MODULES)) == [(), ("api",), ("portal", "stor/1"), ("stor/2",)]
    assert pieces(moving.moved(DIVISION, "portal", NEW, MODULES))[-1] == ("portal",)


def test_steps_are_numbered_by_their_lots_and_an_empty_lot_goes() -> None:
    found, names = moving.settled(moving.reordered(DIVISION, 3, -1))
    assert pieces(found) == [("api",), ("stor/1",), ("portal", "stor/2")]
    assert names == {"api": "api", "portal": "portal", "stor/2": "stor/1", "stor/1": "stor/2"}
    found, names = moving.settled(moving.moved(DIVISION, "stor/2", 2, MODULES))
    assert pieces(found) == [("api",), ("portal", "stor")] and names["stor/2"] == "stor"


def test_a_module_is_cut_into_lots_of_its_own_after_it() -> None:
    whole = (Drawn(("api", "stor")), Drawn(("portal",)))
    assert pieces(moving.cut(whole, "stor", 3)) == [("api", "stor/1"), ("stor/2",), ("stor/3",), ("portal",)]


def test_a_name_is_kept_only_where_somebody_has_given_one() -> None:
    rows = moving.as_answer(DIVISION, MODULES)
    assert [row["name"] for row in rows] == ["Grund", "Portal, Stor, etapp 1", "Stor, etapp 2"]
    lots = chosen([(r["name"], r.get("modules", []), r.get("parts", [])) for r in rows], MODULES, 10)
    assert moving.drawn(lots, {1: {"reason": "Allt vilar här."}}) == DIVISION


def test_what_is_said_of_a_lot_is_the_same_after_it_has_been_drawn_anew() -> None:
    own = {"reason": "Skäl.", "first_need": "Ett behov", "price_weight": 0,
           "criteria": [{"clause": "PC-USER-04", "weight": 60}, {"clause": "PC-CODE-05"}]}  # fmt: skip
    lots = chosen([("Grund", ["api"], []), ("", ["portal", "stor"], [])], MODULES, 30)
    rows = moving.as_answer(moving.drawn(lots, {1: own}), MODULES)
    assert rows[0].items() >= own.items() and set(rows[1]) == {"name", "modules"}


@REPEATABLE
@given(graphs(), st.data())
def test_whatever_is_moved_every_module_lies_in_one_lot_or_in_numbered_steps(
    modules: list[Module], data: st.DataObject
) -> None:
    division = moving.drawn(propose(modules, CAP), {})
    for _ in range(data.draw(st.integers(1, 4))):
        piece = data.draw(st.sampled_from([one for lot in division for one in lot.pieces]))
        to = data.draw(st.integers(0, len(division)))
        division, names = moving.settled(moving.moved(division, piece, to, modules))
        assert names[piece] in [one for lot in division for one in lot.pieces]
    lying = [one for lot in division for one in lot.pieces]
    assert len(set(lying)) == len(lying) and all(lot.pieces for lot in division)
    steps = Counter(one.partition("/")[0] for one in lying)
    assert set(steps) == {module.key for module in modules}
    for module, count in steps.items():
        numbers = [one.partition("/")[2] for one in lying if one.partition("/")[0] == module]
        assert numbers == ([str(n) for n in range(1, count + 1)] if count > 1 else [""])


def test_an_interface_is_a_pair_that_shares_no_lot() -> None:
    lots = chosen([("", ["api"], ["stor/1"]), ("", ["portal"], ["stor/2"])], MODULES, 10)
    assert interfaces(lots, MODULES) == (("portal", "api"),)
    assert figures(lots, MODULES) == Figures(lots=2, largest=13, smallest=13, interfaces=1, handovers=1)


def test_lots_are_alike_by_what_they_hold_and_not_by_their_numbers() -> None:
    one = chosen([("", ["api"], []), ("", ["portal"], []), ("", ["stor"], [])], MODULES, 20)
    turned = chosen([("", ["stor"], []), ("", ["portal"], []), ("", ["api"], [])], MODULES, 20)
    assert elsewhere(one, turned) == ()
    together = chosen([("", ["stor", "portal"], []), ("", ["api"], [])], MODULES, 20)
    assert elsewhere(one, together) == (Elsewhere("portal", (2,), (1,)),)
    assert elsewhere(one, one[:2]) == (Elsewhere("stor", (3,), ()),)
