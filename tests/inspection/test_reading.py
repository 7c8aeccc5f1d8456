"""Files are read for what they are, and one that cannot be read says why in a way that helps."""

import docx
import pytest

from procurement.domain.inspection.blocks import Block
from procurement.intake import reading
from procurement.intake.limits import DEFAULT, MESSAGES, Limits, Unreadable
from tests.inspection import files

PAGE = ["3.2 Inloggning", "3.2.1 Systemet ska kunna hantera behörigheter för flera förvaltningar."]


def texts(content: bytes) -> list[str]:
    return [f"{block.number} {block.text}".strip() for block in reading.read(content)]


def refused(content: bytes, limits: Limits = DEFAULT) -> str:
    with pytest.raises(Unreadable) as found:
        reading.read(content, limits)
    assert found.value.code in MESSAGES
    return found.value.code


def test_a_word_file_gives_headings_paragraphs_and_rows() -> None:
    content = files.word(
        ("Heading 1", "3 Krav"), ("Normal", "3.1 Systemet ska logga varje läsning."), ("List Bullet", "skriva ut"),
        rows=(("K7", "Systemet ska visa ärendets läge.", "Ska"),),
    )  # fmt: skip
    assert reading.read(content) == (
        Block("heading", "Krav", "3", level=1),
        Block("text", "Systemet ska logga varje läsning.", "3.1"),
        Block("text", "skriva ut", is_item=True),
        Block(
            "row",
            "K7 · Systemet ska visa ärendets läge. · Ska",
            cells=("K7", "Systemet ska visa ärendets läge.", "Ska"),
        ),
    )


def test_numbers_that_word_would_print_are_counted() -> None:
    document = docx.Document()
    for text in ("skriva ut", "exportera", "söka"):
        document.add_paragraph(text, style="List Number")
    assert texts(files.saved(document)) == ["1 skriva ut", "2 exportera", "3 söka"]


def test_what_has_been_struck_out_and_what_is_shown_twice_is_not_read() -> None:
    alternate = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    content = files.word_xml(
        "<w:p><w:r><w:t>Systemet ska</w:t></w:r><w:del><w:r><w:delText> inte</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t> kunna</w:t></w:r></w:ins><w:r><w:tab/><w:t>logga.</w:t></w:r>"
        f"<mc:AlternateContent {alternate}><mc:Fallback><w:t>Dubbelt</w:t></mc:Fallback></mc:AlternateContent></w:p>"
    )
    assert texts(content) == ["Systemet ska kunna logga."]


def test_a_list_of_contents_in_word_is_not_read() -> None:
    content = files.word_xml(
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        "<w:sdtContent><w:p><w:r><w:t>1 Krav 3</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:p><w:r><w:t>Systemet ska logga.</w:t></w:r></w:p>"
    )
    assert texts(content) == ["Systemet ska logga."]


def test_a_pdf_gives_headings_and_requirements_with_their_pages() -> None:
    content = files.pdf(PAGE, ["3.3 Logg", "3.3.1 Systemet ska logga varje läsning."])
    assert files.is_read_by_others(content)
    assert reading.read(content) == (
        Block("heading", "Inloggning", "3.2", level=2, page=1),
        Block("text", "Systemet ska kunna hantera behörigheter för flera förvaltningar.", "3.2.1", page=1),
        Block("heading", "Logg", "3.3", level=2, page=2),
        Block("text", "Systemet ska logga varje läsning.", "3.3.1", page=2),
    )


def test_lines_of_a_pdf_are_joined_and_page_heads_dropped() -> None:
    what = ["bygglov", "livsmedel", "serveringstillstånd", "hemtjänst"]
    pages = [
        ["Sjövalla kommun", f"{n}.1 Systemet ska kunna hantera {one}s-", "dokument för alla förvaltningar som",
         f"arbetar med {one} i sina IT-", f"system för {one}.", f"Sida {n} av 4"]
        for n, one in enumerate(what, 1)
    ]  # fmt: skip
    assert texts(files.pdf(*pages)) == [
        f"{n}.1 Systemet ska kunna hantera {one}sdokument för alla förvaltningar som arbetar med {one} i sina"
        f" IT-system för {one}."
        for n, one in enumerate(what, 1)
    ]


