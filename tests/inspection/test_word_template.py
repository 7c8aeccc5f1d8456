"""A Word template from outside: which of it comes along, and what is refused."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from procurement.intake import apart, word_template
from procurement.intake.limits import TEMPLATE, TEMPLATE_MESSAGES, Limits, Unreadable
from tests.export import templates

W = f"{{{templates.MAIN}}}"
LIBREOFFICE = Path(templates.__file__).with_name("libreoffice.dotx")


def styles(content: bytes) -> etree._Element:
    return etree.fromstring(str(word_template.read(content, TEMPLATE)["styles"]))


def style(content: bytes, id: str) -> etree._Element:
    return next(one for one in styles(content) if one.get(f"{W}styleId") == id)


def refused(content: bytes, limits: Limits = TEMPLATE) -> str:
    with pytest.raises(Unreadable) as found:
        word_template.read(content, limits)
    assert found.value.code in TEMPLATE_MESSAGES
    return found.value.code


def test_fonts_and_colours_of_the_theme_are_said_as_what_they_are() -> None:
    found = word_template.read(templates.written(), TEMPLATE)
    assert found["fonts"] == {"major": "Liberation Sans", "minor": "Liberation Serif"}
    assert found["colours"] == {"dk1": "000000", "accent1": "2F5496"}
    faces = style(templates.written(), "Rubrikbas").find(f".//{W}rFonts")
    assert faces is not None and dict(faces.attrib) == {f"{W}ascii": "Liberation Sans", f"{W}hAnsi": "Liberation Sans"}
    shade = style(templates.written(), "Rubrik1").find(f".//{W}color")
    assert shade is not None and dict(shade.attrib) == {f"{W}val": "2F5496"}


def test_a_template_without_a_theme_is_read_too() -> None:
    content = templates.written()
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        kept = {name: old.read(name) for name in old.namelist() if "theme" not in name and "settings" not in name}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as new:
        for name, part in kept.items():
            new.writestr(name, part)
    found = word_template.read(target.getvalue(), TEMPLATE)
    assert (found["fonts"], found["colours"], found["table"]) == ({}, {}, "")


def test_numbers_frames_hidden_text_and_what_is_not_of_word_stay_behind() -> None:
    whole = etree.tostring(styles(templates.written())).decode()
    for name in ("numPr", "framePr", "vanish", "glow", "rsid", "link", "lang", "latentStyles", "theme"):
        assert f"w:{name}" not in whole and name not in whole, name


def test_what_word_would_call_damaged_stays_behind() -> None:
    assert [part.tag for part in style(templates.written(), "Trasig")] == [f"{W}name"]


def test_the_parts_of_a_style_come_in_the_order_that_word_wants() -> None:
    mixed = '<w:rPr><w:sz w:val="20"/><w:b/></w:rPr><w:pPr><w:jc w:val="left"/><w:keepNext/></w:pPr><w:qFormat/>'
    one = style(templates.written(templates.style("X", "X", mixed)), "X")
    assert [part.tag.removeprefix(W) for part in one] == ["name", "qFormat", "pPr", "rPr"]
    assert [part.tag.removeprefix(W) for part in one.iterfind("*/*")] == ["keepNext", "jc", "b", "sz"]


def test_a_template_of_libreoffice_is_read() -> None:
    found = word_template.read(LIBREOFFICE.read_bytes(), TEMPLATE)
    assert 'w:val="6B2C91"' in str(found["styles"]) and found["fonts"] == {}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "template_kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "template_kind"),
        (b"PK\x03\x04 och inget mer", "template_broken"),
        (templates.written(kind="application/vnd.ms-word.template.macroEnabledTemplate.main+xml"), "template_macros"),
        (templates.written(**{"word_vbaProject": b"x"}), "template_macros"),
        (templates.written("<w:style"), "template_broken"),
        (templates.written(""), "template_kind"),
        (templates.written('<w:style w:type="paragraph"/>'), "template_kind"),
        (templates.written(templates.STYLES + templates.style("a", "a") * 1001), "template_large"),
        (templates.written(**{"word_styles": f'<w:styles xmlns:w="{word_template.STRICT}"/>'}), "template_strict"),
        (
            templates.written(**{"word_styles": '<!DOCTYPE s [<!ENTITY a "b">]><s>&a;</s>'}),
            "declares",
        ),
        (
            templates.written(**{"word_theme_theme1": '<!DOCTYPE s SYSTEM "file:///etc/passwd"><s/>'}),
            "declares",
        ),
        (templates.written("<w:a>" * 300 + "</w:a>" * 300), "unpacks"),
        (templates.written(templates.STYLES + f"<!--{' ' * 9_000_000}-->"), "unpacks"),
        (templates.written(**{f"word_a{n}": "x" for n in range(600)}), "unpacks"),
    ],
)
def test_what_is_no_template_is_refused_with_what_to_do(content: bytes, code: str) -> None:
    assert refused(content) == code


def test_no_broken_template_does_more_than_be_refused() -> None:
    whole, chance = templates.written(), random.Random(5)
    for _ in range(150):
        broken = bytearray(whole)
        for _ in range(chance.randrange(1, 20)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            word_template.read(bytes(broken), TEMPLATE)
        except Unreadable as unreadable:
            assert unreadable.code in TEMPLATE_MESSAGES


def test_a_template_is_read_in_a_process_of_its_own() -> None:
    assert apart.read_template(templates.written()) == word_template.read(templates.written(), TEMPLATE)
    with pytest.raises(Unreadable) as found:
        apart.read_template(b"PK\x03\x04" + b"x" * 2_000_000)
    assert found.value.code == "too_large"
