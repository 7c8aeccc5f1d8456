"""Things to test with, each with defaults that make sense. What a test is about, it says itself."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from procurement import content
from procurement.domain import brief as briefs
from procurement.models import Authority, Edition, Inspection, Member, Procurement, ReturnedFile, ShareLink, User
from procurement.services import save, share, start

_numbers = count(1)


def authority(name: str = "Sjövalla kommun") -> Authority:
    return Authority.objects.create(name=name, org_number="212000-9999", kind="municipality")


def user(name: str = "Anna", *, password: str | None = None) -> User:
    return User.objects.create_user(f"{name.lower()}.{next(_numbers)}@example.se", password, name=name)


def member(name: str = "Anna", *, of: Authority | None = None, is_admin: bool = False) -> User:
    """A person at the authority, or at one of their own."""
    person = user(name)
    Member.objects.create(user=person, authority=of or authority(f"{name}s kommun"), is_admin=is_admin)
    return person


def procurement(*, of: Authority | None = None, by: User | None = None, **brief: Any) -> Procurement:
    return start(authority=of or authority(), by=by or user(), brief={"title": "Digital bygglovsprocess"} | brief)


def from_brief(name: str, *, by: User, of: Authority | None = None, **more: Any) -> Procurement:
    """One of the demo procurements, at the person's own authority."""
    text = (content.FIXTURES / "briefs" / f"{name}.yaml").read_text(encoding="utf-8")
    at = of or by.memberships.get().authority
    return procurement(of=at, by=by, **briefs.parse(text, content.library()) | more)


def link(
    to: Procurement,
    *,
    name: str = "Jurist",
    may_write: bool = False,
    only_costs: bool = False,
    expires_at: datetime | None = None,
) -> tuple[ShareLink, str]:
    """A shared link and the path a guest is given."""
    made, token = share(
        procurement=to,
        name=name,
        may_write=may_write,
        only_costs=only_costs,
        expires_at=expires_at or timezone.now() + timedelta(days=7),
        by=user(),
    )
    return made, f"/d/{token}/"


def answers(to: Procurement, *, by: User, **answers: Any) -> None:
    """Answers given after the procurement was begun."""
    to.refresh_from_db()
    save(procurement_id=to.id, changes=answers, expected_revision=to.revision, by=by)


def returned_file(to: Procurement) -> ReturnedFile:
    """A Word file that has come back with nothing in it."""
    return ReturnedFile.objects.create(
        procurement=to, document="contract_terms", name="villkor.docx", by_name="Anna", at=timezone.now(),
        reading={"controls": [], "outside": [], "comments": []},
    )  # fmt: skip


def inspection(*, of: Authority | None = None) -> Inspection:
    """An old tender that somebody at the authority has handed in, and that nobody has read yet."""
    return Inspection.objects.create(
        authority=of or authority(), by_name="Anna", name="underlag.txt", content=b"Systemet ska logga."
    )


def edition(of: Procurement, *, on: date = date(2026, 11, 23), brief: dict[str, Any] | None = None) -> Edition:
    """An issued edition without files, by hand: how one is made is tested by itself."""
    assert of.library
    return Edition.objects.create(
        procurement=of,
        number=of.editions.count() + 1,
        reference="SBN-2026-00412",
        on=on,
        decided_by="Byggnadsnämnden",
        by_name="Anna",
        brief=brief or content.brief_with_house(of),
        summary="{}",
        clause_list="id",
        library=of.library,
        library_version=of.library.version,
        app_version="0.1.0",
        issued=timezone.now(),
    )
