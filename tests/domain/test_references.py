"""Whoever is sent to a heading, a table or an annex finds it in the set of documents they have."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from procurement.domain import assemble, facts, selection
from procurement.domain import brief as briefs
from procurement.domain.document import Document, Heading, Table
from tests.domain.given import AMOUNTS, DAY, LIBRARY
from tests.domain.tree import blocks, said
from tests.library.situations import CLASSES, EVERYTHING, KINDS, TOTALS

BRIEFS = Path(__file__).parents[2] / "fixtures" / "briefs"
NAMES = sorted(path.stem for path in BRIEFS.glob("*.yaml"))
# What some tables need before they are more than a gap.
COMPLETE: dict[str, Any] = EVERYTHING | {
    "term_months": 24,
    "lifetime_years": 5,
    "price_weight": 70,
}
# Words that point at one thing by another name than its own.
ALSO = {"svarsformuläret": "Svarsformulär", "kvalitetstabellen": "Kvalitetstabell", "prisdelen": "Pris"}


def written(answers: dict[str, Any]) -> tuple[Document, ...]:
    """The set, with one criterion of quality: which there are depends on what is bought."""
    known = facts.derive(briefs.check(answers, LIBRARY), LIBRARY, AMOUNTS, DAY)
    criteria = [{"clause": clause.id, "weight": 30} for clause in selection.criteria_to_choose(LIBRARY, known)][:1]
    brief = briefs.check(answers | {"criteria": criteria}, LIBRARY)
    return assemble.documents(brief, LIBRARY, facts.derive(brief, LIBRARY, AMOUNTS, DAY), draft=True)


def everything(document: Document) -> Iterator[str]:
    """All that the document says, a piece at a time, the cells of its tables too."""
    for block in blocks(document):
        yield said(block)
        if isinstance(block, Table):
            yield from (said(cell) for row in block.rows for cell in row.cells)


def lost(documents: tuple[Document, ...]) -> list[str]:
    """The references that lead nowhere. A supplier sees none of the buyer's own papers."""
    found = []
    for document in documents:
        seen = [other for other in documents if document.internal or not other.internal]
        inside = [block for other in seen for block in blocks(other)]
        headings = [block.text for block in inside if isinstance(block, Heading)]
        tables = [block.caption for block in inside if isinstance(block, Table)]
        titles = [other.title for other in seen]
        places = {"rubriken": headings, "kapitlet": headings, "tabellen": tables, "bilagan": titles}
        for text in everything(document):
            for word, rest in re.findall(r"\b(rubriken|kapitlet|tabellen|bilagan) ([A-ZÅÄÖ][^\n]*)", text):
                if not any(re.match(rf"{re.escape(name)}(?!\w)", rest) for name in places[word]):
                    found.append(f"{document.key}: {word} {rest[:50]}")
            for label in re.findall(r"Bilaga \d+", text):
                if label not in [other.label for other in seen]:
                    found.append(f"{document.key}: {label}")
            # The answer form repeats what stands elsewhere: above and below are then somewhere else.
            found += [f"{document.key}: {word} {text[:50]}" for word in re.findall(r"\b(?:ovan|nedan)\b", text)]
            for word in re.findall(r"\b(?:svarsformuläret|kvalitetstabellen|prisdelen)\b", text):
                if ALSO[word] not in headings + tables + titles:
                    found.append(f"{document.key}: {word}")
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_reference_in_the_documents_of_a_brief_leads_somewhere(name: str) -> None:
    brief = briefs.parse((BRIEFS / f"{name}.yaml").read_text(encoding="utf-8"), LIBRARY)
    assert not lost(assemble.documents(brief, LIBRARY, facts.derive(brief, LIBRARY, AMOUNTS, DAY), draft=True))


@pytest.mark.parametrize(("regime", "kind"), list(product(TOTALS, KINDS)))
def test_every_reference_leads_somewhere_whatever_is_bought(regime: Any, kind: Any) -> None:
    for data_class, basis in zip(CLASSES, ("price", "cost", "quality_price", "price", "cost"), strict=True):
        if (kind, basis) == ("operations", "quality_price"):
            continue  # No criterion suits it: then a gap stands where the table would be.
        answers = {"budget_sek": TOTALS[regime], "system_kind": kind, "data_class": data_class, "award_basis": basis}
        assert not lost(written(COMPLETE | answers)), (data_class, basis)


def test_a_reference_to_nothing_is_found() -> None:
    told = {"budget_sek": TOTALS["eu"], "system_kind": "new", "problem": "Se rubriken Ingenstans och Bilaga 12."}
    assert lost(written(COMPLETE | told)) == [
        "requirements: rubriken Ingenstans och Bilaga 12.",
        "requirements: Bilaga 12",
    ]
