"""Each lot as its own set of annexes: only what is its own, in the words and with the sums of the whole."""

import re
from pathlib import Path
from typing import Any

import pytest

from procurement.domain import brief as briefs
from procurement.domain import independence, turnover, weighing
from procurement.domain import lots as dividing
from procurement.domain.assemble import documents, lot_documents
from procurement.domain.brief import Brief
from procurement.domain.concerns import elsewhere, spared
from procurement.domain.document import Blank, Document, Gap, Table, clause_ids
from procurement.domain.facts import Facts, derive
from procurement.domain.sheets import Label, cells
from tests.domain.given import AMOUNTS, DAY, LIBRARY, brief, module
from tests.domain.tree import amount, blocks, chapters, said, table, tables, text

BRIEFS = Path(__file__).parents[2] / "fixtures" / "briefs"
DIVIDED = ("skolplattform", "bokning-sju-kommuner")
ANNEXES = ["requirements", "contract_terms", "lots", "evaluation", "answer_form", "deviations"]
# Where a lot's annexes may speak of the others: their one table, and where they meet.
OF_OTHERS = ("Upphandlingens delkontrakt", "Delkontraktet behöver", "Andra behöver")


def read(name: str) -> tuple[Brief, Facts]:
    found = briefs.parse((BRIEFS / f"{name}.yaml").read_text(), LIBRARY)
    return found, derive(found, LIBRARY, AMOUNTS, DAY)


EVERY_LOT = [(name, lot.number) for name in DIVIDED for lot in read(name)[1].lots]


def made(name: str, number: int) -> dict[str, Document]:
    found, facts = read(name)
    return {one.key: one for one in lot_documents(found, LIBRARY, facts, number, draft=True)}


def from_answers(number: int, **answers: Any) -> dict[str, Document]:
    given = brief(**answers)
    facts = derive(given, LIBRARY, AMOUNTS, DAY)
    return {one.key: one for one in lot_documents(given, LIBRARY, facts, number, draft=True)}


def everything(document: Document, *, but: tuple[str, ...] = ()) -> str:
    """Its words, those of its tables too, but for the tables whose captions begin as in `but`."""
    kept = [b for b in blocks(document) if isinstance(b, Table) and not b.caption.startswith(but or ("\0",))]
    cells = [said(cell) for one in kept for row in one.rows for cell in row.cells]
    blanks = [
        inline.label
        for one in kept for row in one.rows for cell in row.cells for block in cell.blocks
        for inline in getattr(block, "inlines", ()) if isinstance(inline, Blank)
    ]  # fmt: skip
    return "\n".join([text(document), *(one.caption for one in kept), *cells, *blanks])


@pytest.mark.parametrize(("name", "number"), EVERY_LOT)
def test_a_lot_has_its_own_annexes_under_names_that_say_which(name: str, number: int) -> None:
    set_ = made(name, number)
    lot = read(name)[1].lots[number - 1]
    assert list(set_) == ANNEXES and not any(one.internal for one in set_.values())
    assert [one.label for one in set_.values()] == [f"Delkontrakt\u00a0{number} · Bilaga {n}" for n in range(1, 7)]
    for one in set_.values():
        assert one.file_name.startswith(f"delkontrakt-{number}-") and one.file_name.endswith("-UTKAST")
        ((label, value),) = one.facts
        assert (label, "".join(map(said, value))) == ("Delkontrakt", f"{number} – {lot.name}")


