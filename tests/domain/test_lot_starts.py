"""Of several contracts each begins on a day of its own, and no annex says another."""

from procurement.domain import assemble
from tests.domain.given import LIBRARY, brief, facts, module
from tests.domain.tree import table, text

TWO = {
    "contract_start": "2027-08-01", "first_delivery_days": 30, "system_kind": "new", "data_class": "internal",
    "modules": [module("api", 8_000_000), module("portal", 8_000_000, "api")],
}  # fmt: skip


def frame(**answers: object) -> dict[str, str]:
    given = TWO | answers
    made = assemble.documents(brief(**given), LIBRARY, facts(**given), draft=True)
    rows = table(next(one for one in made if one.key == "contract_terms"), "Avtalets ramar")
    return {row[0]: row[1] for row in rows}


def test_the_common_terms_lead_to_where_each_day_stands() -> None:
    said = "den dag som Bilaga 3 anger för delkontraktet, tidigast den 1 augusti 2027"
    assert frame()["Avtalet gäller från"] == said


def test_one_contract_begins_on_the_day_that_was_answered() -> None:
    assert frame(no_split_reason="Delarna går inte att skilja åt.")["Avtalet gäller från"] == "1 augusti 2027"


def test_a_lots_own_terms_say_its_own_day() -> None:
    made = assemble.lot_documents(brief(**TWO), LIBRARY, facts(**TWO), 2, draft=True)
    terms = next(one for one in made if one.key == "contract_terms")
    assert {row[0]: row[1] for row in table(terms, "Avtalets ramar")}["Avtalet gäller från"] == "31 augusti 2027"
    assert "Bilaga 3 anger för delkontraktet" not in text(terms)
