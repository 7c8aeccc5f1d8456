"""Chapter "Pris" of the answer form: a price for each contract, or every cost of its life with a change of supplier.

What may be ordered besides is counted in the price of the tender too, by a number that the buyer assumes: a price that
nobody compares is one that nobody competes with.
"""

from __future__ import annotations

from dataclasses import dataclass

from procurement.domain import awarding, swedish
from procurement.domain.answers import gap
from procurement.domain.assemble.builder import Builder, Case, row
from procurement.domain.brief import whole
from procurement.domain.document import Blank, Column, Paragraph, Text
from procurement.domain.lots import Lot

COSTS = ("Licenser och abonnemang", "Anpassning och integration", "Drift", "Support")
EXIT = "Byte av leverantör"
HEADS = (Column("Del", 60), Column("Pris i kronor", 40))
HOW = (
    "Ange fast pris eller takpris i hela kronor utan mervärdesskatt. "
    "Leverantören får inte ta ut kostnader som inte anges här."
)
OTHER_WORK, HOURS = "Annat arbete som beställs, pris per timme", "Timmar annat arbete"
# Options count in the value as if used (LOU 5 kap. 3 §), so they are in the price that is compared.
WHOLE = "Priset gäller allt som upphandlingsdokumenten kräver under avtalstiden"
OPTIONAL = "Varav för förlängningar och optioner"
TOGETHER = (
    "Fyll i bara de kombinationer som anbudet också gäller. Anbudspriset är då ett enda pris för alla "
    "delkontrakt i kombinationen, räknat på samma sätt som ovan."
)
# How the buyer chooses, in a sentence: a direct award has no annex on evaluation, and counts no costs over the years.
AWARD = {
    "price": "har lägst pris",
    "cost": "har lägst sammanlagd kostnad enligt tabellen Pris",
    "quality_price": "har bäst förhållande mellan pris och kvalitet",
}
ASSUMED = (
    "Antalen är beställarens antaganden, lika för alla anbud. De används bara för att jämföra anbuden och är inget "
    "löfte om beställning."
)
# An hour for so many kronor of the contract's value, in whole tens: by some 1 000 kronor an hour about five per cent of
# it. The number is ours and no law's. It is enough for the price of an hour to count, and too little for it to decide.
KRONOR_PER_HOUR = 20_000
TENS, FEWEST = 10, 10


@dataclass(frozen=True)
class Besides:
    """What may be ordered besides, as it is priced and as it is counted.

    `number` is how many the price of the tender counts; None while the value of the contract is not known.
    """

    name: str
    counted: str
    number: int | None


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
    besides = {number: others(case, number) for number, _ in parts}
    if not years:
        lines = [(name, f"Pris, {name}") for name in names]
        if has_options(case):
            lines = [pair for name, blank in lines for pair in ((name, blank), (OPTIONAL, f"{OPTIONAL}, {name}"))]
        b.table("Pris", [*HEADS], [row([name, (Blank(blank),)]) for name, blank in lines], numbered=False)
    else:
        b.p(
            f"Fyll i alla kostnader under {years} år. Skriv 0 där inget kostar. Alla rutor räknas in i anbudspriset, "
            "även raden om byte av leverantör, som prissätts enligt scenariot i bilagan Kvalificering och utvärdering."
        )
        for name in names:
            if len(names) > 1:
                b.h2(name)
            _life_cycle(b, name, years)
    if any(besides.values()):
        _besides(b, parts, besides)
    if years or any(besides.values()):
        _sum(b, names, bool(years), any(besides.values()))
    _together(b)


def how(case: Case) -> str:
    """How the price is given, what it is for, and in a direct award which tender wins."""
    if life_cycle(case):
        return HOW
    options = (
        ", möjlig förlängning och optioner inräknade. Det som inte beställs betalas inte" if has_options(case) else ""
    )
    won = AWARD.get(str(case.facts.answers.get("award_basis"))) if case.facts.regime == "direct" else None
    awarded = f" Beställaren väljer det anbud som uppfyller alla krav och {won}." if won else ""
    return f"{HOW} {WHOLE}{options}.{awarded}"


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


def others(case: Case, number: int) -> list[Besides]:
    """What may be ordered besides in the contract with that number."""
    lot = next((lot for lot in case.facts.lots if lot.number == number), None)

    def stands(identity: str) -> bool:
        return case.clause(identity) is not None and not (lot and case.is_unasked(lot, identity))

    asked = []
    if "connect_days" in case.facts.asked and stands("PC-FED-03"):
        asked.append(Besides("Anslutning av en ny part, pris per anslutning", "Anslutningar", 1))
    introduced = case.clause("PC-SUP-02")
    if introduced and introduced.variant != "softer" and stands("PC-SUP-02"):
        # The softer text asks for written guidance, which costs nothing by itself.
        asked.append(Besides("Införande hos ytterligare en organisation, fast pris", "Införanden", 1))
        asked.append(Besides("Utbildning, fast pris per tillfälle", "Utbildningar", 1))
    if stands("PC-GOV-01") or (stands("PC-FUP-02") and case.facts.regime != "direct"):
        # What the terms order at agreed prices needs one.
        asked.append(Besides(OTHER_WORK, HOURS, _hours(case, lot)))
    return asked


def _hours(case: Case, lot: Lot | None) -> int | None:
    """How many hours of other work are counted: those that the buyer has said, shared by value, or by our own rule."""
    said = whole(case.facts.answers.get("extra_hours"))
    if lot is None:
        return said
    if said is not None:
        return max(1, said * lot.value // max(1, sum(one.value for one in case.facts.lots)))
    return max(FEWEST, lot.value // KRONOR_PER_HOUR // TENS * TENS)


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


def _besides(b: Builder, parts: list[tuple[int, str]], besides: dict[int, list[Besides]]) -> None:
    """A price for each thing that may be ordered besides, with the number that it is counted by."""
    b.p(f"Tabellen Övriga priser gäller det som kan beställas utöver. {ASSUMED} Priserna gäller när något beställs.")
    many = len(parts) > 1
    rows = [
        row([
            *([str(number)] if many else []), one.name,
            swedish.number(one.number) if one.number is not None else (gap("budget_sek", b.case.library),),
            (Blank(f"{one.name}, {name}"),),
        ])
        for number, name in parts for one in besides[number]
    ]  # fmt: skip
    heads = [Column("Det som kan beställas", 40 if many else 50), Column("Antal som räknas", 20, "end")]
    first = [Column("Nr", 10)] if many else []
    b.table("Övriga priser", [*first, *heads, Column("Pris i kronor för ett", 30)], rows, numbered=False)


def _sum(b: Builder, names: list[str], is_life_cycle: bool, has_besides: bool) -> None:
    """What is compared: the price of the tender, for each contract."""
    first = "summan av de fyra summorna" if is_life_cycle else "priset i tabellen Pris"
    more = " plus varje övrigt pris gånger det antal som räknas" if has_besides else ""
    b.p(f"Anbudspriset är {first}{more}.")
    b.table("Anbudspris", [*HEADS], [row([name, (Blank(f"Anbudspris, {name}"),)]) for name in names], numbered=False)


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
