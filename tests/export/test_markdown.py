"""Markdown: the same words in the same order, and nothing that was typed is read as markup."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from procurement.domain.document import (
    Block,
    Cell,
    Clause,
    Column,
    Document,
    Figure,
    Heading,
    Inlines,
    Items,
    Paragraph,
    Row,
    Table,
    Text,
)
from procurement.export import markdown, phrases
from tests.domain.given import REPEATABLE
from tests.export.annexes import BRIEFS, documents
from tests.export.sample import ANSWERS, COSTS, DOCUMENT, NASTY, cell, paragraph, text

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
# What the file may be read as: nothing that links, fetches, or is HTML.
KINDS = {"heading", "paragraph", "bullet_list", "ordered_list", "list_item", "inline", "strong", "em", "text"}
KINDS |= {"code_inline", "hardbreak", "softbreak", "table", "thead", "tbody", "tr", "th", "td"}


def read(document: Document) -> list[Token]:
    return READER.parse(markdown.render(document).decode())


def flat(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from flat(token.children or ())


def kinds(tokens: Iterable[Token]) -> list[str]:
    return [token.type.removesuffix("_open").removesuffix("_close") for token in flat(tokens)]


def words(tokens: Iterable[Token]) -> list[str]:
    """All that is read, in order."""
    shown = []
    for token in tokens:
        if token.children is not None:
            shown.append("".join(part.content if "break" not in part.type else "\n" for part in token.children))
    return "\n".join(shown).split()


def typed(blocks: Iterable[Block | Paragraph | Items]) -> Iterator[str]:
    """Every text of the tree, in order."""
    for block in blocks:
        match block:
            case Heading(_, number, said):
                yield f"{number} {said}"
            case Paragraph(inlines):
                yield said_by(inlines)
            case Items(items):
                yield from map(said_by, items)
            case Figure():
                yield block.alternative
            case Clause():
                yield from (block.id, block.title if block.titled else "")
                yield from typed(block.blocks)
            case Table():
                yield phrases.caption(block)
                for row in block.rows:
                    yield from (run for one in row.cells for run in typed(one.blocks))


def said_by(inlines: Inlines) -> str:
    return "".join(map(markdown._characters, inlines))


def with_blocks(*blocks: Block) -> Document:
    return dataclasses.replace(DOCUMENT, blocks=blocks, facts=())


def says_all(document: Document) -> None:
    """Each text of the tree is read after the one before it."""
    found, place = words(read(document)), 0
    for wanted in typed(phrases.writable(document).blocks):
        said = wanted.split()
        while found[place : place + len(said)] != said:
            place += 1
            assert place < len(found), wanted
        place += len(said)


def test_the_sample_says_the_same_words_in_the_same_order() -> None:
    says_all(DOCUMENT)
    assert set(kinds(read(DOCUMENT))) <= KINDS


@pytest.mark.parametrize("name", BRIEFS)
def test_every_annex_of_a_brief_says_all_and_is_nothing_but_text(name: str) -> None:
    for document in documents(name):
        says_all(document)
        assert set(kinds(read(document))) <= KINDS, document.file_name


# Signs that mean something to some reader of Markdown, words, and what separates them.
SIGNS = [
    *"\\`*_{}[]()<>#+-.!|&~=:$^\"'@/?%;,\n 1aå\u00a0🐘",
    "&amp;",
    "---",
    "===",
    "```",
    "http://x.se",
    "    ",
    "1.",
    "<b>",
]
TYPED = st.lists(st.sampled_from(SIGNS), max_size=14).map("".join)
PARTS = st.lists(st.builds(Text, TYPED, st.sampled_from(["plain", "strong", "emphasis", "code"])), max_size=4).map(
    tuple
)


@settings(REPEATABLE, max_examples=200)
@given(said=PARTS)
def test_whatever_is_typed_comes_back_as_it_was(said: tuple[Text, ...]) -> None:
    around = (paragraph("före"), Paragraph(said), Items((said, said)), Items((said,), ordered=True), paragraph("efter"))
    tokens = read(with_blocks(*around))
    typed_words = said_by(said).split()
    before = words(read(with_blocks()))
    assert words(tokens) == [*before, "före", *typed_words * 4, "efter"]
    shape = [kind for kind in kinds(tokens) if kind in KINDS and "list" in kind]
    assert shape == [kind for kind in kinds(read(with_blocks(*with_words(around)))) if "list" in kind]
    assert set(kinds(tokens)) <= KINDS


def with_words(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The same blocks with a plain word in each run."""
    plain = text("ord")
    return tuple(
        dataclasses.replace(block, items=(plain,) * len(block.items)) if isinstance(block, Items) else Paragraph(plain)
        for block in blocks
        if isinstance(block, Items | Paragraph)
    )


