"""Signs that the documents' typefaces do not have, such as emoji: in the PDF files they would be empty boxes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

from procurement.domain import swedish
from procurement.domain.brief import Brief
from procurement.domain.facts import Facts
from procurement.domain.library import Library
from procurement.domain.questions import Value
from procurement.domain.review.finding import Finding

# The last sign of the plane that has the alphabets.
LAST = 0xFFFF


def check(brief: Brief, library: Library, facts: Facts) -> Iterator[Finding]:
    """One finding for each answer and each clause with own wording."""
    wording = brief.get("wording")
    written = [(key, brief[key]) for key in library.questions if key in facts.asked and key in brief]
    written += wording.items() if isinstance(wording, dict) else ()
    for where, value in written:
        if signs := list(dict.fromkeys(_foreign(value))):
            yield Finding(
                "sign_unknown",
                "warning",
                f"Dokumentens typsnitt saknar {swedish.enumerate_items(signs)}. I PDF-filerna blir det en tom ruta.",
                where,
                remedy="Skriv med ord vad det betyder.",
            )


def _foreign(value: Value) -> Iterator[str]:
    """Emoji and the scripts of East Asia, which Unicode calls wide, and what lies beyond the alphabets."""
    if isinstance(value, str):
        yield from (sign for sign in value if ord(sign) > LAST or unicodedata.east_asian_width(sign) in ("W", "F"))
    elif isinstance(value, (list, Mapping)):
        for part in value.values() if isinstance(value, Mapping) else value:
            yield from _foreign(part)
