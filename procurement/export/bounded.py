"""A document made in a process of its own, which may take so long and so much memory and no more.

What goes wrong in there, in our code or in a C library, ends that process and not the one that asked.
"""

from __future__ import annotations

import contextlib
import resource
import signal
import tempfile
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar, cast

from procurement.domain.document import Document
from procurement.export import press

Result = TypeVar("Result")


class TookTooLong(Exception):
    """The document was not done in time."""


class NeededTooMuch(Exception):
    """The document needed more memory than it may have."""


class Failed(Exception):
    """The document could not be made; the message is what the process said before it ended."""


def printed(document: Document, *, seconds: float, megabytes: int, folder: Path | None = None) -> dict[str, bytes]:
    """The files of the document, its chapters kept in `folder`. Raises TookTooLong, NeededTooMuch or Failed."""
    return within(seconds, megabytes, press.printed, document, folder)


def within(seconds: float, megabytes: int, work: Callable[..., Result], *given: object) -> Result:
    """What `work` makes of what it is given, in a process of its own."""
    # What it leaves behind when it is ended is taken away with the folder.
    with tempfile.TemporaryDirectory(prefix="kravbyggaren-") as scratch:
        return _within(seconds, megabytes, scratch, work, *given)


def _within(seconds: float, megabytes: int, scratch: str, work: Callable[..., Result], *given: object) -> Result:
    context = press.context()
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(sender, megabytes, scratch, work, given), daemon=True)
    process.start()
    sender.close()
    try:
        if not receiver.poll(seconds):
            raise TookTooLong
        result, problem = receiver.recv()
    except EOFError:
        # A C library that gets no memory ends the whole process: there is nobody left to say so.
        process.join(1)
        raise Failed(f"the process ended with {process.exitcode}") from None
    finally:
        receiver.close()
        process.kill()
        process.join()
    if problem is not None:
        raise problem
    return cast(Result, result)


def _work(
    sender: Connection, megabytes: int, scratch: str, work: Callable[..., object], given: tuple[object, ...]
) -> None:
    press.settle_in(scratch)
    # Ctrl-C reaches the whole group: whether this is to be finished is for the one who asked to say.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Where the system lets us: on some it can be set but means nothing.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1_000_000,) * 2)
    try:
        sender.send((work(*given), None))
    except MemoryError:
        sender.send((None, NeededTooMuch()))
    except Exception:
        sender.send((None, Failed(traceback.format_exc())))
