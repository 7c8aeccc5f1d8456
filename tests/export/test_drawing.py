"""A figure in every format: the same drawing, with what it shows in words for those who do not see it."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import docx as python_docx
import pytest
from docx.oxml.ns import qn
from lxml import etree
from lxml import html as lxml_html
from PIL import ImageFont

from procurement.domain.document import from_plain, plain
from procurement.export import docx, drawing, fonts
from tests.export.sample import DOCUMENT, PICTURE

SVG = etree.fromstring(drawing.svg(PICTURE))
NAMES = {"s": "http://www.w3.org/2000/svg"}


def test_the_title_of_the_svg_is_its_text_alternative() -> None:
    assert SVG.get("role") == "img"
    assert SVG.find("s:title", NAMES).text == PICTURE.alternative


def test_what_a_user_typed_is_text_in_the_svg() -> None:
    assert SVG.xpath("string(//s:text)", namespaces=NAMES) == "Del 1 <b>& ett"
    assert not SVG.xpath("//*[local-name()='b' or local-name()='script' or @style or @*[local-name()='href']]")


def test_every_shape_is_drawn() -> None:
    assert [shape.tag.partition("}")[2] for shape in SVG] == [
        *("title", "rect", "text", "rect", "polyline", "polygon", "polyline", "polygon", "text", "text"),
    ]


def test_words_stand_by_their_middle_or_end_in_our_own_font() -> None:
    """Said by where they begin: WeasyPrint makes a group of words that are placed otherwise, and no group is kept."""
    begins = [(words.text, float(words.get("x"))) for words in SVG.iterfind("s:text", NAMES)]
    files = fonts.font_files()
    middle = ImageFont.truetype(files["SourceSansPro-Regular.ttf"], 1300).getlength("bygger på") / 100
    end = ImageFont.truetype(files["SourceSansPro-Semibold.ttf"], 1300).getlength("maj 2027") / 100
    expected = [("Del 1 <b>& ett", 10), ("bygger på", 350 - middle / 2), ("maj 2027", 640 - end)]
    assert begins == [(said, pytest.approx(x, abs=0.5)) for said, x in expected]
    assert not SVG.xpath("//@text-anchor")


def test_the_page_names_the_figure_and_the_keyboard_can_scroll_it(page: str) -> None:
    tree = lxml_html.fromstring(page)
    (frame,) = tree.xpath("//div[@class='drawing-frame']")
    assert (frame.get("tabindex"), frame.get("aria-label")) == ("0", PICTURE.caption)
    assert tree.get_element_by_id("figur-1").text == f"Figur\u00a01. {PICTURE.caption}"


def test_word_has_the_picture_with_its_text_alternative(docx_file: Path) -> None:
    document = python_docx.Document(docx_file)
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr") == PICTURE.alternative
    relation = next(shape._inline.iter(qn("a:blip"))).get(qn("r:embed"))
    assert document.part.related_parts[relation].blob == drawing.png(PICTURE)
    assert abs(shape.width / shape.height - 640 / 80) < 0.01


def test_the_picture_is_our_own_fonts_and_the_same_bytes_every_time() -> None:
    first = drawing.png(PICTURE)
    drawing.png.cache_clear()
    assert drawing.png(PICTURE) == first
    assert struct.unpack(">II", first[16:24]) == (640 * drawing.DOTS, 80 * drawing.DOTS)
    assert docx.render(DOCUMENT) == docx.render(DOCUMENT)
    assert python_docx.Document(io.BytesIO(docx.render(DOCUMENT))).inline_shapes


def test_a_figure_is_the_same_after_it_has_been_stored() -> None:
    assert from_plain(plain(PICTURE)) == PICTURE
