"""manage.py tender: everything from a brief in a file, to the letter, or nothing."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from procurement import content
from procurement.domain.document import Gap
from procurement.domain.library import BrokenLibrary, Problem
from procurement.domain.review import Finding
from procurement.export import press
from procurement.services import tender
from tests.opening.files import attached

BRIEFS = sorted((content.FIXTURES / "briefs").glob("*.yaml"))
BYGGLOV = content.FIXTURES / "briefs" / "bygglov.yaml"
DAY = "2026-11-23"


@dataclass(frozen=True)
class Ran:
    """How a run ended, and what it said."""

    status: int
    out: str
    err: str


def run(brief: Path, folder: Path, *options: str, day: str = DAY) -> Ran:
    out, err = io.StringIO(), io.StringIO()
    status = 0
    try:
        call_command("tender", str(brief), "--out", str(folder), "--date", day, *options, stdout=out, stderr=err)
    except SystemExit as ended:
        status = int(ended.code or 0)
    return Ran(status, out.getvalue(), err.getvalue())


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def summary_in(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    return read


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What earlier tests have made is not there."""
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path / "var")


@pytest.fixture
def brief(tmp_path: Path) -> Iterator[Path]:
    """A brief to change."""
    path = tmp_path / "brief.yaml"
    shutil.copy(BYGGLOV, path)
    yield path


@pytest.mark.parametrize("path", BRIEFS, ids=lambda path: path.stem)
def test_a_brief_becomes_every_document_and_a_summary(path: Path, tmp_path: Path) -> None:
    ran = run(path, tmp_path / "out", "--formats", "html")
    assert (ran.status, ran.err) == (0, "")
    written = names(tmp_path / "out")
    assert "summary.json" in written and len(written) > 1
    listed = summary_in(tmp_path / "out")["files"]
    assert [row["name"] for row in listed] == [name for name in written if name != "summary.json"]
    for row in listed:
        assert row["sha256"] == hashlib.sha256((tmp_path / "out" / row["name"]).read_bytes()).hexdigest()


def test_pdf_word_and_spreadsheet_are_what_one_gets_without_asking(tmp_path: Path) -> None:
    ran = run(content.FIXTURES / "briefs" / "oppna-data.yaml", tmp_path / "out")
    assert ran.status == 0
    written = names(tmp_path / "out")
    data = ["krav-UTKAST.csv", "ocds.json", "summary.json", "svar.json"]
    stems = {Path(name).stem for name in written if name not in data}
    filled_in = "1-krav-och-villkor-UTKAST.xlsx"
    papers = [f"{stem}.{ending}" for stem in stems for ending in ("pdf", "docx")]
    assert written == sorted([*papers, filled_in, *data])
    digests = {row["name"]: row["sha256"] for row in summary_in(tmp_path / "out")["files"]}
    for path in (tmp_path / "out").glob("*.pdf"):
        # With the answers in it: all of them only where the paper is the buyer's own.
        assert attached(path.read_bytes())[0] == ("svar.json" if "INTERNT" in path.name else "svar-i-handlingen.json")
        assert hashlib.sha256(path.read_bytes()).hexdigest() == digests[path.name]
    for path in (tmp_path / "out").glob("*.docx"):
        with zipfile.ZipFile(path) as parts:
            assert "UTKAST" in parts.read("word/header1.xml").decode()


def test_open_data_and_answers_are_written_with_the_whole(tmp_path: Path) -> None:
    run(BYGGLOV, tmp_path / "out", "--formats", "html")
    [release] = json.loads((tmp_path / "out" / "ocds.json").read_text(encoding="utf-8"))["releases"]
    handed_out = [name for name in names(tmp_path / "out") if re.match(r"[1-6]-.*\.html|krav-UTKAST\.csv", name)]
    assert [one["id"] for one in release["tender"]["documents"]] == handed_out
    # The answers can be given again, and lead to the same.
    run(tmp_path / "out" / "svar.json", tmp_path / "again", "--formats", "html")
    for name in names(tmp_path / "out"):
        assert (tmp_path / "again" / name).read_bytes() == (tmp_path / "out" / name).read_bytes(), name


