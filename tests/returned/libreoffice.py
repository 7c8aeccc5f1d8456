"""LibreOffice Writer, driven by a macro in a profile of its own: what a colleague does there, done for real."""

import os
import signal
import subprocess
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

MACRO = Path(__file__).with_name("libreoffice.bas")
KINDS = ("saved", "again", "word", "split", "deletion", "struck", "move", "settled", "comment", "tracked")
# Far more than it takes: a macro that does not compile waits for a button that nobody can press.
SECONDS = 300

LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Edits"/></library:library>
"""
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Edits" script:language="StarBasic">{}
</script:module>
"""


def edited(program: str, folder: Path, sent: bytes, clauses: Iterable[tuple[str, str, str]]) -> dict[str, bytes]:
    """Kind of change → the file with every clause changed so, as LibreOffice has saved it.

    A clause is told by its id, by what its first own paragraph says and by what its last paragraph says.
    """
    (folder / "sent.docx").write_bytes(sent)
    (folder / "clauses.txt").write_text("".join("\t".join(one) + "\n" for one in clauses), encoding="utf-8")
    profile = folder / "profile"
    # It makes the profile by itself, and would write over a macro that is there before.
    _run(program, profile, "--terminate_after_init")
    basic = profile / "user" / "basic" / "Standard"
    (basic / "script.xlb").write_text(LIBRARY, encoding="utf-8")
    (basic / "Edits.xba").write_text(MODULE.format(escape(MACRO.read_text(encoding="utf-8"))), encoding="utf-8")
    _run(program, profile, f"macro:///Standard.Edits.Main({folder})")
    log = folder / "log.txt"
    told = log.read_text(encoding="utf-8") if log.exists() else "The macro was never begun."
    assert told.split() == list(KINDS), told
    return {kind: (folder / f"{kind}.docx").read_bytes() for kind in KINDS}


def _run(program: str, profile: Path, *arguments: str) -> None:
    options = ("--headless", "--norestore", "--nologo", f"-env:UserInstallation={profile.as_uri()}")
    started = subprocess.Popen(
        [program, *options, *arguments],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        started.wait(SECONDS)
    except subprocess.TimeoutExpired:
        # What was started is a script that starts a program that starts another.
        os.killpg(started.pid, signal.SIGKILL)
        started.wait()
