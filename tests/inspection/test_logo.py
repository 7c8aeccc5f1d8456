"""A logo from outside: what comes along, what is refused, and that nothing else in the file survives."""

from __future__ import annotations

import base64
import io
import re
import zlib

import pytest
from lxml import etree
from PIL import Image, ImageFile, PngImagePlugin

from procurement.intake import apart, logo, svg
from procurement.intake.limits import LOGO, LOGO_MESSAGES, Limits, Unreadable
from tests.export.logos import png

OPENING = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 50">'
BOX = '<rect width="10" height="10"/>'
USE = '<use href="#a{}"/>'


def drawing(inner: str, opening: str = OPENING) -> str:
    return svg.cleaned(f"{opening}{inner}</svg>".encode())[0]


def refused(content: str | bytes) -> str:
    with pytest.raises(Unreadable) as found:
        logo.read(content.encode() if isinstance(content, str) else content, LOGO)
    assert found.value.code in LOGO_MESSAGES
    return found.value.code


def elements(written: str) -> list[str]:
    return [str(node.tag).rpartition("}")[2] for node in etree.fromstring(written.encode()).iter()]


def test_shapes_colours_and_gradients_come_along() -> None:
    written = drawing(
        '<defs><linearGradient id="a b"/><linearGradient id="g1"><stop offset="0" stop-color="#123456"/>'
        '</linearGradient></defs><g transform="translate(1 2)"><path d="M0 0h5v5z" fill="url(#g1)"/></g>'
    )
    assert elements(written) == ["svg", "defs", "linearGradient", "linearGradient", "stop", "g", "path"]
    assert 'transform="translate(1 2)"' in written and 'd="M0 0h5v5z"' in written
    (id,) = re.findall(r'fill="url\(#(\w+)\)"', written)
    assert f'id="{id}"><stop offset="0" stop-color="#123456"/>' in written


def test_what_a_style_sheet_says_is_said_as_attributes() -> None:
    written = drawing(
        "<style>/* r */ .a, .b{fill:#111111;stroke-width:2} #x{fill:#222222} path{fill:#333333;filter:url(#f)}"
        "@media print{.a{fill:red}}</style>"
        '<path class="a" d="M0 0h1"/><path id="x" class="b" d="M0 0h2"/><path d="M0 0h3" style="fill:#444444"/>'
    )
    assert re.findall(r'fill="([^"]+)"', written) == ["#111111", "#222222", "#444444"]
    assert "style" not in written and "class" not in written and "filter" not in written


def test_its_size_is_that_of_its_box_else_what_it_says() -> None:
    assert svg.cleaned(f"{OPENING}{BOX}</svg>".encode())[1:] == (1000, 500)
    said = '<svg xmlns="http://www.w3.org/2000/svg" width="30mm" height="40.0px">'
    assert svg.cleaned(f"{said}{BOX}</svg>".encode())[1:] == (750, 1000)


HOSTILE = [
    "<script>alert(1)</script>",
    '<script xlink:href="https://example.com/x.js"/>',
    '<rect width="1" height="1" onload="alert(1)" onclick="alert(1)"/>',
    '<a href="javascript:alert(1)" xlink:href="https://example.com/"><rect width="1" height="1"/></a>',
    '<use href="https://example.com/x.svg#a"/><use xlink:href="file:///etc/passwd#a"/>',
    '<use href="data:image/svg+xml;base64,PHN2Zy8+#a"/>',
    '<rect width="1" height="1" fill="url(https://example.com/#a)" stroke="url(file:///etc/passwd)"/>',
    '<rect width="1" height="1" style="fill:url(//example.com/a);background:url(x);-moz-binding:url(y)"/>',
    "<style>@import 'https://example.com/x.css'; rect{fill:url(https://example.com/)} @font-face{src:url(x)}</style>",
    '<style>rect{fill:red;} </style><rect width="1" height="1" style="fill: expression(alert(1))"/>',
    "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'><img src='x' onerror='alert(1)'/></p></foreignObject>",
    '<set attributeName="href" to="javascript:alert(1)"/><animate attributeName="fill" values="red"/>',
    '<filter id="f"><feImage href="https://example.com/x.png"/></filter><rect width="1" height="1" filter="url(#f)"/>',
    "<metadata>hemligt</metadata><title>hemligt</title><desc>hemligt</desc><!-- hemligt -->",
    '<x:rect xmlns:x="urn:x" width="1"/><rect xmlns:x="urn:x" x:href="https://example.com" width="1" height="1"/>',
    '<rect width="1" height="1" fill="&quot;&gt;&lt;script&gt;"/>',
    '<handler type="text/javascript">alert(1)</handler><discard/><view id="v"/><cursor href="x"/>',
    '<?xml-stylesheet href="https://example.com/x.css"?>',
]


