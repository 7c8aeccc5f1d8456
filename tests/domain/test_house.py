"""An authority's own clauses and wording, laid over the library: text with answers in it, and nothing else."""

from typing import Any

import pytest

from procurement.domain import assemble, house, markup, selection
from procurement.domain import brief as briefs
from procurement.domain import facts as deriving
from procurement.domain.answers import slot
from procurement.domain.document import Clause, Items, Paragraph, Row, Table, Text
from procurement.domain.library import Library
from tests.domain.given import AMOUNTS, DAY, LIBRARY, brief
from tests.library.releases import FIRST, release

CLAUSE = "PC-CODE-02"
OWN = {
    "id": "EGEN-01",
    "area": "code",
    "kind": "contract_term",
    "title": "Möte i kommunhuset",
    "text": "Leverantören ska möta beställaren i kommunhuset från {contract_start}.\n\nVarje månad.",
    "motive": "Vi vill ses.",
    "check": "Protokoll.",
    "law": ["LOU 17 kap. 1 §", "LOU 19 kap. 9 §"],
}
HOUSE: dict[str, Any] = {"wording": {CLAUSE: "Koden ska vara ute på {publish_hours} timmar."}, "clauses": [OWN]}
ANSWERS: dict[str, Any] = {
    "system_kind": "new",
    "data_class": "open",
    "budget_sek": 6_000_000,
    "contract_start": "2027-03-01",
    "award_basis": "price",
}


def chosen(library: Library, **more: Any) -> dict[str, selection.Selected]:
    given = brief(**ANSWERS | more)
    facts = deriving.derive(given, library, AMOUNTS, DAY)
    return {one.clause.id: one for one in selection.applicable(given, library, facts)}


def said(library: Library, identity: str, **more: Any) -> str:
    """The words of the clause in the documents; the title with them for one of their own."""
    given = brief(**ANSWERS | more)
    facts = deriving.derive(given, library, AMOUNTS, DAY)
    for document in assemble.documents(given, library, facts, draft=True):
        for block in document.blocks:
            match block:
                case Clause(clause_id, _, blocks) if clause_id == identity:
                    return words(blocks)
                case Table(rows=rows):
                    for row in rows:
                        if isinstance(row, Row) and row.clause == identity:
                            return " ".join(words(cell.blocks) for cell in row.cells)
    return ""


def words(blocks: Any) -> str:
    runs = [run for b in blocks for run in (b.items if isinstance(b, Items) else (b.inlines,)) if b]
    return " ".join("".join(part.text if isinstance(part, Text) else "[]" for part in run) for run in runs)


def test_an_empty_house_changes_nothing() -> None:
    assert house.with_house(LIBRARY, {}) is LIBRARY


def test_the_authoritys_wording_stands_for_ours_with_answers_in_it() -> None:
    library = house.with_house(LIBRARY, HOUSE)
    assert chosen(library)[CLAUSE].variant == "own"
    assert "Koden ska vara ute på 8 timmar." in said(library, CLAUSE, publish_hours=8)
    assert library.digest != LIBRARY.digest and LIBRARY.clauses[CLAUSE].text != library.clauses[CLAUSE].text
    assert library.clauses[CLAUSE].law == LIBRARY.clauses[CLAUSE].law


def test_a_drafts_own_words_go_before_the_authoritys() -> None:
    library = house.with_house(LIBRARY, HOUSE)
    assert "Bara här." in said(library, CLAUSE, wording={CLAUSE: "Bara här."})


def test_a_softer_choice_does_not_take_the_authoritys_words_away() -> None:
    assert "ute på 24" in said(house.with_house(LIBRARY, HOUSE), CLAUSE, softer=[CLAUSE])


def test_a_clause_of_their_own_stands_among_ours() -> None:
    library = house.with_house(LIBRARY, HOUSE)
    text = said(library, "EGEN-01")
    assert (
        "Leverantören ska möta beställaren i kommunhuset från 1\u00a0mars\u00a02027." in text and "Varje månad." in text
    )
    assert "LOU\u00a017\u00a0kap.\u00a01\u00a0§" in text and "19\u00a0kap." not in text, "only law that applies"
    assert chosen(library)["EGEN-01"].variant == "own"
    assert not said(LIBRARY, "EGEN-01")


