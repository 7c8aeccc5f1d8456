"""What the review finds, and that it says nothing when nothing is wrong."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from procurement.domain import brief as briefs
from procurement.domain import facts, review
from tests.domain.given import AMOUNTS, DAY, LIBRARY, module

FOLDER = Path(__file__).parents[2] / "fixtures" / "briefs"


def base(**changes: Any) -> briefs.Brief:
    """The building permits brief, which has no stop, with some answers changed; None takes one away."""
    value = briefs.parse((FOLDER / "bygglov.yaml").read_text(encoding="utf-8"), LIBRARY)
    merged = {**value, **changes}
    return {key: answer for key, answer in merged.items() if answer is not None}


def codes(value: briefs.Brief, on: date = DAY, severity: str = "") -> set[str]:
    derived = facts.derive(value, LIBRARY, AMOUNTS, on)
    found = review.findings(value, LIBRARY, derived)
    return {finding.code for finding in found if not severity or finding.severity == severity}


DEVIATION = {
    "clause": "PC-CODE-02", "reason_code": "R1", "evidence": "a", "alternatives": "b", "compensation": "c",
    "decided_by": "d", "decided_on": "2026-11-01", "expires_on": "2027-11-01",
}  # fmt: skip
CHEAP = {"modules": None, "options_sek": None, "extension_months": 0}

FAULTS: list[tuple[str, str, dict[str, Any]]] = [
    ("missing", "stop", {"problem": None}),
    ("missing", "stop", {"modules": None, "budget_sek": None}),
    ("missing", "stop", {"user_groups": [{"name": "Sökande", "count": 900}]}),
    ("security_sensitive", "stop", {"security_sensitive": True}),
    ("security_sensitive", "stop", {"data_class": "security"}),
    ("budget_mismatch", "stop", {"budget_sek": 5_000_000}),
    ("module_cost", "stop", {"modules": [{"key": "a", "name": "A", "need": "b"}]}),
    ("module_cost", "warning", {"modules": [{"key": "a", "name": "A", "need": "b"}], "budget_sek": 5_000_000}),
    ("options_missing", "warning", {"options_sek": None}),
    ("direct_award", "advice", {**CHEAP, "budget_sek": 500_000}),
    ("lot_above_cap", "stop", {"lots": [{"name": "Allt", "modules": ["karna", "ansokan", "handlaggning"]}],
                               "lot_cap_sek": 6_000_000}),
    ("lot_backwards", "stop", {"lots": [{"name": "A", "modules": ["ansokan", "handlaggning", "oppna-data"]},
                                        {"name": "B", "modules": ["karna"]}], "lot_bids": "all"}),
    ("lot_missing", "stop", {"lots": [{"name": "A", "modules": ["karna"]}]}),
    ("lot_twice", "stop", {"lots": [{"name": "A", "modules": ["karna", "ansokan"]},
                                    {"name": "B", "modules": ["karna", "handlaggning", "oppna-data"]}]}),
    ("lots_from_seams", "advice", {"modules": None, "budget_sek": 30_000_000, "lot_bids": "several"}),
    ("not_divided", "advice", {"lot_cap_sek": 5_000_000, "no_split_reason": "Går inte."}),
    ("split_reason_proposed", "advice", {}),
    ("no_reason_not_to_divide", "stop", {"modules": [{"key": "a", "need": "b"}], "budget_sek": 30_000_000}),
    ("weights", "stop", {"price_weight": 50}),
    ("criterion_twice", "stop", {"criteria": [{"clause": "PC-USER-04", "weight": 30}] * 2}),
    ("criterion_unsuitable", "stop", {"criteria": [{"clause": "PC-STD-03", "weight": 60}]}),
    ("weight_unusual", "advice", {"criteria": [{"clause": "PC-USER-04", "weight": 60}]}),
    ("deviation_incomplete", "stop", {"deviations": [{"clause": "PC-CODE-02", "reason_code": "R1"}]}),
    ("deviation_expired", "warning", {"deviations": [DEVIATION | {"expires_on": "2026-11-22"}]}),
    ("deviation_dates", "stop", {"deviations": [DEVIATION | {"decided_on": "2027-12-01"}]}),
    ("exception_without_law", "stop", {"publication_exceptions": [{"part": "a", "reason": "b"}]}),
    ("secrecy", "warning", {"data_class": "secret", "technical_processing_only": True}),
    ("long_term", "warning", {"term_months": 60}),
    ("limit_without_effect", "advice", {"lot_cap_sek": 5_000_000, "max_lots_per_supplier": 9, "lot_bids": "several"}),
    ("unawardable_lot", "warning", {"lot_cap_sek": 2_500_000, "max_lots_per_supplier": 1, "lot_bids": "several",
                                    "bidders_expected": 1}),
]  # fmt: skip


def test_a_sound_brief_has_no_stop_and_no_needless_word() -> None:
    assert codes(base()) == {"processor_role", "split_reason_proposed"}


@pytest.mark.parametrize(("code", "severity", "changes"), FAULTS, ids=[f"{n}-{f[0]}" for n, f in enumerate(FAULTS)])
def test_a_fault_is_found(code: str, severity: str, changes: dict[str, Any]) -> None:
    assert code in codes(base(**changes), severity=severity)


def test_a_day_without_a_threshold_stops_the_issue() -> None:
    assert "no_threshold" in codes(base(), date(2028, 1, 1), "stop")
    assert "no_threshold" not in codes(base(), date(2027, 12, 31))
    assert "no_threshold" in codes(base(), date(2026, 3, 16), "stop")
    assert "no_threshold" not in codes(base(), date(2026, 3, 17))


def test_weights_may_miss_while_a_criterion_has_none() -> None:
    assert "weights" not in codes(base(criteria=[{"clause": "PC-USER-04"}]))


def test_what_does_not_apply_is_not_missed() -> None:
    assert "missing" not in codes(base(evidence=None, skipped={"evidence": "not_applicable"}))
    assert "missing" in codes(base(evidence=None, skipped={"evidence": "later"}))


def test_stops_come_first() -> None:
    value = base(problem=None, term_months=60)
    found = review.findings(value, LIBRARY, facts.derive(value, LIBRARY, AMOUNTS, DAY))
    order = [("stop", "warning", "advice").index(finding.severity) for finding in found]
    assert order == sorted(order)


def test_every_law_a_finding_names_is_in_the_table_and_applies() -> None:
    for _, _, changes in FAULTS:
        value = base(**changes)
        derived = facts.derive(value, LIBRARY, AMOUNTS, DAY)
        for finding in review.findings(value, LIBRARY, derived):
            if finding.law:
                assert derived.regime is None or derived.regime in LIBRARY.laws[finding.law].regimes, finding


def test_every_place_a_finding_points_to_exists() -> None:
    for _, _, changes in FAULTS:
        value = base(**changes)
        derived = facts.derive(value, LIBRARY, AMOUNTS, DAY)
        for finding in review.findings(value, LIBRARY, derived):
            assert finding.where in {*LIBRARY.questions, *LIBRARY.clauses, "lots", "deviations"}, finding


def test_a_module_above_the_cap_is_no_fault_when_it_is_cut() -> None:
    assert not codes(base(modules=[module("stor", 14_000_000, need="a")], lot_bids="several"), severity="stop")
