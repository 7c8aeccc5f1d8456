"""A module added on the planning page: its form, made from the wizard's own question."""

from typing import Any, cast

from django import forms
from django.http import QueryDict

from procurement.domain.brief import Brief, module_keys
from procurement.domain.lots.moving import NEW
from procurement.domain.questions import Question, Value
from procurement.forms import short_name
from procurement.forms.kinds import Answer
from procurement.views.drafts import Draft

PREFIX = "new-"
ASKED = ("name", "need", "cost_sek", "kind", "depends_on")
NEEDED = ("name", "need", "cost_sek")
# Where the proposal is asked to find the place.
PROPOSED = "proposed"


class NewModule(forms.Form):
    """The module as a row of the wizard, and the lot it is to lie in."""

    def __init__(self, draft: Draft, typed: QueryDict) -> None:
        """Checked where it is what was sent; else only shown again with what has been typed in it."""
        self.is_sent = typed.get("do") == "add"
        several = PREFIX + "depends_on"
        begun = {key: typed.getlist(key) if key == several else typed[key] for key in typed if key.startswith(PREFIX)}
        super().__init__(typed if self.is_sent else None, initial=begun, use_required_attribute=False)
        # The draft keeps the library it was begun with, and an earlier one asked for less.
        cells = {cell.key: cell for cell in draft.library.questions["modules"].fields}
        asked = {PREFIX + key: self._cell(draft, key, cells[key]) for key in ASKED if key in cells}
        self.fields = {**asked, PREFIX + "lot": _lot(draft)}

    def _cell(self, draft: Draft, key: str, question: Question) -> Answer:
        field = Answer(question, f"modules.{key}")
        if key == "depends_on":
            field.label, field.help_text = "Vilka moduler måste finnas först? (frivilligt)", ""
            names = [(module.key, module.name) for module in draft.facts.modules]
            field.widget = forms.CheckboxSelectMultiple(choices=names)
        return field

    def clean(self) -> dict[str, Any]:
        for key in NEEDED:
            field = PREFIX + key
            if field not in self.errors and self.cleaned_data.get(field) is None:
                question = cast(Answer, self.fields[field]).question
                self.add_error(field, f"Vi behöver {question.gap}.")
        return self.cleaned_data

    def row(self, brief: Brief, taken: list[str]) -> dict[str, Value]:
        """The module as the brief keeps it, with a short name that no other has."""
        given = {key: self.cleaned_data.get(PREFIX + key) for key in ASKED}
        key = short_name(str(given["name"]), {*taken, *module_keys(brief)})
        return {"key": key, **{name: value for name, value in given.items() if value is not None}}

    @property
    def lot(self) -> int | None:
        """The number of the lot it is to lie in; None when the proposal is to find the place."""
        chosen = self.cleaned_data[PREFIX + "lot"] or str(NEW)
        return None if chosen == PROPOSED else int(chosen)

    @property
    def faults(self) -> list[dict[str, str]]:
        return [
            {"id": f"id_{name}", "label": str(self.fields[name].label), "message": message}
            for name, messages in self.errors.items()
            for message in messages
        ]


def _lot(draft: Draft) -> forms.ChoiceField:
    facts = draft.facts
    choices = [(str(lot.number), f"Delkontrakt {lot.number}, {lot.name}") for lot in facts.lots]
    choices.append((str(NEW), "Ett nytt delkontrakt"))
    if not facts.own_lots:
        choices.insert(0, (PROPOSED, "Där vårt förslag lägger den"))
    return forms.ChoiceField(label="Vilket delkontrakt ska den ligga i?", choices=choices, required=False)


def question_of(draft: Draft, key: str) -> Question | None:
    """A field of the rows of lots, where the draft's library has it."""
    return next((cell for cell in draft.library.questions["lots"].fields if cell.key == key), None)
