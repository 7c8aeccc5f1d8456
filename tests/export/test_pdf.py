"""The PDF, opened and read."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pypdf
import pytest

from procurement.domain.document import Block, Column, Heading, Row, Table
from procurement.export import docx, fonts, html, pdf, phrases
from tests.export.sample import BLOCKS, DOCUMENT, NASTY, cell, paragraph

PROJECT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def texts(pdf_file: Path) -> list[str]:
    return [page.extract_text().replace("\u00a0", " ") for page in pypdf.PdfReader(pdf_file).pages]


def test_it_is_a_few_pages_with_swedish_text(texts: list[str]) -> None:
    assert 7 <= len(texts) <= 10
    assert "Bygglovshandläggning för Åmåla och Östervåla" in texts[0]


def test_every_page_but_the_cover_says_what_it_is(texts: list[str]) -> None:
    assert "Sida" not in texts[0]
    for number, text in enumerate(texts[1:], 2):
        assert "Bilaga 1 – Kravspecifikation" in text
        assert "UTKAST" in text
        assert "KS 2026/0147 · 23 november 2026" in text
        assert f"Sida {number} av {len(texts)}" in text


def test_the_contents_give_the_page_of_each_heading(texts: list[str], pages: dict[str, int]) -> None:
    # So few that they stand on the cover.
    for heading in phrases.contents(DOCUMENT):
        title = f"{heading.number} {heading.text}".strip()
        line = re.search(rf"^{re.escape(title)} ?\.{{5,}} ?(\d+)$", texts[0], re.MULTILINE)
        assert line, title
        assert int(line[1]) == pages[heading.anchor]
        assert re.search(rf"^{re.escape(title)}$", texts[pages[heading.anchor] - 1], re.MULTILINE)


def test_every_heading_is_a_bookmark_on_its_page(pdf_file: Path, pages: dict[str, int]) -> None:
    reader = pypdf.PdfReader(pdf_file)

    def flat(outline: list) -> list:
        return [one for part in outline for one in (flat(part) if isinstance(part, list) else [part])]

    found = [(entry.title.strip(), reader.get_destination_page_number(entry) + 1) for entry in flat(reader.outline)]
    headings = [block for block in BLOCKS if isinstance(block, Heading)]
    assert found == [(f"{h.number} {h.text}".strip(), pages[h.anchor]) for h in headings]


def test_it_carries_language_title_author_and_subject(pdf_file: Path) -> None:
    with pikepdf.open(pdf_file) as file:
        assert str(file.Root.Lang) == "sv-SE"
        assert file.Root.ViewerPreferences.DisplayDocTitle
        assert str(file.docinfo.Title).startswith("Bilaga 1 – Kravspecifikation – Bygglovshandläggning")
        assert str(file.docinfo.Author) == "Sjövalla kommun"
        assert "KS 2026/0147" in str(file.docinfo.Subject)
        assert str(file.docinfo.Keywords) == "UTKAST"
        assert file.open_metadata()["pdf:Keywords"] == "UTKAST", "PDF/A wants the same in both places"
        assert str(file.docinfo.CreationDate) == "D:20261123120000Z"


def test_only_our_own_fonts_are_used_and_all_are_embedded(pdf_file: Path) -> None:
    with pikepdf.open(pdf_file) as file:
        fonts = [o for o in file.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"]
        assert fonts
        for font in fonts:
            assert "Source-S" in str(font.FontName) or "SourceS" in str(font.FontName)
            assert "/FontFile2" in font or "/FontFile3" in font


def test_a_table_over_several_pages_repeats_its_head(texts: list[str], pages: dict[str, int]) -> None:
    first, last = pages["krav-1"], pages["krav-22"]
    assert last - first >= 2
    for number in range(first, last + 1):
        assert "Nr Krav Bevis" in texts[number - 1]


def test_a_short_row_is_never_broken(texts: list[str]) -> None:
    for number in range(1, 23):
        (start,) = [n for n, text in enumerate(texts) if re.search(rf"^KR-{number:03} (Öppet|Lev)", text, re.MULTILINE)]
        assert "dokumenterade öppna API:er" in texts[start].replace("\n", " ")


def test_text_that_looks_like_markup_is_text(texts: list[str]) -> None:
    whole = re.sub(r"\s", "", "".join(texts))
    for nasty in NASTY:
        assert re.sub(r"\s", "", nasty) in whole


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "https://kravbyggaren.example/",
        "file:///etc/passwd",
        "data:text/css,*{color:red}",
        "font:../../../etc/passwd",
        "font:Hemlig.ttf",
        "FILE:/etc/passwd",
        "/etc/passwd",
        "",
    ],
)
def test_nothing_but_our_own_fonts_is_opened(address: str) -> None:
    with pytest.raises(fonts.NotOurs):
        fonts.fetcher().fetch(address)


def test_markup_that_got_through_could_not_open_anything(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    frame = html.frame
    hostile_head = "<link rel=attachment href='file:///etc/passwd'><link rel=stylesheet href='file:///etc/passwd'>"
    hostile_body = (
        "<img alt=x src='file:///etc/hostname'>"
        "<style>@import url(data:text/css,p{color:red}); p { background: url(/etc/passwd) }</style><p>Text</p>"
    )
    monkeypatch.setattr(html, "frame", lambda *given: frame(*given).replace("<title>", f"{hostile_head}<title>"))
    monkeypatch.setattr(html, "chapter", lambda *given: f"<html lang=sv>{hostile_head}{hostile_body}")
    with caplog.at_level(logging.ERROR, "weasyprint"):
        content = pdf.render(dataclasses.replace(DOCUMENT, blocks=(paragraph("Kort."),)))
    assert caplog.text.count("NotOurs") >= 4
    assert b"root:" not in content and b"/EmbeddedFiles" not in content


def test_our_styles_hold_nothing_the_pdf_does_not_understand(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "weasyprint"):
        pdf.render(dataclasses.replace(DOCUMENT, blocks=(paragraph("Kort."),)))
    assert not caplog.records


def test_the_same_tree_gives_the_same_bytes_in_another_process(
    pdf_file: Path, docx_file: Path, pages: dict[str, int]
) -> None:
    program = (
        "import hashlib; from tests.export import sample; from procurement.export import docx, pdf;"
        "content, pages = pdf.render_with_pages(sample.DOCUMENT); word = docx.render(sample.DOCUMENT, pages);"
        "print(hashlib.sha256(content).hexdigest(), hashlib.sha256(word).hexdigest())"
    )
    # Without Django's settings, as the command line's pool of processes runs it.
    surroundings = {"PYTHONPATH": str(PROJECT), "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PATH": os.environ["PATH"]}
    done = subprocess.run([sys.executable, "-c", program], env=surroundings, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [hashlib.sha256(path.read_bytes()).hexdigest() for path in (pdf_file, docx_file)], (
        done.stderr
    )
    assert docx.render(DOCUMENT, pages) == docx_file.read_bytes()


def test_no_heading_is_left_alone_at_the_foot_of_a_page() -> None:
    blocks: list[Block] = []
    for number in range(1, 25):
        rows = tuple(
            Row((cell(f"Rad{number}.{row}.", header=True), cell("Text i raden. " * (3 * number % 13 + 1))))
            for row in range(1, 4)
        )
        blocks += [
            Heading(2, f"1.{number}", f"Rubrik{number}.", f"rubrik-{number}"),
            paragraph(f"Stycke{number}. " + "Löpande text. " * (7 * number % 41 + 3)),
            Heading(3, f"1.{number}.1", f"Tabell{number}.", f"tabell-{number}"),
            Table("Rader", (Column("Nr", 20), Column("Text", 80)), rows),
        ]
    content = pdf.render(dataclasses.replace(DOCUMENT, blocks=tuple(blocks)))
    texts = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]

    def page_of(words: str) -> int:
        return max(number for number, text in enumerate(texts) if words in text)

    assert len(texts) > 8
    for number in range(1, 25):
        assert page_of(f"Rubrik{number}.") == min(n for n, text in enumerate(texts) if f"Stycke{number}." in text)
        assert page_of(f"Tabell{number}.") == page_of(f"Rad{number}.1.") == page_of(f"Rad{number}.2.")
