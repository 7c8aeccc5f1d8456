"""The last of an edition: when every document is made, its files are gathered and it is issued."""

import hashlib
import json
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from procurement.content import library_of
from procurement.domain import brief as briefs
from procurement.domain import ocds, summary
from procurement.domain.document import Document, clause_ids, from_plain
from procurement.export import FORMATS, archive, attachment, listing
from procurement.models import Edition, EditionDocument, EditionFile, Rendition, RenditionFile
from procurement.services import tender, uses


def gather(digest: str) -> None:
    """The document with the digest has been made: issue the editions that waited for it alone."""
    waiting = EditionDocument.objects.filter(digest=digest, edition__issued=None)
    for id in waiting.values_list("edition_id", flat=True).distinct():
        bind(id)


@transaction.atomic
def bind(edition_id: int) -> None:
    """Issue the edition if every document has been made; else nothing. Of two at the same time one does it."""
    edition = Edition.objects.select_for_update().filter(id=edition_id, issued=None).first()
    if edition is None:
        return
    digests = set(edition.documents.values_list("digest", flat=True))
    # Asked each time that one more is done: what they say is read when all of them are.
    if Rendition.objects.filter(digest__in=digests, state=Rendition.DONE).count() < len(digests):
        return
    made = _made(digests)
    documents = list(edition.documents.order_by("place"))
    library = library_of(edition.library_id)
    trees = {document.id: cast(Document, from_plain(document.source)) for document in documents}
    files = [
        (
            document,
            f"{trees[document.id].file_name}.{format}",
            attachment.sent(content, format, trees[document.id], edition.brief, library),
        )
        for document in documents
        for format, content in sorted(made[document.digest].items(), key=lambda made: list(FORMATS).index(made[0]))
    ]
    names = archive.safe_names([name for _, name, _ in files])
    rows = [
        _row(edition, name, content, title=document.title, internal=document.internal, lot=document.lot)
        for name, (document, _, content) in zip(names, files, strict=True)
    ]
    annexes = [
        ocds.File(name, trees[document.id], document.lot) for name, (document, _, _) in zip(names, files, strict=True)
    ]
    package = ocds.with_files(json.loads(edition.open_data), [*annexes, ocds.File(listing.FILE_NAME)])
    # The answers are for the buyer and its archive: they hold the budget and what the team notes for itself.
    data = (
        (listing.FILE_NAME, edition.clause_list.encode(), False),
        (ocds.FILE_NAME, tender.as_json(package), False),
        (tender.ANSWERS, briefs.dump(edition.brief).encode(), True),
    )
    written = dict(zip(names, (content for _, _, content in files), strict=True))
    written |= {name: content for name, content, _ in data}
    described: dict[str, Any] = json.loads(edition.summary) | {"files": summary.listed(written)}
    rows += [_row(edition, name, content, internal=internal) for name, content, internal in data]
    rows.append(_row(edition, tender.SUMMARY, tender.as_json(described), internal=True))
    for place, row in enumerate(rows, 1):
        row.place = place
    EditionFile.objects.bulk_create(rows)
    edition.issued = timezone.now()
    edition.save(update_fields=["issued"])
    uses.note(edition.procurement_id, (id for tree in trees.values() for id in clause_ids(tree)))


def _made(digests: set[str]) -> dict[str, dict[str, bytes]]:
    """The files of documents: digest → format → content."""
    found: dict[str, dict[str, bytes]] = {}
    rows = RenditionFile.objects.filter(rendition__digest__in=digests)
    for digest, format, content in rows.values_list("rendition__digest", "format", "content"):
        found.setdefault(digest, {})[format] = bytes(content)
    return found


def _row(
    edition: Edition, name: str, content: bytes, *, title: str = "", internal: bool, lot: int | None = None
) -> EditionFile:
    return EditionFile(
        edition=edition,
        lot=lot,
        name=name,
        title=title,
        format=name.rpartition(".")[2],
        internal=internal,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )
