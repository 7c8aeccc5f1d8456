"""What a press of a button on the planning page changes, and what is said about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from django.http import QueryDict

from procurement.domain import questions, swedish
from procurement.domain.brief import inconsistencies
from procurement.domain.facts import first_need, reasons
from procurement.domain.lots import Module, Reasons, moving
from procurement.domain.lots.moving import NEW, Drawn
from procurement.domain.questions import Fault, Value
from procurement.services.saving import Json
from procurement.views.drafts import Draft
from procurement.views.lots import weights
from procurement.views.lots.new_module import NewModule, question_of

# What is written of each lot, as a fault in it is called.
LABELS = {"name": "Namn på delkontrakt", "reason": "Skäl för delkontrakt", "first_need": "Första behov i delkontrakt"}


@dataclass(frozen=True)
class Asked:
    """What to save. `pieces` are those that moved, as they are called afterwards; `said` is what else was done.

    `adds` is true where a module is new, and `draws` where names and reasons are saved too.
    """

    changes: dict[str, Json]
    said: str = ""
    pieces: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict)
    adds: bool = False
    draws: bool = False
    faults: tuple[dict[str, str], ...] = ()


def asked(draft: Draft, typed: QueryDict) -> Asked | None:
    """What a form asks for, or None when it is nothing that can be done."""
    do, _, what = typed.get("do", "").partition(":")
    if do in ("move", "save", "up", "down", "cut"):
        return _redrawn(draft, typed, do, what) if may_be_divided(draft) else None
    match do:
        case "decline" if draft.facts.over_cap:
            return _declined(draft, typed)
        case "propose":
            return Asked({"no_split_reason": None, "lots": None}, "Nu gäller vårt förslag till delkontrakt.")
        case "modules" if draft.facts.from_seams:
            return Asked({"modules": _rows(draft.facts.modules)}, "Delarna är nu era moduler. Ändra dem som ni vill.")
        case "add" if may_be_divided(draft):
            return _added(draft, typed)
    return None


def may_be_divided(draft: Draft) -> bool:
    """Whether there are modules to place: the user's own, or those of our starting point, which then become theirs."""
    return bool(draft.facts.lots) and (draft.facts.from_seams or bool(draft.brief.get("modules")))


def _declined(draft: Draft, typed: QueryDict) -> Asked:
    faults: list[Fault] = []
    question = draft.library.questions["no_split_reason"]
    reason = questions.read(question, typed.get("no_split_reason", ""), question.key, faults)
    if reason is None and not faults:
        faults.append(Fault(question.key, "ert skäl", "ett tomt fält"))
    if faults:
        return Asked({}, faults=(_fault("id_no_split_reason", "Skälet att inte dela", faults[0]),))
    return Asked({"no_split_reason": str(reason), "lots": None}, "Sparat. Upphandlingen delas inte.")


def _fault(id: str, label: str, fault: Fault) -> dict[str, str]:
    return {"id": id, "label": label, "message": f"vi behöver {fault.expected}."}


def _rows(modules: tuple[Module, ...]) -> list[Json]:
    """Our starting point as the user's own modules, to be edited like any other."""
    return [
        {
            "key": module.key,
            "name": module.name,
            "need": module.need,
            "cost_sek": module.cost,
            **({"depends_on": list(module.depends_on)} if module.depends_on else {}),
            **({"kind": module.kind} if module.kind else {}),
            **({"apart": list(module.apart)} if module.apart else {}),
        }
        for module in modules
    ]


def written(draft: Draft) -> Reasons:
    """The reasons that are printed: the user's own where there are any, else ours."""
    return reasons(draft.brief, draft.facts) if draft.facts.divided else Reasons((), {})


def standing(draft: Draft) -> tuple[Drawn, ...]:
    """The division as it stands, to be drawn anew."""
    facts = draft.facts
    if not facts.own_lots:
        return tuple(replace(lot, name="") for lot in moving.drawn(facts.lots, {}))
    rows = cast("list[Mapping[str, Value]]", draft.brief["lots"])
    return moving.drawn(facts.lots, dict(enumerate(rows, 1)))


