"""Each code of the review, seeded in the demo briefs: the fault is found, and nothing else new is reported.

One file a code in tests/briefs. A file lists cases: `set` and `unset` make the fault, in every demo brief or in those
named (`because` says why not in the others). `given` prepares a brief in which the fault is then made, `on` is another
day, `others` the authority's other drafts, and `also` codes that cannot be avoided, each with its reason.
A key may lead into a row: `modules.0.need`.
"""

import copy
import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from procurement.domain import brief as briefs
from procurement.domain import facts, review, strict_yaml
from procurement.domain.review import CODES, Finding, Other
from tests.domain.given import AMOUNTS, DAY, LIBRARY

SEEDED = Path(__file__).parents[1] / "briefs"
DOCS = Path(__file__).parents[2] / "docs" / "review.md"
DEMO = Path(__file__).parents[2] / "fixtures" / "briefs"
NAMES = sorted(path.stem for path in DEMO.glob("*.yaml"))
CASE_KEYS = {"briefs", "because", "on", "given", "set", "unset", "others", "also"}

SAYS_WHAT_TO_DO = re.compile(
    r"\b(?:Ändra|Välj|Vänta|Dela|Flytta|Byt|Lägg|Låt|Skriv)\b|De ska bli 100\."
)  # in the message itself, where one sentence says both

Case = dict[str, Any]


def read(path: Path) -> Any:
    return strict_yaml.load(path.read_text(encoding="utf-8"))


FILES: dict[str, list[Case]] = {path.stem: read(path)["cases"] for path in sorted(SEEDED.glob("*.yaml"))}
CASES = [
    pytest.param(code, case, name, id=f"{code}-{n}-{name}")
    for code, cases in FILES.items()
    for n, case in enumerate(cases, 1)
    for name in case.get("briefs", NAMES)
]


def patched(value: Mapping[str, Any], changes: Mapping[str, Any], unset: list[str]) -> dict[str, Any]:
    """The brief with some answers changed and some taken away."""
    made: dict[str, Any] = copy.deepcopy(dict(value))
    for path, new in [*changes.items(), *((path, None) for path in unset)]:
        *way, last = path.split(".")
        place: Any = made
        for part in way:
            place = place[int(part) if part.isdigit() else part]
        if new is None:
            place.pop(last, None)
        else:
            place[last] = new
    return briefs.check(made, LIBRARY)


def found(value: Mapping[str, Any], on: date, others: list[Other]) -> tuple[Finding, ...]:
    derived = facts.derive(dict(value), LIBRARY, AMOUNTS, on)
    return review.findings(dict(value), LIBRARY, derived, others)


def places(findings: tuple[Finding, ...]) -> Counter[tuple[str, str]]:
    return Counter((finding.code, finding.where) for finding in findings)


@pytest.mark.parametrize(("code", "case", "name"), CASES)
def test_a_seeded_fault_is_found_and_nothing_else_is_new(code: str, case: Case, name: str) -> None:
    # The change alone makes the fault: where it is the day, the brief is reviewed on both.
    before = patched(read(DEMO / f"{name}.yaml"), case.get("given", {}), [])
    after = patched(before, case.get("set", {}), case.get("unset", []))
    others = [Other(**{**other, "start": date.fromisoformat(other["start"])}) for other in case.get("others", [])]
    on = date.fromisoformat(case["on"]) if "on" in case else DAY
    seeded = found(after, on, others)
    new = places(seeded) - places(found(before, DAY, []))
    assert {one for one, _ in new} == {code, *case.get("also", {})}
    # A finding that only complains leaves its reader where they were. What is missing has its question to go to.
    assert all(one.remedy or SAYS_WHAT_TO_DO.search(one.message) for one in seeded if one.code != "missing")
    for finding in seeded:
        known = CODES[finding.code]
        assert finding.severity in known.severities
        assert not finding.law or finding.law in known.law
        if finding.law and (regime := facts.derive(after, LIBRARY, AMOUNTS, on).regime):
            assert regime in LIBRARY.laws[finding.law].regimes


@pytest.mark.parametrize("code", CODES)
def test_every_code_the_review_knows_is_seeded(code: str) -> None:
    assert code in FILES


@pytest.mark.parametrize("code", FILES)
def test_every_file_is_a_code_and_says_why_a_brief_is_left_out(code: str) -> None:
    assert code in CODES
    for case in FILES[code]:
        assert set(case) <= CASE_KEYS
        assert ("briefs" in case) == ("because" in case) and set(case.get("briefs", [])) <= set(NAMES)


def test_every_law_a_code_may_lean_on_is_in_the_table() -> None:
    assert {ref for code in CODES.values() for ref in code.law} <= set(LIBRARY.laws)


def test_the_documentation_lists_every_code_as_it_is() -> None:
    listed = [line for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    assert listed == [
        f"| `{code}` | {' or '.join(known.severities)} | {known.meaning} | {', '.join(known.law) or '–'} |"
        for code, known in CODES.items()
    ]


# Reviewed one by one: each of these is true of the brief.
UNTOUCHED = {
    "bokning-sju-kommuner": [
        ("missing", "lot_bids"),  # it is divided, and nobody has said how many lots a tender may be for
        ("options_missing", "options_sek"),  # twelve months of extension for nothing
        ("weight_unusual", "criteria"),  # 25 per cent for PC-CODE-05, where the library says 10 to 20
        ("processor_role", "processor_role"),
    ],
    "bygglov": [
        ("split_reason_proposed", "no_split_reason"),  # one contract above the threshold, without a reason of its own
        ("processor_role", "processor_role"),
    ],
    "oppna-data": [
        ("missing", "reuse_search"),
        ("direct_award", "similar_purchases"),  # 550 000 kr, and not a word on similar purchases
        ("documentation_duty", "budget_sek"),
    ],
    "skolplattform": [
        ("same_fact_twice", "PC-API-04"),  # PC-API-01 demands that everything is reached by API
        ("processor_role", "processor_role"),
    ],
}


@pytest.mark.parametrize("name", NAMES)
def test_the_review_of_an_untouched_brief_says_what_is_true_of_it(name: str) -> None:
    value = briefs.check(read(DEMO / f"{name}.yaml"), LIBRARY)
    assert [(finding.code, finding.where) for finding in found(value, DAY, [])] == UNTOUCHED[name]
