"""The buyer's own papers read as an auditor would: with the papers in hand, a calculator, and nothing else."""

import re
from collections import defaultdict
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from procurement.domain.document import Document
from tests.domain.given import module
from tests.domain.test_awarding import written
from tests.domain.tree import amount, chapters, table, tables, text

BRIEFS = ["skolplattform", "bygglov", "bokning-sju-kommuner", "oppna-data"]
UGLY = [module("a", 6_500_001), module("b", 3_333_333, "a"), module("c", 1_777_777, "a"), module("d", 12_000_001)]
PAID = [
    module("a", 4_000_003, funded_by=[{"partner": "Norrfors kommun", "percent": 33.33}]),
    module("b", 3_000_001, "a", funded_by=[{"partner": "Norrfors kommun", "percent": 50}]),
]
PARTNERS = [
    {"name": "Norrfors kommun", "population": 98_001},
    {"name": "Lillhamra kommun", "population": 6_103},
    {"name": "Sjövalla kommun", "population": 31_337},
]
OWN = [
    {"name": "Ett", "modules": ["a"], "parts": ["d/1"]},
    {"name": "Två", "modules": ["b", "c"], "parts": []},
    {"name": "Tre", "modules": [], "parts": ["d/2", "d/3"]},
]
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    **{name: (name, {}) for name in BRIEFS},
    "options": ("skolplattform", {"modules": UGLY, "budget_sek": None, "options_sek": 777_778}),
    "own lots in steps": (
        "skolplattform",
        {"modules": UGLY, "budget_sek": None, "options_sek": 777_778, "lots": OWN, "lot_cap_sek": 12_000_000},
    ),
    "only a budget": ("skolplattform", {"modules": None, "budget_sek": 38_000_011, "options_sek": 1_000_003}),
    "by population": (
        "bokning-sju-kommuner",
        {"modules": PAID, "partners": PARTNERS, "cost_key": "population", "options_sek": 100_001},
    ),
    "by module": ("bokning-sju-kommuner", {"modules": PAID, "partners": PARTNERS, "cost_key": "by_module"}),
    "by agreement, in many lots": (
        "skolplattform",
        {
            "partners": [{"name": name, "org_number": "212000-9998"} for name in ("Sjövalla kommun", "Österby kommun")],
            "cost_key": "custom",
            "lot_cap_sek": 6_000_000,
            "options_sek": 777_778,
            "budget_sek": None,
            "cost_shares": [
                {"partner": "Norrfors kommun", "percent": 33.33},
                {"partner": "Sjövalla kommun", "percent": 50},
                {"partner": "Österby kommun", "percent": 16.67},
            ],
        },
    ),
    "below the threshold": ("bygglov", {"modules": None, "options_sek": 1, "budget_sek": 2_451_814}),
    "until further notice": (
        "bygglov",
        {"modules": None, "budget_sek": None, "open_ended": True, "monthly_sek": 51_081, "options_sek": 1},
    ),
    "build and run until further notice": (
        "skolplattform",
        {"open_ended": True, "monthly_sek": 100_003, "calculated_by": "Kim Berg, upphandlare"},
    ),
    "at the threshold": ("bygglov", {"modules": None, "options_sek": 1, "budget_sek": 2_451_815}),
}
SHARED = ["bokning-sju-kommuner", "by population", "by module", "by agreement, in many lots"]
RULE = "De kronor som blir över går en och en till delarna med störst rest"


@cache
def papers(name: str) -> dict[str, Document]:
    brief, changes = CASES[name]
    return written(brief, **changes)


def paper(name: str) -> Document:
    """The Beslutsunderlag."""
    return papers(name)["decision"]


def sheet(name: str) -> Document:
    """Beräkning av värde."""
    return papers(name)["value"]


def divided(sek: int, weights: list[Fraction]) -> list[int]:
    """By the rule that the paper states."""
    exact = [sek * weight / sum(weights) for weight in weights]
    parts = [int(one) for one in exact]
    over = sek - sum(parts)
    for n in sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], n))[:over]:
        parts[n] += 1
    return parts


