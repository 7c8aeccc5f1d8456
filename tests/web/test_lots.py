"""The lots as they stand, and the forms that change them."""

from collections.abc import Callable
from dataclasses import replace
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

    def form(self, query: str = "") -> html.HtmlElement:
        [form] = html.fromstring(self.client.get(self.address + query).content).xpath("//form[@id='plan-form']")
        return form

    def fields(self) -> dict[str, str]:
        """Every field that a browser sends, as the page shows it."""
        return dict(self.form().form_values())

    def send(self, do: str, *, revision: int | None = None, **typed: str | list[str]) -> str:
        """What the page says after the form has been sent."""
        return words(self.sent(do, revision=revision, **typed).find(".//main"))

    def sent(self, do: str, *, revision: int | None = None, **typed: str | list[str]) -> html.HtmlElement:
        form = {**self.fields(), "do": do, **typed}
        if revision is not None:
            form["revision"] = str(revision)
        response = self.client.post(self.address, form, follow=True)
        assert response.status_code == 200
        return html.fromstring(response.content)

    def asks(self, do: str, **typed: str | list[str]) -> html.HtmlElement:
        """What a script is answered with."""
        form = {**self.fields(), "do": do, **typed}
        response = self.client.post(self.address, form, headers={"HX-Request": "true"})
        assert response.status_code == 200
        return html.fragment_fromstring(response.content.decode(), create_parent="div")

    @property
    def lots(self) -> list[list[str]]:
        """What lies in each lot, in the brief's own short names."""
        return [[*row.get("modules", []), *row.get("parts", [])] for row in self.brief["lots"]]

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
    cards = cards_of(school.tree())
    assert len(cards) == len(school.facts.lots) == 5
    for card, lot in zip(cards, school.facts.lots, strict=True):
        names = [words(name) for name in card.find_class("piece-name")]
        assert [name.partition(" etapp")[0] for name in names] == [p.name.partition(", etapp")[0] for p in lot.parts]
    assert "delkontrakt 1" in words(cards[1])


def cards_of(tree: html.HtmlElement) -> list[html.HtmlElement]:
    return tree.xpath("//li[@data-lot and @data-lot != '0']")


def test_the_bar_the_card_and_its_pieces_say_the_same_and_they_add_up(school: LotsPage) -> None:
    cards = cards_of(school.tree())
    on_cards = [kronor(card.find_class("lot-value")[0]) for card in cards]
    assert on_cards == [sum(kronor(v) for v in card.find_class("piece-value")) for card in cards]
    assert on_cards == [lot.value for lot in school.facts.lots] and sum(on_cards) == school.facts.total
    bars = [card.xpath(".//*[@class='lot-bar']/*[@class='value']/@width")[0] for card in cards]
    assert bars == [f"{lot.value * 100 // school.facts.cap}%" for lot in school.facts.lots]


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
    assert "no_split_reason" not in school.brief and len(school.facts.lots) == 5


def test_our_starting_point_says_that_it_is_one_and_becomes_theirs(seams: LotsPage) -> None:
    assert "Ett utgångsläge, ändra gärna" in seams.words()
    before = seams.facts
    seams.client.post(seams.address, {"do": "modules", "revision": "1"})
    assert "utgångsläge" not in seams.words()
    assert briefs.check(seams.brief, content.library())["modules"] == seams.brief["modules"]
    assert [(m.key, m.value, m.depends_on) for m in seams.facts.modules] == [
        (m.key, m.value, m.depends_on) for m in before.modules
    ]
    assert seams.facts.lots == before.lots and not seams.facts.from_seams


def three(open_page: Callable[..., LotsPage], **more: Any) -> LotsPage:
    """A core of six million, and two modules of five and four that build on it."""
    modules = [
        {"key": "karna", "name": "Kärna", "cost_sek": 6_000_000},
        {"key": "app", "name": "App", "cost_sek": 5_000_000, "depends_on": ["karna"]},
        {"key": "data", "name": "Data", "cost_sek": 4_000_000, "depends_on": ["karna"]},
    ]
    return open_page(modules=modules, **more)


@pytest.fixture
def small(open_page: Callable[..., LotsPage]) -> LotsPage:
    return three(open_page)


