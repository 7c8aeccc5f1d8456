"""The styles that hold in one document alone, each when it is first asked for: OpenDocument has them in its content."""

from __future__ import annotations

from procurement.domain.document import Column
from procurement.export import phrases

# The text column in millimetres: A4 less its margins.
WIDTH = 166
INK_RULE, FAINT = "0.6pt solid #1d2433", "0.5pt solid #8b91a0"
# In the colour of headings and rules.
RULE = "0.6pt solid {accent}"
# A cell by where it stands: in the head, in a row, in the last row, in a sum, on the cover.
CELLS = {
    "Head": f'fo:border-top="{RULE}" fo:border-bottom="{RULE}" style:vertical-align="bottom" fo:padding-top="4pt"',
    "Body": f'fo:border-bottom="{FAINT}" fo:padding-top="4pt"',
    "Last": f'fo:border-bottom="{RULE}" fo:padding-top="4pt"',
    "Sum": f'fo:border-top="{INK_RULE}" fo:border-bottom="{RULE}" fo:padding-top="4pt"',
    "Fact": f'fo:border-bottom="{FAINT}" fo:padding-top="3.5pt"',
}
# In a narrow column: at least four letters on each side.
HYPHENATED = (
    '<style:text-properties fo:hyphenate="true" fo:hyphenation-remain-char-count="4" '
    'fo:hyphenation-push-char-count="4"/>'
)


class Styles:
    """Gives the name of a style, and remembers that it is needed."""

    def __init__(self, accent: str) -> None:
        self._accent = accent
        self._needed: dict[str, str] = {}

    def xml(self) -> str:
        return "".join(self._needed.values())

    def section(self) -> str:
        return self._add("Clause", "section", "<style:section-properties/>")

    def table(self, widths: tuple[int, ...]) -> tuple[str, list[str]]:
        """For the table and for its columns. `widths` are per cent."""
        name = f"Table{'-'.join(map(str, widths))}"
        self._add(
            name,
            "table",
            f'<style:table-properties style:width="{WIDTH}mm" table:align="left" table:border-model="collapsing"/>',
        )
        return name, [
            self._add(
                f"Column{width}",
                "table-column",
                f'<style:table-column-properties style:column-width="{WIDTH * width / 100:.2f}mm"/>',
            )
            for width in widths
        ]

    def row(self, long: bool) -> str:
        kept = "auto" if long else "always"
        shown = f'<style:table-row-properties fo:keep-together="{kept}"/>'
        return self._add("LongRow" if long else "Row", "table-row", shown)

    def cell(self, kind: str, flush: bool) -> str:
        """`flush` is a last column of figures, which ends where the rules end."""
        padding = f'fo:padding-bottom="1pt" fo:padding-left="0pt" fo:padding-right="{0 if flush else 8}pt"'
        borders = CELLS[kind].format(accent=self._accent)
        shown = f"<style:table-cell-properties {borders} {padding}/>"
        return self._add(f"{kind}Cell{'Flush' * flush}", "table-cell", shown)

    def cover(self, style: str, after: int, *, begins: bool) -> str:
        """A style of the cover with so many points of space below. What `begins` it begins a page without a header."""
        page = ' style:page-number="auto"' if begins else ""
        shown = f'<style:paragraph-properties fo:margin-bottom="{after}pt"{page}/>'
        parent = f' style:parent-style-name="{style}"' + ' style:master-page-name="Cover"' * begins
        return self._add(f"{style}{after}", "paragraph", shown, parent)

    def kept(self, style: str) -> str:
        """The paragraph style, on the same page as what comes next."""
        shown = '<style:paragraph-properties fo:keep-with-next="always"/>'
        return self._add(f"{style}Kept", "paragraph", shown, f' style:parent-style-name="{style}"')

    def words(self, style: str, column: Column) -> str:
        """The paragraph style in that column: to the right for figures, with words divided where it is narrow."""
        right, divided = column.align == "end", column.width < phrases.NARROW
        if not right and not divided:
            return style
        shown = '<style:paragraph-properties fo:text-align="end"/>' * right + HYPHENATED * divided
        name = f"{style}{'Right' * right}{'Divided' * divided}"
        return self._add(name, "paragraph", shown, f' style:parent-style-name="{style}"')

    def _add(self, name: str, family: str, properties: str, parent: str = "") -> str:
        named = f'style:name="{name}" style:family="{family}"{parent}'
        self._needed[name] = f"<style:style {named}>{properties}</style:style>"
        return name
