"""The picture of every cap: how many lots it gives, and where suppliers meet. The buyer looks for the bend."""

from __future__ import annotations

from collections.abc import Sequence

from procurement.domain.document import Figure
from procurement.domain.drawing import Box, Diamond, Drawing, Line, Shape, Words
from procurement.domain.scenario import MILLION, Outcome, turns
from procurement.domain.swedish import count, enumerate_items

# A phone shows the whole of it: what is looked for is a bend, and that is not found by scrolling.
WIDTH, LEFT, TOP, TALL = 340, 28, 28, 170
# At most so many lines to read numbers by.
LINES = 5


def caps(outcomes: Sequence[Outcome], now: int) -> Figure | None:
    """Bars for the lots and a line for the joints. None where every cap gives the same. `now` is the cap in use."""
    possible = [outcome for outcome in outcomes if not outcome.impossible]
    if len({len(outcome.lots) for outcome in possible}) < 2:
        return None
    most = max(max(len(outcome.lots), outcome.joints) for outcome in possible)
    step = _step(most)
    top = -(-most // step) * step
    wide = (WIDTH - LEFT) // len(outcomes)

    def y(number: int) -> int:
        return TOP + TALL - TALL * number // top

    shapes: list[Shape] = [Words(0, 13, "Antal")]
    for number in range(0, top + 1, step):
        shapes.append(Line(((LEFT, y(number)), (LEFT + wide * len(outcomes), y(number))), faint=number > 0))
        shapes.append(Words(LEFT - 8, y(number) + 4, str(number), "end"))
    pieces: list[list[tuple[int, int]]] = [[]]
    for n, outcome in enumerate(outcomes):
        x = LEFT + wide * n
        is_now = outcome.cap == now
        shapes.append(Words(x + wide // 2, TOP + TALL + 18, str(outcome.cap // MILLION), align="middle", strong=is_now))
        if outcome.impossible:
            pieces.append([])
            continue
        height = TOP + TALL - y(len(outcome.lots))
        shapes.append(Box(x + 2, y(len(outcome.lots)), wide - 4, height, "middle" if is_now else "light"))
        pieces[-1].append((x + wide // 2, y(outcome.joints)))
    shapes += [Line(tuple(points)) for points in pieces if len(points) > 1]
    shapes += [Diamond(*point) for points in pieces for point in points]
    shapes.append(Words(LEFT, TOP + TALL + 37, "Tak i miljoner kronor"))
    shapes += _legend(TOP + TALL + 62)
    return Figure("Vad varje tak ger", _told(outcomes), Drawing(WIDTH, TOP + TALL + 90, tuple(shapes)))


def _step(most: int) -> int:
    """A round number that divides the scale in few lines."""
    return next(size for tens in (1, 10, 100, 1_000) for size in (tens, 2 * tens, 5 * tens) if most <= size * LINES)


def _legend(y: int) -> list[Shape]:
    return [
        Box(LEFT + 1, y - 10, 20, 12, "light"), Words(LEFT + 27, y, "delkontrakt"),
        Box(LEFT + 121, y - 10, 20, 12, "middle"), Words(LEFT + 147, y, "delkontrakt med taket nu"),
        Diamond(LEFT + 11, y + 18), Words(LEFT + 27, y + 22, "skarvar mellan leverantörer"),
    ]  # fmt: skip


def _told(outcomes: Sequence[Outcome]) -> str:
    """The bends, in words."""
    said = [
        f"från {outcome.cap // MILLION} miljoner {count(len(outcome.lots), 'ett kontrakt', 'delkontrakt')} och "
        f"{count(outcome.joints, 'en skarv', 'skarvar') if outcome.joints else 'ingen skarv'}"
        for outcome in turns(outcomes)
    ]
    lowest, highest = outcomes[0].cap // MILLION, outcomes[-1].cap // MILLION
    span = f"från {lowest} till {highest} miljoner kronor"
    return f"Antal delkontrakt och skarvar för tak {span}: {enumerate_items(said)}."
