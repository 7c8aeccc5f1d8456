"""The Word document, opened and read."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from pathlib import Path

import docx as python_docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from openxml_audit import OpenXmlValidator

from procurement.domain.document import Blank, Clause, Heading, Paragraph
from procurement.domain.returned import NOTE, digest
from procurement.domain.returned.anchors import bookmarked
from procurement.export import docx, phrases
from procurement.intake import returned
from tests.export.sample import BLOCKS, DOCUMENT, NASTY, paragraph, text
from tests.export.word import footnotes, numbered_headings, refused_by_word


@pytest.fixture(scope="module")
def word(docx_file: Path) -> python_docx.document.Document:
    return python_docx.Document(docx_file)


def headings(*numbers: tuple[int, str]) -> list[str]:
    """The heading lines Word shows for headings with these levels and numbers."""
    blocks = tuple(Heading(level, number, "Rubrik", f"a{place}") for place, (level, number) in enumerate(numbers))
    content = docx.render(dataclasses.replace(DOCUMENT, blocks=blocks))
    return numbered_headings(content)


def test_it_opens_clean(docx_file: Path) -> None:
    result = OpenXmlValidator().validate(docx_file)
    assert result.is_valid and not result.errors, result.errors
    assert not refused_by_word(docx_file.read_bytes())


def test_word_counts_to_the_numbers_of_the_tree(docx_file: Path) -> None:
    expected = [f"{block.number} {block.text}".strip() for block in BLOCKS if isinstance(block, Heading)]
    assert numbered_headings(docx_file.read_bytes()) == expected


@pytest.mark.parametrize(
    "numbers",
    [
        ["1", "1.1", "1.1.1", "1.2", "2", "2.1"],
        ["3", "3.1", "4"],
        ["1", "3", "4", "2"],
        ["1", "1.1.1", "1.1.2", "2"],
        ["A", "A.1", "1", "1.1"],
    ],
)
def test_the_tree_has_its_way_where_word_would_count_otherwise(numbers: list[str]) -> None:
    levels = [(number.count(".") + 1, number) for number in numbers]
    assert headings(*levels) == [f"{number} Rubrik" for number in numbers]


def test_consecutive_numbers_are_words_own(docx_file: Path) -> None:
    document = zipfile.ZipFile(docx_file).read("word/document.xml").decode()
    assert '<w:pStyle w:val="Heading2"/></w:pPr><w:bookmarkStart' in document
    assert '<w:numId w:val="0"/>' not in document


def test_each_numbered_list_begins_at_one(word: python_docx.document.Document) -> None:
    lists = [p._p.pPr.numPr.numId.val for p in word.paragraphs if p.style.name == "List Number"]
    assert lists == [4, 4, 4, 5, 5]
    numbering = word.part.numbering_part.element
    for number in (4, 5):
        (entry,) = [n for n in numbering.findall(qn("w:num")) if n.numId == number]
        assert entry.find(f"{qn('w:lvlOverride')}/{qn('w:startOverride')}").get(qn("w:val")) == "1"


def test_clauses_keep_their_id_as_content_controls(word: python_docx.document.Document) -> None:
    found = {}
    for control in word.element.body.iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        if tag is not None:
            alias = control.find(f"{qn('w:sdtPr')}/{qn('w:alias')}").get(qn("w:val"))
            clause, digest = tag.get(qn("w:val")).split()
            assert re.fullmatch("[0-9a-f]{12}", digest)
            found[clause] = (alias, control.find(qn("w:sdtContent"))[0].tag)
    assert found["PC-CODE-02"] == ("PC-CODE-02 Kontinuerlig publicering och spårbar drift", qn("w:p"))
    assert found["PC-API-07"] == ("PC-API-07 Öppet gränssnitt 7", qn("w:tr"))
    assert len(found) == 24


def test_the_law_of_a_clause_is_a_footnote_at_its_id(word: python_docx.document.Document, docx_file: Path) -> None:
    by_id = {}
    for mark in word.element.body.iter(qn("w:footnoteReference")):
        assert mark.getparent().rPr.rStyle.val == "FootnoteReference"
        paragraph = mark.getparent().getparent()
        by_id["".join(text.text for text in paragraph.iter(qn("w:t")))] = mark.get(qn("w:id"))
    assert list(by_id)[:2] == ["KR-001", "KR-003"]
    assert list(by_id)[-1].startswith("PC-CODE-02")
    # Those of the file itself are the lines above; ours count from one, as Word shows them.
    assert list(by_id.values()) == [str(number) for number in range(1, 13)]
    assert footnotes(docx_file.read_bytes())[-1] == "Stöd: LOU 17 kap. 1 § & <avtalet>."
    styles = {style.style_id: style for style in word.styles}
    assert styles["FootnoteText"].name == "footnote text" and styles["FootnoteReference"].font.superscript


def test_a_footnote_is_no_part_of_the_words_and_counts_last_in_the_digest() -> None:
    said = (paragraph("Koden ska publiceras."), Paragraph(text("Stöd: LOU 17 kap. 1 §."), "law"))
    document = dataclasses.replace(DOCUMENT, blocks=(Clause("PC-X-01", "", said, "a"),))
    (control,) = returned.read(docx.render(document)).controls
    assert [line.now for line in control.lines] == ["PC-X-01", "Koden ska publiceras.", "Stöd: LOU 17 kap. 1 §."]
    assert [line.cell for line in control.lines] == [-1, -1, NOTE]
    assert control.digest == digest(["PC-X-01", "Koden ska publiceras.", "Stöd: LOU 17 kap. 1 §."])


def test_law_outside_a_clause_is_a_line() -> None:
    document = dataclasses.replace(DOCUMENT, blocks=(Paragraph(text("Stöd: LOU 9 kap. 1 §."), "law"),))
    content = docx.render(document)
    assert not footnotes(content) and "Stöd: LOU 9 kap. 1 §." in [line.now for line in returned.read(content).outside]


def test_a_clause_has_a_bookmark_too_under_a_name_that_word_keeps(word: python_docx.document.Document) -> None:
    body = word.element.body
    names = {mark.get(qn("w:id")): mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    clauses = [bookmarked(name) for name in names.values() if bookmarked(name)]
    assert len(set(names.values())) == len(names) and len(clauses) == 24 and "PC-CODE-02" in clauses
    assert all(re.fullmatch(r"\w{1,40}", name) for name in names.values())
    assert sorted(mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkEnd"))) == sorted(names)


def test_blanks_are_filled_in_where_they_stand(docx_file: Path) -> None:
    document = zipfile.ZipFile(docx_file).read("word/document.xml").decode()
    assert '<w:alias w:val="Anbudsgivarens namn"/>' in document
    # Word's own first choice is none: it has no text to show beside its value.
    none = '<w:listItem w:value="Välj"/>'
    yes, no = (f'<w:listItem w:displayText="{answer}" w:value="{answer}"/>' for answer in ("ja", "nej"))
    assert none + yes + no in document
    ids = re.findall(r'<w:sdtPr>.*?<w:id w:val="(\d+)"/>', document)
    assert len(ids) == len(set(ids)) == document.count("<w:sdtPr>")


def test_a_gap_is_marked(word: python_docx.document.Document) -> None:
    (run,) = [run for p in word.paragraphs for run in p.runs if run.text == "[problemet – svar saknas]"]
    assert run.style.name == "Svar saknas"


def test_tables_repeat_their_heads_and_keep_short_rows_whole(word: python_docx.document.Document) -> None:
    tables = list(word.element.body.iter(qn("w:tbl")))[1:]
    for table in tables:
        rows = list(table.iter(qn("w:tr")))
        assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert table.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        assert sum(int(column.get(qn("w:w"))) for column in table.iter(qn("w:gridCol"))) == 9411
    requirements = list(tables[1].iter(qn("w:tr")))
    assert len(requirements) == 23
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in requirements)
    long = list(tables[-1].iter(qn("w:tr")))[-1]
    assert long.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is None


def test_header_and_footer_count_the_pages(word: python_docx.document.Document) -> None:
    section = word.sections[0]
    assert (
        section.header.paragraphs[0].text
        == "Bilaga 1 – Kravspecifikation\tUTKAST\tKS 2026/0147 · 23\u00a0november\u00a02026"
    )
    footer = section.footer._element
    assert [i.text.strip() for i in footer.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]
    assert "".join(t.text for t in footer.iter(qn("w:t"))) == "Sjövalla kommunSida 1 av 1"
    assert section.different_first_page_header_footer


def test_an_issued_document_has_no_draft_mark() -> None:
    content = docx.render(dataclasses.replace(DOCUMENT, draft=False))
    with zipfile.ZipFile(__import__("io").BytesIO(content)) as parts:
        assert not any(phrases.DRAFT.encode() in parts.read(name) for name in parts.namelist())


def test_the_contents_is_a_field_that_already_has_its_lines(docx_file: Path, pages: dict[str, int]) -> None:
    document = zipfile.ZipFile(docx_file).read("word/document.xml").decode()
    assert 'TOC \\o "1-2" \\h \\z \\u' in document.replace("&quot;", '"')
    shown = re.findall(r"PAGEREF _Toc(\d+) .*?separate.*?<w:t[^>]*>(\d*)</w:t>", document)
    assert [int(page) for _, page in shown] == [pages[heading.anchor] for heading in phrases.contents(DOCUMENT)]
    for number, _ in shown:
        assert f'w:name="_Toc{number}"' in document


def test_a_contents_whose_pages_nobody_has_counted_has_links_and_no_numbers() -> None:
    document = zipfile.ZipFile(io.BytesIO(docx.render(DOCUMENT))).read("word/document.xml").decode()
    contents = document.partition("Table of Contents")[2].partition("</w:sdtContent>")[0]
    assert r"\h \z \u \n" in contents and "PAGEREF" not in contents
    assert contents.count("<w:hyperlink ") == len(phrases.contents(DOCUMENT)) > 1


def test_language_and_properties_are_swedish_and_the_documents(word: python_docx.document.Document) -> None:
    properties = word.core_properties
    assert properties.title == "Bilaga 1 – Kravspecifikation – Bygglovshandläggning för Åmåla och Östervåla"
    assert properties.author == properties.last_modified_by == "Sjövalla kommun"
    assert properties.subject == "Bygglovshandläggning för Åmåla och Östervåla, KS 2026/0147"
    assert properties.language == "sv-SE"
    assert properties.keywords == properties.content_status == "UTKAST"
    assert str(properties.created.date()) == str(properties.modified.date()) == "2026-11-23"
    languages = {lang.get(qn("w:val")) for lang in word.styles.element.iter(qn("w:lang"))}
    assert languages == {"sv-SE"}


def test_what_the_file_is_can_be_read_by_name(docx_file: Path) -> None:
    with zipfile.ZipFile(docx_file) as file:
        properties = parse_xml(file.read("docProps/custom.xml"))
    told = {one.get("name"): one[0].text or "" for one in properties}
    assert {name: value for name, value in told.items() if not re.match("[A-Z]+-", name)} == {
        "Upphandlande myndighet": "Sjövalla kommun",
        "Upphandling": "Bygglovshandläggning för Åmåla och Östervåla",
        "Handling": "Bilaga 1 – Kravspecifikation",
        "Diarienummer": "KS 2026/0147",
    }
    assert [one.get("pid") for one in properties] == [str(number) for number in range(2, len(told) + 2)]


def test_every_cell_is_as_wide_as_its_column(word: python_docx.document.Document) -> None:
    for table in word.element.body.iter(qn("w:tbl")):
        columns = [column.get(qn("w:w")) for column in table.tblGrid]
        assert table.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
        for row in table.iter(qn("w:tr")):
            assert [width.get(qn("w:w")) for width in row.iter(qn("w:tcW"))] == columns


def test_bullets_are_words_own_and_pictures_and_tables_say_what_they_are(word: python_docx.document.Document) -> None:
    items = [p for p in word.element.body.iter(qn("w:p")) if p.pPr.pStyle.val in ("ListBullet", "TableBullet")]
    assert len(items) > 20 and not any(text.text.startswith("•") for p in items for text in p.iter(qn("w:t")))
    assert {word.styles[name].element.pPr.numPr.numId.val for name in ("List Bullet", "Tabellpunkt")} == {2, 3}
    shown = [one for one in word.element.body.iter() if one.tag.endswith("}docPr")]
    assert shown and all(one.get("descr") and one.get("name") for one in shown)
    for table in word.element.body.iter(qn("w:tbl")):
        assert all(table.tblPr.find(qn(f"w:{kind}")).get(qn("w:val")) for kind in ("tblCaption", "tblDescription"))


def test_no_stale_part_of_the_empty_document_is_left(docx_file: Path) -> None:
    names = zipfile.ZipFile(docx_file).namelist()
    assert not [name for name in names if re.search("stylesWithEffects|thumbnail|customXml", name)]
    assert {"word/document.xml", "word/styles.xml", "word/numbering.xml", "word/fontTable.xml"} <= set(names)


def test_text_that_looks_like_markup_is_text(word: python_docx.document.Document) -> None:
    shown = [p.text for p in word.paragraphs]
    for nasty in NASTY:
        assert nasty in shown
    fields = {"".join(i.itertext()).split()[0] for i in word.element.body.iter(qn("w:instrText"))}
    assert fields == {"TOC", "PAGEREF"}


def test_a_long_or_odd_name_does_not_break_a_control() -> None:
    blocks = (paragraph(Blank("å" * 300 + '"<&', ("x" * 200, '"y"&'))),)
    content = docx.render(dataclasses.replace(DOCUMENT, blocks=blocks, reference="", authority='"<&>', label=""))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert f'<w:alias w:val="{"å" * 63}…"/>' in parts.read("word/document.xml").decode()
    # An emoji counts as two.
    emoji = docx.render(dataclasses.replace(DOCUMENT, blocks=(paragraph(Blank("😀" * 40)),)))
    assert not refused_by_word(emoji)
