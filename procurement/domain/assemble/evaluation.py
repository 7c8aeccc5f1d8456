"""Bilaga 4 Kvalificering och utvärdering: who may win, on which ground, the scales, and an example in kronor."""

from __future__ import annotations

from procurement.domain import markup, swedish
from procurement.domain.answers import gap
from procurement.domain.assemble import prices, qualification
from procurement.domain.assemble.builder import Builder, Case, document, labelled, law_line, lots_named, row, text_of
from procurement.domain.assemble.requirements import Numbered
from procurement.domain.document import Clause, Column, Document, Inlines, Paragraph, Table, Text
from procurement.domain.lots import Lot
from procurement.domain.selection import Selected
from procurement.domain.weighing import Weighing

# The made-up tenders of the example: name, price in per cent of the value, which step of each scale it reaches.
EXAMPLE = (("A", 100, -2), ("B", 90, 1), ("C", 80, 0))


def write(case: Case) -> tuple[Document, Numbered]:
    """The annex, and the number each demand on the supplier got: the answer form cites them."""
    b = Builder(case)
    numbered = qualification.write(b)
    ground(b)
    match case.facts.answers.get("award_basis"):
        case "quality_price":
            weights(b)
            for selected in chosen(case):
                criterion(b, selected)
            model(b)
        case "cost" | "price":
            b.h2("När anbuden är lika")
            b.p("Har flera anbud samma anbudspris avgör lottning. Två personer hos beställaren är med vid lottningen.")
    return (
        document(case, key="evaluation", label="Bilaga 4", title="Kvalificering och utvärdering",
                 file_name="4-kvalificering-och-utvardering", builder=b),
        numbered,
    )  # fmt: skip


def ground(b: Builder) -> None:
    """Chapter "Grund för tilldelning": the clauses of evaluation, and in words what no clause says."""
    case = b.case
    b.h1("Grund för tilldelning")
    basis = case.facts.answers.get("award_basis")
    # Also without the clause the documents must state the ground (LOU 16 kap. 1 §, 19 kap. 9 §).
    if not case.clause("PC-EVAL-01"):
        match basis:
            case "price":
                b.p("Kontraktet tilldelas den anbudsgivare som uppfyller alla krav och har lägst anbudspris.")
            case "cost":
                b.p(
                    "Kontraktet tilldelas den anbudsgivare som uppfyller alla krav och har lägst kostnad, "
                    "byte av leverantör inräknat, enligt prisdelen i svarsformuläret."
                )
            case "quality_price":
                b.p(
                    "Kontraktet tilldelas det anbud som har bäst förhållande mellan pris och kvalitet: "
                    "det anbud som uppfyller alla krav och har lägst jämförelsetal."
                )
            case _:
                b.blocks.append(Paragraph((gap("award_basis", case.library),)))
    for selected in case.clauses:
        if selected.clause.area == "eval" and selected.clause.kind == "buyer_step":
            b.clause(selected)
    if basis == "cost" and not case.clause("PC-EVAL-03") and "lifetime_years" in case.facts.answers:
        b.p(
            "Anbudspriset är summan av alla kostnader under {lifetime_years} år enligt prisdelen i svarsformuläret, "
            "i de priser som gäller när anbudet lämnas och utan ränta. Användningen räknas öka med "
            "{volume_growth_percent} under perioden. Ett byte av leverantör räknas in enligt detta scenario: "
            "{exit_scenario}."
        )
    _besides(b)
    for weighing, lots in grouped(case).items():
        if weighing.by_price:
            left_out(b, weighing, lots)
            if not case.lot:
                ground = "kostnad" if prices.life_cycle(case) else "pris"
                b.p(
                    f"Grunden för tilldelning är {ground} i {lots_named(lots)}. Där ges inga poäng: jämförelsetalet är "
                    "anbudspriset."
                )


