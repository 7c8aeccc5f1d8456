"""What the linter says about a place in a text, how grave it is and which law it leans on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from procurement.domain.library import Regime

Severity = Literal["stop", "warning", "advice"]

# Chapter 9 does not apply below the threshold; there the same follows from the principles (equal treatment, openness).
PRINCIPLES: dict[Regime, str] = {"national": "LOU 19 kap. 2 §", "direct": "LOU 19 a kap. 8 §"}

# Code → the section at or above the threshold; "" where no section says it.
CODES: dict[str, str] = {
    "product_without_equivalent": "LOU 9 kap. 6 §",
    "standard_without_equivalent": "LOU 9 kap. 4 §",
    "vague_word": "LOU 9 kap. 3 §",
    "shall_and_should": "LOU 9 kap. 3 §",
    "two_requirements": "",
    "passive_without_actor": "",
    "placeholder": "",
    "obsolete_word": "",
    "long_sentence": "",
    "hard_text": "",
}


@dataclass(frozen=True)
class Remark:
    """One thing to mend: `words` is what was found at `start`–`end`, `suggestion` a rewrite, or ""."""

    code: str
    severity: Severity
    start: int
    end: int
    words: str
    message: str
    suggestion: str = ""
    law: str = ""


def law_of(code: str, regime: Regime | None) -> str:
    """The section that the code leans on in the regime; "" when it is not known or there is none."""
    section = CODES[code]
    if not section or regime is None:
        return ""
    return section if regime == "eu" else PRINCIPLES[regime]
