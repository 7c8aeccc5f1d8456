"""Word files that come back from a colleague: read once, held against the draft, and taken up clause by clause."""

import dataclasses
import re
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from procurement.domain.assemble.builder import Case, text_of
from procurement.domain.document import Document, Gap, Inlines, Text, clause_ids, runs
from procurement.domain.questions import Question, Value
from procurement.domain.returned import Comparison, Reading, Returned, compare, from_plain, plain
from procurement.domain.returned.reading import now
from procurement.domain.returned.values import answers_in
from procurement.domain.selection import Selected
from procurement.export import docx, phrases
from procurement.forms.kinds import answered
from procurement.intake import apart, returned
from procurement.intake.limits import DEFAULT, Unreadable
from procurement.models import Procurement, ReturnedFile, ShareLink, User

from .inspecting import shown_name

# What can be written inside a sentence and read back out of it.
READABLE = ("text", "email", "url", "integer", "decimal", "kronor", "percent", "date", "choice")


# As the label of an annex reads in a lot's own set, on its cover.
OF_ONE_LOT = re.compile(r"Delkontrakt\s\d+ · Bilaga \d+")


class OneLot(Exception):
    """The file is an annex of one lot: it has days and needs of its own that are not the draft's answers."""


class NoClauses(Exception):
    """The file has none of the clauses that the draft's documents have."""


@dataclass(frozen=True)
class Held:
    """What the file is held against: the draft's documents, and what they are written from."""

    case: Case
    documents: tuple[Document, ...]


def take_back(*, held: Held, procurement: Procurement, by: User | ShareLink, name: str, content: bytes) -> ReturnedFile:
    """The file, read in a process of its own. Raises Unreadable, OneLot and NoClauses. The file itself is not kept."""
    if len(content) > DEFAULT.size:
        raise Unreadable("too_large")
    reading = from_plain(apart.read_returned(content))
    if any(OF_ONE_LOT.fullmatch(line.now) for line in reading.outside):
        raise OneLot
    document = document_of(held, reading)
    if document is None:
        raise NoClauses
    return ReturnedFile.objects.create(
        procurement=procurement, document=document.key, name=shown_name(name), reading=plain(reading),
        outside=now(_sent(document, reading).outside),
        by_name=by.signature, at=timezone.now(),
    )  # fmt: skip


def document_of(held: Held, reading: Reading) -> Document | None:
    """The document that the file is a version of: the one with most of its clauses."""
    came = {control.clause for control in reading.controls}
    scored = [(len(came & set(clause_ids(document))), -n) for n, document in enumerate(held.documents)]
    best = max(scored, default=(0, 0))
    return held.documents[-best[1]] if best[0] else None


def comparison(held: Held, file: ReturnedFile) -> Comparison | None:
    """The file against the draft as it is today; None where the draft no longer has the document."""
    document = next((one for one in held.documents if one.key == file.document), None)
    if document is None:
        return None
    came = from_plain(file.reading)
    bodies = {one.clause.id: body(held.case, one) for one in held.case.clauses}
    return compare(_sent(document, came), came, bodies, cast("list[str]", file.outside))


def _sent(document: Document, came: Reading) -> Reading:
    """The document as it would be sent on the day of the file, read as what comes back is.

    A file has its day on the cover and on every page. That it was another day is nobody's change.
    """
    day = _day(came.made_on) or document.on
    return returned.read(docx.render(dataclasses.replace(document, on=day)))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def as_answers(held: Held, clause: Returned) -> dict[str, Value]:
    """The answers to change where only answers differ in the clause; empty where the words do."""
    one = held.case.clause(clause.clause)
    if one is None or one.variant == "own" or clause.happened != "changed":
        return {}
    template = one.clause.softer if one.variant == "softer" else one.clause.text
    read = answers_in(template, clause.words, lambda key: _plain(held.case.answer(key)))
    found: dict[str, Value] = {}
    for key, typed in read.items():
        question = held.case.library.questions.get(key)
        value = _read(question, typed) if question else None
        if value is None:
            return {}
        found[key] = value
    return found


@transaction.atomic
def decide(*, file_id: UUID, clause: str, decision: str) -> None:
    """Remember that a change is declined ("declined"), or that it is to be thought of again ("")."""
    file = ReturnedFile.objects.select_for_update().get(id=file_id)
    decisions = {id: what for id, what in cast("dict[str, str]", file.decisions).items() if id != clause}
    file.decisions = decisions | ({clause: decision} if decision else {})
    file.save(update_fields=["decisions"])


def body(case: Case, one: Selected) -> list[str]:
    """The clause's own paragraphs, as they read in the document."""
    return [_plain(run) for run in runs(text_of(one, case))]


def _plain(inlines: Inlines) -> str:
    return "".join(
        part.text if isinstance(part, Text) else phrases.gap(part) if isinstance(part, Gap) else part.label
        for part in inlines
    )


def _read(question: Question, typed: str) -> Value | None:
    """The answer that the words say, or None."""
    if question.kind not in READABLE:
        return None
    if question.kind == "choice":
        return next((c.key for c in question.choices if typed in (c.text, c.label)), None)
    try:
        return answered(question, typed, question.key)
    except ValidationError:
        return None
