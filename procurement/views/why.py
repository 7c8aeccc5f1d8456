"""Varför står detta här? For each clause of a document: the answers that led to it, its wording, motive and law."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from procurement import content
from procurement.domain import selection
from procurement.domain.assemble import why
from procurement.domain.assemble.builder import Case, ref_text
from procurement.domain.catalogue import KINDS
from procurement.domain.selection import Because
from procurement.export import phrases
from procurement.services import clauses as services
from procurement.views.documents import annexes
from procurement.views.drafts import Draft, draft_for


@require_safe
def document_why(request: HttpRequest, id: UUID, document: str) -> HttpResponse:
    """The document's clauses in their order, each with what led to it."""
    draft = draft_for(request, id)
    asked = annexes(draft).document(document)
    standing = selection.standing(draft.brief, draft.library, draft.facts)
    case = Case(draft.brief, draft.library, draft.facts, standing, draft=True)
    writers = services.writers_of_own(draft.procurement)
    told = [why.explained(one, case) for one in draft.shown_documents]
    page = {
        "procurement": draft.procurement,
        "document": asked,
        "title": phrases.full_title(asked),
        "clauses": [_shown(draft, asked.key, one, writers) for one in why.explained(asked, case)],
        "others": [
            (other.key, phrases.full_title(other), other.key == asked.key)
            for other, clauses in zip(draft.shown_documents, told, strict=True)
            if clauses
        ],
        "may_write": draft.may_write,
    }
    return render(request, "documents/why.html", page)


def _shown(draft: Draft, document: str, one: why.Explained, writers: dict[str, Any]) -> dict[str, Any]:
    clause = one.selected.clause
    id = draft.procurement.id
    writer, at = writers.get(clause.id, ("", None))
    return {
        "id": clause.id,
        "number": one.number,
        "title": clause.title,
        "kind": KINDS[clause.kind],
        "because": _because(draft, one.selected.because),
        "variant": one.selected.variant,
        "is_chosen": clause.kind == "award_criterion",
        "softened_by": _because(draft, one.softened_by),
        "is_house": clause.house and not writer,
        "writer": writer,
        "written_at": at,
        "motive": clause.motive,
        "laws": [{"ref": ref_text(law), "heading": law.heading, "verified": law.verified} for law in one.laws],
        "place_url": f"{reverse('document', args=[id, document])}#{one.anchor}",
        "url": reverse("chosen_clause", args=[id, clause.id]),
        "library_url": reverse("clause", args=[clause.id]) if clause.id in content.library().clauses else "",
    }


def _because(draft: Draft, because: tuple[Because, ...]) -> list[dict[str, str]]:
    return [{"question": r.question, "answer": r.answer, "url": draft.question_url(r.key)} for r in because]
