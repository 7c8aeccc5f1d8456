"""Documents that leave with every clause of the library in them."""

import dataclasses
from collections.abc import Iterator
from functools import cache
from itertools import count, product
from typing import Any

from procurement.domain.assemble import documents
from procurement.domain.assemble.builder import Case
from procurement.domain.document import Block, Clause, Document, Heading, Table, clause_ids
from procurement.domain.facts import derive
from procurement.domain.returned import Comparison, compare, from_plain, plain
from procurement.domain.selection import standing
from procurement.export import docx
from procurement.intake import returned
from procurement.services import returning
from tests.domain.given import AMOUNTS, DAY, LIBRARY, brief, module
from tests.library.situations import CLASSES, EVERYTHING, KINDS
from tests.returned.editing import Edit, Word

# The buyer's own steps are done, not printed.
PRINTED = [id for id, clause in LIBRARY.clauses.items() if clause.kind != "buyer_step" and not clause.withdrawn]


class Sent:
    """A document that has left, and what its clauses say."""

    def __init__(self, document: Document, bodies: dict[str, list[str]]) -> None:
        self.document, self.file, self.bodies = document, docx.render(document), bodies
        self.reading = returned.read(self.file)

    def back(self, *edits: tuple[Edit, str]) -> Comparison:
        word = Word(self.file)
        for edit, clause in edits:
            edit(word, clause, self.bodies[clause][0])
        return self.against(word.saved())

    def against(self, came: bytes) -> Comparison:
        return compare(self.reading, from_plain(plain(returned.read(came))), self.bodies)


def bodies_of(draft: returning.Held) -> dict[str, list[str]]:
    bodies = {one.clause.id: returning.body(draft.case, one) for one in draft.case.clauses}
    return {id: [" ".join(text.split()) for text in texts] for id, texts in bodies.items()}


# What is built, and a review of it by another: a clause asks that whoever reviews has not built.
DIVIDED = {
    "modules": [module("karna", 8_000_000), module("granskning", 1_000_000, "karna", kind="review")],
    "lots": [{"name": key.title(), "modules": [key]} for key in ("karna", "granskning")],
}


def draft_of(**answers: Any) -> returning.Held:
    answered = brief(**(EVERYTHING | {"title": "Bygglov"} | DIVIDED | answers))
    facts = derive(answered, LIBRARY, AMOUNTS, DAY)
    case = Case(answered, LIBRARY, facts, standing(answered, LIBRARY, facts), draft=True)
    return returning.Held(case, documents(answered, LIBRARY, facts, draft=True))


@cache
def sent() -> dict[str, Sent]:
    """Clause → a document that carries it."""
    found: dict[str, Sent] = {}
    criteria = [{"clause": id, "weight": 5} for id, one in LIBRARY.clauses.items() if one.kind == "award_criterion"]
    every = product(KINDS, CLASSES, ("supplier_keeps", "authority_owns"))
    drafts = [dict(zip(("system_kind", "data_class", "rights_model"), one, strict=True)) for one in every]
    # Where one lot reviews another.
    for answers in (*drafts, drafts[0] | {"budget_sek": 18_000_000, "no_split_reason": ""}):
        draft = draft_of(criteria=criteria, **answers)
        for document in draft.documents:
            carried = [id for id in clause_ids(document) if draft.case.clause(id) and id not in found]
            if carried and not document.internal and document.key != "answers":
                one = Sent(document, bodies_of(draft))
                found |= {id: one for id in carried if one.bodies[id]}
    return found


@cache
def contract_terms() -> Sent:
    """One annex as it leaves, where one is enough."""
    draft = draft_of(system_kind="new", data_class="internal")
    document = next(one for one in draft.documents if one.key == "contract_terms")
    return Sent(document, bodies_of(draft))


def all_in_one() -> Sent:
    """A single document with all that is printed, under the headings that it has in the annexes."""
    carried = sent()
    blocks: list[Block] = []
    for one in dict.fromkeys(carried.values()):
        blocks += _only(one.document, {id for id, other in carried.items() if other is one})
    numbers = count(1)
    named = (
        dataclasses.replace(block, anchor=f"rubrik-{next(numbers)}") if isinstance(block, Heading) else block
        for block in blocks
    )
    bodies = {id: one.bodies[id] for id, one in carried.items()}
    return Sent(dataclasses.replace(carried["PC-CODE-02"].document, blocks=tuple(named)), bodies)


def _only(document: Document, clauses: set[str]) -> Iterator[Block]:
    """These clauses with the heading above each, and what introduces them."""
    above: list[Block] = []
    for block in document.blocks:
        match block:
            case Heading():
                above = [block]
            case Clause(id) if id in clauses:
                yield from (*above, block)
                above = []
            case Table(rows=rows) if kept := tuple(row for row in rows if row.clause in clauses):
                yield from (*above, dataclasses.replace(block, rows=kept))
                above = []
            case _ if not isinstance(block, Clause | Table):
                above.append(block)
