"""The documents, all of them or those of one lot: how far each has come, the preview, and the files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from procurement.access import Right
from procurement.domain import assemble, ocds
from procurement.domain import brief as briefs
from procurement.domain.assemble import listing as clauses
from procurement.domain.assemble.builder import Case
from procurement.domain.assemble.cost_sheet import KEY as COSTS
from procurement.domain.document import Document, clause_ids
from procurement.domain.lots import Lot
from procurement.export import FORMATS as RENDERERS
from procurement.export import archive, attachment, html, listing, offered, phrases
from procurement.models import Rendition
from procurement.services import rendering, tender
from procurement.views import editions
from procurement.views.back import from_page
from procurement.views.drafts import Draft, draft_for
from procurement.views.files import FOR_BUYER, FOR_PARTNERS, FOR_TENDERERS, FORMATS, TYPES, download, grouped

# Cheap to make: they are made when somebody asks, and are not kept.
MORE_FORMATS = {"odt": "OpenDocument (ODT)", "html": "Webbsida (HTML)", "md": "Markdown"}
# A worker that is at work takes up a document within seconds.
LATE_AFTER = timedelta(minutes=1)


@dataclass(frozen=True)
class Annexes:
    """The annexes that a page is about: all of a draft, or those of one lot. `shown` are what the visitor may see."""

    draft: Draft
    lot: Lot | None
    made: tuple[Document, ...]
    shown: tuple[Document, ...]

    @property
    def case(self) -> Case:
        """What they are written from."""
        given = self.draft.brief, self.draft.library, self.draft.facts
        return assemble.of_lot(*given, self.lot, draft=True) if self.lot else assemble.whole(*given, draft=True)

    def address(self, name: str, *parts: str) -> str:
        """Where something of them is found. The addresses of a lot's have names and places of their own."""
        id = self.draft.procurement.id
        if self.lot is None:
            return reverse(name, args=[id, *parts])
        return reverse(name.replace("document", "lot_document"), args=[id, self.lot.number, *parts])

    def title(self, one: Document) -> str:
        """Bilaga 1 – Kravspecifikation. The page says itself which lot it is about."""
        title = phrases.full_title(one)
        return title.partition(" · ")[2] if self.lot else title

    def document(self, key: str) -> Document:
        """The annex with the key. Raises Http404 if there is none that the visitor may see."""
        for one in self.shown:
            if one.key == key:
                return one
        raise Http404


def annexes(draft: Draft, number: int | None = None) -> Annexes:
    """The draft's, or those of the lot with the number. Raises Http404 if there is no such lot."""
    if number is None:
        return Annexes(draft, None, draft.documents, draft.shown_documents)
    made = draft.lot_documents(number)
    if not made:
        raise Http404
    return Annexes(draft, next(lot for lot in draft.facts.lots if lot.number == number), made, made)


@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest, id: UUID, lot: int | None = None) -> HttpResponse:
    """Every document with its state. Posting tries again what could not be made."""
    draft = draft_for(request, id)
    asked = annexes(draft, lot)
    if request.method == "POST":
        rendering.request(asked.made, failed_too=True)
        return redirect(asked.address("documents"))
    states = listed(asked)
    shown = {
        "procurement": draft.procurement,
        "documents": states,
        "groups": grouped(states),
        "here": asked.address("documents"),
        "all": asked.address("all_documents"),
        "all_formats": asked.address("all_documents_formats"),
        "is_registered": bool(settings.OCDS_PREFIX),
        "lot": asked.lot,
        # Only named: the sets of forty lots are not made because somebody wants the whole.
        "lots": draft.facts.lots if draft.facts.divided else (),
        "done": sum(one["state"] == Rendition.DONE for one in states),
        "working": any(one["is_working"] for one in states),
        "late": any(one["is_late"] for one in states) and not any(one["state"] == Rendition.RUNNING for one in states),
        "failed": any(one["state"] == Rendition.FAILED for one in states),
        "stops": draft.stops,
        "is_guest": draft.is_guest,
        "standing": editions.notice(draft.procurement),
        "next_edition": editions.next_number(draft),
    }
    # Asked again by htmx while something is being made: only the list is sent.
    page = "documents/_list.html" if request.htmx else "documents/documents.html"  # type: ignore[attr-defined]
    return render(request, page, shown)


@require_safe
def document(request: HttpRequest, id: UUID, document: str, lot: int | None = None) -> HttpResponse:
    """The document on a sheet of paper, in the words of the PDF. What is missing leads to its question."""
    draft = draft_for(request, id, _right(document, lot))
    asked = annexes(draft, lot)
    shown = asked.document(document)

    def question_url(key: str) -> str:
        return from_page("dokument", draft.question_url(key))

    page = {
        "procurement": draft.procurement,
        "document": shown,
        "only_costs": draft.only_costs,
        "title": asked.title(shown),
        "lot": asked.lot,
        "list_url": asked.address("documents"),
        # Why a clause stands is told once, of the whole.
        "has_clauses": asked.lot is None and bool(clause_ids(shown)) and not draft.only_costs,
        "sheet": mark_safe(html.sheet(shown, None if draft.only_costs else question_url)),
        "others": [(one.key, asked.title(one), asked.address("document", one.key)) for one in asked.shown],
    }
    return render(request, "documents/document.html", page)


