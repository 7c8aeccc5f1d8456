"""What a tenderer needs besides the requirements: how it is carried out, what words mean, what is priced and asked."""

import re
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from procurement.domain.assemble import procedure
from procurement.domain.assemble.asked import ACCEPTED, ELSEWHERE, WITH_TENDER
from procurement.domain.assemble.builder import Builder
from procurement.domain.document import Document
from tests.domain import tree
from tests.domain.given import LIBRARY
from tests.domain.test_awarding import below, written
from tests.domain.test_calendar import SMALL
from tests.domain.test_lot_documents import from_answers
from tests.domain.test_references import COMPLETE, everything
from tests.domain.test_references import written as set_of
from tests.domain.test_workbook import case_of
from tests.domain.tree import table, tables, text
from tests.library.situations import KINDS, TOTALS

CARRIED_OUT = "Så går upphandlingen till"


def all_said(document: Document) -> str:
    return "\n".join(everything(document))


def carried_out(document: Document) -> str:
    return text(document).partition(CARRIED_OUT)[2]


def test_whoever_tenders_is_told_whom_to_ask_and_how_long_and_in_which_language() -> None:
    for name, key in (("bygglov", "lots"), ("oppna-data", "short_form")):
        said = carried_out(written(name, tender_valid_days=90, tender_language="svenska eller engelska")[key])
        assert "eller till upphandling@" in said or "eller till it@" in said
        assert "skrivs på svenska eller engelska." in said and "i 90 dagar" in said
        assert "OSL 19 kap. 3 §" in said and "OSL 31 kap. 16 §" in said


def test_an_earlier_release_that_asks_for_neither_says_neither() -> None:
    case = case_of("bygglov")
    late = ("tender_valid_days", "tender_language", "procedure")
    known = {key: value for key, value in case.facts.answers.items() if key not in late}
    b = Builder(replace(case, facts=replace(case.facts, answers=known)))
    procedure.points(b)
    said = "\n".join(map(tree.said, b.blocks))
    assert "senast den dag som står där." in said and "bunden" not in said and "skrivs på" not in said
    assert "görs genom" not in said


def test_each_set_of_rules_is_told_as_it_is() -> None:
    union, national = carried_out(written("bygglov")["lots"]), carried_out(below()["lots"])
    direct = carried_out(written("oppna-data")["short_form"])
    assert "LOU 9 kap. 16 §" in union and "LOU 12 kap. 12 §" in union and "avtalsspärren" in union
    assert "utan förhandling" in national and "LOU 19 kap. 19 §" in national and "avtalsspärren" in national
    assert "inbjudan" in direct and "LOU 19 a kap. 10 §" in direct and "avtalsspärren" not in direct


def test_who_applies_first_is_sent_to_the_notice_and_the_buyer_told_what_is_missing() -> None:
    made = written("bygglov", procedure="negotiated")
    assert "ansöker först" in carried_out(made["lots"]) and "hur många som bjuds in" in text(made["decision"])
    made = written("bygglov", procedure="open")
    assert "Alla leverantörer får lämna anbud" in carried_out(made["lots"])
    assert "hur många som bjuds in" not in text(made["decision"])


def test_a_small_lot_that_is_taken_out_is_told_of_the_rules_it_has() -> None:
    answers = SMALL | {"contract_start": "2027-08-02", "small_lots": ["1"], "system_kind": "new"}
    taken, kept = (carried_out(from_answers(number, **answers)["lots"]) for number in (1, 2))
    assert "enligt 19 kap. LOU" in taken and "LOU 19 kap. 19 §" in taken and "LOU 9 kap. 16 §" not in taken
    assert "LOU 9 kap. 16 §" in kept and "enligt 19 kap. LOU" not in kept


def test_the_summary_and_the_number_of_the_buyer_stand_first() -> None:
    for name, key in (("skolplattform", "requirements"), ("oppna-data", "short_form")):
        document = written(name, summary="Fyra meningar om köpet.")[key]
        assert "Fyra meningar om köpet." in text(document)
        assert re.search(r"kommun, \d{6}-\d{4}", table(document, "Uppdraget i korthet")[0][1])


