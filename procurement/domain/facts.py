"""What follows in law and arithmetic from a brief: total, regime, lots, and which questions apply.

LOU 5 kap. 3 §: the value is everything in the procurement, options and extensions as if used, excluding VAT.
LOU 19 a kap. 2 §: direct award below its limit. LOU 19 kap. 1 §: the EU rules from the threshold up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Literal, cast

from procurement.domain import independence, seams
from procurement.domain import lots as dividing
from procurement.domain.brief import Brief, module_keys, rows, texts, whole
from procurement.domain.conditions import holds
from procurement.domain.library import Library, Regime
from procurement.domain.lots import Lot, Module, Reasons
from procurement.domain.questions import Value
from procurement.domain.seams import Share
from procurement.domain.shares import spread
from procurement.domain.thresholds import Amount, Thresholds

DEFAULT_CAP = 10_000_000
# LOU 5 kap. 13 §: a service bought until further notice is worth its monthly value times this.
OPEN_ENDED_MONTHS = 48
Ai = Literal["functions", "code", "none"]


@dataclass(frozen=True)
class Facts:
    """What is true of a brief on a day. An amount or regime that cannot be known is None, never a guess."""

    on: date
    answers: Mapping[str, Value]
    asked: frozenset[str]
    total: int | None
    base: int | None
    options: int
    modules: tuple[Module, ...]
    cap: int
    direct_limit: Amount | None
    threshold: Amount | None
    regime: Regime | None
    lots: tuple[Lot, ...]
    over_cap: bool
    divided: bool
    declined: bool
    own_lots: bool
    documentation_limit: Amount | None = None
    small_lot_limit: Amount | None = None
    lot_starts: Mapping[int, date] = field(default_factory=dict)
    first_deliveries: Mapping[int, date] = field(default_factory=dict)
    ai: Ai = "none"
    # What in the modules keeps them from being divided; nothing when they can be.
    undividable: str = ""
    # What stands in for modules where there is only a budget, and it is above the cap.
    seams: tuple[Share, ...] = ()
    # What there is to divide, also where the cap does not ask for it: the modules, or the seams of the budget.
    divisible: tuple[Module, ...] = ()

    @property
    def from_seams(self) -> bool:
        """Whether the modules are our starting point and not the user's."""
        return bool(self.seams)

    @property
    def own_shares(self) -> bool:
        """Whether the user has changed how much of the whole each of them takes."""
        return any(share.own for share in self.seams)

    @property
    def open_ended(self) -> bool:
        """Whether the contract has no last day."""
        return self.answers.get("open_ended") is True

    @property
    def months(self) -> int | None:
        """How many months the value is counted for: every extension used, 48 without a last day; None when unsaid."""
        if self.open_ended:
            return OPEN_ENDED_MONTHS
        term = whole(self.answers.get("term_months"))
        return None if term is None else term + (whole(self.answers.get("extension_months")) or 0)

    @property
    def running(self) -> int | None:
        """What the service without a last day is worth (LOU 5 kap. 13 §), as part of the base; None without one."""
        return monthly * OPEN_ENDED_MONTHS if (monthly := whole(self.answers.get("monthly_sek"))) else None

    def conditions(self) -> dict[str, object]:
        """What a `when:` may look at: the answers, and the facts of library.FACT_VALUES."""
        return {**self.answers, **_fact_values(self.regime, self.over_cap, self.divided, self.reviewed, self.ai)}

    @cached_property
    def reviewed(self) -> bool:
        """Whether some lot reviews what is done in another. Kept, since it is looked at for every clause."""
        return _is_reviewed(self.lots, self.modules)


