"""A PDF of ours is opened again by the answers in it; one that is not, or that was made to do harm, is refused."""

import zlib
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from procurement.domain import assemble
from procurement.domain.brief import MAX_BYTES, Refused
from procurement.domain.carried import takes_all
from procurement.domain.facts import derive
from procurement.intake import apart, carried
from procurement.intake.limits import DEFAULT, MESSAGES, Limits, Unreadable
from procurement.services import opening
from tests.domain.given import AMOUNTS, DAY, LIBRARY
from tests.export.annexes import BRIEFS, brief_of
from tests.inspection import files as others
from tests.opening.files import attached, sent, with_file, with_root

MEGABYTE = b" " * 1_000_000


@pytest.mark.parametrize("name", BRIEFS)
def test_from_brief_to_papers_and_back_it_is_the_same_brief(name: str) -> None:
    brief = brief_of(name)
    papers = assemble.documents(brief, LIBRARY, derive(brief, LIBRARY, AMOUNTS, DAY), draft=False)
    own, *more = [sent(brief, paper) for paper in papers if takes_all(paper)]
    assert opening.opened(own) == opening.Opened(brief, is_whole=True)
    assert {carried.read(paper, DEFAULT)["text"] for paper in more} == {carried.read(own, DEFAULT)["text"]}


def test_a_paper_for_others_opens_with_what_it_says_and_says_that_it_is_not_all() -> None:
    brief = brief_of("skolplattform")
    papers = assemble.documents(brief, LIBRARY, derive(brief, LIBRARY, AMOUNTS, DAY), draft=False)
    found = opening.opened(sent(brief, papers[0]))
    assert not found.is_whole
    assert found.brief["problem"] == brief["problem"] and found.brief["user_groups"] == brief["user_groups"]
    assert "budget_sek" not in found.brief


def test_the_answers_alone_are_opened_as_before() -> None:
    assert opening.opened(b"\xef\xbb\xbftitle: Bygglov\n") == opening.Opened({"title": "Bygglov", "format": 1}, True)
    with pytest.raises(Refused, match="UTF-8"):
        opening.opened(b"\xff\xfe\x00")


def test_a_file_that_another_program_has_saved_anew_still_has_its_answers() -> None:
    content = sent({"title": "Bygglov"})
    with pikepdf.open(others.BytesIO(content)) as pdf:
        saved = others.written(
            pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate, recompress_flate=True,
            encryption=pikepdf.Encryption(user="", owner="only for changing"),
        )  # fmt: skip
    assert carried.read(saved, DEFAULT) == carried.read(content, DEFAULT)


def test_answers_that_do_not_hold_together_are_refused_with_every_fault() -> None:
    with pytest.raises(Refused) as refused:
        opening.opened(with_file(b'{"title": 5, "hemlig": "x"}'))
    assert [fault.path for fault in refused.value.faults] == ["title", "hemlig"]
    with pytest.raises(Refused):
        opening.opened(with_file(b"%PDF-1.7 and so on"))


def packed(content: bytes, times: int = 1) -> bytes:
    packer = zlib.compressobj()
    return b"".join([*(packer.compress(content) for _ in range(times)), packer.flush()])


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a PDF without answers": (lambda: others.pdf(["Systemet ska logga."]), "no_answers"),
    "a file of another name": (lambda: with_file(b"{}", name="faktura.xml"), "no_answers"),
    "a file for something else": (lambda: with_file(b"{}", relationship=Name.Alternative), "no_answers"),
    "what is not text": (lambda: with_file(b"\xff\xfe\x00"), "no_answers"),
    "what is too much": (lambda: with_file(b" " * (MAX_BYTES + 1)), "unpacks"),
    "what grows without end": (lambda: with_file(packed(MEGABYTE, 10), Filter=Name.FlateDecode), "unpacks"),
    "what grows twice": (
        lambda: with_file(packed(packed(MEGABYTE, 10)), Filter=Array([Name.FlateDecode, Name.FlateDecode])),
        "no_answers",
    ),
    "what is packed in another way": (lambda: with_file(b"{}>", Filter=Name.ASCIIHexDecode), "no_answers"),
    "what is packed by a predictor": (
        lambda: with_file(packed(b"{}"), Filter=Name.FlateDecode, DecodeParms=Dictionary(Predictor=12, Columns=9)),
        "no_answers",
    ),
    "what is not packed at all": (lambda: with_file(b"no zlib here", Filter=Name.FlateDecode), "broken"),
    "files that are no list": (lambda: with_root(AF=Dictionary(F="svar.json")), "no_answers"),
    "files that are no files": (lambda: with_root(AF=Array([1, Name.Source, Array([])])), "no_answers"),
    "a file that is not there": (
        lambda: with_root(AF=Array([Dictionary(UF="svar.json", AFRelationship=Name.Source)])), "broken",
    ),
    "a file that is a number": (
        lambda: with_root(AF=Array([Dictionary(UF="svar.json", AFRelationship=Name.Source, EF=Dictionary(F=1))])),
        "broken",
    ),
    "a PDF with a password": (lambda: others.locked(sent({"title": "Bygglov"})), "password"),
    "a PDF that ends too soon": (lambda: sent({"title": "Bygglov"})[:60], "broken"),
    "a PDF of nothing": (lambda: b"%PDF-1.7\nnothing of the kind", "broken"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_answers_of_ours_is_refused_and_says_what_to_do(what: str) -> None:
    make, code = HOSTILE[what]
    with pytest.raises(Unreadable, match=f"^{code}$"):
        carried.read(make(), DEFAULT)
    assert MESSAGES[code]


def test_each_of_them_is_refused_by_the_process_too() -> None:
    """A few of all: what is refused inside is told outside."""
    for what in ("a PDF without answers", "a PDF with a password"):
        make, code = HOSTILE[what]
        with pytest.raises(Unreadable, match=f"^{code}$"):
            apart.read_carried(make())


def test_what_grows_without_end_is_unpacked_no_further_than_a_brief_is_long() -> None:
    """Unpacked whole it would be more than the process may have."""
    bomb = with_file(packed(MEGABYTE, 400), Filter=Name.FlateDecode)
    with pytest.raises(Unreadable, match=r"^unpacks$"):
        apart.read_carried(bomb, Limits(seconds=20, megabytes=300))


def test_a_reader_that_takes_too_much_is_stopped() -> None:
    """The objects of a PDF may be packed too, and its reader unpacks them before we have a say."""
    harmless, bomb = others.packed_objects(1_000_000), others.packed_objects(400_000_000)
    assert len(bomb) < DEFAULT.size
    with pytest.raises(Unreadable, match=r"^no_answers$"):
        apart.read_carried(harmless, Limits(seconds=20, megabytes=300))
    # How far it comes before there is no more memory differs; that it comes no further does not.
    with pytest.raises(Unreadable, match=r"^(too_much|broken)$"):
        apart.read_carried(bomb, Limits(seconds=20, megabytes=300))


def test_a_file_that_is_too_large_is_never_looked_into() -> None:
    with pytest.raises(Unreadable, match=r"^too_large$"):
        apart.read_carried(sent({"title": "Bygglov"}), Limits(size=10))
    with pytest.raises(Unreadable, match=r"^too_large$"):
        carried.read(sent({"title": "Bygglov"}), Limits(size=10))


def test_what_we_send_is_what_another_reader_finds() -> None:
    content = sent({"title": "Bygglov"})
    assert attached(content) == ("svar.json", b'{\n  "format": 1,\n  "title": "Bygglov"\n}\n')
    assert others.is_read_by_others(content)
