"""Editions: the documents issued, each on a page that stays, and the step that issues them."""

import dataclasses
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from procurement import content
from procurement.access import edition_of, editions_of, procurement_for, rights_to
from procurement.account_forms import IssueForm
from procurement.domain import editions as comparing
from procurement.domain import ocds, swedish
from procurement.domain.brief import Brief
from procurement.domain.editions import AnswerChange, DocumentChange
from procurement.domain.review import MISSING, Finding
from procurement.export import listing
from procurement.models import Edition, Procurement, Rendition
from procurement.services import editions as services
from procurement.services import rendering, tender
from procurement.views.drafts import Draft, draft_for
from procurement.views.files import FOR_BUYER, FOR_TENDERERS, FORMATS, TYPES, download, grouped
from procurement.views.review import place

# So many documents must have been made before anything is said of how long the rest may take.
PACE = 3
# The two ZIP files: everything, for the buyer's archive, and what tenderers are given.
PACKS = {"alla": True, "annonsering": False}
HAPPENED = {"new": "ny", "gone": "har utgått", "changed": "ändrad"}
DATA = {
    listing.FILE_NAME: "Kraven som lista",
    ocds.FILE_NAME: "Upphandlingen som öppna data (OCDS)",
    tender.ANSWERS: "Svaren",
    tender.SUMMARY: "Utgåvan i siffror",
}


def notice(procurement: Procurement) -> dict[str, Any] | None:
    """What a page about the draft says of the edition before it; None where nothing has been issued."""
    edition = services.latest(procurement)
    return edition and {"edition": edition, "is_changed": services.is_changed(procurement, edition)}


def next_number(draft: Draft) -> int | None:
    """The edition that the visitor could issue or is issuing; None for a guest."""
    if draft.is_guest:
        return None
    last = services.latest(draft.procurement)
    return last.number + 1 if last else 1


@require_safe
def editions(request: HttpRequest, id: UUID) -> HttpResponse:
    procurement = procurement_for(request.visitor, id, "read")  # type: ignore[attr-defined]
    is_owner = "issue" in rights_to(request.visitor, procurement)  # type: ignore[attr-defined]
    found = list(editions_of(procurement, making_too=is_owner))
    shown = {
        "procurement": procurement,
        "editions": found,
        "standing": notice(procurement),
        "may_issue": is_owner and all(edition.issued for edition in found),
    }
    return render(request, "editions/editions.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def issue_edition(request: HttpRequest, id: UUID) -> HttpResponse:
    """What is left before an edition can be issued; when nothing is, the form that issues it."""
    draft = draft_for(request, id, "issue")
    making = editions_of(draft.procurement, making_too=True).filter(issued=None).first()
    if making:
        return redirect("edition", id, making.number)
    before, today = services.latest(draft.procurement), timezone.localdate()
    known: dict[str, Any] = {"today": today, "earliest": before and before.on, "is_divided": draft.facts.divided}
    if request.method != "POST":
        first = {"reference": draft.procurement.reference, "on": today, "decided_by": ""}
        # Whatever the number is, it is asked for here.
        return _issue_page(request, draft, before, IssueForm(initial=first, **known), _obstacles(draft, "–", today))
    form = IssueForm(request.POST, **known)
    if content.is_unreadable(draft.procurement):
        return _issue_page(request, draft, before, form, (), status=409)
    if not form.is_valid():
        return _issue_page(request, draft, before, form, (), status=400)
    if request.POST.get("revision") != str(draft.procurement.revision):
        return _overtaken(request, id)
    try:
        edition = services.issue(
            procurement=draft.procurement,
            reference=form.cleaned_data["reference"],
            on=form.cleaned_data["on"],
            decided_by=form.cleaned_data["decided_by"],
            by=request.user,  # type: ignore[arg-type]
            others=draft.others,
            each_lot=form.cleaned_data.get("each_lot", False),
        )
    except services.NotReady as refused:
        return _issue_page(request, draft, before, form, refused.obstacles, status=409)
    except services.Overtaken:
        return _overtaken(request, id)
    return redirect("edition", id, edition.number)


@require_http_methods(["GET", "HEAD", "POST"])
def edition(request: HttpRequest, id: UUID, number: int) -> HttpResponse:
    """An edition: how far it has come, and then for good its files. Posting tries again, or gives up one not issued."""
    right = "issue" if request.method == "POST" else "read"
    procurement = procurement_for(request.visitor, id, right)  # type: ignore[attr-defined]
    is_owner = "issue" in rights_to(request.visitor, procurement)  # type: ignore[attr-defined]
    found = edition_of(procurement, number, making_too=is_owner)
    match request.POST.get("do"):
        case "again":
            services.request(found, failed_too=True)
            return redirect("edition", id, number)
        case "cancel":
            if services.cancel(edition=found):
                messages.success(request, "Utgåvan är avbruten. Utkastet är som det var.")
                return redirect("documents", id)
            return redirect("edition", id, number)
    if not found.issued:
        services.request(found)
        # It may have been issued by that, or cancelled by somebody else.
        found = edition_of(procurement, number, making_too=is_owner)
    page = _issued(procurement, found, is_owner) if found.issued else _making(procurement, found)
    if not request.htmx:  # type: ignore[attr-defined]
        return render(request, "editions/edition.html", page)
    if found.issued:
        # The page has become another: the whole of it is asked for.
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "editions/_making.html", page)


