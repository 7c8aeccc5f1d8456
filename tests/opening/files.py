"""PDF files with answers in them: as we send them, and as somebody made them to do harm."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from procurement.domain.brief import Brief
from procurement.domain.document import Document
from procurement.export import attachment
from tests.domain.given import LIBRARY
from tests.inspection.files import written
from tests.worker import sheet

PAPER = Document(
    key="decision", label="", title="Beslutsunderlag", file_name="beslut", subject="Bygglov", authority="Sjövalla",
    reference="1", on=date(2026, 11, 23), draft=True, blocks=(), internal=True,
)  # fmt: skip


def sent(brief: Brief, document: Document = PAPER) -> bytes:
    """A page with nothing on it, and the answers that the document takes along."""
    return attachment.sent(sheet("Tomt"), "pdf", document, brief, LIBRARY)


def attached(content: bytes) -> tuple[str, bytes]:
    """The name and the content of the one file in a PDF, as another reader finds it."""
    with pikepdf.open(BytesIO(content)) as pdf:
        ((name, file),) = pdf.attachments.items()
        return name, file.get_file().read_bytes()


def with_file(content: bytes, name: str = "svar.json", relationship: Name = Name.Source, **more: Any) -> bytes:
    """A PDF with a file in it that is not what we would have written. `more` is said of its stream."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    stream = pdf.make_indirect(Stream(pdf, content, Type=Name.EmbeddedFile, **more))
    file = Dictionary(Type=Name.Filespec, F=name, UF=name, AFRelationship=relationship, EF=Dictionary(F=stream))
    pdf.Root.AF = Array([pdf.make_indirect(file)])
    return written(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def with_root(**more: Any) -> bytes:
    """A PDF with something odd in its catalog."""
    pdf: Pdf = pikepdf.new()
    pdf.add_blank_page()
    for key, value in more.items():
        pdf.Root[f"/{key}"] = value
    return written(pdf)
