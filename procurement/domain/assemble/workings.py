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
        b.p(
            "En modul som är delad i etapper har tillsammans samma värde som hela modulen. Etapperna är så stora att "
            "delkontrakten blir så jämna som de kan med de moduler som ligger i dem."
        )
    rows = [row([f"{lot.number}", part.name, swedish.kronor(part.value)]) for lot in facts.lots for part in lot.parts]
    total = sum(part.value for lot in facts.lots for part in lot.parts)
    rows.append(row(["Summa", "", swedish.kronor(total)], emphasis=True))
    heads = [Column("Delkontrakt", 18), Column("Del", 54), Column("Värde", 28, "end")]
    b.table("Delkontraktens delar", heads, rows)


def shared_costs(b: Builder) -> None:
    """Chapter "Kostnadsfördelning": what each pays; nothing when alone. Every term stands in a paper of its own."""
    case = b.case
    paid = costs.shared(case.brief, case.library, case.facts)
    if not paid:
        return
    b.h1("Kostnadsfördelning")
    b.p("Flera organisationer delar kostnaden. Hur beloppen är uträknade står i bilagan Kostnadsfördelning.")
    rows = [row([cost.partner, swedish.kronor(cost.sek)]) for cost in paid]
    rows.append(row(["Summa", swedish.kronor(sum(cost.sek for cost in paid))], emphasis=True))
    b.table("Kostnad per organisation", [Column("Organisation", 66), Column("Kostnad", 34, "end")], rows)


def whole_kronor(b: Builder) -> None:
    """The rule, where it is first needed."""
    told = Paragraph((Text(WHOLE_KRONOR),))
    if told not in b.blocks:
        b.blocks.append(told)
