"""What a file is made from: the document and everything here that decides how it looks.

Two files with the same key are the same, so a file that has been made once need not be made again.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version as installed
from pathlib import Path

from procurement.domain.document import Document
from procurement.export import fonts, html, phrases

PACKAGES = (
    *("Django", "fonttools", "lxml", "pydyf", "python-docx", "resvg-py", "tinycss2", "tinyhtml5", "weasyprint"),
    *("pikepdf", "pillow", "xlsxwriter"),
)
PROCUREMENT = html.ROOT / "procurement"


def key(document: Document) -> str:
    """The name of the document's files, whatever their format: another word or another look is another key."""
    return hashlib.sha256(f"{version()} {phrases.writable(document).digest()}".encode()).hexdigest()


@cache
def version() -> str:
    """SHA-256 over the exporters, their templates and styles, the fonts and the packages that they lean on."""
    parts = hashlib.sha256()
    for path in _files():
        content = path.read_bytes()
        parts.update(f"{path.name} {len(content)}\n".encode() + content)
    for package in PACKAGES:
        parts.update(f"{package} {installed(package)}\n".encode())
    return parts.hexdigest()


def _files() -> list[Path]:
    """In an order that is the same on every machine."""
    exporters = (PROCUREMENT / "export").rglob("*.py")
    templates = (path for path in (html.ROOT / "templates" / "document").rglob("*") if path.is_file())
    styles = (html.STYLESHEETS / name for name in ("document.css", "print.css", "running.css"))
    # Of the domain: the tree as such, and how the formats write a date.
    domain = (
        PROCUREMENT / "domain" / name for name in ("document.py", "drawing.py", "look.py", "sheets.py", "swedish.py")
    )
    return [*sorted(exporters), *sorted(templates), *styles, *domain, *fonts.font_files().values()]