def test_a_list_of_contents_in_text_is_not_read() -> None:
    contents = "Innehåll\n1 Inledning 2\n2 Krav på systemet 14\n\n"
    text = "1 Inledning\nVi köper ett system som ska hålla.\nSe sidan ....... 4"
    assert texts((contents + text).encode()) == ["1 Inledning", "Vi köper ett system som ska hålla."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_whatever_it_was_saved_as(encoding: str) -> None:
    assert texts("Systemet ska klara å, ä och ö – även ”citat”.".encode(encoding)) == [
        "Systemet ska klara å, ä och ö – även ”citat”."
    ]


def test_a_name_says_nothing_and_the_first_bytes_do() -> None:
    assert texts(b"\n" + files.pdf(PAGE))[0] == "3.2 Inloggning"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


# By name: the bytes themselves differ from run to run.
CANNOT = {
    "nothing": (b"", "empty"),
    "blank lines": (b" \n\r\n", "empty"),
    "word without text": (files.word(), "no_text"),
    "spreadsheet": (files.packed({"xl/workbook.xml": b"<workbook/>"}), "other_kind"),
    "open document": (files.packed({"content.xml": b"<office/>"}), "other_kind"),
    "rich text": (b"{\\rtf1 Systemet ska logga.}", "other_kind"),
    "web page": (b"<!DOCTYPE html><html><p>Systemet ska logga.", "other_kind"),
    "any bytes": (bytes(range(256)) * 20, "other_kind"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"0" * 200, "image"),
    "old word": (OLE + "WordDocument".encode("utf-16-le"), "old_word"),
    "word with password": (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "old spreadsheet": (OLE + "Workbook".encode("utf-16-le"), "other_kind"),
    "pdf of nothing": (b"%PDF-1.7\nnothing of the kind", "broken"),
    "zip cut short": (b"PK\x03\x04 and no more", "broken"),
    "word cut short": (files.packed({"word/document.xml": b"<w:document"}), "broken"),
    "scanned pdf": (files.scanned(), "scanned"),
    "pdf with password": (files.locked(files.pdf(PAGE)), "password"),
    "empty pages": (files.pdf([]), "no_text"),
}


@pytest.mark.parametrize("what", CANNOT)
def test_what_cannot_be_read_is_refused_with_the_reason(what: str) -> None:
    content, code = CANNOT[what]
    assert refused(content) == code


def test_a_pdf_of_500_pages_is_read_and_one_of_501_is_not() -> None:
    assert len(reading.read(files.pdf(*[["Systemet ska logga varje läsning."]] * 500))) > 0
    assert refused(files.pdf(*[["Systemet ska logga varje läsning."]] * 501)) == "too_many_pages"


def test_more_text_than_the_pages_would_hold_is_refused_in_every_format() -> None:
    few = Limits(characters=1_000)
    sentence = "Systemet ska logga varje läsning. "
    for content in (
        sentence.encode() * 40,
        files.word(*[("Normal", sentence)] * 40),
        files.pdf(*[[sentence] * 20] * 2),
    ):
        assert reading.read(content)
        assert refused(content, few) == "too_long"


def test_a_file_above_the_limit_is_refused_unread() -> None:
    assert refused(b"a" * 101, Limits(size=100)) == "too_large"


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = files.packed({"word/document.xml": b" " * 60_000_000})
    assert len(bomb) < 100_000 and refused(bomb) == "unpacks"
    assert refused(files.packed({"word/document.xml": b"<a/>", "word/media/big": b"\0" * 60_000_000})) == "unpacks"


def test_a_zip_bomb_that_lies_about_its_size_is_broken_and_no_bigger_than_it_said() -> None:
    honest = files.packed({"word/document.xml": b" " * 3_000_000})
    lying = honest.replace((3_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    assert lying != honest and refused(lying) == "broken"


def test_a_part_is_read_no_longer_than_it_may_be() -> None:
    content = files.word(("Normal", "Systemet ska logga varje läsning."))
    assert reading.read(content) and refused(content, Limits(unpacked_part=1_000)) == "unpacks"


def test_a_file_of_many_parts_is_refused() -> None:
    many = files.packed({f"word/{n}.xml": b"" for n in range(20)})
    assert refused(many, Limits(parts=10)) == "unpacks"


BILLION = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]>'
FETCHING = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("declared", [BILLION, FETCHING, '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd">'])
def test_xml_that_declares_anything_is_refused(declared: str) -> None:
    assert refused(files.word_xml("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", declared)) == "declares"


def test_xml_that_is_nested_without_end_is_refused() -> None:
    assert refused(files.word_xml("<w:p>" * 5_000 + "</w:p>" * 5_000)) == "unpacks"