@require_safe
def document_file(request: HttpRequest, id: UUID, document: str, format: str, lot: int | None = None) -> HttpResponse:
    """The file, or the page that shows how far it has come."""
    asked = annexes(draft_for(request, id, _right(document, lot)), lot)
    one = asked.document(document)
    if format not in offered(one, [*FORMATS, *MORE_FORMATS]):
        raise Http404
    content = _file(asked.draft, one, format)
    if content is None:
        return redirect(asked.address("costs" if asked.draft.only_costs else "documents"))
    return download(archive.safe_name(f"{one.file_name}.{format}"), content, TYPES[format])


@require_safe
def all_documents(request: HttpRequest, id: UUID, lot: int | None = None) -> HttpResponse:
    """Every file that the visitor may see and the clauses as a list, in one ZIP; with the whole also the answers."""
    return _packed(request, id, lot, tuple(FORMATS), "")


@require_safe
def all_formats(request: HttpRequest, id: UUID, lot: int | None = None) -> HttpResponse:
    """The same, with each document in every format."""
    return _packed(request, id, lot, (*FORMATS, *MORE_FORMATS), " alla format")


@require_safe
def open_data(request: HttpRequest, id: UUID) -> HttpResponse:
    """The procurement as other programs read it (OCDS), with the files that the worker makes named in it."""
    asked = annexes(draft_for(request, id))
    named = [(f"{one.file_name}.{format}", one) for one in asked.shown for format in offered(one, FORMATS)]
    return download(ocds.FILE_NAME, _open_data(asked, named), TYPES["json"])


def _open_data(asked: Annexes, named: Iterable[tuple[str, Document]]) -> bytes:
    files = [
        *(ocds.File(archive.safe_name(name), one) for name, one in named),
        ocds.File(clauses.file_name(asked.case)),
    ]
    return tender.as_json(ocds.with_files(ocds.package(asked.case, prefix=settings.OCDS_PREFIX), files))


def _packed(request: HttpRequest, id: UUID, lot: int | None, formats: Iterable[str], told: str) -> HttpResponse:
    """`told` is what the name of the file says of what is in it."""
    draft = draft_for(request, id)
    asked = annexes(draft, lot)
    named = [(f"{one.file_name}.{format}", one, format) for one in asked.shown for format in offered(one, formats)]
    files = []
    for file_name, one, format in named:
        content = _file(draft, one, format)
        if content is None:
            return redirect(asked.address("documents"))
        files.append((file_name, content))
    files.append((clauses.file_name(asked.case), listing.csv_file(clauses.rows(asked.case, asked.made))))
    name = draft.procurement.title or "upphandling"
    if asked.lot is None:
        files.append((ocds.FILE_NAME, _open_data(asked, [(file_name, one) for file_name, one, _ in named])))
        # A lot's set is handed on to tenderers, and the answers are not theirs.
        files.append((tender.ANSWERS, briefs.dump(draft.brief_to_send).encode()))
    else:
        name = f"{name} delkontrakt {asked.lot.number}"
    return download(archive.safe_name(f"{name}{told} UTKAST.zip"), archive.archive(files, draft.facts.on), TYPES["zip"])


def _file(draft: Draft, one: Document, format: str) -> bytes | None:
    """The document in the format as it is sent, or None while the worker has not made it."""
    made = RENDERERS[format](one) if format in MORE_FORMATS else rendering.file(one, format)
    if made is None:
        return None
    return attachment.sent(made, format, one, draft.brief_to_send, draft.library)


def _right(document: str, lot: int | None) -> Right:
    """Those who are there for the costs see the paper on them, and no other."""
    return "costs" if document == COSTS and lot is None else "read"


def listed(asked: Annexes) -> list[dict[str, Any]]:
    """How far each of the annexes that are shown has come. All of them are asked for."""
    made = dict(zip((one.key for one in asked.made), rendering.request(asked.made), strict=True))
    shown = [made[one.key] for one in asked.shown]
    sizes = rendering.sizes(shown)
    return [_state(asked, one, rendition, sizes) for one, rendition in zip(asked.shown, shown, strict=True)]


def _state(
    asked: Annexes, one: Document, rendition: Rendition | None, sizes: dict[int, dict[str, int]]
) -> dict[str, Any]:
    made = sizes.get(rendition.id, {}) if rendition else {}
    return {
        "key": one.key,
        "title": asked.title(one),
        "for_whom": FOR_PARTNERS if one.key == COSTS else FOR_BUYER if one.internal else FOR_TENDERERS,
        "url": asked.address("document", one.key),
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
             "url": asked.address("document_file", one.key, format)}
            for format, label in FORMATS.items()
            if format in made
        ],
        "more": [
            {"label": label, "url": asked.address("document_file", one.key, format)}
            for format, label in MORE_FORMATS.items()
        ],
    }  # fmt: skip
