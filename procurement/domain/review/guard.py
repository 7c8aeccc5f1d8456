"""What a court would ask of the value and of how a purchase is divided, answered from the data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from procurement.domain import limits, small_lots, swedish
from procurement.domain.facts import Facts
from procurement.domain.review.finding import Finding
from procurement.domain.small_lots import SmallLots

State = Literal["fine", "look", "stop"]
STATES: dict[State, str] = {"fine": "I ordning", "look": "Se över", "stop": "Stopp"}


@dataclass(frozen=True)
class Point:
    """A question that a court would ask, what the data answers, the section, and how it stands.

    `where` is the question's key where something can be done about it, as in a finding.
    """

    question: str
    answer: str
    law: str
    state: State = "fine"
    where: str = ""


def guard(facts: Facts, findings: Iterable[Finding]) -> tuple[Point, ...]:
    """Whether the purchase has been divided or counted so as to dodge the law; empty while the rules are not known.

    The findings know what has been looked at elsewhere: what they stop is stopped here.
    """
    if facts.regime is None or facts.total is None:
        return ()
    found = {finding.code: finding for finding in findings}
    points = [_counted(facts, facts.total), _options(facts, "options_missing" in found)]
    if facts.open_ended:
        points.append(_open_ended(facts, found.get("open_ended_value")))
    small = small_lots.of(facts)
    if facts.divided and facts.regime != "direct":
        points += [_alone(facts), _bought(small, found)]
    if small:
        points.append(_small(small, found))
    if facts.regime != "eu":
        points.append(_near(facts))
    points.append(_others(facts, found.get("looks_like_one_purchase")))
    return tuple(points)


def _counted(facts: Facts, total: int) -> Point:
    if not facts.lots:
        return Point("Räknas allt ihop?", "Ja. Budgeten är inte delad på moduler.", "LOU 5 kap. 3 §")
    if not facts.divided:
        return Point("Räknas allt ihop?", "Ja. Köpet är ett enda kontrakt.", "LOU 5 kap. 3 §")
    sum_ = sum(lot.value for lot in facts.lots)
    if sum_ == total:
        lots = swedish.count(len(facts.lots), "ett", "delkontrakten")
        said = f"Ja. De {lots} är tillsammans {swedish.kronor(sum_)}, hela värdet."
        return Point("Räknas alla delkontrakt ihop?", said, "LOU 5 kap. 8 §")
    said = f"Nej. Delkontrakten är tillsammans {swedish.kronor(sum_)}, men värdet är {swedish.kronor(total)}."
    return Point("Räknas alla delkontrakt ihop?", said, "LOU 5 kap. 8 §", "stop", "lots")


def _options(facts: Facts, missing: bool) -> Point:
    question = "Är förlängningar och optioner inräknade?"
    if missing:
        said = "Nej. Avtalet kan förlängas, men förlängningen har inget värde."
        return Point(question, said, "LOU 5 kap. 3 §", "look", "options_sek")
    if facts.options:
        return Point(question, f"Ja, med {swedish.kronor(facts.options)}.", "LOU 5 kap. 3 §")
    return Point(question, "Det finns inga.", "LOU 5 kap. 3 §")


def _open_ended(facts: Facts, broken: Finding | None) -> Point:
    question = "Är en tjänst utan slutdag räknad på 48 månader?"
    if facts.running is None:
        return Point(question, "Nej. Månadsvärdet är inte angivet.", "LOU 5 kap. 13 §", "stop", "monthly_sek")
    if broken:
        return Point(question, broken.message, "LOU 5 kap. 13 §", "stop", "monthly_sek")
    return Point(question, f"Ja, med {swedish.kronor(facts.running)}.", "LOU 5 kap. 13 §")


def _alone(facts: Facts) -> Point:
    """How many lots would come under lighter rules if they were counted one by one, which they are not."""
    heavier = [one for one in limits.of(facts) if facts.total is not None and facts.total >= one.amount.sek]
    limit = heavier[-1]
    alone = sum(lot.value < limit.amount.sek for lot in facts.lots)
    if alone:
        answer = f"Nej. {alone} av {len(facts.lots)} är för sig under {limit.name}, men summan räknas."
    else:
        answer = f"Nej. Inget delkontrakt är ens för sig under {limit.name}."
    return Point("Har delningen gett lättare regler?", answer, limit.forbids)


def _bought(small: SmallLots | None, found: dict[str, Finding]) -> Point:
    question = "Köps något delkontrakt för sig?"
    law = "LOU 5 kap. 8 §"
    if broken := found.get("separate_direct_awards"):
        return Point(question, broken.message, broken.law, "stop", "lots_bought")
    if "separate_procedures" in found:
        return Point(question, "Ja, med annons enligt de regler som summan leder till.", law, "look", "lots_bought")
    if small and small.exempt:
        return Point(question, "Bara de som undantas som små delkontrakt.", law)
    return Point(question, "Nej. Alla delkontrakt köps i samma upphandling.", law)


def _small(small: SmallLots, found: dict[str, Finding]) -> Point:
    question = "Får små delkontrakt undantas?"
    law = "LOU 5 kap. 8 §"
    for code in ("small_lot_unknown", "small_lot_too_large", "small_lots_share"):
        if code in found:
            return Point(question, found[code].message, law, "stop", "small_lots")
    if not small.exempt:
        return Point(question, "Inget delkontrakt undantas.", law)
    numbers = swedish.enumerate_items([str(lot.number) for lot in small.exempt])
    answer = f"Delkontrakt {numbers} undantas."
    if small.disputed:
        return Point(question, f"{answer} Bestämmelsen kan läsas så att det inte får göras.", law, "look", "small_lots")
    near = [lot for lot in small.exempt if limits.is_near(lot.value, small.limit)]
    if near:
        under = swedish.kronor(small.limit.sek - near[0].value)
        said = f"{answer} Delkontrakt {near[0].number} är bara {under} under gränsen."
        return Point(question, said, law, "look", "small_lots")
    return Point(question, f"{answer} Det är under gränsen och ryms i {small_lots.SHARE} procent.", law)


def _near(facts: Facts) -> Point:
    question = "Ligger värdet nära under en gräns?"
    law = "LOU 5 kap. 6 §"
    for limit in limits.just_above(facts):
        under = limit.amount.sek - (facts.total or 0)
        return Point(question, f"Ja. Det är {swedish.kronor(under)} under {limit.name}.", law, "look", "budget_sek")
    return Point(question, "Nej. Det är mer än en tiondel under närmaste gräns.", law)


def _others(facts: Facts, alike: Finding | None) -> Point:
    question = "Hör andra köp till samma behov?"
    law = {"direct": "LOU 5 kap. 7 a §", "national": "LOU 5 kap. 7 §"}.get(facts.regime or "", "LOU 5 kap. 11 §")
    if alike:
        return Point(question, alike.message, alike.law or law, "look", "similar_purchases")
    if facts.answers.get("similar_purchases"):
        return Point(question, "Beställaren har skrivit om andra köp av samma slag.", law)
    said = "Beställaren har inte skrivit något om andra köp av samma slag."
    return Point(question, said, law, "look", "similar_purchases")
