"""The tag tree of a PDF, made from the boxes that WeasyPrint has laid out.

WeasyPrint 70 makes a tree of its own, page by page: what goes on over a page break becomes two elements, the heads of
a table are read out once more on each page, and the contents is a list of links. Its tree is taken away and this one
put in its place: an element of the page is one element here, however many pages it stands on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pydyf
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


@dataclass(frozen=True)
class Painted:
    """A page that has been painted: its stream, and which marked content each box became."""

    stream: Any
    marks: dict[Any, int]


@dataclass(frozen=True)
class Content:
    """A stretch of marked content: its page, from 0, and its number there."""

    page: int
    number: int


@dataclass(frozen=True)
class Annotation:
    """A link that can be followed."""

    page: int
    annotation: Any


@dataclass(eq=False)
class Element:
    """One element of the tree. `page` is where it begins."""

    kind: str
    page: int
    source: Any = None
    kids: list[Element | Content | Annotation] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)
    alternative: str = ""
    body: Element | None = None

    def wanted(self) -> bool:
        return bool(self.kids) or self.kind in KEPT_EMPTY


class Tree:
    """The elements of a document, and the content that is for the eye alone: heads repeated on a later page."""

    def __init__(self, layout: Layout, painted: list[Painted]) -> None:
        self.painted = painted
        self.heights = [page.height for page in layout.pages]
        self.root = Element("Document", 0)
        self.known: dict[tuple[int, str], tuple[Element, Element]] = {}
        self.artifacts: set[Content] = set()
        for number, page in enumerate(layout.pages):
            self.read(page._page_box, self.root, number)

    def read(self, box: Any, within: Element, page: int) -> None:
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
        if box.link_annotation and here.kind == "Link":
            here.kids.append(Annotation(page, box.link_annotation))
        number = self.painted[page].marks.get(box)
        if number is not None:
            here.kids.append(Content(page, number))
        for child in getattr(box, "children", ()):
            self.read(child, here, page)

    def element(self, box: Any, within: Element, page: int) -> Element | None:
        """The element that the box is, or stands in; None for one that only repeats what has been said."""
        tag = box.element_tag if box.element is not None else ""
        kind = ELEMENTS.get(tag, "")
        if isinstance(box, boxes.TextBox | boxes.LineBox | boxes.PageBox) or not kind or box.element is within.source:
            # Text, lines and the boxes that a layout needs: a table's two, the halves of a list item.
            is_marker = kind == "Lbl" and within.kind != "Lbl"
            if not is_marker:
                return within.body if within.body and isinstance(box, boxes.TextBox | boxes.LineBox) else within
        if tag == "a" and not box.link_annotation:
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

    def made(self, box: Any, kind: str, within: Element, page: int) -> Element:
        in_nav = within.source is not None and within.source.tag == "nav"
        if kind in IN_CONTENTS and (within.kind == "TOC" or in_nav):
            kind = IN_CONTENTS[kind]
        made = Element(kind, page, box.element)
        # A list item has its body from the start, and its mark before it.
        within.kids.insert(0 if kind == "Lbl" else len(within.kids), made)
        match kind:
            case "LI":
                made.body = Element("LBody", page)
                made.kids.append(made.body)
            case "TOCI":
                made.body = Element("Reference", page)
                made.kids.append(made.body)
            case "L":
                ordered = box.element.tag == "ol"
                made.attributes = {"O": "/List", "ListNumbering": "/Decimal" if ordered else "/Disc"}
            case "Table" if said := box.element.findtext("caption"):
                # Unseen on paper, where the heading above says the same.
                made.attributes = {"O": "/Table", "Summary": pydyf.String(said)}
            case "TH" | "TD":
                made.attributes = {"O": "/Table"}
                if kind == "TH":
                    made.attributes["Scope"] = "/Row" if box.element.get("scope") == "row" else "/Column"
                made.attributes |= {
                    name: span for name, span in (("ColSpan", box.colspan), ("RowSpan", box.rowspan)) if span != 1
                }
            case "Figure":
                made.attributes = {"O": "/Layout", "BBox": pydyf.Array(self.place(box, page))}
                made.alternative = box.element.get("alt") or box.element.findtext(f"{SVG}title") or ""
        return made

    def place(self, box: Any, page: int) -> Iterator[float]:
        """Left, bottom, right and top, as the page counts."""
        left, top = box.content_box_x(), box.content_box_y()
        below = self.heights[page]
        for pixels in (left, below - top - box.height, left + box.width, below - top):
            yield round(pixels * POINTS, 2)

    def leave_out(self, box: Any, page: int) -> None:
        number = self.painted[page].marks.get(box)
        if number is not None:
            self.artifacts.add(Content(page, number))
        for child in getattr(box, "children", ()):
            self.leave_out(child, page)


def write(layout: Layout, pdf: pydyf.PDF, painted: list[Painted]) -> None:
    """Put the tree in the place of WeasyPrint's, and make artifacts of what it leaves out."""
    tree = Tree(layout, painted)
    numbers = [_renumbered(page.stream, tree.artifacts, n) for n, page in enumerate(painted)]
    _Writer(pdf, tree, numbers).write()


