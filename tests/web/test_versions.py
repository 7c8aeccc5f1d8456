"""Two versions of a draft: what differs on the page, and in Word as tracked changes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from lxml import html

from procurement.domain.returned.reading import before, now
from procurement.intake import returned
from procurement.models import Procurement, User
from tests import factory

Browser = Callable[[User], Client]


@pytest.fixture
def draft(sjovalla, anna: User) -> Procurement:
    """Begun, and changed twice."""
    made = factory.procurement(
        of=sjovalla, by=anna, title="Bygglov", system_kind="new", data_class="internal", budget_sek=2_000_000
    )
    factory.answers(made, by=anna, publish_hours=48)
    factory.answers(made, by=anna, publish_hours=12, problem="Ingen vet var ärendet är.")
    return made


def words(response: Any) -> str:
    return " ".join(html.fromstring(response.content).text_content().split())


def test_the_first_draft_and_the_draft_now_are_what_is_compared(anna: User, draft, signed_in: Browser):
    page = signed_in(anna).get(f"/upphandlingar/{draft.id}/jamfor/")
    said = words(page)
    assert "PC-CODE-02" in said and "borttaget: 24 timmar slut på borttaget nytt: 12 timmar slut på nytt" in said
    assert "Ingen vet var ärendet är." in said


def test_two_changes_are_compared_in_either_order(anna: User, draft, signed_in: Browser):
    browser = signed_in(anna)
    forward = words(browser.get(f"/upphandlingar/{draft.id}/jamfor/?fran=andring-2&till=andring-3"))
    backward = words(browser.get(f"/upphandlingar/{draft.id}/jamfor/?fran=andring-3&till=andring-2"))
    assert "borttaget: 48 timmar slut på borttaget nytt: 12 timmar" in forward
    assert "borttaget: 12 timmar slut på borttaget nytt: 48 timmar" in backward


def test_a_version_is_no_different_from_itself(anna: User, draft, signed_in: Browser):
    page = signed_in(anna).get(f"/upphandlingar/{draft.id}/jamfor/?fran=andring-2&till=andring-2")
    assert "skiljer" not in words(page).split("Till")[-1] and "Bilaga 1" not in words(page)


def test_what_is_the_same_in_both_is_only_named(anna: User, draft, signed_in: Browser):
    tree = html.fromstring(signed_in(anna).get(f"/upphandlingar/{draft.id}/jamfor/").content)
    differing = {title.text for title in tree.xpath("//*[@class='row-card']/h2")}
    (same,) = tree.xpath("//h2[.='Oförändrade']/following-sibling::ul[1]")
    alike = {item.text for item in same}
    assert "Bilaga 2 – Särskilda kontraktsvillkor" in differing and alike and not differing & alike


def test_where_nothing_differs_the_page_says_so(anna: User, draft, signed_in: Browser):
    factory.answers(draft, by=anna, publish_hours=24)
    factory.answers(draft, by=anna, publish_hours=12)
    address = f"/upphandlingar/{draft.id}/jamfor/"
    browser = signed_in(anna)
    assert "Inget skiljer: dokumenten är desamma" in words(browser.get(address, {"fran": "andring-3", "till": "nu"}))
    assert "Inget skiljer" not in words(browser.get(address))
    assert "samma version två gånger" in words(browser.get(address, {"fran": "nu", "till": "nu"}))


def test_the_word_file_has_what_differs_as_tracked_changes(anna: User, draft, signed_in: Browser):
    browser = signed_in(anna)
    page = browser.get(f"/upphandlingar/{draft.id}/jamfor/?fran=andring-2&till=nu")
    (address,) = html.fromstring(page.content).xpath("//a/@href[contains(., 'contract_terms.docx')]")
    file = browser.get(address)
    assert "2-sarskilda-kontraktsvillkor" in file.headers["Content-Disposition"]
    code = next(c for c in returned.read(file.content).controls if c.clause == "PC-CODE-02")
    assert "senast 12 timmar" in now(code.lines)[1] and "senast 48 timmar" in before(code.lines)[1]


@pytest.mark.parametrize("name", ["andring-99", "andring-0", "utgava-1", "i-går", "andring-1' or 1"])
def test_a_version_that_is_not_there_is_not_found(name: str, anna: User, draft, signed_in: Browser):
    assert signed_in(anna).get(f"/upphandlingar/{draft.id}/jamfor/", {"fran": name}).status_code == 404


def test_a_guest_compares_what_is_for_everyone(draft, guest):
    _, address = factory.link(draft)
    page = guest(address).get(f"/upphandlingar/{draft.id}/jamfor/")
    assert "Särskilda kontraktsvillkor" in words(page) and "Beslutsunderlag" not in words(page)
    assert guest(address).get(f"/upphandlingar/{draft.id}/jamfor/decision.docx").status_code == 404
