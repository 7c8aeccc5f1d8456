"""An authority's own clauses and wording: written, taken away, put back, and looked at again when ours has changed.

Every change is a revision that is only ever added to, as in a procurement, so nothing that was written is lost.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from procurement import content
from procurement.domain import house
from procurement.models import Authority, AuthorityClause, AuthorityClauseRevision, User

from .clauses import Overtaken

# Of two who begin a clause at the same moment, one gets the next number.
TRIES = 5


@transaction.atomic
def write(
    *,
    authority: Authority,
    clause_id: str,
    text: dict[str, Any] | None,
    expected_revision: int,
    by: User,
    base: str | None = None,
) -> AuthorityClause | Overtaken:
    """Let the authority's clause, or its wording of ours, say this; None takes it away.

    What ours says is kept beside it, so that a change of ours can be shown: today's, or `base` for an earlier wording.
    """
    found = AuthorityClause.objects.select_for_update().filter(authority=authority, clause_id=clause_id).first()
    if found and found.revision != expected_revision:
        return Overtaken(found.saved_by, found.saved_at)
    ours = content.library().clauses.get(clause_id)
    clause = found or AuthorityClause(authority=authority, clause_id=clause_id)
    clause.content = text
    today = house.source(ours) if ours else ""
    clause.base = today if base is None else base
    clause.revision = found.revision + 1 if found else 1
    clause.saved_at, clause.saved_by = timezone.now(), by.signature
    try:
        with transaction.atomic():
            clause.save()
    except IntegrityError:
        other = AuthorityClause.objects.get(authority=authority, clause_id=clause_id)
        return Overtaken(other.saved_by, other.saved_at)
    AuthorityClauseRevision.objects.create(
        clause=clause,
        number=clause.revision,
        content=text,
        base=clause.base,
        by=by,
        by_name=by.signature,
        at=clause.saved_at,
    )
    return clause


def begin(*, authority: Authority, text: dict[str, Any], by: User) -> AuthorityClause:
    """A clause of the authority's own, under the next number. A number is never used again."""
    for _ in range(TRIES):
        used = AuthorityClause.objects.filter(authority=authority, clause_id__startswith=house.PREFIX)
        numbers = [int(id.removeprefix(house.PREFIX)) for id in used.values_list("clause_id", flat=True)]
        clause_id = f"{house.PREFIX}{max(numbers, default=0) + 1:02d}"
        made = write(authority=authority, clause_id=clause_id, text=text, expected_revision=0, by=by)
        if isinstance(made, AuthorityClause):
            return made
    raise RuntimeError("no free number for a clause")
