"""Two releases of the library, compared word by word, and what the difference means to one draft."""

from typing import Any

import pytest

from procurement.domain import brief as briefs
from procurement.domain import facts as deriving
from procurement.domain import library_reader, releases, review
from procurement.domain.library import BrokenLibrary, Library
from procurement.domain.releases import News, compare, condition_in_words, difference, news
from procurement.domain.selection import applicable, criteria_to_choose
from tests.domain.given import AMOUNTS, DAY, MUNICIPALITY
from tests.library.releases import FIRST, files, release

CLAUSE = "PC-CODE-02"
PATH = "library/clauses/code/PC-CODE-02.md"
ANSWERS: dict[str, Any] = {
    "authority": MUNICIPALITY,
    "system_kind": "new",
    "data_class": "open",
    "budget_sek": 6_000_000,
    "contract_start": "2027-03-01",
}
OLD = release(FIRST)
NEW_CLAUSE = """---
id: PC-CODE-09
kind: contract_term
title: Byggen som går att upprepa
when: {system_kind: [new, extend]}
motive: Den som inte kan bygga om koden vet inte vad som körs.
check: Bygg två gånger och jämför.
law: ["LOU 17 kap. 1 §", "LOU 19 kap. 9 §", "LOU 19 a kap. 8 §"]
risk: Ingen känd.
---
Två byggen av samma incheckning ska ge samma resultat.
"""


def later(changes: dict[str, tuple[str, str] | str | None]) -> Library:
    """The first release with files replaced, changed in one place, or taken away."""
    texts = dict(files(FIRST))
    for path, change in changes.items():
        if isinstance(change, tuple):
            assert change[0] in texts[path]
            texts[path] = texts[path].replace(*change, 1)
        elif change is None:
            del texts[path]
        else:
            texts[path] = change
    return library_reader.read_release(texts)


def for_draft(new: Library, **more: Any) -> dict[str, News]:
    brief = briefs.check(ANSWERS | more, OLD)
    before, after = (deriving.derive(brief, library, AMOUNTS, DAY) for library in (OLD, new))
    return {one.clause.id: one for one in news(brief, OLD, new, before, after)}


def told(stretches: tuple[releases.Stretch, ...]) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in stretches]


def test_words_that_went_and_came_are_told_from_those_that_stayed() -> None:
    assert told(difference("senast 24 timmar efter", "senast 12 timmar efter")) == [
        ("same", "senast"), ("gone", "24"), ("new", "12"), ("same", "timmar efter"),
    ]  # fmt: skip
    assert told(difference("", "Nytt.")) == [("new", "Nytt.")]
    assert told(difference("Samma  ord\nsamma rad.", "Samma ord samma rad.")) == [("same", "Samma ord samma rad.")]


def test_a_text_that_is_parted_in_two_has_changed() -> None:
    assert told(difference("Ett. Två.", "Ett.\n\nTvå.")) == [("same", "Ett."), ("new", "\n\n"), ("same", "Två.")]


def test_nothing_is_lost_of_either_text() -> None:
    old, new = "Leverantören ska a b c.\n\nOch d.", "Leverantören får b d c e.\n\nOch d.\n\nSlut."
    stretches = difference(old, new)
    words = {kind: " ".join(s.text for s in stretches if s.kind in ("same", kind)).split() for kind in ("gone", "new")}
    assert words == {"gone": old.split(), "new": new.split()}


def test_a_release_is_like_itself() -> None:
    assert not compare(OLD, OLD)


def test_what_was_added_changed_withdrawn_and_removed_is_told_apart() -> None:
    new = later({
        "library/clauses/code/PC-CODE-09.md": NEW_CLAUSE,
        PATH: ("senast {publish_hours}", "hela senast {publish_hours}"),
        "library/clauses/api/PC-API-02.md": ("kind: ", "withdrawn: 2026-12-01\nkind: "),
        "library/clauses/api/PC-API-03.md": None,
    })  # fmt: skip
    found = compare(OLD, new)
    assert [clause.id for clause in found.added] == ["PC-CODE-09"]
    assert [one.new.id for one in found.changed] == [CLAUSE]
    assert [clause.id for clause in found.withdrawn] == ["PC-API-02"]
    assert [clause.id for clause in found.removed] == ["PC-API-03"]
    (part,) = found.changed[0].parts
    assert part.name == "Lydelse" and ("new", "hela") in told(part.stretches)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (('law: ["LOU 17 kap. 1 §", ', "law: ["), "Lag"),
        (("system_kind: [new, extend, open_product]", "system_kind: [new, extend]"), "När klausulen gäller"),
        (("title: Kontinuerlig", "title: Löpande"), "Rubrik"),
        (("minst en gång i veckan publicera", "en gång i veckan publicera"), "Mildare lydelse"),
        (("Läs av incheckningen", "Läs incheckningen"), "Kontroll"),
        (("Rättelser av säkerhetsbrister måste", "Rättelser måste"), "Risk"),
    ],
)
def test_a_change_beside_the_text_is_seen_too(change: tuple[str, str], name: str) -> None:
    (changed,) = compare(OLD, later({PATH: change})).changed
    assert [part.name for part in changed.parts] == [name]


def test_a_condition_is_told_in_words() -> None:
    said = condition_in_words(OLD.clauses[CLAUSE].when, OLD)
    assert "Vad för slags köp är det? ”Ett nytt system byggs”, ”Ett befintligt öppet system byggs ut” eller ”" in said


def test_questions_that_come_and_go_are_named() -> None:
    file = "library/questions/needs.yaml"
    start = files(FIRST)[file].index("  - key: bidders_expected")
    found = compare(OLD, later({file: files(FIRST)[file][:start]}))
    assert [question.key for question in found.no_longer_asked] == ["bidders_expected"]
    assert found and not found.asked


