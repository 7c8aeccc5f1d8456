"""The OpenDocument text: valid, with the tree's numbers, and text stays text."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from openxml_audit.odf.validator import OdfValidator

from procurement.domain.document import Document, Heading, Items
from procurement.export import archive, html, odt, phrases
from procurement.export.odt import TYPE
from tests.export.annexes import BRIEFS, documents
from tests.export.sample import COSTS, DOCUMENT, NASTY, PICTURE, paragraph, text
from tests.export.test_agreement import html_words

NAMES = {
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
}
# A picture stands in its line: it has no place on the page of its own.
PLACELESS = "is missing position/size attributes: x, y"


def part(document: Document, name: str = "content.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(odt.render(document))) as package:
        return etree.fromstring(package.read(name))


def find(tree: etree._Element, path: str) -> list[etree._Element]:
    return list(tree.iterfind(path, NAMES))


def attribute(node: etree._Element, name: str) -> str | None:
    return node.get(tag(name))


def tag(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMES[prefix]}}}{local}"


# What is only for those who do not see it, or is counted or filled in; and what ends a word.
QUIET = {*map(tag, ("text:placeholder", "text:drop-down", "text:bookmark-ref", "text:table-of-content-source"))}
QUIET |= {*map(tag, ("table:title", "svg:title", "svg:desc"))}
BREAKS = {*map(tag, ("text:tab", "text:line-break", "text:s", "text:p", "text:h"))}


def said(node: etree._Element) -> str:
    """What is shown of the node and after it."""
    within = "" if node.tag in QUIET else f"{node.text or ''}{''.join(map(said, node))}"
    return f"{' ' * (node.tag in BREAKS)}{within}{node.tail or ''}"


def words(document: Document) -> list[str]:
    """Its words, with plain hyphens."""
    return said(find(part(document), "office:body")[0]).replace("\u2011", "-").split()


def test_the_sample_is_valid_and_says_what_the_page_says(tmp_path: Path) -> None:
    is_valid(DOCUMENT, tmp_path)
    assert words(DOCUMENT) == html_words(html.page(DOCUMENT))


@pytest.mark.parametrize("name", BRIEFS)
def test_every_annex_of_a_brief_is_valid_and_says_what_the_page_says(name: str, tmp_path: Path) -> None:
    for document in documents(name):
        is_valid(document, tmp_path)
        assert words(document) == html_words(html.page(document)), document.file_name


def is_valid(document: Document, folder: Path) -> None:
    file = folder / f"{document.file_name}.odt"
    file.write_bytes(odt.render(document))
    assert [
        str(fault)
        for fault in OdfValidator(relaxng_validation=True).validate(file).errors
        if PLACELESS not in str(fault)
    ] == [], file


def test_headings_have_levels_and_the_numbers_of_the_tree() -> None:
    headings = find(part(DOCUMENT), ".//text:h")
    wanted = [block for block in DOCUMENT.blocks if isinstance(block, Heading)]
    assert [attribute(node, "text:outline-level") for node in headings] == [str(block.level) for block in wanted]
    assert [said(node).split() for node in headings] == [
        [*block.number.split(), *block.text.split()] for block in wanted
    ]


def test_the_contents_lead_to_their_headings_and_count_their_pages() -> None:
    tree = part(DOCUMENT)
    places = {attribute(node, "text:name") for node in find(tree, ".//text:h/text:bookmark")}
    links = [attribute(node, "xlink:href") for node in find(tree, ".//text:index-body//text:a")]
    pages = [attribute(node, "text:ref-name") for node in find(tree, ".//text:index-body//text:bookmark-ref")]
    assert links == [f"#{heading.anchor}" for heading in phrases.contents(DOCUMENT)]
    assert links == [f"#{page}" for page in pages] and set(pages) == places


def test_a_table_has_a_name_repeated_heads_and_widths_that_add_up() -> None:
    tree = part(DOCUMENT)
    table = next(node for node in find(tree, ".//table:table") if attribute(node, "table:name") == COSTS.caption)
    assert find(table, "table:title")[0].text == COSTS.caption
    assert [said(head).split() for head in find(table, "table:table-header-rows//table:table-cell")] == [
        ["Delkontrakt"], ["Innehåll"], ["Värde"]
    ]  # fmt: skip
    widths = {
        attribute(style, "style:name"): float(str(attribute(style[0], "style:column-width")).removesuffix("mm"))
        for style in find(tree, ".//style:style[@style:family='table-column']")
    }
    columns = [widths[attribute(column, "table:style-name")] for column in find(table, "table:table-column")]
    assert columns == [19.92, 96.28, 49.8] and round(sum(columns), 2) == odt.body.WIDTH


def test_a_clause_is_found_by_its_id_whatever_it_stands_in() -> None:
    tree = part(DOCUMENT)
    sections = {attribute(node, "text:name"): said(node) for node in find(tree, ".//text:section")}
    assert list(sections) == ["PC-CODE-02", "PC-CODE-03"]
    assert "senast 24 timmar" in sections["PC-CODE-02"]
    rows = [
        attribute(mark, "text:name")
        for row in find(tree, ".//table:table-row")
        for mark in find(row, ".//text:bookmark")
    ]
    assert rows == [f"PC-API-{number:02}" for number in range(1, 23)]


def test_a_name_is_used_once() -> None:
    twice = dataclasses.replace(DOCUMENT, blocks=(*DOCUMENT.blocks, *DOCUMENT.blocks))
    tree = part(twice)
    for kind in ("text:section", "table:table", "draw:frame"):
        name = "draw:name" if kind == "draw:frame" else f"{kind.partition(':')[0]}:name"
        names = [attribute(node, name) for node in find(tree, f".//{kind}")]
        assert len(names) == len(set(names))


def test_a_figure_has_its_name_and_its_alternative() -> None:
    frame = find(part(DOCUMENT), ".//draw:frame")[0]
    assert [find(frame, f"svg:{name}")[0].text for name in ("title", "desc")] == [PICTURE.caption, PICTURE.alternative]


def test_every_numbered_list_begins_at_one() -> None:
    lists = find(part(DOCUMENT), ".//text:list[@text:style-name='Numbers']")
    assert len(lists) == sum(isinstance(block, Items) and block.ordered for block in DOCUMENT.blocks)
    assert not any("continue" in key for node in lists for key in node.attrib)


def test_what_is_to_be_filled_in_says_what_it_is() -> None:
    tree = part(DOCUMENT)
    assert "Ort och datum" in [attribute(node, "text:description") for node in find(tree, ".//text:placeholder")]
    choice = find(tree, ".//text:drop-down")[0]
    assert attribute(choice, "text:name") == "Uppfylls KR-001?"
    assert [attribute(label, "text:value") for label in choice] == ["Välj", "ja", "nej"]


def test_text_that_looks_like_markup_is_text() -> None:
    shown = [" ".join(said(node).split()) for node in find(part(DOCUMENT), ".//text:p")]
    for nasty in NASTY:
        assert " ".join(nasty.split()) in shown
    odd = paragraph("  två  blanka\noch <b>rad</b>", text(" sedan")[0])
    tree = find(part(dataclasses.replace(DOCUMENT, blocks=(odd,))), ".//text:p")[-1]
    assert [node.tag.partition("}")[2] for node in tree] == ["s", "s", "s", "line-break", "s"]


def test_the_file_says_in_which_language_what_it_is_and_that_it_is_a_draft() -> None:
    meta = part(DOCUMENT, "meta.xml")
    told = {node.tag.partition("}")[2]: node.text for node in meta.iter() if node.text}
    assert told["title"] == "Bilaga 1 – Kravspecifikation – Bygglovshandläggning för Åmåla och Östervåla"
    assert told["language"] == "sv-SE" and told["keyword"] == "UTKAST" and told["creator"] == "Sjövalla kommun"
    styles = part(DOCUMENT, "styles.xml")
    default = find(styles, ".//style:default-style[@style:family='paragraph']/style:text-properties")[0]
    assert (attribute(default, "fo:language"), attribute(default, "fo:country")) == ("sv", "SE")
    [header], [footer] = find(styles, ".//style:header"), find(styles, ".//style:footer")
    assert "Bilaga 1 – Kravspecifikation UTKAST KS 2026/0147" in " ".join(said(header).split())
    assert " ".join(said(footer).split()) == "Sjövalla kommun Sida 1 av 1"
    cover = find(styles, ".//style:master-page[@style:name='Cover']")[0]
    assert len(cover) == 0 and attribute(cover, "style:next-style-name") == "Standard"


def test_the_same_tree_gives_the_same_bytes_with_the_type_first_and_open() -> None:
    made = odt.render(DOCUMENT)
    assert made == odt.render(dataclasses.replace(DOCUMENT))
    first = zipfile.ZipFile(io.BytesIO(made)).infolist()[0]
    assert (first.filename, first.compress_type) == (archive.TYPE_OF_PACKAGE, zipfile.ZIP_STORED)
    assert made[30 : 38 + len(TYPE)] == b"mimetype" + TYPE.encode()
