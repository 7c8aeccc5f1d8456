"""Saving answers so that nothing typed is lost and nobody's answer is overwritten unseen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from procurement.models import Procurement, Revision, ShareLink, User

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True)
class Saved:
    """Everything was kept. `revision` is where the procurement now stands."""

    revision: int
    at: datetime
    by: str


@dataclass(frozen=True)
class Conflict:
    """Somebody else changed the same answers meanwhile: theirs stand, mine are here to choose from.

    Whatever else was sent has been saved. To let mine win, save it again from `revision`.
    """

    mine: dict[str, Json]
    theirs: dict[str, Json]
    by: str
    at: datetime
    revision: int


@transaction.atomic
def save(
    *,
    procurement_id: UUID,
    changes: dict[str, Json],
    expected_revision: int,
    by: User | ShareLink,
    seen: Procurement | None = None,
) -> Saved | Conflict:
    """Write the answers as the next revision. None takes an answer away.

    `expected_revision` is the revision that was on the screen. Answers that are still as they were on it say nothing
    about what others have written since, so a whole form may be sent.
    `seen` is the procurement as it was read a moment ago: if nobody has saved since, it is not read again.
    """
    if seen is not None and seen.revision == expected_revision:
        changed = {key: value for key, value in changes.items() if seen.brief.get(key) != value}
        if not changed or write(seen, changed, by):
            return Saved(seen.revision, seen.saved_at, seen.saved_by)
    procurement = locked(procurement_id)
    brief: dict[str, Json] = procurement.brief
    if expected_revision > procurement.revision:
        raise ValueError(f"revision {expected_revision} is not written yet; the latest is {procurement.revision}")

    disputed: dict[str, Json] = {}
    if expected_revision < procurement.revision:
        changes = _changed_since(procurement, expected_revision, changes)
        others = _touched_since(procurement, expected_revision)
        disputed = {key: value for key, value in changes.items() if key in others and brief.get(key) != value}
    written = {key: value for key, value in changes.items() if key not in disputed and brief.get(key) != value}

    if written:
        write(procurement, written, by)
    if not disputed:
        return Saved(procurement.revision, procurement.saved_at, procurement.saved_by)
    latest = max((others[key] for key in disputed), key=lambda revision: revision.number)
    theirs = {key: brief.get(key) for key in disputed}
    return Conflict(disputed, theirs, latest.by_name, latest.at, procurement.revision)


def locked(procurement_id: UUID) -> Procurement:
    """The procurement as it stands, which nobody else changes until the transaction ends.

    Raises Http404 where somebody has just thrown it away.
    """
    return get_object_or_404(Procurement.objects.select_for_update(), id=procurement_id, deleted_at=None)


def _touched_since(procurement: Procurement, number: int) -> dict[str, Revision]:
    """The keys written after the revision, each with the last revision that wrote it."""
    later = procurement.revisions.filter(number__gt=number).order_by("number")
    return {key: revision for revision in later for key in revision.changes}


def _changed_since(procurement: Procurement, number: int, sent: dict[str, Json]) -> dict[str, Json]:
    """What was sent less what already stood so at the revision: those answers were only shown, not given."""
    shown = stood_at(procurement, number)
    return {key: value for key, value in sent.items() if shown.get(key) != value}


def stood_at(procurement: Procurement, number: int) -> dict[str, Any]:
    """The brief as it stood at the revision; an answer that had been taken away is None."""
    stood: dict[str, Any] = {}
    for changes in (
        procurement.revisions.filter(number__lte=number).order_by("number").values_list("changes", flat=True)
    ):
        stood |= changes
    return stood


def write(
    procurement: Procurement,
    changes: dict[str, Json],
    by: User | ShareLink,
    *,
    library: str | None = None,
    undoes: int | None = None,
) -> bool:
    """Write the next revision, unless the procurement has moved on from the one at hand: then False, and nothing.

    `library` is the digest of another release to pin it to, and `undoes` the number of the revision that is undone.
    """
    brief = {key: value for key, value in (procurement.brief | changes).items() if value is not None}
    now: dict[str, Any] = {
        "brief": brief, "revision": procurement.revision + 1, "saved_at": timezone.now(), "saved_by": by.signature,
    }  # fmt: skip
    if library is not None:
        now["library_id"] = library
    standing = Procurement.objects.filter(id=procurement.id, revision=procurement.revision, deleted_at=None)
    if not standing.update(**now):
        return False
    for name, value in now.items():
        setattr(procurement, name, value)
    Revision.objects.create(
        procurement=procurement,
        number=procurement.revision,
        changes=changes,
        library_id=library,
        undoes=undoes,
        by=by if isinstance(by, User) else None,
        by_name=by.signature,
        at=procurement.saved_at,
    )
    return True
