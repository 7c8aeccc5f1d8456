"""Which clauses stand, in which variant, and what led to them."""

from datetime import date, timedelta
from typing import Any

import pytest

from procurement.domain import selection
from procurement.domain.selection import DEVIATION, Selected, is_complete
from tests.domain.given import DAY, LIBRARY, brief, facts

ANSWERS: dict[str, Any] = {
    "system_kind": "new",
    "data_class": "personal",
    "budget_sek": 5_000_000,
    "award_basis": "quality_price",
}
CLAUSE = "PC-CODE-02"
WHOLE = {
    "clause": CLAUSE,
    "reason_code": "R4",
    "evidence": "Underlag.",
    "alternatives": "Prövade.",
    "compensation": "Öppet API.",
    "decided_by": "Nämnden",
    "decided_on": "2026-11-01",
    "expires_on": "2026-11-23",
}


def applicable(on: date = DAY, **answers: Any) -> dict[str, Selected]:
    given = ANSWERS | answers
    return {s.clause.id: s for s in selection.applicable(brief(**given), LIBRARY, facts(on, **given))}


def standing(on: date = DAY, **answers: Any) -> set[str]:
    given = ANSWERS | answers
    return {s.clause.id for s in selection.standing(brief(**given), LIBRARY, facts(on, **given))}


def test_a_clause_stands_when_its_condition_holds_without_anyone_asking() -> None:
    assert {"PC-CODE-01", "PC-FED-01", "PC-FIRST-01", "PC-LIC-02"} <= standing()


def test_a_clause_does_not_stand_when_its_condition_does_not_hold() -> None:
    assert "PC-FED-01" not in standing(data_class="open")
    assert {"PC-LIC-02", "PC-LIC-03"} & standing(rights_model="authority_owns") == {"PC-LIC-03"}
    assert "PC-CODE-02" not in standing(system_kind="operations")


def test_an_unanswered_question_leads_to_nothing() -> None:
    assert "PC-CODE-01" not in standing(system_kind=None)


def test_clauses_stand_in_the_order_of_the_documents() -> None:
    found = selection.standing(brief(**ANSWERS), LIBRARY, facts(**ANSWERS))
    order = list(LIBRARY.areas)
    assert [order.index(s.clause.area) for s in found] == sorted(order.index(s.clause.area) for s in found)


def test_an_award_criterion_stands_only_when_chosen() -> None:
    assert not [s for s in applicable().values() if s.clause.kind == "award_criterion"]
    chosen = applicable(criteria=[{"clause": "PC-USER-04", "weight": 60}])
    assert [s.clause.id for s in chosen.values() if s.clause.kind == "award_criterion"] == ["PC-USER-04"]


def test_a_criterion_that_does_not_suit_the_procurement_does_not_stand() -> None:
    assert "PC-STD-03" not in applicable(criteria=[{"clause": "PC-STD-03", "weight": 60}])


def test_criteria_chosen_before_the_award_became_one_on_price_count_for_nothing() -> None:
    assert "PC-USER-04" not in applicable(award_basis="price", criteria=[{"clause": "PC-USER-04", "weight": 60}])


def test_the_criteria_to_choose_between_are_those_that_suit() -> None:
    found = {clause.id for clause in selection.criteria_to_choose(LIBRARY, facts(**ANSWERS))}
    assert {"PC-USER-04", "PC-CODE-05"} <= found and "PC-STD-03" not in found
    assert all(LIBRARY.clauses[key].kind == "award_criterion" for key in found)


def test_a_whole_deviation_switches_its_clause_off_and_is_shown() -> None:
    found = applicable(deviations=[WHOLE])
    assert found[CLAUSE].deviation == WHOLE
    assert CLAUSE not in standing(deviations=[WHOLE])
    assert standing() - standing(deviations=[WHOLE]) == {CLAUSE}


@pytest.mark.parametrize("left_out", DEVIATION)
def test_a_deviation_that_leaves_anything_out_takes_nothing_away(left_out: str) -> None:
    part = {key: value for key, value in WHOLE.items() if key != left_out}
    assert not is_complete(part)
    assert CLAUSE in standing(deviations=[part])


def test_a_deviation_asks_for_all_that_the_format_has() -> None:
    assert set(DEVIATION) == set(WHOLE)


@pytest.mark.parametrize(("days", "is_off"), [(-1, True), (0, True), (1, False)])
def test_a_deviation_holds_on_its_last_day_and_not_the_day_after(days: int, is_off: bool) -> None:
    assert (CLAUSE not in standing(DAY + timedelta(days=days), deviations=[WHOLE])) is is_off


def test_a_deviation_from_a_clause_that_does_not_apply_changes_nothing() -> None:
    assert standing(data_class="open", deviations=[WHOLE | {"clause": "PC-FED-01"}]) == standing(data_class="open")


def test_the_standard_text_is_used_unless_something_says_otherwise() -> None:
    assert applicable()[CLAUSE].variant == "standard"


def test_the_softer_text_is_used_where_chosen() -> None:
    assert applicable(softer=[CLAUSE])[CLAUSE].variant == "softer"


def test_a_clause_without_softer_text_keeps_its_standard_text() -> None:
    hard = next(c.id for c in LIBRARY.clauses.values() if not c.softer and c.id in standing())
    assert applicable(softer=[hard])[hard].variant == "standard"


def test_the_softer_text_is_used_where_the_answers_call_for_it() -> None:
    assert applicable(system_kind="standard_product")["PC-CODE-01"].variant == "softer"


def test_the_softer_text_has_its_own_proof_check_and_scale_where_the_standard_one_s_do_not_fit() -> None:
    criterion = {"criteria": [{"clause": "PC-API-04", "weight": 10}]}
    built = applicable(system_kind="new", award_basis="quality_price", **criterion)["PC-API-04"].clause
    bought = applicable(system_kind="open_product", award_basis="quality_price", **criterion)["PC-API-04"].clause
    # What is not built yet has no test environment to call, and nobody has connected to it.
    assert "testmiljö" in bought.evidence and "testmiljö" not in built.evidence
    assert "integration" in bought.scale[-1][1] and "integration" not in built.scale[-1][1]
    assert [points for points, _ in built.scale] == [points for points, _ in bought.scale]
    assert built.check != bought.check


def test_own_words_go_before_the_softer_text_and_blank_words_are_none() -> None:
    assert applicable(softer=[CLAUSE], wording={CLAUSE: "Egna ord."})[CLAUSE].variant == "own"
    assert applicable(softer=[CLAUSE], wording={CLAUSE: "  "})[CLAUSE].variant == "softer"


def test_each_clause_tells_which_answers_led_to_it() -> None:
    because = {b.key: b for b in applicable()[CLAUSE].because}
    assert set(because) == set(LIBRARY.clauses[CLAUSE].when)
    assert because["system_kind"].answer == "nyutveckling"
    assert because["system_kind"].question == LIBRARY.questions["system_kind"].label


@pytest.mark.parametrize("total", [500_000, 2_000_000, 5_000_000, 38_000_000])
@pytest.mark.parametrize("kind", ["new", "standard_product", "operations"])
def test_every_reason_has_a_question_and_an_answer_in_words(total: int, kind: str) -> None:
    for selected in applicable(
        budget_sek=total, system_kind=kind, lot_cap_sek=400_000, max_lots_per_supplier=2
    ).values():
        assert {b.key for b in selected.because} == set(selected.clause.when)
        assert all(b.question and b.answer and "_" not in b.answer for b in selected.because)