def derive(brief: Brief, library: Library, thresholds: Thresholds, on: date) -> Facts:
    """The facts of a brief on a day. Never fails: what cannot be known is None and becomes a finding."""
    cap = whole(brief.get("lot_cap_sek")) or DEFAULT_CAP
    options = whole(brief.get("options_sek")) or 0
    divisible, base, shares = _modules(brief, library, options)
    total = None if base is None else base + options
    kind = cast("dict[str, Value]", brief.get("authority") or {}).get("kind")
    direct_limit = thresholds.on("direct_limit", on)
    threshold = thresholds.on("eu_central" if kind == "state" else "eu_other", on) if kind else None
    regime = _regime(total, direct_limit, threshold)
    over_cap = total is not None and total > cap
    if shares and not over_cap:
        shares = ()
    divisible = independence.kept_apart(divisible, cap)
    modules = divisible if shares or brief.get("modules") else _undivided(base, options)
    ai = _ai(brief)
    # Whether a reason not to divide is asked for cannot depend on whether the procurement is divided.
    answers, asked = _answers(brief, library, _fact_values(regime, over_cap, False, False, ai))
    declined = over_cap and bool(answers.get("no_split_reason")) and not brief.get("lots")
    own = bool(brief.get("lots")) and bool(modules)
    lots, undividable = _lots(brief, modules, cap, over_cap and not declined, own)
    divided = len(lots) > 1
    if divided:
        reviewed = _is_reviewed(lots, modules)
        answers, asked = _answers(brief, library, _fact_values(regime, over_cap, divided, reviewed, ai))
    starts, deliveries = lot_days(answers, lots)
    return Facts(
        on=on, answers=answers, asked=asked, total=total, base=base, options=options, modules=modules,
        cap=cap, direct_limit=direct_limit, threshold=threshold, regime=regime, lots=lots,
        over_cap=over_cap, divided=divided, declined=declined, own_lots=own,
        documentation_limit=thresholds.on("documentation_limit", on),
        small_lot_limit=thresholds.on("small_lot_limit", on),
        lot_starts=starts, first_deliveries=deliveries, ai=ai, undividable=undividable,
        seams=shares, divisible=divisible,
    )  # fmt: skip


def value_of(brief: Brief) -> int | None:
    """The value of the procurement with options, or None while it is not known: what `derive` says, and quickly."""
    costs = [whole(row.get("cost_sek")) for row in rows(brief, "modules")]
    known = [cost for cost in costs if cost is not None]
    base = sum(known) if costs and len(known) == len(costs) else _budget(brief)
    return None if base is None else base + (whole(brief.get("options_sek")) or 0)


def _budget(brief: Brief) -> int | None:
    """The budget or, where there is nothing else to count from, what a service without a last day is worth."""
    budget, monthly = whole(brief.get("budget_sek")), whole(brief.get("monthly_sek"))
    if budget is None and monthly and brief.get("open_ended") is True and not brief.get("modules"):
        return monthly * OPEN_ENDED_MONTHS
    return budget


def reasons(brief: Brief, facts: Facts) -> Reasons:
    """Why the lots are as they are, in the user's own words where there are any."""
    own = [str(row.get("reason") or "") for row in rows(brief, "lots")] if facts.own_lots else []
    said = str(facts.answers.get("division_reason") or "")
    return dividing.reasons(facts.lots, facts.modules, facts.cap, own=facts.own_lots, said=said, said_of=own)


def first_need(brief: Brief, facts: Facts, lot: Lot) -> str:
    """What the first delivery of the lot solves: in the user's own words, or the need of the part that is built first.

    Empty where neither is known.
    """
    own = rows(brief, "lots")[lot.number - 1].get("first_need") if facts.own_lots else ""
    part = dividing.first_part(lot, facts.modules)
    need = next((module.need for module in facts.modules if part and module.key == part.module), "")
    return str(own or "") or (f"{need} ({part.name})" if part and need else "")


def _fact_values(regime: Regime | None, over_cap: bool, divided: bool, reviewed: bool, ai: Ai) -> dict[str, object]:
    return {"regime": regime, "over_cap": over_cap, "divided": divided, "reviewed": reviewed, "ai": ai}


def _is_reviewed(lots: tuple[Lot, ...], modules: tuple[Module, ...]) -> bool:
    """Whether some lot reviews what is done in another."""
    return any(one.others for one in independence.reviewing(lots, modules))


def _ai(brief: Brief) -> Ai:
    """Where AI can occur. Whoever writes code today may do it with AI, also where the solution has none."""
    if brief.get("ai_functions"):
        return "functions"
    return "code" if brief.get("system_kind") in ("new", "extend", "open_product") else "none"


def _regime(total: int | None, direct_limit: Amount | None, threshold: Amount | None) -> Regime | None:
    """Below the limit: direct award. From the EU threshold up: the EU rules. Between them: chapter 19."""
    if total is None or direct_limit is None:
        return None
    if total < direct_limit.sek:
        return "direct"
    if threshold is None:
        return None
    return "national" if total < threshold.sek else "eu"


