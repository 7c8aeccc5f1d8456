"""The procurements of an authority: the list of them, and each one's own page and history."""

import logging
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procurement import content, services
from procurement.access import (
    authorities_of,
    authority_of,
    deleted_procurements_of,
    procurement_for,
    procurements_of,
    rights_to,
)
from procurement.domain import costs, selection, swedish
from procurement.domain import editions as comparing
from procurement.domain.brief import Refused, dump, schema_of
from procurement.domain.facts import Facts, derive
from procurement.domain.library import Library
from procurement.domain.releases import BREAK
from procurement.domain.review import security
from procurement.forms import short_name
from procurement.intake.apart import Failed
from procurement.intake.limits import MESSAGES, Unreadable
from procurement.models import Edition, Procurement
from procurement.services import opening
from procurement.views.files import TYPES, download, handed_in
from procurement.views.numbers import number

from . import editions, releases
from .steps import questions_left, stop_notice, task_list

logger = logging.getLogger(__name__)

REGIMES = {
    "direct": "direktupphandling",
    "national": "upphandling under tröskelvärdet",
    "eu": "upphandling över tröskelvärdet",
}

# More faults than this are a file of something else.
SHOWN_FAULTS = 50

SOME_ANSWERS = (
    "Filen är en handling som andra får läsa, och har med sig de svar som står i den. "
    "Svara själva på resten, som budgeten och vem som köper."
)

# A draft is rarely saved more often than this; the rest is still in the database.
SHOWN_REVISIONS = 200
SHOWN_OF_ANSWER = 160  # characters


@require_safe
def procurements(request: HttpRequest) -> HttpResponse:
    shown = {
        "procurements": procurements_of(request.user),
        "deleted": deleted_procurements_of(request.user),
        "authorities": authorities_of(request.user),
    }
    return render(request, "procurements/list.html", shown)


@require_POST
def start_procurement(request: HttpRequest) -> HttpResponse:
    authority = authority_of(request.user, number(request.POST.get("authority", "")))
    procurement = services.start(authority=authority, by=request.user)
    return redirect("step", procurement.id, content.library_for(procurement).steps[0].slug)


@require_http_methods(["GET", "HEAD", "POST"])
def start_from_file(request: HttpRequest) -> HttpResponse:
    """A procurement from a file of answers, this program's own or somebody else's, or from a PDF that has taken some.

    Every fault is named.
    """
    shown: dict[str, Any] = {"authorities": authorities_of(request.user)}
    if request.method != "POST":
        return render(request, "procurements/start_from_file.html", shown)
    authority = authority_of(request.user, number(request.POST.get("authority", "")))
    try:
        found = opening.opened(handed_in(request)[1])
    except Refused as refused:
        shown["faults"] = refused.faults[:SHOWN_FAULTS]
        shown["more_faults"] = len(refused.faults) - len(shown["faults"])
    except Unreadable as unreadable:
        shown["unreadable"] = MESSAGES.get(unreadable.code, MESSAGES["ours"])
    except Failed:
        logger.exception("a file of answers could not be read")
        shown["unreadable"] = MESSAGES["ours"]
    else:
        procurement = services.start(authority=authority, by=request.user, brief=found.brief)
        messages.success(request, f"{procurement} är inläst. Gå igenom svaren steg för steg.")
        if not found.is_whole:
            messages.info(request, SOME_ANSWERS)
        return redirect("overview", procurement.id)
    return render(request, "procurements/start_from_file.html", shown)


@require_safe
def overview(request: HttpRequest, id: UUID) -> HttpResponse:
    """The task list: what there is to do, how far it has come, and nothing that must be done before anything else."""
    procurement = procurement_for(request.visitor, id, "read")
    library = content.library_for(procurement)
    facts = derive(procurement.brief, library, content.amounts(), timezone.localdate())
    steps = task_list(procurement, library, facts)
    rights = rights_to(request.visitor, procurement)
    standing = editions.notice(procurement)
    shown = {
        "procurement": procurement,
        "steps": steps,
        "left": questions_left(sum(step["left"] for step in steps)),
        "later": questions_left(sum(step["later"] for step in steps)),
        "may_write": "write" in rights,
        "next": next((step for step in steps if step["state_text"] != "Klart" and step["left"]), None),
        "afterwards": _afterwards(procurement, library, facts, standing and standing["edition"]),
        "total": swedish.kronor(facts.total) if facts.total is not None else "",
        "regime": REGIMES.get(facts.regime or "", ""),
        "release": releases.notice(procurement, is_owner="share" in rights),
        "standing": standing,
        "has_editions": procurement.editions.exists(),
    }
    if stop := security.stop(facts):
        shown |= stop_notice(procurement, library, stop) | {"next": None}
    return render(request, "procurements/overview.html", shown)


