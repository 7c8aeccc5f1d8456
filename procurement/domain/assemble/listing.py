"""Every clause of the documents as a row: for those who want the requirements in a list of their own."""

from __future__ import annotations

from collections.abc import Iterable

from procurement.domain import markup, swedish
from procurement.domain.assemble import why
from procurement.domain.assemble.builder import Case, in_plain_text, text_of
from procurement.domain.catalogue import KINDS
from procurement.domain.document import Document

# Last, since a program that reads the columns by their place should go on doing so.
HEADS = (
    *("id", "nummer", "handling", "slag", "rubrik", "text", "lag", "bevis", "kontroll", "lydelse", "delkontrakt"),
    "skick",
)
VARIANTS = {"standard": "bibliotekets", "softer": "mildare", "own": "egen"}


def file_name(case: Case) -> str:
    """What the list is called: it says that it is a draft, as every other file of one."""
    return f"{case.file_name('krav')}.csv"


def rows(case: Case, documents: Iterable[Document]) -> tuple[tuple[str, ...], ...]:
    """The heads, and a row for each clause where it first stands in the documents that are handed out.

    `documents` are those written from the case. The contracts are named where the clause is not asked of them all.
    """
    found: dict[str, tuple[str, ...]] = {}
    for document in documents:
        if not document.internal:
            for one in why.explained(document, case):
                found.setdefault(one.selected.clause.id, _row(case, document, one))
    return HEADS, *found.values()


def _row(case: Case, document: Document, one: why.Explained) -> tuple[str, ...]:
    selected, clause = one.selected, one.selected.clause
    lots = (case.lot,) if case.lot else case.asked_of(clause.id)
    return (
        clause.id,
        # Alone, 6.1 becomes the sixth of January in a Swedish spreadsheet program.
        f"Nr {one.number}",
        f"{document.label} {document.title}".strip(),
        KINDS[clause.kind],
        clause.title,
        in_plain_text(text_of(selected, case)),
        "; ".join(law.ref for law in one.laws),
        clause.evidence,
        in_plain_text(markup.fill(clause.check, case.answer)),
        VARIANTS[selected.variant],
        swedish.enumerate_items([str(lot.number) for lot in lots]),
        # On every row: a list that has lost its name, or been sorted, still says what it is.
        "utkast" if case.draft else "fastställd",
    )
