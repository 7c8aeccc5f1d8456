"""Where in the wizard the visitor is, and what follows from what is saved there."""

from dataclasses import dataclass
from functools import cached_property
from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from procurement import content
from procurement.access import Right, procurement_for, rights_to
from procurement.domain import facts as following
from procurement.domain.brief import Brief
from procurement.domain.facts import Facts
from procurement.domain.library import Library
from procurement.domain.questions import Step, Value
from procurement.forms import candidate
from procurement.models import Procurement
from procurement.views.back import Back, from_page, way_back


@dataclass(frozen=True)
class Place:
    """Where in the wizard the visitor is."""

    procurement: Procurement
    # Without what the authority has written: it asks no questions, so an answer is saved without looking for it.
    library: Library
    step: Step
    may_write: bool
    back: Back | None = None

    @cached_property
    def clauses(self) -> Library:
        """The library with the authority's own clauses and wording."""
        return content.library_for(self.procurement)

    @property
    def brief(self) -> Brief:
        return self.procurement.brief

    @property
    def questions(self) -> list[str]:
        return [question.key for question in self.step.questions]

    @property
    def skipped(self) -> dict[str, str]:
        """Why questions have no answer, where somebody has said."""
        return cast("dict[str, str]", self.brief.get("skipped") or {})

    @cached_property
    def facts(self) -> Facts:
        """What follows from what is saved."""
        return self.facts_with({})

    def facts_with(self, changes: dict[str, Value | None]) -> Facts:
        """What would follow from what is saved and the changes."""
        brief = candidate(self.brief, changes)
        return following.derive(brief, self.library, content.amounts(), timezone.localdate())

    @property
    def number(self) -> int:
        """The step's place among the steps, from 1."""
        return next(n for n, step in enumerate(self.library.steps, 1) if step.key == self.step.key)

    def address(self) -> str:
        address = reverse("step", args=[self.procurement.id, self.step.slug])
        return from_page(self.back.key, address) if self.back else address

    def next_address(self) -> str:
        """Where somebody came from to mend an answer, else the step after this one; after the last, the list of all."""
        if self.back:
            return self.back.url
        steps, n = self.library.steps, self.number
        if n == len(steps):
            return reverse("overview", args=[self.procurement.id])
        return reverse("step", args=[self.procurement.id, steps[n].slug])


def place_for(request: HttpRequest, id: UUID, slug: str, right: Right) -> Place:
    """The step with the address, if the visitor has the right to its procurement."""
    procurement = procurement_for(request.visitor, id, right)
    may_write = "write" in rights_to(request.visitor, procurement)
    library = content.base_for(procurement)
    step = next((step for step in library.steps if step.slug == slug), None)
    if step is None:
        raise Http404
    return Place(procurement, library, step.settled(procurement.brief), may_write, way_back(request, id))
