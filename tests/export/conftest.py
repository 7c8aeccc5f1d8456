"""Each format of the sample, made once. The files stay where the printed path says, to be opened when a test fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from procurement.export import docx, html, pdf
from tests.export.sample import DOCUMENT


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("export")


@pytest.fixture(scope="session")
def rendered(folder: Path) -> tuple[Path, dict[str, int]]:
    content, pages = pdf.render_with_pages(DOCUMENT)
    path = folder / "sample.pdf"
    path.write_bytes(content)
    print(path)
    return path, pages


@pytest.fixture(scope="session")
def pdf_file(rendered: tuple[Path, dict[str, int]]) -> Path:
    return rendered[0]


@pytest.fixture(scope="session")
def pages(rendered: tuple[Path, dict[str, int]]) -> dict[str, int]:
    return rendered[1]


@pytest.fixture(scope="session")
def docx_file(folder: Path, pages: dict[str, int]) -> Path:
    path = folder / "sample.docx"
    path.write_bytes(docx.render(DOCUMENT, pages))
    print(path)
    return path


@pytest.fixture(scope="session")
def page() -> str:
    return html.page(DOCUMENT)
