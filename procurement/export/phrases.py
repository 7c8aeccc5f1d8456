"""The few words every format adds around the tree, and which characters can be written at all."""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from typing import TypeVar, cast

from procurement.domain.document import Blank, Document, Gap, Heading, Table
from procurement.domain.swedish import long_date

CONTENTS = "Innehåll"
DRAFT = "UTKAST"
INTERNAL = "INTERNT"
WRITE_HERE = "Skriv här"
CHOOSE = "Välj"
BOX = "☐"

# XML 1.0 has no place for these, and a PDF or Word file with one of them does not open.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Node = TypeVar("Node")


def writable(node: Node) -> Node:
    """The same tree with every character that no format can hold written as U+FFFD, and line ends as "\\n"."""
    if isinstance(node, str):
        return cast(Node, _UNWRITABLE.sub("\ufffd", node).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    if isinstance(node, tuple):
        return cast(Node, tuple(writable(part) for part in node))
    if dataclasses.is_dataclass(node) and not isinstance(node, type):
        parts = {f.name: writable(getattr(node, f.name)) for f in dataclasses.fields(node)}
        return cast(Node, type(node)(**parts))
    return node


def gap(missing: Gap) -> str:
    """[problemet – svar saknas]"""
    return f"[{missing.label} – svar saknas]"


def choices(blank: Blank) -> str:
    """☐ ja  ☐ nej, each box kept with its word."""
    return "  ".join(f"{BOX}\u00a0{choice}" for choice in blank.choices)


def caption(table: Table) -> str:
    """Tabell 3. Delkontrakten · or "" when the table is not numbered: its name is then only read out."""
    return f"Tabell\u00a0{table.number}. {table.caption}" if table.number else ""


def full_title(document: Document) -> str:
    """Bilaga 1 – Kravspecifikation"""
    return f"{document.label} – {document.title}" if document.label else document.title


def marks(document: Document) -> tuple[str, ...]:
    """What must be seen on every page: that it is a draft, that it is the authority's own paper."""
    return (DRAFT,) * document.draft + (INTERNAL,) * document.internal


def running_reference(document: Document) -> str:
    """UPH 2026/14 · 23 november 2026"""
    return " · ".join(part for part in (document.reference, long_date(document.on)) if part)


def cover_facts(document: Document) -> tuple[tuple[str, str], ...]:
    """The rows every cover has; the document's own follow."""
    rows = (("Diarienummer", document.reference), ("Datum", long_date(document.on)))
    return tuple((name, value) for name, value in rows if value)


def contents(document: Document) -> tuple[Heading, ...]:
    """The headings listed under Innehåll; none for a paper so short that the list would only be in the way."""
    listed = tuple(block for block in document.blocks if isinstance(block, Heading) and block.level < 3)
    return listed if len(listed) > 3 else ()


def moment(on: date) -> str:
    """The time written into files: noon on the document's day, so that the same tree gives the same bytes."""
    return f"{on.isoformat()}T12:00:00Z"