def test_a_module_is_moved_by_choosing_a_lot_and_the_new_sums_are_said(small: LotsPage) -> None:
    assert [[part.key for part in lot.parts] for lot in small.facts.lots] == [["karna", "data"], ["app"]]
    said = small.send("move", **{"to:data": "2"})
    assert small.lots == [["karna"], ["app", "data"]]
    assert "Data ligger nu i delkontrakt 2." in said
    assert "Delkontrakt 1: 6 000 000 kr av 10 000 000 kr." in said
    assert "Delkontrakt 2: 9 000 000 kr av 10 000 000 kr." in said
    assert briefs.check(small.brief, content.library())["lots"] == small.brief["lots"]


def test_a_page_without_scripts_goes_on_at_the_piece_that_moved(small: LotsPage) -> None:
    response = small.client.post(small.address, {**small.fields(), "do": "move", "to:data": "2"})
    assert response.status_code == 302 and response["Location"] == f"{small.address}#del-data"
    assert small.tree().get_element_by_id("del-data") is not None


def test_a_script_gets_the_plan_alone_with_the_piece_in_focus(small: LotsPage) -> None:
    answer = small.asks("move", **{"to:data": "2"})
    assert [element.get("id") for element in answer] == ["plan", "plan-status"]
    [focused] = answer.xpath(".//*[@autofocus]")
    assert focused.tag == "summary" and focused.getparent().get("id") == "del-data"
    assert "Data ligger nu i delkontrakt 2." in words(answer.get_element_by_id("plan-status"))


def test_an_unlawful_move_is_saved_and_said(small: LotsPage) -> None:
    tree = small.sent("move", **{"to:app": "1"})
    said = words(tree.find(".//main"))
    assert small.lots == [["karna", "data", "app"]]
    assert "15 000 000 kr av 10 000 000 kr, över taket" in said and "Det tomma delkontraktet är borttaget" in said
    assert "Delkontrakt 1 är större än 10 000 000 kr" in said
    tree = small.sent("move", **{"to:karna": "0"})
    assert small.lots == [["karna"], ["data", "app"]], "a lot of its own comes before those that build on it"
    tree = small.sent("down:1")
    assert small.lots == [["data", "app"], ["karna"]]
    assert "Delkontrakt 1 bygger på delkontrakt 2, som kommer senare" in words(tree.find(".//main"))
    assert tree.xpath("//section[@aria-labelledby='att-ratta']//a/@href") == ["#delkontrakt-1"]
    assert "som kommer senare" in words(tree.get_element_by_id("del-app"))


def test_several_modules_chosen_before_one_press_are_all_moved(small: LotsPage) -> None:
    small.send("move", **{"to:karna": "0", "to:data": "2"})
    assert small.lots == [["karna"], ["app", "data"]], "the numbers hold until everything has been moved"


def test_what_is_typed_is_saved_by_any_press(small: LotsPage) -> None:
    small.send("move", **{"to:data": "2", "name:1": "Grunden", "reason:1": "Allt vilar på den."})
    assert small.brief["lots"][0] == {"name": "Grunden", "modules": ["karna"], "reason": "Allt vilar på den."}
    assert "Grunden" in small.words() and "Allt vilar på den." in small.words()


def test_a_name_that_was_ours_follows_what_is_in_the_lot(small: LotsPage) -> None:
    small.send("move", **{"to:data": "2"})
    assert [row["name"] for row in small.brief["lots"]] == ["Kärna", "App, Data"]
    small.send("save", **{"name:2": "Tjänsterna"})
    small.send("move", **{"to:data": "1"})
    assert [row["name"] for row in small.brief["lots"]] == ["Kärna, Data", "Tjänsterna"]
    small.send("save", **{"name:2": ""})
    assert [row["name"] for row in small.brief["lots"]] == ["Kärna, Data", "App"]


def test_reasons_are_ours_until_they_are_written_and_again_when_they_are_emptied(small: LotsPage) -> None:
    whole = small.fields()["division_reason"]
    assert "Därför är två delkontrakt det minsta möjliga" in whole
    small.send("save", division_reason="Kärnan köps för sig.")
    assert small.brief["division_reason"] == "Kärnan köps för sig." and "lots" not in small.brief
    small.send("save", division_reason="")
    assert "division_reason" not in small.brief and small.fields()["division_reason"] == whole
    small.send("save", **{"reason:2": "Vårt skäl."})
    assert [row.get("reason") for row in small.brief["lots"]] == [None, "Vårt skäl."]
    small.send("save", **{"reason:2": ""})
    assert [row.get("reason") for row in small.brief["lots"]] == [None, None]


