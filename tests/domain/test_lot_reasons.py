"""Why a division is as it is, in words."""

from typing import Any

from procurement.domain.assemble import documents
from procurement.domain.facts import derive
from procurement.domain.lots import Module, chosen, propose, reasons
from procurement.domain.lots.reasons import Reasons
from tests.domain.given import AMOUNTS, DAY, LIBRARY, brief, module
from tests.domain.tree import text


def said(listed: list[Module], cap: int = 10) -> Reasons:
    return reasons(propose(listed, cap), listed, cap, own=False)


def chain(*values: int) -> list[Module]:
    return [
        Module(f"m{n}", f"Modul {n}", value, value, depends_on=(f"m{n - 1}",) if n else ())
        for n, value in enumerate(values)
    ]


def test_the_value_and_the_cap_say_how_few_lots_there_can_be() -> None:
    first, second = said(chain(5, 5, 5)).whole
    assert first == (
        "Värdet är 15\u00a0kr och taket för ett delkontrakt är 10\u00a0kr. "
        "Därför är två delkontrakt det minsta möjliga."
    )
    assert second == (
        "Modulerna bygger på varandra på två ställen. Av dem blir ett gränssnitt mellan delkontrakt. "
        "Färre går inte med så många delkontrakt."
    )


def test_modules_above_half_the_cap_say_it_too() -> None:
    first, second = said(chain(6, 6, 6)).whole
    assert first.startswith("Tre moduler är var för sig större än halva taket") and "tre delkontrakt" in first
    assert "blir två gränssnitt" in second


def test_more_lots_than_the_least_are_explained_by_the_order() -> None:
    first = said(chain(3, 8, 3, 8)).whole[0]
    assert "minst tre delkontrakt, men ingen uppdelning i färre än fyra delkontrakt följer modulernas ordning" in first


def test_a_lot_says_what_holds_it_together_and_what_it_waits_for() -> None:
    lots = said(chain(5, 5, 6)).lots
    assert lots[1] == (
        "Modulerna hänger ihop: Modul 1 bygger på Modul 0. Delkontraktet kan starta utan att något annat är levererat. "
        "Värdet är 10\u00a0kr av högst 10\u00a0kr."
    )
    assert lots[2].startswith("Delkontraktet kommer efter delkontrakt 1 eftersom Modul 2 bygger på Modul 1.")


def test_a_step_says_what_it_continues() -> None:
    lots = said(chain(4, 15)).lots
    assert "Modul 1 är uppdelad i två etapper." in lots[1]
    assert "Delkontraktet kommer efter delkontrakt 1 eftersom det fortsätter på Modul 1." in lots[2]


def test_kind_payers_and_the_wish_are_named_where_they_decide() -> None:
    def first(**more: object) -> str:
        listed = [
            Module("a", "A", 5, 5, **more),  # type: ignore[arg-type]
            Module("b", "B", 5, 5, **{key: value for key, value in more.items() if key != "together"}),  # type: ignore[arg-type]
            Module("c", "C", 5, 5),
        ]
        lots = said(listed).lots
        return next(text for text in lots.values() if text.startswith(("Modulerna", "Beställaren")))

    assert first(kind="core").startswith("Modulerna är av samma slag: kärna och API.")
    assert first(funded_by=(("Norrfors", 50.0), ("Sjövalla", 50.0))).startswith(
        "Modulerna betalas av samma parter: Norrfors och Sjövalla."
    )
    assert first(together=("b",)).startswith("Beställaren håller ihop modulerna.")
    assert first().startswith("Modulerna ryms tillsammans under taket.")


def test_own_lots_are_not_said_to_be_the_fewest() -> None:
    listed = chain(5, 5)
    lots = chosen([("Ett", ["m0"], []), ("Två", ["m1"], [])], listed, 10)
    found = reasons(lots, listed, 10, own=True)
    assert " ".join(found.whole) == (
        "Beställaren har själv valt uppdelningen. "
        "Modulerna bygger på varandra på ett ställe. Det blir ett gränssnitt mellan delkontrakt."
    )
    assert set(found.lots) == {1, 2}


def bilaga_3(**answers: Any) -> str:
    given = brief(**(ANSWERS | answers))
    found = derive(given, LIBRARY, AMOUNTS, DAY)
    return text(next(made for made in documents(given, LIBRARY, found, draft=True) if made.key == "lots"))


ANSWERS: dict[str, Any] = {
    "modules": [module("karna", 8_000_000), module("kartor", 6_000_000, "karna")],
    "system_kind": "new", "data_class": "open", "contract_start": "2027-03-01",
}  # fmt: skip
OWN = [{"name": "Ett", "modules": ["karna"], "reason": "Kärnan ska *bestå*."}, {"name": "Två", "modules": ["kartor"]}]


def test_what_the_user_says_of_the_whole_goes_before_what_can_be_worked_out() -> None:
    assert "Därför är två delkontrakt det minsta möjliga." in bilaga_3()
    said = bilaga_3(division_reason="Kartorna byts oftare.\n\nKärnan består.")
    assert "Kartorna byts oftare.\nKärnan består.\n" in said and "det minsta möjliga" not in said
    assert "Delkontraktet kommer efter delkontrakt 1" in said


def test_what_the_user_says_of_a_lot_goes_before_what_can_be_worked_out() -> None:
    said = bilaga_3(lots=OWN)
    assert "Kärnan ska *bestå*." in said and "Delkontraktet kan starta utan" not in said
    assert "Delkontraktet kommer efter delkontrakt 1 eftersom Kartor bygger på Karna." in said


def test_a_reason_to_divide_counts_only_while_it_is_divided() -> None:
    answers = {"modules": [module("karna", 8_000_000)], "division_reason": "Kartorna byts oftare."}
    assert "Kartorna byts oftare." not in bilaga_3(**answers)
