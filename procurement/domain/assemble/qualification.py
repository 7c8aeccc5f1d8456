"""Chapter "Uteslutning och kvalificering" of Bilaga 4: who may win, what is asked of them, and how it is proven."""

from __future__ import annotations

from procurement.domain import swedish, turnover
from procurement.domain.answers import gap
from procurement.domain.assemble.builder import Builder, Case, lots_named, row, text_of
from procurement.domain.assemble.requirements import SUPPLIER, Numbered, table_of
from procurement.domain.document import Column, Paragraph, Text
from procurement.domain.library import Regime

EXCLUDED_EU = (
    "Beställaren utesluter en leverantör som har dömts för vissa allvarliga brott, eller har en sådan person i sin "
    "ledning (LOU 13 kap. 1 §), eller som enligt en dom eller ett beslut som har fått laga kraft inte har betalat "
    "skatter eller socialavgifter (LOU 13 kap. 2 §).",
    "Beställaren får utesluta en leverantör av de andra skäl som lagen anger, till exempel obestånd, allvarligt fel i "
    "yrkesutövningen eller stora brister i ett tidigare offentligt kontrakt (LOU 13 kap. 2 och 3 §§).",
    "Leverantören får först yttra sig och kan visa att den har rättat till det som brast (LOU 13 kap. 4 och 5 §§).",
)
EXCLUDED_NATIONAL = (
    "Leverantören, eller någon i dess ledning, har dömts för organiserad brottslighet, korruption, bedrägeri mot EU:s "
    "finansiella intressen, penningtvätt, terroristbrott eller människohandel.",
    "Leverantören har inte betalat skatter eller socialavgifter.",
    "Leverantören är på obestånd.",
    "Leverantören har gjort allvarliga fel i yrkesutövningen eller visat stora brister i ett tidigare "
    "offentligt kontrakt.",
    "Leverantören har lämnat oriktiga uppgifter i upphandlingen.",
)
WINNER_ONLY = "Innan kontraktet tilldelas begär beställaren bevis bara av den som ska tilldelas det."


def write(b: Builder) -> Numbered:
    """The chapter; gives the number of each demand, for the answer form."""
    b.h1("Uteslutning och kvalificering")
    b.h2("Uteslutning")
    _exclusion(b)
    b.h2("Krav på leverantören")
    chosen = [s for s in b.case.clauses if s.clause.kind == "requirement" and s.clause.area == SUPPLIER]
    insured = "insurance_sek" in b.case.facts.answers
    if not chosen and not insured:
        b.p("Inga krav ställs på leverantörens ekonomi eller tidigare uppdrag.")
        return []
    b.p(
        "Kraven gäller varje kontrakt för sig. Leverantörer får lämna anbud tillsammans och räkna med varandras och "
        "andra företags kapacitet."
    )
    _proof(b)
    numbered = table_of(b, "Krav på leverantören", chosen) if chosen else []
    if insured:
        b.p(
            "Den som tilldelas kontraktet ska ha en ansvarsförsäkring på minst {insurance_sek} när avtalet börjar "
            "gälla. Beviset lämnas då, inte med anbudet."
        )
    if asks_for_turnover(b.case):
        _turnover(b)
    return numbered


def _exclusion(b: Builder) -> None:
    _excluded(b, b.case.regime)
    if b.case.taken_out and not b.case.lot:
        apart = lots_named(b.case.taken_out)
        b.p(f"Det gäller inte {apart}, som upphandlas enligt reglerna under tröskelvärdet. Där gäller följande.")
        _excluded(b, "national")


def _excluded(b: Builder, regime: Regime | None) -> None:
    match regime:
        case "eu":
            for text in EXCLUDED_EU:
                b.p(_unbroken(text))
        case "national":
            b.p(_unbroken("Beställaren får utesluta en leverantör av dessa skäl (LOU 19 kap. 17 §):"))
            b.items(EXCLUDED_NATIONAL)
            b.p("Leverantören får först yttra sig och kan visa att den har rättat till det som brast.")
        case _:
            b.p("Skälen till uteslutning följer av de regler som gäller när värdet är känt.")


