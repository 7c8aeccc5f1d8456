"""HTML set as pages: WeasyPrint lays it out and paints it, and what comes of it is taken down as a `Piece`.

It leans on a few names that WeasyPrint 70 does not promise to keep: `Page._page_box`, `MarginBox`, `Stream` and its
`_tags`, `Font` and its `widths`, `to_unicode`, `missing` and `glyph_count`. tests/export/test_pdf_accessibility.py
fails when one of them changes.
"""

from __future__ import annotations

import atexit
import re
from collections.abc import Sequence
from copy import copy
from functools import cache
from typing import Any

import pydyf
from weasyprint import CSS, HTML, Page
from weasyprint import Document as Layout
from weasyprint.formatting_structure import boxes
from weasyprint.pdf.stream import Stream
from weasyprint.text.fonts import FontConfiguration

from procurement.export import fonts, html
from procurement.export.pdf import tags
from procurement.export.pdf.pieces import Leaf, Letters, Piece
from procurement.export.pdf.tags import POINTS

# The only pictures there are (templates/document/_cover.html), with what their look depends on.
PICTURE = re.compile(r'<p class="logo">.*?</p>', re.S)
# As WeasyPrint names a state that sets how opaque what follows is, filled or drawn.
OPACITY = re.compile(r"^/([aA][\d.]+) gs$", re.M)


class Setter:
    """Sets the pieces of one document. What they use together is here: fonts, and what is drawn only once."""

    def __init__(self) -> None:
        self.config, self.styles, own = _own_fonts()
        self.resources = _resources()
        self.images: dict[str, Any] = {}
        self.fonts = {key: _unused(font) for key, font in own.items()}
        self.own_fonts = {font.hash: font for font in self.fonts.values()}

    def set(self, source: str) -> Piece:
        """The HTML as pages."""
        layout = self._laid_out(source)
        for page in layout.pages:
            # WeasyPrint makes another of each box within a link: one is enough to follow, and to be read out.
            page.links = [link for link in page.links if link[3].link]
        before = self._things()
        streams = [self._paint(page) for page in layout.pages]
        marks = [{box: mark["mcid"] for box, mark in stream._tags.items()} for stream in streams]
        tree = tags.Tree(layout, marks)
        painted = [_cut(stream.stream, tree, number) for number, stream in enumerate(streams)]
        letters = self._letters()
        used = {name for page in painted for part in page for name in OPACITY.findall(part)}
        return Piece(
            leaves=[_leaf(page, parts) for page, parts in zip(layout.pages, painted, strict=True)],
            tree=tree.root,
            letters=letters,
            states={name: dict(self.resources["ExtGState"][name]) for name in sorted(used)},
            end=_end(layout.pages[-1]._page_box),
            pictures=[name for name in self.images if any(f"/{name} Do" in part for page in painted for part in page)],
            stands_alone=before == self._things() and all(self._is_own(name, one) for name, one in letters.items()),
        )

    def has_pictures(self, piece: Piece, source: str) -> bool:
        """Whether the pictures of a piece that was kept are at hand, now that its source has been looked through."""
        for picture in PICTURE.findall(source):
            page = f'<article class="document"><header class="cover">{picture}</header></article>'
            self._paint(self._laid_out(page).pages[0])
        self._letters()
        return self.images.keys() >= set(piece.pictures)

    def _laid_out(self, source: str) -> Layout:
        return _laid_out(source, self.styles, self.config)

    def _paint(self, page: Page) -> Stream:
        """What draws the page. What stands in its margins comes first and is an artifact, not to be read out."""
        stream = Stream(
            self.fonts, (0, 0, page.width, page.height), self.resources, self.images, {}, {}, None, compress=True
        )
        # Where WeasyPrint begins a page; patterns are placed from there.
        stream.transform(d=-1, f=page.height * POINTS)
        begun = len(stream.stream)
        whole = page._page_box.children
        margins = [box for box in whole if isinstance(box, boxes.MarginBox)]
        if margins:
            page._page_box.children = margins
            with stream.artifact():
                stream._tags, begun_tags = None, stream._tags
                page.paint(stream, POINTS)
                stream._tags = begun_tags
        page._page_box.children = [box for box in whole if box not in margins]
        page.paint(stream, POINTS)
        page._page_box.children = whole
        del stream.stream[:begun]
        return stream

    def _letters(self) -> dict[str, Letters]:
        """What has been used of each font since last asked."""
        found = {}
        for font in self.fonts.values():
            if font.widths:
                found[font.hash] = Letters(font.widths, font.to_unicode)
                font.widths, font.to_unicode = {}, {}
        return found

    def _is_own(self, name: str, letters: Letters) -> bool:
        """Whether the letters are all in a font of ours: one that no font has is given a number after the last."""
        font = self.own_fonts.get(name)
        return font is not None and max(letters.widths) < font.glyph_count

    def _things(self) -> tuple[int, ...]:
        """How much a page may refer to that cannot be taken down: groups and patterns."""
        # A picture is None here, and found anew by its name.
        groups = sum(thing is not None for thing in self.resources["XObject"].values())
        states = sum(name.startswith("s") for name in self.resources["ExtGState"])
        return groups, len(self.resources["Pattern"]), len(self.resources["Shading"]), states


