"""A Word file that has come back → what it says: clauses by their content controls, tracked changes, comments, notes.

Our own files and those that Word or LibreOffice has saved anew. LibreOffice drops the tag of a control and keeps its
name, which begins with the clause's id for that reason; the digests stand among the file's own properties as well. It
also ends a control where a table begins, and leaves it behind when its text is moved. In Word a control can be taken
away while its text stays. So where a clause's tag is gone, its bookmark counts as much as its control; so it does
where the control has kept nothing but what is struck out.
"""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO

from procurement.domain.returned.reading import Reading
from procurement.intake.limits import DEFAULT, Limits, Unreadable
from procurement.intake.marks import ZIP, of_ole
from procurement.intake.word import BROKEN, Reader, checked, main_part, parse, related

from .around import Margins, Notes
from .body import Body
from .parts import Comments, Made, Properties, Tags


def read(content: bytes, limits: Limits = DEFAULT) -> Reading:
    """What the file says. Raises Unreadable."""
    if not content.startswith(ZIP):
        raise Unreadable(of_ole(content) if content.strip() else "empty")
    if len(content) > limits.size:
        raise Unreadable("too_large")
    try:
        with zipfile.ZipFile(BytesIO(content)) as file:
            return _read(file, checked(file, limits), limits)
    except BROKEN as error:
        raise Unreadable("broken") from error


def _read(file: zipfile.ZipFile, parts: set[str], limits: Limits) -> Reading:
    document = main_part(file, parts, limits)
    of_file, of_text = (related(file, part, parts, limits) for part in ("", document))
    comments, properties, made, tags = Comments(limits), Properties(), Made(), Tags()
    notes, margins = Notes(comments.found, limits), Margins(comments.found, limits)

    def take(readers: dict[str, Reader], among: list[tuple[str, str]]) -> None:
        for kind, reader in readers.items():
            for part in sorted({part for other, part in among if other == kind}):
                parse(file, part, reader, limits)

    take({"custom-properties": properties, "core-properties": made}, of_file)
    # The comments first: what comes after leads to them. What is said of them needs them all.
    take({"comments": comments, "commentsExtended": comments, "endnotes": notes, "footnotes": notes}, of_text)
    parse(file, document, tags, limits)
    body = Body(comments.found, limits, notes.notes, tagged=tags.found)
    parse(file, document, body, limits)
    if left := body.left:
        body = Body(comments.found, limits, notes.notes, tagged=tags.found - left)
        parse(file, document, body, limits)
    take({"footer": margins, "header": margins}, of_text)
    body.outside.paragraphs += margins.each_once()
    return replace(body.reading(properties.found), made_on=made.day)
