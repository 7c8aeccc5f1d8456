"""Many files as one ZIP with a list of what is in it: the same files and day give the same bytes."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from datetime import date

MANIFEST = "MANIFEST.txt"
# In an OpenDocument file: what it is, to be read where it stands.
TYPE_OF_PACKAGE = "mimetype"


def archive(files: Sequence[tuple[str, bytes]], on: date) -> bytes:
    """The files under names that every system can unpack, each listed with its SHA-256 as `sha256sum -c` reads it."""
    named = list(zip(safe_names([name for name, _ in files]), (content for _, content in files), strict=True))
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in named]
    return pack([*named, (MANIFEST, "".join(lines).encode())], on)


def pack(entries: Sequence[tuple[str, bytes]], on: date) -> bytes:
    """A ZIP in the order given, with `on` as the time of every file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name, content in entries:
            entry = zipfile.ZipInfo(name, (max(on.year, 1980), on.month, on.day, 12, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if name == TYPE_OF_PACKAGE else zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, content)
    return target.getvalue()


def safe_names(names: Sequence[str]) -> list[str]:
    """Each name without folders, control characters and what Windows refuses, no two alike and none the manifest's."""
    taken, safe = {MANIFEST.casefold()}, []
    for name in names:
        candidate = safe_name(name)
        stem, dot, ending = candidate.rpartition(".")
        number = 2
        while candidate.casefold() in taken:
            candidate = f"{stem} ({number}).{ending}" if dot else f"{ending} ({number})"
            number += 1
        taken.add(candidate.casefold())
        safe.append(candidate)
    return safe


def safe_name(name: str) -> str:
    """One file name: Bilaga 1 Kravspecifikation.pdf stays; ../../etc/passwd becomes etc-passwd."""
    plain = unicodedata.normalize("NFC", name).encode("utf-8", "replace").decode()
    plain = "".join("-" if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") else c for c in plain)
    plain = re.sub(r'[<>:"/\\|?*]+', "-", plain)
    stem, dot, ending = plain.rpartition(".")
    if dot and re.fullmatch(r"[A-Za-z0-9]{1,5}", ending):
        stem, ending = stem.strip(" .-")[:100].rstrip(), f".{ending}"
    else:
        stem, ending = plain.strip(" .-")[:100].rstrip(), ""
    # Windows keeps these names for devices, whatever the ending.
    if re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", stem):
        stem = f"{stem}-"
    return (stem or "dokument") + ending
