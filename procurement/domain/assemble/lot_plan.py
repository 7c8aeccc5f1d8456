"""Bilaga 3 Delkontrakt och leveransplan: how the whole is divided, why, and what comes when."""

from __future__ import annotations

from collections.abc import Sequence

from procurement.domain import awarding, calendar, figures, independence, small_lots, swedish
from procurement.domain.answers import gap
from procurement.domain.assemble import cooperation, one_lot, procedure
from procurement.domain.assemble.builder import Builder, Case, day, document, lots_named, row, text_of
from procurement.domain.calendar import Calendar
from procurement.domain.document import Clause, Column, Document, Inlines, Paragraph, Text
from procurement.domain.facts import reasons
from procurement.domain.independence import Reviewing
from procurement.domain.lots import Lot
from procurement.domain.markup import plain_paragraphs

# Who wins when a supplier may not win all it is best at, or may win several together. At most one of them stands.
AWARD = ("PC-SMALL-04", "PC-SMALL-05", "PC-SMALL-06")


def write(case: Case) -> Document:
    """The annex."""
    b = Builder(case)
    division(b)
    if case.facts.divided:
        one_lot.all_interfaces(b)
        tenders(b)
    plan(b)
    timetable(b)
    cooperation.partners(b)
    return document(
        case, key="lots", label="Bilaga 3", title="Delkontrakt och leveransplan",
        file_name="3-delkontrakt-och-leveransplan", builder=b,
    )  # fmt: skip


def division(b: Builder) -> None:
    """Chapter "Delkontrakt": the lots with their parts, or the reason for one contract."""
    case, facts = b.case, b.case.facts
    b.h1("Delkontrakt")
    selected = case.clause("PC-SMALL-01")
    if selected:
        clause = selected.clause
        b.blocks.append(Clause(clause.id, clause.title, text_of(selected, case), "krav-delning", selected.variant))
    elif facts.divided:
        b.p("Upphandlingen är uppdelad i {lot_count} delkontrakt. Varje delkontrakt kan utföras av en egen leverantör.")
    else:
        b.p("Kontraktet delas inte upp i delkontrakt.")
    if not facts.lots:
        b.blocks.append(Paragraph((Text("Värde: "), gap("budget_sek", case.library))))
        return
    if facts.divided:
        b.p("Delkontraktens värden räknas ihop när det avgörs vilka regler som gäller. Delningen ändrar dem inte.")
        taken_out(b)
    if facts.from_seams and facts.divided:
        b.p(
            "Delarna följer fogar som programvara brukar ha. Andelarna är beställarens uppskattning och inte en "
            "beräkning. De kan ändras innan upphandlingen annonseras.",
            "note",
        )
        seam_table(b)
    if not facts.divided:
        b.p(
            f"Det uppskattade värdet är {swedish.kronor(facts.lots[0].value)} utan mervärdesskatt, förlängningar och "
            "optioner inräknade."
        )
        return
    lot_table(b)
    why = reasons(case.brief, facts)
    b.blocks += plain_paragraphs(" ".join(why.whole))
    b.figure(figures.dependencies(facts.lots))
    for lot in facts.lots:
        _lot(b, lot, why.lots[lot.number])


def taken_out(b: Builder) -> None:
    """That some lots are bought by the lighter rules: tenderers must know which rules they have."""
    if exempt := b.case.taken_out:
        b.p(
            f"{lots_named(exempt).capitalize()} upphandlas för sig enligt reglerna för upphandling under "
            "tröskelvärdet, med stöd av undantaget för små delkontrakt (LOU\u00a05\u00a0kap.\u00a08\u00a0§). "
            f"Anbud på {'det' if len(exempt) == 1 else 'vart och ett av dem'} lämnas för sig."
        )


def lot_table(b: Builder) -> None:
    """The lots with their values, and the sum."""
    facts = b.case.facts
    rows = [
        row([str(lot.number), lot.name, _builds_on(lot), swedish.kronor(lot.value)]) for lot in facts.lots
    ]  # fmt: skip
    total = sum(lot.value for lot in facts.lots)
    rows.append(row(["Summa", "", "", swedish.kronor(total)], emphasis=True))
    b.table(
        "Delkontrakt med uppskattat värde utan mervärdesskatt, optioner inräknade",
        [Column("Nr", 12), Column("Delkontrakt", 44), Column("Bygger på", 20), Column("Värde", 24, "end")],
        rows,
    )


