"""An old tender is handed in, read by the worker, answered with a report, and kept no longer than it must be."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from procurement import content
from procurement.domain import brief as briefs
from procurement.intake import apart
from procurement.intake.limits import MESSAGES, Unreadable
from procurement.models import Authority, Inspection, Procurement, User
from procurement.services import Busy, hand_in, inspecting
from tests.inspection import files
from tests.worker import run_queue

Browser = Callable[[User], Client]


@pytest.fixture
def browser(anna: User, signed_in: Browser) -> Client:
    return signed_in(anna)


def post(browser: Client, content: bytes, name: str = "underlag.txt") -> Inspection:
    """What comes of handing in a file."""
    response = browser.post("/besiktning/", {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302
    return Inspection.objects.get(id=response.headers["Location"].strip("/").rpartition("/")[2])


class Reader:
    """Instead of the real process: it takes no time, and does as it is told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.given: list[bytes] = []
        self.fails_with: BaseException | None = None
        monkeypatch.setattr(apart, "inspected", self.inspected)

    def inspected(self, content: bytes) -> apart.Report:
        self.given.append(content)
        if self.fails_with:
            raise self.fails_with
        return REPORT


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    return Reader(monkeypatch)


REPORT: apart.Report = {
    "format": 1,
    "reviewed": "2026-11-23",
    "counts": {
        "requirements": 2, "must": 1, "not_looked_at": 0, "lock_in": 1, "obsolete": 0, "tender": 0, "covered": 0,
        "unclear": 0, "keep": 1,
    },
    "lock_in": [], "obsolete": [], "principles": [], "keep": [], "covered": [], "unclear": [],
    "brief": {"values": {"title": "Bygglov"}, "sources": {}},
}  # fmt: skip


def test_a_tender_is_handed_in_read_and_answered(browser: Client) -> None:
    inspection = post(browser, files.TENDER.encode(), "gammalt underlag.txt")
    page = f"/besiktning/{inspection.id}/"
    waiting = browser.get(page).content.decode()
    assert "väntar på att bli läst" in waiting and 'http-equiv="refresh"' in waiting

    assert run_queue() == 1

    report = browser.get(page).content.decode()
    assert "gammalt underlag.txt" in report and "Underlaget har 31 krav" in report
    assert "Licens betalas per användare" in report and "5.2, 5 Avtalsvillkor" in report
    assert "Internet Explorer" in report and "tas bort 30 dagar efter" in report
    assert 'href="/bibliotek/PC-CODE-01/"' in report
    assert 'http-equiv="refresh"' not in report


def test_the_file_is_gone_when_the_report_is_there(browser: Client) -> None:
    inspection = post(browser, files.TENDER.encode())
    assert bytes(inspection.content) == files.TENDER.encode()
    run_queue()
    inspection.refresh_from_db()
    assert (inspection.state, inspection.content) == (Inspection.DONE, None)


@pytest.mark.parametrize("outcome", [Unreadable("password"), apart.Failed("Traceback …"), RuntimeError("oväntat")])
def test_the_file_is_gone_when_it_could_not_be_read(browser: Client, reader: Reader, outcome: Exception) -> None:
    reader.fails_with = outcome
    inspection = post(browser, b"Systemet ska logga.")
    run_queue()
    inspection.refresh_from_db()
    assert (inspection.state, inspection.content) == (Inspection.FAILED, None)
    shown = browser.get(f"/besiktning/{inspection.id}/").content.decode()
    assert (MESSAGES["password"] if isinstance(outcome, Unreadable) else MESSAGES["ours"]) in shown
    assert "Filen är borttagen" in shown


def test_a_real_file_with_a_password_is_refused_in_swedish(browser: Client) -> None:
    inspection = post(browser, files.locked(files.pdf(["Systemet ska logga varje läsning."])), "underlag.pdf")
    run_queue()
    assert "skyddad med lösenord" in browser.get(f"/besiktning/{inspection.id}/").content.decode()


def test_a_file_that_nobody_got_to_is_taken_away_within_the_hour(browser: Client, reader: Reader) -> None:
    inspection = post(browser, b"Systemet ska logga.")
    Inspection.objects.update(created=timezone.now() - inspecting.UNREAD_FOR - timedelta(seconds=1))
    browser.get("/besiktning/")
    inspection.refresh_from_db()
    assert (inspection.state, inspection.content) == (Inspection.FAILED, None)
    run_queue()
    assert reader.given == [], "the worker that came late finds nothing to read"
    assert "inom en timme" in browser.get(f"/besiktning/{inspection.id}/").content.decode()


