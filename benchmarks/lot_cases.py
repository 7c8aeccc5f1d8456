"""Generated modules for the benchmark of lots, the same for the same seed; tests ask for some of them."""

from __future__ import annotations

from random import Random

from procurement.domain.lots import Module

CAP = 10_000_000
CASES = 220
SHAPES = ("sparse", "near", "tree", "star", "layers")
# The smallest and the largest module, in parts of the cap.
SIZES = ((0.05, 0.3), (0.1, 0.5), (0.05, 0.9), (0.2, 0.7))
GROUPS = ((5, 12), (13, 20), (21, 40), (41, 80))


def case(seed: int) -> tuple[str, list[Module]]:
    """Modules as the seed makes them: how many, how large, and how they build on each other."""
    random = Random(seed)
    # As many cases in each group.
    count = random.randint(*GROUPS[seed % len(GROUPS)])
    shape = SHAPES[seed // len(GROUPS) % len(SHAPES)]
    low, high = random.choice(SIZES)
    with_large = random.random() < 0.3
    made = []
    for n in range(count):
        value = int(CAP * random.uniform(low, high))
        if random.random() < 0.5:
            value = value // 100_000 * 100_000
        if with_large and random.random() < 0.06:
            value = int(CAP * random.uniform(1.05, 2.6))
        needs = tuple(f"m{d}" for d in sorted(_needs(random, shape, n, count)))
        kind = random.choice(("", "core", "interface", "integration"))
        made.append(Module(f"m{n}", f"Modul {n}", value, value, depends_on=needs, kind=kind))
    return shape, made


def _needs(random: Random, shape: str, n: int, count: int) -> set[int]:
    if not n:
        return set()
    match shape:
        case "sparse":
            return {random.randrange(n)} if random.random() < 0.6 else set()
        case "near":
            return {random.randrange(max(0, n - 8), n) for _ in range(random.randint(0, 3))}
        case "tree":
            return {random.randrange(n)}
        case "star":
            return {random.randrange(min(n, max(1, count // 10)))}
    width = max(2, count // 5)
    layer = n // width
    return (
        {random.randrange((layer - 1) * width, layer * width) for _ in range(random.randint(1, 2))} if layer else set()
    )
