"""Footnotes of a Word document: the marks in the text, and the part of the file that holds what they say."""

from __future__ import annotations

from procurement.domain.document import Mark
from procurement.export.docx.markup import NAMESPACES, Changes, paragraph

# The two lines above footnotes that Word asks for; settings.xml names them, and the notes count from the next.
SEPARATORS = (("separator", -1), ("continuationSeparator", 0))


class Footnotes:
    """Numbered in the order of their marks, which is how Word shows them."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._notes: list[str] = []

    def mark(self, text: str, mark: Mark, end: str = "") -> str:
        """The mark to put in the text, for a note of these runs. `mark` and `end` say that all of it is new or gone."""
        number = len(self._notes) + 1
        said = self._number("<w:footnoteRef/>", mark) + self._changes.run(" ", mark) + text
        self._notes.append(f'<w:footnote w:id="{number}">{paragraph("FootnoteText", said, end=end)}</w:footnote>')
        return self._number(f'<w:footnoteReference w:id="{number}"/>', mark)

    def _number(self, shown: str, mark: Mark) -> str:
        look = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
        return self._changes.around(f"<w:r>{look}{shown}</w:r>", mark)

    def part(self) -> bytes:
        lines = "".join(
            f'<w:footnote w:type="{kind}" w:id="{number}">'
            f'<w:p><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:{kind}/></w:r></w:p>'
            "</w:footnote>"
            for kind, number in SEPARATORS
        )
        xml = f"<w:footnotes {NAMESPACES}>{lines}{''.join(self._notes)}</w:footnotes>"
        return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{xml}'.encode()
