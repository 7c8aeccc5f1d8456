"""In how many procurements a clause stands: noted when an edition is issued, and no draft is counted."""

from collections.abc import Iterable
from uuid import UUID

from procurement.models import ClauseUse

# A smaller number could tell somebody who knows an authority what it has bought.
FEWEST_TOLD = 3


def note(procurement_id: UUID, clauses: Iterable[str]) -> None:
    """Keep which clauses an issued edition carries, beside those of the editions before it."""
    rows = [ClauseUse(procurement_id=procurement_id, clause=clause) for clause in sorted(set(clauses))]
    ClauseUse.objects.bulk_create(rows, ignore_conflicts=True)


def number_of(clause_id: str) -> int | None:
    """In how many procurements with an issued edition the clause has stood; None when they are too few to tell."""
    number = ClauseUse.objects.filter(clause=clause_id).count()
    return number if number >= FEWEST_TOLD else None
