"""What the documents say and ask of AI: the buyer's own assessment, and the table that the tenderer fills in."""

from __future__ import annotations

from procurement.domain.assemble.builder import Builder, row
from procurement.domain.brief import texts
from procurement.domain.document import Blank, Column, Inlines

CLAUSE = "PC-AI-01"
# What the buyer has said of the functions, in the order it is printed.
ASSESSED = (
    ("ai_risk", "AI-funktionernas risk, enligt beställaren"),
    ("ai_role", "Beställarens roll enligt AI-förordningen"),
    ("ai_human_role", "Människans roll i besluten"),
)
TOLD = (("Modell och version", 20), ("Plats", 16), ("Villkor för modellen", 22), ("Felprocent", 16))
# A product may have functions that the buyer has not thought of.
OTHERS = 2


def assessment(b: Builder) -> list[tuple[str, Inlines]]:
    """Rows for the table of what the solution handles; none without AI functions."""
    return [(label, b.case.answer(key)) for key, label in ASSESSED if key in b.case.facts.answers]


def answers(b: Builder) -> None:
    """Chapter "AI-funktioner" of the answer form: every function with its model, place, terms and rate of error."""
    if b.case.clause(CLAUSE) is None:
        return
    b.h1("AI-funktioner")
    b.p(
        "Fyll i en rad för varje AI-funktion i lösningen, också de som beställaren inte har räknat upp. "
        "Skriv okänd där en felprocent inte är känd."
    )
    functions = texts(b.case.facts.answers.get("ai_functions"))
    rows = [row([name, *(_blank(what, name) for what, _ in TOLD)]) for name in functions]
    for number in range(1, OTHERS + 1):
        name = f"Ytterligare AI-funktion {number}"
        rows.append(row([(Blank(name),), *(_blank(what, name) for what, _ in TOLD)]))
    heads = [Column("Funktion", 26), *(Column(what, width) for what, width in TOLD)]
    b.table("AI-funktioner", heads, rows, numbered=False)


def _blank(what: str, function: str) -> Inlines:
    return (Blank(f"{what}: {function}"),)
