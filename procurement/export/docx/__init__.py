"""The tree as a Word document: real styles, the tree's numbers, clauses that keep their ids."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from docx import Document as new_package
from docx.document import Document as Package
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Mm
from lxml import etree

from procurement.domain.document import Document
from procurement.domain.look import WordTemplate
from procurement.export import archive, phrases
from procurement.export.docx import template
from procurement.export.docx.body import Body, list_number
from procurement.export.docx.markup import NAMESPACES, TAB, escape, field, paragraph, run

PARTS = Path(__file__).resolve().parent.parent.parent.parent / "templates" / "document" / "word"

# What the empty document of python-docx brings along and we have no use for: a picture, stale copies of the styles.
UNUSED = {"stylesWithEffects", "webSettings", "customXml", "thumbnail", "extended-properties", "fontTable"}


def render(document: Document, pages: Mapping[str, int] | None = None) -> bytes:
    """The document for Word. `pages` is where the PDF has each anchor: the page numbers of the contents until Word
    counts for itself, as it does when it prints. Without them the contents has links and no numbers.
    """
    document = phrases.writable(document)
    package = new_package()

    def embed(picture: bytes) -> str:
        relation, _ = package.part.get_or_add_image(io.BytesIO(picture))
        return str(relation)

    body = Body(document, pages or {}, embed)
    _fill(package, body)
    _set_parts(package, body)
    _set_page(package, document)
    _set_properties(package, document)
    _set_custom(package, document, body.controls.digests)
    return _packed(package, document)


def styles_taken(chosen: WordTemplate) -> tuple[str, ...]:
    """Those of our styles that look as in the template, by the names that a Swedish Word has for them."""
    return template.taken((PARTS / "styles.xml").read_bytes(), chosen)


def _fill(package: Package, body: Body) -> None:
    target = package.element.body
    section = target.sectPr
    for element in parse_xml(f"<w:body {NAMESPACES}>{body.xml()}</w:body>"):
        section.addprevious(element)


def _set_parts(package: Package, body: Body) -> None:
    part = package.part
    for relations in (part.rels, part.package.rels):
        for key in [key for key, relation in relations.items() if relation.reltype.rpartition("/")[2] in UNUSED]:
            del relations[key]
    for name, element in (
        ("styles.xml", package.styles.element),
        ("numbering.xml", part.numbering_part.element),
        ("settings.xml", package.settings.element),
    ):
        element[:] = parse_xml(_own_part(name, body.document))[:]
    if chosen := body.document.look.template:
        dressed = template.dressed(_own_part("styles.xml", body.document), chosen)
        package.styles.element[:] = parse_xml(etree.tostring(dressed))[:]
        for relation in part.rels.values():
            if relation.reltype == RELATIONSHIP_TYPE.THEME:
                theme = relation.target_part
                theme._blob = template.themed(theme.blob, chosen)
    for place, kind in enumerate(body.lists, 1):
        part.numbering_part.element.append(_restarted_list(list_number(place), kind))
    fonts = (PARTS / "fontTable.xml").read_bytes()
    table = Part(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, fonts, part.package)
    part.relate_to(table, RELATIONSHIP_TYPE.FONT_TABLE)
    notes = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, body.footnotes.part(), part.package)
    part.relate_to(notes, RELATIONSHIP_TYPE.FOOTNOTES)


def _own_part(name: str, document: Document) -> bytes:
    """A part of ours, in the authority's colour."""
    colour = phrases.accent(document).removeprefix("#").upper()
    return (PARTS / name).read_bytes().replace(b'"accent"', f'"{colour}"'.encode())


def _restarted_list(number: int, kind: int) -> object:
    return parse_xml(
        f'<w:num {NAMESPACES} w:numId="{number}"><w:abstractNumId w:val="{kind}"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )


def _set_page(package: Package, document: Document) -> None:
    """A4 with the margins of print.css, and what runs on every page but the cover."""
    section = package.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(25), Mm(28)
    section.header_distance, section.footer_distance = Mm(15), Mm(16)
    section.different_first_page_header_footer = True
    marks = run(" · ".join(phrases.marks(document)), "Strong")
    header = run(phrases.full_title(document)) + TAB + marks + TAB + run(phrases.running_reference(document))
    pages = run("Sida ") + field("PAGE", "1") + run(" av ") + field("NUMPAGES", "1")
    first, *more = phrases.footer(document).split("\n")
    footer = paragraph("Footer", run(first) + TAB + TAB + pages) + "".join(
        paragraph("Footer", run(line)) for line in more
    )
    for place, content in ((section.header, paragraph("Header", header)), (section.footer, footer)):
        place.is_linked_to_previous = False
        place._element[:] = parse_xml(f"<w:hdr {NAMESPACES}>{content}</w:hdr>")[:]


def _set_properties(package: Package, document: Document) -> None:
    properties = package.core_properties
    properties.title = f"{phrases.full_title(document)} – {document.subject}"[:255]
    properties.subject = ", ".join(part for part in (document.subject, document.reference) if part)[:255]
    properties.author = properties.last_modified_by = document.authority[:255]
    properties.language = document.language
    properties.comments = ""
    properties.keywords = properties.content_status = phrases.keywords(document)
    properties.revision = 1
    properties.created = properties.modified = datetime.fromisoformat(phrases.moment(document.on)).replace(tzinfo=None)


def _set_custom(package: Package, document: Document, digests: Mapping[str, str]) -> None:
    """What the file is, for archives and templates that read fields by name, and clause → digest: there the digests
    survive programs that drop a control's tag.
    """
    told = {
        "Upphandlande myndighet": document.authority,
        "Upphandling": document.subject,
        "Handling": phrases.full_title(document),
        "Diarienummer": document.reference,
    }
    kept = "http://schemas.openxmlformats.org/officeDocument/2006"
    listed = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{escape(name)}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate((*told.items(), *digests.items()), 2)
    )
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<Properties xmlns="{kept}/custom-properties" xmlns:vt="{kept}/docPropsVTypes">{listed}</Properties>'
    )
    part = Part(PackURI("/docProps/custom.xml"), CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, xml.encode(), package.part.package)
    package.part.package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def _packed(package: Package, document: Document) -> bytes:
    """The package without the clock: python-docx writes the time of day beside every part."""
    saved = io.BytesIO()
    package.save(saved)
    with zipfile.ZipFile(saved) as parts:
        return archive.pack([(name, parts.read(name)) for name in parts.namelist()], document.on)
