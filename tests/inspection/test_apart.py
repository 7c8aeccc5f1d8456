"""Reading takes place in a process of its own: what happens there stays there, and only a report comes back."""

import os
import sys

import pytest

from procurement.domain.document import Clause, Document, Paragraph, Text
from procurement.domain.returned import from_plain
from procurement.domain.returned.reading import now
from procurement.export import docx
from procurement.intake import apart
from procurement.intake.limits import Limits, Unreadable
from tests.domain.given import DAY
from tests.inspection import files


def test_a_report_comes_back_as_plain_data() -> None:
    report = apart.inspected(files.TENDER.encode())
    assert report["counts"]["requirements"] == 31
    assert report["brief"]["values"]["term_months"] == 48


def test_what_cannot_be_read_says_so_from_in_there() -> None:
    with pytest.raises(Unreadable, match="password"):
        apart.inspected(files.locked(files.pdf(["Systemet ska logga varje läsning."])))


def test_a_file_above_the_limit_never_comes_so_far() -> None:
    with pytest.raises(Unreadable, match="too_large"):
        apart.inspected(b"a" * 11, Limits(size=10))


def test_one_that_takes_too_long_is_ended() -> None:
    with pytest.raises(Unreadable, match="too_slow"):
        apart.inspected(files.TENDER.encode(), Limits(seconds=0.01))


def test_one_that_takes_too_much_memory_is_refused_it() -> None:
    with pytest.raises(Unreadable, match="too_much"):
        apart.inspected(files.TENDER.encode() * 5_000, Limits(megabytes=120, characters=10**9))


def test_the_process_knows_no_secret_and_can_open_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    """A stand-in for a reader that has been taken over: it looks for the environment, a file and a network."""
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody:secret@localhost/kravbyggaren")
    spy = (
        "import json, os, socket, sys; sys.argv[1] = sys.argv[1]\n"
        "from procurement.intake import reading\n"
        "def spy(content, limits):\n"
        "    found = ['DATABASE_URL' in os.environ]\n"
        "    for act in (lambda: open('/etc/hostname'), socket.socket):\n"
        "        try: act(); found.append(True)\n"
        "        except OSError: found.append(False)\n"
        "    raise SystemExit(json.dumps(found))\n"
        "reading.read = spy\n"
        "import procurement.intake.__main__\n"
    )
    whole = apart.subprocess.Popen

    def spied(command: list[str], **options: object) -> object:
        return whole([sys.executable, "-c", spy, *command[-2:]], **options)

    monkeypatch.setattr(apart.subprocess, "Popen", spied)
    with pytest.raises(apart.Failed, match=r"\[false, false, false\]"):
        apart.inspected(b"Systemet ska logga.")
    assert "DATABASE_URL" in os.environ


def test_one_that_dies_leaves_the_worker_standing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = apart.subprocess.Popen
    dying = [sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"]
    monkeypatch.setattr(apart.subprocess, "Popen", lambda command, **options: whole(dying, **options))
    with pytest.raises(apart.Failed, match="-9"):
        apart.inspected(b"Systemet ska logga.")


def test_an_answer_that_is_no_report_is_a_fault_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = apart.subprocess.Popen
    silent = [sys.executable, "-c", ""]
    monkeypatch.setattr(apart.subprocess, "Popen", lambda command, **options: whole(silent, **options))
    with pytest.raises(apart.Failed, match="no answer"):
        apart.inspected(b"Systemet ska logga.")


def test_a_file_that_has_come_back_is_read_in_the_same_way() -> None:
    sent = docx.render(Document(
        key="contract_terms", label="Bilaga 2", title="Villkor", file_name="2", subject="Bygglov", authority="Sjövalla",
        reference="1", on=DAY, draft=True,
        blocks=(Clause("PC-CODE-02", "Publicering", (Paragraph((Text("Koden publiceras."),)),), "krav-1"),),
    ))  # fmt: skip
    (control,) = from_plain(apart.read_returned(sent)).controls
    assert (control.clause, now(control.lines)) == ("PC-CODE-02", ["PC-CODE-02 Publicering", "Koden publiceras."])
    with pytest.raises(Unreadable, match="other_kind"):
        apart.read_returned(files.TENDER.encode())
    with pytest.raises(Unreadable, match="too_large"):
        apart.read_returned(sent, Limits(size=10))
