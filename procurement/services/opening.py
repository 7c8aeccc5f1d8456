"""Answers from a file: as they were written, or as a PDF of ours has taken them along."""

from dataclasses import dataclass

from procurement import content
from procurement.domain.brief import Brief, Refused, parse
from procurement.domain.carried import ALL
from procurement.domain.questions import Fault
from procurement.intake import apart
from procurement.intake.marks import is_pdf


@dataclass(frozen=True)
class Opened:
    """The answers in a file, and whether it has all of those that its documents were made from."""

    brief: Brief
    is_whole: bool


def opened(file: bytes) -> Opened:
    """The answers in the file.

    Raises Refused with everything that is wrong in them, Unreadable for a PDF that has none or cannot be read, and
    Failed for a fault of ours.
    """
    if not is_pdf(file):
        return Opened(parse(_text(file), content.library()), is_whole=True)
    carried = apart.read_carried(file)
    return Opened(parse(str(carried["text"]), content.library()), is_whole=carried["name"] == ALL)


def _text(file: bytes) -> str:
    try:
        return file.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wanted = "en PDF som är hämtad här, eller text i teckenkoden UTF-8"
        raise Refused([Fault("filen", wanted, "något annat")]) from error
