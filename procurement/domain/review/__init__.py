"""What is missing, contradictory or unlawful in a brief. Stops keep the documents from being issued."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from procurement.domain.brief import Brief
from procurement.domain.facts import Facts
from procurement.domain.library import Library
from procurement.domain.review import content, deviations, evaluation, gaps, lots, security, value
from procurement.domain.review.finding import ORDER, Finding, Severity
from procurement.domain.review.gaps import missing

__all__ = ["CHECKS", "Finding", "Severity", "findings", "missing"]

Check = Callable[[Brief, Library, Facts], Iterable[Finding]]

# In the order that findings of the same severity are shown. A new subject is a module with a `check`.
CHECKS: tuple[Check, ...] = (
    security.check,
    gaps.check,
    value.check,
    lots.check,
    evaluation.check,
    deviations.check,
    content.check,
)


def findings(brief: Brief, library: Library, facts: Facts) -> tuple[Finding, ...]:
    """Everything worth saying, stops first, in the order of the checks within each severity."""
    found = [finding for check in CHECKS for finding in check(brief, library, facts)]
    return tuple(sorted(found, key=lambda finding: ORDER[finding.severity]))
