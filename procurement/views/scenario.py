"""Another cap for the lots, tried beside the one in use; nothing is saved until the user says so."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from procurement import services
from procurement.access import author
from procurement.domain import curve, regimes, selection, small_lots, swedish
from procurement.domain import scenario as trying
from procurement.domain.assemble.builder import Case
from procurement.domain.assemble.qualification import asks_for_turnover
from procurement.domain.scenario import HIGHEST, LOWEST, MILLION, Demand, Outcome
from procurement.export import drawing
from procurement.services.saving import Json
from procurement.views.drafts import Draft, draft_for

# The turnover, in millions, of the company that stands on the page until the user says another.
COMPANY = "10"


@require_http_methods(["GET", "HEAD", "POST"])
# The same address answers with a page, or to htmx with the part of it that changes.
@vary_on_headers("HX-Request")
def scenario(request: HttpRequest, id: UUID) -> HttpResponse:
    """What a cap leads to. A form posts `tak` to use it, and in `do` whether the proposal is to stand with it."""
    draft = draft_for(request, id, "write" if request.method == "POST" else "read")
    if request.method != "POST":
        return _page(request, draft)
    cap = _cap(request.POST.get("tak", ""))
    if cap is None:
        return _page(request, draft, status=400)
    changes: dict[str, Json] = {"lot_cap_sek": cap}
    if request.POST.get("do") == "proposal":
        changes |= {"lots": None, "no_split_reason": None}
    saved = services.save(
        procurement_id=draft.procurement.id,
        changes=changes,
        expected_revision=draft.seen(request.POST),
        by=author(request.visitor, draft.procurement),  # type: ignore[attr-defined]
    )
    if isinstance(saved, services.Conflict):
        return _page(request, draft_for(request, id), cap=cap, conflict=saved)
    messages.success(request, f"Sparat. Taket för ett delkontrakt är nu {swedish.kronor(cap)}.")
    return redirect("lots", draft.procurement.id)


def _cap(text: str) -> int | None:
    """A cap from whole millions, or None where it is none that can be tried."""
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        return None
    return int(text) * MILLION if LOWEST <= int(text) <= HIGHEST else None


def _company(text: str) -> int | None:
    """A turnover from millions of kronor, with decimals as they are written in Swedish; or None."""
    try:
        millions = Decimal("".join(text.split()).replace(",", "."))
    except InvalidOperation:
        return None
    return int(millions * MILLION) if millions.is_finite() and 0 <= millions <= 100_000 else None


def _page(
    request: HttpRequest, draft: Draft, *, cap: int | None = None, status: int = 200, **shown: Any
) -> HttpResponse:
    """The page; to htmx only what the slider changes."""
    facts = draft.facts
    wanted, typed = request.GET.get("tak", "").strip(), request.GET.get("omsattning", COMPANY).strip()
    # Until another is tried: the cap in use, as near as the slider can come.
    nearest = min(max(round(facts.cap / MILLION), LOWEST), HIGHEST) * MILLION
    tried, company = cap or _cap(wanted), _company(typed)
    page: dict[str, Any] = {
        "procurement": draft.procurement,
        "facts": facts,
        "lowest": LOWEST,
        "highest": HIGHEST,
        "marks": range(LOWEST, HIGHEST + 1, 2),
        "cap_fault": (bool(wanted) and tried is None) or status == 400,
        "company_fault": company is None,
        "typed": typed,
        "may_write": draft.may_write,
        "budget_url": draft.question_url("budget_sek"),
        **shown,
    }
    page |= _result(draft, tried or nearest, company or 0, with_all=_wants_all(request, draft))
    template = "lots/_scenario.html" if request.htmx else "lots/scenario.html"  # type: ignore[attr-defined]
    return render(request, template, page, status=status)


def _wants_all(request: HttpRequest, draft: Draft) -> bool:
    """Whether every cap is shown at once. Of many modules the table comes after the page, and is then remembered."""
    return bool(request.htmx) or "alla" in request.GET or trying.is_quick(draft.facts)  # type: ignore[attr-defined]


def _result(draft: Draft, cap: int, company: int, *, with_all: bool) -> dict[str, Any]:
    facts = draft.facts
    now, then = trying.standing(facts), trying.tried(facts, cap)
    if now is None or then is None:
        return {"cap": {"millions": cap // MILLION}}
    asked = _asked(draft)
    every = trying.every(facts, (cap, facts.cap)) if with_all else ()
    picture = curve.caps(every, facts.cap) if every else None
    return {
        "cap": {"millions": cap // MILLION, "kronor": swedish.kronor(cap)},
        "now_cap": swedish.kronor(facts.cap),
        "is_now": cap == facts.cap,
        "impossible": then.impossible,
        "told": _told(then),
        "in_short": _in_short(then),
        "difference": () if then.impossible else trying.difference(now, then, asked),
        "is_own": facts.own_lots or facts.declined,
        "figures": _figures(draft, now, then, asked, company),
        "lots": [_lot(draft, then, number, asked, company) for number in range(len(then.lots))],
        "company": swedish.kronor(company),
        "asked": asked,
        "factor": swedish.number(asked.factor) if asked else "",
        "term_missing": facts.months is None and facts.regime in ("national", "eu"),
        "term_url": draft.question_url("term_months"),
        "factor_url": draft.question_url("turnover_factor"),
        "strictest": _strictest(draft, then, company),
        "total": swedish.kronor(sum(lot.value for lot in then.lots)),
        "regime": regimes.NAMES[facts.regime] if facts.regime else "",
        "small": _small(draft, then),
        "procedures": _procedures(draft, then),
        "has_days": bool(then.starts),
        "start_url": draft.question_url("contract_start"),
        "with_all": with_all,
        "all": [_row(draft, outcome, asked, company) for outcome in every],
        "has_spans": any(outcome.least < len(outcome.lots) for outcome in every),
        "is_quick": trying.is_quick(facts),
        "turns": [(len(outcome.lots), outcome.cap // MILLION) for outcome in trying.turns(every)],
        "curve": {"caption": picture.caption, "svg": mark_safe(drawing.svg(picture))} if picture else None,
    }


def _asked(draft: Draft) -> Demand | None:
    """The turnover that the documents will ask for: the clause may be left out, or be the softer one."""
    standing = selection.standing(draft.brief, draft.library, draft.facts)
    case = Case(draft.brief, draft.library, draft.facts, standing, draft=True)
    return trying.demand(draft.facts) if asks_for_turnover(case) else None


def _told(outcome: Outcome) -> str:
    """One line for who listens."""
    millions = swedish.count(outcome.cap // MILLION, "", "miljoner")
    if outcome.impossible:
        return f"Tak {millions}: går inte att dela."
    made = swedish.count(len(outcome.lots), "ett kontrakt", "delkontrakt")
    return f"Tak {millions}: {made}, {_joints(outcome.joints)}."


def _in_short(outcome: Outcome) -> str:
    """What a cap gives, beside the picture of them all."""
    made = swedish.count(len(outcome.lots), "ett kontrakt", "delkontrakt").capitalize()
    said = f"{made} och {_joints(outcome.joints)}. Det största är på {swedish.kronor(outcome.largest)}."
    return f"{said} Det sista avtalet börjar gälla den {_day(outcome.last_start)}." if outcome.last_start else said


def _joints(number: int) -> str:
    return swedish.count(number, "en skarv", "skarvar") if number else "ingen skarv"


def _figures(
    draft: Draft, now: Outcome, then: Outcome, asked: Demand | None, company: int
) -> list[tuple[str, str, str]]:
    """What is compared, as it is now and as it would be."""
    said: list[tuple[str, Any]] = [
        ("Delkontrakt", lambda o: str(len(o.lots))),
        ("Största", lambda o: swedish.kronor(o.largest)),
        ("Minsta", lambda o: swedish.kronor(o.smallest)),
        ("Gränssnitt mellan leverantörer", lambda o: str(o.interfaces)),
        ("Överlämningar mitt i en modul", lambda o: str(o.handovers)),
        ("Längsta kedja", lambda o: swedish.count(o.chain, "ett", "efter varandra") if o.chain > 1 else "ingen"),
    ]
    if asked:
        said += [
            ("Högsta krav på omsättning", lambda o: swedish.kronor(asked.of(o.largest))),
            (
                f"Företag med {swedish.kronor(company)} i omsättning klarar kravet på",
                lambda o: f"{trying.carried(o.lots, asked, company)} av {len(o.lots)}",
            ),
        ]
    if then.starts:
        said += [
            ("Första leverans senast", lambda o: _day(o.first_delivery)),
            ("Sista avtalet börjar gälla", lambda o: _day(o.last_start)),
            ("Alla har levererat en första gång senast", lambda o: _day(o.last_delivery)),
        ]
    return [(name, of(now), "–" if then.impossible else of(then)) for name, of in said]


def _day(day: date | None) -> str:
    return swedish.long_date(day) if day else ""


def _lot(draft: Draft, outcome: Outcome, place: int, asked: Demand | None, company: int) -> dict[str, Any]:
    lot = outcome.lots[place]
    most = trying.ceiling(draft.facts, lot.value)
    return {
        "number": lot.number,
        "name": lot.name,
        "value": swedish.kronor(lot.value),
        "asked": swedish.kronor(asked.of(lot.value)) if asked else "",
        "carried": asked is not None and asked.of(lot.value) <= company,
        "most": swedish.kronor(most) if most is not None else "",
        "start": _day(outcome.starts.get(lot.number)),
        "delivery": _day(outcome.deliveries.get(lot.number)),
    }


def _strictest(draft: Draft, outcome: Outcome, company: int) -> str:
    """How many lots the company could carry however much is asked for within the law; empty where it says no number."""
    within = [most <= company for lot in outcome.lots if (most := trying.ceiling(draft.facts, lot.value)) is not None]
    return f"{sum(within)} av {len(within)}" if within else ""


def _small(draft: Draft, outcome: Outcome) -> dict[str, Any] | None:
    found = small_lots.among(draft.facts, outcome.lots)
    if found is None:
        return None
    return {
        "limit": swedish.kronor(found.limit.sek),
        "share": small_lots.SHARE,
        "numbers": swedish.enumerate_items([str(lot.number) for lot in found.below]),
        "many": len(found.below) > 1,
        "value": swedish.kronor(found.together),
        "fits": not found.disputed,
    }


def _procedures(draft: Draft, outcome: Outcome) -> str:
    """How the lots are announced, as the question about it is answered."""
    bought, number = draft.brief.get("lots_bought", "one_procurement"), len(outcome.lots)
    if number == 1 or draft.facts.regime not in ("national", "eu"):
        return ""
    return "one" if bought == "one_procurement" else "several" if bought == "own_procedures" else "direct"


def _row(draft: Draft, outcome: Outcome, asked: Demand | None, company: int) -> dict[str, Any]:
    found = len(outcome.lots)
    return {
        "millions": outcome.cap // MILLION,
        "is_now": outcome.cap == draft.facts.cap,
        "impossible": bool(outcome.impossible),
        "lots": str(found) if outcome.least == found else f"{outcome.least}–{found}",
        "largest": swedish.kronor(outcome.largest),
        "smallest": swedish.kronor(outcome.smallest),
        "interfaces": outcome.interfaces,
        "handovers": outcome.handovers,
        "chain": outcome.chain,
        "last_start": _day(outcome.last_start),
        "carried": trying.carried(outcome.lots, asked, company) if asked else "",
    }
