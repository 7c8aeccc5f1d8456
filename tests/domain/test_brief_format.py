"""The keys of the brief that other people's files use. Written out: none may be renamed or change kind."""

import pytest

from procurement.domain import brief as briefs
from procurement.domain.questions import Question
from tests.domain.given import LIBRARY, facts

# Key → kind; "a.b" is a field of a group or of a row.
KEYS = {
    "format": "integer",
    "title": "text",
    "reference": "text",
    "authority": "group",
    "authority.name": "text",
    "authority.org_number": "org_number",
    "authority.kind": "choice",
    "contact": "group",
    "contact.email": "email",
    "summary": "long_text",
    "problem": "long_text",
    "user_groups": "rows",
    "user_groups.name": "text",
    "user_groups.count": "integer",
    "user_groups.need": "text",
    "goals": "rows",
    "goals.measure": "text",
    "goals.baseline": "text",
    "goals.target": "text",
    "evidence": "long_text",
    "current_solution": "long_text",
    "reuse_search": "long_text",
    "bidders_expected": "integer",
    "system_kind": "choice",
    "description": "long_text",
    "surfaces": "choices",
    "repository_url": "url",
    "data_class": "choice",
    "security_sensitive": "yes_no",
    "sector": "choice",
    "open_datasets": "list",
    "privileged_data": "rows",
    "privileged_data.what": "text",
    "privileged_data.who": "text",
    "federations": "choices",
    "assurance_level": "choice",
    "integrations": "rows",
    "integrations.system": "text",
    "integrations.exchange": "text",
    "integrations.standard": "text",
    "ai_functions": "list",
    "licence": "choice",
    "rights_model": "choice",
    "repo_url": "url",
    "closed_components": "rows",
    "closed_components.name": "text",
    "closed_components.reason": "text",
    "closed_components.until": "date",
    "publication_exceptions": "rows",
    "publication_exceptions.part": "text",
    "publication_exceptions.reason": "text",
    "publication_exceptions.law": "text",
    "publication_exceptions.review": "date",
    "contract_start": "date",
    "first_delivery_days": "integer",
    "first_need": "text",
    "deploy_minutes": "integer",
    "release_interval_days": "integer",
    "term_months": "integer",
    "extension_months": "integer",
    "options_sek": "kronor",
    "budget_sek": "kronor",
    "lot_cap_sek": "kronor",
    "modules": "rows",
    "modules.key": "text",
    "modules.name": "text",
    "modules.need": "text",
    "modules.cost_sek": "kronor",
    "modules.depends_on": "list",
    "modules.kind": "choice",
    "modules.together": "list",
    "modules.apart": "list",
    "modules.funded_by": "rows",
    "modules.funded_by.partner": "text",
    "modules.funded_by.percent": "percent",
    "lots": "rows",
    "lots.name": "text",
    "lots.modules": "list",
    "lots.parts": "list",
    "lots.reason": "long_text",
    "division_reason": "long_text",
    "lot_bids": "choice",
    "max_lots_per_supplier": "integer",
    "no_split_reason": "long_text",
    "partners": "rows",
    "partners.name": "text",
    "partners.org_number": "org_number",
    "partners.population": "integer",
    "cost_key": "choice",
    "cost_shares": "rows",
    "cost_shares.partner": "text",
    "cost_shares.percent": "percent",
    "authority_population": "integer",
    "award_basis": "choice",
    "price_weight": "integer",
    "criteria": "rows",
    "criteria.clause": "text",
    "criteria.weight": "integer",
    "hosting": "choice",
    "availability": "percent",
    "location": "text",
    "penalty_cap_percent": "integer",
    "deviations": "rows",
    "deviations.clause": "text",
    "deviations.reason_code": "choice",
    "deviations.evidence": "long_text",
    "deviations.alternatives": "long_text",
    "deviations.compensation": "long_text",
    "deviations.decided_by": "text",
    "deviations.decided_on": "date",
    "deviations.expires_on": "date",
    "softer": "list",
    "wording": "mapping",
    "skipped": "mapping",
}

