"""What differs between two editions: clauses that came, went and changed, other text, and answers."""

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from procurement import content
from procurement.domain import assemble, editions
from procurement.domain import brief as briefs
from procurement.domain import facts as deriving
from procurement.domain.brief import Brief
from procurement.domain.document import (
    Block,
    Cell,
    Clause,
    Document,
    Figure,
    Heading,
    Items,
    Paragraph,
    Row,
    Table,
    Text,
    from_plain,
    plain,
)
from procurement.domain.drawing import Drawing
from procurement.domain.editions import Change, Earlier
from tests.domain.given import AMOUNTS, DAY, LIBRARY, brief, module

BRIEFS = sorted((content.FIXTURES / "briefs").glob("*.yaml"))
FIRST = Earlier(1, date(2026, 11, 2), ())


def said(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def requirement(number: str, id: str, text: str) -> Row:
    name = Cell((said(number), said(id)), header=True)
    return Row((name, Cell((said(text),))), clause=id, clause_title=id.title(), anchor=f"krav-{number}")


def annex(*blocks: Block, key: str = "requirements", **more: Any) -> Document:
    return Document(
        key=key, label="Bilaga 1", title="Kravspecifikation", file_name="1-krav", subject="Bygglov",
        authority="Sjövalla kommun", reference="SBN-1", on=DAY, draft=False, blocks=blocks, **more,
    )  # fmt: skip


def changes(old: Document, new: Document) -> tuple[Change, ...]:
    [one] = editions.compare([old], [new])
    return one.changes


def told(change: Change) -> str:
    """Same words as they are, gone ones in minus signs and new ones in plus signs."""
    marks = {"same": "{}", "gone": "-{}-", "new": "+{}+"}
    return " ".join(marks[stretch.kind].format(stretch.text) for stretch in change.stretches)


def test_the_same_documents_do_not_differ() -> None:
    one = annex(Heading(1, "1", "Krav", "avsnitt-1"), said("Systemet ska logga."))
    [same] = editions.compare([one], [one])
    assert same.happened is None and same.changes == ()


def test_a_later_day_alone_is_no_change() -> None:
    one = annex(said("Systemet ska logga."))
    assert changes(one, dataclasses.replace(one, on=date(2026, 12, 1), edition=2, file_name="annat")) == ()


def test_a_clause_comes_goes_and_changes_wherever_its_number_has_moved() -> None:
    def table(*rows: Row) -> Document:
        return annex(Heading(1, "1", "Krav", "avsnitt-1"), Table("Krav", (), rows))

    before = table(
        requirement("1.1", "A", "Stå kvar."), requirement("1.2", "B", "Gå."), requirement("1.3", "C", "Sex.")
    )
    after = table(requirement("1.1", "D", "Ny."), requirement("1.2", "A", "Stå kvar."), requirement("1.3", "C", "Sju."))
    found = {change.clause: change for change in changes(before, after)}
    assert {id: change.happened for id, change in found.items()} == {"D": "new", "B": "gone", "C": "changed"}
    assert told(found["C"]) == "-Sex.- +Sju.+"
    assert (found["C"].number, found["B"].number, found["D"].number) == ("1.3", "1.2", "1.1")


def test_what_is_gone_keeps_its_place() -> None:
    def clauses(*ids: str) -> Document:
        return annex(*(Clause(id, id, (said(id),), id) for id in ids))

    assert [c.clause for c in changes(clauses("A", "B", "C"), clauses("A", "C", "D"))] == ["B", "D"]
    assert [c.clause for c in changes(clauses("A", "B", "C"), clauses("C"))] == ["A", "B"]


def test_other_text_is_compared_under_its_heading() -> None:
    def under(text: str, number: str) -> Document:
        return annex(
            Heading(1, number, "Behov", "avsnitt-2"), Heading(2, f"{number}.1", "Problemet", "avsnitt-2-1"), said(text),
        )  # fmt: skip

    [change] = changes(under("Det tar lång tid.", "2"), under("Det tar för lång tid.", "3"))
    assert (change.number, change.title, change.clause) == ("3.1", "Problemet", "")
    assert told(change) == "Det tar +för+ lång tid."


def test_lists_tables_figures_and_the_cover_are_read_too() -> None:
    def full(word: str) -> list[Document]:
        row = Row((Cell((said("Summa"),), header=True), Cell((said(word),))))
        return [
            annex(Items(((Text("ett"),), (Text(word),)))),
            annex(Table("Belopp", (), (row,))),
            annex(Figure("Tidslinje", word, Drawing(1, 1, ()))),
            annex(facts=(("Gäller", (Text(word),)),)),
            annex(Clause("A", "A", (Table("Skala", (), (row,)),), "a")),
        ]

    for before, after in zip(full("två"), full("tre"), strict=True):
        [change] = changes(before, after)
        assert "-två-" in told(change) and "+tre+" in told(change)


def test_a_document_that_comes_or_goes_is_said_to() -> None:
    one, other = annex(said("ett")), annex(said("två"), key="lots")
    assert [(c.key, c.happened) for c in editions.compare([one], [other])] == [
        ("lots", "new"),
        ("requirements", "gone"),
    ]


def test_an_edition_carries_its_number_and_the_first_says_nothing_of_changes() -> None:
    [made] = editions.issued([annex(said("ett"))], 1)
    assert made.edition == 1 and made.file_name == "1-krav-utgava-1" and made.blocks == (said("ett"),)
    assert from_plain(plain(made)) == made


def test_a_tree_from_before_there_were_editions_is_still_read() -> None:
    old = plain(annex(said("ett")))
    assert isinstance(old, dict)
    del old["edition"]
    assert from_plain(old) == annex(said("ett"))


def test_the_next_edition_opens_with_what_is_new_and_is_not_compared_on_it() -> None:
    def terms(words: str, *more: Block) -> Document:
        return annex(
            Heading(2, "1.1", "Loggning", "h"), Clause("A", "Loggning", (said(words),), "a", titled=False), *more
        )

    earlier = Earlier(1, date(2026, 11, 2), (terms("Logga allt."),))
    [second] = editions.issued([terms("Logga mer.", Clause("B", "Publicera", (said("Publicera."),), "b"))], 2, earlier)
    assert second.blocks[:2] == (
        Heading(1, "", "Ändringar sedan utgåva 1", editions.CHAPTER),
        said(
            "Här står vad som skiljer i det här dokumentet från utgåva 1, som fastställdes 2\u00a0november\u00a02026. "
            "Nummer på krav kan ha flyttats."
        ),
    )
    assert Items(((Text("Publicera (B)"),),)) in second.blocks
    assert Items(((Text("1.1 Loggning (A)"),),)) in second.blocks

    [third] = editions.issued(
        [terms("Logga mer.", Clause("B", "Publicera", (said("Publicera."),), "b"))],
        3, Earlier(2, date(2026, 11, 9), (second,)),
    )  # fmt: skip
    assert third.blocks[1] == said(
        "Inget har ändrats i det här dokumentet sedan utgåva 2, som fastställdes 9\u00a0november\u00a02026."
    )


def test_a_lost_paper_of_the_buyers_own_is_not_named_to_tenderers() -> None:
    gone = (annex(key="a", internal=True), dataclasses.replace(annex(key="b"), title="Delkontrakt"))
    made = editions.issued([annex(key="c"), annex(key="d")], 2, dataclasses.replace(FIRST, documents=gone))
    assert Items(((Text("Bilaga 1 Delkontrakt"),),)) in made[0].blocks
    assert "Dokumentet fanns inte i utgåva 1" in str(made[1].blocks) and "Delkontrakt" not in str(made[1].blocks)
    assert "Kravspecifikation" not in str(made[0].blocks)


def test_answers_that_differ_are_told_word_by_word_in_the_order_they_are_asked() -> None:
    before: Brief = brief(title="Bygglov", problem="Det tar tid.", modules=[module("api")], notes={"PC-API-01": "x"})
    after = brief(title="Bygglov", problem="Det tar lång tid.", modules=[module("api", 2_000_000)], publish_hours=48)
    found = editions.answers(before, after, LIBRARY)
    assert sorted(change.key for change in found) == ["modules", "problem", "publish_hours"]
    order = [list(LIBRARY.questions).index(change.key) for change in found]
    assert order == sorted(order)
    words = {change.key: " ".join(f"{s.kind}:{s.text}" for s in change.stretches) for change in found}
    assert words["problem"] == "same:Det tar new:lång same:tid."
    assert "gone:1\u00a0000\u00a0000\u00a0kr new:2\u00a0000\u00a0000\u00a0kr" in words["modules"], (
        "one amount, one word"
    )
    assert words["publish_hours"].startswith("new:48")


def test_every_answer_of_the_format_can_be_told() -> None:
    """Rows in rows, groups and mappings too: none is left out and none breaks."""
    full = brief(
        modules=[module("api") | {"funded_by": [{"partner": "Sjövalla kommun", "percent": 100}]}],
        wording={"PC-API-01": "Eget."}, skipped={"budget_sek": "later"}, softer=["PC-API-01"],
        deviations=[{"clause": "PC-CODE-02", "reason_code": "R1"}],
        house={"clauses": [{"id": "EGEN-01", "kind": "requirement", "area": "api", "title": "Egen", "text": "Ska."}]},
    )  # fmt: skip
    found = {change.key: change for change in editions.answers({}, full, LIBRARY)}
    assert set(found) == set(full) - {"format", "skipped"}
    assert "Sjövalla kommun" in str(found["modules"].stretches) and "Ska." in str(found["house"].stretches)


@pytest.mark.parametrize("path", BRIEFS, ids=lambda path: path.stem)
def test_one_changed_answer_is_one_changed_clause_in_the_real_documents(path: Path) -> None:
    read = briefs.parse(path.read_text(encoding="utf-8"), LIBRARY)

    def documents(**more: Any) -> tuple[Document, ...]:
        derived = deriving.derive(read | more, LIBRARY, AMOUNTS, DAY)
        return assemble.documents(read | more, LIBRARY, derived, draft=False)

    before = documents(publish_hours=24)
    # Where the note on changes ends and the document begins: it would swallow a text before the first heading.
    assert all(isinstance(document.blocks[0], Heading) for document in before)
    found = editions.compare(before, documents(publish_hours=48))
    assert [(c.clause, "+48\u00a0timmar+" in told(c)) for one in found for c in one.changes] == [("PC-CODE-02", True)]
