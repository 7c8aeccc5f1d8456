"""Kostnadsfördelning: what each of those who buy together pays, of what and why, for themselves to agree on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from procurement.domain import cost_picture, costs, swedish
from procurement.domain.answers import gap
from procurement.domain.assemble import cooperation
from procurement.domain.assemble.builder import Builder, Case, document, row
from procurement.domain.assemble.workings import whole_kronor
from procurement.domain.brief import Brief
from procurement.domain.costs import Workings
from procurement.domain.document import Column, Document, Gap, Paragraph, Text
from procurement.domain.facts import Facts
from procurement.domain.library import Library

KEY = "costs"
# What the key leads to, in a sentence. {} is the authority.
MEANING = {
    "equal": "Det gemensamma delas i lika delar, oavsett hur stor organisationen är.",
    "population": "Det gemensamma delas efter hur många invånare var och en har.",
    "by_module": (
        "Var och en betalar sin del av de moduler där den är angiven. Det som ingen är angiven för betalar {}: "
        "ingen blir skyldig att betala för något den inte har bett om."
    ),
    "custom": "Det gemensamma delas i procent, så som organisationerna har kommit överens om.",
}
# As many columns of amounts as can be read beside the names on an A4.
WIDE = 5


def write(case: Case, number: str) -> tuple[Document, ...]:
    """The paper, or none where nobody shares the cost. `number` is its place in the set, for the file name."""
    if not costs.are_shared(case.brief, case.library, case.facts):
        return ()
    b = Builder(case)
    found = costs.workings(case.brief, case.facts)
    _shared(b, found)
    if found:
        _lots(b, found)
        _modules(b, found)
    cooperation.partners(b)
    made = document(
        case, key=KEY, label="", title="Kostnadsfördelning",
        file_name=f"{number}-kostnadsfordelning-INTERNT", builder=b, internal=True,
    )  # fmt: skip
    return (made,)


def _shared(b: Builder, found: Workings | None) -> None:
    """Chapter "Så delas kostnaden": the key, its reason, and what each pays."""
    case, named = b.case, costs.parties(b.case.brief)
    b.h1("Så delas kostnaden")
    many = swedish.count(len(named), "en organisation", "organisationer").capitalize()
    b.p(f"{many} köper tillsammans. Beloppen är utan mervärdesskatt, med förlängningar och optioner inräknade.")
    key = str(case.facts.answers.get("cost_key", "by_module"))
    b.blocks.append(Paragraph((Text(meaning(key, case.brief)),)))
    if isinstance(case.facts.answers.get("cost_key_reason"), str):
        b.h2("Skälet till fördelningen")
        b.words("cost_key_reason")
    if found is None:
        b.blocks.append(
            Paragraph((Text("Kostnaden går inte att fördela än: "), unknown(case.brief, case.library, case.facts, key)))
        )
        return
    b.h2("Vad var och en betalar")
    b.figure(cost_picture.picture(found))
    paid_table(b, found)


def paid_table(b: Builder, found: Workings) -> None:
    """What each pays, as a part of the whole and per inhabitant where that is known."""
    total = sum(cost.sek for cost in found.costs)
    people = costs.population(b.case.brief)
    rows = [
        row([
            cost.partner, swedish.kronor(cost.sek), swedish.percent(_tenths(cost.sek, total)),
            *([per_head(cost.sek, people.get(cost.partner))] if people else []),
        ])
        for cost in found.costs
    ]  # fmt: skip
    rows.append(row(["Summa", swedish.kronor(total), swedish.percent(100), *([""] if people else [])], emphasis=True))
    heads = [
        Column("Organisation", 40 if people else 56),
        Column("Kostnad", 22, "end"),
        Column("Andel", 14 if people else 22, "end"),
    ]
    if people:
        heads.append(Column("Per invånare", 24, "end"))
    b.table("Kostnad per organisation", heads, rows)
    b.p(
        "Andelarna" + (" och beloppen per invånare" if people else "") + " är avrundade. Kostnaderna är exakta.", "note"
    )


def per_head(sek: int, people: int | None) -> str:
    """Kronor for each inhabitant, rounded half up; a dash where nobody has said how many they are."""
    return swedish.kronor((2 * sek + people) // (2 * people)) if people else "–"


def _tenths(sek: int, total: int) -> float:
    """Per cent with one decimal, rounded half up."""
    return (2000 * sek + total) // (2 * total) / 10 if total else 0


def meaning(key: str, brief: Brief) -> str:
    """What the key leads to, in a sentence."""
    return MEANING[key].format(costs.parties(brief)[0])


def unknown(brief: Brief, library: Library, facts: Facts, key: str) -> Gap:
    """The answer that a sharing by the key waits for."""
    if facts.total is None or not facts.modules:
        return gap("budget_sek", library)
    if key == "population":
        known = costs.population(brief)
        asks_alone = all(name in known for name in costs.parties(brief)[1:])
        return gap("authority_population" if asks_alone else "partners", library)
    return gap("cost_shares", library)


def _lots(b: Builder, found: Workings) -> None:
    """Chapter "Kostnad per delkontrakt": a row for each organisation, a column for each lot, in tables that fit."""
    facts = b.case.facts
    shared = costs.by_lot(found, facts)
    if not facts.divided or not shared:
        return
    b.h1("Kostnad per delkontrakt")
    rows = [row([str(lot.number), lot.name, swedish.kronor(lot.value)]) for lot in facts.lots]
    rows.append(row(["Summa", "", swedish.kronor(sum(lot.value for lot in facts.lots))], emphasis=True))
    b.table("Delkontrakten", [Column("Nr", 12), Column("Delkontrakt", 62), Column("Värde", 26, "end")], rows)
    b.p(
        "Varje belopp per delkontrakt är avrundat nedåt eller uppåt till hela kronor så att både raderna och "
        "kolumnerna stämmer: ett delkontrakt blir tillsammans sitt värde, och en organisation "
        "tillsammans det den betalar."
    )
    paid = {cost.partner: cost.sek for cost in found.costs}
    columns = [(f"Nr\u00a0{number}", [cost.sek for cost in row]) for number, row in shared.items()]
    columns.append(("Summa", list(paid.values())))
    listed = list(pages(columns))
    for part, some in enumerate(listed, 1):
        rows = [row([partner, *(swedish.number(amounts[n]) for _, amounts in some)]) for n, partner in enumerate(paid)]
        rows.append(row(["Summa", *(swedish.number(sum(amounts)) for _, amounts in some)], emphasis=True))
        width = 70 // WIDE
        heads = [Column("Organisation", 100 - width * len(some)), *(Column(head, width, "end") for head, _ in some)]
        b.table(
            "Kostnad per delkontrakt och organisation, i kronor"
            + (f", del {part} av {len(listed)}" if len(listed) > 1 else ""),
            heads,
            rows,
        )


def pages(columns: Sequence[tuple[str, list[int]]]) -> Iterator[Sequence[tuple[str, list[int]]]]:
    """The columns in as few runs as fit, of as even width as can be."""
    runs = -(-len(columns) // WIDE)
    ends = [len(columns) * n // runs for n in range(runs + 1)]
    return (columns[start:end] for start, end in pairwise(ends))


def _modules(b: Builder, found: Workings) -> None:
    """Chapter "Uträkning": who pays what of each module, and how the rest is shared."""
    b.h1("Uträkning")
    b.p(
        "En modul med namngivna betalare betalas av dem efter deras andel av modulens värde. "
        "Resten är gemensamt och fördelas efter vikt."
    )
    whole_kronor(b)
    paid = [payment for payment in found.payments if payment.hundredths]
    rows = [
        row([p.module, p.payer or "Gemensamt", swedish.percent(p.hundredths / 100), swedish.kronor(p.sek)])
        for p in paid
    ]
    rows.append(row(["Summa", "", "", swedish.kronor(sum(p.sek for p in paid))], emphasis=True))
    heads = [Column("Modul", 36), Column("Betalare", 30), Column("Andel", 12, "end"), Column("Belopp", 22, "end")]
    b.table("Betalare per modul", heads, rows)
    by_name = {share.partner: share for share in found.shares}
    rows = []
    for cost in found.costs:
        share = by_name.get(cost.partner)
        weight, common = (share.weight, share.sek) if share else (0, 0)
        rows.append(
            row([cost.partner, _weight(found.key, weight), *map(swedish.kronor, (common, cost.sek - common, cost.sek))])
        )
    total, weights = sum(cost.sek for cost in found.costs), sum(share.weight for share in found.shares)
    sums = (found.common, total - found.common, total)
    rows.append(row(["Summa", _weight(found.key, weights), *map(swedish.kronor, sums)], emphasis=True))
    heads = [Column("Organisation", 26), Column("Vikt", 14, "end"), Column("Del av gemensamt", 20, "end")]
    heads += [Column("Egna andelar", 20, "end"), Column("Kostnad", 20, "end")]
    b.table("Vikt och del av det gemensamma", heads, rows)


def _weight(key: str, weight: int) -> str:
    """Inhabitants and equal parts are counted, an agreement is in per cent."""
    return swedish.percent(weight / 100) if key == "custom" else swedish.number(weight)
