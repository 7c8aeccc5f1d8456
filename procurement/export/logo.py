"""The authority's logo as each format takes it: an address that holds the picture itself, and dots for Word."""

from __future__ import annotations

import base64
from functools import lru_cache

from procurement.domain.look import Logo

# The most that it takes of the cover, in millimetres.
WIDEST, TALLEST = 60, 22
# Dots to the millimetre: some 300 to the inch.
DOTS = 12
TYPES = {"svg": "image/svg+xml", "png": "image/png"}


def size(logo: Logo) -> tuple[float, float]:
    """Its width and height on the cover, in millimetres."""
    scale = min(WIDEST / logo.width, TALLEST / logo.height)
    return round(logo.width * scale, 2), round(logo.height * scale, 2)


def address(logo: Logo) -> str:
    """An address with the whole picture in it: nothing is fetched, and nothing in it is run."""
    data = logo.data if logo.kind == "png" else base64.b64encode(logo.data.encode()).decode()
    return f"data:{TYPES[logo.kind]};base64,{data}"


@lru_cache(maxsize=16)
def png(logo: Logo) -> bytes:
    """The picture in dots: the same bytes on every machine."""
    if logo.kind == "png":
        return base64.b64decode(logo.data)
    import resvg_py

    wide, _ = size(logo)
    return bytes(resvg_py.svg_to_bytes(svg_string=logo.data, zoom=wide * DOTS / logo.width, skip_system_fonts=True))
