"""Each lot is scored on what it is about, with weights that are 100 with the price, and every paper says the same."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procurement.domain import assemble, ocds, review, weighing
from procurement.domain.assemble import evaluation
from procurement.domain.assemble.builder import Case
from procurement.domain.document import Document
from procurement.domain.facts import derive
from procurement.domain.sheets import Label, Open, Workbook, cells, values
from tests.domain.given import AMOUNTS, DAY, LIBRARY, REPEATABLE, brief, module, paths
from tests.domain.tree import amount, chapters, table, tables, text

CRITERIA = ("PC-USER-04", "PC-CODE-05", "PC-API-04", "PC-CD-04", "PC-FIRST-03", "PC-SEC-04")
OF_A_REVIEW = {"PC-CODE-05", "PC-API-04", "PC-CD-04", "PC-FIRST-03", "PC-SEC-04"}
THREE = {
    "modules": [module("karna", 3_000_000), module("webb", 2_000_000, "karna"),
                module("granskning", 950_000, "webb", kind="review")],
    "lots": [{"name": "Kärna", "modules": ["karna"]}, {"name": "Webb", "modules": ["webb"]},
             {"name": "Granskning", "modules": ["granskning"]}],
}  # fmt: skip


def scoring(**weights: int) -> list[dict[str, Any]]:
    """criteria=…: PC_USER_04=30."""
    return [{"clause": key.replace("_", "-"), "weight": weight} for key, weight in weights.items()]


def case_of(number: int = 0, own: dict[int, dict[str, Any]] | None = None, **answers: Any) -> Case:
    """The whole, or the lot with that number. `own` is what lots say of their own weights."""
    given = {**THREE, "system_kind": "new", "data_class": "personal", "award_basis": "quality_price", **answers}
    lots = [{**lot, **(own or {}).get(n, {})} for n, lot in enumerate(given["lots"], 1)]
    found = brief(**given | {"lots": lots})
    facts = derive(found, LIBRARY, AMOUNTS, DAY)
    assert facts.regime == "eu" and facts.divided
    if number:
        return assemble.of_lot(found, LIBRARY, facts, facts.lots[number - 1], draft=True)
    return assemble.whole(found, LIBRARY, facts, draft=True)


def annexes(case: Case) -> dict[str, Document]:
    made = assemble.documents(case.brief, LIBRARY, case.facts, draft=True)
    if case.lot:
        made = assemble.lot_documents(case.brief, LIBRARY, case.facts, case.lot.number, draft=True)
    return {one.key: one for one in made}


def written(case: Case) -> Document:
    return evaluation.write(case)[0]


def book(documents: dict[str, Document]) -> Workbook:
    found = documents["answer_form"].workbook
    assert found is not None
    return found


def told(document: Document) -> dict[int, list[list[str]]]:
    """The rows of the weights by the number of the lot; in a lot's own set all stand under 0."""
    found = {}
    for block in document.blocks:
        caption = getattr(block, "caption", "").replace("\u00a0", " ")
        if caption.startswith("Vikter"):
            for number in map(int, re.findall(r"\d+", caption)) if caption != "Vikter" else [0]:
                found[number] = table(document, getattr(block, "caption", ""))
    return found


def found(case: Case) -> list[review.Finding]:
    return list(review.findings(case.brief, LIBRARY, case.facts))


KINDS = st.sampled_from(["core", "review", "need", "migration", "operations", ""])


@st.composite
def weights(draw: st.DrawFn) -> tuple[int, list[dict[str, Any]]]:
    """A price and some criteria that are 100 together."""
    chosen = draw(st.lists(st.sampled_from(CRITERIA), unique=True, min_size=1, max_size=4))
    each = [draw(st.integers(1, 25)) for _ in chosen]
    return 100 - sum(each), [{"clause": c, "weight": w} for c, w in zip(chosen, each, strict=True)]


