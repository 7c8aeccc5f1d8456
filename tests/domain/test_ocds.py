"""The open data: what the standard's own checker says of it, and that it says no more than the annexes do."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from procurement import content
from procurement.domain import assemble, ocds
from procurement.domain import brief as briefs
from procurement.domain import facts as deriving
from procurement.domain.assemble.builder import Case
from procurement.domain.ocds import File
from tests.domain import ocds_checker
from tests.domain.given import AMOUNTS, DAY, LIBRARY
from tests.domain.tree import amount, table, text

REGISTERED = "ocds-a1b2c3"
BRIEFS = ("skolplattform", "bokning-sju-kommuner", "bygglov", "oppna-data")
# What there is no list of in the schema, as the standard's open codelists spell it.
PARTY_ROLES = {"buyer", "procuringEntity"}
DOCUMENT_TYPES = {"biddingDocuments", "technicalSpecifications", "evaluationCriteria", "contractDraft"}
AWARD_CRITERIA = {"priceOnly", "costOnly", "ratedCriteria"}

Package = dict[str, Any]


def case_of(name: str, *, draft: bool = True, on: date = DAY, **answers: Any) -> Case:
    path = content.FIXTURES / "briefs" / f"{name}.yaml"
    given = briefs.check({**briefs.parse(path.read_text(encoding="utf-8"), LIBRARY), **answers}, LIBRARY)
    return assemble.whole(given, LIBRARY, deriving.derive(given, LIBRARY, AMOUNTS, on), draft=draft)


def of(case: Case, *, prefix: str = REGISTERED, edition: int = 0) -> Package:
    """The package with every annex as PDF and Word, as JSON holds it."""
    documents = assemble.documents(case.brief, LIBRARY, case.facts, draft=case.draft)
    files = [File(f"{one.file_name}.{ending}", one) for one in documents for ending in ("pdf", "docx")]
    made = ocds.with_files(ocds.package(case, prefix=prefix, edition=edition), [*files, File("krav.csv")])
    read: Package = json.loads(json.dumps(made))
    return read


def tender(case: Case) -> dict[str, Any]:
    found: dict[str, Any] = of(case)["releases"][0]["tender"]
    return found


def strings(node: object) -> Iterator[str]:
    match node:
        case str():
            yield node
        case list():
            for part in node:
                yield from strings(part)
        case dict():
            for part in node.values():
                yield from strings(part)


# The standard


DECIDED = {"tender_published": "2026-12-01", "tenders_due": "2027-01-15", "award_planned": "2027-02-01"}
SITUATIONS: dict[str, Callable[[], Case]] = {
    **{name: lambda name=name: case_of(name) for name in BRIEFS},  # type: ignore[misc]
    **{f"{name}, issued": lambda name=name: case_of(name, draft=False) for name in BRIEFS},  # type: ignore[misc]
    "days decided": lambda: case_of("bygglov", **DECIDED, procedure="negotiated", cpv="72262000"),
    "a framework": lambda: case_of("bygglov", is_framework=True, framework_ceiling_sek=9_000_000),
    "lots awarded together": lambda: case_of(
        "skolplattform", lot_bids="one", combined_awards=True, lot_combinations=[{"lots": ["1", "3"]}]
    ),
    "until further notice": lambda: case_of("oppna-data", open_ended=True, monthly_sek=20_000),
    "below the threshold": lambda: case_of("oppna-data", budget_sek=1_500_000, cpv="48000000"),
    "hardly begun": lambda: empty(),
}


def empty() -> Case:
    given = briefs.parse("format: 1\n", LIBRARY)
    return assemble.whole(given, LIBRARY, deriving.derive(given, LIBRARY, AMOUNTS, DAY), draft=True)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_standards_own_checker_has_no_remark(situation: str) -> None:
    assert ocds_checker.remarks(of(SITUATIONS[situation](), edition=0)) == {}


def test_the_checker_would_have_said_so() -> None:
    sound = of(case_of("skolplattform"))

    def spoiled(change: Callable[[Package], object]) -> set[str]:
        package = copy.deepcopy(sound)
        change(package)
        return set(ocds_checker.remarks(package))

    assert spoiled(lambda p: p["releases"][0].pop("ocid")) == {"validation_errors"}
    assert spoiled(lambda p: p["releases"][0]["tender"]["lots"][0].pop("id")) == {"validation_errors"}
    assert spoiled(lambda p: p["releases"][0].update(date="2026-11-23")) == {"validation_errors"}
    assert spoiled(lambda p: p["releases"][0]["tender"].update(status="öppen")) == {"additional_closed_codelist_values"}
    assert spoiled(lambda p: p["releases"][0]["tender"].update(lotCap=10)) == {"all_additional_fields"}
    assert spoiled(lambda p: p["releases"][0]["tender"].update(title=" ")) == {"additional_checks"}
    # A field of an extension that the package does not declare is nobody's.
    assert spoiled(lambda p: p.update(extensions=[])) == {"all_additional_fields"}


def test_without_a_registered_prefix_that_is_the_only_remark() -> None:
    package = of(case_of("bygglov"), prefix="")
    assert package["releases"][0]["ocid"] == "lokal-2120009999-SBN-2026-00412"
    assert set(ocds_checker.remarks(package)) == {"conformance_errors"}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_codes_of_the_open_lists_are_spelt_as_there(situation: str) -> None:
    [release] = of(SITUATIONS[situation]())["releases"]
    assert {role for party in release["parties"] for role in party["roles"]} <= PARTY_ROLES
    assert {one["documentType"] for one in release["tender"]["documents"]} <= DOCUMENT_TYPES
    assert release["tender"].get("awardCriteria") in {None, *AWARD_CRITERIA}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_what_is_referred_to_is_there_and_nothing_has_the_same_id(situation: str) -> None:
    [release] = of(SITUATIONS[situation]())["releases"]
    lots = [lot["id"] for lot in release["tender"].get("lots", [])]
    for listed in (
        lots,
        [one["id"] for one in release["parties"]],
        [one["id"] for one in release["tender"]["documents"]],
    ):
        assert len(listed) == len(set(listed))
    items = [item.get("relatedLot") for item in release["tender"].get("items", [])]
    assert not lots or items == lots
    assert {one for group in release["tender"].get("lotGroups", []) for one in group["relatedLots"]} <= set(lots)
    assert {release["buyer"]["id"], release["tender"]["procuringEntity"]["id"]} <= {
        one["id"] for one in release["parties"]
    }


# No more than the annexes say


def test_a_direct_award_tells_neither_value_nor_partners_nor_weights() -> None:
    partners = [{"name": "Norrfors kommun", "org_number": "212000-9998", "population": 20_000}]
    weights = {"award_basis": "quality_price", "price_weight": 60, "criteria": [{"clause": "PC-USER-04", "weight": 40}]}
    own_lots = {"modules": [], "lot_cap_sek": 200_000}
    case = case_of("oppna-data", partners=partners, **weights, **own_lots)
    assert case.facts.regime == "direct"
    package = of(case)
    said = tender(case)
    assert {"value", "lots", "awardCriteriaDetails"} & set(said) == set()
    assert len(package["releases"][0]["parties"]) == 1
    assert "550000" not in json.dumps(package) and "Norrfors" not in json.dumps(package, ensure_ascii=False)


@pytest.mark.parametrize("name", BRIEFS)
def test_what_only_the_buyer_has_is_not_told(name: str) -> None:
    secret = "Bara för oss"
    own = {"calculated_by": secret, "similar_purchases": secret, "notes": {"PC-CODE-02": secret}}
    case = case_of(name, **own, bidders_expected=17)
    package = of(case)
    assert not any(secret in one for one in strings(package))
    internal = {
        one.file_name for one in assemble.documents(case.brief, LIBRARY, case.facts, draft=True) if one.internal
    }
    assert internal and not any(one.startswith(tuple(internal)) for one in strings(package))


@pytest.mark.parametrize("name", ["skolplattform", "bokning-sju-kommuner", "bygglov"])
def test_the_values_are_those_of_bilaga_3(name: str) -> None:
    case = case_of(name)
    annex = next(one for one in assemble.documents(case.brief, LIBRARY, case.facts, draft=True) if one.key == "lots")
    said = tender(case)
    if not case.facts.divided:
        assert f"Det uppskattade värdet är {said['value']['amount']:,} kr".replace(",", " ") in text(annex)
        return
    printed = [amount(row[-1]) for row in table(annex, "Delkontrakt med uppskattat värde")]
    lots = [lot["value"]["amount"] for lot in said["lots"]]
    assert printed == [*lots, said["value"]["amount"]]
    assert {one["value"]["currency"] for one in (said, *said.get("lots", []))} == {"SEK"}


@pytest.mark.parametrize("name", BRIEFS)
def test_every_file_handed_out_is_listed(name: str) -> None:
    case = case_of(name)
    handed_out = [one for one in assemble.documents(case.brief, LIBRARY, case.facts, draft=True) if not one.internal]
    listed = tender(case)["documents"]
    assert [one["id"] for one in listed] == [
        *(f"{one.file_name}.{ending}" for one in handed_out for ending in ("pdf", "docx")),
        "krav.csv",
    ]
    assert {one["format"] for one in listed} == {ocds.MEDIA_TYPES[ending] for ending in ("pdf", "docx", "csv")}


# What it says


def test_who_buys_is_named_by_number_and_once() -> None:
    again = [{"name": "Sjövalla kommun", "org_number": "212000-9999"}, {"name": "Österby kommun"}]
    [release] = of(case_of("bygglov", partners=again))["releases"]
    assert [(one["id"], one["name"], one["roles"]) for one in release["parties"]] == [
        ("SE-ON-212000-9999", "Sjövalla kommun", ["buyer", "procuringEntity"]),
        ("Osterby-kommun", "Österby kommun", ["buyer"]),
    ]
    assert release["parties"][0]["contactPoint"] == {"email": "upphandling@sjovalla.example"}


def test_a_day_is_told_when_the_buyer_has_decided_it_and_in_swedish_time() -> None:
    assert {"tenderPeriod", "awardPeriod"} & set(tender(case_of("bygglov"))) == set()
    said = tender(case_of("bygglov", **{**DECIDED, "award_planned": "2027-07-01"}))
    assert said["tenderPeriod"] == {"startDate": "2026-12-01T00:00:00+01:00", "endDate": "2027-01-15T23:59:59+01:00"}
    assert said["awardPeriod"] == {"endDate": "2027-07-01T23:59:59+02:00"}


def test_the_contract_ends_on_its_last_day_and_may_be_extended() -> None:
    said = tender(case_of("bygglov", contract_start="2027-03-01", term_months=24, extension_months=12))
    assert said["contractPeriod"] == {
        "startDate": "2027-03-01T00:00:00+01:00",
        "endDate": "2029-02-28T23:59:59+01:00",
        "maxExtentDate": "2030-02-28T23:59:59+01:00",
    }
    assert set(tender(case_of("bygglov", open_ended=True))["contractPeriod"]) == {"startDate"}


@pytest.mark.parametrize(
    ("answers", "method"),
    [
        ({"procedure": "open"}, "open"),
        ({"procedure": "dialogue"}, "selective"),
        ({}, None),
        ({"modules": [], "budget_sek": 1_500_000, "options_sek": 0}, "open"),
        ({"modules": [], "budget_sek": 300_000, "options_sek": 0}, "limited"),
    ],
    ids=str,
)
def test_how_it_is_bought_follows_from_the_rules_that_hold(answers: dict[str, Any], method: str | None) -> None:
    said = tender(case_of("bygglov", **answers))
    assert said.get("procurementMethod") == method
    assert "LOU" in said["procurementMethodDetails"]


def test_weights_limits_and_combinations_are_told() -> None:
    said = tender(
        case_of("skolplattform", lot_bids="one", combined_awards=True, lot_combinations=[{"lots": ["3", "1"]}])
    )
    assert (
        said["awardCriteriaDetails"]
        .replace("\u00a0", " ")
        .startswith("Vikter i delkontrakt 1, 2, 3 och 4: pris 30 %; Problemförståelse (PC-USER-04) 30 %")
    )
    assert said["lotDetails"] == {"maximumLotsBidPerSupplier": 1, "maximumLotsAwardedPerSupplier": 2}
    assert said["lotGroups"] == [{"id": "grupp-1", "relatedLots": ["1", "3"], "optionToCombine": True}]


def test_each_lot_says_what_it_holds_and_when() -> None:
    lots = tender(case_of("skolplattform"))["lots"]
    assert "Elevregister: en uppgift på ett ställe" in lots[2]["description"].splitlines()
    assert lots[0]["contractPeriod"]["startDate"] < lots[2]["contractPeriod"]["startDate"]


def test_a_draft_is_plans_and_a_later_edition_puts_the_first_right() -> None:
    draft, issued = case_of("bygglov"), case_of("bygglov", draft=False)
    first, second = of(issued, edition=1), of(issued, edition=2)
    assert of(draft)["releases"][0]["tag"] == ["planning"]
    assert of(draft)["releases"][0]["tender"]["status"] == "planning"
    assert first["releases"][0]["tag"] == ["planning", "tender"]
    assert second["releases"][0]["tag"] == ["planningUpdate", "tenderUpdate"]
    assert first["releases"][0]["tender"]["status"] == "planned"
    assert len({one["uri"] for one in (of(draft), first, second)}) == 3
    assert len({one["releases"][0]["id"] for one in (of(draft), first, second)}) == 3
    assert len({one["releases"][0]["ocid"] for one in (of(draft), first, second)}) == 1


def test_the_same_brief_and_day_say_the_same() -> None:
    assert of(case_of("skolplattform")) == of(case_of("skolplattform"))
    assert of(case_of("bygglov"))["releases"][0]["date"] == "2026-11-23T00:00:00+01:00"


def test_a_diary_number_becomes_a_part_of_an_address() -> None:
    package = of(case_of("bygglov", reference="KS 2026/12 #å"))
    assert package["releases"][0]["ocid"] == "ocds-a1b2c3-2120009999-KS-2026-12-a"
    assert package["releases"][0]["tender"]["id"] == "KS 2026/12 #å"


def test_what_somebody_typed_stays_text() -> None:
    typed = '"},{"x":"<script>\u2028\\ å'
    package = of(case_of("bygglov", title=typed, problem=typed))
    # A name is one line: what Word means by a new one is a space in it.
    assert package["releases"][0]["tender"]["title"] == typed.replace("\u2028", " ")
    assert ocds_checker.remarks(package) == {}


def test_a_lots_own_annex_is_listed_as_its_own() -> None:
    case = case_of("skolplattform")
    [own, *_] = assemble.lot_documents(case.brief, LIBRARY, case.facts, 2, draft=True)
    made = ocds.with_files(ocds.package(case, prefix=REGISTERED), [File(f"{own.file_name}.pdf", own, 2)])
    package: Package = json.loads(json.dumps(made))
    [listed] = package["releases"][0]["tender"]["documents"]
    assert (listed["relatedLots"], listed["title"]) == (["2"], "Delkontrakt 2 · Bilaga 1 Kravspecifikation")
    assert ocds_checker.remarks(package) == {}
