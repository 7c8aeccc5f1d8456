"""Chapter "Pris" of the answer form: a price for each contract, or every cost of its life with a change of supplier."""

from __future__ import annotations

from procurement.domain import awarding, swedish
from procurement.domain.assemble.builder import Builder, Case, row
from procurement.domain.brief import whole
from procurement.domain.document import Blank, Column, Paragraph, Text

COSTS = ("Licenser och abonnemang", "Anpassning och integration", "Drift", "Support")
EXIT = "Byte av leverantör"
HEADS = (Column("Del", 60), Column("Pris i kronor", 40))
HOW = (
    "Ange fast pris eller takpris i hela kronor utan mervärdesskatt. "
    "Leverantören får inte ta ut kostnader som inte anges här."
)
# Options count in the value as if used (LOU 5 kap. 3 §), so they are in the price that is compared.
WHOLE = "Priset gäller allt som upphandlingsdokumenten kräver under avtalstiden"
OPTIONAL = "Varav för förlängningar och optioner"
TOGETHER = (
    "Fyll i bara de kombinationer som anbudet också gäller. Anbudspriset är då ett enda pris för alla "
    "delkontrakt i kombinationen, räknat på samma sätt som ovan."
)
OUTSIDE = "Priserna räknas inte in i anbudspriset."


def write(b: Builder) -> None:
    """The chapter."""
    case = b.case
    b.h1("Pris")
    b.p(how(case))
    if scope := covers(case):
        # It holds names that users typed: text, never markup.
        b.blocks.append(Paragraph((Text(scope),)))
    years = life_cycle(case)
    parts = contracts(case)
    names = [name for _, name in parts]
    if not years:
        lines = [(name, f"Pris, {name}") for name in names]
        if has_options(case):
            lines = [pair for name, blank in lines for pair in ((name, blank), (OPTIONAL, f"{OPTIONAL}, {name}"))]
        b.table("Pris", [*HEADS], [row([name, (Blank(blank),)]) for name, blank in lines], numbered=False)
    else:
        b.p(
            f"Fyll i alla kostnader under {years} år. Skriv 0 där inget kostar. Anbudspriset är summan av alla rutor, "
            "även raden om byte av leverantör, som prissätts enligt scenariot i bilagan Kvalificering och utvärdering."
        )
        for name in names:
            if len(names) > 1:
                b.h2(name)
            _life_cycle(b, name, years)
    _together(b)
    if asked := others(case):
        b.p(f"Tabellen Övriga priser gäller det som kan beställas utöver. {OUTSIDE}")
        b.table("Övriga priser", [*HEADS], [row([what, (Blank(what),)]) for what in asked], numbered=False)


def how(case: Case) -> str:
    """How the price is given, and what it is for."""
    if life_cycle(case):
        return HOW
    options = ", möjlig förlängning och optioner inräknade" if has_options(case) else ""
    return f"{HOW} {WHOLE}{options}. Det som inte beställs betalas inte."


def has_options(case: Case) -> bool:
    """Whether a part of the price is for what need not be ordered."""
    return bool(case.facts.answers.get("extension_months") or case.facts.answers.get("options_sek"))


def contracts(case: Case) -> list[tuple[int, str]]:
    """What is priced by itself: a number and a name for each contract, or the whole while none is known."""
    facts = case.facts
    named = [(lot.number, f"Delkontrakt {lot.number}: {lot.name}" if facts.divided else lot.name) for lot in case.lots]
    return named or [(1, "Hela uppdraget")]


def covers(case: Case) -> str:
    """What the price of a lot in a set of its own is for; empty for the whole."""
    if case.lot is None:
        return ""
    return f"Priset omfattar {swedish.enumerate_items([part.name for part in case.lot.parts])}."


def others(case: Case) -> list[str]:
    """What may be ordered besides, each by its price."""
    asked = []
    if "connect_days" in case.facts.asked and case.clause("PC-FED-03"):
        asked.append("Anslutning av en ny part, pris per anslutning")
    introduced = case.clause("PC-SUP-02")
    if introduced and introduced.variant != "softer":
        # The softer text asks for written guidance, which costs nothing by itself.
        asked += ["Införande hos ytterligare en organisation, fast pris", "Utbildning, fast pris per tillfälle"]
    if case.clause("PC-GOV-01") or (case.clause("PC-FUP-02") and case.facts.regime != "direct"):
        # What the terms order at agreed prices needs one.
        asked.append("Annat arbete som beställs, pris per timme")
    return asked


def lines(years: int) -> list[str]:
    """When the costs come."""
    return ["Införande", *(f"År {year}" for year in range(1, years + 1)), EXIT]


def together(case: Case) -> list[tuple[int, ...]]:
    """The combinations that lots may be awarded in; in a lot's own set, those that it is in."""
    return [
        tuple(sorted(one.lots))
        for one in awarding.combinations(case.facts)
        if one.sound and (case.lot is None or case.lot.number in one.lots)
    ]


def combined(numbers: tuple[int, ...]) -> str:
    """Delkontrakt 1 och 3."""
    return f"Delkontrakt {swedish.enumerate_items([str(number) for number in numbers])}"


def _together(b: Builder) -> None:
    """A price for each combination."""
    allowed = together(b.case)
    if not allowed:
        return
    b.p(TOGETHER)
    names = [combined(numbers) for numbers in allowed]
    rows = [row([name, (Blank(f"Samlat anbudspris, {name}"),)]) for name in names]
    b.table(
        "Samlade anbud", [Column("Kombination", 60), Column("Samlat anbudspris i kronor", 40)], rows, numbered=False
    )


def life_cycle(case: Case) -> int | None:
    """Over how many years the cost is counted, or None where the price alone counts."""
    counted = case.clause("PC-EVAL-03") or case.facts.answers.get("award_basis") == "cost"
    return whole(case.facts.answers.get("lifetime_years")) if counted else None


def _life_cycle(b: Builder, name: str, years: int) -> None:
    rows = [row([line, *((Blank(f"{name}, {line}, {cost}"),) for cost in COSTS)]) for line in lines(years)]
    rows.append(row(["Summa", *((Blank(f"{name}, summa, {cost}"),) for cost in COSTS)], emphasis=True))
    heads = [Column("Kostnad i kronor", 24), *(Column(cost, 19) for cost in COSTS)]
    b.table(f"Kostnader: {name}", heads, rows, numbered=False)
    b.table(f"Anbudspris: {name}", [Column("Uppgift", 60), Column("Pris i kronor", 40)],
            [row(["Summan av de fyra summorna", (Blank(f"Anbudspris, {name}"),)])], numbered=False)  # fmt: skip
