"""Several drafts of one authority that look like one purchase: together they may pass a limit that each is under."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from procurement.domain import swedish
from procurement.domain.brief import Brief
from procurement.domain.facts import Facts, value_of
from procurement.domain.review.finding import Finding
from procurement.domain.thresholds import Amount

WITHIN_DAYS = 366
# More titles than this in one sentence help nobody.
NAMED = 4
# Words that say that something is bought, not what.
SAYS_NOTHING = {
    "upphandling", "inköp", "köp", "system", "systemet", "digital", "digitalt", "digitala", "tjänst", "tjänster",
    "lösning", "plattform", "portal", "etapp", "fortsatt", "gemensam", "gemensamt", "öppen", "öppet", "öppna",
    "kommun", "kommunens", "utveckling", "och", "för", "till", "med", "samt",
}  # fmt: skip


@dataclass(frozen=True)
class Other:
    """Another draft of the same authority, as far as it matters here."""

    title: str
    value: int
    start: date
    cpv: str = ""


def other(brief: Brief) -> Other | None:
    """The draft as another one sees it, or None while its value or its start is not known."""
    value, start = value_of(brief), brief.get("contract_start")
    if value is None or not isinstance(start, str):
        return None
    return Other(str(brief.get("title") or "utan namn"), value, date.fromisoformat(start), str(brief.get("cpv") or ""))


def check(brief: Brief, facts: Facts, others: Iterable[Other]) -> Iterator[Finding]:
    this = other(brief)
    if this is None or facts.regime not in ("direct", "national"):
        return
    alike = [one for one in others if _alike(this, one)]
    total = this.value + sum(one.value for one in alike)
    passed = _passed(this.value, total, facts)
    if alike and passed:
        name, limit, law = passed
        named = [f"”{one.title}” ({swedish.kronor(one.value)})" for one in alike[:NAMED]]
        more = [f"{len(alike) - NAMED} till"] if len(alike) > NAMED else []
        titles = swedish.enumerate_items([*named, *more])
        # What two codes or titles have in common may be chance: once the buyer has written of it, it is theirs to say.
        explained = bool(facts.answers.get("similar_purchases"))
        yield Finding(
            "looks_like_one_purchase",
            "advice" if explained else "warning",
            f"Utkastet liknar {titles}. Tillsammans är de värda {swedish.kronor(total)}, vilket når {name} på "
            f"{swedish.kronor(limit.sek)}. Är det samma behov ska de räknas som en upphandling.",
            "similar_purchases",
            law,
            "Läs det ni har skrivit om liknande köp en gång till, gärna med en jurist."
            if explained
            else "Köp dem tillsammans, eller skriv varför de är skilda behov.",
        )


def _alike(this: Other, that: Other) -> bool:
    if abs((this.start - that.start).days) > WITHIN_DAYS:
        return False
    if this.cpv and this.cpv == that.cpv:
        return True
    one, two = _words(this.title), _words(that.title)
    return bool(one) and (one == two or len(one & two) >= 2)


def _words(title: str) -> set[str]:
    return {word for word in re.findall(r"[a-zåäöé]{3,}", title.casefold()) if word not in SAYS_NOTHING}


def _passed(alone: int, together: int, facts: Facts) -> tuple[str, Amount, str] | None:
    """The highest limit that the drafts pass together and this one does not pass alone."""
    eu, direct = facts.threshold, facts.direct_limit
    if eu and alone < eu.sek <= together:
        return "tröskelvärdet", eu, "LOU 5 kap. 7 §"
    if direct and alone < direct.sek <= together:
        return "gränsen för direktupphandling", direct, "LOU 5 kap. 7 a §"
    return None
