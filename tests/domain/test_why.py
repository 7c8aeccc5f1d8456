"""Varför står detta här? Every clause of the documents, with what led to it."""

from pathlib import Path
from typing import Any

import pytest

from procurement.domain import assemble, facts, selection
from procurement.domain.assemble import why
from procurement.domain.assemble.builder import Case
from procurement.domain.brief import Brief, parse
from procurement.domain.document import Document, Heading, Paragraph, Row, Table, Text, clause_ids
from procurement.domain.swedish import NBSP
from tests.domain.given import AMOUNTS, DAY, LIBRARY

BRIEFS = sorted((Path(__file__).parents[2] / "fixtures/briefs").glob("*.yaml"), key=lambda path: path.stem)


def brief_of(name: str, **changed: Any) -> Brief:
    path = next(path for path in BRIEFS if path.stem == name)
    return parse(path.read_text(encoding="utf-8"), LIBRARY) | changed


def written(brief: Brief) -> tuple[tuple[Document, ...], Case]:
    derived = facts.derive(brief, LIBRARY, AMOUNTS, DAY)
    standing = selection.standing(brief, LIBRARY, derived)
    return assemble.documents(brief, LIBRARY, derived, draft=True), Case(brief, LIBRARY, derived, standing, True)


def text(node: object) -> str:
    """Everything that the node says."""
    if isinstance(node, str):
        return node.replace(NBSP, " ")
    if isinstance(node, tuple):
        return " ".join(map(text, node))
    return text(tuple(getattr(node, name) for name in getattr(node, "__dataclass_fields__", ())))


def explained(brief: Brief, id: str) -> why.Explained:
    documents, case = written(brief)
    return next(one for document in documents for one in why.explained(document, case) if one.selected.clause.id == id)


@pytest.mark.parametrize("path", BRIEFS, ids=lambda path: path.stem)
def test_every_clause_that_stands_is_explained_once(path: Path) -> None:
    documents, case = written(parse(path.read_text(encoding="utf-8"), LIBRARY))
    annex = next(document for document in documents if document.key == "why")
    assert annex.internal
    under, rows = "", {}
    for block in annex.blocks:
        if isinstance(block, Heading):
            under = block.text
        elif isinstance(block, Table):
            rows |= {(under, identity(row)): text(row) for row in block.rows}
    areas = {area.title for area in LIBRARY.areas.values()}
    told = {id: (area, said) for (area, id), said in rows.items() if area in areas}
    assert sorted(told) == sorted(selected.clause.id for selected in case.clauses)
    by_answer = {id: said for (heading, id), said in rows.items() if heading == "Vad svaren leder till"}
    by_law = {id: said for (heading, id), said in rows.items() if heading == "Lagen som klausulerna stöder sig på"}
    for selected in case.clauses:
        clause = selected.clause
        area, said = told[clause.id]
        assert area == LIBRARY.areas[clause.area].title
        assert clause.motive in said
        for reason in selected.because:
            assert text(reason.question) in said and text(reason.answer) in said
            [row] = [row for row in by_answer.values() if text(reason.question) in row and text(reason.answer) in row]
            assert clause.id in row
        assert selected.because or (why.ALWAYS in said and clause.id in by_answer[why.ALWAYS])
        assert case.facts.regime
        for law in LIBRARY.laws_of(clause, case.facts.regime, case.facts.conditions()):
            assert law.ref in said
            assert law.heading in by_law[law.ref] and clause.id in by_law[law.ref]


def identity(row: Row) -> str:
    """The id of the clause that the row is about; else what names the row."""
    last = row.cells[0].blocks[-1]
    assert isinstance(last, Paragraph) and isinstance(last.inlines[-1], Text)
    return last.inlines[-1].text.replace(NBSP, " ")


@pytest.mark.parametrize("path", BRIEFS, ids=lambda path: path.stem)
def test_a_clause_is_found_at_the_number_that_is_said(path: Path) -> None:
    documents, case = written(parse(path.read_text(encoding="utf-8"), LIBRARY))
    for document in documents[:-1]:
        told = why.explained(document, case)
        assert [one.selected.clause.id for one in told] == list(clause_ids(document))
        headings = {block.number for block in document.blocks if isinstance(block, Heading)}
        for one in told:
            # A requirement has a number of its own in the chapter that its number begins with.
            assert one.number in headings or one.number.rpartition(".")[0] in headings


def test_a_softer_text_tells_the_answer_it_comes_from() -> None:
    clause = next(c for c in LIBRARY.clauses.values() if c.softer_when and "system_kind" in c.softer_when)
    kinds = clause.softer_when["system_kind"]
    kind = kinds[0] if isinstance(kinds, list) else kinds
    brief = {"system_kind": kind, "data_class": "open"}
    derived = facts.derive(brief, LIBRARY, AMOUNTS, DAY)
    selected = selection.Selected(clause, selection.variant_of(clause, brief, derived), ())
    assert selected.variant == "softer"
    (because, *_) = selection.softened_by(selected, LIBRARY, derived)
    assert because.key == "system_kind" and because.answer


def test_a_softer_text_that_was_chosen_says_so() -> None:
    one = explained(brief_of("skolplattform", softer=["PC-CODE-02"]), "PC-CODE-02")
    assert one.selected.variant == "softer" and not one.softened_by
    assert why.choice(one) == "Mildare lydelse, vald av beställaren."


def test_words_of_ones_own_say_so() -> None:
    one = explained(brief_of("skolplattform", wording={"PC-CODE-02": "Vår text."}), "PC-CODE-02")
    assert why.choice(one).startswith("Egen lydelse")


def test_what_is_said_elsewhere_is_not_said_again_in_the_decision_paper() -> None:
    documents, _ = written(brief_of("skolplattform"))
    decision = next(document for document in documents if document.key == "decision")
    assert "Klausuler och varför" not in text(decision)


def test_a_switched_off_clause_is_not_explained() -> None:
    deviation = {
        "clause": "PC-CODE-02", "reason_code": "R6", "evidence": "a", "alternatives": "b", "compensation": "c",
        "decided_by": "d", "decided_on": "2026-11-01", "expires_on": "2027-11-01",
    }  # fmt: skip
    documents, _ = written(brief_of("skolplattform", deviations=[deviation]))
    assert "PC-CODE-02" not in text(next(document for document in documents if document.key == "why"))