def _besides(b: Builder) -> None:
    """What may be ordered besides: by which numbers the price of the tender counts it, and where they are from."""
    case = b.case
    parts = prices.contracts(case)
    found = {number: {one.counted: one.number for one in prices.others(case, number)} for number, _ in parts}
    counted = list(dict.fromkeys(name for each in found.values() for name in each))
    if not counted:
        return
    b.p(
        "I anbudspriset räknas också priserna på det som kan beställas utöver, vart och ett gånger antalet i tabellen "
        f"Övriga priser i anbudspriset. {prices.ASSUMED}"
    )
    if prices.HOURS in counted:
        b.p(
            f"Beställaren räknar med {{extra_hours}} timmar annat arbete"
            f"{', fördelade på delkontrakten efter deras värden' if case.facts.divided else ''}."
            if "extra_hours" in case.facts.answers
            else f"Timmarna är en för varje {swedish.kronor(prices.KRONOR_PER_HOUR)} av kontraktets uppskattade värde, "
            f"avrundat nedåt till hela tiotal, men minst {prices.FEWEST}."
        )
    missing = (gap("budget_sek", case.library),)
    rows = [
        row([name, *(_number(each[one], missing) if one in each else "–" for one in counted)])
        for (_, name), each in zip(parts, found.values(), strict=True)
    ]
    heads = [Column(one, 60 // len(counted), "end") for one in counted]
    first = Column("Kontrakt", 100 - sum(head.width for head in heads))
    b.table("Övriga priser i anbudspriset", [first, *heads], rows)


def _number(value: int | None, missing: Inlines) -> str | Inlines:
    return missing if value is None else swedish.number(value)


def chosen(case: Case) -> list[Selected]:
    """The criteria that give points in some of the contracts, in the order the user weighed them."""
    lots: tuple[Lot | None, ...] = (None, *case.lots) if case.lots else (None,)
    known = dict.fromkeys(identity for lot in lots for identity, _ in case.weighing(lot).criteria)
    found = (case.clause(identity) for identity in known)
    return [selected for selected in found if selected is not None]


def weighed(case: Case, lot: Lot | None) -> list[tuple[Selected, int]]:
    """The criteria that give points in the contract, with their weights in per cent; those without one are left out."""
    found = ((case.clause(identity), share) for identity, share in case.weighing(lot).criteria)
    return [(selected, share) for selected, share in found if selected is not None and share is not None]


def share_of(case: Case, selected: Selected) -> str:
    """The weight of the criterion in words, and where it is not the same in all contracts, in which; "" without one."""
    lots: tuple[Lot | None, ...] = case.lots or (None,)
    shares: dict[int, list[Lot | None]] = {}
    for lot in lots:
        weights = dict(case.weighing(lot).criteria)
        if (share := weights.get(selected.clause.id)) is not None:
            shares.setdefault(share, []).append(lot)
    if [len(alike) for alike in shares.values()] == [len(lots)]:
        return swedish.percent(next(iter(shares)))
    told = ((share, lots_named([lot for lot in alike if lot])) for share, alike in shares.items())
    return "; ".join(f"{swedish.percent(share)} i {where}" for share, where in told)


def grouped(case: Case) -> dict[Weighing, list[Lot]]:
    """The contracts by how they are weighed; one group without any while no contract is known."""
    if not case.lots:
        return {case.weighing(None): []}
    groups: dict[Weighing, list[Lot]] = {}
    for lot in case.lots:
        groups.setdefault(case.weighing(lot), []).append(lot)
    return groups


def top(selected: Selected) -> int:
    """The points at the top of the criterion's scale."""
    return selected.clause.scale[-1][0] if selected.clause.scale else 5


def per_point(value: int, share: int, selected: Selected) -> int:
    """The deduction in kronor for each point: the weight's share of the value, over the points there are."""
    return value * share // (100 * top(selected))


def left_out(b: Builder, weighing: Weighing, lots: list[Lot]) -> None:
    """Why criteria of the whole give no points in these contracts, and what has their weight."""
    if not weighing.left_out:
        return
    titles = [f"{b.case.library.clauses[identity].title} ({identity})" for identity, _ in weighing.left_out]
    many = len(titles) > 1
    b.p(
        f"{'Kriterierna' if many else 'Kriteriet'} {swedish.enumerate_items(titles)} ger inga poäng i "
        f"{'delkontraktet' if b.case.lot else lots_named(lots)}, eftersom {'de' if len(lots) > 1 else 'det'} "
        f"{weighing.why}."
        + ("" if weighing.by_price else f" {'Deras vikter' if many else 'Dess vikt'} är lagda på priset.")
    )


def weights(b: Builder) -> None:
    """Chapter "Vikter": price and each criterion, adding up to 100. Contracts that are weighed alike share a table."""
    b.h1("Vikter")
    b.p(
        "Vikten säger hur stor del av kontraktets uppskattade värde som full poäng på kriteriet kan väga upp. "
        "Prisets vikt är den del av värdet som kvalitet aldrig kan väga upp."
    )
    groups = grouped(b.case)
    for weighing, lots in groups.items():
        if not weighing.by_price:
            _weights(b, weighing, f"Vikter i {lots_named(lots)}" if len(groups) > 1 else "Vikter")
            left_out(b, weighing, lots)


def _weights(b: Builder, weighing: Weighing, caption: str) -> None:
    case = b.case
    price = case.answer("price_weight") if weighing.price is None else swedish.percent(weighing.price)
    rows, total = [row(["Pris", price])], weighing.price or 0
    for identity, share in weighing.criteria:
        if selected := case.clause(identity):
            total += share or 0
            shown = swedish.percent(share) if share is not None else (gap("criteria", case.library),)
            rows.append(row([f"{selected.clause.title} ({identity})", shown]))
    if len(rows) == 1:
        rows.append(row(["Kvalitet", (gap("criteria", case.library),)]))
    rows.append(row(["Summa", swedish.percent(total)], emphasis=True))
    b.table(caption, [Column("Kriterium", 74), Column("Vikt", 26, "end")], rows)


def criterion(b: Builder, selected: Selected) -> None:
    """A chapter for the criterion: its text, what earns which points, how it is verified."""
    clause = selected.clause
    b.h1(clause.title)
    if scored := b.case.asked_of(clause.id):
        b.p(f"Kriteriet ger poäng i {lots_named(scored)}.")
    scale = Table(
        f"Skala: {clause.title}",
        (Column("Poäng", 14), Column("Vad som ger poängen", 86)),
        tuple(row([str(points), text]) for points, text in clause.scale),
    )
    quiet = [Paragraph((Text("Bevis: ", "strong"), Text(clause.evidence)), "note")] if clause.evidence else []
    quiet += labelled("Kontroll", markup.fill(clause.check, b.case.answer))  # type: ignore[arg-type]
    quiet += law_line(b, selected)
    blocks = (*text_of(selected, b.case), scale, *quiet)
    b.blocks.append(Clause(clause.id, clause.title, blocks, f"krav-{b.chapter}", selected.variant, titled=False))


def model(b: Builder) -> None:
    """Chapter "Så räknas jämförelsetalet": what a point is worth in each contract, what decides a tie, an example."""
    case = b.case
    b.h1("Så räknas jämförelsetalet")
    b.p("Jämförelsetalet räknas så här för varje kontrakt och anbud:")
    b.items(
        [
            "Avdrag per poäng = vikten × kontraktets värde ÷ kriteriets högsta poäng, avrundat nedåt till hela kronor.",
            "Avdrag = anbudets poäng × avdrag per poäng. Ett anbud får det högsta steg på skalan som det uppfyller "
            "helt; poäng däremellan ges inte.",
            "Jämförelsetal = anbudspris − summan av avdragen. Lägst jämförelsetal vinner.",
        ]
    )
    known = [(lot, scored) for lot in case.lots if (scored := weighed(case, lot))]
    if known:
        _deductions(b, known)
    b.h2("När anbuden är lika")
    table = "kontraktets tabell med vikter" if len(grouped(case)) > 1 else "tabellen Vikter"
    b.p(
        "Har flera anbud samma jämförelsetal vinner det som har flest poäng på det kriterium som väger tyngst. "
        f"Väger flera kriterier lika tungt prövas de i den ordning de står i {table}. "
        "Därefter vinner lägst anbudspris, och sist avgör lottning med två personer hos beställaren närvarande."
    )
    if known:
        _example(b, *known[0])


def _deductions(b: Builder, known: list[tuple[Lot, list[tuple[Selected, int]]]]) -> None:
    facts = b.case.facts
    rows = []
    for lot, scored in known:
        for selected, share in scored:
            cells = [
                selected.clause.title, swedish.percent(share), swedish.kronor(lot.value), str(top(selected)),
                swedish.kronor(per_point(lot.value, share, selected)),
            ]  # fmt: skip
            rows.append(row([f"{lot.number}", *cells] if facts.divided else cells))
    first = [Column("Delkontrakt", 16), Column("Kriterium", 26)] if facts.divided else [Column("Kriterium", 42)]
    heads = [*first, Column("Vikt", 10, "end"), Column("Värde", 19, "end")]
    heads += [Column("Högsta poäng", 11, "end"), Column("Avdrag per poäng", 18, "end")]
    b.table("Avdrag per poäng", heads, rows)


def _example(b: Builder, lot: Lot, known: list[tuple[Selected, int]]) -> None:
    """Three made-up tenders on the first contract that gives points, so that anyone can follow the arithmetic."""
    b.h2("Räkneexempel")
    prices = [lot.value * percent // 100 for _, percent, _ in EXAMPLE]
    shares = swedish.enumerate_items([str(percent) for _, percent, _ in EXAMPLE])
    b.p(
        f"Tre påhittade anbud på {f'delkontrakt {lot.number}' if b.case.facts.divided else 'kontraktet'}. "
        f"Priserna är {shares} procent av värdet, {swedish.kronor(lot.value)}. Det dyraste anbudet har flest poäng."
    )
    lines = [row(["Anbudspris", *map(swedish.kronor, prices)])]
    left = list(prices)
    for selected, share in known:
        each = per_point(lot.value, share, selected)
        points = [_step(selected, step) for _, _, step in EXAMPLE]
        off = [point * each for point in points]
        left = [rest - part for rest, part in zip(left, off, strict=True)]
        lines.append(row([f"{selected.clause.title}, poäng", *map(str, points)]))
        lines.append(row([f"Avdrag: poängen × {swedish.kronor(each)}", *(swedish.kronor(-part) for part in off)]))
    lines.append(row(["Jämförelsetal", *map(swedish.kronor, left)], emphasis=True))
    heads = [Column("Rad", 40), *(Column(f"Anbud {name}", 20, "end") for name, _, _ in EXAMPLE)]
    b.table("Räkneexempel", heads, lines)
    best = [name for (name, _, _), rest in zip(EXAMPLE, left, strict=True) if rest == min(left)]
    if len(best) == 1:
        b.p(f"Anbud {best[0]} har lägst jämförelsetal och vinner.")
    else:
        b.p(
            f"Anbud {swedish.enumerate_items(best)} har samma jämförelsetal. "
            "Vilket som vinner står under rubriken När anbuden är lika."
        )


def _step(selected: Selected, step: int) -> int:
    """The points at a step of the scale, counted from the bottom, or from the top where it is negative."""
    points = [point for point, _ in selected.clause.scale] or [0, top(selected)]
    # A short scale has no step between its second and its top.
    return points[-1] if step < 0 and len(points) < 4 else points[step]
