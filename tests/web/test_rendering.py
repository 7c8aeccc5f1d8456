"""Documents are made outside the request: once each, within limits, and again when something went wrong."""

import signal
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from procurement.domain.document import Document, Paragraph, Text
from procurement.export import bounded
from procurement.models import Rendition, RenditionFile
from procurement.services import rendering
from tests.worker import Press, run_queue, sheet


def document(words: str = "Leverantören ska publicera koden.") -> Document:
    return Document(
        key="requirements",
        label="Bilaga 1",
        title="Kravspecifikation",
        file_name="bilaga-1-kravspecifikation",
        subject="Digital bygglovsprocess",
        authority="Sjövalla kommun",
        reference="SBN-2026-00412",
        on=date(2026, 11, 23),
        draft=True,
        blocks=(Paragraph((Text(words),)),),
    )


@pytest.fixture
def press(db: None, monkeypatch: pytest.MonkeyPatch) -> Press:
    return Press(monkeypatch)


def test_a_document_is_made_for_paper_and_for_word(db: None) -> None:
    made_of = document()
    assert [r.state for r in rendering.request([made_of]) if r] == [Rendition.QUEUED]
    assert rendering.file(made_of, "pdf") is None

    assert run_queue() == 1

    [rendition] = rendering.request([made_of])
    assert rendition and rendition.state == Rendition.DONE and rendition.source is None
    pdf, word = rendering.file(made_of, "pdf"), rendering.file(made_of, "docx")
    assert pdf and pdf.startswith(b"%PDF-") and word and word.startswith(b"PK")
    assert rendering.sizes([rendition]) == {rendition.id: {"pdf": len(pdf), "docx": len(word)}}


def test_the_worker_is_given_the_whole_document(press: Press) -> None:
    made_of = document("Å, ä och ö – och <b>text</b>")
    rendering.request([made_of])
    run_queue()
    assert press.given == [made_of]


def test_an_unchanged_document_is_never_made_twice(press: Press) -> None:
    for _ in range(3):
        rendering.request([document(), document("Något annat")])
        run_queue()
    assert len(press.given) == 2
    rendering.request([document(), document("Ändrat")])
    run_queue()
    assert len(press.given) == 3, "a changed answer makes only the documents it touches"


def test_the_same_page_twice_in_one_request_is_one_task(db: None) -> None:
    rendering.request([document(), document()])
    assert DBTaskResult.objects.count() == 1


def test_a_task_that_stands_twice_in_the_queue_is_done_once(press: Press) -> None:
    rendering.request([document()])
    rendering.make.enqueue(Rendition.objects.get().digest)
    assert run_queue() == 2
    assert len(press.given) == 1


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (bounded.TookTooLong(), "längre tid"),
        (bounded.NeededTooMuch(), "för stor"),
        (bounded.Failed("Traceback …"), "Något gick fel hos oss"),
        (RuntimeError("oväntat"), "Något gick fel hos oss"),
    ],
)
def test_what_cannot_be_made_says_so_and_can_be_tried_again(press: Press, outcome: Exception, said: str) -> None:
    press.fails_with = outcome
    rendering.request([document()])
    run_queue()
    [failed] = Rendition.objects.all()
    assert failed.state == Rendition.FAILED and said in failed.error

    rendering.request([document()])
    assert run_queue() == 0, "the same document would fail in the same way"
    press.fails_with = None
    [again] = rendering.request([document()], failed_too=True)
    assert again and again.state == Rendition.QUEUED and again.error == ""
    run_queue()
    assert rendering.file(document(), "pdf") == sheet("requirements")


def test_what_a_dead_worker_left_is_asked_for_again(press: Press) -> None:
    rendering.request([document()])
    DBTaskResult.objects.all().delete()
    long_ago = timezone.now() - rendering.SILENT_FOR - timedelta(seconds=1)
    Rendition.objects.update(state=Rendition.RUNNING, started=long_ago)
    rendering.request([document()])
    run_queue()
    assert len(press.given) == 1


def test_a_worker_that_is_told_to_end_leaves_the_document_to_the_next(press: Press) -> None:
    press.fails_with = SystemExit(1)
    rendering.request([document()])
    with pytest.raises(SystemExit):
        run_queue()
    DBTaskResult.objects.all().delete()
    press.fails_with = None
    rendering.request([document()])
    assert run_queue() == 1 and rendering.file(document(), "pdf")


def test_a_worker_that_is_still_at_it_is_left_alone(db: None) -> None:
    rendering.request([document()])
    DBTaskResult.objects.all().delete()
    Rendition.objects.update(state=Rendition.RUNNING, started=timezone.now() - timedelta(seconds=rendering.SECONDS))
    rendering.request([document()])
    assert DBTaskResult.objects.count() == 0


def test_what_has_fallen_out_of_the_queue_is_asked_for_again(db: None) -> None:
    rendering.request([document()])
    DBTaskResult.objects.all().delete()
    rendering.request([document()])
    assert DBTaskResult.objects.count() == 0
    Rendition.objects.update(queued=timezone.now() - rendering.LOST_AFTER - timedelta(seconds=1))
    rendering.request([document()])
    assert DBTaskResult.objects.count() == 1


def test_a_worker_that_was_given_up_does_not_write_over_the_next(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def overtaken(document: Document, *, seconds: float, megabytes: int, folder: Path) -> dict[str, bytes]:
        Rendition.objects.update(started=timezone.now() + timedelta(seconds=1))
        return {"pdf": b"late"}

    monkeypatch.setattr(bounded, "printed", overtaken)
    rendering.request([document()])
    run_queue()
    assert RenditionFile.objects.count() == 0
    assert Rendition.objects.get().state == Rendition.RUNNING


def test_old_files_are_let_go(press: Press) -> None:
    rendering.request([document("Gammalt")])
    run_queue()
    Rendition.objects.update(finished=timezone.now() - rendering.KEPT_FOR - timedelta(days=1))
    rendering.request([document("Nytt")])
    run_queue()
    assert rendering.file(document("Gammalt"), "pdf") is None
    assert rendering.file(document("Nytt"), "pdf") == sheet("requirements")


def test_another_look_is_another_file(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    rendering.request([document()])
    monkeypatch.setattr(rendering.version, "version", lambda: "next release")
    rendering.request([document()])
    assert Rendition.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_the_same_moment_start_it_once() -> None:
    asking, start_line, failures = 6, Barrier(6), []

    def ask() -> None:
        try:
            start_line.wait(timeout=10)
            rendering.request([document(), document("Något annat")])
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=ask) for _ in range(asking)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert failures == []
    assert DBTaskResult.objects.count() == Rendition.objects.count() == 2


def test_work_within_its_limits_gives_its_result() -> None:
    assert bounded.within(60, 1500, sorted, "cab") == ["a", "b", "c"]


def test_work_that_does_not_end_is_ended() -> None:
    with pytest.raises(bounded.TookTooLong):
        bounded.within(0.2, 1500, signal.pause)


def test_work_that_takes_too_much_memory_is_refused_it() -> None:
    with pytest.raises(bounded.NeededTooMuch):
        bounded.within(60, 1500, bytes, 4_000_000_000)


@pytest.mark.parametrize(("work", "given", "said"), [(int, "elva", "ValueError"), (signal.raise_signal, 9, "-9")])
def test_work_that_fails_or_dies_leaves_the_worker_standing(
    work: Callable[..., object], given: object, said: str
) -> None:
    with pytest.raises(bounded.Failed, match=said):
        bounded.within(60, 1500, work, given)
