"""What is decided about one clause: its wording, or that it is switched off.

All clauses share three answers in the brief. One clause is changed at a time and the others are left as they stand,
so that two people with a clause each do not come in each other's way.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from procurement.domain.library import Variant
from procurement.models import Procurement, ShareLink, User

from .saving import Json, locked, save

KEYS = ("softer", "wording", "deviations")


@dataclass(frozen=True)
class Overtaken:
    """Somebody else has decided something about the same clause meanwhile. Nothing was saved."""

    by: str
    at: datetime


def choice_of(brief: dict[str, Any], clause_id: str) -> dict[str, Json]:
    """What has been chosen about the words of the clause; empty for what we propose."""
    own = (brief.get("wording") or {}).get(clause_id)
    chosen: dict[str, Json] = {"own": own} if own else {}
    return chosen | ({"softer": True} if clause_id in (brief.get("softer") or []) else {})


def deviation_of(brief: dict[str, Any], clause_id: str) -> dict[str, Json]:
    """What has been written to switch the clause off, complete or not; empty when nothing has."""
    rows: list[dict[str, Json]] = brief.get("deviations") or []
    return next((row for row in rows if row.get("clause") == clause_id), {})


def mark(decided: dict[str, Json]) -> str:
    """A short name of what was on the screen, to be sent along with what is decided about it."""
    return hashlib.sha256(json.dumps(decided, sort_keys=True).encode()).hexdigest()[:16]


def mark_of_words(text: str) -> str:
    """The same of a text in a field, which a browser sends back with other line ends."""
    return mark({"words": text.replace("\r\n", "\n").strip()})


def writers_of_own(procurement: Procurement) -> dict[str, tuple[str, datetime]]:
    """Who last wrote the own words of each clause that has any, and when."""
    found: dict[str, tuple[str, datetime]] = {}
    before: dict[str, str] = {}
    for revision in procurement.revisions.filter(changes__has_key="wording").order_by("number"):
        now = revision.changes["wording"] or {}
        found |= {id: (revision.by_name, revision.at) for id, text in now.items() if before.get(id) != text}
        before = now
    return {id: found[id] for id in before}


@transaction.atomic
def choose(
    *, procurement_id: UUID, clause_id: str, variant: Variant, own: str, seen: str, by: User | ShareLink
) -> Overtaken | None:
    """Let the clause stand in the variant, with the user's own words for "own"."""
    procurement = locked(procurement_id)
    brief = procurement.brief
    if mark(choice_of(brief, clause_id)) != seen:
        return _overtaken(procurement)
    softer = [id for id in brief.get("softer") or [] if id != clause_id]
    softer += [clause_id] if variant == "softer" else []
    wording = {id: text for id, text in (brief.get("wording") or {}).items() if id != clause_id}
    wording |= {clause_id: own} if variant == "own" else {}
    changes: dict[str, Json] = {"softer": softer or None, "wording": wording or None}
    save(procurement_id=procurement_id, changes=changes, expected_revision=procurement.revision, by=by)
    return None


@transaction.atomic
def deviate(
    *, procurement_id: UUID, clause_id: str, reasons: dict[str, Json], seen: str, by: User | ShareLink
) -> Overtaken | None:
    """Write down why the clause is switched off; without any reasons it stands again."""
    procurement = locked(procurement_id)
    written = deviation_of(procurement.brief, clause_id)
    if mark(written) != seen:
        return _overtaken(procurement)
    rows: list[Json] = list(procurement.brief.get("deviations") or [])
    row: list[Json] = [{"clause": clause_id, **reasons}] if reasons else []
    place = rows.index(written) if written else len(rows)
    rows[place : place + 1] = row
    changes: dict[str, Json] = {"deviations": rows or None}
    save(procurement_id=procurement_id, changes=changes, expected_revision=procurement.revision, by=by)
    return None


@transaction.atomic
def forget_note(*, procurement_id: UUID, clause_id: str, by: User | ShareLink) -> None:
    """Take away what the team has noted at the clause."""
    procurement = locked(procurement_id)
    notes = {id: text for id, text in (procurement.brief.get("notes") or {}).items() if id != clause_id}
    save(procurement_id=procurement_id, changes={"notes": notes or None}, expected_revision=procurement.revision, by=by)


def _overtaken(procurement: Procurement) -> Overtaken:
    revisions = procurement.revisions.order_by("-number")
    last = next((revision for revision in revisions if set(KEYS) & set(revision.changes)), None)
    return Overtaken(last.by_name, last.at) if last else Overtaken(procurement.saved_by, procurement.saved_at)