def test_the_first_need_of_a_lot_is_its_first_modules_until_it_is_written(open_page: Callable[..., LotsPage]) -> None:
    need = {"need": "se sitt ärende"}
    modules = [{"key": key, "name": key.title(), "cost_sek": 6_000_000, **need} for key in ("karna", "app")]
    page = open_page(system_kind="new", modules=modules)
    assert page.fields()["first_need:1"] == "se sitt ärende (Karna)"
    page.send("save", **{"first_need:1": "en sökande ser sitt ärende"})
    assert [row.get("first_need") for row in page.brief["lots"]] == ["en sökande ser sitt ärende", None]
    page.send("down:1")
    assert page.fields()["first_need:2"] == "en sökande ser sitt ärende", "it goes with its lot"
    assert "högst 300 tecken" in page.send("save", **{"first_need:2": "x" * 301})
    assert page.fields()["first_need:2"] == "en sökande ser sitt ärende"
    page.send("save", **{"first_need:2": ""})
    assert page.fields()["first_need:2"] == "se sitt ärende (Karna)" and "first_need" not in page.brief["lots"][1]


def test_a_lot_without_a_first_delivery_is_not_asked_for_its_need(open_page: Callable[..., LotsPage]) -> None:
    modules = [
        {"key": "karna", "name": "Kärna", "need": "se sitt ärende", "cost_sek": 9_000_000},
        {"key": "prov", "name": "Prov", "need": "lita på den", "cost_sek": 2_000_000, "kind": "review"},
    ]
    shown = open_page(system_kind="new", modules=modules).fields()
    assert "first_need:1" in shown and "first_need:2" not in shown


def weights_of(tree: html.HtmlElement, number: int) -> dict[str, str]:
    """The weights that are filled in for a lot, by criterion."""
    fields = tree.xpath("//*[contains(@class, 'lot-weight')]/input")
    lot = [one for one in fields if one.name.endswith(f":{number}") and one.value]
    return {one.name.partition(":")[0]: one.value for one in lot}


def test_a_lot_is_weighed_as_the_whole_until_it_has_weights_of_its_own(school: LotsPage) -> None:
    tree = school.tree()
    whole = {"price_weight": "30", "PC-USER-04": "30", "PC-CODE-05": "20", "PC-API-04": "10", "PC-CD-04": "10"}
    assert weights_of(tree, 1) == whole and "Inga poäng" not in words(cards_of(tree)[0])
    # The review builds nothing: what scores a solution is not offered there, and its weight is the price's.
    assert weights_of(tree, 5) == {"price_weight": "70", "PC-USER-04": "30"}
    assert not tree.xpath("//input[@id='id_PC-API-04_5']")
    unscored = "Visad förmåga till öppen utveckling, API-mognad och Leveransförmåga visad i praktiken"
    assert f"Inga poäng för {unscored}, eftersom delkontraktet granskar" in words(cards_of(tree)[4])
    shown = school.fields()
    school.client.post(school.address, {**shown, "do": "save", "PC-USER-04:5": "25", "price_weight:5": "75 %",
                                        "PC-FIRST-03:1": "0"})  # fmt: skip
    own = {"price_weight": 75, "criteria": [{"clause": "PC-USER-04", "weight": 25}]}
    assert school.brief["lots"][4].items() >= own.items()
    assert not any(set(own) & set(row) for row in school.brief["lots"][:4])
    assert weights_of(school.sent("down:1"), 5) == {"price_weight": "75", "PC-USER-04": "25"}
    assert school.brief["lots"][4].items() >= own.items(), "they stay with their lot whatever is moved"
    tree = school.sent("save", **{"price_weight:5": "", "PC-USER-04:5": ""})
    assert not set(own) & set(school.brief["lots"][4]) and weights_of(tree, 5)["price_weight"] == "70"


