"""Bilaga 4 and what follows from it: demands per lot, kronor per point, an example that anyone can recompute."""

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from procurement.domain import assemble, facts
from procurement.domain import brief as briefs
from procurement.domain.document import Document, Heading, Table
from procurement.domain.library import Library
from tests.domain.given import AMOUNTS, DAY, LIBRARY
from tests.domain.tree import amount, chapters, table, tables, text

BRIEFS = Path(__file__).parents[2] / "fixtures" / "briefs"
ANNOUNCED = ["skolplattform", "bygglov", "bokning-sju-kommuner"]
PRODUCT: dict[str, Any] = {"system_kind": "standard_product", "criteria": [{"clause": "PC-API-04", "weight": 60}]}


def written(name: str, library: Library = LIBRARY, **changes: Any) -> dict[str, Document]:
    """The annexes of a brief by key. None takes an answer away."""
    value = briefs.parse((BRIEFS / f"{name}.yaml").read_text(encoding="utf-8"), library)
    value = briefs.check({k: v for k, v in {**value, **changes}.items() if v is not None}, library)
    derived = facts.derive(value, library, AMOUNTS, DAY)
    return {document.key: document for document in assemble.documents(value, library, derived, draft=True)}


def below(**changes: Any) -> dict[str, Document]:
    """Building permits for two million kronor: below the threshold."""
    return written("bygglov", modules=None, options_sek=None, budget_sek=2_000_000, **changes)


@pytest.mark.parametrize("name", ANNOUNCED)
def test_the_deduction_per_point_is_weight_times_value_over_points(name: str) -> None:
    rows = table(written(name)["evaluation"], "Avdrag per poäng")
    assert rows
    for *_, share, value, points, each in rows:
        assert amount(each) == amount(value) * amount(share) // 100 // amount(points)


@pytest.mark.parametrize("name", ANNOUNCED)
def test_the_example_can_be_recomputed_from_the_page(name: str) -> None:
    document = written(name)["evaluation"]
    each = [amount(row[-1]) for row in table(document, "Avdrag per poäng")]
    (prices, *criteria, sums) = table(document, "Räkneexempel")
    left = [amount(price) for price in prices[1:]]
    pairs = list(zip(criteria[::2], criteria[1::2], strict=True))
    for (points, off), kronor in zip(pairs, each, strict=False):
        assert off[0] == f"Avdrag: poängen × {kronor:,} kr".replace(",", " ")
        for n, (point, deduction) in enumerate(zip(points[1:], off[1:], strict=True)):
            assert amount(deduction) == -amount(point) * kronor
            left[n] += amount(deduction)
    assert left == [amount(one) for one in sums[1:]]
    winner = "ABC"[left.index(min(left))]
    assert f"Anbud {winner} har lägst jämförelsetal och vinner." in text(document)


def test_the_example_follows_the_users_weights() -> None:
    heavy = [{"clause": "PC-USER-04", "weight": 5}]
    document = written("bygglov", price_weight=95, criteria=heavy)["evaluation"]
    assert "Anbud C har lägst jämförelsetal och vinner." in text(document)
    assert "Anbud A har lägst jämförelsetal och vinner." in text(written("bygglov")["evaluation"])


def test_equal_tenders_of_the_example_name_the_rule() -> None:
    even = [{"clause": "PC-USER-04", "weight": 25}]
    document = written("bygglov", price_weight=75, criteria=even)["evaluation"]
    assert "Anbud A, B och C har samma jämförelsetal." in text(document)


@pytest.mark.parametrize("name", ANNOUNCED)
def test_each_contract_asks_for_a_turnover_that_the_page_explains(name: str) -> None:
    document = written(name)["evaluation"]
    months = int(re.search(r"delat med (\d+) månader", text(document))[1])  # type: ignore[index]
    rows = table(document, "Omsättning per kontrakt")
    assert rows
    for _, value, yearly, wanted in rows:
        assert amount(yearly) == amount(value) * 12 // months
        assert amount(wanted) == amount(yearly) // 2 // 1000 * 1000
        assert amount(wanted) <= 2 * amount(value)


def test_the_ceiling_on_turnover_is_said_only_where_it_is_law() -> None:
    assert "två gånger kontraktets uppskattade värde (LOU 14 kap. 4 §)" in text(written("bygglov")["evaluation"])
    assert "14 kap." not in text(below()["evaluation"])
    rows = table(written("bygglov", turnover_factor=20)["evaluation"], "Omsättning per kontrakt")
    assert all(amount(wanted) == 2 * amount(value) for _, value, _, wanted in rows)


def test_no_turnover_is_asked_for_when_the_factor_is_zero() -> None:
    document = written("bygglov", turnover_factor=0)["evaluation"]
    assert not tables(document, "Omsättning per kontrakt")
    assert "ingen viss omsättning" in str(table(document, "Krav på leverantören"))


def test_words_of_ones_own_about_economy_bring_the_table_only_when_they_name_it() -> None:
    own = written("bygglov", wording={"PC-QUAL-01": "Leverantören ska vara solvent."})["evaluation"]
    assert not tables(own, "Omsättning per kontrakt")
    named = written("bygglov", wording={"PC-QUAL-01": "Se tabellen Omsättning per kontrakt."})["evaluation"]
    assert tables(named, "Omsättning per kontrakt")


