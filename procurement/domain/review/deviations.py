"""Clauses switched off, and what may stay unpublished."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from procurement.domain import swedish
from procurement.domain.brief import Brief, rows
from procurement.domain.facts import Facts
from procurement.domain.library import Library
from procurement.domain.review.finding import Finding
from procurement.domain.selection import is_complete


def check(brief: Brief, library: Library, facts: Facts) -> Iterator[Finding]:
    for row in rows(brief, "deviations"):
        clause = library.clauses.get(str(row.get("clause")))
        name = f"”{clause.title}” ({clause.id})" if clause else "utan klausul"
        if not is_complete(row):
            yield Finding(
                "deviation_incomplete",
                "stop",
                f"Avsteget från {name} saknar uppgifter. Klausulen gäller tills alla är ifyllda.",
                str(row.get("clause", "deviations")),
            )
        elif date.fromisoformat(str(row["expires_on"])) < facts.on:
            yield Finding(
                "deviation_expired",
                "warning",
                f"Avsteget från {name} gällde till och med "
                f"{swedish.long_date(date.fromisoformat(str(row['expires_on'])))}. Klausulen gäller igen.",
                str(row["clause"]),
            )
        elif row["decided_on"] > row["expires_on"]:  # type: ignore[operator]
            yield Finding(
                "deviation_dates", "stop", f"Avsteget från {name} slutar gälla innan det beslutas.", str(row["clause"])
            )
    for number, row in enumerate(rows(brief, "publication_exceptions"), 1):
        if not row.get("law") or not row.get("review"):
            yield Finding(
                "exception_without_law",
                "stop",
                f"Undantag {number} från publicering saknar lagrum eller dag för ny prövning.",
                "publication_exceptions",
                "OSL 18 kap. 8 §",
            )
