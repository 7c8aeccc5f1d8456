"""The two pictures of a procurement: how its lots build on each other, and when what happens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from procurement.domain import swedish
from procurement.domain.calendar import Calendar, LotDays
from procurement.domain.document import Figure
from procurement.domain.drawing import WIDTH, Box, Diamond, Drawing, Line, Shade, Shape, Words, broken, shortened
from procurement.domain.lots import Lot, depths

# More lots than this do not fit on a page, nor more steps from left to right: the table beside says the same.
MOST_LOTS, MOST_STEPS = 18, 10
# What a page holds below a caption, in the units of a drawing.
TALLEST = 860
# Up to this many steps a box has room for words; then it holds the lot's number.
WORDY_STEPS = 4

Place = tuple[int, int]  # (lot or 0, number of the arrow that passes by or 0)
Arrow = tuple[int, int]  # from a lot to one that builds on it


def dependencies(lots: Sequence[Lot]) -> Figure | None:
    """The lots as boxes from left to right, an arrow from each to those that build on it.

    None where nothing builds on anything, and for more than can be told apart in a picture.
    """
    depth = depths(lots)
    steps = max(depth.values(), default=-1) + 1
    if not 2 <= steps <= MOST_STEPS or len(lots) > MOST_LOTS:
        return None
    drawing = _graph(lots, depth, steps, wordy=steps <= WORDY_STEPS)
    if drawing.height > TALLEST:
        drawing = _graph(lots, depth, steps, wordy=False)
    if drawing.height > TALLEST:
        return None
    return Figure("Hur delkontrakten bygger på varandra", _said(lots), drawing)


def _said(lots: Sequence[Lot]) -> str:
    said = [
        f"Delkontrakt {lot.number}, {lot.name}, bygger på "
        + (
            f"delkontrakt {swedish.enumerate_items([str(n) for n in lot.depends_on])}."
            if lot.depends_on
            else "inget annat."
        )
        for lot in lots
    ]
    return " ".join(["Delkontrakten från vänster till höger, med en pil till dem som bygger på dem.", *said])


def _direct(lots: Sequence[Lot], depth: dict[int, int]) -> list[Arrow]:
    """The arrows: what a lot builds on by way of another needs none of its own."""
    before: dict[int, set[int]] = {}
    for lot in sorted(lots, key=lambda lot: lot.number):
        near = {n for n in lot.depends_on if n in before}
        before[lot.number] = near.union(*(before[n] for n in near))
    return [
        (n, lot.number)
        for lot in lots
        for n in lot.depends_on
        if depth[n] < depth[lot.number] and not any(n in before[m] for m in lot.depends_on if m in before)
    ]


def _graph(lots: Sequence[Lot], depth: dict[int, int], steps: int, *, wordy: bool) -> Drawing:
    gap = 40
    width = (WIDTH - 2 - gap * (steps - 1)) // steps if steps > 2 else 250
    texts = {lot.number: broken(lot.name, width - 16, 4) if wordy else [] for lot in lots}
    heads = {lot.number: f"Delkontrakt {lot.number}" if wordy else str(lot.number) for lot in lots}
    heights = {number: 28 + 16 * len(lines) for number, lines in texts.items()}
    arrows = _direct(lots, depth)
    columns = _columns(lots, depth, steps, arrows)
    tops, height = _tops(columns, heights)

    def left(step: int) -> int:
        return 1 + step * (width + gap)

    shapes: list[Shape] = []
    for n, (source, target) in enumerate(arrows, 1):
        first, last = depth[source], depth[target]
        points = [(left(first) + width, tops[first, (source, 0)] + heights[source] // 2)]
        for step in range(first + 1, last):
            y = tops[step, (0, n)]
            points += [(left(step), y), (left(step) + width, y)]
        points.append((left(last) - 1, tops[last, (target, 0)] + heights[target] // 2))
        shapes.append(Line(tuple(points), arrow=True))
    for lot in lots:
        x, y = left(depth[lot.number]), tops[depth[lot.number], (lot.number, 0)]
        shapes.append(Box(x, y, width, heights[lot.number], "light"))
        if wordy:
            shapes.append(Words(x + 8, y + 19, heads[lot.number], strong=True))
        else:
            shapes.append(Words(x + width // 2, y + 19, heads[lot.number], "middle", strong=True))
        shapes += [Words(x + 8, y + 35 + 16 * n, line) for n, line in enumerate(texts[lot.number])]
    return Drawing(max(WIDTH if steps > 2 else 0, left(steps - 1) + width + 1), height, tuple(shapes))


def _columns(lots: Sequence[Lot], depth: dict[int, int], steps: int, arrows: Sequence[Arrow]) -> list[list[Place]]:
    """What stands under each other in every step: lots, and the arrows that pass by. Near what they come from."""
    columns: list[list[Place]] = [[] for _ in range(steps)]
    comes_from: dict[tuple[int, Place], list[Place]] = {}
    for lot in lots:
        columns[depth[lot.number]].append((lot.number, 0))
    for n, (source, target) in enumerate(arrows, 1):
        before: Place = (source, 0)
        for step in range(depth[source] + 1, depth[target]):
            columns[step].append((0, n))
            comes_from[step, (0, n)] = [before]
            before = (0, n)
        comes_from.setdefault((depth[target], (target, 0)), []).append(before)
    for step in range(1, steps):
        above = {place: n for n, place in enumerate(columns[step - 1])}

        def middle(place: Place, step: int = step, above: dict[Place, int] = above) -> tuple[float, Place]:
            found = [above[source] for source in comes_from.get((step, place), []) if source in above]
            return (sum(found) / len(found) if found else 0.0), place

        columns[step].sort(key=middle)
    return columns


def _tops(columns: Sequence[Sequence[Place]], heights: dict[int, int]) -> tuple[dict[tuple[int, Place], int], int]:
    """Where each place of each step begins, columns set about one middle, and the height of it all."""
    space = 18

    def tall(place: Place) -> int:
        return heights[place[0]] if place[0] else 2

    whole = [sum(map(tall, column)) + space * (len(column) - 1) for column in columns]
    height = max(whole) + 2
    tops: dict[tuple[int, Place], int] = {}
    for step, (column, total) in enumerate(zip(columns, whole, strict=True)):
        y = (height - total) // 2
        for place in column:
            tops[step, place] = y
            y += tall(place) + space
    return tops, height


# The calendar

ROW, NAMES, EDGE = 42, 150, 52
LEGEND: tuple[tuple[Shade, str], ...] = (
    ("light", "tid för anbud"), ("open", "utvärdering"), ("dark", "avtalsspärr"), ("middle", "avtalet gäller"),
)  # fmt: skip


def timeline(calendar: Calendar) -> Figure | None:
    """The procurement and each contract as a bar along the months. None for more lots than fit on a page."""
    if len(calendar.lots) > MOST_LOTS:
        return None
    first = min([step.day for step in calendar.steps] + [lot.start for lot in calendar.lots])
    # A contract lasts for years: what is looked for is when it begins, so its bar runs out of the picture.
    last = max([step.day for step in calendar.steps] + [lot.delivery for lot in calendar.lots]) + timedelta(days=30)
    scale = _Scale(first, last)
    rows = bool(calendar.steps) + len(calendar.lots)
    shapes = [*_months(scale, 24 + ROW * rows)]
    if calendar.steps:
        shapes += _procurement(calendar, scale, 24)
    for n, lot in enumerate(calendar.lots, bool(calendar.steps)):
        shapes += _contract(lot, scale, 24 + ROW * n, alone=len(calendar.lots) == 1)
    foot = 24 + ROW * rows + 24
    shapes += _legend(foot, [shade for shade, _ in LEGEND if calendar.steps or shade == "middle"])
    return Figure("Tidslinje", _told(calendar), Drawing(WIDTH, foot + 10, tuple(shapes)))


class _Scale:
    """Days as places along the line of time."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.left, self.right = NAMES + EDGE, WIDTH - 4
        self.days = max(1, (last - first).days)

    def at(self, day: date) -> int:
        share = (day - self.first).days * (self.right - self.left) // self.days
        return min(self.right, self.left + share)


