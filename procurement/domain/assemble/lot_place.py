"""Bilaga 3 in the set of one lot: what it holds and is worth, its place in the whole, and its days."""

from __future__ import annotations

from procurement.domain import calendar, regimes, swedish
from procurement.domain.answers import gap
from procurement.domain.assemble import cooperation, lot_plan
from procurement.domain.assemble.builder import Builder, Case, day, document, row, text_of
from procurement.domain.document import Clause, Column, Document
from procurement.domain.facts import reasons
from procurement.domain.lots import Lot
from procurement.domain.markup import plain_paragraphs


def write(case: Case, lot: Lot) -> Document:
    """The annex."""
    b = Builder(case)
    contract(b, lot)
    whole(b, lot)
    lot_plan.tenders(b)
    plan(b, lot)
    lot_plan.timetable(b)
    cooperation.partners(b)
    if case.facts.answers.get("partners"):
        b.p("Värdet i villkoret om samverkan gäller alla delkontrakt tillsammans.", "note")
    return document(
        case, key="lots", label="Bilaga 3", title="Delkontrakt och leveransplan",
        file_name="3-delkontrakt-och-leveransplan", builder=b,
    )  # fmt: skip


def contract(b: Builder, lot: Lot) -> None:
    """Chapter "Delkontraktet": its parts with their values, and why it is as it is."""
    facts = b.case.facts
    b.h1("Delkontraktet")
    rows = [row([part.name, swedish.kronor(part.value)]) for part in lot.parts]
    rows.append(row(["Summa", swedish.kronor(lot.value)], emphasis=True))
    b.table(
        f"Delkontrakt {lot.number}: uppskattat värde utan mervärdesskatt, optioner inräknade",
        [Column("Del", 70), Column("Värde", 30, "end")],
        rows,
    )
    b.blocks += plain_paragraphs(reasons(b.case.brief, facts).lots[lot.number])
    lot_plan.stages(b, lot)


def whole(b: Builder, lot: Lot) -> None:
    """Chapter "Delkontraktets plats i helheten": the rules follow the whole, and the lots are told in one table."""
    case, facts = b.case, b.case.facts
    b.h1("Delkontraktets plats i helheten")
    selected = case.clause("PC-SMALL-01")
    if selected:
        clause = selected.clause
        b.blocks.append(Clause(clause.id, clause.title, text_of(selected, case), "krav-delning", selected.variant))
    else:
        b.p("Upphandlingen är uppdelad i {lot_count} delkontrakt. Varje delkontrakt kan utföras av en egen leverantör.")
    if facts.total is not None and facts.regime:
        b.p(
            f"Hela upphandlingen är värd {swedish.kronor(facts.total)}, och detta delkontrakt "
            f"{swedish.kronor(lot.value)} av det. Det är hela värdet som avgör vilka regler som gäller. "
            f"Köpet är en {regimes.NAMES[facts.regime]}."
        )
    lot_plan.taken_out(b)
    missing = gap("contract_start", case.library)
    rows = [
        row([
            str(one.number), one.name, _relation(one, lot), day(facts.first_deliveries.get(one.number), missing),
        ], emphasis=one is lot)
        for one in facts.lots
    ]  # fmt: skip
    b.table(
        "Upphandlingens delkontrakt",
        [Column("Nr", 8), Column("Delkontrakt", 42), Column("Förhållande", 26), Column("Första leverans senast", 24)],
        rows,
    )
    b.p("De andra delkontraktens krav och villkor står i deras egna bilagor.", "note")


def _relation(one: Lot, lot: Lot) -> str:
    if one is lot:
        return "detta delkontrakt"
    if one.number in lot.depends_on:
        return "detta bygger på det"
    return "bygger på detta" if lot.number in one.depends_on else "–"


def plan(b: Builder, lot: Lot) -> None:
    """Chapter "Leveransplan": the days of this contract."""
    case, facts = b.case, b.case.facts
    b.h1("Leveransplan")
    if "first_need" in facts.asked and case.clause("PC-FIRST-01"):
        b.p("Den första leveransen löser detta behov från början till slut: {first_need}.")
    lot_plan.rhythm(b)
    missing = gap("contract_start", case.library)
    ends = lot_plan.last_days(case, calendar.planned(facts))
    b.table(
        "Delkontraktets dagar",
        [Column("Händelse", 50), Column("Dag", 50)],
        [
            row(["Tidigaste start", day(facts.lot_starts.get(lot.number), missing)]),
            row(["Första leverans senast", day(facts.first_deliveries.get(lot.number), missing)]),
            row(["Sista dag utan förlängning", ends[lot.number]]),
        ],
    )
    if lot.depends_on:
        numbers = swedish.enumerate_items([str(number) for number in lot.depends_on])
        b.p(f"Delkontraktet startar tidigast när delkontrakt {numbers} har gjort sin första leverans.", "note")