@pytest.mark.parametrize("inner", HOSTILE)
def test_nothing_that_runs_fetches_or_tells_comes_along(inner: str) -> None:
    written = drawing(BOX + inner)
    assert set(elements(written)) <= svg.ELEMENTS
    for word in ("script", "alert", "http", "file:", "data:", "javascript", "hemligt", "import", "on", "style", "@"):
        assert word not in written.replace('xmlns="http://www.w3.org/2000/svg"', ""), word


@pytest.mark.parametrize(
    ("inner", "code"),
    [
        ("<text>Sjövalla</text>", "logo_text"),
        ('<image href="data:image/png;base64,AAAA"/>', "logo_picture"),
        ('<pattern id="p"><rect/></pattern>', "logo_picture"),
        ("<svg/>", "logo_nested"),
    ],
)
def test_what_would_be_seen_and_is_not_taken_is_said(inner: str, code: str) -> None:
    assert refused(f"{OPENING}{BOX}{inner}</svg>") == code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "empty"),
        ("  \n", "empty"),
        ("hej", "logo_kind"),
        ("<html/>", "logo_kind"),
        ("<svg", "logo_kind"),
        ('<svg xmlns="urn:x" viewBox="0 0 1 1"><rect/></svg>', "logo_kind"),
        (b"%PDF-1.7", "logo_kind"),
        (b"\xff\xd8\xff\xe0JFIF", "logo_kind"),
        (b"PK\x03\x04", "logo_kind"),
        (f"{OPENING}</svg>", "logo_empty"),
        (f"{OPENING}<defs><linearGradient id='a'/></defs></svg>", "logo_empty"),
        (f'<svg xmlns="http://www.w3.org/2000/svg">{BOX}</svg>', "logo_size"),
        (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 5">{BOX}</svg>', "logo_size"),
        (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 nan inf">{BOX}</svg>', "logo_size"),
        (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 5">{BOX}</svg>', "logo_shape"),
        (f'<!DOCTYPE svg [<!ENTITY a "{BOX}">]>{OPENING}&a;</svg>', "declares"),
        (f'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>{OPENING}&a;</svg>', "declares"),
        (f'<!DOCTYPE svg [<!ENTITY % a SYSTEM "http://example.com/x">%a;]>{OPENING}{BOX}</svg>', "declares"),
        (f"{OPENING}{'<g>' * 100}{BOX}{'</g>' * 100}</svg>", "logo_detail"),
        (f"{OPENING}{BOX * 5_001}</svg>", "logo_detail"),
        (f'{OPENING}<path d="{"M0 0h1" * 30_000}"/></svg>', "logo_detail"),
        (f'{OPENING}<g id="a">{BOX}<use href="#a"/></g></svg>', "logo_detail"),
        (
            f"{OPENING}<g id='a0'>{BOX}</g>"
            + "".join(f"<g id='a{n}'>{USE.format(n - 1) * 10}</g>" for n in range(1, 7))
            + "</svg>",
            "logo_detail",
        ),
        (
            f"{OPENING}<g id='a0'>{BOX}</g>"
            + "".join(f"<g id='a{n}'><use href='#a{n - 1}'/></g>" for n in range(1, 2000))
            + "</svg>",
            "logo_detail",
        ),
        (
            f"{OPENING}{BOX}" + "".join(f"<g id='a{n}'><use href='#a{n + 1}'/></g>" for n in range(2000)) + "</svg>",
            "logo_detail",
        ),
        (
            f"{OPENING}<linearGradient id='a' href='#b'/><linearGradient id='b' href='#a'/>{BOX}</svg>",
            "logo_detail",
        ),
        (f"{OPENING}<clipPath id='a'><rect clip-path='url(#a)'/></clipPath>{BOX}</svg>", "logo_detail"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_logo_is_refused_with_what_to_do(content: str | bytes, code: str) -> None:
    assert refused(content) == code


def test_a_name_of_the_standard_is_no_declaration() -> None:
    named = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    assert elements(svg.cleaned(f"{named}{OPENING}{BOX}</svg>".encode())[0]) == ["svg", "rect"]


def test_what_is_pointed_out_must_be_of_its_kind() -> None:
    written = drawing(
        '<rect id="r" width="1" height="1" fill="url(#r)" clip-path="url(#nowhere)"/><use href="#nowhere"/>'
        '<clipPath id="c"><rect width="1" height="1"/></clipPath><path d="M0 0h1" clip-path="url(\'#c\')"/>'
    )
    assert written.count("url(#") == 1 and "nowhere" not in written and "href" not in written


def test_a_cleaned_drawing_is_clean() -> None:
    once = drawing('<g id="a"><path d="M0 0h5" fill="red"/></g><use href="#a" x="5"/>')
    again = svg.cleaned(once.encode())[0]
    assert svg.cleaned(again.encode())[0] == again
    assert "use href=" in again


def read_back(content: bytes) -> Image.Image:
    found = logo.read(content, LOGO)
    assert found["kind"] == "png"
    picture = Image.open(io.BytesIO(base64.b64decode(str(found["data"]))))
    assert picture.size == (found["width"], found["height"])
    return picture


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L", "LA", "P", "1", "I;16"])
def test_every_kind_of_png_is_read(mode: str) -> None:
    picture = read_back(png(200, 80, mode))
    assert picture.mode == ("RGBA" if mode in ("RGBA", "LA") else "RGB")
    assert picture.getpixel((60, 30)) != picture.getpixel((1, 1))


def test_nothing_but_the_dots_of_a_png_survives() -> None:
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", "hemligt")
    said.add_itxt("XML:com.adobe.xmp", "hemligt", zip=True)
    content = png(200, 80, "RGB", pnginfo=said, icc_profile=b"hemligt", dpi=(72, 72), exif=b"hemligt")
    written = base64.b64decode(str(logo.read(content + b"hemligt efter slutet", LOGO)["data"]))
    assert {written[at - 4 : at] for at in _chunks(written)} == {b"IHDR", b"IDAT", b"IEND"}


def _chunks(content: bytes) -> list[int]:
    """Where the name of each chunk ends."""
    found, at = [], 8
    while at < len(content):
        found.append(at + 8)
        at += 12 + int.from_bytes(content[at : at + 4])
    return found


def test_a_great_picture_is_made_as_small_as_print_needs() -> None:
    assert read_back(png(3000, 1000)).size == (900, 300)
    noise = Image.effect_noise((1200, 600), 90).convert("RGB")
    target = io.BytesIO()
    noise.save(target, "PNG")
    found = logo.read(target.getvalue(), LOGO)
    assert len(base64.b64decode(str(found["data"]))) <= logo.KEPT_BYTES


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is so great, with almost nothing in it."""
    head = width.to_bytes(4) + height.to_bytes(4) + bytes((8, 6, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)
        for name, data in ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100_000)), (b"IEND", b""))
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (bomb(30_000, 30_000), "logo_dots"),
        (bomb(2_000_000_000, 2), "logo_dots"),
        (bomb(4_000, 3_000), "logo_broken"),
        (png(200, 80)[:60], "logo_broken"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 100, "logo_broken"),
        (png(10, 10), "logo_size"),
        (png(1000, 20), "logo_shape"),
    ],
)
def test_a_png_that_is_no_logo_is_refused(monkeypatch: pytest.MonkeyPatch, content: bytes, code: str) -> None:
    # The PDF engine, which may be loaded in this process, lets half a picture pass.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", False)
    assert refused(content) == code


def test_a_logo_is_read_in_a_process_of_its_own_and_within_limits() -> None:
    assert apart.read_logo(f"{OPENING}{BOX}</svg>".encode())["kind"] == "svg"
    assert apart.read_logo(png(200, 80, "P"))["kind"] == "png"
    with pytest.raises(Unreadable) as found:
        apart.read_logo(bomb(30_000, 30_000))
    assert found.value.code == "logo_dots"
    with pytest.raises(Unreadable) as found:
        apart.read_logo(b" " * 600_000)
    assert found.value.code == "too_large"
    with pytest.raises(Unreadable) as found:
        apart.read_logo(png(200, 80), Limits(seconds=0.01))
    assert found.value.code == "too_slow"
