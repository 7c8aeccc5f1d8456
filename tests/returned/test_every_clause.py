"""Every clause of the library is sent out, changed in every way, and understood when it comes back."""

import pytest

from procurement.domain.document import clause_ids
from procurement.domain.returned import Returned
from tests.returned import editing
from tests.returned.editing import Edit, Word
from tests.returned.leaving import PRINTED, sent


def changed_all(edit: Edit) -> dict[str, tuple[Returned, list[str]]]:
    """Every clause after the change, done to all of a document's clauses at once, with its own paragraphs before."""
    found: dict[str, tuple[Returned, list[str]]] = {}
    for one in set(sent().values()):
        own = [id for id in clause_ids(one.document) if one.bodies.get(id)]
        comparison = one.back(*((edit, id) for id in own))
        assert not (comparison.outside or comparison.twice or comparison.unknown)
        found |= {clause.clause: (clause, one.bodies[clause.clause]) for clause in comparison.clauses}
    assert set(found) >= set(PRINTED)
    return found


def test_every_clause_that_is_printed_leaves_and_comes_back_as_it_was() -> None:
    assert set(sent()) >= set(PRINTED)
    for one in set(sent().values()):
        found = one.back()
        assert all(clause.happened == "same" and not clause.is_overtaken for clause in found.clauses)
        assert not (found.outside or found.comments or found.twice or found.unknown)
        # Nothing of the clause's own is taken for what surrounds it.
        assert all("".join(one.bodies[c.clause]) == "".join(c.words) for c in found.clauses if one.bodies[c.clause])


def test_one_change_changes_one_clause() -> None:
    one = sent()["PC-CODE-02"]
    found = one.back((editing.one_word, "PC-CODE-02"))
    assert [clause.clause for clause in found.clauses if clause.happened != "same"] == ["PC-CODE-02"]


def test_a_word_put_in_is_seen_whether_it_was_tracked_or_not() -> None:
    tracked = changed_all(editing.word_put_in)
    for id, (untracked, _) in changed_all(editing.one_word).items():
        same = tracked[id][0]
        assert untracked.happened == same.happened == "changed", id
        assert untracked.words == same.words and " alltid " in untracked.words[0], id
        assert [s.text for s in untracked.stretches if s.kind != "same"] == ["alltid"], id
        assert not (untracked.tracked or untracked.beside or same.beside), id
        (run,) = same.tracked
        assert (run.mark, run.text, run.by, run.at) == ("new", "alltid ", "Jurist Ek", "2026-11-20T09:30:00Z")


def test_a_word_struck_out_is_gone_and_known_by_whom() -> None:
    for id, (found, body) in changed_all(editing.word_struck_out).items():
        first = body[0].split()[0]
        assert found.happened == "changed" and not found.words[0].startswith(first + " "), id
        assert [(run.mark, run.text, run.by) for run in found.tracked] == [("gone", first + " ", "Jurist Ek")], id


def test_a_paragraph_parted_in_two_is_still_the_clauses_own() -> None:
    for id, (found, body) in changed_all(editing.parted).items():
        assert found.happened == "changed" and len(found.words) == len(body) + 1, id
        assert " ".join(found.words) == " ".join(body) and not found.beside, id


@pytest.mark.parametrize("edit", [editing.runs_parted, editing.moved, editing.control_lost, editing.left_its_control])
def test_what_a_program_does_by_itself_and_a_clause_that_has_moved_change_nothing(edit: Edit) -> None:
    assert {id for id, (found, _) in changed_all(edit).items() if found.happened != "same"} == set()


@pytest.mark.parametrize("edit", [editing.removed, editing.all_struck_out])
def test_a_clause_that_is_gone_is_said_to_be_removed(edit: Edit) -> None:
    assert {found.happened for found, _ in changed_all(edit).values()} == {"removed"}


def test_a_comment_is_the_clauses_with_what_it_is_about() -> None:
    for id, (found, body) in changed_all(editing.remarked).items():
        assert found.happened == "same", id
        (comment,) = found.comments
        assert (comment.text, comment.by) == ("Är det här proportionerligt? Hör med IT.", "Jurist Ek")
        assert comment.about == body[0][:300].strip(), id


def test_what_is_changed_in_the_header_is_listed_and_what_a_page_is_numbered_is_not() -> None:
    one = sent()["PC-CODE-02"]
    word = Word(one.file)
    header, footer = "word/header1.xml", "word/footer1.xml"
    word.parts[header] = word.parts[header].replace("Särskilda kontraktsvillkor".encode(), b"Avtal")
    word.parts[footer] = word.parts[footer].replace(b">1<", b">17<")
    # As a program writes them that has other pages of its own.
    word.parts["word/header2.xml"] = word.parts[header]
    gone, new = one.against(word.saved()).outside
    assert not gone.is_new and "Särskilda kontraktsvillkor" in gone.text
    assert new.is_new and new.text == gone.text.replace("Särskilda kontraktsvillkor", "Avtal")


@pytest.mark.parametrize("edit", [editing.footnote_rewritten, editing.footnote_removed])
def test_a_footnote_that_has_changed_is_said_and_is_no_part_of_the_clauses_own_words(edit: Edit) -> None:
    found = changed_all(edit)
    opened = [(Word(one.file), one) for one in set(sent().values())]
    leaning = {id for word, one in opened for id in clause_ids(one.document) if one.bodies.get(id) and word.note(id)}
    assert len(leaning) > 50
    for id, (clause, body) in found.items():
        assert clause.happened == "same" and list(clause.words) == body, id
        said = {kind: " ".join(part.text for part in clause.beside if part.kind == kind) for kind in ("new", "gone")}
        if id not in leaning:
            assert not clause.beside, id
        elif edit is editing.footnote_removed:
            assert said["gone"].strip().startswith("Stöd:") and not said["new"], id
        else:
            assert "RF" in said["new"], id
