"""The annexes of real briefs keep the formats' rules: Word's for all four, PDF's for a large and a small purchase."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pdfua
import pypdf
import pytest
from openxml_audit import OpenXmlValidator

from procurement import content
from procurement.domain import assemble, facts
from procurement.domain import brief as briefs
from procurement.domain.document import Document
from procurement.export import docx, pdf

BRIEFS = Path(__file__).parents[2] / "fixtures" / "briefs"


def documents(name: str) -> tuple[Document, ...]:
    library = content.library()
    value = briefs.parse((BRIEFS / f"{name}.yaml").read_text(encoding="utf-8"), library)
    derived = facts.derive(value, library, content.amounts(), date(2026, 11, 23))
    return assemble.documents(value, library, derived, draft=True)


def each(*names: str) -> list[object]:
    return [pytest.param(document, id=f"{name}-{document.key}") for name in names for document in documents(name)]


@pytest.mark.parametrize("document", each(*sorted(path.stem for path in BRIEFS.glob("*.yaml"))))
def test_word_finds_nothing_to_repair(document: Document, tmp_path: Path) -> None:
    file = tmp_path / f"{document.file_name}.docx"
    file.write_bytes(docx.render(document))
    result = OpenXmlValidator().validate(file)
    assert not result.errors, file


@pytest.mark.parametrize("document", each("skolplattform", "oppna-data"))
def test_the_checks_of_pdfua_find_nothing_in_an_annex(document: Document, tmp_path: Path) -> None:
    file = tmp_path / f"{document.file_name}.pdf"
    file.write_bytes(pdf.render(document))
    assert not pdfua.validate(file).findings, file


def test_a_direct_award_is_at_most_ten_pages() -> None:
    short = next(document for document in documents("oppna-data") if document.key == "short_form")
    assert len(pypdf.PdfReader(BytesIO(pdf.render(short))).pages) <= 10
