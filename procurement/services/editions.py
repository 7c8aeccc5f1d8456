"""Issuing: the documents as they stand are frozen, made without the draft mark and kept for good."""

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, cast

from django.db import transaction

import procurement as program
from procurement import content
from procurement.domain import assemble, editions, facts, review, summary
from procurement.domain.brief import Brief
from procurement.domain.document import Document, Plain, dressed, from_plain, plain
from procurement.domain.editions import Earlier
from procurement.domain.review import Finding, Other
from procurement.export import archive, phrases, version
from procurement.models import Edition, EditionDocument, EditionFile, Procurement, User
from procurement.services import binding, rendering, tender
from procurement.services.library import current_release
from procurement.services.saving import locked, write
from procurement.services.tender import Tender

MANIFEST = "manifest.json"
MANIFEST_FORMAT = 1


class NotReady(Exception):
    """Something is missing or hinders. `obstacles` names all of it."""

    def __init__(self, obstacles: tuple[Finding, ...]) -> None:
        super().__init__("\n".join(finding.message for finding in obstacles))
        self.obstacles = obstacles


class Overtaken(Exception):
    """Somebody has saved or issued since the procurement was read."""


def candidate(procurement: Procurement, *, reference: str, on: date, others: Iterable[Other] = ()) -> Tender:
    """What would be issued that day. `others` are the authority's other drafts, for the review to compare with."""
    answers = cast(Brief, {**procurement.brief, "reference": reference})
    library = content.library_for(procurement)
    derived = facts.derive(answers, library, content.amounts(), on)
    look = content.look_of(procurement.authority_id)
    made = assemble.documents(answers, library, derived, draft=False, others=others)
    return Tender(
        brief=answers,
        library=library,
        facts=derived,
        findings=review.findings(answers, library, derived, others),
        documents=dressed(made, look),
        draft=False,
        look=look,
    )


def issue(
    *,
    procurement: Procurement,
    reference: str,
    on: date,
    decided_by: str,
    by: User,
    others: Sequence[Other] = (),
    each_lot: bool = False,
) -> Edition:
    """Freeze the documents as they stand and ask for their files: it is issued when the last of them is made.

    With `each_lot` each lot's own set of annexes goes along too.
    Raises NotReady while something is missing or hinders, Overtaken where the procurement is not what was read.
    """
    found = candidate(procurement, reference=reference, on=on, others=others)
    lots = {lot.number: tender.of_one_lot(found, lot.number).documents for lot in found.facts.lots} if each_lot else {}
    sets: dict[int | None, tuple[Document, ...]] = {None: found.documents, **lots}
    everything = tuple(document for documents in sets.values() for document in documents)
    if obstacles := tender.obstacles(dataclasses.replace(found, documents=everything)):
        raise NotReady(obstacles)
    with transaction.atomic():
        standing = locked(procurement.id)
        if standing.revision != procurement.revision or standing.editions.filter(issued=None).exists():
            raise Overtaken
        if procurement.reference != reference:
            write(standing, {"reference": reference}, by)
        before = latest(procurement)
        number = before.number + 1 if before else 1
        edition = Edition(
            procurement=standing,
            number=number,
            reference=reference,
            on=on,
            decided_by=decided_by,
            by=by,
            by_name=by.signature,
            brief=content.brief_with_house(standing),
            summary=tender.as_json(_summary(found)).decode(),
            clause_list=tender.clause_list(found)[1].decode(),
            open_data=tender.as_json(tender.open_data(dataclasses.replace(found, edition=number))).decode(),
            library_id=standing.library_id or current_release(),
            library_version=f"{found.library.version}+{found.library.digest}",
            app_version=app_version(),
        )
        edition.full_clean(exclude=["procurement", "library"])
        edition.save(force_insert=True)
        numbered = [
            (lot, document)
            for lot, documents in sets.items()
            for document in editions.issued(documents, edition.number, _earlier(before, lot))
        ]
        EditionDocument.objects.bulk_create(
            EditionDocument(
                edition=edition,
                place=place,
                lot=lot,
                key=document.key,
                title=phrases.full_title(document),
                internal=document.internal,
                source=plain(phrases.writable(document)),
                digest=version.key(document),
            )
            for place, (lot, document) in enumerate(numbered, 1)
        )
    request(edition)
    return edition