def test_a_registered_prefix_comes_from_the_settings(tmp_path: Path, settings: Any) -> None:
    settings.OCDS_PREFIX = "ocds-a1b2c3"
    run(BYGGLOV, tmp_path / "out", "--formats", "html")
    [release] = json.loads((tmp_path / "out" / "ocds.json").read_text(encoding="utf-8"))["releases"]
    assert release["ocid"] == "ocds-a1b2c3-2120009999-SBN-2026-00412"


def test_a_draft_is_marked_in_the_text_and_in_the_name(tmp_path: Path) -> None:
    run(BYGGLOV, tmp_path / "out", "--formats", "html")
    pages = list((tmp_path / "out").glob("*.html"))
    assert pages and all("UTKAST" in path.name and "UTKAST" in path.read_text(encoding="utf-8") for path in pages)


def test_the_same_brief_and_day_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(BYGGLOV, tmp_path / "one", "--formats", "html,xlsx")
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path / "var2")
    run(BYGGLOV, tmp_path / "two", "--formats", "html,xlsx")
    assert names(tmp_path / "one") == names(tmp_path / "two")
    for name in names(tmp_path / "one"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_one_changed_answer_makes_only_the_documents_it_touches(
    brief: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    render = press.FORMATS["html"]
    monkeypatch.setitem(press.FORMATS, "html", lambda document: made.append(document.key) or render(document))
    run(brief, tmp_path / "out", "--formats", "html")
    whole = list(made)
    made.clear()
    run(brief, tmp_path / "out", "--formats", "html")
    assert made == []
    brief.write_text(BYGGLOV.read_text(encoding="utf-8").replace("price_weight: 40", "price_weight: 41"))
    assert run(brief, tmp_path / "out", "--formats", "html").status == 0
    assert "evaluation" in made and "requirements" not in made
    assert len(whole) == 9


# With --final


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is missing and nothing is in the way."""
    monkeypatch.setattr(tender, "obstacles", lambda found: ())


def test_a_final_set_may_carry_the_number_of_an_edition(tmp_path: Path) -> None:
    options = ("--formats", "html", "--final", "--edition", "3")
    assert run(BYGGLOV, tmp_path / "out", *options).status == 0
    for path in (tmp_path / "out").glob("*.html"):
        assert path.stem.endswith("-utgava-3") and "UTGÅVA\u00a03" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("options", [("--edition", "1"), ("--edition", "-1", "--final")])
def test_a_draft_is_no_edition(tmp_path: Path, options: tuple[str, ...]) -> None:
    ran = run(BYGGLOV, tmp_path / "out", "--formats", "html", *options)
    assert ran.status == 2 and "--edition" in ran.err and not (tmp_path / "out").exists()


def test_final_documents_are_not_marked(tmp_path: Path, ready: None) -> None:
    assert run(BYGGLOV, tmp_path / "out", "--formats", "html", "--final").status == 0
    pages = list((tmp_path / "out").glob("*.html"))
    assert pages and not any("UTKAST" in path.name or "UTKAST" in path.read_text(encoding="utf-8") for path in pages)


def test_a_missing_answer_stops_the_final_documents(brief: Path, tmp_path: Path) -> None:
    text = BYGGLOV.read_text(encoding="utf-8").replace("contract_start: 2027-03-01\n", "")
    brief.write_text(text, encoding="utf-8")
    ran = run(brief, tmp_path / "out", "--final")
    assert ran.status == 3
    assert "contract_start: " in ran.err
    assert not (tmp_path / "out").exists()
    # As a draft the same brief is written, with its gap.
    assert run(brief, tmp_path / "out", "--formats", "html").status == 0


def test_a_stopping_finding_stops_the_final_documents(brief: Path, tmp_path: Path) -> None:
    brief.write_text(BYGGLOV.read_text(encoding="utf-8") + "\nbudget_sek: 1\n", encoding="utf-8")
    ran = run(brief, tmp_path / "out", "--final")
    assert ran.status == 3
    assert "budget_sek: " in ran.err
    assert not (tmp_path / "out").exists()


def test_a_day_without_a_threshold_stops_the_final_documents(tmp_path: Path) -> None:
    ran = run(BYGGLOV, tmp_path / "out", "--final", day="2035-01-01")
    assert ran.status == 3
    assert "tröskelvärde" in ran.err


def test_a_gap_that_no_finding_speaks_of_is_an_obstacle_too() -> None:
    found = tender.read(BYGGLOV.read_text(encoding="utf-8"), on=date(2026, 11, 23), draft=False)
    stop = Finding("missing", "stop", "Svar saknas: Problemet", "problem")
    gaps = (Gap("problem", "problemet"), Gap("licence", "licensen"), Gap("licence", "licensen"))
    document = replace(found.documents[0], facts=(("X", gaps),), blocks=())
    listed = tender.obstacles(replace(found, findings=(stop,), documents=(document,)))
    assert listed == (stop, Finding("missing", "stop", "[licensen – svar saknas]", "licence"))


# What is refused


def test_one_lot_is_written_as_a_set_of_its_own(tmp_path: Path) -> None:
    ran = run(content.FIXTURES / "briefs" / "skolplattform.yaml", tmp_path / "out", "--formats", "html", "--lot", "2")
    assert (ran.status, ran.err) == (0, "")
    written = names(tmp_path / "out")
    assert len(written) == 8 and all(name.startswith("delkontrakt-2-") for name in written if name != "summary.json")
    assert [row["name"] for row in summary_in(tmp_path / "out")["files"]] == written[:-1]


def test_a_lot_that_is_not_there_is_refused(tmp_path: Path) -> None:
    school, permits = content.FIXTURES / "briefs" / "skolplattform.yaml", BYGGLOV
    assert refused(school, tmp_path / "out", "--lot", "9") == ["--lot: väntade ett av delkontrakten 1–5, fann 9"]
    [line] = refused(permits, tmp_path / "out", "--lot", "1")
    assert line.startswith("--lot: väntade en upphandling som är delad")


def refused(brief: Path, folder: Path, *options: str, day: str = DAY) -> list[str]:
    """The lines said, when the run was refused and wrote nothing."""
    before = set(brief.parent.rglob("*")) | set(folder.parent.rglob("*"))
    ran = run(brief, folder, *options, day=day)
    assert (ran.status, ran.out) == (2, "")
    assert set(brief.parent.rglob("*")) | set(folder.parent.rglob("*")) == before
    return ran.err.splitlines()


def test_every_fault_of_a_brief_is_said_with_path_expected_and_found(brief: Path, tmp_path: Path) -> None:
    brief.write_text("title: 12\nnonsense: 1\nmodules: [{key: a, cost_sek: många}]\n", encoding="utf-8")
    lines = refused(brief, tmp_path / "out")
    assert [line.partition(":")[0] for line in lines] == ["title", "nonsense", "modules[0].cost_sek"]
    assert all(", fann " in line and ": väntade " in line for line in lines)


def test_faults_of_the_command_and_of_the_brief_are_said_together(brief: Path, tmp_path: Path) -> None:
    brief.write_text("title: 12\n", encoding="utf-8")
    (tmp_path / "file").write_text("")
    lines = refused(brief, tmp_path / "file", "--formats", "pdf,odg,", day="i morgon")
    assert [line.partition(":")[0] for line in lines] == ["--formats", "--formats", "--date", "--out", "title"]


@pytest.mark.parametrize("day", ["2026-02-30", "20261123", "2026-W48-1", "23 november"])
def test_a_date_that_is_none_is_refused(tmp_path: Path, day: str) -> None:
    assert refused(BYGGLOV, tmp_path / "out", day=day) == [f"--date: väntade ett datum som 2026-11-23, fann ”{day}”"]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    [line] = refused(tmp_path / "none.yaml", tmp_path / "out")
    assert line.endswith("none.yaml: väntade en fil att läsa, fann ingen fil")
    [line] = refused(tmp_path, tmp_path / "out")
    assert line.endswith("väntade en fil att läsa, fann en mapp")


def test_a_file_that_is_not_utf8_is_refused(brief: Path, tmp_path: Path) -> None:
    brief.write_bytes("title: Sjövalla".encode("latin-1"))
    [line] = refused(brief, tmp_path / "out")
    assert line.endswith("brief.yaml: väntade text i UTF-8, fann byten 0xf6 på plats 9")


def test_an_empty_file_is_refused(brief: Path, tmp_path: Path) -> None:
    brief.write_text("", encoding="utf-8")
    assert len(refused(brief, tmp_path / "out")) == 1


def test_a_folder_within_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    [line] = refused(BYGGLOV, tmp_path / "file" / "out")
    assert line.startswith("--out: väntade en mapp, fann filen ")


def test_a_broken_library_says_so_with_file_and_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise BrokenLibrary([Problem("library/plan.yaml", 3, "okänd nyckel", "ta bort den")])

    monkeypatch.setattr(content, "library", broken)
    with pytest.raises(CommandError, match=r"library/plan\.yaml:3: okänd nyckel – ta bort den"):
        run(BYGGLOV, tmp_path / "out")


# Whole or not at all


def test_nothing_is_left_half_done(tmp_path: Path) -> None:
    # A folder stands where the summary, the last file, is to be.
    (tmp_path / "files" / "summary.json" / "x").mkdir(parents=True)
    ran = run(BYGGLOV, tmp_path / "files", "--formats", "html")
    assert ran.status == 2 and ran.err.startswith("--out: ")
    assert names(tmp_path / "files") == ["summary.json"]


def test_a_document_that_cannot_be_made_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(document: object) -> bytes:
        raise OSError("cannot load library 'libpango'")

    monkeypatch.setitem(press.FORMATS, "html", fail)
    with pytest.raises(CommandError, match=r"dokumenten gick inte att skapa: .*libpango"):
        run(BYGGLOV, tmp_path / "out", "--formats", "html")
    assert not (tmp_path / "out").exists()


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "anteckningar.txt").write_text("mina")
    assert run(BYGGLOV, tmp_path / "out", "--formats", "html").status == 0
    assert (tmp_path / "out" / "anteckningar.txt").read_text() == "mina"


# What is said on the way


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_is_told_of_each_document(tmp_path: Path) -> None:
    out, err = io.StringIO(), Terminal()
    options = ["--out", str(tmp_path / "out"), "--formats", "html", "--date", DAY]
    call_command("tender", str(BYGGLOV), *options, stdout=out, stderr=err, no_color=True)
    lines = err.getvalue().splitlines()
    assert lines[0].startswith(f"1 av {len(lines)}: Bilaga 1 – ")
    assert len(lines) == len(list((tmp_path / "out").glob("*.html")))


def test_it_needs_no_database(tmp_path: Path) -> None:
    """As it is run: in a process of its own, with a database that does not answer."""
    command = [sys.executable, "manage.py", "tender", str(BYGGLOV), "--out", str(tmp_path / "out"), "--formats", "html"]
    ended = subprocess.run(
        command,
        cwd=content.FIXTURES.parent,
        env={
            "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
            "SECRET_KEY": "only for this test",
            "VAR_DIR": str(tmp_path / "var"),
            "PATH": "",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "summary.json" in names(tmp_path / "out")
