"""The whole set of documents from a brief, without the browser and without a database."""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import BrokenExecutor
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from procurement.domain.brief import Refused
from procurement.domain.document import Document
from procurement.domain.library import BrokenLibrary
from procurement.domain.questions import Fault
from procurement.domain.swedish import count
from procurement.export import FORMATS, phrases, press
from procurement.services import tender

REFUSED, NOT_READY = 2, 3


class Command(BaseCommand):
    help = (
        "Skapar alla upphandlingsdokument från ett underlag (en brief i YAML eller JSON), "
        "med öppna data (ocds.json), svaren (svar.json) och en sammanfattning (summary.json)."
    )
    # What is wrong with the database or the settings of a site is no reason not to write documents.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("brief", metavar="BRIEF", type=Path, help="underlaget, en fil i UTF-8")
        parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="mappen som filerna läggs i")
        parser.add_argument(
            "--formats", default="pdf,docx,xlsx", help=f"några av {', '.join(FORMATS)} (annars pdf,docx,xlsx)"
        )
        parser.add_argument("--date", default="", help="dagen som dokumenten gäller, som 2026-11-23 (annars i dag)")
        parser.add_argument("--final", action="store_true", help="utan UTKAST, om inget saknas eller hindrar")
        parser.add_argument("--edition", type=int, default=0, metavar="N", help="med --final: märkt som utgåva N")
        parser.add_argument("--lot", type=int, help="bara delkontraktet med det här numret, som en egen uppsättning")

    def handle(self, *args: Any, **options: Any) -> None:
        faults: list[Fault] = []
        formats = _formats(options["formats"], faults)
        press.warm_up(formats)
        on = _day(options["date"], faults)
        text = _text(options["brief"], faults)
        _check_folder(options["out"], faults)
        if options["edition"] < 0 or (options["edition"] and not options["final"]):
            faults.append(Fault("--edition", "ett nummer från 1, tillsammans med --final", str(options["edition"])))
        found = None
        try:
            if text is not None:
                # Read even when something else is wrong: every fault is said at once.
                found = tender.read(text, on=on, draft=not options["final"])
        except Refused as refused:
            faults += refused.faults
        except BrokenLibrary as broken:
            raise CommandError(f"biblioteket går inte att använda\n{broken}") from broken
        if found is not None and options["lot"] is not None:
            found = _one_lot(found, options["lot"], faults)
        if found is not None and options["edition"]:
            found = tender.as_edition(found, options["edition"])
        if faults or found is None:
            self._stop(REFUSED, *map(str, faults))
        if options["final"] and (obstacles := tender.obstacles(found)):
            self._stop(NOT_READY, *(f"{finding.where}: {finding.message}" for finding in obstacles))
        self._write(found, formats, options["out"])

    def _write(self, found: tender.Tender, formats: tuple[str, ...], folder: Path) -> None:
        try:
            files = tender.files(found, formats, _Progress(self, len(found.documents)))
        except (OSError, BrokenExecutor) as error:
            # A library of the system that is not there, or a process that was ended for want of memory.
            raise CommandError(f"dokumenten gick inte att skapa: {error}") from error
        try:
            tender.move_in(files, folder)
        except OSError as error:
            self._stop(REFUSED, f"--out: väntade en mapp att skriva i, fann {error}")
        self.stdout.write(f"{count(len(files), 'en fil', 'filer').capitalize()} i {folder}")

    def _stop(self, status: int, *lines: str) -> NoReturn:
        """Say why and end, with nothing written. CommandError would put its own name before the first line."""
        for line in lines:
            self.stderr.write(line)
        sys.exit(status)


class _Progress:
    """A line for each document that gets done, where somebody is looking."""

    def __init__(self, command: BaseCommand, total: int) -> None:
        self.command, self.total, self.done = command, total, 0

    def __call__(self, document: Document) -> None:
        self.done += 1
        if self.command.stderr.isatty():
            line = f"{self.done} av {self.total}: {phrases.full_title(document)}"
            self.command.stderr.write(line, style_func=str)


def _formats(given: str, faults: list[Fault]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in given.split(",")))
    unknown = [name for name in names if name not in FORMATS]
    faults += [Fault("--formats", f"något av {', '.join(FORMATS)}", f"”{name}”") for name in unknown]
    return names


def _day(given: str, faults: list[Fault]) -> date:
    today = timezone.localdate()
    try:
        # fromisoformat alone would also take 20261123 and week dates.
        if not given or date.fromisoformat(given).isoformat() == given:
            return date.fromisoformat(given) if given else today
    except ValueError:
        pass
    faults.append(Fault("--date", "ett datum som 2026-11-23", f"”{given}”"))
    return today


def _one_lot(found: tender.Tender, number: int, faults: list[Fault]) -> tender.Tender:
    """The same, with the annexes of one lot instead of the whole's."""
    narrowed = tender.of_one_lot(found, number)
    if not narrowed.documents:
        many = found.facts.divided
        expected = f"ett av delkontrakten 1–{len(found.facts.lots)}" if many else "en upphandling som är delad"
        faults.append(Fault("--lot", expected, str(number) if many else "en som inte är det"))
    return narrowed


def _text(path: Path, faults: list[Fault]) -> str | None:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = f"byten {error.object[error.start]:#04x} på plats {error.start}"
        faults.append(Fault(str(path), "text i UTF-8", found))
    except FileNotFoundError:
        faults.append(Fault(str(path), "en fil att läsa", "ingen fil"))
    except IsADirectoryError:
        faults.append(Fault(str(path), "en fil att läsa", "en mapp"))
    except OSError as error:
        faults.append(Fault(str(path), "en fil att läsa", str(error.strerror)))
    return None


def _check_folder(folder: Path, faults: list[Fault]) -> None:
    for part in (folder, *folder.parents):
        if part.exists():
            if not part.is_dir():
                faults.append(Fault("--out", "en mapp", f"filen {part}"))
            break
