"""Buying together and buying AI: which clauses stand, and what the annexes print of it."""

from typing import Any

import pytest

from procurement.domain import selection
from procurement.domain.assemble.ai import OTHERS
from procurement.domain.document import Blank, Document, Figure, Gap, Heading, Table, Text
from tests.domain import test_assemble
from tests.domain.given import LIBRARY, brief, facts
from tests.domain.test_assemble import nodes, one, read, written

AI = {"ai_functions": ["föreslår ämnesord för handlingar"]}
NEW = {"system_kind": "new", "data_class": "personal", "budget_sek": 5_000_000}


def standing(**answers: Any) -> dict[str, str]:
    """The clauses that stand, with their variants."""
    given = NEW | answers
    return {s.clause.id: s.variant for s in selection.standing(brief(**given), LIBRARY, facts(**given))}


def cells(document: Document, caption: str) -> list[list[str]]:
    return [
        ["".join(n.text for n in nodes(cell) if isinstance(n, Text)).replace("\u00a0", " ") for cell in row.cells]
        for table in nodes(document.blocks)
        if isinstance(table, Table) and table.caption == caption
        for row in table.rows
    ]


def text(document: Document) -> str:
    return " ".join(test_assemble.text(document).split())


def headings(document: Document) -> list[str]:
    return [n.text for n in nodes(document) if isinstance(n, Heading)]


def test_those_who_buy_together_are_named_with_the_most_they_may_order() -> None:
    annex = one(written({**read("bokning-sju-kommuner"), "joint_ceiling_sek": 14_000_000}), "lots")
    assert len(cells(annex, "Samverkande organisationer")) == 6
    assert "upp till ett sammanlagt värde av 14 000 000 kr" in text(annex)
    assert "De delar kostnaden för gemensam vidareutveckling i lika delar" in text(annex)
    assert "Det sammanlagda värdet är upphandlingens uppskattade värde" not in text(annex)


def test_without_a_ceiling_of_their_own_it_is_the_value_and_said_to_be() -> None:
    annex = one(written(read("bokning-sju-kommuner")), "lots")
    assert "upp till ett sammanlagt värde av 11 500 000 kr" in text(annex)
    assert "Det sammanlagda värdet är upphandlingens uppskattade värde" in text(annex)


def test_the_ceiling_of_a_framework_holds_for_all_who_order_on_it() -> None:
    answers = {"is_framework": True, "framework_ceiling_sek": 15_000_000, "joint_ceiling_sek": 14_000_000}
    annex = one(written({**read("bokning-sju-kommuner"), **answers}), "lots")
    assert "upp till ett sammanlagt värde av 15 000 000 kr" in text(annex)
    assert "Det sammanlagda värdet är upphandlingens uppskattade värde" not in text(annex)


def test_in_the_softer_words_nobody_else_orders_on_the_contract() -> None:
    annex = one(written({**read("bokning-sju-kommuner"), "softer": ["PC-GOV-03"]}), "lots")
    assert "får inte beställa på avtalet" in text(annex)
    assert "sammanlagda värdet" not in text(annex)
    assert "11 500 000 kr utan" not in text(annex)


def costs_of(**answers: Any) -> Document:
    """The paper on who pays what, when the seven buy with these answers."""
    return one(written({**read("bokning-sju-kommuner"), **answers}), "costs")


def test_who_pays_what_stands_in_a_paper_that_no_tenderer_gets() -> None:
    documents = written(read("bokning-sju-kommuner"))
    assert one(documents, "costs").internal
    assert not any(cells(document, "Kostnad per organisation") for document in documents if not document.internal)


def test_nobody_gets_that_paper_who_buys_alone_or_pays_for_nobody() -> None:
    for answers in (read("bygglov"), {**read("bokning-sju-kommuner"), "softer": ["PC-GOV-03"]}):
        assert "costs" not in [document.key for document in written(answers)]


def test_a_direct_award_that_several_share_has_it_too() -> None:
    partners = [{"name": "Norrfors kommun", "org_number": "212000-9998"}]
    made = written({**read("oppna-data"), "partners": partners, "cost_key": "equal"})
    assert len(cells(one(made, "costs"), "Kostnad per organisation")) == 3


def test_the_paper_says_the_key_its_reason_the_ceiling_and_who_may_order() -> None:
    said = text(costs_of(cost_key_reason="Alla använder systemet lika mycket."))
    assert "Sju organisationer köper tillsammans" in said and "Det gemensamma delas i lika delar" in said
    assert "Alla använder systemet lika mycket." in said
    assert "upp till ett sammanlagt värde av 11 500 000 kr" in said
    assert "Det som ingen är angiven för betalar Sjövalla kommun" in text(costs_of(cost_key="by_module"))


@pytest.mark.parametrize(
    ("answers", "key"),
    [
        ({"cost_key": "population"}, "authority_population"),
        ({"cost_key": "population", "partners": [{"name": "B"}]}, "partners"),
        ({"cost_key": "custom"}, "cost_shares"),
        ({"modules": None}, "budget_sek"),
    ],
)
def test_what_the_sharing_waits_for_is_a_gap_that_leads_to_its_question(answers: dict[str, Any], key: str) -> None:
    given = {k: v for k, v in {**read("bokning-sju-kommuner"), **answers}.items() if v is not None}
    sheet = one(written(given), "costs")
    assert "Kostnaden går inte att fördela än" in text(sheet)
    assert key in {node.key for node in nodes(sheet) if isinstance(node, Gap)}


