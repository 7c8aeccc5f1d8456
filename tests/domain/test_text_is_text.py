"""What a user types is text, in every field there is: never a template, a tag or a command."""

from collections.abc import Iterator
from typing import Any

import pytest

from procurement.domain import brief as briefs
from procurement.domain.questions import TEXTS, Question
from tests.domain.given import LIBRARY, faults

NASTY = [
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "{% debug %}",
    "{title} ${HOME} `id`",
    "=cmd|' /C calc'!A0",
    "**x** [a](b)",
]
# Texts that name something, or have a shape: what is not a name is refused.
NAMES = {
    "criteria.clause",
    "lots.criteria.clause",
    "deviations.clause",
    "lots.modules",
    "lots.parts",
    "modules.depends_on",
    "modules.together",
    "modules.apart",
    "modules.key",
    "softer",
    "house.clauses.id",
    "house.clauses.area",
    "house.clauses.law",
    "house.clauses.system_kinds",
}
SHAPED = {"email", "url", "org_number"}
# A key that the mapping may hold.
MAPPED = {"wording": "PC-FIRST-01", "notes": "PC-FIRST-01", "skipped": "evidence"}

# What a row must say to be taken at all.
WHOLE = {
    "clauses": {"id": "EGEN-01", "area": "code", "kind": "requirement", "title": "Möte", "text": "Vi ska ses."},
}


def text_fields(questions: list[Question], above: tuple[Question, ...] = ()) -> Iterator[tuple[Question, ...]]:
    """The way to every field that takes text."""
    for question in questions:
        way = (*above, question)
        if question.kind in (*TEXTS, "list"):
            yield way
        yield from text_fields(list(question.fields), way)


def path_of(way: tuple[Question, ...]) -> str:
    return ".".join(question.key for question in way)


def wrapped(way: tuple[Question, ...], text: str) -> dict[str, Any]:
    """A brief with the text in one field."""
    first, *rest = way
    match first.kind:
        case "list":
            value: Any = [text]
        case "group":
            value = wrapped(tuple(rest), text)
        case "rows":
            value = [WHOLE.get(first.key, {}) | wrapped(tuple(rest), text)]
        case "mapping":
            value = {MAPPED[first.key]: text}
        case _:
            value = text
    return {first.key: value}


WAYS = list(text_fields(list(briefs.schema_of(LIBRARY).values())))
FREE = [way for way in WAYS if path_of(way) not in NAMES and way[-1].kind not in SHAPED]
BOUND = [way for way in WAYS if way not in FREE]


def test_the_fields_are_all_there() -> None:
    found = {path_of(way) for way in WAYS}
    assert found >= NAMES | {"title", "authority.name", "modules.funded_by.partner", "wording.text", "open_datasets"}
    assert len(FREE) > 50


@pytest.mark.parametrize("way", FREE, ids=path_of)
def test_signs_that_mean_something_elsewhere_are_kept_as_they_are(way: tuple[Question, ...]) -> None:
    for text in NASTY:
        short = text[: way[-1].max_length or None].strip()
        data = wrapped(way, short)
        brief = briefs.check(data, LIBRARY)
        assert brief == {"format": 1, **data}
        assert briefs.parse(briefs.dump(brief), LIBRARY) == brief


@pytest.mark.parametrize("way", BOUND, ids=path_of)
def test_a_name_or_an_address_must_be_one(way: tuple[Question, ...]) -> None:
    for text in NASTY:
        assert faults(**wrapped(way, text))[0].path.replace("[0]", "") == path_of(way)


@pytest.mark.parametrize("way", WAYS, ids=path_of)
def test_fifty_thousand_characters_and_a_control_character_are_refused(way: tuple[Question, ...]) -> None:
    for text, found in (("x" * 50_000, "50000 tecken"), ("a\0b", None)):
        (fault, *_) = faults(**wrapped(way, text))
        assert fault.path.split(".")[0].split("[")[0] == way[0].key
        assert found is None or fault.found == found
        assert "\0" not in str(fault) and len(str(fault)) < 400