def share(cell: str) -> Fraction:
    return Fraction(cell.removesuffix(" %").replace(",", ".").replace(" ", ""))


def total(document: Document) -> int:
    return amount(table(document, "Beräkning av värdet")[-1][1])


@pytest.mark.parametrize("name", CASES)
def test_the_value_is_the_sum_of_what_is_listed(name: str) -> None:
    *terms, (label, told) = table(sheet(name), "Beräkning av värdet")
    assert label == "Summa"
    assert amount(told) == sum(amount(term) for _, term in terms)
    assert f"Värdet är {told}." in text(sheet(name))
    assert f"Värdet är {told} utan mervärdesskatt." in text(paper(name)), "the two papers agree"


@pytest.mark.parametrize("name", [name for name in CASES if "until" in name])
def test_a_service_without_an_end_is_worth_48_months_of_it(name: str) -> None:
    month, months, running, rest, base = [amount(sek) for _, sek in table(sheet(name), "Tjänst utan slutdag")]
    assert months == 48 and running == month * months and rest == base - running and rest >= 0
    options = amount(dict(table(sheet(name), "Beräkning av värdet"))["Förlängningar och optioner"])
    assert base + options == total(sheet(name))


@pytest.mark.parametrize("name", CASES)
def test_the_rules_follow_from_the_limits_on_the_page(name: str) -> None:
    document = sheet(name)
    in_force = {row[0]: amount(row[1]) for row in table(document, "Belopp som gäller")}
    outcome = {}
    for limit, value, threshold, difference, words in table(document, "Värdet jämfört med gränserna"):
        assert amount(value) == total(document)
        assert amount(threshold) == in_force[limit]
        assert amount(difference) == amount(value) - amount(threshold)
        assert words.startswith("under ") == (amount(difference) < 0)
        outcome[limit] = words
    said = text(document)
    if outcome["Gräns för direktupphandling"].startswith("under"):
        assert "Köpet är en direktupphandling" in said
    elif outcome["Tröskelvärde"].startswith("under"):
        assert "Köpet är en upphandling under tröskelvärdet" in said
    else:
        assert "Köpet är en upphandling över tröskelvärdet" in said


@pytest.mark.parametrize("name", CASES)
def test_the_options_are_spread_as_the_paper_says(name: str) -> None:
    document = sheet(name)
    for *modules, sums in tables(document, "Modulernas värde"):
        assert RULE in text(document)
        (options,) = [amount(sek) for term, sek in table(document, "Beräkning av värdet") if term.startswith("Förl")]
        costs = [amount(cost) for _, cost, _, _ in modules]
        assert [amount(option) for _, _, option, _ in modules] == divided(options, list(map(Fraction, costs)))
        for _, cost, option, value in modules:
            assert amount(value) == amount(cost) + amount(option)
        assert [amount(cell) for cell in sums[1:]] == [
            sum(amount(row[n]) for row in modules) for n in (1, 2, 3)
        ]  # fmt: skip
    for *parts, sums in tables(document, "Delarnas värde"):
        assert [amount(value) for *_, value in parts] == divided(total(document), [share(part[1]) for part in parts])
        assert sums[1] == "100 %" and amount(sums[2]) == total(document)


def module_values(document: Document) -> dict[str, int]:
    """What each module is worth, from whichever table says it."""
    for caption in ("Modulernas värde", "Delarnas värde"):
        for rows in tables(document, caption):
            return {row[0]: amount(row[-1]) for row in rows[:-1]}
    return {name: amount(sek) for name, sek in table(document, "Beräkning av värdet")[:-2]}


