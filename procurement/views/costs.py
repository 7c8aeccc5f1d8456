"""Kostnadsfördelning: what each of those who buy together pays, with every key beside the others."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods

from procurement import services
from procurement.access import author
from procurement.domain import answers, cost_picture, questions, swedish
from procurement.domain import costs as sharing
from procurement.domain.assemble import cost_sheet
from procurement.domain.costs import Workings
from procurement.domain.questions import Fault
from procurement.export import drawing
from procurement.views.documents import Annexes, listed
from procurement.views.drafts import Draft, draft_for

KEY = "cost_key"


@require_http_methods(["GET", "HEAD", "POST"])
def costs(request: HttpRequest, id: UUID) -> HttpResponse:
    """What each pays as it stands, and by the other keys. Posting chooses one."""
    if request.method == "POST":
        return _choose(request, draft_for(request, id, "write"))
    draft = draft_for(request, id, "costs")
    named = sharing.parties(draft.brief)
    page: dict[str, Any] = {
        "procurement": draft.procurement,
        "may_write": draft.may_write,
        "may_share": not draft.is_guest,
        "only_costs": draft.only_costs,
        "partners_url": draft.question_url("partners"),
        "are_shared": sharing.are_shared(draft.brief, draft.library, draft.facts),
        "parties": swedish.count(len(named), "En organisation", "organisationer").capitalize(),
    }
    if page["are_shared"]:
        papers = tuple(one for one in draft.documents if one.key == cost_sheet.KEY)
        page |= {"paper": listed(Annexes(draft, None, papers, papers))[0]} | _shared(draft)
    return render(request, "costs/costs.html", page)


def _choose(request: HttpRequest, draft: Draft) -> HttpResponse:
    faults: list[Fault] = []
    chosen = questions.read(draft.library.questions[KEY], request.POST.get(KEY, ""), KEY, faults)
    if faults or chosen is None:
        messages.warning(request, "Välj hur kostnaden ska delas. Inget sparades.")
        return redirect("costs", draft.procurement.id)
    saved = services.save(
        procurement_id=draft.procurement.id,
        changes={KEY: str(chosen)},
        expected_revision=draft.seen(request.POST),
        by=author(request.visitor, draft.procurement),  # type: ignore[attr-defined]
    )
    if isinstance(saved, services.Conflict):
        messages.warning(request, f"{saved.by} har just ändrat fördelningen. Inget sparades: se vad som gäller nu.")
    else:
        messages.success(request, f"Sparat. Det gemensamma delas {answers.in_words(_question(draft), chosen)}.")
    return redirect("costs", draft.procurement.id)


def _question(draft: Draft) -> questions.Question:
    return draft.library.questions[KEY]


def _shared(draft: Draft) -> dict[str, Any]:
    facts, brief = draft.facts, draft.brief
    chosen = str(facts.answers.get(KEY, "by_module"))
    # An agreement is compared with the others once there is one.
    keys = [key for key in sharing.KEYS if key != "custom" or chosen == key or brief.get("cost_shares")]
    tried = {key: sharing.workings(brief, facts, key) for key in keys}
    found = tried[chosen]
    missing = cost_sheet.unknown(brief, draft.library, facts, chosen) if found is None else None
    picture = cost_picture.picture(found) if found else None
    known = {key: one for key, one in tried.items() if one}
    names = list(dict.fromkeys(cost.partner for one in known.values() for cost in one.costs))
    return {
        "total": "" if facts.total is None else swedish.kronor(facts.total),
        "ceiling": swedish.kronor(ceiling) if (ceiling := answers.joint_ceiling(facts)) is not None else "",
        "meaning": cost_sheet.meaning(chosen, brief),
        "reason": str(facts.answers.get("cost_key_reason") or ""),
        "missing": {"text": missing.label, "url": draft.question_url(missing.key)} if missing else None,
        "picture": {"caption": picture.caption, "svg": mark_safe(drawing.svg(picture))} if picture else None,
        "keys": [_key(draft, key, one, key == chosen) for key, one in known.items()],
        "compared": [_row(draft, name, known, chosen) for name in names],
        "waiting": [_waiting(draft, key) for key in keys if key not in known and key != chosen],
        "population": bool(sharing.population(brief)),
        "lots": _lots(draft, found) if found else None,
        "modules": _modules(found) if found else [],
        "choices": [
            {"key": str(one.key), "label": one.label, "hint": one.hint, "chosen": str(one.key) == chosen}
            for one in _question(draft).choices
        ],
        "shares_url": draft.question_url("cost_shares") if chosen == "custom" else "",
        "modules_url": draft.question_url("modules"),
    }


def _key(draft: Draft, key: str, found: Workings, is_chosen: bool) -> dict[str, Any]:
    """A column of the comparison."""
    return {
        "label": _label(draft, key),
        "is_chosen": is_chosen,
        "total": swedish.kronor(sum(cost.sek for cost in found.costs)),
    }


def _waiting(draft: Draft, key: str) -> dict[str, str]:
    """A key that cannot be worked out, and the answer that it waits for."""
    missing = cost_sheet.unknown(draft.brief, draft.library, draft.facts, key)
    return {
        "label": _label(draft, key),
        "for": missing.label if missing else "",
        "url": draft.question_url(missing.key) if missing else "",
    }


def _label(draft: Draft, key: str) -> str:
    choice = _question(draft).choice(key)
    return choice.label if choice else key


def _row(draft: Draft, name: str, tried: dict[str, Workings], chosen: str) -> dict[str, Any]:
    """What one pays by each key."""
    people = sharing.population(draft.brief).get(name)
    cells = []
    for key, found in tried.items():
        sek = next((cost.sek for cost in found.costs if cost.partner == name), None)
        cells.append(
            {
                # On a phone the heads of the columns are not seen, and each amount says its own.
                "head": _label(draft, key) + (" (gäller nu)" if key == chosen else ""),
                "sek": "–" if sek is None else swedish.kronor(sek),
                "per_head": cost_sheet.per_head(sek, people) if sek is not None and people else "",
            }
        )
    return {"name": name, "cells": cells}


def _lots(draft: Draft, found: Workings) -> dict[str, Any] | None:
    """What each pays of each lot, with the sums both ways; None where there is one contract."""
    facts = draft.facts
    shared = sharing.by_lot(found, facts)
    if not facts.divided or not shared:
        return None
    return {
        "heads": [{"number": lot.number, "name": lot.name, "value": swedish.number(lot.value)} for lot in facts.lots],
        "rows": [
            {
                "name": cost.partner,
                "cells": [swedish.number(row[n].sek) for row in shared.values()],
                "sum": swedish.number(cost.sek),
            }
            for n, cost in enumerate(found.costs)
        ],
        "total": swedish.number(sum(cost.sek for cost in found.costs)),
    }


def _modules(found: Workings) -> list[dict[str, Any]]:
    """Who pays what of each module."""
    modules: dict[str, dict[str, Any]] = {}
    for payment in found.payments:
        if payment.hundredths:
            module = modules.setdefault(payment.key, {"name": payment.module, "payers": []})
            module["payers"].append(
                {
                    "name": payment.payer or "Gemensamt",
                    "share": swedish.percent(payment.hundredths / 100),
                    "sek": swedish.kronor(payment.sek),
                }
            )
    return list(modules.values())
