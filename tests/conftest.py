"""What every test can ask for."""

import os
import shutil
from pathlib import Path

import pytest

BROWSER_TESTS = Path(__file__).parent / "browser"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in tests/browser is a browser test, without having to say so."""
    for item in items:
        if item.path.is_relative_to(BROWSER_TESTS):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a real Chromium. Without one the test is left out, or fails where that must not pass unseen."""
    path = shutil.which(os.environ.get("CHROMIUM") or "chromium")
    if path:
        return path
    message = "No Chromium. Install the system's package chromium, or set CHROMIUM to the path of one."
    if os.environ.get("REQUIRE_BROWSER"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def libreoffice() -> str:
    """The path of a real LibreOffice, with Writer. Without one it is as for Chromium."""
    path = shutil.which(os.environ.get("SOFFICE") or "soffice")
    if path:
        return path
    message = "No LibreOffice. Install the system's package libreoffice-writer, or set SOFFICE to the path of one."
    if os.environ.get("REQUIRE_LIBREOFFICE"):
        pytest.fail(message)
    pytest.skip(message)