def request(edition: Edition, *, failed_too: bool = False) -> None:
    """See to it that what is left of an edition that is not issued yet is made. Returns at once."""
    if edition.issued:
        return
    rows = list(edition.documents.order_by("place"))
    documents = [cast(Document, from_plain(row.source)) for row in rows]
    for row, document in zip(rows, documents, strict=True):
        # Another look since it was asked for, when the program has been renewed meanwhile.
        if row.digest != (digest := version.key(document)):
            EditionDocument.objects.filter(id=row.id).update(digest=digest)
    Edition.objects.filter(id=edition.id, issued=None).update(app_version=app_version())
    rendering.request(documents, failed_too=failed_too)
    # They may all have been made before.
    binding.bind(edition.id)


@transaction.atomic
def cancel(*, edition: Edition) -> bool:
    """Give up an edition that is being made. False, and nothing is done, when it has been issued."""
    making = Edition.objects.select_for_update().filter(id=edition.id, issued=None).first()
    if making is None:
        return False
    making.delete()
    return True


def latest(procurement: Procurement) -> Edition | None:
    """The last issued edition."""
    return procurement.editions.exclude(issued=None).order_by("-number").first()


def before(edition: Edition) -> Edition | None:
    """The issued edition that came before."""
    earlier = Edition.objects.filter(procurement_id=edition.procurement_id, number__lt=edition.number)
    return earlier.exclude(issued=None).order_by("-number").first()


def is_changed(procurement: Procurement, since: Edition) -> bool:
    """Whether the draft says anything else than the edition: another answer, another clause, another library."""
    same_library = procurement.library_id is None or procurement.library_id == since.library_id
    return not same_library or content.brief_with_house(procurement) != since.brief


def documents_of(edition: Edition, lot: int | None = None) -> tuple[Document, ...]:
    """The edition's documents as they were made: the whole set, or a lot's own."""
    sources = edition.documents.filter(lot=lot).order_by("place").values_list("source", flat=True)
    return tuple(cast(Document, from_plain(source)) for source in sources)


def _earlier(edition: Edition | None, lot: int | None) -> Earlier | None:
    """What a set is compared with; nothing where the edition before had no such set."""
    if edition is None or not (documents := documents_of(edition, lot)):
        return None
    return Earlier(edition.number, edition.on, documents)


def files_of(edition: Edition, *, internal_too: bool) -> list[EditionFile]:
    """The edition's files in order, without their content."""
    files = edition.files.order_by("place").defer("content")
    return list(files if internal_too else files.exclude(internal=True))


def manifest(edition: Edition, files: Sequence[EditionFile]) -> bytes:
    """What the files are, as JSON: names and digests, and everything that decided what they say."""
    described: dict[str, Plain] = {
        "format": MANIFEST_FORMAT,
        "title": str(edition.brief.get("title", "")),
        "authority": str(edition.brief.get("authority", {}).get("name", "")),
        "reference": edition.reference,
        "edition": edition.number,
        "date": edition.on.isoformat(),
        "decided_by": edition.decided_by,
        "library": edition.library_version,
        "app": edition.app_version,
        "files": [
            {"name": file.name, "title": file.title, "internal": file.internal, "bytes": file.size,
             "sha256": file.sha256}
            for file in files
        ],
    }  # fmt: skip
    return tender.as_json(described)


def packed(edition: Edition, *, internal_too: bool) -> bytes:
    """The files and their manifest as one ZIP. The same edition gives the same bytes, whenever it is packed."""
    files = files_of(edition, internal_too=internal_too)
    contents = dict(edition.files.values_list("name", "content"))
    entries = [(file.name, bytes(contents[file.name])) for file in files]
    return archive.pack([*entries, (MANIFEST, manifest(edition, files))], edition.on)


def app_version() -> str:
    """The version of the program, and of everything in it that decides how a document looks."""
    return f"{program.__version__}+{version.version()[:16]}"


def _summary(found: Tender) -> dict[str, Any]:
    """In figures, as the command line has it. What other drafts led to is left out: the edition is about itself."""
    findings = review.findings(found.brief, found.library, found.facts)
    return summary.summary(found.brief, found.library, found.facts, findings, {})
