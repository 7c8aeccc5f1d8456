"""A Word file → blocks, read as what it is: a ZIP file with XML in it, that anybody may have made.

A few parts are opened and the rest left alone: macros are not run, pictures not drawn, addresses not followed.
The XML is read as it comes, by a parser that refuses every declaration of its own: entities cannot grow or fetch.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO
from xml.parsers import expat

from procurement.domain.inspection import lines
from procurement.domain.inspection.blocks import Block, numbered, without_bullet

from .limits import Limits, Unreadable
from .word_styles import Numbering, Styles

# Both spellings of WordprocessingML, the usual one and the strict one of the standard, and a file's own properties.
NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
    "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
    "http://purl.org/dc/terms/",
    # What is read of a formula is its characters.
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
    # Which part of the file leads to which, and which comments are settled.
    "http://schemas.openxmlformats.org/package/2006/relationships",
    "http://schemas.microsoft.com/office/word/2012/wordml",
)
FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
CHUNK = 1 << 16
# What reading a file that is not what it says may raise.
BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, expat.ExpatError, ValueError, OSError,
)  # fmt: skip
# A small part of blanks packs better than any bomb, and can do no harm.
SMALL_PART = 2_000_000


def read(content: bytes, limits: Limits) -> tuple[Block, ...]:
    """The document's blocks. Raises Unreadable."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as file:
            parts = checked(file, limits)
            document = main_part(file, parts, limits)
            styles, numbering = Styles(), Numbering()
            for kind, part in related(file, document, parts, limits):
                if kind == "styles":
                    parse(file, part, styles, limits)
                elif kind == "numbering":
                    parse(file, part, numbering, limits)
            body = Body(styles, numbering, limits)
            parse(file, document, body, limits)
            return tuple(body.blocks)
    except BROKEN as error:
        raise Unreadable("broken") from error


def checked(file: zipfile.ZipFile, limits: Limits) -> set[str]:
    """The names of the parts, when what they say of themselves is reasonable. Reading holds them to it."""
    parts = file.infolist()
    if len(parts) > limits.parts or sum(part.file_size for part in parts) > limits.unpacked:
        raise Unreadable("unpacks")
    for part in parts:
        if part.file_size > SMALL_PART and part.file_size > limits.ratio * max(part.compress_size, 1):
            raise Unreadable("unpacks")
        if part.flag_bits & 0x1:
            raise Unreadable("password")
    return {part.filename for part in parts}


def main_part(file: zipfile.ZipFile, parts: set[str], limits: Limits) -> str:
    """The part with the text. Raises Unreadable where it is no Word file."""
    named = [part for kind, part in related(file, "", parts, limits) if kind == "officeDocument"]
    found = next((part for part in (*named, "word/document.xml") if part in parts), "")
    if posixpath.dirname(found) != "word":
        raise Unreadable("other_kind")
    return found


def related(file: zipfile.ZipFile, part: str, parts: set[str], limits: Limits) -> list[tuple[str, str]]:
    """What the part leads to in the file: kind and name. Programs are free to call the parts what they like."""
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    if listed not in parts:
        return []
    relations = Relations(folder)
    parse(file, listed, relations, limits)
    return [(kind, target) for kind, target in relations.found if target in parts]


class Reader:
    """Takes what the parser finds. `name` is without its namespace; attributes likewise."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def text(self, text: str) -> None: ...


class Relations(Reader):
    """Where a part in this folder leads: kind and name."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.found: list[tuple[str, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/", self.folder, attributes.get("Target", "")))
            self.found.append((kind, target.lstrip("/")))