@given(
    st.lists(st.tuples(KINDS, st.integers(1_000_001, 4_000_000)), min_size=2, max_size=5),
    weights(),
    st.dictionaries(st.integers(1, 5), weights(), max_size=2),
)
@settings(REPEATABLE, max_examples=25)
def test_weights_are_a_hundred_in_each_lot_and_the_whole_and_the_lots_own_paper_say_the_same(
    kinds: list[tuple[str, int]], whole: tuple[int, list[dict[str, Any]]], own: dict[int, Any]
) -> None:
    modules = [module(f"m{n}", cost, kind=kind) if kind else module(f"m{n}", cost) for n, (kind, cost) in
               enumerate([*kinds, ("core", 1_500_000)])]  # fmt: skip
    answers: dict[str, Any] = {
        "modules": modules,
        "lots": [{"name": f"Lot {n}", "modules": [m["key"]]} for n, m in enumerate(modules)],
        "price_weight": whole[0],
        "criteria": whole[1],
        "own": {n: {"price_weight": price, "criteria": rows} for n, (price, rows) in own.items()},
    }
    case = case_of(**answers)
    paper = written(case)
    in_whole, deductions = told(paper), table(paper, "Avdrag per poäng")
    said = re.findall(r"Grunden för tilldelning är pris i (.*?)\.", text(paper))
    decided_by_price = {int(number) for numbers in said for number in re.findall(r"\d+", numbers)}
    for lot in case.facts.lots:
        weighed = case.weighing(lot)
        assert weighed.total == 100 and weighed.price is not None
        off = sum(
            evaluation.top(s) * evaluation.per_point(lot.value, share, s) for s, share in evaluation.weighed(case, lot)
        )
        assert off * 100 <= lot.value * (100 - weighed.price), "points never outweigh more than their share"
        if lot.number in own:
            assert weighed.own and [one for one, _ in weighed.criteria] == [r["clause"] for r in own[lot.number][1]]
        elif modules[lot.number - 1].get("kind") == "review":
            assert not OF_A_REVIEW & dict(weighed.criteria).keys()
        alone = written(case_of(lot.number, **answers))
        if weighed.by_price:
            assert lot.number not in in_whole and not told(alone) and "Avdrag per poäng" not in text(alone)
            assert lot.number in decided_by_price
            continue
        rows = in_whole.get(lot.number, in_whole.get(0))
        assert rows == told(alone)[0] and amount(rows[-1][-1]) == 100 == sum(amount(row[-1]) for row in rows[:-1])
        each = [row for row in deductions if row[0] == str(lot.number)]
        assert each == table(alone, "Avdrag per poäng") and len(each) == len(rows) - 2
    scored = set(CRITERIA) & {s.clause.id for s in case.clauses}
    assert scored == {identity for lot in case.facts.lots for identity, _ in case.weighing(lot).criteria}


MIXED = {"price_weight": 40, "criteria": scoring(PC_USER_04=30, PC_API_04=20, PC_CD_04=10)}
ALL_BESIDE = {"price_weight": 40, "criteria": scoring(PC_API_04=40, PC_CD_04=20)}


def test_what_is_not_scored_in_a_lot_is_told_with_its_reason_wherever_points_are_spoken_of() -> None:
    case = case_of(**MIXED)
    made = annexes(case)
    why = (
        "Kriterierna API-mognad (PC-API-04) och Leveransförmåga visad i praktiken (PC-CD-04) ger inga poäng i "
        "delkontrakt 3, eftersom det granskar det som andra bygger och lämnar ingen egen lösning. Deras vikter är "
        "lagda på priset."
    )
    assert why in text(made["evaluation"]) and "Kriteriet ger poäng i delkontrakt 1 och 2." in text(made["evaluation"])
    assert told(made["evaluation"])[3][0] == ["Pris", "70 %"] and told(made["evaluation"])[1][0] == ["Pris", "40 %"]
    asked = {row[0].split("\n")[1]: row[0].split("\n")[2:] for row in tables(made["answer_form"], "Kvalitet")[0]}
    assert asked == {
        "PC-USER-04": [],
        "PC-API-04": ["Bara delkontrakt 1 och 2"],
        "PC-CD-04": ["Bara delkontrakt 1 och 2"],
    }
    form = [cell.text for _, cell in cells(book(made)) if isinstance(cell, Label)]
    assert "Poängsätts, vikt 30\u00a0%" in form and "Poängsätts, vikt 20\u00a0% i delkontrakt\u00a01 och 2" in form
    alone = annexes(case_of(3, **MIXED))
    assert why.replace("delkontrakt 3", "delkontraktet") in text(alone["evaluation"])
    assert [row[0].split("\n")[1] for row in tables(alone["answer_form"], "Kvalitet")[0]] == ["PC-USER-04"]
    assert "API-mognad" not in chapters(alone["evaluation"])
    said = ocds.package(case)["releases"][0]["tender"]["awardCriteriaDetails"]  # type: ignore[index, call-overload]
    assert {"Vikter i delkontrakt 1 och 2: pris 40 %", "Vikter i delkontrakt 3: pris 70 %"} == {
        told.partition(";")[0] for told in said.replace("\u00a0", " ").split(". ")
    }


