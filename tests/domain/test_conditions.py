"""When a condition holds."""

import pytest

from procurement.domain.conditions import Condition, holds, keys, wanted_values

NEW = {"system_kind": "new", "regime": "eu"}


def test_an_empty_condition_always_holds() -> None:
    assert holds({}, {})


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"system_kind": "new"}, True),
        ({"system_kind": "extend"}, False),
        ({"system_kind": ["extend", "new"]}, True),
        ({"system_kind": ["extend", "operations"]}, False),
        ({"system_kind": "any"}, True),
        ({"sector": "any"}, False),
        ({"system_kind": {"not": "extend"}}, True),
        ({"system_kind": {"not": "new"}}, False),
        ({"system_kind": {"not": ["extend", "new"]}}, False),
        ({"system_kind": {"not": ["extend", "operations"]}}, True),
    ],
)
def test_each_of_the_four_forms(condition: Condition, expected: bool) -> None:
    assert holds(condition, NEW) is expected


def test_every_key_must_hold() -> None:
    assert holds({"system_kind": "new", "regime": "eu"}, NEW)
    assert not holds({"system_kind": "new", "regime": "direct"}, NEW)


@pytest.mark.parametrize("form", ["new", ["new"], "any", {"not": "new"}, {"not": ["new"]}], ids=str)
@pytest.mark.parametrize("answer", [None, "", [], {}], ids=repr)
def test_no_answer_satisfies_nothing_not_even_not(form: object, answer: object) -> None:
    assert not holds({"system_kind": form}, {"system_kind": answer})  # type: ignore[dict-item]
    assert not holds({"system_kind": form}, {})  # type: ignore[dict-item]


def test_false_and_zero_are_answers() -> None:
    assert holds({"security_sensitive": "any"}, {"security_sensitive": False})
    assert holds({"bidders_expected": "any"}, {"bidders_expected": 0})
    assert holds({"security_sensitive": False}, {"security_sensitive": False})


@pytest.mark.parametrize(("wanted", "answer"), [(True, 1), (1, True), (False, 0), (0, False), (3, "3"), ("3", 3)])
def test_a_number_is_neither_yes_nor_a_text(wanted: int | str, answer: object) -> None:
    assert not holds({"key": wanted}, {"key": answer})
    assert not holds({"key": [wanted]}, {"key": answer})
    assert holds({"key": {"not": wanted}}, {"key": answer})


def test_one_member_of_a_list_is_enough() -> None:
    answers = {"surfaces": ["public_web", "staff_web"]}
    assert holds({"surfaces": "staff_web"}, answers)
    assert holds({"surfaces": ["mobile_app", "staff_web"]}, answers)
    assert not holds({"surfaces": "mobile_app"}, answers)


def test_not_is_refused_by_any_member_of_a_list() -> None:
    assert not holds({"surfaces": {"not": "staff_web"}}, {"surfaces": ["public_web", "staff_web"]})
    assert holds({"surfaces": {"not": "mobile_app"}}, {"surfaces": ["public_web", "staff_web"]})


def test_a_condition_tells_its_keys_and_the_values_it_names() -> None:
    assert keys({"a": 1, "b": "any"}) == {"a", "b"}
    assert wanted_values("any") == ()
    assert wanted_values("new") == ("new",)
    assert wanted_values(["new", 3]) == ("new", 3)
    assert wanted_values({"not": ["new"]}) == ("new",)
    assert wanted_values(False) == (False,)