@pytest.mark.parametrize(("name", "number"), EVERY_LOT)
def test_no_other_lots_modules_or_amounts_are_in_its_annexes(name: str, number: int) -> None:
    answers, facts = read(name)
    own = facts.lots[number - 1]
    mine = {part.module for part in own.parts}
    met = {
        key for one in dividing.interfaces(facts.lots, facts.modules) if number in (one.giver, one.taker)
        for key in (one.given.module, one.needed_for.module)
    }  # fmt: skip
    met |= {key for review, about in independence.reviewed(facts.modules).items() if review in mine for key in about}
    strangers = [m for m in facts.modules if m.key not in mine]
    amounts = {lot.value for lot in facts.lots} | {part.value for lot in facts.lots for part in lot.parts}
    # An amount of the buyer's own may happen to be the same.
    # So may the quarter that a tender is cheaper by where the evaluation is explained.
    amounts -= {own.value, own.value // 4, facts.answers["step_ceiling_sek"], *(part.value for part in own.parts)}
    for key, document in made(name, number).items():
        words = everything(document, but=OF_OTHERS).replace(str(answers["description"]), "")
        for other in strangers:
            # Why the lot is as it is names what it waits for, and what it reviews.
            if key != "lots" or other.key not in met:
                assert not re.search(rf"\b{re.escape(other.name)}\b", words), (key, other.name)
        for value in amounts:
            assert not re.search(rf"(?<!\d)(?<!\d ){value:,} kr".replace(",", " "), words), (key, value)


@pytest.mark.parametrize("name", DIVIDED)
def test_the_sums_of_the_sets_are_those_of_the_whole(name: str) -> None:
    found, facts = read(name)
    whole = {one.key: one for one in documents(found, LIBRARY, facts, draft=True)}
    in_whole = {row[0]: amount(row[-1]) for row in table(whole["lots"], "Delkontrakt med uppskattat värde")}
    summed = 0
    for lot in facts.lots:
        rows = table(made(name, lot.number)["lots"], f"Delkontrakt {lot.number}: uppskattat värde")
        assert sum(amount(row[-1]) for row in rows[:-1]) == amount(rows[-1][-1]) == in_whole[str(lot.number)]
        summed += amount(rows[-1][-1])
    assert summed == in_whole["Summa"] == facts.total


@pytest.mark.parametrize("name", DIVIDED)
def test_what_one_lot_says_it_needs_the_other_says_it_gives(name: str) -> None:
    _, facts = read(name)
    needed, given = set(), set()
    for lot in facts.lots:
        specification = made(name, lot.number)["requirements"]
        assert "Gränssnitt mot andra delkontrakt" in chapters(specification)
        for rows in tables(specification, "Delkontraktet behöver"):
            needed |= {(int(other), lot.number, *rest[:3]) for other, *rest in rows}
            assert {int(row[0]) for row in rows} == set(lot.depends_on)
        for rows in tables(specification, "Andra behöver"):
            given |= {(lot.number, int(other), *rest[:3]) for other, *rest in rows}
    assert needed == given and needed


@pytest.mark.parametrize("name", DIVIDED)
def test_the_whole_tells_the_same_interfaces(name: str) -> None:
    found, facts = read(name)
    whole = {one.key: one for one in documents(found, LIBRARY, facts, draft=True)}
    rows = table(whole["lots"], "Gränssnitt mellan delkontrakten")
    told = {tuple(map(int, row[0].split(" → "))) for row in rows}
    assert told == {(before, lot.number) for lot in facts.lots for before in lot.depends_on}
    assert ("uppdelad i etapper räknas inte" in text(whole["lots"])) == (name == "skolplattform")


@pytest.mark.parametrize(("name", "number"), EVERY_LOT)
def test_a_clause_has_the_id_of_the_whole_and_is_asked_by_the_number_of_its_own_set(name: str, number: int) -> None:
    found, facts = read(name)
    whole = {one.key: one for one in documents(found, LIBRARY, facts, draft=True)}
    set_, lot = made(name, number), facts.lots[number - 1]
    for key in ("requirements", "contract_terms", "evaluation"):
        left = spared(lot, facts.modules, LIBRARY) | elsewhere(lot, facts.modules, LIBRARY)
        left |= dict(weighing.of(found, LIBRARY, facts, lot).left_out).keys()
        assert clause_ids(set_[key]) == tuple(one for one in clause_ids(whole[key]) if one not in left)
    numbered = re.findall(r"(?m)^(\d+\.\d+)\n(PC-[A-Z0-9-]+)$", everything(set_["requirements"]))
    asked = [row[0].split("\n") for row in table(set_["answer_form"], "Svar på kraven")]
    assert [list(pair) for pair in numbered] == asked


@pytest.mark.parametrize(("name", "number"), EVERY_LOT)
def test_the_demand_on_turnover_and_the_price_are_the_lots_own(name: str, number: int) -> None:
    _, facts = read(name)
    lot, set_ = facts.lots[number - 1], made(name, number)
    (row,) = table(set_["evaluation"], "Omsättning per kontrakt")
    months = facts.answers["term_months"] + facts.answers["extension_months"]  # type: ignore[operator]
    demand = turnover.of(lot.value, months, facts.answers["turnover_factor"], ceiling=True)  # type: ignore[arg-type]
    assert [amount(cell) for cell in row[1:]] == [lot.value, demand.yearly, demand.wanted]
    form, called = set_["answer_form"], f"Delkontrakt {number}: {lot.name}"
    # Where every cost of its life is counted there is no fixed price.
    assert [row[0] for rows in tables(form, "Pris") for row in rows] in ([], [called])
    assert [row[0] for row in table(form, "Anbudspris")] == [called]
    first = next(rows for rows in tables(form, "Delkontrakt"))[0]
    assert first == ["Delkontrakt", f"{number} – {lot.name}"]


@pytest.mark.parametrize(("name", "number"), EVERY_LOT)
def test_a_lot_starts_and_delivers_on_its_own_days(name: str, number: int) -> None:
    _, facts = read(name)
    frame = dict(table(made(name, number)["contract_terms"], "Avtalets ramar"))
    start, delivery = facts.lot_starts[number], facts.first_deliveries[number]
    assert frame["Avtalet gäller från"].startswith(f"{start.day} ")
    assert frame["Första leverans senast"].startswith(f"{delivery.day} ")
    days = dict(table(made(name, number)["lots"], "Delkontraktets dagar"))
    assert days["Tidigaste start"] == frame["Avtalet gäller från"]
    assert days["Första leverans senast"] == frame["Första leverans senast"]
    assert frame["Avtalet gäller från"] in text(made(name, number)["contract_terms"]), "the day of PC-FIRST-02"


def test_the_first_delivery_solves_the_need_of_what_is_built_first() -> None:
    said_in = text(made("skolplattform", 4)["contract_terms"])
    assert "från början till slut: ta närvaro på en halv minut (Närvaro)." in said_in
    assert "en lärare tar närvaro" not in said_in
    found, facts = read("skolplattform")
    whole = {one.key: one for one in documents(found, LIBRARY, facts, draft=True)}
    assert ["4", facts.lots[3].name, "ta närvaro på en halv minut (Närvaro)"] in table(
        whole["lots"], "Behov som den första"
    )


def test_the_first_delivery_solves_what_is_written_for_the_lot() -> None:
    own = [
        {"name": "Kärnan", "modules": ["karna"], "first_need": "en handläggare söker *ett* ärende"},
        {"name": "Appen", "modules": ["app"]},
    ]
    answers = {**REVIEWED, "modules": [REVIEWED["modules"][0], module("app", 6_000_000, "karna", need="se allt")]}
    said_in = text(from_answers(1, **answers | {"lots": own})["contract_terms"])
    assert "från början till slut: en handläggare söker *ett* ärende." in said_in
    given = brief(**answers | {"lots": own})
    whole = documents(given, LIBRARY, derive(given, LIBRARY, AMOUNTS, DAY), draft=True)
    plan = next(one for one in whole if one.key == "lots")
    assert table(plan, "Behov som den första leveransen") == [
        ["1", "Kärnan", "en handläggare söker *ett* ärende"], ["2", "Appen", "se allt (App)"],
    ]  # fmt: skip


def test_every_lot_tells_all_lots_in_one_table_and_that_the_rules_follow_the_whole() -> None:
    place = made("skolplattform", 3)["lots"]
    relations = [row[2] for row in table(place, "Upphandlingens delkontrakt")]
    assert relations == ["detta bygger på det", "–", "detta delkontrakt", "bygger på detta", "–"]
    assert "38 000 000 kr, och detta delkontrakt 9 200 000 kr" in text(place)
    assert "hela värdet som avgör" in text(place)


@pytest.mark.parametrize(("number", "is_stage"), [(0, True), (1, True), (2, True), (3, False)])
def test_a_stage_of_a_module_is_said_to_be_of_use_by_itself_and_is_no_step(number: int, is_stage: bool) -> None:
    found, facts = read("skolplattform")
    whole = {one.key: one for one in documents(found, LIBRARY, facts, draft=True)}
    plan = text((made("skolplattform", number) if number else whole)["lots"])
    assert ("En etapp ska gå att använda för sig när den är levererad" in plan) == is_stage
    assert ("Arbetet inom en etapp beställs i steg" in plan) == is_stage
    assert "uppdelad i steg" not in plan and "Lärplattform, steg" not in plan


def test_the_reason_for_a_lot_is_the_users_own_where_they_have_written_one() -> None:
    lots = [REVIEWED["lots"][0], REVIEWED["lots"][1] | {"reason": "Den som granskar ska inte ha byggt."}]
    own = text(from_answers(2, **REVIEWED | {"lots": lots})["lots"])
    assert "Den som granskar ska inte ha byggt." in own
    assert "Delkontraktet kommer efter delkontrakt 1" in text(from_answers(2, **REVIEWED)["lots"])


def test_the_same_set_has_the_same_digests() -> None:
    assert [one.digest() for one in made("skolplattform", 2).values()] == [
        one.digest() for one in made("skolplattform", 2).values()
    ]


@pytest.mark.parametrize(("name", "number"), [("skolplattform", 0), ("skolplattform", 6), ("bygglov", 1)])
def test_a_lot_that_is_not_there_has_no_documents(name: str, number: int) -> None:
    assert made(name, number) == {}


def test_with_ten_lots_the_files_still_sort() -> None:
    modules = [module(f"m{n}", 9_000_000) for n in range(1, 11)]
    set_ = from_answers(2, title="Stort", modules=modules)
    assert set_["requirements"].file_name.startswith("delkontrakt-02-1-")


REVIEWED: dict[str, Any] = {
    "title": "Granskat", "system_kind": "new", "data_class": "internal", "surfaces": ["staff_web"],
    "modules": [
        module("karna", 9_000_000, kind="core", need="allt hänger ihop"),
        module("granskning", 2_000_000, "karna", kind="review", need="lita på lösningen"),
    ],
    "lots": [{"name": "Kärnan", "modules": ["karna"]}, {"name": "Granskning", "modules": ["granskning"]}],
    "contract_start": "2027-08-01", "hosting": "supplier", "first_need": "en handläggare ser sitt ärende",
}  # fmt: skip


def test_a_review_is_not_asked_to_deploy_and_the_documents_say_why() -> None:
    set_ = from_answers(2, **REVIEWED)
    assert "PC-CD-01" not in clause_ids(set_["requirements"]) and "PC-CD-02" not in clause_ids(set_["contract_terms"])
    assert "PC-LIC-01" in clause_ids(set_["requirements"]) and "PC-FUP-01" in clause_ids(set_["contract_terms"])
    for key, example in (("requirements", "(PC-CD-01)"), ("contract_terms", "(PC-FIRST-01)")):
        assert "gäller inte delkontraktet, eftersom det granskar det som andra bygger" in text(set_[key])
        assert example in text(set_[key])
    assert "PC-CD-01" not in everything(set_["answer_form"])
    assert "driftsätts en förbättring" not in text(set_["lots"])
    frame = dict(table(set_["contract_terms"], "Avtalets ramar"))
    assert "Driftmiljö" not in frame and "Tillgänglighet per månad" not in frame
    assert table(set_["requirements"], "Delkontraktet behöver")[0][3] == "Källkod, dokumentation och testmiljö"
    built = from_answers(1, **REVIEWED)
    assert "PC-CD-01" in clause_ids(built["requirements"])
    assert not [one for one in chapters(built["requirements"]) if "som inte gäller" in one]


def test_the_whole_says_what_is_not_asked_of_which_lot() -> None:
    given = brief(**REVIEWED)
    whole = {one.key: one for one in documents(given, LIBRARY, derive(given, LIBRARY, AMOUNTS, DAY), draft=True)}
    for key, heading in (("requirements", "Krav"), ("contract_terms", "Villkor")):
        assert f"{heading} som inte gäller alla delkontrakt" in chapters(whole[key])
        assert "gäller inte delkontrakt 2, eftersom det granskar" in text(whole[key])
    assert [row[0] for row in table(whole["lots"], "Behov som den första")] == ["1"]


@pytest.mark.parametrize(
    ("giver", "taker", "carried"),
    [
        ("core", "interface", "Öppet API för Karna"),
        ("core", None, "Öppet API för Karna"),
        ("need", "core", "Underlag och prototyper"),
        ("migration", "core", "De flyttade uppgifterna"),
        ("core", "migration", "Öppet API för Karna"),
        ("core", "operations", "Källkod, skript och anvisningar i kodförrådet"),
        ("operations", "operations", "Driftmiljö, rutiner och dokumentation"),
        ("other", "integration", "Öppet API för Karna"),
        ("core", "other", "Det som delen levererar, med dokumentation"),
    ],
)
def test_what_carries_over_follows_from_what_the_modules_are(giver: str, taker: str | None, carried: str) -> None:
    first, second = REVIEWED["modules"]
    modules = [first | {"kind": giver}, {k: v for k, v in (second | {"kind": taker}).items() if v is not None}]
    for number, caption in ((1, "Andra behöver"), (2, "Delkontraktet behöver")):
        specification = from_answers(number, **REVIEWED | {"modules": modules})["requirements"]
        assert [row[3] for row in table(specification, caption)] == [carried]


def test_where_no_code_is_public_none_is_handed_over() -> None:
    bought = from_answers(2, **REVIEWED | {"system_kind": "operations", "surfaces": None})["requirements"]
    assert [row[3] for row in table(bought, "Delkontraktet behöver")] == ["Dokumentation och testmiljö"]


@pytest.mark.parametrize("kind", [None, "core", "other"])
def test_a_module_without_a_kind_or_that_builds_carries_everything(kind: str | None) -> None:
    first, second = REVIEWED["modules"]
    other = {**second, "kind": kind} if kind else {k: v for k, v in second.items() if k != "kind"}
    set_ = from_answers(2, **REVIEWED | {"modules": [first, other]})
    assert "PC-CD-01" in clause_ids(set_["requirements"])


def test_a_lot_of_two_kinds_is_spared_only_what_makes_sense_for_neither() -> None:
    modules = [
        module("a", 1_000_000, kind="review", need="lita"),
        module("b", 9_500_000, kind="operations", need="allt är i gång"),
        module("c", 9_000_000, kind="core", need="allt hänger ihop"),
    ]
    lots = [{"name": "Kärnan", "modules": ["c"]}, {"name": "Resten", "modules": ["a", "b"]}]
    set_ = from_answers(2, **REVIEWED | {"modules": modules, "lots": lots, "lot_cap_sek": 11_000_000})
    ids = clause_ids(set_["contract_terms"])
    assert "PC-CD-02" not in ids and "PC-CD-03" in ids
    assert "PC-CD-01" in clause_ids(set_["requirements"])


def test_what_somebody_has_written_in_their_own_words_stands() -> None:
    set_ = from_answers(2, **REVIEWED | {"wording": {"PC-CD-01": "Rapporten lämnas i en kedja."}})
    assert "PC-CD-01" in clause_ids(set_["requirements"])


def test_a_missing_need_is_a_gap_in_the_lots_own_annexes() -> None:
    modules = [{k: v for k, v in module(key, 9_000_000).items() if k != "need"} for key in ("a", "b")]
    specification = from_answers(1, **REVIEWED | {"modules": modules, "lots": None})["requirements"]
    gaps = [
        inline for b in blocks(specification) if isinstance(b, Table) for row in b.rows for cell in row.cells
        for block in cell.blocks for inline in getattr(block, "inlines", ()) if isinstance(inline, Gap)
    ]  # fmt: skip
    assert any(one.key == "modules" for one in gaps)


def test_small_lots_bought_directly_get_the_short_form() -> None:
    modules = [module("a", 300_000, need="ett"), module("b", 200_000, "a", kind="review", need="två")]
    lots = [{"name": "Ett", "modules": ["a"]}, {"name": "Två", "modules": ["b"]}]
    set_ = from_answers(2, **REVIEWED | {"modules": modules, "lots": lots})
    assert list(set_) == ["short_form"]
    assert "Gränssnitt mot andra delkontrakt" in chapters(set_["short_form"])
    assert not [one for one in chapters(set_["short_form"]) if "som inte gäller" in one]
    assert "Driftmiljö" in dict(table(set_["short_form"], "Avtalets ramar"))


SMALL: dict[str, Any] = {
    **REVIEWED, "small_lots": ["3"], "contract_start": "2027-08-01", "turnover_factor": 1, "term_months": 24,
    "modules": [module("a", 3_000_000), module("b", 2_000_000, "a"), module("c", 900_000, "b")],
    "lots": [{"name": name.upper(), "modules": [name]} for name in "abc"],
}  # fmt: skip
# What LOU 19 kap. 1 § keeps in force below the threshold, beside 19 kap. itself.
BELOW = {1, 2, 3, 5, 19, 20, 21}


def test_a_small_lot_that_is_taken_out_is_told_the_rules_below_the_threshold_and_no_others() -> None:
    alone, other = from_answers(3, **SMALL), from_answers(2, **SMALL)
    for one in alone.values():
        cited = {
            int(number) for number in re.findall(r"LOU\s+(\d+)\s+(?:a\s+)?kap", everything(one).replace("\u00a0", " "))
        }
        assert cited <= BELOW, one.key
    said = text(alone["evaluation"])
    assert "LOU 19 kap. 17 §" in said and "Ingen särskild försäkran behövs." in said and "egen försäkran" not in said
    assert "aldrig mer än två gånger kontraktets uppskattade värde." in said
    assert "särskilda kontraktsvillkor enligt LOU 19 kap. 9 §" in text(alone["contract_terms"])
    assert "Rätt att avsluta avtalet" not in chapters(alone["contract_terms"])
    assert "egna försäkran" not in text(alone["answer_form"])
    assert not tables(alone["lots"], "Dagarna före avtal") and not tables(alone["lots"], "Detta står också i annonsen")
    assert "Delkontraktet upphandlas för sig. Tiderna anges när det upphandlas." in text(alone["lots"])
    assert "LOU 13 kap. 1 §" in text(other["evaluation"]) and "egna försäkran" in text(other["answer_form"])
    assert tables(other["lots"], "Dagarna före avtal")


def test_the_whole_says_what_differs_for_a_small_lot_that_is_taken_out() -> None:
    given = brief(**SMALL)
    facts = derive(given, LIBRARY, AMOUNTS, DAY)
    made = {one.key: one for one in documents(given, LIBRARY, facts, draft=True)}
    whole = {key: text(one) for key, one in made.items()}
    by_itself, book = "Anbud på delkontrakt 3 lämnas för sig, i ett eget formulär.", made["answer_form"].workbook
    assert by_itself in whole["answer_form"] and book
    assert by_itself in [cell.text.replace("\u00a0", " ") for _, cell in cells(book) if isinstance(cell, Label)]
    assert "Det gäller inte delkontrakt 3, som upphandlas enligt reglerna under tröskelvärdet." in whole["evaluation"]
    assert "LOU 13 kap. 1 §" in whole["evaluation"] and "LOU 19 kap. 17 §" in whole["evaluation"]
    assert "För delkontrakt 3 räcker svaren i svarsformuläret." in whole["evaluation"]
    assert "I delkontrakt 3 är de i stället särskilda kontraktsvillkor" in whole["contract_terms"]
    assert "Kapitlet gäller inte delkontrakt 3" in whole["contract_terms"]
    assert "Den behövs inte för delkontrakt 3." in whole["answer_form"]
    none = {k: v for k, v in SMALL.items() if k != "small_lots"}
    kept = from_answers(3, **none)
    assert "LOU 13 kap. 1 §" in text(kept["evaluation"])
