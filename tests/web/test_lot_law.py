"""The law beside the lots on the planning page."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from procurement import content
from procurement.domain import brief as briefs
from procurement.models import Authority, User
from tests import factory

SCHOOL = Path(__file__).parents[2] / "fixtures" / "briefs" / "skolplattform.yaml"
SMALL = [
    {"key": "a", "name": "A", "cost_sek": 4_000_000},
    {"key": "b", "name": "B", "cost_sek": 500_000},
    {"key": "c", "name": "C", "cost_sek": 400_000},
]
LOTS = [{"name": key.upper(), "modules": [key]} for key in "abc"]
Page = Callable[..., html.HtmlElement]


@pytest.fixture
def law(sjovalla: Authority, anna: User, signed_in: Callable[[User], Client]) -> Page:
    """The part of the page on the law, for a draft with these answers."""

    def shown(by: Client | None = None, **answers: Any) -> html.HtmlElement:
        draft = factory.procurement(of=sjovalla, by=anna, **answers)
        response = (by or signed_in(anna)).get(reverse("lots", args=[draft.id]))
        found = html.fromstring(response.content).xpath("//section[@id='lagen']")
        return found[0] if found else html.Element("section")

    return shown


def words(element: html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def test_the_value_stands_beside_the_limits_with_the_paper_that_shows_it(law: Page) -> None:
    part = law(budget_sek=2_451_815)
    assert "Tröskelvärdet, 2 451 816 kr Värdet är 1 kr under." in words(part)
    assert "Värdet är precis på gränsen" in words(law(budget_sek=700_000))
    assert part.xpath(".//a[contains(@href, '/dokument/value/')]")


def test_what_is_to_be_looked_at_stands_open_with_its_question(law: Page) -> None:
    part = law(budget_sek=690_000)
    said = [words(one) for one in part.find_class("message-warning")]
    assert any("10 000 kr under gränsen för direktupphandling" in one for one in said)
    assert part.xpath(".//p[contains(@class, 'message-warning')]/a[contains(@href, '#id_similar_purchases')]")


def test_what_is_stopped_is_called_a_stop(law: Page) -> None:
    part = law(modules=SMALL, lots=LOTS, lots_bought="own_direct_awards")
    assert "Stopp: Köps något delkontrakt för sig?" in words(part.find_class("message-error")[0])


def test_small_lots_are_worked_out(law: Page) -> None:
    said = words(law(modules=SMALL, lots=LOTS, small_lots=["3"]))
    assert "Små delkontrakt: 2 under 908 080 kr" in said
    assert "Tillsammans, av högst 980 000 kr (20 % av värdet) 900 000 kr" in said


def test_who_may_win_is_said_and_tried_against_the_tenderers_expected(law: Page) -> None:
    school = briefs.parse(SCHOOL.read_text(encoding="utf-8"), content.library())
    said = words(law(**school))
    assert "Granskningen i delkontrakt 5 tilldelas inte den som får delkontrakt 1, 2, 3 eller 4 (PC-QUAL-03)" in said
    assert "högst 2 delkontrakt" in said and "lägst sammanlagd kostnad" in said
    assert "Med nio väntade anbudsgivare kan alla fem delkontrakt få en leverantör." in said
    said = words(
        law(**{**school, "bidders_expected": 1, "combined_awards": True, "lot_combinations": [{"lots": ["2"]}]})
    )
    assert "Varning: Med en väntad anbudsgivare blir minst 3 av fem delkontrakt utan leverantör." in said
    assert "Ange hur många anbudsgivare ni väntar er" in words(law(modules=SMALL, lots=LOTS))


def test_nothing_is_said_before_the_rules_are_known(law: Page) -> None:
    assert words(law()) == ""


def test_a_guest_sees_the_law_and_not_the_buyers_paper(
    sjovalla: Authority, anna: User, guest: Callable[[str], Client]
) -> None:
    draft = factory.procurement(of=sjovalla, by=anna, budget_sek=20_000_000)
    page = html.fromstring(guest(factory.link(draft)[1]).get(reverse("lots", args=[draft.id])).content)
    part = page.xpath("//section[@id='lagen']")[0]
    assert "Tröskelvärdet" in words(part) and not part.xpath(".//a[contains(@href, '/dokument/value/')]")