def _leaf(page: Page, painted: list[str]) -> Leaf:
    size = (page.width, page.height)
    return Leaf(size, painted, page.anchors, page.bookmarks, [link[:3] for link in page.links])


def _cut(content: Sequence[Any], tree: tags.Tree, page: int) -> list[str]:
    """What draws a page, cut where the numbers of its marked content stood; those in no element made artifacts.

    The numbers in the tree are made those of the cuts.
    """
    parts: list[list[bytes]] = [[]]
    numbers: dict[int, int] = {}
    steps = iter(content)
    for step in steps:
        if not (isinstance(step, pydyf.Dictionary) and "MCID" in step):
            parts[-1].append(_bytes(step))
        elif (page, step["MCID"]) in tree.artifacts:
            parts[-1][-1] = b"/Artifact"
            assert next(steps) == b"BDC"
            parts[-1].append(b"BMC")
        else:
            numbers[step["MCID"]] = len(numbers)
            parts.append([])
    for content in tree.contents[page]:
        content.number = numbers[content.number]
    return [b"\n".join(part).decode("latin-1") for part in parts]


def _bytes(step: Any) -> bytes:
    if isinstance(step, bytes):
        return step
    return step.encode() if isinstance(step, str) else bytes(step.data)


def _end(page: Any) -> float:
    """How far down the page the text goes, in pixels, without the space that the last of it wants below."""
    for box in page.descendants():
        if box.element is not None and box.element.get("class") == "document-body" and box.children:
            last = box.children[-1]
            return round(float(last.border_box_y() + last.border_height() - page.content_box_y()), 2)
    return 0.0


def _resources() -> pydyf.Dictionary:
    """By the same names as in the document that WeasyPrint writes in the end."""
    names = ("ExtGState", "XObject", "Pattern", "Shading", "ColorSpace")
    return pydyf.Dictionary({name: pydyf.Dictionary() for name in names})


def _laid_out(source: str, styles: Sequence[CSS], config: FontConfiguration) -> Layout:
    page = HTML(string=source, base_url=None, url_fetcher=fonts.fetcher(), media_type="print")
    return page.render(stylesheets=styles, font_config=config, presentational_hints=True)


@cache
def styles() -> list[CSS]:
    """What documents look like on paper, parsed."""
    return [CSS(string=style, media_type="print", url_fetcher=fonts.fetcher()) for style in html.print_styles()]


@cache
def _own_fonts() -> tuple[FontConfiguration, list[CSS], dict[int, Any]]:
    """Our faces with the styles, and each face as WeasyPrint has it once painted. Made once in a process."""
    config = FontConfiguration()
    faces = CSS(string=fonts.font_faces(), url_fetcher=fonts.fetcher(), font_config=config)
    dressed = [faces, *styles()]
    used: dict[int, Any] = {}
    [page] = _laid_out(fonts.specimen(), dressed, config).pages
    page.paint(Stream(used, (0, 0, page.width, page.height), _resources(), {}, {}, {}, None))
    return config, dressed, used


def _unused(font: Any) -> Any:
    """A font for one document: what is used of it is noted in it, and the rest cut off when it is written."""
    own = copy(font)
    own.widths, own.to_unicode, own.missing = {}, {}, {}
    return own


# The fonts lie in a temporary folder, which WeasyPrint takes away when nobody needs them any longer.
atexit.register(_own_fonts.cache_clear)
