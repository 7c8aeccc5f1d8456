"""Documents made as files outside the request: asked for by a page, made by the worker, kept by what they say.

A document that has not changed is never made twice. What a worker left undone is found and asked for again.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from procurement.domain.document import Document, from_plain, plain
from procurement.export import bounded, kept, phrases, version
from procurement.models import Rendition, RenditionFile
from procurement.services import binding, inspecting

logger = logging.getLogger(__name__)

# The longest annex we have seen takes some twenty seconds and a quarter of a gigabyte.
SECONDS = 120
MEGABYTES = 1500
# A worker that has been silent for this long has ended, and so has its place in the queue.
SILENT_FOR = timedelta(seconds=SECONDS + 30)
LOST_AFTER = timedelta(minutes=10)
# A file nobody has made anew for this long is let go; it is made again if somebody asks.
KEPT_FOR = timedelta(days=30)

TOO_LONG = (
    "Handlingen tog längre tid att göra än den får. Försök igen om en stund; "
    "hjälper inte det, korta de längsta texterna."
)
TOO_MUCH = "Handlingen blev för stor för att göras. Korta de längsta texterna och tabellerna, och försök igen."
BROKEN = (
    "Något gick fel hos oss när handlingen skulle göras. Era svar är sparade. "
    "Försök igen; hjälper inte det, tala om det för den som sköter Kravbyggaren hos er."
)


def request(documents: Sequence[Document], *, failed_too: bool = False) -> list[Rendition | None]:
    """See to it that each document is made, unless it has been already. At once: what has become of each, in order.

    One that could not be made is tried again only with `failed_too`: the same document would fail in the same way.
    """
    digests = [version.key(document) for document in documents]
    found = by_digest(digests)
    now = timezone.now()
    wanting = {
        digest: document
        for digest, document in zip(digests, documents, strict=True)
        if digest not in found or _is_wanting(found[digest], now, failed_too)
    }
    for digest, document in wanting.items():
        _enqueue(digest, document, now, failed_too)
    if wanting:
        found = by_digest(digests)
    return [found.get(digest) for digest in digests]


def by_digest(digests: Sequence[str]) -> dict[str, Rendition]:
    """What has become of the documents whose files have these names."""
    found = Rendition.objects.filter(digest__in=digests).defer("source")
    return {rendition.digest: rendition for rendition in found}


def sizes(made: Sequence[Rendition | None]) -> dict[int, dict[str, int]]:
    """How many bytes each file of the renditions has: id of the rendition → format → size."""
    found: dict[int, dict[str, int]] = {rendition.id: {} for rendition in made if rendition}
    rows = RenditionFile.objects.filter(rendition__in=found)
    for rendition, format, size in rows.values_list("rendition_id", "format", "size"):
        found[rendition][format] = size
    return found


def file(document: Document, format: str) -> bytes | None:
    """The document's file in the format, or None while there is none."""
    rows = RenditionFile.objects.filter(rendition__digest=version.key(document), format=format)
    content = rows.values_list("content", flat=True).first()
    return None if content is None else bytes(content)


@task()
def make(digest: str) -> None:
    """The worker's part: make the files of one rendition, if nobody else has begun on it."""
    begun = timezone.now()
    queued = Rendition.objects.filter(digest=digest, state=Rendition.QUEUED)
    if not queued.update(state=Rendition.RUNNING, started=begun):
        return
    source = Rendition.objects.values_list("source", flat=True).get(digest=digest)
    try:
        document = cast(Document, from_plain(source))
        files = bounded.printed(document, seconds=SECONDS, megabytes=MEGABYTES, folder=settings.VAR_DIR / "cache")
    except bounded.TookTooLong:
        _finish(digest, begun, error=TOO_LONG)
    except bounded.NeededTooMuch:
        _finish(digest, begun, error=TOO_MUCH)
    except Exception:
        logger.exception("rendition %s could not be made", digest)
        _finish(digest, begun, error=BROKEN)
    except BaseException:
        # The worker is told to end at once: as if nobody had asked, so that the next who looks asks again.
        Rendition.objects.filter(digest=digest, state=Rendition.RUNNING, started=begun).delete()
        raise
    else:
        _finish(digest, begun, files=files)
        binding.gather(digest)
    Rendition.objects.filter(finished__lt=begun - KEPT_FOR).delete()
    inspecting.sweep(begun)
    kept.forget_old(settings.VAR_DIR / "cache")


def _is_wanting(rendition: Rendition, now: datetime, failed_too: bool) -> bool:
    """Whether nobody is making it, and nobody is going to."""
    match rendition.state:
        case Rendition.RUNNING:
            return rendition.started is None or rendition.started < now - SILENT_FOR
        case Rendition.QUEUED:
            # Where the queue is only long, the second time finds that it has been begun on, and does nothing.
            return rendition.queued < now - LOST_AFTER
        case Rendition.FAILED:
            return failed_too
    return False


@transaction.atomic
def _enqueue(digest: str, document: Document, now: datetime, failed_too: bool) -> None:
    """Row and task together or neither. Of two who ask at the same moment, the second finds the row of the first."""
    # Without the characters that a database may refuse: the files have no place for them either.
    source = plain(phrases.writable(document))
    rendition, is_new = Rendition.objects.select_for_update().get_or_create(
        digest=digest, defaults={"source": source, "queued": now}
    )
    if not is_new:
        if not _is_wanting(rendition, now, failed_too):
            return
        rendition.state, rendition.error, rendition.source = Rendition.QUEUED, "", source
        rendition.queued, rendition.started, rendition.finished = now, None, None
        rendition.save(update_fields=["state", "error", "source", "queued", "started", "finished"])
    make.enqueue(digest)


@transaction.atomic
def _finish(digest: str, begun: datetime, *, files: dict[str, bytes] | None = None, error: str = "") -> None:
    state = Rendition.DONE if files else Rendition.FAILED
    mine = Rendition.objects.filter(digest=digest, state=Rendition.RUNNING, started=begun)
    if not mine.update(state=state, error=error, source=None, finished=timezone.now()):
        return  # Somebody took over when this took too long.
    rendition = Rendition.objects.only("id").get(digest=digest)
    RenditionFile.objects.bulk_create(
        RenditionFile(rendition=rendition, format=format, size=len(content), content=content)
        for format, content in (files or {}).items()
    )
