"""A step of the wizard as a form: its questions, their rows, and what is wrong with what was typed."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property

from procurement.domain import swedish
from procurement.domain.brief import SKIPPED, Brief
from procurement.domain.costs import parties
from procurement.domain.facts import Facts
from procurement.domain.library import Library
from procurement.domain.progress import is_needed
from procurement.domain.questions import Fault, Question, Step, Value
from procurement.domain.selection import criteria_to_choose

from .asked import Asked, Row, Sum
from .kinds import Answer, Lines, answered
from .typed import NAMES_MODULES, Cell, Typed, from_brief

# Cells that name something else that is listed elsewhere are chosen too.
NAMES_CRITERIA = {("criteria", "clause")}
NAMES_PARTIES = {("cost_shares", "partner")}

# Among more modules than this nobody finds a box to tick; their short names are written instead.
TICKED_AT_MOST = 20

# Cells of a row that few need to see.
ASIDE = {
    ("modules", "key"), ("modules", "kind"), ("modules", "together"), ("modules", "apart"), ("modules", "funded_by"),
    ("lots", "parts"), ("lots", "price_weight"), ("lots", "criteria"),
}  # fmt: skip
# What such a cell is called where modules are ticked and no short names are written.
TICKED_LABELS = {
    ("modules", "depends_on"): "Moduler som måste finnas först",
    ("modules", "together"): "Moduler som ska ligga i samma delkontrakt",
    ("modules", "apart"): "Moduler som inte får ligga i samma delkontrakt",
    ("lots", "modules"): "Moduler som ingår",
}


class OfHundred(NamedTuple):
    """What the numbers are called, the cell of each row that holds one, and the question beside that counts too."""

    what: str
    cell: str
    beside: str = ""


# Numbers that are to be 100 per cent together, so that their rows are seen side by side.
OF_HUNDRED = {
    "criteria": OfHundred("Vikterna", "weight", "price_weight"),
    "cost_shares": OfHundred("Andelarna", "percent"),
}


class StepForm(forms.Form):
    """A step, filled with what is saved or with what has been typed (`checked`: read it and say what is wrong)."""

    def __init__(
        self,
        step: Step,
        typed: Mapping[str, Typed],
        brief: Mapping[str, object],
        *,
        by_default: Iterable[str] | None = None,
        checked: bool = False,
    ) -> None:
        self.step, self.typed, self.brief = step, typed, brief
        reasons = cast("Mapping[str, str]", brief.get("skipped") or {})
        # A question with a default has an answer already.
        self.skipped = {
            q.key: reasons[q.key] for q in step.questions if q.default is None and reasons.get(q.key) in SKIPPED
        }
        self.by_default = frozenset(
            (q.key for q in step.questions if q.default is not None and q.key not in brief)
            if by_default is None
            else by_default
        )
        self.faults: list[tuple[str, str]] = []
        self.shapes: dict[str, Question] = {}
        self.flat: dict[str, Cell] = {}
        for question in step.questions:
            for name, shape, value in _fields(question, typed.get(question.key)):
                self.shapes[name] = shape
                if value is not None:
                    self.flat[name] = value
        data = MultiValueDict({name: v if isinstance(v, list) else [v] for name, v in self.flat.items()})
        super().__init__(data=data if checked else None, initial=None if checked else self.flat)
        del self.__dict__["fields"]

    @cached_property
    def fields(self) -> dict[str, forms.Field]:  # type: ignore[override]
        """The fields, made when the page is shown: an answer that is right is read and saved without them."""
        built: dict[str, forms.Field] = {name: Answer(shape, name) for name, shape in self.shapes.items()}
        for name in built:
            if _column(name) in NAMES_MODULES:
                built[name].widget = forms.CheckboxSelectMultiple()
        return built

    def full_clean(self) -> None:
        """Read what has been typed, as Django does, but without a widget to take it from."""
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, object] = {}
        for name, shape in self.shapes.items() if self.is_bound else ():
            try:
                self.cleaned_data[name] = answered(shape, self.flat.get(name), name)
            except ValidationError as error:
                self.add_error(name, error)

    def is_touched(self, key: str, value: Value | None, brief: Mapping[str, Value]) -> bool:
        """Whether the answer says something else than what is saved. Ticks have no order of their own."""
        question = next(q for q in self.step.questions if q.key == key)
        if _without_order(question, value) == _without_order(question, brief.get(key)):
            return False
        return not self.is_untouched_default(key, value, brief)

    def is_untouched_default(self, key: str, value: Value | None, brief: Mapping[str, Value]) -> bool:
        """A default that nobody has touched is no answer, though the page shows it."""
        default = next((q.default for q in self.step.questions if q.key == key), None)
        return default is not None and value == default and (key in self.by_default or key not in brief)

    def start_at(self, key: str, n: int) -> None:
        """Put the cursor in the row's first field."""
        first = next(
            (name for name in self.fields if name.startswith(f"{key}-{n}-") and _column(name) not in ASIDE), None
        )
        if first:
            self.fields[first].widget.attrs["autofocus"] = True

    @cached_property
    def _saved_rows(self) -> dict[str, list[dict[str, Cell]]]:
        """The rows as they stand in the fields when they are shown, without the empty ones."""
        saved = from_brief(self.step, cast("Brief", self.brief))
        rows = {q.key: cast("list[dict[str, Cell]]", saved[q.key]) for q in self.step.questions if q.kind == "rows"}
        return {key: [{name: text for name, text in row.items() if text} for row in of] for key, of in rows.items()}

    @property
    def module_names(self) -> str:
        """What the modules are called, to notice when what can be chosen between has changed."""
        rows = cast("list[dict[str, Cell]]", self.typed.get("modules") or [])
        return "|".join(f"{row.get('key')}={row.get('name')}" for row in rows)

    @property
    def naming(self) -> list[BoundField]:
        """The cells where modules are chosen."""
        return [self[name] for name in self.fields if _column(name) in NAMES_MODULES]

    def answers(self) -> dict[str, Value | None]:
        """What was answered, question by question, those left empty as None. Questions with faults are left out."""
        broken = {name.split("-")[0] for name in self.errors}
        return {q.key: self._answer(q) for q in self.step.questions if q.key not in broken}

    def blame(self, fault: Fault) -> None:
        """Show a fault between answers at the cell it concerns."""
        key, *_ = re.split(r"[.\[]", fault.path, maxsplit=1)
        kept = self._kept_rows(key)

        def shown(match: re.Match[str]) -> str:
            n = int(match[1])
            return f"-{kept[n] if n < len(kept) else n}"

        name = re.sub(r"\[(\d+)\]", shown, fault.path).replace(".", "-")
        message = f"Det ska vara {fault.expected}, men här står {fault.found}."
        if name in self.fields:
            self.add_error(name, message)
        elif key in {q.key for q in self.step.questions}:
            self.faults.append((key, message))

    @property
    def summary(self) -> list[dict[str, str]]:
        """What is wrong and where, in the order of the page."""
        found = []
        for question in self.step.questions:
            for name, messages in self.errors.items():
                if name.split("-")[0] != question.key:
                    continue
                for message in messages:
                    place, label = _first_input(self[name]), self._place(name)
                    found.append({"key": question.key, "id": place, "label": label, "message": message})
            found += [
                {"key": key, "id": f"q-{key}", "label": question.label, "message": text}
                for key, text in self.faults
                if key == question.key
            ]
        return found

    def sums(self) -> dict[str, Sum]:
        """What the numbers that are to be 100 come to. Nothing is said of those that cannot be read."""
        added = OF_HUNDRED.keys() & {question.key for question in self.step.questions}
        given, found = self.answers() if added else {}, dict[str, Sum]()
        for key in added:
            what, cell, beside = OF_HUNDRED[key]
            found[key] = Sum()
            if key not in given or (beside and beside not in given):
                continue
            numbers = [row.get(cell) for row in cast("list[dict[str, float | None]]", given[key] or [])]
            numbers += [cast("float | None", given[beside])] if beside else []
            known = [number for number in numbers if number is not None]
            total = round(sum(known), 2)
            if known:
                found[key] = Sum(swedish.of_hundred(what, total), known == numbers and total != 100)
        return found

    def offer(self, library: Library, facts: Facts) -> None:
        """Fill in what there is to choose between in cells that name something listed elsewhere."""
        modules = _named_modules(self.typed, facts)
        criteria = [
            (c.id, f"{c.title} ({c.id}, {c.weight[0]}–{c.weight[1]} procent rekommenderas)")
            for c in criteria_to_choose(library, facts)
        ]
        for name, bound in self.fields.items():
            cell = _column(name)
            key, _, rest = name.partition("-")
            if cell in NAMES_MODULES and len(modules) > TICKED_AT_MOST:
                bound.widget = Lines({"rows": 2})
            elif cell in NAMES_MODULES:
                chosen = _as_list(self.flat.get(name))
                own = self.flat.get(f"modules-{rest.split('-')[0]}-key") if key == "modules" else ""
                offered = [option for option in modules if option[0] != own]
                offered += [(gone, f"{gone} (finns inte)") for gone in chosen if gone not in dict(modules)]
                bound.help_text = "" if offered else "Namnge fler moduler så går det att välja bland dem här."
                bound.label = TICKED_LABELS[cell]
                bound.widget = forms.CheckboxSelectMultiple(choices=offered)
            elif cell in NAMES_CRITERIA:
                others = [(key, key) for key in _as_list(self.flat.get(name)) if key not in dict(criteria)]
                bound.widget = forms.Select(choices=[("", "Välj"), *criteria, *others])
            elif cell in NAMES_PARTIES:
                known = _named_parties(self.typed, facts)
                gone = [one for one in _as_list(self.flat.get(name)) if one and one not in known]
                offered = [*((one, one) for one in known), *((one, f"{one} (köper inte med er)") for one in gone)]
                bound.widget = forms.Select(choices=[("", "Välj"), *offered])

    def shown(self, facts: Facts) -> list[Asked]:
        """The questions in the order of the page. Those that do not apply are there too, hidden with what they hold."""
        found = []
        for question in self.step.questions:
            asked = Asked(question, question.key in facts.asked)
            match question.kind:
                case "group":
                    asked.cells = [self[f"{question.key}-{cell.key}"] for cell in question.fields]
                case "rows":
                    count = len(cast("list[object]", self.typed.get(question.key) or []))
                    asked.rows = [self._row(question, n) for n in range(count)]
                case _:
                    asked.one = self[question.key]
                    if is_needed(question, facts):
                        asked.one.label = question.label
            asked.is_empty = not self.typed.get(question.key)
            asked.skipped = self.skipped.get(question.key, "")
            asked.errors = [text for key, text in self.faults if key == question.key]
            found.append(asked)
        return found

    def _row(self, question: Question, n: int) -> Row:
        typed = cast("list[dict[str, Cell]]", self.typed[question.key])[n]
        row = Row([], [], self._said(question, n, typed), self._is_saved(question, typed))
        for cell in question.fields:
            place = row.aside if (question.key, cell.key) in ASIDE else row.cells
            place.append(self[f"{question.key}-{n}-{cell.key}"])
        # Short cells share a line; those that want one of their own come after them.
        row.cells.sort(key=lambda cell: not isinstance(cell.field.widget, (forms.TextInput, forms.Select)))
        return row

    def _said(self, question: Question, n: int, typed: Mapping[str, Cell]) -> str:
        """The row in a line, as it stands in its fields. What few need to see is left out, and the other modules."""
        parts = []
        for cell in question.fields:
            text = typed.get(cell.key)
            if not isinstance(text, str) or not text.strip() or (question.key, cell.key) in ASIDE | NAMES_MODULES:
                continue
            widget = self.fields[f"{question.key}-{n}-{cell.key}"].widget
            named = dict(getattr(widget, "choices", ())).get(text, text)
            parts.append(f"{named} {getattr(widget, 'unit', '')}".strip())
        return " · ".join(parts)

    def _is_saved(self, question: Question, typed: Mapping[str, Cell]) -> bool:
        """Whether the row is whole, and stands as it was saved."""
        whole = all(typed.get(cell.key) for cell in question.fields if not cell.optional)
        filled = {key: text for key, text in typed.items() if text}
        return whole and question.key not in OF_HUNDRED and filled in self._saved_rows[question.key]

    def _answer(self, question: Question) -> Value | None:
        given = self.cleaned_data
        match question.kind:
            case "group":
                return _object(question, question.key, given) or None
            case "rows":
                rows = [_object(question, f"{question.key}-{n}", given) for n in self._kept_rows(question.key)]
                return cast("list[Value]", rows) or None
        return cast("Value | None", given.get(question.key))

    def _kept_rows(self, key: str) -> list[int]:
        """The rows that say something, by their number on the page. An empty row is no row."""
        question = next((q for q in self.step.questions if q.key == key and q.kind == "rows"), None)
        if question is None:
            return []
        count = len(cast("list[object]", self.typed.get(key) or []))
        return [n for n in range(count) if _object(question, f"{key}-{n}", self.cleaned_data)]

    def _place(self, name: str) -> str:
        """The question, and for a row which one and what in it."""
        key, *rest = name.split("-")
        question = next(q for q in self.step.questions if q.key == key)
        if not rest:
            return question.label
        label = str(self.fields[name].label)
        return f"{question.row.capitalize()} {int(rest[0]) + 1}, {label}" if len(rest) == 2 else label


