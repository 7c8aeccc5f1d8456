"""Beslutsunderlag, for the buyer alone: which rules apply, how all is divided and paid, and what remains to do."""

from __future__ import annotations

from procurement.domain import regimes, swedish
from procurement.domain.answers import gap
from procurement.domain.assemble import needs, procedure, workings
from procurement.domain.assemble.builder import Builder, Case, document, ref_text, row
from procurement.domain.document import Column, Document, Inlines, Paragraph, Text
from procurement.domain.review import Finding

# What the law wants the buyer to have thought through, where that has been written.
JUDGEMENTS = {
    "long_term_reason": "Skälet till att avtalet kan gälla längre än fyra år",
    "secrecy_note": "Sekretess hos den som bearbetar eller lagrar (OSL\u00a010\u00a0kap. 2\u00a0a\u00a0§)",
}
SEVERITY = {"stop": "Stopp", "warning": "Varning", "advice": "Råd"}


def write(case: Case, findings: tuple[Finding, ...], number: str) -> Document:
    """The paper. `number` is its place in the set, for the file name."""
    b = Builder(case)
    rules(b)
    workings.dividing(b)
    workings.shared_costs(b)
    assessments(b)
    if case.facts.regime == "direct":
        needs.publication_exceptions(b)
    needs.deviations(b)
    remarks(b, findings)
    return document(
        case, key="decision", label="", title="Beslutsunderlag",
        file_name=f"{number}-beslutsunderlag-INTERNT", builder=b, internal=True,
    )  # fmt: skip


def rules(b: Builder) -> None:
    """Chapter "Värde och regler": the value, the rules it leads to, and what they ask of the buyer."""
    case, facts = b.case, b.case.facts
    b.h1("Värde och regler")
    if facts.total is None:
        b.blocks.append(Paragraph((Text("Värde: "), gap("budget_sek", case.library))))
    if facts.regime is None or facts.total is None:
        b.p("Vilka regler som gäller går inte att avgöra förrän värdet, myndighetens slag och tröskelvärdet är kända.")
        return
    b.p(
        f"Värdet är {swedish.kronor(facts.total)} utan mervärdesskatt. Köpet är en {regimes.NAMES[facts.regime]}. "
        "Varje post, gränserna och deras källor står i Beräkning av värde."
    )
    duties = [row([text, ref_text(case.library.laws[ref])]) for text, ref in regimes.DUTIES[facts.regime]]
    b.table("Detta ska beställaren göra", [Column("Åtgärd", 70), Column("Bestämmelse", 30)], duties)
    left_to_add(b)
    if facts.regime != "eu":
        b.p(
            "Samma behov får inte delas på flera köp för att komma under en gräns "
            "(LOU\u00a05\u00a0kap. 6, 7 och 7\u00a0a\u00a0§§)."
        )


def left_to_add(b: Builder) -> None:
    """What the annexes do not hold and the documents must: the buyer adds it."""
    case = b.case
    told = ["Inbjudan att lämna anbud." if case.facts.regime == "direct" else "Annonsen."]
    told.append(
        "Avtalet, med betalning, elektronisk faktura, ansvar i det som bilagorna inte reglerar, försäkring och tvist."
    )
    if case.clause("PC-PUB-03"):
        told.append(
            "Personuppgiftsbiträdesavtalet med instruktioner, om leverantören ska behandla personuppgifter åt "
            "beställaren."
        )
    if case.facts.answers.get("procedure") in procedure.IN_TWO_STEPS:
        told.append(
            "Hur man ansöker, hur många som bjuds in, hur de väljs och hur förhandling eller dialog går till. "
            "Bilagorna beskriver bara kraven, anbuden och hur de jämförs."
        )
    if case.facts.answers.get("is_framework") is True:
        told.append("En ordning för avropen, om flera leverantörer ska ha samma ramavtal.")
    b.p("Detta står inte i bilagorna. Beställaren lägger till det:")
    b.items(told)


def assessments(b: Builder) -> None:
    """Chapter "Bedömningar": what the buyer has looked into, or has not, on its own side."""
    case = b.case
    asked = (("third_country_assessed", "Andra länders lagar är bedömda"), ("nis2_role", "Cybersäkerhetslagen"))
    rows: list[tuple[str, str | Inlines]] = [
        (label, case.answer(key) if key in case.facts.answers else "inte besvarat")
        for key, label in asked
        if key in case.facts.asked
    ]
    written = [(key, title) for key, title in JUDGEMENTS.items() if key in case.facts.answers]
    # An earlier release of the library asks for none of them.
    if rows or written:
        b.h1("Bedömningar")
    if rows:
        b.table("Bedömningar", [Column("Bedömning", 50), Column("Svar", 50)], [row(pair) for pair in rows])
    for key, title in written:
        b.h2(title)
        b.words(key)


def remarks(b: Builder, findings: tuple[Finding, ...]) -> None:
    """Chapter "Granskning": what is left to do before the documents can be used."""
    b.h1("Granskning")
    if not findings:
        b.p("Granskningen har inga anmärkningar.")
        return
    known = b.case.library.laws
    rows = [
        row([SEVERITY[f.severity], _said(f), ref_text(known[f.law]) if f.law in known else f.law or "–"])
        for f in findings
    ]
    b.table("Anmärkningar", [Column("Slag", 14), Column("Anmärkning", 62), Column("Stöd", 24)], rows)


def _said(finding: Finding) -> str:
    """What is wrong and what to do; for advice that has been left be, the buyer's reason instead."""
    if finding.acknowledged:
        return f"{finding.message} Lämnat därhän: {finding.acknowledged}"
    return f"{finding.message} {finding.remedy}".strip()
