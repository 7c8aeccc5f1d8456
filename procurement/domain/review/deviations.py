"""Clauses switched off, and what may stay unpublished."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import cast

from procurement.domain import markup, swedish
from procurement.domain.brief import Brief, rows
from procurement.domain.facts import Facts
from procurement.domain.library import Library
from procurement.domain.questions import Value
from procurement.domain.review.finding import Finding
from procurement.domain.selection import Selected, applicable, is_complete, is_in_force

# Grounds that never are valid (never_valid in plan.yaml), as they are put in writing. Few and narrow: a sentence that
# only resembles one must not be called unlawful, so each names both the thing and what is said of it.
NEVER_VALID: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"\b(?:har|vi) alltid (?:\w+ )?(?:köpt|gjort|haft|upphandlat|använt)|\bav gammal vana\b", re.I),
        "att det alltid har köpts så",
    ),
    (
        re.compile(r"\bleverantören (?:vill|önskar|föredrar)\b|\bleverantörens (?:önskan|önskemål)\b", re.I),
        "att leverantören hellre vill slippa",
    ),
    (
        re.compile(
            r"\böppen (?:käll)?kod (?:är|blir|anses)(?: (?!inte|aldrig|knappast)\w+)?"
            r" (?:osäker|säkerhetsrisk|riskabel|farlig)"
            r"|\b(?:läggs|ligger|är) koden öppe?n\w* (?:kan|blir).{0,30}\bhacka",
            re.I,
        ),
        "att öppen källkod skulle vara osäker, utan en utpekad risk",
    ),
    (
        re.compile(
            r"\b(?:lägre pris|billigare|rabatt)\b.{0,30}\b(?:mot att|om|genom att)\b"
            r".{0,40}\b(?:stängd|sluten|rättighet)",
            re.I,
        ),
        "ett lägre pris mot att rättigheterna hålls stängda",
    ),
)


# The clause that makes the code public, and what those that build on it say.
OPEN_CODE, PUBLIC_CODE = "PC-CODE-01", re.compile(r"\bpublika kodförråd", re.I)


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
                remedy="Fyll i det som saknas, eller ta bort avsteget.",
            )
        elif date.fromisoformat(str(row["expires_on"])) < facts.on:
            yield Finding(
                "deviation_expired",
                "warning",
                f"Avsteget från {name} gällde till och med "
                f"{swedish.long_date(date.fromisoformat(str(row['expires_on'])))}. Klausulen gäller igen.",
                str(row["clause"]),
                remedy="Ta bort avsteget, eller fatta ett nytt beslut.",
            )
        elif row["decided_on"] > row["expires_on"]:  # type: ignore[operator]
            yield Finding(
                "deviation_dates", "stop", f"Avsteget från {name} slutar gälla innan det beslutas.", str(row["clause"]),
                remedy="Rätta någon av dagarna.",
            )  # fmt: skip
        if is_complete(row) and clause:
            yield from _never_valid(row, name, clause.id)
    yield from _left_hanging(brief, library, facts)
    yield from _exceptions(brief, facts)


def _never_valid(row: Mapping[str, Value], name: str, where: str) -> Iterator[Finding]:
    said = " ".join(str(row[key]) for key in ("evidence", "alternatives", "compensation"))
    for pattern, ground in NEVER_VALID:
        if pattern.search(said):
            yield Finding(
                "deviation_never_valid",
                "warning",
                f"Avsteget från {name} ser ut att vila på {ground}. Det är aldrig ett giltigt skäl.",
                where,
                remedy="Visa det verkliga skälet, eller låt klausulen gälla.",
            )


def _left_hanging(brief: Brief, library: Library, facts: Facts) -> Iterator[Finding]:
    """Clauses that speak of the public code, where nothing makes it public any longer."""
    if not any(row.get("clause") == OPEN_CODE and is_in_force(row, facts.on) for row in rows(brief, "deviations")):
        return
    left = [one.clause.id for one in applicable(brief, library, facts) if not one.deviation and _says(one, brief)]
    if left:
        yield Finding(
            "deviation_leaves_others",
            "warning",
            f"Ni gör avsteg från kravet på publik kod, men {swedish.enumerate_items(left)} förutsätter att koden "
            f"är publik.",
            OPEN_CODE,
            remedy="Skriv de klausulerna med egna ord, eller gör avsteg också från dem.",
        )


def _says(one: Selected, brief: Brief) -> bool:
    """Whether the text that stands speaks of the public code."""
    own = cast("dict[str, str]", brief.get("wording") or {}).get(one.clause.id)
    text = own or markup.source(one.clause.softer if one.variant == "softer" else one.clause.text)
    return bool(PUBLIC_CODE.search(text))


def _exceptions(brief: Brief, facts: Facts) -> Iterator[Finding]:
    for number, row in enumerate(rows(brief, "publication_exceptions"), 1):
        if not row.get("law") or not row.get("review"):
            yield Finding(
                "exception_without_law",
                "stop",
                f"Undantag {number} från publicering saknar lagrum eller dag för ny prövning.",
                "publication_exceptions",
                remedy="Ange lagrummet, till exempel OSL 18 kap. 8 §, och när undantaget ska prövas på nytt.",
            )
        elif date.fromisoformat(str(row["review"])) < facts.on:
            yield Finding(
                "exception_overdue",
                "warning",
                f"Undantag {number} från publicering skulle ha prövats på nytt senast den "
                f"{swedish.long_date(date.fromisoformat(str(row['review'])))}.",
                "publication_exceptions",
                remedy="Pröva det och ange en ny dag, eller ta bort det.",
            )
