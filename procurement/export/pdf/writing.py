"""Pieces written as one PDF that is both PDF/UA-1 and PDF/A-3a.

WeasyPrint writes the file: fonts, links, bookmarks, metadata. It is given pages that know how to paint themselves from
what has been taken down, and a file without tags is then given those of the pieces. The metadata names PDF/UA-1 beside
PDF/A-3a, since WeasyPrint writes one variant at a time.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pydyf
from weasyprint import HTML
from weasyprint import Document as Layout
from weasyprint.formatting_structure import boxes
from weasyprint.html import get_html_metadata
from weasyprint.pdf.metadata import DocumentMetadata

from procurement.export import fonts
from procurement.export.pdf import tags
from procurement.export.pdf.pieces import Leaf, Piece
from procurement.export.pdf.setting import Setter

VARIANT = "pdf/a-3a"
# Attributes of tags that are said and not named.
SAID = {"Summary"}

# PDF/A demands that a property which is not its own be described where it is used.
PDF_UA_IDENTIFIER = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
  <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
      <pdfaProperty:category>internal</pdfaProperty:category>
      <pdfaProperty:description>Part of PDF/UA the file conforms to</pdfaProperty:description>
      <pdfaProperty:name>part</pdfaProperty:name>
      <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
    </rdf:li></rdf:Seq></pdfaSchema:property>
  </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""


@dataclass(eq=False)
class Target:
    """Stands for the box of a link: WeasyPrint puts the annotation on it."""

    link_annotation: Any = None


class Sheet:
    """A page of the file, as WeasyPrint asks of one: what stands on it comes from one piece or more."""

    def __init__(self, setter: Setter, size: tuple[float, float]) -> None:
        self.setter = setter
        self.width, self.height = size
        self.bleed = dict.fromkeys(("top", "right", "bottom", "left"), 0)
        self.anchors: dict[str, tuple[float, ...]] = {}
        self.bookmarks: list[Any] = []
        self.links: list[Any] = []
        self.forms: dict[None, list[Any]] = {None: []}
        self.leaves: list[Leaf] = []
        self.marks = 0
        # WeasyPrint looks for boxes to make tags of: there are none.
        self._page_box = boxes.PageBox.__new__(boxes.PageBox)
        self._page_box.element, self._page_box.children = None, ()

    def add(self, leaf: Leaf) -> None:
        # An anchor is where its chapter has it: the frame only knows the page.
        self.anchors |= leaf.anchors
        self.bookmarks += leaf.bookmarks
        self.links += [(*link, Target()) for link in leaf.links]
        self.leaves.append(leaf)
        self.marks += leaf.marks

    def paint(self, stream: Any, scale: float = 1) -> None:
        for kind in ("ExtGState", "XObject", "Pattern", "Shading"):
            # In the same order whether they were made now or kept.
            stream._resources[kind].update(sorted(self.setter.resources[kind].items()))
        stream._images.update(self.setter.images)
        parts = (part for leaf in self.leaves for part in _joined(leaf))
        number = 0
        for part in parts:
            if part:
                stream.stream.append(part.encode("latin-1"))
            else:
                stream.stream.append(pydyf.Dictionary({"MCID": number}))
                number += 1


class _Written(pydyf.Object):
    """An object as the bytes it is written as: the file asks for them once more, to tell itself from other files."""

    data = b""
    compressible = False

    def __init__(self, written: pydyf.Object) -> None:
        super().__init__()
        self.number, self.data, self.compressible = written.number, written.data, written.compressible


def write(setter: Setter, head: str, placed: Sequence[tuple[int, Piece]], identifier: bytes) -> bytes:
    """The PDF of pieces, each with the page it begins on.

    The first is the frame: a page for every page, with what stands in the margins, and before the text what leads to
    it. `head` is HTML that says what the file is called. `identifier` tells it apart from others.
    """
    frame = placed[0][1]
    sheets = [Sheet(setter, leaf.size) for leaf in frame.leaves]
    for first, piece in placed:
        on = sheets[first : first + len(piece.leaves)]
        _move(piece.tree, first, [(sheet.marks, len(sheet.links)) for sheet in on])
        for sheet, leaf in zip(on, piece.leaves, strict=True):
            sheet.add(leaf)
    _use(setter, [piece for _, piece in placed])
    root = _joined_trees([piece.tree for _, piece in placed])
    metadata = DocumentMetadata(**get_html_metadata(HTML(string=head, url_fetcher=fonts.fetcher())))
    layout = Layout(sheets, metadata, fonts.fetcher(), setter.config, {}, None)
    layout.fonts = {key: font for key, font in setter.fonts.items() if font.widths}

    def finish(layout: Layout, pdf: pydyf.PDF) -> None:
        _TagWriter(pdf, sheets).write(root)
        metadata = next(o for o in pdf.objects if isinstance(o, pydyf.Stream) and o.extra.get("Type") == "/Metadata")
        # Within the one rdf:RDF there is: XMP allows no second.
        metadata.stream = [metadata.stream[0].replace(b"</rdf:RDF>", PDF_UA_IDENTIFIER, 1)]
        # PDF/A wants it to be read by whoever opens the file as text.
        metadata.compress = False
        # Last: what is changed later is not written.
        pdf.objects[1:] = map(_Written, pdf.objects[1:])

    with warnings.catch_warnings():
        # WeasyPrint leaves the colour profile it reads to the garbage collector to close.
        warnings.simplefilter("ignore", ResourceWarning)
        content: bytes = layout.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier, finisher=finish)
    return content


def _joined(leaf: Leaf) -> Iterator[str]:
    """What draws the leaf, with "" for every number of marked content."""
    for place, part in enumerate(leaf.painted):
        if place:
            yield ""
        yield part


def _use(setter: Setter, pieces: Iterable[Piece]) -> None:
    """Let the fonts know which of their letters the pieces use. What is said first holds, kept or made now."""
    found = {font.hash: font for font in setter.fonts.values()}
    for piece in pieces:
        setter.resources["ExtGState"].update({name: pydyf.Dictionary(state) for name, state in piece.states.items()})
        for name, letters in piece.letters.items():
            found[name].widths = letters.widths | found[name].widths
            found[name].to_unicode = letters.texts | found[name].to_unicode


def _move(element: tags.Element, pages: int, taken: Sequence[tuple[int, int]]) -> None:
    """Count the pages of a tree from those of the whole, and what is on a page from what it holds already."""
    for kid in element.kids:
        match kid:
            case tags.Element():
                _move(kid, pages, taken)
            case tags.Content():
                kid.number += taken[kid.page][0]
                kid.page += pages
            case tags.Link():
                kid.place += taken[kid.page][1]
                kid.page += pages
    element.page += pages


def _joined_trees(trees: Sequence[tags.Element]) -> tags.Element:
    """The tree of the frame with what the others have in their text."""
    frame, *others = trees
    [article] = (kid for kid in frame.kids if isinstance(kid, tags.Element))
    bodies = [body for tree in others for body in tree.elements("Art", "Div")]
    if bodies:
        text = tags.Element("Div", bodies[0].page, [kid for body in bodies for kid in body.kids])
        article.kids.append(text)
    return frame


class _TagWriter:
    """Writes the tree in the place of the one without content that WeasyPrint has begun."""

    def __init__(self, pdf: pydyf.PDF, sheets: Sequence[Sheet]) -> None:
        self.pdf, self.sheets = pdf, sheets
        self.owners: list[list[bytes]] = [[b"null"] * sheet.marks for sheet in sheets]
        self.links: list[tuple[Any, bytes]] = []

    def write(self, tree: tags.Element) -> None:
        root = self.object(self.pdf.catalog["StructTreeRoot"])
        whole = self.object(root["K"][0])
        self.fill(whole, tree, root.reference)
        numbers = pydyf.Array()
        for page, owners in enumerate(self.owners):
            numbers.extend((page, pydyf.Array(owners)))
        for place, (annotation, owner) in enumerate(self.links, len(self.owners)):
            annotation["StructParent"] = place
            numbers.extend((place, owner))
        self.object(root["ParentTree"])["Nums"] = numbers

    def object(self, reference: bytes) -> Any:
        return self.pdf.objects[int(reference.split()[0])]

    def fill(self, written: pydyf.Dictionary, element: tags.Element, parent: bytes) -> None:
        page = self.pdf.page_references[element.page]
        written.update({"Type": "/StructElem", "S": f"/{element.kind}", "P": parent, "Pg": page})
        if element.attributes:
            written["A"] = pydyf.Dictionary({name: _value(name, one) for name, one in element.attributes.items()})
        if element.alternative:
            written["Alt"] = pydyf.String(element.alternative)
        written["K"] = pydyf.Array(self.kids(element, written.reference))

    def kids(self, element: tags.Element, owner: bytes) -> Iterator[Any]:
        for kid in element.kids:
            match kid:
                case tags.Element() if kid.wanted():
                    made = pydyf.Dictionary()
                    self.pdf.add_object(made)
                    self.fill(made, kid, owner)
                    yield made.reference
                case tags.Content(page, number):
                    self.owners[page][number] = owner
                    if page == element.page:
                        yield number
                    else:
                        on = self.pdf.page_references[page]
                        yield pydyf.Dictionary({"Type": "/MCR", "Pg": on, "MCID": number})
                case tags.Link(page, place, words):
                    annotation = self.sheets[page].links[place][3].link_annotation
                    # What it leads to, where WeasyPrint writes the name of the anchor.
                    annotation["Contents"] = pydyf.String(words)
                    self.links.append((annotation, owner))
                    on = self.pdf.page_references[page]
                    yield pydyf.Dictionary({"Type": "/OBJR", "Obj": annotation.reference, "Pg": on})


def _value(name: str, value: Any) -> Any:
    if name in SAID:
        return pydyf.String(value)
    return pydyf.Array(value) if isinstance(value, list) else value
