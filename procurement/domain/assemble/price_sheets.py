"""The prices as spreadsheets, one for each contract: what is priced, the sums, and how the tender is compared."""

from __future__ import annotations

import textwrap

from procurement.domain.assemble import evaluation, prices
from procurement.domain.assemble.builder import Case, characters
from procurement.domain.assemble.form_part import Part, heads
from procurement.domain.lots import Lot
from procurement.domain.selection import Selected
from procurement.domain.sheets import (
    Cell,
    Cells,
    Difference,
    Formula,
    Label,
    Number,
    Open,
    Product,
    Ref,
    Sheet,
    Span,
    Sum,
    Term,
    WholeQuotient,
)

WIDTHS = (42, 18, 18, 18, 18, 20)
# How many characters there is room for across them all.
LINE = 120


def write(case: Case) -> list[Part]:
    """A sheet for each contract, and one for those that may be awarded together."""
    contracts = prices.contracts(case)
    parts = [_contract(case, number, name, len(contracts) > 1) for number, name in contracts]
    if allowed := prices.together(case):
        parts.append(_together(case, allowed))
    return parts


def _contract(case: Case, number: int, name: str, is_choice: bool) -> Part:
    sheet = f"Pris {number}" if is_choice else "Pris"
    years = prices.life_cycle(case)
    rows: list[tuple[Cell, ...]] = [(Label(f"Pris för delkontrakt {number}" if is_choice else "Pris", "title"),)]
    # Beside the title nothing is wrapped: a long name gets as many rows as it needs.
    rows += [(Label(line, "note"),) for line in _lines(name, prices.covers(case), prices.how(case))] + [()]
    needed: Cells
    if years:
        rows += _life_cycle(case, sheet, years)
        base = f"{sheet}.summa"
        needed = (Span(_cell(sheet, 0, 0), _cell(sheet, years + 1, len(prices.COSTS) - 1)),)
        about = f"Alla kostnader under {years} år, även för byte av leverantör."
    else:
        rows.append(heads(*(column.head for column in prices.HEADS)))
        rows.append((Label("Fast pris eller takpris"), Open(f"{sheet}.pris", f"Pris, {name}", "kr")))
        last = "pris"
        if prices.has_options(case):
            last = "option"
            rows.append((Label(prices.OPTIONAL), Open(f"{sheet}.{last}", f"{prices.OPTIONAL}, {name}", "kr")))
        base = f"{sheet}.pris"
        needed = (Span(base, f"{sheet}.{last}"),)
        about = "Fast pris eller takpris."
    # Without a value there is no number to count by yet.
    besides = [(one.name, one.number) for one in prices.others(case, number) if one.number is not None]
    total: Term = Ref(base)
    if besides:
        rows += _besides(sheet, besides)
        one, other = _besides_price(sheet, 0), _besides_price(sheet, len(besides) - 1)
        needed += (Span(one, other),)
        total = Sum((Ref(base), Span(f"{one}.summa", f"{other}.summa")))
    rows.append((Label("Anbudspris", "strong"), Formula(_price(sheet), total, "kr", strong=True)))
    lot = next((lot for lot in case.facts.lots if lot.number == number), None)
    if lot and (weighed := _weighed(case, lot)):
        rows += _comparison(sheet, lot, weighed)
        about += " Poängen sätter beställaren."
    if is_choice:
        about = f"{name}. {about} Fyll i bladet bara om anbudet gäller delkontraktet."
    return Part(
        Sheet(sheet, WIDTHS, tuple(rows)), about, needed, subject=name, price=_price(sheet), is_choice=is_choice
    )


def _life_cycle(case: Case, sheet: str, years: int) -> list[tuple[Cell, ...]]:
    """Every cost by year and kind, with its sums both ways. The last line is the change of supplier."""
    rows: list[tuple[Cell, ...]] = [heads("Kostnad i kronor", *prices.COSTS, "Summa")]
    lines, last = prices.lines(years), len(prices.COSTS) - 1
    for n, line in enumerate(lines):
        opened = (Open(_cell(sheet, n, c), f"{line}, {cost}", "kr") for c, cost in enumerate(prices.COSTS))
        total = Formula(f"{sheet}.rad.{n}", Sum((Span(_cell(sheet, n, 0), _cell(sheet, n, last)),)), "kr")
        rows.append((_named(case, line), *opened, total))
    sums = [
        Formula(f"{sheet}.summa.{c}", Sum((Span(_cell(sheet, 0, c), _cell(sheet, len(lines) - 1, c)),)), "kr")
        for c in range(len(prices.COSTS))
    ]
    everything = Sum((Span(f"{sheet}.summa.0", f"{sheet}.summa.{last}"),))
    rows.append((Label("Summa", "strong"), *sums, Formula(f"{sheet}.summa", everything, "kr", strong=True)))
    return rows


def _besides(sheet: str, besides: list[tuple[str, int]]) -> list[tuple[Cell, ...]]:
    """What may be ordered besides, each price counted by its number."""
    rows: list[tuple[Cell, ...]] = [
        (),
        (Label("Övriga priser", "title"),),
        *((Label(line, "note"),) for line in _lines(prices.ASSUMED)),
        heads("Det som kan beställas", "Antal som räknas", "Pris för ett", "Antal × pris"),
    ]
    for n, (name, number) in enumerate(besides):
        price = _besides_price(sheet, n)
        rows.append((
            Label(name), Number(f"{price}.antal", number), Open(price, name, "kr"),
            Formula(f"{price}.summa", Product(Ref(f"{price}.antal"), Ref(price)), "kr"),
        ))  # fmt: skip
    return [*rows, ()]


