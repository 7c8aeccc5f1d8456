"""A division as a user draws it: modules moved between lots, lots put in another order, a module cut in steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from procurement.domain.brief import rows, whole
from procurement.domain.lots.parts import Lot, Module
from procurement.domain.questions import SHORT, Value

NEW = 0  # a lot of its own


@dataclass(frozen=True)
class Drawn:
    """One lot that is being drawn. `pieces` are modules, or steps such as "api/2". Unnamed, it is named for them.

    What is said of it is the user's own, or empty where it is ours to say.
    """

    pieces: tuple[str, ...]
    name: str = ""
    reason: str = ""
    first_need: str = ""
    price_weight: int | None = None
    criteria: tuple[Mapping[str, Value], ...] = ()


def drawn(lots: Sequence[Lot], said: Mapping[int, Mapping[str, Value]]) -> tuple[Drawn, ...]:
    """The lots as they stand, with what the user has said of each by its number.

    A name that only says what is in the lot is no name: it changes with what is in it.
    """
    found = []
    for lot in lots:
        own = said.get(lot.number, {})
        name = "" if lot.name == called(part.name for part in lot.parts) else lot.name
        reason, first_need = (str(own.get(key) or "") for key in ("reason", "first_need"))
        price, criteria = whole(own.get("price_weight")), tuple(rows(own, "criteria"))
        found.append(Drawn(tuple(part.key for part in lot.parts), name, reason, first_need, price, criteria))
    return tuple(found)


def called(names: Iterable[str]) -> str:
    """What a lot is called that nobody has named."""
    return ", ".join(names)[:SHORT]


def moved(division: Sequence[Drawn], piece: str, to: int, modules: Sequence[Module]) -> tuple[Drawn, ...]:
    """The piece in the lot with that number and in no other, or in a lot of its own, before those that build on it.

    A lot that becomes empty stays, so that the numbers hold until everything has been moved; `settled` takes it away.
    """
    left = [replace(lot, pieces=tuple(one for one in lot.pieces if one != piece)) for lot in division]
    if to != NEW:
        return tuple(
            replace(lot, pieces=(*lot.pieces, piece)) if number == to else lot for number, lot in enumerate(left, 1)
        )
    module = piece.partition("/")[0]
    waiting = {other.key for other in modules if module in other.depends_on}
    first = next(
        (n for n, lot in enumerate(left) if waiting & {one.partition("/")[0] for one in lot.pieces}), len(left)
    )
    return (*left[:first], Drawn((piece,)), *left[first:])


def reordered(division: Sequence[Drawn], number: int, by: int) -> tuple[Drawn, ...]:
    """The lot earlier (-1) or later (1) in the order of the contracts; the first and the last stay where they are."""
    order, here, there = list(division), number - 1, number - 1 + by
    if 0 <= here < len(order) and 0 <= there < len(order):
        order[here], order[there] = order[there], order[here]
    return tuple(order)


def cut(division: Sequence[Drawn], piece: str, steps: int) -> tuple[Drawn, ...]:
    """A whole module in so many steps: the first where it lies, each of the others in a lot of its own after it."""
    found: list[Drawn] = []
    for lot in division:
        if piece not in lot.pieces:
            found.append(lot)
            continue
        found.append(replace(lot, pieces=tuple(f"{piece}/1" if one == piece else one for one in lot.pieces)))
        found += [Drawn((f"{piece}/{n}",)) for n in range(2, steps + 1)]
    return tuple(found)


def settled(division: Sequence[Drawn]) -> tuple[tuple[Drawn, ...], dict[str, str]]:
    """The division without empty lots, and what each piece is called in it.

    Steps of a module are numbered in the order of their lots. Those that have come to one lot are one step, and a
    module that has only one step left is whole again.
    """
    lots = [lot for lot in division if lot.pieces]
    homes: dict[str, list[int]] = {}
    for n, lot in enumerate(lots):
        for module in dict.fromkeys(piece.partition("/")[0] for piece in lot.pieces if "/" in piece):
            homes.setdefault(module, []).append(n)
    names: dict[str, str] = {}
    for n, lot in enumerate(lots):
        for piece in lot.pieces:
            module, is_step, _ = piece.partition("/")
            one_of_many = is_step and len(homes[module]) > 1
            names[piece] = f"{module}/{homes[module].index(n) + 1}" if one_of_many else module
    return tuple(replace(lot, pieces=tuple(dict.fromkeys(names[one] for one in lot.pieces))) for lot in lots), names


def as_answer(division: Sequence[Drawn], modules: Sequence[Module]) -> list[dict[str, Value]]:
    """The division as the brief keeps it."""
    names = {module.key: module.name for module in modules}

    def name_of(piece: str) -> str:
        module, _, step = piece.partition("/")
        return f"{names.get(module, module)}, etapp {step}" if step else names.get(module, module)

    listed: list[dict[str, Value]] = []
    for lot in division:
        row: dict[str, Value | None] = {
            "name": lot.name or called(map(name_of, lot.pieces)),
            "modules": [piece for piece in lot.pieces if "/" not in piece],
            "parts": [piece for piece in lot.pieces if "/" in piece],
            "reason": lot.reason,
            "first_need": lot.first_need,
            "price_weight": lot.price_weight,
            "criteria": [dict(one) for one in lot.criteria],
        }
        # That the price weighs nothing is something that has been said.
        listed.append({key: value for key, value in row.items() if value or value == 0})
    return listed