CHOICES = {
    "authority.kind": ["municipality", "region", "state", "municipal_company"],
    "system_kind": ["new", "extend", "open_product", "standard_product", "operations"],
    "surfaces": ["public_web", "staff_web", "mobile_app", "documents", "api_only"],
    "data_class": ["open", "internal", "personal", "secret", "security"],
    "sector": ["citizen_service", "school", "care", "higher_education", "other"],
    "federations": ["sweden_connect", "skolfederation", "sambi", "swamid", "fidus", "fedkom", "own"],
    "assurance_level": [2, 3, 4],
    "rights_model": ["supplier_keeps", "authority_owns"],
    "lot_bids": ["one", "several", "all"],
    "cost_key": ["equal", "population", "by_module", "custom"],
    "award_basis": ["quality_price", "cost", "price"],
    "hosting": ["supplier", "authority", "none"],
    "deviations.reason_code": [f"R{n}" for n in range(1, 10)],
}

DEFAULTS = {
    "security_sensitive": False,
    "assurance_level": 3,
    "licence": "EUPL-1.2",
    "rights_model": "supplier_keeps",
    "first_delivery_days": 30,
    "deploy_minutes": 30,
    "release_interval_days": 14,
    "extension_months": 0,
    "options_sek": 0,
    "lot_cap_sek": 10_000_000,
    "cost_key": "by_module",
    "availability": 99.5,
    "location": "EU/EES",
    "penalty_cap_percent": 15,
}

LICENCES = {"EUPL-1.2", "AGPL-3.0-or-later", "GPL-3.0-or-later", "LGPL-3.0-or-later", "MPL-2.0", "Apache-2.0", "MIT"}


def at(path: str) -> Question:
    """The question or field at a path."""
    first, *rest = path.split(".")
    found = briefs.schema_of(LIBRARY)[first]
    for key in rest:
        found = next(field for field in found.fields if field.key == key)
    return found


@pytest.mark.parametrize(("path", "kind"), KEYS.items())
def test_every_key_of_the_format_has_its_kind(path: str, kind: str) -> None:
    assert at(path).kind == kind


@pytest.mark.parametrize(("path", "keys"), CHOICES.items())
def test_every_choice_of_the_format_can_be_made(path: str, keys: list[str | int]) -> None:
    assert [choice.key for choice in at(path).choices] == keys


def test_the_licences_are_named_as_in_spdx() -> None:
    assert {str(choice.key) for choice in at("licence").choices} >= LICENCES


def test_an_unanswered_question_may_say_unknown_not_applicable_or_later() -> None:
    (why,) = at("skipped").fields
    assert [choice.key for choice in why.choices] == ["unknown", "not_applicable", "later"]


def test_a_title_has_at_most_120_characters() -> None:
    assert at("title").max_length == 120


@pytest.mark.parametrize(("key", "value"), DEFAULTS.items())
def test_every_default_of_the_format_is_the_default(key: str, value: object) -> None:
    default = at(key).default
    assert default == value and type(default) is type(value)


def test_a_default_counts_as_an_answer_and_is_not_written_into_the_brief() -> None:
    found = facts(system_kind="new", data_class="personal", hosting="supplier", partners=[{"name": "Norrfors kommun"}])
    assert {key: found.answers[key] for key in DEFAULTS} == DEFAULTS
    assert briefs.check({}, LIBRARY) == {"format": 1}


def test_an_answer_goes_before_its_default() -> None:
    assert facts(first_delivery_days=14).answers["first_delivery_days"] == 14
    assert facts(data_class="open", security_sensitive=False).answers["security_sensitive"] is False


def test_every_question_of_the_wizard_is_a_key_and_every_key_a_question_or_bookkeeping() -> None:
    bookkeeping = {
        "format",
        "deviations",
        "acknowledged",
        "house",
        "seam_shares",
        "softer",
        "wording",
        "notes",
        "skipped",
    }
    assert set(briefs.schema_of(LIBRARY)) == set(LIBRARY.questions) | bookkeeping
    assert {path for path in KEYS if "." not in path} <= set(briefs.schema_of(LIBRARY))