def test_an_old_report_is_taken_away(browser: Client, reader: Reader) -> None:
    inspection = post(browser, b"Systemet ska logga.")
    run_queue()
    Inspection.objects.update(created=timezone.now() - inspecting.KEPT_FOR - timedelta(seconds=1))
    assert browser.get(f"/besiktning/{inspection.id}/").status_code == 404
    assert not Inspection.objects.exists()


def test_a_task_that_stands_twice_in_the_queue_is_done_once(browser: Client, reader: Reader) -> None:
    inspection = post(browser, b"Systemet ska logga.")
    inspecting.inspect.enqueue(str(inspection.id))
    assert run_queue() == 2
    assert reader.given == [b"Systemet ska logga."]
    inspecting.inspect.call(str(inspection.id))
    assert len(reader.given) == 1


def test_what_a_dead_worker_left_is_asked_for_again(browser: Client, reader: Reader) -> None:
    inspection = post(browser, b"Systemet ska logga.")
    DBTaskResult.objects.all().delete()
    long_ago = timezone.now() - inspecting.SILENT_FOR - timedelta(seconds=1)
    Inspection.objects.update(state=Inspection.RUNNING, started=long_ago)
    for _ in range(2):
        browser.get(f"/besiktning/{inspection.id}/")
    assert run_queue() == 1 and len(reader.given) == 1


def test_a_worker_that_is_told_to_end_leaves_the_file_to_the_next(browser: Client, reader: Reader) -> None:
    reader.fails_with = SystemExit(1)
    inspection = post(browser, b"Systemet ska logga.")
    with pytest.raises(SystemExit):
        run_queue()
    DBTaskResult.objects.all().delete()
    reader.fails_with = None
    browser.get(f"/besiktning/{inspection.id}/")
    assert run_queue() == 1
    inspection.refresh_from_db()
    assert inspection.state == Inspection.DONE


def test_a_worker_that_was_given_up_does_not_write_over_the_next(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken(content: bytes) -> apart.Report:
        Inspection.objects.update(started=timezone.now() + timedelta(seconds=1))
        return REPORT

    monkeypatch.setattr(apart, "inspected", overtaken)
    inspection = post(browser, b"Systemet ska logga.")
    run_queue()
    inspection.refresh_from_db()
    assert inspection.state == Inspection.RUNNING and inspection.report is None


def test_the_page_says_when_nobody_seems_to_be_at_work(browser: Client) -> None:
    inspection = post(browser, b"Systemet ska logga.")
    Inspection.objects.update(created=timezone.now() - timedelta(minutes=5))
    assert "kanske inte i gång" in browser.get(f"/besiktning/{inspection.id}/").content.decode()


def test_htmx_is_sent_only_the_progress_and_then_the_whole_page(browser: Client, reader: Reader) -> None:
    inspection = post(browser, b"Systemet ska logga.")
    page = f"/besiktning/{inspection.id}/"
    waiting = browser.get(page, headers={"HX-Request": "true"})
    assert waiting.content.decode().lstrip().startswith('<div id="progress"') and "HX-Refresh" not in waiting.headers
    run_queue()
    assert browser.get(page, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "Välj en fil"), (b"", "Filen är tom"), (b"a" * 20_000_001, "större än 20 MB")],
    ids=["none", "empty", "too large"],
)
def test_a_file_that_cannot_be_taken_is_refused_on_the_page(browser: Client, content: bytes | None, said: str) -> None:
    sent = {} if content is None else {"file": SimpleUploadedFile("underlag.txt", content)}
    response = browser.post("/besiktning/", sent)
    assert response.status_code == 422 and said in response.content.decode()
    assert not Inspection.objects.exists() and not DBTaskResult.objects.exists()


def test_a_request_far_too_large_is_refused_unread(browser: Client) -> None:
    response = browser.post("/besiktning/", b"", content_type="text/plain", headers={"Content-Length": "900000000"})
    assert response.status_code == 413 and "högst 20" in response.content.decode()


def test_an_authority_has_so_many_waiting_and_no_more(browser: Client, sjovalla: Authority, anna: User) -> None:
    for _ in range(inspecting.MOST_WAITING):
        post(browser, b"Systemet ska logga.")
    assert "väntar redan" in browser.post(
        "/besiktning/", {"file": SimpleUploadedFile("en.txt", b"Ska logga.")}
    ).content.decode()  # fmt: skip
    with pytest.raises(Busy):
        hand_in(authority=sjovalla, by=anna, name="en till", content=b"Ska logga.")