@pytest.mark.parametrize("name", CASES)
def test_each_lot_is_the_sum_of_its_parts_and_all_lots_of_the_value(name: str) -> None:
    document = paper(name)
    *lots, sums = table(document, "Delkontrakt med uppskattat värde")
    assert amount(sums[-1]) == sum(amount(lot[-1]) for lot in lots) == total(sheet(name))
    if len(lots) == 1:
        return
    *parts, whole = table(document, "Delkontraktens delar")
    assert amount(whole[-1]) == total(sheet(name))
    by_lot: dict[str, int] = defaultdict(int)
    by_module: dict[str, int] = defaultdict(int)
    for lot, part, value in parts:
        by_lot[lot] += amount(value)
        by_module[part.split(", etapp ")[0]] += amount(value)
    assert by_lot == {lot[0]: amount(lot[-1]) for lot in lots}
    assert by_module == module_values(sheet(name))
    cap = amount(text(document).split("delkontrakt på högst ")[1].split(" kr")[0])
    assert all(value <= cap for value in by_lot.values())


def test_steps_of_ones_own_lots_even_out_the_lots_to_the_krona() -> None:
    document = paper("own lots in steps")
    steps: dict[str, list[int]] = defaultdict(list)
    beside: dict[str, int] = defaultdict(int)
    for lot, part, value in table(document, "Delkontraktens delar")[:-1]:
        if ", etapp " in part:
            steps[lot].append(amount(value))
        else:
            beside[lot] += amount(value)
    level = [beside[lot] + sum(values) for lot, values in steps.items()]
    assert max(level) - min(level) <= 1, "both lots with steps are alike"
    assert all(max(values) - min(values) <= 1 for values in steps.values())
    assert "så jämna som de kan" in text(document)


def test_the_small_lots_are_held_against_both_limits() -> None:
    parts = [module("a", 4_000_000), module("b", 700_000, "a"), module("c", 300_001, "a")]
    own = [{"name": key.upper(), "modules": [key], "parts": []} for key in "abc"]
    both = written("skolplattform", modules=parts, budget_sek=None, lots=own, small_lots=["C"])
    document = both["value"]
    values = {f"Delkontrakt {row[0]}": row[-1] for row in table(both["decision"], "Delkontrakt med uppskattat värde")}
    lots = table(document, "Delkontrakten mot gränsen")
    assert [row[0] for row in lots] == ["Delkontrakt 1", "Delkontrakt 2", "Delkontrakt 3"]
    for lot, value, limit, below, _ in lots:
        assert value == values[lot] and amount(limit) == 80_000 * 11_351 // 1000
        assert below == ("ja" if amount(value) < amount(limit) else "nej")
    assert [row[-1] for row in lots] == ["nej", "nej", "ja"]
    all_below, taken = table(document, "Delkontrakten tillsammans")
    assert amount(all_below[1]) == sum(amount(row[1]) for row in lots if row[3] == "ja")
    assert amount(taken[1]) == sum(amount(row[1]) for row in lots if row[4] == "ja")
    assert amount(all_below[3]) == amount(taken[3]) == total(document) // 5
    assert (all_below[2], taken[2]) == ("20,1 %", "6,1 %"), "1 000 001 and 300 001 of 5 000 001, rounded up"
    assert (all_below[4], taken[4]) == ("ryms inte", "ryms") and "läsas på två sätt" in text(document)
    assert "11,351 kronor per euro" in " ".join(table(document, "Belopp som gäller")[-1])
    assert not tables(sheet("skolplattform"), "Delkontrakten tillsammans"), "no lot is below the limit"