@pytest.mark.parametrize(("regime", "kind"), list(product(TOTALS, KINDS)))
def test_every_word_that_a_penalty_is_counted_by_is_explained_in_the_same_paper(regime: Any, kind: Any) -> None:
    given = COMPLETE | {"budget_sek": TOTALS[regime], "system_kind": kind, "data_class": "internal",
                        "award_basis": "price"}  # fmt: skip
    for document in set_of(given):
        if document.key not in ("contract_terms", "short_form"):
            continue
        said = all_said(document)
        for word in ("avtalets värde", "avtalets årsvärde", "månadsavgift", "första stegets pris", "arbetsdag"):
            if re.search(rf"{word}", said):
                assert f"Med {word} menas" in said, word
        assert "kontraktets värde" not in said and "totala värde" not in said


def test_what_is_deployed_is_said_where_the_buyer_runs_the_solution() -> None:
    meaning = "en ändring är driftsatt när den är klar att driftsätta"
    assert meaning in text(written("bygglov", hosting="authority")["contract_terms"])
    assert meaning not in text(written("bygglov", hosting="supplier")["contract_terms"])


def test_who_may_extend_the_contract_is_said_where_it_can_be() -> None:
    assert "sammanlagt högst 24 månader" in text(written("bygglov")["contract_terms"])
    assert "förlänga avtalet" not in text(written("skolplattform")["contract_terms"])


@pytest.mark.parametrize(("regime", "kind"), list(product(TOTALS, KINDS)))
def test_the_form_asks_for_all_that_the_terms_want_with_the_tender(regime: Any, kind: Any) -> None:
    given = COMPLETE | {"budget_sek": TOTALS[regime], "system_kind": kind, "data_class": "personal",
                        "award_basis": "price"}  # fmt: skip
    documents = {document.key: document for document in set_of(given)}
    form = all_said(documents.get("answer_form") or documents["short_form"])
    terms = all_said(documents.get("contract_terms") or documents["short_form"])
    for clause in LIBRARY.clauses.values():
        wanted = clause.evidence.split(". ")[0].removeprefix(WITH_TENDER).removeprefix(ACCEPTED).strip(" .")
        if clause.kind != "contract_term" or clause.id in ELSEWHERE or clause.id not in terms or not wanted:
            continue
        if clause.evidence.startswith(WITH_TENDER) and not clause.softer_evidence:
            assert wanted.removeprefix("och ").lstrip(", ")[1:] in form, clause.id


def test_options_are_in_the_price_that_is_compared_and_can_be_told_apart() -> None:
    with_options = written("bygglov")["answer_form"]
    assert "möjlig förlängning och optioner inräknade" in text(with_options)
    assert ["Varav för förlängningar och optioner", "…"] in tables(with_options, "Pris")[0]
    without = written("skolplattform")["answer_form"]
    assert "Varav" not in all_said(without) and "optioner inräknade" not in text(without)


def test_the_form_says_which_lots_a_requirement_is_asked_of() -> None:
    rows = table(written("skolplattform")["answer_form"], "Svar på kraven")
    only = {row[0].split("\n")[1]: row[1] for row in rows}
    assert "Bara delkontrakt 1, 2, 3 och 4" in only["PC-API-01"] and "Bara" not in only["PC-LIC-01"]


def test_a_framework_says_how_it_is_called_off() -> None:
    made = written("bygglov", is_framework=True, framework_ceiling_sek=6_500_000)
    said = text(made["contract_terms"])
    assert "högst 6 500 000 kr" in said and "inte skyldig att avropa" in said
    assert "ordning för avropen" in text(made["decision"])
    assert "avropar" not in text(written("bygglov")["contract_terms"])


def test_the_rules_behind_the_requirements_are_named() -> None:
    for written_as in (written("bygglov")["requirements"], written("oppna-data")["short_form"]):
        assert "beställarens principer för öppen programvara: öppna API:er för öppna data" in text(written_as)
