"""What the law asks of the kind of agreement: its length, a framework's ceiling, the terms that must stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from procurement.domain import swedish, turnover
from procurement.domain.brief import Brief, whole
from procurement.domain.facts import Facts
from procurement.domain.house import own_words
from procurement.domain.library import Library
from procurement.domain.review.finding import Finding
from procurement.domain.selection import standing

FOUR_YEARS = 48
BINDS = re.compile(
    r"\b(?:kan|får) inte (?:sägas upp|avslutas|hävas)\b|\b(?:kan|får) inte (?:säga upp|avsluta|häva) avtalet\b", re.I
)


def check(brief: Brief, library: Library, facts: Facts) -> Iterator[Finding]:
    yield from _length(facts)
    yield from _framework(facts)
    yield from _turnover(facts)
    yield from _ending(brief, library, facts)


def _length(facts: Facts) -> Iterator[Finding]:
    if not (facts.open_ended or (facts.months or 0) > FOUR_YEARS) or facts.answers.get("long_term_reason"):
        return
    lasts = "utan slutdag" if facts.open_ended else f"i {facts.months} månader"
    if facts.answers.get("is_framework") is True and facts.regime == "eu":
        yield Finding(
            "long_framework",
            "stop",
            f"Ramavtalet kan gälla {lasts}. Över fyra år krävs särskilda skäl, och inga är skrivna.",
            "long_term_reason",
            "LOU 7 kap. 2 §",
            "Korta avtalstiden eller förlängningarna, eller skriv de särskilda skälen.",
        )
    else:
        yield Finding(
            "long_term",
            "warning",
            f"Avtalet kan gälla {lasts}, alltså längre än fyra år, utan att skälet är skrivet. "
            "Långa avtal stänger ute andra leverantörer.",
            "long_term_reason" if "long_term_reason" in facts.asked else "term_months",
            remedy="Korta tiden, eller skriv varför den behövs.",
        )


def _framework(facts: Facts) -> Iterator[Finding]:
    if facts.answers.get("is_framework") is not True:
        return
    ceiling = whole(facts.answers.get("framework_ceiling_sek"))
    if ceiling is None:
        yield Finding(
            "framework_without_ceiling",
            "stop",
            "Ramavtalet har inget takbelopp. Högsta mängd eller värde ska framgå (HFD 2022 ref. 4).",
            "framework_ceiling_sek",
            "LOU 5 kap. 14 §",
            "Ange hur mycket som högst får beställas under hela tiden.",
        )
    elif facts.total is not None and ceiling > facts.total:
        yield Finding(
            "framework_above_value",
            "stop",
            f"Ramavtalets takbelopp är {swedish.kronor(ceiling)}, men värdet är räknat till "
            f"{swedish.kronor(facts.total)}. Värdet ska vara det högsta som planeras att beställas.",
            "framework_ceiling_sek",
            "LOU 5 kap. 14 §",
            "Sänk takbeloppet, eller räkna upp budgeten och optionerna.",
        )


def _turnover(facts: Facts) -> Iterator[Finding]:
    """The documents never print more than the law's ceiling, so the answer then says something else than they do."""
    factor = facts.answers.get("turnover_factor")
    if facts.regime != "eu" or not isinstance(factor, (int, float)) or not (months := facts.months):
        return
    if any(turnover.of(lot.value, months, factor, ceiling=True).capped for lot in facts.lots):
        yield Finding(
            "turnover_above_twice",
            "warning",
            "Kravet på omsättning blir mer än två gånger kontraktets uppskattade värde, vilket kräver särskilda "
            "skäl. Dokumenten anger i stället två gånger värdet.",
            "turnover_factor",
            "LOU 14 kap. 4 §",
            "Sänk kravet. Halva årsvärdet räcker oftast och släpper in små leverantörer.",
        )


def _ending(brief: Brief, library: Library, facts: Facts) -> Iterator[Finding]:
    """LOU 17 kap. 17 §: in three cases the buyer must be able to end the contract, and the documents print them.

    What can still take the right away is a clause in the user's own words.
    """
    if facts.regime != "eu":
        return
    for chosen in standing(brief, library, facts):
        said = BINDS.search(own_words(chosen.clause, brief))
        if said:
            yield Finding(
                "termination_terms",
                "stop",
                f"Er lydelse av ”{chosen.clause.title}” ({chosen.clause.id}) säger ”{said[0]}”. Över tröskelvärdet "
                "ska ni kunna avsluta avtalet i tre fall som lagen räknar upp.",
                chosen.clause.id,
                "LOU 17 kap. 17 §",
                "Ta bort meningen, eller skriv att de tre fallen inte berörs.",
            )
