"""summary.json: its keys are a contract with other people's programs."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from procurement import content
from procurement.domain import brief, facts, review, summary
from procurement.domain.library import REGIMES, ClauseKind, Variant
from procurement.domain.review import Severity

BRIEFS = sorted((content.FIXTURES / "briefs").glob("*.yaml"))
DAY = date(2026, 11, 23)


def of(text: str, on: date = DAY, **files: bytes) -> dict[str, Any]:
    library = content.library()
    answers = brief.parse(text, library)
    derived = facts.derive(answers, library, content.amounts(), on)
    made = summary.summary(answers, library, derived, review.findings(answers, library, derived), files)
    read: dict[str, Any] = json.loads(json.dumps(made))
    return read


def of_file(name: str) -> dict[str, Any]:
    return of((content.FIXTURES / "briefs" / f"{name}.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", BRIEFS, ids=lambda path: path.stem)
def test_the_keys_are_those_that_were_promised(path: Path) -> None:
    made = of(path.read_text(encoding="utf-8"))
    assert list(made) == [
        "title", "library", "date", "regime", "total_sek", "threshold_sek",
        "lots", "clauses", "deviations", "findings", "costs", "files",
    ]  # fmt: skip
    rows = {
        "lots": {"number", "name", "value_sek", "modules", "depends_on", "first_delivery"},
        "clauses": {"id", "kind", "variant"},
        "deviations": {"clause", "reason_code"},
        "findings": {"code", "severity", "message", "where"},
        "costs": {"partner", "sek", "lots"},
        "files": {"name", "sha256"},
    }
    for key, keys in rows.items():
        assert all(set(row) == keys for row in made[key]), key
    assert made["regime"] in REGIMES
    assert {row["kind"] for row in made["clauses"]} <= set(get_args(ClauseKind))
    assert {row["variant"] for row in made["clauses"]} <= set(get_args(Variant))
    assert {row["severity"] for row in made["findings"]} <= set(get_args(Severity))


@pytest.mark.parametrize("path", BRIEFS, ids=lambda path: path.stem)
def test_the_lots_add_up_and_look_only_back(path: Path) -> None:
    made = of(path.read_text(encoding="utf-8"))
    assert sum(lot["value_sek"] for lot in made["lots"]) == made["total_sek"]
    assert [lot["number"] for lot in made["lots"]] == list(range(1, len(made["lots"]) + 1))
    assert all(needed < lot["number"] for lot in made["lots"] for needed in lot["depends_on"])


def test_a_whole_procurement_is_one_lot_with_its_first_delivery() -> None:
    made = of_file("bygglov")
    assert (made["title"], made["date"], made["regime"]) == ("Digital bygglovsprocess", "2026-11-23", "eu")
    # Four modules of 5,1 million and options of 1,4.
    assert (made["total_sek"], made["threshold_sek"]) == (6_500_000, 2_451_816)
    [lot] = made["lots"]
    assert sorted(lot["modules"]) == ["ansokan", "handlaggning", "karna", "oppna-data"]
    assert (lot["depends_on"], lot["first_delivery"]) == ([], "2027-03-31")


def test_costs_add_up_to_the_total_to_the_krona() -> None:
    made = of_file("bokning-sju-kommuner")
    assert len(made["costs"]) == 7
    assert sum(row["sek"] for row in made["costs"]) == made["total_sek"]
    for row in made["costs"]:
        assert sum(lot["sek"] for lot in row["lots"]) == row["sek"]
    for lot in made["lots"]:
        paid = [part["sek"] for row in made["costs"] for part in row["lots"] if part["number"] == lot["number"]]
        assert sum(paid) == lot["value_sek"]


def test_who_pays_nothing_for_the_others_is_in_no_list_of_costs() -> None:
    """In the softer words each uses the result by the licence."""
    text = (content.FIXTURES / "briefs" / "bokning-sju-kommuner.yaml").read_text(encoding="utf-8")
    assert of(f"{text}\nsofter: [PC-GOV-03]\n")["costs"] == []


def test_what_is_not_known_is_null_and_never_a_guess() -> None:
    made = of("format: 1\n")
    assert (made["title"], made["regime"], made["total_sek"], made["threshold_sek"]) == ("", None, None, None)
    assert made["lots"] == made["costs"] == made["deviations"] == made["files"] == []
    assert ("missing", "stop", "title") in {(row["code"], row["severity"], row["where"]) for row in made["findings"]}


def test_a_clause_says_its_variant_and_one_that_is_switched_off_is_a_deviation() -> None:
    library = content.library()
    standing = [row["id"] for row in of_file("bygglov")["clauses"]]
    softer, own, off = [identity for identity in standing if library.clauses[identity].softer][:3]
    deviation = (
        f"{{clause: {off}, reason_code: R4, evidence: X, alternatives: X, compensation: X, decided_by: X, "
        "decided_on: 2026-11-01, expires_on: 2027-11-01}"
    )
    text = (content.FIXTURES / "briefs" / "bygglov.yaml").read_text(encoding="utf-8")
    made = of(f"{text}\nsofter: [{softer}]\nwording: {{{own}: Egna ord.}}\ndeviations: [{deviation}]\n")
    variants = {row["id"]: row["variant"] for row in made["clauses"]}
    assert (variants[softer], variants[own], variants.get(off)) == ("softer", "own", None)
    assert made["deviations"] == [{"clause": off, "reason_code": "R4"}]
    # The day after it has expired the clause is back.
    after = of(f"{text}\ndeviations: [{deviation}]\n", on=date(2027, 11, 2))
    assert after["deviations"] == [] and off in {row["id"] for row in after["clauses"]}


def test_files_are_listed_in_order_with_what_they_hold() -> None:
    made = of("title: X\n", **{"b.pdf": b"two", "a.pdf": b"one"})
    assert made["files"] == [
        {"name": "a.pdf", "sha256": hashlib.sha256(b"one").hexdigest()},
        {"name": "b.pdf", "sha256": hashlib.sha256(b"two").hexdigest()},
    ]


def test_the_library_is_named_so_that_it_can_be_found_again() -> None:
    library = content.library()
    assert of("title: X\n")["library"] == f"{library.version}+{library.digest}"
