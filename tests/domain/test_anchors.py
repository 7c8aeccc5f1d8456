"""What tells a clause in a Word file."""

import pytest

from procurement.domain.returned.anchors import bookmark, bookmarked


@pytest.mark.parametrize("clause", ["PC-CODE-02", "PC-A11Y-U", "EGEN-01", "ÅÄÖ-1"])
def test_a_bookmark_leads_back_to_its_clause(clause: str) -> None:
    assert bookmarked(bookmark(clause)) == clause
    for suffix in ("_Copy_1", " Copy 12", "_Kopia_2"):
        assert bookmarked(bookmark(clause) + suffix) == clause


@pytest.mark.parametrize("name", ["", "_Toc00000001", "Klausul_", "Klausul_x", "Klausul_PC", "PC_CODE_02"])
def test_another_bookmark_is_no_clause(name: str) -> None:
    assert bookmarked(name) == ""
