"""An authority's look: saved as a new row each time, so that an earlier one can be had back."""

from django.db import IntegrityError, transaction

from procurement.domain.document import plain
from procurement.domain.look import Look
from procurement.models import Authority, AuthorityLook, User


class Overtaken(Exception):
    """Somebody else has changed the look meanwhile. Nothing was saved."""


def save(*, authority: Authority, look: Look, seen: int, by: User) -> AuthorityLook:
    """Let the authority's documents look so from now on. `seen` is the number of the look that was on the screen.

    Raises Overtaken where that is no longer the latest.
    """
    latest = AuthorityLook.objects.filter(authority=authority).order_by("-number").values_list("number", flat=True)
    if (latest.first() or 0) != seen:
        raise Overtaken
    try:
        with transaction.atomic():
            return AuthorityLook.objects.create(
                authority=authority, number=seen + 1, content=plain(look), by=by, by_name=by.signature
            )
    except IntegrityError as error:
        # Of two at the same moment, one got the number.
        raise Overtaken from error
