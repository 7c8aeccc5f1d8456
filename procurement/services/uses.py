"""In how many procurements a clause stands: noted when documents are made, counted without opening any draft."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from procurement.domain.document import Document, clause_ids
from procurement.models import ClauseUse

# A smaller number could tell somebody who knows an authority what it is about to buy.
FEWEST_TOLD = 3


@transaction.atomic
def note(procurement_id: UUID, documents: Sequence[Document]) -> None:
    """Keep which clauses the documents carry, in place of what was kept before."""
    now = {clause for document in documents for clause in clause_ids(document)}
    kept = ClauseUse.objects.filter(procurement_id=procurement_id)
    before = set(kept.values_list("clause", flat=True))
    if gone := before - now:
        kept.filter(clause__in=gone).delete()
    # Two who look at the same moment note the same.
    ClauseUse.objects.bulk_create(
        [ClauseUse(procurement_id=procurement_id, clause=clause) for clause in sorted(now - before)],
        ignore_conflicts=True,
    )


def number_of(clause_id: str) -> int | None:
    """In how many procurements that have not been thrown away the clause stands; None when they are too few to tell."""
    number = ClauseUse.objects.filter(clause=clause_id, procurement__deleted_at=None).count()
    return number if number >= FEWEST_TOLD else None
