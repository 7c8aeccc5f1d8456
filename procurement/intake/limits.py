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
    "too_slow": "Filen tog längre tid att läsa än den får. Spara om den som en enklare PDF, eller dela upp den.",
    "too_much": "Filen tog mer minne att läsa än den får. Spara om den utan bilder, eller dela upp den.",
    "ours": (
        "Något gick fel när filen lästes. Spara om den i ett annat format och försök igen; "
        "hjälper inte det, tala om det för den som sköter Kravbyggaren hos er."
    ),
}
