"""Reading a Word document as Word shows it."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator
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


def refused_by_word(content: bytes) -> list[str]:
    """What Word refuses, repairs or asks about though the schema allows it."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = {name: parse_xml(file.read(name)) for name in file.namelist() if name.endswith((".xml", ".rels"))}
        held = set(file.namelist())
    found = [f"{name}: {fault}" for name, root in parts.items() for fault in _faults(root)]
    for name, root in parts.items():
        if name.endswith(".rels"):
            folder = posixpath.dirname(posixpath.dirname(name))
            missing = {posixpath.join(folder, str(one.get("Target"))).lstrip("/") for one in root} - held
            found += [f"{name} leads to {target}, which is not there" for target in missing]
    settings = parts["word/settings.xml"]
    modes = {one.get(qn("w:name")): one.get(qn("w:val")) for one in settings.iter(qn("w:compatSetting"))}
    if modes.get("compatibilityMode") != "15":
        found.append("opened as a file of an older Word")
    if settings.find(qn("w:updateFields")) is not None:
        found.append("asks whether to update fields")
    separators = [note.get(qn("w:id")) for note in parts["word/footnotes.xml"] if note.get(qn("w:type"))]
    if separators != ["-1", "0"] or [one.get(qn("w:id")) for one in settings.find(qn("w:footnotePr"))] != separators:
        found.append("the lines above footnotes")
    return found


def _faults(root: Any) -> Iterator[str]:
    def values(attribute: str, *names: str) -> list[str]:
        return [str(one.get(qn(attribute) if ":" in attribute else attribute)) for one in root.iter(*map(qn, names))]

    numbered = {
        "control": values("w:val", "w:id"),
        "bookmark": values("w:id", "w:bookmarkStart"),
        "name of a bookmark": [name.lower() for name in values("w:name", "w:bookmarkStart")],
        "tracked change": values("w:id", "w:ins", "w:del"),
        "picture": values("id", "wp:docPr"),
        "footnote": values("w:id", "w:footnoteReference"),
    }
    for what, ids in numbered.items():
        yield from (f"{what} {id} twice" for id, times in Counter(ids).items() if times > 1)
    for what in ("control", "picture"):
        yield from (f"{what} {id}" for id in numbered[what] if not 0 < int(id) < 2**31)
    if sorted(numbered["bookmark"]) != sorted(values("w:id", "w:bookmarkEnd")):
        yield "a bookmark that does not begin or end"
    yield from (f"too long: {name}" for name in numbered["name of a bookmark"] if len(name) > 40)
    names = values("w:val", "w:tag", "w:alias")
    yield from (f"too long: {name}" for name in names if len(name.encode("utf-16-le")) > 128)
    for listed in root.iter(qn("w:dropDownList")):
        chosen = [one.get(qn("w:value")) for one in listed]
        if len(set(chosen)) < len(chosen) or "" in chosen:
            yield f"a choice twice or empty: {chosen}"
    yield from ("a cell that does not end with a paragraph" for c in root.iter(qn("w:tc")) if c[-1].tag != qn("w:p"))
    for holder in root.iter(qn("w:tc"), qn("w:sdtContent")):
        last = holder[-1]
        if last.tag == qn("w:p") and last.xpath("w:pPr/w:rPr/w:ins | w:pPr/w:rPr/w:del"):
            yield f"the end of a {holder.tag.rpartition('}')[2]} comes or goes: {''.join(last.itertext())[:40]}"
    ignored = str(root.get("{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable", "")).split()
    yield from (f"an unknown prefix: {prefix}" for prefix in ignored if prefix not in root.nsmap)
    yield from (f"{name} is brought in" for name in ("altChunk", "subDoc") if next(root.iter(qn(f"w:{name}")), None))


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
