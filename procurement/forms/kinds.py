"""From kind of question to field: how each is shown, how what was typed is read, and how an answer is written back.

What is typed stays text until it is read, so that a page can always show it again as it was.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString

from procurement.domain import swedish
from procurement.domain.answers import in_words
from procurement.domain.questions import Choice, Fault, Question, Value, read

MANY_CHOICES = 7
NO_ANSWER = "Inget svar"


class Misread(ValueError):
    """What was typed cannot be taken for an answer. Says what to write instead."""


class Unit(forms.TextInput):
    """A field with what is counted after it."""

    def __init__(self, unit: str, attrs: dict[str, Any]) -> None:
        super().__init__(attrs)
        self.unit = unit

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        field = super().render(*args, **kwargs)
        return format_html('<div class="with-unit">{}<span class="unit">{}</span></div>', field, self.unit)


class Lines(forms.Textarea):
    """Several texts, one a line."""

    def format_value(self, value: Any) -> str | None:
        return "\n".join(value) if isinstance(value, list) else value


class Answer(forms.Field):
    """The field of one question that holds one answer, or of one cell in a group or a row."""

    def __init__(self, question: Question, path: str) -> None:
        self.question, self.path = question, path
        label = question.label + (" (frivilligt)" if question.optional else "")
        hint, widget = _hint_when_shown(question), KINDS[question.kind].widget(question)
        super().__init__(required=False, label=label, help_text=hint, widget=widget)

    def clean(self, value: object) -> Value | None:
        return answered(self.question, value, self.path)


def answered(question: Question, typed: object, path: str) -> Value | None:
    """The answer as the brief keeps it, None where there is none. Raises ValidationError that says what to write."""
    try:
        raw = KINDS[question.kind].read(question, typed or "")
    except Misread as misread:
        raise ValidationError(str(misread)) from misread
    faults: list[Fault] = []
    answer = read(question, raw, path, faults)
    if faults:
        raise ValidationError(_message(faults[0]))
    return answer


def written(question: Question, value: Value) -> str | list[str]:
    """The answer as its field shows it."""
    return KINDS[question.kind].write(question, value)


def _hint(question: Question) -> str:
    """How to answer, and what holds for one who does not."""
    if question.kind == "rows":
        return f"{question.hint} Skriv namn, kolon och procent, en på varje rad."
    if question.kind == "date" and not re.search(r"\d{4}-\d\d-\d\d", question.hint):
        return f"{question.hint} Till exempel: 2027-03-01.".strip()
    if question.default is None or question.kind in ("choice", "yes_no"):
        return question.hint
    words = in_words(question, question.default)
    unit = "" if question.kind in ("kronor", "percent") else f" {question.unit}".rstrip()
    return f"{question.hint} Förval: {words}{unit}.".strip()


# A form that is only read needs no hints.
_hint_when_shown = lazy(_hint, str)


def _message(fault: Fault) -> str:
    if fault.expected.startswith("högst"):
        return f"Skriv {fault.expected}. Nu är det {fault.found}."
    if fault.expected.startswith("något av"):
        return "Välj ett av svaren."
    return f"Skriv {fault.expected}."


# Reading what was typed


def _as_typed(question: Question, typed: object) -> object:
    return typed


# 1,2 miljoner · 1,2 mnkr · 950 tkr, once kr is off: how many zeros each stands for.
SCALES = {"miljoner": 6, "miljon": 6, "milj": 6, "milj.": 6, "mn": 6, "m": 6, "tusen": 3, "t": 3}


def _number(question: Question, typed: object) -> object:
    """1 200 000 · 1200000 kr · 1,2 mnkr · 1,2 · 80 %: spaces, a decimal comma and the unit are all right."""
    text = "".join(str(typed).split()).replace("−", "-").casefold()
    for unit in ("kronor", "kr", "sek", "procent", "%", ":-", "".join(question.unit.split()).casefold()):
        text = text.removesuffix(unit) if unit else text
    if not text:
        return None
    if question.kind == "kronor" and (written := re.fullmatch(r"(\d{1,9})(?:[.,](\d{1,6}))?(\D+)", text)):
        whole_part, part, scale = written.groups(default="")
        zeros = SCALES.get(scale, 0) - len(part)
        if scale in SCALES and zeros >= 0:
            return int(whole_part + part + "0" * zeros)
    whole = question.kind in ("integer", "kronor")
    if whole:
        # 1.200.000 is how some write thousands; 1.2 is not.
        if re.fullmatch(r"-?\d{1,3}(\.\d{3})+", text):
            text = text.replace(".", "")
        if re.fullmatch(r"-?\d{1,18}", text):
            return int(text)
        example = "hela kronor, till exempel 1 200 000" if question.kind == "kronor" else "ett heltal, utan decimaler"
        raise Misread(f"Skriv {example}.")
    if not re.fullmatch(r"-?\d{1,18}([.,]\d{1,9})?", text):
        raise Misread("Skriv ett tal, till exempel 99,5.")
    number = float(text.replace(",", "."))
    return int(number) if number.is_integer() else number


def _date(question: Question, typed: object) -> object:
    """2027-03-01 · 1 mars 2027 · 1/3 2027."""
    text = " ".join(str(typed).casefold().split())
    if not text:
        return None
    parts: list[int] = []
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        parts = [int(match[1]), int(match[2]), int(match[3])]
    elif match := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[ /.-](\d{4})", text):
        parts = [int(match[3]), int(match[2]), int(match[1])]
    elif match := re.fullmatch(r"(?:den )?(\d{1,2})\.? ([a-zåäö]{3,9})\.? (\d{4})", text):
        named = [n for n, month in enumerate(swedish.MONTHS, 1) if month.startswith(match[2])]
        parts = [int(match[3]), named[0], int(match[1])] if named else []
    with suppress(ValueError):
        return date(*parts) if parts else _no_date()
    return _no_date()


def _no_date() -> object:
    raise Misread("Skriv ett datum, till exempel 2027-03-01 eller 1 mars 2027.")


def _org_number(question: Question, typed: object) -> object:
    digits = re.sub(r"[\s-]", "", str(typed))
    return f"{digits[:6]}-{digits[6:]}" if re.fullmatch(r"\d{10}", digits) else typed


def _choice(question: Question, typed: object) -> object:
    """A form sends text; a choice's key may be a number."""
    return next((choice.key for choice in question.choices if str(choice.key) == typed), typed)