def test_weights_that_are_not_a_hundred_are_told_and_nothing_typed_is_lost(school: LotsPage) -> None:
    tree = school.sent("save", **{"PC-USER-04:5": "25", "reason:1": "Vårt skäl."})
    told = "Vikterna blir tillsammans 95 procent. De ska bli 100. Det saknas 5 procent."
    assert f"Pris i delkontrakt 5 – {told}" in words(tree.find(".//main"))
    [beside] = tree.xpath("//details[@id='mer-5'][@open]//label[@for='id_price_weight_5']")
    assert words(beside) == f"Pris {told}"
    assert weights_of(tree, 5) == {"price_weight": "70", "PC-USER-04": "25"}
    assert [words(one) for one in tree.xpath("//textarea[@id='id_reason_1']")] == ["Vårt skäl."]
    [faulty] = tree.xpath("//*[@role='alert']//a/@href")
    assert tree.xpath(f"//input[@id='{faulty[1:]}']") and "lots" not in school.brief
    said = school.send("save", **{"price_weight:5": "tungt", "PC-USER-04:5": "101"})
    assert "Pris i delkontrakt 5 – Skriv ett heltal" in said and "Problemförståelse i delkontrakt 5 – Skriv" in said


@pytest.mark.parametrize("answers", [{"award_basis": "price"}, {"lot_cap_sek": 50_000_000}])
def test_where_quality_gives_no_points_or_nothing_is_divided_no_lot_is_weighed(
    open_page: Callable[..., LotsPage], answers: dict[str, Any]
) -> None:
    page = open_page(**briefs.parse((BRIEFS / "skolplattform.yaml").read_text(), content.library()) | answers)
    assert not [key for key in page.fields() if key.startswith(("price_weight", "PC-"))]


def test_saving_what_was_not_changed_changes_nothing(small: LotsPage) -> None:
    assert "Inget var ändrat" in small.send("save")
    assert small.brief.keys() == {"title", "authority", "modules"} and small.procurement.revision == 1


def test_what_others_wrote_elsewhere_is_no_change_of_ours(small: LotsPage, bo: User) -> None:
    """Our own sentences say the cap, which Bo lowers meanwhile: they are still not Anna's words."""
    shown = small.fields()
    save(procurement_id=small.procurement.id, changes={"lot_cap_sek": 11_000_000}, expected_revision=1, by=bo)
    small.client.post(small.address, {**shown, "do": "move", "to:data": "2"})
    assert [set(row) for row in small.brief["lots"]] == [{"name", "modules"}] * 2
    assert "division_reason" not in small.brief and small.brief["lot_cap_sek"] == 11_000_000


def test_steps_of_a_module_are_pieces_and_become_one_again_in_one_lot(school: LotsPage) -> None:
    tree = school.tree()
    assert [words(step) for step in tree.find_class("piece-step")] == ["etapp 1 av 2", "etapp 2 av 2"]
    second = next(n for n, lot in enumerate(school.facts.lots, 1) if any(p.key == "larande/2" for p in lot.parts))
    said = school.send("move", **{"to:larande/1": str(second)})
    assert "Lärplattform ligger nu i delkontrakt" in said and "över taket" in said
    assert ["larande"] in school.lots
    school.send("cut:larande")
    assert sum(key.startswith("larande/") for lot in school.lots for key in lot) == 2
    assert max(lot.value for lot in school.facts.lots) <= school.facts.cap


def test_a_module_in_no_lot_is_shown_and_can_be_placed(open_page: Callable[..., LotsPage]) -> None:
    page = three(open_page, lots=[{"name": "Allt", "modules": ["karna", "app"]}])
    outside = page.tree().get_element_by_id("utanfor")
    assert "Data" in words(outside)
    assert page.tree().xpath("//section[@aria-labelledby='att-ratta']//a/@href") == [
        f"#{id}" for id in ("delkontrakt-1", "utanfor")
    ]
    page.send("move", **{"to:data": "0"})
    assert page.lots == [["karna", "app"], ["data"]]


def test_a_module_in_two_lots_is_put_in_one(open_page: Callable[..., LotsPage]) -> None:
    page = three(
        open_page, lots=[{"name": "Ett", "modules": ["karna", "data"]}, {"name": "Två", "modules": ["app", "data"]}]
    )
    assert "är med i mer än ett delkontrakt" in page.words()
    assert len(page.tree().xpath("//select[@name='to:data']")) == 1
    page.send("move", **{"to:data": "1"})
    assert page.lots == [["karna", "data"], ["app"]]