@settings(REPEATABLE, max_examples=200)
@given(said=PARTS, head=TYPED)
def test_whatever_is_typed_in_a_table_or_a_heading_stays_there(said: tuple[Text, ...], head: str) -> None:
    columns = (Column(head, 50), Column("Krav", 50, "end"))
    line = Row((Cell((Paragraph(said),)), cell("ord")))
    table = Table("", columns, (line, line))
    tokens = read(with_blocks(Heading(1, "1", head, "h"), table, paragraph("efter")))
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h1", "h2"]
    assert set(kinds(tokens)) <= KINDS
    typed_words = said_by(said).split()
    shown = words(tokens)
    if "table" in kinds(tokens):
        assert kinds(tokens).count("td") == 8
        rows = [*head.split(), "Krav", *[*typed_words, "ord"] * 2]
    else:
        named = [*head.split(), *typed_words] if typed_words else None
        rows = ([*named, "Krav:", "ord"] if named else ["Krav", "ord"]) * 2
    assert [word for word in shown[-len(rows) - 1 :] if word != "·"] == [*(w for w in rows if w != "·"), "efter"]


def test_text_that_looks_like_markup_is_text() -> None:
    shown = " ".join(words(read(with_blocks(*map(paragraph, NASTY)))))
    for nasty in NASTY:
        assert " ".join(nasty.split()) in shown


def test_headings_have_the_numbers_of_the_tree() -> None:
    written = markdown.render(DOCUMENT).decode()
    assert written.startswith("# Bilaga 1 – Kravspecifikation\n\nBygglovshandläggning")
    for line in ("## 1 Om den här bilagan", "### 1.1 Läsanvisning", "#### 3.1.1 Gränssnitt för alla", "## Underskrift"):
        assert f"\n\n{line}\n\n" in written
    assert "**UTKAST**" in written and "- **Diarienummer:** KS 2026/0147" in written


def test_a_table_of_lines_is_a_pipe_table_with_its_figures_to_the_right() -> None:
    written = markdown.render(with_blocks(COSTS)).decode()
    assert (
        "**Tabell\u00a01. Delkontraktens värden**\n\n| Delkontrakt | Innehåll | Värde |\n| --- | --- | ---: |"
        in written
    )
    assert "|  | **Summa** | **11 000 000 kr** |" in written


def test_in_a_table_of_paragraphs_each_row_has_a_name_and_a_list() -> None:
    clause = Row(
        (
            cell("6.1"),
            Cell((Paragraph(text("Öppet"), "label"), paragraph("Allt ska nås."), Items((text("ett"),)))),
            cell(""),
        ),
        "PC-API-01",
    )
    columns = (Column("Nr", 10), Column("Krav", 60), Column("Bevis", 30))
    written = markdown.render(with_blocks(Table("Krav", columns, (clause,)))).decode()
    assert written.endswith("**Nr 6.1**\n\n- **Krav:** **Öppet**\n\n  Allt ska nås.\n\n  * ett\n")


def test_a_gap_is_marked_and_a_blank_is_a_line() -> None:
    written = markdown.render(DOCUMENT).decode()
    assert "ska lösa **\\[problemet – svar saknas\\]** för" in written
    assert "Anbudsgivarens namn: ____\n" in written
    assert "| KR-001 | Uppfylls kravet? | ☐\u00a0ja ☐\u00a0nej |" in markdown.render(with_blocks(ANSWERS)).decode()


def test_lists_that_follow_each_other_stay_two() -> None:
    tokens = read(with_blocks(Items((text("ett"),)), Items((text("två"),))))
    assert [token.type for token in tokens[-20:]].count("bullet_list_open") == 2


def test_the_same_tree_gives_the_same_bytes() -> None:
    assert markdown.render(DOCUMENT) == markdown.render(dataclasses.replace(DOCUMENT))
