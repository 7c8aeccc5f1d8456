"""What stops the wizard altogether: security-sensitive activity."""

from __future__ import annotations

from collections.abc import Iterator

from procurement.domain.brief import Brief
from procurement.domain.facts import Facts
from procurement.domain.library import Library
from procurement.domain.review.finding import Finding


def check(brief: Brief, library: Library, facts: Facts) -> Iterator[Finding]:
    if facts.answers.get("security_sensitive") is True or facts.answers.get("data_class") == "security":
        yield Finding(
            "security_sensitive",
            "stop",
            "Upphandlingen rör säkerhetskänslig verksamhet. Avbryt här och tala med er säkerhetsskyddschef: "
            "en särskild säkerhetsskyddsbedömning och ett säkerhetsskyddsavtal kan krävas innan något lämnas ut.",
            "security_sensitive",
            "Säkerhetsskyddslagen 4 kap. 1 §",
        )
