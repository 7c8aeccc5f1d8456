"""What has been made is not made again, and the pool gives the same files as one process would."""

from __future__ import annotations

import dataclasses
import os
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from procurement.domain.document import Document, Heading, Paragraph, Text
from procurement.domain.sheets import Label, Open, Sheet, Workbook
from procurement.export import FORMATS, docx, pdf, press

FIRST = Document(
    key="requirements",
    label="Bilaga 1",
    title="Kravspecifikation",
    file_name="Bilaga 1 Kravspecifikation",
    subject="Digital bygglovsprocess",
    authority="Sjövalla kommun",
    reference="SBN-2026-00412",
    on=date(2026, 11, 23),
    draft=True,
    blocks=(
        *(Heading(1, str(n), f"Kapitel {n}", f"k{n}") for n in range(1, 6)),
        Paragraph((Text("Leverantören ska publicera källkoden."),)),
    ),
)
SECOND = dataclasses.replace(FIRST, key="contract", label="Bilaga 2", title="Kontraktsvillkor")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The labels of the documents that were made as HTML."""
    labels: list[str] = []

    def render(document: Document) -> bytes:
        labels.append(document.label)
        return document.label.encode()

    monkeypatch.setitem(FORMATS, "html", render)
    return labels


def test_a_document_is_made_once(tmp_path: Path, made: list[str]) -> None:
    first = press.files([FIRST, SECOND], ["html"], tmp_path)
    again = press.files([FIRST, SECOND], ["html"], tmp_path)
    assert first == again == [{"html": b"Bilaga 1"}, {"html": b"Bilaga 2"}]
    assert made == ["Bilaga 1", "Bilaga 2"]


def test_only_what_an_answer_touches_is_made_again(tmp_path: Path, made: list[str]) -> None:
    press.files([FIRST, SECOND], ["html"], tmp_path)
    changed = dataclasses.replace(SECOND, blocks=(*SECOND.blocks, Paragraph((Text("Och API:et."),))))
    press.files([FIRST, changed], ["html"], tmp_path)
    assert made == ["Bilaga 1", "Bilaga 2", "Bilaga 2"]


def test_each_document_is_told_of_once(tmp_path: Path, made: list[str]) -> None:
    told: list[str] = []
    press.files([FIRST], ["html"], tmp_path)
    press.files([SECOND, FIRST], ["html"], tmp_path, lambda document: told.append(document.label))
    assert sorted(told) == ["Bilaga 1", "Bilaga 2"]


def test_what_nobody_asks_for_is_forgotten(tmp_path: Path, made: list[str]) -> None:
    press.files([FIRST, SECOND], ["html"], tmp_path)
    long_ago = time.time() - 40 * 24 * 3600
    for path in tmp_path.iterdir():
        os.utime(path, (long_ago, long_ago))
    press.files([FIRST], ["html"], tmp_path)
    third = dataclasses.replace(FIRST, label="Bilaga 3")
    press.files([third], ["html"], tmp_path)
    # The first was read, and is young again.
    assert sorted(path.read_bytes() for path in tmp_path.iterdir()) == [b"Bilaga 1", b"Bilaga 3"]


def test_the_pool_makes_what_one_process_makes(tmp_path: Path) -> None:
    [found] = press.files([FIRST], ["docx", "pdf", "html"], tmp_path)
    assert list(found) == ["docx", "pdf", "html"]
    assert found == press.printed(FIRST) | {"html": FORMATS["html"](FIRST)}
    assert found["pdf"].startswith(b"%PDF")


def test_word_is_the_same_file_whether_the_pdf_was_asked_for_or_not(tmp_path: Path) -> None:
    [alone] = press.files([FIRST], ["docx"], tmp_path)
    _, pages = pdf.render_with_pages(FIRST)
    assert alone["docx"] == docx.render(FIRST, pages) != docx.render(FIRST)
    # And the PDF that gave the page numbers was kept.
    assert len([path for path in tmp_path.iterdir() if path.suffix != ".piece"]) == 2


def test_a_worker_that_fails_is_heard_of(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        press.files([dataclasses.replace(FIRST, blocks=("not a block",))], ["pdf"], tmp_path)
    assert list(tmp_path.glob("*.pdf")) == []


def test_who_asks_for_files_does_not_load_the_pdf_engine() -> None:
    # In a process of its own: another test may have loaded it here.
    code = "import sys, procurement.export.press; sys.exit('weasyprint' in sys.modules)"
    assert os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-c", code]) == 0


def test_only_what_is_filled_in_comes_as_a_spreadsheet_and_is_kept_like_the_rest(tmp_path: Path) -> None:
    book = Workbook((Sheet("Svar", (20, 20), ((Label("Namn"), Open("namn", "Namn")),)),))
    form = dataclasses.replace(FIRST, key="form", workbook=book)
    told: list[str] = []
    made = press.files([FIRST, form], ["html", "xlsx"], tmp_path, lambda document: told.append(document.key))
    assert [list(found) for found in made] == [["html"], ["html", "xlsx"]]
    assert sorted(told) == sorted([FIRST.key, "form"])
    assert len(list(tmp_path.glob("*.xlsx"))) == 1
    assert press.files([FIRST, form], ["html", "xlsx"], tmp_path) == made
    assert press.printed(form)["xlsx"] == made[1]["xlsx"]
