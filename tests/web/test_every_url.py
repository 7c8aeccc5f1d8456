"""Every address, those added later too: what strangers, guests and another authority's member get.

An address that cannot be built here fails: say in `PARTS` what stands for its new parameter.
"""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from procurement.models import Member, Procurement, User
from tests import factory

# For everyone, by decision. Anything else asks who comes.
FOR_EVERYONE = {
    "start",
    "why",
    "accessibility",
    "health",
    "login",
    "logout",
    "set_up",
    "shared",
    "library",
    "clause",
    "law",
    "library_json",
    "library_files",
    "accent_style",
}


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


EVERY_URL = {pattern.name or str(pattern.pattern): pattern for pattern in patterns()}
PRIVATE = [name for name in EVERY_URL if name not in FOR_EVERYONE]


def parameters(name: str) -> set[str]:
    return set(EVERY_URL[name].pattern.converters)


@pytest.fixture
def address_of(draft: Procurement, bo: User) -> Callable[[str], str]:
    """The address by its name, where everything it names belongs to Anna's authority."""
    link, _ = factory.link(draft)
    parts = {
        "id": draft.id,
        "link_id": link.id,
        "inspection_id": factory.inspection(of=draft.authority).id,
        "member_id": Member.objects.get(user=bo).id,
        "authority_id": draft.authority_id,
        "step": "upphandlingen",
        "key": "modules",
        "clause_id": "PC-API-01",
        "file_id": factory.returned_file(draft).id,
        "document": "requirements",
        "format": "pdf",
        "lot": 1,
        "number": factory.edition(draft).number,
        "pack": "alla",
        "name": "svar.json",
        "accent": "1f5c4d",
    }

    def address(name: str) -> str:
        unknown = parameters(name) - set(parts)
        assert not unknown, f"say in PARTS what {unknown} stands for in the address {name!r}"
        return reverse(name, kwargs={key: parts[key] for key in parameters(name)})

    return address


def answers(client: Client, address: str) -> list[int]:
    """How it answers to looking and to doing. A page that only does says 405 to looking, whoever looks."""
    codes = [client.get(address).status_code, client.post(address).status_code]
    return [code for code in codes if code != 405]


def test_every_address_has_a_name() -> None:
    assert all(pattern.name for pattern in patterns())


@pytest.mark.parametrize("name", PRIVATE)
def test_a_stranger_is_asked_to_log_in(name: str, address_of: Callable[[str], str]) -> None:
    address = address_of(name)
    looking = Client().get(address)
    assert looking.status_code == 302 and looking.headers["Location"].startswith("/logga-in/")
    # With what was sent in the page, so that it is not lost.
    doing = Client().post(address)
    assert doing.status_code == 401 and "Lösenord" in doing.content.decode()


@pytest.mark.parametrize("name", PRIVATE)
def test_a_guest_of_another_draft_sees_nothing(
    name: str, address_of: Callable[[str], str], guest: Callable[[str], Client]
) -> None:
    elsewhere = guest(factory.link(factory.procurement(), may_write=True)[1])
    assert set(answers(elsewhere, address_of(name))) == ({404} if "id" in parameters(name) else {302, 401})


# All that one who is let in for the costs alone may see; of documents only the one on the costs.
FOR_PARTNERS = {"costs"}


@pytest.mark.parametrize("name", PRIVATE)
def test_a_guest_who_may_see_only_the_costs_sees_nothing_else(
    name: str, address_of: Callable[[str], str], draft: Procurement, guest: Callable[[str], Client]
) -> None:
    partner = guest(factory.link(draft, only_costs=True)[1])
    seen, done = partner.get(address_of(name)).status_code, partner.post(address_of(name)).status_code
    if name in FOR_PARTNERS:
        assert (seen, done) == (200, 404)
    else:
        assert {seen, done} - {405} == ({404} if "id" in parameters(name) else {302, 401})


@pytest.mark.parametrize("name", PRIVATE)
def test_another_authoritys_member_sees_nothing(
    name: str, address_of: Callable[[str], str], cia: User, signed_in: Callable[[User], Client]
) -> None:
    browser = signed_in(cia)
    if parameters(name):
        assert set(answers(browser, address_of(name))) == {404}
    else:
        shown = browser.get(address_of(name)).content.decode()
        assert "Sjövalla" not in shown and "bygglov" not in shown


@pytest.mark.parametrize("name", PRIVATE)
def test_a_guest_whose_link_was_revoked_is_told_so(
    name: str, address_of: Callable[[str], str], draft: Procurement, guest: Callable[[str], Client]
) -> None:
    link, address = factory.link(draft, may_write=True)
    browser = guest(address)
    link.revoked_at = link.created
    link.save()
    codes = {browser.get(address_of(name)).status_code, browser.post(address_of(name)).status_code}
    assert codes == ({410} if "id" in parameters(name) else {302, 401})


@pytest.mark.parametrize("name", PRIVATE)
def test_a_private_page_is_kept_out_of_search_engines(
    name: str, address_of: Callable[[str], str], anna: User, signed_in: Callable[[User], Client]
) -> None:
    response = signed_in(anna).get(address_of(name))
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert response.headers["Cache-Control"].startswith("private")


def test_a_page_that_is_not_there_says_who_asks_to_nobody_else(anna: User, signed_in: Callable[[User], Client]) -> None:
    response = signed_in(anna).get("/finns-inte/")
    assert response.status_code == 404 and "Anna" in response.content.decode()
    assert response.headers["Cache-Control"].startswith("private")


@pytest.mark.parametrize("name", sorted(FOR_EVERYONE & set(EVERY_URL)))
def test_nothing_for_everyone_names_a_procurement(name: str) -> None:
    assert "id" not in parameters(name)
