"""Coming in, going out, and who works at the authority."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from procurement.access import administers, authority_of, before_set_up, member_for, with_temporary_password
from procurement.account_forms import LoginForm, MemberForm, NewPasswordForm, PasswordForm, SetUpForm
from procurement.models import Authority, User
from procurement.services import accounts

from . import kept


@before_set_up
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """The first page of a new installation, and never again."""
    if User.objects.exists():
        raise Http404
    form = SetUpForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            member = accounts.set_up(
                authority=form.new_authority(), email=given["email"], name=given["name"], password=given["password"]
            )
        except accounts.AlreadySetUp as late:
            raise Http404 from late
        login(request, member.user)
        messages.success(request, f"{member.authority.name} finns nu i Kravbyggaren, och du är inloggad.")
        return redirect("procurements")
    return render(request, "accounts/set_up.html", {"form": form})


class Login(LoginView):
    """Django's own, which knows where it is safe to go afterwards, with a limit to how often one may guess."""

    authentication_form = LoginForm
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if accounts.too_many_failures(email=request.POST.get("username", ""), now=timezone.now()):
            form = LoginForm(request)
            return self.render_to_response(self.get_context_data(form=form, must_wait=True), status=429)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"kept": self.request.POST.get("kept")}

    def form_valid(self, form: LoginForm) -> HttpResponse:
        onward = super().form_valid(form)
        if "kept" in self.request.POST:
            return kept.offer(self.request, self.get_success_url(), kept=self.request.POST["kept"])
        return onward

    def form_invalid(self, form: Form) -> HttpResponse:
        accounts.note_failure(email=self.request.POST.get("username", ""), now=timezone.now())
        return super().form_invalid(form)


@login_not_required  # who is out already has nothing to log in for
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("login")


@with_temporary_password
@sensitive_post_parameters("password", "current_password")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    # One that was handed over has just been typed to come here.
    form_of = PasswordForm if request.user.password_is_temporary else NewPasswordForm
    form = form_of(request.POST or None, user=request.user)
    if form.is_valid():
        accounts.choose_password(user=request.user, password=form.cleaned_data["password"])
        update_session_auth_hash(request, request.user)
        messages.success(request, "Ditt nya lösenord gäller från och med nu.")
        return redirect("procurements")
    return render(request, "accounts/password.html", {"form": form})


@require_http_methods(["GET", "POST"])
def members(request: HttpRequest) -> HttpResponse:
    """Everyone at the authority sees who is there; an administrator adds to them."""
    authority = authority_of(request.user)
    is_admin = administers(request.user, authority)
    if request.method != "POST":
        return _members_page(request, authority, form=MemberForm() if is_admin else None)
    if not is_admin:
        raise Http404
    form = MemberForm(request.POST)
    if form.is_valid():
        try:
            member, one_time_password = accounts.add_member(authority=authority, **form.cleaned_data)
        except accounts.AlreadyMember:
            form.add_error("email", "Den personen finns redan hos er.")
        else:
            if one_time_password:
                return _members_page(
                    request, authority, form=MemberForm(), handed_over=member.user, password=one_time_password
                )
            messages.success(request, f"{member.user} har redan ett konto och kommer nu in hos er också.")
            return redirect("authority")
    return _members_page(request, authority, form=form)


@require_POST
def renew_password(request: HttpRequest, member_id: int) -> HttpResponse:
    member = member_for(request.user, member_id)
    try:
        one_time_password = accounts.renew_password(member=member)
    except accounts.WorksElsewhereToo:
        messages.error(request, f"{member.user} finns hos flera myndigheter, så lösenordet kan inte bytas härifrån.")
        return redirect("authority")
    return _members_page(
        request, member.authority, form=MemberForm(), handed_over=member.user, password=one_time_password
    )


@require_POST
def remove_member(request: HttpRequest, member_id: int) -> HttpResponse:
    member = member_for(request.user, member_id)
    try:
        accounts.remove_member(member=member)
        messages.success(request, f"{member.user} kommer inte längre in hos {member.authority}.")
    except accounts.LastAdmin:
        messages.error(request, "Minst en hos er måste få lägga till och ta bort kollegor. Ge någon annan det först.")
    return redirect("authority")


def _members_page(request: HttpRequest, authority: Authority, **shown: Any) -> HttpResponse:
    everyone = authority.members.select_related("user").order_by("user__name", "user__email")
    return render(request, "accounts/members.html", {"authority": authority, "members": everyone, **shown})
