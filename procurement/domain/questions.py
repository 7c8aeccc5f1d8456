"""What a question is, and how an answer to it is read and checked.

The questions of the wizard are also the schema of the brief: one table says what each key holds.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, get_args

from procurement.domain import swedish
from procurement.domain.conditions import Condition, holds

Value = str | int | float | bool | list["Value"] | dict[str, "Value"]

Kind = Literal[
    "text", "long_text", "email", "url", "org_number", "integer", "decimal", "kronor", "percent", "date",
    "choice", "choices", "yes_no", "list", "group", "rows", "mapping",
]  # fmt: skip
KINDS: tuple[str, ...] = get_args(Kind)
# What the words of an answer are held to: a requirement in full; a background may name what exists; a name is a name.
Language = Literal["requirement", "background", "name"]
TEXTS = ("text", "long_text", "email", "url", "org_number")
NUMBERS = ("integer", "decimal", "kronor", "percent")

SHORT, LONG = 200, 10_000
MAX_ROWS = 200
MAX_NUMBER = 1_000_000_000_000
# What is pasted from Word and PDF and means something: breaks of line and page, and bullets of fonts with own signs.
PASTED = str.maketrans(dict.fromkeys("\r\v\f\u2028\u2029", "\n") | dict.fromkeys("\uf0a7\uf0b7\uf0d8\uf076\uf0fc", "•"))
MENTIONED = 40  # characters of what stands before a sign that is refused
# No contract lasts longer, and 9999-12-31 plus thirty days is no date at all.
YEARS = range(1900, 2200)


@dataclass(frozen=True)
class Choice:
    """One of the answers to choose between. `text` is how it reads inside a sentence."""

    key: str | int
    label: str
    text: str
    hint: str = ""


@dataclass(frozen=True)
class Suggestion:
    """A default that fits what has been answered elsewhere. `when` looks at answers given, never at other defaults."""

    when: Condition
    value: Value


@dataclass(frozen=True)
class Question:
    """One question, or one field of a group or a row."""

    key: str
    kind: Kind
    label: str
    hint: str = ""
    why: str = ""
    gap: str = ""
    when: Condition = field(default_factory=dict)
    optional: bool = False
    detail: bool = False
    default: Value | None = None
    default_for: tuple[Suggestion, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    max_length: int = 0
    unit: str = ""
    row: str = ""
    language: Language | Literal[""] = ""  # "" is what the question it stands in has, and at last background
    choices: tuple[Choice, ...] = ()
    fields: tuple[Question, ...] = ()

    def default_in(self, brief: Mapping[str, object]) -> Value | None:
        """What holds when nobody answers: the first suggestion that fits what has been answered, or the default."""
        return next((one.value for one in self.default_for if holds(one.when, brief)), self.default)

    def choice(self, key: Value) -> Choice | None:
        """The choice with this key, or None."""
        return next((c for c in self.choices if c.key == key and type(c.key) is type(key)), None)


@dataclass(frozen=True)
class Step:
    """A page of the wizard."""

    key: str
    slug: str
    title: str
    intro: str
    questions: tuple[Question, ...]

    def settled(self, brief: Mapping[str, object]) -> Step:
        """The step with the defaults that fit what has been answered."""
        if not any(question.default_for for question in self.questions):
            return self
        settled = (replace(q, default=q.default_in(brief)) if q.default_for else q for q in self.questions)
        return replace(self, questions=tuple(settled))


@dataclass(frozen=True)
class Fault:
    """An answer that cannot be taken: where, what was expected, what was found."""

    path: str
    expected: str
    found: str

    def __post_init__(self) -> None:
        # Both may hold keys from the file as they were typed, and are shown on pages and in terminals.
        object.__setattr__(self, "path", _printable(self.path, 120))
        object.__setattr__(self, "found", _printable(self.found, 300))

    def __str__(self) -> str:
        return f"{self.path}: väntade {self.expected}, fann {self.found}"


def read(question: Question, raw: object, path: str, faults: list[Fault]) -> Value | None:
    """The answer in `raw` as the brief keeps it, or None where there is none.

    Empty texts, lists and objects are no answers. What is wrong is added to `faults`, and None comes back.
    """
    if raw is None or raw == "" or raw == [] or raw == {}:
        return None
    match question.kind:
        case "text" | "long_text" | "email" | "url" | "org_number":
            return _text(question, raw, path, faults)
        case "integer" | "kronor" | "decimal" | "percent":
            return _number(question, raw, path, faults)
        case "date":
            return _date(raw, path, faults)
        case "yes_no":
            return _yes_no(raw, path, faults)
        case "choice":
            return _choice(question, raw, path, faults)
        case "choices" | "list":
            return _list(question, raw, path, faults)
        case "group":
            return _object(question, raw, path, faults)
        case "rows":
            return _rows(question, raw, path, faults)
        case "mapping":
            return _mapping(question, raw, path, faults)


def describe(raw: object) -> str:
    """What was found, in Swedish and short enough to read."""
    match raw:
        case bool():
            return "true" if raw else "false"
        case str():
            return f"texten ”{_printable(raw, 40)}”"
        case int() | float():
            return f"talet {raw if len(str(raw)) < 25 else str(raw)[:25] + '…'}"
        case list():
            return "en lista"
        case dict():
            return "ett objekt"
        case date():
            return f"datumet {raw.isoformat()}"
        case None:
            return "inget"
    return "något annat"


def _printable(text: str, most: int) -> str:
    shown = text if len(text) <= most else text[:most] + "…"
    return "".join(c if c.isprintable() else "�" for c in shown)


def _fault(faults: list[Fault], path: str, expected: str, raw: object) -> None:
    faults.append(Fault(path, expected, describe(raw)))


SHAPES: dict[str, tuple[str, str]] = {
    "email": (r"[^@\s]+@[^@\s]+\.[^@\s]+", "en e-postadress som namn@kommun.se"),
    "url": (r"https?://[^\s\"<>]+", "en webbadress som börjar med https://"),
    "org_number": (r"\d{6}-\d{4}", "ett organisationsnummer som 212000-0000"),
}


def _text(question: Question, raw: object, path: str, faults: list[Fault]) -> str | None:
    if not isinstance(raw, str):
        _fault(faults, path, "text (sätt citattecken runt tal och datum)", raw)
        return None
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").translate(PASTED)).strip()
    limit = question.max_length or (LONG if question.kind == "long_text" else SHORT)
    if len(text) > limit:
        faults.append(Fault(path, f"högst {limit} tecken", f"{len(text)} tecken"))
        return None
    if question.kind != "long_text":
        text = " ".join(text.split("\n"))
    # Most answers are printable throughout, which is quickly seen; only the others are looked at letter by letter.
    if not text.isprintable() and (where := _unprintable(text)) is not None:
        before = " ".join(text[:where].split())[-MENTIONED:]
        place = f"efter ”{before}”" if before else "allra först"
        _fault(faults, path, f"text utan tecken som inte går att trycka, som det {place}", raw)
        return None
    if not text:
        return None
    if question.kind in SHAPES and not re.fullmatch(SHAPES[question.kind][0], text):
        _fault(faults, path, SHAPES[question.kind][1], raw)
        return None
    return text


def _unprintable(text: str) -> int | None:
    """Where the first character stands that no document can show."""
    unseen = (
        n
        for n, sign in enumerate(text)
        if unicodedata.category(sign) in ("Cc", "Cs", "Cn", "Co") and sign not in "\n\t"
    )
    return next(unseen, None)


def _number(question: Question, raw: object, path: str, faults: list[Fault]) -> int | float | None:
    whole = question.kind in ("integer", "kronor")
    expected = "ett helt antal kronor" if question.kind == "kronor" else "ett heltal" if whole else "ett tal"
    if isinstance(raw, bool) or not isinstance(raw, int if whole else (int, float)):
        _fault(faults, path, expected, raw)
        return None
    low = 0 if question.minimum is None else question.minimum
    high = (100 if question.kind == "percent" else MAX_NUMBER) if question.maximum is None else question.maximum
    # math.isfinite cannot take a whole number of 400 digits; the comparison can.
    if (isinstance(raw, float) and not math.isfinite(raw)) or not low <= raw <= high:
        _fault(faults, path, f"{expected} från {swedish.number(low)} till {swedish.number(high)}", raw)
        return None
    return raw


def _date(raw: object, path: str, faults: list[Fault]) -> str | None:
    day = raw if isinstance(raw, date) and not isinstance(raw, datetime) else None
    # fromisoformat alone would also take week dates.
    if isinstance(raw, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw):
        try:
            day = date.fromisoformat(raw)
        except ValueError:
            day = None
    if day is None:
        _fault(faults, path, "ett datum som 2027-03-01", raw)
        return None
    if day.year not in YEARS:
        _fault(faults, path, f"ett datum från {YEARS[0]} till {YEARS[-1]}", raw)
        return None
    return day.isoformat()


def _yes_no(raw: object, path: str, faults: list[Fault]) -> bool | None:
    if isinstance(raw, bool):
        return raw
    _fault(faults, path, "true eller false", raw)
    return None


def _choice(question: Question, raw: object, path: str, faults: list[Fault]) -> str | int | None:
    found = question.choice(raw) if isinstance(raw, (str, int)) else None
    if found is None:
        _fault(faults, path, "något av " + ", ".join(str(c.key) for c in question.choices), raw)
        return None
    return found.key


def _list(question: Question, raw: object, path: str, faults: list[Fault]) -> Value | None:
    if not isinstance(raw, list):
        _fault(faults, path, "en lista", raw)
        return None
    if len(raw) > MAX_ROWS:
        _fault(faults, path, f"högst {MAX_ROWS} rader", raw)
        return None
    read_one = _choice if question.kind == "choices" else _text
    found: list[Value] = []
    for n, part in enumerate(raw):
        value = read_one(question, part, f"{path}[{n}]", faults)
        if value is not None and value not in found:
            found.append(value)
    return found or None


def _object(question: Question, raw: object, path: str, faults: list[Fault]) -> Value | None:
    if not isinstance(raw, dict):
        _fault(faults, path, "ett objekt med " + ", ".join(f.key for f in question.fields), raw)
        return None
    known = {f.key: f for f in question.fields}
    found: dict[str, Value] = {}
    for key, part in raw.items():
        if key not in known:
            faults.append(Fault(f"{path}.{key}", "någon av nycklarna " + ", ".join(known), "en okänd nyckel"))
        else:
            value = read(known[key], part, f"{path}.{key}", faults)
            if value is not None:
                found[key] = value
    return found or None


def _rows(question: Question, raw: object, path: str, faults: list[Fault]) -> Value | None:
    if not isinstance(raw, list):
        _fault(faults, path, "en lista med rader", raw)
        return None
    if len(raw) > MAX_ROWS:
        faults.append(Fault(path, f"högst {MAX_ROWS} rader", f"{len(raw)} rader"))
        return None
    rows = [_object(question, part, f"{path}[{n}]", faults) for n, part in enumerate(raw)]
    return [row for row in rows if row is not None] or None


def _mapping(question: Question, raw: object, path: str, faults: list[Fault]) -> Value | None:
    if not isinstance(raw, dict):
        _fault(faults, path, "ett objekt", raw)
        return None
    found: dict[str, Value] = {}
    for key, part in raw.items():
        if not isinstance(key, str):
            _fault(faults, path, "nycklar som är text", key)
            continue
        value = read(question.fields[0], part, f"{path}.{key}", faults)
        if value is not None:
            found[key] = value
    return found or None