@pytest.mark.parametrize("budget", [600_000, 1_500_000, 6_000_000])
@pytest.mark.parametrize("kind", ["requirement", "contract_term"])
def test_it_stands_whatever_the_value(kind: str, budget: int) -> None:
    library = house.with_house(LIBRARY, {"clauses": [OWN | {"kind": kind}]})
    assert "kommunhuset" in said(library, "EGEN-01", budget_sek=budget)


def test_it_stands_only_for_the_kinds_of_system_it_was_written_for() -> None:
    library = house.with_house(LIBRARY, {"clauses": [OWN | {"system_kinds": ["operations", "extend"]}]})
    assert "EGEN-01" not in chosen(library)
    assert "EGEN-01" in chosen(library, system_kind="extend")


def test_what_an_older_release_does_not_know_stops_nothing() -> None:
    library = house.with_house(
        release(FIRST),
        {
            "wording": {CLAUSE: "Vi {har_ingen_sadan} fråga.", "PC-NOPE-01": "Ingen."},
            "clauses": [OWN | {"area": "rymden", "law": ["LOU 99 kap. 1 §"]}],
        },
    )
    assert "Vi {har_ingen_sadan} fråga." in said(library, CLAUSE)
    assert library.clauses["EGEN-01"].law == () and "kommunhuset" in said(library, "EGEN-01")


@pytest.mark.parametrize("nasty", ["<b>x</b>", "{{ 7*7 }}", "**x** [a](b)", "# Rubrik", "{% debug %}", "${HOME} `id`"])
def test_everything_but_a_known_name_is_text(nasty: str) -> None:
    library = house.with_house(LIBRARY, {"wording": {CLAUSE: nasty}})
    blocks = markup.fill(
        library.clauses[CLAUSE].text, lambda key: slot(key, library, deriving.derive({}, library, AMOUNTS, DAY))
    )
    assert words(blocks) == nasty
    assert all(isinstance(block, Paragraph) for block in blocks)


def test_a_brief_carries_the_house_and_is_refused_when_it_names_what_is_not_there() -> None:
    taken = briefs.check(ANSWERS | {"house": HOUSE, "deviations": [{"clause": "EGEN-01"}]}, LIBRARY)
    assert taken["house"] == HOUSE
    assert briefs.parse(briefs.dump(taken), LIBRARY) == taken
    for wrong, path in (
        ({"wording": {"PC-NOPE-01": "x"}}, "house.wording.PC-NOPE-01"),
        ({"clauses": [OWN | {"id": "PC-CODE-02"}]}, "house.clauses[0].id"),
        ({"clauses": [OWN, OWN]}, "house.clauses[1].id"),
        ({"clauses": [OWN | {"area": "rymden"}]}, "house.clauses[0].area"),
        ({"clauses": [OWN | {"law": ["LOU 99 kap. 1 §"]}]}, "house.clauses[0].law"),
        ({"clauses": [OWN | {"system_kinds": ["rymd"]}]}, "house.clauses[0].system_kinds"),
        ({"clauses": [{key: value for key, value in OWN.items() if key != "text"}]}, "house.clauses[0].text"),
    ):
        with pytest.raises(briefs.Refused) as refused:
            briefs.check(ANSWERS | {"house": wrong}, LIBRARY)
        assert [fault.path for fault in refused.value.faults] == [path]


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("Senast {publish_hours} timmar.", False),
        ("Högst {cap}.", False),
        ("Senast {publish_hour} timmar.", True),
        ("Enligt {modules}.", True),
        ("Loggar i {log_years} år.", True),
        ("En ensam { klammer.", True),
        ("{Publish}", True),
    ],
)
def test_one_who_writes_hears_of_names_that_no_answer_takes_the_place_of(text: str, is_wrong: bool) -> None:
    standing = house.clause(OWN | {"system_kinds": ["new"]}, LIBRARY)
    where = standing if "log_years" not in text else LIBRARY.clauses["PC-LIC-02"]
    from dataclasses import replace

    where = replace(where, when={"data_class": "open"})
    assert bool(list(house.faults_in(text, "text", where, LIBRARY))) is is_wrong


def test_our_text_can_be_written_on_from_and_gives_itself_back() -> None:
    for clause in LIBRARY.clauses.values():
        start = house.start_of(clause)
        assert not list(house.faults_in(start, "text", clause, LIBRARY)), clause.id
        assert house.start_of(house.reworded(clause, start, LIBRARY)) == start
