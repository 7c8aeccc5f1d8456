"""The documents: how far each has come, the preview, and the files."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from procurement import content
from procurement.domain import brief as briefs
from procurement.export import archive, bounded
from procurement.models import Authority, Procurement, Rendition, User
from procurement.services import save
from tests import factory
from tests.web.reading import tree, words
from tests.worker import Press, run_queue


def page_of(procurement: Procurement) -> str:
    return reverse("documents", args=[procurement.id])


def file_of(procurement: Procurement, key: str, format: str) -> str:
    return reverse("document_file", args=[procurement.id, key, format])


def test_opening_the_page_starts_the_work_and_says_how_far_it_has_come(
    press: Press, annas: Client, permits: Procurement
) -> None:
    page = tree(annas, page_of(permits))
    assert "0 av 9 dokument är klara" in words(page)
    assert page.find(".//progress").get("max") == "9"
    asking = page.get_element_by_id("documents")
    assert asking.get("hx-get") == page_of(permits) and asking.get("hx-trigger") == "every 2s"
    [again] = [link for link in page.xpath("//main//a/@href") if link == page_of(permits)]
    assert again, "without scripts there is a link"

    assert run_queue() == 9
    page = tree(annas, page_of(permits))
    assert "Alla 9 dokument är klara" in words(page)
    assert page.get_element_by_id("documents").get("hx-get") is None, "then it stops asking"
    assert page.find(".//progress") is None


def test_htmx_is_sent_the_list_alone(press: Press, annas: Client, permits: Procurement) -> None:
    part = annas.get(page_of(permits), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and 'id="documents"' in part


def test_each_document_is_had_for_paper_and_for_word(press: Press, annas: Client, permits: Procurement) -> None:
    tree(annas, page_of(permits))
    run_queue()
    links = tree(annas, page_of(permits)).xpath("//p[@class='document-files']/a/@href")
    assert len(links) == 19
    for link in links:
        response = annas.get(link)
        assert response.status_code == 200
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"].startswith("private")
        name = re.fullmatch(r'attachment; filename="([\x20-\x7e]+)"', response.headers["Content-Disposition"])
        assert name and "UTKAST" in name[1]
    assert annas.get(file_of(permits, "requirements", "pdf")).content.startswith(b"%PDF")
    assert annas.get(file_of(permits, "requirements", "xlsx")).status_code == 404, "there is nothing to fill in"
    assert "spreadsheetml" in annas.get(file_of(permits, "answer_form", "xlsx")).headers["Content-Type"]
    assert "wordprocessingml" in annas.get(file_of(permits, "requirements", "docx")).headers["Content-Type"]


def test_a_file_that_is_not_done_leads_to_the_page_that_says_so(
    press: Press, annas: Client, permits: Procurement
) -> None:
    for address in (file_of(permits, "requirements", "pdf"), reverse("all_documents", args=[permits.id])):
        assert annas.get(address).headers["Location"] == page_of(permits)


@pytest.mark.parametrize(
    ("key", "format"), [("requirements", "exe"), ("requirements", "json"), ("passwd", "pdf"), ("passwd", "md")]
)
def test_what_does_not_exist_is_not_found(
    press: Press, annas: Client, permits: Procurement, key: str, format: str
) -> None:
    assert annas.get(file_of(permits, key, format)).status_code == 404


def test_all_of_it_comes_as_one_zip_with_the_answers(press: Press, annas: Client, permits: Procurement) -> None:
    tree(annas, page_of(permits))
    run_queue()
    response = annas.get(reverse("all_documents", args=[permits.id]))
    assert response.headers["Content-Disposition"] == 'attachment; filename="Digital bygglovsprocess UTKAST.zip"'
    packed = zipfile.ZipFile(io.BytesIO(response.content))
    names = packed.namelist()
    assert len(names) == 23 and names[-4:] == ["krav-UTKAST.csv", "ocds.json", "svar.json", archive.MANIFEST]
    documents = names[:-4]
    assert [name for name in documents if name.endswith(".xlsx")] == ["5-svarsformular-UTKAST.xlsx"]
    assert packed.read("krav-UTKAST.csv").decode("utf-8-sig").startswith('"id";"nummer";')
    assert documents == sorted(documents, key=lambda name: name.rpartition(".")[0]), "in the order of the annexes"
    assert all(name.isascii() and "UTKAST" in name for name in documents)
    assert briefs.parse(packed.read("svar.json").decode(), content.library()) == permits.brief | {"format": 1}
    for line in packed.read(archive.MANIFEST).decode().splitlines():
        digest, _, name = line.partition("  ")
        assert hashlib.sha256(packed.read(name)).hexdigest() == digest


def test_more_formats_are_had_at_once_and_folded_away(press: Press, annas: Client, permits: Procurement) -> None:
    folds = tree(annas, page_of(permits)).xpath("//ul[@class='documents']/li/details")
    assert len(folds) == 9 and not any(fold.get("open") is not None for fold in folds)
    assert len({fold.get("id") for fold in folds}) == 9, "htmx keeps what has been opened by its id"
    links = folds[0].xpath(".//a")
    kinds = {link.get("href").split("/")[-2]: annas.get(link.get("href")) for link in links}
    assert [words(link) for link in links] == [
        f"{name} av Bilaga 1 – Kravspecifikation" for name in ("OpenDocument (ODT)", "Webbsida (HTML)", "Markdown")
    ]
    assert all(response.headers["X-Content-Type-Options"] == "nosniff" for response in kinds.values())
    assert kinds["html"].content.startswith(b"<!doctype html>") and b"UTKAST" in kinds["html"].content
    assert kinds["odt"].headers["Content-Type"] == "application/vnd.oasis.opendocument.text"
    assert b"mimetypeapplication/vnd.oasis.opendocument.text" in kinds["odt"].content
    assert kinds["md"].content.decode().startswith("# Bilaga 1 – Kravspecifikation\n")
    assert kinds["md"].headers["Content-Disposition"] == 'attachment; filename="1-kravspecifikation-UTKAST.md"'


def test_a_zip_of_its_own_has_every_format(press: Press, annas: Client, permits: Procurement) -> None:
    everything = reverse("all_documents_formats", args=[permits.id])
    assert annas.get(everything).headers["Location"] == page_of(permits), "while nothing is made"
    tree(annas, page_of(permits))
    run_queue()
    assert everything in tree(annas, page_of(permits)).xpath("//a[@download]/@href")
    names = zipfile.ZipFile(io.BytesIO(annas.get(everything).content)).namelist()
    first = [name for name in names if name.startswith("1-")]
    assert first == [f"1-kravspecifikation-UTKAST.{ending}" for ending in ("pdf", "docx", "odt", "html", "md")]
    assert {"svar.json", "krav-UTKAST.csv"} <= set(names)


def test_when_nobody_makes_them_the_page_says_whom_to_tell(press: Press, annas: Client, permits: Procurement) -> None:
    assert "kanske inte i gång" not in words(tree(annas, page_of(permits)))
    Rendition.objects.update(queued=timezone.now() - timedelta(minutes=2))
    assert "kanske inte i gång" in words(tree(annas, page_of(permits)))
    Rendition.objects.filter(id=Rendition.objects.earliest("id").id).update(
        state=Rendition.RUNNING, started=timezone.now()
    )
    assert "kanske inte i gång" not in words(tree(annas, page_of(permits))), "then it is only a long queue"


def test_a_name_that_tries_to_be_something_else_is_only_a_name(
    press: Press, annas: Client, sjovalla: Authority, anna: User
) -> None:
    named = factory.procurement(of=sjovalla, by=anna, title='../../å"\nX-Evil: 1; filename=b.exe')
    tree(annas, page_of(named))
    run_queue()
    response = annas.get(reverse("all_documents", args=[named.id]))
    assert response.status_code == 200 and "X-Evil" not in response.headers
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert "%2F" not in response.headers["Content-Disposition"] and "/" not in response.headers["Content-Disposition"]


def test_a_changed_answer_makes_only_the_documents_it_touches(
    press: Press, annas: Client, anna: User, permits: Procurement
) -> None:
    tree(annas, page_of(permits))
    run_queue()
    save(procurement_id=permits.id, changes={"evidence": "Nya intervjuer."}, expected_revision=1, by=anna)
    page = tree(annas, page_of(permits))
    run_queue()
    again = [document.key for document in press.given[9:]]
    assert "requirements" in again and len(again) < 5
    assert f"{9 - len(again)} av 9 dokument är klara" in words(page)


def test_what_could_not_be_made_says_so_and_can_be_tried_again(
    press: Press, annas: Client, permits: Procurement
) -> None:
    tree(annas, page_of(permits))
    press.fails_with = bounded.TookTooLong()
    run_queue()
    page = tree(annas, page_of(permits))
    assert "Gick inte att göra" in words(page) and "längre tid" in words(page)
    assert page.get_element_by_id("documents").get("hx-get") is None
    press.fails_with = None
    assert annas.post(page_of(permits)).headers["Location"] == page_of(permits)
    assert run_queue() == 9
    assert "Alla 9 dokument är klara" in words(tree(annas, page_of(permits)))


def test_the_buyers_own_paper_is_for_them_alone(
    press: Press, annas: Client, permits: Procurement, guest: Callable[[str], Client]
) -> None:
    page = tree(annas, page_of(permits))
    assert words(page).count("Bara för er") == 1
    groups = {words(heading): words(heading.getnext()) for heading in page.find_class("documents-for")}
    assert "Bilaga 1" in groups["Till anbudsgivarna"] and "Beslutsunderlag" not in groups["Till anbudsgivarna"]
    run_queue()
    invited = guest(factory.link(permits, may_write=True)[1])
    assert "Beslutsunderlag" not in words(tree(invited, page_of(permits)))
    assert "Alla 6 dokument är klara" in words(tree(invited, page_of(permits)))
    papers = [document.key for document in press.given if document.internal]
    assert papers == ["decision", "why", "value"]
    for paper in papers:
        files = [file_of(permits, paper, format) for format in ("pdf", "odt", "html", "md")]
        for address in (*files, reverse("document", args=[permits.id, paper])):
            assert annas.get(address).status_code == 200
            assert invited.get(address).status_code == 404
    packed = zipfile.ZipFile(io.BytesIO(invited.get(reverse("all_documents", args=[permits.id])).content))
    assert [name for name in packed.namelist() if "INTERNT" in name] == []


def test_a_member_who_also_has_a_link_is_no_guest(press: Press, annas: Client, permits: Procurement) -> None:
    annas.get(factory.link(permits)[1])
    assert "Beslutsunderlag" in words(tree(annas, page_of(permits)))


def test_the_preview_shows_the_document_in_its_own_type(press: Press, annas: Client, permits: Procurement) -> None:
    for key in ("requirements", "decision"):
        page = tree(annas, reverse("document", args=[permits.id, key]))
        assert len(page.findall(".//h1")) == 1
        assert page.xpath("//head/link[contains(@href, 'document')]")
        assert page.find_class("document")


def test_a_gap_in_the_preview_leads_to_its_question(press: Press, annas: Client, draft: Procurement) -> None:
    page = tree(annas, reverse("document", args=[draft.id, "requirements"]))
    addresses = {gap.get("href") for gap in page.find_class("gap")}
    assert reverse("step", args=[draft.id, "behov"]) + "?fran=dokument#id_problem" in addresses


def test_every_gap_leads_to_a_field_that_is_there(press: Press, annas: Client, draft: Procurement) -> None:
    tree(annas, page_of(draft))
    run_queue()
    gaps = {
        gap.get("href")
        for document in press.given
        for gap in tree(annas, reverse("document", args=[draft.id, document.key])).find_class("gap")
    }
    assert len(gaps) > 5
    for address in gaps:
        path, _, field = address.partition("#")
        assert tree(annas, path).get_element_by_id(field) is not None


def test_text_in_the_preview_is_text(press: Press, annas: Client, sjovalla: Authority, anna: User) -> None:
    nasty = "<script>alert(1)</script> {{ draft }} {% include 'x' %}"
    procurement = factory.procurement(of=sjovalla, by=anna, problem=nasty, system_kind="new")
    page = tree(annas, reverse("document", args=[procurement.id, "requirements"]))
    assert nasty in words(page)


def test_a_direct_award_has_the_short_form(press: Press, annas: Client, sjovalla: Authority, anna: User) -> None:
    small = factory.from_brief("oppna-data", of=sjovalla, by=anna)
    assert "0 av 4 dokument är klara" in words(tree(annas, page_of(small)))


def test_looking_at_a_preview_makes_nothing(press: Press, annas: Client, permits: Procurement) -> None:
    tree(annas, reverse("document", args=[permits.id, "requirements"]))
    assert DBTaskResult.objects.count() == 0


def test_the_tasks_hold_no_answers(press: Press, annas: Client, permits: Procurement) -> None:
    """They are kept for long; what a task is about is let go when the document is done."""
    tree(annas, page_of(permits))
    assert "bygglov" not in json.dumps(list(DBTaskResult.objects.values_list("args_kwargs", flat=True)))
