"""The lots: what is proposed or chosen, why, and the forms that change it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from procurement import services
from procurement.access import author
from procurement.domain import questions, regimes, swedish
from procurement.domain.facts import reasons
from procurement.domain.lots import Lot, Module, Part, Reasons
from procurement.domain.questions import SHORT, Fault
from procurement.domain.shares import spread
from procurement.services.saving import Json
from procurement.views import calendar
from procurement.views.drafts import Draft, draft_for


@require_http_methods(["GET", "HEAD", "POST"])
def lots(request: HttpRequest, id: UUID) -> HttpResponse:
    """The lots as they stand. A form posts what to do in `do`."""
    draft = draft_for(request, id, "write" if request.method == "POST" else "read")
    if request.method != "POST":
        return _lots_page(request, draft)
    faults: list[Fault] = []
    changes, said = _changes(draft, request.POST, faults)
    if faults or not changes:
        return _lots_page(request, draft, typed=request.POST, errors=_errors(faults), status=200 if faults else 400)
    seen = request.POST.get("revision", "")
    saved = services.save(
        procurement_id=draft.procurement.id,
        changes=changes,
        expected_revision=min(int(seen), draft.procurement.revision) if seen.isdecimal() else 0,
        by=author(request.visitor, draft.procurement),  # type: ignore[attr-defined]
    )
    if isinstance(saved, services.Conflict):
        return _lots_page(request, draft_for(request, id), typed=request.POST, conflict=saved)
    messages.success(request, said)
    return redirect("lots", draft.procurement.id)


def _changes(draft: Draft, typed: QueryDict, faults: list[Fault]) -> tuple[dict[str, Json], str]:
    """What to save for what was asked, and what to say about it."""
    match typed.get("do"):
        case "decline":
            question = draft.library.questions["no_split_reason"]
            reason = questions.read(question, typed.get("no_split_reason", ""), question.key, faults)
            if reason is None and not faults:
                faults.append(Fault(question.key, "ert skäl", "ett tomt fält"))
            return {"no_split_reason": str(reason), "lots": None}, "Sparat. Upphandlingen delas inte."
        case "propose":
            return {"no_split_reason": None, "lots": None}, "Nu gäller vårt förslag till delkontrakt."
        case "modules" if draft.facts.from_seams:
            return {"modules": _as_answer(draft.facts.modules)}, "Delarna är nu era moduler. Ändra dem som ni vill."
        case "own" if _can_choose(draft):
            own = _own_lots(draft, typed, faults)
            return {"lots": own, "no_split_reason": None}, "Sparat. Nu gäller er egen uppdelning."
    return {}, ""


def _as_answer(modules: tuple[Module, ...]) -> Json:
    """Our starting point as the user's own modules, to be edited in the wizard."""
    return [
        {
            "key": module.key,
            "name": module.name,
            "need": module.need,
            "cost_sek": module.cost,
            **({"depends_on": list(module.depends_on)} if module.depends_on else {}),
            **({"kind": module.kind} if module.kind else {}),
        }
        for module in modules
    ]


def _can_choose(draft: Draft) -> bool:
    """Whether there are modules of the user's own to place."""
    return bool(draft.facts.modules) and bool(draft.brief.get("modules"))