def test_a_draft_hears_first_of_what_it_carries() -> None:
    new = later({
        PATH: ("senast {publish_hours}", "hela senast {publish_hours}"),
        "library/clauses/fed/PC-FED-01.md": ("title: ", "title: Ny "),
        "library/clauses/code/PC-CODE-09.md": NEW_CLAUSE,
    })  # fmt: skip
    found = for_draft(new)
    assert {id: (one.happened, one.matters) for id, one in found.items()} == {
        CLAUSE: ("changed", True),
        "PC-CODE-09": ("added", True),
        "PC-FED-01": ("changed", False),
    }
    assert list(found)[-1] == "PC-FED-01"


def test_a_draft_sees_its_own_answers_in_the_old_words_and_the_new() -> None:
    found = for_draft(later({PATH: ("senast {publish_hours}", "hela senast {publish_hours}")}), publish_hours=8)[CLAUSE]
    assert "senast 8\u00a0timmar efter" in found.words and found.can_be_kept
    assert "[" not in "".join(stretch.text for part in found.parts for stretch in part.stretches)


def test_an_answer_that_is_proposed_otherwise_changes_the_words() -> None:
    budget = files(FIRST)["library/questions/code.yaml"]
    place = budget.index("default:", budget.index("key: publish_hours"))
    old = budget[place : budget.index("\n", place)]
    changed = budget[:place] + "default: 12" + budget[place + len(old) :]
    new = later({"library/questions/code.yaml": changed})
    found = for_draft(new)[CLAUSE]
    assert told(found.parts[0].stretches)[1:3] == [("gone", "24"), ("new", "12")]
    assert CLAUSE not in for_draft(new, publish_hours=24), "an answer that was given stands"


def test_a_text_with_a_missing_answer_cannot_be_kept_as_it_is() -> None:
    path = "library/clauses/first/PC-FIRST-01.md"
    assert "{first_need}" in files(FIRST)[path]
    new = later({path: ("{first_need}", "{first_need}, hela behovet")})
    assert not for_draft(new)["PC-FIRST-01"].can_be_kept
    assert for_draft(new, first_need="en sökande ser sitt ärende")["PC-FIRST-01"].can_be_kept


def test_a_withdrawn_clause_leaves_the_draft_unless_its_words_are_kept() -> None:
    new = later({PATH: ("kind: ", "withdrawn: 2026-12-01\nkind: ")})
    found = for_draft(new)[CLAUSE]
    assert found.happened == "withdrawn" and found.can_be_kept
    for wording, stands in (({}, False), ({CLAUSE: found.words}, True)):
        brief = briefs.check(ANSWERS | {"wording": wording}, new)
        facts = deriving.derive(brief, new, AMOUNTS, DAY)
        assert (CLAUSE in {one.clause.id for one in applicable(brief, new, facts)}) is stands
        assert CLAUSE in {one.clause.id for one in applicable(brief, OLD, facts)}, "the old release has it still"


def test_a_clause_whose_condition_no_longer_holds_has_left_and_one_whose_does_has_come() -> None:
    left = for_draft(later({PATH: ("system_kind: [new, extend, open_product]", "system_kind: extend")}))[CLAUSE]
    assert (left.happened, left.matters, left.can_be_kept) == ("left", True, False)
    path = "library/clauses/fed/PC-FED-01.md"
    new = later({path: ("data_class: [", "data_class: [open, ")})
    assert for_draft(new)["PC-FED-01"].happened == "added"


def test_words_of_their_own_stand_and_the_change_beneath_is_shown() -> None:
    new = later({PATH: ("senast {publish_hours}", "hela senast {publish_hours}")})
    found = for_draft(new, wording={CLAUSE: "Våra ord."})[CLAUSE]
    assert found.own and found.words == "Våra ord."
    assert ("new", "hela") in told(found.parts[0].stretches)


def test_an_award_criterion_that_was_withdrawn_cannot_be_chosen() -> None:
    path = "library/clauses/code/PC-CODE-05.md"
    facts = deriving.derive(briefs.check(ANSWERS, OLD), OLD, AMOUNTS, DAY)
    assert "PC-CODE-05" in [clause.id for clause in criteria_to_choose(OLD, facts)]
    new = later({path: ("kind: ", "withdrawn: 2026-12-01\nkind: ")})
    assert "PC-CODE-05" not in [clause.id for clause in criteria_to_choose(new, facts)]


def test_a_release_that_can_no_longer_be_understood_is_refused() -> None:
    texts = {**files(FIRST), PATH: "Ingen klausul."}
    with pytest.raises(BrokenLibrary):
        library_reader.read_release(texts)


@pytest.mark.parametrize(
    ("wording", "is_unsuitable"), [({}, True), ({"PC-CODE-05": "Så här bedömer vi koden."}, False)]
)
def test_a_withdrawn_criterion_still_counts_only_where_its_words_were_kept(
    wording: dict[str, str], is_unsuitable: bool
) -> None:
    new = later({"library/clauses/code/PC-CODE-05.md": ("kind: ", "withdrawn: 2026-12-01\nkind: ")})
    criteria = {
        "award_basis": "quality_price",
        "price_weight": 80,
        "criteria": [{"clause": "PC-CODE-05", "weight": 20}],
    }
    brief = briefs.check(ANSWERS | criteria | {"wording": wording}, new)
    found = review.findings(brief, new, deriving.derive(brief, new, AMOUNTS, DAY))
    assert ("criterion_unsuitable" in {finding.code for finding in found}) is is_unsuitable
