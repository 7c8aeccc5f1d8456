"""The shares of the parts that stand in for modules: what each takes of the whole, in per cent."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from procurement import services
from procurement.access import author
from procurement.domain import seams as parts
from procurement.domain.brief import schema_of
from procurement.forms.kinds import answered
from procurement.services.saving import Json
from procurement.views.drafts import Draft, draft_for


@require_http_methods(["GET", "HEAD", "POST"])
def seams(request: HttpRequest, id: UUID) -> HttpResponse:
    """The shares, which the page of the lots shows too. `do=reset` takes back ours."""
    draft = draft_for(request, id, "write" if request.method == "POST" else "read")
    if not draft.facts.seams:
        return redirect("lots", id)
    if request.method != "POST":
        return _page(request, draft)
    is_reset = request.POST.get("do") == "reset"
    shares, errors = ({}, []) if is_reset else _typed(draft, request.POST)
    if errors:
        return _page(request, draft, typed=request.POST, errors=errors)
    saved = services.save(
        procurement_id=draft.procurement.id,
        changes={parts.KEY: shares or None},
        expected_revision=draft.seen(request.POST),
        by=author(request.visitor, draft.procurement),  # type: ignore[attr-defined]
    )
    if isinstance(saved, services.Conflict):
        return _page(request, draft_for(request, id), typed=request.POST, conflict=saved)
    messages.success(request, "Nu gäller vår uppskattning av andelarna." if is_reset else "Andelarna är sparade.")
    return redirect("lots", id)


def _typed(draft: Draft, typed: QueryDict) -> tuple[dict[str, Json], list[dict[str, str]]]:
    """The shares as the brief keeps them, and what is wrong with them. An empty field is no share."""
    question = schema_of(draft.library)[parts.KEY].fields[0]
    shares: dict[str, Json] = {}
    errors = []
    for share in draft.facts.seams:
        try:
            shares[share.seam.key] = answered(question, typed.get(f"share_{share.seam.key}", ""), share.seam.key) or 0
        except ValidationError as error:
            label = f"Andelen för {share.seam.name}"
            errors.append({"id": f"id_share_{share.seam.key}", "label": label, "message": error.messages[0]})
    for fault in [] if errors else parts.faults({parts.KEY: shares}, draft.library.seams):
        first = draft.facts.seams[0].seam.key
        message = f"De är {fault.found} tillsammans. De ska vara 100 procent."
        errors.append({"id": f"id_share_{first}", "label": "Andelarna", "message": message})
    return shares, errors


def _page(request: HttpRequest, draft: Draft, *, typed: QueryDict | None = None, **shown: Any) -> HttpResponse:
    page = {"procurement": draft.procurement, "facts": draft.facts, "may_write": draft.may_write, **shown}
    if typed is not None:
        page["typed"] = [(share, typed.get(f"share_{share.seam.key}", "")) for share in draft.facts.seams]
    return render(request, "lots/seams.html", page)
