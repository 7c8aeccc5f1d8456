"""What the answer form asks of every tenderer, in the same words on paper and in the spreadsheet."""

from __future__ import annotations

YES_NO = ("Ja", "Nej")
TENDERER = ("Namn", "Organisationsnummer", "Kontaktperson", "E-post", "Telefon")
TOGETHER = "Lämnas anbudet tillsammans med andra?"
CAPACITY = "Företag vars kapacitet åberopas"
EXCLUSION = "Inget av de skäl till uteslutning som anges i Bilaga 4 finns"
OTHER_LOTS = "Nummer på andra delkontrakt som ni lämnar anbud på"
ACCEPTANCE = "Anbudsgivaren godtar villkoren i upphandlingsdokumenten"
SECRECY = "Uppgifter som anbudsgivaren begär sekretess för, med skäl"
SIGNATURE = ("Ort och datum", "Underskrift", "Namnförtydligande")