def fields(draft: Draft) -> dict[str, str]:
    """The texts that are written in the form, as the page shows them before anything is typed."""
    why, facts = written(draft), draft.facts
    names = {f"name:{lot.number}": lot.name for lot in facts.lots}
    reasons = {f"reason:{lot.number}": why.lots.get(lot.number, "") for lot in facts.lots}
    needs = {f"first_need:{lot.number}": first_need(draft.brief, facts, lot) for lot in facts.lots}
    weighed = {one.name: one.shown for lot in facts.lots for one in weights.fields(draft, lot)}
    declined = str(draft.brief.get("no_split_reason") or "")
    return {**names, **reasons, **needs, **weighed, "division_reason": " ".join(why.whole), "no_split_reason": declined}


def where(draft: Draft) -> dict[str, int | None]:
    """The lot of each piece; None for one that lies in none, or in several."""
    found: dict[str, int | None] = {}
    for lot in draft.facts.lots:
        for part in lot.parts:
            found[part.key] = None if part.key in found else lot.number
    at_all = {part.module for lot in draft.facts.lots for part in lot.parts}
    return found | {module.key: None for module in draft.facts.modules if module.key not in at_all}


def _redrawn(draft: Draft, typed: QueryDict, do: str, what: str) -> Asked | None:
    """The division with what is typed, and then what was pressed. None where that cannot be done."""
    faults: list[dict[str, str]] = []
    before = standing(draft)
    division: tuple[Drawn, ...] | None = _named(draft, typed, before, faults)
    changes = _whole_reason(draft, typed, faults)
    if faults:
        return Asked({}, faults=tuple(faults))
    moves, said = {}, ""
    match do:
        case "move" | "save":
            moves = _moves(draft, typed)
            # Those that go to a lot of their own come last: they put the numbers out of order.
            for piece, to in sorted(moves.items(), key=lambda move: move[1] == NEW):
                division = moving.moved(division, piece, to, draft.facts.modules)
        case "up" | "down":
            division, said = _reordered(draft, division, what, -1 if do == "up" else 1)
        case "cut":
            division, said = _cut(draft, division, what)
    if division is None:
        return None
    division, names = moving.settled(division)
    if division != moving.settled(before)[0]:
        changes |= {"lots": cast(Json, moving.as_answer(division, draft.facts.modules)), "no_split_reason": None}
        if draft.facts.from_seams:
            changes["modules"] = _rows(draft.facts.modules)
    return Asked(
        changes,
        said if said or moves or not changes else "Sparat.",
        tuple(names[piece] for piece in moves),
        {piece: names.get(piece, "") for piece in where(draft)},
        draws=True,
    )


def _moves(draft: Draft, typed: QueryDict) -> dict[str, int]:
    """The pieces for which another lot is chosen than the one they lie in, and its number."""
    found = {}
    for piece, lies in where(draft).items():
        to = typed.get(f"to:{piece}", "")
        if to.isdecimal() and len(to) < 4 and int(to) <= len(draft.facts.lots) and int(to) != lies:
            found[piece] = int(to)
    return found


def _reordered(draft: Draft, division: tuple[Drawn, ...], number: str, by: int) -> tuple[tuple[Drawn, ...] | None, str]:
    count = len(division)
    if not number.isdecimal() or len(number) > 3 or not 1 <= int(number) <= count:
        return None, ""
    new = min(max(int(number) + by, 1), count)
    said = f"{draft.facts.lots[int(number) - 1].name} är nu delkontrakt {new}."
    return moving.reordered(division, int(number), by), said


