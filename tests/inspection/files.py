"""Old tenders as files: good ones, and those that somebody made to do harm."""

import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import docx
import pikepdf
import pypdfium2

TENDER = Path(__file__).with_name("old_tender.txt").read_text(encoding="utf-8")
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(*paragraphs: tuple[str, str], rows: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """A Word file of paragraphs (style, text), and a table after them."""
    document = docx.Document()
    for style, text in paragraphs:
        document.add_paragraph(text, style=style)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for n, row in enumerate(rows):
            for m, text in enumerate(row):
                table.cell(n, m).text = text
    return saved(document)


def saved(document: "docx.document.Document") -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def packed(parts: dict[str, bytes]) -> bytes:
    """A ZIP file with these parts."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def word_xml(body: str, before: str = "") -> bytes:
    """A Word file with this XML as its body, and nothing else."""
    document = f'<w:document xmlns:w="{WORDS}"><w:body>{body}</w:body></w:document>'
    xml = f'<?xml version="1.0" encoding="UTF-8"?>{before}{document}'
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": xml.encode()})


def pdf(*pages: list[str]) -> bytes:
    """A PDF with these lines on its pages, in a font that every reader has."""
    file = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )  # fmt: skip
    for lines in pages:
        page = file.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=file.make_indirect(font)))
        shown = b"".join(
            b"(" + line.replace("(", r"\(").replace(")", r"\)").encode("cp1252") + b") Tj 0 -16 Td " for line in lines
        )
        page.Contents = file.make_stream(b"BT /F1 11 Tf 50 780 Td " + shown + b"ET")
    return written(file)


def scanned(pages: int = 3) -> bytes:
    """A PDF whose pages are pictures."""
    file = pikepdf.new()
    picture = pikepdf.Stream(
        file, b"\x00" * 300, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=10, Height=10,
        ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8,
    )  # fmt: skip
    for _ in range(pages):
        page = file.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im1=file.make_indirect(picture)))
        page.Contents = file.make_stream(b"q 500 0 0 700 40 40 cm /Im1 Do Q")
    return written(file)


def packed_objects(size: int) -> bytes:
    """A PDF whose objects are packed, and grow to so many bytes when they are looked for."""
    packer = zlib.compressobj(9)
    packed = [packer.compress(b"2 0 << /Type /Catalog /Pages << /Type /Pages /Kids [] /Count 0 >> >>")]
    for _ in range(size // 1_000_000):
        packed.append(packer.compress(b" " * 1_000_000))
    stream = b"".join([*packed, packer.flush()])
    objects = (
        b"1 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(stream)
        + stream + b"\nendstream\nendobj\n"
    )  # fmt: skip
    table = b"%PDF-1.7\n" + objects
    rows = b"".join(bytes(row) for row in ((0, 0, 0, 0, 0), (1, 0, 0, 9, 0), (2, 0, 0, 1, 0)))
    index = b"3 0 obj\n<< /Type /XRef /Size 3 /W [1 3 1] /Root 2 0 R /Length %d >>\nstream\n" % len(rows)
    return table + index + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(table)


def locked(content: bytes) -> bytes:
    """The PDF with a password on it."""
    with pikepdf.open(BytesIO(content)) as file:
        return written(file, encryption=pikepdf.Encryption(user="hemligt", owner="hemligt"))


def written(file: pikepdf.Pdf, **options: object) -> bytes:
    target = BytesIO()
    file.save(target, **options)
    return target.getvalue()


def is_read_by_others(content: bytes) -> bool:
    """Whether a PDF made here is one to other readers too, so that no test passes because it is broken."""
    return len(pypdfium2.PdfDocument(content)) > 0
