"""A brief is taken whole or refused with everything that is wrong, and comes back as it was written."""

from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement import content
from procurement.domain import brief as briefs
from procurement.domain.questions import Fault
from tests.domain.given import LIBRARY, MUNICIPALITY, REPEATABLE, faults, module, paths

FILES = sorted((content.FIXTURES / "briefs").glob("*.yaml"))


def refused(text: str) -> list[Fault]:
    with pytest.raises(briefs.Refused) as caught:
        briefs.parse(text, LIBRARY)
    assert caught.value.faults
    return caught.value.faults


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_brief_is_read_and_comes_back_the_same(path: Any) -> None:
    brief = briefs.parse(path.read_text(encoding="utf-8"), LIBRARY)
    assert brief["title"] and brief["format"] == 1
    written = briefs.dump(brief)
    assert briefs.parse(written, LIBRARY) == brief
    assert briefs.dump(briefs.parse(written, LIBRARY)) == written
    assert written.endswith("}\n") and "\\u" not in written


def test_what_is_exported_is_the_same_whatever_order_a_database_gives_the_keys_in() -> None:
    brief = briefs.check({"authority": MUNICIPALITY, "title": "X", "modules": [module("a")]}, LIBRARY)
    shuffled = dict(reversed(brief.items()))
    shuffled["authority"] = dict(reversed(MUNICIPALITY.items()))
    assert briefs.dump(shuffled) == briefs.dump(brief)
    assert briefs.dump(brief).startswith('{\n  "format": 1,\n  "authority": {\n    "kind"')


def test_an_empty_object_is_a_brief() -> None:
    assert briefs.parse("{}", LIBRARY) == {"format": 1}
    assert briefs.check({"title": "", "modules": [], "authority": {}}, LIBRARY) == {"format": 1}


@pytest.mark.parametrize("text", ["", "- a\n", "bara text", "[1, 2]", "5", "null"])
def test_what_is_no_object_is_refused(text: str) -> None:
    (fault,) = refused(text)
    assert fault.path == "filen" and fault.expected == "ett objekt med svar"


@pytest.mark.parametrize("text", ["a: [", "a: 1\na: 2", "\x00\x01", "\udcff", "a: &x [*x]", "? [a]\n: b"], ids=ascii)
def test_what_cannot_be_read_is_refused_with_where(text: str) -> None:
    (fault,) = refused(text)
    assert fault.path == "filen" or fault.path.startswith("rad ")
    assert fault.expected == "YAML eller JSON"


def test_a_file_above_half_a_million_bytes_is_refused_unread() -> None:
    (fault,) = refused("summary: " + "å" * 250_000)
    assert fault == Fault("filen", "högst 500 kB", "500009 byte")


def test_every_fault_is_named_at_once_with_path_expected_and_found() -> None:
    found = {
        str(fault)
        for fault in faults(
            title=5,
            titel="Bygglov",
            authority={"name": "x", "kind": "kommun", "size": 3},
            user_groups=[{"name": "A", "count": "många"}, {"count": -1}],
            surfaces=["public_web", "fax"],
            contract_start="1 mars",
            budget_sek=1.5,
            security_sensitive="nej",
            modules=[module("a", 1, "b"), module("a", 2)],
            softer=["PC-NONE-01"],
            format=2,
        )
    }
    assert found == {
        "title: väntade text (sätt citattecken runt tal och datum), fann talet 5",
        "titel: väntade en nyckel i formatet, fann en okänd nyckel",
        "authority.kind: väntade något av municipality, region, state, municipal_company, fann texten ”kommun”",
        "authority.size: väntade någon av nycklarna name, org_number, kind, fann en okänd nyckel",
        "user_groups[0].count: väntade ett heltal, fann texten ”många”",
        "user_groups[1].count: väntade ett heltal från 0 till 1\u00a0000\u00a0000\u00a0000\u00a0000, fann talet -1",
        "surfaces[1]: väntade något av public_web, staff_web, mobile_app, documents, api_only, fann texten ”fax”",
        "contract_start: väntade ett datum som 2027-03-01, fann texten ”1 mars”",
        "budget_sek: väntade ett helt antal kronor, fann talet 1.5",
        "security_sensitive: väntade true eller false, fann texten ”nej”",
        "modules[0].depends_on: väntade kortnamn på moduler som finns, fann ”b”",
        "modules[1].key: väntade ett kortnamn som ingen annan modul har, fann ”a” igen",
        "softer[0]: väntade en klausul i biblioteket, fann texten ”PC-NONE-01”",
        "format: väntade ett heltal från 1 till 1, fann talet 2",
    }


@pytest.mark.parametrize("key", ["Title", "title ", "okänd", "lots.0", "__class__", "", "1"])
def test_an_unknown_key_is_refused(key: str) -> None:
    assert paths(**{key: "x"}) == [key]


def test_a_key_that_is_no_text_is_refused() -> None:
    with pytest.raises(briefs.Refused, match="1: väntade en nyckel"):
        briefs.check({1: "x", None: "y"}, LIBRARY)


