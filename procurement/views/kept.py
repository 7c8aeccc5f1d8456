"""What was sent by somebody who had been logged out meanwhile: kept through the login, and sent again by a button.

It travels in the page and is stored nowhere, so nobody can fill the database with it.
"""

import json

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_BAD_ORIGIN
from django.shortcuts import redirect, render
from django.urls import reverse

from procurement.account_forms import LoginForm

Fields = list[list[str]]


def ask_to_log_in(request: HttpRequest) -> HttpResponse:
    """The login page, with what was sent in it."""
    kept = json.dumps(_sent(request), ensure_ascii=False)
    shown = {"form": LoginForm(request), "next": request.get_full_path(), "kept": kept}
    return render(request, "registration/login.html", shown, status=401)


def offer(request: HttpRequest, address: str, *, kept: str | None = None, status: int = 200) -> HttpResponse:
    """What was sent, and a button that sends it again; the page itself where it makes no sense."""
    fields = _sent(request) if kept is None else _read(kept)
    if fields is None:
        return redirect(address)
    return render(request, "accounts/kept.html", {"address": address, "fields": fields}, status=status)


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For a form that is older than the login: Django refuses it, since its token is.

    Where the browser says that our own page sent it, nobody else has made it up, and it may be offered again.
    """
    origin = request.headers.get("Origin")
    is_ours = origin is not None and reason != REASON_BAD_ORIGIN % origin
    if is_ours and request.user.is_authenticated and not request.FILES:
        if request.path != reverse("login"):
            return offer(request, request.get_full_path(), status=403)
        # Logged in from another window meanwhile.
        return redirect("procurements")
    return render(request, "403_csrf.html", status=403)


def _sent(request: HttpRequest) -> Fields:
    """Every field as it came, but no password and no token."""
    return [
        [name, value]
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and "password" not in name
    ]


def _read(kept: str) -> Fields | None:
    try:
        fields = json.loads(kept)
    except (ValueError, RecursionError):
        return None
    is_whole = isinstance(fields, list) and all(
        isinstance(field, list) and [type(part) for part in field] == [str, str] for field in fields
    )
    return fields if is_whole else None
