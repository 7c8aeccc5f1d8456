"""What the document templates ask about the tree."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from procurement.domain.document import Blank, Cell, Column, Figure, Gap, Inline, Inlines, Paragraph, Row, Table, Text
from procurement.domain.look import Logo
from procurement.export import drawing, logo, phrases

register = template.Library()

STYLES = {"strong": "strong", "emphasis": "em", "code": "code"}
MARKS = {"new": "ins", "gone": "del"}
PIXELS = 96 / 25.4  # to a millimetre


@register.filter
def kind(node: object) -> str:
    """Heading, Paragraph, Table, Clause: templates have no other way to tell them apart."""
    return type(node).__name__


@register.filter
def caption(table: Table) -> str:
    return phrases.caption(table)


@register.filter
def figure_caption(figure: Figure) -> str:
    return phrases.figure_caption(figure)


@register.filter
def drawn(figure: Figure) -> SafeString:
    """The figure's SVG. Every text in it has been escaped where it was made."""
    return mark_safe(drawing.svg(figure))


@register.filter
def columns_of(row: Row, table: Table) -> list[tuple[Cell, str]]:
    """Each cell with the classes its column gives it."""
    return [(cell, column_class(column)) for cell, column in zip(row.cells, table.columns, strict=True)]


@register.filter
def names_row(cell: Cell) -> bool:
    """A header cell that says nothing, as before a sum, is read out as a heading without words: it is none."""
    said = (part for block in cell.blocks if isinstance(block, Paragraph) for part in block.inlines)
    return cell.header and any(not isinstance(part, Text) or part.text.strip() for part in said)


@register.filter
def column_class(column: Column) -> str:
    names = ("end",) * (column.align == "end") + ("narrow",) * (column.width < phrases.NARROW)
    return " ".join(names)


@register.filter
def share(column: Column) -> str:
    """An attribute, not a style: pages that show the sheet allow no inline styles."""
    return f"{column.width}%"


@register.filter
def is_long(row: Row) -> bool:
    return phrases.is_long(row)


@register.filter
def is_short(table: Table) -> bool:
    """Whether the table had better stand whole on one page: its name and head would else be left alone at a foot.

    Not where that could leave half a page empty before it.
    """
    return len(table.rows) <= 8 and sum(map(phrases.characters, table.rows)) <= 800


@register.filter
def address(shown: Logo) -> str:
    """Where the browser finds the logo: in the page itself."""
    return logo.address(shown)


@register.filter
def wide(shown: Logo) -> str:
    """Its width in CSS pixels. As text: how to write a number, a template asks the settings, which may not be there."""
    return str(round(logo.size(shown)[0] * PIXELS))


@register.filter
def tall(shown: Logo) -> str:
    return str(round(logo.size(shown)[1] * PIXELS))


@register.simple_tag(takes_context=True)
def inlines(context: template.Context, parts: Inlines) -> SafeString:
    """A run of text. Written here and not in a template: white space between the parts would show."""
    gap_url = context.get("gap_url")
    return mark_safe("".join(_inline(part, gap_url) for part in parts))


def _inline(part: Inline, gap_url: Callable[[str], str] | None) -> str:
    match part:
        case Text(text, style, mark):
            shown = phrases.with_whole_ids(escape(text), '<span class="whole">{}</span>'.format).replace("\n", "<br>")
            styled = f"<{STYLES[style]}>{shown}</{STYLES[style]}>" if style in STYLES else shown
            return f"<{MARKS[mark]}>{styled}</{MARKS[mark]}>" if mark else styled
        case Gap(key):
            if gap_url is None:
                return format_html('<strong class="gap">{}</strong>', phrases.gap(part))
            return format_html('<a class="gap" href="{}">{}</a>', gap_url(key), phrases.gap(part))
        case Blank(label, choices) if choices:
            return format_html('<span class="choices">{}</span>', _boxes(choices))
        case Blank(label):
            # A picture with a text for those who do not see the line: PDF readers read it out as "Att fylla i".
            return format_html('<svg class="blank" role="img"><title>Att fylla i: {}</title></svg>', label)
    raise TypeError(f"{type(part).__name__} is not part of a text")


def _boxes(choices: Iterable[str]) -> SafeString:
    return format_html_join(
        " ", '<span class="choice">{}\u00a0{}</span>', ((phrases.BOX, choice) for choice in choices)
    )
