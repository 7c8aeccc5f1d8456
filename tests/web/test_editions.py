"""Editions: refused while something is missing, made by the worker, kept for good, and compared with the one before."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from procurement import content
from procurement.domain import brief as briefs
from procurement.export import bounded, version
from procurement.models import Authority, ClauseUse, Edition, EditionFile, Procurement, Rendition, User
from procurement.services import editions, save, uses
from tests import factory
from tests.web.reading import tree, words
from tests.worker import Press, run_queue

BRIEFS = Path(__file__).parents[2] / "fixtures" / "briefs"
SAID = {"reference": "SBN-2026-00412", "decided_by": "Byggnadsnämnden"}


def at(procurement: Procurement, name: str, *more: object) -> str:
    return reverse(name, args=[procurement.id, *more])


def said(procurement: Procurement, **more: Any) -> dict[str, Any]:
    procurement.refresh_from_db()
    return SAID | {"on": timezone.localdate().isoformat(), "revision": procurement.revision} | more


def issue(client: Client, procurement: Procurement, **more: Any) -> Edition:
    """An edition asked for in the browser and made by the worker."""
    response = client.post(at(procurement, "issue_edition"), said(procurement, **more))
    assert response.status_code == 302, words(html.fromstring(response.content))
    run_queue()
    return procurement.editions.latest("number")


def unpacked(client: Client, address: str) -> dict[str, bytes]:
    response = client.get(address)
    assert response.status_code == 200
    packed = zipfile.ZipFile(io.BytesIO(response.content))
    return {name: packed.read(name) for name in packed.namelist()}


def test_issuing_is_making_every_document_without_the_draft_mark(
    press: Press, annas: Client, permits: Procurement
) -> None:
    assert at(permits, "issue_edition") in tree(annas, at(permits, "documents")).xpath("//main//a/@href")
    run_queue()
    drafts = len(press.given)
    form = tree(annas, at(permits, "issue_edition"))
    assert form.get_element_by_id("id_reference").value == "SBN-2026-00412"
    assert form.get_element_by_id("id_on").value == timezone.localdate().isoformat()

    response = annas.post(at(permits, "issue_edition"), said(permits))
    assert response.headers["Location"] == at(permits, "edition", 1)
    page = tree(annas, at(permits, "edition", 1))
    assert "under framställning" in words(page) and f"0 av {drafts} handlingar är klara" in words(page)
    assert page.xpath("//head/noscript/meta[@http-equiv='refresh']"), "without scripts the page asks again by itself"
    assert run_queue() == drafts

    for document in press.given[drafts:]:
        assert document.edition == 1 and not document.draft
        assert document.file_name.endswith("-utgava-1") and "UTKAST" not in document.file_name
    page = tree(annas, at(permits, "edition", 1))
    assert "Fastställd" in words(page) and "Byggnadsnämnden" in words(page)
    edition = permits.editions.get()
    assert edition.issued and edition.library_version.endswith(content.library().digest)
    for file in edition.files.all():
        assert file.sha256 in words(page) and hashlib.sha256(bytes(file.content)).hexdigest() == file.sha256
        [link] = [link for link in page.xpath("//main//a/@href") if link.endswith(f"/filer/{file.name}")]
        assert annas.get(link).content == bytes(file.content)


@pytest.mark.parametrize(
    ("done", "each", "said_so"),
    [(2, 30, ""), (3, 30, "Det är ungefär {} minuter kvar."), (3, 1, "Det är mindre än en minut kvar.")],
)
def test_while_it_is_made_it_says_how_long_is_left_and_that_one_may_leave(
    press: Press, annas: Client, permits: Procurement, done: int, each: int, said_so: str
) -> None:
    annas.post(at(permits, "issue_edition"), said(permits))
    edition = permits.editions.get()
    begun, made = edition.begun, list(Rendition.objects.filter(digest__in=edition.documents.values("digest")))
    for n, rendition in enumerate(made[:done], 1):
        rendition.state, rendition.finished = Rendition.DONE, begun + timedelta(seconds=n * each)
        rendition.save(update_fields=["state", "finished"])
    shown = words(tree(annas, at(permits, "edition", 1)))
    assert f"{done} av {len(made)} handlingar är klara" in shown and "Ni kan lämna sidan" in shown
    minutes = {3: "tre", 4: "fyra", 5: "fem"}.get(round((len(made) - done) * each / 60), "")
    assert ("kvar." in shown) == bool(said_so) and said_so.format(minutes) in shown


def test_what_is_missing_is_listed_with_the_way_to_it_and_nothing_is_issued(
    press: Press, annas: Client, permits: Procurement, anna: User
) -> None:
    changes = {"problem": None, "price_weight": 45, "deviations": [{"clause": "PC-CODE-02", "reason_code": "R1"}]}
    save(procurement_id=permits.id, changes=changes, expected_revision=1, by=anna)
    page = tree(annas, at(permits, "issue_edition"))
    assert "kan inte fastställas än" in words(page) and not page.xpath("//main//form")
    links = page.xpath("//ul[@class='obstacles']//a/@href")
    assert reverse("step", args=[permits.id, "behov"]) + "?fran=faststall#id_problem" in links
    assert len(links) == len(page.xpath("//ul[@class='obstacles']/li")) > 1
    for address in links:
        path, _, field = address.partition("#")
        assert not field or tree(annas, path).get_element_by_id(field) is not None

    refused = annas.post(at(permits, "issue_edition"), said(permits))
    assert refused.status_code == 409 and "obstacles" in refused.content.decode()
    # The day may be what was wrong, and what has been filled in beside it stays.
    assert html.fromstring(refused.content).get_element_by_id("id_decided_by").value == said(permits)["decided_by"]
    assert not Edition.objects.exists() and run_queue() == 0


def test_the_diary_number_may_be_given_first_when_issuing(
    press: Press, annas: Client, permits: Procurement, anna: User
) -> None:
    save(procurement_id=permits.id, changes={"reference": None}, expected_revision=1, by=anna)
    assert tree(annas, at(permits, "issue_edition")).get_element_by_id("id_reference") is not None
    issue(annas, permits, reference="SBN-2027-1")
    permits.refresh_from_db()
    assert permits.reference == "SBN-2027-1", "the draft goes on with it"
    assert {document.reference for document in press.given} == {"SBN-2027-1"}
    assert "Utkastet är inte ändrat sedan dess" in words(tree(annas, at(permits, "documents")))


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({"reference": ""}, "id_reference", "Vilket diarienummer"),
        ({"decided_by": " "}, "id_decided_by", "Vem har beslutat"),
        ({"on": "2026-13-01"}, "id_on", "en dag som finns"),
        ({"on": "2999-01-01"}, "id_on", "inte varit än"),
    ],
)
def test_what_is_wrong_in_the_form_is_said_and_nothing_is_issued(
    press: Press, annas: Client, permits: Procurement, given: dict[str, str], field: str, message: str
) -> None:
    response = annas.post(at(permits, "issue_edition"), said(permits, **given))
    assert response.status_code == 400
    page = html.fromstring(response.content)
    assert message in words(page.find_class("error-summary")[0])
    assert page.xpath(f"//*[contains(@class,'error-summary')]//a[@href='#{field}']")
    assert not Edition.objects.exists()


def test_a_later_edition_is_not_dated_before_the_earlier(press: Press, annas: Client, permits: Procurement) -> None:
    issue(annas, permits)
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert annas.post(at(permits, "issue_edition"), said(permits, on=yesterday)).status_code == 400


def test_what_somebody_else_saved_meanwhile_is_not_issued_unseen(
    press: Press, annas: Client, permits: Procurement, bo: User
) -> None:
    seen = said(permits)
    save(procurement_id=permits.id, changes={"evidence": "Nya intervjuer."}, expected_revision=1, by=bo)
    response = annas.post(at(permits, "issue_edition"), seen, follow=True)
    assert "Någon har sparat sedan sidan öppnades" in response.content.decode()
    assert not Edition.objects.exists()


def test_what_somebody_saves_while_it_is_being_issued_stops_it(press: Press, permits: Procurement, anna: User) -> None:
    """Between the reading and the lock, where no page can see it."""
    save(procurement_id=permits.id, changes={"evidence": "Nya intervjuer."}, expected_revision=1, by=anna)
    with pytest.raises(editions.Overtaken):
        editions.issue(
            procurement=permits, reference=permits.reference, on=date(2026, 11, 20), decided_by="Nämnden", by=anna
        )
    assert not Edition.objects.exists()


def test_only_one_edition_is_made_at_a_time_and_it_can_be_cancelled(
    press: Press, annas: Client, permits: Procurement
) -> None:
    annas.post(at(permits, "issue_edition"), said(permits))
    for response in (
        annas.get(at(permits, "issue_edition")), annas.post(at(permits, "issue_edition"), said(permits)),
    ):  # fmt: skip
        assert response.headers["Location"] == at(permits, "edition", 1)
    assert annas.post(at(permits, "edition", 1), {"do": "cancel"}).headers["Location"] == at(permits, "documents")
    assert annas.get(at(permits, "edition", 1)).status_code == 404
    run_queue()
    assert not Edition.objects.exists() and not ClauseUse.objects.exists()
    assert issue(annas, permits).number == 1


def test_a_document_that_failed_holds_the_edition_until_it_is_made(
    press: Press, annas: Client, permits: Procurement
) -> None:
    annas.post(at(permits, "issue_edition"), said(permits))
    press.fails_with = bounded.TookTooLong()
    run_queue()
    page = tree(annas, at(permits, "edition", 1))
    assert "Gick inte att göra" in words(page) and page.get_element_by_id("edition").get("hx-get") is None
    assert not permits.editions.get().issued and not EditionFile.objects.exists()
    press.fails_with = None
    assert annas.post(at(permits, "edition", 1), {"do": "again"}).status_code == 302
    run_queue()
    assert permits.editions.get().issued


def test_an_edition_asked_for_by_an_older_program_is_made_by_the_newer(
    press: Press, annas: Client, permits: Procurement, monkeypatch: pytest.MonkeyPatch
) -> None:
    annas.post(at(permits, "issue_edition"), said(permits))
    monkeypatch.setattr(version, "version", lambda: "next-release-of-the-look")
    tree(annas, at(permits, "edition", 1))
    run_queue()
    edition = permits.editions.get()
    assert edition.issued and edition.app_version.endswith("+next-release-of-")


def test_an_issued_edition_is_neither_cancelled_nor_deleted_nor_changed_by_the_draft(
    press: Press, annas: Client, permits: Procurement, anna: User
) -> None:
    edition = issue(annas, permits)
    before = annas.get(at(permits, "edition_pack", 1, "alla")).content
    annas.post(at(permits, "edition", 1), {"do": "cancel"})
    assert "går därför inte att ta bort" in annas.post(at(permits, "delete_procurement"), follow=True).content.decode()
    for row in (edition, permits):
        with pytest.raises(ProtectedError):
            row.delete()
    save(procurement_id=permits.id, changes={"title": "Något annat"}, expected_revision=1, by=anna)
    Rendition.objects.all().delete()
    run_queue()
    assert annas.get(at(permits, "edition_pack", 1, "alla")).content == before


def test_the_draft_goes_on_with_its_mark_and_says_what_was_issued(
    press: Press, annas: Client, permits: Procurement, anna: User
) -> None:
    issue(annas, permits)
    for name in ("overview", "documents", "editions"):
        assert "Utkastet är inte ändrat sedan dess" in words(tree(annas, at(permits, name)))
    save(procurement_id=permits.id, changes={"evidence": "Nya intervjuer."}, expected_revision=1, by=anna)
    for name in ("overview", "documents", "editions"):
        assert "Utkastet är ändrat sedan dess" in words(tree(annas, at(permits, name)))
    run_queue()
    assert press.given[-1].draft and press.given[-1].edition == 0 and "UTKAST" in press.given[-1].file_name


def test_the_next_edition_says_what_changed(press: Press, annas: Client, permits: Procurement, anna: User) -> None:
    issue(annas, permits)
    assert "Ändringar sedan" not in words(tree(annas, at(permits, "edition", 1)))
    save(procurement_id=permits.id, changes={"publish_hours": 48}, expected_revision=1, by=anna)
    press.given.clear()
    issue(annas, permits)
    page = tree(annas, at(permits, "edition", 2))
    assert "Ändringar sedan utgåva 1" in words(page)
    assert [words(ins) for ins in page.xpath("//section[.//*[contains(., 'PC-CODE-02')]]//ins")] == [
        "nytt: 48 timmar slut på nytt"
    ]
    assert "Hur snabbt ska en ändring av koden publiceras?" in words(page)
    for document in press.given:
        first, note = document.blocks[0], document.blocks[1]
        assert getattr(first, "text", "") == "Ändringar sedan utgåva 1"
        same = "Inget har ändrats" in note.inlines[0].text  # type: ignore[union-attr]
        assert same == (document.key != "contract_terms")


def test_a_guest_has_what_is_for_everyone_and_issues_nothing(
    press: Press, annas: Client, permits: Procurement, guest: Callable[[str], Client]
) -> None:
    invited = guest(factory.link(permits, may_write=True)[1])
    annas.post(at(permits, "issue_edition"), said(permits))
    assert invited.get(at(permits, "edition", 1)).status_code == 404, "it is not issued yet"
    run_queue()
    page = tree(invited, at(permits, "edition", 1))
    assert "Beslutsunderlag" not in words(page) and "svar.json" not in page.text_content()
    for address in (at(permits, "issue_edition"), at(permits, "edition", 1)):
        assert invited.post(address, said(permits) | {"do": "cancel"}).status_code == 403
    assert "Fastställ utgåva" not in words(tree(invited, at(permits, "documents")))
    internal = list(EditionFile.objects.filter(internal=True).values_list("name", flat=True))
    assert len(internal) > 2 and "svar.json" in internal
    for name in [*internal, "nothing.pdf", "\0"]:
        assert invited.get(at(permits, "edition_file", 1, name)).status_code == 404
    for pack in ("alla", "annonsering"):
        files = unpacked(invited, at(permits, "edition_pack", 1, pack))
        assert files and not set(files) & set(internal)
        listed = json.loads(files["manifest.json"])["files"]
        assert [file["name"] for file in listed] == [name for name in files if name != "manifest.json"]


def test_what_tenderers_are_given_holds_nothing_of_the_buyers_own(
    press: Press, annas: Client, permits: Procurement
) -> None:
    issue(annas, permits)
    response = annas.get(at(permits, "edition_pack", 1, "annonsering"))
    assert response.headers["Content-Disposition"] == 'attachment; filename="utgava-1-annonsering.zip"'
    names = set(unpacked(annas, at(permits, "edition_pack", 1, "annonsering")))
    assert not names & set(EditionFile.objects.filter(internal=True).values_list("name", flat=True))


def test_the_archive_has_everything_and_a_manifest_that_holds(
    press: Press, annas: Client, permits: Procurement
) -> None:
    edition = issue(annas, permits)
    response = annas.get(at(permits, "edition_pack", 1, "alla"))
    assert response.headers["Content-Disposition"] == 'attachment; filename="utgava-1.zip"'
    files = unpacked(annas, at(permits, "edition_pack", 1, "alla"))
    data = ["krav.csv", "ocds.json", "svar.json", "summary.json"]
    assert list(files)[-5:] == [*data, "manifest.json"]
    manifest = json.loads(files["manifest.json"])
    assert manifest["edition"] == 1 and manifest["date"] == edition.on.isoformat()
    assert manifest["library"] == edition.library_version and manifest["app"].startswith("0.1.0+")
    for file in manifest["files"]:
        assert hashlib.sha256(files[file["name"]]).hexdigest() == file["sha256"]
        assert len(files[file["name"]]) == file["bytes"]
    annexes = [name for name in files if name.endswith((".pdf", ".docx", ".xlsx"))]
    assert annexes == sorted(annexes, key=lambda name: name.rpartition(".")[0]), "in the order of the annexes"
    assert briefs.parse(files["svar.json"].decode(), content.library())["title"] == permits.title
    summary = json.loads(files["summary.json"])
    assert {file["name"]: file["sha256"] for file in summary["files"]} == {
        file["name"]: file["sha256"] for file in manifest["files"] if file["name"] in [*annexes, *data[:-1]]
    }


def test_each_lots_own_annexes_may_go_along(press: Press, annas: Client, sjovalla: Authority, anna: User) -> None:
    school = factory.from_brief("skolplattform", of=sjovalla, by=anna)
    field = tree(annas, at(school, "issue_edition")).get_element_by_id("id_each_lot")
    assert not field.checked
    edition = issue(annas, school)
    assert not edition.files.exclude(lot=None).exists()
    issue(annas, school, each_lot="on")
    edition = issue(annas, school, each_lot="on")
    lots = set(edition.documents.exclude(lot=None).values_list("lot", flat=True))
    assert len(lots) > 1 and lots == set(range(1, max(lots) + 1))
    names = list(edition.files.filter(lot=2, format="pdf").values_list("name", flat=True))
    assert names and all("delkontrakt" in name and name.endswith("-utgava-3.pdf") for name in names)
    page = tree(annas, at(school, "edition", 3))
    assert "Varje delkontrakts egna bilagor" in words(page) and "Inget i handlingarna skiljer" in words(page)
    of_lot = [document for document in press.given if document.file_name.startswith("delkontrakt")]
    # First there was no set to compare a lot's with; then there was.
    second, third = of_lot[: len(of_lot) // 2], of_lot[len(of_lot) // 2 :]
    assert not any("Ändringar sedan" in str(document.blocks[0]) for document in second)
    assert all("Ändringar sedan utgåva 2" in str(document.blocks[0]) for document in third)


def test_one_that_is_not_divided_is_not_asked_about_lots(press: Press, annas: Client, permits: Procurement) -> None:
    assert not tree(annas, at(permits, "issue_edition")).xpath("//*[@id='id_each_lot']")


def test_a_clause_is_counted_where_it_stands_in_an_edition_and_not_in_a_draft(
    press: Press, annas: Client, permits: Procurement
) -> None:
    tree(annas, at(permits, "documents"))
    run_queue()
    assert not ClauseUse.objects.exists()
    issue(annas, permits)
    assert ClauseUse.objects.filter(procurement=permits, clause="PC-CODE-02").count() == 1
    issue(annas, permits)
    assert ClauseUse.objects.filter(clause="PC-CODE-02").count() == 1, "a procurement is counted once"
    assert uses.number_of("PC-CODE-02") is None, "too few to tell"


def test_the_same_brief_and_day_give_the_same_bytes_here_and_on_the_command_line(
    sjovalla: Authority, anna: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real press, twice. A direct award, since it is the shortest."""
    monkeypatch.setattr("django.conf.settings.VAR_DIR", tmp_path / "var")
    brief = briefs.parse((BRIEFS / "oppna-data.yaml").read_text(), content.library())
    brief["reuse_search"] = "Inga."
    path = tmp_path / "brief.json"
    path.write_text(briefs.dump(brief))
    procurement, on = factory.procurement(of=sjovalla, by=anna, **brief), date(2026, 11, 20)
    editions.issue(procurement=procurement, reference=procurement.reference, on=on, decided_by="Nämnden", by=anna)
    run_queue()
    edition = procurement.editions.get()
    assert editions.packed(edition, internal_too=True) == editions.packed(edition, internal_too=True)
    packed = zipfile.ZipFile(io.BytesIO(editions.packed(edition, internal_too=True)))

    options = ["--final", "--edition", "1", "--date", on.isoformat()]
    call_command("tender", str(path), "--out", str(tmp_path / "out"), *options, stdout=io.StringIO())
    written = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    assert set(packed.namelist()) - set(written) == {"manifest.json"}
    for name, made in written.items():
        assert packed.read(name) == made, name
