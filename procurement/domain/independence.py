"""Who may not review what: whoever is paid to build something does not also review it.

A supplier with interests that can harm the contract may be held not to have the professional capacity for it
(LOU 14 kap. 5 §). That is a demand on the contract of the review alone: nobody is shut out of the other lots.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from procurement.domain.lots import Lot, Module, Unsound
from procurement.domain.lots.puzzle import puzzle_of

CLAUSE = "PC-QUAL-03"
REVIEW = "review"
# What is found out before anything is built is no work that a review judges.
BEFORE = "need"
# Names of modules that are reviews in all but their kind. The review of a matter is none: that is what is built.
NAMED = re.compile(
    r"\boberoende\b.*granskning|\b(?:kod|säkerhets|tillgänglighets)granskning|\b(?:säkerhets|penetrations)test",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reviewing:
    """A lot with a review in it: the other lots that it reviews, and what it reviews of its own."""

    lot: int
    others: tuple[int, ...]
    own: tuple[str, ...]
    review: str


def reviewed(modules: Sequence[Module]) -> dict[str, frozenset[str]]:
    """For each review the modules that it reviews.

    What it builds on all the way down, and what it must lie apart from. One that names nothing reviews everything.
    """
    known = {module.key: module for module in modules}
    built = {module.key for module in modules if module.kind not in (REVIEW, BEFORE)}
    found = {}
    for review in (module for module in modules if module.kind == REVIEW):
        below: dict[str, None] = dict.fromkeys(review.depends_on)
        waiting = list(below)
        for key in waiting:
            new = [needed for needed in (known[key].depends_on if key in known else ()) if needed not in below]
            below.update(dict.fromkeys(new))
            waiting += new
        apart = {*review.apart, *(module.key for module in modules if review.key in module.apart)}
        named = (below.keys() & built) | {key for key in apart if key in known and known[key].kind != REVIEW}
        found[review.key] = frozenset(named or built)
    return found


def kept_apart(modules: tuple[Module, ...], cap: int) -> tuple[Module, ...]:
    """The modules with each review apart from what it reviews, where they can be divided so.

    What the user has put together stays together; the review of the draft then says what follows.
    """
    joined = {other for module in modules for other in module.together}
    about = {
        key: others for key, others in reviewed(modules).items()
        if key not in joined and not next(m for m in modules if m.key == key).together
    }  # fmt: skip
    if not about:
        return modules
    order = [module.key for module in modules]
    made = tuple(
        replace(module, apart=tuple(dict.fromkeys([*module.apart, *sorted(about[module.key], key=order.index)])))
        if module.key in about
        else module
        for module in modules
    )
    try:
        puzzle_of(made, cap)
    except Unsound:
        return modules
    return made


def reviewing(lots: Sequence[Lot], modules: Sequence[Module]) -> tuple[Reviewing, ...]:
    """Each lot that reviews something, in their order."""
    about, names = reviewed(modules), {module.key: module.name for module in modules}
    found = []
    for lot in lots:
        here = {part.module for part in lot.parts}
        reviews = [key for key in about if key in here]
        judged = {key for review in reviews for key in about[review]}
        others = tuple(
            one.number for one in lots if one is not lot and any(part.module in judged for part in one.parts)
        )
        own = tuple(names[key] for key in names if key in judged & here)
        if reviews and (others or own):
            found.append(Reviewing(lot.number, others, own, names[reviews[0]]))
    return tuple(found)
