"""What happens around every page: who comes, whether they may go on, and what the browser is told."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from .access import visitor as visitor_of
from .models import User
from .views import kept

# Bootstrap draws its ticks and arrows with data: pictures in its stylesheet; nothing else comes from outside a file.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)

# An old tender may be 20 MB and is refused on its own page up to here, where it can be said why.
MOST_BYTES = 60_000_000


def headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """No code but our own files, and no page in a search engine or a shared cache unless it is for everyone."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        match = request.resolver_match
        if not getattr(match and match.func, "is_public", False):
            response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        # None where the answer came before it was asked for: a file of ours, or a request too large to read.
        session = getattr(request, "session", None)
        if session is not None and session.accessed:
            # Not no-store: then the browser's back button would lose what somebody had typed.
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return middleware


def size(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A request far above what any page takes is refused before it is read, whoever sends it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        said = request.META.get("CONTENT_LENGTH") or "0"
        if said.isdecimal() and int(said) > MOST_BYTES:
            return render(request, "413.html", status=413)
        return get_response(request)

    return middleware


class Doorkeeper(LoginRequiredMiddleware):
    """Sets `request.visitor` and lets in those who have logged in, and guests to the procurement they were shown."""

    # True once there is somebody who can log in. It never becomes untrue again, so it is asked for once.
    is_set_up = False

    def process_request(self, request: HttpRequest) -> None:
        request.visitor = SimpleLazyObject(lambda: _visitor(request))  # type: ignore[attr-defined]

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if getattr(view, "works_before_set_up", False):
            return None
        if not self.is_set_up:
            self.is_set_up = User.objects.exists()
            if not self.is_set_up:
                return redirect("set_up")
        if not getattr(view, "login_required", True):
            return None
        if not request.user.is_authenticated:
            return self._for_guest(request, view, kwargs.get("id"))
        if request.user.password_is_temporary and not getattr(view, "works_with_temporary_password", False):
            return redirect("password")
        return None

    def _for_guest(self, request: HttpRequest, view: Callable[..., HttpResponse], id: object) -> HttpResponse | None:
        if isinstance(id, UUID):
            if request.visitor.links:  # type: ignore[attr-defined]
                return None
            if request.session.get("links"):
                return render(request, "sharing/closed.html", status=410)
        if request.htmx:  # type: ignore[attr-defined]
            # A redirect would put the login page inside this one; refused, what has been typed stays where it is.
            return HttpResponse(status=401)
        if request.method == "POST" and not request.FILES:
            return kept.ask_to_log_in(request)
        return self.handle_no_permission(request, view)


def _visitor(request: HttpRequest) -> Any:
    user = request.user if request.user.is_authenticated else None
    return visitor_of(user, request.session.get("links", []), timezone.now())


def visitor(request: HttpRequest) -> dict[str, Any]:
    """For templates: the visitor, and the link by which the procurement on this page is seen, if that is how."""
    who = getattr(request, "visitor", None)
    id = request.resolver_match.kwargs.get("id") if request.resolver_match else None
    link = who.link_to(id) if who and isinstance(id, UUID) and not who.user else None
    return {"visitor": who, "guest_link": link}
