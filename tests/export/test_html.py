"""The page and the sheet: text stays text, gaps lead to their questions."""

from __future__ import annotations

import dataclasses

import pytest
from lxml import html as lxml_html

from procurement.domain import editions
from procurement.domain.document import Heading
from procurement.export import html, phrases
from tests.export.sample import DOCUMENT, NASTY, paragraph

SHEET = lxml_html.fromstring(html.sheet(DOCUMENT, lambda key: f"/upphandlingar/7/steg/behov/?fraga={key}&x=1#{key}"))


def test_a_gap_on_the_sheet_links_to_its_question() -> None:
    gaps = {gap.text: gap.get("href") for gap in SHEET.iter("a") if gap.get("class") == "gap"}
    assert gaps["[problemet – svar saknas]"] == "/upphandlingar/7/steg/behov/?fraga=problem&x=1#problem"
    assert len(gaps) == 2


def test_a_gap_on_the_page_is_marked_and_no_link(page: str) -> None:
    assert '<strong class="gap">[problemet – svar saknas]</strong>' in page


def test_text_that_looks_like_markup_is_text(page: str) -> None:
    tree = lxml_html.fromstring(page)
    shown = tree.text_content()
    for nasty in NASTY:
        assert nasty in shown
    assert not tree.xpath("//script | //img | //link")


def test_text_in_attributes_cannot_leave_them() -> None:
    quote = '"><script>x</script>'
    document = dataclasses.replace(DOCUMENT, authority=quote, reference=quote, title=quote, label=quote, subject=quote)
    tree = lxml_html.fromstring(html.page(document))
    assert not tree.xpath("//script")
    assert tree.xpath("//meta[@name='author']/@content") == [quote]


def test_the_page_asks_for_nothing_else(page: str) -> None:
    tree = lxml_html.fromstring(page)
    assert not tree.xpath("//@src | //link | //@style")
    assert all(address.startswith("#") for address in tree.xpath("//@href"))
    assert "url(" not in page.split("</style>")[0]


def test_the_sheet_has_no_styles_that_a_strict_policy_would_stop() -> None:
    assert not SHEET.xpath("//style | //@style | //script")


def test_every_heading_and_clause_can_be_linked_to() -> None:
    for address in SHEET.xpath("//nav//a/@href"):
        assert SHEET.get_element_by_id(address[1:]) is not None
    clause = SHEET.get_element_by_id("PC-CODE-02")
    assert clause.get("data-clause") == "PC-CODE-02"
    assert clause.get("data-variant") == "softer"


def test_tables_name_their_columns_and_rows() -> None:
    table = SHEET.xpath("//table[starts-with(@class, 'grid')]")[0]
    assert [cell.get("scope") for cell in table.xpath(".//thead//th")] == ["col"] * 3
    assert [cell.get("scope") for cell in table.xpath(".//tbody//th")] == ["row"] * 2
    assert SHEET.get_element_by_id(table.get("aria-labelledby")).text == "Tabell\u00a01. Delkontraktens värden"
    assert table.xpath(".//col/@width") == ["12%", "58%", "30%"]


def test_a_blank_says_what_to_fill_in() -> None:
    titles = SHEET.xpath("//*[local-name()='title']/text()")
    assert "Att fylla i: Adress till specifikationen" in titles
    assert "☐\u00a0ja" in SHEET.text_content()


def test_a_short_paper_has_no_contents_and_an_issued_one_no_draft_mark() -> None:
    document = dataclasses.replace(DOCUMENT, draft=False, blocks=(paragraph("Allt på en sida."),))
    shown = html.page(document)
    assert phrases.CONTENTS not in shown
    assert phrases.DRAFT not in shown


@pytest.mark.parametrize(
    ("chapters", "sections", "listed", "on_cover"),
    [(3, 0, 0, False), (4, 9, 13, True), (4, 10, 4, True), (13, 30, 13, True), (14, 22, 36, False), (14, 23, 14, False),
     (40, 0, 40, False)],
)  # fmt: skip
def test_the_contents_stand_on_the_cover_or_else_on_a_page(
    chapters: int, sections: int, listed: int, on_cover: bool
) -> None:
    blocks = [Heading(1, str(n), f"Kapitel {n}", f"k{n}") for n in range(1, chapters + 1)]
    blocks += [Heading(2, f"{chapters}.{n}", f"Avsnitt {n}", f"a{n}") for n in range(1, sections + 1)]
    document = dataclasses.replace(DOCUMENT, blocks=tuple(blocks))
    assert len(phrases.contents(document)) == listed
    assert phrases.contents_on_cover(document) is on_cover
    assert ('class="toc on-cover"' in html.page(document)) is on_cover


def test_the_buyers_own_paper_says_so() -> None:
    assert phrases.INTERNAL in html.page(dataclasses.replace(DOCUMENT, internal=True))


def test_an_edition_has_its_number_where_the_draft_had_its_mark() -> None:
    [made] = editions.issued([dataclasses.replace(DOCUMENT, draft=False)], 2)
    shown = html.page(made)
    assert "UTKAST" not in shown
    assert '<strong class="stamp">UTGÅVA\u00a02</strong>' in shown
    assert '<meta name="keywords" content="UTGÅVA 2">' in shown
    assert "2, fastställd 23\u00a0november\u00a02026" in shown and '<th scope="row">Datum</th>' not in shown
