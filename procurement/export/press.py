"""Documents as files, made by as many processes as there are processors and never twice.

What has been made is kept in a folder under the key of what it was made from (`version`), so a file is only read
when nothing has changed, and one changed answer makes only the documents it touches.
"""

from __future__ import annotations

import gc
import os
import signal
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import forkserver, get_all_start_methods, get_context
from multiprocessing.context import BaseContext
from pathlib import Path

from procurement.domain.document import Document
from procurement.export import FORMATS, kept, offered, version

# Made together: Word's list of contents has its page numbers from the PDF.
PAIR = ("pdf", "docx")


def files(
    documents: Sequence[Document],
    formats: Iterable[str],
    folder: Path,
    tell: Callable[[Document], None] = lambda document: None,
) -> list[dict[str, bytes]]:
    """Each document in each format that it can be had in.

    `folder` is where files are kept; `tell` is called as each document is done.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = tuple(formats)
    # Without an ending: that is the format.
    paths = [folder / version.key(document) for document in documents]
    made = [_kept(path, offered(document, wanted)) for path, document in zip(paths, documents, strict=True)]
    whole = [offered(document, wanted) == tuple(found) for document, found in zip(documents, made, strict=True)]
    for document, is_whole in zip(documents, whole, strict=True):
        if is_whole:
            tell(document)
    missing = [n for n, is_whole in enumerate(whole) if not is_whole]
    for place, found in _printed([documents[n] for n in missing], wanted, folder):
        n = missing[place]
        made[n] = {format: found[format] for format in offered(documents[n], wanted)}
        for format, content in found.items():
            kept.write(paths[n].with_suffix(f".{format}"), content)
        tell(documents[n])
    if missing:
        kept.forget_old(folder)
    return made


def printed(document: Document, folder: Path | None = None) -> dict[str, bytes]:
    """The document on paper and for Word, the page numbers of the first in the second, and any spreadsheet of it.

    `folder` is where its chapters are kept.
    """
    from procurement.export import docx, pdf

    content, pages = pdf.render_with_pages(document, folder)
    return {"pdf": content, "docx": docx.render(document, pages)} | _light(document, ["xlsx"])


def _printed(
    documents: Sequence[Document], formats: Sequence[str], folder: Path
) -> Iterator[tuple[int, dict[str, bytes]]]:
    """What is made of each document, by its place among them, as they get done."""
    light = [name for name in formats if name not in PAIR]
    if len(light) == len(formats):
        yield from ((n, _light(document, light)) for n, document in enumerate(documents))
    elif documents:
        # The biggest first: alone at the end it would leave the other processors with nothing to do.
        by_size = sorted(range(len(documents)), key=lambda n: -len(repr(documents[n])))
        with _workers(min(os.cpu_count() or 1, len(documents))) as workers:
            places = {workers.submit(printed, documents[n], folder): n for n in by_size}
            for done in as_completed(places):
                n, made = places[done], done.result()
                yield n, made | _light(documents[n], [name for name in light if name not in made])


def _light(document: Document, formats: Sequence[str]) -> dict[str, bytes]:
    return {name: FORMATS[name](document) for name in offered(document, formats)}


@contextmanager
def _workers(count: int) -> Iterator[ProcessPoolExecutor]:
    # What a worker leaves behind when it is ended is taken away with the folder.
    with tempfile.TemporaryDirectory(prefix="kravbyggaren-") as scratch:
        pool = ProcessPoolExecutor(count, mp_context=context(), initializer=_prepare, initargs=(scratch,))
        with pool as workers:
            try:
                yield workers
            except BaseException:
                workers.shutdown(wait=False, cancel_futures=True)
                raise


def warm_up(formats: Iterable[str]) -> None:
    """Let the PDF engine be imported, if it is going to be needed, while the one who asks does something else."""
    if context().get_start_method() == "forkserver" and set(formats) & set(PAIR):
        forkserver.ensure_running()


def context() -> BaseContext:
    """How processes for documents are begun.

    Where it can be had, one process imports the PDF engine and the workers are its children: nobody waits twice.
    """
    chosen = get_context("forkserver" if "forkserver" in get_all_start_methods() else "spawn")
    chosen.set_forkserver_preload(["procurement.export.preloaded"])
    return chosen


def settle_in(scratch: str) -> None:
    """Make this process, and the libraries in it, one for documents and nothing else.

    What it writes for a while goes to a folder that others take away.
    """
    tempfile.tempdir = os.environ["TMPDIR"] = scratch
    # A chapter is a million objects that live until it is set, and then `pdf` has them collected.
    gc.freeze()
    gc.set_threshold(1_000_000, 20, 20)


def _prepare(scratch: str) -> None:
    settle_in(scratch)
    # Ctrl-C reaches the whole group: workers end quietly, and the one who asked says so.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _kept(path: Path, formats: Iterable[str]) -> dict[str, bytes]:
    found = {}
    for format in formats:
        content = kept.read(path.with_suffix(f".{format}"))
        if content is None:
            break
        found[format] = content
    return found
