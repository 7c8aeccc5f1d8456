"""Files that Microsoft Word has saved, by two reviewers on a Mac, on Windows and on the web, are read whole."""

from collections import Counter

import pytest

from procurement.domain.returned import Comment, Reading, compare
from procurement.domain.returned.reading import before, now
from procurement.intake import returned
from tests.returned.saved import saved_by_word, with_clauses, with_tags, words_in

A, B = "Reviewer A", "Reviewer B"
# The agreement's sections as if they were clauses, from their headings to their last words.
CLAUSES = {
    "PC-TERM-01": ("1. Term", "until the Completion Date"),
    "PC-DUTY-02": ("2. Consultant Obligations", "information security policy"),
    "PC-REPORT-03": ("3. Reporting", "monthly progress report"),
    "PC-FEE-04": ("4. Fees", "Discovery"),
    "PC-LIABLE-05": ("5. Liability", "gross negligence"),
    "PC-END-06": ("6. Termination", "sixty days"),
}
BODIES = {
    "PC-FEE-04": ["Fees are payable within thirty days of receipt of a valid invoice."],
    "PC-DUTY-02": [
        "The Consultant shall:",
        "Attend a monthly steering meeting with the Client.",
        "Maintain professional indemnity insurance of at least EUR 1,000,000.",
        "Comply with the Client's information security policy.",
    ],
}


def words_of(reading: Reading) -> Counter[str]:
    lines = (*(line for control in reading.controls for line in control.lines), *reading.outside)
    return Counter(word for line in lines for word in "".join(run.text for run in line.runs).split())


@pytest.mark.parametrize("name", ["reviewed", "windows", "mac", "web"])
def test_every_word_is_read_once(name: str) -> None:
    content = saved_by_word(name)
    assert words_of(returned.read(content)) == words_in(content)


def test_with_every_change_undone_a_reviewed_file_says_what_was_sent() -> None:
    sent, came = returned.read(saved_by_word("sent")), returned.read(saved_by_word("reviewed"))
    assert before(came.outside) == now(sent.outside) and len(now(sent.outside)) > 20
    marked = {(run.mark, run.by) for line in came.outside for run in line.runs if run.mark}
    # What A has put in and B has struck out again stood there neither before nor now.
    assert marked == {("new", A), ("gone", A), ("new", B), ("gone", B), ("passing", B)}


def test_what_two_have_done_in_word_is_understood_clause_by_clause() -> None:
    sent, came = (returned.read(with_clauses(saved_by_word(name), CLAUSES)) for name in ("sent", "reviewed"))
    found = compare(sent, came, BODIES)
    clauses = {clause.clause: clause for clause in found.clauses}
    assert list(clauses) == list(CLAUSES)
    # A range that was moved, one sentence rewritten. Bold and justified letters are the same words.
    assert {id for id, clause in clauses.items() if clause.happened == "changed"} == {"PC-DUTY-02", "PC-FEE-04"}
    assert not any(clause.beside or clause.is_overtaken for clause in found.clauses)
    assert clauses["PC-FEE-04"].words == (
        "Fees are payable within forty-five days of receipt of a valid invoice."
        " The Client may withhold disputed amount.",
    )
    at = {A: "2026-09-29T14:25:00Z", B: "2026-09-29T14:28:00Z"}
    assert [(run.mark, run.text, run.by, run.at) for run in clauses["PC-FEE-04"].tracked] == [
        ("new", "forty-five", A, at[A]),
        ("gone", "thirty", A, at[A]),
        ("new", " The Client may withhold ", A, at[A]),
        ("passing", "any ", B, at[B]),
        ("new", "disputed amount.", A, at[A]),
    ]
    sent_duties = BODIES["PC-DUTY-02"]
    assert clauses["PC-DUTY-02"].words == (sent_duties[0], sent_duties[3], *sent_duties[1:3])
    assert [(run.mark, run.text) for run in clauses["PC-DUTY-02"].tracked] == [
        ("new", sent_duties[3]),
        ("gone", sent_duties[3]),
    ]
    # The header, and a note of the text outside the clauses; with who has changed them.
    assert [line.text for line in found.outside if line.is_new] == [
        "Consulting Services Agreement - Draft 4",
        "Company details are taken from the public register on 15 September 2026.",
    ]
    assert {(run.mark, run.text, run.by) for run in found.tracked} == {
        ("new", "4", A), ("gone", "3", A), ("new", "15", B), ("gone", "1", B),
    }  # fmt: skip


def test_the_comments_of_word_are_the_clauses_with_answers_and_what_is_settled() -> None:
    came = returned.read(with_clauses(saved_by_word("reviewed"), CLAUSES))
    remarks = {control.clause: control.comments for control in came.controls if control.comments}
    assert remarks == {
        "PC-TERM-01": (
            Comment("Completion Date is not defined.", A, "2026-09-29T14:24:00Z", "Completion Date"),
            Comment("Agreed. Add it to Schedule 1.", B, "2026-09-29T14:27:00Z", "Completion Date"),
        ),
        "PC-FEE-04": (
            Comment("Check this against the approved budget.", A, "2026-09-29T14:25:00Z", "EUR 12,000", True),
        ),
    }


@pytest.mark.parametrize(("name", "remarks"), [("windows", 1), ("mac", 1), ("web", 3)])
def test_comments_are_read_whichever_word_has_written_them(name: str, remarks: int) -> None:
    found = returned.read(saved_by_word(name)).comments
    assert len(found) == remarks
    assert all(one.text.startswith("Synthetic review") and one.by.startswith("Evidence") for one in found)
    assert all(one.at[:2] == "20" and one.about.startswith("Review") for one in found)


def test_words_own_controls_are_clauses_where_they_have_our_tags() -> None:
    content, tags = with_tags(saved_by_word("controls"))
    reading = returned.read(content)
    assert [control.clause for control in reading.controls] == tags and len(tags) > 1_800
    assert {control.digest for control in reading.controls} == {"0123456789ab"}
    assert sum(bool(now(control.lines)) for control in reading.controls) > 1_700
    # Pictures are said to be there; the number of the page, which Word has counted, is no text.
    assert words_of(reading) == words_in(content) + Counter({"[bild]": 3}) - Counter("1")
