"""The library as it is shown to everyone: conditions in words, what fills a text, and the whole as JSON."""

import dataclasses
import json
import re
from pathlib import Path

import pytest

from procurement import content
from procurement.domain import library_json, markup
from procurement.domain.catalogue import ANSWERS, Catalogue
from procurement.domain.conditions import holds
from procurement.domain.library import Clause, Release

CATALOGUE = content.catalogue()
LIBRARY = CATALOGUE.library
CLAUSES = list(LIBRARY.clauses.values())
DOCUMENTED = (Path(__file__).parents[2] / "docs/library-json.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.id)
def test_a_condition_is_said_in_the_words_of_questions_and_answers(clause: Clause) -> None:
    for condition in (clause.when, clause.softer_when):
        for terms in CATALOGUE.condition(condition):
            assert terms.question and terms.answers and all(terms.answers)
            assert not re.search(r"[a-z]_[a-z]|\b(True|False|any|not)\b", " ".join((terms.question, *terms.answers)))


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.id)
def test_every_slot_is_named_and_explained(clause: Clause) -> None:
    fillers = CATALOGUE.fillers(clause)
    assert {filler.key for filler in fillers} == clause.slots() | markup.slots(clause.check)
    assert all(filler.name and filler.question for filler in fillers)
    assert not re.search(r"[{}]", CATALOGUE.words(clause.text) + CATALOGUE.words(clause.softer))


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.id)
def test_a_text_can_be_written_down_and_read_again(clause: Clause) -> None:
    for template in (clause.text, clause.softer, clause.check):
        assert markup.source(markup.parse(markup.source(template))) == markup.source(template)


@pytest.mark.parametrize("key", ANSWERS)
def test_a_facet_holds_every_clause_that_the_answer_allows(key: str) -> None:
    for value, ids in CATALOGUE.facets[key].items():
        for clause in CLAUSES:
            if clause.id in ids:
                assert key not in clause.when or holds({key: clause.when[key]}, {key: value})


def test_every_clause_is_in_one_area_and_of_one_kind() -> None:
    for facet in ("area", "kind"):
        counted = [id for ids in CATALOGUE.facets[facet].values() for id in ids]
        assert sorted(counted) == sorted(LIBRARY.clauses)


def test_a_filler_tells_its_default_with_its_unit() -> None:
    fillers = {filler.key: filler for filler in CATALOGUE.fillers(LIBRARY.clauses["PC-CODE-02"])}
    assert fillers["publish_hours"].default == "24 timmar"


def test_the_history_of_a_clause_begins_where_it_came_in() -> None:
    for clause in CLAUSES:
        for first in CATALOGUE.history(clause)[-1:]:
            assert first.what in ("Ny", "Med från början")


def test_the_history_tells_the_latest_first() -> None:
    releases = (
        Release("2", "2027-01-01", "", changed={"PC-CODE-02": "Kortare."}, withdrawn={"PC-CODE-03": "Behövs inte."}),
        Release("1", "2026-01-01", "", clauses=("PC-CODE-02", "PC-CODE-03")),
    )
    catalogue = Catalogue(dataclasses.replace(LIBRARY, changelog=releases))
    told = [(e.version, e.what, e.why) for e in catalogue.history(LIBRARY.clauses["PC-CODE-02"])]
    assert told == [("2", "Ändrad", "Kortare."), ("1", "Med från början", "")]
    assert catalogue.history(LIBRARY.clauses["PC-CODE-03"])[0].what == "Återkallad"


def test_a_library_without_the_questions_of_the_facets_can_be_read() -> None:
    assert set(Catalogue(LIBRARY).facets) == {"principle", "area", "kind", *ANSWERS}


# The JSON, and the page that says what is in it


def section(title: str) -> set[str]:
    """The keys that the page lists under the heading."""
    text = DOCUMENTED.split(f"\n## {title}\n")[1].split("\n## ")[0]
    firsts = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    return {key for cell in firsts for key in re.findall(r"`(\w+)`", cell)}


def test_the_json_holds_every_clause_and_can_be_written() -> None:
    whole = json.loads(json.dumps(library_json.whole(LIBRARY)))
    assert [clause["id"] for clause in whole["clauses"]] == list(LIBRARY.clauses)
    assert len(whole["law"]) == len(LIBRARY.laws) and len(whole["questions"]) == len(LIBRARY.questions)
    assert f"| `schema` | {library_json.SCHEMA} |" in DOCUMENTED


@pytest.mark.parametrize(
    ("title", "key"),
    [("The whole", ""), ("A clause", "clauses"), ("A section of law", "law"),
     ("A question", "questions")],
)  # fmt: skip
def test_every_key_of_the_json_is_documented(title: str, key: str) -> None:
    whole = library_json.whole(LIBRARY)
    listed = [whole] if not key else whole[key]
    assert isinstance(listed, list)
    for one in listed:
        assert isinstance(one, dict)
        assert set(one) == section(title)


@pytest.mark.parametrize("key", ["principles", "areas", "acts", "deviation_reasons", "changelog"])
def test_the_keys_of_the_short_lists_are_documented(key: str) -> None:
    (line,) = [line for line in DOCUMENTED.splitlines() if line.startswith(f"| `{key}` |")]
    listed = library_json.whole(LIBRARY)[key]
    assert isinstance(listed, list) and listed
    for one in listed:
        assert isinstance(one, dict) and set(one) == set(re.findall(r"`(\w+)`", line.split("|")[2]))
