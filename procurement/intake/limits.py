"""How much an old document may be, and what is said of one that cannot be read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The most that is read of one file. Tests make them small."""

    size: int = 20_000_000
    pages: int = 500
    # A page of a tender holds some 3 000 characters; a Word file does not know its pages until it is printed.
    characters: int = 2_000_000
    # A Word file is a ZIP file: how many parts it may have, and what they may grow to.
    parts: int = 5_000
    unpacked: int = 300_000_000
    unpacked_part: int = 100_000_000
    # Text packs to a tenth, a table of empty cells to a hundredth; a bomb to a thousandth.
    ratio: int = 250
    depth: int = 256
    seconds: float = 90
    megabytes: int = 1_000


DEFAULT = Limits()
# Somebody waits for the page meanwhile. A file of ours is read in a twentieth of it.
WAITED_FOR = Limits(seconds=20, megabytes=500)
LOGO = Limits(size=500_000, seconds=20)
TEMPLATE = Limits(size=2_000_000, parts=500, unpacked=60_000_000, unpacked_part=10_000_000, seconds=20)


class Unreadable(Exception):
    """The file cannot be read. `code` is a key of MESSAGES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


MESSAGES = {
    "missing": "Ingen fil var vald. Välj en fil först.",
    "empty": "Filen är tom.",
    "too_large": "Filen är större än 20 MB. Ta bort bilder, eller dela upp dokumentet.",
    "too_many_pages": "Dokumentet har fler än 500 sidor. Dela upp det och ladda upp delarna var för sig.",
    "too_long": (
        "Dokumentet har mer text än vad som ryms på 500 sidor. Dela upp det och ladda upp delarna var för sig."
    ),
    "password": "Filen är skyddad med lösenord. Spara den utan lösenord och försök igen.",
    "scanned": (
        "Sidorna är bilder utan text, troligen inskannade. Kör textigenkänning (OCR) på filen först och försök igen."
    ),
    "image": "Det här är en bild. Kör textigenkänning (OCR) på den, spara som PDF och försök igen.",
    "old_word": "Filen är i Words gamla format (.doc). Öppna den i Word, spara som .docx och försök igen.",
    "other_kind": "Filen är varken ett Word-dokument (.docx), en PDF eller en textfil. Spara om den som en av dem.",
    "broken": "Filen är skadad och gick inte att läsa. Öppna den i programmet den skrevs i, spara om och försök igen.",
    "unpacks": (
        "Filen växer orimligt när den packas upp och läses därför inte. "
        "Öppna den i programmet den skrevs i, spara om och försök igen."
    ),
    "declares": "Filen innehåller definitioner som kan vara skadliga och läses därför inte. Spara om den som PDF.",
    "no_text": "Det finns ingen text i filen. Är texten en bild, kör textigenkänning (OCR) först.",
    "no_answers": (
        "Det finns inga svar i PDF-filen. De följer med när en handling hämtas som PDF här, men går förlorade om "
        "någon skriver ut den till en ny PDF. Hämta handlingen igen, eller välj en fil med svaren (YAML eller JSON)."
    ),
    "too_slow": "Filen tog längre tid att läsa än den får. Spara om den som en enklare PDF, eller dela upp den.",
    "too_much": "Filen tog mer minne att läsa än den får. Spara om den utan bilder, eller dela upp den.",
    "ours": (
        "Något gick fel när filen lästes. Spara om den i ett annat format och försök igen; "
        "hjälper inte det, tala om det för den som sköter Kravbyggaren hos er."
    ),
}

LOGO_MESSAGES = MESSAGES | {
    "too_large": "Logotypen är större än 500 kB. Spara den mindre, helst som SVG.",
    "declares": "Filen innehåller definitioner som kan vara skadliga. Spara om den som vanlig SVG utan DTD.",
    "too_slow": "Filen tog längre tid att läsa än den får. Spara om den enklare, eller som PNG.",
    "too_much": "Filen tog mer minne att läsa än den får. Spara om den mindre.",
    "logo_kind": "Filen är varken en PNG eller en SVG som går att läsa. Spara om logotypen som en av dem.",
    "logo_broken": "Bilden är skadad och gick inte att läsa. Spara om den som PNG och försök igen.",
    "logo_text": "Logotypen innehåller text, som bara syns där typsnittet finns. Gör om texten till konturer.",
    "logo_picture": "SVG-filen innehåller en bild eller ett mönster. Spara den utan, eller spara logotypen som PNG.",
    "logo_nested": "SVG-filen innehåller en SVG till. Spara om den som en enda, eller spara logotypen som PNG.",
    "logo_empty": "Det finns inget i filen att rita. Kontrollera att det är rätt fil.",
    "logo_size": "Filen säger inte hur stor logotypen är, eller så är den för liten. Spara om den i ett ritprogram.",
    "logo_shape": "Logotypen är mer än tolv gånger så bred som hög, eller tvärtom. Välj en annan form av den.",
    "logo_dots": "Bilden har fler än 16 miljoner bildpunkter. Spara den mindre, 900 punkter bred räcker.",
    "logo_detail": "Logotypen har fler detaljer än vad som behövs i tryck. Förenkla den, eller spara den som PNG.",
    "ours": (
        "Något gick fel när logotypen lästes. Spara om den som PNG och försök igen; "
        "hjälper inte det, tala om det för den som sköter Kravbyggaren hos er."
    ),
}

TEMPLATE_MESSAGES = MESSAGES | {
    "too_large": "Mallen är större än 2 MB. Ta bort bilder och text i den, så att bara formatmallarna är kvar.",
    "declares": "Mallen innehåller definitioner som kan vara skadliga. Öppna den i Word, spara om och försök igen.",
    "template_kind": "Filen är ingen Word-mall (.dotx) och inget Word-dokument (.docx). Spara mallen som en av dem.",
    "template_broken": "Mallen är skadad och gick inte att läsa. Öppna den i Word, spara om och försök igen.",
    "template_macros": "Mallen innehåller makron. Spara den i Word som .dotx, utan makron, och försök igen.",
    "template_strict": "Mallen är sparad som Strict Open XML. Spara den i Word som vanlig .dotx och försök igen.",
    "template_large": "Mallen har fler formatmallar än vi tar emot. Ta bort dem som ni inte använder.",
}