@pytest.mark.parametrize(
    ("needs", "ring"),
    [
        ({"a": ["a"]}, "a → a"),
        ({"a": ["b"], "b": ["a"]}, "a → b → a"),
        ({"x": ["a"], "a": ["b"], "b": ["c"], "c": ["a"]}, "a → b → c → a"),
        ({f"m{n}": [f"m{(n + 1) % 150}"] for n in range(150)}, "m0 → m1 → m2 → m3 → m4"),
    ],
    ids=["self", "two", "beside", "long"],
)
def test_modules_that_wait_for_each_other_are_refused(needs: dict[str, list[str]], ring: str) -> None:
    (fault,) = faults(modules=[module(key, 1, *wanted) for key, wanted in needs.items()])
    assert fault.path.endswith(".depends_on")
    assert fault.found.startswith(ring)


@REPEATABLE
@given(st.dictionaries(st.sampled_from("abcdefgh"), st.lists(st.sampled_from("abcdefgh"), max_size=3), min_size=1))
def test_a_ring_is_found_whenever_there_is_one(needs: dict[str, list[str]]) -> None:
    known = {key: [need for need in wanted if need in needs] for key, wanted in needs.items()}
    found = briefs.find_cycle(needs)
    try:
        TopologicalSorter(known).prepare()
        assert found == []
    except CycleError:
        assert len(found) > 1 and found[0] == found[-1]
        assert all(after in known[before] for before, after in pairwise(found))


@pytest.mark.parametrize(
    ("modules", "path"),
    [
        ([module("a", 1, "b")], "modules[0].depends_on"),
        ([module("a"), module("a")], "modules[1].key"),
        ([module("a/1")], "modules[0].key"),
        ([module("två ord")], "modules[0].key"),
        ([module("a"), {"key": "modul-3"}, {}, {"cost_sek": 1}], "modules[2].key"),
    ],
)
def test_the_short_names_of_modules_must_hang_together(modules: list[dict[str, Any]], path: str) -> None:
    assert paths(modules=modules) == [path]


def test_a_module_without_a_short_name_gets_one_from_its_place() -> None:
    assert briefs.module_keys({"modules": [{"key": "a"}, {"name": "B"}]}) == ["a", "modul-2"]
    assert paths(modules=[module("a", 1, "modul-2"), {"name": "B", "cost_sek": 1}]) == []


@pytest.mark.parametrize(
    ("shares", "fits"), [([60, 40], True), ([60, 40.01], False), ([100, 1], False), ([33.33] * 3, True)]
)
def test_payers_may_not_pay_more_than_all(shares: list[float], fits: bool) -> None:
    funded = [{"partner": f"P{n}", "percent": share} for n, share in enumerate(shares)]
    assert paths(modules=[module("a", funded_by=funded)]) == ([] if fits else ["modules[0].funded_by"])


@pytest.mark.parametrize("count", [3, 7, 11, 23, 47])
def test_equal_payers_with_decimals_are_not_too_many_because_of_how_a_computer_adds(count: int) -> None:
    share = int(10_000 / count) / 100
    shares = [*[share] * (count - 1), round(100 - share * (count - 1), 2)]
    assert (
        paths(modules=[module("a", funded_by=[{"partner": f"P{n}", "percent": s} for n, s in enumerate(shares)])]) == []
    )


def test_a_lot_of_unknown_modules_is_refused() -> None:
    assert paths(modules=[module("a")], lots=[{"name": "A", "modules": ["a", "b"]}]) == ["lots[0].modules"]


@pytest.mark.parametrize(
    ("answers", "path"),
    [
        ({"deviations": [{"clause": "PC-CODE-99"}]}, "deviations[0].clause"),
        ({"deviations": [{"clause": "PC-CODE-01", "reason_code": "R99"}]}, "deviations[0].reason_code"),
        ({"softer": ["PC-CD-01", "pc-cd-01"]}, "softer[1]"),
        ({"wording": {"PC-FIRST-01": "egen", "PC-FIRST-99": "egen"}}, "wording.PC-FIRST-99"),
        ({"criteria": [{"clause": "PC-USER-99", "weight": 30}]}, "criteria[0].clause"),
        ({"criteria": [{"clause": "PC-CODE-01", "weight": 30}]}, "criteria[0].clause"),
        ({"skipped": {"evidens": "later"}}, "skipped.evidens"),
        ({"skipped": {"evidence": "aldrig"}}, "skipped.evidence"),
        ({"lot_cap_sek": 0}, "lot_cap_sek"),
        ({"first_delivery_days": 91}, "first_delivery_days"),
    ],
)
def test_a_name_that_nothing_has_is_refused(answers: dict[str, Any], path: str) -> None:
    assert paths(**answers) == [path]


def test_a_step_of_a_module_that_does_not_exist_is_refused() -> None:
    modules = [module("a", 8_000_000)]
    assert paths(modules=modules, lots=[{"name": "Ett", "parts": ["a/1", "b/1"]}]) == ["lots[0].parts"]
