"""The set of documents in figures: summary.json, whose keys are fixed since other people's programs read it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from procurement.domain import costs, selection
from procurement.domain.brief import Brief
from procurement.domain.document import Plain
from procurement.domain.facts import Facts
from procurement.domain.library import Library
from procurement.domain.review import Finding


def summary(
    brief: Brief, library: Library, facts: Facts, findings: Iterable[Finding], files: Mapping[str, bytes]
) -> dict[str, Plain]:
    """The summary as JSON values. What cannot be known from the brief is null. `files` are those written, by name."""
    chosen = selection.applicable(brief, library, facts)
    return {
        "title": str(brief.get("title") or ""),
        "library": f"{library.version}+{library.digest}",
        "date": facts.on.isoformat(),
        "regime": facts.regime,
        "total_sek": facts.total,
        "threshold_sek": facts.threshold.sek if facts.threshold else None,
        "lots": _lots(facts),
        "clauses": [
            {"id": one.clause.id, "kind": one.clause.kind, "variant": one.variant}
            for one in chosen
            if one.deviation is None
        ],
        "deviations": [
            {"clause": one.clause.id, "reason_code": str(one.deviation["reason_code"])}
            for one in chosen
            if one.deviation is not None
        ],
        "findings": [
            {"code": one.code, "severity": one.severity, "message": one.message, "where": one.where} for one in findings
        ],
        "costs": _costs(brief, library, facts),
        "files": listed(files),
    }


def listed(files: Mapping[str, bytes]) -> list[Plain]:
    """Each file's name and SHA-256."""
    return [{"name": name, "sha256": hashlib.sha256(files[name]).hexdigest()} for name in sorted(files)]


def _costs(brief: Brief, library: Library, facts: Facts) -> list[Plain]:
    """What each pays, and of which lots: over the lots it is the same sum."""
    found = costs.workings(brief, facts) if costs.are_shared(brief, library, facts) else None
    if found is None:
        return []
    lots = costs.by_lot(found, facts)
    return [
        {
            "partner": one.partner,
            "sek": one.sek,
            "lots": [
                {"number": number, "sek": part.sek}
                for number, parts in lots.items()
                for part in parts
                if part.partner == one.partner
            ],
        }
        for one in found.costs
    ]


def _lots(facts: Facts) -> list[Plain]:
    return [
        {
            "number": lot.number,
            "name": lot.name,
            "value_sek": lot.value,
            "modules": [part.key for part in lot.parts],
            "depends_on": list(lot.depends_on),
            "first_delivery": day.isoformat() if (day := facts.first_deliveries.get(lot.number)) else None,
        }
        for lot in facts.lots
    ]
