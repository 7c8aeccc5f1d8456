"""A file from outside read in a process of its own, which may take so long and so much memory and no more.

The process is started anew for each file, with an empty environment: it knows no database and no secret. The file
goes in where a program reads, the report comes out where a program writes, as JSON and never as objects: what took
over that process could say something untrue about the file, and nothing else.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .limits import DEFAULT, LOGO, TEMPLATE, WAITED_FOR, Limits, Unreadable

ROOT = Path(__file__).resolve().parents[2]
REPORT_BYTES = 30_000_000
SAID_BYTES = 4_000

Report = dict[str, Any]


class Failed(Exception):
    """The process ended without an answer; the message is what it said before."""


def inspected(content: bytes, limits: Limits = DEFAULT) -> Report:
    """The report on an old tender. Raises Unreadable for a file that cannot be read, Failed for a fault of ours."""
    return _asked("inspect", content, limits)


def read_returned(content: bytes, limits: Limits = WAITED_FOR) -> Report:
    """What a Word file of ours that has come back says (`domain.returned.from_plain`). Raises as `inspected`."""
    return _asked("returned", content, limits)


def read_logo(content: bytes, limits: Limits = LOGO) -> Report:
    """What a logo is: its kind, its data, its width and height. Raises as `inspected`."""
    return _asked("logo", content, limits)


def read_template(content: bytes, limits: Limits = TEMPLATE) -> Report:
    """The styles of a Word template, its theme's colours and fonts, its usual table style. Raises as `inspected`."""
    return _asked("template", content, limits)


def read_carried(content: bytes, limits: Limits = WAITED_FOR) -> Report:
    """What a PDF of ours has taken along: the `name` and the `text` of its file of answers. Raises as `inspected`."""
    return _asked("carried", content, limits)


def _asked(what: str, content: bytes, limits: Limits) -> Report:
    if len(content) > limits.size:
        raise Unreadable("too_large")
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "procurement.intake", what, json.dumps(asdict(limits))],
            stdin=subprocess.PIPE, stdout=answer, stderr=said, cwd=ROOT, env={"PYTHONUTF8": "1"},
            # Ctrl-C reaches the whole group: whether this is to be finished is for the one who asked to say.
            start_new_session=True,
        )  # fmt: skip
        try:
            process.communicate(content, timeout=limits.seconds)
        except subprocess.TimeoutExpired as error:
            raise Unreadable("too_slow") from error
        finally:
            process.kill()
            process.wait()
        if process.returncode:
            raise Failed(f"the process ended with {process.returncode}: {_last(said)}")
        return _answer(answer.seek(0) or answer.read(REPORT_BYTES))


def _answer(written: bytes) -> Report:
    try:
        found = json.loads(written)
    except ValueError as error:
        raise Failed("the process gave no answer that can be read") from error
    if "unreadable" in found:
        raise Unreadable(str(found["unreadable"]))
    report: Report = found["report"]
    return report


def _last(said: Any) -> str:
    said.seek(max(0, said.seek(0, 2) - SAID_BYTES))
    return str(said.read().decode(errors="replace"))
