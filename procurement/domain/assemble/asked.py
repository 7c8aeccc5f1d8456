"""What the answer form asks of every tenderer, in the same words on paper and in the spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

from procurement.domain.assemble.builder import Case, lots_named
from procurement.domain.selection import Selected

YES_NO = ("Ja", "Nej")
TENDERER = ("Namn", "Organisationsnummer", "Kontaktperson", "E-post", "Telefon")
TOGETHER = "Lämnas anbudet tillsammans med andra?"
CAPACITY = "Företag vars kapacitet åberopas"
EXCLUSION = "Inget av de skäl till uteslutning som anges i Bilaga 4 finns"
OTHER_LOTS = "Nummer på andra delkontrakt som ni lämnar anbud på"
ACCEPTANCE = "Anbudsgivaren godtar villkoren i upphandlingsdokumenten"
SECRECY = "Uppgifter som anbudsgivaren begär sekretess för, med skäl"
SIGNATURE = ("Ort och datum", "Underskrift", "Namnförtydligande")

WITH_TENDER, ACCEPTED = "Med anbudet: ", "att villkoret godtas"
# These ask for prices, or for what the table of quality asks for: both have their own place in the form.
ELSEWHERE = ("PC-FED-03", "PC-SUP-02", "PC-ACC-01", "PC-SMALL-03")


def by_itself(case: Case) -> str:
    """That a lot which is taken out has a tender of its own."""
    return f"Anbud på {lots_named(case.taken_out)} lämnas för sig, i ett eget formulär."


def asked_by_terms(case: Case) -> Iterator[tuple[Selected, str]]:
    """The terms that ask for more with the tender than that they are accepted, and what."""
    for _, chosen in case.of_kind("contract_term"):
        for selected in chosen:
            first = selected.clause.evidence.split(". ")[0].rstrip(".")
            wanted = first.removeprefix(WITH_TENDER).removeprefix(ACCEPTED).removeprefix(" och ").removeprefix(", ")
            if first.startswith(WITH_TENDER) and wanted and selected.clause.id not in ELSEWHERE:
                yield selected, f"{wanted[0].upper()}{wanted[1:]}."
