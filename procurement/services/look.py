"""An authority's look: saved as a new row each time, so that an earlier one can be had back."""

from typing import cast

from django.core import signing
from django.db import IntegrityError, transaction

from procurement.domain import swedish
from procurement.domain.document import from_plain, plain
from procurement.domain.look import Logo, Look, WordTemplate
from procurement.export import logo as drawn
from procurement.intake import apart
from procurement.intake.limits import Unreadable
from procurement.models import Authority, AuthorityLook, User

SALT = "procurement.look"
# Every document of an edition carries it.
MOST_PACKED = 100_000


class Overtaken(Exception):
    """Somebody else has changed the look meanwhile. Nothing was saved."""


def save(*, authority: Authority, look: Look, seen: int, by: User) -> AuthorityLook:
    """Let the authority's documents look so from now on. `seen` is the number of the look that was on the screen.

    Raises Overtaken where that is no longer the latest.
    """
    latest = AuthorityLook.of(authority.pk).values_list("number", flat=True).first()
    if (latest or 0) != seen:
        raise Overtaken
    try:
        with transaction.atomic():
            return AuthorityLook.objects.create(
                authority=authority, number=seen + 1, content=plain(look), by=by, by_name=by.signature
            )
    except IntegrityError as error:
        # Of two at the same moment, one got the number.
        raise Overtaken from error


def logo(content: bytes, authority: Authority) -> Logo:
    """The authority's logo from a file, cleaned in a process of its own. Raises Unreadable, or apart.Failed."""
    read = apart.read_logo(content)
    made = Logo(**read, alternative=f"{swedish.genitive(authority.name)} logotyp")
    try:
        drawn.png(made)
    except ValueError as error:
        # Rather now than when the documents are to be made.
        raise Unreadable("logo_kind") from error
    return made


def template(content: bytes) -> WordTemplate:
    """The styles of a Word template from a file, cleaned in a process of its own. Raises as `logo`."""
    made = WordTemplate.of(apart.read_template(content))
    if len(made.packed) > MOST_PACKED:
        raise Unreadable("template_large")
    return made


def sealed(look: Look) -> str:
    """A look that is not saved yet, to be sent along with the page: nobody else can make one, or change it."""
    return signing.dumps(plain(look), salt=SALT, compress=True)


def unsealed(sent: str) -> Look | None:
    """The look that was sent along; None where there was none of ours."""
    try:
        return cast(Look, from_plain(signing.loads(sent, salt=SALT)))
    except signing.BadSignature:
        return None
