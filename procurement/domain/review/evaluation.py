"""The award criteria and their weights."""

from __future__ import annotations

from collections.abc import Iterator

from procurement.domain.brief import Brief, rows, whole
from procurement.domain.facts import Facts
from procurement.domain.library import Library
from procurement.domain.review.finding import Finding
from procurement.domain.selection import criteria_to_choose


def check(brief: Brief, library: Library, facts: Facts) -> Iterator[Finding]:
    if facts.answers.get("award_basis") != "quality_price":
        return
    criteria = rows(brief, "criteria")
    weights = [whole(row.get("weight")) for row in criteria]
    price = whole(facts.answers.get("price_weight"))
    law = {"eu": "LOU 16 kap. 6 §", "national": "LOU 19 kap. 9 §"}.get(facts.regime or "", "")
    known = [weight for weight in weights if weight is not None]
    if price is not None and len(known) == len(weights) and price + sum(known) != 100:
        yield Finding(
            "weights",
            "stop",
            f"Vikterna blir tillsammans {price + sum(known)} procent. De ska bli 100.",
            "criteria",
            law,
        )
    chosen = [str(row.get("clause")) for row in criteria]
    for identity in sorted({c for c in chosen if chosen.count(c) > 1}):
        yield Finding("criterion_twice", "stop", f"Kriteriet {identity} är valt två gånger.", "criteria", law)
    suitable = {clause.id for clause in criteria_to_choose(library, facts)}
    for identity in dict.fromkeys(chosen):
        if identity in library.clauses and identity not in suitable:
            title = library.clauses[identity].title
            yield Finding(
                "criterion_unsuitable",
                "stop",
                f"Kriteriet ”{title}” ({identity}) gäller inte för den här upphandlingen. Välj ett annat.",
                "criteria",
                law,
            )
    for row in criteria:
        clause, weight = library.clauses.get(str(row.get("clause"))), whole(row.get("weight"))
        if clause and weight is not None and not clause.weight[0] <= weight <= clause.weight[1]:
            low, high = clause.weight
            yield Finding(
                "weight_unusual",
                "advice",
                f"Vikten {weight} procent för ”{clause.title}” ligger utanför det "
                f"vi rekommenderar, {low}–{high} procent.",
                "criteria",
            )
