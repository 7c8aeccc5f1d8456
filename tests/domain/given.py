"""What the tests of the ground floor start from: the library on disk, a day, and briefs made of a few answers."""

from datetime import date
from typing import Any

from hypothesis import settings

from procurement import content
from procurement.domain import brief as briefs
from procurement.domain import facts as deriving
from procurement.domain.brief import Brief
from procurement.domain.facts import Facts
from procurement.domain.questions import Fault

LIBRARY = content.library()
AMOUNTS = content.amounts()
DAY = date(2026, 11, 23)
MUNICIPALITY = {"name": "Sjövalla kommun", "org_number": "212000-9999", "kind": "municipality"}

# The same examples every time: a test that fails here fails for everyone.
REPEATABLE = settings(derandomize=True, deadline=None, database=None, max_examples=60)


def brief(**answers: Any) -> Brief:
    """The brief with these answers, from a municipality."""
    return briefs.check({"authority": MUNICIPALITY} | answers, LIBRARY)


def facts(on: date = DAY, **answers: Any) -> Facts:
    """What follows from these answers."""
    return deriving.derive(brief(**answers), LIBRARY, AMOUNTS, on)


def faults(**answers: Any) -> list[Fault]:
    """Everything that is wrong with these answers; empty when they are taken."""
    try:
        briefs.check(answers, LIBRARY)
    except briefs.Refused as refused:
        return refused.faults
    return []


def paths(**answers: Any) -> list[str]:
    """Where these answers are wrong."""
    return [fault.path for fault in faults(**answers)]


def module(key: str, cost: int = 1_000_000, *depends_on: str, **more: Any) -> dict[str, Any]:
    """A module as the brief holds it."""
    return {"key": key, "name": key.title(), "cost_sek": cost, "depends_on": list(depends_on)} | more
