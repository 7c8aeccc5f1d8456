"""The tree as PDF: tagged, PDF/UA-1 and PDF/A-3a in one file, the same bytes from the same tree.

A document is set chapter by chapter, each beginning where the one before it ended, and each is kept by what it says
and where it begins: after a changed word only its own chapter is set anew, and those after it that must move.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from procurement.domain.document import Block, Document, Heading
from procurement.export import html, kept, phrases

if TYPE_CHECKING:
    from procurement.export.pdf.pieces import Leaf, Piece
    from procurement.export.pdf.setting import Setter


def render(document: Document) -> bytes:
    return render_with_pages(document)[0]


def render_with_pages(document: Document, folder: Path | None = None) -> tuple[bytes, dict[str, int]]:
    """The PDF, and on which page each anchor stands: Word's list of contents is filled from it.

    `folder` is where chapters are kept from one time to the next.
    """
    # Imported here: WeasyPrint takes most of a second to import, and only workers need it.
    from procurement.export.pdf import setting, writing

    document = phrases.writable(document)
    setter = setting.Setter()
    # Page and place where the next chapter begins.
    page, start = 0, 0.0
    chapters: list[tuple[int, Piece]] = []
    for blocks in _chapters(document):
        said = blocks, start, document.language, document.look.accent
        chapter = _kept(folder, repr(said), partial(html.chapter, *said), setter)
        chapters.append((page, chapter))
        page, start = page + len(chapter.leaves) - 1, chapter.end
    # Backwards, so that what goes on over several pages is found where it begins.
    pages = {anchor: n for n, leaf in reversed(_leaves(chapters)) for anchor in leaf.anchors}
    leaves: list[list[str]] = [[] for _ in range(page + 1)]
    for heading in phrases.contents(document):
        leaves[pages[heading.anchor]].append(heading.anchor)
    source = html.frame(document, leaves)
    frame = _kept(folder, source, lambda: source, setter)
    before = len(frame.leaves) - len(leaves)
    placed = [(0, frame), *((before + first, chapter) for first, chapter in chapters)]
    content = writing.write(setter, source, placed, identifier=document.digest().encode())
    return content, {anchor: before + n + 1 for anchor, n in pages.items()}


def _leaves(chapters: Sequence[tuple[int, Piece]]) -> list[tuple[int, Leaf]]:
    """Every leaf with its page, from 0, as they come."""
    return [numbered for first, chapter in chapters for numbered in enumerate(chapter.leaves, first)]


def _chapters(document: Document) -> list[tuple[Block, ...]]:
    """The blocks of the document, divided before each heading of the first two levels that does not follow another.

    A heading is never at the foot of a page, and so is set with what it heads.
    """
    chapters: list[list[Block]] = [[]]
    for block in document.blocks:
        after = chapters[-1][-1:]
        if isinstance(block, Heading) and block.level <= 2 and after and not isinstance(after[0], Heading):
            chapters.append([])
        chapters[-1].append(block)
    return [tuple(chapter) for chapter in chapters]


def _kept(folder: Path | None, said: str, source: Callable[[], str], setter: Setter) -> Piece:
    """What the HTML of what is said was set as last time, or is now."""
    from procurement.export import version
    from procurement.export.pdf import pieces

    if folder is None:
        return _set(setter, source())
    path = folder / (hashlib.sha256(f"{version.version()} {said}".encode()).hexdigest() + ".piece")
    content = kept.read(path)
    if content is not None:
        piece = pieces.from_bytes(content)
        if not piece.pictures or setter.has_pictures(piece, source()):
            return piece
    piece = _set(setter, source())
    if piece.stands_alone:
        # A disk that is full, or that we may not write to, makes it slower and nothing else.
        with suppress(OSError):
            kept.write(path, piece.to_bytes())
    return piece


def _set(setter: Setter, source: str) -> Piece:
    piece = setter.set(source)
    # The boxes it was laid out in know one another, and would stay: now is when looking for them finds nearly all.
    gc.collect(0)
    return piece
