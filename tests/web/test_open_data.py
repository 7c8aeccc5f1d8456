"""The open data on the pages: what is downloaded, what an edition keeps, and what a guest is given."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from procurement.models import Authority, Procurement, User
from procurement.services import editions
from tests import factory
from tests.domain import ocds_checker
from tests.web.reading import tree
from tests.worker import Press, run_queue


@pytest.fixture(autouse=True)
def registered(settings: Any) -> None:
    settings.OCDS_PREFIX = "ocds-a1b2c3"


def package(client: Client, procurement: Procurement) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(client.get(reverse("open_data", args=[procurement.id])).content)
    return read


def listed(package: dict[str, Any]) -> list[str]:
    [release] = package["releases"]
    return [one["id"] for one in release["tender"]["documents"]]


def issued(procurement: Procurement, by: User, *, each_lot: bool = False) -> dict[str, Any]:
    """The open data of a new edition."""
    edition = editions.issue(
        procurement=procurement,
        reference=procurement.reference,
        on=date(2026, 11, 23),
        decided_by="Nämnden",
        by=by,
        each_lot=each_lot,
    )
    run_queue()
    kept = edition.files.get(name="ocds.json")
    assert not kept.internal
    read: dict[str, Any] = json.loads(bytes(kept.content))
    return read


def test_the_page_of_the_documents_leads_to_it(press: Press, annas: Client, permits: Procurement) -> None:
    page = tree(annas, reverse("documents", args=[permits.id]))
    data = [link.get("href") for link in page.xpath("//a[@download]") if link.get("href").endswith(".json")]
    assert data == [reverse("open_data", args=[permits.id]), reverse("answers_file", args=[permits.id])]
    response = annas.get(data[0])
    assert response.headers["Content-Disposition"] == 'attachment; filename="ocds.json"'
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert ocds_checker.remarks(json.loads(response.content)) == {}


@pytest.mark.parametrize("address", ["all_documents", "all_documents_formats"])
def test_in_a_zip_it_names_the_files_that_lie_beside_it(
    press: Press, annas: Client, permits: Procurement, address: str
) -> None:
    annas.get(reverse("documents", args=[permits.id]))
    run_queue()
    packed = zipfile.ZipFile(io.BytesIO(annas.get(reverse(address, args=[permits.id])).content))
    named = listed(json.loads(packed.read("ocds.json")))
    # The buyer's own papers are in the ZIP, and not in the open data.
    assert named == [name for name in packed.namelist() if name[0] in "123456" or name == "krav-UTKAST.csv"]


def test_a_guest_is_told_the_same_as_the_buyer(
    press: Press, annas: Client, permits: Procurement, guest: Callable[[str], Client]
) -> None:
    invited = guest(factory.link(permits, may_write=False)[1])
    assert package(invited, permits) == package(annas, permits)


def test_an_edition_keeps_it_and_the_next_puts_it_right(press: Press, permits: Procurement, anna: User) -> None:
    first = issued(permits, anna)
    assert first["releases"][0]["tag"] == ["planning", "tender"]
    edition = permits.editions.get()
    handed_out = [one.name for one in edition.files.filter(internal=False) if one.name != "ocds.json"]
    assert listed(first) == handed_out
    second = issued(permits, anna)
    assert second["releases"][0]["tag"] == ["planningUpdate", "tenderUpdate"]
    assert second["releases"][0]["ocid"] == first["releases"][0]["ocid"]
    assert ocds_checker.remarks(first) == ocds_checker.remarks(second) == {}
    assert json.loads(bytes(edition.files.get(name="ocds.json").content)) == first


def test_the_annexes_of_a_lot_are_named_as_its_own(press: Press, sjovalla: Authority, anna: User) -> None:
    package = issued(factory.from_brief("skolplattform", of=sjovalla, by=anna), anna, each_lot=True)
    documents = package["releases"][0]["tender"]["documents"]
    lots = {one["id"]: one.get("relatedLots") for one in documents}
    assert lots["1-kravspecifikation-utgava-1.pdf"] is None
    assert lots["delkontrakt-3-1-kravspecifikation-utgava-1.pdf"] == ["3"]
    assert ocds_checker.remarks(package) == {}
