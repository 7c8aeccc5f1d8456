"""The changelog is true: it names everything that has come, changed and gone since the first release."""

import pytest

from procurement.domain import releases
from procurement.domain.assemble import documents
from procurement.domain.brief import parse
from procurement.domain.facts import derive
from tests.domain.given import AMOUNTS, DAY, LIBRARY
from tests.library.releases import FIRST, release

LATEST = LIBRARY.changelog[0]


def test_the_latest_release_is_the_one_on_disk_and_the_first_is_kept() -> None:
    assert LATEST.version == LIBRARY.version
    assert LIBRARY.changelog[-1].version == FIRST == release(FIRST).version
    assert set(LIBRARY.changelog[-1].clauses) == set(release(FIRST).clauses)
    assert not release(FIRST).changelog, "it was made before there was one, and is read all the same"


def test_no_clause_that_has_been_released_is_gone() -> None:
    assert not releases.compare(release(FIRST), LIBRARY).removed


def test_an_earlier_release_still_makes_the_documents_of_its_drafts(brief_of_the_time: str) -> None:
    library = release(FIRST)
    brief = parse(brief_of_the_time, library)
    made = documents(brief, library, derive(brief, library, AMOUNTS, DAY), draft=True)
    assert made and all(document.blocks for document in made)


@pytest.fixture(params=["new", "extend", "open_product", "standard_product", "operations"])
def brief_of_the_time(request: pytest.FixtureRequest) -> str:
    """A brief with the answers that the first release asked for."""
    return f"""
title: Bygglov
authority: {{name: Sjövalla kommun, org_number: 212000-9999, kind: municipality}}
problem: Den som söker bygglov får vänta.
user_groups: [{{name: Sökande, count: 900, need: Veta var ärendet är.}}]
goals: [{{measure: Väntetid, baseline: 10 veckor, target: 5 veckor}}]
system_kind: {request.param}
data_class: personal
surfaces: [public_web, staff_web]
budget_sek: 14000000
contract_start: 2027-03-01
first_need: en sökande ser sitt ärende
partners: [{{name: Norrfors kommun, org_number: 212000-1111, population: 9000}}]
closed_components: [{{name: Kartan, reason: Tredje parts rätt., until: 2028-01-01}}]
award_basis: quality_price
price_weight: 60
criteria: [{{clause: PC-CODE-05, weight: 40}}]
hosting: supplier
"""


def test_every_clause_that_came_after_the_first_release_is_named() -> None:
    came = {clause.id for clause in releases.compare(release(FIRST), LIBRARY).added}
    named = {identity for one in LIBRARY.changelog for identity in one.added}
    assert named >= came, f"say in changelog.yaml why they were added: {sorted(came - named)}"
    assert not named & set(LIBRARY.changelog[-1].clauses)


def test_every_clause_that_has_changed_since_the_first_release_is_named() -> None:
    changed = {one.new.id for one in releases.compare(release(FIRST), LIBRARY).changed}
    named = {identity for one in LIBRARY.changelog for identity in one.changed}
    assert named >= changed, f"say in changelog.yaml what changed: {sorted(changed - named)}"
