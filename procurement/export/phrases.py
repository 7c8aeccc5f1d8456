"""What the formats agree on: the few words around the tree, which characters can be written, which rows may break."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from datetime import date
from operator import is_
from typing import TypeVar, cast

from procurement.domain.document import Document, Figure, Gap, Heading, Row, Table, Text, fields_of, runs
from procurement.domain.swedish import long_date

CONTENTS = "Innehåll"
DRAFT = "UTKAST"
INTERNAL = "INTERNT"
WRITE_HERE = "Skriv här"
CHOOSE = "Välj"
BOX = "☐"
INK = "#1d2433"

# A table row of more characters than this may break over two pages; a shorter one stays whole.
LONG_ROW = 2_400
# Per cent of a table's width under which words are hyphenated.
NARROW = 35
# A paper of no more headings has no contents; then how many lines the cover and a page have room for.
FEW_HEADINGS = 3
ON_COVER = 13
ON_PAGE = 36

# XML 1.0 has no place for these, and a PDF or Word file with one of them does not open.
_UNWRITABLE = re.compile("[^\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What different programs mean by a new line. Word itself pastes its own as a vertical tab.
_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")

# PC-CODE-05, EGEN-01.
_ID = re.compile(r"\b(?:PC-[A-Z0-9]+|EGEN)-(?:\d+|U)\b")

Node = TypeVar("Node")


def writable(node: Node) -> Node:
    """The same tree with line ends as "\\n" and "?" for every character that no format can hold."""
    if isinstance(node, str):
        return cast(Node, _UNWRITABLE.sub("?", _LINE_END.sub("\n", node).replace("\t", " ")))
    if isinstance(node, tuple):
        parts = tuple(writable(part) for part in node)
        # Nearly always there is nothing to change, and then nothing is made anew.
        return node if all(map(is_, parts, node)) else cast(Node, parts)
    if dataclasses.is_dataclass(node) and not isinstance(node, type):
        old = {name: getattr(node, name) for name in fields_of(type(node))}
        new = {name: made for name, part in old.items() if (made := writable(part)) is not part}
        return dataclasses.replace(node, **new) if new else node
    return node


def with_whole_ids(text: str, shown: Callable[[str], str]) -> str:
    """The text with each id of a clause in it as `shown` writes it, so that no line ends at its hyphens.

    Each format has its own way to that. What is nothing but an id has no line to end, and is left as it is found.
    """
    return text if _ID.fullmatch(text) else _ID.sub(lambda found: shown(found[0]), text)


def gap(missing: Gap) -> str:
    """[problemet – svar saknas]"""
    return str(missing)


def caption(table: Table) -> str:
    """Tabell 3. Delkontrakten · or "" when the table is not numbered: its name is then only read out."""
    return f"Tabell\u00a0{table.number}. {table.caption}" if table.number else ""


def figure_caption(figure: Figure) -> str:
    """Figur 1. Tidslinje · or "" when the figure is not numbered: its name is then only read out."""
    return f"Figur\u00a0{figure.number}. {figure.caption}" if figure.number else ""


def is_long(row: Row) -> bool:
    """Whether the row may break over two pages."""
    return characters(row) > LONG_ROW


def characters(row: Row) -> int:
    """How much the row says."""
    said = (run for cell in row.cells for run in runs(cell.blocks))
    return sum(len(part.text) for run in said for part in run if isinstance(part, Text))


def full_title(document: Document) -> str:
    """Bilaga 1 – Kravspecifikation"""
    return f"{document.label} – {document.title}" if document.label else document.title


def marks(document: Document) -> tuple[str, ...]:
    """What must be seen on every page: that it is a draft or which edition, that it is the authority's own paper."""
    edition = (f"UTGÅVA\u00a0{document.edition}",) if document.edition else ()
    return (DRAFT,) * document.draft + edition + (INTERNAL,) * document.internal


def keywords(document: Document) -> str:
    """The marks where archives and file systems look without opening the file."""
    return ", ".join(marks(document)).replace("\u00a0", " ")


def running_reference(document: Document) -> str:
    """UPH 2026/14 · 23 november 2026"""
    return " · ".join(part for part in (document.reference, long_date(document.on)) if part)


def accent(document: Document) -> str:
    """The colour of headings and rules: the authority's own, else the ink of the text."""
    return document.look.accent or INK


def footer(document: Document) -> str:
    """What stands at the foot of every page but the cover, a line each."""
    return "\n".join((document.authority, *document.look.footer))


def cover_facts(document: Document) -> tuple[tuple[str, str], ...]:
    """The rows every cover has; the document's own follow."""
    on = long_date(document.on)
    day = ("Utgåva", f"{document.edition}, fastställd {on}") if document.edition else ("Datum", on)
    rows = (("Diarienummer", document.reference), day)
    return tuple((name, value) for name, value in rows if value)


def contents(document: Document) -> tuple[Heading, ...]:
    """The headings listed under Innehåll; none for a paper so short that the list would only be in the way.

    On the cover if it can be, else on one page: the sections are left out where the chapters alone fit.
    """
    both = tuple(block for block in document.blocks if isinstance(block, Heading) and block.level < 3)
    chapters = tuple(heading for heading in both if heading.level == 1)
    if len(both) <= FEW_HEADINGS:
        return ()
    room = (_room_on_cover(document), ON_PAGE)
    fitting = (listed for most in room for listed in (both, chapters) if 0 < len(listed) <= most)
    return next(fitting, chapters or both)


def contents_on_cover(document: Document) -> bool:
    """Whether the contents are so short that a page of their own would stand empty."""
    return 0 < len(contents(document)) <= _room_on_cover(document)


def _room_on_cover(document: Document) -> int:
    """How many lines of contents the cover has room for beside a logo and an address."""
    return ON_COVER - 4 * bool(document.look.logo) - bool(document.look.address)


def moment(on: date) -> str:
    """The time written into files: noon on the document's day, so that the same tree gives the same bytes."""
    return f"{on.isoformat()}T12:00:00Z"
