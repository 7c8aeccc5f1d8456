"""A file of any kind → its blocks."""

from __future__ import annotations

from dataclasses import replace

from procurement.domain.inspection.blocks import Block

from . import pdf, plain_text, word
from .limits import DEFAULT, Limits, Unreadable
from .marks import OLE, ZIP, is_pdf, of_ole

PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
OTHERS = (
    b"{\\rtf",
    b"<!doctype html",
    b"<html",
    b"<?xml",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x1f\x8b",
    b"\x7fELF",
    b"MZ",
    b"PK",
)


def read(content: bytes, limits: Limits = DEFAULT) -> tuple[Block, ...]:
    """The document's blocks. Raises Unreadable."""
    if not content.strip():
        raise Unreadable("empty")
    if len(content) > limits.size:
        raise Unreadable("too_large")
    found = tuple(_clean(block) for block in _read(content, limits))
    if sum(len(block.text) for block in found) > limits.characters:
        raise Unreadable("too_long")
    if not any(letter.isalpha() for block in found for letter in block.text):
        raise Unreadable("no_text")
    return found


def _clean(block: Block) -> Block:
    """The block without signs that cannot be seen: databases refuse some of them, and no reader misses any."""
    return replace(
        block, text=_seen(block.text), number=_seen(block.number), cells=tuple(_seen(cell) for cell in block.cells)
    )


def _seen(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join("".join(letter for letter in line if letter.isprintable()) for line in lines)


def _read(content: bytes, limits: Limits) -> tuple[Block, ...]:
    if content.startswith(ZIP):
        return word.read(content, limits)
    if is_pdf(content):
        return pdf.read(content, limits)
    if content.startswith(OLE):
        raise Unreadable(of_ole(content))
    if content.startswith(PICTURES):
        raise Unreadable("image")
    if content.lstrip()[:20].lower().startswith(tuple(mark.lower() for mark in OTHERS)):
        raise Unreadable("other_kind")
    return plain_text.read(content, limits)
