"""The whole set of documents against bare WeasyPrint: from nothing, after one changed answer, and with nothing changed.

Ours goes from the brief's text to PDF and Word files in a folder; bare WeasyPrint from finished HTML to PDF files.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import bare_weasyprint
import measuring

if TYPE_CHECKING:
    from procurement.domain.document import Document

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 23)
FORMATS = ("pdf", "docx")
BRIEFS = sorted((ROOT / "fixtures" / "briefs").glob("*.yaml"))
ALONE = ROOT / "fixtures" / "briefs" / "bygglov.yaml"
# Each round changes another answer: the problem, how long the contract runs, what is needed first.
CHANGES = (
    (re.compile(r"^(problem: .*)$", re.M), r"\1 Det syns varje dag."),
    (re.compile(r"^term_months: \d+$", re.M), "term_months: 30"),
    (re.compile(r"^(first_need: .*)$", re.M), r"\1, utan att ringa"),
)
STATES = ("bare", "cold", "changed", "warm")
GOALS = {"cold": 0.65, "changed": 0.25}
WORD_GOAL = 0.1


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        set_up(folder)
        before = measuring.circumstances()
        runs = {path: Runs(path, folder) for path in BRIEFS}
        # Once for nothing: what is imported, compiled and read the first time is not what is measured.
        runs[ALONE].bare()
        runs[ALONE].ours(runs[ALONE].text)
        found = {run.name: [run.round(change) for change in CHANGES] for run in runs.values()}
        together = [all_at_once(list(runs.values()), change) for change in CHANGES]
        print(f"{before}\n\n### The whole set, in a program that is running\n")
        print(whole_sets(found, together))
        print("\n### The whole set of bygglov, a process from start to end\n")
        print(whole_sets({"bygglov": [runs[ALONE].round(change, alone=True) for change in CHANGES]}, []))
        print("\n### Word, and what is kept, for bygglov in one process\n")
        print(word_and_kept(runs[ALONE]))


def set_up(folder: Path) -> None:
    os.environ |= {"VAR_DIR": str(folder / "var"), "DJANGO_SETTINGS_MODULE": "procurement.settings"}
    os.environ["PYTHONPATH"] = str(ROOT)
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()


class Runs:
    """One brief, and the folder where its runs write."""

    def __init__(self, path: Path, folder: Path) -> None:
        from procurement.export import html
        from procurement.export.pdf import fonts

        self.name, self.path, self.kept = path.stem, path, folder / "var" / "cache"
        self.text, self.folder = path.read_text(encoding="utf-8"), folder / path.stem
        self.html, self.out = self.folder / "html", self.folder / "out"
        self.html.mkdir(parents=True)
        faces = fonts.font_faces()
        for name, file in fonts.font_files().items():
            faces = faces.replace(f"font:{name}", file.as_uri())
        (self.html / "faces.css").write_text(faces, encoding="utf-8")
        for document in self.documents():
            (self.html / f"{document.key}.html").write_text(html.page(document), encoding="utf-8")

    def documents(self) -> tuple[Document, ...]:
        from procurement.services import tender

        return tender.read(self.text, on=DAY, draft=True).documents

    def round(self, change: tuple[re.Pattern[str], str], alone: bool = False) -> dict[str, float]:
        """The seconds in each state, one after another. `alone` in a process of its own each."""
        shutil.rmtree(self.kept, ignore_errors=True)
        changed = self.changed(change)
        bare, ours = (self.bare_alone, self.ours_alone) if alone else (self.bare, self.ours)
        work: tuple[Callable[[], object], ...] = (
            bare, lambda: ours(self.text), lambda: ours(changed), lambda: ours(self.text),
        )  # fmt: skip
        return {state: measuring.seconds(step) for state, step in zip(STATES, work, strict=True)}

    def changed(self, change: tuple[re.Pattern[str], str]) -> str:
        changed, replaced = change[0].subn(change[1], self.text)
        assert replaced == 1, (self.name, change)
        return changed

    def bare(self) -> None:
        bare_weasyprint.render(self.html)

    def ours(self, text: str) -> None:
        from procurement.services import tender

        found = tender.read(text, on=DAY, draft=True)
        tender.move_in(tender.files(found, FORMATS), self.out)

    def bare_alone(self) -> None:
        self.run("benchmarks/bare_weasyprint.py", str(self.html))

    def ours_alone(self, text: str) -> None:
        path = self.folder / "brief.yaml"
        path.write_text(text, encoding="utf-8")
        self.run("manage.py", "tender", str(path), "--out", str(self.out), "--date", DAY.isoformat())

    def run(self, *command: str) -> None:
        subprocess.run([sys.executable, *command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def all_at_once(runs: list[Runs], change: tuple[re.Pattern[str], str]) -> dict[str, float]:
    """The seconds in each state for the documents of all briefs in one go, so that no processor waits between them."""
    from procurement.export import press
    from procurement.services import tender

    kept = runs[0].kept
    shutil.rmtree(kept, ignore_errors=True)

    def bare() -> None:
        for run in runs:
            run.bare()

    def ours(texts: list[str]) -> None:
        found = [tender.read(text, on=DAY, draft=True).documents for text in texts]
        press.files([document for documents in found for document in documents], FORMATS, kept)

    same, changed = [run.text for run in runs], [run.changed(change) for run in runs]
    work: tuple[Callable[[], object], ...] = (bare, lambda: ours(same), lambda: ours(changed), lambda: ours(same))
    return {state: measuring.seconds(step) for state, step in zip(STATES, work, strict=True)}


def whole_sets(found: Mapping[str, list[dict[str, float]]], together: list[dict[str, float]]) -> str:
    """A row for each brief, and one for all in one go, which the goals are for."""
    sums = together
    rows = []
    for name, rounds in {**found, **({f"all {len(found)}": together} if together else {})}.items():
        ratios = {state: median(row[state] / row["bare"] for row in rounds) for state in STATES[1:]}
        shown = [
            measuring.verdict(ratio, GOALS[state]) if rounds is sums and state in GOALS else f"{ratio:.2f}"
            for state, ratio in ratios.items()
        ]
        rows.append([name, *(f"{median(row[state] for row in rounds):.2f} s" for state in STATES), *shown])
    head = ("bare", "from nothing", "one change", "no change")
    return measuring.table(["", *head, *(f"{name} / bare" for name in head[1:])], rows)


def word_and_kept(run: Runs) -> str:
    """Word against PDF, and a set that has been made already against reading its files."""
    from procurement.export import docx, pdf, press

    documents = run.documents()
    press.files(documents, FORMATS, run.kept)
    files = [path for path in run.kept.iterdir() if path.suffix in (".pdf", ".docx")]
    work: dict[str, Callable[[], object]] = {
        "pdf": lambda: [pdf.render(document) for document in documents],
        "word": lambda: [docx.render(document) for document in documents],
        "kept": lambda: press.files(documents, FORMATS, run.kept),
        "read": lambda: [path.read_bytes() for path in files],
    }
    rounds = [{name: measuring.seconds(step) for name, step in work.items()} for _ in CHANGES]
    times = {name: median(row[name] for row in rounds) for name in work}
    word = median(row["word"] / row["pdf"] for row in rounds)
    rows = [
        ["Word / PDF", f"{times['word']:.3f} s", f"{times['pdf']:.3f} s", measuring.verdict(word, WORD_GOAL)],
        ["finding a kept set / reading its files", f"{times['kept']:.3f} s", f"{times['read']:.4f} s", ""],
    ]
    return measuring.table(["", "one", "other", "ratio"], rows)


if __name__ == "__main__":
    main()