def seam_table(b: Builder) -> None:
    """The parts that stand in for modules, each with its share of the value."""
    shares = [share for share in b.case.facts.seams if share.hundredths]
    rows = [row([share.seam.name, share.percent, share.kronor]) for share in shares]
    total = sum(share.value for share in shares)
    rows.append(row(["Summa", swedish.percent(100), swedish.kronor(total)], emphasis=True))
    b.table("Delarnas värde", [Column("Del", 52), Column("Andel", 20, "end"), Column("Värde", 28, "end")], rows)


def _builds_on(lot: Lot) -> str:
    return swedish.enumerate_items([str(number) for number in lot.depends_on]) or "–"


def _lot(b: Builder, lot: Lot, reason: str) -> None:
    needs = {module.key: module.need for module in b.case.facts.modules}
    b.h2(f"Delkontrakt {lot.number}: {lot.name}")
    b.blocks += plain_paragraphs(reason)
    rows = [
        row([part.name, needs.get(part.module) or (gap("modules", b.case.library),), swedish.kronor(part.value)])
        for part in lot.parts
    ]
    b.table(
        f"Delkontrakt {lot.number}",
        [Column("Del", 36), Column("Behov som delen löser", 40), Column("Värde", 24, "end")],
        rows,
    )
    stages(b, lot)


def stages(b: Builder, lot: Lot) -> None:
    """What a stage of a module above the cap must be, where the lot has one: of use by itself, as PC-SMALL-01 says.

    A stage is a lot's; the steps that work is ordered in (PC-SMALL-03) are within it.
    """
    if not any("/" in part.key for part in lot.parts):
        return
    b.p(
        "En modul som är större än beställarens gräns för ett delkontrakt är uppdelad i etapper, som ligger i olika "
        "delkontrakt. En etapp ska gå att använda för sig när den är levererad: den löser ett behov från början till "
        "slut och behöver ingen senare etapp för att fungera. En senare etapp bygger vidare på det som är levererat.",
        "note",
    )
    if b.case.clause("PC-SMALL-03"):
        b.p("Arbetet inom en etapp beställs i steg, och beställaren får avstå från nästa steg (PC-SMALL-03).", "note")


def tenders(b: Builder) -> None:
    """Chapter "Anbud på delkontrakt": how many a tender may cover and one supplier can win, and who wins them."""
    case, facts = b.case, b.case.facts
    b.h1("Anbud på delkontrakt")
    exempt, here = small_lots.taken_out(facts), awarding.together(facts)
    if exempt and (case.lot in exempt or len(here) < 2):
        _alone(b)
        return
    if exempt:
        # What is awarded in another procurement is neither limited nor ordered by the rules of this one.
        besides = f" Gränsen räknar inte {lots_named(exempt)}." if awarding.limit(facts) else ""
        b.p(f"Kapitlet gäller {lots_named(here)}, som upphandlas tillsammans.{besides}")
    if not case.clause("PC-SMALL-01"):
        b.p("Anbud får lämnas på {lot_bids}.")
    limited = "max_lots_per_supplier" in facts.answers
    apart = _kept_apart(case)
    found = [selected for identity in AWARD if (selected := case.clause(identity))]
    for selected in found:
        b.clause(selected)
        if selected.clause.id == "PC-SMALL-06" and limited:
            b.p("En och samma leverantör får vart för sig tilldelas högst {max_lots_per_supplier} delkontrakt.")
    if limited and not found:
        # A limit without an order is none that the law allows (LOU 4 kap. 15 §), whatever has been switched off.
        b.p(
            "En och samma leverantör får tilldelas högst {max_lots_per_supplier} delkontrakt. Har en leverantör "
            "det bästa anbudet på fler tilldelas delkontrakten så att summan av de utsedda anbudens jämförelsetal "
            "blir lägst."
        )
    elif not found:
        b.p(
            "Antalet delkontrakt som en och samma leverantör kan tilldelas är inte begränsat."
            if apart
            else "En och samma leverantör kan tilldelas alla delkontrakt."
        )
    _combinations(b)
    if apart:
        _reviews(b, apart, ordered=bool(found) or limited)
    if case.regime == "eu":
        _announced(b, limited, bool(apart))


