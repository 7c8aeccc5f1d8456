"""Documents as files: how long they take, against other ways to the same pages, and how that grows with the pages.

What is compared is done in turn within one run. A small set is measured unless `--whole` is asked for; neither goes on
for more than its time, and what there was no time for is said to be left out.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import bare_weasyprint
import measuring

if TYPE_CHECKING:
    from procurement.domain.document import Document
    from procurement.services.tender import Tender

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 23)
FORMATS = ("pdf", "docx")
BRIEFS = sorted((ROOT / "fixtures" / "briefs").glob("*.yaml"))
# The brief of the small set, and the longest annex of most.
ALONE, LONGEST = "skolplattform", "contract_terms"
# Each round changes another answer: the problem, how long the contract runs, what is needed first.
CHANGES = (
    (re.compile(r"^(problem: .*)$", re.M), r"\1 Det syns varje dag."),
    (re.compile(r"^term_months: \d+$", re.M), "term_months: 30"),
    (re.compile(r"^(first_need: .*)$", re.M), r"\1, utan att ringa"),
)
STATES = ("bare", "new process", "from nothing", "one change", "no change")
GOALS = {"from nothing": 0.65, "one change": 0.25}
WORD_OF_ALL, WORD_GOAL = 0.2, 0.1
# How many words are changed, one at a time.
WORDS = 7
PAGES = (10, 40, 120)
CHROMIUM = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-pdf-header-footer"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


class Clock:
    """The time there is for it all. One measurement may still be begun before it is out."""

    def __init__(self, seconds: float) -> None:
        self.ends = time.monotonic() + seconds

    def rounds(self, most: int) -> Iterator[int]:
        """Round by round while there is time; one at the least if there is any."""
        for n in range(most):
            if time.monotonic() > self.ends:
                return
            yield n


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--whole", action="store_true", help="all briefs, three rounds, 120 pages: some 4 minutes")
    parser.add_argument("--make", nargs=3, metavar=("FORMAT", "SOURCE", "FILE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        set_up(folder)
        if given.make:
            make(given.make[0], Path(given.make[1]), Path(given.make[2]))
            return
        # Each part has its own time, so that a slow one takes none from the others.
        share = 40 if given.whole else 20
        rounds = 3 if given.whole else 1
        print(f"{measuring.circumstances()}\n\n### One annex by other ways, a new process each\n")
        print(side_by_side(folder, Clock(share), rounds))
        print("\n### One changed word in the longest annexes\n")
        print(one_word(folder, BRIEFS if given.whole else [brief(ALONE)], Clock(share)))
        print("\n### From nothing, by the number of pages\n")
        print(growth(folder, PAGES if given.whole else PAGES[:2], Clock(share)))
        print("\n### The whole set, to PDF and Word\n")
        print(whole_sets(folder, BRIEFS if given.whole else [brief(ALONE)], Clock(2 * share), rounds))


def set_up(folder: Path) -> None:
    os.environ |= {"VAR_DIR": str(folder / "var"), "DJANGO_SETTINGS_MODULE": "procurement.settings"}
    os.environ["PYTHONPATH"] = str(ROOT)
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()


def brief(name: str) -> Path:
    return next(path for path in BRIEFS if path.stem == name)


def tender_of(text: str) -> Tender:
    from procurement.services import tender

    return tender.read(text, on=DAY, draft=True)


def annex(path: Path, key: str) -> Document:
    documents = tender_of(path.read_text(encoding="utf-8")).documents
    return next((one for one in documents if one.key == key), documents[0])


def make(format: str, source: Path, to: Path) -> None:
    """One annex, in this process and from nothing."""
    import json

    from procurement.domain.document import from_plain
    from procurement.export import FORMATS

    document = from_plain(json.loads(source.read_text(encoding="utf-8")))
    to.write_bytes(FORMATS[format](document))  # type: ignore[arg-type]


def made_alone(folder: Path, document: Document, format: str) -> tuple[measuring.Watched, Path]:
    """A process that makes the document, and its file."""
    import json

    from procurement.domain.document import plain

    source, to = folder / "document.json", folder / f"document.{format}"
    source.write_text(json.dumps(plain(document)), encoding="utf-8")
    return measuring.watched(sys.executable, __file__, "--make", format, str(source), str(to)), to


def side_by_side(folder: Path, clock: Clock, rounds: int) -> str:
    """The same annex: our PDF, our Word, LibreOffice's PDF of our Word, Chromium's of our page."""
    from procurement.export import html

    document = annex(brief(ALONE), LONGEST)
    ways: dict[str, Callable[[], tuple[measuring.Watched, Path]]] = {
        "our PDF": lambda: made_alone(folder, document, "pdf"),
        "our Word": lambda: made_alone(folder, document, "docx"),
    }
    left_out = []
    if office := shutil.which("soffice"):
        ways["LibreOffice, our Word to PDF"] = lambda: converted(office, folder)
        ways["our Word"]()
        converted(office, folder)  # the first time it makes its profile
    else:
        left_out.append("LibreOffice is not installed here.")
    if browser := shutil.which("chromium") or shutil.which("google-chrome"):
        (folder / "page.html").write_text(html.page(document), encoding="utf-8")
        ways["Chromium, our page to PDF"] = lambda: printed(browser, folder)
        printed(browser, folder)
    else:
        left_out.append("Chromium is not installed here.")
    found: dict[str, list[tuple[measuring.Watched, Path]]] = {name: [] for name in ways}
    for _ in clock.rounds(rounds):
        for name, way in ways.items():
            found[name].append(way())
    rows = []
    for name, runs in found.items():
        ratios = [one.processor / own.processor for (one, _), (own, _) in zip(runs, found["our PDF"], strict=True)]
        to = runs[-1][1]
        rows.append(
            [
                name,
                f"{median(one.seconds for one, _ in runs):.2f} s",
                f"{median(one.processor for one, _ in runs):.2f} s",
                f"{median(ratios):.2f}",
                f"{max(one.megabytes for one, _ in runs):.0f} MB",
                pages(to) if to.suffix == ".pdf" else "",
                f"{to.stat().st_size / 1000:.0f} kB",
            ]
        )
    head = ["", "by the clock", "processor", "/ our PDF", "memory", "pages", "file"]
    return "\n".join([measuring.table(head, rows), *left_out])


def converted(office: str, folder: Path) -> tuple[measuring.Watched, Path]:
    profile, to = f"-env:UserInstallation={(folder / 'office').as_uri()}", folder / "converted"
    command = (office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(to), str(folder / "document.docx"))
    return measuring.watched(*command), to / "document.pdf"


def printed(browser: str, folder: Path) -> tuple[measuring.Watched, Path]:
    to = folder / "printed.pdf"
    places = (f"--user-data-dir={folder / 'browser'}", f"--print-to-pdf={to}", (folder / "page.html").as_uri())
    return measuring.watched(browser, *CHROMIUM, *places), to


def pages(path: Path) -> str:
    import pikepdf

    with pikepdf.open(path) as file:
        return str(len(file.pages))


def one_word(folder: Path, paths: list[Path], clock: Clock) -> str:
    """The longest annex of each brief from nothing, and with a word changed here and there; and Word."""
    from procurement.export import docx, pdf

    kept = folder / "chapters"

    def made(document: Document) -> float:
        return measuring.processor(lambda: pdf.render_with_pages(document, kept))

    rows = []
    for path in paths:
        document = annex(path, LONGEST)
        pdf.render(document)  # once for nothing: what is read and parsed the first time is not what is measured
        shutil.rmtree(kept, ignore_errors=True)
        begun, again = made(document), made(document)
        word = measuring.processor(partial(docx.render, document))
        found = [made(with_another_word(document, n)) / begun for n in clock.rounds(WORDS)]
        if not found:
            rows.append([path.stem, "no time left", "", "", "", ""])
            continue
        rows.append(
            [
                f"{path.stem}: {document.title}",
                f"{begun:.2f} s",
                measuring.verdict(median(found), WORD_OF_ALL),
                f"{max(found):.2f}",
                f"{again / begun:.2f}",
                measuring.verdict(word / begun, WORD_GOAL),
            ]
        )
    head = ["", "from nothing", "one word / from nothing", "worst", "nothing changed", "Word / PDF"]
    return measuring.table(head, rows)


def with_another_word(document: Document, n: int) -> Document:
    """The document with a word of one paragraph changed: the one at n sevenths of those there are."""
    from procurement.domain.document import Clause, Paragraph, Text

    places = [
        (place, part)
        for place, block in enumerate(document.blocks)
        if isinstance(block, Clause)
        for part, paragraph in enumerate(block.blocks)
        if isinstance(paragraph, Paragraph) and isinstance(paragraph.inlines[0], Text)
    ]
    place, part = places[n * len(places) // WORDS]
    clause = document.blocks[place]
    assert isinstance(clause, Clause)
    paragraph = clause.blocks[part]
    assert isinstance(paragraph, Paragraph)
    first, *rest = paragraph.inlines
    assert isinstance(first, Text)
    words = first.text.split(" ")
    words[len(words) // 2] = "alltid"
    inlines = (dataclasses.replace(first, text=" ".join(words)), *rest)
    parts = (*clause.blocks[:part], dataclasses.replace(paragraph, inlines=inlines), *clause.blocks[part + 1 :])
    blocks = (*document.blocks[:place], dataclasses.replace(clause, blocks=parts), *document.blocks[place + 1 :])
    return dataclasses.replace(document, blocks=blocks)


def growth(folder: Path, wanted: tuple[int, ...], clock: Clock) -> str:
    """An annex of so many pages, of the longest one's chapters over and over."""
    rows, before = [], (0, 0.0)
    for count in wanted:
        if not list(clock.rounds(1)):
            rows.append([f"{count}", "no time left", "", "", ""])
            continue
        taken, to = made_alone(folder, of_pages(count), "pdf")
        number = int(pages(to))
        further = (taken.processor - before[1]) / (number - before[0])
        rows.append(
            [
                f"{number}",
                f"{taken.processor:.2f} s",
                f"{further * 1000:.0f} ms" if before[0] else "",
                f"{taken.megabytes:.0f} MB",
                f"{to.stat().st_size / 1000:.0f} kB",
            ]
        )
        before = number, taken.processor
    return measuring.table(["pages", "processor", "each further page", "memory", "file"], rows)


