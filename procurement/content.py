"""The library and the thresholds that this installation uses."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from procurement.domain import library_reader, thresholds
from procurement.domain.library import Library
from procurement.domain.thresholds import Thresholds

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"


def library_files() -> dict[str, str]:
    """The texts of the library on disk, by path. They are what a release keeps."""
    paths = [FIXTURES / "law.yaml", *(FIXTURES / "library").rglob("*.yaml"), *(FIXTURES / "library").rglob("*.md")]
    return {path.relative_to(FIXTURES).as_posix(): path.read_text(encoding="utf-8") for path in sorted(paths)}


@cache
def library() -> Library:
    """The library on disk. Raises BrokenLibrary with every problem."""
    return library_reader.read(library_files())


@cache
def amounts() -> Thresholds:
    """The announced amounts. Law is never pinned to a draft: the newest table always counts."""
    return thresholds.parse((FIXTURES / "thresholds.yaml").read_text(encoding="utf-8"))
