"""The exception for small lots (LOU 5 kap. 8 §): which are small, what they are worth together, what that allows."""

from __future__ import annotations

from dataclasses import dataclass

from procurement.domain.brief import texts
from procurement.domain.facts import Facts
from procurement.domain.lots import Lot, named
from procurement.domain.thresholds import Amount

# LOU 5 kap. 8 §: the small lots together are at most this share of all lots, in per cent.
SHARE = 20


@dataclass(frozen=True)
class SmallLots:
    """The lots against the exception for small ones (LOU 5 kap. 8 §).

    `below` are those under the limit, `exempt` those that the buyer means to take out. They can differ both ways.
    """

    limit: Amount
    total: int
    lots: tuple[Lot, ...]
    below: tuple[Lot, ...]
    exempt: tuple[Lot, ...]

    @property
    def room(self) -> int:
        """What the small lots may be worth together, in whole kronor."""
        return self.total * SHARE // 100

    def share(self, value: int) -> float:
        """The per cent of all lots, rounded up to a tenth: what is above the share never looks as if it were not."""
        return -(-value * 1000 // max(self.total, 1)) / 10

    @property
    def together(self) -> int:
        return sum(lot.value for lot in self.below)

    @property
    def taken(self) -> int:
        return sum(lot.value for lot in self.exempt)

    @property
    def disputed(self) -> bool:
        """Whether the two readings of the section differ.

        One counts every lot below the limit toward the fifth, the other only those that are taken out. By the first
        no lot may be taken out here, by the second some may.
        """
        return self.together > self.room

    @property
    def outcome(self) -> str:
        """What the exception allows, in words."""
        if not self.below:
            return "Inget delkontrakt är under gränsen. Alla upphandlas enligt reglerna över tröskelvärdet."
        if self.disputed:
            return (
                f"Delkontrakten under gränsen är tillsammans mer än {SHARE} procent av värdet. Bestämmelsen kan läsas "
                "på två sätt: att inget av dem då får undantas, eller att de som undantas får vara högst "
                f"{SHARE} procent. Det säkra är att inte undanta något."
            )
        return (
            f"Delkontrakten under gränsen är tillsammans högst {SHARE} procent av värdet. Vart och ett av dem får "
            "upphandlas enligt reglerna för köp under tröskelvärdet."
        )


# What the exception does not allow.
NOT_ALLOWED = (
    "Undantaget ändrar inte upphandlingens värde och gäller inte de andra delkontrakten. Ett delkontrakt får "
    "direktupphandlas bara om också reglerna om direktupphandling medger det. Ett behov får inte delas i mindre delar "
    "för att undantaget ska gälla."
)


def of(facts: Facts) -> SmallLots | None:
    """The exception worked out, or None where it means nothing: below the threshold, or in one contract."""
    return among(facts, facts.lots)


def taken_out(facts: Facts) -> tuple[Lot, ...]:
    """The lots that are taken out: each is procured by itself, by the rules below the threshold."""
    small = of(facts)
    return small.exempt if small else ()


def among(facts: Facts, lots: tuple[Lot, ...]) -> SmallLots | None:
    """The same for another division than the one that stands."""
    limit = facts.small_lot_limit
    if limit is None or facts.regime != "eu" or len(lots) < 2:
        return None
    meant = [named(name, lots) for name in texts(facts.answers.get("small_lots"))]
    return SmallLots(
        limit=limit,
        total=sum(lot.value for lot in lots),
        lots=lots,
        below=tuple(lot for lot in lots if lot.value < limit.sek),
        exempt=tuple(lot for lot in lots if lot in meant),
    )
