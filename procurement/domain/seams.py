"""What a procurement with only a budget is divided along: parts that software has, and how much each usually takes.

The shares are an estimate of our own, said to be so wherever they are printed, and the user's to change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from procurement.domain import swedish
from procurement.domain.lots import Module
from procurement.domain.questions import Fault, Value
from procurement.domain.shares import spread

KEY = "seam_shares"


@dataclass(frozen=True)
class Seam:
    """A part. `needs` are those it builds on, `apart` those that must not share a lot with it."""

    key: str
    name: str
    need: str
    percent: int
    kind: str = ""
    needs: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()


@dataclass(frozen=True)
class Share:
    """How much of the whole a part takes, in hundredths of a per cent and in kronor. One without any is left out."""

    seam: Seam
    hundredths: int
    value: int

    @property
    def in_words(self) -> str:
        """As it is typed: 26 or 7,5."""
        return swedish.number(self.hundredths / 100)

    @property
    def percent(self) -> str:
        return swedish.percent(self.hundredths / 100)

    @property
    def kronor(self) -> str:
        return swedish.kronor(self.value)

    @property
    def own(self) -> bool:
        """Whether it is the user's and not ours."""
        return self.hundredths != self.seam.percent * 100


def shares(brief: Mapping[str, Value], seams: Mapping[str, tuple[Seam, ...]], value: int) -> tuple[Share, ...]:
    """The parts of the kind of system and their shares, the user's own where there are any.

    Until the kind is known it is taken to be new. Shares that were given for another kind count for nothing.
    """
    parts = seams.get(str(brief.get("system_kind"))) or seams.get("new") or ()
    own = _given(brief)
    if own and own.keys() <= {seam.key for seam in parts} and sum(own.values()) == 10_000:
        weights = [own.get(seam.key, 0) for seam in parts]
    else:
        weights = [seam.percent * 100 for seam in parts]
    return tuple(map(Share, parts, weights, spread(value, weights)))


def modules(shared: Sequence[Share], budget: int) -> tuple[Module, ...]:
    """The parts that have a share, as modules. What builds on one that is left out builds on what that builds on."""
    known = {share.seam.key: share for share in shared}

    def standing(keys: Sequence[str]) -> Iterator[str]:
        for key in keys:
            if known[key].hundredths:
                yield key
            else:
                yield from standing(known[key].seam.needs)

    costs = spread(budget, [share.hundredths for share in shared])
    return tuple(
        Module(
            seam.key, seam.name, cost, share.value, seam.need, tuple(dict.fromkeys(standing(seam.needs))),
            kind=seam.kind, apart=tuple(key for key in seam.apart if known[key].hundredths),
        )
        for share, cost in zip(shared, costs, strict=True) if share.hundredths
        for seam in [share.seam]
    )  # fmt: skip


def faults(brief: Mapping[str, Value], seams: Mapping[str, tuple[Seam, ...]]) -> list[Fault]:
    """What is wrong with shares that the user has given: parts that are not there, or a sum that is not the whole."""
    own, known = _given(brief), {seam.key for parts in seams.values() for seam in parts}
    found = [Fault(f"{KEY}.{key}", "en del i biblioteket", f"”{key}”") for key in own if known and key not in known]
    if own and sum(own.values()) != 10_000:
        total = f"{swedish.number(sum(own.values()) / 100)} procent"
        found.append(Fault(KEY, "andelar som tillsammans är 100 procent", total))
    return found


def _given(brief: Mapping[str, Value]) -> dict[str, int]:
    """The user's own shares in hundredths of a per cent: a third of the whole is 33,33."""
    return {key: round(float(percent) * 100) for key, percent in cast("dict[str, float]", brief.get(KEY) or {}).items()}
