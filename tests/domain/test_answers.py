"""An answer as it reads in a sentence, and what stands where there is none."""

import pytest

from procurement.domain.answers import gap, in_words, slot
from procurement.domain.document import Gap, Text
from procurement.domain.questions import Choice, Question, Value
from procurement.domain.swedish import NBSP
from tests.domain.given import LIBRARY, facts

COLOURS = (Choice("red", "Röd", "rött"), Choice("blue", "Blå", "blått"), Choice("green", "Grön", "grönt"))


@pytest.mark.parametrize(
    ("question", "value", "expected"),
    [
        (Question("k", "text", "?"), "en text", "en text"),
        (Question("k", "long_text", "?"), "{{ x }}", "{{ x }}"),
        (Question("k", "kronor", "?"), 1_200_000, "1 200 000 kr"),
        (Question("k", "percent", "?"), 99.5, "99,5 %"),
        (Question("k", "integer", "?"), 1_000, "1 000"),
        (Question("k", "decimal", "?"), 0.5, "0,5"),
        (Question("k", "date", "?"), "2027-03-01", "1 mars 2027"),
        (Question("k", "yes_no", "?"), True, "ja"),
        (Question("k", "yes_no", "?"), False, "nej"),
        (Question("k", "choice", "?", choices=COLOURS), "red", "rött"),
        (Question("k", "choice", "?", choices=(Choice(3, "Nivå 3", "3"),)), 3, "3"),
        (Question("k", "choices", "?", choices=COLOURS), ["red", "blue", "green"], "rött, blått och grönt"),
        (Question("k", "list", "?"), ["a", "b"], "a och b"),
        (Question("k", "rows", "?"), [{"a": 1}], "en rad"),
        (Question("k", "rows", "?"), [{"a": 1}, {"a": 2}], "två rader"),
        (Question("k", "group", "?"), {"a": "x", "b": "y"}, "x, y"),
    ],
)
def test_each_kind_of_answer_in_words(question: Question, value: Value, expected: str) -> None:
    assert in_words(question, value).replace(NBSP, " ") == expected


def test_a_slot_is_the_answer_as_plain_text() -> None:
    found = facts(first_need="<b>{title}</b>", system_kind="new")
    assert slot("first_need", LIBRARY, found) == (Text("<b>{title}</b>"),)


def test_a_slot_is_the_default_where_nothing_is_answered() -> None:
    assert slot("first_delivery_days", LIBRARY, facts()) == (Text("30"),)


def test_a_slot_without_answer_is_a_gap_that_says_what_is_missing() -> None:
    assert slot("contract_start", LIBRARY, facts()) == (Gap("contract_start", LIBRARY.questions["contract_start"].gap),)


def test_an_answer_that_is_no_longer_asked_for_is_a_gap() -> None:
    found = facts(data_class="open", federations=["own"])
    assert isinstance(slot("federations", LIBRARY, found)[0], Gap)


def test_facts_are_written_out_too() -> None:
    found = facts(budget_sek=12_000_000)
    words = {key: slot(key, LIBRARY, found) for key in ("total_sek", "threshold_sek", "cap", "lot_count")}
    assert {key: inline.text.replace(NBSP, " ") for key, (inline,) in words.items() if isinstance(inline, Text)} == {
        "total_sek": "12 000 000 kr",
        "threshold_sek": "2 451 816 kr",
        "cap": "10 000 000 kr",
        # Two that fill the cap, and the review, which those who build may not have.
        "lot_count": "tre",
    }


@pytest.mark.parametrize("key", ["total_sek", "threshold_sek", "lot_count"])
def test_a_fact_that_is_unknown_is_a_gap_that_leads_to_the_budget(key: str) -> None:
    (found,) = slot(key, LIBRARY, facts(authority={"name": "x"}))
    assert isinstance(found, Gap) and found.key == "budget_sek" and "_" not in found.label


@pytest.mark.parametrize("key", LIBRARY.questions)
def test_every_question_can_be_a_gap(key: str) -> None:
    found = gap(key, LIBRARY)
    assert (found.key == key and found.label and found.label[0].islower()) or found.label.startswith(("AI", "API"))
