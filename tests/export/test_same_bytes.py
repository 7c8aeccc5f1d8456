"""The same document is the same file in every format, whoever makes it: an issued file can be made again."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

from procurement.domain.document import Document
from procurement.export import FORMATS, offered
from tests.export import annexes

PROJECT = Path(__file__).parents[2]
# Figures, tables and a calendar; and all there is to fill in.
CHOSEN = (("skolplattform", "lots"), ("oppna-data", "short_form"))
PROGRAM = "import json; from tests.export import test_same_bytes; print(json.dumps(test_same_bytes.digests()))"


def document(brief: str, key: str) -> Document:
    return next(one for one in annexes.documents(brief) if one.key == key)


def digests() -> dict[str, str]:
    made = [(f"{key}.{format}", format, document(brief, key)) for brief, key in CHOSEN for format in FORMATS]
    return {
        name: hashlib.sha256(FORMATS[format](one)).hexdigest()
        for name, format, one in made
        if format in offered(one, FORMATS)
    }


def test_every_format_gives_the_same_bytes_in_another_process() -> None:
    """With other hashes, in another time zone and another language."""
    surroundings = {
        "DJANGO_SETTINGS_MODULE": "procurement.settings",
        "LC_ALL": "C",
        "PATH": os.environ["PATH"],
        "PYTHONHASHSEED": "7",
        "PYTHONPATH": str(PROJECT),
        "SECRET_KEY": "only for this test",
        "TZ": "Asia/Tokyo",
        "VAR_DIR": os.environ.get("VAR_DIR", str(PROJECT / "var")),
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=surroundings, capture_output=True, text=True, cwd=PROJECT
    )
    assert done.returncode == 0, done.stderr
    made = digests()
    assert {name.rpartition(".")[2] for name in made} == set(FORMATS)
    assert made == json.loads(done.stdout)
