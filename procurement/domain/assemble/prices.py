"""Chapter "Pris" of the answer form: a price for each contract, or every cost of its life with a change of supplier."""

from __future__ import annotations

from procurement.domain import awarding, swedish
from procurement.domain.assemble.builder import Builder, Case, row
from procurement.domain.brief import whole
from procurement.domain.document import Blank, Column

COSTS = ("Licenser och abonnemang", "Anpassning och integration", "Drift", "Support")


def write(b: Builder) -> None:
    """The chapter."""
    case, facts = b.case, b.case.facts
    b.h1("Pris")
    b.p(
        "Ange fast pris eller takpris i kronor utan mervärdesskatt. "
        "Leverantören får inte ta ut kostnader som inte anges här."
    )
    lots = [(f"Delkontrakt {lot.number}: {lot.name}" if facts.divided else lot.name) for lot in case.lots]
    names = lots or ["Hela uppdraget"]
    if case.lot:
        b.p(f"Priset omfattar {swedish.enumerate_items([part.name for part in case.lot.parts])}.")
    years = life_cycle(case)
    others = []
    if "connect_days" in facts.asked and case.clause("PC-FED-03"):
        others.append(row(["Anslutning av en ny part, pris per anslutning", (Blank("Pris per anslutning"),)]))
    introduced = case.clause("PC-SUP-02")
    if introduced and introduced.variant != "softer":
        # The softer text asks for written guidance, which costs nothing by itself.
        asked = ("Införande hos ytterligare en organisation, fast pris", "Utbildning, fast pris per tillfälle")
        others += [row([what, (Blank(what),)]) for what in asked]
    heads = [Column("Del", 60), Column("Pris i kronor", 40)]
    if not years:
        rows = [row([name, (Blank(f"Pris, {name}"),)]) for name in names]
        b.table("Pris", heads, rows + others, numbered=False)
        _together(b)
        return
    b.p(
        f"Fyll i alla kostnader under {years} år. Skriv 0 där inget kostar. Anbudspriset är summan av alla rutor, "
        "även raden om byte av leverantör, som prissätts enligt scenariot i bilagan Kvalificering och utvärdering."
    )
    for name in names:
        if len(names) > 1:
            b.h2(name)
        _life_cycle(b, name, years)
    if others:
        b.table("Övriga priser", heads, others, numbered=False)
    _together(b)


def _together(b: Builder) -> None:
    """A price for each combination that lots may be awarded in; in a lot's own set, for those that it is in."""
    alone = b.case.lot
    allowed = [
        sorted(one.lots)
        for one in awarding.combinations(b.case.facts)
        if one.sound and (alone is None or alone.number in one.lots)
    ]
    if not allowed:
        return
    b.p(
        "Fyll i bara de kombinationer som anbudet också gäller. Anbudspriset är då ett enda pris för alla "
        "delkontrakt i kombinationen, räknat på samma sätt som ovan."
    )
    names = [f"Delkontrakt {swedish.enumerate_items([str(number) for number in numbers])}" for numbers in allowed]
    rows = [row([name, (Blank(f"Samlat anbudspris, {name}"),)]) for name in names]
    b.table(
        "Samlade anbud", [Column("Kombination", 60), Column("Samlat anbudspris i kronor", 40)], rows, numbered=False
    )


def life_cycle(case: Case) -> int | None:
    """Over how many years the cost is counted, or None where the price alone counts."""
    counted = case.clause("PC-EVAL-03") or case.facts.answers.get("award_basis") == "cost"
    return whole(case.facts.answers.get("lifetime_years")) if counted else None


def _life_cycle(b: Builder, name: str, years: int) -> None:
    lines = ["Införande", *(f"År {year}" for year in range(1, years + 1)), "Byte av leverantör"]
    rows = [row([line, *((Blank(f"{name}, {line}, {cost}"),) for cost in COSTS)]) for line in lines]
    rows.append(row(["Summa", *((Blank(f"{name}, summa, {cost}"),) for cost in COSTS)], emphasis=True))
    heads = [Column("Kostnad i kronor", 24), *(Column(cost, 19) for cost in COSTS)]
    b.table(f"Kostnader: {name}", heads, rows, numbered=False)
    b.table(f"Anbudspris: {name}", [Column("Uppgift", 60), Column("Pris i kronor", 40)],
            [row(["Summan av de fyra summorna", (Blank(f"Anbudspris, {name}"),)])], numbered=False)  # fmt: skip
