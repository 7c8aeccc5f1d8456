"""Old requirements are matched to the library as well as the docs say, measured on requirements labelled by hand."""

import re
from pathlib import Path

import pytest
import yaml

from procurement import content
from procurement.domain.inspection.matching import Matcher

LABELLED = yaml.safe_load(Path(__file__).with_name("labelled.yaml").read_text(encoding="utf-8"))
DOCS = Path(__file__).parents[2] / "docs" / "inspection.md"
ROWS = {"tuned": "Tuned on", "held_out": "Held out"}


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(content.library(), content.old_tenders().synonyms)


def measured(matcher: Matcher, part: str) -> tuple[int, float, float]:
    """How many requirements, precision and recall."""
    right = wrong = left_out = 0
    for label, text in LABELLED[part]:
        expected = label if label in content.library().clauses else None
        found = matcher.match(text)
        named = found.clause if found else None
        right += named is not None and named == expected
        wrong += named is not None and named != expected
        left_out += expected is not None and named != expected
    return len(LABELLED[part]), right / (right + wrong), right / (right + left_out)


def test_there_are_enough_labelled_requirements() -> None:
    labels = [label for part in LABELLED.values() for label, _ in part]
    assert len(labels) >= 60 and sum(label == "none" for label in labels) >= 20


@pytest.mark.parametrize("part", ROWS)
def test_the_matching_is_as_good_as_the_docs_say(matcher: Matcher, part: str) -> None:
    row = re.search(rf"^\| {ROWS[part]} \| (\d+) \| ([\d.]+) \| ([\d.]+) \|$", DOCS.read_text(encoding="utf-8"), re.M)
    count, precision, recall = measured(matcher, part)
    assert row and row[1] == str(count)
    # A clause added to the library moves both a little.
    assert precision >= float(row[2]) - 0.1 and recall >= float(row[3]) - 0.1, f"{precision:.2f} {recall:.2f}"


def test_the_same_text_gets_the_same_answer_and_the_reason_for_it(matcher: Matcher) -> None:
    text = "Källkoden ska publiceras öppet i ett publikt kodförråd."
    assert matcher.match(text) == matcher.match(text)
    found = matcher.match(text)
    assert found and found.clause == "PC-CODE-01" and {"källkod", "kodförråd"} <= set(found.shared)


def test_one_word_in_common_is_no_match(matcher: Matcher) -> None:
    assert matcher.match("Källkod.") is None and matcher.match("") is None


def test_a_clause_that_the_library_lacks_is_never_named(matcher: Matcher) -> None:
    without = Matcher(content.library(), {"PC-NONE-01": ["rollbaserad behörighetsstyrning i systemet"]})
    assert without.match("Rollbaserad behörighetsstyrning.") is None


def test_every_clause_that_the_lists_name_is_in_the_library_or_on_its_way() -> None:
    """An area that the plan does not have yet may be written about; a clause of one that it has must be there."""
    library, lists = content.library(), content.old_tenders()
    named = {*lists.synonyms, *(id for sign in (*lists.lock_in, *lists.obsolete) for id in sign.instead)}
    there = {clause.rsplit("-", 1)[0] for clause in library.clauses}
    assert not {id for id in named if id.rsplit("-", 1)[0] in there} - set(library.clauses)