def test_a_turnover_without_a_term_is_a_gap() -> None:
    assert "Omsättning per kontrakt: [avtalstiden" in text(written("bygglov", term_months=None)["evaluation"])


def test_demands_on_the_supplier_stand_in_bilaga_4_and_in_the_answer_form() -> None:
    documents = written("skolplattform")
    demands = table(documents["evaluation"], "Krav på leverantören")
    numbers = [row[0].split("\n")[0] for row in demands]
    assert numbers == ["1.3", "1.4", "1.5"]
    assert [row[0] for row in table(documents["answer_form"], "Leverantören")] == ["–", *numbers]
    assert "PC-QUAL" not in str(documents["requirements"])
    assert chapters(documents["evaluation"])[0] == "Uteslutning och kvalificering"


def test_the_proof_follows_the_regime() -> None:
    above, under = written("bygglov"), below()
    assert "egen försäkran" in text(above["evaluation"]) and "egna försäkran" in text(above["answer_form"])
    assert "LOU 19 kap. 17 §" in text(under["evaluation"])
    assert "Ingen särskild försäkran behövs" in text(under["evaluation"])
    for document in (above["evaluation"], under["evaluation"]):
        assert "bevis bara av den som ska tilldelas" in text(document)


def test_an_insurance_is_asked_for_only_when_somebody_says_so() -> None:
    assert "ansvarsförsäkring" not in text(written("bygglov")["evaluation"])
    assert "ansvarsförsäkring på minst 5 000 000 kr" in text(written("bygglov", insurance_sek=5_000_000)["evaluation"])


def test_the_cost_of_a_product_is_filled_in_year_by_year_with_the_exit() -> None:
    documents = written("bygglov", **PRODUCT, lifetime_years=7)
    rows = table(documents["answer_form"], "Kostnader")
    assert [row[0] for row in rows] == [
        "Införande", *(f"År {n}" for n in range(1, 8)), "Byte av leverantör", "Summa",
    ]  # fmt: skip
    said = text(documents["evaluation"])
    assert "under 7 år" in said and "överlämning i 40 timmar" in said and "20 %" in said


def test_each_lot_has_its_own_costs_to_fill_in_under_its_name() -> None:
    document = written("skolplattform", award_basis="cost")["answer_form"]
    named = [
        b.text
        for b in document.blocks
        if isinstance(b, Heading) and b.text.startswith("Delkontrakt ") and ":" in b.text
    ]
    assert len(named) == len(tables(document, "Kostnader")) == 5


def test_cost_as_the_ground_brings_the_table_whatever_is_bought() -> None:
    documents = written("bygglov", award_basis="cost")
    assert tables(documents["answer_form"], "Kostnader")
    assert "Ett byte av leverantör räknas in" in text(documents["evaluation"])
    assert not tables(written("bygglov", award_basis="price")["answer_form"], "Kostnader")
    assert not tables(written("bygglov")["answer_form"], "Kostnader")


@pytest.mark.parametrize(("basis", "words"), [("price", "pris"), ("cost", "kostnad")])
def test_without_criteria_the_ground_is_still_said_and_ties_decided(basis: str, words: str) -> None:
    document = written("bygglov", award_basis=basis)["evaluation"]
    assert f"Grunden för tilldelning är {words}." in text(document)
    assert "avgör lottning" in text(document)
    assert not tables(document, "Avdrag per poäng")


def without(*areas: str) -> Library:
    """The library as it was before these areas were written, with their questions."""
    late = {"assessors", "quality_pages", "lifetime_years", "volume_growth_percent", "exit_scenario",
            "turnover_factor", "reference_count", "insurance_sek"}  # fmt: skip
    return replace(
        LIBRARY,
        clauses={key: clause for key, clause in LIBRARY.clauses.items() if clause.area not in areas},
        steps=tuple(
            replace(step, questions=tuple(q for q in step.questions if q.key not in late)) for step in LIBRARY.steps
        ),
    )


@pytest.mark.parametrize("basis", ["quality_price", "cost", "price"])
def test_an_older_library_without_these_clauses_still_gives_whole_annexes(basis: str) -> None:
    documents = written("skolplattform", without("eval", "qual", "fup"), award_basis=basis)
    assert "Kontraktet tilldelas" in text(documents["evaluation"])
    assert "Rätt att avsluta avtalet" in chapters(documents["contract_terms"])
    assert "Inga krav ställs på leverantörens ekonomi" in text(documents["evaluation"])


@pytest.mark.parametrize("name", ANNOUNCED)
def test_no_section_follows_a_numbered_demand(name: str) -> None:
    """Word counts headings only: one after a numbered row would get another number there."""
    for document in written(name).values():
        told = [b for b in document.blocks if isinstance(b, (Heading, Table))]
        for before, after in pairwise(told):
            numbered = isinstance(before, Table) and any(row.anchor for row in before.rows)
            assert not (numbered and isinstance(after, Heading) and after.level > 1), (document.key, after)
