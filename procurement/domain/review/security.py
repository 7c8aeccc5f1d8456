"""What stops the wizard altogether: security-sensitive activity, and whom to talk to about it."""

from __future__ import annotations

from collections.abc import Iterator

from procurement.domain.brief import Brief
from procurement.domain.facts import Facts
from procurement.domain.library import Library
from procurement.domain.review.finding import Finding

LAW = "Säkerhetsskyddslagen 4 kap. 1 §"
MESSAGE = "Upphandlingen rör säkerhetskänslig verksamhet. Stanna här och tala med er säkerhetsskyddschef."
REMEDY = (
    "En särskild säkerhetsskyddsbedömning och ett säkerhetsskyddsavtal kan krävas innan något lämnas ut till en "
    "leverantör. Verktyget är inte gjort för sådana uppgifter: skriv inga här."
)


def stop(facts: Facts) -> Finding | None:
    """Why this must not be prepared here, at the answer that says so; None where it may."""
    if facts.answers.get("security_sensitive") is True:
        return Finding("security_sensitive", "stop", MESSAGE, "security_sensitive", LAW, REMEDY)
    if facts.answers.get("data_class") == "security":
        return Finding("security_sensitive", "stop", MESSAGE, "data_class", LAW, REMEDY)
    return None


def check(brief: Brief, library: Library, facts: Facts) -> Iterator[Finding]:
    if found := stop(facts):
        yield found
