"""The table of penalties and the right to end the contract."""

import re
from typing import Any

import pytest

from procurement.domain import markup
from procurement.domain.assemble import penalties
from tests.domain.given import LIBRARY
from tests.domain.test_awarding import below, written
from tests.domain.tree import blocks, chapters, said, table, text

ENDING = "Rätt att avsluta avtalet"
OFF: dict[str, Any] = {
    "clause": "PC-FUP-02", "reason_code": "R6", "evidence": "a", "alternatives": "b", "compensation": "c",
    "decided_by": "d", "decided_on": "2026-11-01", "expires_on": "2030-11-01",
}  # fmt: skip


def test_each_penalty_that_stands_is_in_the_table_with_breach_amount_and_cap() -> None:
    document = written("skolplattform")["contract_terms"]
    rows = {re.findall(r"^PC-.+", row[1], re.M)[0]: row for row in table(document, "Viten")}
    assert rows["PC-FED-03"][2:] == [
        "Vid försening som beror på leverantören", "2 000 kr per påbörjad arbetsdag",
        "högst i 30 arbetsdagar för varje anslutning",
    ]  # fmt: skip
    assert rows["PC-FIRST-01"][3:] == ["5 procent av första stegets pris per påbörjad vecka", "högst 20 procent"]
    written_out = "\n".join(said(b) for b in blocks(document))
    for number, title, *_ in rows.values():
        assert re.search(rf"^{re.escape(title.splitlines()[0])}$", written_out, re.M) and number


def test_the_number_is_that_of_the_term() -> None:
    document = written("bygglov")["contract_terms"]
    headings = {b.number: b.text for b in document.blocks if hasattr(b, "number") and hasattr(b, "level")}
    for number, title, *_ in table(document, "Viten"):
        assert title.startswith(headings[number])


def test_a_penalty_without_a_cap_of_its_own_has_the_common_one() -> None:
    rows = table(written("bygglov", penalty_first="3 000 kr per dag")["contract_terms"], "Viten")
    assert [row[3:] for row in rows if "PC-FIRST-01" in row[1]] == [["3 000 kr per dag", "det gemensamma taket"]]


def test_words_of_ones_own_are_pointed_to_and_not_taken_apart() -> None:
    rows = table(written("bygglov", wording={"PC-FIRST-01": "Vite med 1 kr, högst 2 kr."})["contract_terms"], "Viten")
    assert [row[2:5] for row in rows if "PC-FIRST-01" in row[1]] == [["Se villkoret", "Se villkoret", "Se villkoret"]]
    silent = table(written("bygglov", wording={"PC-FIRST-01": "Leverera."})["contract_terms"], "Viten")
    assert not [row for row in silent if "PC-FIRST-01" in row[1]]


@pytest.mark.parametrize(
    "change", [{}, {"deviations": [OFF]}, {"wording": {"PC-FUP-02": "Inga ändringar."}}, {"softer": ["PC-FUP-02"]}]
)
def test_above_the_threshold_no_choice_takes_the_right_to_end_the_contract_away(change: dict[str, Any]) -> None:
    document = written("bygglov", **change)["contract_terms"]
    assert ENDING in chapters(document)
    words = text(document)
    for ground in ("hade krävt en ny upphandling", "borde ha uteslutits", "artikel 258"):
        assert ground in words


def test_below_the_threshold_the_three_grounds_are_not_printed() -> None:
    document = below()["contract_terms"]
    assert ENDING not in chapters(document)
    assert "258" not in text(document)
    assert "short_form" in written("oppna-data")
    assert "258" not in text(written("oppna-data")["short_form"])


def test_every_penalty_of_the_library_can_be_read() -> None:
    """The table takes the sentence apart at these words; another wording gives a row without its breach."""
    for clause in LIBRARY.clauses.values():
        for template in (clause.text, clause.softer):
            for part in template:
                for run in (part.run,) if isinstance(part, markup.TemplateParagraph) else part.items:
                    line = "".join(p.text if not isinstance(p, markup.Slot) else "{" + p.key + "}" for p in run)
                    for sentence in penalties.ENDS.split(line):
                        if "{penalty_" in sentence and "{penalty_cap_percent}" not in sentence:
                            assert penalties.RIGHT + "{penalty_" in sentence, clause.id


def test_what_holds_for_every_penalty_is_said_once() -> None:
    for document in (written("bygglov")["contract_terms"], written("oppna-data")["short_form"]):
        terms = text(document)
        assert terms.count("Allt vite enligt avtalet") == 1
        assert terms.count("en tolftedel av avtalets årsvärde") == 1
        row = ["Högsta sammanlagda vite, procent av årsvärdet", "15"]
        # The short form says it once, in the clause, or where that is switched off in the table.
        assert (row in table(document, "Avtalets ramar")) == (document.key != "short_form")
        assert "högst 15 procent av avtalets årsvärde" in terms
    off = written("oppna-data", deviations=[{**OFF, "clause": "PC-FUP-01"}])["short_form"]
    assert row in table(off, "Avtalets ramar") and "Allt vite enligt avtalet" not in text(off)
