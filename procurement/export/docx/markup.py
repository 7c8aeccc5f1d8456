"""WordprocessingML as strings: paragraphs, runs, fields and content controls."""

from __future__ import annotations

import re
from itertools import count
from xml.sax.saxutils import escape as _escape
from xml.sax.saxutils import unescape

from procurement.domain.document import Mark
from procurement.domain.returned import digest
from procurement.domain.returned.anchors import bookmark
from procurement.export import phrases

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
# Word refuses a content control with a longer name.
LONGEST_NAME = 64
NAMES: dict[Mark, str] = {"new": "ins", "gone": "del"}
WRITTEN = re.compile(r"<w:t[^>]*>([^<]*)</w:t>")
# One that no line ends at.
HYPHEN = "<w:noBreakHyphen/>"


def escape(text: str) -> str:
    """For text and attributes alike."""
    return _escape(text, {'"': "&quot;"})


def paragraph(style: str, content: str, properties: str = "", end: str = "") -> str:
    """`end` is what holds for the paragraph's own mark, such as that it is new."""
    own = f"<w:rPr>{end}</w:rPr>" if end else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}{own}</w:pPr>{content}</w:p>'


def run(text: str, style: str = "", properties: str = "", kind: str = "t") -> str:
    """Characters as they are; a line end in them is a line end in Word. `kind` is "delText" for what is struck out."""
    chosen = f'<w:rStyle w:val="{style}"/>' if style else ""
    look = f"<w:rPr>{chosen}{properties}</w:rPr>" if chosen or properties else ""
    begun, ended = f'<w:{kind} xml:space="preserve">', f"</w:{kind}>"
    hyphen = ended + HYPHEN + begun
    lines = (phrases.with_whole_ids(escape(line), lambda id: id.replace("-", hyphen)) for line in text.split("\n"))
    return f"<w:r>{look}{begun}{f'{ended}<w:br/>{begun}'.join(lines)}{ended}</w:r>"


class Changes:
    """Tracked changes, numbered within one document and dated with its day."""

    def __init__(self, moment: str) -> None:
        self.moment = moment
        # Apart from the numbers of content controls and bookmarks.
        self._numbers = count(100_001)

    def run(self, text: str, mark: Mark, style: str = "", properties: str = "") -> str:
        """A run that is new or gone, or an ordinary one."""
        return self.around(run(text, style, properties, "delText" if mark == "gone" else "t"), mark)

    def around(self, runs: str, mark: Mark) -> str:
        """Runs that are new or gone, or as they are."""
        return f"<{self._opened(mark)}>{runs}</w:{NAMES[mark]}>" if mark else runs

    def whole(self, mark: Mark) -> str:
        """Among the properties of a paragraph's end, or of a row, that has come or gone as a whole."""
        return f"<{self._opened(mark)}/>" if mark else ""

    def control(self, opening: str, content: str, closing: str, mark: Mark) -> str:
        """A content control that is new or gone as a whole, or an ordinary one: what opens and what closes it is
        marked, as Word does. Else the control would stay behind when its text has gone, around what comes next."""
        if not mark:
            return opening + content + closing
        return self._range(opening, mark) + content + self._range(closing, mark)

    def _range(self, tags: str, mark: Mark) -> str:
        number = next(self._numbers)
        kind = f"w:customXml{NAMES[mark].title()}Range"
        return f'<{kind}Start w:id="{number}" {self._who}/>{tags}<{kind}End w:id="{number}"/>'

    def _opened(self, mark: Mark) -> str:
        return f'w:{NAMES[mark]} w:id="{next(self._numbers)}" {self._who}'

    @property
    def _who(self) -> str:
        return f'w:author="Kravbyggaren" w:date="{self.moment}"'


# Where the properties of a paragraph end, with what holds for its own mark.
END = re.compile(r"(?:<w:rPr><w:(ins|del) [^>]*/></w:rPr>)?</w:pPr>")


def closed(content: str) -> str:
    """The paragraphs of a cell, or the last ones of a control, where some may be new or gone.

    The last of them ends where that ends, which can neither come nor go. So after the last that stands, it is the end
    of the paragraph before that comes or goes; where none stands, the first new and the first gone are one paragraph.
    """
    *paragraphs, rest = content.split("</w:p>")
    ends = [end for one in paragraphs if (end := END.search(one))]
    if not any(end[1] for end in ends):
        return content
    stands = max((place for place, end in enumerate(ends) if not end[1]), default=-1)
    written: list[list[str]] = []
    met: set[str] = set()
    for place, (one, end) in enumerate(zip(paragraphs, ends, strict=True)):
        shown = (end if place < stands else ends[place + 1])[0] if place + 1 < len(ends) else "</w:pPr>"
        if stands < 0 and written and end[1] not in met:
            written[-1][1:] = [shown, written[-1][2] + one[end.end() :]]
        else:
            written.append([one[: end.start()], shown, one[end.end() :]])
        met.add(end[1])
    return "".join("".join(one) + "</w:p>" for one in written) + rest