def _modules(brief: Brief, library: Library, options: int) -> tuple[tuple[Module, ...], int | None, tuple[Share, ...]]:
    """Modules with their values, the sum without options, and the shares where they are our own starting proposal."""
    listed = rows(brief, "modules")
    budget = _budget(brief)
    costs = [whole(row.get("cost_sek")) for row in listed]
    if listed and all(cost is not None for cost in costs):
        known = [cost for cost in costs if cost is not None]
        return _valued(brief, known, options), sum(known), ()
    if budget is None:
        return (), None, ()
    if listed:
        # Some module has no cost yet: the sum is the budget, but what cannot be placed is not divided.
        return (), budget, ()
    shares = seams.shares(brief, library.seams, budget + options)
    return seams.modules(shares, budget) or _undivided(budget, options), budget, shares


def _undivided(base: int | None, options: int) -> tuple[Module, ...]:
    """The whole as one module, once its value is known."""
    return () if base is None else (Module("uppdraget", "Hela uppdraget", base, base + options),)


def _valued(brief: Brief, costs: list[int], options: int) -> tuple[Module, ...]:
    shares = spread(options, costs)
    return tuple(
        Module(
            key=key, name=str(row.get("name") or key), need=str(row.get("need") or ""), cost=cost, value=cost + share,
            depends_on=tuple(texts(row.get("depends_on"))), kind=str(row.get("kind") or ""),
            together=tuple(texts(row.get("together"))), apart=tuple(texts(row.get("apart"))),
            funded_by=tuple(
                (str(f["partner"]), float(cast(float, f["percent"])))
                for f in rows(row, "funded_by") if "partner" in f and "percent" in f
            ),
        )
        for key, row, cost, share in zip(module_keys(brief), rows(brief, "modules"), costs, shares, strict=True)
    )  # fmt: skip


def _lots(brief: Brief, modules: tuple[Module, ...], cap: int, divide: bool, own: bool) -> tuple[tuple[Lot, ...], str]:
    """The lots, and why there are none where the modules contradict each other."""
    if own:
        listed = [
            (str(row.get("name") or ""), texts(row.get("modules")), texts(row.get("parts")))
            for row in rows(brief, "lots")
        ]
        return dividing.chosen(listed, modules, cap), ""
    if divide and modules:
        try:
            return dividing.propose(modules, cap), ""
        except dividing.Unsound as unsound:
            return (dividing.whole(modules),), str(unsound)
    return ((dividing.whole(modules),) if modules else ()), ""


def _answers(brief: Brief, library: Library, facts: Mapping[str, object]) -> tuple[dict[str, Value], frozenset[str]]:
    """The answers that count: given or default, to questions that are asked. A stale answer counts for nothing."""
    asked = set(library.questions)
    conditional = [(key, question.when) for key, question in library.questions.items() if question.when]
    doubtful = conditional
    while True:
        answers = {
            key: value
            for key, question in library.questions.items()
            if key in asked and (value := brief.get(key) if key in brief else question.default_in(brief)) is not None
        }
        known = {**answers, **facts}
        dropped = {key for key, when in doubtful if key in asked and not holds(when, known)}
        if not dropped:
            return answers, frozenset(asked)
        asked -= dropped
        # Only a condition that looks at an answer which has just ceased to count can hold no longer.
        doubtful = [(key, when) for key, when in conditional if not dropped.isdisjoint(when)]


def lot_days(answers: Mapping[str, Value], lots: tuple[Lot, ...]) -> tuple[dict[int, date], dict[int, date]]:
    """When each lot can start at the earliest, and its first delivery.

    A lot starts when those it builds on have made their first delivery: from then on there is something to build on.
    """
    start = answers.get("contract_start")
    days = whole(answers.get("first_delivery_days"))
    if not isinstance(start, str) or days is None:
        return {}, {}
    starts: dict[int, date] = {}
    deliveries: dict[int, date] = {}
    for lot in lots:
        before = [deliveries[n] for n in lot.depends_on if n in deliveries]
        starts[lot.number] = max(before, default=date.fromisoformat(start))
        deliveries[lot.number] = starts[lot.number] + timedelta(days=days)
    return starts, deliveries