def _fields(question: Question, typed: Typed | None) -> Iterator[tuple[str, Question, Cell | None]]:
    """Each field of a question: its name, what it holds, and what has been typed in it."""
    match question.kind:
        case "group":
            group = cast("dict[str, Cell]", typed or {})
            for cell in question.fields:
                yield f"{question.key}-{cell.key}", cell, group.get(cell.key)
        case "rows":
            for n, row in enumerate(cast("list[dict[str, Cell]]", typed or [])):
                for cell in question.fields:
                    yield f"{question.key}-{n}-{cell.key}", cell, row.get(cell.key)
        case _:
            yield question.key, question, cast("Cell | None", typed)


def _object(question: Question, name: str, given: Mapping[str, object]) -> dict[str, Value]:
    return {
        cell.key: cast(Value, value)
        for cell in question.fields
        if (value := given.get(f"{name}-{cell.key}")) is not None
    }


def _named_modules(typed: Mapping[str, Typed], facts: Facts) -> list[tuple[str, str]]:
    """The modules on this page; on another, those that are saved."""
    if "modules" not in typed:
        return [(module.key, module.name) for module in facts.modules]
    rows = cast("list[dict[str, Cell]]", typed["modules"])
    return [(str(row["key"]), str(row.get("name") or row["key"])) for row in rows if row.get("key")]


