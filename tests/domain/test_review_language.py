"""The linter goes over everything the user has written, and holds each text to what it is for."""

import re
from typing import Any

import pytest

from procurement.domain import facts, review
from procurement.domain.language import CODES
from procurement.domain.review import Finding
from tests.domain.given import AMOUNTS, DAY, LIBRARY
from tests.domain.test_review import DEVIATION, base


def findings(**changes: Any) -> list[Finding]:
    value = base(**changes)
    found = review.findings(value, LIBRARY, facts.derive(value, LIBRARY, AMOUNTS, DAY))
    return [finding for finding in found if finding.code in CODES]


@pytest.mark.parametrize(
    ("changes", "code", "severity", "where"),
    [
        ({"description": "Ärenden ska sparas i Oracle."}, "product_without_equivalent", "warning", "description"),
        ({"title": "Införande av SharePoint"}, "product_without_equivalent", "warning", "title"),
        ({"wording": {"PC-CODE-02": "Följ ISO 9001."}}, "standard_without_equivalent", "warning", "PC-CODE-02"),
        ({"goals": [{"measure": "Tid", "baseline": "lång", "target": "modern nivå"}]}, "vague_word", "advice", "goals"),
        (
            {"user_groups": [{"name": "Alla", "count": 9, "need": "Sidan ska visa läget och bör ge råd"}]},
            "shall_and_should", "warning", "user_groups",
        ),
        ({"description": "Systemet ska logga in och ska logga ut."}, "two_requirements", "advice", "description"),
        ({"description": "Utbildning ska genomföras i mars."}, "passive_without_actor", "advice", "description"),
        ({"evidence": "Intervjuer med XX personer."}, "placeholder", "stop", "evidence"),
        ({"current_solution": "Avtal enligt förfrågningsunderlag."}, "obsolete_word", "warning", "current_solution"),
        ({"problem": "vi letar och letar " * 20}, "long_sentence", "advice", "problem"),
        (
            {"problem": "Verksamhetsövergripande informationssäkerhetsklassning förutsätts. " * 40},
            "hard_text", "advice", "problem",
        ),
        ({"deviations": [{**DEVIATION, "evidence": "[fyll i]"}]}, "placeholder", "stop", "PC-CODE-02"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_fault_of_language_is_found(changes: dict[str, Any], code: str, severity: str, where: str) -> None:
    (finding,) = findings(**changes)
    assert (finding.code, finding.severity, finding.where) == (code, severity, where)


@pytest.mark.parametrize(
    "changes",
    [
        {"current_solution": "Vi har Oracle och Treserva, som är modernt."},
        {"evidence": "Enligt ISO 9001 bör och ska allt mätas."},
        {"integrations": [{"system": "Raindance", "exchange": "fakturor", "standard": "SS 12000"}]},
        {"closed_components": [{"name": "ArcGIS", "reason": "Det finns inget öppet alternativ till ArcGIS."}]},
        {"deviations": [{**DEVIATION, "evidence": "Vi behöver en modern lösning i Azure snarast."}]},
        # A clause that does not stand is not printed, and neither is its wording.
        {"wording": {"PC-STD-03": "Byggs i Oracle snarast."}},
    ],
)
def test_what_tells_of_the_present_may_name_it(changes: dict[str, Any]) -> None:
    assert not findings(**changes)


def test_a_system_that_is_there_may_be_named_again() -> None:
    text = "Fakturor ska skickas till Raindance."
    assert [finding.code for finding in findings(description=text)] == ["product_without_equivalent"]
    there = [{"system": "Raindance", "exchange": "fakturor"}]
    assert not findings(description=text, integrations=there)


def test_one_finding_tells_of_all_the_words_of_a_place() -> None:
    (finding,) = findings(description="En modern e-tjänst. Den är flexibel. Den är intuitiv. Den är smidig.")
    assert finding.message.startswith("”modern” går inte att kontrollera")
    assert "Detsamma gäller ”flexibel”, ”intuitiv” och ”smidig”." in finding.remedy


def test_a_finding_shows_the_words_in_their_sentence_and_a_rewrite() -> None:
    start = "Ansökan, komplettering, granskning, remiss och beslut ingår. "
    (finding,) = findings(description=start + "Uppgifterna ska sparas i Oracle hos er.")
    assert finding.message == "”Oracle” pekar ut en viss databas."
    assert "Det står i ”Uppgifterna ska sparas i Oracle hos er”." in finding.remedy
    assert finding.remedy.endswith("Förslag: ”Uppgifterna ska sparas i Oracle eller likvärdigt hos er.”")
    assert finding.law == "LOU 9 kap. 6 §"


def test_a_long_sentence_is_shown_around_the_words() -> None:
    long = "och ett ord till " * 14
    (finding,) = [f for f in findings(description=f"Spara {long}i Oracle {long}.") if f.code.startswith("product")]
    (shown,) = re.findall(r"Det står i ”(.*?)”", finding.remedy)
    assert re.fullmatch(r"…(ord|till|och|ett) .* i Oracle och .* …", shown) and len(shown) < 130


def test_the_law_of_a_finding_is_that_of_the_regime() -> None:
    cheap = {"modules": None, "options_sek": None, "extension_months": 0, "budget_sek": 500_000}
    (finding,) = findings(description="Ärenden ska sparas i Oracle.", **cheap)
    assert (finding.law, finding.severity) == ("LOU 19 a kap. 8 §", "advice")
