"""The one door to every procurement: who may do what with it.

Nothing above this floor asks the database for a procurement or a link in any other way.
Somebody who has no business with a procurement is told that it does not exist.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal, TypeVar
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse

from .models import (
    Authority,
    AuthorityClause,
    AuthorityLook,
    Edition,
    Inspection,
    Member,
    Procurement,
    ReturnedFile,
    ShareLink,
    User,
)

# `costs` is to see who pays what, and nothing else. `share` is for those it belongs to: who gets in, and whether it is
# thrown away. `issue` is to decide the documents. `restore` finds what was.
Right = Literal["costs", "read", "write", "share", "issue", "restore"]


# More drafts than an authority has going at once.
COMPARED = 200

View = TypeVar("View", bound=Callable[..., HttpResponse])


@dataclass(frozen=True)
class Visitor:
    """Who asks: a person who has logged in, a guest with links that are open now, both, or a stranger."""

    user: User | None = None
    links: tuple[ShareLink, ...] = ()

    @cached_property
    def authorities(self) -> frozenset[int]:
        """The authorities that the user is a member of, asked for once a request."""
        return frozenset(
            Member.objects.filter(user=self.user).values_list("authority_id", flat=True) if self.user else ()
        )

    def link_to(self, procurement_id: UUID) -> ShareLink | None:
        """The link that leads to the procurement, the one that may the most where there are two."""
        leading = [link for link in self.links if link.procurement_id == procurement_id]
        return max(leading, key=lambda link: (link.may_write, not link.only_costs), default=None)


def visitor(user: User | None, link_ids: list[int], now: datetime) -> Visitor:
    """The visitor as of now: a link that was revoked or has expired since the last page is left out."""
    kept = ShareLink.objects.filter(id__in=link_ids, procurement__deleted_at=None) if link_ids else ()
    return Visitor(user, tuple(link for link in kept if link.is_open(now)))


def procurement_for(who: Visitor, id: UUID, right: Right) -> Procurement:
    """The procurement, if the visitor has the right to it.

    Raises Http404 for one who may not know of it, PermissionDenied for one who sees it but may not do this.
    """
    found = Procurement.objects.filter(id=id, deleted_at__isnull=right != "restore").first()
    rights = rights_to(who, found)
    if found and right in rights:
        return found
    # A guest is never told that there was something here once, and one who sees the costs not what else there is.
    if "read" not in rights or right == "restore":
        raise Http404
    raise PermissionDenied


def rights_to(who: Visitor, procurement: Procurement | None) -> tuple[Right, ...]:
    """Everything that the visitor may do with it; nothing with what is not there or not theirs to see."""
    if procurement is None:
        return ()
    if procurement.authority_id in who.authorities:
        return ("costs", "read", "write", "share", "issue", "restore")
    link = who.link_to(procurement.id)
    if link is None:
        return ()
    if link.only_costs:
        return ("costs",)
    return ("costs", "read", "write") if link.may_write else ("costs", "read")


def author(who: Visitor, procurement: Procurement) -> User | ShareLink:
    """In whose name the visitor writes: the person's, or the link's for one who is there only by a link."""
    if who.user and procurement.authority_id in who.authorities:
        return who.user
    link = who.link_to(procurement.id)
    if link is None:
        raise PermissionDenied
    return link


def returned_files_of(procurement: Procurement) -> QuerySet[ReturnedFile]:
    """The Word files that have come back to a procurement that the visitor has been let into, the latest first."""
    return ReturnedFile.objects.filter(procurement=procurement).order_by("-at")


def returned_file_of(procurement: Procurement, id: UUID) -> ReturnedFile:
    """One of them. Raises Http404."""
    found = returned_files_of(procurement).filter(id=id).first()
    if found is None:
        raise Http404
    return found


def procurements_of(user: User) -> QuerySet[Procurement]:
    """The procurements of the authorities where the user is a member, the latest saved first."""
    return (
        Procurement.objects.filter(authority__members__user=user, deleted_at=None)
        .select_related("authority")
        .order_by("-saved_at")
    )


def other_briefs(procurement: Procurement) -> list[dict[str, object]]:
    """The answers of the same authority's other procurements, the latest saved first, to compare with.

    For what the buyer alone is shown: a guest in one procurement knows nothing of the others.
    """
    same = Procurement.objects.filter(authority_id=procurement.authority_id, deleted_at=None)
    found = same.exclude(id=procurement.id).order_by("-saved_at").values_list("brief", flat=True)
    return list(found[:COMPARED])


def deleted_procurements_of(user: User) -> QuerySet[Procurement]:
    """What the user's authorities have thrown away and can take back, the latest first."""
    return Procurement.objects.filter(authority__members__user=user, deleted_at__isnull=False).order_by("-deleted_at")


