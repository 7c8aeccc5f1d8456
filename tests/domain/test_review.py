"""What the review finds, and that it says nothing when nothing is wrong."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from procurement.domain import brief as briefs
from procurement.domain import facts, review
from procurement.domain.brief import rows
from procurement.domain.questions import Value
from tests.domain.given import AMOUNTS, DAY, LIBRARY, module
from tests.library.releases import FIRST, release

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


def test_schools_are_not_told_that_the_law_on_accessibility_binds_them() -> None:
    without = [{**DEVIATION, "clause": "PC-A11Y-01"}]
    given = {
        sector: base(**CHEAP, budget_sek=2_000_000, sector=sector, deviations=without) for sector in ("school", "care")
    }
    found = {
        sector: next(f for f in review.findings(value, LIBRARY, facts.derive(value, LIBRARY, AMOUNTS, DAY))
                     if f.code == "accessibility_weakened")
        for sector, value in given.items()
    }  # fmt: skip
    assert (found["care"].law, found["school"].law) == ("DOS-lagen 10 §", "DOS-lagen 9 §")
    assert "Lagen kräver" in found["care"].message and "Lagen kräver" not in found["school"].message


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
    ("lots_impossible", "stop", {"modules": [
        {"key": "a", "name": "A", "need": "b", "cost_sek": 6_000_000, "together": ["c"]},
        {"key": "c", "name": "C", "need": "b", "cost_sek": 6_000_000},
    ]}),
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


LEFT = {"code": "processor_role", "where": "processor_role", "reason": "Ombudet utreder saken."}


def test_advice_that_is_left_be_carries_its_reason() -> None:
    value = base(acknowledged=[LEFT])
    found = review.findings(value, LIBRARY, facts.derive(value, LIBRARY, AMOUNTS, DAY))
    assert {(finding.code, finding.acknowledged) for finding in found} == {
        ("processor_role", LEFT["reason"]), ("split_reason_proposed", ""),
    }  # fmt: skip


def test_a_stop_or_a_warning_cannot_be_left_be() -> None:
    value = base(term_months=60, problem=None, acknowledged=[
        {"code": "long_term", "where": "long_term_reason", "reason": "a"},
        {"code": "missing", "where": "problem", "reason": "a"},
    ])  # fmt: skip
    found = review.findings(value, LIBRARY, facts.derive(value, LIBRARY, AMOUNTS, DAY))
    assert {finding.severity for finding in found} == {"stop", "warning", "advice"}
    assert not any(finding.acknowledged for finding in found)


def test_an_acknowledgement_whose_finding_is_gone_is_ignored() -> None:
    assert codes(base(processor_role="controller", acknowledged=[LEFT])) == {"split_reason_proposed"}


def alike(title: str, *, start: str = "2027-06-01", value: int = 200_000, cpv: str = "") -> set[str]:
    """What the review says of the small portal beside another draft."""
    small = briefs.parse((FOLDER / "oppna-data.yaml").read_text(encoding="utf-8"), LIBRARY)
    other = review.Other(title, value, date.fromisoformat(start), cpv)
    derived = facts.derive(small, LIBRARY, AMOUNTS, DAY)
    found = review.findings(small | {"cpv": "72413000"}, LIBRARY, derived, [other])
    return {f"{finding.law}" for finding in found if finding.code == "looks_like_one_purchase"}


def test_drafts_that_look_alike_are_added_up() -> None:
    assert alike("Portal för öppna data, etapp 2") == {"LOU 5 kap. 7 a §"}
    assert alike("Något helt annat", cpv="72413000") == {"LOU 5 kap. 7 a §"}
    assert alike("Portal för öppna data", value=149_999) == set(), "together below the limit"
    assert alike("Portal för öppna data", value=150_000) == {"LOU 5 kap. 7 a §"}
    assert alike("Portal för öppna data", value=1_901_816) == {"LOU 5 kap. 7 §"}, "together at the threshold"
    assert alike("Portal för öppna data", start="2028-03-01") == set(), "more than a year between them"
    assert alike("Nytt system för data om bygglov") == set(), "one word in common is chance"


def test_what_has_been_explained_is_no_more_than_advice() -> None:
    small = briefs.parse((FOLDER / "oppna-data.yaml").read_text(encoding="utf-8"), LIBRARY)
    derived = facts.derive(small | {"similar_purchases": "Ett annat behov."}, LIBRARY, AMOUNTS, DAY)
    others = [review.Other("Portal för öppna data", 200_000, date(2027, 6, 1))]
    found = review.findings(small, LIBRARY, derived, others)
    assert [one.severity for one in found if one.code == "looks_like_one_purchase"] == ["advice"]


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.yaml")))
def test_a_draft_of_the_first_release_is_reviewed_too(name: str) -> None:
    library = release(FIRST)
    value = briefs.parse((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), LIBRARY)
    # What it did not ask of a module nobody had answered.
    fields = {field.key for field in library.questions["modules"].fields}
    modules: list[Value] = [{k: v for k, v in row.items() if k in fields} for row in rows(value, "modules")]
    value = briefs.check({**value, "modules": modules}, library)
    found = review.findings(value, library, facts.derive(value, library, AMOUNTS, DAY))
    assert found and {one.where for one in found} <= {*library.questions, *library.clauses, "lots", "deviations"}


def test_a_large_procurement_follows_every_rule_already() -> None:
    value = base()
    others = [review.Other("Digital bygglovsprocess", 9_000_000, date(2027, 3, 1))]
    found = review.findings(value, LIBRARY, facts.derive(value, LIBRARY, AMOUNTS, DAY), others)
    assert "looks_like_one_purchase" not in {finding.code for finding in found}


def test_a_draft_without_value_or_start_is_compared_with_nothing() -> None:
    assert review.other({"title": "a", "contract_start": "2027-01-01"}) is None
    assert review.other({"title": "a", "budget_sek": 1}) is None


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.yaml")))
def test_the_quick_value_is_the_value(name: str) -> None:
    value = briefs.parse((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), LIBRARY)
    assert facts.value_of(value) == facts.derive(value, LIBRARY, AMOUNTS, DAY).total


TIMES = {"tender_published": "2026-12-01"}


@pytest.mark.parametrize(
    ("procedure", "shortest", "too_short"),
    [("open", "2026-12-31", "2026-12-30"), ("restricted", "2027-01-25", "2027-01-24"),
     ("negotiated", "2027-01-25", "2027-01-24"), ("dialogue", "2026-12-31", "2026-12-30")],
)  # fmt: skip
def test_the_shortest_time_for_tenders_to_the_day(procedure: str, shortest: str, too_short: str) -> None:
    assert "tender_time" not in codes(base(**TIMES, procedure=procedure, tenders_due=shortest))
    assert "tender_time" in codes(base(**TIMES, procedure=procedure, tenders_due=too_short), severity="stop")


def test_below_the_threshold_twenty_days_are_enough() -> None:
    small = base(**CHEAP, budget_sek=1_500_000)
    assert "tender_time_brief" not in codes(small | TIMES | {"tenders_due": "2026-12-21"})
    assert "tender_time_brief" in codes(small | TIMES | {"tenders_due": "2026-12-20"}, severity="advice")


def test_questions_are_answered_six_days_before_at_the_latest() -> None:
    given = TIMES | {"tenders_due": "2027-01-15"}
    assert "answers_late" not in codes(base(**given, questions_answered="2027-01-09"))
    assert "answers_late" in codes(base(**given, questions_answered="2027-01-10"))


def test_the_contract_may_be_made_on_the_eleventh_day() -> None:
    assert "standstill" in codes(base(award_planned="2027-02-19", contract_start="2027-03-01"))
    assert "standstill" not in codes(base(award_planned="2027-02-18", contract_start="2027-03-01"))
    direct = {**CHEAP, "budget_sek": 500_000, "award_planned": "2027-02-28"}
    assert "standstill" not in codes(base(**direct)), "a direct award has none"


def test_a_framework_may_last_four_years_with_extensions_to_the_month() -> None:
    framework = {"is_framework": True, "framework_ceiling_sek": 6_500_000}
    assert "long_framework" not in codes(base(**framework, term_months=24, extension_months=24))
    assert "long_framework" in codes(base(**framework, term_months=25, extension_months=24))
    reason = {"long_term_reason": "Arkivet flyttas under tre år."}
    assert not {"long_framework", "long_term"} & codes(base(**framework, **reason, term_months=60))


def test_a_framework_may_be_worth_what_the_procurement_is() -> None:
    assert "framework_above_value" not in codes(base(is_framework=True, framework_ceiling_sek=6_500_000))
    assert "framework_above_value" in codes(base(is_framework=True, framework_ceiling_sek=6_500_001))


SMALL: dict[str, Any] = {
    "lots": [{"name": "A", "modules": ["karna", "ansokan", "handlaggning"]}, {"name": "B", "modules": ["oppna-data"]}],
    "lot_bids": "several",
    "options_sek": None,
    "extension_months": 0,
}


def small(cost: int, **changes: Any) -> set[str]:
    modules = [module("karna", 2_000_000, need="a"), module("ansokan", 1_000_000, need="a"),
               module("handlaggning", 1_000_000, need="a"), module("oppna-data", cost, need="a")]  # fmt: skip
    return {
        code for code in codes(base(**{**SMALL, "modules": modules, "small_lots": ["2"], **changes})) if "small" in code
    }


def test_the_exception_for_small_lots_ends_at_eighty_thousand_euro() -> None:
    assert small(908_079) == set() and small(908_080) == {"small_lot_too_large"}


def test_small_lots_are_at_most_a_fifth_of_the_whole() -> None:
    third = {"lots": [*SMALL["lots"], {"name": "C", "modules": ["extra"]}], "small_lots": ["2", "3"]}

    def share(rest: int) -> set[str]:
        modules = [module("karna", rest, need="a"), module("ansokan", 500_000, need="a"),
                   module("handlaggning", 500_000, need="a"), module("oppna-data", 600_000, need="a"),
                   module("extra", 400_000, need="a")]  # fmt: skip
        return small(0, **third, modules=modules)

    assert share(3_000_000) == set(), "one million of five"
    assert share(2_999_999) == {"small_lots_share"}


NOT_ON_NEVER_VALID_GROUND = (
    "Licensen för karttjänsten hindrar publicering.",
    "Öppen källkod är inte osäker, men reglerna för kontroll tappar sin verkan.",
    "Leverantören har inte rätt att lämna ut koden enligt avtalet med kartföretaget.",
    "Priset för den öppna lösningen är lägre, men den saknar stöd för granskning.",
    "Leverantören begär betalt för varje integration.",
    "En billigare produkt prövades, men den saknar stöd för behörigheter och rättigheter.",
    "Vi har köpt systemet enligt ramavtalet, som hindrar ändringar.",
)


@pytest.mark.parametrize("said", NOT_ON_NEVER_VALID_GROUND)
def test_a_ground_that_only_resembles_a_bad_one_is_left_alone(said: str) -> None:
    assert "deviation_never_valid" not in codes(base(deviations=[DEVIATION | {"evidence": said}]))


def test_the_authority_s_own_login_is_enough_for_its_own_people() -> None:
    inside = [{"what": "ärendehandlingar", "who": "handläggare och registratorer"}]
    assert "federation_missing" not in codes(base(federations=["own"], privileged_data=inside))
    assert "federation_missing" in codes(base(federations=["own"]))


def test_own_words_with_an_agreement_are_an_agreement() -> None:
    for said in ("Parterna ska ingå ett personuppgiftsbiträdesavtal.", "PUB-avtal ska finnas före start."):
        assert "no_processing_agreement" not in codes(base(wording={"PC-PUB-03": said}))


@pytest.mark.parametrize("said", ["Ändringar i detaljplan.", "Fair hantering av maildata.", "Stöd för plaintext."])
def test_ai_inside_another_word_is_no_ai(said: str) -> None:
    assert "ai_unsaid" not in codes(base(description=said))


@pytest.mark.parametrize(("day", "has_passed"), [("2026-11-22", True), ("2026-11-23", False), ("2026-11-24", False)])
def test_a_last_day_for_tenders_that_has_passed_is_warned_of(day: str, has_passed: bool) -> None:
    assert ("due_passed" in codes(base(tenders_due=day), date(2026, 11, 23), "warning")) is has_passed


def test_signs_that_the_typefaces_lack_are_named_once_and_those_of_the_alphabets_pass() -> None:
    value = base(problem="Väntar 🐘 🐘 och ✅ i kö.")
    found = review.findings(value, LIBRARY, facts.derive(value, LIBRARY, AMOUNTS, DAY))
    assert [one.where for one in found if one.code == "sign_unknown" and "🐘 och ✅." in one.message] == ["problem"]
    assert "sign_unknown" not in codes(base(problem="Grönt → blått ✓ Ω “citat” – 10 °C, €, ½ och č."))
