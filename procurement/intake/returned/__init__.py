"""A Word file that has come back → what it says: clauses by their content controls, tracked changes, comments, notes.

Our own files and those that Word or LibreOffice has saved anew. LibreOffice drops the tag of a control and keeps its
name, which begins with the clause's id for that reason; the digests stand among the file's own properties as well. It
also ends a control where a table begins, and leaves it behind when its text is moved: where the tags are gone, the
bookmark of a clause counts as much as its control.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO

from procurement.domain.returned.reading import Reading
from procurement.intake.limits import DEFAULT, Limits, Unreadable
from procurement.intake.word import BROKEN, checked, parse

from .body import Body, Margins, Notes
from .parts import Comments, Made, Properties, Tags

NOTE_PARTS = {"word/footnotes.xml", "word/endnotes.xml"}
MARGIN_PART = re.compile(r"word/(header|footer)\d*\.xml")


def read(content: bytes, limits: Limits = DEFAULT) -> Reading:
    """What the file says. Raises Unreadable."""
    if not content.startswith(b"PK\x03\x04"):
        raise Unreadable("other_kind" if content.strip() else "empty")
    if len(content) > limits.size:
        raise Unreadable("too_large")
    try:
        with zipfile.ZipFile(BytesIO(content)) as file:
            return _read(file, checked(file, limits), limits)
    except BROKEN as error:
        raise Unreadable("broken") from error


def _read(file: zipfile.ZipFile, parts: set[str], limits: Limits) -> Reading:
    if "word/document.xml" not in parts:
        raise Unreadable("other_kind")
    comments, properties, made, tags = Comments(limits), Properties(), Made(), Tags()
    if "word/comments.xml" in parts:
        parse(file, "word/comments.xml", comments, limits)
    if "docProps/custom.xml" in parts:
        parse(file, "docProps/custom.xml", properties, limits)
    if "docProps/core.xml" in parts:
        parse(file, "docProps/core.xml", made, limits)
    notes = Notes(comments.found, limits)
    for part in sorted(NOTE_PARTS & parts):
        parse(file, part, notes, limits)
    parse(file, "word/document.xml", tags, limits)
    body = Body(comments.found, limits, notes.notes, by_bookmarks=not tags.found)
    parse(file, "word/document.xml", body, limits)
    margins = Margins(comments.found, limits)
    for part in sorted(filter(MARGIN_PART.fullmatch, parts)):
        parse(file, part, margins, limits)
    body.outside.take(margins.each_once())
    return replace(body.reading(properties.found), made_on=made.day)