def authorities_of(user: User) -> QuerySet[Authority]:
    return Authority.objects.filter(members__user=user).order_by("name", "id")


def authority_of(user: User, id: int | None = None) -> Authority:
    """The authority where the user is a member, by its id or the first of them. Raises Http404 if there is none."""
    found = authorities_of(user)
    authority = (found if id is None else found.filter(id=id)).first()
    if authority is None:
        raise Http404
    return authority


def inspections_of(user: User) -> QuerySet[Inspection]:
    """The inspections of the authorities where the user is a member, the latest first, without file and report."""
    found = Inspection.objects.filter(authority__members__user=user)
    return found.select_related("authority").defer("content", "report").order_by("-created")


def inspection_for(user: User, id: UUID) -> Inspection:
    """An inspection of an authority where the user is a member, without its file. Raises Http404 otherwise."""
    found = Inspection.objects.filter(id=id, authority__members__user=user).defer("content").first()
    if found is None:
        raise Http404
    return found


def authority_clauses_of(authority: Authority) -> QuerySet[AuthorityClause]:
    """What the authority has written of its own, what it has taken away too. Ask `authority_of` for the authority."""
    return AuthorityClause.objects.filter(authority=authority).order_by("clause_id")


def authority_clause(authority: Authority, clause_id: str) -> AuthorityClause | None:
    """The authority's own clause or wording of ours, or None where it has never written any."""
    return authority_clauses_of(authority).filter(clause_id=clause_id).first()


def looks_of(authority: Authority) -> QuerySet[AuthorityLook]:
    """How the authority's documents have looked, the latest first. Ask `authority_of` for the authority."""
    return AuthorityLook.of(authority.pk)


def administers(user: User, authority: Authority) -> bool:
    """Whether the user decides what holds for the whole authority."""
    return Member.objects.filter(user=user, authority=authority, is_admin=True).exists()


def member_for(user: User, id: int) -> Member:
    """A member of an authority that the user administers. Raises Http404 otherwise."""
    administered = Authority.objects.filter(members__user=user, members__is_admin=True)
    member = Member.objects.filter(id=id, authority__in=administered).select_related("user", "authority").first()
    if member is None:
        raise Http404
    return member


def link_for(token: str, now: datetime) -> ShareLink | None:
    """The open link that the secret belongs to, or None: unknown, revoked and expired look the same from outside."""
    link = ShareLink.objects.filter(token_hash=hashed(token), procurement__deleted_at=None).first()
    return link if link and link.is_open(now) else None


def link_of(procurement: Procurement, id: int) -> ShareLink:
    """One of the procurement's links. Raises Http404 if it has no such."""
    link = procurement.links.filter(id=id).first()
    if link is None:
        raise Http404
    return link


def editions_of(procurement: Procurement, *, making_too: bool) -> QuerySet[Edition]:
    """The procurement's editions, the latest first. One that is being made is for those who issue it."""
    found = procurement.editions.order_by("-number")
    return found if making_too else found.exclude(issued=None)


def edition_of(procurement: Procurement, number: int, *, making_too: bool = False) -> Edition:
    """One of the procurement's editions. Raises Http404 if it has no such."""
    found = editions_of(procurement, making_too=making_too).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def hashed(token: str) -> str:
    """What is kept of a link's secret. It has 256 random bits, so a plain hash cannot be guessed backwards."""
    return hashlib.sha256(token.encode()).hexdigest()


def public(view: View) -> View:
    """A page for everyone, search engines too. Every other page asks who comes."""
    view.is_public = True  # type: ignore[attr-defined]
    return login_not_required(view)


def before_set_up(view: View) -> View:
    """A page that is there before the first authority is."""
    view.works_before_set_up = True  # type: ignore[attr-defined]
    return login_not_required(view)


def with_temporary_password(view: View) -> View:
    """A page for one who has yet to choose a password of their own."""
    view.works_with_temporary_password = True  # type: ignore[attr-defined]
    return view
