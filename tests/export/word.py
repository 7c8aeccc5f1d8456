"""Reading a Word document as Word shows it."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn


def footnotes(content: bytes) -> list[str]:
    """What the footnotes say, in the order of their marks in the text."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        body, notes = (parse_xml(file.read(f"word/{name}.xml")) for name in ("document", "footnotes"))
    said: dict[Any, str] = {
        note.get(qn("w:id")): "".join(text.text for text in note.iter(qn("w:t"))).strip() for note in notes
    }
    return [said[mark.get(qn("w:id"))] for mark in body.iter(qn("w:footnoteReference"))]


def numbered_headings(content: bytes) -> list[str]:
    """The headings with the numbers Word counts to from the styles and numbering.xml."""
    document = docx.Document(io.BytesIO(content))
    numbering = document.part.numbering_part.element
    levels = {
        level.find(qn("w:pStyle")).get(qn("w:val")): (
            int(level.get(qn("w:ilvl"))),
            int(level.find(qn("w:start")).get(qn("w:val"))),
            level.find(qn("w:lvlText")).get(qn("w:val")),
        )
        for level in numbering.iter(qn("w:lvl"))
        if level.find(qn("w:pStyle")) is not None
    }
    starts = {level: start for level, start, _ in levels.values()}
    counts: dict[int, int] = {}
    shown = []
    for paragraph in document.paragraphs:
        style = paragraph.style.style_id
        if not style.startswith("Heading"):
            continue
        direct = paragraph._p.pPr.numPr
        if style not in levels or (direct is not None and direct.numId.val == 0):
            shown.append(" ".join(paragraph.text.split("\t")))
            continue
        level, _, pattern = levels[style]
        counts = {deep: count for deep, count in counts.items() if deep <= level}
        counts[level] = counts.get(level, starts[level] - 1) + 1
        for above in range(level):
            counts.setdefault(above, starts[above])
        number = pattern
        for deep, count in counts.items():
            number = number.replace(f"%{deep + 1}", str(count))
        shown.append(f"{number} {paragraph.text}")
    return shown
