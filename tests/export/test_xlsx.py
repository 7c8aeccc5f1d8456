"""The answer form as a spreadsheet file, read with another program: what is open, what adds up, what stays text."""

from __future__ import annotations

import dataclasses
import html
import io
import math
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell import Cell as Read
from openxml_audit import OpenXmlValidator

from procurement.domain import sheets
from procurement.domain.document import Document
from procurement.domain.sheets import Label, Open, Place, Workbook
from procurement.export import offered, version, xlsx
from tests.domain.test_workbook import BRIEFS, book_of, case_of, form, form_of
from tests.export.sample import CONTROL, DOCUMENT
from tests.export.spreadsheet import Opened

HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.org";"x")',
    "{=1+1}",
    "http://example.org/",
    "mailto:a@example.org",
    "internal:'Pris 1'!A1",
    "external:c:\\temp\\x.xlsx",
    "\t=1+1",
    "'=1+1",
    "<f>1+1</f> & ]]>",
    "&P &G &Z",
    "12345678901234567890",
    "_x0041_",
)


@cache
def file_of(name: str) -> bytes:
    return xlsx.render(form(name))


@cache
def read(name: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(file_of(name)))


def at(book: openpyxl.Workbook, tree: Workbook, place: Place) -> Read:
    return book[tree.sheets[place.sheet].name].cell(place.row + 1, place.column + 1)


def every(name: str) -> Iterator[tuple[Read, sheets.Cell]]:
    tree = book_of(form(name))
    return ((at(read(name), tree, place), cell) for place, cell in sheets.cells(tree))


def with_texts(document: Document, text: str) -> Document:
    """The document with the text in every place of the workbook that holds one, and on it."""
    tree = book_of(document)
    pages = tuple(
        dataclasses.replace(
            page,
            rows=tuple(
                tuple(
                    dataclasses.replace(cell, text=text, title=text if cell.title else "")
                    if isinstance(cell, Label) and cell.text
                    else cell
                    for cell in row
                )
                for row in page.rows
            ),
        )
        for page in tree.sheets
    )
    told = dict.fromkeys(("subject", "authority", "reference", "title", "label"), text)
    return dataclasses.replace(document, workbook=Workbook(pages), **told)


