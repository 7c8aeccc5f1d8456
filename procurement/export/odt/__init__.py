"""The tree as an OpenDocument text: styles with outline levels, the tree's numbers, clauses that keep their ids."""

from __future__ import annotations

from pathlib import Path

from procurement.domain.document import Document
from procurement.export import archive, phrases
from procurement.export.odt.body import Body
from procurement.export.odt.markup import NAMESPACES, TAB, element, paragraph, span, text

STYLES = Path(__file__).resolve().parent.parent.parent.parent / "templates" / "document" / "odt" / "styles.xml"
TYPE = "application/vnd.oasis.opendocument.text"
# Said here and not looked up: what a machine says of a suffix differs, and the bytes must not.
PARTS_ARE = {".xml": "text/xml", ".png": "image/png"}
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
VERSION = 'office:version="1.3"'


def render(document: Document) -> bytes:
    document = phrases.writable(document)
    pictures: list[tuple[str, bytes]] = []

    def embed(picture: bytes) -> str:
        pictures.append((f"Pictures/{len(pictures) + 1}.png", picture))
        return pictures[-1][0]

    body = Body(document, embed)
    shown = body.xml()
    parts = [
        ("content.xml", _content(shown, body.styles.xml()).encode()),
        ("styles.xml", _styles(document).encode()),
        ("meta.xml", _properties(document).encode()),
        *pictures,
    ]
    manifest = ("META-INF/manifest.xml", _manifest([name for name, _ in parts]).encode())
    # Its type first, as it is: that is how programs know the file without opening it.
    return archive.pack([(archive.TYPE_OF_PACKAGE, TYPE.encode()), *parts, manifest], document.on)


def _content(shown: str, styles: str) -> str:
    return (
        f"{DECLARATION}<office:document-content {NAMESPACES} {VERSION}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{shown}</office:text></office:body></office:document-content>"
    )


def _styles(document: Document) -> str:
    """The styles with what runs on every page but the cover."""
    marks = span(" · ".join(phrases.marks(document)), "Strong")
    header = text(phrases.full_title(document)) + TAB + marks + TAB + text(phrases.running_reference(document))
    pages = f"Sida {element('text:page-number', '1')} av {element('text:page-count', '1')}"
    first, *more = phrases.footer(document).split("\n")
    footer = [text(first) + TAB + TAB + pages, *map(text, more)]
    styles = STYLES.read_text(encoding="utf-8").replace("#accent", phrases.accent(document))
    for name, running in (("Header", [header]), ("Footer", footer)):
        lines = "".join(paragraph(name, line) for line in running)
        styles = styles.replace(f'<text:p text:style-name="{name}"/>', lines)
    return styles


def _properties(document: Document) -> str:
    subject = ", ".join(part for part in (document.subject, document.reference) if part)
    told = (
        element("meta:generator", "Kravbyggaren")
        + element("dc:title", text(f"{phrases.full_title(document)} – {document.subject}"))
        + element("dc:subject", text(subject))
        # Where file systems and archives look without opening the file.
        + "".join(element("meta:keyword", text(mark)) for mark in phrases.marks(document))
        + element("meta:initial-creator", text(document.authority))
        + element("dc:creator", text(document.authority))
        + element("meta:creation-date", phrases.moment(document.on).removesuffix("Z"))
        + element("dc:date", phrases.moment(document.on).removesuffix("Z"))
        + element("dc:language", document.language)
    )
    meta = element("office:meta", told)
    return f"{DECLARATION}<office:document-meta {NAMESPACES} {VERSION}>{meta}</office:document-meta>"


def _manifest(names: list[str]) -> str:
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{type}"/>'
        for name, type in [("/", TYPE), *((name, PARTS_ARE[Path(name).suffix]) for name in names)]
    )
    return (
        f'{DECLARATION}<manifest:manifest manifest:version="1.3"'
        f' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{listed}</manifest:manifest>'
    )
