"""The parts that stand in for modules while there is only a budget, and their shares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.domain import facts as deriving
from procurement.domain.assemble import documents
from procurement.domain.lots import flaws
from procurement.domain.seams import KEY
from tests.domain.given import AMOUNTS, DAY, LIBRARY, REPEATABLE, brief, facts, faults
from tests.domain.tree import table, text
from tests.library.releases import FIRST, release

KINDS = list(LIBRARY.seams)
NEW = [seam.key for seam in LIBRARY.seams["new"]]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("budget", [10_000_001, 14_000_000, 38_000_011, 500_000_000])
def test_a_budget_is_divided_for_every_kind_of_system(kind: str, budget: int) -> None:
    found = facts(system_kind=kind, budget_sek=budget)
    assert [module.key for module in found.modules] == [seam.key for seam in LIBRARY.seams[kind]]
    assert found.divided and flaws(found.lots, found.modules, found.cap) == []
    assert sum(lot.value for lot in found.lots) == budget
    (review,) = [lot for lot in found.lots if any(part.module == "granskning" for part in lot.parts)][:1]
    assert {part.module for part in review.parts} == {"granskning"}, "whoever reviews has built none of it"


def test_until_the_kind_is_known_it_is_taken_to_be_new() -> None:
    assert facts(budget_sek=20_000_000).modules == facts(budget_sek=20_000_000, system_kind="new").modules


def test_shares_of_ones_own_go_before_ours() -> None:
    own = dict(zip(NEW, [10, 20, 20, 20, 10, 12.5, 7.5], strict=True))
    found = facts(system_kind="new", budget_sek=20_000_000, seam_shares=own)
    assert [module.cost for module in found.modules] == [int(200_000 * percent) for percent in own.values()]
    assert found.own_shares and found.from_seams
    assert not facts(system_kind="new", budget_sek=20_000_000).own_shares


def test_what_builds_on_a_part_that_is_left_out_builds_on_what_that_builds_on() -> None:
    found = facts(
        system_kind="new", budget_sek=20_000_000, seam_shares={"behov": 20, "granssnitt": 60, "granskning": 20}
    )
    assert [(module.key, module.depends_on, module.apart) for module in found.modules] == [
        ("behov", (), ()),
        ("granssnitt", ("behov",), ()),
        ("granskning", ("granssnitt",), ("granssnitt",)),
    ]


def test_shares_for_another_kind_of_system_count_for_nothing() -> None:
    own = {"karna": 50, "drift": 50}
    assert [m.key for m in facts(system_kind="new", budget_sek=20_000_000, seam_shares=own).modules] == [
        "karna",
        "drift",
    ]
    found = facts(system_kind="operations", budget_sek=20_000_000, seam_shares=own)
    assert len(found.modules) == len(LIBRARY.seams["operations"]) and not found.own_shares


@pytest.mark.parametrize(
    ("shares", "fault"),
    [
        (
            {"karna": 60, "drift": 39.99},
            "seam_shares: väntade andelar som tillsammans är 100 procent, fann 99,99 procent",
        ),
        ({"karna": 60, "motor": 40}, "seam_shares.motor: väntade en del i biblioteket, fann ”motor”"),
        ({"karna": -1, "drift": 101}, "seam_shares.karna: väntade ett tal från 0 till 100, fann talet -1"),
    ],
)
def test_shares_that_are_not_the_whole_are_refused_in_words(shares: dict[str, float], fault: str) -> None:
    assert fault in map(str, faults(seam_shares=shares))


@REPEATABLE
@given(st.lists(st.integers(0, 3_000), min_size=6, max_size=6).filter(lambda few: 0 < sum(few) <= 10_000),
       st.integers(10_000_001, 10**9), st.integers(0, 10**8))  # fmt: skip
def test_whatever_the_shares_are_nothing_is_lost(few: list[int], budget: int, options: int) -> None:
    own = {key: part / 100 for key, part in zip(NEW, [*few, 10_000 - sum(few)], strict=True)}
    found = facts(system_kind="new", budget_sek=budget, options_sek=options, seam_shares=own)
    assert sum(module.cost for module in found.modules) == budget
    assert sum(share.value for share in found.seams) == sum(lot.value for lot in found.lots) == budget + options


def test_the_shares_are_printed_and_said_to_be_an_estimate() -> None:
    def annexes(**answers: object) -> tuple[str, str]:
        given = brief(system_kind="operations", budget_sek=20_000_000, **answers)
        made = {d.key: d for d in documents(given, LIBRARY, deriving.derive(given, LIBRARY, AMOUNTS, DAY), draft=True)}
        for key in ("lots", "value"):
            assert table(made[key], "Delarnas värde")[0][0] in ("Övertagande", "Drift, övervakning och avslut")
            assert table(made[key], "Delarnas värde")[-1][1:] == ["100 %", "20 000 000 kr"]
        return text(made["lots"]), text(made["value"])

    annex, paper = annexes()
    assert "Andelarna är beställarens uppskattning" in annex and "klausulbibliotekets egen uppskattning" in paper
    assert "Andelarna är myndighetens egna" in annexes(seam_shares={"drift": 80, "support": 20})[1]


def test_a_library_from_before_the_seams_cuts_the_whole_in_steps() -> None:
    library = release(FIRST)
    assert not library.seams
    found = deriving.derive(brief(budget_sek=20_000_000), library, AMOUNTS, DAY)
    assert not found.from_seams and [lot.value for lot in found.lots] == [10_000_000, 10_000_000]


def test_the_key_is_one_that_a_brief_may_hold() -> None:
    assert brief(seam_shares={"karna": 100})[KEY] == {"karna": 100}
