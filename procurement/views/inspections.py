"""Old tenders handed in: the list of them, how far each has come, and the report."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procurement import content, services
from procurement.access import authorities_of, authority_of, inspection_for, inspections_of
from procurement.domain import swedish
from procurement.domain.answers import in_words
from procurement.domain.brief import schema_of
from procurement.domain.inspection import beginnings
from procurement.domain.questions import Question, Value
from procurement.intake.limits import MESSAGES, Unreadable
from procurement.models import Inspection
from procurement.services import inspecting
from procurement.views.files import TYPES, download, handed_in
from procurement.views.numbers import number

# A worker that is at work takes up a file within seconds.
LATE_AFTER = timedelta(minutes=1)
BUSY = f"{inspecting.MOST_WAITING} filer väntar redan på att bli lästa. Vänta tills en av dem är klar."


@require_http_methods(["GET", "HEAD", "POST"])
def inspections(request: HttpRequest) -> HttpResponse:
    """The list, and the form to hand in a file."""
    inspecting.sweep(timezone.now())
    fault = ""
    if request.method == "POST":
        authority = authority_of(request.user, number(request.POST.get("authority", "")))
        try:
            name, file = handed_in(request)
            inspection = services.hand_in(authority=authority, by=request.user, name=name, content=file)
        except Unreadable as unreadable:
            fault = MESSAGES[unreadable.code]
        except services.Busy:
            fault = BUSY
        else:
            return redirect("inspection", inspection.id)
    shown = {
        "inspections": inspections_of(request.user),
        "authorities": authorities_of(request.user),
        "fault": fault,
    }
    return render(request, "inspections/list.html", shown, status=422 if fault else 200)


@require_safe
def inspection(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """How far it has come, and the report when there is one."""
    inspecting.sweep(timezone.now())
    found = inspection_for(request.user, inspection_id)
    inspecting.look_after(found)
    shown: dict[str, Any] = {
        "inspection": found,
        "kept_days": inspecting.KEPT_FOR.days,
        "late": found.state == Inspection.QUEUED and found.created < timezone.now() - LATE_AFTER,
    }
    if found.report:
        shown |= {"report": _shown(found.report), "brief": _brief(found)}
    if request.htmx and found.is_working:  # type: ignore[attr-defined]
        return render(request, "inspections/_progress.html", shown)
    response = render(request, "inspections/inspection.html", shown)
    if request.htmx:  # type: ignore[attr-defined]
        # Done: the page asks for itself whole.
        response.headers["HX-Refresh"] = "true"
    return response


@require_safe
def answers_file(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """The answers to start from, as a file that any program can read, this one too."""
    found = _finished(request, inspection_id)
    answers = beginnings.accepted(found.report["brief"]["values"], content.library())
    text = beginnings.as_yaml(answers, found.report["brief"]["sources"])
    name = found.name.rpartition(".")[0] or found.name
    return download(f"{name}.yaml", text, TYPES["yaml"])


@require_POST
def start_procurement(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """A draft with the answers that the old tender gave."""
    found = _finished(request, inspection_id)
    answers = beginnings.accepted(found.report["brief"]["values"], content.library())
    procurement = services.start(authority=found.authority, by=request.user, brief=answers)
    messages.success(request, f"{procurement} har fått de svar som gick att läsa ut. Gå igenom dem steg för steg.")
    return redirect("overview", procurement.id)


@require_POST
def delete_inspection(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    found = inspection_for(request.user, inspection_id)
    services.delete_inspection(inspection=found)
    messages.success(request, f"Besiktningen av {found} är borttagen.")
    return redirect("inspections")


def _finished(request: HttpRequest, id: UUID) -> Inspection:
    found = inspection_for(request.user, id)
    if not found.report:
        raise Http404
    return found


def _shown(report: dict[str, Any]) -> dict[str, Any]:
    """The report with the names of its clauses and with its findings marked."""
    named = dict(report)
    for part in ("lock_in", "obsolete"):
        named[part] = [
            {**group, "instead": _clauses(group.get("instead", [])), "places": [_marked(p) for p in group["places"]],
             "more": group["count"] - len(group["places"])}
            for group in report[part]
        ]  # fmt: skip
    for group in named["obsolete"]:
        group["since_words"] = _since(group.get("since", ""))
    named["reviewed_on"] = date.fromisoformat(report["reviewed"])
    named["lacking"] = sum(not principle["has"] for principle in report["principles"])
    named["covered"] = [{**line, "clause": _clause(line["clause"])} for line in report["covered"]]
    named["principles"] = [
        {**principle, "missing": _clauses(principle["missing"]),
         "has": [{**line, "clause": _clause(line["clause"])} for line in principle["has"]]}
        for principle in report["principles"]
    ]  # fmt: skip
    return named


def _clauses(ids: list[str]) -> list[dict[str, str]]:
    """Those of the clauses that the library has today."""
    return [_clause(id) for id in ids if id in content.library().clauses]


def _clause(id: str) -> dict[str, str]:
    clause = content.library().clauses.get(id)
    return {"id": id, "title": clause.title if clause else ""}


def _since(text: str) -> str:
    """A day in words, or the year or month as the list has it."""
    try:
        return swedish.long_date(date.fromisoformat(text))
    except ValueError:
        year, _, month = text.partition("-")
        return f"{swedish.MONTHS[int(month) - 1]} {year}" if month.isdecimal() else text


def _marked(place: dict[str, str]) -> dict[str, str]:
    """The quote in three: before the words that were found, those words, and after them."""
    before, words, after = place["text"].partition(place["words"])
    return {**place, "before": before, "found": words, "after": after}


def _brief(found: Inspection) -> list[dict[str, Any]]:
    """Each answer with its question and the words it comes from, in the order of the wizard."""
    library = content.library()
    answers = beginnings.accepted(found.report["brief"]["values"], library)
    sources = found.report["brief"]["sources"]
    return [
        {"question": question.label, "answer": _answer(question, answers[key]), "source": sources.get(key, {})}
        for key, question in schema_of(library).items()
        if key in answers and key != "format"
    ]


def _answer(question: Question, value: Value) -> str:
    if isinstance(value, list) and all(isinstance(row, dict) for row in value):
        return ", ".join(str(next(iter(row.values()))) for row in value if isinstance(row, dict))
    return f"{in_words(question, value)} {question.unit}".strip()
