"""Authorities and their people: the first of them, and those who come and go."""

import secrets
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from procurement.models import Authority, FailedLogin, Member, User, normal_email

# Ten guesses in a quarter of an hour: plenty for one who knows the password, useless for one who does not.
MOST_FAILURES = 10
COUNTED_FOR = timedelta(minutes=15)


class AlreadySetUp(Exception):
    """Somebody else was first."""


class AlreadyMember(Exception):
    """The person is a member of the authority already."""


class LastAdmin(Exception):
    """An authority without an administrator could never get one again."""


class WorksElsewhereToo(Exception):
    """One authority's administrator may not take over an account that opens another's door."""


@transaction.atomic
def set_up(*, authority: Authority, email: str, name: str, password: str) -> Member:
    """The first authority and its administrator. Raises AlreadySetUp where there is somebody."""
    if User.objects.exists():
        raise AlreadySetUp
    authority.full_clean()
    authority.save()
    user = User.objects.create_user(email, password, name=name)
    return Member.objects.create(user=user, authority=authority, is_admin=True)


@transaction.atomic
def add_member(*, authority: Authority, email: str, name: str, is_admin: bool = False) -> tuple[Member, str]:
    """A new colleague and a password to hand over, "" for a person who already has one. Raises AlreadyMember."""
    password = _one_time_password()
    made = {"name": name, "password": lambda: make_password(password), "password_is_temporary": True}
    user, is_new = User.objects.get_or_create(email=normal_email(email), defaults=made)
    member, has_come = Member.objects.get_or_create(user=user, authority=authority, defaults={"is_admin": is_admin})
    if not has_come:
        raise AlreadyMember
    return member, password if is_new else ""


@transaction.atomic
def remove_member(*, member: Member) -> None:
    """The person no longer sees the authority's procurements; what they wrote keeps their name."""
    admins = Member.objects.select_for_update().filter(authority=member.authority, is_admin=True)
    if member.is_admin and len(admins) == 1:
        raise LastAdmin
    member.delete()


def renew_password(*, member: Member) -> str:
    """A password to hand over to a colleague who has forgotten theirs. It ends their sessions everywhere.

    Raises WorksElsewhereToo for a person who is a member of another authority as well.
    """
    if member.user.memberships.exclude(id=member.id).exists():
        raise WorksElsewhereToo
    password = _one_time_password()
    member.user.set_password(password)
    member.user.password_is_temporary = True
    member.user.save(update_fields=["password", "password_is_temporary"])
    return password


def choose_password(*, user: User, password: str) -> None:
    user.set_password(password)
    user.password_is_temporary = False
    user.save(update_fields=["password", "password_is_temporary"])


def too_many_failures(*, email: str, now: datetime) -> bool:
    """Whether so many logins have failed for the address lately that the next must wait."""
    return FailedLogin.objects.filter(email=_counted(email), at__gt=now - COUNTED_FOR).count() >= MOST_FAILURES


def note_failure(*, email: str, now: datetime) -> None:
    """Count a login that failed, and forget those that count no longer."""
    FailedLogin.objects.filter(at__lte=now - COUNTED_FOR).delete()
    FailedLogin.objects.create(email=_counted(email), at=now)


def _counted(email: str) -> str:
    """The address that was typed, as its failures are counted: it may be anything, and PostgreSQL refuses a NUL."""
    return normal_email(email).replace("\0", "")[:254]


def _one_time_password() -> str:
    """Four groups that can be read out over the telephone: no letter that looks like a digit."""
    return "-".join("".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(5)) for _ in range(4))
