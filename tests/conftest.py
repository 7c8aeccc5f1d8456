"""What every test can ask for."""

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.utils import timezone

BROWSER_TESTS = Path(__file__).parent / "browser"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in tests/browser is a browser test, without having to say so."""
    for item in items:
        if item.path.is_relative_to(BROWSER_TESTS):
            item.add_marker("browser")


@pytest.fixture(scope="session", autouse=True)
def today() -> Iterator[None]:
    """The site's clock starts at nine on the day that the demo briefs are written for: next year they are too late."""
    really, nine = timezone.now, datetime(2026, 11, 23, 9, tzinfo=timezone.get_default_timezone())
    begun = really()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: nine + (really() - begun))
        yield


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
