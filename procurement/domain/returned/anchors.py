"""What tells a clause in a Word file: its id, as it opens the name and the tag of its control, and its bookmark."""

from __future__ import annotations

import re

# PC-CODE-01, EGEN-01.
IDENTITY = re.compile(r"[A-ZÅÄÖ][A-ZÅÄÖ0-9]*(?:-[A-ZÅÄÖ0-9]+)+(?=\s|$)")
OPENING = "Klausul_"
# What LibreOffice adds to the name of a bookmark whose text was cut out and pasted, while a shell of it stayed.
COPY = re.compile(r"[ _][A-ZÅÄÖ][a-zåäö]+[ _]?\d*$")
# Word forgets a bookmark with a longer name.
LONGEST = 40


def bookmark(clause: str) -> str:
    """Word allows letters, digits and underscores in the name of a bookmark; no id has an underscore of its own."""
    return f"{OPENING}{clause.replace('-', '_')}"[:LONGEST]


def bookmarked(name: str) -> str:
    """The clause whose bookmark this is, or "" where it is no clause's."""
    clause = COPY.sub("", name.removeprefix(OPENING)).replace("_", "-")
    return clause if name.startswith(OPENING) and IDENTITY.fullmatch(clause) else ""