@pytest.mark.parametrize("name", BRIEFS)
def test_the_file_is_a_spreadsheet_by_the_standard(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(file_of(name))
    print(path)
    result = OpenXmlValidator().validate(path)
    assert result.is_valid, result.errors


@pytest.mark.parametrize("name", BRIEFS)
def test_what_the_tenderer_writes_is_open_and_all_else_locked(name: str) -> None:
    for page in read(name):
        assert page.protection.sheet and not page.protection.password
    opened = [read.coordinate for read, cell in every(name) if isinstance(cell, Open)]
    assert opened
    for cell, meant in every(name):
        assert cell.protection.locked != isinstance(meant, Open), cell
    unlocked = [cell for page in read(name) for row in page.iter_rows() for cell in row if not cell.protection.locked]
    assert len(unlocked) == len(opened)


@pytest.mark.parametrize("name", BRIEFS)
def test_a_box_to_fill_in_is_told_by_its_frame_too(name: str) -> None:
    for cell, meant in every(name):
        framed = [side.style for side in (cell.border.left, cell.border.right, cell.border.top, cell.border.bottom)]
        if isinstance(meant, Open):
            assert framed == ["medium"] * 4
        elif isinstance(meant, Label) and meant.look != "example":
            assert "medium" not in framed


@pytest.mark.parametrize("name", BRIEFS)
def test_a_list_of_answers_allows_those_and_an_amount_is_whole_kronor(name: str) -> None:
    rules = {
        (page.title, address): rule
        for page in read(name)
        for rule in page.data_validations.dataValidation
        for part in rule.sqref.ranges
        for row in page[part.coord if ":" in part.coord else f"{part.coord}:{part.coord}"]
        for address in [cell.coordinate for cell in row]
    }
    for cell, meant in every(name):
        rule = rules.get((cell.parent.title, cell.coordinate))
        if isinstance(meant, Open) and (meant.choices or meant.kind == "kr"):
            assert rule is not None and rule.error and rule.showErrorMessage
            expected = ("list", f'"{",".join(meant.choices)}"') if meant.choices else ("whole", "0")
            assert (rule.type, rule.formula1) == expected
        else:
            assert rule is None


@pytest.mark.parametrize("name", BRIEFS)
def test_a_page_is_an_a4_lying_down_with_its_head_on_every_page(name: str) -> None:
    for page, tree in zip(read(name), book_of(form(name)).sheets, strict=True):
        setup = page.page_setup
        assert (int(setup.paperSize), setup.orientation, int(setup.fitToHeight)) == (9, "landscape", 0)
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert "UTKAST" in page.oddHeader.left.text and "Sida" in page.oddFooter.right.text
        assert page.freeze_panes == ("A2" if tree.head else None)
        assert page.print_title_rows == ("$1:$1" if tree.head else None)
        # Neighbours of the same width are one entry in the file.
        widths = [round(one.width) - 1 for one in page.column_dimensions.values() for _ in range(one.min, one.max + 1)]
        assert tuple(widths) == tree.widths
        assert 100 <= sum(tree.widths) <= 190 or page.title == "Övriga priser", "about as wide as the page"
        assert bool(page.auto_filter.ref) == tree.filtered
        assert not page.merged_cells.ranges


@pytest.mark.parametrize("name", BRIEFS)
def test_a_screen_reader_is_told_where_each_table_has_its_heads(name: str) -> None:
    for number, page in enumerate(read(name), 1):
        regions = [title for title in page.defined_names if title.startswith("TitleRegion")]
        heads = [row for row in book_of(form(name)).sheets[number - 1].rows if row and is_head(row[0])]
        assert len(regions) == len(heads) > 0
        for region, row in zip(regions, heads, strict=True):
            _, first, last, sheet = region.split(".")
            assert int(sheet) == number
            assert page[first].value == row[0].text and page[last].row > page[first].row
            assert page[last].column == len(row)


def is_head(cell: sheets.Cell) -> bool:
    return isinstance(cell, Label) and cell.look == "head"


def test_the_file_says_what_it_is_in_which_language_and_of_which_day() -> None:
    properties = read("bygglov").properties
    assert properties.title == "Bilaga 5 – Svarsformulär – Digital bygglovsprocess"
    assert (properties.creator, properties.language) == (form("bygglov").authority, "sv-SE")
    assert properties.keywords == properties.contentStatus == "UTKAST"
    assert properties.created == properties.modified and f"{properties.created:%Y-%m-%d}" == "2026-11-23"


def test_the_same_document_gives_the_same_bytes_and_no_clock() -> None:
    assert xlsx.render(form("bygglov")) == file_of("bygglov")
    with zipfile.ZipFile(io.BytesIO(file_of("bygglov"))) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(2026, 11, 23, 12, 0, 0)}


def test_another_question_in_the_workbook_is_another_file() -> None:
    changed = with_texts(form("oppna-data"), "annat")
    same_paper = dataclasses.replace(form("oppna-data"), workbook=changed.workbook)
    assert version.key(same_paper) != version.key(form("oppna-data"))


def test_a_document_that_is_not_filled_in_has_no_spreadsheet() -> None:
    assert offered(DOCUMENT, ["pdf", "xlsx"]) == ("pdf",)
    assert offered(form("bygglov"), ["pdf", "xlsx"]) == ("pdf", "xlsx")
    with pytest.raises(ValueError):
        xlsx.render(DOCUMENT)


@pytest.mark.parametrize("name", BRIEFS)
def test_the_formulas_in_the_file_come_to_what_the_tree_says(name: str) -> None:
    """Empty, and filled in; each formula is read from the file and worked out without the tree."""
    tree = book_of(form(name))
    known = sheets.places(tree)
    opened = [cell for _, cell in sheets.cells(tree) if isinstance(cell, Open)]
    filled: dict[str, sheets.Value] = {}
    for n, cell in enumerate(opened):
        if cell.kind == "points":
            filled[cell.name] = int(cell.choices[n % len(cell.choices)])
        elif cell.kind == "kr":
            filled[cell.name] = 10_007 * (n + 1)
        elif n % 5:
            filled[cell.name] = cell.choices[n % 2] if cell.choices else "svar"
    for given in ({}, filled):
        file = Opened(file_of(name))
        for key, value in given.items():
            where = at(file.book, tree, known[key])
            file.fill(where.parent.title, where.coordinate, value)
        expected = sheets.values(tree, given)
        assert expected
        for key, value in expected.items():
            where = at(file.book, tree, known[key])
            assert where.data_type == "f", "in sight"
            assert file.value(where.parent.title, where.coordinate) == value, (key, where.value)


