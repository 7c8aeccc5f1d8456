"""The value of the procurement, and the rules it leads to."""

from __future__ import annotations

from collections.abc import Iterator

from procurement.domain import limits, swedish
from procurement.domain.brief import Brief, rows, whole
from procurement.domain.facts import OPEN_ENDED_MONTHS, Facts
from procurement.domain.library import Library
from procurement.domain.review.finding import Finding


def check(brief: Brief, library: Library, facts: Facts) -> Iterator[Finding]:
    day = swedish.long_date(facts.on)
    if brief.get("authority") and facts.total is not None and facts.regime is None:
        yield Finding(
            "no_threshold",
            "stop",
            f"Det finns inget beslutat tröskelvärde för den {day}. Vänta på det "
            "nya beloppet, eller välj ett datum som har ett.",
            "contract_start",
            "LOU 5 kap. 5 §",
        )
    budget, listed = whole(brief.get("budget_sek")), rows(brief, "modules")
    costs = [whole(row.get("cost_sek")) for row in listed]
    known = [cost for cost in costs if cost is not None]
    if listed and len(known) < len(costs):
        yield Finding(
            "module_cost",
            "warning" if budget is not None else "stop",
            "Alla moduler har inte en kostnad. Utan den går modulerna inte att fördela på delkontrakt.",
            "modules",
            remedy="Uppskatta kostnaden för varje modul.",
        )
    elif listed and budget is not None and budget != sum(known):
        yield Finding(
            "budget_mismatch",
            "stop",
            f"Modulerna kostar {swedish.kronor(sum(known))} men budgeten är "
            f"{swedish.kronor(budget)}. Ändra så att de stämmer överens, eller töm budgeten.",
            "budget_sek",
            "LOU 5 kap. 3 §",
        )
    if facts.running and facts.base is not None and facts.base < facts.running:
        yield Finding(
            "open_ended_value",
            "stop",
            f"Tjänsten utan slutdag är värd {swedish.kronor(facts.running)}, månadsvärdet gånger "
            f"{OPEN_ENDED_MONTHS}, men budgeten eller modulerna är tillsammans {swedish.kronor(facts.base)}.",
            "monthly_sek",
            "LOU 5 kap. 13 §",
            "Räkna in hela tjänsten i budgeten eller modulerna, eller töm budgeten.",
        )
    if whole(facts.answers.get("extension_months")) and not facts.options:
        yield Finding(
            "options_missing",
            "warning",
            "Avtalet kan förlängas, men förlängningen har inget värde. Den räknas in som om den används.",
            "options_sek",
            "LOU 5 kap. 3 §",
            remedy="Ange vad förlängningen kostar om den används, eller ta bort den.",
        )
    for limit in limits.just_above(facts):
        yield Finding(
            "just_below_limit",
            "advice",
            f"Värdet {swedish.kronor(facts.total or 0)} är nära {limit.name}, {swedish.kronor(limit.amount.sek)}. "
            "En liten ändring av uppskattningen ger andra regler.",
            "budget_sek",
            "LOU 5 kap. 6 §",
            "Gå igenom varje post, och räkna om värdet den dag köpet börjar.",
        )
    if facts.regime == "direct":
        yield from _direct_award(facts)


def _direct_award(facts: Facts) -> Iterator[Finding]:
    if not facts.answers.get("similar_purchases"):
        yield Finding(
            "direct_award",
            "advice",
            "Värdet är under gränsen för direktupphandling. Det gäller bara om inget annat köp hör till samma behov: "
            "ett behov får inte delas för att komma under gränsen.",
            "similar_purchases",
            "LOU 5 kap. 7 a §",
            "Skriv vad ni har köpt och tänker köpa av samma slag, eller att det inte finns något.",
        )
    limit = facts.documentation_limit
    if limit and facts.total is not None and facts.total > limit.sek:
        yield Finding(
            "documentation_duty",
            "advice",
            f"Värdet är över {swedish.kronor(limit.sek)}. Ni ska löpande anteckna det som behövs för att motivera "
            "besluten, och vara klara senast 30 dagar efter avtalet.",
            "budget_sek",
            "LOU 19 a kap. 11 §",
            "Spara beslutsunderlaget och för anteckningar i ärendet.",
        )
