"""Our own fonts: the faces that documents are set in, and all that is opened while they are, but for the logo."""

from __future__ import annotations

import base64
import importlib.util
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

# Family, weight and style of each face, the package that carries it and its file.
FACES = (
    ("Source Serif Pro", 400, "normal", "font_source_serif_pro", "SourceSerifPro-Regular.ttf"),
    ("Source Serif Pro", 400, "italic", "font_source_serif_pro", "SourceSerifPro-It.ttf"),
    ("Source Serif Pro", 600, "normal", "font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
    ("Source Sans Pro", 400, "normal", "font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    ("Source Sans Pro", 400, "italic", "font_source_sans_pro", "SourceSansPro-It.ttf"),
    ("Source Sans Pro", 600, "normal", "font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
)


# The only data that a page of ours has in it (`export.logo`).
LOGO = re.compile(r"(image/(?:png|svg\+xml));base64,")


class NotOurs(ValueError):
    """The document asked for something that is not one of our own fonts."""


@cache
def font_files() -> dict[str, Path]:
    """Where each font file of ours lies, by name. Raises FileNotFoundError when a package lacks one."""
    found = {}
    for _, _, _, package, name in FACES:
        spec = importlib.util.find_spec(package)
        if spec is None or spec.origin is None:
            raise FileNotFoundError(f"the package {package} with {name} is not installed")
        found[name] = Path(spec.origin).parent / "files" / name
        if not found[name].is_file():
            raise FileNotFoundError(found[name])
    return found


def width(text: str, weight: int) -> float:
    """How wide the text is in our upright sans, in its size, with no letter drawn nearer to another."""
    glyphs, widths, unit = _sans(weight)
    return sum(widths[glyphs.get(ord(letter), ".notdef")][0] for letter in text) / unit


@cache
def _sans(weight: int) -> tuple[dict[int, str], Any, int]:
    """Of the face with that weight: character → glyph, glyph → width first, and how many units its size is."""
    [name] = [file for *face, _, file in FACES if face == ["Source Sans Pro", weight, "normal"]]
    with TTFont(font_files()[name]) as face:
        return face.getBestCmap(), face["hmtx"].metrics, face["head"].unitsPerEm


def font_faces() -> str:
    return "\n".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style}; src: url(font:{name}) }}'
        for family, weight, style, _, name in FACES
    )


def specimen() -> str:
    """A letter in each face."""
    spans = (
        f"<span style=\"font-family: '{family}'; font-weight: {weight}; font-style: {style}\">a</span>"
        for family, weight, style, _, _ in FACES
    )
    return f"<p>{''.join(spans)}</p>"


@cache
def fetcher() -> URLFetcher:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFonts(URLFetcher):
        """Opens `font:NAME` for the fonts above and the logo that stands in the page itself, and nothing else: no
        address and no file.
        """

        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False)

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            scheme, _, name = url.partition(":")
            if kind := LOGO.match(name) if scheme == "data" else None:
                return URLFetcherResponse(url, base64.b64decode(name[kind.end() :]), {"Content-Type": kind[1]})
            if scheme != "font" or name not in font_files():
                raise NotOurs(url)
            return URLFetcherResponse(url, font_files()[name].read_bytes(), {"Content-Type": "font/ttf"})

    return OwnFonts()
