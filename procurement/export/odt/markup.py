"""OpenDocument as strings: paragraphs, spans, links and pictures."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape as _escape

from procurement.export import phrases

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        **{name: f"{_OASIS}:{name}:1.0" for name in ("office", "style", "text", "table", "meta")},
        "draw": f"{_OASIS}:drawing:1.0",
        "fo": f"{_OASIS}:xsl-fo-compatible:1.0",
        "svg": f"{_OASIS}:svg-compatible:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
        "xlink": "http://www.w3.org/1999/xlink",
    }.items()
)
TAB = "<text:tab/>"
# Several spaces are read as one, and one that begins a text as none.
SPACES = re.compile(r"^ +|(?<= ) +", re.MULTILINE)


def escape(value: str) -> str:
    """For text and attributes alike."""
    return _escape(value, {'"': "&quot;", "\n": "&#10;"})


def element(name: str, content: str, **attributes: str) -> str:
    """`text_name="x"` is the attribute text:name."""
    told = "".join(
        f' {key.replace("_", ":", 1).replace("_", "-")}="{escape(value)}"' for key, value in attributes.items()
    )
    return f"<{name}{told}>{content}</{name}>" if content else f"<{name}{told}/>"


def paragraph(style: str, content: str) -> str:
    return element("text:p", content, text_style_name=style)


def text(characters: str) -> str:
    """Characters as they are; a line end in them is a line end here, and no line ends at the hyphens of an id."""
    characters = phrases.with_whole_ids(characters, lambda id: id.replace("-", "\u2011"))
    shown = SPACES.sub(lambda found: "\x00" * len(found[0]), characters)
    return _escape(shown).replace("\x00", "<text:s/>").replace("\n", "<text:line-break/>")


def span(characters: str, style: str = "") -> str:
    shown = text(characters)
    return element("text:span", shown, text_style_name=style) if style and shown else shown


def bookmark(name: str) -> str:
    return element("text:bookmark", "", text_name=name)


def picture(number: int, address: str, name: str, alternative: str, width: float, height: float) -> str:
    """A picture in the line, with its name and its text alternative. Sizes are in millimetres."""
    return (
        f'<draw:frame draw:name="Figur {number}" text:anchor-type="as-char"'
        f' svg:width="{width:.2f}mm" svg:height="{height:.2f}mm">'
        f'<draw:image xlink:href="{address}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
        f"<svg:title>{_escape(name)}</svg:title><svg:desc>{_escape(alternative)}</svg:desc></draw:frame>"
    )
