"""A later release of the library than the draft's: that there is one, what it changes, and what is decided about it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods

from procurement import content
from procurement.access import procurement_for
from procurement.domain import markup, swedish
from procurement.domain.catalogue import KINDS
from procurement.domain.library import Library
from procurement.domain.releases import News, with_names
from procurement.export import html
from procurement.models import Procurement
from procurement.services import releases as services
from procurement.services.releases import Decision
from procurement.views.numbers import number

NOTE_LENGTH = 2000

# The order of the page, and what each group is called: changes that need a thought come first.
GROUPS = {
    "changed": ("Ändrade klausuler", "Det som är borttaget är överstruket, det som är nytt är understruket."),
    "added": ("Nya klausuler som era svar leder till", "De gäller om ni inte gör ett avsteg, som andra klausuler."),
    "withdrawn": (
        "Återkallade klausuler",
        "De används inte i nya handlingar. Ni kan behålla texten som er egen.",
    ),
    "left": ("Klausuler som era svar inte längre leder till", "Villkoret för när de gäller har ändrats."),
    "removed": ("Klausuler som inte finns längre", "De står inte i den nya utgåvan."),
}
HAPPENED = {
    "changed": "ändrad",
    "added": "ny",
    "withdrawn": "återkallad",
    "left": "villkoret ändrat",
    "removed": "borttagen",
}


def notice(procurement: Procurement, *, is_owner: bool) -> dict[str, Any] | None:
    """What a page about the draft says of its release: that it cannot be read, or that there is a later one."""
    unreadable = content.is_unreadable(procurement)
    if not unreadable and not content.is_outdated(procurement):
        return None
    return {
        "version": content.version_of(procurement),
        "newer": content.library().version,
        "is_unreadable": unreadable,
        "url": reverse("library_news", args=[procurement.id]) if is_owner else "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
def library_news(request: HttpRequest, id: UUID) -> HttpResponse:
    """Everything that is new, and one form that decides about all of it. For those it belongs to."""
    procurement = procurement_for(request.visitor, id, "share")
    match request.POST.get("do"):
        case None if request.method != "POST":
            return _page(request, procurement)
        case "move":
            return _move(request, procurement)
        case "undo":
            return _undo(request, procurement)
    return _page(request, procurement, status=400)


def _move(request: HttpRequest, procurement: Procurement) -> HttpResponse:
    on = timezone.localdate()
    found = [one for one in services.news(procurement, on) if one.matters]
    revision = number(request.POST.get("revision", ""))
    moved = services.move(
        procurement_id=procurement.id,
        decisions={one.clause.id: _decision(request.POST, one) for one in found},
        to=request.POST.get("to", ""),
        expected_revision=-1 if revision is None else revision,
        by=request.user,
        on=on,
    )
    if not moved:
        return _page(request, procurement_for(request.visitor, procurement.id, "share"), typed=request.POST)
    kept = sum(_decision(request.POST, one).keep for one in found)
    said = f"Sparat. Upphandlingen följer nu utgåva {content.library().version} av biblioteket."
    if kept:
        said += f" {swedish.count(kept, 'En klausul', 'klausuler').capitalize()} är kvar som ni hade det."
    messages.success(request, said)
    return redirect("library_news", procurement.id)


def _undo(request: HttpRequest, procurement: Procurement) -> HttpResponse:
    if services.undo(procurement_id=procurement.id, by=request.user):
        messages.success(request, "Bytet är ångrat. Upphandlingen följer den förra utgåvan igen.")
    return redirect("library_news", procurement.id)


def _decision(typed: QueryDict, one: News) -> Decision:
    """What was decided; what we propose where nothing was."""
    picked = typed.get(f"choice-{one.clause.id}") or _proposed(one)
    return Decision(picked == "keep" and _can_keep(one), typed.get(f"note-{one.clause.id}", "").strip()[:NOTE_LENGTH])


def _proposed(one: News) -> str:
    """Words of their own stay unless somebody says otherwise."""
    return "keep" if one.own else "take"


def _can_keep(one: News) -> bool:
    if one.happened == "added":
        return one.clause.kind != "award_criterion"
    return one.can_be_kept


def _page(
    request: HttpRequest, procurement: Procurement, *, typed: QueryDict | None = None, status: int = 200
) -> HttpResponse:
    library = content.latest_for(procurement)
    found = services.news(procurement, timezone.localdate())
    whys = _reasons(library, content.version_of(procurement))
    shown = [(one, _shown(one, library, whys, typed)) for one in found]
    page = {
        "procurement": procurement,
        "version": content.version_of(procurement),
        "newer": library.version,
        "to": content.library().digest,
        "is_unreadable": content.is_unreadable(procurement),
        "is_newer": content.is_outdated(procurement),
        "summaries": [release.summary for release in _since(library, content.version_of(procurement))],
        "groups": [
            {"key": key, "title": title, "text": text, "clauses": clauses}
            for key, (title, text) in GROUPS.items()
            if (clauses := [clause for one, clause in shown if one.matters and one.happened == key])
        ],
        "others": [clause for one, clause in shown if not one.matters],
        "questions": content.differences(procurement).asked,
        "moved": services.last_move(procurement),
        "overtaken": typed is not None,
    }
    return render(request, "releases/news.html", page, status=status)


def _shown(one: News, library: Library, whys: dict[str, str], typed: QueryDict | None) -> dict[str, Any]:
    clause = one.clause
    picked = (typed or {}).get(f"choice-{clause.id}") or _proposed(one)
    # Where there is nothing to choose, nobody is asked.
    choices = [("take", _taken(one)), ("keep", _kept(one))] if _can_keep(one) else []
    return {
        "id": clause.id,
        "title": clause.title,
        "kind": KINDS[clause.kind],
        "happened": HAPPENED[one.happened],
        "why": whys.get(clause.id, ""),
        "own": one.own and one.parts,
        "instead": library.clauses[clause.replaced_by].title if clause.replaced_by in library.clauses else "",
        "words": _words(one, library),
        "parts": one.parts,
        "changed_in": swedish.enumerate_items([part.name.lower() for part in one.parts]),
        "options": [{"key": key, "label": label, "is_picked": key == picked} for key, label in choices],
        "cannot": _cannot(one),
        "note": (typed or {}).get(f"note-{clause.id}", ""),
    }


def _words(one: News, library: Library) -> SafeString | str:
    """How a clause that comes or goes reads; with the names of what is asked where it does not stand."""
    if one.happened == "changed":
        return ""
    text = one.words or one.reads or with_names(one.clause.text, library)
    return mark_safe(html.part(markup.plain_paragraphs(text), lambda key: ""))


def _taken(one: News) -> str:
    match one.happened:
        case "added":
            return "Ta in klausulen"
        case "changed":
            return "Byt er egen lydelse mot vår nya" if one.own else "Ta in ändringen"
    return "Ta bort er lydelse, så att klausulen utgår" if one.own else "Låt klausulen utgå"


def _kept(one: News) -> str:
    if one.happened == "added":
        return "Stå utan den: det blir ett påbörjat avsteg, och klausulen gäller tills avsteget är ifyllt"
    return "Behåll er egen lydelse" if one.own else "Behåll dagens text som er egen lydelse"


def _cannot(one: News) -> str:
    """Why there is nothing to keep, where somebody may wonder."""
    if _can_keep(one) or one.happened == "removed":
        return ""
    match one.happened:
        case "left":
            return "Vill ni ha klausulen ändå kan myndigheten skriva den som en egen klausul."
        case "added":
            return "Kriterier väljs i steget Utvärdering."
        case "changed" if not any(part.name == "Lydelse" for part in one.parts):
            return "Klausulens lydelse är densamma."
    return "Texten kan inte behållas så länge svar saknas i den. Besvara frågorna först, eller ta in ändringen."


def _since(library: Library, version: str) -> list[Any]:
    """The releases that have come after the version, the latest first."""
    known = [release.version for release in library.changelog]
    return list(library.changelog[: known.index(version)]) if version in known else list(library.changelog[:1])


def _reasons(library: Library, version: str) -> dict[str, str]:
    """Why each clause was added, changed or withdrawn, by the latest release that says."""
    found: dict[str, str] = {}
    for release in reversed(_since(library, version)):
        found |= {**release.added, **release.changed, **release.withdrawn}
    return found
