"""Our Word files in the styles of an authority's template: its look, our numbers, and nothing else of it."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from pathlib import Path

import docx as python_docx
import pytest
from docx.oxml.ns import qn
from docx.styles.style import ParagraphStyle
from lxml import etree
from openxml_audit import OpenXmlValidator

from procurement.domain.document import Document, Heading, from_plain, plain
from procurement.domain.look import Look, WordTemplate
from procurement.export import docx
from procurement.intake import returned, word_template
from procurement.intake.limits import TEMPLATE
from tests.export import logos, templates
from tests.export.annexes import documents
from tests.export.sample import DOCUMENT
from tests.export.word import numbered_headings

LIBREOFFICE = Path(__file__).with_name("libreoffice.dotx")


def template(content: bytes) -> WordTemplate:
    return WordTemplate.of(word_template.read(content, TEMPLATE))  # type: ignore[arg-type]


def in_template(content: bytes, document: Document = DOCUMENT) -> Document:
    return dataclasses.replace(document, look=Look(template=template(content)))


@pytest.fixture(scope="module")
def by_hand() -> python_docx.document.Document:
    return python_docx.Document(io.BytesIO(docx.render(in_template(templates.written()))))


def style(file: python_docx.document.Document, name: str) -> ParagraphStyle:
    return file.styles[name]  # type: ignore[return-value]


def test_styles_meet_by_their_names_whatever_their_ids(by_hand: python_docx.document.Document) -> None:
    first, second = style(by_hand, "Heading 1"), style(by_hand, "Heading 2")
    assert (first.style_id, first.font.name, first.font.size.pt) == ("Heading1", "Liberation Sans", 20)
    assert (str(first.font.color.rgb), first.font.bold) == ("2F5496", True)
    # What it takes over from the style that it stands on comes along.
    assert (str(second.font.color.rgb), second.font.bold, second.font.size.pt) == ("2F5496", False, 14)
    assert first.paragraph_format.space_before.pt == 18
    assert style(by_hand, "Body Text").paragraph_format.alignment is not None


def test_numbers_indents_and_levels_stay_ours(by_hand: python_docx.document.Document) -> None:
    plainly = python_docx.Document(io.BytesIO(docx.render(DOCUMENT)))
    for name in ("Heading 1", "Heading 2", "Heading 3", "Body Text", "List Bullet"):
        for part in ("numPr", "ind", "outlineLvl", "keepNext"):
            ours, dressed = (
                [etree.tostring(found, method="c14n") for found in style(file, name).element.iter(qn(f"w:{part}"))]
                for file in (plainly, by_hand)
            )
            assert ours == dressed, (name, part)
    content = docx.render(in_template(templates.written()))
    assert numbered_headings(content) == numbered_headings(docx.render(DOCUMENT))


def test_what_the_template_lacks_is_ours_in_its_fonts(by_hand: python_docx.document.Document) -> None:
    fonts = {faces.get(qn("w:ascii")) for faces in by_hand.styles.element.iter(qn("w:rFonts"))}
    assert fonts == {"Liberation Sans", "Liberation Serif"}
    assert style(by_hand, "TOC Heading").font.name == "Liberation Sans"
    assert style(by_hand, "Title").font.size.pt == 34 and str(style(by_hand, "Title").font.color.rgb) == "2F5496"
    assert style(by_hand, "Tabelltext").font.size.pt == 9


def test_styles_of_the_templates_own_come_along_under_ids_that_are_free(by_hand: python_docx.document.Document) -> None:
    own = style(by_hand, "Kommunens tredje")
    assert own.style_id == "Heading3Mall" and own.base_style.style_id == "Heading1"
    assert style(by_hand, "Faktaruta").base_style is not None
    ids = [one.get(qn("w:styleId")) for one in by_hand.styles.element.iter(qn("w:style"))]
    names = [one.find(qn("w:name")).get(qn("w:val")).lower() for one in by_hand.styles.element.iter(qn("w:style"))]
    assert len({id.lower() for id in ids}) == len(ids) and len(set(names)) == len(names)


def test_our_tables_look_as_the_templates_usual_one(by_hand: python_docx.document.Document) -> None:
    table = next(s for s in by_hand.styles.element.iter(qn("w:style")) if s.get(qn("w:styleId")) == "RuledTable")
    assert [shade.get(qn("w:fill")) for shade in table.iter(qn("w:shd"))] == ["D9E2F3"]
    assert {one.style.name for one in by_hand.tables} == {"Linjerad tabell", "Faktatabell"}


def test_the_language_is_ours_in_every_style(by_hand: python_docx.document.Document) -> None:
    said = [lang.get(qn("w:val")) for lang in by_hand.styles.element.iter(qn("w:lang"))]
    assert said == ["sv-SE"]


def test_the_theme_has_the_templates_colours_and_fonts() -> None:
    with zipfile.ZipFile(io.BytesIO(docx.render(in_template(templates.written())))) as parts:
        theme = parts.read("word/theme/theme1.xml").decode()
        names = parts.namelist()
        assert not any(b"example.com" in parts.read(name) or b"attachedTemplate" in parts.read(name) for name in names)
    assert '<a:accent1><a:srgbClr val="2F5496"/>' in "".join(theme.split("\n")).replace("      ", "").replace("  ", "")
    assert 'latin typeface="Liberation Sans"' in theme and 'latin typeface="Liberation Serif"' in theme


@pytest.mark.parametrize("content", [templates.written(), LIBREOFFICE.read_bytes()], ids=["by hand", "LibreOffice"])
def test_word_opens_every_annex_in_the_template_and_the_bytes_are_the_same(content: bytes, tmp_path: Path) -> None:
    for number, document in enumerate([DOCUMENT, *documents("bygglov")[:3]]):
        dressed = in_template(content, document)
        path = tmp_path / f"{number}.docx"
        path.write_bytes(docx.render(dressed))
        result = OpenXmlValidator().validate(path)
        assert result.is_valid and not result.errors, result.errors
        assert path.read_bytes() == docx.render(dressed)


def test_a_template_of_libreoffice_gives_its_look() -> None:
    file = python_docx.Document(io.BytesIO(docx.render(in_template(LIBREOFFICE.read_bytes()))))
    first = style(file, "Heading 1")
    assert (str(first.font.color.rgb), first.font.name, first.font.size.pt) == ("6B2C91", "Liberation Sans", 22)
    assert style(file, "Normal").font.name == "Liberation Serif"
    assert docx.styles_taken(template(LIBREOFFICE.read_bytes()))[:4] == ("Normal", "Brödtext", "Rubrik 1", "Rubrik 2")


@pytest.mark.parametrize("name", ["Rubrik 1", "HEADING 1", "Heading 1"])
def test_a_heading_is_known_in_swedish_and_however_it_is_written(name: str) -> None:
    only = templates.written(templates.style("X1", name, '<w:rPr><w:color w:val="123456"/></w:rPr>'))
    file = python_docx.Document(io.BytesIO(docx.render(in_template(only))))
    assert str(style(file, "Heading 1").font.color.rgb) == "123456"


def test_words_own_name_stands_before_what_looks_like_it() -> None:
    both = templates.style("A", "Rubrik 1", '<w:rPr><w:color w:val="111111"/></w:rPr>') + templates.style(
        "B", "heading 1", '<w:rPr><w:color w:val="222222"/></w:rPr>'
    )
    file = python_docx.Document(io.BytesIO(docx.render(in_template(templates.written(both)))))
    assert str(style(file, "Heading 1").font.color.rgb) == "222222"
    assert str(style(file, "Rubrik 1").font.color.rgb) == "111111"


def test_styles_that_stand_on_each_other_in_a_ring_are_let_go_of_each_other(
    by_hand: python_docx.document.Document,
) -> None:
    bases = [style(by_hand, name).base_style for name in ("Ring 1", "Ring 2")]
    assert None in bases


def test_the_template_is_part_of_the_tree_and_small() -> None:
    document = in_template(templates.written(), dataclasses.replace(DOCUMENT, blocks=(Heading(1, "1", "A", "a"),)))
    assert from_plain(plain(document)) == document
    assert document.look.template and len(document.look.template.packed) < 2_000


def test_a_dressed_file_comes_back_as_one_without_a_look_does() -> None:
    document = documents("bygglov")[0]
    look = Look("#7a1f3d", ("Storgatan 1",), ("Säte: Sjövalla",), logos.drawn(), template(templates.written()))
    dressed = docx.render(dataclasses.replace(document, look=look))
    found, plainly = returned.read(dressed), returned.read(docx.render(document))
    assert found.controls == plainly.controls
    assert {line.now for line in found.outside} - {line.now for line in plainly.outside} == {
        "Storgatan 1",
        "Säte: Sjövalla",
        "[bild]",
    }
