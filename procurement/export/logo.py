"""The authority's logo as each format takes it: an address that holds the picture itself, and dots for Word."""

from __future__ import annotations

import base64
import re
from functools import lru_cache

from procurement.domain.look import Logo

# The most that it takes of the cover, in millimetres.
WIDEST, TALLEST = 60, 22
# Dots to the millimetre: some 380 to the inch.
DOTS = 15
# What the PDF engine draws in a way of its own: gradients, what is cut out, what is seen through, what is drawn again.
INTRICATE = re.compile(r"url\(#|<use|opacity=")
TYPES = {"svg": "image/svg+xml", "png": "image/png"}


def size(logo: Logo) -> tuple[float, float]:
    """Its width and height on the cover, in millimetres."""
    scale = min(WIDEST / logo.width, TALLEST / logo.height)
    return round(logo.width * scale, 2), round(logo.height * scale, 2)


def address(logo: Logo) -> str:
    """An address with the whole picture in it: nothing is fetched, and nothing in it is run.

    Lines where every reader draws them alike, else dots.
    """
    is_drawn = logo.kind == "svg" and not INTRICATE.search(logo.data)
    kind, data = ("svg", logo.data.encode()) if is_drawn else ("png", png(logo))
    return f"data:{TYPES[kind]};base64,{base64.b64encode(data).decode()}"


@lru_cache(maxsize=16)
def png(logo: Logo) -> bytes:
    """The picture in dots: the same bytes on every machine."""
    if logo.kind == "png":
        return base64.b64decode(logo.data)
    import resvg_py

    wide, _ = size(logo)
    return bytes(resvg_py.svg_to_bytes(svg_string=logo.data, zoom=wide * DOTS / logo.width, skip_system_fonts=True))
