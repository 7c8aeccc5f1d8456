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
    assert any(link.endswith("/steg/behov/?fran=granska#id_problem") for link in links)
    assert f"Svar som saknas ({len(links)})" in words(tree)


def test_a_whole_brief_has_nothing_that_stops_it(review: Callable[..., html.HtmlElement]) -> None:
    assert "Inget hindrar att handlingarna används. Låt en jurist" in words(review(**whole()))
    warned = words(review(**whole() | {"term_months": 60}))
    assert "Inget hindrar att handlingarna används, men se först över det som står under Att rätta." in warned


@pytest.mark.parametrize(
    ("changed", "level", "address"),
    [
        ({"price_weight": 50}, "Stopp:", "/steg/utvardering/?fran=granska#id_criteria"),
        ({"lots": [{"name": "Ett", "modules": ["karna"]}]}, "Stopp:", "/delkontrakt/"),
        ({"deviations": [{"clause": "PC-CODE-02", "reason_code": "R1"}]}, "Stopp:", "/klausuler/PC-CODE-02/"),
        ({"term_months": 60}, "Varning:", "/steg/budget/?fran=granska#id_long_term_reason"),
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


def test_what_must_be_mended_comes_before_what_may_be_thought_of(review: Callable[..., html.HtmlElement]) -> None:
    changed = {"price_weight": 50, "description": "En modern lösning.", "problem": None}
    tree = review(**{key: value for key, value in (whole() | changed).items() if value is not None})
    assert [words(heading).partition(" (")[0] for heading in tree.findall(".//main/h2")] == [
        "Att rätta",
        "Svar som saknas",
        "Att tänka på",
    ]
    assert "Två saker återstår" in words(tree)
    [modern] = [one for one in tree.find_class("finding") if "modern" in words(one)]
    assert "Gå till frågan ”Vad ska ingå i köpet?”" in words(modern)


def test_the_draft_in_short_says_the_value_the_rules_and_what_they_ask(
    review: Callable[..., html.HtmlElement],
) -> None:
    said = words(review(**whole("skolplattform")).find_class("summary")[0])
    assert "38 000 000 kr" in said and "Upphandling över tröskelvärdet" in said
    assert "Delkontrakt5" in said.replace(" ", "") and "avtalsspärren" in said
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
    assert DBTaskResult.objects.count() == 9


def test_text_that_looks_like_markup_is_shown_as_text(review: Callable[..., html.HtmlElement]) -> None:
    modules = [
        {"key": "a", "name": "<script>alert(1)</script>", "cost_sek": 1},
        {"key": "b", "name": "B", "cost_sek": 1},
    ]
    tree = review(modules=modules, lots=[{"name": "L", "modules": ["b"]}])
    assert "<script>alert(1)</script>" in words(tree)


class ReviewPage:
    """The review of one procurement, as somebody sees it."""

    def __init__(self, client: Client, procurement: Procurement) -> None:
        self.client, self.procurement = client, procurement
        self.address = reverse("review", args=[procurement.id])

    def tree(self) -> html.HtmlElement:
        return html.fromstring(self.client.get(self.address).content)

    def form(self, code: str) -> html.HtmlElement:
        (form,) = self.tree().xpath(f"//form[input[@name='code'][@value='{code}']]")
        return form

    def decide(self, code: str, do: str, **typed: str) -> str:
        """What the page says after the form of the finding has been sent."""
        sent = {field.get("name"): field.get("value") for field in self.form(code).xpath(".//input[@name]")}
        return words(html.fromstring(self.client.post(self.address, sent | {"do": do} | typed, follow=True).content))

    @property
    def kept(self) -> Any:
        self.procurement.refresh_from_db()
        return self.procurement.brief.get("acknowledged")


ADVICE = "processor_role"
WHY = "Ombudet <b>utreder</b> saken."


@pytest.fixture
def page(sjovalla: Authority, anna: User, signed_in: Callable[[User], Client]) -> ReviewPage:
    return ReviewPage(signed_in(anna), factory.procurement(of=sjovalla, by=anna, **whole()))


def test_advice_is_left_be_with_a_reason_and_taken_up_again(page: ReviewPage) -> None:
    said = page.decide(ADVICE, "leave", reason=WHY)
    assert page.kept == [{"code": ADVICE, "where": ADVICE, "reason": WHY}]
    assert "Lämnat därhän (1)" in said and f"Skäl: {WHY}" in said
    assert page.procurement.revisions.count() == 2, "a change like any other, to be seen in the history"
    said = page.decide(ADVICE, "take_up")
    assert page.kept is None and "Lämnat därhän (" not in said


def test_the_reason_stands_in_the_papers_of_the_buyer(page: ReviewPage) -> None:
    page.decide(ADVICE, "leave", reason=WHY)
    paper = page.client.get(reverse("document", args=[page.procurement.id, "decision"]))
    assert f"Lämnat därhän: {WHY}" in words(html.fromstring(paper.content))


def test_without_a_reason_the_advice_stands_and_the_page_says_so(page: ReviewPage) -> None:
    said = page.decide(ADVICE, "leave", reason="  ")
    assert "vi behöver ett skäl" in said and page.kept is None
    said = page.decide(ADVICE, "leave", reason="ord " * 400)
    assert "vi behöver högst 1000 tecken" in said and page.kept is None and "ord ord" in said


def test_only_advice_may_be_left_be(page: ReviewPage) -> None:
    page.procurement.brief |= {"price_weight": 50, "term_months": 60}
    page.procurement.save()
    assert not page.tree().xpath("//form[input[@name='code'][@value='weights' or @value='long_term']]")
    for code, where in (("weights", "criteria"), ("long_term", "long_term_reason"), ("no_such", "thing")):
        sent = {"do": "leave", "code": code, "where": where, "reason": WHY, "seen": ""}
        assert "finns inte längre" in words(html.fromstring(page.client.post(page.address, sent, follow=True).content))
    assert page.kept is None


def test_what_somebody_else_has_just_decided_is_not_overwritten(
    page: ReviewPage, bo: User, signed_in: Callable[[User], Client]
) -> None:
    sent = {field.get("name"): field.get("value") for field in page.form(ADVICE).xpath(".//input[@name]")}
    ReviewPage(signed_in(bo), page.procurement).decide(ADVICE, "leave", reason="Mitt.")
    answer = page.client.post(page.address, sent | {"do": "leave", "reason": "Ditt."}, follow=True)
    assert "Bo har just bestämt något" in words(html.fromstring(answer.content))
    assert page.kept[0]["reason"] == "Mitt."


def test_a_reading_guest_sees_the_advice_but_cannot_leave_it(page: ReviewPage, guest: Callable[[str], Client]) -> None:
    reader = ReviewPage(guest(factory.link(page.procurement)[1]), page.procurement)
    assert not reader.tree().xpath("//main//form")
    sent = {"do": "leave", "code": ADVICE, "where": ADVICE, "reason": WHY, "seen": ""}
    assert reader.client.post(page.address, sent).status_code == 403 and page.kept is None


def test_another_authority_does_not_know_of_it(
    page: ReviewPage, cia: User, signed_in: Callable[[User], Client]
) -> None:
    assert signed_in(cia).post(page.address, {"do": "leave"}).status_code == 404


def test_alike_drafts_of_the_same_authority_are_seen_and_nobody_else_is_told(
    sjovalla: Authority, anna: User, cia: User, signed_in: Callable[[User], Client], guest: Callable[[str], Client]
) -> None:
    drafts = [factory.procurement(of=sjovalla, by=anna, **whole("oppna-data")) for _ in range(2)]
    alike = "Utkastet liknar ”Portal för öppna data”"
    assert alike in words(ReviewPage(signed_in(anna), drafts[0]).tree())
    assert alike not in words(ReviewPage(guest(factory.link(drafts[0])[1]), drafts[0]).tree())
    elsewhere = factory.procurement(of=cia.memberships.get().authority, by=cia, **whole("oppna-data"))
    assert alike not in words(ReviewPage(signed_in(cia), elsewhere).tree())
    signed_in(anna).post(reverse("delete_procurement", args=[drafts[1].id]))
    assert alike not in words(ReviewPage(signed_in(anna), drafts[0]).tree())