def _afterwards(
    procurement: Procurement, library: Library, facts: Facts, issued: Edition | None
) -> list[dict[str, str]]:
    """What the answers are made into."""
    clauses = swedish.count(len(selection.standing(procurement.brief, library, facts)), "en klausul", "klausuler")
    lots = "Odelad" if len(facts.lots) == 1 else swedish.count(len(facts.lots), "", "delkontrakt")
    pages = [
        ("clauses", "Klausuler", clauses),
        ("lots", "Delkontrakt", lots if facts.lots else "Väntar på budgeten"),
        *_cost_page(procurement, library, facts),
        ("review", "Granska", ""),
        ("documents", "Dokument", ""),
        ("editions", "Utgåvor", f"Utgåva {issued.number}" if issued else "Inget fastställt"),
    ]
    return [
        {"title": title, "url": reverse(name, args=[procurement.id]), "state": "", "state_text": text}
        for name, title, text in pages
    ]


def _cost_page(procurement: Procurement, library: Library, facts: Facts) -> list[tuple[str, str, str]]:
    """Who pays what, where several pay."""
    if not costs.are_shared(procurement.brief, library, facts):
        return []
    known = costs.workings(procurement.brief, facts)
    return [
        (
            "costs",
            "Kostnadsfördelning",
            swedish.count(len(costs.parties(procurement.brief)), "", "organisationer") if known else "Väntar på svar",
        )
    ]


@require_safe
def answers_file(request: HttpRequest, id: UUID) -> HttpResponse:
    """All answers as a file that any program can read, this one too."""
    procurement = procurement_for(request.visitor, id, "read")
    name = short_name(str(procurement), set())
    answers = dump(content.brief_with_house(procurement))
    return download(f"{name}.json", answers, TYPES["json"])


@require_safe
def history(request: HttpRequest, id: UUID) -> HttpResponse:
    procurement = procurement_for(request.visitor, id, "read")
    schema = schema_of(content.library_for(procurement))
    revisions = list(procurement.revisions.select_related("library").order_by("-number")[:SHOWN_REVISIONS])
    # A guest sees the answers as they are, and not those that have been taken away.
    is_owner = "share" in rights_to(request.visitor, procurement)
    changed: list[dict[str, Any]] = [
        {
            "revision": revision,
            "answers": [
                (
                    schema[key].label if key in schema else key,
                    _in_short(comparing.in_full(schema.get(key), value)) if is_owner else "",
                )
                for key, value in revision.changes.items()
            ],
        }
        for revision in revisions
    ]
    if changed:
        # The first revision is the beginning, and is pinned like every procurement.
        changed[-1] |= {"is_first": revisions[-1].number == 1}
    shown = {"procurement": procurement, "changed": changed}
    return render(request, "procurements/history.html", shown)


def _in_short(answer: str) -> str:
    """What somebody answered, as far as one line of the history goes."""
    text = answer.replace(BREAK, " · ") or "Inget svar"
    cut = text[:SHOWN_OF_ANSWER]
    return text if cut == text else f"{cut.rpartition(' ')[0] or cut} …"


@require_POST
def delete_procurement(request: HttpRequest, id: UUID) -> HttpResponse:
    procurement = procurement_for(request.visitor, id, "share")
    if not services.delete(procurement_id=procurement.id):
        messages.warning(request, "Upphandlingen har en fastställd utgåva och går därför inte att ta bort.")
        return redirect("overview", id)
    messages.success(request, f"{procurement} är borttagen. Du kan ångra det längst ned på sidan.")
    return redirect("procurements")


@require_POST
def restore_procurement(request: HttpRequest, id: UUID) -> HttpResponse:
    procurement = procurement_for(request.visitor, id, "restore")
    services.restore(procurement=procurement)
    messages.success(request, f"{procurement} är tillbaka.")
    return redirect("overview", procurement.id)
