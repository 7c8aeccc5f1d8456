"""Of what kind a lot is. What it is not asked for, and which criteria say nothing of it, follow from that."""

from __future__ import annotations

from collections.abc import Sequence

from procurement.domain import swedish
from procurement.domain.library import Library, LotKind
from procurement.domain.lots import Lot, Module


def of(lot: Lot, modules: Sequence[Module], library: Library) -> list[LotKind]:
    """The kinds of the lot's modules, or none where anything is known to suit one of them."""
    kind_of = {module.key: module.kind for module in modules}
    kinds = dict.fromkeys(kind_of.get(part.module, "") for part in lot.parts)
    known = [library.lot_kinds[kind] for kind in kinds if kind in library.lot_kinds]
    return known if len(known) == len(kinds) else []


def why(kinds: Sequence[LotKind]) -> str:
    """What the lot does instead. Follows "eftersom det"."""
    return swedish.enumerate_items([kind.why for kind in kinds])


def unfit_criteria(kinds: Sequence[LotKind]) -> set[str]:
    """The criteria that score what no module of the lot is about."""
    return common([kind.criteria for kind in kinds])


def common(lists: Sequence[Sequence[str]]) -> set[str]:
    """What stands in each of the lists; nothing where there is none."""
    return set(lists[0]).intersection(*lists[1:]) if lists else set()
