"""How an answer is read, kind by kind."""

from datetime import date, datetime

import pytest

from procurement.domain.questions import KINDS, Choice, Fault, Kind, Question, read

COLOURS = (Choice("red", "Röd", "rött"), Choice("blue", "Blå", "blått"))
LEVELS = (Choice(2, "2", "2"), Choice(3, "3", "3"))
ROW = (Question("name", "text", "Namn"), Question("count", "integer", "Antal"))


def question(kind: Kind, **more: object) -> Question:
    return Question("key", kind, "Fråga?", **more)  # type: ignore[arg-type]


def taken(asked: Question, raw: object) -> object:
    faults: list[Fault] = []
    value = read(asked, raw, "key", faults)
    assert faults == []
    return value


def refused(asked: Question, raw: object) -> Fault:
    faults: list[Fault] = []
    assert read(asked, raw, "key", faults) is None
    (fault,) = faults
    assert fault.path.startswith("key") and fault.expected and fault.found
    return fault


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("raw", [None, "", [], {}], ids=repr)
def test_nothing_is_no_answer_and_no_fault(kind: Kind, raw: object) -> None:
    assert taken(question(kind, choices=COLOURS, fields=ROW), raw) is None


@pytest.mark.parametrize(
    ("asked", "raw", "expected"),
    [
        (question("text"), "  Bygglov  ", "Bygglov"),
        (question("text"), "en\nrad", "en rad"),
        (question("long_text"), "två\r\nrader\roch tre", "två\nrader\noch tre"),
        (question("long_text"), "  \n ", None),
        (question("email"), "namn@kommun.example", "namn@kommun.example"),
        (question("url"), "https://git.example/a?b=c", "https://git.example/a?b=c"),
        (question("org_number"), "212000-9999", "212000-9999"),
        (question("integer"), 0, 0),
        (question("kronor"), 1_000_000_000_000, 1_000_000_000_000),
        (question("decimal"), 0.5, 0.5),
        (question("percent"), 100, 100),
        (question("percent"), 99.5, 99.5),
        (question("date"), "2027-03-01", "2027-03-01"),
        (question("date"), date(2028, 2, 29), "2028-02-29"),
        (question("yes_no"), False, False),
        (question("choice", choices=COLOURS), "blue", "blue"),
        (question("choice", choices=LEVELS), 3, 3),
        (question("choices", choices=COLOURS), ["blue", "red", "blue"], ["blue", "red"]),
        (question("list"), ["a", "", " b ", "a"], ["a", "b"]),
        (question("list"), ["", " "], None),
        (question("group", fields=ROW), {"name": "Sökande", "count": None}, {"name": "Sökande"}),
        (question("rows", fields=ROW), [{"name": "A"}, {}, {"count": 0}], [{"name": "A"}, {"count": 0}]),
        (question("mapping", fields=ROW), {"PC-1": "ord", "PC-2": ""}, {"PC-1": "ord"}),
    ],
)
def test_a_right_answer_is_taken_and_normalised(asked: Question, raw: object, expected: object) -> None:
    value = taken(asked, raw)
    assert value == expected and type(value) is type(expected)


@pytest.mark.parametrize(
    ("asked", "raw"),
    [
        (question("text"), 5),
        (question("text"), True),
        (question("text"), date(2027, 3, 1)),
        (question("text"), ["a"]),
        (question("text"), b"hej"),
        (question("long_text"), {"a": 1}),
        (question("email"), "namn"),
        (question("email"), "namn@kommun"),
        (question("email"), "a b@kommun.example"),
        (question("url"), "javascript:alert(1)"),
        (question("url"), "file:///etc/passwd"),
        (question("url"), "https://a b"),
        (question("url"), 'https://a"onload="x'),
        (question("org_number"), "2120009999"),
        (question("integer"), "5"),
        (question("integer"), 5.0),
        (question("integer"), True),
        (question("integer"), -1),
        (question("integer"), [1]),
        (question("kronor"), 0.5),
        (question("kronor"), 1_000_000_000_001),
        (question("kronor"), 10**400),
        (question("decimal"), "1,5"),
        (question("decimal"), True),
        (question("decimal"), float("nan")),
        (question("decimal"), float("inf")),
        (question("decimal"), float("-inf")),
        (question("percent"), 100.1),
        (question("percent"), -0.1),
        (question("date"), "2027-02-29"),
        (question("date"), "2027-W09-1"),
        (question("date"), "20270301"),
        (question("date"), "1 mars 2027"),
        (question("date"), datetime(2027, 3, 1, 12)),
        (question("date"), 20270301),
        (question("date"), "9999-12-31"),
        (question("date"), "1899-12-31"),
        (question("yes_no"), "ja"),
        (question("yes_no"), 1),
        (question("yes_no"), 0),
        (question("choice", choices=COLOURS), "green"),
        (question("choice", choices=COLOURS), ["red"]),
        (question("choice", choices=LEVELS), "3"),
        (question("choice", choices=LEVELS), 3.0),
        (question("choice", choices=(Choice(1, "1", "1"),)), True),
        (question("choices", choices=COLOURS), "red"),
        (question("choices", choices=COLOURS), ["red", "green"]),
        (question("list"), "a"),
        (question("list"), [1]),
        (question("list"), [None]),
        (question("list"), ["a"] * 201),
        (question("group", fields=ROW), ["name"]),
        (question("group", fields=ROW), {"nmae": "x"}),
        (question("rows", fields=ROW), {"name": "A"}),
        (question("rows", fields=ROW), ["A"]),
        (question("rows", fields=ROW), [{"name": "A"}] * 201),
        (question("mapping", fields=ROW), ["A"]),
        (question("mapping", fields=ROW), {5: "A"}),
        (question("mapping", fields=ROW), {"PC-1": 5}),
    ],
    ids=lambda value: value.kind if isinstance(value, Question) else repr(value)[:30],
)
def test_a_wrong_answer_is_refused(asked: Question, raw: object) -> None:
    got = asked.kind in ("choices", "list", "rows") and isinstance(raw, list)
    faults: list[Fault] = []
    value = read(asked, raw, "key", faults)
    assert len(faults) == 1 and faults[0].path.startswith("key") and faults[0].expected and faults[0].found
    assert value is None or got  # what stands beside it in a list is read all the same


