"""The planning page: the lots as cards, and what can be done to them.

Every way to move a module, by mouse, by keys or by choosing in a list, posts the same form.
"""

from copy import copy
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from procurement import content, services
from procurement.access import author
from procurement.domain import facts
from procurement.services.saving import stood_at
from procurement.views.drafts import Draft, draft_for
from procurement.views.lots import acting, showing
from procurement.views.lots.new_module import PREFIX
from procurement.views.numbers import number


@require_http_methods(["GET", "HEAD", "POST"])
def lots(request: HttpRequest, id: UUID) -> HttpResponse:
    """The lots as they stand. The form posts what to do in `do`, and everything that is typed in it."""
    draft = draft_for(request, id, "write" if request.method == "POST" else "read")
    if request.method != "POST":
        return showing.page(request, draft)
    if request.POST.get("do") == "undo":
        return _undo(request, draft)
    revision = _revision(draft, request.POST)
    seen = _as_seen(draft, revision)
    asked = acting.asked(seen, request.POST)
    if asked is None:
        return showing.page(request, draft, typed=request.POST, status=400)
    if asked.faults:
        return showing.page(request, draft, typed=request.POST, faults=asked.faults)
    saved = services.save(
        procurement_id=draft.procurement.id,
        changes=asked.changes,
        expected_revision=revision,
        by=author(request.visitor, draft.procurement),  # type: ignore[attr-defined]
    )
    if isinstance(saved, services.Conflict):
        return showing.page(request, draft_for(request, id, "write"), typed=request.POST, conflict=saved)
    after = draft_for(request, id, "write")
    return _answer(request, seen, after, acting.said(asked, seen, after), asked)


def _undo(request: HttpRequest, draft: Draft) -> HttpResponse:
    undone = services.undo_division(
        procurement_id=draft.procurement.id,
        number=number(request.POST.get("undo", "")) or 0,
        by=author(request.visitor, draft.procurement),  # type: ignore[attr-defined]
    )
    after = draft_for(request, draft.procurement.id, "write")
    seen = _as_seen(draft, _revision(draft, request.POST))
    return _answer(request, seen, after, acting.said_of_undoing(after, undone), acting.Asked({}))


def _answer(request: HttpRequest, seen: Draft, after: Draft, said: str, asked: acting.Asked) -> HttpResponse:
    """The plan as it is now: alone to a script, else by way of a new page."""
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, said)
        place = f"#{showing.place(asked.pieces[0])}" if asked.pieces else ""
        return HttpResponseRedirect(showing.address(request, after) + place)
    return showing.page(request, after, typed=_left(request.POST, seen, asked), said=said, moved=asked.pieces)


def _left(typed: QueryDict, seen: Draft, asked: acting.Asked) -> QueryDict:
    """What is typed in fields that had no part in what was done: it is still there afterwards."""
    left, shown = typed.copy(), acting.fields(seen)
    for key in typed:
        is_new = key.startswith(PREFIX) and not asked.adds
        is_saved = bool(asked.changes.get(key)) or (asked.draws and key != "no_split_reason")
        is_text = key in shown and not is_saved and not acting.same(typed[key], shown[key])
        if not (is_new or is_text):
            del left[key]
    return left


def _revision(draft: Draft, typed: QueryDict) -> int:
    """The revision that was on the screen; a number that makes no sense counts as the first."""
    return draft.seen(typed) or 1


def _as_seen(draft: Draft, revision: int) -> Draft:
    """The draft as it was on the screen: that is what the form speaks of."""
    if revision == draft.procurement.revision:
        return draft
    procurement = copy(draft.procurement)
    stood = stood_at(procurement, revision)
    procurement.brief = {key: value for key, value in stood.items() if value is not None}
    derived = facts.derive(procurement.brief, draft.library, content.amounts(), timezone.localdate())
    return replace(draft, procurement=procurement, facts=derived)
