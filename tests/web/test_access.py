"""One door: who sees a procurement, who may write in it, and who decides over it."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import Client
from django.utils import timezone

from procurement.access import Right, Visitor, author, procurement_for, procurements_of, rights_to, visitor
from procurement.models import Procurement, User
from procurement.services import delete, revoke, save
from tests import factory

PACKAGE = Path(__file__).parents[2] / "procurement"


@pytest.mark.parametrize("right", ["costs", "read", "write", "share"])
def test_a_member_may_do_everything(anna: User, bo: User, draft: Procurement, right: Right) -> None:
    assert procurement_for(Visitor(anna), draft.id, right) == draft
    assert procurement_for(Visitor(bo), draft.id, right) == draft


@pytest.mark.parametrize("right", ["costs", "read", "write", "share", "restore"])
def test_a_stranger_does_not_see_the_procurement(cia: User, draft: Procurement, right: Right) -> None:
    other, _ = factory.link(factory.procurement(), may_write=True)
    for who in (Visitor(), Visitor(cia), Visitor(links=(other,)), Visitor(cia, (other,))):
        with pytest.raises(Http404):
            procurement_for(who, draft.id, right)


def test_a_reading_guest_may_not_write_and_a_writing_guest_may_not_share(draft: Procurement) -> None:
    reader = Visitor(links=(factory.link(draft)[0],))
    writer = Visitor(links=(factory.link(draft, may_write=True)[0],))
    assert procurement_for(reader, draft.id, "read") == draft
    assert procurement_for(writer, draft.id, "write") == draft
    for who, right in ((reader, "write"), (reader, "share"), (writer, "share")):
        with pytest.raises(PermissionDenied):
            procurement_for(who, draft.id, right)


def test_who_is_let_in_for_the_costs_is_not_told_what_else_there_is(draft: Procurement) -> None:
    partner = Visitor(links=(factory.link(draft, only_costs=True)[0],))
    reader = Visitor(links=(factory.link(draft)[0],))
    assert procurement_for(partner, draft.id, "costs") == procurement_for(reader, draft.id, "costs") == draft
    for right in ("read", "write", "share", "restore"):
        with pytest.raises(Http404):
            procurement_for(partner, draft.id, right)
    assert rights_to(partner, draft) == ("costs",)
    with pytest.raises(Http404):
        procurement_for(partner, factory.procurement().id, "costs")


def test_of_two_links_the_one_that_may_the_most_counts(draft: Procurement) -> None:
    partner, reader = factory.link(draft, only_costs=True)[0], factory.link(draft)[0]
    assert procurement_for(Visitor(links=(partner, reader)), draft.id, "read") == draft


def test_a_link_for_the_costs_never_writes(draft: Procurement) -> None:
    with pytest.raises(ValidationError):
        factory.link(draft, may_write=True, only_costs=True)


def test_of_two_links_the_one_that_may_write_counts(draft: Procurement) -> None:
    reader, writer = factory.link(draft)[0], factory.link(draft, may_write=True)[0]
    assert procurement_for(Visitor(links=(writer, reader)), draft.id, "write") == draft


def test_a_link_that_has_expired_or_was_revoked_opens_nothing(draft: Procurement) -> None:
    now = timezone.now()
    link, _ = factory.link(draft, expires_at=now + timedelta(days=1))
    assert visitor(None, [link.id], now).links == (link,)
    assert visitor(None, [link.id], link.expires_at - timedelta(seconds=1)).links == (link,)
    assert visitor(None, [link.id], link.expires_at).links == ()
    revoke(link=link)
    assert visitor(None, [link.id], now).links == ()


def test_what_is_thrown_away_is_gone_for_everyone_but_those_who_may_take_it_back(
    anna: User, draft: Procurement
) -> None:
    link, _ = factory.link(draft, may_write=True)
    delete(procurement_id=draft.id)
    for who in (Visitor(anna), Visitor(links=(link,))):
        with pytest.raises(Http404):
            procurement_for(who, draft.id, "read")
    with pytest.raises(Http404):
        procurement_for(Visitor(links=(link,)), draft.id, "restore")
    assert procurement_for(Visitor(anna), draft.id, "restore") == draft
    assert not procurements_of(anna)
    with pytest.raises(Http404):  # from a page that was open already
        save(procurement_id=draft.id, changes={"title": "Ny"}, expected_revision=1, by=anna, seen=draft)


def test_a_member_writes_in_their_own_name_even_with_a_link_in_hand(anna: User, cia: User, draft: Procurement) -> None:
    link, _ = factory.link(draft, may_write=True)
    assert author(Visitor(anna, (link,)), draft) == anna
    assert author(Visitor(cia, (link,)), draft) == link


def test_each_sees_the_procurements_of_their_own_authority(
    anna: User, cia: User, draft: Procurement, signed_in: Callable[[User], Client]
) -> None:
    theirs = factory.procurement(of=cia.memberships.get().authority, title="Cias upphandling")
    assert list(procurements_of(anna)) == [draft]
    assert list(procurements_of(cia)) == [theirs]
    assert "Cias upphandling" not in signed_in(anna).get("/upphandlingar/").content.decode()


def test_pages_never_fetch_a_procurement_or_a_link_past_the_door() -> None:
    past_the_door = re.compile(r"\b(Procurement|ShareLink|Member|Authority|Revision)\.objects\b|get_object_or_404")
    above = [*PACKAGE.glob("views/**/*.py"), *PACKAGE.glob("middleware.py")]
    assert above
    for file in above:
        assert not past_the_door.search(file.read_text()), f"{file.name} goes past access.py"
