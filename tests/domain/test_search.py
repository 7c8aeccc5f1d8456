"""Search in Swedish: what is found, what is not, and what is shown of it."""

import pytest

from procurement import content
from procurement.domain import search
from procurement.domain.search import Field, Index

INDEX = Index(
    [
        ("A-01", [Field("Öppen licens på källkoden", 8), Field("Koden publiceras. En licens väljs före start.", 4)]),
        ("A-02", [Field("Kvittens", 8), Field("Leverantören svarar på supportärenden inom två dagar.", 4)]),
        ("A-03", [Field("Vite", 8), Field("Vite betalas per dag.", 4), Field("A-03 LOU 17 kap. 1 §", 3, False)]),
    ]
)


def ids(query: str, index: Index = INDEX) -> list[str]:
    return [hit.id for hit in index.find(query)]


@pytest.mark.parametrize("form", ["licens", "licensen", "licenser", "licensernas", "LICENS"])
def test_an_inflected_form_is_found(form: str) -> None:
    assert ids(form) == ["A-01"]


@pytest.mark.parametrize("query", ["ärende", "support", "supportärende"])
def test_a_compound_is_found_by_either_part(query: str) -> None:
    assert ids(query) == ["A-02"]


def test_a_compound_that_nobody_has_written_is_found_by_its_parts() -> None:
    assert ids("källkodslicensen") == ["A-01"]


def test_a_noun_finds_its_verb() -> None:
    assert ids("publicering") == ["A-01"]


def test_every_word_must_be_there_and_common_words_do_not_count() -> None:
    assert ids("vite per dag") == ["A-03"]
    assert ids("en licens för koden") == ["A-01"]


def test_when_no_entry_has_every_word_those_with_the_most_are_shown() -> None:
    assert ids("licens källkod blockkedja") == ["A-01"]


def test_an_id_and_a_section_of_law_are_found_and_never_quoted() -> None:
    assert ids("a-03") == ["A-03"] and ids("LOU 17 kap.") == ["A-03"]
    assert "".join(piece.text for piece in INDEX.find("LOU")[0].excerpt) == "Vite"


@pytest.mark.parametrize("query", ["", "  ", "§", "blockkedja", "x" * 5_000, "*", "(", "\\", "åäö"])
def test_nothing_is_found_for_what_is_not_there(query: str) -> None:
    assert ids(query) == []


def test_a_title_weighs_more_than_a_text() -> None:
    index = Index([("B", [Field("Annat", 8), Field("Vite.", 4)]), ("C", [Field("Vite", 8), Field("Annat.", 4)])])
    assert ids("viten", index) == ["C", "B"]


def test_the_sentence_with_the_match_is_shown_with_the_match_marked() -> None:
    (hit,) = INDEX.find("supportärendet")
    assert [(p.text, p.matched) for p in hit.excerpt] == [
        ("Leverantören svarar på ", False),
        ("supportärenden", True),
        (" inom två dagar.", False),
    ]


def test_marking_changes_no_character() -> None:
    text = "Licens, licensen (licenser): «licens-id» – slut"
    assert "".join(piece.text for piece in search.marked(text, frozenset({"licens"}))) == text


# What people write who look for a clause, and one that they should find among the first three.
@pytest.mark.parametrize(
    ("query", "clause"),
    [
        ("licensen", "PC-LIC-01"),
        ("publicerar kod", "PC-CODE-02"),
        ("personuppgiftsbiträde", "PC-PUB-03"),
        ("inloggningar", "PC-FED-01"),
        ("användartester", "PC-USER-02"),
        ("delkontrakten", "PC-SMALL-04"),
        ("standarder", "PC-STD-01"),
        ("avsteget", "PC-OPT-01"),
        ("driftsättning trettio minuter", "PC-CD-01"),
        ("första leverans", "PC-FIRST-01"),
        ("PC-API-03", "PC-API-03"),
    ],
)
def test_a_clause_is_found_among_the_first_three(query: str, clause: str) -> None:
    assert clause in ids(query, content.catalogue().index)[:3]