def test_a_colleague_sees_the_report_and_others_nothing(
    browser: Client, reader: Reader, bo: User, cia: User, signed_in: Browser
) -> None:
    inspection = post(browser, b"Systemet ska logga.", "hemligt.txt")
    run_queue()
    pages = [f"/besiktning/{inspection.id}/", f"/besiktning/{inspection.id}/svar.yaml"]
    for page in pages:
        assert signed_in(bo).get(page).status_code == 200
        assert signed_in(cia).get(page).status_code == 404
        assert Client().get(page).status_code == 302
    for act in ("starta", "ta-bort"):
        assert signed_in(cia).post(f"/besiktning/{inspection.id}/{act}/").status_code == 404
    assert "hemligt" in signed_in(bo).get("/besiktning/").content.decode()
    assert "hemligt" not in signed_in(cia).get("/besiktning/").content.decode()
    assert browser.get(f"/besiktning/{uuid4()}/").status_code == 404


def test_nobody_hands_in_for_an_authority_of_others(browser: Client, cia: User) -> None:
    other = cia.memberships.get().authority
    sent = {"file": SimpleUploadedFile("en.txt", b"Ska logga."), "authority": other.id}
    assert browser.post("/besiktning/", sent).status_code == 404


def test_a_draft_is_started_with_the_answers_that_the_tender_gives(browser: Client) -> None:
    inspection = post(browser, files.TENDER.encode())
    run_queue()
    response = browser.post(f"/besiktning/{inspection.id}/starta/")
    draft = Procurement.objects.get()
    assert response.headers["Location"] == f"/upphandlingar/{draft.id}/"
    assert draft.brief["title"] == "Verksamhetssystem för bygglovshantering"
    assert draft.brief["term_months"] == 48 and draft.brief["authority"]["name"] == "Sjövalla kommun"


def test_the_answers_can_be_taken_home_and_read_again(browser: Client) -> None:
    inspection = post(browser, files.TENDER.encode(), "bygglov 2014.txt")
    run_queue()
    response = browser.get(f"/besiktning/{inspection.id}/svar.yaml")
    assert "bygglov%202014.yaml" in response.headers["Content-Disposition"] or (
        "bygglov 2014.yaml" in response.headers["Content-Disposition"]
    )
    text = response.content.decode()
    assert "# 5.1, 5 Avtalsvillkor: Avtalstiden är 4 år." in text
    assert briefs.parse(text, content.library())["term_months"] == 48


def test_answers_that_the_library_no_longer_takes_are_left_out(browser: Client, reader: Reader) -> None:
    inspection = post(browser, b"Systemet ska logga.")
    run_queue()
    inspection.refresh_from_db()
    inspection.report["brief"]["values"] = {"title": "Bygglov", "term_months": "många", "okänd": 1}
    inspection.save()
    browser.post(f"/besiktning/{inspection.id}/starta/")
    assert Procurement.objects.get().brief["title"] == "Bygglov"
    assert "term_months" not in Procurement.objects.get().brief


def test_there_is_no_draft_and_no_file_before_there_is_a_report(browser: Client) -> None:
    inspection = post(browser, b"Systemet ska logga.")
    assert browser.get(f"/besiktning/{inspection.id}/svar.yaml").status_code == 404
    assert browser.post(f"/besiktning/{inspection.id}/starta/").status_code == 404


def test_an_inspection_can_be_taken_away_at_any_time(browser: Client, reader: Reader) -> None:
    inspection = post(browser, b"Systemet ska logga.")
    assert "är borttagen" in browser.post(f"/besiktning/{inspection.id}/ta-bort/", follow=True).content.decode()
    assert not Inspection.objects.exists()
    run_queue()
    assert reader.given == []


def test_what_a_file_says_is_shown_as_text(browser: Client) -> None:
    text = "<script>alert(1)</script> Systemet ska fungera i Internet Explorer för <b>alla</b>."
    inspection = post(browser, text.encode(), "<img src=x>.txt")
    run_queue()
    shown = browser.get(f"/besiktning/{inspection.id}/").content.decode()
    assert "<script>alert" not in shown and "<b>alla" not in shown and "<img src=x>" not in shown
    assert "&lt;script&gt;alert" in shown


def test_signs_that_a_database_refuses_never_reach_it(browser: Client) -> None:
    inspection = post(
        browser, ("Systemet ska kunna lo\x00gga varje läsning. " + "Systemet ska kunna visa ärendet. " * 20).encode()
    )
    run_queue()
    inspection.refresh_from_db()
    assert inspection.state == Inspection.DONE and "\x00" not in str(inspection.report)


def test_the_page_is_reached_from_where_work_begins(browser: Client) -> None:
    for page in ("/", "/upphandlingar/"):
        assert 'href="/besiktning/"' in browser.get(page).content.decode()
