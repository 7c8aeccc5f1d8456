"""One lot at a time: its own list, previews, files and ZIP, made when somebody opens it."""

import io
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from procurement.export import archive
from procurement.models import Procurement, Rendition
from tests import factory
from tests.web.reading import tree, words
from tests.worker import Press, run_queue


def page_of(procurement: Procurement, lot: int) -> str:
    return reverse("lot_documents", args=[procurement.id, lot])


def test_the_documents_page_names_every_lot_and_makes_none_of_their_sets(
    press: Press, annas: Client, divided: Procurement
) -> None:
    page = tree(annas, reverse("documents", args=[divided.id]))
    assert "Ett delkontrakt i taget" in words(page)
    links = page.xpath("//section[@class='document-lots']//a/@href")
    assert links == [page_of(divided, number) for number in range(1, 6)]
    run_queue()
    assert press.given and not any(one.label.startswith("Delkontrakt") for one in press.given)


def test_a_procurement_that_is_not_divided_has_no_such_section(press: Press, annas: Client, draft: Procurement) -> None:
    assert "Ett delkontrakt i taget" not in words(tree(annas, reverse("documents", args=[draft.id])))
    assert annas.get(page_of(draft, 1)).status_code == 404


def test_opening_a_lot_starts_its_own_set_and_no_other(press: Press, annas: Client, divided: Procurement) -> None:
    page = tree(annas, page_of(divided, 2))
    assert page.xpath("string(//h1)") == "Delkontrakt 2: Lärplattform, etapp 2"
    assert "0 av 6 dokument är klara" in words(page)
    assert page.xpath("string(//ul[@class='documents']//h3)").strip() == "Bilaga 1 – Kravspecifikation"
    assert page.get_element_by_id("documents").get("hx-get") == page_of(divided, 2)
    assert run_queue() == 6
    assert {one.label.partition(" · ")[0] for one in press.given} == {"Delkontrakt\u00a02"}
    page = tree(annas, page_of(divided, 2))
    assert "Alla 6 dokument är klara" in words(page)
    assert page.xpath("//section[@class='document-lots']//*[@aria-current]/text()") == ["Lärplattform, etapp 2"]
    for link in page.xpath("//p[@class='document-files']/a/@href"):
        response = annas.get(link)
        assert response.status_code == 200 and 'filename="delkontrakt-2-' in response.headers["Content-Disposition"]


def test_htmx_is_sent_the_lots_list_alone(press: Press, annas: Client, divided: Procurement) -> None:
    part = annas.get(page_of(divided, 2), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and 'id="documents"' in part and page_of(divided, 2) in part


def test_a_lots_zip_is_its_set_without_the_answers(press: Press, annas: Client, divided: Procurement) -> None:
    address = reverse("all_lot_documents", args=[divided.id, 4])
    assert annas.get(address).headers["Location"] == page_of(divided, 4), "before it is made"
    tree(annas, page_of(divided, 4))
    run_queue()
    response = annas.get(address)
    assert "filename*=utf-8" in response.headers["Content-Disposition"]
    names = zipfile.ZipFile(io.BytesIO(response.content)).namelist()
    assert len(names) == 15 and names[-2:] == ["delkontrakt-4-krav-UTKAST.csv", archive.MANIFEST]
    assert all(name.startswith("delkontrakt-4-") and name.isascii() for name in names[:-1])
    papers = [name for name in names if name.endswith(".pdf")]
    assert [name for name in names if name.endswith(".xlsx")] == ["delkontrakt-4-5-svarsformular-UTKAST.xlsx"]
    assert [name[:15] for name in papers] == [f"delkontrakt-4-{n}" for n in range(1, 7)]


def test_what_could_not_be_made_is_tried_again_on_the_lots_own_page(
    press: Press, annas: Client, divided: Procurement
) -> None:
    tree(annas, page_of(divided, 1))
    Rendition.objects.update(state=Rendition.FAILED)
    form = tree(annas, page_of(divided, 1)).xpath("//main//form[.//button[contains(., 'Försök igen')]]")[0]
    assert annas.post(form.get("action")).headers["Location"] == page_of(divided, 1)
    assert not Rendition.objects.filter(state=Rendition.FAILED).exists()


def test_the_preview_of_a_lots_annex_leads_among_its_own(press: Press, annas: Client, divided: Procurement) -> None:
    address = reverse("lot_document", args=[divided.id, 3, "requirements"])
    page = tree(annas, address)
    assert "Elevregister" in words(page.find_class("document")[0]) and "Delkontrakt 3" in words(page)
    links = page.xpath("//nav[@aria-label='Dokument']//li/a/@href")
    assert len(links) == 6 and address in links
    assert all(tree(annas, link) is not None for link in links)
    assert not press.given, "looking makes nothing"


@pytest.mark.parametrize("lot", [0, 6, 99])
def test_a_lot_that_is_not_there_is_not_found(press: Press, annas: Client, divided: Procurement, lot: int) -> None:
    for name, parts in (
        ("lot_documents", []),
        ("all_lot_documents", []),
        ("all_lot_documents_formats", []),
        ("lot_document", ["requirements"]),
        ("lot_document_file", ["requirements", "pdf"]),
    ):
        assert annas.get(reverse(name, args=[divided.id, lot, *parts])).status_code == 404


@pytest.mark.parametrize(("key", "format"), [("decision", "pdf"), ("why", "pdf"), ("requirements", "exe")])
def test_a_lot_has_no_papers_of_the_buyers_own(
    press: Press, annas: Client, divided: Procurement, key: str, format: str
) -> None:
    assert annas.get(reverse("lot_document_file", args=[divided.id, 1, key, format])).status_code == 404


def test_a_guest_of_the_draft_reads_its_lots(
    press: Press, divided: Procurement, guest: Callable[[str], Client]
) -> None:
    invited = guest(factory.link(divided)[1])
    assert "0 av 6 dokument är klara" in words(tree(invited, page_of(divided, 1)))
    assert invited.get(reverse("lot_document", args=[divided.id, 1, "evaluation"])).status_code == 200


def test_the_same_set_is_not_made_twice(press: Press, annas: Client, divided: Procurement) -> None:
    tree(annas, page_of(divided, 2))
    run_queue()
    tree(annas, page_of(divided, 2))
    assert run_queue() == 0 and len(press.given) == 6
