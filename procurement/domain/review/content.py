"""What the answers say of people, their information and their access."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from procurement.domain.brief import Brief, texts, whole
from procurement.domain.facts import Facts
from procurement.domain.library import Library
from procurement.domain.review.finding import Finding

PEOPLE_USE = {"public_web", "staff_web", "mobile_app", "documents"}


def check(brief: Brief, library: Library, facts: Facts) -> Iterator[Finding]:
    if PEOPLE_USE & set(texts(facts.answers.get("surfaces"))):
        yield Finding(
            "accessibility_elsewhere",
            "warning",
            "Människor ska använda lösningen, men biblioteket har ännu inga krav på tillgänglighet. Ta in dem själva.",
            "surfaces",
            "LOU 9 kap. 2 §" if facts.regime == "eu" else "DOS-lagen 10 §",
        )
    if facts.answers.get("data_class") == "secret":
        yield Finding(
            "secrecy",
            "warning",
            "Sekretessbelagda uppgifter får lämnas till den som bara tekniskt bearbetar "
            "eller lagrar dem om det inte är olämpligt. Skriv ned bedömningen.",
            "data_class",
            "OSL 10 kap. 2 a §",
        )
    if whole(facts.answers.get("term_months")) and cast(int, facts.answers["term_months"]) > 48:
        yield Finding(
            "long_term",
            "warning",
            "Avtalstiden är över fyra år. Ha ett skäl: långa avtal stänger ute andra.",
            "term_months",
        )
    if not facts.divided and not facts.over_cap and facts.regime == "eu" and not brief.get("no_split_reason"):
        yield Finding(
            "split_reason_proposed",
            "advice",
            "Kontraktet delas inte. Vi har skrivit skälet efter era svar: "
            "läs det i bilagan Delkontrakt och leveransplan, och skriv hellre ert eget.",
            "no_split_reason",
            "LOU 4 kap. 14 §",
        )
