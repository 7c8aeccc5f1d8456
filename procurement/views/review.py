"""The review: what is left to do before the documents can be used, and what the draft amounts to."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from procurement.domain import regimes, selection, swedish
from procurement.domain.review import Finding
from procurement.services import rendering
from procurement.views.drafts import Draft, draft_for

LEVELS = {"stop": "stop", "warning": "warning", "advice": "note"}


@require_safe
def review(request: HttpRequest, id: UUID) -> HttpResponse:
    """Opening it starts the work on the documents, so that they are usually there when somebody asks for them."""
    draft = draft_for(request, id)
    rendering.request(draft.documents)
    missing = [finding for finding in draft.findings if finding.code == "missing"]
    other = [finding for finding in draft.findings if finding.code != "missing"]
    shown = {
        "procurement": draft.procurement,
        "stops": len([finding for finding in draft.findings if finding.severity == "stop"]),
        "missing": _by_step(draft, missing),
        "missing_count": len(missing),
        "findings": [_shown(draft, finding) for finding in other],
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


def _shown(draft: Draft, finding: Finding) -> dict[str, str]:
    url, words = _place(draft, finding.where)
    return {
        "level": LEVELS[finding.severity],
        # Under a heading that says so already.
        "title": finding.message.removeprefix("Svar saknas: "),
        "law": finding.law,
        "url": url,
        "url_text": words,
    }


def _place(draft: Draft, where: str) -> tuple[str, str]:
    """Where something can be done about it, and what the link says."""
    id = draft.procurement.id
    if where == "lots":
        return reverse("lots", args=[id]), "Gå till delkontrakten"
    if where == "deviations":
        return reverse("clauses", args=[id]), "Gå till klausulerna"
    if where in draft.library.clauses:
        return reverse("chosen_clause", args=[id, where]), "Gå till klausulen"
    return draft.question_url(where), "Gå till frågan"


def _summary(draft: Draft) -> dict[str, Any]:
    facts = draft.facts
    applicable = selection.applicable(draft.brief, draft.library, facts)
    off = [chosen for chosen in applicable if chosen.deviation]
    return {
        "total": None if facts.total is None else swedish.kronor(facts.total),
        "regime": regimes.NAMES[facts.regime] if facts.regime else "",
        "duties": regimes.DUTIES[facts.regime] if facts.regime else (),
        "threshold": swedish.kronor(facts.threshold.sek) if facts.threshold else "",
        "lots": len(facts.lots),
        "divided": facts.divided,
        "clauses": len(applicable) - len(off),
        "deviations": len(off),
    }
