"""A made-up municipality to try things out in."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from procurement import content, services
from procurement.domain import brief as briefs
from procurement.domain.brief import Brief
from procurement.domain.look import Look
from procurement.models import Authority, User
from procurement.services import accounts, look

EMAIL = "anna@sjovalla.example"
PASSWORD = "kravbyggaren-demo"
CONTACT = "upphandling@sjovalla.example"


class Command(BaseCommand):
    help = "Skapar Sjövalla kommun med en inloggning, om ingen ännu kan logga in."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            if not User.objects.exists():
                authority = Authority(name="Sjövalla kommun", org_number="212000-9999", kind="municipality")
                member = accounts.set_up(authority=authority, email=EMAIL, name="Anna Ek", password=PASSWORD)
                look.save(authority=member.authority, look=demo_look(member.authority), seen=0, by=member.user)
                for brief in demo_briefs():
                    services.start(authority=member.authority, by=member.user, brief=brief)
        demo = User.objects.filter(email=EMAIL).first()
        # Said only while it is true: on an installation of someone's own there is no such login.
        if demo and demo.check_password(PASSWORD):
            self.stdout.write(f"Inloggning till exemplet: {EMAIL}\nLösenord: {PASSWORD}")


def demo_look(authority: Authority) -> Look:
    """The municipality's own: a logo drawn for it, and addresses that lead nowhere."""
    drawn = (content.FIXTURES / "demo-logo.svg").read_bytes()
    return Look(
        accent="#1f5c4d",
        address=("Sjögatan 1", "123 45 Sjövalla", CONTACT),
        footer=("Organisationsnummer 212000-9999 · sjovalla.example",),
        logo=look.logo(drawn, authority),
    )


def demo_briefs() -> list[Brief]:
    """The procurements to start with, the first of them last saved and so at the top of the list.

    The municipality buys them all, whoever their files say: its logo stands over them.
    """
    files = sorted((content.FIXTURES / "briefs").glob("*.yaml"), reverse=True)
    read = [briefs.parse(file.read_text(encoding="utf-8"), content.library()) for file in files]
    theirs = {"contact": {"email": CONTACT}}
    return [{key: brief[key] for key in brief if key != "authority"} | theirs for brief in read]
