"""What was typed, read as an answer; an answer, written as it is typed; and what is said when it cannot be read."""

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from procurement import content
from procurement.domain import brief as briefs
from procurement.domain.questions import Question, Step, Value
from procurement.forms import StepForm, from_brief, from_post, rearranged, short_name
from procurement.forms.kinds import Answer, written

LIBRARY = content.library()
BRIEFS = sorted((content.FIXTURES / "briefs").glob("*.yaml"))


def step(key: str) -> Step:
    return next(step for step in LIBRARY.steps if step.key == key)


def answer(key: str, typed: object) -> Value | None:
    return Answer(LIBRARY.questions[key], key).clean(typed)


def refusal(key: str, typed: object) -> str:
    with pytest.raises(ValidationError) as refused:
        answer(key, typed)
    return refused.value.messages[0]


def checked(key: str, **typed: str | list[str]) -> StepForm:
    post = QueryDict(mutable=True)
    for name, value in typed.items():
        post.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return StepForm(step(key), from_post(step(key), post), {}, checked=True)


@pytest.mark.parametrize(
    "typed",
    [
        "1200000",
        "1 200 000",
        "1\u00a0200\u00a0000 kr",
        "1.200.000",
        "1 200 000 kronor",
        "1200000:-",
        "1,2 mkr",
        "1,2 mnkr",
        "1.2 miljoner kronor",
        "1,2 Mkr",
        "1 200 tkr",
    ],
)
def test_an_amount_is_read_as_people_write_it(typed):
    assert answer("budget_sek", typed) == 1_200_000


@pytest.mark.parametrize("typed", ["1,2", "1.2", "1,2345678 mkr", "1,2 mdkr", "en miljon", "1 200 000,50", "1e6", "½"])
def test_an_amount_that_can_be_misread_is_asked_for_again(typed):
    assert refusal("budget_sek", typed) == "Skriv hela kronor, till exempel 1 200 000."


@pytest.mark.parametrize(
    ("typed", "read"), [("99,5", 99.5), ("99.5", 99.5), ("99,5 %", 99.5), ("80", 80), ("80,0", 80)]
)
def test_a_percentage_has_a_decimal_comma(typed, read):
    assert answer("availability", typed) == read and type(answer("availability", typed)) is type(read)


def test_a_number_out_of_range_is_told_its_range():
    assert refusal("first_delivery_days", "91") == "Skriv ett heltal från 1 till 90."


@pytest.mark.parametrize(
    "typed", ["2027-03-01", "1 mars 2027", "den 1 mars 2027", "1 Mar. 2027", "1/3 2027", "01/03/2027"]
)
def test_a_date_is_read_in_every_usual_form(typed):
    assert answer("contract_start", typed) == "2027-03-01"


@pytest.mark.parametrize("typed", ["2027-02-30", "31 juni 2027", "mars 2027", "1 mars", "i vår", "1 ma 27"])
def test_what_is_no_date_is_asked_for_again(typed):
    assert refusal("contract_start", typed) == "Skriv ett datum, till exempel 2027-03-01 eller 1 mars 2027."


def test_an_organisation_number_gets_its_hyphen():
    cell = LIBRARY.questions["authority"].fields[1]
    assert [Answer(cell, "x").clean(typed) for typed in ("2120009999", "212000 9999", "212000-9999")] == [
        "212000-9999"
    ] * 3


def test_a_text_that_is_too_long_is_told_how_long_it_is():
    assert refusal("title", "å" * 121) == "Skriv högst 120 tecken. Nu är det 121 tecken."


def test_a_choice_whose_key_is_a_number_is_a_number():
    assert answer("assurance_level", "3") == 3
    assert refusal("assurance_level", "5") == "Välj ett av svaren."


def test_a_list_is_one_a_line():
    assert answer("open_datasets", "bygglov\r\n\r\n  tider \r\n") == ["bygglov", "tider"]


