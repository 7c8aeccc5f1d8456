"""The chapter on buying together: who may order on the contract, and how much.

Who pays what is between themselves: the supplier is paid all the same, and it stands in a paper of their own.
"""

from __future__ import annotations

from procurement.domain.assemble.builder import Builder, text_of
from procurement.domain.costs import CLAUSE
from procurement.domain.document import Clause


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
