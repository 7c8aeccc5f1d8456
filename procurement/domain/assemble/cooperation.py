"""The chapters on buying together: who may order on the contract, how much, and who pays what."""

from __future__ import annotations

from procurement.domain import costs, swedish
from procurement.domain.assemble.builder import Builder, row, text_of
from procurement.domain.document import Clause, Column

CLAUSE = "PC-GOV-03"


def partners(b: Builder) -> None:
    """Chapter "Samverkan": the organisations by name, and the ceiling of what they may order together."""
    case = b.case
    if not case.facts.answers.get("partners"):
        return
    b.h1("Samverkan")
    selected = case.clause(CLAUSE)
    if selected:
        clause = selected.clause
        b.blocks.append(Clause(clause.id, clause.title, text_of(selected, case), "krav-samverkan", selected.variant))
    b.rows_of(
        "partners",
        "Samverkande organisationer",
        (("name", 46), ("org_number", 30), ("population", 24)),
        numeric=("population",),
    )
    if selected is None or selected.variant == "softer":
        return
    stated = {"joint_ceiling_sek", "framework_ceiling_sek"} & case.facts.answers.keys()
    if not stated and selected.variant == "standard":
        b.p("Det sammanlagda värdet är upphandlingens uppskattade värde, med förlängningar och optioner inräknade.")
    if "cooperation_form" in case.facts.answers:
        b.p("Form för samverkan: {cooperation_form}.")


def shared_costs(b: Builder) -> None:
    """Chapter "Kostnadsfördelning", when several organisations share the cost."""
    case = b.case
    shares = costs.shared(case.brief, case.facts)
    selected = case.clause(CLAUSE)
    # In the softer words everyone uses the result by the licence, and nobody pays for the others.
    if not shares or (selected and selected.variant == "softer"):
        return
    b.h1("Kostnadsfördelning")
    b.p("De samverkande organisationerna delar kostnaden så här. Delar som en organisation betalar själv är inräknade.")
    if "cost_key" in case.facts.asked:
        b.p("Fördelning av det gemensamma: {cost_key}.")
    rows = [row([cost.partner, swedish.kronor(cost.sek)]) for cost in shares]
    rows.append(row(["Summa", swedish.kronor(sum(cost.sek for cost in shares))], emphasis=True))
    b.table("Kostnad per organisation", [Column("Organisation", 66), Column("Kostnad", 34, "end")], rows)
