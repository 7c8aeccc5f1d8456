"""Another cap, tried on a page of its own: nothing is saved until it is used."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from procurement.domain.lots import proposing
from procurement.models import Authority, Procurement, User
from procurement.services import save
from tests import factory
from tests.domain.test_scenario import SCHOOL


class Scenario:
    def __init__(self, client: Client, procurement: Procurement) -> None:
        self.client, self.procurement = client, procurement
        self.address = reverse("scenario", args=[procurement.id])

    def tree(self, **asked: str) -> html.HtmlElement:
        response = self.client.get(self.address, asked)
        assert response.status_code == 200
        return html.fromstring(response.content)

    def words(self, **asked: str) -> str:
        return words(self.tree(**asked).find(".//main"))

    def figures(self, **asked: str) -> dict[str, tuple[str, str]]:
        [table] = self.tree(**asked).find_class("scenario-figures")
        rows = [[words(cell) for cell in row] for row in table.findall(".//tbody/tr")]
        return {name: (now, then) for name, now, then in rows}

    def use(self, tak: str, do: str = "cap", revision: int | None = None) -> str:
        sent = {"tak": tak, "do": do, "revision": str(revision or self.procurement.revision)}
        response = self.client.post(self.address, sent, follow=True)
        return words(html.fromstring(response.content).find(".//main"))

    @property
    def brief(self) -> dict[str, Any]:
        self.procurement.refresh_from_db()
        return self.procurement.brief


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture
def page(sjovalla: Authority, anna: User, signed_in: Callable[[User], Client]) -> Callable[..., Scenario]:
    def opened(**brief: Any) -> Scenario:
        return Scenario(signed_in(anna), factory.procurement(of=sjovalla, by=anna, **brief))

    return opened


@pytest.fixture
def school(page: Callable[..., Scenario]) -> Scenario:
    return page(**SCHOOL)


def test_a_cap_is_shown_beside_the_one_in_use(school: Scenario) -> None:
    found = school.figures(tak="19")
    assert found["Delkontrakt"] == ("4", "2")
    assert found["Största"] == ("9 700 000 kr", "19 000 000 kr")
    assert found["Gränssnitt mellan leverantörer"] == ("3", "1")
    assert found["Sista avtalet börjar gälla"] == ("30 september 2027", "31 augusti 2027")
    said = school.words(tak="19")
    assert "två delkontrakt i stället för fyra" in said and "LOU 14 kap. 4 §" in said
    assert "lot_cap_sek" not in school.brief


def test_a_company_is_told_of_by_its_turnover(school: Scenario) -> None:
    found = school.figures(tak="5", omsattning="0,6")
    assert found["Företag med 600 000 kr i omsättning klarar kravet på"] == ("0 av 4", "2 av 8")
    assert "klara kravet på 8 av 8 delkontrakt" in school.words(tak="5", omsattning="10")


def test_at_first_it_shows_how_it_is(school: Scenario) -> None:
    assert "Så är det nu: tak 10 000 000 kr Fyra delkontrakt och fyra skarvar. Det största är på" in school.words()
    assert not school.tree().xpath("//form[@method='post']//button[@name='do']")
    assert len(school.tree().xpath("//table[contains(@class,'scenario-figures')]//th[@scope='col']")) == 2


def test_every_cap_is_in_the_table_and_in_the_picture(school: Scenario) -> None:
    tree = school.tree()
    [table] = tree.find_class("caps")
    assert [words(row.find("th")).split()[0] for row in table.findall(".//tbody/tr")] == [str(n) for n in range(2, 21)]
    assert "19 från 2 miljoner, 13 från 3" in words(tree.find(".//main"))
    [title] = tree.xpath("//*[local-name()='svg' and @class='drawing']/*[local-name()='title']/text()")
    assert "två delkontrakt och en skarv" in title


def test_to_a_moving_slider_only_what_changes_is_sent(school: Scenario) -> None:
    response = school.client.get(school.address, {"tak": "5"}, headers={"HX-Request": "true"})
    said = response.content.decode()
    assert "<html" not in said and "Det leder till: tak" in said
    assert "HX-Request" in response.headers["Vary"]
    [told] = html.fromstring(said).xpath("//*[@id='scenario-said']")
    assert words(told) == "Tak fem miljoner: åtta delkontrakt, tio skarvar."


@pytest.mark.parametrize("tak", ["1", "21", "5,5", "-5", "fem", "1e1", "²", "0005"])
def test_what_is_no_cap_is_said_beside_the_slider(school: Scenario, tak: str) -> None:
    tree = school.tree(tak=tak)
    assert "ett helt antal miljoner, från 2 till 20" in words(tree.get_element_by_id("tak-fault"))
    assert school.client.post(school.address, {"tak": tak, "revision": "1"}).status_code == 400
    assert "lot_cap_sek" not in school.brief


@pytest.mark.parametrize("typed", ["mycket", "-1", "nan", "inf", "1e999999", ""])
def test_what_is_no_turnover_is_said_beside_its_field(school: Scenario, typed: str) -> None:
    tree = school.tree(omsattning=typed)
    assert tree.get_element_by_id("id_omsattning").get("aria-invalid") == "true"
    assert tree.get_element_by_id("id_omsattning").get("value") == typed


def test_using_a_cap_saves_it_and_leads_to_the_lots(school: Scenario) -> None:
    said = school.use("5")
    assert "Taket för ett delkontrakt är nu 5 000 000 kr" in said and "Vi föreslår åtta delkontrakt" in said
    assert school.brief["lot_cap_sek"] == 5_000_000


def test_own_lots_stay_unless_the_proposal_is_asked_for(school: Scenario) -> None:
    own = [{"name": "Allt", "modules": [row["key"] for row in school.brief["modules"]]}]
    by = User.objects.get(name="Anna")
    save(procurement_id=school.procurement.id, changes={"lots": own}, expected_revision=1, by=by)
    assert "Nu gäller er egen uppdelning" in school.words(tak="5")
    school.procurement.refresh_from_db()
    school.use("5")
    assert school.brief["lots"] == own and school.brief["lot_cap_sek"] == 5_000_000
    school.use("6", "proposal")
    assert "lots" not in school.brief and school.brief["lot_cap_sek"] == 6_000_000


def test_of_two_who_choose_at_once_the_second_sees_what_the_first_did(school: Scenario, bo: User) -> None:
    save(procurement_id=school.procurement.id, changes={"lot_cap_sek": 7_000_000}, expected_revision=1, by=bo)
    said = school.use("5", revision=1)
    assert "Bo hann före" in said and "tak 5 000 000 kr i stället för 7 000 000 kr" in said
    assert school.brief["lot_cap_sek"] == 7_000_000
    school.use("5", revision=2)
    assert school.brief["lot_cap_sek"] == 5_000_000


@pytest.mark.parametrize("revision", ["", "x", "999", "-1", "9" * 5_000])
def test_a_form_with_a_revision_that_makes_no_sense_breaks_nothing(school: Scenario, revision: str) -> None:
    assert school.client.post(school.address, {"tak": "5", "revision": revision}).status_code in (200, 302)


def test_a_reading_guest_tries_but_saves_nothing(school: Scenario, guest: Callable[[str], Client]) -> None:
    reader = Scenario(guest(factory.link(school.procurement)[1]), school.procurement)
    assert reader.figures(tak="5")["Delkontrakt"] == ("4", "8")
    assert reader.tree(tak="5").xpath("//main//form/@method") == ["get"]
    assert reader.client.post(reader.address, {"tak": "5", "revision": "1"}).status_code == 403


def test_without_a_value_the_page_says_how_to_begin(page: Callable[..., Scenario]) -> None:
    found = page()
    assert "När ni har angett en budget" in found.words()
    assert found.tree().xpath("//main//a[contains(@href, '#id_budget_sek')]")


def test_below_the_threshold_the_law_has_no_ceiling_for_turnover(page: Callable[..., Scenario]) -> None:
    said = page(budget_sek=2_300_000, term_months=24).words(tak="2")
    assert "LOU 19 kap. 2 §" in said and "14 kap." not in said


def test_a_direct_award_says_nothing_of_turnover(page: Callable[..., Scenario]) -> None:
    said = page(budget_sek=500_000, term_months=24).words(tak="2")
    assert "direktupphandling" in said and "14 kap." not in said and "19 kap. 2" not in said


def test_a_cap_too_low_for_what_must_be_together_says_so(page: Callable[..., Scenario]) -> None:
    modules = [
        {"key": key, "name": key.upper(), "need": "x", "cost_sek": 6_000_000, "together": ["a", "b"]}
        for key in ("a", "b")
    ]
    tree = page(modules=modules).tree(tak="5")
    assert "Går inte" in words(tree.find(".//main"))
    assert not tree.xpath("//button[@name='do']")
    [table] = tree.find_class("caps")
    assert "går inte att dela" in words(table)


def test_of_many_modules_the_table_comes_after_the_page(page: Callable[..., Scenario]) -> None:
    modules = [
        {"key": f"m{n}", "name": f"Modul {n}", "need": "x", "cost_sek": 1_000_000 + 300_000 * (n % 7)}
        for n in range(16)
    ]
    found = page(modules=modules)
    proposing.proposal.cache_clear()
    tree = found.tree(tak="8")
    # The one in use and the one that is tried; not nineteen.
    assert proposing.proposal.cache_info().misses <= 2
    assert not tree.find_class("caps")
    [link] = tree.xpath("//section[@id='alla-tak']//a/@href")
    assert html.fromstring(found.client.get(found.address + link.split("#")[0]).content).find_class("caps")


def test_where_the_fewest_is_not_proven_two_numbers_say_so(page: Callable[..., Scenario], school: Scenario) -> None:
    tree = page(budget_sek=9_000_000).tree()
    [table] = tree.find_class("caps")
    spans = [words(row.find("td")) for row in table.findall(".//tbody/tr")]
    assert "5–6" in spans and "1" in spans
    assert "Där två tal står" in words(tree.find(".//main"))
    assert "Där två tal står" not in school.words()
