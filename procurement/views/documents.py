"""The documents: how far each has come, the preview, and the files."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from procurement.content import brief_with_house
from procurement.domain import brief as briefs
from procurement.domain.document import Document, clause_ids
from procurement.export import archive, html, phrases
from procurement.models import Rendition
from procurement.services import rendering, uses
from procurement.views.drafts import Draft, draft_for

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "zip": "application/zip",
}
FORMATS = {"pdf": "PDF", "docx": "Word"}
# A worker that is at work takes up a document within seconds.
LATE_AFTER = timedelta(minutes=1)


@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest, id: UUID) -> HttpResponse:
    """Every document with its state. Posting tries again what could not be made."""
    draft = draft_for(request, id)
    rendering.request(draft.documents, failed_too=request.method == "POST")
    if not request.htmx:  # type: ignore[attr-defined]
        uses.note(draft.procurement.id, draft.documents)
    if request.method == "POST":
        return redirect("documents", id)
    listed = _listed(draft)
    shown = {
        "procurement": draft.procurement,
        "documents": listed,
        "done": sum(one["state"] == Rendition.DONE for one in listed),
        "working": any(one["is_working"] for one in listed),
        "late": any(one["is_late"] for one in listed) and not any(one["state"] == Rendition.RUNNING for one in listed),
        "failed": any(one["state"] == Rendition.FAILED for one in listed),
        "stops": draft.stops,
    }
    # Asked again by htmx while something is being made: only the list is sent.
    page = "documents/_list.html" if request.htmx else "documents/documents.html"  # type: ignore[attr-defined]
    return render(request, page, shown)


@require_safe
def document(request: HttpRequest, id: UUID, document: str) -> HttpResponse:
    """The document on a sheet of paper, in the words of the PDF. What is missing leads to its question."""
    draft = draft_for(request, id)
    shown = document_of(draft, document)
    page = {
        "procurement": draft.procurement,
        "document": shown,
        "title": phrases.full_title(shown),
        "has_clauses": bool(clause_ids(shown)),
        "sheet": mark_safe(html.sheet(shown, draft.question_url)),
        "others": [(one, phrases.full_title(one)) for one in draft.shown_documents],
    }
    return render(request, "documents/document.html", page)


@require_safe
def document_file(request: HttpRequest, id: UUID, document: str, format: str) -> HttpResponse:
    """The file, or the page that shows how far it has come."""
    draft = draft_for(request, id)
    asked = document_of(draft, document)
    if format not in FORMATS:
        raise Http404
    content = rendering.file(asked, format)
    if content is None:
        return redirect("documents", id)
    return _download(archive.safe_name(f"{asked.file_name}.{format}"), content, TYPES[format])


@require_safe
def all_documents(request: HttpRequest, id: UUID) -> HttpResponse:
    """Every file that the visitor may see, and the answers they were made from, in one ZIP."""
    draft = draft_for(request, id)
    files = []
    for one in draft.shown_documents:
        for format in FORMATS:
            content = rendering.file(one, format)
            if content is None:
                return redirect("documents", id)
            files.append((f"{one.file_name}.{format}", content))
    files.append(("svar.json", briefs.dump(brief_with_house(draft.procurement)).encode()))
    name = archive.safe_name(f"{draft.procurement.title or 'upphandling'} UTKAST.zip")
    return _download(name, archive.archive(files, draft.facts.on), TYPES["zip"])


def _download(name: str, content: bytes, type: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(True, name), "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=type, headers=headers)


def document_of(draft: Draft, key: str) -> Document:
    """The document with the key. Raises Http404 if there is none that the visitor may see."""
    for one in draft.shown_documents:
        if one.key == key:
            return one
    raise Http404


def _listed(draft: Draft) -> list[dict[str, Any]]:
    shown = draft.shown_documents
    made = rendering.renditions(shown)
    sizes = rendering.sizes(made)
    return [_state(draft, one, rendition, sizes) for one, rendition in zip(shown, made, strict=True)]


def _state(
    draft: Draft, one: Document, rendition: Rendition | None, sizes: dict[int, dict[str, int]]
) -> dict[str, Any]:
    id = draft.procurement.id
    made = sizes.get(rendition.id, {}) if rendition else {}
    return {
        "title": phrases.full_title(one),
        "internal": one.internal,
        "url": reverse("document", args=[id, one.key]),
        "state": rendition.state if rendition else Rendition.QUEUED,
        "is_working": rendition is None or rendition.is_working,
        "is_late": bool(
            rendition
            and rendition.state == Rendition.QUEUED
            and rendition.queued < timezone.now() - LATE_AFTER
        ),
        "error": rendition.error if rendition else "",
        "files": [
            {"label": label, "kb": max(1, round(made[format] / 1000)),
             "url": reverse("document_file", args=[id, one.key, format])}
            for format, label in FORMATS.items()
            if format in made
        ],
    }  # fmt: skip
