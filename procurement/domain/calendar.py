"""When what happens: the steps of the procurement counted from the contract start, and the days of each lot.

Lots that are announced together have the steps in common. A small lot that is taken out has none of them, and where
each lot has a procedure of its own they are those of the first. A day that somebody does something is a working day:
counted forwards it moves to the next one, counted backwards to the one before, so that no time of the law becomes
shorter. What the user has answered stands as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

from procurement.domain import regimes, small_lots, swedish
from procurement.domain.brief import whole
from procurement.domain.facts import Facts
from procurement.domain.library import Regime

# No law says how long it takes to evaluate: this number is ours.
EVALUATION = 30
GIVEN = "Dagen är bestämd av beställaren"
OURS = "Talet är ett riktmärke, inte lagens"


@dataclass(frozen=True)
class Step:
    """A day of the procurement. `reason` says how it was found, `law` the section behind it, or "" for practice."""

    key: str
    name: str
    day: date
    reason: str
    law: str = ""

    def because(self) -> str:
        """The reason with its section: Minst 30 dagar efter annonsen (LOU 11 kap. 2 §)."""
        return f"{self.reason} ({self.law.replace(' ', swedish.NBSP)})." if self.law else f"{self.reason}."


@dataclass(frozen=True)
class LotDays:
    """The days of one contract. `end` is its last day, or None while its length is not known."""

    number: int
    name: str
    start: date
    delivery: date
    end: date | None


@dataclass(frozen=True)
class Calendar:
    """`steps` is empty in a direct award, and while the regime is not known.

    `apart` are the numbers of the lots that the steps are not counted for: those bought by the lighter rules.
    `whose` says whose the steps are, where there are several lots.
    """

    steps: tuple[Step, ...]
    lots: tuple[LotDays, ...]
    apart: frozenset[int] = frozenset()
    whose: str = ""

    def day(self, key: str) -> date | None:
        """The day of a step, or None when there is none."""
        return next((step.day for step in self.steps if step.key == key), None)

    @property
    def first_start(self) -> date:
        return min(lot.start for lot in self.lots if lot.number not in self.apart)

    @property
    def too_early(self) -> date | None:
        """The first day a contract can be made, when the chosen start comes before it; else None."""
        signed = self.day("signed")
        return signed if signed and signed > self.first_start else None


@dataclass(frozen=True)
class Moved:
    """An event, its day now and with another start. `name` is unique in its calendar."""

    name: str
    old: date | None
    new: date | None

    @property
    def days(self) -> int:
        """How many days it moves: negative is earlier."""
        return (self.new - self.old).days if self.old and self.new else 0


def planned(facts: Facts) -> Calendar | None:
    """The calendar, or None while the contract start or the value is not known."""
    if not facts.lot_starts:
        return None
    term = whole(facts.answers.get("term_months"))
    lots = tuple(
        LotDays(
            lot.number, lot.name, facts.lot_starts[lot.number], facts.first_deliveries[lot.number],
            after_months(facts.lot_starts[lot.number], term) if term else None,
        )
        for lot in facts.lots
    )  # fmt: skip
    apart = frozenset(lot.number for lot in small_lots.taken_out(facts))
    if len(apart) == len(lots):
        apart = frozenset()
    start = min(lot.start for lot in lots if lot.number not in apart)
    steps = _steps(facts, facts.regime, start) if facts.regime and facts.regime != "direct" else ()
    return Calendar(steps, lots, apart, _whose(facts, apart) if facts.divided else "")


def _whose(facts: Facts, apart: frozenset[int]) -> str:
    """Whose the steps are, in a sentence or two."""
    exempt = swedish.enumerate_items([str(number) for number in sorted(apart)])
    others = [str(lot.number) for lot in facts.lots if lot.number not in apart]
    if facts.answers.get("lots_bought") == "own_procedures" and len(others) > 1:
        said = (
            "Delkontrakten annonseras vart för sig. Dagarna gäller det delkontrakt som startar först. De andra får "
            "sina egna dagar i sina annonser, räknade på samma sätt från sin egen start."
        )
        return f"{said} Delkontrakt {exempt} har andra tider, enligt reglerna under tröskelvärdet." if apart else said
    if not apart:
        return "Delkontrakten annonseras tillsammans, så de här dagarna är gemensamma."
    said = f"Dagarna gäller delkontrakt {swedish.enumerate_items(others)}"
    if len(others) > 1:
        said += ", som annonseras tillsammans"
    return (
        f"{said}. Delkontrakt {exempt} undantas som små delkontrakt och upphandlas för sig, med andra tider enligt "
        "reglerna för upphandling under tröskelvärdet."
    )


def events(calendar: Calendar) -> tuple[tuple[str, date], ...]:
    """Every day of the calendar, under a name of its own."""
    found = [(step.name, step.day) for step in calendar.steps]
    for lot in calendar.lots:
        of = f"Delkontrakt {lot.number}: " if len(calendar.lots) > 1 else ""
        days = (("avtalet börjar gälla", lot.start), ("första leverans senast", lot.delivery), ("sista dag", lot.end))
        found += [((of + name) if of else name.capitalize(), day) for name, day in days if day]
    return tuple(found)


def moved(old: Calendar, new: Calendar) -> tuple[Moved, ...]:
    """What moves when the start does, event by event."""
    before, after = dict(events(old)), dict(events(new))
    names = dict.fromkeys([*before, *after])
    return tuple(Moved(name, before.get(name), after.get(name)) for name in names)


def is_working_day(day: date) -> bool:
    """Monday to Friday, and no public holiday nor the eves that the law on leave treats as Sundays."""
    return day.weekday() < 5 and day not in _holidays(day.year)


@cache
def _holidays(year: int) -> frozenset[date]:
    listed = holidays.country_holidays("SE", years=year, expand=False, categories=("public", "de_facto"))
    return frozenset(listed)


def _onward(day: date) -> date:
    """The day, or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def _back(day: date) -> date:
    """The day, or the last working day before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def _later(day: date, days: int) -> date:
    return _onward(day + timedelta(days=days))


def _earlier(day: date, days: int) -> date:
    return _back(day - timedelta(days=days))


def _standstill_ends(award: date) -> date:
    return _later(award, regimes.STANDSTILL)


def _signed(award: date) -> date:
    return _later(_standstill_ends(award), 1)


def _steps(facts: Facts, regime: Regime, start: date) -> tuple[Step, ...]:
    """The steps from the announcement to the first day a contract can be made."""
    answered = _answered(facts)
    name, least, law = _tender_time(facts, regime)
    days = _days(answered, least, start, facts.on)
    why = _reasons(regime, name, least, law)
    return tuple(
        Step(key, title, days[key], GIVEN if key in answered else why[key][0], why[key][1])
        for key, title in (
            ("tender_published", "Annonsen skickas för publicering"),
            ("questions_answered", "Frågor besvaras senast"),
            ("tenders_due", "Sista dag för anbud"),
            ("award_planned", "Tilldelningsbeslut"),
            ("standstill", "Avtalsspärrens sista dag"),
            ("signed", "Avtal kan ingås tidigast"),
        )
    )


def _answered(facts: Facts) -> dict[str, date]:
    """The days that the user has decided."""
    keys = ("tender_published", "questions_answered", "tenders_due", "award_planned")
    return {key: date.fromisoformat(str(facts.answers[key])) for key in keys if key in facts.answers}


def _tender_time(facts: Facts, regime: Regime) -> tuple[str, int, str]:
    """What the time for tenders is called, its days, and the section."""
    if regime == "eu":
        return regimes.SHORTEST[str(facts.answers.get("procedure", "open"))]
    return "Skälig tid", regimes.REASONABLE, regimes.REASONABLE_LAW


def _days(answered: Mapping[str, date], least: int, start: date, on: date) -> dict[str, date]:
    """The day of each step: the answered ones, and between them what follows.

    With no day answered all are counted backwards from the start; were the announcement then in the past, they are
    counted forwards from today, and the contract comes later than wished.
    """
    published, due, award = (answered.get(key) for key in ("tender_published", "tenders_due", "award_planned"))
    if published is None and due is None and award is None:
        award = _award_before(start)
        if _earlier(_earlier(award, EVALUATION), least) < on:
            published, award = _onward(on), None
    if due is None:
        due = _later(published, least) if published else _earlier(award or _award_before(start), EVALUATION)
    published = published or _earlier(due, least)
    award = award or _later(due, EVALUATION)
    return {
        "tender_published": published,
        "questions_answered": answered.get("questions_answered") or _earlier(due, regimes.ANSWERS),
        "tenders_due": due,
        "award_planned": award,
        "standstill": _standstill_ends(award),
        "signed": _signed(award),
    }


def _award_before(start: date) -> date:
    """The last working day for the decision, if the contract is to be made by the start."""
    award = _earlier(start, regimes.STANDSTILL + 1)
    while _signed(award) > start:
        award = _earlier(award, 1)
    return award


def _reasons(regime: Regime, name: str, least: int, law: str) -> dict[str, tuple[str, str]]:
    """How each day was found, and the section behind it."""
    if regime == "eu":
        time = f"{name}: minst {least} dagar efter annonsen när anbud lämnas elektroniskt"
    else:
        time = f"Minst {least} dagar efter annonsen. {OURS}. Tiden ska vara skälig"
    return {
        "tender_published": ("Tiden för anbud räknas härifrån", regimes.ANNOUNCED_LAW[regime]),
        "questions_answered": (
            f"Minst {swedish.SMALL[regimes.ANSWERS]} dagar före sista dag för anbud", regimes.ANSWERS_LAW[regime],
        ),
        "tenders_due": (time, law),
        "award_planned": (f"Minst {EVALUATION} dagar för utvärdering. {OURS}", ""),
        "standstill": (
            f"Minst {regimes.STANDSTILL} dagar efter att beslutet har skickats elektroniskt", regimes.STANDSTILL_LAW,
        ),
        "signed": ("Första arbetsdagen efter avtalsspärren", ""),
    }  # fmt: skip


def after_months(start: date, months: int) -> date:
    """The last day of so many months from the start."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (following - timedelta(days=1)).day
    if start.day > last:
        return date(year, month + 1, last)
    return date(year, month + 1, start.day) - timedelta(days=1)
