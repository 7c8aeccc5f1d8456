"""A text file → blocks, whatever it was saved as in Sweden: UTF-8, UTF-16 with its mark, or Windows' own code."""

from __future__ import annotations

import codecs

from procurement.domain.inspection import lines
from procurement.domain.inspection.blocks import Block

from .limits import Limits, Unreadable


def read(content: bytes, limits: Limits) -> tuple[Block, ...]:
    """The text's blocks. Raises Unreadable for what is no text."""
    text = _decoded(content)
    if len(text) > limits.characters:
        raise Unreadable("too_long")
    odd = sum(not (letter.isprintable() or letter in "\n\r\t\f\ufeff\u2028\u2029\u00ad") for letter in text[:100_000])
    if odd > 0.02 * min(len(text), 100_000):
        raise Unreadable("other_kind")
    return lines.blocks([text], has_pages=False)


def _decoded(content: bytes) -> str:
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Five bytes have no letter there; every other file is some text, so what it holds is looked at afterwards.
        return content.decode("cp1252", errors="replace")