def test_moving_a_part_of_our_starting_point_makes_the_parts_theirs(seams: LotsPage) -> None:
    before = {module.key: module.value for module in seams.facts.modules}
    key = next(lot for lot in seams.facts.lots if lot.number == 2).parts[0].key
    seams.send("move", **{f"to:{key}": "1"})
    assert {module.key: module.value for module in seams.facts.modules} == before
    assert not seams.facts.from_seams and seams.facts.own_lots


def test_changes_are_undone_one_by_one_and_what_else_was_answered_stays(small: LotsPage, bo: User) -> None:
    small.send("move", **{"to:data": "2"})
    small.send("save", **{"name:1": "Grunden"})
    save(procurement_id=small.procurement.id, changes={"title": "Nytt namn"}, expected_revision=3, by=bo)
    small.send("decline", no_split_reason="Delarna går inte att skilja åt.")
    assert small.facts.declined
    assert "Senaste ändringen är ångrad" in small.send("undo")
    assert small.brief["lots"][0]["name"] == "Grunden" and "no_split_reason" not in small.brief
    small.send("undo")
    assert small.brief["lots"][0]["name"] == "Kärna"
    small.send("undo")
    assert "lots" not in small.brief and small.brief["title"] == "Nytt namn"
    assert small.tree().xpath("//button[@value='undo']") == []
    assert small.procurement.revisions.latest("number").undoes == 2, "nothing is deleted: an undoing is a change"


def test_what_was_done_after_undoing_can_be_undone_too(small: LotsPage) -> None:
    small.send("move", **{"to:data": "2"})
    small.send("undo")
    small.send("move", **{"to:app": "1"})
    small.send("undo")
    assert "lots" not in small.brief
    assert small.tree().xpath("//button[@value='undo']") == []


def test_another_cap_is_undone_like_any_change_of_the_division(small: LotsPage, anna: User) -> None:
    save(procurement_id=small.procurement.id, changes={"lot_cap_sek": 6_000_000}, expected_revision=1, by=anna)
    assert "Nu är det två delkontrakt" in small.send("undo")
    assert "lot_cap_sek" not in small.brief


def test_undoing_what_somebody_has_changed_since_is_refused(small: LotsPage, bo: User) -> None:
    small.send("move", **{"to:data": "2"})
    shown = small.fields()
    save(procurement_id=small.procurement.id, changes={"no_split_reason": "Bos skäl"}, expected_revision=2, by=bo)
    response = small.client.post(small.address, {**shown, "do": "undo"}, follow=True)
    assert "har ändrats sedan sidan visades" in words(html.fromstring(response.content).find(".//main"))
    assert small.brief["no_split_reason"] == "Bos skäl"


def test_history_says_that_the_division_was_undone(small: LotsPage) -> None:
    small.send("move", **{"to:data": "2"})
    small.send("undo")
    response = small.client.get(reverse("history", args=[small.procurement.id]))
    assert "Ångrade ändring 2 av uppdelningen" in response.content.decode()


def test_two_divisions_stand_beside_each_other(small: LotsPage) -> None:
    assert small.tree().xpath("//*[@id='jamforelse']") == []
    small.send("move", **{"to:data": "0"})
    tree = html.fromstring(small.client.get(small.address, {"jamfor": "forslag"}).content)
    figures, differing = tree.get_element_by_id("jamforelse").findall(".//table")
    said = {row[0]: row[1:] for row in rows(figures)[1:]}
    assert said["Delkontrakt"] == ["3", "2"]
    assert said["Störst"] == ["6 000 000 kr", "10 000 000 kr"]
    assert said["Gränssnitt mellan delkontrakt"] == ["2", "1"]
    assert said["Sammanlagt värde"] == ["15 000 000 kr"] * 2
    assert [row[0] for row in rows(differing)[1:]] == ["Data"]


def test_an_earlier_division_can_be_compared_with(small: LotsPage) -> None:
    small.send("move", **{"to:data": "2"})
    small.send("move", **{"to:data": "0"})
    tree = html.fromstring(small.client.get(small.address, {"jamfor": "3"}).content)
    said = {row[0]: row[1:] for row in rows(tree.get_element_by_id("jamforelse").findall(".//table")[0])[1:]}
    assert said["Delkontrakt"] == ["3", "2"] and said["Störst"] == ["6 000 000 kr", "9 000 000 kr"]
    assert "Alla moduler ligger lika" not in words(tree.get_element_by_id("jamforelse"))