def parse(file: zipfile.ZipFile, part: str, reader: Reader | Styles | Numbering, limits: Limits) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    depth = skipping = 0

    def refuse(*_: object) -> None:
        raise Unreadable("declares")

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, skipping
        depth += 1
        if depth > limits.depth:
            raise Unreadable("unpacks")
        # What an older Word would show instead: the same text once more.
        if skipping or name == FALLBACK:
            skipping += 1
        elif local := _local(name):
            reader.start(local, {_local(key) or key: value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth, skipping
        depth -= 1
        if skipping:
            skipping -= 1
        elif local := _local(name):
            reader.end(local)

    def text(found: str) -> None:
        if not skipping:
            reader.text(found)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    with file.open(part) as stream:
        for chunk in _within(stream, limits.unpacked_part):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _within(stream: IO[bytes], most: int) -> Iterator[bytes]:
    left = most
    while chunk := stream.read(CHUNK):
        left -= len(chunk)
        if left < 0:
            raise Unreadable("unpacks")
        yield chunk


def _local(name: str) -> str:
    """The name without its namespace where that is Word's, else nothing."""
    namespace, _, local = name.rpartition(" ")
    return local if namespace in NAMESPACES else ""


@dataclass
class _Paragraph:
    style: str = ""
    list_id: str = ""
    level: int | None = None
    outline: int | None = None
    text: list[str] = field(default_factory=list)


class Body(Reader):
    """The text of the document: paragraphs with their numbers, and the rows of tables."""

    def __init__(self, styles: Styles, numbering: Numbering, limits: Limits) -> None:
        self.styles, self.numbering, self.limits = styles, numbering, limits
        self.blocks: list[Block] = []
        self.characters = 0
        # A text box stands inside a paragraph, a table inside a cell: each is a text of its own.
        self.paragraphs: list[_Paragraph] = []
        self.rows: list[list[list[str]]] = []
        self.is_text = False
        self.contents = 0
        self.wrappers: list[bool] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "p":
                self.paragraphs.append(_Paragraph())
            case "tr":
                self.rows.append([])
            case "tc" if self.rows:
                self.rows[-1].append([])
            case "t":
                self.is_text = True
            case "tab" | "br" | "cr":
                self.text(" ", always=True)
            case "noBreakHyphen":
                self.text("-", always=True)
            case "sdt":
                self.wrappers.append(False)
            case "docPartGallery" if "contents" in attributes.get("val", "").lower() and self.wrappers:
                self.wrappers[-1] = True
                self.contents += 1
            case _ if self.paragraphs:
                self._property(name, attributes.get("val", ""))

    def _property(self, name: str, value: str) -> None:
        paragraph = self.paragraphs[-1]
        match name:
            case "pStyle":
                paragraph.style = value
            case "numId":
                paragraph.list_id = value
            case "ilvl" if value.isdecimal():
                paragraph.level = int(value)
            case "outlineLvl" if value.isdecimal():
                paragraph.outline = int(value)

    def end(self, name: str) -> None:
        match name:
            case "t":
                self.is_text = False
            case "p" if self.paragraphs:
                self._close(self.paragraphs.pop())
            case "tr" if self.rows:
                self._close_row(self.rows.pop())
            case "sdt" if self.wrappers:
                self.contents -= self.wrappers.pop()

    def text(self, text: str, *, always: bool = False) -> None:
        if self.paragraphs and (self.is_text or always):
            self.characters += len(text)
            if self.characters > self.limits.characters:
                raise Unreadable("too_long")
            self.paragraphs[-1].text.append(text)

    def _close(self, paragraph: _Paragraph) -> None:
        text = " ".join("".join(paragraph.text).split())
        style = self.styles.of(paragraph.style)
        outline = paragraph.outline if paragraph.outline is not None else style.outline
        list_id = paragraph.list_id or style.list_id
        level = paragraph.level if paragraph.level is not None else style.level
        if not text or self.contents or style.is_contents:
            return
        label = self.numbering.next(list_id, level)
        if self.rows and self.rows[-1]:
            self.rows[-1][-1].append(f"{label} {text}".strip())
            return
        own, rest = numbered(text)
        is_item, rest = without_bullet(rest)
        if outline is not None and outline < 9:
            own, title = lines.section(text)
            self.blocks.append(Block("heading", title, label or own, level=outline + 1))
        else:
            is_listed = is_item or (bool(list_id) and list_id != "0" and "." not in label)
            self.blocks.append(Block("text", rest, label or own, is_item=is_listed))

    def _close_row(self, row: list[list[str]]) -> None:
        # A line a paragraph: what stands above the requirement in its cell is no part of its first sentence.
        cells = tuple("\n".join(cell) for cell in row)
        if not any(cells):
            return
        if self.rows and self.rows[-1]:
            # A table in a cell is read as what the cell says.
            self.rows[-1][-1].extend(cell for cell in cells if cell)
            return
        self.blocks.append(Block("row", " · ".join(cell for cell in cells if cell), cells=cells))
