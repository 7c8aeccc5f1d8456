"""Those who buy together: whether their shares can be worked out, and the most they may order."""

from __future__ import annotations

from collections.abc import Iterator

from procurement.domain import costs, swedish
from procurement.domain.brief import Brief, whole
from procurement.domain.facts import Facts
from procurement.domain.library import Library
from procurement.domain.review.finding import Finding


def check(brief: Brief, library: Library, facts: Facts) -> Iterator[Finding]:
    yield from _payers(brief, facts)
    if not costs.are_shared(brief, library, facts):
        return
    match facts.answers.get("cost_key"):
        case "population":
            yield from _population(brief, facts)
        case "custom":
            yield from _agreement(brief)
        case "by_module":
            yield from _rest(brief, facts)
    yield from _ceiling(facts)


def _payers(brief: Brief, facts: Facts) -> Iterator[Finding]:
    """A share of somebody who is no party is money that nobody has promised."""
    known = costs.parties(brief)
    unknown = {
        payer: module.name for module in facts.modules for payer, _ in module.funded_by if known and payer not in known
    }
    for payer, module in unknown.items():
        yield Finding(
            "payer_unknown",
            "stop",
            f"Modulen ”{module}” betalas av ”{payer}”, som inte är med och köper.",
            "modules",
            remedy=f"Skriv namnet som någon av de medverkande har ({swedish.enumerate_items(known, 'eller')}), "
            "eller lägg till organisationen bland de medverkande.",
        )


def _population(brief: Brief, facts: Facts) -> Iterator[Finding]:
    known, named = costs.population(brief), costs.parties(brief)
    unknown = [name for name in named if name not in known]
    if not unknown and any(known.values()):
        return
    asks_alone = unknown == [named[0]] and "authority_population" in facts.asked
    yield Finding(
        "population_missing",
        "stop",
        "Kostnaden ska delas efter antal invånare, men "
        + (f"antalet saknas för {swedish.enumerate_items(unknown)}." if unknown else "ingen har några invånare."),
        "authority_population" if asks_alone else "partners",
        remedy="Ange hur många invånare var och en har, eller dela kostnaden på annat sätt.",
    )


def _agreement(brief: Brief) -> Iterator[Finding]:
    shares, known = costs.agreed(brief), costs.parties(brief)
    if not shares:
        return  # Then the answer is missing, and that is said of every question alike.
    for name in (name for name in shares if name and name not in known):
        yield Finding(
            "share_unknown",
            "stop",
            f"”{name}” har en andel av kostnaden, men är inte med och köper.",
            "cost_shares",
            remedy=f"Skriv namnet som någon av de medverkande har: {swedish.enumerate_items(known, 'eller')}.",
        )
    total = sum(shares.values())
    if total != 10_000:
        yield Finding(
            "shares_sum",
            "stop",
            swedish.of_hundred("Andelarna i er överenskommelse", total / 100),
            "cost_shares",
        )


def _rest(brief: Brief, facts: Facts) -> Iterator[Finding]:
    found = costs.workings(brief, facts)
    if found and found.common:
        unpaid = [payment.module for payment in found.payments if payment.payer is None and payment.sek]
        yield Finding(
            "rest_with_authority",
            "advice",
            f"Kostnaden delas modul för modul, men för {_some(unpaid)} är det inte sagt vem som betalar allt. "
            f"{swedish.kronor(found.common)} stannar därför hos er.",
            "modules",
            remedy="Ange vilka som betalar modulerna, eller välj en annan fördelning för det gemensamma.",
        )


def _some(names: list[str]) -> str:
    """The names, or the first of them where they are many."""
    if len(names) <= 3:
        return swedish.enumerate_items([f"”{name}”" for name in names])
    return f"”{names[0]}”, ”{names[1]}” och {swedish.count(len(names) - 2, '', 'moduler')} till"


def _ceiling(facts: Facts) -> Iterator[Finding]:
    """The value is the most that can come to be paid, so those who may order can order that and no more."""
    ceiling = whole(facts.answers.get("joint_ceiling_sek"))
    if ceiling is None or facts.total is None or ceiling == facts.total:
        return
    amounts = f"{swedish.kronor(ceiling)}, men värdet är räknat till {swedish.kronor(facts.total)}"
    if ceiling < facts.total:
        yield Finding(
            "ceiling_below_value",
            "stop",
            f"Ni får tillsammans beställa för högst {amounts}. Det som ska köpas ryms inte under taket.",
            "joint_ceiling_sek",
            "LOU 5 kap. 3 §",
            "Höj taket till värdet, eller köp mindre.",
        )
    else:
        yield Finding(
            "ceiling_above_value",
            "stop",
            f"Ni får tillsammans beställa för högst {amounts}. Värdet ska vara allt som kan komma att betalas.",
            "joint_ceiling_sek",
            "LOU 5 kap. 3 §",
            "Sänk taket till värdet, eller räkna upp budgeten och optionerna.",
        )
