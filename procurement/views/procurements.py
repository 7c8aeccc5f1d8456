"""The procurements of an authority: the list of them, and each one's own page and history."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from procurement import services
from procurement.access import (
    authorities_of,
    authority_of,
    deleted_procurements_of,
    procurement_for,
    procurements_of,
)

# A draft is rarely saved more often than this; the rest is still in the database.
SHOWN_REVISIONS = 200


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
    chosen = request.POST.get("authority", "")
    authority = authority_of(request.user, int(chosen) if chosen.isdecimal() else None)
    procurement = services.start(authority=authority, by=request.user)
    return redirect("overview", procurement.id)


@require_safe
def overview(request: HttpRequest, id: UUID) -> HttpResponse:
    procurement = procurement_for(request.visitor, id, "read")
    return render(request, "procurements/overview.html", {"procurement": procurement})


@require_safe
def history(request: HttpRequest, id: UUID) -> HttpResponse:
    procurement = procurement_for(request.visitor, id, "read")
    revisions = procurement.revisions.order_by("-number")[:SHOWN_REVISIONS]
    return render(request, "procurements/history.html", {"procurement": procurement, "revisions": revisions})


@require_POST
def delete_procurement(request: HttpRequest, id: UUID) -> HttpResponse:
    procurement = procurement_for(request.visitor, id, "share")
    services.delete(procurement=procurement)
    messages.success(request, f"{procurement} är borttagen. Du kan ångra det längst ned på sidan.")
    return redirect("procurements")


@require_POST
def restore_procurement(request: HttpRequest, id: UUID) -> HttpResponse:
    procurement = procurement_for(request.visitor, id, "restore")
    services.restore(procurement=procurement)
    messages.success(request, f"{procurement} är tillbaka.")
    return redirect("overview", procurement.id)
