"""Own words that only wish for what a clause demands are pointed out by their sentence."""

import pytest

from procurement.domain import review
from procurement.domain.house import start_of
from tests.domain.given import LIBRARY, brief, facts

CODE = "PC-CODE-02"
ANSWERS = {"system_kind": "new", "data_class": "open", "budget_sek": 2_000_000}
OURS = (
    "Leverantören ska publicera varje ändring senast 24 timmar efter att den har tagits in i kodförrådet. "
    "Det ska gå att se vilken version som är i drift."
)


def found(said: str, clause: str = CODE) -> list[str]:
    answers = ANSWERS | {"wording": {clause: said}}
    every = review.findings(brief(**answers), LIBRARY, facts(**answers))
    return [one.message for one in every if one.code == "weakened_demand" and one.where == clause]


def test_ska_that_has_become_bor_is_named_with_its_sentence() -> None:
    (said,) = found(OURS.replace("ska publicera", "bör publicera"))
    assert "eftersom det står ”bör”: ”Leverantören bör publicera varje ändring" in said and "vilken version" not in said


def test_every_such_sentence_is_named_in_one_finding() -> None:
    (said,) = found(OURS.replace("ska", "bör"))
    assert "Detsamma gäller ”Det bör gå att se vilken version" in said


@pytest.mark.parametrize("word", ["kan", "får"])
def test_another_weaker_word_counts_where_our_sentence_demanded_it(word: str) -> None:
    ours = start_of(LIBRARY.clauses[CODE])
    weaker = ours.replace("Leverantören ska publicera", f"Leverantören {word} publicera")
    assert weaker != ours and not found(ours), "our own words are left in peace"
    (said,) = found(weaker)
    assert f"eftersom det står ”{word}”" in said


@pytest.mark.parametrize(
    "said",
    [
        OURS,
        "Leverantören måste publicera varje ändring. Leverantören får inte vänta.",
        "Leverantören ska publicera varje ändring och bör berätta om den.",  # shall_and_should
        "Leverantören ska publicera varje ändring. Den kan publiceras tidigare.",
        "Leverantören ska inte skriva ”bör” i ändringsloggen.",
    ],
)
def test_what_still_demands_is_left_in_peace(said: str) -> None:
    assert found(said) == []


def test_a_criterion_may_wish() -> None:
    scored = {"award_basis": "quality_price", "price_weight": 60, "criteria": [{"clause": "PC-CODE-05", "weight": 40}]}
    answers = ANSWERS | scored | {"wording": {"PC-CODE-05": "Anbudsgivaren bör visa kod."}}
    every = review.findings(brief(**answers), LIBRARY, facts(**answers))
    assert "weakened_demand" not in {one.code for one in every}