@pytest.mark.parametrize("name", BRIEFS)
def test_a_program_that_does_not_calculate_shows_the_sums_of_the_empty_form(name: str) -> None:
    tree = book_of(form(name))
    shown = openpyxl.load_workbook(io.BytesIO(file_of(name)), data_only=True)
    for key, value in sheets.values(tree).items():
        assert at(shown, tree, sheets.places(tree)[key]).value == value


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text_whatever_it_looks_like(text: str) -> None:
    document = with_texts(form("oppna-data"), text)
    content = xlsx.render(document)
    formulas = [cell for _, cell in sheets.cells(book_of(document)) if isinstance(cell, sheets.Formula)]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not [name for name in parts.namelist() if "drawing" in name or "externalLink" in name]
        for name in parts.namelist():
            written = parts.read(name).decode()
            assert "<hyperlink" not in written and 'TargetMode="External"' not in written
        pages = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sum(len(re.findall(r"<f[ >]", page)) for page in pages) == len(formulas)
    book = openpyxl.load_workbook(io.BytesIO(content))
    for place, cell in sheets.cells(book_of(document)):
        if isinstance(cell, Label) and cell.text:
            found = at(book, book_of(document), place)
            assert found.data_type == "s" and found.hyperlink is None
            said = f"{cell.title}\n{text}" if cell.title else text
            # openpyxl itself reads _x0041_ as A: the file says _x005F_x0041_.
            assert found.value == said.replace("\t", " ") or text == "_x0041_"
    [head] = set(re.findall(r"<oddHeader>(.*?)</oddHeader>", "".join(pages)))
    assert re.findall(r"&amp;.", head) == ["&amp;L", "&amp;C", "&amp;R"], "no codes but ours"


def test_what_the_user_typed_stays_text_all_the_way() -> None:
    wording = {"PC-API-01": "=1+1"}
    case = case_of("bygglov", title="=1+1", reference="@A1", wording=wording, exit_scenario="-1+1")
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(form_of(case))))
    said = [cell for page in book for row in page.iter_rows() for cell in row if "1+1" in str(cell.value)]
    assert len(said) >= 2 and {cell.data_type for cell in said} == {"s"}


def test_a_character_that_no_file_can_hold_does_not_break_it(tmp_path: Path) -> None:
    path = tmp_path / "control.xlsx"
    path.write_bytes(xlsx.render(with_texts(form("oppna-data"), CONTROL)))
    assert OpenXmlValidator().validate(path).is_valid


def test_a_long_name_does_not_break_the_page_head() -> None:
    for text in ("å" * 400, "&" * 400, "😀" * 400):
        with zipfile.ZipFile(io.BytesIO(xlsx.render(with_texts(form("oppna-data"), text)))) as parts:
            written = parts.read("xl/worksheets/sheet1.xml").decode()
        [head] = re.findall(r"<oddHeader>(.*?)</oddHeader>", written)
        assert 200 < len(html.unescape(head).encode("utf-16-le")) / 2 <= 255


@pytest.mark.parametrize("name", BRIEFS)
def test_a_row_is_high_enough_for_its_texts_also_where_a_program_counts_no_lines(name: str) -> None:
    tree = book_of(form(name))
    for place, node in sheets.cells(tree):
        cell = at(read(name), tree, place)
        if isinstance(node, Label) and cell.alignment.wrap_text:
            lines = len(node.text) / (1.15 * tree.sheets[place.sheet].widths[place.column])
            assert (cell.parent.row_dimensions[cell.row].height or 15) >= 15 * math.floor(lines), cell.coordinate
