"""Chapters "Viten" and "Rätt att avsluta avtalet" of Bilaga 2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from procurement.domain.assemble.builder import Builder, Case, characters, lots_named, named, text_of
from procurement.domain.assemble.builder import row as table_row
from procurement.domain.document import Column, Items, Paragraph, Text, runs
from procurement.domain.markup import Slot, TemplateParagraph
from procurement.domain.selection import Selected

# The cap on all penalties together is no penalty of its own.
TOTAL_CAP = "penalty_cap_percent"
RIGHT = " har beställaren rätt till vite med "
ENDS = re.compile(r"(?<=[.!?]) ")


@dataclass(frozen=True)
class Penalty:
    """What a contract term's breach costs. `cap` is its own; empty where only the common one holds."""

    breach: str
    amount: str
    cap: str = ""


def of(selected: Selected, case: Case) -> Iterator[Penalty]:
    """The penalties of a term, read from the variant that stands, so that table and text cannot disagree."""
    if selected.variant == "own":
        # What the user wrote is not taken apart.
        said = "".join(_flat(block) for block in text_of(selected, case))
        if re.search(r"\bviten?\b", said, re.I):
            yield Penalty("Se villkoret", "Se villkoret", "Se villkoret")
        return
    template = selected.clause.softer if selected.variant == "softer" else selected.clause.text
    for part in template:
        for run in (part.run,) if isinstance(part, TemplateParagraph) else part.items:
            marked = "".join(f"\0{p.key}\0" if isinstance(p, Slot) else p.text for p in run)
            for sentence in ENDS.split(marked):
                keys = re.findall(r"\0(penalty_\w+)\0", sentence)
                if keys and TOTAL_CAP not in keys:
                    yield _penalty(selected, re.sub(r"\0(\w+)\0", lambda m: characters(case.answer(m[1])), sentence))


def _penalty(selected: Selected, sentence: str) -> Penalty:
    breach, found, rest = sentence.rstrip(".").partition(RIGHT)
    if not found:
        breach, rest = selected.clause.title, sentence.rstrip(".")
    amount, _, cap = rest.partition(", högst ")
    return Penalty(breach.rstrip(","), amount, f"högst {cap}" if cap else "")


def _flat(block: Paragraph | Items) -> str:
    return " ".join(part.text for run in runs((block,)) for part in run if isinstance(part, Text))


def table(b: Builder, numbers: Mapping[str, str]) -> None:
    """Chapter "Viten": every term that carries one, with breach, amount and cap; nothing when none does."""
    rows = [
        table_row([
            numbers[s.clause.id], named(s), penalty.breach, penalty.amount,
            penalty.cap or "det gemensamma taket",
        ])
        for s in b.case.clauses if s.clause.id in numbers
        for penalty in of(s, b.case)
    ]  # fmt: skip
    if not rows:
        return
    b.h1("Viten")
    b.p(
        "Tabellen samlar de viten som villkoren anger. Beloppen får sammanlagt uppgå till högst "
        "{penalty_cap_percent} procent av avtalets årsvärde: det är det gemensamma taket."
    )
    heads = [Column("Nr", 8), Column("Villkor", 23), Column("Brist", 25), Column("Vite", 25), Column("Tak", 19)]
    b.table("Viten", heads, rows)


def ending(b: Builder) -> None:
    """Chapter "Rätt att avsluta avtalet".

    LOU 17 kap. 17 § wants these terms in every contract from the EU threshold up, and in the documents.
    So no choice about a clause takes them away.
    """
    if b.case.regime != "eu":
        return
    b.h1("Rätt att avsluta avtalet")
    if apart := b.case.taken_out:
        b.p(f"Kapitlet gäller inte {lots_named(apart)}, som upphandlas enligt reglerna under tröskelvärdet.")
    b.p("Beställaren får avsluta avtalet i dessa tre fall (LOU\u00a017\u00a0kap.\u00a017\u00a0§):")
    b.items(
        [
            "Avtalet har ändrats på ett sätt som hade krävt en ny upphandling, utan stöd i "
            "LOU\u00a017\u00a0kap. 9–14\u00a0§§.",
            "Leverantören borde ha uteslutits från upphandlingen enligt LOU\u00a013\u00a0kap.\u00a01\u00a0§ när "
            "kontraktet tilldelades.",
            "EU-domstolen har i ett mål enligt artikel 258 i fördraget om Europeiska unionens funktionssätt funnit att "
            "Sverige, genom att beställaren fick ingå avtalet, allvarligt har åsidosatt sina skyldigheter enligt "
            "EU-fördragen eller direktiv 2014/24/EU om offentlig upphandling.",
        ]
    )
    b.p(
        "Beställaren avslutar avtalet skriftligt och anger skälet. Leverantören har rätt till ersättning för arbete "
        "som är utfört och godkänt."
    )
