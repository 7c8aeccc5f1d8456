"""The standing cast: Anna edits, Bo is her colleague, Cia works elsewhere, and guests come by a link."""

from collections.abc import Callable

import pytest
from django.test import Client

from procurement.models import Authority, Procurement, User
from tests import factory
from tests.worker import Press


@pytest.fixture
def sjovalla(db: None) -> Authority:
    return factory.authority("Sjövalla kommun")


@pytest.fixture
def anna(sjovalla: Authority) -> User:
    return factory.member("Anna", of=sjovalla, is_admin=True)


@pytest.fixture
def bo(sjovalla: Authority) -> User:
    return factory.member("Bo", of=sjovalla)


@pytest.fixture
def cia(db: None) -> User:
    return factory.member("Cia", of=factory.authority("Norrfors kommun"), is_admin=True)


@pytest.fixture
def draft(sjovalla: Authority, anna: User) -> Procurement:
    return factory.procurement(of=sjovalla, by=anna, title="Digital bygglovsprocess")


@pytest.fixture
def permits(sjovalla: Authority, anna: User) -> Procurement:
    """A whole procurement, ready to be issued."""
    return factory.from_brief("bygglov", of=sjovalla, by=anna)


@pytest.fixture
def answered(sjovalla: Authority, anna: User) -> Procurement:
    """A procurement with the few answers that lead to most clauses."""
    return factory.procurement(
        of=sjovalla, by=anna, system_kind="new", data_class="personal", budget_sek=6_500_000, publish_hours=24
    )


@pytest.fixture
def divided(sjovalla: Authority, anna: User) -> Procurement:
    """A whole procurement, divided in lots."""
    return factory.from_brief("skolplattform", of=sjovalla, by=anna)


@pytest.fixture
def press(db: None, monkeypatch: pytest.MonkeyPatch) -> Press:
    return Press(monkeypatch)


@pytest.fixture
def annas(anna: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(anna)


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A browser where the person has logged in."""

    def browser(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return browser


@pytest.fixture
def guest() -> Callable[[str], Client]:
    """A browser where somebody has opened the address of a shared draft."""

    def browser(address: str) -> Client:
        client = Client()
        assert client.get(address).status_code == 302
        return client

    return browser
