"""The tag tree of a PDF, made from the boxes that WeasyPrint has laid out.

WeasyPrint 70 makes a tree of its own, page by page: what goes on over a page break becomes two elements, the heads of
a table are read out once more on each page, and the contents is a list of links. It is given nothing to make one of,
and this one is put in its place: an element of the page is one element here, however many pages it stands on.

Here a tree is plain values, so that it can be kept. How it is written into a file is in `writing`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from weasyprint import Document as Layout
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

SVG = "{http://www.w3.org/2000/svg}"
# HTML → PDF. What is not here is no element of its own: its content belongs to what it stands in.
ELEMENTS = {
    "article": "Art", "section": "Sect", "header": "Div", "nav": "Div", "div": "Div", "p": "P",
    "h1": "H1", "h2": "H2", "h3": "H3", "h4": "H4", "ul": "L", "ol": "L", "li": "LI", "li::marker": "Lbl",
    "table": "Table", "caption": "Caption", "thead": "THead", "tbody": "TBody", "tr": "TR", "th": "TH", "td": "TD",
    "code": "Code", "a": "Link", f"{SVG}svg": "Figure", "img": "Figure",
}  # fmt: skip
IN_CONTENTS = {"L": "TOC", "LI": "TOCI"}
# Elements that say something also when there is nothing in them.
KEPT_EMPTY = {"TR", "TH", "TD"}
POINTS = 0.75  # to a CSS pixel


@dataclass(eq=False)
class Content:
    """A stretch of marked content: its page, from 0, and its number there."""

    page: int
    number: int

    def plain(self) -> dict[str, Any]:
        return {"page": self.page, "number": self.number}


@dataclass(eq=False)
class Link:
    """A link that can be followed: its page, its place among the links there, and its words."""

    page: int
    place: int
    words: str

    def plain(self) -> dict[str, Any]:
        return vars(self)


@dataclass(eq=False)
class Element:
    """One element of the tree. `page` is where it begins. A name among the attributes begins with a slash."""

    kind: str
    page: int
    kids: list[Element | Content | Link] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)
    alternative: str = ""

    def wanted(self) -> bool:
        """Whether there is anything in it, however deep."""
        return self.kind in KEPT_EMPTY or any(not isinstance(kid, Element) or kid.wanted() for kid in self.kids)

    def elements(self, *path: str) -> list[Element]:
        """The elements at the end of a path of kinds."""
        if not path:
            return [self]
        kids = (kid for kid in self.kids if isinstance(kid, Element) and kid.kind == path[0])
        return [found for kid in kids for found in kid.elements(*path[1:])]

    def plain(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "page": self.page,
            "kids": [kid.plain() for kid in self.kids if not isinstance(kid, Element) or kid.wanted()],
            "attributes": self.attributes,
            "alternative": self.alternative,
        }


def from_plain(node: dict[str, Any]) -> Element:
    def kid(node: dict[str, Any]) -> Element | Content | Link:
        if "kind" in node:
            return from_plain(node)
        return Content(**node) if "number" in node else Link(**node)

    return Element(**node | {"kids": [kid(child) for child in node["kids"]]})


@dataclass(eq=False)
class Open(Element):
    """An element that is being made: what it is made of, and where its words go if not into itself."""

    source: Any = None
    body: Open | None = None


class Tree:
    """The elements of a document, and the content that is for the eye alone: heads repeated on a later page."""

    def __init__(self, layout: Layout, marks: list[dict[Any, int]]) -> None:
        """`marks` says of each page which marked content each box became."""
        self.marks = marks
        self.links = [{link[3]: place for place, link in enumerate(page.links)} for page in layout.pages]
        self.heights = [page.height for page in layout.pages]
        self.root = Open("Document", 0)
        self.known: dict[tuple[int, str], tuple[Open, Open]] = {}
        self.contents: list[list[Content]] = [[] for _ in marks]
        self.artifacts: set[tuple[int, int]] = set()
        for number, page in enumerate(layout.pages):
            self.read(page._page_box, self.root, number)

    def read(self, box: Any, within: Open, page: int) -> None:
        """Take in a box and what stands in it."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.MarginBox):
            return
        # The dots that lead the eye to a page number say nothing to the ear.
        here = None if box.is_leader else self.element(box, within, page)
        if here is None:
            self.leave_out(box, page)
            return
        link = self.links[page].get(box)
        if link is not None and here.kind == "Link":
            here.kids.append(Link(page, link, " ".join("".join(box.element.itertext()).split())))
        number = self.marks[page].get(box)
        if number is not None:
            self.contents[page].append(Content(page, number))
            here.kids.append(self.contents[page][-1])
        for child in getattr(box, "children", ()):
            self.read(child, here, page)

    def element(self, box: Any, within: Open, page: int) -> Open | None:
        """The element that the box is, or stands in; None for one that only repeats what has been said."""
        tag = box.element_tag if box.element is not None else ""
        kind = ELEMENTS.get(tag, "")
        if isinstance(box, boxes.TextBox | boxes.LineBox | boxes.PageBox) or not kind or box.element is within.source:
            # Text, lines and the boxes that a layout needs: a table's two, the halves of a list item.
            is_marker = kind == "Lbl" and within.kind != "Lbl"
            if not is_marker:
                return within.body if within.body and isinstance(box, boxes.TextBox | boxes.LineBox) else within
        if tag == "a" and box not in self.links[page]:
            return within
        if within.body and kind != "Lbl":
            within = within.body
        key = (id(box.element), tag)
        if key in self.known and self.known[key][1] is within:
            found = self.known[key][0]
            return None if kind == "THead" and found.page != page else found
        made = self.made(box, kind, within, page)
        self.known[key] = (made, within)
        return made

    def made(self, box: Any, kind: str, within: Open, page: int) -> Open:
        in_nav = within.source is not None and within.source.tag == "nav"
        if kind in IN_CONTENTS and (within.kind == "TOC" or in_nav):
            kind = IN_CONTENTS[kind]
        made = Open(kind, page, source=box.element)
        # A list item has its body from the start, and its mark before it.
        within.kids.insert(0 if kind == "Lbl" else len(within.kids), made)
        match kind:
            case "LI":
                made.body = Open("LBody", page)
                made.kids.append(made.body)
            case "TOCI":
                made.body = Open("Reference", page)
                made.kids.append(made.body)
            case "L":
                ordered = box.element.tag == "ol"
                made.attributes = {"O": "/List", "ListNumbering": "/Decimal" if ordered else "/Disc"}
            case "Table" if said := box.element.findtext("caption"):
                # Unseen on paper, where the heading above says the same.
                made.attributes = {"O": "/Table", "Summary": said}
            case "TH" | "TD":
                made.attributes = {"O": "/Table"}
                if kind == "TH":
                    made.attributes["Scope"] = "/Row" if box.element.get("scope") == "row" else "/Column"
                made.attributes |= {
                    name: span for name, span in (("ColSpan", box.colspan), ("RowSpan", box.rowspan)) if span != 1
                }
            case "Figure":
                made.attributes = {"O": "/Layout", "BBox": list(self.place(box, page))}
                made.alternative = box.element.get("alt") or box.element.findtext(f"{SVG}title") or ""
        return made

    def place(self, box: Any, page: int) -> Iterator[float]:
        """Left, bottom, right and top, as the page counts."""
        left, top = box.content_box_x(), box.content_box_y()
        below = self.heights[page]
        for pixels in (left, below - top - box.height, left + box.width, below - top):
            yield round(pixels * POINTS, 2)

    def leave_out(self, box: Any, page: int) -> None:
        number = self.marks[page].get(box)
        if number is not None:
            self.artifacts.add((page, number))
        for child in getattr(box, "children", ()):
            self.leave_out(child, page)
