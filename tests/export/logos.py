"""Logos to try things on: drawn for the tests, and nobody's."""

from __future__ import annotations

import base64
import io

from PIL import Image, ImageDraw

from procurement.domain.look import Logo

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60" width="1000" height="500">'
    '<path fill="#1f5c4d" d="M4 40 L28 6 L52 40 Z"/><circle cx="72" cy="18" r="8" fill="#2c5a8f"/></svg>'
)


def drawn() -> Logo:
    return Logo("svg", SVG, 1000, 500, "Sjövalla kommuns logotyp")


def painted() -> Logo:
    return Logo("png", base64.b64encode(png(240, 60)).decode(), 240, 60, "Sjövalla kommuns logotyp")


def png(width: int, height: int, mode: str = "RGBA", **said: object) -> bytes:
    picture = Image.new(mode, (width, height))
    if mode == "P":
        picture.putpalette([0, 0, 0, 31, 92, 77])
    ImageDraw.Draw(picture).rectangle((width // 4, height // 4, width // 2, height // 2), fill=ink(mode))
    target = io.BytesIO()
    picture.save(target, "PNG", **said)
    return target.getvalue()


def ink(mode: str) -> object:
    return {"RGBA": (31, 92, 77, 255), "RGB": (31, 92, 77), "L": 90, "P": 1, "1": 1, "LA": (90, 255)}.get(mode, 30_000)
