"""What WeasyPrint 70's tagging lacks, added from outside: one file that is both PDF/UA-1 and PDF/A-3a.

Three things are done to each document on its own; no code of WeasyPrint's is replaced:

* running headers and footers are artifacts, so that they are not read out on every page;
* the tag tree is one of our own (`pdf_tags`);
* the metadata names PDF/UA-1 beside PDF/A-3a.

It leans on a few names that WeasyPrint does not promise to keep: `Page._page_box`, `MarginBox`, `Stream._tags` and
`Stream.artifact`. tests/export/test_pdf_accessibility.py fails when one of them changes.
"""

from __future__ import annotations

import warnings
from typing import Any

import pydyf
from weasyprint import Document as Layout
from weasyprint import Page
from weasyprint.formatting_structure import boxes

from procurement.export import pdf_tags

VARIANT = "pdf/a-3a"

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


def write(layout: Layout, identifier: bytes) -> bytes:
    """The PDF of pages laid out by WeasyPrint. `identifier` tells the file apart from others."""
    painted: list[pdf_tags.Painted] = []
    for page in layout.pages:
        _paint_margins_as_artifacts(page, painted)

    def finish(layout: Layout, pdf: pydyf.PDF) -> None:
        pdf_tags.write(layout, pdf, painted)
        metadata = next(o for o in pdf.objects if isinstance(o, pydyf.Stream) and o.extra.get("Type") == "/Metadata")
        # Within the one rdf:RDF there is: XMP allows no second.
        metadata.stream = [metadata.stream[0].replace(b"</rdf:RDF>", PDF_UA_IDENTIFIER, 1)]

    with warnings.catch_warnings():
        # WeasyPrint leaves the colour profile it reads to the garbage collector to close.
        warnings.simplefilter("ignore", ResourceWarning)
        content: bytes = layout.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier, finisher=finish)
    return content


def _paint_margins_as_artifacts(page: Page, painted: list[pdf_tags.Painted]) -> None:
    """Paint the margins first and untagged, and let WeasyPrint paint and tag a page that has none.

    `painted` gets the page, before WeasyPrint uses up what it knows of it.
    """
    page_box, paint = page._page_box, page.paint

    def paint_both(stream: Any, scale: float = 1) -> None:
        content = [box for box in page_box.children if not isinstance(box, boxes.MarginBox)]
        page_box.children = [box for box in page_box.children if isinstance(box, boxes.MarginBox)]
        with stream.artifact():
            tags, stream._tags = stream._tags, None
            paint(stream, scale)
            stream._tags = tags
        page_box.children = content
        paint(stream, scale)
        painted.append(pdf_tags.Painted(stream, {box: mark["mcid"] for box, mark in stream._tags.items()}))

    page.paint = paint_both
