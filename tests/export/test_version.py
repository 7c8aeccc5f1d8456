"""What makes a file another file."""

from __future__ import annotations

import dataclasses

import pytest

from procurement.export import version
from tests.export.sample import DOCUMENT


def test_the_same_document_has_the_same_key() -> None:
    assert version.key(DOCUMENT) == version.key(dataclasses.replace(DOCUMENT))


def test_a_document_that_says_another_thing_has_another_key() -> None:
    assert version.key(DOCUMENT) != version.key(dataclasses.replace(DOCUMENT, draft=not DOCUMENT.draft))


def test_another_look_is_another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = version.key(DOCUMENT)
    monkeypatch.setattr(version, "version", lambda: "another stylesheet")
    assert version.key(DOCUMENT) != before


def test_the_version_takes_in_code_templates_styles_and_fonts() -> None:
    names = {path.name for path in version._files()}
    assert {
        "html.py",
        "setting.py",
        "body.py",
        "page.html",
        "styles.xml",
        "print.css",
        "running.css",
        "SourceSerifPro-Regular.ttf",
    } <= names
