"""The ZIP of a whole set."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import date

import pytest

from procurement.export import archive

ON = date(2026, 11, 23)


def opened(*files: tuple[str, bytes]) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(archive.archive(files, ON)))


def test_the_files_come_out_as_they_went_in() -> None:
    packed = opened(("Bilaga 1 Kravspecifikation.pdf", b"ett"), ("Bilaga 4 Utvärdering.docx", b"tre"))
    assert packed.read("Bilaga 1 Kravspecifikation.pdf") == b"ett"
    assert packed.read("Bilaga 4 Utvärdering.docx") == b"tre"
    assert packed.testzip() is None


def test_the_manifest_gives_each_files_sum() -> None:
    lines = opened(("Värden.pdf", b"ett")).read("MANIFEST.txt").decode().splitlines()
    assert lines == [f"{hashlib.sha256(b'ett').hexdigest()}  Värden.pdf"]


def test_the_same_files_and_day_give_the_same_bytes() -> None:
    files = [("a.pdf", b"a" * 1000), ("b.pdf", b"b")]
    assert archive.archive(files, ON) == archive.archive(files, ON)
    assert {entry.date_time for entry in opened(*files).infolist()} == {(2026, 11, 23, 12, 0, 0)}


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("Bilaga 1 Kravspecifikation.pdf", "Bilaga 1 Kravspecifikation.pdf"),
        ("../../etc/passwd", "etc-passwd"),
        ("/etc/passwd", "etc-passwd"),
        ("C:\\windows\\x.pdf", "C-windows-x.pdf"),
        ("rad\nbryt\x00<b>?.pdf", "rad-bryt--b.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("", "dokument"),
        ("...", "dokument"),
        (".pdf", "dokument.pdf"),
        ("CON.pdf", "CON-.pdf"),
        ("å" * 300 + ".docx", "å" * 100 + ".docx"),
        ("O\u0308l.pdf", "Öl.pdf"),
    ],
)
def test_names_are_safe_to_unpack_anywhere(given: str, safe: str) -> None:
    assert archive.safe_name(given) == safe


def test_no_file_replaces_another_or_the_manifest() -> None:
    packed = opened(("A.pdf", b"1"), ("a.pdf", b"2"), ("x/a.pdf", b"3"), ("manifest.txt", b"4"))
    assert packed.namelist() == ["A.pdf", "a (2).pdf", "x-a.pdf", "manifest (2).txt", "MANIFEST.txt"]
    assert len(packed.read("MANIFEST.txt").decode().splitlines()) == 4
