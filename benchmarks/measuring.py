"""What the benchmarks share: the clock, the word on a goal, and the table."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes, by the wall clock."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def processor(work: Callable[[], object]) -> float:
    """How long a processor works on it, in this process: the same while others use the processors too."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


@dataclass(frozen=True)
class Watched:
    """What a command took: by the wall clock, of the processors, and in memory at its most; 0 where none can tell."""

    seconds: float
    processor: float
    megabytes: float


def watched(*command: str) -> Watched:
    """Run a command, with its children, to the end."""
    begun, most = time.perf_counter(), 0.0
    used: dict[str, float] = {}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            most = max(most, _looked_at(str(process.pid), used))
            time.sleep(0.02)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
    return Watched(time.perf_counter() - begun, sum(used.values()), most)


def _looked_at(pid: str, used: dict[str, float]) -> float:
    """The megabytes that a process and its children have, shared ones in parts; `used` gets their processor time."""
    folder = Path("/proc", pid)
    try:
        shares = (folder / "smaps_rollup").read_text(encoding="ascii")
        times = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        children = {child for task in (folder / "task").iterdir() for child in (task / "children").read_text().split()}
    except OSError:
        return 0.0  # ended meanwhile, or a system without such files
    used[pid] = (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")
    own = next((int(line.split()[1]) for line in shares.splitlines() if line.startswith("Pss:")), 0)
    return own / 1000 + sum(_looked_at(child, used) for child in children)


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