TAB = "<w:r><w:tab/></w:r>"


def field(instruction: str, shown: str) -> str:
    """A field with the value it is shown with until Word counts for itself."""
    return field_begin(instruction) + run(shown) + FIELD_END


def field_begin(instruction: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def picture(number: int, relation: str, name: str, alternative: str, width: int, height: int) -> str:
    """A picture in the line. Sizes are in the English metric units of DrawingML."""
    draws = "http://schemas.openxmlformats.org/drawingml/2006"
    named = f'id="{number}" name="{escape(name)}"'
    size = f'cx="{width}" cy="{height}"'
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{draws}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:docPr {named} descr="{escape(alternative)}"/>'
        f'<a:graphic xmlns:a="{draws}/main"><a:graphicData uri="{draws}/picture"><pic:pic xmlns:pic="{draws}/picture">'
        f"<pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _short(name: str) -> str:
    """As much of the name as Word takes. It counts the halves that letters outside the usual ones are kept in."""
    kept = name.encode("utf-16-le")
    if len(kept) <= 2 * LONGEST_NAME:
        return name
    return kept[: 2 * (LONGEST_NAME - 1)].decode("utf-16-le", "ignore").rstrip() + "…"


class Controls:
    """Content controls, numbered within one document."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._numbers = count(1)
        # Apart from those of the headings.
        self._bookmarks = count(50_001)
        self.digests: dict[str, str] = {}

    def bookmarked(self, clause: str, content: str) -> str:
        """Paragraphs with the clause's bookmark around what they say, unless the document has it already."""
        if clause in self.digests:
            return content
        number = next(self._bookmarks)
        opening, _, rest = content.partition("</w:pPr>")
        start = f'<w:bookmarkStart w:id="{number}" w:name="{escape(bookmark(clause))}"/>'
        return f'{opening}</w:pPr>{start}{rest.removesuffix("</w:p>")}<w:bookmarkEnd w:id="{number}"/></w:p>'

    def clause(self, clause: str, title: str, content: str, footnotes: str, mark: Mark) -> str:
        """A clause's text or table row, under its id and a digest of its text, so that a file that comes back can be
        understood. `footnotes` are the runs that its footnotes say, and `mark` says that all of it is new or gone.

        The id stands in the name as well: LibreOffice drops the tag when it saves. What it keeps are the properties
        of the file, where the digests are therefore written too (`digests`), and bookmarks (`bookmarked`).
        """
        self.digests[clause] = digest(
            [
                unescape(text, {"&quot;": '"'})
                for text in WRITTEN.findall((content + footnotes).replace(HYPHEN, "<w:t>-</w:t>"))
            ]
        )
        return self._control(f"{clause} {title}".strip(), f"{clause} {self.digests[clause]}", "", content, mark)

    def text(self, label: str, placeholder: str) -> str:
        kind = '<w:showingPlcHdr/><w:text w:multiLine="1"/>'
        return self._control(label, "", kind, run(placeholder, "PlaceholderText"))

    def choice(self, label: str, choices: tuple[str, ...], placeholder: str) -> str:
        """The first in the list takes a choice back: as Word does it, without a text to show beside the value."""
        none = f'<w:listItem w:value="{escape(placeholder)}"/>'
        items = none + "".join(f'<w:listItem w:displayText="{escape(c)}" w:value="{escape(c)}"/>' for c in choices)
        kind = f"<w:showingPlcHdr/><w:dropDownList>{items}</w:dropDownList>"
        return self._control(label, "", kind, run(placeholder, "PlaceholderText"))

    def contents(self, content: str) -> str:
        kind = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
        return self._control("", "", kind, content)

    def _control(self, name: str, tag: str, kind: str, content: str, mark: Mark = "") -> str:
        alias = f'<w:alias w:val="{escape(_short(name))}"/>' if name else ""
        tagged = f'<w:tag w:val="{escape(tag)}"/>' if tag else ""
        properties = f'{alias}{tagged}<w:id w:val="{next(self._numbers)}"/>{kind}'
        opening = f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>"
        return self._changes.control(opening, content, "</w:sdtContent></w:sdt>", mark)
