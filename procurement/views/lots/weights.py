"""The weights of a lot on the planning page: its fields, and what is typed in them as the brief keeps it."""

from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.http import QueryDict

from procurement.domain import lot_kinds, swedish, weighing
from procurement.domain.lots import Lot
from procurement.domain.lots.moving import Drawn
from procurement.domain.questions import Value
from procurement.domain.selection import criteria_to_choose
from procurement.domain.weighing import Weighing
from procurement.forms.kinds import answered
from procurement.views.drafts import Draft
from procurement.views.lots.new_module import question_of

PRICE = "price_weight"


@dataclass(frozen=True)
class Weight:
    """A field of a lot: the price, or a criterion by its id. `shown` is what holds now, "" for no points."""

    key: str
    title: str
    shown: str
    lot: int

    @property
    def name(self) -> str:
        return f"{self.key}:{self.lot}"

    @property
    def id(self) -> str:
        return f"id_{self.key}_{self.lot}"


def fields(draft: Draft, lot: Lot) -> list[Weight]:
    """The price and the criteria that suit the lot; none where quality gives no points.

    A release from before lots had weights of their own has none either.
    """
    facts, library = draft.facts, draft.library
    if not facts.divided or facts.regime == "direct" or "criteria" not in facts.asked:
        return []
    if any(question_of(draft, key) is None for key in weighing.KEYS):
        return []
    weighed = _of(draft, lot)
    unfit = lot_kinds.unfit_criteria(lot_kinds.of(lot, facts.modules, library))
    suiting = [clause.id for clause in criteria_to_choose(library, facts) if clause.id not in unfit]
    known = dict(weighed.criteria)
    # Those that give points come first, in the user's order, also where they do not suit.
    listed = [(identity, library.clauses[identity].title) for identity in dict.fromkeys([*known, *suiting])]
    weights = {PRICE: weighed.price, **known}
    return [
        Weight(key, title, "" if (weight := weights.get(key)) is None else str(weight), lot.number)
        for key, title in [(PRICE, "Pris"), *listed]
    ]


def differing(draft: Draft, lot: Lot) -> str:
    """The weights of a lot that is not weighed as the whole, in words; "" for one that is."""
    weighed, clauses = _of(draft, lot), draft.library.clauses
    if weighed == weighing.of(draft.brief, draft.library, draft.facts):
        return ""
    told = [("Pris", weighed.price), *((clauses[identity].title, weight) for identity, weight in weighed.criteria)]
    said = f"{', '.join(f'{title} {swedish.percent(weight)}' for title, weight in told if weight is not None)}."
    if not weighed.left_out:
        return said
    titles = swedish.enumerate_items([clauses[identity].title for identity, _ in weighed.left_out])
    return f"{said} Inga poäng för {titles}, eftersom delkontraktet {weighed.why}."


def read(draft: Draft, lot: Lot, drawn: Drawn, typed: QueryDict, faults: list[dict[str, str]]) -> Drawn:
    """The lot with the weights that are typed for it. Where all fields are emptied it follows the whole."""
    asked, question = fields(draft, lot), question_of(draft, PRICE)
    if not asked or question is None:
        return drawn
    found, wrong = dict[str, int](), []
    for one in asked:
        try:
            weight = answered(question, typed.get(one.name, one.shown), one.name)
        except ValidationError as error:
            wrong.append(_fault(one, error.messages[0]))
        else:
            # A criterion that weighs nothing gives no points.
            if isinstance(weight, int) and (weight or one.key == PRICE):
                found[one.key] = weight
    if not wrong and found == {one.key: int(one.shown) for one in asked if one.shown}:
        return drawn
    total = sum(found.values())
    if found and total != 100 and not wrong:
        wrong.append(_fault(asked[0], swedish.of_hundred("Vikterna", total)))
    faults += wrong
    price = found.pop(PRICE, 0) if found else None
    criteria: list[dict[str, Value]] = [{"clause": key, "weight": weight} for key, weight in found.items()]
    return replace(drawn, price_weight=price, criteria=tuple(criteria))


def _of(draft: Draft, lot: Lot) -> Weighing:
    return weighing.of(draft.brief, draft.library, draft.facts, lot)


def _fault(one: Weight, message: str) -> dict[str, str]:
    return {"id": one.id, "label": f"{one.title} i delkontrakt {one.lot}", "message": message}
