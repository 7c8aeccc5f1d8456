"""What the planning page shows: each lot as a card, its pieces and what they build on, and what is wrong."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from procurement import services
from procurement.domain import costs, regimes, swedish
from procurement.domain import lots as dividing
from procurement.domain.concerns import spared
from procurement.domain.facts import first_need
from procurement.domain.lots import Lot, Module, Reasons
from procurement.domain.lots.comparing import homes
from procurement.domain.lots.moving import NEW
from procurement.domain.questions import SHORT
from procurement.services.division import changes_of
from procurement.views import calendar, lot_law
from procurement.views.drafts import Draft
from procurement.views.lots import comparison, weights
from procurement.views.lots.acting import may_be_divided, same, where, written
from procurement.views.lots.new_module import NewModule, question_of
from procurement.views.review import LEVELS

# What the review finds about the division, whichever question it is about.
ABOUT_LOTS = ("lots", "small_lots", "lots_bought", "lot_bids", "lot_combinations", "max_lots_per_supplier")

# In a strip of more lots than this the numbers would lie on each other.
NUMBERED = 12


def place(piece: str) -> str:
    """The id of a piece on the page."""
    return f"del-{piece}"


def address(request: HttpRequest, draft: Draft) -> str:
    """The page with the comparison that is open on it."""
    other = request.GET.get("jamfor", "")
    query = f"?{urlencode({'jamfor': other})}" if other else ""
    return reverse("lots", args=[draft.procurement.id]) + query


def page(
    request: HttpRequest,
    draft: Draft,
    *,
    typed: QueryDict | None = None,
    status: int = 200,
    faults: Iterable[dict[str, str]] = (),
    conflict: services.Conflict | None = None,
    said: str = "",
    moved: tuple[str, ...] = (),
) -> HttpResponse:
    """The page, or only the plan where a script asks."""
    is_answer = request.method == "POST" and bool(request.htmx)  # type: ignore[attr-defined]
    changes = changes_of(draft.procurement) if draft.facts.lots else []
    shown = {
        **_plan(draft, typed or QueryDict(), moved),
        "undo": changes[-1] if changes else None,
        "calendar": calendar.shown(request, draft),
        "law": lot_law.shown(draft),
        "comparison": comparison.shown(request, draft, changes),
        "here": address(request, draft),
        "errors": list(faults),
        "conflict": conflict,
        "said": said,
        # They are said in the line of the plan, which is seen wherever on the page one is.
        "messages": (),
    }
    if not is_answer:
        shown["said"] = said or " ".join(str(message) for message in get_messages(request))
    template = "lots/_answer.html" if is_answer else "lots/lots.html"
    return render(request, template, shown, status=status)


def _plan(draft: Draft, typed: QueryDict, moved: tuple[str, ...]) -> dict[str, Any]:
    facts, why = draft.facts, written(draft)
    has_lots, may_plan = bool(facts.lots), draft.may_write and may_be_divided(draft)
    return {
        "procurement": draft.procurement,
        "facts": facts,
        "may_write": draft.may_write,
        "shares_cost": costs.are_shared(draft.brief, draft.library, draft.facts),
        "may_plan": may_plan,
        "address": reverse("lots", args=[draft.procurement.id]),
        "total": None if facts.total is None else swedish.kronor(facts.total),
        "cap": swedish.kronor(facts.cap),
        "regime": regimes.NAMES[facts.regime] if facts.regime else "",
        "figures": _figures(draft) if has_lots else {},
        "why": " ".join(why.whole),
        "whole_reason": typed.get("division_reason", " ".join(why.whole)),
        "may_reason": facts.divided and "division_reason" in draft.library.questions,
        "may_reason_each": facts.divided and question_of(draft, "reason") is not None,
        "lots": _cards(draft, why, typed, moved),
        "strip": _strip(facts.lots),
        "outside": _outside(draft, moved),
        "places": [(str(lot.number), f"Delkontrakt {lot.number}") for lot in facts.lots],
        "new": str(NEW),
        "findings": _findings(draft),
        "no_split_reason": typed.get("no_split_reason", draft.brief.get("no_split_reason", "")),
        "new_module": NewModule(draft, typed) if may_plan else None,
        "longest_name": SHORT,
        "longest_need": asked.max_length if (asked := question_of(draft, "first_need")) else None,
        "budget_url": draft.question_url("budget_sek"),
        "modules_url": draft.question_url("modules"),
    }


def _figures(draft: Draft) -> dict[str, Any]:
    """The division in one line."""
    facts = draft.facts
    largest = max(facts.lots, key=lambda lot: lot.value)
    return {
        "lots": swedish.count(len(facts.lots), "ett delkontrakt", "delkontrakt"),
        "largest": swedish.kronor(largest.value),
    }


def _cards(draft: Draft, why: Reasons, typed: QueryDict, moved: tuple[str, ...]) -> list[dict[str, Any]]:
    facts = draft.facts
    at, known = homes(facts.lots), {module.key: module for module in facts.modules}
    lies = where(draft)
    steps = {m: sum(part.module == m for lot in facts.lots for part in lot.parts) for m in known}
    # Where the contracts are asked for a first delivery, and the release of the draft has the field.
    may_need = "first_need" in facts.asked and question_of(draft, "first_need") is not None
    cards, seen = [], set[str]()
    for lot in facts.lots:
        start, delivery = facts.lot_starts.get(lot.number), facts.first_deliveries.get(lot.number)
        reason = why.lots.get(lot.number, "")
        shown = {"name": lot.name, "reason": reason, "first_need": first_need(draft.brief, facts, lot)}
        written = {key: typed.get(f"{key}:{lot.number}", text) for key, text in shown.items()}
        weighed = [(one, typed.get(one.name, one.shown)) for one in weights.fields(draft, lot)]
        pieces = []
        for part in lot.parts:
            module = known[part.module]
            pieces.append(
                {
                    "key": part.key,
                    "id": place(part.key),
                    "name": module.name,
                    "step": f"etapp {part.key.rpartition('/')[2]} av {steps[part.module]}" if "/" in part.key else "",
                    "value": swedish.kronor(part.value),
                    "lot": lot.number if lies[part.key] else None,
                    # A module that stands in two lots is moved from the first of them.
                    "may_move": part.key not in seen,
                    "may_be_cut": "/" not in part.key and part.value > facts.cap,
                    "is_moved": part.key in moved or part.module in moved,
                    **_neighbours(module, lot.number, at, known),
                }
            )
            seen.add(part.key)
        cards.append(
            {
                "number": lot.number,
                "name": lot.name,
                "value": swedish.kronor(lot.value),
                "over": lot.value > facts.cap,
                "excess": swedish.kronor(max(lot.value - facts.cap, 0)),
                # Rounded down, so that 100 per cent is said of no less.
                "share": lot.value * 100 // facts.cap,
                "bar": min(lot.value * 100 // facts.cap, 100),
                "before": swedish.enumerate_items([str(number) for number in lot.depends_on]),
                "later": swedish.enumerate_items([str(n) for n in lot.depends_on if n > lot.number]),
                "start": swedish.long_date(start) if start else "",
                "delivery": swedish.long_date(delivery) if delivery else "",
                "why": reason,
                "first_need": shown["first_need"],
                "may_need": may_need and "PC-FIRST-01" not in spared(lot, facts.modules, draft.library),
                "typed": written,
                "weights": weighed,
                "weighed": weights.differing(draft, lot),
                "is_open": any(not same(text, shown[key]) for key, text in written.items())
                or any(not same(text, one.shown) for one, text in weighed),
                "pieces": pieces,
            }
        )
    return cards


def _neighbours(
    module: Module, here: int, at: dict[str, tuple[int, ...]], known: dict[str, Module]
) -> dict[str, object]:
    """What a module builds on and what builds on it, each with where it lies."""
    needed_by = [other for other in known.values() if module.key in other.depends_on]
    return {
        "need": module.need,
        "needs": [_neighbour(known[key], here, at, is_before=True) for key in module.depends_on if key in known],
        "needed_by": [_neighbour(other, here, at, is_before=False) for other in needed_by],
    }


def _neighbour(module: Module, here: int, at: dict[str, tuple[int, ...]], *, is_before: bool) -> dict[str, object]:
    lots = at.get(module.key, ())
    if not lots:
        return {"name": module.name, "place": "inte i något delkontrakt", "broken": True}
    if here in lots:
        return {"name": module.name, "place": "samma delkontrakt", "broken": False}
    broken = min(lots) > here if is_before else max(lots) < here
    late = (", som kommer senare" if is_before else ", som kommer före") if broken else ""
    numbers = swedish.enumerate_items([str(number) for number in lots])
    return {"name": module.name, "place": f"delkontrakt {numbers}{late}", "broken": broken}


def _outside(draft: Draft, moved: tuple[str, ...]) -> list[dict[str, Any]]:
    """The modules that lie in no lot: something the user must mend."""
    facts = draft.facts
    at = homes(facts.lots)
    return [
        {
            "key": module.key,
            "id": place(module.key),
            "name": module.name,
            "value": swedish.kronor(module.value),
            "lot": None,
            "may_move": True,
            "is_moved": module.key in moved,
            "need": module.need,
        }
        for module in facts.modules
        if module.key not in at and facts.lots
    ]


def _strip(lots: tuple[Lot, ...]) -> list[dict[str, str]]:
    """The whole purchase as one bar, cut where the lots are. Places in per cent, written for the drawing."""
    total, found, left = sum(lot.value for lot in lots), [], 0
    for lot in lots:
        if total:
            x, width = 100 * left / total, 100 * lot.value / total
            label = str(lot.number) if len(lots) <= NUMBERED and width >= 4 else ""
            found.append({"x": f"{x:.3f}", "width": f"{width:.3f}", "middle": f"{x + width / 2:.3f}", "label": label})
        left += lot.value
    return found


def _findings(draft: Draft) -> list[dict[str, Any]]:
    """What the review says about the division, each with the way to where it is mended."""
    facts = draft.facts
    flaws = dividing.flaws(facts.lots, facts.modules, facts.cap) if facts.own_lots else []
    cards = iter([flaw.lot for flaw in flaws])
    found = []
    for one in draft.findings:
        is_about_lots = one.where in ABOUT_LOTS or one.code in ("lots_impossible", "review_not_apart")
        if not is_about_lots or one.severity == "advice" or one.code == "missing":
            continue
        number = next(cards, 0) if one.code in ("lot_above_cap", "lot_backwards", "lot_missing", "lot_twice") else 0
        if one.where in draft.library.step_of and one.where != "lots":
            url, text = draft.question_url(one.where), "Gå till frågan"
        elif number:
            url, text = f"#delkontrakt-{number}", f"Till delkontrakt {number}"
        else:
            url, text = ("#utanfor", "Till modulen") if one.code == "lot_missing" else ("", "")
        found.append(
            {
                "level": LEVELS[one.severity],
                "title": one.message,
                "text": one.remedy,
                "law": one.law,
                "url": url,
                "url_text": text,
            }
        )
    return sorted(found, key=lambda one: one["level"] != "stop")