def test_many_lots_are_shown_in_tables_that_fit_the_page() -> None:
    sheet = costs_of(lot_cap_sek=1_000_000)
    tables = [
        n for n in nodes(sheet.blocks) if isinstance(n, Table) and n.caption.startswith("Kostnad per delkontrakt")
    ]
    assert len(tables) > 2 and all(len(table.columns) <= 6 for table in tables)
    assert [sum(column.width for column in table.columns) for table in tables] == [100] * len(tables)
    heads = [column.head for table in tables for column in table.columns[1:]]
    assert heads == [*(f"Nr\u00a0{n}" for n in range(1, len(heads))), "Summa"]


def test_the_picture_says_in_words_what_each_pays() -> None:
    (figure,) = [n for n in nodes(costs_of().blocks) if isinstance(n, Figure)]
    said = figure.alternative.replace("\u00a0", " ")
    assert "Norrfors kommun betalar 2 121 429 kr, varav 1 271 429 kr av det gemensamma." in said


def test_whoever_buys_alone_reads_nothing_of_cooperation() -> None:
    assert "PC-GOV-03" not in standing()
    assert "Samverkan" not in headings(one(written(read("bygglov")), "lots"))


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (AI, {"PC-AI-01": "standard", "PC-AI-02": "standard", "PC-AI-U": "standard"}),
        (AI | {"ai_risk": "minimal"}, {"PC-AI-01": "softer", "PC-AI-02": "standard", "PC-AI-U": "standard"}),
        (AI | {"system_kind": "standard_product"}, dict.fromkeys(("PC-AI-01", "PC-AI-02", "PC-AI-U"), "standard")),
        ({}, {"PC-AI-02": "softer"}),
        ({"system_kind": "standard_product"}, {}),
        ({"system_kind": "operations"}, {}),
        ({"system_kind": None}, {}),
    ],
)
def test_the_clauses_of_ai_follow_where_ai_can_occur(answers: dict[str, Any], expected: dict[str, str]) -> None:
    assert {id: variant for id, variant in standing(**answers).items() if id.startswith("PC-AI-")} == expected


@pytest.mark.parametrize(
    ("kind", "ai"),
    [
        *((kind, "code") for kind in ("new", "extend", "open_product")),
        *((kind, "none") for kind in ("standard_product", "operations", None)),
    ],
)
def test_whoever_writes_code_may_write_it_with_ai(kind: str | None, ai: str) -> None:
    assert facts(system_kind=kind).ai == ai
    assert facts(system_kind=kind, **AI).ai == "functions"


def test_a_clause_that_stands_because_code_is_written_says_so_and_not_that_the_value_led_to_it() -> None:
    given = brief(**NEW)
    chosen = next(s for s in selection.standing(given, LIBRARY, facts(**NEW)) if s.clause.id == "PC-AI-02")
    because = next(b for b in chosen.because if b.key == "ai")
    assert because.question != selection.COMPUTED
    assert because.answer == "kod skrivs, och kan skrivas med stöd av AI"


@pytest.mark.parametrize("name", ["bygglov", "oppna-data"])
def test_the_tenderer_lists_every_function_with_ai(name: str) -> None:
    documents = written({**read(name), **AI})
    form = one(documents, "short_form" if name == "oppna-data" else "answer_form")
    rows = cells(form, "AI-funktioner")
    assert [row[0] for row in rows] == [*AI["ai_functions"], *[""] * OTHERS]
    labels = [n.label for n in nodes(form) if isinstance(n, Blank)]
    assert {f"{what}: {AI['ai_functions'][0]}" for what in ("Plats", "Felprocent")} <= set(labels)
    assert len(labels) == len(set(labels)), "a form tells its fields apart by their names"


@pytest.mark.parametrize("name", ["bygglov", "oppna-data"])
def test_without_ai_the_tenderer_is_asked_nothing_about_it(name: str) -> None:
    assert not [document for document in written(read(name)) if cells(document, "AI-funktioner")]


def test_what_the_buyer_has_said_of_the_ai_is_printed_with_the_information() -> None:
    answers = AI | {"ai_risk": "high", "ai_role": "deployer", "ai_human_role": "suggests"}
    rows = dict(cells(one(written({**read("bygglov"), **answers}), "requirements"), "Uppgifter i lösningen"))
    assert rows["AI-funktionernas risk, enligt beställaren"] == "hög"
    assert rows["Beställarens roll enligt AI-förordningen"] == "tillhandahållare"
    assert rows["Människans roll i besluten"] == "AI föreslår och en människa beslutar"


def test_introduction_at_the_next_organisation_has_its_price() -> None:
    asked = [row[0] for row in cells(one(written(read("bygglov")), "answer_form"), "Övriga priser")]
    assert "Utbildning, fast pris per tillfälle" in asked
    softer = one(written({**read("bygglov"), "softer": ["PC-SUP-02"]}), "answer_form")
    assert "Utbildning, fast pris per tillfälle" not in [row[0] for row in cells(softer, "Övriga priser")]
