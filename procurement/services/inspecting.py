"""Old tenders handed in, read by the worker and answered with a report. The file is kept no longer than it must be."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from procurement.intake import apart
from procurement.intake.limits import DEFAULT, MESSAGES, Unreadable
from procurement.models import Authority, Inspection, User

logger = logging.getLogger(__name__)

# A worker that has been silent for this long has ended, and so has its place in the queue.
SILENT_FOR = timedelta(seconds=DEFAULT.seconds + 30)
LOST_AFTER = timedelta(minutes=10)
# A file that nobody has got to by then is taken away unread.
UNREAD_FOR = timedelta(hours=1)
KEPT_FOR = timedelta(days=30)
# So many of one authority's files wait at the same time.
MOST_WAITING = 5

UNREAD = (
    "Ingen hann läsa filen inom en timme, så den togs bort oläst. Ladda upp den igen. Händer det en gång till, "
    "tala om det för den som sköter Kravbyggaren hos er: programmet som läser filer är kanske inte i gång."
)


class Busy(Exception):
    """The authority has as many files waiting as it may."""


@transaction.atomic
def hand_in(*, authority: Authority, by: User, name: str, content: bytes) -> Inspection:
    """A file to be read, and the task to read it, or neither. Raises Unreadable for one too large, and Busy."""
    if not content:
        raise Unreadable("empty")
    if len(content) > DEFAULT.size:
        raise Unreadable("too_large")
    waiting = Inspection.objects.filter(authority=authority, state__in=(Inspection.QUEUED, Inspection.RUNNING))
    if waiting.count() >= MOST_WAITING:
        raise Busy
    inspection = Inspection(
        authority=authority, by=by, by_name=by.signature, name=shown_name(name), content=content
    )  # fmt: skip
    inspection.save(force_insert=True)
    inspect.enqueue(str(inspection.id))
    return inspection


@task()
def inspect(id: str) -> None:
    """The worker's part: read one file, if nobody else has begun on it."""
    begun = timezone.now()
    sweep(begun)
    queued = Inspection.objects.filter(id=UUID(id), state=Inspection.QUEUED)
    if not queued.update(state=Inspection.RUNNING, started=begun):
        return
    mine = Inspection.objects.filter(id=UUID(id), state=Inspection.RUNNING, started=begun)
    content = mine.values_list("content", flat=True).first()
    try:
        report = apart.inspected(bytes(content or b""))
    except Unreadable as unreadable:
        outcome = {"state": Inspection.FAILED, "error": MESSAGES.get(unreadable.code, MESSAGES["ours"])}
    except Exception:
        logger.exception("inspection %s could not be made", id)
        outcome = {"state": Inspection.FAILED, "error": MESSAGES["ours"]}
    except BaseException:
        # The worker is told to end at once: as if it had been lost, so that the next who looks asks again.
        mine.update(state=Inspection.QUEUED, queued=begun - LOST_AFTER)
        raise
    else:
        outcome = {"state": Inspection.DONE, "report": report}
    # One statement: there is never a report beside its file, nor a file that is finished with.
    mine.update(**outcome, content=None, finished=timezone.now())


def look_after(inspection: Inspection) -> None:
    """Ask again for one that nobody is reading and nobody is going to."""
    now = timezone.now()
    lost = {
        Inspection.RUNNING: inspection.started is not None and inspection.started < now - SILENT_FOR,
        # Where the queue is only long, the second time finds that it has been begun on, and does nothing.
        Inspection.QUEUED: inspection.queued <= now - LOST_AFTER,
    }
    if not lost.get(inspection.state):
        return
    with transaction.atomic():
        same = Inspection.objects.filter(
            id=inspection.id, state=inspection.state, started=inspection.started, queued=inspection.queued
        )
        if same.update(state=Inspection.QUEUED, started=None, queued=now):
            inspect.enqueue(str(inspection.id))


def sweep(now: datetime) -> None:
    """Take away what has been kept for as long as it may: unread files, and old reports."""
    Inspection.objects.filter(created__lt=now - KEPT_FOR).delete()
    unread = Inspection.objects.filter(created__lt=now - UNREAD_FOR, content__isnull=False)
    unread.update(state=Inspection.FAILED, error=UNREAD, content=None, finished=now)


def delete_inspection(*, inspection: Inspection) -> None:
    """The report and, if it has not been read yet, the file. Neither can be taken back."""
    inspection.delete()


def shown_name(name: str) -> str:
    """The file's name as it can be shown: no path, no signs that cannot be seen, and not too long."""
    shown = "".join(letter for letter in name.replace("\\", "/").rpartition("/")[2] if letter.isprintable()).strip()
    return shown[:200] or "Underlag utan namn"