def _alone(b: Builder) -> None:
    """What holds for a lot that is procured by itself, though the paper tells of others."""
    case = b.case
    if case.lot is None:
        b.p("Delkontrakten upphandlas var för sig, och ett anbud gäller bara ett av dem.")
    else:
        b.p("Delkontraktet upphandlas för sig, och anbudet gäller bara det.")
        if awarding.limit(case.facts):
            b.p(
                "I de andra delkontrakten kan en leverantör tilldelas högst {max_lots_per_supplier}. Detta räknas inte "
                "mot den gränsen."
            )
    number = case.lot.number if case.lot else None
    if apart := [one for one in _kept_apart(case) if number in (None, one.lot, *one.others)]:
        _reviews(b, apart, ordered=False)


def _kept_apart(case: Case) -> tuple[Reviewing, ...]:
    """The reviews whose supplier wins nothing that they review."""
    # A lot that is reviewed is not asked for the clause, and its tenderers must know of it all the same.
    left = (selected for unasked in case.unasked.values() for selected in unasked.elsewhere)
    return awarding.kept_apart(case.facts, [*case.clauses, *left])


def _reviews(b: Builder, apart: Sequence[Reviewing], ordered: bool) -> None:
    """Who does not win a review, as PC-QUAL-03 refers to it.

    Where an order of award stands above, this is a part of it: there must not be two rules. Of two that are procured
    each by itself, there is nothing to choose: one of them is awarded before the other.
    """
    exempt = {lot.number for lot in small_lots.taken_out(b.case.facts)}
    is_parted = [bool(exempt & {one.lot, other}) for one in apart for other in one.others]
    b.p(
        "En leverantör tilldelas inte både ett delkontrakt med oberoende granskning och ett delkontrakt som granskas "
        f"enligt tabellen Oberoende granskning ({independence.CLAUSE}). Anbud får ändå lämnas på båda."
    )
    if any(is_parted):
        b.p("Upphandlas de var för sig tilldelas den som redan har det ena inte det andra.")
    if not all(is_parted):
        b.p(
            "Fördelningar där en leverantör skulle få båda räknas inte med när tilldelningen avgörs."
            if ordered
            else "Har en leverantör det bästa anbudet på båda tilldelas den det som granskas. Granskningen tilldelas "
            "då den som har lämnat det bästa av de andra anbuden på den."
        )
    rows = [row([str(one.lot), swedish.enumerate_items([str(number) for number in one.others])]) for one in apart]
    heads = [Column("Delkontrakt som granskar", 40), Column("Delkontrakt som granskas", 60)]
    b.table("Oberoende granskning", heads, rows)


def _combinations(b: Builder) -> None:
    """The lots that may be awarded together, as PC-SMALL-06 refers to them."""
    names = {lot.number: lot.name for lot in b.case.facts.lots}
    rows = [
        row([str(number), swedish.enumerate_items([f"{lot} {names[lot]}" for lot in sorted(one.lots)])])
        for number, one in enumerate(awarding.combinations(b.case.facts), 1)
        if one.lots
    ]
    if rows:
        b.table("Kombinationer", [Column("Nr", 12), Column("Delkontrakt som kan tilldelas tillsammans", 88)], rows)


def _announced(b: Builder, limited: bool, reviews: bool) -> None:
    """What the notice must say of the lots, so that it and this annex say the same (LOU 4 kap. 17 §)."""
    facts = b.case.facts
    none, some = (Text("ingen gräns"),), b.case.answer("max_lots_per_supplier")
    together: Inlines = (Text("nej"),)
    if facts.answers.get("combined_awards") is True:
        together = (Text("ja, enligt tabellen Kombinationer och i den ordning som anges ovan"),)
    told = [
        row(["Antal delkontrakt", swedish.number(len(awarding.together(facts)))]),
        row(["Anbud får lämnas på", b.case.answer("lot_bids")]),
        row(["Högsta antal delkontrakt per leverantör", some if limited else none]),
        row(["Delkontrakt kan tilldelas tillsammans", together]),
    ]
    if reviews:
        told.append(row(["Delkontrakt som inte tilldelas samma leverantör", "enligt tabellen Oberoende granskning"]))
    b.table("Detta står också i annonsen", [Column("Uppgift", 45), Column("Innehåll", 55)], told)


