"""Saving the answers of one page, and why some questions have none."""

from typing import Any
from uuid import UUID

from django.db import transaction

from procurement.models import Procurement, ShareLink, User

from .saving import Conflict, Json, Saved, locked, save


def answer(
    *,
    procurement_id: UUID,
    changes: dict[str, Json],
    skips: dict[str, str],
    expected_revision: int,
    by: User | ShareLink,
    seen: Procurement | None = None,
) -> Saved | Conflict:
    """Save the answers, and for the questions in `skips` why they have none, "" where they have that no more.

    The reasons of all questions lie under one key. They are laid into what stands there now, so that two people on
    two pages do not come in each other's way.
    """
    if not skips:
        return save(
            procurement_id=procurement_id, changes=changes, expected_revision=expected_revision, by=by, seen=seen
        )
    with transaction.atomic():
        procurement = locked(procurement_id)
        standing: dict[str, Any] = procurement.brief.get("skipped") or {}
        reasons = {key: why for key, why in {**standing, **skips}.items() if why} or None
        if reasons == (standing or None):
            return save(procurement_id=procurement_id, changes=changes, expected_revision=expected_revision, by=by)
        if expected_revision == procurement.revision:
            both = {**changes, "skipped": reasons}
            return save(procurement_id=procurement_id, changes=both, expected_revision=expected_revision, by=by)
        save(
            procurement_id=procurement_id,
            changes={"skipped": reasons},
            expected_revision=procurement.revision,
            by=by,
        )
        return save(procurement_id=procurement_id, changes=changes, expected_revision=expected_revision, by=by)
