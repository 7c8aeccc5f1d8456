"""What is said of one contract among several: what it holds, where it meets the others, and what is not asked of it."""

from __future__ import annotations

from collections.abc import Sequence

from procurement.domain import lots as dividing
from procurement.domain import swedish
from procurement.domain.answers import gap
from procurement.domain.assemble.asked import OTHER_LOTS
from procurement.domain.assemble.builder import Builder, Case, day, row
from procurement.domain.document import Blank, Column, Inlines, Paragraph, Row, Text
from procurement.domain.library import ClauseKind
from procurement.domain.lots import Interface, Lot

API = "Öppet API för"
DELIVERED = "Det som delen levererar, med dokumentation"
# What a module of a kind leaves to others, whoever they are.
GIVEN = {
    "need": "Underlag och prototyper", "migration": "De flyttade uppgifterna", "review": "Granskningens rapport",
    "operations": "Driftmiljö, rutiner och dokumentation",
}  # fmt: skip


def called(lot: Lot) -> str:
    """Delkontrakt 2 – Närvaro."""
    return f"Delkontrakt{swedish.NBSP}{lot.number} – {lot.name}"


def reading(b: Builder, lot: Lot) -> None:
    """How an extract is read: the clauses are those of the whole, the numbers its own."""
    b.p(
        f"Dokumentet gäller delkontrakt{swedish.NBSP}{lot.number} och är ett utdrag ur upphandlingens dokument. "
        "Ett krav känns igen på sitt id, till exempel PC-API-01. Det är detsamma i alla delkontrakt. "
        "Numren gäller bara inom delkontraktets egna bilagor."
    )


def scope(b: Builder, lot: Lot) -> None:
    """Chapter "Delkontraktet": its parts, each with the need it solves."""
    case = b.case
    b.h1("Delkontraktet")
    _say(b, f"{called(lot)} omfattar de här delarna.")
    needs = {module.key: module.need for module in case.facts.modules}
    b.table(
        f"Delkontrakt {lot.number}",
        [Column("Del", 46), Column("Behov som delen löser", 54)],
        [row([part.name, needs.get(part.module) or (gap("modules", case.library),)]) for part in lot.parts],
    )
    b.p(
        "Behov, föremål och informationsutbyte beskrivs för hela lösningen, så att delarna passar ihop. "
        "Leverantören svarar för de delar som står i tabellen."
    )


def interfaces(b: Builder, lot: Lot) -> None:
    """Chapter "Gränssnitt mot andra delkontrakt": what the lot needs, what others need of it, and who answers."""
    facts = b.case.facts
    found = dividing.interfaces(facts.lots, facts.modules)
    needed = [one for one in found if one.taker == lot.number]
    given = [one for one in found if one.giver == lot.number]
    b.h1("Gränssnitt mot andra delkontrakt")
    if not needed and not given:
        b.p("Delkontraktet bygger inte på något annat delkontrakt, och inget annat bygger på det.")
        return
    if needed:
        _needed(b, needed)
    else:
        b.p("Delkontraktet behöver inget från andra delkontrakt.")
    if given:
        _given(b, given)
    else:
        b.p("Inget annat delkontrakt bygger på det här.")
    _responsibility(b, [*needed, *given])


def all_interfaces(b: Builder) -> None:
    """Chapter "Gränssnitt mellan delkontrakten", for the whole; nothing where no lot needs another."""
    facts = b.case.facts
    found = dividing.interfaces(facts.lots, facts.modules)
    if not found:
        return
    b.h1("Gränssnitt mellan delkontrakten")
    rows = [
        row([f"{one.giver} → {one.taker}", one.given.name, one.needed_for.name, carrier(b.case, one)]) for one in found
    ]
    heads = [Column("Från → till", 14), Column("Det som behövs", 29), Column("Behövs för", 29), Column("Bärs av", 28)]
    b.table("Gränssnitt mellan delkontrakten", heads, rows)
    if any("/" in part.key for one in found for part in (one.given, one.needed_for)):
        # The reason for the division counts pairs of modules that share no lot.
        b.p("Rader som finns för att en modul är uppdelad i etapper räknas inte när gränssnitten räknas.", "note")
    _responsibility(b, found)


def _needed(b: Builder, needed: Sequence[Interface]) -> None:
    facts = b.case.facts
    rows = [
        row([str(one.giver), one.given.name, one.needed_for.name, carrier(b.case, one),
             day(facts.first_deliveries.get(one.giver), gap("contract_start", b.case.library))])
        for one in needed
    ]  # fmt: skip
    b.table("Delkontraktet behöver från andra", _heads("Från", "Det som behövs", "Första leverans senast"), rows)


def _given(b: Builder, given: Sequence[Interface]) -> None:
    facts = b.case.facts
    rows = [
        row([str(one.taker), one.given.name, one.needed_for.name, carrier(b.case, one),
             day(facts.lot_starts.get(one.taker), gap("contract_start", b.case.library))])
        for one in given
    ]  # fmt: skip
    b.table("Andra behöver från delkontraktet", _heads("Till", "Det som lämnas", "Används tidigast från"), rows)


def _heads(direction: str, what: str, when: str) -> list[Column]:
    names = ((direction, 8), (what, 24), ("Behövs för", 24), ("Bärs av", 24), (when, 20))
    return [Column(name, width) for name, width in names]


