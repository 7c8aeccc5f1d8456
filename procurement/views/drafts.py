"""What the pages after the questions are made from: the draft, what follows from it, and who looks at it."""

from dataclasses import dataclass
from functools import cached_property
from typing import cast
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone

from procurement import content
from procurement.access import Right, other_briefs, procurement_for, rights_to
from procurement.domain import assemble, facts, review, swedish
from procurement.domain.assemble.cost_sheet import KEY as COSTS
from procurement.domain.brief import Brief
from procurement.domain.document import Document, dressed
from procurement.domain.facts import Facts
from procurement.domain.library import Library
from procurement.domain.look import Look
from procurement.domain.review import Finding, Other
from procurement.models import Procurement
from procurement.views.numbers import number


@dataclass(frozen=True)
class Draft:
    """A procurement as it stands today. A guest reads it, and may be allowed to write in it, but is not the buyer."""

    procurement: Procurement
    library: Library
    facts: Facts
    may_write: bool
    is_guest: bool
    # A guest who is there for the costs sees nothing else.
    only_costs: bool

    @property
    def brief(self) -> Brief:
        return cast(Brief, self.procurement.brief)

    @cached_property
    def brief_to_send(self) -> Brief:
        """The brief as it leaves the installation: with everything that the documents are made from."""
        return content.brief_with_house(self.procurement)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        # A guest is not told what else the authority is buying.
        return review.findings(self.brief, self.library, self.facts, () if self.is_guest else self.others)

    @cached_property
    def others(self) -> tuple[Other, ...]:
        """The authority's other drafts, for the review to compare with."""
        found = (review.other(cast(Brief, brief)) for brief in other_briefs(self.procurement))
        return tuple(other for other in found if other)

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """Every document, the buyer's own too: for making them."""
        made = assemble.documents(self.brief, self.library, self.facts, draft=True, others=self.others)
        return dressed(made, self.look)

    @property
    def shown_documents(self) -> tuple[Document, ...]:
        """Those that whoever is looking may see. Who pays what is for those who pay too."""
        if self.only_costs:
            return tuple(document for document in self.documents if document.key == COSTS)
        return tuple(
            document
            for document in self.documents
            if not (document.internal and self.is_guest) or document.key == COSTS
        )

    def lot_documents(self, number: int) -> tuple[Document, ...]:
        """The annexes of one lot; none where there is no such lot. They are made anew each time."""
        made = assemble.lot_documents(self.brief, self.library, self.facts, number, draft=True)
        return dressed(made, self.look)

    @cached_property
    def look(self) -> Look:
        """The authority's own."""
        return content.look_of(self.procurement.authority_id)

    def seen(self, typed: QueryDict) -> int:
        """The revision that was on the screen when a form was sent; 0, before the first, where it makes no sense."""
        sent = number(typed.get("revision", ""))
        return 0 if sent is None else min(sent, self.procurement.revision)

    @property
    def stops(self) -> str:
        """How much there is to mend before the documents can be used, in words; empty when there is nothing."""
        number = sum(finding.severity == "stop" for finding in self.findings)
        return swedish.count(number, "en sak", "saker") if number else ""

    def question_url(self, key: str) -> str:
        """Where the question is answered. What no question asks for, such as the regime, follows from the value."""
        asked = key if key in self.library.step_of else "budget_sek"
        address = reverse("step", args=[self.procurement.id, self.library.step_of[asked].slug])
        return f"{address}#id_{asked}"


def draft_for(request: HttpRequest, id: UUID, right: Right = "read") -> Draft:
    """The draft, if the visitor has the right to it."""
    who = request.visitor  # type: ignore[attr-defined]
    procurement = procurement_for(who, id, right)
    library = content.library_for(procurement)
    derived = facts.derive(cast(Brief, procurement.brief), library, content.amounts(), timezone.localdate())
    rights = rights_to(who, procurement)
    return Draft(procurement, library, derived, "write" in rights, "share" not in rights, "read" not in rights)
