"""What the answers say of people and their information, and whether the clauses that guard them stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import cast

from procurement.domain.brief import Brief, rows, texts
from procurement.domain.facts import Facts
from procurement.domain.house import own_words
from procurement.domain.library import Library
from procurement.domain.questions import Value
from procurement.domain.review.finding import Finding, Severity
from procurement.domain.selection import Selected, applicable

PEOPLE_USE = {"public_web", "staff_web", "mobile_app", "documents"}
ACCESSIBLE, PROCESSING, FEDERATED, AI = "PC-A11Y-01", "PC-PUB-03", "PC-FED-01", ("PC-AI-01", "PC-AI-02")
# DOS-lagen 9 § 5: within the school system the act holds only for what serves its essential administrative functions.
DEMANDED = ("Lagen kräver tillgänglighet av er också när kravet inte ställs.", "DOS-lagen 10 §")
MOSTLY_EXEMPT = (
    "Elever och personal har samma behov som andra, och skolans administrativa funktioner är inte undantagna i lag.",
    "DOS-lagen 9 §",
)
# Those who as a rule are not employed by the authority. Others that have an account elsewhere are not guessed at.
OUTSIDERS = re.compile(
    r"\b(?:sökande|ombud|vårdnadshavare|föräldrar|anhöriga|invånare|medborgare|föreningar|företag|patienter|brukare"
    r"|kunder|besökare|allmänheten)\b",
    re.I,
)
AGREEMENT = re.compile(r"biträdesavtal|\bPUB-avtal", re.I)
# The law on accessibility and the standard that fulfils it: own words with either still demand it.
ACCESSIBILITY_LAW = re.compile(r"2018:1937|301\s?549|2016/2102")
# As words of their own: "AI" in "detaljplan" is no AI.
AI_WORDS = re.compile(
    r"\bAI\b|\bAI-|\bartificiell intelligens|\bmaskininlärning|\bspråkmodell|\bneurala? nätverk", re.I
)


def check(brief: Brief, library: Library, facts: Facts) -> Iterator[Finding]:
    clauses = {chosen.clause.id: chosen for chosen in applicable(brief, library, facts)}
    yield from _personal(brief, clauses, facts)
    yield from _secrecy(facts)
    yield from _federation(brief, clauses, facts)
    yield from _accessibility(brief, clauses, facts)
    yield from _needs(brief, facts)
    yield from _ai(clauses, facts)
    yield from _closed(facts)


def _personal(brief: Brief, clauses: dict[str, Selected], facts: Facts) -> Iterator[Finding]:
    if facts.answers.get("data_class") not in ("personal", "secret"):
        return
    role = facts.answers.get("processor_role")
    if role is None:
        yield Finding(
            "processor_role",
            "advice",
            "Det är inte sagt vem som ansvarar för personuppgifterna. Behandlar leverantören dem åt er krävs ett "
            "personuppgiftsbiträdesavtal.",
            "processor_role",
            "GDPR artikel 28",
            "Svara på frågan, gärna tillsammans med ert dataskyddsombud.",
        )
    chosen = clauses.get(PROCESSING)
    said = own_words(chosen.clause, brief) if chosen else ""
    if role != "none" and chosen and (chosen.deviation or (said and not AGREEMENT.search(said))):
        yield Finding(
            "no_processing_agreement",
            "stop",
            "Leverantören kan behandla personuppgifter, men inget krav på personuppgiftsbiträdesavtal står kvar i "
            "dokumenten.",
            PROCESSING,
            "GDPR artikel 28",
            "Ta tillbaka klausulen, eller svara att leverantören inte behandlar personuppgifter åt er.",
        )


def _secrecy(facts: Facts) -> Iterator[Finding]:
    if facts.answers.get("data_class") != "secret":
        return
    if facts.answers.get("technical_processing_only") is False:
        yield Finding(
            "secrecy_beyond_storage",
            "warning",
            "Leverantören ska göra mer med de sekretessbelagda uppgifterna än att tekniskt bearbeta eller lagra dem. "
            "Då räcker inte undantaget för teknisk bearbetning.",
            "technical_processing_only",
            "OSL 10 kap. 2 a §",
            "Låt en jurist pröva om uppgifterna får lämnas ut, innan ni annonserar.",
        )
    elif not facts.answers.get("secrecy_note"):
        yield Finding(
            "secrecy",
            "warning",
            "Sekretessbelagda uppgifter får lämnas till den som bara tekniskt bearbetar eller lagrar dem om det inte "
            "är olämpligt. Den bedömningen är inte skriven.",
            "secrecy_note",
            "OSL 10 kap. 2 a §",
            "Skriv bedömningen och låt en jurist läsa den.",
        )


def _federation(brief: Brief, clauses: dict[str, Selected], facts: Facts) -> Iterator[Finding]:
    if not facts.answers.get("privileged_data") or "federations" not in facts.asked:
        return
    chosen, federations = clauses.get(FEDERATED), set(texts(facts.answers.get("federations")))
    skipped = cast("dict[str, Value]", brief.get("skipped") or {}).get("federations") == "not_applicable"
    if chosen and chosen.deviation:
        text, where = f"”{chosen.clause.title}” ({FEDERATED}) är avstängd, men det finns skyddade uppgifter.", FEDERATED
    elif not federations and skipped:
        text, where = "Det finns skyddade uppgifter men ingen inloggning som når dem.", "federations"
    elif federations == {"own"} and (outsider := _outsider(facts)):
        text, where = (
            f"Skyddade uppgifter ska nås av ”{outsider}”, men den enda inloggningen är er egen. "
            "Den som inte är anställd hos er kommer inte in utan ett konto till.",
            "federations",
        )
    else:
        return
    yield Finding(
        "federation_missing", "warning", text, where,
        remedy="Välj en federation där användarna redan har sin inloggning.",
    )  # fmt: skip


def _outsider(facts: Facts) -> str:
    """Somebody who is to reach protected data and has no account at the authority; "" when nobody is named."""
    named = (OUTSIDERS.search(str(row.get("who", ""))) for row in rows(facts.answers, "privileged_data"))
    return next((found[0] for found in named if found), "")


def _accessibility(brief: Brief, clauses: dict[str, Selected], facts: Facts) -> Iterator[Finding]:
    chosen = clauses.get(ACCESSIBLE)
    if chosen is None or not PEOPLE_USE & set(texts(facts.answers.get("surfaces"))):
        return
    severity: Severity = "warning"
    if chosen.deviation:
        how = "avstängt"
    elif said := own_words(chosen.clause, brief):
        if ACCESSIBILITY_LAW.search(said):
            return
        how = "skrivet utan den lag och standard som gäller"
    elif ACCESSIBLE in texts(brief.get("softer")) and chosen.variant == "softer":
        # Chosen by hand: where the answers themselves lead to the softer text, it is the library's choice.
        severity, how = "advice", "mildrat"
    else:
        return
    ground, law = MOSTLY_EXEMPT if facts.answers.get("sector") == "school" else DEMANDED
    yield Finding(
        "accessibility_weakened",
        severity,
        f"Människor ska använda lösningen, men kravet på tillgänglighet ({ACCESSIBLE}) är {how}. {ground}",
        ACCESSIBLE,
        "LOU 9 kap. 2 §" if facts.regime == "eu" else law,
        "Ta tillbaka kravet. Är en anpassning oskäligt betungande ska det vara prövat och dokumenterat.",
    )


def _needs(brief: Brief, facts: Facts) -> Iterator[Finding]:
    for number, row in enumerate(rows(brief, "modules"), 1):
        if not row.get("need"):
            yield Finding(
                "module_without_need",
                "stop",
                f"Modulen ”{row.get('name') or row.get('key') or number}” har inget behov bakom sig.",
                "modules",
                remedy="Skriv vem som behöver vad, eller stryk modulen.",
            )
    skipped = cast("dict[str, Value]", brief.get("skipped") or {})
    buys_software = facts.answers.get("system_kind") != "operations"
    if buys_software and "reuse_search" in facts.asked and skipped.get("reuse_search") == "not_applicable":
        yield Finding(
            "no_reuse_search",
            "warning",
            "Ingen har sett efter om det redan finns en öppen lösning. Det gäller alla köp av programvara.",
            "reuse_search",
            remedy="Fråga grannkommuner, sök i öppna kataloger och skriv vad ni såg, även om inget passade.",
        )


def _ai(clauses: dict[str, Selected], facts: Facts) -> Iterator[Finding]:
    functions = texts(facts.answers.get("ai_functions"))
    for identity in AI:
        chosen = clauses.get(identity)
        if functions and chosen and chosen.deviation:
            yield Finding(
                "ai_clause_off",
                "warning",
                f"Lösningen ska använda AI, men ”{chosen.clause.title}” ({identity}) är avstängd.",
                identity,
                remedy="Ta tillbaka klausulen, eller ta bort AI-funktionerna.",
            )
    if functions and facts.answers.get("ai_risk") == "prohibited":
        yield Finding(
            "ai_prohibited",
            "stop",
            "Ni har svarat att en AI-funktion är förbjuden enligt AI-förordningen. Den får inte köpas.",
            "ai_risk",
            remedy="Stryk funktionen, eller låt en jurist pröva svaret.",
        )
    if not functions and "ai_functions" in facts.asked:
        found = AI_WORDS.search(str(facts.answers.get("description", "")))
        if found:
            yield Finding(
                "ai_unsaid",
                "advice",
                f"Beskrivningen nämner ”{found[0].rstrip('-')}”, men ingen AI-funktion är uppräknad. Då kommer "
                "villkoren om AI inte med.",
                "ai_functions",
                remedy="Räkna upp vad AI ska göra, eller stryk det i beskrivningen.",
            )


def _closed(facts: Facts) -> Iterator[Finding]:
    for row in rows(facts.answers, "closed_components"):
        name, until = row.get("name") or "utan namn", row.get("until")
        if not until:
            text = f"Den slutna delen ”{name}” godtas utan slutdatum."
        elif date.fromisoformat(str(until)) < facts.on:
            text = f"Den slutna delen ”{name}” godtas till en dag som har passerat."
        else:
            continue
        yield Finding(
            "closed_without_end", "warning", text, "closed_components",
            remedy="Ange när behovet ska prövas på nytt.",
        )  # fmt: skip
