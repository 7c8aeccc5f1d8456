"""The picture of who pays what: a bar for each organisation, its own modules first and then its part of the rest."""

from __future__ import annotations

from procurement.domain import swedish
from procurement.domain.costs import Workings
from procurement.domain.document import Figure
from procurement.domain.drawing import WIDTH, Box, Drawing, Shape, Words, shortened

# More than this do not fit on a page: the table beside says the same.
MOST = 24
ROW, NAMES, AMOUNTS = 30, 190, 112


def picture(found: Workings, number: str = "") -> Figure | None:
    """The figure, or None for more organisations than fit or nothing to pay."""
    most = max((cost.sek for cost in found.costs), default=0)
    if not most or len(found.costs) > MOST:
        return None
    common = {share.partner: share.sek for share in found.shares}
    shapes: list[Shape] = []
    told: list[str] = []
    for n, cost in enumerate(found.costs):
        y = n * ROW
        shapes.append(Words(0, y + 20, shortened(cost.partner, NAMES - 8)))
        part = common.get(cost.partner, 0)
        # The end of the bar is the sum, so that what two parts lose in rounding does not show.
        own, end = _length(cost.sek - part, most), _length(cost.sek, most)
        if own:
            shapes.append(Box(NAMES, y + 7, own, 18, "dark"))
        if end > own:
            shapes.append(Box(NAMES + own, y + 7, end - own, 18, "light"))
        shapes.append(Words(NAMES + end + 6, y + 20, swedish.kronor(cost.sek)))
        told.append(
            f"{cost.partner} betalar {swedish.kronor(cost.sek)}, varav {swedish.kronor(part)} av det gemensamma."
        )
    foot = len(found.costs) * ROW + 16
    shapes += [
        Box(NAMES, foot, 20, 12, "dark"), Words(NAMES + 26, foot + 11, "egna andelar av moduler"),
        Box(NAMES + 200, foot, 20, 12, "light"), Words(NAMES + 226, foot + 11, "del av det gemensamma"),
    ]  # fmt: skip
    return Figure(
        "Vad var och en betalar",
        " ".join(["En stapel för varje organisation.", *told]),
        Drawing(WIDTH, foot + 16, tuple(shapes)),
        number,
    )


def _length(sek: int, most: int) -> int:
    return sek * (WIDTH - NAMES - AMOUNTS) // most