def _months(scale: _Scale, height: int) -> list[Shape]:
    """The first day of some months: of as many as have room for their names."""
    starts = []
    year, month = scale.first.year, scale.first.month
    while (day := date(year, month, 1)) <= scale.last:
        starts.append(day)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    starts = [day for day in starts if day >= scale.first]
    apart = next(n for n in (1, 2, 3, 6, 12, 24, 60, 120, 1200) if len(starts) <= 7 * n)
    shown = [day for day in starts if (day.year * 12 + day.month - 1) % apart == 0] or starts[:1]
    shapes: list[Shape] = []
    for n, day in enumerate(shown):
        x = scale.at(day)
        text = swedish.MONTHS[day.month - 1][:3] + (f" {day.year}" if n == 0 or day.month == 1 or apart >= 12 else "")
        name = Words(x, 15, text, "end") if x > scale.right - 34 else Words(x, 15, text, "middle")
        shapes += [Line(((x, 22), (x, height)), faint=True), name]
    return shapes


def _procurement(calendar: Calendar, scale: _Scale, top: int) -> list[Shape]:
    keys = ("tender_published", "tenders_due", "award_planned", "standstill")
    days = [day for key in keys if (day := calendar.day(key))]
    shapes: list[Shape] = [Words(0, top + 28, "Upphandlingen", strong=True)]
    places = [scale.at(day) for day in days]
    for (left, right), shade in zip(pairwise(places), ("light", "open", "dark"), strict=False):
        if right > left:
            shapes.append(Box(left, top + 18, right - left, 14, _shade(shade)))
    shapes.append(Words(places[0] - 5, top + 29, _short(days[0]), "end"))
    shapes.append(Words(places[1], top + 12, _short(days[1]), "middle"))
    if places[-1] - places[1] >= 60:
        shapes.append(Words(places[-1], top + 12, _short(days[-1]), "middle"))
    return shapes


