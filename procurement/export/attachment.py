"""The answers inside a PDF, as a file of its own that belongs to it: the PDF alone can be opened again.

They are put in when a file leaves and never when it is made, since a file is kept by what its own document says: an
answer that one annex takes along is no reason to make it anew. PDF/A-3 (ISO 19005-3, 6.8) wants the file named from
the catalog, with its relationship, its media type, its day and a description, and so it is.
"""

from __future__ import annotations

from io import BytesIO

import pikepdf
from pikepdf import Array, AttachedFileSpec, Name

from procurement.domain import brief as briefs
from procurement.domain.brief import Brief
from procurement.domain.carried import ALL, SOME, carried, takes_all
from procurement.domain.document import Document
from procurement.domain.library import Library

DESCRIPTIONS = {
    ALL: "Alla svar som upphandlingens handlingar är gjorda av. Öppna PDF-filen i Kravbyggaren och fortsätt från dem.",
    SOME: "De svar som står i handlingen. Öppna PDF-filen i Kravbyggaren och fortsätt från dem.",
}


def sent(content: bytes, format: str, document: Document, brief: Brief, library: Library) -> bytes:
    """A file of the document as it leaves: a PDF takes its answers along, any other is as it was made."""
    if format != "pdf":
        return content
    name = ALL if takes_all(document) else SOME
    answers = briefs.dump(carried(document, brief, library)).encode()
    with pikepdf.open(BytesIO(content)) as pdf:
        _attach(pdf, name, answers, f"D:{document.on:%Y%m%d}120000Z")
        target = BytesIO()
        # The identifier follows from what is in the file: the same answers and document give the same bytes.
        # The metadata names both standards, and is left as it was written.
        pdf.save(target, deterministic_id=True, fix_metadata_version=False)
    return target.getvalue()


def _attach(pdf: pikepdf.Pdf, name: str, content: bytes, moment: str) -> None:
    pdf.attachments[name] = AttachedFileSpec(
        pdf,
        content,
        description=DESCRIPTIONS[name],
        filename=name,
        mime_type="application/json",
        creation_date=moment,
        mod_date=moment,
        relationship=Name.Source,
    )
    pdf.Root.AF = Array([pdf.attachments[name].obj])