def _renumbered(stream: Any, artifacts: set[Content], page: int) -> dict[int, int]:
    """Marked content that is in no element made an artifact, and the rest numbered anew; old number → new."""
    numbers: dict[int, int] = {}
    kept: list[Any] = []
    parts = iter(stream.stream)
    for part in parts:
        if not (isinstance(part, pydyf.Dictionary) and "MCID" in part):
            kept.append(part)
        elif Content(page, part["MCID"]) in artifacts:
            kept[-1] = "/Artifact"
            assert next(parts) == b"BDC"
            kept.append(b"BMC")
        else:
            new = len(numbers)
            numbers[part["MCID"]] = new
            part["MCID"] = new
            kept.append(part)
    stream.stream[:] = kept
    return numbers


class _Writer:
    def __init__(self, pdf: pydyf.PDF, tree: Tree, numbers: list[dict[int, int]]) -> None:
        self.pdf, self.tree, self.numbers = pdf, tree, numbers
        self.root = _object(pdf, pdf.catalog["StructTreeRoot"])
        self.parents = _object(pdf, self.root["ParentTree"])
        # The objects of the tree that was there are used anew: taken away, they would leave holes in the file.
        self.spare = [o for o in pdf.objects if isinstance(o, pydyf.Dictionary) and _is_tag(o)]
        self.pages = pdf.page_references
        self.owners: list[list[bytes]] = [[b"null"] * len(page) for page in numbers]
        self.links: list[tuple[Any, bytes]] = []

    def write(self) -> None:
        self.spare.reverse()
        self.root["K"] = pydyf.Array([self.element(self.tree.root, self.root.reference)])
        for left in self.spare:
            left.clear()
        numbers = pydyf.Array()
        for page, owners in enumerate(self.owners):
            numbers.extend((page, pydyf.Array(owners)))
        for place, (annotation, owner) in enumerate(self.links, len(self.owners)):
            annotation["StructParent"] = place
            numbers.extend((place, owner))
        self.parents["Nums"] = numbers

    def element(self, element: Element, parent: bytes) -> bytes:
        if self.spare:
            written = self.spare.pop()
            written.clear()
        else:
            written = pydyf.Dictionary()
            self.pdf.add_object(written)
        written.update({"Type": "/StructElem", "S": f"/{element.kind}", "P": parent, "Pg": self.pages[element.page]})
        if element.attributes:
            written["A"] = pydyf.Dictionary(element.attributes)
        if element.alternative:
            written["Alt"] = pydyf.String(element.alternative)
        written["K"] = pydyf.Array(self.kids(element, written.reference))
        return bytes(written.reference)

    def kids(self, element: Element, owner: bytes) -> Iterable[Any]:
        for kid in element.kids:
            match kid:
                case Element() if kid.wanted():
                    yield self.element(kid, owner)
                case Content(page, mark):
                    number = self.numbers[page][mark]
                    self.owners[page][number] = owner
                    if page == element.page:
                        yield number
                    else:
                        yield pydyf.Dictionary({"Type": "/MCR", "Pg": self.pages[page], "MCID": number})
                case Annotation(page, annotation):
                    self.links.append((annotation, owner))
                    yield pydyf.Dictionary({"Type": "/OBJR", "Obj": annotation.reference, "Pg": self.pages[page]})


def _is_tag(found: pydyf.Dictionary) -> bool:
    return found.get("Type") in ("/StructElem", "/OBJR")


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
