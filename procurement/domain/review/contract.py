"""What the law asks of the kind of agreement: its length, a framework's ceiling, the terms that must stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from procurement.domain import swedish
from procurement.domain.brief import Brief, whole
from procurement.domain.facts import Facts
from procurement.domain.library import Library
from procurement.domain.questions import Value
from procurement.domain.review.finding import Finding
from procurement.domain.selection import applicable

FOUR_YEARS = 48
# LOU 14 kap. 4 §: at most this many times the value, counted lot by lot.
MOST_TURNOVER = 2
ENDING, MUST_END = "PC-FUP-02", re.compile(r"17\s*kap\.\s*17\s*§")


def check(brief: Brief, library: Library, facts: Facts) -> Iterator[Finding]:
    yield from _length(facts)
    yield from _framework(facts)
    yield from _turnover(facts)
    yield from _ending(brief, library, facts)


def _length(facts: Facts) -> Iterator[Finding]:
    months = (whole(facts.answers.get("term_months")) or 0) + (whole(facts.answers.get("extension_months")) or 0)
    if months <= FOUR_YEARS or facts.answers.get("long_term_reason"):
        return
    if facts.answers.get("is_framework") is True and facts.regime == "eu":
        yield Finding(
            "long_framework",
            "stop",
            f"Ramavtalet kan gälla i {months} månader. Över fyra år krävs särskilda skäl, och inga är skrivna.",
            "long_term_reason",
            "LOU 7 kap. 2 §",
            "Korta avtalstiden eller förlängningarna, eller skriv de särskilda skälen.",
        )
    else:
        yield Finding(
            "long_term",
            "warning",
            f"Avtalet kan gälla i {months} månader, alltså över fyra år, utan att skälet är skrivet. "
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
    """The demand on turnover is the factor times a lot's value a year; the law's limit is twice its value."""
    factor, months = facts.answers.get("turnover_factor"), whole(facts.answers.get("term_months"))
    if facts.regime != "eu" or not isinstance(factor, (int, float)) or not months:
        return
    if factor * 12 > MOST_TURNOVER * months:
        yield Finding(
            "turnover_above_twice",
            "stop",
            "Kravet på omsättning blir högre än två gånger delkontraktets värde. "
            "Det får ställas bara om särskilda skäl anges.",
            "turnover_factor",
            "LOU 14 kap. 4 §",
            "Sänk kravet. En halv gång årsvärdet räcker oftast och släpper in små leverantörer.",
        )


def _ending(brief: Brief, library: Library, facts: Facts) -> Iterator[Finding]:
    """LOU 17 kap. 17 §: three cases in which the buyer must be able to end the contract."""
    if facts.regime != "eu":
        return
    wording = cast("dict[str, Value]", brief.get("wording") or {})
    for chosen in applicable(brief, library, facts):
        own = str(wording.get(ENDING, ""))
        if chosen.clause.id == ENDING and (chosen.deviation or (own and not MUST_END.search(own))):
            yield Finding(
                "termination_terms",
                "stop",
                f"”{chosen.clause.title}” ({ENDING}) säger inte längre att ni får avsluta avtalet i de tre fall som "
                "lagen räknar upp. Över tröskelvärdet ska de villkoren stå i upphandlingsdokumenten.",
                ENDING,
                "LOU 17 kap. 17 §",
                "Ta tillbaka klausulen, eller hänvisa till 17 kap. 17 § i er egen lydelse.",
            )
