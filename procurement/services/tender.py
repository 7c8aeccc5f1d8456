"""The whole set of documents from a brief, written to a folder: whole or not at all, and without a database."""

from __future__ import annotations

import dataclasses
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from django.conf import settings

from procurement import content
from procurement.domain import assemble, brief, editions, facts, house, ocds, review, summary
from procurement.domain.assemble import listing as clauses
from procurement.domain.assemble.builder import Case
from procurement.domain.brief import Brief
from procurement.domain.carried import ALL
from procurement.domain.document import Document, Gap, Plain, dressed
from procurement.domain.facts import Facts
from procurement.domain.library import Library
from procurement.domain.look import PLAIN, Look
from procurement.domain.lots import Lot
from procurement.domain.questions import Value
from procurement.domain.review import Finding
from procurement.export import archive, attachment, listing, phrases, press

SUMMARY = "summary.json"
ANSWERS = ALL


@dataclass(frozen=True)
class Tender:
    """What a brief leads to on a day."""

    brief: Brief
    library: Library
    facts: Facts
    findings: tuple[Finding, ...]
    documents: tuple[Document, ...]
    draft: bool
    # The one whose annexes they are, or None for the whole.
    lot: Lot | None = None
    # The authority's own, where there is a database that knows it.
    look: Look = PLAIN
    # The number of the edition that they are, or 0.
    edition: int = 0


def read(text: str, *, on: date, draft: bool) -> Tender:
    """What the brief in the text leads to. Raises brief.Refused, or BrokenLibrary."""
    library = content.library()
    answers = brief.parse(text, library)
    library = house.with_house(library, cast("dict[str, Value]", answers.get("house") or {}))
    derived = facts.derive(answers, library, content.amounts(), on)
    return Tender(
        brief=answers,
        library=library,
        facts=derived,
        findings=review.findings(answers, library, derived),
        documents=assemble.documents(answers, library, derived, draft=draft),
        draft=draft,
    )


def of_one_lot(tender: Tender, number: int) -> Tender:
    """The same, with the annexes of one lot; without any where there is no such lot."""
    own = assemble.lot_documents(tender.brief, tender.library, tender.facts, number, draft=tender.draft)
    lot = next((lot for lot in tender.facts.lots if lot.number == number), None)
    return dataclasses.replace(tender, documents=dressed(own, tender.look), lot=lot)


def as_edition(tender: Tender, number: int) -> Tender:
    """The same, with the number of an edition on every document, as the site issues them."""
    return dataclasses.replace(tender, documents=editions.issued(tender.documents, number), edition=number)


def obstacles(tender: Tender) -> tuple[Finding, ...]:
    """What keeps the documents from being issued: stopping findings, and gaps that none of them speaks of."""
    stops = [finding for finding in tender.findings if finding.severity == "stop"]
    said = {finding.where for finding in stops}
    gaps = {gap.key: gap for document in tender.documents for gap in _gaps(document) if gap.key not in said}
    return (*stops, *(Finding("missing", "stop", phrases.gap(gap), gap.key) for gap in gaps.values()))


def files(
    tender: Tender, formats: Sequence[str], tell: Callable[[Document], None] = lambda document: None
) -> dict[str, bytes]:
    """Every document in every format it can be had in, the clauses as a list, and last what is for other programs.

    The open data and the answers are about the whole: they do not go with the set of one lot.
    `tell` is called as each document is done.
    """
    made = press.files(tender.documents, formats, settings.VAR_DIR / "cache", tell)
    named = [
        (
            document,
            f"{document.file_name}.{ending}",
            attachment.sent(found[ending], ending, document, tender.brief, tender.library),
        )
        for document, found in zip(tender.documents, made, strict=True)
        for ending in formats
        if ending in found
    ]
    safe = archive.safe_names([name for _, name, _ in named])
    found = {name: content for name, (_, _, content) in zip(safe, named, strict=True)}
    name, rows = clause_list(tender)
    found[name] = rows
    if tender.lot is None:
        annexes = [ocds.File(name, document) for name, (document, _, _) in zip(safe, named, strict=True)]
        found[ocds.FILE_NAME] = as_json(ocds.with_files(open_data(tender), [*annexes, ocds.File(name)]))
        found[ANSWERS] = brief.dump(tender.brief).encode()
    described = summary.summary(tender.brief, tender.library, tender.facts, tender.findings, found)
    return {**found, SUMMARY: as_json(described)}


def open_data(tender: Tender) -> dict[str, Plain]:
    """The procurement as open data, without the files."""
    return ocds.package(_case(tender), prefix=settings.OCDS_PREFIX, edition=tender.edition)


def as_json(described: Plain) -> bytes:
    """As it is written to a file."""
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()


def clause_list(tender: Tender) -> tuple[str, bytes]:
    """The clauses as a list for spreadsheet programs: its file name, and the file."""
    case = _case(tender)
    return clauses.file_name(case), listing.csv_file(clauses.rows(case, tender.documents))


def _case(tender: Tender) -> Case:
    """What the documents are written from."""
    given = tender.brief, tender.library, tender.facts
    if tender.lot:
        return assemble.of_lot(*given, tender.lot, draft=tender.draft)
    return assemble.whole(*given, draft=tender.draft)


def move_in(files: Mapping[str, bytes], folder: Path) -> None:
    """Written to a folder of its own and moved in: a full disk or a broken run leaves nothing half done.

    Raises OSError when the folder cannot be written to.
    """
    # On the same file system, where a file is moved in one step.
    near = next(place for place in (folder.absolute(), *folder.absolute().parents) if place.is_dir())
    with tempfile.TemporaryDirectory(prefix=".tender-", dir=near) as drafts:
        for name, made in files.items():
            (Path(drafts) / name).write_bytes(made)
        folder.mkdir(parents=True, exist_ok=True)
        # Found out before the first file is in place: this is the one thing that can stop the next.
        if taken := next((name for name in files if (folder / name).is_dir()), None):
            raise IsADirectoryError(f"{taken} är en mapp")
        for name in files:
            os.replace(Path(drafts) / name, folder / name)


def _gaps(node: object) -> Iterator[Gap]:
    if isinstance(node, Gap):
        yield node
    elif isinstance(node, tuple):
        for part in node:
            yield from _gaps(part)
    elif dataclasses.is_dataclass(node):
        yield from _gaps(tuple(getattr(node, field.name) for field in dataclasses.fields(node)))
