"""Every clause of the library is sent out, changed in LibreOffice in every way, and understood when it comes back."""

from pathlib import Path

from procurement.domain.returned import NOTE, Comparison
from tests.returned.leaving import PRINTED, Sent, all_in_one
from tests.returned.libreoffice import KINDS, edited


def test_every_clause_is_understood_when_libreoffice_has_changed_and_saved_it(libreoffice: str, tmp_path: Path) -> None:
    """One test, since the program is started once for all of them."""
    sent = all_in_one()
    assert {control.clause for control in sent.reading.controls} >= set(PRINTED)
    clauses = [
        (control.clause, sent.bodies[control.clause][0], [line.now for line in control.lines if line.cell != NOTE][-1])
        for control in sent.reading.controls
    ]
    files = edited(libreoffice, tmp_path, sent.file, clauses)
    for kind in KINDS:
        found = sent.against(files[kind])
        assert not (found.outside or found.comments or found.twice or found.unknown), kind
        assert not any(one.beside or one.is_overtaken for one in found.clauses), kind
        assert {one.happened for one in found.clauses} == HAPPENED[kind], kind
        CHECKS[kind](sent, found)


def nothing(sent: Sent, found: Comparison) -> None:
    assert not any(one.tracked or one.comments for one in found.clauses)


def a_word(sent: Sent, found: Comparison) -> None:
    for one in found.clauses:
        assert [part.text for part in one.stretches if part.kind != "same"] == ["alltid"], one.clause


def all_struck_out(sent: Sent, found: Comparison) -> None:
    assert all({run.mark for run in one.tracked} <= {"gone"} for one in found.clauses)
    assert any(run.by == "Anna Ek" for one in found.clauses for run in one.tracked)


def parted(sent: Sent, found: Comparison) -> None:
    for one in found.clauses:
        body = sent.bodies[one.clause]
        assert len(one.words) == len(body) + 1 and " ".join(one.words) == " ".join(body), one.clause


def a_remark(sent: Sent, found: Comparison) -> None:
    for one in found.clauses:
        (comment,) = one.comments
        assert (comment.text, comment.by) == ("Är det här proportionerligt? Hör med IT.", "Anna Ek"), one.clause
        assert comment.at[:2] == "20"
        assert comment.about == sent.bodies[one.clause][0].split()[0], one.clause


def a_word_put_in_and_one_struck_out(sent: Sent, found: Comparison) -> None:
    for one in found.clauses:
        new, gone = one.tracked
        assert (new.text, new.mark, new.by, gone.mark, gone.by) == (" alltid", "new", "Anna Ek", "gone", "Anna Ek")
        assert sent.bodies[one.clause][0].endswith(gone.text) and new.at[:4] == gone.at[:4] != "", one.clause


HAPPENED = {kind: {"changed"} for kind in KINDS} | {
    "saved": {"same"}, "again": {"same"}, "move": {"same"}, "settled": {"same"}, "comment": {"same"},
    "deletion": {"removed"}, "struck": {"removed"},
}  # fmt: skip
CHECKS = {
    "saved": nothing, "again": nothing, "word": a_word, "split": parted, "deletion": nothing,
    "struck": all_struck_out, "move": nothing, "settled": nothing, "comment": a_remark,
    "tracked": a_word_put_in_and_one_struck_out,
}  # fmt: skip