@pytest.mark.parametrize("name", CASES)
def test_who_pays_what_can_be_worked_out_again(name: str) -> None:
    brief, changes = CASES[name]
    made = written(brief, **changes)
    if "costs" not in made:
        assert name not in SHARED and not tables(made["decision"], "Kostnad per organisation")
        return
    document = made["costs"]
    assert RULE in text(document)
    *payments, sums = table(document, "Betalare per modul")
    worth = module_values(sheet(name))
    own: dict[str, int] = defaultdict(int)
    for each in dict.fromkeys(row[0] for row in payments):
        rows = [row for row in payments if row[0] == each]
        assert sum(share(row[2]) for row in rows) == 100
        assert [amount(row[3]) for row in rows] == divided(worth[each], [share(row[2]) for row in rows])
        for _, payer, _, sek in rows:
            own[payer] += amount(sek)
    assert amount(sums[-1]) == total(sheet(name))
    *parties, last = table(document, "Vikt och del av det gemensamma")
    common = own.pop("Gemensamt", 0)
    assert [amount(row[2]) for row in parties] == divided(common, [share(row[1]) for row in parties])
    for partner, _, part, alone, cost in parties:
        assert amount(alone) == own[partner]
        assert amount(cost) == amount(part) + amount(alone)
    assert [amount(cell) for cell in last[2:]] == [sum(amount(row[n]) for row in parties) for n in (2, 3, 4)]
    assert amount(last[-1]) == total(sheet(name))
    paid = {row[0]: row[-1] for row in parties}
    for shown in (made["decision"], document):
        assert {row[0]: row[1] for row in table(shown, "Kostnad per organisation")[:-1]} == paid


@pytest.mark.parametrize("name", SHARED)
def test_what_each_pays_of_each_lot_adds_up_both_ways(name: str) -> None:
    brief, changes = CASES[name]
    document = written(brief, **changes)["costs"]
    if name in ("by population", "by module"):
        assert "Kostnad per delkontrakt" not in chapters(document), "it is not divided"
        return
    *lots, _ = table(document, "Delkontrakten")
    by_name: dict[str, list[int]] = defaultdict(list)
    sums: list[int] = []
    for *rows, last in tables(document, "Kostnad per delkontrakt och organisation"):
        sums += map(amount, last[1:])
        assert list(map(amount, last[1:])) == [sum(map(amount, column)) for column in list(zip(*rows, strict=True))[1:]]
        for partner, *amounts in rows:
            by_name[partner] += map(amount, amounts)
    assert sums == [*(amount(lot[-1]) for lot in lots), sum(sums) // 2]
    paid = {row[0]: amount(row[1]) for row in table(document, "Kostnad per organisation")[:-1]}
    assert paid == {partner: amounts[-1] for partner, amounts in by_name.items()}
    assert all(sum(amounts[:-1]) == amounts[-1] for amounts in by_name.values())


@pytest.mark.parametrize("name", BRIEFS)
def test_the_paper_says_who_worked_it_out_and_when(name: str) -> None:
    told = dict(table(sheet(name), "Vem och när"))
    assert told["Beräknat den"] == "23 november 2026"
    assert told["Beräknat för"].endswith(" kommun") and "@" in told["Kontakt"] and told["Diarienummer"]


def test_every_amount_in_the_running_text_stands_in_a_table() -> None:
    """A figure that only the text has cannot be followed back."""
    for name in CASES:
        cells = {cell for one in (paper(name), sheet(name)) for rows in tables(one, "") for row in rows for cell in row}
        for document in (paper(name), sheet(name)):
            told = text(document)
            cap = told.split("delkontrakt på högst ")[1].split(" kr")[0] if "delkontrakt på högst " in told else ""
            for found in re.findall(r"\d{1,3}(?: \d{3})+ kr", told):
                # The limit for dividing is the buyer's own and is said once, as a limit.
                known = found in cells or found == f"{cap} kr" or "beställarens gräns för delning" in told
                assert known, (name, found)


@pytest.mark.parametrize("name", CASES)
def test_the_questions_of_a_court_are_answered_with_figures_of_the_page(name: str) -> None:
    cells = {cell for rows in tables(sheet(name), "") for row in rows for cell in row}
    points = table(sheet(name), "Frågor och svar")
    assert {state for *_, state in points} <= {"I ordning", "Se över", "Stopp"}
    for question, answer, _, _ in points:
        for found in re.findall(r"−?\d{1,3}(?: \d{3})+ kr", answer):
            assert found in cells or found.removesuffix(" kr") in " ".join(cells), (question, found)
    if len(table(paper(name), "Delkontrakt med uppskattat värde")) > 2:
        counted = next(answer for question, answer, _, _ in points if question == "Räknas alla delkontrakt ihop?")
        assert f"{total(sheet(name)):,} kr".replace(",", " ") in counted
