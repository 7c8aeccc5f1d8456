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
    return _program("Chromium", "chromium", "CHROMIUM", "chromium", "REQUIRE_BROWSER")


@pytest.fixture(scope="session")
def libreoffice() -> str:
    """The path of a real LibreOffice, with Writer. Without one it is as for Chromium."""
    return _program("LibreOffice", "soffice", "SOFFICE", "libreoffice-writer", "REQUIRE_LIBREOFFICE")


def _program(name: str, command: str, variable: str, package: str, required: str) -> str:
    path = shutil.which(os.environ.get(variable) or command)
    if path:
        return path
    message = f"No {name}. Install the system's package {package}, or set {variable} to the path of one."
    if os.environ.get(required):
        pytest.fail(message)
    pytest.skip(message)
