"""Sharing a draft by link, and coming in by one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procurement import services
from procurement.access import link_for, link_of, procurement_for
from procurement.account_forms import ShareForm
from procurement.models import Procurement


@require_http_methods(["GET", "POST"])
def links(request: HttpRequest, id: UUID) -> HttpResponse:
    """The procurement's links. A new one's address is shown in the answer to its form and never again."""
    procurement = procurement_for(request.visitor, id, "share")
    shares_cost = bool(procurement.brief.get("partners"))
    if request.method != "POST":
        # From the page of the costs: the link to only that.
        initial = {"right": "costs"} if shares_cost and request.GET.get("till") == "kostnader" else None
        return _links_page(request, procurement, form=ShareForm(shares_cost=shares_cost, initial=initial))
    form = ShareForm(request.POST, shares_cost=shares_cost)
    if not form.is_valid():
        return _links_page(request, procurement, form=form)
    link, token = services.share(
        procurement=procurement,
        name=form.cleaned_data["name"],
        may_write=form.cleaned_data["right"] == "write",
        only_costs=form.cleaned_data["right"] == "costs",
        expires_at=form.expires_at,
        by=request.user,
    )
    address = request.build_absolute_uri(reverse("shared", args=[token]))
    return never_cache(_links_page)(
        request, procurement, form=ShareForm(shares_cost=shares_cost), made=link, address=address
    )


@require_POST
def revoke_link(request: HttpRequest, id: UUID, link_id: int) -> HttpResponse:
    procurement = procurement_for(request.visitor, id, "share")
    link = link_of(procurement, link_id)
    services.revoke(link=link)
    messages.success(request, f"Länken ”{link.name}” är återkallad. Den som är inne med den kommer inte längre.")
    return redirect("share", procurement.id)


@require_safe
@never_cache
@login_not_required
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Let a guest in and take the secret out of the address bar, where it could be seen, sent on or stored."""
    link = link_for(token, timezone.now())
    if link is None:
        response = render(request, "sharing/closed.html", status=404)
    else:
        known = request.session.get("links", [])
        request.session["links"] = [*(id for id in known if id != link.id), link.id]
        response = redirect("costs" if link.only_costs else "overview", link.procurement_id)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _links_page(request: HttpRequest, procurement: Procurement, **shown: Any) -> HttpResponse:
    now = timezone.now()
    made = procurement.links.select_related("created_by").order_by("-created")
    listed = [{"link": link, "is_open": link.is_open(now)} for link in made]
    return render(request, "sharing/links.html", {"procurement": procurement, "links": listed, **shown})