@require_safe
def edition_file(request: HttpRequest, id: UUID, number: int, name: str) -> HttpResponse:
    """One file, to the letter as it was issued."""
    found, internal_too = _seen(request, id, number)
    files = services.files_of(found, internal_too=internal_too)
    if name == services.MANIFEST:
        return download(name, services.manifest(found, files), TYPES["json"])
    file = next((one for one in files if one.name == name), None)
    if file is None:
        raise Http404
    return download(name, bytes(file.content), TYPES.get(file.format, "application/octet-stream"))


@require_safe
def edition_pack(request: HttpRequest, id: UUID, number: int, pack: str) -> HttpResponse:
    """All of it as one ZIP, or what is for everyone. A guest gets that whichever is asked for."""
    if pack not in PACKS:
        raise Http404
    found, internal_too = _seen(request, id, number)
    everything = PACKS[pack] and internal_too
    name = f"utgava-{number}.zip" if PACKS[pack] else f"utgava-{number}-annonsering.zip"
    return download(name, services.packed(found, internal_too=everything), TYPES["zip"])


def _seen(request: HttpRequest, id: UUID, number: int) -> tuple[Edition, bool]:
    """An issued edition, and whether the visitor sees what is for the buyer alone."""
    procurement = procurement_for(request.visitor, id, "read")  # type: ignore[attr-defined]
    return edition_of(procurement, number), "issue" in rights_to(request.visitor, procurement)  # type: ignore[attr-defined]


def _overtaken(request: HttpRequest, id: UUID) -> HttpResponse:
    messages.warning(request, "Någon har sparat sedan sidan öppnades. Inget är fastställt. Här står det som gäller nu.")
    return redirect("issue_edition", id)


def _obstacles(draft: Draft, reference: str, on: date) -> tuple[Finding, ...]:
    found = services.candidate(draft.procurement, reference=reference, on=on, others=draft.others)
    return tender.obstacles(found)


def _issue_page(
    request: HttpRequest,
    draft: Draft,
    before: Edition | None,
    form: IssueForm,
    obstacles: tuple[Finding, ...],
    status: int = 200,
) -> HttpResponse:
    warnings = sum(one.severity == "warning" for one in draft.findings)
    is_unreadable = content.is_unreadable(draft.procurement)
    page = {
        "procurement": draft.procurement,
        "number": before.number + 1 if before else 1,
        "before": before,
        "is_changed": before and services.is_changed(draft.procurement, before),
        "is_unreadable": is_unreadable,
        # What has been filled in stays, also where the day that was chosen is what hinders.
        "asks": not is_unreadable and (form.is_bound or not obstacles),
        "form": form,
        "errors": form.summary if form.is_bound and not obstacles else [],
        "obstacles": [_obstacle(draft, one) for one in obstacles],
        "left": swedish.count(len(obstacles), "en sak", "saker"),
        "warnings": swedish.count(warnings, "en varning", "varningar") if warnings else "",
    }
    return render(request, "editions/issue.html", page, status=status)


