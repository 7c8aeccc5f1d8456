"""A line outside the clauses leads to the answer that it had and has no more."""

import pytest

from procurement.domain.returned import Text
from procurement.domain.returned.origins import origins
from tests.domain.given import LIBRARY

ANSWERS = {
    "title": "Bygglov", "problem": "Den som söker får vänta.\n\nIngen vet hur länge.", "term_months": 24,
    "budget_sek": 2_000_000, "contract_start": "2027-03-01",
    "goals": [{"measure": "Handläggningstid", "baseline": "10 veckor", "target": "5 veckor"}],
}  # fmt: skip


def keys(*lines: str) -> list[str]:
    """`-` has gone, `+` has come."""
    return list(origins([Text(line[1:], line[0] == "+") for line in lines], LIBRARY, ANSWERS))


@pytest.mark.parametrize(
    ("gone", "came", "key"),
    [
        ("Avtalet börjar den 1 mars 2027.", "Avtalet börjar den 1 april 2027.", "contract_start"),
        ("Ingen vet hur länge.", "Alla vet hur länge.", "problem"),
        ("5 veckor", "4 veckor", "goals"),
        ("Värdet är 2 000 000 kr.", "Värdet är 3 000 000 kr.", "budget_sek"),
        ("Bygglov ska köpas.", "Bygglov ska nog köpas.", ""),  # the answer is as it was
        ("Avtalstiden är 24 månader.", "Avtalstiden är 36 månader.", ""),  # two digits may be anything
    ],
)
def test_a_line_leads_to_the_answer_that_has_been_changed_in_it(gone: str, came: str, key: str) -> None:
    assert keys(f"-{gone}", f"+{came}") == [key, ""]


def test_what_has_only_gone_or_only_come() -> None:
    assert keys("-Den 1 mars 2027.") == ["contract_start"] and keys("+Den 1 mars 2027.") == [""]


def test_what_came_in_another_place_is_not_what_came_instead() -> None:
    assert keys("-Den 1 mars 2027.", "+Senare.", "-Något annat.", "+Den 1 mars 2027.") == ["contract_start", "", "", ""]
