"""The lots and the shared costs of the Beslutsunderlag, each sum with every term that it is made of."""

from __future__ import annotations

from procurement.domain import costs, swedish
from procurement.domain.assemble.builder import Builder, row
from procurement.domain.assemble.lot_plan import lot_table
from procurement.domain.document import Column, Paragraph, Text

# Says in words what domain/shares.py does.
WHOLE_KRONOR = (
    "Fördelning till hela kronor: varje del räknas ut och avrundas nedåt. De kronor som blir över går en och en till "
    "delarna med störst rest, och vid lika rest till den som står först i tabellen. "
    "Delarna blir tillsammans exakt beloppet."
)


def dividing(b: Builder) -> None:
    """Chapter "Delning": the lots or the reason for one contract, and that dividing has not moved the value."""
    facts = b.case.facts
    b.h1("Delning")
    if facts.divided:
        b.p(
            f"Köpet är delat i delkontrakt på högst {swedish.kronor(facts.cap)}. Gränsen är beställarens egen, inte "
            "lagens. Delkontraktens värden räknas ihop, så delningen har inte ändrat vilka regler som gäller "
            "(LOU\u00a05\u00a0kap.\u00a08\u00a0§)."
        )
    elif facts.lots:
        b.p("Köpet delas inte. Skäl:")
        b.p("{no_split_reason}")
    if facts.lots:
        lot_table(b)
    if facts.divided:
        _parts(b)


def _parts(b: Builder) -> None:
    """What each lot is made of."""
    facts = b.case.facts
    if any("/" in part.key for lot in facts.lots for part in lot.parts):
        how = (
            "Är delkontrakten beställarens egna är modulen delad i lika stora steg."
            if facts.own_lots
            else "Varje steg fyller det delkontrakt det står i, och det sista steget är det som är kvar."
        )
        b.p(f"En modul som är delad i steg har tillsammans samma värde som hela modulen. {how}")
        if facts.own_lots:
            whole_kronor(b)
    rows = [row([f"{lot.number}", part.name, swedish.kronor(part.value)]) for lot in facts.lots for part in lot.parts]
    total = sum(part.value for lot in facts.lots for part in lot.parts)
    rows.append(row(["Summa", "", swedish.kronor(total)], emphasis=True))
    heads = [Column("Delkontrakt", 18), Column("Del", 54), Column("Värde", 28, "end")]
    b.table("Delkontraktens delar", heads, rows)


def shared_costs(b: Builder) -> None:
    """Chapter "Kostnadsfördelning": who pays what of each module, and how the rest is shared; nothing when alone."""
    found = costs.workings(b.case.brief, b.case.facts)
    if found is None:
        return
    b.h1("Kostnadsfördelning")
    b.p(
        "En modul med namngivna betalare betalas av dem efter deras andel av modulens värde. "
        "Resten är gemensamt och fördelas efter vikt."
    )
    if "cost_key" in b.case.facts.asked:
        b.p("Fördelning av det gemensamma: {cost_key}.")
    if sum(share.weight for share in found.shares) == 1:
        b.p("Det som ingen är angiven för stannar hos den upphandlande myndigheten.")
    whole_kronor(b)
    paid = [p for p in found.payments if p.hundredths]
    rows = [
        row([p.module, p.payer or "Gemensamt", swedish.percent(p.hundredths / 100), swedish.kronor(p.sek)])
        for p in paid
    ]
    rows.append(row(["Summa", "", "", swedish.kronor(sum(p.sek for p in paid))], emphasis=True))
    heads = [Column("Modul", 36), Column("Betalare", 30), Column("Andel", 12, "end"), Column("Belopp", 22, "end")]
    b.table("Betalare per modul", heads, rows)
    own = {cost.partner: cost.sek for cost in found.costs}
    by_name = {share.partner: share for share in found.shares}
    rows = []
    for partner, total in own.items():
        share = by_name.get(partner)
        common = share.sek if share else 0
        weight = swedish.number(share.weight) if share else "0"
        rows.append(row([partner, weight, *map(swedish.kronor, (common, total - common, total))]))
    common = sum(share.sek for share in found.shares)
    rows.append(
        row(["Summa", swedish.number(sum(s.weight for s in found.shares)),
             *map(swedish.kronor, (common, sum(own.values()) - common, sum(own.values())))], emphasis=True)
    )  # fmt: skip
    heads = [Column("Organisation", 28), Column("Vikt", 12, "end"), Column("Del av gemensamt", 20, "end")]
    heads += [Column("Egna andelar", 20, "end"), Column("Kostnad", 20, "end")]
    b.table("Kostnad per organisation", heads, rows)


def whole_kronor(b: Builder) -> None:
    """The rule, where it is first needed."""
    told = Paragraph((Text(WHOLE_KRONOR),))
    if told not in b.blocks:
        b.blocks.append(told)
