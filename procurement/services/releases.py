"""Moving a procurement to a later release of the library, with what is decided about each clause, and back again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from procurement import content
from procurement.domain import facts, releases
from procurement.domain.releases import News
from procurement.models import Procurement, Revision, User

from .library import current_release
from .saving import Json, locked, stood_at, write


@dataclass(frozen=True)
class Decision:
    """What is decided about one clause: to go on with what the draft had, or take the new; and a note."""

    keep: bool
    note: str = ""


def news(procurement: Procurement, on: date) -> tuple[News, ...]:
    """What the library on disk would change in the procurement. Nothing where its own release cannot be read."""
    if content.is_unreadable(procurement):
        return ()
    old, new = content.library_for(procurement), content.latest_for(procurement)
    before, after = (facts.derive(procurement.brief, library, content.amounts(), on) for library in (old, new))
    return releases.news(procurement.brief, old, new, before, after)


@transaction.atomic
def move(
    *, procurement_id: UUID, decisions: Mapping[str, Decision], to: str, expected_revision: int, by: User, on: date
) -> bool:
    """Pin the procurement to the library on disk, as one revision with what was decided. Undone by `undo`.

    False, and nothing is written, when the procurement or the library is not what was on the screen.
    """
    procurement = locked(procurement_id)
    if procurement.revision != expected_revision or current_release() != to or procurement.library_id == to:
        return False
    before: dict[str, Any] = procurement.brief
    wording, notes = dict(before.get("wording") or {}), dict(before.get("notes") or {})
    deviations = list(before.get("deviations") or [])
    for one in news(procurement, on):
        decision = decisions.get(one.clause.id)
        if decision is None or not one.matters:
            continue
        id, keeps = one.clause.id, decision.keep
        said = [decision.note] if decision.note else []
        if one.own and not keeps:
            del wording[id]
        elif keeps and one.happened == "added":
            if all(row.get("clause") != id for row in deviations):
                deviations.append({"clause": id})
        elif keeps and one.words and not one.own:
            wording[id] = one.words
            said.insert(0, f"Lydelsen är behållen från utgåva {content.version_of(procurement)}.")
        if said:
            notes[id] = "\n\n".join([*([notes[id]] if id in notes else []), *said])
    after: dict[str, Json] = {"wording": wording or None, "notes": notes or None, "deviations": deviations or None}
    changes = {key: value for key, value in after.items() if value != before.get(key)}
    return write(procurement, changes, by, library=to)


def last_move(procurement: Procurement) -> Revision | None:
    """The revision that brought the procurement to the release it follows; None when it was begun with it."""
    pins = list(procurement.revisions.exclude(library=None).order_by("-number")[:2])
    if len(pins) < 2 or pins[0].library_id != procurement.library_id or pins[0].undoes:
        return None
    return pins[0]


@transaction.atomic
def undo(*, procurement_id: UUID, by: User) -> bool:
    """Back to the release before, and what was decided in the move taken back where it still stands.

    What has been written since stays. False when there is no move to undo.
    """
    procurement = locked(procurement_id)
    move = last_move(procurement)
    if move is None:
        return False
    pins = procurement.revisions.exclude(library=None).filter(number__lt=move.number)
    earlier = pins.order_by("-number").values_list("library_id", flat=True)[0]
    before = stood_at(procurement, move.number - 1)
    standing: dict[str, Any] = procurement.brief
    restored: dict[str, Json] = {
        key: _without(before.get(key), move.changes[key], standing.get(key))
        for key in ("wording", "notes")
        if key in move.changes
    }
    if "deviations" in move.changes:
        begun = [row for row in move.changes["deviations"] or [] if row not in (before.get("deviations") or [])]
        restored["deviations"] = [row for row in standing.get("deviations") or [] if row not in begun] or None
    changes = {key: value for key, value in restored.items() if value != standing.get(key)}
    return write(procurement, changes, by, library=earlier, undoes=move.number)


def _without(before: dict[str, Any] | None, after: dict[str, Any] | None, now: dict[str, Any] | None) -> Json:
    """What stands now by clause, with what the move changed as it was before, where nobody has touched it since."""
    was, became, standing = before or {}, after or {}, dict(now or {})
    for id in {**was, **became}:
        if was.get(id) != became.get(id) and standing.get(id) == became.get(id):
            standing.pop(id, None)
            if id in was:
                standing[id] = was[id]
    return standing or None
