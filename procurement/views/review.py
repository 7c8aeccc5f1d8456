"""The review: what is left to do before the documents can be used, and what the draft amounts to."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from procurement.access import author
from procurement.domain import questions, regimes, selection, swedish
from procurement.domain.questions import Fault, Question
from procurement.domain.review import MISSING, Finding
from procurement.services import clauses, rendering, reviewing
from procurement.views.back import from_page
from procurement.views.drafts import Draft, draft_for

LEVELS = {"stop": "stop", "warning": "warning", "advice": "note"}
REASON = Question("reason", "long_text", "Skäl", max_length=1_000)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, id: UUID) -> HttpResponse:
    """Opening it starts the work on the documents, so that they are usually there when somebody asks for them."""
    if request.method == "POST":
        return _decide(request, draft_for(request, id, "write"))
    draft = draft_for(request, id)
    rendering.request(draft.documents)
    return _page(request, draft)


def _decide(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Leave a piece of advice be, or take it up again. Nothing graver than advice can be left."""
    code, where = request.POST.get("code", ""), request.POST.get("where", "")
    advice = [one for one in draft.findings if one.severity == "advice" and (one.code, one.where) == (code, where)]
    if not advice:
        messages.warning(request, "Rådet finns inte längre. Det som återstår står här.")
        return redirect("review", draft.procurement.id)
    faults: list[Fault] = []
    takes_up = request.POST.get("do") == "take_up"
    reason = "" if takes_up else questions.read(REASON, request.POST.get("reason", "").strip(), "reason", faults)
    if not reason and not takes_up:
        expected = faults[0].expected if faults else "ett skäl. Utan det står rådet kvar"
        said = {"code": code, "where": where, "message": f"vi behöver {expected}."}
        return _page(request, draft, said | {"reason": request.POST.get("reason", "")})
    overtaken = reviewing.acknowledge(
        procurement_id=draft.procurement.id,
        code=code,
        where=where,
        reason=str(reason),
        seen=request.POST.get("seen", ""),
        by=author(request.visitor, draft.procurement),  # type: ignore[attr-defined]
    )
    if overtaken:
        messages.warning(request, f"{overtaken.by} har just bestämt något om samma råd. Inget sparades.")
    elif takes_up:
        messages.success(request, "Sparat. Rådet står med igen.")
    else:
        messages.success(request, "Sparat. Rådet lämnas därhän, och skälet står i beslutsunderlaget.")
    return redirect("review", draft.procurement.id)


def _page(request: HttpRequest, draft: Draft, fault: dict[str, str] | None = None) -> HttpResponse:
    missing = [finding for finding in draft.findings if finding.code == "missing"]
    other = [finding for finding in draft.findings if finding.code != "missing"]
    shown_findings = [_shown(draft, finding, number, fault) for number, finding in enumerate(other, 1)]
    open_findings = [one for one in shown_findings if not one["acknowledged"]]
    shown = {
        "procurement": draft.procurement,
        "stops": draft.stops,
        "missing": _by_step(draft, missing),
        "missing_count": len(missing),
        "faults": [one for one in open_findings if one["level"] != "note"],
        "advice": [one for one in open_findings if one["level"] == "note"],
        "left": [one for one in shown_findings if one["acknowledged"]],
        "errors": [
            {"id": f"skal-{one['number']}", "label": one["title"], "message": fault["message"]}
            for one in shown_findings
            if fault and one["fault"]
        ],
        "may_write": draft.may_write,
        "summary": _summary(draft),
    }
    return render(request, "review/review.html", shown)


def _by_step(draft: Draft, missing: list[Finding]) -> list[dict[str, Any]]:
    """The answers that are missing, under the page that asks for them, in the order of the wizard."""
    return [
        {"title": step.title, "findings": found}
        for step in draft.library.steps
        if (
            found := [_shown(draft, finding) for finding in missing if draft.library.step_of.get(finding.where) == step]
        )
    ]


def _shown(draft: Draft, finding: Finding, number: int = 0, fault: dict[str, str] | None = None) -> dict[str, Any]:
    url, words = place(draft, finding.where, "granska")
    here = fault if fault and (fault["code"], fault["where"]) == (finding.code, finding.where) else None
    return {
        "number": number,
        "code": finding.code,
        "where": finding.where,
        "text": finding.remedy,
        "may_be_left": finding.severity == "advice" and draft.may_write,
        "acknowledged": finding.acknowledged,
        "seen": clauses.mark(reviewing.acknowledged(draft.procurement.brief, finding.code, finding.where)),
        "fault": here,
        "level": LEVELS[finding.severity],
        # Under a heading that says so already.
        "title": finding.message.removeprefix(MISSING),
        "law": finding.law,
        "url": url,
        "url_text": words,
    }


def place(draft: Draft, where: str, page: str) -> tuple[str, str]:
    """Where something can be done about it, with the way back to the page, and what the link says."""
    id = draft.procurement.id
    if where == "lots":
        return reverse("lots", args=[id]), "Gå till delkontrakten"
    if where == "deviations":
        return reverse("clauses", args=[id]), "Gå till klausulerna"
    if where in draft.library.clauses:
        return reverse("chosen_clause", args=[id, where]), f"Gå till klausulen ”{draft.library.clauses[where].title}”"
    question = draft.library.questions.get(where)
    words = f"Gå till frågan ”{question.label}”" if question else "Gå till frågan"
    return from_page(page, draft.question_url(where)), words


def _summary(draft: Draft) -> dict[str, Any]:
    facts = draft.facts
    applicable = selection.applicable(draft.brief, draft.library, facts)
    off = [chosen for chosen in applicable if chosen.deviation]
    return {
        "total": None if facts.total is None else swedish.kronor(facts.total),
        "regime": regimes.NAMES[facts.regime] if facts.regime else "",
        "duties": regimes.DUTIES[facts.regime] if facts.regime else (),
        "lots": len(facts.lots),
        "divided": facts.divided,
        "clauses": len(applicable) - len(off),
        "deviations": len(off),
    }