@pytest.mark.parametrize("asked", ["", "99", "1", "x", "forslag"])
def test_there_is_nothing_to_compare_a_proposal_with(small: LotsPage, asked: str) -> None:
    tree = html.fromstring(small.client.get(small.address, {"jamfor": asked}).content)
    assert tree.xpath("//*[@id='jamforelse']") == []


NEW = {"new-name": "Öppna data", "new-need": "se vad som byggs", "new-cost_sek": "300 000", "new-depends_on": ["karna"]}


def test_a_new_module_lands_in_the_lot_that_is_chosen(small: LotsPage) -> None:
    said = small.send("add", **NEW, **{"new-lot": "2", "new-kind": "integration"})
    assert small.brief["modules"][-1] == {
        "key": "oppna-data", "name": "Öppna data", "need": "se vad som byggs", "cost_sek": 300_000,
        "kind": "integration", "depends_on": ["karna"],
    }  # fmt: skip
    assert small.lots == [["karna", "data"], ["app", "oppna-data"]]
    assert "Öppna data ligger nu i delkontrakt 2. Delkontrakt 2: 5 300 000 kr" in said
    assert briefs.check(small.brief, content.library())["modules"] == small.brief["modules"]
    small.send("undo")
    assert len(small.brief["modules"]) == 3 and "lots" not in small.brief


def test_a_new_module_is_placed_by_the_proposal_where_nothing_else_is_said(small: LotsPage) -> None:
    said = small.send("add", **NEW)
    assert "lots" not in small.brief and "Öppna data ligger nu i delkontrakt" in said


def test_a_new_module_of_our_starting_point_makes_the_parts_theirs(seams: LotsPage) -> None:
    count = len(seams.facts.modules)
    seams.send("add", **{**NEW, "new-depends_on": []})
    assert len(seams.brief["modules"]) == count + 1 and not seams.facts.from_seams


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"new-name": " "}, "Vi behöver modulens namn"),
        ({"new-cost_sek": ""}, "Vi behöver modulens kostnad"),
        ({"new-cost_sek": "mycket"}, "Skriv hela kronor"),
        ({"new-cost_sek": "-1"}, "Skriv ett helt antal kronor"),
        ({"new-depends_on": ["moln"]}, "kortnamn på moduler som finns"),
        ({"new-lot": "77"}, "Välj"),
    ],
)
def test_a_new_module_is_checked_and_what_was_typed_stays(small: LotsPage, typed: dict[str, str], wrong: str) -> None:
    tree = small.sent("add", **{**NEW, **typed})
    assert wrong in words(tree.find_class("error-summary")[0])
    [link] = tree.xpath("//div[contains(@class, 'error-summary')]//a/@href")
    assert tree.get_element_by_id(link[1:]) is not None
    assert tree.get_element_by_id("id_new-need").text.strip() == "se vad som byggs"
    assert tree.get_element_by_id("ny-modul").get("open") is not None
    assert small.procurement.revision == 1


def test_a_module_half_written_is_still_there_after_a_move(small: LotsPage) -> None:
    answer = small.asks(
        "move", **{"to:data": "2", "new-name": "Öppna data", "new-depends_on": ["app"], "no_split_reason": "Kanske"}
    )
    assert answer.get_element_by_id("id_no_split_reason").text.strip() == "Kanske"
    assert answer.get_element_by_id("id_new-name").get("value") == "Öppna data"
    assert answer.xpath(".//input[@name='new-depends_on'][@checked]/@value") == ["app"]
    assert answer.find_class("is-invalid") == []


def test_a_reason_half_written_is_still_there_after_undoing(small: LotsPage) -> None:
    small.send("move", **{"to:data": "2"})
    answer = small.asks("undo", **{"reason:2": "Börjat på", "no_split_reason": "Kanske ändå"})
    assert answer.get_element_by_id("id_reason_2").text.strip() == "Börjat på"
    assert answer.get_element_by_id("mer-2").get("open") is not None
    assert answer.get_element_by_id("id_no_split_reason").text.strip() == "Kanske ändå"
    assert answer.get_element_by_id("mer-1").get("open") is None, "what was only shown is not typed"
    assert "lots" not in small.brief


