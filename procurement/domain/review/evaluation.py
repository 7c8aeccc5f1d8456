"""The award criteria and their weights."""

from __future__ import annotations

from collections.abc import Iterator

from procurement.domain import swedish
from procurement.domain.brief import Brief, rows, whole
from procurement.domain.concerns import unfit_criteria
from procurement.domain.facts import Facts
from procurement.domain.library import Library
from procurement.domain.review.finding import Finding
from procurement.domain.selection import criteria_to_choose, standing

# LOU 6 kap. 27 and 38 §§: these procedures know one ground only.
QUALITY_ONLY = {"dialogue": "LOU 6 kap. 27 §", "partnership": "LOU 6 kap. 38 §"}


def check(brief: Brief, library: Library, facts: Facts) -> Iterator[Finding]:
    yield from _ground(facts)
    if facts.answers.get("award_basis") != "quality_price":
        return
    if not criteria_to_choose(library, facts) and not rows(brief, "criteria"):
        yield Finding(
            "no_criterion_suits",
            "stop",
            "Biblioteket har inget tilldelningskriterium som passar det här köpet, så kvaliteten kan inte ge poäng.",
            "award_basis",
            remedy="Välj kostnad eller pris som grund. Det som ni behöver är då krav som alla ska uppfylla.",
        )
        return
    yield from _scales(brief, library, facts)
    yield from _same_fact(brief, library, facts)
    yield from _beside_lots(brief, library, facts)
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
        yield Finding(
            "criterion_twice", "stop", f"Kriteriet {identity} är valt två gånger.", "criteria", law,
            remedy="Ta bort det ena, eller lägg ihop vikterna.",
        )  # fmt: skip
    suitable = {clause.id for clause in criteria_to_choose(library, facts)}
    # A criterion that has been withdrawn cannot be chosen, but stands where its words have been kept.
    suitable |= {one.clause.id for one in standing(brief, library, facts)}
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
                remedy="Flytta vikt till eller från ett annat kriterium, eller lämna rådet med ert skäl.",
            )


def _beside_lots(brief: Brief, library: Library, facts: Facts) -> Iterator[Finding]:
    """A criterion shall be linked to what is bought (LOU 16 kap. 2 §), and each lot is awarded for itself."""
    if not facts.divided:
        return
    unfit = {lot.number: unfit_criteria(lot, facts.modules, library) for lot in facts.lots}
    for identity in dict.fromkeys(str(row.get("clause")) for row in rows(brief, "criteria")):
        if beside := [str(number) for number, criteria in unfit.items() if identity in criteria]:
            yield Finding(
                "criterion_beside_lot",
                "warning",
                f"Kriteriet ”{library.clauses[identity].title}” ({identity}) ger poäng för något som delkontrakt "
                f"{swedish.enumerate_items(beside)} inte handlar om.",
                "criteria",
                "LOU 16 kap. 2 §" if facts.regime == "eu" else "",
                remedy="Välj ett kriterium som passar alla delkontrakt.",
            )


def _ground(facts: Facts) -> Iterator[Finding]:
    law = QUALITY_ONLY.get(str(facts.answers.get("procedure", "")))
    if law and facts.answers.get("award_basis") in ("cost", "price"):
        yield Finding(
            "ground_for_procedure",
            "stop",
            "I det förfarande ni har valt är bästa förhållandet mellan pris och kvalitet den enda tillåtna grunden.",
            "award_basis",
            law,
            "Byt grund eller förfarande.",
        )


def _scales(brief: Brief, library: Library, facts: Facts) -> Iterator[Finding]:
    """A tenderer must be able to foresee what gives points: each criterion needs a scale written for its words."""
    law = {"eu": "LOU 16 kap. 2 §", "national": "LOU 19 kap. 9 §"}.get(facts.regime or "", "")
    for chosen in standing(brief, library, facts):
        clause = chosen.clause
        if clause.kind != "award_criterion":
            continue
        if len(clause.scale) < 2:
            yield Finding(
                "criterion_without_scale",
                "stop",
                f"Kriteriet ”{clause.title}” ({clause.id}) har ingen skala som säger vad som ger poäng.",
                clause.id,
                law,
                "Välj ett kriterium med skala.",
            )
        elif chosen.variant == "own":
            yield Finding(
                "criterion_without_scale",
                "advice",
                f"Kriteriet ”{clause.title}” ({clause.id}) har er egen lydelse, men skalan är skriven för vår. "
                "Mäter de olika saker kan ingen förutse vad som ger poäng.",
                clause.id,
                law,
                "Läs lydelsen mot skalan. Vill ni mäta något annat, välj ett annat kriterium.",
            )


def _same_fact(brief: Brief, library: Library, facts: Facts) -> Iterator[Finding]:
    """What every tender must fulfil tells none of them apart. The library says which pairs measure the same."""
    stands = {chosen.clause.id: chosen for chosen in standing(brief, library, facts)}
    for chosen in stands.values():
        for identity in chosen.clause.same_fact:
            demanded = stands.get(identity)
            if demanded and demanded.variant == "standard":
                yield Finding(
                    "same_fact_twice",
                    "advice",
                    f"Kriteriet ”{chosen.clause.title}” ({chosen.clause.id}) ger poäng för sådant som kravet "
                    f"”{demanded.clause.title}” ({identity}) redan kräver av alla. Poängen skiljer då inte anbuden åt.",
                    chosen.clause.id,
                    remedy=f"Välj den mildare lydelsen av {identity}, eller ett annat kriterium.",
                )
