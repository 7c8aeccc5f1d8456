"""The award criteria and their weights."""

from __future__ import annotations

from collections.abc import Iterator

from procurement.domain import lot_kinds, swedish, weighing
from procurement.domain.brief import Brief, rows
from procurement.domain.facts import Facts
from procurement.domain.library import Library
from procurement.domain.lots import Lot
from procurement.domain.review.finding import Finding
from procurement.domain.selection import criteria_to_choose, standing
from procurement.domain.weighing import Weighing

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
    suitable = {clause.id for clause in criteria_to_choose(library, facts)}
    # A criterion that has been withdrawn cannot be chosen, but stands where its words have been kept.
    suitable |= {one.clause.id for one in standing(brief, library, facts)}
    yield from _weights(weighing.of(brief, library, facts), library, facts, suitable)
    by_lot = [(lot, weighing.of(brief, library, facts, lot)) for lot in facts.lots]
    if by_lot and all(weighed.by_price for _, weighed in by_lot):
        yield Finding(
            "no_criterion_suits",
            "stop",
            "Kvaliteten ger inga poäng i något delkontrakt, fast den är en del av grunden.",
            "award_basis",
            remedy="Välj kriterier som handlar om det delkontrakten gäller, eller pris som grund.",
        )
        return
    for lot, weighed in by_lot:
        if weighed.own:
            yield from _weights(weighed, library, facts, suitable, lot)
            yield from _beside(weighed, library, facts, lot)
        if weighed.by_price:
            yield from _ground(facts, lot)


def _weights(
    weighed: Weighing, library: Library, facts: Facts, suitable: set[str], lot: Lot | None = None
) -> Iterator[Finding]:
    """What is wrong with the weights of the whole, or with those that the user has given a lot."""
    where, place = ("lots", f" i delkontrakt {lot.number}") if lot else ("criteria", "")
    law = {"eu": "LOU 16 kap. 6 §", "national": "LOU 19 kap. 9 §"}.get(facts.regime or "", "")
    is_known = weighed.price is not None and all(weight is not None for _, weight in weighed.criteria)
    if is_known and weighed.total != 100:
        yield Finding(
            "weights",
            "stop",
            swedish.of_hundred(f"Vikterna{place}", weighed.total),
            where,
            law,
        )
    chosen = [identity for identity, _ in weighed.criteria]
    for identity in sorted({c for c in chosen if chosen.count(c) > 1}):
        yield Finding(
            "criterion_twice", "stop", f"Kriteriet {identity} är valt två gånger{place}.", where, law,
            remedy="Ta bort det ena, eller lägg ihop vikterna.",
        )  # fmt: skip
    for identity in dict.fromkeys(chosen):
        if identity in library.clauses and identity not in suitable:
            title = library.clauses[identity].title
            yield Finding(
                "criterion_unsuitable",
                "stop",
                f"Kriteriet ”{title}” ({identity}){place} gäller inte för den här upphandlingen. Välj ett annat.",
                where,
                law,
            )
    for identity, weight in weighed.criteria:
        clause = library.clauses.get(identity)
        if clause and weight is not None and not clause.weight[0] <= weight <= clause.weight[1]:
            low, high = clause.weight
            yield Finding(
                "weight_unusual",
                "advice",
                f"Vikten {weight} procent för ”{clause.title}”{place} ligger utanför det "
                f"vi rekommenderar, {low}–{high} procent.",
                where,
                remedy="Flytta vikt till eller från ett annat kriterium, eller lämna rådet med ert skäl.",
            )


def _beside(weighed: Weighing, library: Library, facts: Facts, lot: Lot) -> Iterator[Finding]:
    """A criterion shall be linked to what is bought (LOU 16 kap. 2 §), and each lot is awarded for itself."""
    unfit = lot_kinds.unfit_criteria(lot_kinds.of(lot, facts.modules, library))
    for identity in dict.fromkeys(identity for identity, _ in weighed.criteria if identity in unfit):
        yield Finding(
            "criterion_beside_lot",
            "warning",
            f"Kriteriet ”{library.clauses[identity].title}” ({identity}) ger poäng för något som delkontrakt "
            f"{lot.number} inte handlar om.",
            "lots",
            "LOU 16 kap. 2 §" if facts.regime == "eu" else "",
            remedy="Ta bort kriteriet där, på sidan Delkontrakt, och lägg vikten på något annat.",
        )


def _ground(facts: Facts, by_price: Lot | None = None) -> Iterator[Finding]:
    """Where quality must count, the price alone decides neither the whole nor a lot."""
    law = QUALITY_ONLY.get(str(facts.answers.get("procedure", "")))
    if law and (by_price or facts.answers.get("award_basis") in ("cost", "price")):
        only = "I det förfarande ni har valt är bästa förhållandet mellan pris och kvalitet den enda tillåtna grunden"
        yield Finding(
            "ground_for_procedure",
            "stop",
            f"{only}, men i delkontrakt {by_price.number} avgör priset ensamt." if by_price else f"{only}.",
            "lots" if by_price else "award_basis",
            law,
            "Ge delkontraktet ett kriterium som passar det, eller byt förfarande."
            if by_price
            else "Byt grund eller förfarande.",
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
