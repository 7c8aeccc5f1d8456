"""The worker's part of a test: what stands in the queue is done, with a press that takes no time."""

from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django_tasks_db.models import DBTaskResult

from procurement.domain.document import Document
from procurement.export import bounded


def run_queue() -> int:
    """Do what stands in the queue. The number of tasks."""
    ready = list(DBTaskResult.objects.ready())
    for result in ready:
        result.claim("tests")
        result.task.call(*result.task_result.args, **result.task_result.kwargs)
        result.set_successful(None)
    return len(ready)


class Press:
    """Instead of the real press: it takes no time, remembers what it was given, and fails when it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.given: list[Document] = []
        self.fails_with: BaseException | None = None
        monkeypatch.setattr(bounded, "printed", self.printed)

    def printed(self, document: Document, *, seconds: float, megabytes: int, folder: Path) -> dict[str, bytes]:
        self.given.append(document)
        if self.fails_with:
            raise self.fails_with
        files = {"pdf": sheet(document.key), "docx": b"PK " + document.key.encode()}
        return files | ({"xlsx": b"PK xl " + document.key.encode()} if document.workbook else {})


@cache
def sheet(title: str) -> bytes:
    """A PDF of one empty page: it is opened when it leaves."""
    pdf, target = pikepdf.new(), BytesIO()
    pdf.add_blank_page()
    pdf.docinfo["/Title"] = title
    pdf.save(target, static_id=True)
    return target.getvalue()
