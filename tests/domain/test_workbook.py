"""The answer form as a spreadsheet asks what the paper asks, and its prices are those of the evaluation."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

from procurement import content
from procurement.domain import assemble
from procurement.domain import brief as briefs
from procurement.domain import facts as deriving
from procurement.domain.assemble import evaluation, listing, prices
from procurement.domain.assemble.builder import Builder, Case
from procurement.domain.document import Blank, Document, Gap, Row, Table, clause_ids
from procurement.domain.selection import standing
from procurement.domain.sheets import Cell, Formula, Label, Number, Open, Sheet, Workbook, cells, places, values
from tests.domain.given import AMOUNTS, DAY, LIBRARY
from tests.domain.test_assemble import nodes
from tests.domain.tree import table, tables, text

BRIEFS = ("skolplattform", "bokning-sju-kommuner", "bygglov", "oppna-data")


def case_of(name: str, **answers: Any) -> Case:
    path = content.FIXTURES / "briefs" / f"{name}.yaml"
    brief = briefs.check({**briefs.parse(path.read_text(encoding="utf-8"), LIBRARY), **answers}, LIBRARY)
    facts = deriving.derive(brief, LIBRARY, AMOUNTS, DAY)
    return Case(brief, LIBRARY, facts, standing(brief, LIBRARY, facts), draft=True)


@cache
def form(name: str) -> Document:
    return form_of(case_of(name))


def form_of(case: Case) -> Document:
    documents = assemble.documents(case.brief, LIBRARY, case.facts, draft=True)
    [found] = [document for document in documents if document.workbook]
    return found


def book_of(document: Document) -> Workbook:
    assert document.workbook is not None
    return document.workbook


def sheet(book: Workbook, name: str) -> Sheet:
    return next(sheet for sheet in book.sheets if sheet.name == name)


def said(row: tuple[Cell, ...]) -> list[str]:
    return [cell.text if isinstance(cell, Label) else "" for cell in row]


@pytest.mark.parametrize("name", BRIEFS)
def test_only_the_answer_form_is_a_spreadsheet(name: str) -> None:
    assert form(name).key == ("short_form" if name == "oppna-data" else "answer_form")


@pytest.mark.parametrize("name", BRIEFS)
def test_every_requirement_has_its_row_with_its_number_and_a_yes_or_no(name: str) -> None:
    paper = [
        (row.anchor.removeprefix("svar-").replace("-", "."), row)
        for row in nodes(form(name))
        if isinstance(row, Row) and row.anchor.startswith("svar-")
    ]
    rows = [row for row in sheet(book_of(form(name)), "Krav").rows if said(row)[2].startswith("Ska-krav")]
    assert [said(row)[0] for row in rows] == [number for number, _ in paper] != []
    for row in rows:
        answer, explanation, link = row[5:]
        assert isinstance(answer, Open) and answer.choices == ("Ja", "Nej")
        assert isinstance(explanation, Open) and isinstance(link, Open) and not (explanation.choices or link.choices)
        assert all(said(row)[:5]), "number, id, kind, text and proof"


def test_a_criterion_comes_with_its_weight_and_every_step_of_its_scale() -> None:
    case = case_of("skolplattform")
    rows = [
        row for row in sheet(book_of(form("skolplattform")), "Krav").rows[1:] if not said(row)[2].startswith("Ska-krav")
    ]
    for row, selected in zip(rows, evaluation.chosen(case), strict=True):
        _, identity, kind, text, proof = said(row)[:5]
        assert identity == selected.clause.id
        assert kind == f"Poängsätts, vikt {evaluation.share_of(case, selected)}"
        assert all(f"{points} poäng: {what}" in text for points, what in selected.clause.scale)
        assert proof == selected.clause.evidence


@pytest.mark.parametrize("name", BRIEFS)
def test_the_spreadsheet_asks_no_less_than_the_paper(name: str) -> None:
    """As many places to write, but for sums, which the spreadsheet works out, and what it asks for more in a row."""
    choices = [b for b in nodes(form(name)) if isinstance(b, Blank) and b.choices]
    opened = [cell for _, cell in cells(book_of(form(name))) if isinstance(cell, Open)]
    assert len([cell for cell in opened if cell.choices == ("Ja", "Nej")]) == len(choices)
    tables = [
        t for t in nodes(form(name)) if isinstance(t, Table) and t.caption.startswith(("Pris", "Kostnader", "Övr"))
    ]
    prices = [b for table in tables for b in nodes(table) if isinstance(b, Blank) and "summa" not in b.label]
    assert len([cell for cell in opened if cell.kind == "kr"]) == len(prices)


@pytest.mark.parametrize("name", BRIEFS)
def test_an_empty_form_has_everything_left_and_a_filled_one_nothing(name: str) -> None:
    book = book_of(form(name))
    empty = values(book)
    assert empty["Sammanställning.ifyllda"] == 0 < empty["Sammanställning.kvar"] == empty["Sammanställning.rutor"]
    opened = [cell for _, cell in cells(book) if isinstance(cell, Open)]
    filled = values(book, {cell.name: "Nej" if cell.choices else "x" for cell in opened})
    assert filled["Sammanställning.kvar"] == 0
    assert filled["Sammanställning.ifyllda"] == empty["Sammanställning.rutor"]
    refused = [amount for key, amount in filled.items() if key.startswith("Sammanställning") and key.endswith(".nej")]
    yes_no = [cell for cell in opened if cell.choices == ("Ja", "Nej")]
    # Whether there are others in the tender, and for which contracts it is, is no answer to a demand.
    assert sum(refused) == len(yes_no) - len([cell for cell in yes_no if cell.name.startswith("Anbudsgivaren")])


def test_a_contract_has_a_sheet_of_its_own_and_is_not_counted_as_left() -> None:
    case = case_of("skolplattform")
    book = book_of(form("skolplattform"))
    numbers = [lot.number for lot in case.facts.lots]
    assert [s.name for s in book.sheets if s.name.startswith("Pris ")] == [f"Pris {n}" for n in numbers]
    before, after = values(book), values(book, {"Pris 2.pris": 1_000_000})
    assert before["Sammanställning.kvar"] == after["Sammanställning.kvar"]
    changed = {key for key in after if after[key] != before[key]}
    assert all(key.startswith(("Pris 2.", "Sammanställning.")) for key in changed)


def test_the_cost_over_the_years_is_the_sum_of_every_box_with_the_change_of_supplier() -> None:
    book = book_of(form("bokning-sju-kommuner"))
    boxes = [
        cell.name
        for _, cell in cells(book)
        if isinstance(cell, Open) and re.match(r"Pris 1\.\d", cell.name) and cell.kind == "kr"
    ]
    assert len(boxes) == 7 * 4, "introduction, five years and the change of supplier, four kinds of cost each"
    filled = {name: 1000 + n for n, name in enumerate(boxes)}
    found = values(book, filled)
    assert found["Pris 1.anbudspris"] == sum(filled.values())
    assert found["Pris 1.rad.6"] == sum(list(filled.values())[-4:])
    exit_row = next(
        row
        for row in sheet(book, "Pris 1").rows
        if isinstance(row[:1], tuple) and row and isinstance(row[0], Label) and row[0].title == "Byte av leverantör"
    )
    assert isinstance(exit_row[0], Label) and "den nya leverantören får överlämning i 40 timmar" in exit_row[0].text


@pytest.mark.parametrize("name", ["skolplattform", "bokning-sju-kommuner", "bygglov"])
def test_the_comparison_is_that_of_the_evaluation(name: str) -> None:
    case = case_of(name)
    book = book_of(form(name))
    for lot in case.facts.lots:
        pages = f"Pris {lot.number}" if len(case.facts.lots) > 1 else "Pris"
        boxes = [
            cell.name
            for _, cell in cells(book)
            if isinstance(cell, Open)
            and cell.kind == "kr"
            and cell.name.startswith(f"{pages}.")
            # A part of the price, told apart.
            and not cell.name.endswith(".option")
        ]
        weighed = evaluation.weighed(case, lot)
        points = {f"{pages}.kriterium.{n}.poäng": 1 + n for n in range(len(weighed))}
        found = values(book, points | dict.fromkeys(boxes, 70_001))
        off = 0
        for n, (selected, share) in enumerate(weighed):
            each = evaluation.per_point(lot.value, share, selected)
            assert found[f"{pages}.kriterium.{n}.per"] == each
            off += (1 + n) * each
        counted = {cell.name: cell.value for _, cell in cells(book) if isinstance(cell, Number)}
        price = sum(70_001 * counted.get(f"{box}.antal", 1) for box in boxes)
        assert found[f"{pages}.anbudspris"] == price and found[f"{pages}.jämförelsetal"] == price - off


@pytest.mark.parametrize(
    ("value", "answers", "hours"),
    [(6_500_000, {}, 320), (2_399_999, {}, 110), (750_000, {}, 30), (710_000, {"extra_hours": 7}, 7)],
)
def test_what_may_be_ordered_besides_is_counted_by_a_number_that_everyone_is_told(
    value: int, answers: dict[str, Any], hours: int
) -> None:
    case = case_of("bygglov", modules=[], options_sek=0, extension_months=0, budget_sek=value, **answers)
    made = {one.key: one for one in assemble.documents(case.brief, LIBRARY, case.facts, draft=True)}
    asked = table(made["answer_form"], "Övriga priser")
    assert [row[:2] for row in asked][-1] == ["Annat arbete som beställs, pris per timme", str(hours)]
    assert {row[1] for row in asked[:-1]} == {"1"} and len(asked) > 2
    told = table(made["evaluation"], "Övriga priser i anbudspriset")
    assert told == [[case.facts.lots[0].name, *(row[1] for row in asked)]]
    book = book_of(made["answer_form"])
    found = values(book, {"Pris.pris": 1_000_000, f"Pris.övrigt.{len(asked) - 1}": 1_100, "Pris.övrigt.0": 20_000})
    assert found["Pris.anbudspris"] == 1_000_000 + 1_100 * hours + 20_000
    assert values(book, {"Pris.pris": 1_000_000})["Pris.anbudspris"] == 1_000_000
    said = text(made["evaluation"])
    assert "inget löfte om beställning" in said
    assert ("7 timmar annat arbete" in said) == bool(answers) != ("varje 20 000 kr av" in said)
    terms = text(made["contract_terms"])
    assert "med det timpris för annat arbete som anbudet anger" in terms and "högsta antal timmar" in terms
    assert "för hela avtalstiden utan mervärdesskatt. Övriga priser räknas inte in." in terms
    assert "inte skyldig att beställa något av det som övriga priser" in terms


@pytest.mark.parametrize(("said", "hours"), [({}, [150, 10]), ({"extra_hours": 5}, [4, 1])])
def test_the_smallest_lot_has_hours_to_price_too(said: dict[str, Any], hours: list[int]) -> None:
    modules = [{"key": key, "name": key, "cost_sek": cost, "need": "n", "depends_on": []}
               for key, cost in (("a", 3_000_000), ("b", 100_000))]  # fmt: skip
    lots = [{"name": key, "modules": [key]} for key in "ab"]
    case = case_of("bygglov", modules=modules, lots=lots, options_sek=0, extension_months=0, **said)
    assert [prices.others(case, number)[-1].number for number in (1, 2)] == hours


def test_hours_that_the_buyer_has_said_are_shared_by_value_and_each_lot_counts_only_what_it_is_asked() -> None:
    case = case_of("skolplattform", extra_hours=1_000)
    made = {one.key: one for one in assemble.documents(case.brief, LIBRARY, case.facts, draft=True)}
    told = table(made["evaluation"], "Övriga priser i anbudspriset")
    total = sum(lot.value for lot in case.facts.lots)
    assert [int(row[-1]) for row in told] == [1_000 * lot.value // total for lot in case.facts.lots]
    assert told[4][1:-1] == ["–"] * (len(told[4]) - 2) and "–" not in told[0], "a review connects and introduces nobody"
    assert "1 000 timmar annat arbete, fördelade på delkontrakten" in text(made["evaluation"])
    for lot in case.facts.lots:
        own = {d.key: d for d in assemble.lot_documents(case.brief, LIBRARY, case.facts, lot.number, draft=True)}
        asked = [row[1:] for row in table(made["answer_form"], "Övriga priser") if row[0] == str(lot.number)]
        assert table(own["answer_form"], "Övriga priser") == asked
    assert not tables(form("oppna-data"), "Övriga priser"), "a direct award orders nothing besides"
    nothing = briefs.check({}, LIBRARY)
    facts = deriving.derive(nothing, LIBRARY, AMOUNTS, DAY)
    b = Builder(Case(nothing, LIBRARY, facts, case.clauses, draft=True))
    prices.write(b)
    assert Gap("budget_sek", LIBRARY.questions["budget_sek"].gap) in nodes(tuple(b.blocks))


def test_where_the_price_alone_decides_there_is_nothing_to_compare() -> None:
    book = book_of(form_of(case_of("bygglov", award_basis="price")))
    assert not [name for name in places(book) if "kriterium" in name]
    assert not [row for row in sheet(book, "Krav").rows[1:] if not said(row)[2].startswith("Ska-krav")]


def test_a_text_too_long_for_a_row_says_where_the_whole_stands() -> None:
    wording = {"PC-API-01": "Leverantören ska visa allt. " * 300}
    case = case_of("bygglov", wording=wording)
    [row] = [row for row in sheet(book_of(form_of(case)), "Krav").rows if said(row)[1] == "PC-API-01"]
    assert said(row)[3].endswith(f"(Hela texten står i Bilaga 1, {said(row)[0]}.)")
    assert 1000 < len(said(row)[3]) < 1500
    listed = {"PC-API-01": "\n\n".join(f"Leverantören ska visa punkt {n}." for n in range(60))}
    [row] = [
        r for r in sheet(book_of(form_of(case_of("bygglov", wording=listed))), "Krav").rows if said(r)[1] == "PC-API-01"
    ]
    assert "punkt 20" in said(row)[3] and "punkt 40" not in said(row)[3], "many short lines are as high as few long"


@pytest.mark.parametrize("name", BRIEFS)
def test_no_text_of_the_library_is_too_long_for_its_row(name: str) -> None:
    assert not any("Hela texten står" in text for row in sheet(book_of(form(name)), "Krav").rows for text in said(row))


def test_an_answer_that_is_missing_is_said_where_the_paper_says_it() -> None:
    case = case_of("bokning-sju-kommuner")
    brief = {key: value for key, value in case.brief.items() if key not in ("title", "exit_scenario")}
    facts = deriving.derive(brief, LIBRARY, AMOUNTS, DAY)
    book = book_of(form_of(Case(brief, LIBRARY, facts, (), draft=True)))
    texts = [cell.text for _, cell in cells(book) if isinstance(cell, Label)]
    assert "[upphandlingens namn – svar saknas]" in texts


@pytest.mark.parametrize("name", BRIEFS)
def test_every_cell_within_a_sheet_fits_its_columns(name: str) -> None:
    for page in book_of(form(name)).sheets:
        assert max(map(len, page.rows)) <= len(page.widths)
        assert len(page.name) <= 31
        assert all(isinstance(cell, (Label, Number, Open, Formula)) for row in page.rows for cell in row)


@pytest.mark.parametrize("name", BRIEFS)
def test_every_clause_handed_out_is_listed_once_with_the_number_it_has_there(name: str) -> None:
    case = case_of(name)
    documents = assemble.documents(case.brief, LIBRARY, case.facts, draft=True)
    heads, *rows = listing.rows(case, documents)
    assert heads == listing.HEADS
    assert {row[-1] for row in rows} == {"utkast"} and listing.file_name(case) == "krav-UTKAST.csv"
    expected = dict.fromkeys(c for d in documents if not d.internal for c in clause_ids(d))
    assert [row[0] for row in rows] == list(expected)
    required = {
        row[1]: row
        for row in rows
        if row[3] == "Obligatoriskt krav" and row[2] == documents[0].label + " " + documents[0].title
    }
    paper = [said(row)[:2] for row in sheet(book_of(form(name)), "Krav").rows if said(row)[2].startswith("Ska-krav")]
    assert all(required[f"Nr {number}"][0] == identity for number, identity in paper)
    for row in rows:
        assert row[2] and row[4] and row[5], row[0]


def test_a_lot_in_a_set_of_its_own_has_its_own_form_and_only_its_price() -> None:
    case = case_of("skolplattform")
    for lot in case.facts.lots:
        documents = assemble.lot_documents(case.brief, LIBRARY, case.facts, lot.number, draft=True)
        [found] = [document for document in documents if document.workbook]
        book = book_of(found)
        assert [page.name for page in book.sheets if page.name.startswith("Pris")] == ["Pris"]
        texts = [cell.text for _, cell in cells(book) if isinstance(cell, Label)]
        assert f"{lot.number} – {lot.name}" in texts
        assert not any(other.name in text for other in case.facts.lots if other != lot for text in texts)
        numbers = {cell.name: cell.value for _, cell in cells(book) if isinstance(cell, Number)}
        assert numbers["Pris.värde"] == lot.value
        opened = [cell for _, cell in cells(book) if isinstance(cell, Open)]
        assert ("Anbudsgivaren.andra" in places(book)) == (case.facts.answers.get("lot_bids") != "one")
        filled = values(book, {cell.name: "x" for cell in opened})
        assert filled["Sammanställning.kvar"] == 0 and values(book)["Sammanställning.kvar"] > 0


def test_a_combination_has_one_price_and_is_compared_with_the_points_of_its_contracts() -> None:
    case = case_of("skolplattform", combined_awards=True, lot_combinations=[{"lots": ["1", "3"]}])
    book = book_of(form_of(case))
    known = places(book)
    assert "Samlade anbud.0.pris" in known
    points = {name: 3 for name in known if name.startswith(("Pris 1.", "Pris 3.")) and name.endswith(".poäng")}
    found = values(book, points | {"Samlade anbud.0.pris": 9_000_000, "Pris 2.kriterium.0.poäng": 5})
    off = sum(
        3 * evaluation.per_point(lot.value, share, selected)
        for lot in case.facts.lots
        if lot.number in (1, 3)
        for selected, share in evaluation.weighed(case, lot)
    )
    assert off > 0
    assert found["Samlade anbud.0.jämförelsetal"] == 9_000_000 - off
    [alone] = [
        document
        for document in assemble.lot_documents(case.brief, LIBRARY, case.facts, 3, draft=True)
        if document.workbook
    ]
    names = places(book_of(alone))
    assert "Samlade anbud.0.pris" in names and "Samlade anbud.0.jämförelsetal" not in names
    assert not [d for d in assemble.lot_documents(case.brief, LIBRARY, case.facts, 2, draft=True)
                if d.workbook and "Samlade anbud.0.pris" in places(d.workbook)]  # fmt: skip


def test_the_list_names_the_contracts_where_a_clause_is_not_asked_of_them_all() -> None:
    case = case_of("skolplattform")
    review = {"key": "extra", "name": "Extra granskning", "cost_sek": 900_000, "depends_on": [], "kind": "review"}
    modules = [*(case.brief["modules"]), review]  # type: ignore[misc]
    named = [
        {"name": "Allt annat", "modules": [m["key"] for m in modules[:-1]]},
        {"name": "Extra granskning", "modules": ["extra"]},
    ]  # type: ignore[index]
    case = case_of("skolplattform", modules=modules, lots=named)
    full = assemble.whole(case.brief, LIBRARY, case.facts, draft=True)
    documents = assemble.documents(case.brief, LIBRARY, case.facts, draft=True)
    _, *rows = listing.rows(full, documents)
    lots = {row[0]: row[-2] for row in rows}
    assert lots["PC-CD-01"] == "1" and lots["PC-CODE-01"] == ""
    kinds = {said(row)[1]: said(row)[2] for row in sheet(book_of(form_of(case)), "Krav").rows[1:]}
    assert kinds["PC-CD-01"] == "Ska-krav, bara delkontrakt\u00a01" and kinds["PC-CODE-01"] == "Ska-krav"
    own = assemble.lot_documents(case.brief, LIBRARY, case.facts, 2, draft=True)
    lot_case = assemble.of_lot(case.brief, LIBRARY, case.facts, case.facts.lots[1], draft=True)
    _, *rows = listing.rows(lot_case, own)
    assert "PC-CD-01" not in {row[0] for row in rows} and {row[-2] for row in rows} == {"2"}


def test_a_brief_with_hardly_an_answer_has_a_form_all_the_same() -> None:
    brief = briefs.check({}, LIBRARY)
    facts = deriving.derive(brief, LIBRARY, AMOUNTS, DAY)
    book = book_of(form_of(Case(brief, LIBRARY, facts, (), draft=True)))
    assert sheet(book, "Pris").rows[1] == (Label("Hela uppdraget", "note"),)
    texts = [cell.text for _, cell in cells(book) if isinstance(cell, Label)]
    assert "[upphandlande myndighet – svar saknas]" in texts
    assert values(book)["Sammanställning.kvar"] > 0
