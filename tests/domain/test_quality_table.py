"""The table of quality: which rows stand, what the buyer takes away and adds, and where it is printed."""

from typing import Any

from procurement import content
from procurement.domain import library_reader, releases
from procurement.domain.assemble import quality
from procurement.domain.assemble.builder import Case
from procurement.domain.document import Blank, Document, Heading, Table, Text
from procurement.domain.facts import derive
from procurement.domain.selection import standing
from tests.domain.given import AMOUNTS, DAY, LIBRARY
from tests.domain.test_assemble import nodes, one, read, text, written


def properties(**changes: Any) -> list[str]:
    """The properties in the table of the building permits, with these answers changed."""
    brief = {**read("bygglov"), **changes}
    facts = derive(brief, LIBRARY, AMOUNTS, DAY)
    case = Case(brief, LIBRARY, facts, standing(brief, LIBRARY, facts), True)
    return ["".join(i.text for i in name if isinstance(i, Text)) for name, *_ in quality.levels(case)]


def table(document: Document) -> list[list[str]]:
    """The cells of the table of quality as texts; empty when there is none."""
    found = [n for n in nodes(document.blocks) if isinstance(n, Table) and n.caption == "Kvalitetstabell"]
    return [
        ["".join(n.text for n in nodes(cell) if isinstance(n, Text)).replace("\u00a0", " ") for cell in row.cells]
        for table in found
        for row in table.rows
    ]


def test_the_table_has_the_rows_that_fit() -> None:
    assert properties() == [
        "Testad kod", "Enhetlig kod", "Tillgänglighet", "Driftsättning", "Beroenden och licenser", "Säkerhet",
        "Prov med användare", "Öppna API:er",
    ]  # fmt: skip


def test_a_row_that_does_not_fit_falls_away() -> None:
    assert "Tillgänglighet" not in properties(surfaces=["api_only"])
    assert "Belastning" in properties(load_users=400)
    assert properties(system_kind="standard_product") == []


def test_a_row_goes_with_the_clause_it_follows() -> None:
    deviation = {
        "clause": "PC-API-03", "reason_code": "R1", "evidence": "x", "alternatives": "x", "compensation": "x",
        "decided_by": "x", "decided_on": "2026-11-01", "expires_on": "2027-11-01",
    }  # fmt: skip
    assert "Öppna API:er" not in properties(deviations=[deviation])


def test_the_buyer_takes_rows_away_and_adds_others() -> None:
    own = {"property": "Svarstid", "measure": "tid till visad sida", "level": "högst 2 sekunder", "method": "prov"}
    found = properties(quality_skip=["tests", "style"], quality_rows=[own])
    assert "Testad kod" not in found and "Enhetlig kod" not in found
    assert found[-1] == "Svarstid"


def test_the_table_is_printed_with_the_levels_filled_in() -> None:
    rows = table(one(written({**read("bygglov"), "test_coverage": 85, "load_users": 400}), "contract_terms"))
    levels = {row[0]: row[2] for row in rows}
    assert levels["Testad kod"] == "Minst 85 %"
    assert levels["Belastning"] == "Minst 400"
    assert all(all(cell for cell in row) for row in rows)


def test_the_tenderer_says_how_each_row_is_measured() -> None:
    documents = written(read("bygglov"))
    asked = [row[0] for row in table(one(documents, "contract_terms"))]
    form = one(documents, "answer_form")
    assert asked and [row[0] for row in table(form)] == asked
    assert len([n for n in nodes(form) if isinstance(n, Blank) and n.label.startswith("Mätning av ")]) == len(asked)


def test_without_rows_the_chapter_says_so_and_the_form_asks_nothing() -> None:
    every = [choice.key for choice in LIBRARY.questions["quality_skip"].choices]
    documents = written({**read("bygglov"), "quality_skip": every})
    assert "ställer inga nivåer" in text(one(documents, "contract_terms"))
    assert not table(one(documents, "answer_form"))


def test_without_the_clause_there_is_no_chapter() -> None:
    document = one(written({**read("bygglov"), "system_kind": "standard_product"}), "contract_terms")
    assert not [n for n in nodes(document) if isinstance(n, Heading) and n.text == "Kvalitetstabell"]


def test_every_row_can_be_taken_away_by_its_name() -> None:
    rows = LIBRARY.clauses[quality.CLAUSE].table
    choices = LIBRARY.questions["quality_skip"].choices
    assert [(c.key, c.label) for c in choices] == [(row.key, row.property) for row in rows]


def test_a_changed_level_is_seen_between_releases() -> None:
    path = "library/clauses/acc/PC-ACC-01.md"
    files = content.library_files()
    later = library_reader.read({**files, path: files[path].replace("Minst {test_coverage}", "Mer än {test_coverage}")})
    (changed,) = releases.compare(LIBRARY, later).changed
    assert [part.name for part in changed.parts] == ["Tabell"]
