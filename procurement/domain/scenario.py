"""What another cap for the lots would mean: how many, how they hang together, who could carry each, and when."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from procurement.domain import lots as dividing
from procurement.domain import turnover
from procurement.domain.facts import Facts, lot_days
from procurement.domain.lots import Lot, Module, Unsound
from procurement.domain.lots.comparing import figures
from procurement.domain.swedish import count, kronor, long_date

# The caps that can be tried, in millions of kronor.
LOWEST, HIGHEST = 2, 20
MILLION = 1_000_000
# With more modules than this a division takes up to a second. A table of every cap then has a first look at each,
# with so small a part of the work.
THOROUGH, EASE = 12, 20


@dataclass(frozen=True)
class Outcome:
    """A division under a cap. `impossible` says why there is none; the lots are then the whole in one."""

    cap: int
    lots: tuple[Lot, ...]
    least: int  # no division has fewer lots; as many as there are lots where that is known to be the fewest
    interfaces: int  # pairs of modules where one builds on the other and they share no lot
    handovers: int  # times that a later lot goes on with a module that an earlier one began
    starts: Mapping[int, date]
    deliveries: Mapping[int, date]
    impossible: str = ""

    @property
    def largest(self) -> int:
        return max(lot.value for lot in self.lots)

    @property
    def smallest(self) -> int:
        return min(lot.value for lot in self.lots)

    @property
    def joints(self) -> int:
        """Where two suppliers meet."""
        return self.interfaces + self.handovers

    @property
    def chain(self) -> int:
        """How many lots the longest row has where each waits for the one before."""
        return 1 + max(dividing.depths(self.lots).values())

    @property
    def last_start(self) -> date | None:
        return max(self.starts.values(), default=None)

    @property
    def first_delivery(self) -> date | None:
        return min(self.deliveries.values(), default=None)

    @property
    def last_delivery(self) -> date | None:
        """When every lot has made its first delivery."""
        return max(self.deliveries.values(), default=None)


@dataclass(frozen=True)
class Demand:
    """The turnover that is asked for: so many times a contract's yearly value. `ceiling` where the EU rules apply."""

    factor: float
    months: int
    ceiling: bool

    def of(self, value: int) -> int:
        return turnover.of(value, self.months, self.factor, ceiling=self.ceiling).wanted


def tried(facts: Facts, cap: int, *, thorough: bool = True) -> Outcome | None:
    """What is proposed under a cap, or None while there is nothing to divide."""
    modules = facts.divisible
    if not modules:
        return None
    whole_ = (dividing.whole(modules),)
    if sum(module.value for module in modules) <= cap:
        return _outcome(facts, modules, cap, whole_, 1)
    try:
        made = dividing.proposal(modules, cap) if thorough else dividing.proposal(modules, cap, EASE)
    except Unsound as unsound:
        return _outcome(facts, modules, cap, whole_, 1, str(unsound))
    fewest = len(made.lots) if made.proven else made.least
    return _outcome(facts, modules, cap, made.lots, fewest)


def standing(facts: Facts) -> Outcome | None:
    """The division as it stands, the user's own too, or None while there is nothing to divide."""
    if not any(lot.parts for lot in facts.lots):
        return None
    return _outcome(facts, facts.modules, facts.cap, facts.lots, len(facts.lots), facts.undividable)


def every(facts: Facts, known: Collection[int] = ()) -> tuple[Outcome, ...]:
    """Every whole million from the lowest cap to the highest.

    Many modules are divided less thoroughly, but not for the caps in `known`, which are shown beside the table.
    """
    quick = is_quick(facts)
    caps = (millions * MILLION for millions in range(LOWEST, HIGHEST + 1))
    found = (tried(facts, cap, thorough=quick or cap in known) for cap in caps)
    return tuple(outcome for outcome in found if outcome)


def is_quick(facts: Facts) -> bool:
    """Whether every cap can be looked at thoroughly, in no time."""
    return len(facts.divisible) <= THOROUGH


def turns(outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """The caps worth looking at: the lowest for each number of lots. Those between give larger lots and no fewer."""
    found: list[Outcome] = []
    for outcome in outcomes:
        if not outcome.impossible and (not found or len(outcome.lots) < len(found[-1].lots)):
            found.append(outcome)
    return tuple(found)


def demand(facts: Facts) -> Demand | None:
    """The turnover that the answers ask for. None where none is asked for, or the length of the contract not known."""
    factor = facts.answers.get("turnover_factor")
    if not isinstance(factor, (int, float)) or not factor or not facts.months:
        return None
    return Demand(factor, facts.months, facts.regime == "eu")


def ceiling(facts: Facts, value: int) -> int | None:
    """The most that may be asked for without special reasons (LOU 14 kap. 4 §); no number below the threshold."""
    return turnover.CEILING * value if facts.regime == "eu" else None


def carried(lots: Sequence[Lot], wanted: Demand, company: int) -> int:
    """How many of the lots a company with this turnover meets the demand of, one at a time."""
    return sum(wanted.of(lot.value) <= company for lot in lots)


def difference(now: Outcome, then: Outcome, wanted: Demand | None) -> tuple[str, ...]:
    """What is gained and what it costs, in sentences made from the two divisions."""
    if len(now.lots) == len(then.lots) == 1:
        return ("Allt ryms i ett kontrakt, som nu.",)
    if [lot.parts for lot in now.lots] == [lot.parts for lot in then.lots]:
        return ("Delkontrakten blir desamma som nu.",)
    said = [_lots(len(now.lots), len(then.lots))]
    if now.joints != then.joints:
        word = "färre" if then.joints < now.joints else "fler"
        said.append(
            f"Skarvarna mellan leverantörer blir {word}, {_number(then.joints, 'en')} "
            f"i stället för {_number(now.joints, 'en')}."
        )
    if now.largest != then.largest:
        text = f"Det största kontraktet blir {kronor(then.largest)} i stället för {kronor(now.largest)}"
        before, after = (wanted.of(now.largest), wanted.of(then.largest)) if wanted else (0, 0)
        if before != after:
            way = "stiger" if after > before else "sjunker"
            text += f", och ert krav på omsättning för det {way} från {kronor(before)} till {kronor(after)}"
        said.append(f"{text}.")
    if now.last_start and then.last_start and now.last_start != then.last_start:
        way = "senare" if then.last_start > now.last_start else "tidigare"
        said.append(
            f"Det sista avtalet börjar gälla {way}, den {long_date(then.last_start)} "
            f"i stället för den {long_date(now.last_start)}."
        )
    return tuple(said)


def _lots(now: int, then: int) -> str:
    if now == then:
        return f"Delkontrakten är lika många, {_number(now)}, men delade på ett annat sätt."
    word = "färre" if then < now else "fler"
    made = count(then, "ett kontrakt", "delkontrakt")
    return f"Det blir {made} i stället för {_number(now)}: {word} avtal att tilldela och följa upp."


def _number(value: int, one: str = "ett") -> str:
    """As running text has it: to twelve in words."""
    return count(value, one, "").strip() if value else "ingen"


def _outcome(
    facts: Facts, modules: Sequence[Module], cap: int, lots: tuple[Lot, ...], least: int, impossible: str = ""
) -> Outcome:
    starts, deliveries = lot_days(facts.answers, lots)
    found = figures(lots, modules)
    return Outcome(cap, lots, least, found.interfaces, found.handovers, starts, deliveries, impossible)
