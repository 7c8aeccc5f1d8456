"""What each regime is called and asks of the buyer, section by section (LOU 19 kap. 1 § and 19 a kap. 1 §).

The shortest times of the law stand here and nowhere else.
"""

from __future__ import annotations

from procurement.domain.library import Regime

NAMES: dict[Regime, str] = {
    "direct": "direktupphandling (19\u00a0a\u00a0kap. LOU)",
    "national": "upphandling under tröskelvärdet (19\u00a0kap. LOU)",
    "eu": "upphandling över tröskelvärdet (LOU i dess helhet utom 19 och 19\u00a0a\u00a0kap.)",
}

# LOU 11 kap. 2 and 6 §§: 35 days in an open procedure, 30 when tenders may be sent electronically, as 12 kap. 1 §
# asks. 11 kap. 3 and 6 §§: 30 days to apply and then, where it is said how long, 25 for electronic tenders.
OPEN, OPEN_LAW = 30, "LOU 11 kap. 2 §"
APPLY, TENDER, TWO_STEPS_LAW = 30, 25, "LOU 11 kap. 3 §"
# The shortest time from the announcement to the last day for tenders, by procedure: its name, days, section.
SHORTEST: dict[str, tuple[str, int, str]] = {
    "open": ("Öppet förfarande", OPEN, OPEN_LAW),
    "restricted": ("Selektivt förfarande", APPLY + TENDER, TWO_STEPS_LAW),
    "negotiated": ("Förhandlat förfarande", APPLY + TENDER, TWO_STEPS_LAW),
    "dialogue": ("Konkurrenspräglad dialog", APPLY, TWO_STEPS_LAW),
    "partnership": ("Innovationspartnerskap", APPLY, TWO_STEPS_LAW),
}
# LOU 19 kap. 11 § says a reasonable time and no number: this one is ours.
REASONABLE, REASONABLE_LAW = 20, "LOU 19 kap. 11 §"
# Answers to questions, so many days before the last day for tenders.
ANSWERS = 6
ANSWERS_LAW: dict[Regime, str] = {"eu": "LOU 12 kap. 11 §", "national": "LOU 19 kap. 13 §"}
ANNOUNCED_LAW: dict[Regime, str] = {"eu": "LOU 10 kap. 1 §", "national": "LOU 19 kap. 6 §"}
# Ten days after electronic notice. The contract may be made on the eleventh.
STANDSTILL, STANDSTILL_LAW = 10, "LOU 20 kap. 1 §"

# What must be done, and the section that says so.
DUTIES: dict[Regime, tuple[tuple[str, str], ...]] = {
    "direct": (
        ("Följ principerna om likabehandling, öppenhet och proportionalitet.", "LOU 19 a kap. 8 §"),
        ("Följ myndighetens riktlinjer för direktupphandling.", "LOU 19 a kap. 15 §"),
        ("Anteckna skälen för besluten när värdet är över 100\u00a0000 kr.", "LOU 19 a kap. 11 §"),
        ("Underrätta anbudsgivarna om beslutet när fler än ett anbud har begärts.", "LOU 19 a kap. 10 §"),
    ),
    "national": (
        ("Annonsera upphandlingen i en registrerad annonsdatabas.", "LOU 19 kap. 6 §"),
        ("Ange krav, tilldelningskriterier med vikter och villkor i upphandlingsdokumenten.", "LOU 19 kap. 9 §"),
        ("Ge skälig tid att lämna anbud.", "LOU 19 kap. 11 §"),
        ("Underrätta anbudsgivarna om beslutet och skälen.", "LOU 19 kap. 19 §"),
        ("Vänta ut avtalsspärren: 10 dagar vid elektronisk underrättelse, annars 15.", "LOU 20 kap. 1 §"),
        ("Efterannonsera inom 30 dagar.", "LOU 19 kap. 7 §"),
        ("Dokumentera besluten och skälen.", "LOU 19 kap. 22 §"),
    ),
    "eu": (
        ("Annonsera upphandlingen i hela EU genom en registrerad annonsdatabas.", "LOU 10 kap. 1 §"),
        ("Dela i delar, eller ange skälen till att kontraktet inte delas.", "LOU 4 kap. 14 §"),
        ("Ge minst 35 dagar för anbud i öppet förfarande, 30 om de får lämnas elektroniskt.", "LOU 11 kap. 2 §"),
        ("Ange grund för tilldelning, kriterier och vikter.", "LOU 16 kap. 6 §"),
        ("Ta in villkor om rätt att avsluta avtalet i de tre fall lagen anger.", "LOU 17 kap. 17 §"),
        ("Underrätta anbudsgivarna om beslutet och skälen.", "LOU 12 kap. 12 §"),
        ("Vänta ut avtalsspärren: 10 dagar vid elektronisk underrättelse, annars 15.", "LOU 20 kap. 1 §"),
        ("Efterannonsera inom 30 dagar.", "LOU 10 kap. 4 §"),
        ("Dokumentera besluten och skälen.", "LOU 12 kap. 14 §"),
        ("Upprätta en individuell rapport inom 30 dagar från avtalet.", "LOU 12 kap. 16 §"),
    ),
}