def _choices(question: Question, typed: object) -> object:
    return [_choice(question, one) for one in cast("list[str]", typed or [])]


def _yes_no(question: Question, typed: object) -> object:
    return {"ja": True, "nej": False}.get(str(typed))


def _lines(question: Question, typed: object) -> object:
    """One a line, or one a tick where the choices are known."""
    texts = typed if isinstance(typed, list) else [str(typed)]
    return [line for text in texts for line in str(text).splitlines() if line.strip()]


def _shares(question: Question, typed: object) -> object:
    """Norrfors kommun: 50. One a line."""
    name, number = question.fields[0].key, question.fields[1]
    shares: list[dict[str, object]] = []
    for line in str(typed).splitlines():
        if not line.strip():
            continue
        match = re.fullmatch(r"(.+?)[\s:]+([\d\s]+(?:[.,]\d+)?)\s*(?:%|procent)?", line.strip())
        if not match:
            raise Misread(f"Skriv namn, kolon och procent på varje rad. Raden ”{line.strip()[:60]}” saknar något.")
        shares.append({name: match[1].strip(), number.key: _number(number, match[2])})
    return shares


# Writing an answer back


def _plain(question: Question, value: Value) -> str:
    return str(value)


def _figures(question: Question, value: Value) -> str:
    return swedish.number(cast(float, value))


def _share_lines(question: Question, value: Value) -> str:
    name, number = (field.key for field in question.fields)
    rows = cast("list[dict[str, Value]]", value)
    return "\n".join(f"{row.get(name, '')}: {swedish.number(cast(float, row.get(number, 0)))}" for row in rows)


# Showing the field


def _text(question: Question) -> forms.Widget:
    return forms.Textarea({"rows": 2, "class": "short"}) if question.max_length > 120 else forms.TextInput()


