"""What the benchmarks share: the clock, the word on a goal, and the table."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Iterable, Sequence


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes, by the wall clock."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def verdict(value: float, goal: float) -> str:
    return f"{value:.2f} ({'met' if value <= goal else 'MISSED'}, goal {goal:g})"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table that can be read as it is."""
    lines = [list(head), *map(list, rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(head))]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    )


def circumstances() -> str:
    """What the figures depend on. What several processes do at once says little while others use the processors."""
    load = f", {os.getloadavg()[0]:.1f} processes at work" if hasattr(os, "getloadavg") else ""
    return f"Python {platform.python_version()}, {os.cpu_count()} processors{load}."
