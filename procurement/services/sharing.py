"""Letting somebody in without an account, and shutting the door again."""

import secrets
from datetime import datetime

from django.utils import timezone

from procurement.access import hashed
from procurement.models import Procurement, ShareLink, User


def share(
    *,
    procurement: Procurement,
    name: str,
    may_write: bool = False,
    only_costs: bool = False,
    expires_at: datetime,
    by: User,
) -> tuple[ShareLink, str]:
    """A new link and its secret. The secret cannot be had again: only its hash is kept."""
    token = secrets.token_urlsafe(32)
    link = ShareLink(
        procurement=procurement,
        name=name,
        token_hash=hashed(token),
        may_write=may_write,
        only_costs=only_costs,
        expires_at=expires_at,
        created_by=by,
    )
    link.full_clean(exclude=["procurement", "created_by"])
    link.save(force_insert=True)
    return link, token


def revoke(*, link: ShareLink) -> None:
    """Shut at once: every page asks anew whether the link is open."""
    if link.revoked_at is None:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
