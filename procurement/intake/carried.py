"""A PDF of ours → the answers that it has taken along, as the text they were written as.

The file is named from the catalog, by its relationship and one of two names: what else somebody has put in a PDF is
none of our business. It is unpacked here, a little at a time, and never by the reader: a few bytes may be made to
grow without end.
"""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import TypedDict

import pikepdf

from procurement.domain.brief import MAX_BYTES
from procurement.domain.carried import ALL, SOME

from .limits import Limits, Unreadable
from .marks import is_pdf

# Nobody has put more files than this in a PDF of ours.
MOST_FILES = 50


class Carried(TypedDict):
    """The name of the file, which says whether all of the answers are there, and what it says."""

    name: str
    text: str


def read(content: bytes, limits: Limits) -> Carried:
    """The answers. Raises Unreadable."""
    if not is_pdf(content):
        raise Unreadable("other_kind" if content.strip() else "empty")
    if len(content) > limits.size:
        raise Unreadable("too_large")
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as pdf:
            return _read(pdf)
    except pikepdf.PasswordError as error:
        raise Unreadable("password") from error
    except (pikepdf.PdfError, zlib.error, RuntimeError, TypeError, ValueError, AttributeError, KeyError) as error:
        # pikepdf says what it did not find where it looked in as many ways as there are kinds of objects.
        raise Unreadable("broken") from error


def _read(pdf: pikepdf.Pdf) -> Carried:
    files = pdf.Root.get("/AF")
    if isinstance(files, pikepdf.Array):
        for file in list(files)[:MOST_FILES]:
            name = str(file.get("/UF", "")) if isinstance(file, pikepdf.Dictionary) else ""
            if name in (ALL, SOME) and file.get("/AFRelationship") == pikepdf.Name.Source:
                return {"name": name, "text": _text(file.EF.F)}
    raise Unreadable("no_answers")


def _text(stream: pikepdf.Stream) -> str:
    content = _unpacked(stream)
    if len(content) > MAX_BYTES:
        raise Unreadable("unpacks")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise Unreadable("no_answers") from error


def _unpacked(stream: pikepdf.Stream) -> bytes:
    """The content, and no more of it than tells that it is too much."""
    packed = stream.read_raw_bytes()
    if "/Filter" not in stream:
        return packed
    # Every program that saves a PDF packs a text in this one way.
    if stream.Filter != pikepdf.Name.FlateDecode or "/DecodeParms" in stream:
        raise Unreadable("no_answers")
    return zlib.decompressobj().decompress(packed, MAX_BYTES + 1)
