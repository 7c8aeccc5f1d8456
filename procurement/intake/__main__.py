"""The process that reads a file from outside: the file from standard input, the report to standard output."""

from __future__ import annotations

import codecs
import json
import resource
import sys
from collections.abc import Callable
from contextlib import suppress

from procurement import content
from procurement.domain.inspection import report
from procurement.domain.returned import plain
from procurement.intake import reading, returned
from procurement.intake.apart import REPORT_BYTES
from procurement.intake.limits import Limits, Unreadable

Answer = Callable[[bytes, Limits], object]
# Looked up once, Python keeps a character code. Later there is no file to read it from.
CODES = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp437", "latin-1", "ascii")


def main() -> None:
    what, limits = sys.argv[1], Limits(**json.loads(sys.argv[2]))
    answer = READERS[what]()
    _confine(limits)
    try:
        found: dict[str, object] = {"report": answer(sys.stdin.buffer.read(), limits)}
    except Unreadable as unreadable:
        found = {"unreadable": unreadable.code}
    except MemoryError:
        found = {"unreadable": "too_much"}
    sys.stdout.write(json.dumps(found, ensure_ascii=False))


def _inspecting() -> Answer:
    library, lists = content.library(), content.old_tenders()
    return lambda file, limits: report.made(reading.read(file, limits), library, lists)


def _returned() -> Answer:
    return lambda file, limits: plain(returned.read(file, limits))


def _logo() -> Answer:
    from procurement.intake import logo

    return logo.read


def _template() -> Answer:
    from procurement.intake import word_template

    return word_template.read


def _carried() -> Answer:
    from procurement.intake import carried

    return carried.read


# What is loaded is loaded before the process may open no more files.
READERS: dict[str, Callable[[], Answer]] = {
    "inspect": _inspecting,
    "returned": _returned,
    "logo": _logo,
    "template": _template,
    "carried": _carried,
}


def _confine(limits: Limits) -> None:
    """From here on: so much memory, so long, and no file or connection that is not open already."""
    for code in CODES:
        codecs.lookup(code)
    most = {
        resource.RLIMIT_AS: limits.megabytes * 1_000_000,
        resource.RLIMIT_CPU: int(limits.seconds) + 5,
        resource.RLIMIT_FSIZE: REPORT_BYTES,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 3,
    }
    for what, value in most.items():
        # Where the system lets us: on some it can be set but means nothing.
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (value, value))


main()