def _cut(draft: Draft, division: tuple[Drawn, ...], key: str) -> tuple[tuple[Drawn, ...] | None, str]:
    """A module that lies whole in a lot, in as many steps as it takes to keep each below the cap."""
    module = next((one for one in draft.facts.modules if one.key == key and key in where(draft)), None)
    if module is None:
        return None, ""
    steps = max(2, -(-module.value // draft.facts.cap))
    said = f"{module.name} är nu uppdelad i {steps} etapper, i var sitt delkontrakt."
    return moving.cut(division, key, steps), said


def _named(
    draft: Draft, typed: QueryDict, division: tuple[Drawn, ...], faults: list[dict[str, str]]
) -> tuple[Drawn, ...]:
    """The lots with what is typed of them. An empty field is ours to fill."""
    shown, found = fields(draft), []
    for lot, drawn in zip(draft.facts.lots, division, strict=True):
        for key, label in LABELS.items():
            question, raw = question_of(draft, key), typed.get(f"{key}:{lot.number}")
            if question is None or raw is None or same(raw, shown[f"{key}:{lot.number}"]):
                continue
            wrong: list[Fault] = []
            read = questions.read(question, raw, key, wrong)
            faults += [_fault(f"id_{key}_{lot.number}", f"{label} {lot.number}", fault) for fault in wrong]
            drawn = replace(drawn, **{key: str(read or "")})
        found.append(weights.read(draft, lot, drawn, typed, faults))
    return tuple(found)


def _whole_reason(draft: Draft, typed: QueryDict, faults: list[dict[str, str]]) -> dict[str, Json]:
    question, raw = draft.library.questions.get("division_reason"), typed.get("division_reason")
    if question is None or raw is None or same(raw, fields(draft)[question.key]):
        return {}
    wrong: list[Fault] = []
    read = questions.read(question, raw, question.key, wrong)
    faults += [_fault("id_division_reason", "Skälet till uppdelningen", fault) for fault in wrong]
    return {"division_reason": cast(Json, read)}


def same(typed: str, shown: str) -> bool:
    return typed.split() == shown.split()


def _added(draft: Draft, typed: QueryDict) -> Asked:
    """A new module: in the lot that was chosen, or where the proposal puts it."""
    form = NewModule(draft, typed)
    if not form.is_valid():
        return Asked({}, faults=tuple(form.faults) or ({"id": "id_new-name", "label": "Ny modul", "message": ""},))
    module = form.row(draft.brief, [module.key for module in draft.facts.modules])
    own = cast("list[Json]", draft.brief.get("modules") or _rows(draft.facts.modules))
    modules = [*own, cast(Json, module)]
    changes: dict[str, Json] = {"modules": modules}
    key, lot = str(module["key"]), form.lot
    if wrong := inconsistencies({**draft.brief, "modules": cast(Value, modules)}, draft.library):
        return Asked({}, faults=(_fault("id_new-name", "Ny modul", wrong[0]),), adds=True)
    if lot is not None:
        division, _ = moving.settled(moving.moved(standing(draft), key, lot, draft.facts.modules))
        named = [*draft.facts.modules, Module(key, str(module["name"]), 0, 0)]
        changes |= {"lots": cast(Json, moving.as_answer(division, named)), "no_split_reason": None}
    return Asked(changes, pieces=(key,), adds=True)


def said(asked: Asked, before: Draft, after: Draft) -> str:
    """What happened, with the new sums, in words that are read out."""
    if asked.said or not asked.pieces:
        return " ".join(filter(None, [asked.said or "Inget var ändrat.", _stops(after)]))
    lots = after.facts.lots
    moved = [(part.name, lot.number) for lot in lots for part in lot.parts if {part.key, part.module} & {*asked.pieces}]
    told = [f"{name} ligger nu i delkontrakt {number}." for name, number in moved]
    touched = {number for _, number in moved} | _left_behind(asked, before, after)
    cap = swedish.kronor(after.facts.cap)
    for lot in lots:
        if lot.number in touched:
            over = ", över taket" if lot.value > after.facts.cap else ""
            told.append(f"Delkontrakt {lot.number}: {swedish.kronor(lot.value)} av {cap}{over}.")
    if len(lots) < len(before.facts.lots):
        told.append("Det tomma delkontraktet är borttaget.")
    if before.facts.declined:
        told.append("Skälet att inte dela gäller inte längre.")
    return " ".join(filter(None, [*told, _stops(after)]))


def _left_behind(asked: Asked, before: Draft, after: Draft) -> set[int]:
    """The numbers now of the lots that something was taken from."""
    now = {part.key: lot.number for lot in after.facts.lots for part in lot.parts}
    found = set()
    for lot in before.facts.lots:
        names = [asked.names.get(part.key, "") for part in lot.parts]
        if any(name in asked.pieces for name in names):
            found |= {now[name] for name in names if name in now and name not in asked.pieces}
    return found


def _stops(draft: Draft) -> str:
    """What must be mended, short enough to be heard: several are read at the top of the page."""
    found = [one.message for one in draft.findings if one.where == "lots" and one.severity == "stop"]
    if len(found) > 1:
        return f"{swedish.count(len(found), '', 'saker').capitalize()} att rätta står överst på sidan."
    return "".join(f"Att rätta: {message}" for message in found)


def said_of_undoing(draft: Draft, undone: bool) -> str:
    if not undone:
        return "Uppdelningen har ändrats sedan sidan visades. Inget ångrades."
    facts = draft.facts
    count = swedish.count(len(facts.lots), "ett delkontrakt", "delkontrakt") if facts.lots else "inga delkontrakt"
    return " ".join(filter(None, [f"Senaste ändringen är ångrad. Nu är det {count}.", _stops(draft)]))
