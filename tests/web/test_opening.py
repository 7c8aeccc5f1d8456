"""Every PDF that leaves takes its answers along, whichever way it leaves, and is opened again as a procurement."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from procurement.intake import apart
from procurement.models import Authority, Procurement, User
from tests import factory
from tests.inspection import files
from tests.opening.files import attached
from tests.web.reading import tree, words
from tests.worker import Press, run_queue

ALL, SOME = "svar.json", "svar-i-handlingen.json"


@pytest.fixture
def made(press: Press, annas: Client, permits: Procurement) -> Procurement:
    """A procurement whose documents have been made."""
    annas.get(reverse("documents", args=[permits.id]))
    run_queue()
    return permits


def file_of(client: Client, procurement: Procurement, key: str) -> bytes:
    response = client.get(reverse("document_file", args=[procurement.id, key, "pdf"]))
    assert response.status_code == 200
    return response.content


def answers(content: bytes) -> tuple[str, dict[str, Any]]:
    name, text = attached(content)
    return name, json.loads(text)


def pdfs(client: Client, address: str) -> dict[str, bytes]:
    """The PDF files of a ZIP."""
    packed = zipfile.ZipFile(io.BytesIO(client.get(address).content))
    return {name: packed.read(name) for name in packed.namelist() if name.endswith(".pdf")}


def hand_in(client: Client, content: bytes, name: str = "handling.pdf", **more: Any) -> Any:
    return client.post(reverse("start_from_file"), {"file": SimpleUploadedFile(name, content), **more}, follow=True)


def test_a_paper_of_ones_own_is_opened_as_the_same_procurement(annas: Client, made: Procurement) -> None:
    response = hand_in(annas, file_of(annas, made, "decision"))
    copy = Procurement.objects.exclude(id=made.id).get()
    assert response.redirect_chain == [(reverse("overview", args=[copy.id]), 302)]
    assert copy.brief == made.brief
    said = words(html.fromstring(response.content))
    assert "Digital bygglovsprocess är inläst" in said and "Svara själva på resten" not in said


def test_a_paper_for_tenderers_is_opened_by_anybody_with_what_it_says(
    annas: Client, made: Procurement, cia: User, signed_in: Callable[[User], Client]
) -> None:
    response = hand_in(signed_in(cia), file_of(annas, made, "requirements"))
    copy = Procurement.objects.exclude(id=made.id).get()
    assert copy.brief["problem"] == made.brief["problem"]
    assert copy.brief["authority"]["name"] == "Norrfors kommun", "the buyer is the one who opens it"
    assert not copy.brief.keys() & {"budget_sek", "options_sek", "reference", "contact", "bidders_expected"}
    assert "Svara själva på resten" in words(html.fromstring(response.content))


def test_one_that_was_printed_anew_or_is_another_says_what_to_do_and_starts_nothing(annas: Client, anna: User) -> None:
    for content, said in (
        (files.pdf(["Systemet ska logga."]), "Det finns inga svar i PDF-filen"),
        (files.locked(files.pdf(["Systemet ska logga."])), "skyddad med lösenord"),
        (b"%PDF-1.7 nothing of the kind", "skadad"),
    ):
        response = hand_in(annas, content)
        page = html.fromstring(response.content)
        assert said in words(page.find_class("error-summary")[0]) and page.xpath("//input[@type='file']")
        assert page.xpath("string(//title)").startswith("Fel: ")
    assert not Procurement.objects.exists()


def test_a_fault_of_ours_is_said_to_be_one(annas: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise apart.Failed("the process ended with -9")

    monkeypatch.setattr(apart, "read_carried", fail)
    assert "Något gick fel när filen lästes" in words(html.fromstring(hand_in(annas, b"%PDF-1.7").content))


def test_each_document_takes_its_own_and_the_cached_file_is_left_as_it_is(
    annas: Client, made: Procurement, anna: User, press: Press
) -> None:
    name, all_of_it = answers(file_of(annas, made, "decision"))
    assert name == ALL and all_of_it == made.brief
    name, some = answers(file_of(annas, made, "requirements"))
    assert name == SOME and "problem" in some and "budget_sek" not in some and "modules" not in some
    # A note is never printed, so no document is made anew; a paper of the buyer's own has it all the same.
    press.given.clear()
    factory.answers(made, by=anna, notes={"PC-CODE-02": "Fråga Kim."})
    annas.get(reverse("documents", args=[made.id]))
    run_queue()
    assert not press.given
    assert answers(file_of(annas, made, "decision"))[1]["notes"] == {"PC-CODE-02": "Fråga Kim."}
    assert "notes" not in answers(file_of(annas, made, "requirements"))[1]


def test_so_do_those_in_the_zip(annas: Client, made: Procurement) -> None:
    found = {
        name: answers(content)[0]
        for name, content in pdfs(annas, f"/upphandlingar/{made.id}/dokument/alla.zip").items()
    }
    assert len(found) == 9
    assert {name for name, file in found.items() if file == ALL} == {name for name in found if "INTERNT" in name}


def test_a_guest_is_given_no_file_with_more_than_it_says(
    made: Procurement, guest: Callable[[str], Client], annas: Client
) -> None:
    visitor = guest(factory.link(made)[1])
    found = pdfs(visitor, f"/upphandlingar/{made.id}/dokument/alla.zip")
    assert found and {answers(content)[0] for content in found.values()} == {SOME}
    page = words(tree(visitor, reverse("documents", args=[made.id])))
    assert "En PDF går att öppna här igen: den har med sig de svar som står i den." in page
    assert "papper som bara är för er har med sig alla svar och anteckningar" in words(
        tree(annas, reverse("documents", args=[made.id]))
    )


def test_one_who_shares_the_costs_is_given_none_of_the_rest(
    press: Press, sjovalla: Authority, anna: User, guest: Callable[[str], Client]
) -> None:
    shared = factory.from_brief("bokning-sju-kommuner", of=sjovalla, by=anna)
    partner = guest(factory.link(shared, only_costs=True)[1])
    partner.get(reverse("costs", args=[shared.id]))
    run_queue()
    name, found = answers(file_of(partner, shared, "costs"))
    assert name == SOME and found.keys() <= {"format", "title", "system_kind", "open_datasets"}


def test_a_lots_own_papers_take_what_they_say(press: Press, annas: Client, sjovalla: Authority, anna: User) -> None:
    school = factory.from_brief("skolplattform", of=sjovalla, by=anna)
    annas.get(reverse("lot_documents", args=[school.id, 2]))
    run_queue()
    found = pdfs(annas, reverse("all_lot_documents", args=[school.id, 2]))
    assert len(found) == 6 and {answers(content)[0] for content in found.values()} == {SOME}
    assert all("Norrfors" not in json.dumps(answers(content)[1]) for content in found.values())


def test_an_edition_keeps_the_files_with_the_answers_of_its_day(made: Procurement, annas: Client, anna: User) -> None:
    said = {"reference": "SBN-2026-00412", "decided_by": "Byggnadsnämnden", "on": timezone.localdate().isoformat()}
    annas.post(reverse("issue_edition", args=[made.id]), said | {"revision": made.revision})
    run_queue()
    edition = made.editions.get()
    issued = dict(made.brief)
    factory.answers(made, by=anna, problem="Något helt annat.")
    for file in edition.files.filter(format="pdf"):
        content = bytes(file.content)
        name, found = answers(content)
        assert name == (ALL if file.internal else SOME)
        assert hashlib.sha256(content).hexdigest() == file.sha256 and len(content) == file.size
        assert annas.get(reverse("edition_file", args=[made.id, 1, file.name])).content == content
        if file.internal:
            assert found == issued
    told = annas.get(reverse("edition_file", args=[made.id, 1, "manifest.json"])).json()["files"]
    assert {one["sha256"] for one in told} >= {file.sha256 for file in edition.files.filter(format="pdf")}
    public = pdfs(annas, reverse("edition_pack", args=[made.id, 1, "annonsering"]))
    assert public and {answers(content)[0] for content in public.values()} == {SOME}


def test_the_page_takes_a_pdf_and_says_so(annas: Client) -> None:
    page = tree(annas, reverse("start_from_file"))
    (field,) = page.xpath("//input[@type='file']")
    assert ".pdf" in field.get("accept") and "PDF, högst 20\u00a0MB" in page.get_element_by_id("file-hint").text