def test_shares_are_a_name_a_colon_and_a_percentage():
    question = next(f for f in LIBRARY.questions["modules"].fields if f.key == "funded_by")
    field = Answer(question, "modules-0-funded_by")
    assert field.clean("Norrfors kommun: 50\nBolaget: AB 37,5 %") == [
        {"partner": "Norrfors kommun", "percent": 50},
        {"partner": "Bolaget: AB", "percent": 37.5},
    ]
    with pytest.raises(ValidationError, match="Raden ”Norrfors kommun” saknar något"):
        field.clean("Norrfors kommun")


@pytest.mark.parametrize("path", BRIEFS, ids=lambda path: path.stem)
@pytest.mark.parametrize("key", [step.key for step in LIBRARY.steps])
def test_what_is_shown_and_not_touched_is_read_as_it_was(path, key):
    brief = briefs.parse(path.read_text(encoding="utf-8"), LIBRARY)
    form = StepForm(step(key), from_brief(step(key), brief), brief, checked=True)
    assert form.summary == []
    for question, value in form.answers().items():
        if not form.is_untouched_default(question, value, brief):
            assert value == brief.get(question)


@pytest.mark.parametrize("question", LIBRARY.questions.values(), ids=lambda question: question.key)
def test_every_question_has_a_field_and_a_way_to_write_its_default(question: Question):
    for one in (question,) if question.kind not in ("group", "rows") else question.fields:
        assert Answer(one, one.key).widget is not None
        if one.default is not None:
            assert Answer(one, one.key).clean(written(one, one.default)) == one.default


def test_a_group_may_be_half_filled():
    form = checked("procurement", **{"authority__name": "Sjövalla kommun", "authority__org_number": ""})
    assert form.answers()["authority"] == {"name": "Sjövalla kommun"}


def test_an_empty_row_is_no_row_and_a_fault_is_shown_where_it_stands():
    form = checked(
        "needs",
        **{
            "user_groups-count": "3",
            "user_groups-0-name": "",
            "user_groups-1-name": "Sökande",
            "user_groups-2-name": "Handläggare",
            "user_groups-2-count": "många",
            "problem": "Ingen svarar",
        },
    )
    (fault,) = form.summary
    assert fault["id"] == "id_user_groups-2-count"
    assert fault["label"] == "Användargrupp 3, Ungefärligt antal"
    assert "user_groups" not in form.answers() and form.answers()["problem"] == "Ingen svarar"


def test_rows_are_added_removed_and_moved_with_what_is_typed():
    rows = [{"name": "a"}, {"name": "b"}, {"name": "c"}]
    assert rearranged(rows, "add", 0) == [*rows, {}]
    assert rearranged(rows, "remove", 1) == [rows[0], rows[2]]
    assert rearranged(rows, "up", 2) == [rows[0], rows[2], rows[1]]
    assert rearranged(rows, "down", 0) == [rows[1], rows[0], rows[2]]
    for nothing in (("up", 0), ("down", 2), ("remove", 9), ("dance", 1)):
        assert rearranged(rows, *nothing) == rows


def test_a_module_gets_a_short_name_from_its_name():
    assert short_name("Öppna data", set()) == "oppna-data"
    assert short_name("Öppna data", {"oppna-data"}) == "oppna-data-2"
    assert short_name("→→", set()) == "modul"
    form = checked("budget", **{"modules-count": "1", "modules-0-name": "Ärendekärna & API", "modules-0-cost_sek": "5"})
    assert form.answers()["modules"] == [{"key": "arendekarna-api", "name": "Ärendekärna & API", "cost_sek": 5}]


def test_what_is_asked_for_in_a_number_of_rows_has_a_limit():
    form = checked("budget", **{"modules-count": "9999"})
    assert len(form.typed["modules"]) == 200
    assert checked("budget", **{"modules-count": "-1"}).typed["modules"] == []


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "{{ 7 }}{% now 'Y' %}", "\x00\x07", "'; drop table"])
def test_what_is_typed_stays_text_or_is_refused(typed):
    form = checked("procurement", title=typed)
    assert "\x00" in typed or form.answers()["title"] == typed
    assert ("title" in form.answers()) == ("\x00" not in typed)