def test_a_review_is_scored_on_nothing_that_only_a_builder_can_show() -> None:
    case = case_of(price_weight=40, criteria=[{"clause": one, "weight": 10} for one in CRITERIA])
    built, _, reviewed = map(case.weighing, case.facts.lots)
    assert {one for one, _ in built.criteria} == set(CRITERIA)
    assert reviewed.criteria == (("PC-USER-04", 10),) and reviewed.price == 90


def test_a_lot_that_builds_as_well_as_reviews_is_scored_as_one_that_builds() -> None:
    lots = [{"name": "Kärna", "modules": ["karna"]}, {"name": "Resten", "modules": ["webb", "granskning"]}]
    case = case_of(**MIXED, lots=lots)
    assert case.weighing(case.facts.lots[1]) == case.weighing(case.facts.lots[0])


def test_a_lot_that_no_criterion_is_about_is_won_by_the_lowest_price() -> None:
    made, alone = annexes(case_of(**ALL_BESIDE)), annexes(case_of(3, **ALL_BESIDE))
    assert "Grunden för tilldelning är pris i delkontrakt 3. Där ges inga poäng: jämförelsetalet är anbudspriset." in (
        text(made["evaluation"])
    )
    assert set(told(made["evaluation"])) == {1, 2} or set(told(made["evaluation"])) == {0}
    said = text(alone["evaluation"])
    assert "Grunden för tilldelning är pris." in said and "bästa förhållandet" not in said
    assert "ger inga poäng i delkontraktet, eftersom det granskar" in said
    assert "Har flera anbud samma anbudspris avgör lottning." in said
    assert not {"Vikter", "Så räknas jämförelsetalet", "Kvalitet"} & {
        *chapters(alone["evaluation"]),
        *chapters(alone["answer_form"]),
    }
    assert not [cell for _, cell in cells(book(alone)) if isinstance(cell, Open) and cell.kind == "points"]


@pytest.mark.parametrize(("answers", "lots"), [(MIXED, {1: 3, 2: 3, 3: 1}), (ALL_BESIDE, {1: 2, 2: 2, 3: 0})])
def test_the_spreadsheet_has_points_where_they_count_and_combinations_count_them(
    answers: dict[str, Any], lots: dict[int, int]
) -> None:
    together = {"combined_awards": True, "lot_combinations": [{"lots": ["1", "3"]}]}
    case = case_of(**answers, **together)
    found = book(annexes(case))
    points = [cell.name for _, cell in cells(found) if isinstance(cell, Open) and cell.kind == "points"]
    assert {n: len([p for p in points if p.startswith(f"Pris {n}.")]) for n in lots} == lots
    known = values(found, dict.fromkeys(points, 2) | {"Samlade anbud.0.pris": 3_000_000, "Pris 1.pris": 2_000_000})
    off = {
        lot.number: sum(2 * evaluation.per_point(lot.value, share, s) for s, share in evaluation.weighed(case, lot))
        for lot in case.facts.lots
    }
    assert known["Pris 1.jämförelsetal"] == 2_000_000 - off[1]
    assert known["Samlade anbud.0.jämförelsetal"] == 3_000_000 - off[1] - off[3]
    assert ("Pris 3.jämförelsetal" in known) == bool(lots[3])


OWN = {3: {"price_weight": 60, "criteria": scoring(PC_USER_04=30, PC_FIRST_03=10)}}


def test_a_lots_own_weights_hold_there_and_nowhere_else() -> None:
    case = case_of(own=OWN, **MIXED)
    document = written(case)
    assert told(document)[3] == [
        ["Pris", "60 %"], ["Problemförståelse (PC-USER-04)", "30 %"],
        ["Plan för första leveransen (PC-FIRST-03)", "10 %"], ["Summa", "100 %"],
    ]  # fmt: skip
    assert told(document)[1][0] == ["Pris", "40 %"] and "ger inga poäng" not in text(document)
    assert "Kriteriet ger poäng i delkontrakt 3." in text(document), "a criterion that only a lot has is described too"
    assert "Plan för första leveransen" not in chapters(written(case_of(1, own=OWN, **MIXED)))
    by_price = case_of(own={1: {"price_weight": 100}}, **MIXED)
    assert by_price.weighing(by_price.facts.lots[0]).by_price and "är pris i delkontrakt 1." in text(written(by_price))