def plan(b: Builder) -> None:
    """Chapter "Leveransplan": the earliest start and the first delivery of each lot."""
    case, facts = b.case, b.case.facts
    b.h1("Leveransplan")
    if "first_need" in facts.asked:
        b.p("Den första leveransen löser detta behov från början till slut: {first_need}.")
        one_lot.first_needs(b)
    rhythm(b)
    planned = calendar.planned(facts)
    b.figure(figures.timeline(planned) if planned else None)
    missing = gap("contract_start", case.library)
    ends = last_days(case, planned)
    rows = [
        row([
            str(lot.number), lot.name,
            day(facts.lot_starts.get(lot.number), missing), day(facts.first_deliveries.get(lot.number), missing),
            ends[lot.number],
        ])
        for lot in facts.lots
    ]  # fmt: skip
    if rows:
        b.table(
            "Tidigaste start, första leverans senast och sista dag utan förlängning",
            [Column("Nr", 8), Column("Delkontrakt", 26), Column("Start", 22), Column("Första leverans", 22),
             Column("Sista dag", 22)],
            rows,
        )  # fmt: skip
    without = [lot for lot in facts.lots if case.clause("PC-FIRST-01") and case.is_unasked(lot, "PC-FIRST-01")]
    if without:
        b.p(
            f"I {lots_named(without)} finns inget villkor om en första leverans (PC-FIRST-01): där är dagen "
            "beställarens plan.",
            "note",
        )
    if facts.divided:
        b.p(
            "Ett delkontrakt som bygger på ett annat startar tidigast när det andra har gjort sin första leverans.",
            "note",
        )


def last_days(case: Case, planned: Calendar | None) -> dict[int, Inlines]:
    """The last day of each lot's contract without extensions, or what explains why it has none."""
    if planned is None:
        return dict.fromkeys((lot.number for lot in case.facts.lots), (gap("contract_start", case.library),))
    no_term = Text("tills vidare") if case.facts.open_ended else gap("term_months", case.library)
    return {days.number: day(days.end, no_term) for days in planned.lots}


def rhythm(b: Builder) -> None:
    """How often something comes after the first delivery, where the contract is asked for it."""
    if b.case.lot and b.case.is_unasked(b.case.lot, "PC-CD-02"):
        return
    if "release_interval_days" in b.case.facts.asked:
        b.p("Därefter driftsätts en förbättring som användarna kan märka minst var {release_interval_days}:e dag.")
    else:
        b.p(
            "Den första leveransen är att leverantören har tagit över driften av en första del (PC-FIRST-04)."
            if b.case.clause("PC-FIRST-04")
            else "Förbättringar levereras enligt avtalet."
        )


def timetable(b: Builder) -> None:
    """How the procurement is carried out, and chapter "Upphandlingens tider": its steps, each with its reason."""
    b.h1("Så går upphandlingen till")
    procedure.points(b)
    planned = calendar.planned(b.case.facts)
    if planned is None or not planned.steps:
        return
    b.h1("Upphandlingens tider")
    if b.case.lot and b.case.lot.number in planned.apart:
        b.p("Delkontraktet upphandlas för sig. Tiderna anges när det upphandlas.")
        return
    if planned.whose:
        b.p(planned.whose)
    b.table(
        "Dagarna före avtal",
        [Column("Händelse", 28), Column("Dag", 22), Column("Grund", 50)],
        [row([step.name, swedish.long_date(step.day), step.because()]) for step in planned.steps],
    )
    b.p(
        "Dagar som beställaren inte har bestämt är beräknade och preliminära. Den sista dagen för anbud är den som "
        "står i annonsen. En dag som skulle infalla på en helg är flyttad till en arbetsdag.",
        "note",
    )
    if planned.too_early:
        b.p(
            f"Avtal kan ingås tidigast den {swedish.long_date(planned.too_early)}. Då behöver också starten flyttas.",
            "note",
        )