def _proof(b: Builder) -> None:
    match b.case.regime:
        case "eu":
            b.p(
                _unbroken(
                    "Anbudsgivaren lämnar en egen försäkran som preliminärt bevis för att inget skäl till uteslutning "
                    f"finns och att kraven är uppfyllda (LOU 15 kap. 1 §). {WINNER_ONLY}"
                )
            )
            if apart := b.case.taken_out:
                b.p(f"För {lots_named(apart)} räcker svaren i svarsformuläret. Ingen särskild försäkran behövs där.")
        case "national":
            b.p(f"Anbudsgivaren svarar i svarsformuläret. Ingen särskild försäkran behövs. {WINNER_ONLY}")


def asks_for_turnover(case: Case) -> bool:
    """Whether the standing text of the demand on economy points to the table of turnovers."""
    selected = case.clause("PC-QUAL-01")
    if selected is None or selected.variant == "softer" or not case.facts.answers.get("turnover_factor"):
        return False
    # The user's own words may ask for something else. Then the table stands only if they mention it.
    said = "".join(t.text for block in text_of(selected, case) if isinstance(block, Paragraph) for t in block.inlines
                   if isinstance(t, Text))  # fmt: skip
    return selected.variant == "standard" or "Omsättning per kontrakt" in said


def _turnover(b: Builder) -> None:
    """The amount for each contract, with every term it is made of.

    Under no heading of its own: after numbered demands Word would count to another number than ours.
    """
    case, facts = b.case, b.case.facts
    is_eu = facts.regime == "eu"
    months = facts.months
    factor = facts.answers["turnover_factor"]
    assert isinstance(factor, (int, float))
    if not months or not facts.lots:
        missing = "budget_sek" if months else "term_months"
        b.blocks.append(Paragraph((Text("Omsättning per kontrakt: "), gap(missing, case.library))))
        return
    counted = (
        "Avtalet saknar slutdag och räknas som 48 månader, som när upphandlingens värde räknas ut."
        if facts.open_ended
        else "Månaderna är avtalstiden med möjlig förlängning."
    )
    b.p(
        "Kravet på omsättning räknas så här. "
        f"Årsvärdet är kontraktets värde gånger 12, delat med {months} månader, avrundat nedåt till hela kronor. "
        f"{counted} "
        "Kravet är {turnover_factor} gånger årsvärdet, avrundat nedåt till hela tusental kronor."
    )
    if is_eu:
        # The same bound for all lots; for a small one that is taken out it is the buyer's own and not the law's.
        law = " (LOU 14 kap. 4 §)" if case.regime == "eu" else ""
        b.p(_unbroken(f"Kravet är aldrig mer än två gånger kontraktets uppskattade värde{law}."))
    if facts.divided:
        b.p("Den som lämnar anbud på flera delkontrakt behöver bara uppfylla det högsta av kraven.")
    rows = []
    for lot in case.lots:
        demand = turnover.of(lot.value, months, factor, ceiling=is_eu)
        name = f"{lot.number} {lot.name}" if facts.divided else lot.name
        rows.append(
            row([name, swedish.kronor(lot.value), swedish.kronor(demand.yearly), swedish.kronor(demand.wanted)])
        )
    heads = [Column("Delkontrakt" if facts.divided else "Kontrakt", 37), Column("Värde", 21, "end")]
    heads += [Column("Årsvärde", 21, "end"), Column("Lägsta omsättning", 21, "end")]
    b.table("Omsättning per kontrakt", heads, rows)


def _unbroken(text: str) -> str:
    """References that do not break across lines."""
    return text.replace(" kap. ", f"{swedish.NBSP}kap.{swedish.NBSP}").replace(" §", f"{swedish.NBSP}§").replace(
        "LOU ", f"LOU{swedish.NBSP}"
    )  # fmt: skip
