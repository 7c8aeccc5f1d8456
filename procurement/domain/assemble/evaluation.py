"""Bilaga 4 Utvärdering: on which ground the contract is awarded, the scales, and a worked example in kronor."""

from __future__ import annotations

from procurement.domain import markup, swedish
from procurement.domain.answers import gap
from procurement.domain.assemble.builder import Builder, Case, document, labelled, law_text, row, text_of
from procurement.domain.brief import rows as rows_of
from procurement.domain.brief import whole
from procurement.domain.document import Clause, Column, Document, Paragraph, Table, Text
from procurement.domain.selection import Selected

TOP = 5  # points at the top of every scale
EXAMPLE = ((4, "A", 100), (2, "B", 90))  # points, name, price in per cent of the estimated value


def write(case: Case) -> Document:
    """The annex."""
    b = Builder(case)
    b.h1("Grund för tilldelning")
    match case.facts.answers.get("award_basis"):
        case "price":
            b.p("Kontraktet tilldelas den anbudsgivare som uppfyller alla krav och har lägst anbudspris.")
        case "cost":
            b.p(
                "Kontraktet tilldelas den anbudsgivare som uppfyller alla krav och har lägst kostnad under hela "
                "avtalstiden, förlängningar och byte av leverantör inräknade, enligt prisbilagan."
            )
        case "quality_price":
            b.p(
                "Kontraktet tilldelas det anbud som har bäst förhållande mellan pris och kvalitet: "
                "det anbud som uppfyller alla krav och har lägst jämförelsetal."
            )
            weights(b)
            for selected in chosen(case):
                criterion(b, selected)
            model(b)
        case _:
            b.blocks.append(Paragraph((gap("award_basis", case.library),)))
    return document(case, key="evaluation", label="Bilaga 4", title="Utvärdering", file_name="4-utvardering", builder=b)


def chosen(case: Case) -> list[Selected]:
    """The criteria in the order the user weighed them."""
    found = (case.clause(str(r.get("clause"))) for r in rows_of(case.brief, "criteria"))
    return [selected for selected in found if selected is not None]


def weight(case: Case, selected: Selected) -> int | None:
    """The criterion's weight in per cent, or None while it has none."""
    return next(
        (whole(r.get("weight")) for r in rows_of(case.brief, "criteria") if r.get("clause") == selected.clause.id), None
    )


def weights(b: Builder) -> None:
    """Chapter "Vikter": price and each criterion, adding up to 100."""
    case = b.case
    b.h1("Vikter")
    price = whole(case.facts.answers.get("price_weight"))
    rows = [row(["Pris", case.answer("price_weight") if price is None else swedish.percent(price)])]
    known = [price]
    for selected in chosen(case):
        share = weight(case, selected)
        known.append(share)
        shown = swedish.percent(share) if share is not None else (gap("criteria", case.library),)
        rows.append(row([f"{selected.clause.title} ({selected.clause.id})", shown]))
    if not chosen(case):
        rows.append(row(["Kvalitet", (gap("criteria", case.library),)]))
    rows.append(row(["Summa", swedish.percent(sum(k for k in known if k is not None))], emphasis=True))
    b.table("Vikter", [Column("Kriterium", 74), Column("Vikt", 26, "end")], rows)


def criterion(b: Builder, selected: Selected) -> None:
    """A chapter for the criterion: its text, what earns which points, how it is verified."""
    clause = selected.clause
    b.h1(clause.title)
    scale = Table(
        f"Skala: {clause.title}",
        (Column("Poäng", 14), Column("Vad som ger poängen", 86)),
        tuple(row([str(points), text]) for points, text in clause.scale),
    )
    quiet = [Paragraph((Text("Bevis: ", "strong"), Text(clause.evidence)), "note")] if clause.evidence else []
    quiet += labelled("Kontroll", markup.fill(clause.check, b.case.answer))  # type: ignore[arg-type]
    if source := law_text(b.case, selected):
        quiet.append(Paragraph((Text(source),), "source"))
    blocks = (*text_of(selected, b.case), scale, *quiet)
    b.blocks.append(Clause(clause.id, clause.title, blocks, f"krav-{b.chapter}", selected.variant, titled=False))


def model(b: Builder) -> None:
    """Chapter "Så räknas jämförelsetalet": the deduction in kronor for each lot, and an example."""
    case, facts = b.case, b.case.facts
    b.h1("Så räknas jämförelsetalet")
    b.p(
        "Poängen görs om till kronor och dras från anbudspriset. "
        f"Ett anbud med {TOP} poäng på ett kriterium får hela avdraget för kriteriet, färre poäng ger samma andel av "
        "avdraget. Det största avdraget är kriteriets vikt gånger det uppskattade värdet."
    )
    b.p("Jämförelsetal = anbudspris − summan av avdragen. Lägst jämförelsetal vinner.")
    b.p(
        "Minst tre personer sätter poäng var för sig mot skalan, enas sedan och skriver ned skälen. "
        "Har två anbud samma jämförelsetal vinner det som har flest poäng på det kriterium som väger tyngst, "
        "och därefter det som har lägst pris."
    )
    known = [(s, w) for s in chosen(case) if (w := weight(case, s)) is not None]
    if not known or not facts.lots:
        return
    heads = [Column("Delkontrakt" if facts.divided else "Kontrakt", 28), Column("Värde", 20, "end")]
    share = 52 // len(known)
    heads += [Column(s.clause.title, share, "end") for s, _ in known]
    heads[0] = Column(heads[0].head, 28 + 52 - share * len(known))
    rows = [
        row([
            f"{lot.number} {lot.name}" if facts.divided else lot.name, swedish.kronor(lot.value),
            *(swedish.kronor(lot.value * w // 100) for _, w in known),
        ])
        for lot in facts.lots
    ]  # fmt: skip
    b.table("Största avdrag per kriterium", heads, rows)
    _example(b, known)


def _example(b: Builder, known: list[tuple[Selected, int]]) -> None:
    """Two made-up tenders on the first lot, so that anyone can follow the arithmetic."""
    value = b.case.facts.lots[0].value
    b.h2("Räkneexempel")
    b.p("Två påhittade anbud på det första kontraktet. Anbud A är dyrare men får fler poäng på varje kriterium.")
    rows = [["Anbudspris", *(swedish.kronor(value * price // 100) for _, _, price in EXAMPLE)]]
    for selected, share in known:
        top = value * share // 100
        rows.append(
            [
                f"Avdrag för {selected.clause.title} ({' och '.join(f'{n}: {p} poäng' for p, n, _ in EXAMPLE)})",
                *(f"−{swedish.kronor(top * points // TOP)}" for points, _, _ in EXAMPLE),
            ]
        )
    sums = [
        value * price // 100 - sum(value * share // 100 * points // TOP for _, share in known)
        for points, _, price in EXAMPLE
    ]
    lines = [row(line) for line in rows] + [row(["Jämförelsetal", *map(swedish.kronor, sums)], emphasis=True)]
    heads = [Column("Rad", 52), *(Column(f"Anbud {name}", 24, "end") for _, name, _ in EXAMPLE)]
    b.table("Räkneexempel", heads, lines)
    if sums[0] == sums[1]:
        b.p("Anbuden får samma jämförelsetal.")
    else:
        winner = EXAMPLE[0 if sums[0] < sums[1] else 1][1]
        b.p(f"Anbud {winner} har lägst jämförelsetal och vinner.")