@pytest.mark.parametrize(("value", "fits"), [(0, False), (1, True), (90, True), (91, False)])
def test_the_limits_of_a_number_are_part_of_it(value: int, fits: bool) -> None:
    faults: list[Fault] = []
    read(question("integer", minimum=1, maximum=90), value, "key", faults)
    assert (not faults) is fits
    assert fits or faults[0].expected == "ett heltal från 1 till 90"


@pytest.mark.parametrize(("kind", "limit"), [("text", 200), ("long_text", 10_000), ("list", 200)])
def test_a_text_may_be_so_long_and_no_longer(kind: Kind, limit: int) -> None:
    wrapped = [["x" * limit], ["x" * (limit + 1)]] if kind == "list" else ["x" * limit, "x" * (limit + 1)]
    assert taken(question(kind), wrapped[0]) == wrapped[0]
    assert refused(question(kind), wrapped[1]).expected == f"högst {limit} tecken"


def test_a_question_may_set_its_own_length() -> None:
    asked = question("text", max_length=5)
    assert taken(asked, " " + "x" * 5 + " ") == "x" * 5
    assert refused(asked, "x" * 6) == Fault("key", "högst 5 tecken", "6 tecken")


def test_fifty_thousand_characters_are_refused_with_their_number() -> None:
    assert refused(question("long_text"), "å" * 50_000) == Fault("key", "högst 10000 tecken", "50000 tecken")


def test_an_a_and_a_ring_become_one_letter_and_count_as_one() -> None:
    assert taken(question("text", max_length=1), "a\u030a") == "å"


@pytest.mark.parametrize("sign", ["\0", "\x07", "\x1b", "\x7f", "\x85", "\ud800", "\ue000", "\uffff"], ids=ascii)
@pytest.mark.parametrize("kind", ["text", "long_text"])
def test_a_control_character_is_refused_and_not_shown(kind: Kind, sign: str) -> None:
    fault = refused(question(kind), f"före{sign}efter")
    assert fault.expected == "text utan tecken som inte går att trycka, som det efter ”före”"
    assert sign not in str(fault)


def test_a_control_character_with_nothing_before_it_is_said_to_come_first() -> None:
    assert refused(question("text"), "\0efter").expected.endswith("som det allra först")


def test_what_is_pasted_from_word_and_pdf_is_taken_as_it_was_meant() -> None:
    assert taken(question("long_text"), "ett\vtvå\ftre\u2028fyra\rfem\r\nsex") == "ett\ntvå\ntre\nfyra\nfem\nsex"
    assert taken(question("long_text"), "\uf0b7\tboka\n\uf0a7 betala") == "•\tboka\n• betala"


@pytest.mark.parametrize(
    "text", ["flik\there", "emoji 🐘", "10\u00a0000", "co\u00adoperation", "שלום", "”citat” – tankstreck"]
)
def test_everything_that_people_write_is_kept(text: str) -> None:
    assert taken(question("long_text"), text) == text


def test_every_fault_of_a_row_is_named_with_its_path() -> None:
    faults: list[Fault] = []
    asked = question("rows", fields=(*ROW, question("rows", fields=ROW)))
    raw = [{"name": 1}, {"count": "två", "key": [{"x": 1}, {"count": -1}]}]
    read(asked, raw, "rader", faults)
    assert [fault.path for fault in faults] == [
        "rader[0].name",
        "rader[1].count",
        "rader[1].key[0].x",
        "rader[1].key[1].count",
    ]


def test_a_fault_says_what_was_expected_and_found() -> None:
    fault = refused(question("choice", choices=COLOURS), "green")
    assert str(fault) == "key: väntade något av red, blue, fann texten ”green”"


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (True, "true"),
        (["a"], "en lista"),
        ({"a": 1}, "ett objekt"),
        (7, "talet 7"),
        (date(2027, 3, 1), "datumet 2027-03-01"),
        ("x" * 41, f"texten ”{'x' * 40}…”"),
        (b"x", "något annat"),
    ],
    ids=repr,
)
def test_what_was_found_is_described(raw: object, found: str) -> None:
    assert (
        refused(question("integer") if not isinstance(raw, int) or raw is True else question("text"), raw).found
        == found
    )


def test_a_key_in_a_path_is_shown_without_control_characters_and_not_at_length() -> None:
    assert Fault("a\x1b[2J\ud800", "x", "y").path == "a�[2J�"
    assert len(Fault("x" * 50_000, "x", "y").path) == 121
