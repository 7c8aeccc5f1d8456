"""How the procurement is carried out, as the tenderer needs to know it (LOU 19 kap. 9 § wants it in the documents)."""

from __future__ import annotations

from procurement.domain.assemble.builder import Builder, Case, characters
from procurement.domain.brief import whole
from procurement.domain.library import Regime
from procurement.domain.swedish import unbroken

# In these suppliers first apply, and some of them are invited.
IN_TWO_STEPS = ("restricted", "negotiated", "dialogue", "partnership")
SECRECY = (
    "Anbuden är hemliga till dess att beställaren har beslutat vem som får kontraktet eller har avslutat "
    "upphandlingen på annat sätt (OSL 19 kap. 3 §). Den som vill att en uppgift hålls hemlig också därefter anger "
    "uppgiften och skälet i {form}. Beställaren prövar frågan enligt lag (OSL 31 kap. 16 §)."
)
DECISION = {
    "eu": "Alla anbudsgivare får beslutet och skälen för det (LOU 12 kap. 12 §).",
    "national": "Alla anbudsgivare får beslutet och skälen för det (LOU 19 kap. 19 §).",
}
STANDSTILL = (
    " Avtal ingås tidigast när avtalsspärren har löpt ut (LOU 20 kap. 1 §). Till dess kan en leverantör ansöka om "
    "överprövning av beslutet."
)


def points(b: Builder) -> None:
    """How it is carried out, point by point: how one tenders, asks, is told, and what is secret."""
    regime = b.case.regime
    announced = regime != "direct"
    told = [_form(b.case, regime), _questions(b.case, announced), _tender(b.case, announced)]
    if regime == "eu":
        told.append("Anbud med alternativa utföranden godtas bara om annonsen anger det (LOU 9 kap. 16 §).")
    told.append(SECRECY.format(form="svarsformuläret" if announced else "kapitlet Godkännande"))
    if regime in DECISION:
        told.append(DECISION[regime] + STANDSTILL)
    elif regime == "direct":
        told.append(
            "Har fler än en leverantör ombetts att lämna anbud får alla som har lämnat anbud veta vad beställaren "
            "beslutar (LOU 19 a kap. 10 §)."
        )
    # What a user typed enters as text: it is never markup.
    b.items([unbroken(text) for text in told if text])


def _form(case: Case, regime: Regime | None) -> str:
    if regime == "national":
        return (
            "Upphandlingen görs enligt 19 kap. LOU i ett steg: alla leverantörer får lämna anbud, och anbuden prövas "
            "så som Bilaga 4 anger. Beställaren räknar med att tilldela kontraktet utan förhandling."
        )
    procedure = case.facts.answers.get("procedure")
    if regime != "eu" or not procedure:
        return ""
    said = f"Upphandlingen görs genom {characters(case.answer('procedure'))}."
    if procedure in IN_TWO_STEPS:
        return (
            f"{said} Leverantörerna ansöker först om att få delta. Hur man ansöker, hur många som bjuds in och hur de "
            "väljs står i annonsen."
        )
    return f"{said} Alla leverantörer får lämna anbud, och beställaren förhandlar inte."


def _questions(case: Case, announced: bool) -> str:
    contact = case.facts.answers.get("contact")
    email = contact.get("email") if isinstance(contact, dict) else None
    to = f" eller till {email}" if email else ""
    where = "annonsen" if announced else "inbjudan"
    return f"Frågor ställs skriftligt, så som {where} anger{to}. Alla leverantörer får samma upplysningar."


def _tender(case: Case, announced: bool) -> str:
    """An earlier release of the library asks neither for the language nor for how long the tender binds."""
    said = (
        "Anbudet lämnas så som annonsen anger och senast den dag som står där."
        if announced
        else "Anbudet lämnas så som inbjudan anger och senast den dag som står där."
    )
    if "tender_language" in case.facts.answers:
        said += f" Det skrivs på {characters(case.answer('tender_language'))}."
    days = whole(case.facts.answers.get("tender_valid_days"))
    if days:
        said += f" Anbudsgivaren är bunden av anbudet i {days} dagar efter sista dag för anbud."
    return said