def _named_parties(typed: Mapping[str, Typed], facts: Facts) -> tuple[str, ...]:
    """Those who buy together: the authority, and the partners on this page."""
    partners = cast("list[Value]", typed.get("partners") or [])
    return parties({"authority": facts.answers.get("authority"), "partners": partners})


def _column(name: str) -> tuple[str, str]:
    """What a cell of a row is about: modules-2-depends_on → (modules, depends_on)."""
    key, *rest = name.split("-")
    return (key, rest[1]) if len(rest) == 2 else ("", "")


def _without_order(question: Question, value: object) -> object:
    """The answer with its ticks in one order: a browser sends them as they stand on the page."""
    if question.kind == "choices" and isinstance(value, list):
        return sorted(str(one) for one in value)
    if question.kind == "rows" and isinstance(value, list):
        return [
            {cell: sorted(v) if (question.key, cell) in NAMES_MODULES else v for cell, v in row.items()}
            for row in cast("list[dict[str, list[str]]]", value)
        ]
    return value


def _as_list(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []


def _first_input(bound: BoundField) -> str:
    """A group of choices has no id of its own to lead to."""
    return bound.id_for_label or f"{bound.auto_id}_0"


def candidate(brief: Brief, changes: Mapping[str, Value | None]) -> Brief:
    """The brief as it would be with the changes."""
    return {key: value for key, value in {**brief, **changes}.items() if value is not None}
