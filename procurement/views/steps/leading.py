"""What the answers of a step lead to: the clauses, under the answer that brings them in."""

from typing import Any

from django.urls import reverse

from procurement.domain import conditions, selection
from procurement.domain.answers import in_words
from procurement.domain.brief import Brief
from procurement.domain.facts import Facts
from procurement.domain.questions import Question
from procurement.views.steps.place import Place

# What the value leads to is asked for where the value is.
FACT_STEP = "budget"

# A reason with more clauses than this shows the rest when asked.
SHOWN_AT_ONCE = 4


def leads(place: Place, brief: Brief, facts: Facts) -> list[dict[str, Any]]:
    """The clauses that this page's answers lead to, under the answer that does. New ones come first, and are marked."""
    before = {chosen.clause.id for chosen in selection.applicable(place.brief, place.clauses, place.facts)}
    here = {q.key: q for q in place.step.questions}
    groups: dict[str, dict[str, Any]] = {}
    for chosen in selection.applicable(brief, place.clauses, facts):
        reason = _reason(chosen, here, place.step.key == FACT_STEP, facts)
        if reason is None:
            continue
        key, question, answer = reason
        group = groups.setdefault(key + answer, {"key": key, "question": question, "answer": answer, "clauses": []})
        clause = chosen.clause
        address = reverse("chosen_clause", args=[place.procurement.id, clause.id]) if clause.id in before else ""
        group["clauses"].append(
            {"id": clause.id, "title": clause.title, "url": address, "is_new": clause.id not in before}
        )
    for group in groups.values():
        group["clauses"].sort(key=lambda clause: not clause["is_new"])
        group["first"], group["rest"] = group["clauses"][:SHOWN_AT_ONCE], group["clauses"][SHOWN_AT_ONCE:]
        if len(group["rest"]) == 1:
            group["first"], group["rest"] = group["clauses"], []
    # In the order of the page; what follows from the value comes first.
    return sorted(groups.values(), key=lambda group: list(here).index(group["key"]) if group["key"] in here else -1)


def _reason(
    chosen: selection.Selected, here: dict[str, Question], with_facts: bool, facts: Facts
) -> tuple[str, str, str] | None:
    """The answer on this page that the clause rests on, one that brings it in or one that it writes out.

    Key, question and answer, or None when the clause has nothing to do with this page.
    """
    for because in chosen.because:
        if because.key in here or (with_facts and because.answer and because.question == selection.COMPUTED):
            return because.key, because.question, because.answer
    criteria = here.get("criteria")
    if criteria and chosen.clause.kind == "award_criterion":
        return "criteria", criteria.label, "valt som tilldelningskriterium"
    for key, question in here.items():
        if key in chosen.clause.slots() and key in facts.answers:
            unit = question.unit if question.kind in ("integer", "decimal") else ""
            return key, question.label, f"{in_words(question, facts.answers[key])} {unit}".rstrip()
    return None


def can_lead(place: Place) -> bool:
    """Whether any clause rests on an answer of this page at all."""
    here = {q.key for q in place.step.questions}
    if place.step.key == FACT_STEP or "criteria" in here:
        return True
    return any(here & (conditions.keys(c.when) | c.slots()) for c in place.clauses.clauses.values())
