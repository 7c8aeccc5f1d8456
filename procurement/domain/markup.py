"""Clause text → blocks and inlines, with slots where answers go.

Answers enter after the text has been parsed, as text: what a user types can never become markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from procurement.domain.document import Inline, Inlines, Items, Paragraph, Text

Style = Literal["plain", "strong", "emphasis", "code"]
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
MARKS: dict[str, Style] = {"strong_open": "strong", "em_open": "emphasis"}
# What people begin the lines of a list with, also in what is pasted from Word.
BULLET = re.compile(r"[-–*•·▪◦]\s+(?=\S)")
# A line at least this long may have been broken by a program, as in a mail or a PDF.
FULL = 60  # characters
SIGNS: dict[Style, str] = {"plain": "", "strong": "**", "emphasis": "*", "code": "`"}


@dataclass(frozen=True)
class Slot:
    """Where the answer to `key` is written."""

    key: str
    style: Style = "plain"


Run = tuple[Text | Slot, ...]


@dataclass(frozen=True)
class TemplateParagraph:
    run: Run


@dataclass(frozen=True)
class TemplateItems:
    items: tuple[Run, ...]
    ordered: bool = False


Template = tuple[TemplateParagraph | TemplateItems, ...]


class BadMarkup(ValueError):
    """The text uses something a clause cannot hold. `line` counts from 1 within the text."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


# Everything Markdown has is recognised, so that what does not belong in a clause is refused and not printed as signs.
_MARKDOWN = MarkdownIt("commonmark").enable("table")


def parse(text: str) -> Template:
    """The text's blocks. Raises BadMarkup for anything but paragraphs, lists, strong, emphasis and code."""
    tokens = _MARKDOWN.parse(text)
    blocks: list[TemplateParagraph | TemplateItems] = []
    items: list[Run] | None = None
    ordered = is_new_item = False
    for token in tokens:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                if items is not None:
                    raise BadMarkup("en lista i en lista går inte", _line(token))
                items, ordered = [], token.type == "ordered_list_open"
            case "bullet_list_close" | "ordered_list_close":
                blocks.append(TemplateItems(tuple(items or ()), ordered))
                items = None
            case "list_item_open":
                is_new_item = True
            case "inline":
                run = tuple(_runs(token))
                if items is None:
                    blocks.append(TemplateParagraph(run))
                elif is_new_item:
                    items.append(run)
                    is_new_item = False
                else:
                    raise BadMarkup("en punkt i en lista är ett enda stycke", _line(token))
            case "paragraph_open" | "paragraph_close" | "list_item_close":
                pass
            case _:
                raise BadMarkup(f"”{token.type}” hör inte hemma i en klausul", _line(token))
    return tuple(blocks)


def slots(template: Template) -> frozenset[str]:
    """The keys that the text writes out."""
    return frozenset(part.key for run in _all_runs(template) for part in run if isinstance(part, Slot))


def slots_in_order(template: Template) -> tuple[str, ...]:
    """The keys that the text writes out, each once, as they come."""
    return tuple(dict.fromkeys(part.key for run in _all_runs(template) for part in run if isinstance(part, Slot)))


def source(template: Template) -> str:
    """The text as it is written in a clause file: `parse` of it gives the same text."""
    return "\n\n".join(
        _written(block.run)
        if isinstance(block, TemplateParagraph)
        else "\n".join(f"{f'{n}.' if block.ordered else '-'} {_written(run)}" for n, run in enumerate(block.items, 1))
        for block in template
    )


def fill(template: Template, answer: Callable[[str], Inlines]) -> tuple[Paragraph | Items, ...]:
    """The text with every slot answered. `answer` gives text, or a gap where there is no answer."""

    def filled(run: Run) -> Inlines:
        found: list[Inline] = []
        for part in run:
            match part:
                case Text(text) if text.startswith(".") and _ends(found):
                    # An answer that ends with a full stop has ended the sentence.
                    found += [Text(text[1:], part.style)] if text[1:] else []
                case Text():
                    found.append(part)
                case Slot(key, style):
                    found += [Text(i.text, style) if isinstance(i, Text) else i for i in answer(key)]
        return tuple(found)

    return tuple(
        Paragraph(filled(block.run))
        if isinstance(block, TemplateParagraph)
        else Items(tuple(filled(run) for run in block.items), block.ordered)
        for block in template
    )


def _ends(written: list[Inline]) -> bool:
    return bool(written) and isinstance(written[-1], Text) and written[-1].text.endswith(".")


def plain_paragraphs(text: str) -> tuple[Paragraph | Items, ...]:
    """A user's own words: a line is a paragraph, and nothing in them is markup but the marks of a list."""
    return tuple(
        Paragraph((Text(block),)) if isinstance(block, str) else Items(tuple((Text(item),) for item in block))
        for block in typed(text)
    )


def typed(text: str) -> Iterator[str | list[str]]:
    """What somebody typed or pasted in a field: paragraphs, and a list where lines together begin with its mark."""
    for is_list, lines in groupby(_lines(text), key=lambda line: BULLET.match(line) is not None):
        together = list(lines)
        if is_list and len(together) > 1:
            yield [BULLET.sub("", line, count=1) for line in together]
        else:
            yield from together


def _lines(text: str) -> list[str]:
    """The lines that were meant: one that was broken for its length goes on in the next."""
    lines: list[str] = []
    before = ""
    for line in text.split("\n"):
        # A space that does not break is kept: 9 300 000 kr is one word.
        line = re.sub(r"[^\S\u00a0]+", " ", line.strip())
        if len(before) >= FULL and line[:1].islower():
            lines[-1] += f" {line}"
        elif line:
            lines.append(line)
        before = line
    return lines


def _runs(inline: Token) -> Iterator[Text | Slot]:
    styles: list[Style] = ["plain"]
    for token in inline.children or []:
        style = styles[-1]
        match token.type:
            case "strong_open" | "em_open":
                styles.append(MARKS[token.type])
            case "strong_close" | "em_close":
                styles.pop()
            case "softbreak" | "hardbreak":
                yield Text(" ", style)
            case "code_inline":
                # A command shows its braces as they are.
                yield Text(token.content, "code")
            case "text":
                if "{" in PLACEHOLDER.sub("", token.content):
                    raise BadMarkup("en klammer som inte är ett namn som {contract_start}", _line(inline))
                yield from _split(token.content, style)
            case _:
                raise BadMarkup(f"”{token.type}” hör inte hemma i en klausul", _line(inline))


def _split(text: str, style: Style) -> Iterator[Text | Slot]:
    for n, part in enumerate(PLACEHOLDER.split(text)):
        if n % 2:
            yield Slot(part, style)
        elif part:
            yield Text(part, style)


def _written(run: Run) -> str:
    def one(part: Text | Slot) -> str:
        sign = SIGNS[part.style]
        return f"{sign}{{{part.key}}}{sign}" if isinstance(part, Slot) else f"{sign}{part.text}{sign}"

    return "".join(map(one, run))


def _all_runs(template: Template) -> Iterator[Run]:
    for block in template:
        if isinstance(block, TemplateParagraph):
            yield block.run
        else:
            yield from block.items


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1
