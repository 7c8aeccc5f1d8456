"""The review: what is left to do, where, and what the draft amounts to."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from lxml import html

from procurement import content
from procurement.domain import brief as briefs
from procurement.models import Authority, Procurement, User
from tests import factory

BRIEFS = Path(__file__).parents[2] / "fixtures" / "briefs"


@pytest.fixture
def review(sjovalla: Authority, anna: User, signed_in: Callable[[User], Client]) -> Callable[..., html.HtmlElement]:
    """The review page of a procurement with these answers."""

    def page(**brief: Any) -> html.HtmlElement:
        procurement = factory.procurement(of=sjovalla, by=anna, **brief)
        response = signed_in(anna).get(reverse("review", args=[procurement.id]))
        assert response.status_code == 200
        return html.fromstring(response.content)

    return page


def whole(name: str = "bygglov") -> dict[str, Any]:
    return dict(briefs.parse((BRIEFS / f"{name}.yaml").read_text(), content.library()))


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_what_is_missing_stands_under_its_step_and_leads_to_its_question(
    review: Callable[..., html.HtmlElement],
) -> None:
    tree = review()
    listed = tree.find_class("missing")
    titles = [step.title for step in content.library().steps]
    shown = [words(section.find("h3")) for section in listed]
    assert shown == [title for title in titles if title in shown] and len(shown) > 5
    links = [link for section in listed for link in section.xpath(".//a/@href")]
    assert any(link.endswith("/steg/behov/#id_problem") for link in links)
    assert f"Svar som saknas ({len(links)})" in words(tree)


def test_a_whole_brief_has_nothing_that_stops_it(review: Callable[..., html.HtmlElement]) -> None:
    assert "Inget hindrar att handlingarna används" in words(review(**whole()))


@pytest.mark.parametrize(
    ("changed", "level", "address"),
    [
        ({"price_weight": 50}, "Stopp:", "/steg/utvardering/#id_criteria"),
        ({"lots": [{"name": "Ett", "modules": ["karna"]}]}, "Stopp:", "/delkontrakt/"),
        ({"deviations": [{"clause": "PC-CODE-02", "reason_code": "R1"}]}, "Stopp:", "/klausuler/PC-CODE-02/"),
        ({"term_months": 60}, "Varning:", "/steg/budget/#id_long_term_reason"),
    ],
)
def test_each_finding_says_how_grave_it_is_and_leads_to_where_it_is_mended(
    review: Callable[..., html.HtmlElement], changed: dict[str, Any], level: str, address: str
) -> None:
    finding, *_ = [
        one
        for one in review(**whole() | changed).find_class("finding")
        if one.xpath(f".//a[contains(@href, '{address}')]")
    ]
    assert words(finding).startswith(level)


def test_what_stops_comes_first(review: Callable[..., html.HtmlElement]) -> None:
    tree = review(**whole() | {"price_weight": 50, "term_months": 60})
    levels = [words(level) for level in tree.find_class("finding-level")]
    assert levels == sorted(levels, key=["Stopp:", "Varning:", "Att tänka på:"].index)
    assert len(set(levels)) > 1


def test_the_draft_in_short_says_the_value_the_rules_and_what_they_ask(
    review: Callable[..., html.HtmlElement],
) -> None:
    said = words(review(**whole("skolplattform")).find_class("summary")[0])
    assert "38 000 000 kr" in said and "Upphandling över tröskelvärdet" in said
    assert "Delkontrakt4" in said.replace(" ", "") and "avtalsspärren" in said
    said = words(review(**whole("oppna-data")).find_class("summary")[0])
    assert "Direktupphandling" in said and "avtalsspärren" not in said


def test_what_is_not_known_is_not_guessed(review: Callable[..., html.HtmlElement]) -> None:
    said = words(review().find_class("summary")[0])
    assert "Inte känt än" in said and "Avgörs av värdet" in said


def test_opening_it_starts_the_work_on_every_document_once(
    draft: Procurement, anna: User, signed_in: Callable[[User], Client]
) -> None:
    address = reverse("review", args=[draft.id])
    for _ in range(2):
        assert signed_in(anna).get(address).status_code == 200
    assert DBTaskResult.objects.count() == 8


def test_text_that_looks_like_markup_is_shown_as_text(review: Callable[..., html.HtmlElement]) -> None:
    modules = [
        {"key": "a", "name": "<script>alert(1)</script>", "cost_sek": 1},
        {"key": "b", "name": "B", "cost_sek": 1},
    ]
    tree = review(modules=modules, lots=[{"name": "L", "modules": ["b"]}])
    assert "<script>alert(1)</script>" in words(tree)
