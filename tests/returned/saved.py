"""Files that Microsoft Word itself has saved (scripts/published_files.py), and what a plain reading finds in them."""

import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from tests.returned.editing import Word, escaped, flat

FOLDER = Path(sys.prefix) / "share" / "word"
TEXT_PART = re.compile(r"word/(document|footnotes|endnotes|header\d*|footer\d*)\.xml")
CONTENTS = re.compile(r"TOC\d")
SPACES = {qn(f"w:{name}") for name in ("tab", "br", "cr")}
LETTERS = {qn("w:t"), qn("w:delText")}


def saved_by_word(name: str) -> bytes:
    return (FOLDER / f"{name}.docx").read_bytes()


def words_in(content: bytes) -> Counter[str]:
    """Every word of text, header, footer and notes, the struck out ones too: from the XML, by no rule of ours.

    The lines of a contents say again what stands in the headings.
    """
    found: Counter[str] = Counter()
    with zipfile.ZipFile(BytesIO(content)) as file:
        for part in filter(TEXT_PART.fullmatch, file.namelist()):
            for paragraph in etree.fromstring(file.read(part)).iter(qn("w:p")):
                style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
                if style is not None and CONTENTS.fullmatch(style.get(qn("w:val"))):
                    continue
                found.update("".join(_said(paragraph)).split())
    return found


def _said(paragraph: Any) -> Iterator[str]:
    for element in paragraph.iter():
        if element.tag in LETTERS:
            yield element.text or ""
        elif element.tag in SPACES:
            yield " "


def with_clauses(content: bytes, clauses: Mapping[str, tuple[str, str]]) -> bytes:
    """The file with a control of ours around each: from the part with the first text to that with the last."""
    word = Word(content)
    for tag, (first, last) in clauses.items():
        parts = list(word.root.body)
        start = next(n for n, part in enumerate(parts) if first in _flat(part))
        end = max(n for n, part in enumerate(parts) if last in _flat(part))
        control = parse_xml(
            f'<w:sdt {nsdecls("w")}><w:sdtPr><w:alias w:val="{escaped(tag)}"/><w:tag w:val="{escaped(tag)}"/></w:sdtPr>'
            "<w:sdtContent/></w:sdt>"
        )
        parts[start].addprevious(control)
        control[1].extend(parts[start : end + 1])
    return word.saved()


def _flat(part: Any) -> str:
    return " ".join(flat(paragraph) for paragraph in part.iter(qn("w:p")))


def with_tags(content: bytes) -> tuple[bytes, list[str]]:
    """The file with a tag of ours in each of Word's own controls, and the clauses in order."""
    word = Word(content)
    clauses = []
    for number, properties in enumerate(word.root.iter(qn("w:sdtPr")), 1):
        for tag in properties.findall(qn("w:tag")):
            properties.remove(tag)
        clauses.append(f"PC-{number}")
        properties.insert(0, parse_xml(f'<w:tag {nsdecls("w")} w:val="PC-{number} 0123456789ab"/>'))
    return word.saved(), clauses


def without_control(content: bytes, tag: str) -> bytes:
    """As when somebody takes a control away in Word: its content stays where it was."""
    word = Word(content)
    control = word.control(tag)
    for part in deepcopy(control[-1]):
        control.addprevious(part)
    control.getparent().remove(control)
    return word.saved()
