"""Undoing changes of the division in lots, several steps back. What else has been answered since is left alone."""

from typing import Any
from uuid import UUID

from django.db import transaction

from procurement.models import Procurement, Revision, ShareLink, User

from .saving import locked, stood_at, write

# What decides how a procurement is divided.
KEYS = ("lots", "no_split_reason", "modules", "division_reason", "lot_cap_sek", "seam_shares")


def changes_of(procurement: Procurement) -> list[Revision]:
    """The changes of the division that still stand, the last one last. How it was begun is no change."""
    standing: list[Revision] = []
    touching = procurement.revisions.filter(number__gt=1, changes__has_any_keys=list(KEYS))
    for revision in touching.order_by("number"):
        if not revision.undoes:
            standing.append(revision)
        elif standing and standing[-1].number == revision.undoes:
            standing.pop()
    return standing


def division_at(procurement: Procurement, number: int) -> dict[str, Any]:
    """What decided the division at a revision; None for what had no answer."""
    stood = stood_at(procurement, number)
    return {key: stood.get(key) for key in KEYS}


@transaction.atomic
def undo_division(*, procurement_id: UUID, number: int, by: User | ShareLink) -> bool:
    """Take back the change with that number. False, and nothing is written, when it is not the last that stands."""
    procurement = locked(procurement_id)
    standing = changes_of(procurement)
    if not standing or standing[-1].number != number:
        return False
    before = division_at(procurement, number - 1)
    changes = {key: before[key] for key in KEYS if key in standing[-1].changes}
    return write(procurement, changes, by, undoes=number)