def carrier(case: Case, one: Interface) -> str:
    """What carries what is needed over, by the kinds of the modules; between parts that are built, an API."""
    kinds = {module.key: module.kind for module in case.facts.modules}
    giver, taker = kinds.get(one.given.module, ""), kinds.get(one.needed_for.module, "")
    is_public = _stands(case, "PC-CODE-01")
    if one.continues:
        return "Källkod och dokumentation i kodförrådet" if is_public else DELIVERED
    if giver in GIVEN:
        return GIVEN[giver]
    if taker == "review":
        return "Källkod, dokumentation och testmiljö" if is_public else "Dokumentation och testmiljö"
    if taker == "operations":
        return "Källkod, skript och anvisningar i kodförrådet" if is_public else DELIVERED
    if taker == "other":
        return DELIVERED
    return f"{API} {one.given.name}" if _stands(case, "PC-API-01") else f"Dokumenterat gränssnitt för {one.given.name}"


def _stands(case: Case, identity: str) -> bool:
    """Whether the clause is asked of some lot, if not of this."""
    return case.clause(identity) is not None or any(
        selected.clause.id == identity for left in case.unasked.values() for selected in left.clauses
    )


def _responsibility(b: Builder, met: Sequence[Interface]) -> None:
    """Who answers for the parts working together, by the clauses that stand."""
    case = b.case
    stands = {s.clause.id for s in case.clauses if s.variant != "softer"}
    if "PC-SMALL-02" in stands:
        b.p(
            "Delarna får utbyta uppgifter bara genom dokumenterade öppna API:er, och ett avbrott i en del får inte "
            "hindra de andra från att fungera (PC-SMALL-02)."
        )
    b.p(
        "Den leverantör som lämnar något svarar för att det är dokumenterat och fungerar så som det är beskrivet. "
        "Den som använder det svarar för sin egen anslutning och provar den."
    )
    # Asked of whoever gives an API, also where this lot gives none itself.
    if _stands(case, "PC-API-03") and any(carrier(case, one).startswith(API) for one in met):
        b.p(
            "En ändring av ett API som bryter bakåtkompatibiliteten meddelas minst {api_notice_months} månader "
            "i förväg (PC-API-03)."
        )
    late = (
        " Dröjer något som en leverantör behöver från ett annat delkontrakt räknas det som beställarens dröjsmål, och "
        "leverantörens tider flyttas fram lika många dagar (PC-FIRST-02)."
    )
    b.p(f"Beställaren samordnar delkontrakten.{late if 'PC-FIRST-02' in stands else ''}")


def first_needs(b: Builder) -> None:
    """What the first delivery of each lot solves: the need of the whole belongs to all of them together."""
    case = b.case
    if not case.facts.divided or case.clause("PC-FIRST-01") is None:
        return
    b.p(
        "Det behovet är hela upphandlingens. I vart och ett av delkontrakten gäller villkoret om körbar första "
        "leverans (PC-FIRST-01) i stället delkontraktets eget behov, som står i tabellen."
    )
    asked = [lot for lot in case.lots if not case.is_unasked(lot, "PC-FIRST-01")]
    rows = [row([str(lot.number), lot.name, case.first_need(lot)]) for lot in asked]
    heads = [Column("Nr", 8), Column("Delkontrakt", 46), Column("Behov", 46)]
    b.table("Behov som den första leveransen löser", heads, rows)


def unasked(b: Builder, heading: str, kinds: Sequence[ClauseKind]) -> None:
    """Chapter "Krav som inte gäller …": the clauses of these kinds that a lot is not asked for, and why."""
    case = b.case
    found = {
        lot: ([s.clause for s in left.clauses if s.clause.kind in kinds], left.why)
        for lot in case.lots
        if (left := case.unasked.get(lot.number))
    }
    if not any(clauses for clauses, _ in found.values()):
        return
    b.h1(f"{heading} som inte gäller {'delkontraktet' if case.lot else 'alla delkontrakt'}")
    for lot, (clauses, why) in found.items():
        if clauses:
            which = "delkontraktet" if case.lot else f"delkontrakt{swedish.NBSP}{lot.number}"
            _say(b, f"Följande {heading.lower()} gäller inte {which}, eftersom det {why}.")
            b.items([f"{clause.title} ({clause.id})" for clause in clauses])


def frame(case: Case) -> list[tuple[str, Inlines]]:
    """The rows that a contract among several has before the others: which it is, and its first delivery."""
    if case.lot is None:
        return []
    delivery = case.facts.first_deliveries.get(case.lot.number)
    return [
        ("Avtalet gäller", (Text(called(case.lot)),)),
        ("Första leverans senast", day(delivery, gap("contract_start", case.library))),
    ]


def tender(b: Builder, lot: Lot) -> None:
    """Chapter "Delkontrakt som anbudet gäller", in the form for one."""
    b.h1("Delkontrakt som anbudet gäller")
    _say(b, f"Formuläret gäller delkontrakt{swedish.NBSP}{lot.number}. Lämna ett formulär för varje delkontrakt.")
    rows: list[Row] = [row(["Delkontrakt", f"{lot.number} – {lot.name}"])]
    if asks_for_other_lots(b.case):
        rows.append(row([OTHER_LOTS, (Blank(OTHER_LOTS),)]))
    b.table("Delkontrakt", [Column("Uppgift", 42), Column("Svar", 58)], rows, numbered=False)


def asks_for_other_lots(case: Case) -> bool:
    """Whether the tenderer may have tenders for several lots, in the same procurement."""
    return case.facts.answers.get("lot_bids") != "one" and not case.taken_out


def _say(b: Builder, text: str) -> None:
    """A paragraph with names that users typed: they are text, never markup or a place for an answer."""
    b.blocks.append(Paragraph((Text(text),)))
