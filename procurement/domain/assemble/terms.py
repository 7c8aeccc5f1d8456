"""Bilaga 2 Särskilda kontraktsvillkor: what holds during the contract, and how it is followed up."""

from __future__ import annotations

from procurement.domain.assemble import one_lot, penalties, prices, quality
from procurement.domain.assemble.builder import Builder, Case, cell, contract_time, document, lots_named, row, text_of
from procurement.domain.document import Column, Document, Inlines, Paragraph, Row, Text

# They speak of what is deployed. Where the buyer runs the solution the last step is not the supplier's.
DEPLOYING = ("PC-FIRST-01", "PC-CD-02", "PC-CD-03")
# LOU 17 kap. 1 § applies from the threshold up; below it LOU 19 kap. 9 § asks for the same in the documents.
LEGAL_BASIS = {
    "eu": "särskilda villkor för fullgörande enligt LOU\u00a017\u00a0kap.\u00a01\u00a0§",
    "national": "särskilda kontraktsvillkor enligt LOU\u00a019\u00a0kap.\u00a09\u00a0§",
    "direct": "avtalsinnehåll",
}


def write(case: Case) -> Document:
    """The annex."""
    b = Builder(case)
    b.h1("Om villkoren")
    b.p(
        "Anbudsgivaren godtar villkoren genom att lämna anbud. De ska vara uppfyllda under hela avtalstiden, "
        "inte när anbudet lämnas."
    )
    if case.regime:
        b.p(f"Villkoren är {LEGAL_BASIS[case.regime]}.")
    if case.taken_out and not case.lot:
        b.p(f"I {lots_named(case.taken_out)} är de i stället {LEGAL_BASIS['national']}.")
    b.p(precedence("denna bilaga, Bilaga 1, de övriga bilagorna"))
    frame(b)
    numbers: dict[str, str] = {}
    for area, chosen in case.of_kind("contract_term"):
        b.h1(area.title)
        for selected in chosen:
            numbers[selected.clause.id] = b.clause(selected)
    quality.terms(b)
    penalties.table(b, numbers)
    penalties.ending(b)
    follow_up(b)
    one_lot.unasked(b, "Villkor", ("contract_term", "follow_up"))
    return document(
        case, key="contract_terms", label="Bilaga 2", title="Särskilda kontraktsvillkor",
        file_name="2-sarskilda-kontraktsvillkor", builder=b,
    )  # fmt: skip


def start(case: Case) -> Inlines:
    """When the contract begins. Of several contracts each has its own day, and Bilaga 3 says which."""
    if len(case.lots) < 2:
        return case.answer("contract_start")
    return (Text("den dag som Bilaga 3 anger för delkontraktet, tidigast den "), *case.answer("contract_start"))


def precedence(annexes: str) -> str:
    """Which paper holds where two say different things."""
    return (
        "Motsäger handlingarna varandra gäller de i denna ordning: skriftliga ändringar av avtalet, avtalet, "
        f"{annexes} och leverantörens anbud."
    )


