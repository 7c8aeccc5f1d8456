"""Two versions of a procurement's documents side by side: word by word on a page, and as Word with tracked changes."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from procurement.access import procurement_for, rights_to
from procurement.domain import editions, redline, swedish
from procurement.domain.document import Document
from procurement.export import archive, docx, phrases
from procurement.models import Procurement
from procurement.services import versions
from procurement.services.versions import Version
from procurement.views.files import TYPES, download

# More changes than anybody looks through.
LISTED = 50
HAPPENED = {"new": "Ny", "gone": "Har utgått", "changed": "Ändrad", None: ""}


@require_safe
def compare(request: HttpRequest, id: UUID) -> HttpResponse:
    """What differs between `fran` and `till`: from the last edition, or the first draft, to the draft as it is now."""
    procurement = procurement_for(request.visitor, id, "read")  # type: ignore[attr-defined]
    listed = versions.versions(procurement, LISTED)
    old, new = _chosen(request, procurement, listed)
    documents = _documents(request, procurement, old, new)
    asked = urlencode({"fran": old.name, "till": new.name})
    shown = [_shown(procurement, *pair, asked) for pair in documents]
    page = {
        "procurement": procurement,
        "versions": listed if old in listed and new in listed else [*listed, *{old, new} - set(listed)],
        "old": old,
        "new": new,
        "differing": [one for one in shown if one["happened"]],
        "alike": [one["title"] for one in shown if not one["happened"]],
    }
    return render(request, "versions/compare.html", page)


@require_safe
def redlined(request: HttpRequest, id: UUID, document: str) -> HttpResponse:
    """The later version of a document in Word, with what differs from the earlier as tracked changes."""
    procurement = procurement_for(request.visitor, id, "read")  # type: ignore[attr-defined]
    old, new = _chosen(request, procurement, versions.versions(procurement, LISTED))
    for was, now in _documents(request, procurement, old, new):
        if was and now and now.key == document:
            made = docx.render(redline.redline(was, now))
            return download(archive.safe_name(f"{now.file_name}-jamforelse.docx"), made, TYPES["docx"])
    raise Http404


def _chosen(request: HttpRequest, procurement: Procurement, listed: list[Version]) -> tuple[Version, Version]:
    """The two versions asked for. Raises Http404 for one that is not there."""
    issued = [one for one in listed if one.name.startswith("utgava")]
    first = issued[0] if issued else listed[-1]
    found = [
        versions.version(procurement, request.GET[key]) if key in request.GET else usual
        for key, usual in (("fran", first), ("till", listed[0]))
    ]
    old, new = found
    if old is None or new is None:
        raise Http404
    return old, new


def _documents(
    request: HttpRequest, procurement: Procurement, old: Version, new: Version
) -> list[tuple[Document | None, Document | None]]:
    """Each document in both versions, those that are gone last. A guest sees what is for everyone."""
    sees_all = "share" in rights_to(request.visitor, procurement)  # type: ignore[attr-defined]
    was, now = (
        {d.key: d for d in versions.documents_at(procurement, one) if sees_all or not d.internal} for one in (old, new)
    )
    pairs: list[tuple[Document | None, Document | None]] = [(was.get(key), document) for key, document in now.items()]
    return pairs + [(document, None) for key, document in was.items() if key not in now]


def _shown(procurement: Procurement, was: Document | None, now: Document | None, asked: str) -> dict[str, Any]:
    one = now or was
    assert one is not None
    (change,) = editions.compare([was] if was else [], [now] if now else [])
    return {
        "title": phrases.full_title(one),
        "key": one.key,
        "happened": HAPPENED[change.happened],
        "changes": change.changes,
        "places": swedish.count(len(change.changes), "ett ställe", "ställen"),
        "word": f"{reverse('redlined', args=[procurement.id, one.key])}?{asked}" if change.changes else "",
    }
