"""What the documents say of operation, security, accessibility and the buyer's data."""

import re
from typing import Any

import pytest

from procurement.domain import facts, selection
from procurement.domain.document import Heading, Row, Table
from tests.domain.given import AMOUNTS, DAY, LIBRARY
from tests.domain.test_assemble import nodes, one, read, text, written


def variants(name: str, **changes: Any) -> dict[str, str]:
    """The clauses that stand for the brief with some answers changed, and in which variant."""
    value = {**read(name), **changes}
    derived = facts.derive(value, LIBRARY, AMOUNTS, DAY)
    return {s.clause.id: s.variant for s in selection.standing(value, LIBRARY, derived)}


def said_for_tenderers(**changes: Any) -> str:
    documents = written({**read("skolplattform"), **changes})
    return " ".join(text(document) for document in documents if not document.internal)


def test_the_service_level_and_the_place_are_said_once() -> None:
    said = said_for_tenderers(availability=99.7, location="Norden")
    assert said.count("99,7 %") == 1 and said.count("Norden") == 1
    assert "Tillgänglighet per månad" not in said


def test_without_a_service_level_the_frame_says_the_place() -> None:
    said = said_for_tenderers(hosting="authority", location="Norden")
    assert said.count("Norden") == 1 and "Plats för lagring och behandling" in said
    short = text(written({**read("oppna-data"), "availability": 99.7})[0])
    assert short.count("99,7 %") == 1


@pytest.mark.parametrize(("sector", "expected"), [("school", "DOS-lagen 9 §"), ("citizen_service", "DOS-lagen 10 §")])
def test_the_annexes_lean_on_the_law_that_binds_the_buyer(sector: str, expected: str) -> None:
    said = said_for_tenderers(sector=sector).replace("\u00a0", " ")
    assert {ref for ref in ("DOS-lagen 9 §", "DOS-lagen 10 §") if ref in said} == {expected}


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ([{"name": "Karttjänst", "reason": "Öppen saknas", "until": "2028-12-31"}], "Karttjänst"),
        ([], "Beställaren har inte godkänt någon sluten komponent i förväg."),
    ],
)
def test_the_requirement_on_dependencies_finds_its_list(listed: Any, expected: str) -> None:
    annex = one(written({**read("skolplattform"), "closed_components": listed}), "requirements")
    assert "Slutna komponenter" in [n.text for n in nodes(annex) if isinstance(n, Heading)]
    assert expected in text(annex)


def test_a_product_that_is_closed_needs_no_list_of_closed_components() -> None:
    annex = one(written({**read("skolplattform"), "system_kind": "standard_product"}), "requirements")
    assert "Slutna komponenter" not in [n.text for n in nodes(annex) if isinstance(n, Heading)]


def test_the_formats_for_components_and_export_are_named_with_their_equivalents() -> None:
    said = re.sub(r"\s+", " ", text(one(written(read("skolplattform")), "requirements"))).replace(" ,", ",")
    assert (
        "i formatet CycloneDX (version 1.5 eller senare) eller SPDX (version 2.3 eller senare),"
        " eller i ett likvärdigt format" in said
    )
    assert "CSV, JSON, GeoPackage, PDF/A eller likvärdiga" in said


def test_a_platform_and_what_shall_be_kept_are_told_the_tenderer() -> None:
    said = said_for_tenderers(
        platform_needs=[{"what": "karttjänst", "need": "hämta kartor"}],
        archive="Beslut bevaras.",
        export_sets=["omdömen"],
        accessibility_exceptions=[{"part": "inskannade kartor", "reason": "går inte att tolka"}],
    )
    for told in ("karttjänst", "Beslut bevaras.", "omdömen", "inskannade kartor"):
        assert told in said


@pytest.mark.parametrize("surface", ["public_web", "staff_web", "mobile_app", "documents"])
def test_where_people_meet_the_solution_it_must_be_accessible(surface: str) -> None:
    assert {"PC-A11Y-01", "PC-A11Y-02", "PC-A11Y-U"} <= variants("bygglov", surfaces=[surface]).keys()


def test_where_only_systems_meet_nothing_is_said_of_accessibility() -> None:
    assert not [identity for identity in variants("bygglov", surfaces=["api_only"]) if "A11Y" in identity]


@pytest.mark.parametrize(
    ("identity", "changes", "variant"),
    [
        ("PC-DEP-01", {}, "standard"),
        ("PC-DEP-01", {"system_kind": "standard_product"}, "softer"),
        ("PC-SEC-01", {"system_kind": "standard_product"}, "softer"),
        ("PC-A11Y-01", {"system_kind": "standard_product"}, "softer"),
        ("PC-SEC-01", {"system_kind": "operations"}, "softer"),
        ("PC-OPS-01", {}, "standard"),
        ("PC-OPS-01", {"system_kind": "operations"}, "softer"),
        ("PC-OPS-01", {"system_kind": "standard_product"}, None),
        ("PC-DEP-02", {"system_kind": "standard_product"}, None),
        ("PC-SEC-03", {"data_class": "open"}, None),
        ("PC-OPS-02", {"hosting": "authority"}, None),
    ],
)
def test_the_answers_decide_which_text_stands(identity: str, changes: Any, variant: str | None) -> None:
    assert variants("skolplattform", **changes).get(identity) == variant


def test_a_direct_award_has_the_short_list() -> None:
    found = variants("oppna-data")
    new = {identity for identity in found if identity.split("-")[1] in ("DEP", "SEC", "A11Y", "DATA", "OPS")}
    assert new == {"PC-SEC-01", "PC-SEC-02", "PC-A11Y-01", "PC-DATA-01", "PC-DATA-02"}
    assert found["PC-SEC-02"] == "softer"


def test_the_tenderer_answers_the_new_requirements() -> None:
    form = one(written(read("skolplattform")), "answer_form")
    table = next(n for n in nodes(form) if isinstance(n, Table) and n.caption == "Svar på kraven")
    asked = " ".join(text_of_row(row) for row in table.rows)
    for identity in ("PC-DEP-01", "PC-SEC-01", "PC-A11Y-01", "PC-DATA-02", "PC-OPS-01"):
        assert identity in asked


def text_of_row(row: Row) -> str:
    return " ".join(str(getattr(n, "text", "")) for n in nodes(row))


def test_what_the_buyer_has_assessed_stands_in_its_own_paper() -> None:
    value = {**read("skolplattform"), "nis2_role": "registered", "third_country_assessed": True}
    documents = written(value)
    assert "omfattas och är anmäld" in text(one(documents, "decision"))
    assert not [d for d in documents if not d.internal and "omfattas och är anmäld" in text(d)]
    assert "inte besvarat" in text(one(written(read("skolplattform")), "decision"))