def frame(b: Builder) -> None:
    """Chapter "Avtalets ramar": time, place and levels in one table, and the words that the terms count with.

    The cap on penalties stands here in every contract, also where the clause about penalties is switched off.
    """
    case = b.case
    b.h1("Avtalets ramar")
    rows: list[tuple[str, Inlines]] = [
        *one_lot.frame(case),
        ("Avtalet gäller från", start(case)),
        *(row for row in contract_time(case) if not (b.short and row[1] == (Text("0"),))),
    ]
    # A lot that leaves nothing in operation has no place to run and no level to keep.
    operated = not (case.lot and case.is_unasked(case.lot, "PC-OPS-02"))
    if operated:
        rows.append(("Driftmiljö", case.answer("hosting")))
    # The service level says both, where it stands: a level said twice can come to differ.
    said = case.clause("PC-OPS-02") is not None
    for key, label in (("availability", "Tillgänglighet per månad"), ("location", "Plats för lagring och behandling")):
        if key in case.facts.asked and not said and (operated or key != "availability"):
            rows.append((label, case.answer(key)))
    # In the short form the clause that says the cap stands on the next page.
    if not (b.short and case.clause("PC-FUP-01")):
        rows.append(("Högsta sammanlagda vite, procent av årsvärdet", case.answer("penalty_cap_percent")))
    b.table("Avtalets ramar", [Column("Uppgift", 48), Column("Gäller", 52)], [row(pair) for pair in rows])
    if case.facts.answers.get("extension_months"):
        b.p(
            "Beställaren får förlänga avtalet på oförändrade villkor, en eller flera gånger, med sammanlagt högst "
            "{extension_months} månader. Beställaren lämnar besked om det skriftligt innan avtalstiden går ut."
        )
    besides = [one for number, _ in prices.contracts(case) for one in prices.others(case, number)]
    if any(one.counted == prices.HOURS for one in besides):
        b.p(
            "Arbete som beställs utöver det som priset omfattar betalas efter nedlagd tid, med det timpris för annat "
            "arbete som anbudet anger. Beställningen är skriftlig och anger ett högsta antal timmar."
        )
    if besides:
        b.p("Beställaren är inte skyldig att beställa något av det som övriga priser i anbudet gäller.")
    _meanings(b, bool(besides))


def _meanings(b: Builder, has_besides: bool) -> None:
    """The words that the terms count with: a penalty that cannot be worked out cannot be claimed."""
    case = b.case
    no_end = " Eftersom avtalet saknar slutdag räknas det som 48 månader." if case.facts.open_ended else ""
    left_out = " Övriga priser räknas inte in." if has_besides else ""
    counted = ", möjlig förlängning och optioner inräknade" if prices.has_options(case) else ""
    extended = ", möjlig förlängning inräknad" if case.facts.answers.get("extension_months") else ""
    b.p(
        f"Med *avtalets värde* menas priserna i anbudet för hela avtalstiden utan mervärdesskatt{counted}.{left_out} "
        f"Med *avtalets årsvärde* menas avtalets värde delat med avtalstiden i år{extended}.{no_end} "
        "Med *månadsavgift* menas den fasta ersättning per månad som avtalet anger eller, om avtalet inte anger någon, "
        "en tolftedel av avtalets årsvärde. "
        "Med *arbetsdag* menas måndag till fredag som inte är helgdag."
    )
    if case.clause("PC-FIRST-01"):
        b.p(
            "Med *första stegets pris* menas takpriset i den första beställningen."
            if case.clause("PC-SMALL-03")
            else "Med *första stegets pris* menas månadsavgiften, eftersom uppdraget inte beställs i steg."
        )
    b.p("Ett vites tak gäller varje brist för sig och räknas på samma belopp som vitet.")
    if case.facts.answers.get("hosting") == "authority" and any(map(case.clause, DEPLOYING)):
        b.p("Beställaren sköter driften: en ändring är *driftsatt* när den är klar att driftsätta hos beställaren.")


def follow_up(b: Builder) -> None:
    """Chapter "Uppföljning": only what is followed up is worth demanding."""
    followed = b.case.of_kind("follow_up")
    if not followed:
        return
    b.h1("Uppföljning")
    b.p(
        "Beställaren kontrollerar villkoren så här. Leverantören lämnar de uppgifter som behövs. Ett villkor gäller "
        "också när beställaren inte har kontrollerat det."
    )
    rows = []
    for area, chosen in followed:
        for selected in chosen:
            number = b.next_number()
            name = [Paragraph((Text(number, "strong"),)), Paragraph((Text(selected.clause.id),), "source")]
            rows.append(
                Row(
                    (cell(name, header=True), cell(area.title), cell(text_of(selected, b.case))),
                    clause=selected.clause.id, clause_title=selected.clause.title, anchor=b.row_anchor(number),
                )
            )  # fmt: skip
    b.table("Uppföljning", [Column("Nr", 14), Column("Område", 26), Column("Kontroll", 60)], rows, numbered=False)