def _shade(name: str) -> Shade:
    return next(shade for shade, _ in LEGEND if shade == name)


def _contract(lot: LotDays, scale: _Scale, top: int, alone: bool) -> list[Shape]:
    start, delivery = scale.at(lot.start), scale.at(lot.delivery)
    goes_on = lot.end is None or lot.end > scale.last
    end = scale.right - 14 if goes_on or lot.end is None else max(start + 2, scale.at(lot.end))
    middle = top + 25
    shapes: list[Shape] = [
        Words(0, top + 20, "Avtalet" if alone else f"Delkontrakt {lot.number}", strong=True),
        Words(0, top + 35, shortened(lot.name, NAMES - 6)),
        Box(start, middle - 7, max(2, end - start), 14, "middle"),
    ]
    if goes_on:
        shapes.append(Line(((end, middle), (scale.right, middle)), arrow=True))
    shapes += [
        Words(start - 5, middle + 4, _short(lot.start), "end"),
        Diamond(delivery, middle),
        Words(delivery, middle - 13, _short(lot.delivery), "middle"),
    ]
    return shapes


def _legend(y: int, shades: Sequence[Shade]) -> list[Shape]:
    names = dict(LEGEND)
    shapes: list[Shape] = []
    x = 0
    for shade in shades:
        shapes += [Box(x + 1, y - 10, 20, 12, shade), Words(x + 27, y, names[shade])]
        x += 27 + int(len(names[shade]) * 6.6) + 16
    return [*shapes, Diamond(x + 8, y - 4), Words(x + 21, y, "första leverans senast")]


def _short(day: date) -> str:
    """3 mar."""
    return f"{day.day}{swedish.NBSP}{swedish.MONTHS[day.month - 1][:3]}"


def _told(calendar: Calendar) -> str:
    """What the line of time shows, in words."""
    said = [f"{step.name} {swedish.long_date(step.day)}." for step in calendar.steps]
    for lot in calendar.lots:
        of = f"Delkontrakt {lot.number}" if len(calendar.lots) > 1 else "Avtalet"
        said.append(
            f"{of} börjar gälla {swedish.long_date(lot.start)}, "
            f"första leverans senast {swedish.long_date(lot.delivery)}."
        )
    return " ".join(said)
