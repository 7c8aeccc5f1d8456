"""An authority's logo, as PNG or SVG → the same picture and nothing else that was in the file."""

from __future__ import annotations

import base64
import io

from PIL import Image, UnidentifiedImageError

from . import svg
from .limits import Limits, Unreadable

PNG = b"\x89PNG\r\n\x1a\n"
# Sixteen million dots fill sixty megabytes.
MOST_DOTS = 16_000_000
# Some 380 to the inch where the logo is as wide or as tall as it gets, and not more than every document can carry.
KEPT = (900, 330)
KEPT_BYTES = 100_000
SMALLEST = 16

# What Pillow raises for a file that is not what it says, or that grows when it is unpacked.
BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError)
# Loads the readers of pictures now: later the process may open no file.
Image.preinit()


def read(content: bytes, _: Limits) -> dict[str, str | int]:
    """Its kind, its data – SVG as it is, PNG in base64 – and its width and height. Raises Unreadable."""
    if not content.strip():
        raise Unreadable("empty")
    if content.startswith(PNG):
        data, width, height = _png(content)
        return {"kind": "png", "data": data, "width": width, "height": height}
    data, width, height = svg.cleaned(content)
    return {"kind": "svg", "data": data, "width": width, "height": height}


def _png(content: bytes) -> tuple[str, int, int]:
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
            width, height = picture.size
            if width * height > MOST_DOTS:
                raise Unreadable("logo_dots")
            if min(width, height) < SMALLEST:
                raise Unreadable("logo_size")
            if max(width, height) > svg.MOST_STRETCHED * min(width, height):
                raise Unreadable("logo_shape")
            dots = _dots(picture)
    except Image.DecompressionBombError as error:
        raise Unreadable("logo_dots") from error
    except BROKEN as error:
        raise Unreadable("logo_broken") from error
    dots.thumbnail(KEPT, Image.Resampling.LANCZOS)
    while len(written := _written(dots)) > KEPT_BYTES:
        dots.thumbnail((dots.width * 3 // 4, dots.height * 3 // 4), Image.Resampling.LANCZOS)
    return base64.b64encode(written).decode(), dots.width, dots.height


def _dots(picture: Image.Image) -> Image.Image:
    """The dots alone: no profile, text, thumbnail or second picture."""
    if picture.mode.startswith("I"):
        # Sixteen bits of grey: the eight that are seen.
        picture = picture.point(lambda value: value / 256).convert("L")
    is_clear = picture.has_transparency_data
    mode = "RGBA" if is_clear else "RGB"
    shown = picture.convert(mode)
    return Image.frombytes(mode, shown.size, shown.tobytes())


def _written(dots: Image.Image) -> bytes:
    target = io.BytesIO()
    dots.save(target, "PNG", optimize=True)
    return target.getvalue()