def test_the_review_finds_what_is_wrong_with_a_lots_own_weights() -> None:
    def codes(**own: Any) -> set[tuple[str, str]]:
        case = case_of(own={3: own}, **MIXED)
        return {(one.code, one.where) for one in found(case) if one.where == "lots"}

    assert codes(**OWN[3]) == {("criterion_beside_lot", "lots")}
    assert codes(price_weight=70, criteria=scoring(PC_USER_04=30)) == set()
    assert codes(price_weight=50, criteria=scoring(PC_USER_04=30)) == {("weights", "lots")}
    assert codes(criteria=scoring(PC_USER_04=30)) == {("weights", "lots")}
    assert codes(price_weight=60, criteria=scoring(PC_USER_04=20) * 2) == {("criterion_twice", "lots")}
    assert codes(price_weight=95, criteria=scoring(PC_STD_03=5)) == {
        ("criterion_unsuitable", "lots"),
        ("criterion_beside_lot", "lots"),
    }
    assert not [one for one in found(case_of(**MIXED)) if one.code == "criterion_beside_lot"]


def test_the_price_alone_decides_no_lot_where_the_procedure_wants_quality() -> None:
    case = case_of(procedure="dialogue", **ALL_BESIDE)
    assert [one.message for one in found(case) if one.code == "ground_for_procedure"] == [
        "I det förfarande ni har valt är bästa förhållandet mellan pris och kvalitet den enda tillåtna grunden, men i "
        "delkontrakt 3 avgör priset ensamt."
    ]


def test_criteria_that_no_lot_is_about_are_no_ground() -> None:
    modules = [module("karna", 3_000_000, kind="need"), *THREE["modules"][1:]]
    modules[1] = {**modules[1], "kind": "migration"}
    said = [one.message for one in found(case_of(**ALL_BESIDE, modules=modules)) if one.code == "no_criterion_suits"]
    assert said == ["Kvaliteten ger inga poäng i något delkontrakt, fast den är en del av grunden."]
    assert not [one for one in found(case_of(**MIXED, modules=modules)) if one.code == "no_criterion_suits"]


def test_a_lot_names_only_criteria_that_there_are() -> None:
    lots = [{"name": "A", "criteria": [{"clause": "PC-NO-99", "weight": 5}, {"clause": "PC-API-01", "weight": 5}]}]
    assert paths(lots=lots) == ["lots[0].criteria[0].clause", "lots[0].criteria[1].clause"]


def test_a_weight_that_nobody_has_said_is_added_to_no_price() -> None:
    unknown = [*scoring(PC_USER_04=30), {"clause": "PC-API-04"}]
    built, _, reviewed = map(case_of(price_weight=40, criteria=unknown).weighing, case_of(**MIXED).facts.lots)
    assert built.price == 40 and reviewed.price is None and reviewed.left_out == (("PC-API-04", None),)


def test_one_contract_is_weighed_as_it_is_said_whatever_it_holds() -> None:
    alone = {"modules": [module("granskning", 3_000_000, kind="review")], "award_basis": "quality_price", **ALL_BESIDE}
    found = brief(**alone)
    facts = derive(found, LIBRARY, AMOUNTS, DAY)
    assert weighing.of(found, LIBRARY, facts, facts.lots[0]) == weighing.of(found, LIBRARY, facts)
    assert weighing.of(found, LIBRARY, facts).criteria


def test_without_lots_the_weights_are_those_of_the_whole() -> None:
    found = brief(award_basis="quality_price", price_weight=60, criteria=scoring(PC_USER_04=40))
    facts = derive(found, LIBRARY, AMOUNTS, DAY)
    assert weighing.of(found, LIBRARY, facts).criteria == (("PC-USER-04", 40),)
    assert weighing.scored(found, LIBRARY, facts) == {"PC-USER-04"}
    by_price = derive(found | {"award_basis": "price"}, LIBRARY, AMOUNTS, DAY)
    assert weighing.of(found, LIBRARY, by_price) == weighing.Weighing()
    assert not tables(written(Case(found, LIBRARY, by_price, (), draft=True)), "Vikter")