def of_pages(count: int) -> Document:
    from procurement.domain.document import Block, Clause, Heading

    document = annex(brief(ALONE), LONGEST)
    chapters: list[list[Block]] = []
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            chapters.append([])
        chapters[-1].append(block)
    # What stands on some sixteen pages.
    wanted = max(1, round(count * len(chapters) / 16))
    blocks: list[Block] = []
    for n in range(wanted):
        for block in chapters[n % len(chapters)]:
            if isinstance(block, Heading | Clause):
                block = dataclasses.replace(block, anchor=f"{block.anchor}-{n}")
            blocks.append(block)
    return dataclasses.replace(document, blocks=tuple(blocks))


class Runs:
    """One brief, and the folder where its runs write."""

    def __init__(self, path: Path, folder: Path) -> None:
        from procurement.export import fonts, html

        self.name, self.path, self.kept = path.stem, path, folder / "var" / "cache"
        self.text, self.folder = path.read_text(encoding="utf-8"), folder / path.stem
        self.html, self.out = self.folder / "html", self.folder / "out"
        self.html.mkdir(parents=True)
        faces = fonts.font_faces()
        for name, file in fonts.font_files().items():
            faces = faces.replace(f"font:{name}", file.as_uri())
        (self.html / "faces.css").write_text(faces, encoding="utf-8")
        for document in tender_of(self.text).documents:
            (self.html / f"{document.key}.html").write_text(html.page(document), encoding="utf-8")

    def round(self, change: tuple[re.Pattern[str], str]) -> dict[str, float]:
        """The seconds in each state, one after another."""
        changed, replaced = change[0].subn(change[1], self.text)
        assert replaced == 1, (self.name, change)
        work: tuple[Callable[[], object], ...] = (
            lambda: bare_weasyprint.render(self.html), self.in_a_new_process,
            lambda: self.ours(self.text), lambda: self.ours(changed), lambda: self.ours(self.text),
        )  # fmt: skip
        found = {}
        for state, step in zip(STATES, work, strict=True):
            if state in ("new process", "from nothing"):
                shutil.rmtree(self.kept, ignore_errors=True)
            found[state] = measuring.seconds(step)
        return found

    def ours(self, text: str) -> None:
        from procurement.services import tender

        tender.move_in(tender.files(tender_of(text), FORMATS), self.out)

    def in_a_new_process(self) -> None:
        command = ("manage.py", "tender", str(self.path), "--out", str(self.out), "--date", DAY.isoformat())
        subprocess.run([sys.executable, *command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def whole_sets(folder: Path, paths: list[Path], clock: Clock, rounds: int) -> str:
    """A row for each brief: bare WeasyPrint without tags and Word, one annex after another, and ours in each state."""
    found: dict[str, list[dict[str, float]]] = {path.stem: [] for path in paths}
    runs = [Runs(path, folder) for path in paths]
    bare_weasyprint.render(runs[-1].html)  # once for nothing
    # All briefs once before any of them twice: where there is too little time, each has a figure.
    for n in range(rounds):
        for run in runs:
            found[run.name] += [run.round(CHANGES[n]) for _ in clock.rounds(1)]
    rows = []
    for name, each in found.items():
        if not each:
            rows.append([name, "no time left", *[""] * (2 * len(STATES) - 2)])
            continue
        ratios = {state: median(row[state] / row["bare"] for row in each) for state in STATES[1:]}
        shown = [
            measuring.verdict(ratio, GOALS[state]) if state in GOALS else f"{ratio:.2f}"
            for state, ratio in ratios.items()
        ]
        rows.append([name, *(f"{median(row[state] for row in each):.2f} s" for state in STATES), *shown])
    return measuring.table(["", *STATES, *(f"{name} / bare" for name in STATES[1:])], rows)


if __name__ == "__main__":
    main()
