"""What the annexes say: every number once, every gap found, no section of law where it does not apply."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from procurement.domain import assemble, facts, review, selection
from procurement.domain import brief as briefs
from procurement.domain.document import (
    Blank,
    Clause,
    Document,
    Gap,
    Heading,
    Row,
    Table,
    Text,
    clause_ids,
    from_plain,
    plain,
)
from tests.domain import tree
from tests.domain.given import AMOUNTS, DAY, LIBRARY, brief, module

BRIEFS = sorted((Path(__file__).parents[2] / "fixtures" / "briefs").glob("*.yaml"))
NAMES = [path.stem for path in BRIEFS]
SECTION = re.compile(r"LOU (\d+(?: a)?) kap\. (\d+(?: [a-z])?) §(?!§)")


def read(name: str) -> briefs.Brief:
    path = next(path for path in BRIEFS if path.stem == name)
    return briefs.parse(path.read_text(encoding="utf-8"), LIBRARY)


def written(value: briefs.Brief, on: date = DAY) -> tuple[Document, ...]:
    return assemble.documents(value, LIBRARY, facts.derive(value, LIBRARY, AMOUNTS, on), draft=True)


def nodes(node: object) -> Iterator[object]:
    """Every node of the tree, from the top."""
    yield node
    children = node if isinstance(node, tuple) else vars(node).values() if hasattr(node, "__dataclass_fields__") else ()
    for child in children:
        yield from nodes(child)


def text(document: Document) -> str:
    found = [n.text for n in nodes(document.blocks) if isinstance(n, (Text, Heading))]
    return " ".join(found).replace("\u00a0", " ")


def gaps(documents: tuple[Document, ...]) -> set[str]:
    return {node.key for document in documents for node in nodes(document) if isinstance(node, Gap)}


def one(documents: tuple[Document, ...], key: str) -> Document:
    return next(document for document in documents if document.key == key)


@pytest.mark.parametrize("name", NAMES)
def test_a_brief_becomes_its_annexes(name: str) -> None:
    documents = written(read(name))
    expected = ["short_form", "decision", "why", "value"] if name == "oppna-data" else [
        "requirements", "contract_terms", "lots", "evaluation", "answer_form", "deviations", "decision", "why", "value",
    ]  # fmt: skip
    # Only what several pay has a paper on who pays what.
    expected += ["costs"] if name == "bokning-sju-kommuner" else []
    assert [document.key for document in documents] == expected
    own = ("decision", "why", "value", "costs")
    assert [document.internal for document in documents] == [key in own for key in expected]
    assert all(from_plain(plain(document)) == document for document in documents)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_brief_gives_the_same_digests(name: str) -> None:
    assert [d.digest() for d in written(read(name))] == [d.digest() for d in written(read(name))]


@pytest.mark.parametrize("name", NAMES)
def test_numbers_are_unique_and_in_order(name: str) -> None:
    for document in written(read(name)):
        numbers = [tuple(map(int, n.number.split("."))) for n in nodes(document) if isinstance(n, Heading)]
        assert numbers == sorted(set(numbers))
        anchors = [n.anchor for n in nodes(document) if isinstance(n, (Heading, Clause, Row)) and n.anchor]
        assert len(anchors) == len(set(anchors))
        tables = [n.number for n in nodes(document) if isinstance(n, Table) and n.number]
        assert tables == [str(n) for n in range(1, len(tables) + 1)]


@pytest.mark.parametrize("name", NAMES)
def test_rows_fill_their_table(name: str) -> None:
    for document in written(read(name)):
        for table in (node for node in nodes(document) if isinstance(node, Table)):
            assert sum(column.width for column in table.columns) == 100, table.caption
            assert {len(row.cells) for row in table.rows} == {len(table.columns)}, table.caption


@pytest.mark.parametrize("budget", [550_000, 1_500_000, 6_000_000, 40_000_000])
@pytest.mark.parametrize("kind", ["new", "extend", "open_product", "standard_product", "operations"])
def test_no_section_of_law_is_cited_where_it_does_not_apply(kind: str, budget: int) -> None:
    value = {**read("bygglov"), "system_kind": kind, "budget_sek": budget, "options_sek": 0}
    value.pop("modules")
    derived = facts.derive(value, LIBRARY, AMOUNTS, DAY)
    cited = {
        f"LOU {chapter} kap. {section} §"
        for document in assemble.documents(value, LIBRARY, derived, draft=True)
        for chapter, section in SECTION.findall(text(document))
    }
    assert cited
    for ref in cited:
        assert derived.regime in LIBRARY.laws[ref].regimes, ref


@pytest.mark.parametrize("name", NAMES)
def test_every_standing_clause_is_in_a_document_once(name: str) -> None:
    value = read(name)
    documents = written(value)
    derived = facts.derive(value, LIBRARY, AMOUNTS, DAY)
    expected = {s.clause.id for s in selection.standing(value, LIBRARY, derived)}
    for_tenderers = [document for document in documents if not document.internal]
    found = [
        node.id if isinstance(node, Clause) else node.clause
        for document in for_tenderers
        for node in nodes(document)
        if isinstance(node, Clause) or (isinstance(node, Row) and node.clause)
    ]
    assert len(found) == len(set(found))
    # The short form follows nothing up in a table of its own, and has no rule on exceptions where there is none.
    assert expected - set(found) == ({"PC-PUB-01", "PC-OPT-01"} if name == "oppna-data" else set())
    assert {"PC-PUB-01", "PC-OPT-01"} <= {one for document in documents for one in clause_ids(document)}


def test_the_short_form_says_once_what_is_alike_and_only_what_there_is() -> None:
    short = one(written(read("oppna-data")), "short_form")
    said = text(short)
    assert said.count("LOU 19 a kap. 8 §") == 1 and "Alla krav och villkor stöder sig på" in said
    assert "Inga delar är undantagna." in said and "Inga avsteg från beställarens principer" in said
    assert "Möjlig förlängning" not in said and "förlängning" not in said
    off = {"clause": "PC-FUP-01", "reason_code": "R6", "evidence": "a", "alternatives": "b", "compensation": "c",
           "decided_by": "d", "decided_on": "2026-11-01", "expires_on": "2030-11-01"}  # fmt: skip
    excepted = {"part": "nycklar", "reason": "säkerhet", "law": "OSL 18 kap. 8 §", "decided_by": "A",
                "review": "2027-12-01"}  # fmt: skip
    more = one(
        written(read("oppna-data") | {"publication_exceptions": [excepted], "deviations": [off],
                                      "extension_months": 6, "options_sek": 50_000}),
        "short_form",
    )  # fmt: skip
    assert {"PC-PUB-01", "PC-OPT-01"} <= set(clause_ids(more))
    assert "Avsteg" in [b.text for b in more.blocks if isinstance(b, Heading)]
    assert "Möjlig förlängning, månader" in text(more) and "optioner inräknade" in text(more)


def test_an_empty_brief_is_all_gaps_and_each_is_a_finding() -> None:
    value: briefs.Brief = {}
    derived = facts.derive(value, LIBRARY, AMOUNTS, DAY)
    stops = {finding.where for finding in review.findings(value, LIBRARY, derived) if finding.severity == "stop"}
    found = gaps(written(value))
    assert found
    assert found <= stops


@pytest.mark.parametrize("name", NAMES)
def test_a_removed_answer_becomes_a_gap_that_is_found(name: str) -> None:
    whole = read(name)
    for key in whole:
        value = {k: v for k, v in whole.items() if k != key}
        derived = facts.derive(value, LIBRARY, AMOUNTS, DAY)
        stops = {finding.where for finding in review.findings(value, LIBRARY, derived) if finding.severity == "stop"}
        assert gaps(written(value)) <= stops, key


def test_what_a_user_types_is_text() -> None:
    typed = "{authority} *fet* <script>alert(1)</script> {{ 7 }} {% x %}\n\n# rubrik"
    value = {
        **read("bygglov"),
        "problem": typed,
        "title": typed.split("\n")[0][:100],
        "wording": {"PC-FIRST-01": typed},
    }
    documents = written(value)
    specification = [n.text for n in nodes(one(documents, "requirements")) if isinstance(n, Text)]
    terms = [n for n in nodes(one(documents, "contract_terms")) if isinstance(n, Clause) and n.id == "PC-FIRST-01"]
    first, second = typed.split("\n\n")
    assert first in specification and second in specification
    own = [n.text for n in nodes(terms[0].blocks) if isinstance(n, Text)]
    assert first in own and second in own
    assert terms[0].variant == "own"


def test_the_answer_form_asks_for_every_requirement_by_its_number() -> None:
    documents = written(read("skolplattform"))
    asked = [
        n.anchor.removeprefix("krav-") for n in nodes(one(documents, "requirements")) if isinstance(n, Row) and n.clause
    ]
    answered = [
        n.anchor.removeprefix("svar-") for n in nodes(one(documents, "answer_form")) if isinstance(n, Row) and n.anchor
    ]
    assert asked and asked == answered
    choices = [n for n in nodes(one(documents, "answer_form")) if isinstance(n, Blank) and n.label.startswith("Krav ")]
    assert len(choices) == len(asked)
    assert all(blank.choices == ("Ja", "Nej") for blank in choices)


def test_the_value_adds_up_from_the_page_alone() -> None:
    sheet = one(written(read("skolplattform")), "value")
    table = next(n for n in nodes(sheet) if isinstance(n, Table) and n.caption == "Beräkning av värdet")
    amounts = [
        int(re.sub(r"\D", "", "".join(n.text for n in nodes(row.cells[1]) if isinstance(n, Text))))
        for row in table.rows
    ]
    assert amounts[-1] == sum(amounts[:-1]) == 38_000_000


def test_the_worked_example_follows_the_weights() -> None:
    evaluation = one(written(read("bygglov")), "evaluation")
    said = text(evaluation)
    # 30 per cent of 6 500 000 kr, four points of five.
    assert "−1 560 000 kr" in said
    assert "3 380 000 kr" in said and "4 290 000 kr" in said
    assert "Anbud A har lägst jämförelsetal och vinner." in said


def test_a_declined_division_prints_the_reason() -> None:
    value = {**read("skolplattform"), "no_split_reason": "Delarna går inte att bygga var för sig."}
    lots = one(written(value), "lots")
    assert "Delarna går inte att bygga var för sig." in text(lots)
    assert "delas inte upp" in text(lots)


def test_a_deviation_is_printed_and_its_clause_gone() -> None:
    deviation = {
        "clause": "PC-CODE-02", "reason_code": "R1", "evidence": "Licensens text", "alternatives": "Tre andra",
        "compensation": "Öppet API", "decided_by": "Förvaltningschefen", "decided_on": "2026-11-01",
        "expires_on": "2027-11-01",
    }  # fmt: skip
    documents = written({**read("bygglov"), "deviations": [deviation]})
    assert not [n for n in nodes(one(documents, "contract_terms")) if isinstance(n, Clause) and n.id == "PC-CODE-02"]
    printed = text(one(documents, "deviations"))
    for said in ("PC-CODE-02", LIBRARY.reasons["R1"].title, "Licensens text", "Öppet API", "1 november 2027"):
        assert said in printed


def test_above_the_threshold_the_contract_can_be_ended_as_the_law_says() -> None:
    assert "LOU 17 kap. 17 §" in text(one(written(read("bygglov")), "contract_terms"))
    small: dict[str, Any] = {**read("bygglov"), "budget_sek": 1_500_000}
    small.pop("modules")
    small.pop("options_sek")
    assert "LOU 17 kap. 17 §" not in text(one(written(small), "contract_terms"))


def test_a_cut_module_is_named_by_its_steps() -> None:
    value = brief(title="X", system_kind="new", modules=[module("larande", 12_800_000)])
    said = text(one(written(value), "lots"))
    assert "Larande, etapp 1" in said and "Larande, etapp 2" in said


def test_above_the_cap_no_reason_is_made_up() -> None:
    value = {**read("bygglov"), "modules": [{"key": "a", "name": "A", "need": "b"}], "budget_sek": 30_000_000}
    documents = written(value)
    assert "no_split_reason" in gaps(documents)
    assert "gräns för delning" not in text(one(documents, "lots"))
    whole = text(one(written(read("bygglov")), "lots"))
    assert "Det uppskattade värdet är inte över beställarens gräns för delning, 10 000 000 kr." in whole
    assert whole.count("6 500 000 kr") == 1, "the value is said once"


def test_what_the_law_wants_thought_through_stands_in_the_buyer_s_paper_alone() -> None:
    note = {"data_class": "secret", "secrecy_note": "Uppgifterna lagras krypterade.", "term_months": 60,
            "long_term_reason": "Arkivet flyttas under tre år."}  # fmt: skip
    documents = written(read("bygglov") | note)
    assert all(said in text(one(documents, "decision")) for said in (note["secrecy_note"], note["long_term_reason"]))
    assert not any("lagras krypterade" in text(document) for document in documents if not document.internal)
    assert "längre än fyra år" not in text(one(written(read("bygglov")), "decision"))


def test_a_framework_s_ceiling_and_the_planned_days_stand_where_the_tenderer_reads() -> None:
    planned = {"is_framework": True, "framework_ceiling_sek": 6_500_000, "tenders_due": "2027-01-15", "cpv": "72262000"}
    said = text(one(written(read("bygglov") | planned), "requirements"))
    assert all(words in said for words in ("6 500 000 kr", "15 januari 2027", "72262000 Utveckling av programvara"))


def test_the_short_form_says_who_is_chosen_and_nothing_twice() -> None:
    short = one(written(read("oppna-data")), "short_form")
    assert "Beställaren väljer det anbud som uppfyller alla krav och har lägst pris." in text(short)
    assert text(short).count("15 januari 2027") == 2  # in Avtalets ramar, and in the term on when the work begins
    assert text(short).count("Använder anbudsgivaren en annan plattform") == 1


@pytest.mark.parametrize(
    ("basis", "chosen"),
    [
        ("cost", "har lägst sammanlagd kostnad enligt tabellen Pris"),
        ("quality_price", "har bäst förhållande mellan pris och kvalitet"),
    ],
)
def test_the_short_form_follows_the_ground_of_award(basis: str, chosen: str) -> None:
    value = briefs.check({**read("oppna-data"), "award_basis": basis}, LIBRARY)
    assert f"uppfyller alla krav och {chosen}." in text(one(written(value), "short_form"))


def test_what_the_tenderer_must_know_of_code_and_preparations_is_printed() -> None:
    given = {
        **read("bygglov"), "code_platform": "own", "repo_url": "https://git.example/sjovalla/bygglov",
        "change_windows": "inga ändringar under semestern",
        "readiness": [{"what": "testuppgifter", "who": "systemförvaltaren", "by": "2027-02-15"},
                      {"what": "en produktägare", "who": "förvaltningschefen"}],
    }  # fmt: skip
    said = text(one(written(briefs.check(given, LIBRARY)), "requirements"))
    for words in ("beställarens egen plats", "https://git.example/sjovalla/bygglov", "inga ändringar under semestern",
                  "systemförvaltaren", "15 februari 2027", "en produktägare"):  # fmt: skip
        assert words in said


def test_what_is_not_published_says_on_what_law_and_by_whose_decision() -> None:
    exception = {"part": "spärregler", "reason": "De tappar sin verkan.", "law": "OSL 18 kap. 8 §",
                 "review": "2027-11-23", "decided_by": "säkerhetschefen"}  # fmt: skip
    given = brief(system_kind="new", data_class="personal", budget_sek=3_000_000, publication_exceptions=[exception])
    (table,) = (table for document in written(given) for table in tree.tables(document, "Delar som inte publiceras"))
    assert table == [["spärregler", "De tappar sin verkan.", "OSL 18 kap. 8 §", "säkerhetschefen", "23 november 2027"]]
