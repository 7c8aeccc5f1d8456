"""The tags and names that a PDF has for those who listen to it, and the names in WeasyPrint that they lean on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.pdf.stream import Stream

from procurement.domain.document import Clause, Table
from procurement.export import phrases
from tests.export.aloud import aloud
from tests.export.sample import DOCUMENT, PICTURE
from tests.export.standards import broken

TABLES = [
    part
    for block in DOCUMENT.blocks
    for part in (block.blocks if isinstance(block, Clause) else (block,))
    if isinstance(part, Table)
]
SHOWS_TEXT = {"Tj", "TJ", "'", '"'}


@pytest.fixture(scope="module")
def file(pdf_file: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(pdf_file) as opened:
        yield opened


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Every structure element under a node."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
            yield kid
            yield from elements(kid)


def test_weasyprint_is_the_version_this_was_tried_with() -> None:
    # A newer one: read docs/decisions/pdf.md, check its output with veraPDF, then change the number here.
    assert weasyprint.__version__ == "70.0"


def test_weasyprint_still_has_what_is_leant_on() -> None:
    page = weasyprint.HTML(string="<html lang=sv><title>x</title><table><tr><th>x").render().pages[0]
    assert any(isinstance(box, boxes.MarginBox) for box in page._page_box.children) or page._page_box.children
    assert callable(page.paint)
    assert callable(Stream.artifact)
    stream = Stream({}, (0, 0, 1, 1), {"ExtGState": {}}, {}, {}, {}, None)
    page.paint(stream)
    assert [mark["mcid"] for mark in stream._tags.values()] == [0]
    [font] = stream._fonts.values()
    assert font.widths.keys() == font.to_unicode.keys() and max(font.widths) < font.glyph_count


def test_the_metadata_names_both_standards_once(file: pikepdf.Pdf) -> None:
    metadata = file.Root.Metadata.read_bytes().decode()
    assert re.search(r'pdfaid:part="3" pdfaid:conformance="A"', metadata)
    assert 'pdfuaid:part="1"' in metadata
    assert metadata.count("<rdf:RDF") == metadata.count("</rdf:RDF>") == 1
    assert "pdfaExtension:schemas" in metadata
    with file.open_metadata() as parsed:
        assert parsed.pdfa_status == "3A"


def test_every_header_cell_says_what_it_heads(file: pikepdf.Pdf) -> None:
    cells = [e for e in elements(file.Root.StructTreeRoot) if e.S == "/TH"]
    scopes = Counter(str(cell.A.Scope) for cell in cells)
    columns = [column for table in TABLES for column in table.columns]
    # Once for each table, though one of them goes on over several pages.
    assert scopes["/Column"] == len(columns)
    assert scopes["/Row"] >= 25
    assert sum(scopes.values()) == len(cells)


def test_what_goes_on_over_a_page_break_is_one_element(file: pikepdf.Pdf) -> None:
    tables = [e for e in elements(file.Root.StructTreeRoot) if e.S == "/Table"]
    # And the facts of the cover.
    assert len(tables) == len(TABLES) + 1
    longest = max(tables, key=lambda table: len(list(elements(table))))
    rows = [e for e in elements(longest) if e.S == "/TR"]
    assert len(rows) == max(len(table.rows) for table in TABLES) + 1
    assert len({row.Pg.objgen for row in rows}) > 2, "it stands on several pages"
    heads = [str(kid.S) for kid in longest.K if kid.get("/Type") == "/StructElem"]
    assert heads == ["/THead", "/TBody"]


def test_the_contents_is_a_table_of_contents(file: pikepdf.Pdf) -> None:
    (contents,) = [e for e in elements(file.Root.StructTreeRoot) if e.S == "/TOC"]
    assert {str(entry.S) for entry in contents.K} == {"/TOCI"}
    assert len(contents.K) == len(phrases.contents(DOCUMENT))
    links = [e for e in elements(contents) if e.S == "/Link"]
    followed = [[kid.Obj for kid in link.K if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid] for link in links]
    said = [f"{heading.number} {heading.text}".strip() for heading in phrases.contents(DOCUMENT)]
    assert [[str(one.Contents) for one in each] for each in followed] == [[words] for words in said]


def test_every_link_on_a_page_is_a_link_in_the_tree(file: pikepdf.Pdf) -> None:
    links = [e for e in elements(file.Root.StructTreeRoot) if e.S == "/Link"]
    kids = [kid for link in links for kid in link.K if isinstance(kid, pikepdf.Dictionary)]
    within = [kid.Obj.objgen for kid in kids if "/Obj" in kid]
    assert sorted(within) == sorted(one.objgen for page in file.pages for one in page.get("/Annots", []))


def test_list_items_have_a_mark_and_a_body(file: pikepdf.Pdf) -> None:
    items = [e for e in elements(file.Root.StructTreeRoot) if e.S == "/LI"]
    assert items and all([str(kid.S) for kid in item.K] == ["/Lbl", "/LBody"] for item in items)
    lists = [e for e in elements(file.Root.StructTreeRoot) if e.S == "/L"]
    assert {str(one.A.ListNumbering) for one in lists} == {"/Disc", "/Decimal"}


def test_a_figure_says_where_it_stands(file: pikepdf.Pdf) -> None:
    for figure in (e for e in elements(file.Root.StructTreeRoot) if e.S == "/Figure"):
        left, bottom, right, top = (float(side) for side in figure.A.BBox)
        assert 0 <= left < right <= 596 and 0 <= bottom < top <= 842


def test_nothing_is_in_two_places_of_the_tree(file: pikepdf.Pdf) -> None:
    said = list(aloud(file))  # what is taken twice is missing the second time
    marked = sum(len(owners) for owners in list(file.Root.StructTreeRoot.ParentTree.Nums)[1 : 2 * len(file.pages) : 2])
    figures = sum(kind == "Figure" for kind, _ in said)
    assert len(said) == marked, f"{figures} of them figures"


def test_running_headers_and_footers_are_artifacts_and_all_other_text_is_tagged(file: pikepdf.Pdf) -> None:
    for number, page in enumerate(file.pages, 1):
        inside: list[str] = []
        shown = Counter[str]()
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) in ("BMC", "BDC"):
                inside.append(str(operands[0]))
            elif str(operator) == "EMC":
                inside.pop()
            elif str(operator) in SHOWS_TEXT:
                assert inside, f"text outside the tags on page {number}"
                shown["artifact" if "/Artifact" in inside else "tagged"] += 1
        assert not inside
        assert shown["tagged"]
        # On the first page the dots of the contents, on the others what stands in the margins too.
        assert shown["artifact"], f"page {number}"


def test_no_artifact_is_in_the_structure(file: pikepdf.Pdf) -> None:
    """Each page's marked content is in the parent tree, one entry each."""
    numbers = list(file.Root.StructTreeRoot.ParentTree.Nums)
    entries = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for page in file.pages:
        marked = [
            int(operands[1].MCID)
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and "/MCID" in operands[1]
        ]
        assert sorted(marked) == list(range(len(entries[int(page.StructParents)])))


def test_headings_tables_lists_and_lines_to_fill_in_are_tagged(file: pikepdf.Pdf) -> None:
    found = Counter(str(element.S) for element in elements(file.Root.StructTreeRoot))
    assert found["/H1"] == 1
    assert found["/H2"] == 6  # five of the document and Innehåll
    assert found["/H3"] == 4 and found["/H4"] == 2
    assert found["/Table"] >= 6
    assert found["/L"] and found["/Link"]
    figures = [str(e.Alt) for e in elements(file.Root.StructTreeRoot) if e.S == "/Figure"]
    assert figures == [
        PICTURE.alternative,
        "Att fylla i: Adress till specifikationen",
        "Att fylla i: Anbudsgivarens namn",
        "Att fylla i: Ort och datum",
    ]


def test_no_rule_of_either_standard_is_broken(pdf_file: Path) -> None:
    assert not broken(pdf_file)
