"""What is missing, contradictory or unlawful in a brief. Stops keep the documents from being issued."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from procurement.domain.brief import Brief, rows
from procurement.domain.facts import Facts
from procurement.domain.library import Library
from procurement.domain.review import (
    content,
    contract,
    cooperation,
    deviations,
    evaluation,
    gaps,
    language,
    lots,
    own_words,
    security,
    signs,
    timetable,
    together,
    value,
)
from procurement.domain.review.codes import CODES
from procurement.domain.review.finding import ORDER, Finding, Severity
from procurement.domain.review.gaps import MISSING, missing
from procurement.domain.review.guard import STATES, Point, guard
from procurement.domain.review.together import Other, other

__all__ = [
    "CHECKS", "CODES", "MISSING", "STATES", "Finding", "Other", "Point", "Severity", "findings", "guard", "missing",
    "other",
]  # fmt: skip

Check = Callable[[Brief, Library, Facts], Iterable[Finding]]

# In the order that findings of the same severity are shown. A new subject is a module with a `check`,
# its codes in CODES and a seeded fault for each in tests/briefs.
CHECKS: tuple[Check, ...] = (
    security.check,
    gaps.check,
    value.check,
    lots.check,
    evaluation.check,
    contract.check,
    cooperation.check,
    timetable.check,
    deviations.check,
    content.check,
    own_words.check,
    language.check,
    signs.check,
)


def findings(brief: Brief, library: Library, facts: Facts, others: Iterable[Other] = ()) -> tuple[Finding, ...]:
    """Everything worth saying, stops first, in the order of the checks within each severity.

    `others` are the authority's other drafts. Advice that somebody has left be carries the reason.
    """
    found = [finding for check in CHECKS for finding in check(brief, library, facts)]
    found += together.check(brief, facts, others)
    reasons = {(row.get("code"), row.get("where")): str(row.get("reason", "")) for row in rows(brief, "acknowledged")}
    return tuple(
        replace(finding, acknowledged=reasons.get((finding.code, finding.where), ""))
        if finding.severity == "advice"
        else finding
        for finding in sorted(found, key=lambda finding: ORDER[finding.severity])
    )