def _pieces(draft: Draft) -> list[tuple[Part, int]]:
    """What can be placed, and the number of the lot where it lies now: 0 for none.

    A module above the cap comes in as many equal steps as it takes to keep each below.
    """
    lots, found = draft.facts.lots, []
    for module in draft.facts.modules:
        lying = [(part, lot.number) for lot in lots for part in lot.parts if part.module == module.key]
        count = max(len(lying), -(-module.value // draft.facts.cap))
        values = spread(module.value, [1] * count)
        for n, value in enumerate(values, 1):
            key, name = (module.key, module.name) if count == 1 else (f"{module.key}/{n}", f"{module.name}, steg {n}")
            found.append((Part(key, name, module.key, value), lying[n - 1][1] if n <= len(lying) else 0))
    return found


def _own_lots(draft: Draft, typed: QueryDict, faults: list[Fault]) -> Json:
    """The lots as chosen, in the order of their numbers; numbers that nothing was given are closed up.

    A lot without a name is called after what is in it.
    """
    row = next(field for field in draft.library.questions["lots"].fields if field.key == "name")
    found: list[Json] = []
    pieces = {part.key: part for part, _ in _pieces(draft)}
    placed = {key: typed.get(f"lot:{key}", "") for key in pieces}
    for number in (str(n) for n in range(1, len(pieces) + 1)):
        keys = [key for key, lot in placed.items() if lot == number]
        name = questions.read(row, typed.get(f"name:{number}", ""), f"name_{number}", faults)
        if keys:
            lot: dict[str, Json] = {
                "name": str(name or ", ".join(pieces[key].name for key in keys))[:SHORT],
                "modules": [key for key in keys if "/" not in key],
                "parts": [key for key in keys if "/" in key],
            }
            found.append({key: value for key, value in lot.items() if value})
    if not found and not faults:
        faults.append(Fault("lots", "att ni lägger minst en modul i ett delkontrakt", "inget"))
    return found


def _errors(faults: list[Fault]) -> list[dict[str, str]]:
    labels = {"no_split_reason": "Skälet att inte dela", "lots": "Egna delkontrakt"}
    return [
        {
            "id": f"id_{fault.path}",
            "label": labels.get(fault.path, "Namn på delkontrakt"),
            "message": f"vi behöver {fault.expected}.",
        }
        for fault in faults
    ]


def _lots_page(
    request: HttpRequest, draft: Draft, *, typed: QueryDict | None = None, status: int = 200, **shown: Any
) -> HttpResponse:
    facts = draft.facts
    posted: QueryDict | dict[str, Any] = typed or {}
    pieces = _pieces(draft) if _can_choose(draft) else []
    names = {lot.number: lot.name for lot in facts.lots} if facts.own_lots else {}
    # Some to spare; who needs more gets them when these are filled.
    most = min(len(pieces), len(facts.lots) + 3)
    why = reasons(draft.brief, facts) if facts.divided else Reasons((), {})
    page = {
        "why": why.whole,
        "procurement": draft.procurement,
        "facts": facts,
        "total": None if facts.total is None else swedish.kronor(facts.total),
        "cap": swedish.kronor(facts.cap),
        "regime": regimes.NAMES[facts.regime] if facts.regime else "",
        "lots": [_shown(draft, lot) | {"why": why.lots.get(lot.number, "")} for lot in facts.lots],
        "bars": [_bar(lot, facts.cap) for lot in facts.lots],
        "flaws": [finding for finding in draft.findings if finding.where == "lots"],
        "no_split_reason": posted.get("no_split_reason", draft.brief.get("no_split_reason", "")),
        "pieces": [
            {
                "key": part.key,
                "name": part.name,
                "value": swedish.kronor(part.value),
                "lot": posted.get(f"lot:{part.key}", str(number)),
            }
            for part, number in pieces
        ],
        "numbers": [{"number": str(n), "name": posted.get(f"name:{n}", names.get(n, ""))} for n in range(1, most + 1)],
        "budget_url": draft.question_url("budget_sek"),
        "modules_url": draft.question_url("modules"),
        "may_write": draft.may_write,
        "calendar": calendar.shown(request, draft),
        **shown,
    }
    return render(request, "lots/lots.html", page, status=status)


def _shown(draft: Draft, lot: Lot) -> dict[str, Any]:
    facts = draft.facts
    start, delivery = facts.lot_starts.get(lot.number), facts.first_deliveries.get(lot.number)
    return {
        "number": lot.number,
        "name": lot.name,
        "value": swedish.kronor(lot.value),
        "over": lot.value > facts.cap,
        "parts": [{"name": part.name, "value": swedish.kronor(part.value)} for part in lot.parts],
        "before": swedish.enumerate_items([str(number) for number in lot.depends_on]),
        "start": swedish.long_date(start) if start else "",
        "delivery": swedish.long_date(delivery) if delivery else "",
    }


def _bar(lot: Lot, cap: int) -> dict[str, Any]:
    """A lot of exactly the cap fills its bar. Rounded down, so that 100 per cent is said of no less."""
    return {
        "name": f"{lot.number}. {lot.name}",
        "value": swedish.kronor(lot.value),
        "share": lot.value * 100 // cap,
        "over": lot.value > cap,
    }
