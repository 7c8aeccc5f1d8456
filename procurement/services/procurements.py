"""Starting a procurement, throwing it away and taking it back."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from procurement import content
from procurement.domain import house
from procurement.models import Authority, Procurement, Revision, User

from .library import current_release
from .saving import Json, locked


@transaction.atomic
def start(*, authority: Authority, by: User, brief: dict[str, Json] | None = None) -> Procurement:
    """A new procurement at revision 1, with the authority already filled in unless the brief names one."""
    known: dict[str, Any] = {
        "authority": {"name": authority.name, "org_number": authority.org_number, "kind": authority.kind}
    }
    carried = known | (brief or {})
    # What the authority has already written goes on following what it writes.
    carried["house"] = house.besides(carried.get("house") or {}, content.written_by(authority.id)) or None
    first = {key: value for key, value in carried.items() if value is not None}
    now = timezone.now()
    procurement = Procurement(
        authority=authority,
        library_id=current_release(),
        brief=first,
        revision=1,
        saved_at=now,
        saved_by=by.signature,
        created=now,
    )
    procurement.save(force_insert=True)
    Revision.objects.create(
        procurement=procurement,
        number=1,
        changes=first,
        library_id=procurement.library_id,
        by=by,
        by_name=by.signature,
        at=now,
    )
    return procurement


@transaction.atomic
def delete(*, procurement_id: UUID) -> bool:
    """Out of sight for everyone, guests included, until it is restored. False where there is an edition: it is kept."""
    # Held meanwhile, so that nobody issues an edition of what is being thrown away.
    procurement = locked(procurement_id)
    if procurement.editions.exists():
        return False
    procurement.deleted_at = timezone.now()
    procurement.save(update_fields=["deleted_at"])
    return True


def restore(*, procurement: Procurement) -> None:
    procurement.deleted_at = None
    procurement.save(update_fields=["deleted_at"])