def _besides_price(sheet: str, n: int) -> str:
    return f"{sheet}.övrigt.{n}"


def _named(case: Case, line: str) -> Label:
    """The change of supplier is priced by its scenario, which stands beside it."""
    if line != prices.EXIT:
        return Label(line)
    return Label(f"Enligt detta scenario: {characters(case.answer('exit_scenario'))}", title=line)


def _weighed(case: Case, lot: Lot) -> list[tuple[Selected, int]]:
    """The criteria of the contract with their weights, where the tenders are compared on more than the price."""
    return [] if case.facts.regime == "direct" else evaluation.weighed(case, lot)


def _comparison(sheet: str, lot: Lot, weighed: list[tuple[Selected, int]]) -> list[tuple[Cell, ...]]:
    """The number that tenders are compared by, worked out as Bilaga 4 says."""
    worth = f"{sheet}.värde"
    rows: list[tuple[Cell, ...]] = [
        (),
        (Label("Jämförelsetal", "title"),),
        (Label("Beställaren sätter poängen. Skriv egna om du vill pröva hur talet räknas; de hör inte till anbudet.",
               "note"),),
        (Label("Kontraktets uppskattade värde"), Number(worth, lot.value, "kr")),
        heads("Kriterium", "Vikt", "Högsta poäng", "Avdrag per poäng", "Poäng", "Avdrag"),
    ]  # fmt: skip
    for n, (selected, share) in enumerate(weighed):
        name = f"{sheet}.kriterium.{n}"
        points = tuple(str(point) for point, _ in selected.clause.scale)
        # The weight is in per cent: the same arithmetic in whole kronor as in evaluation.per_point.
        each = WholeQuotient(Product(Ref(worth), Ref(f"{name}.vikt")), Product(100, Ref(f"{name}.högst")))
        rows.append((
            Label(f"{selected.clause.title} ({selected.clause.id})"),
            Number(f"{name}.vikt", share, "%"),
            Number(f"{name}.högst", evaluation.top(selected)),
            Formula(f"{name}.per", each, "kr"),
            Open(f"{name}.poäng", f"Poäng, {selected.clause.title}", "points", points),
            Formula(_deduction(sheet, n), Product(Ref(f"{name}.poäng"), Ref(f"{name}.per")), "kr"),
        ))  # fmt: skip
    last = len(weighed) - 1
    off = Sum((Span(_deduction(sheet, 0), _deduction(sheet, last)),))
    left = Formula(f"{sheet}.jämförelsetal", Difference(Ref(_price(sheet)), off), "kr", strong=True)
    rows.append((Label("Jämförelsetal: anbudspriset minus avdragen", "strong"), left))
    return rows


def _together(case: Case, allowed: list[tuple[int, ...]]) -> Part:
    """A price for each combination of contracts, and the number that it is compared by."""
    sheet = "Samlade anbud"
    # Where the annexes are about one contract, the deductions of the others are not here.
    scored = {lot.number: len(_weighed(case, lot)) for lot in case.lots} if case.lot is None else {}
    compared = any(scored.values())
    columns = ["Kombination", "Samlat anbudspris", "Avdrag för delkontrakten", "Jämförelsetal"]
    rows: list[tuple[Cell, ...]] = [heads(*columns[: None if compared else 2])]
    for n, numbers in enumerate(allowed):
        name, label = f"{sheet}.{n}", prices.combined(numbers)
        row: list[Cell] = [Label(label), Open(f"{name}.pris", f"Samlat anbudspris, {label}", "kr")]
        if compared:
            # A contract that the price alone decides has no deductions.
            spans = tuple(
                Span(_deduction(f"Pris {number}", 0), _deduction(f"Pris {number}", scored[number] - 1))
                for number in numbers
                if scored[number]
            )
            row.append(Formula(f"{name}.avdrag", Sum(spans), "kr") if spans else Number(f"{name}.avdrag", 0, "kr"))
            left = Difference(Ref(f"{name}.pris"), Ref(f"{name}.avdrag"))
            row.append(Formula(f"{name}.jämförelsetal", left, "kr", strong=True))
        rows.append(tuple(row))
    rows += [(), *((Label(line, "note"),) for line in _lines(prices.TOGETHER))]
    needed = (Span(f"{sheet}.0.pris", f"{sheet}.{len(allowed) - 1}.pris"),)
    about = "Ett pris för flera delkontrakt tillsammans, bara för de kombinationer som anbudet också gäller."
    return Part(Sheet(sheet, (62, 22, 22, 22), tuple(rows)), about, needed, subject=sheet, is_choice=True)


def _lines(*texts: str) -> list[str]:
    """The texts in lines that fit across the sheet."""
    return [line for text in texts for line in textwrap.wrap(text, LINE)]


def _deduction(sheet: str, criterion: int) -> str:
    return f"{sheet}.kriterium.{criterion}.avdrag"


def _cell(sheet: str, line: int, cost: int) -> str:
    return f"{sheet}.{line}.{cost}"


def _price(sheet: str) -> str:
    return f"{sheet}.anbudspris"
