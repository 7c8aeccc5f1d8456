"""The wizard: one step a page, what its answers lead to, and what happens when two save the same answer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from procurement import services
from procurement.access import author
from procurement.domain import progress, swedish
from procurement.domain.brief import inconsistencies
from procurement.domain.facts import Facts
from procurement.domain.library import Library
from procurement.domain.questions import Fault, Step, Value
from procurement.domain.review import Finding, security
from procurement.forms import (
    OF_HUNDRED,
    Asked,
    StepForm,
    candidate,
    from_brief,
    from_post,
    in_lines,
    is_folded,
    rearranged,
)
from procurement.models import Procurement
from procurement.services import Conflict
from procurement.views.numbers import number
from procurement.views.steps.leading import can_lead, leads
from procurement.views.steps.place import Place, place_for

# Answers that can be right alone and wrong together.
NAME_EACH_OTHER = {"modules", "lots", "criteria"}

# Where no more than this is left of a step that has been begun, it is said what: it is hard to find among the answers.
FEW_LEFT = 2


@dataclass(frozen=True)
class Disputed:
    """An answer that two people gave at the same time."""

    key: str
    label: str
    mine: list[str]
    theirs: list[str]


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, id: UUID, step: str) -> HttpResponse:
    place = place_for(request, id, step, "write" if request.method == "POST" else "read")
    if request.method != "POST":
        stop = security.stop(place.facts)
        # The page with the answer stays open: it may have been a slip.
        if stop and stop.where not in place.questions:
            return render(request, "wizard/stopped.html", stop_notice(place.procurement, place.library, stop))
        form = StepForm(place.step, from_brief(place.step, place.brief), place.brief)
        return _page(request, place, form, revision=place.procurement.revision)
    if "row" in request.POST:
        return _rearrange(request, place)
    return _save(request, place)


@require_POST
def leads_to(request: HttpRequest, id: UUID, step: str) -> HttpResponse:
    """What the answers typed so far lead to, without saving them, and the questions they bring or take away."""
    place = place_for(request, id, step, "read")
    form = _typed(place, request.POST)
    changes, facts, shown = _read(place, form)
    seen = set(request.POST.getlist("shown"))
    context = {
        **_around(place),
        "form": form,
        # What a row says in a line, and what its numbers come to.
        "rows": [asked for asked in shown if asked.question.kind == "rows" and asked.applies],
        "groups": leads(place, candidate(place.brief, changes), facts),
        # Only those that come or go: the field that is being typed in is left alone.
        "changed": [asked for asked in shown if asked.applies != (asked.key in seen)],
        "renamed": request.POST.get("module-names", "") != form.module_names,
    }
    return render(request, "wizard/leads_to.html", context)


def stop_notice(procurement: Procurement, library: Library, stop: Finding) -> dict[str, Any]:
    """Why the wizard stops, whom to talk to, and where the answer is if it was a slip."""
    address = reverse("step", args=[procurement.id, library.step_of[stop.where].slug])
    change = {"url": f"{address}#id_{stop.where}", "url_text": "Ändra svaret, om det blev fel"}
    said = {"level": "stop", "title": stop.message, "text": stop.remedy, "law": stop.law}
    return {"procurement": procurement, "stop": said | change}


def _typed(place: Place, post: QueryDict, *, checked: bool = False) -> StepForm:
    """The step with what has been typed, as it was typed."""
    reasons = {q.key: post.get(f"skip-{q.key}", "") for q in place.step.questions}
    return StepForm(
        place.step,
        from_post(place.step, post),
        {**place.brief, "skipped": reasons},
        by_default=post.getlist("by_default"),
        checked=checked,
    )


def _checked(form: StepForm) -> StepForm:
    """The same, read and with what is wrong with it."""
    return StepForm(form.step, form.typed, {"skipped": form.skipped}, by_default=form.by_default, checked=True)


def _read(place: Place, form: StepForm) -> tuple[dict[str, Value | None], Facts, list[Asked]]:
    """What would be saved of what is on the page, what follows from it, and the questions that are then asked."""
    checked = _checked(form)
    changes = _changes(place, checked)
    facts = place.facts_with(changes) if changes else place.facts
    form.offer(place.library, facts)
    shown, sums = form.shown(facts), checked.sums()
    for asked in shown:
        asked.sum = sums.get(asked.key)
    return changes, facts, shown


def _rearrange(request: HttpRequest, place: Place) -> HttpResponse:
    """A row more, a row less or two in another order; everything typed stays, and nothing is saved by it."""
    key, what, place_of = [*request.POST["row"].split(":"), "0", "0"][:3]
    n = number(place_of)
    typed = _typed(place, request.POST)
    rows = typed.typed.get(key)
    if not isinstance(rows, list) or n is None:
        raise Http404
    rows = rearranged([row for row in rows if isinstance(row, dict)], what, n)
    brief = {**place.brief, "skipped": typed.skipped}
    form = StepForm(place.step, {**typed.typed, key: rows}, brief, by_default=typed.by_default)
    # Where the cursor goes: to the row that moved, into the one that came, or to the button where one went away.
    moved: dict[str, Any] = {
        "key": key,
        "to": {"up": n - 1, "down": n + 1}.get(what),
        "gone": what == "remove",
    }
    if what == "add":
        form.start_at(key, len(rows) - 1)
    response = _page(request, place, form, revision=_revision(request, place), moved=moved)
    return trigger_client_event(response, "rows-changed", after="settle")


def _revision(request: HttpRequest, place: Place) -> int:
    """The revision that was on the screen; a number that makes no sense counts as the first."""
    sent = number(request.POST.get("revision", ""))
    return 1 if sent is None else min(sent, place.procurement.revision)


def _save(request: HttpRequest, place: Place) -> HttpResponse:
    form = _typed(place, request.POST, checked=True)
    changes = _changes(place, form)
    facts = place.facts_with(changes)
    changes = {key: value for key, value in changes.items() if key in facts.asked}

    # An answer that two people gave: mine is saved when it is chosen, and stays on the page until something is.
    disputed = {key: request.POST.get(f"choose-{key}", "") for key in request.POST.getlist("disputed")}
    for key, choice in disputed.items():
        if choice != "mine":
            changes.pop(key, None)
    unsettled = [key for key, choice in disputed.items() if choice not in ("mine", "theirs")]

    reasons = {
        key: "" if changes.get(key) is not None else form.skipped.get(key, "")
        for key in place.questions
        if key in facts.asked
    }
    reasons = {key: why for key, why in reasons.items() if why != place.skipped.get(key, "")}
    saved = services.answer(
        procurement_id=place.procurement.id,
        changes=changes,
        skips=reasons,
        expected_revision=_revision(request, place),
        by=author(request.visitor, place.procurement),
        seen=place.procurement,
    )
    summary = [error for error in form.summary if error["key"] in facts.asked]
    if not (unsettled or summary or isinstance(saved, Conflict)):
        return _onward(request, place, facts, _off(form, facts, changes))

    place.procurement.refresh_from_db()
    place = replace(place)  # what follows from the answers is to be worked out anew
    conflict = _disputes(place, form, unsettled, saved)
    return _page(
        request,
        place,
        form,
        revision=saved.revision,
        errors=summary,
        disputed=conflict,
        disputed_by=saved.by if isinstance(saved, Conflict) else place.procurement.saved_by,
        status=409 if conflict else 200,
    )


def _off(form: StepForm, facts: Facts, changes: Mapping[str, Value | None]) -> tuple[str, str] | None:
    """The question whose numbers have just been saved and are not 100 together, and what is said of it."""
    for key, told in form.sums().items():
        if told.is_off and key in facts.asked and changes.keys() & {key, OF_HUNDRED[key].beside}:
            return key, told.said
    return None


def _onward(request: HttpRequest, place: Place, facts: Facts, off: tuple[str, str] | None) -> HttpResponse:
    """To the next step, unless the answers brought new questions here, do not add up, or there was no wish to leave."""
    seen = set(request.POST.getlist("shown"))
    new = [q for q in place.step.questions if q.key in facts.asked and q.key not in seen and not is_folded(q)]
    if new and seen:
        messages.success(request, "Sparat. Svaren leder till fler frågor på den här sidan.")
        return HttpResponseRedirect(f"{place.address()}#q-{new[0].key}")
    if off:
        key, said = off
        messages.warning(request, f"Sparat. {said}")
        return HttpResponseRedirect(f"{place.address()}#q-{key}")
    if request.POST.get("go") == "stay":
        messages.success(request, "Sparat.")
        return redirect(place.address())
    return redirect(place.next_address())


def _changes(place: Place, form: StepForm) -> dict[str, Value | None]:
    """The answers to save: those without faults, alone and together. What hinders the others is said in the form."""
    brief = place.brief
    changes = {
        key: value
        for key, value in form.answers().items()
        # A default that nobody touched is no answer: then a better default in a later library can come to use.
        if form.is_touched(key, value, brief)
    }
    if all(changes[key] == brief.get(key) for key in changes.keys() & NAME_EACH_OTHER):
        return changes
    known = {fault.path for fault in inconsistencies(brief, place.library)}
    together = [fault for fault in inconsistencies(candidate(brief, changes), place.library) if fault.path not in known]
    for fault in together:
        form.blame(fault)
        _leave_out(fault, changes)
    return changes


def _leave_out(fault: Fault, changes: dict[str, Value | None]) -> None:
    """Modules and lots name each other: what is wrong with one of them is wrong with both."""
    key = fault.path.split("[")[0].split(".")[0]
    for left_out in ("modules", "lots") if key in ("modules", "lots") else (key,):
        changes.pop(left_out, None)


def _disputes(place: Place, form: StepForm, unsettled: list[str], saved: object) -> list[Disputed]:
    answers = form.answers()
    mine = {key: answers.get(key) for key in unsettled if key in place.library.questions}
    theirs = {key: place.brief.get(key) for key in mine}
    if isinstance(saved, Conflict):
        mine |= saved.mine
        theirs |= saved.theirs
    found = []
    for key in (q.key for q in place.step.questions if q.key in mine):
        question = place.library.questions[key]
        found.append(Disputed(key, question.label, in_lines(question, mine[key]), in_lines(question, theirs[key])))
    return found


def _around(place: Place) -> dict[str, Any]:
    return {
        "procurement": place.procurement,
        "step": place.step,
        "may_write": place.may_write,
        "address": place.address(),
        "back": place.back,
        "can_lead": can_lead(place),
    }


def _page(request: HttpRequest, place: Place, form: StepForm, *, status: int = 200, **more: Any) -> HttpResponse:
    """The step. What the answers lead to is said of the answers on the page, saved or not."""
    changes, facts, shown = _read(place, form)
    made = progress.of_step(place.step, place.procurement.brief, place.facts)
    is_hard_to_find = made.state == "started" and len(made.left) <= FEW_LEFT
    settings = [asked for asked in shown if asked.folded]
    faulty = {error["key"] for error in more.get("errors") or []}
    moved = more.get("moved") or {}
    context = {
        **_around(place),
        "form": form,
        "questions": [asked for asked in shown if not asked.folded],
        "settings": settings,
        "settings_open": any(asked.key in faulty or asked.key == moved.get("key") for asked in settings),
        "settings_answered": sum(asked.applies and asked.key in place.brief for asked in settings),
        "settings_apply": any(asked.applies for asked in settings),
        "questions_apply": any(asked.applies for asked in shown if not asked.folded),
        "number": place.number,
        "left": questions_left(len(made.left)),
        "last_left": [place.library.questions[key] for key in made.left] if is_hard_to_find else [],
        "steps": task_list(place.procurement, place.library, place.facts, place.step),
        "groups": leads(place, candidate(place.brief, changes), facts),
        **more,
    }
    return render(request, "wizard/step.html", context, status=status)


def questions_left(number: int) -> str:
    """How many, in words; empty when there are none."""
    return swedish.count(number, "en fråga", "frågor") if number else ""


def task_list(
    procurement: Procurement, library: Library, facts: Facts, current: Step | None = None
) -> list[dict[str, Any]]:
    """The steps, and in words how far each has come."""
    listed = []
    for step in library.steps:
        made = progress.of_step(step, procurement.brief, facts)
        address = reverse("step", args=[procurement.id, step.slug])
        listed.append(
            {
                "title": step.title,
                "url": address,
                "current": step == current,
                "state": made.state,
                "state_text": made.words,
                "left": len(made.left),
                "later": made.later,
            }
        )
    return listed
