"""A figure as SVG, for the page and the PDF, and the same as a PNG for Word."""

from __future__ import annotations

from functools import lru_cache
from xml.sax.saxutils import escape

from procurement.domain.document import Figure
from procurement.domain.drawing import Box, Diamond, Line, Shape, Words
from procurement.export import fonts

# Pages give the classes the colours of their own light or darkness; paper and Word have these.
INK, FAINT = "#1d2433", "#c5c9d2"
SHADES = {"open": "#ffffff", "light": "#e6e6e6", "middle": "#a3adab", "dark": "#1d2433"}
FONTS = "Source Sans Pro, Source Sans, Calibri, Arial, sans-serif"
SIZE, NORMAL, STRONG = 13, 400, 600
HEAD, HALF_HEAD, HALF_DIAMOND = 7, 4, 7
# Dots of the PNG for each unit: some 290 to the inch on paper.
DOTS = 3


def svg(figure: Figure) -> str:
    """The figure as one element. What it shows is its title: that is what screen readers and the PDF's tags take."""
    drawing = figure.drawing
    shapes = "".join(map(_shape, drawing.shapes))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing" role="img" width="{drawing.width}" '
        f'height="{drawing.height}" viewBox="0 0 {drawing.width} {drawing.height}" '
        f'font-family="{FONTS}" font-size="{SIZE}"><title>{escape(figure.alternative)}</title>{shapes}</svg>'
    )


@lru_cache(maxsize=16)
def png(figure: Figure) -> bytes:
    """The figure in dots, with our own fonts and no others: the same bytes on every machine."""
    import resvg_py

    files = [str(path) for path in fonts.font_files().values()]
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg(figure), background="#ffffff", zoom=DOTS, skip_system_fonts=True, font_files=files
        )
    )


def _shape(shape: Shape) -> str:
    match shape:
        case Box(x, y, width, height, shade):
            return (
                f'<rect class="shade-{shade}" x="{x}" y="{y}" width="{width}" height="{height}" '
                f'fill="{SHADES[shade]}" stroke="{INK}"/>'
            )
        case Line(points, arrow, faint):
            return _line(points, faint) + (_head(points) if arrow else "")
        case Words(_, y, text, _, strong):
            weight = f' font-weight="{STRONG}"' if strong else ""
            return f'<text class="ink" x="{_begin(shape):g}" y="{y}"{weight} fill="{INK}">{escape(text)}</text>'
        case Diamond(x, y):
            corners = ((x, y - HALF_DIAMOND), (x + HALF_DIAMOND, y), (x, y + HALF_DIAMOND), (x - HALF_DIAMOND, y))
            return f'<polygon class="shade-open" points="{_points(corners)}" fill="#ffffff" stroke="{INK}"/>'


def _begin(words: Words) -> float:
    """Where the words begin. Said so, and not by their middle or end: that is what the PDF can keep."""
    if words.align == "start":
        return words.x
    wide = fonts.width(words.text, STRONG if words.strong else NORMAL) * SIZE
    return round(words.x - (wide / 2 if words.align == "middle" else wide), 1)


def _line(points: tuple[tuple[int, int], ...], faint: bool) -> str:
    name, colour = ("faint", FAINT) if faint else ("stroke", INK)
    return f'<polyline class="{name}" points="{_points(points)}" fill="none" stroke="{colour}"/>'


def _head(points: tuple[tuple[int, int], ...]) -> str:
    """An arrow head along the last piece. Drawn, not a marker: not every reader of SVG knows those."""
    (x0, y0), (x1, y1) = points[-2:]
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 or 1.0
    dx, dy = (x1 - x0) / length, (y1 - y0) / length
    back = (x1 - HEAD * dx, y1 - HEAD * dy)
    corners = (
        (x1, y1),
        (round(back[0] - HALF_HEAD * dy, 1), round(back[1] + HALF_HEAD * dx, 1)),
        (round(back[0] + HALF_HEAD * dy, 1), round(back[1] - HALF_HEAD * dx, 1)),
    )
    return f'<polygon class="ink" points="{_points(corners)}" fill="{INK}"/>'


def _points(points: tuple[tuple[float, float], ...]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)