def _figure(mode: str, unit: str = "") -> Callable[[Question], forms.Widget]:
    def widget(question: Question) -> forms.Widget:
        attrs = {"inputmode": mode, "autocomplete": "off"}
        shown = unit or question.unit
        return Unit(shown, attrs) if shown else forms.TextInput(attrs)

    return widget


def _options(question: Question) -> list[tuple[str, str]]:
    default = question.default if isinstance(question.default, (str, int)) else None
    options = list(_labelled(question.choices, default))
    if question.kind == "choice" and question.optional:
        options.append(("", NO_ANSWER))
    return options


@lru_cache(maxsize=200)
def _labelled(choices: tuple[Choice, ...], default: str | int | None) -> tuple[tuple[str, str], ...]:
    """The choices with their hints. They are the same on every page, so they are worded once."""

    def label(choice: Choice) -> str:
        by_default = " (förval)" if default is not None and choice.key == default else ""
        if not choice.hint:
            return choice.label + by_default
        return format_html('{}{} <span class="hint">{}</span>', choice.label, by_default, choice.hint)

    return tuple((str(choice.key), label(choice)) for choice in choices)


def _one_of(question: Question) -> forms.Widget:
    if len(question.choices) <= MANY_CHOICES:
        return forms.RadioSelect(choices=_options(question))
    plain = [(str(c.key), f"{c.label} – {c.hint}" if c.hint else c.label) for c in question.choices]
    return forms.Select(choices=plain if question.default is not None else [("", "Välj"), *plain])


def _yes_or_no(question: Question) -> forms.Widget:
    options = [("ja", "Ja"), ("nej", "Nej")]
    if question.optional:
        options.append(("", NO_ANSWER))
    return forms.RadioSelect(choices=options)


@dataclass(frozen=True)
class Kind:
    """What is to know of one kind of question."""

    widget: Callable[[Question], forms.Widget]
    read: Callable[[Question, object], object] = _as_typed
    write: Callable[[Question, Value], str | list[str]] = _plain


KINDS: Mapping[str, Kind] = {
    "text": Kind(_text),
    "long_text": Kind(lambda q: forms.Textarea({"rows": 4})),
    "email": Kind(lambda q: forms.EmailInput()),
    "url": Kind(lambda q: forms.TextInput({"inputmode": "url"})),
    "org_number": Kind(lambda q: forms.TextInput({"inputmode": "numeric"}), _org_number),
    "integer": Kind(_figure("numeric"), _number, _figures),
    "decimal": Kind(_figure("decimal"), _number, _figures),
    "percent": Kind(_figure("decimal", "procent"), _number, _figures),
    "kronor": Kind(_figure("numeric", "kr"), _number, _figures),
    # Written, not picked: a browser shows 03/01 to one who has it in English, and that is two different days.
    "date": Kind(lambda q: forms.TextInput({"class": "date", "autocomplete": "off"}), _date),
    "choice": Kind(_one_of, _choice),
    "yes_no": Kind(_yes_or_no, _yes_no, lambda q, value: "ja" if value else "nej"),
    "choices": Kind(
        lambda q: forms.CheckboxSelectMultiple(choices=_options(q)),
        _choices,
        lambda q, value: [str(one) for one in cast("list[Value]", value)],
    ),
    "list": Kind(
        lambda q: forms.Textarea({"rows": 3}),
        _lines,
        lambda q, value: "\n".join(str(one) for one in cast("list[Value]", value)),
    ),
    # Rows inside a row: who pays a module, or what gives points in a lot, and how much.
    "rows": Kind(lambda q: forms.Textarea({"rows": 2}), _shares, _share_lines),
}


def in_lines(question: Question, value: Value | None) -> list[str]:
    """The whole answer to read, a row a line."""
    if value is None:
        return ["Inget svar"]
    match question.kind:
        case "rows":
            return [_in_line(question, row) for row in cast("list[dict[str, Value]]", value)]
        case "group":
            return [_in_line(question, cast("dict[str, Value]", value))]
        case "long_text":
            return str(value).splitlines()
    return [in_words(question, value)]


def _in_line(question: Question, row: Mapping[str, Value]) -> str:
    cells = ((cell, row[cell.key]) for cell in question.fields if cell.key in row)
    return " · ".join("; ".join(in_lines(cell, value)) for cell, value in cells)
