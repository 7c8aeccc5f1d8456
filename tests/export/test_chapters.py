"""A document is set chapter by chapter and kept so, and none of it can be seen."""

from __future__ import annotations

import dataclasses
import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from lxml import html as lxml_html
from weasyprint import CSS, HTML
from weasyprint.text.ffi import ffi
from weasyprint.text.fonts import FontConfiguration

from procurement.domain.document import Document, Heading, Paragraph, Text
from procurement.domain.look import Logo, Look
from procurement.export import bounded, fonts, html, pdf, preloaded, press
from procurement.export.pdf import pieces, setting
from tests.export import logos
from tests.export.annexes import documents
from tests.export.sample import BLOCKS, DOCUMENT, paragraph
from tests.export.test_pdf import PROJECT

POINTS = 0.75  # to a pixel
ALL_LOTS = paragraph("Kraven gäller alla delkontrakt.")


@pytest.fixture
def set_now(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The HTML that was set, a string for each piece, the frame last."""
    sources: list[str] = []
    really = setting.Setter.set

    def noted(setter: setting.Setter, source: str) -> pieces.Piece:
        sources.append(source)
        return really(setter, source)

    monkeypatch.setattr(setting.Setter, "set", noted)
    return sources


def whole(document: Document) -> dict[str, tuple[int, float, float]]:
    """Page and place of each anchor when the document is set in one go."""
    config = FontConfiguration()
    faces = CSS(string=fonts.font_faces(), url_fetcher=fonts.fetcher(), font_config=config)
    page = HTML(string=html.page(document), url_fetcher=fonts.fetcher(), media_type="print")
    found: dict[str, tuple[int, float, float]] = {}
    layout = page.render(stylesheets=[faces], font_config=config, presentational_hints=True)
    for number, leaf in enumerate(layout.pages):
        for anchor, (x, y, *_) in leaf.anchors.items():
            found.setdefault(anchor, (number, x * POINTS, (leaf.height - y) * POINTS))
    return found


def in_chapters(document: Document) -> dict[str, tuple[int, float, float]]:
    with pikepdf.open(io.BytesIO(pdf.render(document))) as file:
        numbers = {page.objgen: number for number, page in enumerate(file.pages)}
        names = list(file.Root.Names.Dests.Names)
        return {
            str(anchor): (numbers[place[0].objgen], float(place[2]), float(place[3]))
            for anchor, place in zip(names[::2], names[1::2], strict=True)
        }


ANNEXES = [
    document
    for name in ("oppna-data", "skolplattform")
    for document in documents(name)
    if document.key in ("requirements", "short_form", "value")
]


@pytest.mark.parametrize("document", [DOCUMENT, *ANNEXES], ids=lambda document: document.file_name)
def test_everything_stands_where_it_would_if_the_document_was_set_in_one_go(document: Document) -> None:
    expected, found = whole(document), in_chapters(document)
    assert found.keys() == expected.keys()
    for anchor, place in expected.items():
        assert found[anchor] == pytest.approx(place, abs=0.05), anchor


def test_after_a_changed_word_only_its_chapter_is_set(tmp_path: Path, set_now: list[str]) -> None:
    pdf.render_with_pages(DOCUMENT, tmp_path)
    heads = [isinstance(block, Heading) and block.level <= 2 for block in BLOCKS]
    after_a_head = [False, *(isinstance(block, Heading) for block in BLOCKS)]
    assert len(set_now) == sum(head and not after for head, after in zip(heads, after_a_head, strict=False)) + 1
    set_now.clear()
    blocks = tuple(paragraph("Kraven gäller varje delkontrakt.") if b == ALL_LOTS else b for b in BLOCKS)
    changed, _ = pdf.render_with_pages(dataclasses.replace(DOCUMENT, blocks=blocks), tmp_path)
    assert ["varje delkontrakt" in source for source in set_now] == [True]
    assert changed == pdf.render(dataclasses.replace(DOCUMENT, blocks=blocks))


def test_a_heading_is_set_with_what_it_heads(set_now: list[str]) -> None:
    """Else it could be left at the foot of a page."""
    pdf.render(DOCUMENT)
    ends = [lxml_html.fromstring(source).xpath("//*[@class='document-body']/*[last()]")[0] for source in set_now[:-1]]
    assert len(ends) > 5
    assert not [end.text_content() for end in ends if re.match(r"h\d", end.tag)]


def test_chapters_move_when_one_before_them_grows(tmp_path: Path, set_now: list[str]) -> None:
    pdf.render_with_pages(DOCUMENT, tmp_path)
    set_now.clear()
    longer = dataclasses.replace(DOCUMENT, blocks=(BLOCKS[0], paragraph("Ett stycke till. " * 40), *BLOCKS[1:]))
    content, pages = pdf.render_with_pages(longer, tmp_path)
    assert len(set_now) > 2
    assert (content, pages) == pdf.render_with_pages(longer)


def test_what_is_kept_gives_the_same_bytes(tmp_path: Path, pdf_file: Path, set_now: list[str]) -> None:
    first, pages = pdf.render_with_pages(DOCUMENT, tmp_path)
    set_now.clear()
    assert pdf.render_with_pages(DOCUMENT, tmp_path) == (first, pages)
    assert first == pdf_file.read_bytes()
    assert not set_now


def test_another_date_sets_only_what_shows_it(tmp_path: Path, set_now: list[str]) -> None:
    pdf.render_with_pages(DOCUMENT, tmp_path)
    set_now.clear()
    pdf.render_with_pages(dataclasses.replace(DOCUMENT, on=DOCUMENT.on.replace(day=24)), tmp_path)
    assert ['class="cover' in source for source in set_now] == [True]


def test_a_letter_that_our_fonts_lack_is_set_each_time(tmp_path: Path, set_now: list[str]) -> None:
    blocks = (
        *(Heading(1, "5", "En häst", "horse"), paragraph("♞ och 龘.")),
        *(Heading(1, "6", "En drake", "dragon"), paragraph("Åter 龘.")),
        *(Heading(1, "7", "Inget djur", "none"), paragraph("Inte ens 7.")),
    )
    odd = dataclasses.replace(DOCUMENT, blocks=(*BLOCKS, *blocks))
    first, _ = pdf.render_with_pages(odd, tmp_path)
    set_now.clear()
    again, _ = pdf.render_with_pages(odd, tmp_path)
    assert first == again
    assert len(set_now) == 2 and "♞" in set_now[0] and "Åter" in set_now[1]


@pytest.mark.parametrize("logo", [logos.drawn, logos.painted])
def test_a_logo_is_kept_too(logo: Callable[[], Logo], tmp_path: Path, set_now: list[str]) -> None:
    marked = dataclasses.replace(DOCUMENT, look=Look(logo=logo()), blocks=(paragraph("Kort."),))
    first, _ = pdf.render_with_pages(marked, tmp_path)
    set_now.clear()
    assert pdf.render_with_pages(marked, tmp_path)[0] == first
    assert not set_now


def test_a_document_has_nothing_of_the_one_set_before_it() -> None:
    short = dataclasses.replace(DOCUMENT, blocks=(paragraph("Kort."),))
    first = pdf.render(short)
    pdf.render(dataclasses.replace(DOCUMENT, blocks=(paragraph("Zebror, quinoa & 龘."),)))
    assert pdf.render(short) == first


def test_a_folder_that_cannot_be_written_to_does_not_stop_it(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    short = dataclasses.replace(DOCUMENT, blocks=(paragraph("Kort."),))
    assert pdf.render_with_pages(short, tmp_path / "file" / "folder")[0] == pdf.render(short)


def test_nothing_is_left_in_the_temporary_folder(tmp_path: Path) -> None:
    program = (
        "from tests.export import test_chapters as t; from pathlib import Path\n"
        f"if __name__ == '__main__': t.leave_nothing(Path({str(tmp_path / 'kept')!r}))"
    )
    # Not within pytest's: the address of a fork server has room for a hundred letters.
    with tempfile.TemporaryDirectory() as scratch:
        surroundings = os.environ | {"PYTHONPATH": str(PROJECT), "TMPDIR": scratch}
        subprocess.run([sys.executable, "-c", program], env=surroundings, check=True)
        assert os.listdir(scratch) == []


def leave_nothing(folder: Path) -> None:
    """A document is made, one is ended before it is done, one fails, and a pool makes some."""
    short = dataclasses.replace(DOCUMENT, blocks=(Paragraph((Text("Kort."),)),))
    assert bounded.printed(short, seconds=60, megabytes=1500)
    for seconds, megabytes, wrong in ((0.2, 1500, bounded.TookTooLong), (60, 1500, bounded.Failed)):
        broken = dataclasses.replace(DOCUMENT, blocks=(*BLOCKS, "not a block")) if wrong is bounded.Failed else DOCUMENT
        with pytest.raises(wrong):
            bounded.printed(broken, seconds=seconds, megabytes=megabytes)
    press.files([short, dataclasses.replace(short, title="Ett annat")], ["pdf"], folder)


def test_types_of_c_are_named_before_a_process_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str] = []
    really = ffi._parser.parse_type

    def noted(name: str) -> object:
        names.append(name)
        return really(name)

    monkeypatch.setattr(ffi, "_parsed_types", {})
    monkeypatch.setattr(ffi._parser, "parse_type", noted)
    setting._own_fonts.cache_clear()
    pdf.render(DOCUMENT)
    # As many glyphs as are used of a font, and as many as it has before the last of them.
    of_fonts = {name for name in names if name.startswith("hb_codepoint_t[")}
    assert set(names) - of_fonts <= set(preloaded.TYPES) <= set(names)
