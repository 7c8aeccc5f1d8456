"""A procurement as it was: its documents at an edition, after a change, or now."""

import dataclasses
import re
from dataclasses import dataclass
from typing import cast

from django.utils import timezone

from procurement import content
from procurement.domain import assemble, editions, facts, swedish
from procurement.domain.brief import Brief
from procurement.domain.document import Document, Heading, dressed
from procurement.models import Edition, Procurement, Revision

from .editions import documents_of
from .saving import stood_at

NAME = re.compile(r"(utgava|andring)-([1-9]\d{0,8})")
NOW = "nu"


@dataclass(frozen=True)
class Version:
    """What can be compared: "utgava-2", "andring-17" or "nu", and what a reader calls it."""

    name: str
    title: str


def versions(procurement: Procurement, most: int) -> list[Version]:
    """The draft as it is now, its editions, and its latest changes, so many of them."""
    issued = procurement.editions.exclude(issued=None).order_by("-number")
    found = [Version(NOW, "Utkastet nu"), *map(_of_edition, issued)]
    return found + [_of_change(one) for one in procurement.revisions.order_by("-number")[:most]]


def version(procurement: Procurement, name: str) -> Version | None:
    """The version with the name, or None where there is none."""
    if name == NOW:
        return Version(NOW, "Utkastet nu")
    match = NAME.fullmatch(name)
    if match is None:
        return None
    if match[1] == "utgava":
        edition = procurement.editions.exclude(issued=None).filter(number=int(match[2])).first()
        return _of_edition(edition) if edition else None
    revision = procurement.revisions.filter(number=int(match[2])).first()
    return _of_change(revision) if revision else None


def documents_at(procurement: Procurement, one: Version) -> tuple[Document, ...]:
    """The documents of the version as a draft, without an edition's own note on what is new."""
    match = NAME.fullmatch(one.name)
    if match and match[1] == "utgava":
        edition = procurement.editions.get(number=int(match[2]))
        return tuple(_without_note(document) for document in documents_of(edition))
    if match is None:
        library, brief, on = content.library_for(procurement), procurement.brief, timezone.localdate()
    else:
        revision = procurement.revisions.get(number=int(match[2]))
        library = content.library_at(procurement, _pinned_then(procurement, revision))
        stood = stood_at(procurement, revision.number)
        brief = {key: value for key, value in stood.items() if value is not None}
        on = timezone.localdate(revision.at)
    derived = facts.derive(cast(Brief, brief), library, content.amounts(), on)
    made = assemble.documents(cast(Brief, brief), library, derived, draft=True)
    return dressed(made, content.look_of(procurement.authority_id))


def _of_edition(edition: Edition) -> Version:
    return Version(f"utgava-{edition.number}", f"Utgåva {edition.number}, {swedish.long_date(edition.on)}")


def _of_change(revision: Revision) -> Version:
    at = timezone.localtime(revision.at)
    when = f"{swedish.long_date(at.date())} kl. {at:%H.%M}"
    return Version(f"andring-{revision.number}", f"Efter ändring {revision.number}, {when}, {revision.by_name}")


def _pinned_then(procurement: Procurement, until: Revision) -> str | None:
    """The release that the procurement had then."""
    moves = procurement.revisions.filter(number__lte=until.number, library__isnull=False).order_by("-number")
    return moves.values_list("library_id", flat=True).first()


def _without_note(document: Document) -> Document:
    kept, in_note = [], False
    for block in document.blocks:
        if isinstance(block, Heading):
            in_note = block.anchor == editions.CHAPTER
        if not in_note:
            kept.append(block)
    return dataclasses.replace(document, blocks=tuple(kept))