def test_a_name_that_is_too_long_is_refused_and_kept_in_its_field(small: LotsPage) -> None:
    tree = small.sent("save", **{"name:1": "N" * 201})
    [link] = tree.xpath("//div[contains(@class, 'error-summary')]//a/@href")
    assert tree.get_element_by_id(link[1:]).get("value") == "N" * 201
    assert "lots" not in small.brief


def test_of_two_who_move_at_once_the_second_sees_what_the_first_did(small: LotsPage, bo: User) -> None:
    shown = small.fields()
    lots = [{"name": "Bos", "modules": ["karna"]}, {"name": "Andra", "modules": ["app", "data"]}]
    save(procurement_id=small.procurement.id, changes={"lots": lots}, expected_revision=1, by=bo)
    response = small.client.post(small.address, {**shown, "do": "move", "to:app": "1", "name:1": "Annas"})
    tree = html.fromstring(response.content)
    assert "Bo hann före" in words(tree) and small.brief["lots"] == lots
    assert tree.get_element_by_id("id_name_1").get("value") == "Annas", "what was typed is still there"
    answer = small.client.post(small.address, {**shown, "do": "move", "to:app": "1"}, headers={"HX-Request": "true"})
    part = html.fragment_fromstring(answer.content.decode(), create_parent="div")
    assert "Bo hann före" in words(part.xpath(".//*[@role='alert']")[0])


@pytest.mark.parametrize("do", ["up:1", "down:2", "up:9", "up:x", "cut:moln", "move", "save", "add:1"])
def test_what_cannot_be_moved_further_stays(small: LotsPage, do: str) -> None:
    small.client.post(small.address, {**small.fields(), "do": do})
    assert "lots" not in small.brief and small.procurement.revision == 1


@pytest.mark.parametrize("to", ["9", "-1", "x", "²", "0" * 99, ""])
def test_a_lot_that_does_not_exist_takes_nothing(small: LotsPage, to: str) -> None:
    small.client.post(small.address, {**small.fields(), "do": "move", "to:data": to})
    assert "lots" not in small.brief


def test_of_two_who_divide_at_once_the_second_sees_what_the_first_did(school: LotsPage, bo: User) -> None:
    shown = school.procurement.revision
    save(procurement_id=school.procurement.id, changes={"no_split_reason": "Bos skäl"}, expected_revision=shown, by=bo)
    said = school.send("decline", revision=shown, no_split_reason="Annas skäl")
    assert "Bo hann före" in said
    assert school.brief["no_split_reason"] == "Bos skäl"


@pytest.mark.parametrize("sent", [{}, {"do": "burn"}, {"do": "modules"}, {"do": "move"}, {"do": "add"}])
def test_what_does_not_apply_does_nothing(open_page: Callable[..., LotsPage], sent: dict[str, str]) -> None:
    """There is nothing to divide in a small budget without modules."""
    page = open_page(budget_sek=3_000_000)
    assert page.client.post(page.address, sent).status_code == 400
    assert page.procurement.revision == 1


@pytest.mark.parametrize("revision", ["", "x", "999", "-1"])
def test_a_form_with_a_revision_that_makes_no_sense_breaks_nothing(school: LotsPage, revision: str) -> None:
    sent = {"do": "decline", "no_split_reason": "Skäl", "revision": revision}
    assert school.client.post(school.address, sent).status_code in (200, 302)


def test_a_reading_guest_sees_the_lots_but_no_form_that_saves(school: LotsPage, guest: Callable[[str], Client]) -> None:
    reader = LotsPage(guest(factory.link(school.procurement)[1]), school.procurement)
    assert len(cards_of(reader.tree())) == 5
    assert reader.tree().xpath("//main//select | //main//textarea") == []
    assert reader.tree().xpath("//main//form/@method") == ["get"]
    assert reader.client.post(reader.address, {"do": "propose"}).status_code == 403


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


def test_a_draft_with_an_earlier_library_asks_what_that_asked(
    school: LotsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = content.library()
    modules = library.questions["modules"]
    fewer = replace(modules, fields=tuple(cell for cell in modules.fields if cell.key != "kind"))
    steps = tuple(
        replace(step, questions=tuple(fewer if one is modules else one for one in step.questions))
        for step in library.steps
    )
    earlier = replace(library, steps=steps)
    monkeypatch.setattr(content, "library_for", lambda procurement: earlier)
    asked = school.tree().xpath("//*[@name]/@name")
    assert "new-name" in asked and "new-kind" not in asked
