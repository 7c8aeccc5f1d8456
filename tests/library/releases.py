"""Earlier releases of the library, as drafts that were begun with them keep them."""

import zipfile
from functools import cache
from pathlib import Path

from procurement.domain import library_reader
from procurement.domain.library import Library

FOLDER = Path(__file__).parent / "released"
FIRST = "2026.11"


@cache
def files(version: str) -> dict[str, str]:
    """The texts of the release, by path."""
    with zipfile.ZipFile(FOLDER / f"{version}.zip") as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


@cache
def release(version: str) -> Library:
    return library_reader.read_release(files(version))
