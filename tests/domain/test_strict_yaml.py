"""What the reader of YAML and JSON takes, and what it refuses with the line."""

import pytest

from procurement.domain.strict_yaml import Unreadable, load

BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"


def refused(text: str) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        load(text)
    return caught.value


def test_yaml_is_read() -> None:
    assert load("a: 1\nb: [två, 3.5]\nc: {d: true}\n") == {"a": 1, "b": ["två", 3.5], "c": {"d": True}}


def test_json_is_read() -> None:
    assert load('  {"a": 1, "b": ["två", 3.5], "c": {"d": null}}') == {"a": 1, "b": ["två", 3.5], "c": {"d": None}}


def test_an_empty_text_is_nothing() -> None:
    assert load("") is None
    assert load("# bara en kommentar\n") is None


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    error = refused(BOMB)
    assert "alias" in str(error) and error.line == 2


def test_a_merge_by_alias_is_refused() -> None:
    assert refused("grund: &g {a: 1}\nannan:\n  <<: *g\n").line == 3


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: 1\nb: 2\na: 3\n", 3), ("x:\n  a: 1\n  a: 2\n", 3), ("x: {a: 1, a: 2}", 1), ("1: a\n'1': b\n", 2)],
)
def test_a_key_that_stands_twice_is_refused_with_its_line(text: str, line: int) -> None:
    error = refused(text)
    assert "två gånger" in str(error) and error.line == line


def test_a_key_that_stands_twice_in_json_is_refused() -> None:
    assert "nyckeln a står två gånger" in str(refused('{"b": {"a": 1, "a": 2}}'))


@pytest.mark.parametrize("text", ["? [a, b]\n: c\n", "? {a: b}\n: c\n", "x: {[a]: b}"])
def test_a_key_that_is_no_word_is_refused(text: str) -> None:
    assert "nyckel" in str(refused(text)) and refused(text).line == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{what: ärenden, who: sökande, ombud}", {"what": "ärenden", "who": "sökande, ombud"}),
        ("{who: sökande, ombud och handläggare}", {"who": "sökande, ombud och handläggare"}),
        ("{who: a, b, c, what: d}", {"who": "a, b, c", "what": "d"}),
        ("{who: staff, empty: , what: d}", {"who": "staff", "empty": None, "what": "d"}),
        ("{who: 'a', what: b}", {"who": "a", "what": "b"}),
        ("{name: Å, need: se, pröva, count: 3}", {"name": "Å", "need": "se, pröva", "count": 3}),
    ],
)
def test_a_comma_in_a_text_does_not_lose_what_follows_it(text: str, expected: object) -> None:
    assert load("rader:\n  - " + text) == {"rader": [expected]}


def test_an_empty_answer_stays_empty() -> None:
    assert load('{"a": "x", "b": ""}') == {"a": "x", "b": ""}
    assert load('rad: {a: x, b: "", c: }') == {"rad": {"a": "x", "b": "", "c": None}}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("010", "010"),
        ("12:30", "12:30"),
        ("0x1F", "0x1F"),
        ("0b11", "0b11"),
        (".nan", ".nan"),
        ("1.2.0", "1.2.0"),
        ("0", 0),
        ("-7", -7),
        ("10_000_000", 10_000_000),
        ("99.5", 99.5),
        (".5", 0.5),
        ("1.5e3", 1500.0),
        ("212000-9999", "212000-9999"),
    ],
)
def test_only_plain_figures_are_numbers(text: str, expected: object) -> None:
    value = load(f"x: {text}")
    assert value == {"x": expected}
    assert isinstance(value, dict) and type(value["x"]) is type(expected)


@pytest.mark.parametrize(
    "tag",
    [
        "!!python/object/apply:os.system [ls]",
        "!!python/name:os.system",
        "!egen x",
        "!!timestamp nej",
        "!!bool x",
        "!!binary aGVq",
        "!!set {a}",
        "!!str 5",
    ],
)
def test_a_tag_is_refused_with_its_line(tag: str) -> None:
    error = refused(f"\ntitle: {tag}")
    assert "märket" in str(error) and error.line == 2


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        '{"a":' * 50_000,
        "\n".join(" " * n + "a:" for n in range(1_500)),
        "a: " + "[" * 3_000 + "]" * 3_000,
    ],
    ids=["list", "json", "block", "closed"],
)
def test_a_text_nested_without_end_is_refused(text: str) -> None:
    assert "djupt" in str(refused(text))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: [1, 2\n", 3),
        ("a: 1\n\tb: 2\n", 2),
        ('{"a": 1,\n "b": }', 2),
        ("a: 'öppen\n", 2),
        ("a: b: c", 1),
        ("--- a\n--- b\n", 2),
    ],
)
def test_what_is_neither_yaml_nor_json_is_refused_with_its_line(text: str, line: int) -> None:
    assert refused(text).line == line


@pytest.mark.parametrize(
    "text", ["\x00\x01\x02", "PK\x03\x04\x14\x00", "%PDF-1.7\n\x80\x81", "\udcff", "a: \ud800"], ids=ascii
)
def test_binary_garbage_is_refused(text: str) -> None:
    refused(text)


@pytest.mark.parametrize(
    "text", ["x: 2027-02-30", '{"x": 1' + "0" * 5_000 + "}", "x: 1" + "0" * 5_000], ids=lambda t: t[:12]
)
def test_a_value_that_cannot_exist_is_refused(text: str) -> None:
    assert "värde" in str(refused(text))
