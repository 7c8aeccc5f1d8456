"""The lots as they stand, and the forms that change them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from procurement import content
from procurement.domain import brief as briefs
from procurement.domain import facts
from procurement.domain.facts import Facts
from procurement.models import Authority, Procurement, User
from procurement.services import save
from tests import factory

BRIEFS = Path(__file__).parents[2] / "fixtures" / "briefs"


class LotsPage:
    def __init__(self, client: Client, procurement: Procurement) -> None:
        self.client, self.procurement = client, procurement
        self.address = reverse("lots", args=[procurement.id])

    def tree(self) -> html.HtmlElement:
        response = self.client.get(self.address)
        assert response.status_code == 200
        return html.fromstring(response.content)

    def words(self) -> str:
        return words(self.tree().find(".//main"))

    def send(self, do: str, *, revision: int | None = None, **typed: str) -> str:
        """What the page says after the form has been sent, as a browser sends it: every field it shows."""
        [form] = self.tree().xpath(f"//form[.//button[@value='{do}']]")
        sent = {**dict(form.form_values()), "do": do, **typed}
        if revision is not None:
            sent["revision"] = str(revision)
        response = self.client.post(self.address, sent, follow=True)
        assert response.status_code == 200
        return words(html.fromstring(response.content).find(".//main"))

    @property
    def brief(self) -> dict[str, Any]:
        self.procurement.refresh_from_db()
        return self.procurement.brief

    @property
    def facts(self) -> Facts:
        from datetime import date

        return facts.derive(self.brief, content.library(), content.amounts(), date(2026, 11, 23))


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture
def open_page(sjovalla: Authority, anna: User, signed_in: Callable[[User], Client]) -> Callable[..., LotsPage]:
    def opened(**brief: Any) -> LotsPage:
        return LotsPage(signed_in(anna), factory.procurement(of=sjovalla, by=anna, **brief))

    return opened


@pytest.fixture
def school(open_page: Callable[..., LotsPage]) -> LotsPage:
    """Nine modules over 38 million kronor, one of them above the cap."""
    return open_page(**briefs.parse((BRIEFS / "skolplattform.yaml").read_text(), content.library()))


@pytest.fixture
def seams(open_page: Callable[..., LotsPage]) -> LotsPage:
    return open_page(budget_sek=20_000_000)


def test_without_a_value_the_page_says_how_to_begin(open_page: Callable[..., LotsPage]) -> None:
    page = open_page()
    assert "När ni har angett en budget" in page.words()
    assert page.tree().xpath("//main//a[contains(@href, '#id_budget_sek')]")


def test_each_lot_says_what_is_in_it_and_what_it_builds_on(school: LotsPage) -> None:
    cards = school.tree().find_class("lot-card")
    assert len(cards) == len(school.facts.lots) == 4
    for card, lot in zip(cards, school.facts.lots, strict=True):
        assert [words(row.find("th")) for row in card.findall(".//tbody/tr")] == [part.name for part in lot.parts]
    assert "delkontrakt 1" in words(cards[1])


def test_the_table_says_the_same_numbers_as_the_cards_and_they_add_up(school: LotsPage) -> None:
    tree = school.tree()
    figure = tree.find_class("lots")[0]
    amounts = [kronor(cell) for cell in figure.xpath(".//tbody//td[@class='amount']")]
    on_cards = [kronor(card.find(".//dd")) for card in tree.find_class("lot-card")]
    assert amounts == on_cards == [lot.value for lot in school.facts.lots]
    assert kronor(figure.xpath(".//tfoot//td[@class='amount']")[0]) == sum(amounts) == school.facts.total


def kronor(cell: html.HtmlElement) -> int:
    return int("".join(c for c in cell.text_content() if c.isdigit()))


def test_a_small_procurement_is_not_divided_and_says_so(open_page: Callable[..., LotsPage]) -> None:
    page = open_page(budget_sek=3_000_000)
    assert "behöver inte delas" in page.words()
    assert page.tree().xpath("//main//button[@value='decline']") == []


def test_not_dividing_takes_a_written_reason(school: LotsPage) -> None:
    assert "vi behöver ert skäl" in school.send("decline", no_split_reason=" ")
    assert "no_split_reason" not in school.brief
    said = school.send("decline", no_split_reason="Delarna går inte att ta i drift var för sig.")
    assert "delas inte" in said
    assert school.facts.declined and len(school.facts.lots) == 1
    school.send("propose")
    assert "no_split_reason" not in school.brief and len(school.facts.lots) == 4


def test_our_starting_point_says_that_it_is_one_and_becomes_theirs(seams: LotsPage) -> None:
    assert "Ett utgångsläge, ändra gärna" in seams.words()
    before = seams.facts
    seams.send("modules")
    assert "utgångsläge" not in seams.words()
    assert briefs.check(seams.brief, content.library())["modules"] == seams.brief["modules"]
    assert [(m.key, m.value, m.depends_on) for m in seams.facts.modules] == [
        (m.key, m.value, m.depends_on) for m in before.modules
    ]
    assert seams.facts.lots == before.lots and not seams.facts.from_seams


def test_the_form_for_own_lots_begins_with_those_that_stand(school: LotsPage) -> None:
    school.send("own")
    assert school.facts.own_lots
    assert {p.key for lot in school.facts.lots for p in lot.parts} == {
        *(m.key for m in school.facts.modules if m.value <= school.facts.cap),
        *(f"{m.key}/{n}" for m in school.facts.modules if m.value > school.facts.cap for n in (1, 2)),
    }
    assert briefs.check(school.brief, content.library())["lots"] == school.brief["lots"]
    again = school.brief["lots"]
    school.send("own")
    assert school.brief["lots"] == again, "saved twice it is the same"


def test_own_lots_are_made_by_choosing_a_number_for_each_module(open_page: Callable[..., LotsPage]) -> None:
    page = open_page(
        modules=[
            {"key": "karna", "name": "Kärna", "cost_sek": 6_000_000},
            {"key": "app", "name": "App", "cost_sek": 5_000_000, "depends_on": ["karna"]},
            {"key": "data", "name": "Data", "cost_sek": 4_000_000, "depends_on": ["karna"]},
        ]
    )
    page.send("own", **{"lot:karna": "1", "lot:data": "1", "lot:app": "3", "name:1": "Grunden", "name:3": ""})
    assert page.brief["lots"] == [
        {"name": "Grunden", "modules": ["karna", "data"]},
        {"name": "App", "modules": ["app"]},
    ]
    assert "Grunden" in page.words()
    page.send("propose")
    assert "lots" not in page.brief


def test_a_division_that_does_not_hold_says_why(school: LotsPage) -> None:
    everything = {name: "1" for name in fields(school) if name.startswith("lot:")}
    said = school.send("own", **everything)
    assert "Stopp: Delkontrakt 1 är större än" in said
    said = school.send("own", **{next(iter(everything)): ""})
    assert "är inte med i något delkontrakt" in said


def fields(page: LotsPage) -> dict[str, str]:
    [form] = page.tree().xpath("//form[.//button[@value='own']]")
    return dict(form.form_values())


def test_an_empty_division_is_refused(school: LotsPage) -> None:
    nothing = {name: "" for name in fields(school) if name.startswith("lot:")}
    assert "minst en modul" in school.send("own", **nothing)
    assert "lots" not in school.brief


def test_a_name_that_is_too_long_is_refused_and_kept_in_its_field(school: LotsPage) -> None:
    school.client.get(school.address)
    sent = fields(school) | {"do": "own", "name:1": "N" * 201}
    tree = html.fromstring(school.client.post(school.address, sent).content)
    [link] = tree.xpath("//div[contains(@class, 'error-summary')]//a/@href")
    assert tree.get_element_by_id(link[1:]).get("value") == "N" * 201


def test_of_two_who_divide_at_once_the_second_sees_what_the_first_did(school: LotsPage, bo: User) -> None:
    shown = school.procurement.revision
    save(procurement_id=school.procurement.id, changes={"no_split_reason": "Bos skäl"}, expected_revision=shown, by=bo)
    said = school.send("decline", revision=shown, no_split_reason="Annas skäl")
    assert "Bo hann före" in said
    assert school.brief["no_split_reason"] == "Bos skäl"


@pytest.mark.parametrize("sent", [{}, {"do": "burn"}, {"do": "modules"}, {"do": "own"}])
def test_what_does_not_apply_does_nothing(open_page: Callable[..., LotsPage], sent: dict[str, str]) -> None:
    page = open_page(budget_sek=3_000_000)
    assert page.client.post(page.address, sent).status_code == 400
    assert page.procurement.revision == 1


@pytest.mark.parametrize("revision", ["", "x", "999", "-1"])
def test_a_form_with_a_revision_that_makes_no_sense_breaks_nothing(school: LotsPage, revision: str) -> None:
    sent = {"do": "decline", "no_split_reason": "Skäl", "revision": revision}
    assert school.client.post(school.address, sent).status_code in (200, 302)


def test_a_reading_guest_sees_the_lots_but_no_form_that_saves(school: LotsPage, guest: Callable[[str], Client]) -> None:
    reader = LotsPage(guest(factory.link(school.procurement)[1]), school.procurement)
    assert len(reader.tree().find_class("lot-card")) == 4
    assert reader.tree().xpath("//main//form/@method") == ["get"]
    assert reader.client.post(reader.address, {"do": "propose"}).status_code == 403


def test_what_can_be_placed_adds_up_to_the_whole(school: LotsPage) -> None:
    [form] = school.tree().xpath("//form[.//button[@value='own']]")
    amounts = [kronor(label) for label in form.xpath(".//div[@class='piece']/label/span")]
    assert sum(amounts) == school.facts.total and max(amounts) <= school.facts.cap


def rows(table: html.HtmlElement) -> list[list[str]]:
    return [[words(cell) for cell in row] for row in table.iter("tr")]


def test_the_calendar_is_drawn_and_said_in_tables(school: LotsPage) -> None:
    tree = school.tree()
    drawings = tree.xpath("//*[local-name()='svg' and @class='drawing']/*[local-name()='title']/text()")
    assert len(drawings) == 2
    assert "Delkontrakt 1 börjar gälla 1\u00a0augusti\u00a02027" in drawings[1]
    (steps,) = tree.xpath("//table[starts-with(normalize-space(caption), 'Dagarna före avtal')]")
    assert ["Sista dag för anbud", "18 juni 2027"] in [row[:2] for row in rows(steps)]
    assert "LOU 11 kap. 2 §" in words(steps)


def test_another_start_shows_what_moves_and_saves_nothing(school: LotsPage) -> None:
    before = school.brief
    response = school.client.get(school.address, {"start": "2027-09-01"})
    tree = html.fromstring(response.content)
    (moves,) = tree.xpath("//table[normalize-space(caption)='Det här flyttas']")
    told = rows(moves)
    assert ["Delkontrakt 1: avtalet börjar gälla", "1 augusti 2027", "1 september 2027", "31 dagar senare"] in told
    assert ["Sista dag för anbud", "18 juni 2027", "21 juli 2027", "33 dagar senare"] in told
    assert tree.xpath("//input[@name='start']/@value") == ["2027-09-01"]
    assert school.brief == before


@pytest.mark.parametrize("start", ["imorgon", "2027-02-30", "20270901", "3000-01-01", "2027-09-01T10:00"])
def test_a_start_that_is_no_day_is_said_beside_its_field(school: LotsPage, start: str) -> None:
    response = school.client.get(school.address, {"start": start})
    assert response.status_code == 200
    tree = html.fromstring(response.content)
    (field,) = tree.xpath("//input[@name='start']")
    assert field.get("aria-invalid") == "true"
    assert "Fel: vi behöver" in words(tree.get_element_by_id("start-fault"))
    assert not tree.xpath("//table[normalize-space(caption)='Det här flyttas']")


def test_a_start_too_near_says_when_a_contract_can_be_made(school: LotsPage) -> None:
    said = words(html.fromstring(school.client.get(school.address, {"start": "2026-01-02"}).content))
    assert "avtal kan ingås tidigast den" in said


def test_without_a_start_another_can_still_be_tried(seams: LotsPage) -> None:
    assert "Kalendern räknas ut när ni har angett" in seams.words()
    said = words(html.fromstring(seams.client.get(seams.address, {"start": "2027-09-01"}).content))
    assert "Dagarna med den starten" in said and "börjar gälla den 1 september 2027" in said
