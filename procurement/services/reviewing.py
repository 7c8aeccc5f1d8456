"""Advice that somebody has decided to leave be: with a reason, signed and kept as any other answer."""

from uuid import UUID

from django.db import transaction

from procurement.models import ShareLink, User

from .clauses import Overtaken, mark
from .saving import Json, locked, save

KEY = "acknowledged"


def acknowledged(brief: dict[str, Json], code: str, where: str) -> dict[str, Json]:
    """The row that leaves this piece of advice be; empty when there is none."""
    rows: list[dict[str, Json]] = brief.get(KEY) or []  # type: ignore[assignment]
    return next((row for row in rows if row.get("code") == code and row.get("where") == where), {})


@transaction.atomic
def acknowledge(
    *, procurement_id: UUID, code: str, where: str, reason: str, seen: str, by: User | ShareLink
) -> Overtaken | None:
    """Leave the advice be for this reason; without one it is taken up again.

    `seen` is the mark of what was on the screen. If somebody has decided otherwise meanwhile, nothing is saved.
    """
    procurement = locked(procurement_id)
    written = acknowledged(procurement.brief, code, where)
    if mark(written) != seen:
        return Overtaken(procurement.saved_by, procurement.saved_at)
    rows: list[Json] = [row for row in procurement.brief.get(KEY) or [] if row != written]
    rows += [{"code": code, "where": where, "reason": reason}] if reason else []
    save(procurement_id=procurement_id, changes={KEY: rows or None}, expected_revision=procurement.revision, by=by)
    return None