def _obstacle(draft: Draft, finding: Finding) -> dict[str, str]:
    url, words = place(draft, finding.where, "faststall")
    # A missing answer is named by its question alone, as in the review.
    question = finding.message.removeprefix(MISSING)
    return {
        "question": question if question != finding.message else "",
        "message": finding.message,
        "text": finding.remedy,
        "law": finding.law,
        "url": url,
        "url_text": words,
    }


def _making(procurement: Procurement, edition: Edition) -> dict[str, Any]:
    rows = list(edition.documents.order_by("place").defer("source"))
    made = rendering.by_digest([row.digest for row in rows])
    listed = [{"title": row.title, "rendition": made.get(row.digest), "internal": row.internal} for row in rows]
    states = [rendition.state if (rendition := made.get(row.digest)) else Rendition.QUEUED for row in rows]
    return {
        "procurement": procurement,
        "edition": edition,
        "documents": listed,
        "done": states.count(Rendition.DONE),
        "remaining": _remaining(edition, list(made.values()), len(states) - states.count(Rendition.DONE)),
        "working": any(state in (Rendition.QUEUED, Rendition.RUNNING) for state in states),
        "failed": Rendition.FAILED in states,
    }


def _remaining(edition: Edition, made: list[Rendition], left: int) -> str:
    """How long the rest may take, at the pace so far; nothing until there is a pace to go by."""
    finished = [one.finished for one in made if one.finished and one.finished > edition.begun]
    if len(finished) < PACE or not left:
        return ""
    seconds = (max(finished) - edition.begun).total_seconds() / len(finished) * left
    minutes = round(seconds / 60)
    return f"ungefär {swedish.count(minutes, 'en minut', 'minuter')}" if minutes else "mindre än en minut"


def _issued(procurement: Procurement, edition: Edition, is_owner: bool) -> dict[str, Any]:
    before = services.before(edition)
    files = services.files_of(edition, internal_too=is_owner)
    documents: dict[tuple[int | None, str], dict[str, Any]] = {}
    for file in files:
        title = file.title or DATA.get(file.name, file.name)
        whose = FOR_BUYER if file.internal else FOR_TENDERERS
        one = documents.setdefault((file.lot, title), {"title": title, "for_whom": whose, "files": []})
        url = reverse("edition_file", args=[procurement.id, edition.number, file.name])
        label = FORMATS.get(file.format, file.format.upper())
        one["files"].append({"file": file, "label": label, "kb": max(1, round(file.size / 1000)), "url": url})
    return {
        "procurement": procurement,
        "edition": edition,
        "groups": grouped([one for (lot, _), one in documents.items() if lot is None]),
        "lot_documents": [one for (lot, _), one in documents.items() if lot is not None],
        "files": files,
        "is_owner": is_owner,
        "manifest_url": reverse("edition_file", args=[procurement.id, edition.number, services.MANIFEST]),
        "before": before,
        "changed": _changed(before, edition, is_owner) if before else [],
        "answers": _answers(before, edition) if before and is_owner else [],
    }


def _changed(before: Edition, edition: Edition, internal_too: bool) -> list[dict[str, Any]]:
    """Each document that is not as it was, with its clauses and texts word by word."""
    found = comparing.compare(services.documents_of(before), services.documents_of(edition))
    return [_document(one) for one in found if one.happened and (internal_too or not one.internal)]


def _document(change: DocumentChange) -> dict[str, Any]:
    return {
        "title": " – ".join(filter(None, (change.label, change.title))),
        "happened": HAPPENED[change.happened or "changed"],
        "changes": [dataclasses.asdict(one) | {"happened": HAPPENED[one.happened]} for one in change.changes],
    }


def _answers(before: Edition, edition: Edition) -> tuple[AnswerChange, ...]:
    library = content.library_of(edition.library_id)
    return comparing.answers(cast(Brief, before.brief), cast(Brief, edition.brief), library)
