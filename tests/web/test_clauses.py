"""Every clause the answers lead to, its words, and the form that switches it off."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from procurement import content
from procurement.models import Authority, Procurement, User
from procurement.services import clauses as services
from tests import factory

CLAUSE = "PC-CODE-02"
WHOLE = {
    "reason_code": "R1",
    "evidence": "Licensavtalet, bilaga 3, punkt 4.",
    "alternatives": "Vi har bett om en öppen licens.",
    "compensation": "Öppet API och fullständig export.",
    "decided_by": "Eva Lind, it-chef",
    "decided_on": "2026-11-02",
    "expires_on": "2027-11-23",
}


@pytest.fixture
def page(answered: Procurement, anna: User, signed_in: Callable[[User], Client]) -> "ClausePage":
    return ClausePage(signed_in(anna), answered)


class ClausePage:
    """One clause's page in a browser."""

    def __init__(self, client: Client, procurement: Procurement, clause_id: str = CLAUSE) -> None:
        self.client, self.procurement, self.clause_id = client, procurement, clause_id
        self.address = reverse("chosen_clause", args=[procurement.id, clause_id])

    def tree(self) -> html.HtmlElement:
        response = self.client.get(self.address)
        assert response.status_code == 200
        return html.fromstring(response.content)

    def words(self) -> str:
        return words(self.tree().find(".//main"))

    def seen(self, do: str) -> str:
        """The mark that the form with this button sends."""
        [form] = self.tree().xpath(f"//form[.//button[@value='{do}']]")
        return str(form.fields["seen"])

    def send(self, do: str, *, seen: str | None = None, **typed: Any) -> str:
        """What the page says after the form has been sent."""
        sent = {"do": do, "seen": self.seen(do) if seen is None else seen, **typed}
        response = self.client.post(self.address, sent, follow=True)
        assert response.status_code == 200
        return words(html.fromstring(response.content).find(".//main"))

    @property
    def brief(self) -> dict[str, Any]:
        self.procurement.refresh_from_db()
        return self.procurement.brief


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def listed(client: Client, procurement: Procurement) -> html.HtmlElement:
    return html.fromstring(client.get(reverse("clauses", args=[procurement.id])).content)


def test_each_clause_says_what_it_is_how_it_reads_and_why_it_stands(page: ClausePage) -> None:
    card = listed(page.client, page.procurement).get_element_by_id(CLAUSE)
    said = words(card)
    assert "Särskilt kontraktsvillkor" in said
    assert "senast 24 timmar efter" in said, "the answer is in its place"
    assert "Vad för slags köp är det? nyutveckling" in said
    for folded in ("Motiv", "Bevis", "Kontroll", "Lag", "Risk"):
        assert folded in [words(term) for term in card.findall(".//dt")]


def test_the_areas_stand_open_for_a_script_to_fold_where_the_page_is_narrow(page: ClausePage) -> None:
    areas = listed(page.client, page.procurement).xpath("//details[summary/h2]")
    assert len(areas) > 10 and all({"open", "data-open-when-wide"} <= set(area.attrib) for area in areas)
    assert all(area.find_class("clause-card") for area in areas)


def test_a_missing_answer_leads_to_its_question(page: ClausePage) -> None:
    gaps = listed(page.client, page.procurement).xpath("//a[@class='gap']")
    assert gaps
    for gap in gaps:
        path, _, field = gap.get("href").partition("#id_")
        step = content.library().step_of[field]
        assert path == reverse("step", args=[page.procurement.id, step.slug])


def test_a_draft_with_hardly_any_answers_has_its_clauses_too(
    draft: Procurement, anna: User, signed_in: Callable[[User], Client]
) -> None:
    assert "Står i alla upphandlingar" in words(listed(signed_in(anna), draft))


def test_a_clause_that_the_answers_do_not_lead_to_says_so(page: ClausePage) -> None:
    other = ClausePage(page.client, page.procurement, "PC-LIC-03")
    assert "Era svar leder inte till den här klausulen" in other.words()


def test_a_clause_that_does_not_exist_is_not_found(page: ClausePage) -> None:
    address = reverse("chosen_clause", args=[page.procurement.id, "PC-NOPE-99"])
    assert page.client.get(address).status_code == page.client.post(address).status_code == 404


def test_the_softer_words_are_chosen_and_given_up(page: ClausePage) -> None:
    assert "en gång i veckan" in page.send("choose", variant="softer")
    assert page.brief["softer"] == [CLAUSE]
    page.send("choose", variant="standard")
    assert "softer" not in page.brief


def test_words_of_their_own_are_text_and_nothing_else(page: ClausePage) -> None:
    said = page.send("choose", variant="own", own="Koden <b>ska</b> {licence} publiceras.\n\nVarje dag.")
    assert page.brief["wording"] == {CLAUSE: "Koden <b>ska</b> {licence} publiceras.\n\nVarje dag."}
    assert "Koden <b>ska</b> {licence} publiceras. Varje dag." in said
    page.send("choose", variant="softer")
    assert "wording" not in page.brief and page.brief["softer"] == [CLAUSE]


def test_who_writes_and_forgets_to_choose_own_words_loses_nothing(page: ClausePage) -> None:
    [form] = page.tree().xpath("//form[.//button[@value='choose']]")
    as_sent = {name: value.replace("\n", "\r\n") for name, value in form.form_values()}
    assert "gäller nu i standardlydelse" in page.send(**as_sent | {"do": "choose"}), "nothing was written"
    assert "wording" not in page.brief
    assert "gäller nu i egen lydelse" in page.send(**as_sent | {"do": "choose", "own": "Koden ska publiceras."})
    assert page.brief["wording"] == {CLAUSE: "Koden ska publiceras."}
    # A choice that is made is the one that holds.
    page.send("choose", variant="standard", picked="own", own_seen="", own="Koden ska publiceras. Kanske.")
    assert "wording" not in page.brief


def test_own_words_may_not_be_empty_or_endless_and_stay_in_the_field(page: ClausePage) -> None:
    assert "vi behöver er egen text" in page.send("choose", variant="own", own="  ")
    long = "ord " * 3000
    assert "vi behöver högst 10000 tecken" in page.send("choose", variant="own", own=long)
    answer = page.client.post(page.address, {"do": "choose", "seen": "", "variant": "own", "own": long})
    assert html.fromstring(answer.content).get_element_by_id("id_own").text.strip() == long.strip()
    assert "wording" not in page.brief


def test_other_clauses_keep_their_words(page: ClausePage) -> None:
    ClausePage(page.client, page.procurement, "PC-API-01").send("choose", variant="own", own="Ett.")
    page.send("choose", variant="own", own="Två.")
    assert page.brief["wording"] == {"PC-API-01": "Ett.", CLAUSE: "Två."}


def test_where_the_answers_lead_to_the_softer_words_the_standard_is_not_offered(
    sjovalla: Authority, anna: User, signed_in: Callable[[User], Client]
) -> None:
    softened = factory.procurement(of=sjovalla, by=anna, system_kind="standard_product", data_class="open",
                                   budget_sek=3_000_000)  # fmt: skip
    page = ClausePage(signed_in(anna), softened, "PC-CODE-01")
    assert "Era svar leder till den mildare lydelsen" in page.words()
    assert [radio.get("value") for radio in page.tree().xpath("//input[@name='variant']")] == ["softer", "own"]


def test_own_words_begin_with_the_text_unless_answers_are_missing(page: ClausePage) -> None:
    assert "publicera varje ändring senast" in page.tree().get_element_by_id("id_own").text
    with_gap = next(
        clause_id
        for clause_id in ("PC-LIC-01", "PC-CODE-01", "PC-FED-01", "PC-FIRST-01")
        if ClausePage(page.client, page.procurement, clause_id).tree().xpath("//a[@class='gap']")
    )
    field = ClausePage(page.client, page.procurement, with_gap).tree().get_element_by_id("id_own")
    assert not (field.text or "").strip()


def test_a_clause_is_switched_off_when_everything_has_been_said(page: ClausePage) -> None:
    assert "är avstängd" in page.send("deviate", **WHOLE)
    assert page.brief["deviations"] == [{"clause": CLAUSE, **WHOLE}]
    assert "Avstängd" in words(listed(page.client, page.procurement).get_element_by_id(CLAUSE))


@pytest.mark.parametrize("missing", list(WHOLE))
def test_without_the_whole_form_the_clause_stands_and_the_page_says_so(page: ClausePage, missing: str) -> None:
    said = page.send("deviate", **{key: value for key, value in WHOLE.items() if key != missing})
    assert "gäller fortfarande" in said and "Klausulen gäller" in said
    assert missing not in page.brief["deviations"][0], "what was written is kept all the same"
    assert "Avstängd" not in words(listed(page.client, page.procurement).get_element_by_id(CLAUSE))
    page.send("deviate", **WHOLE)
    assert page.brief["deviations"] == [{"clause": CLAUSE, **WHOLE}], "one row a clause"


def test_a_deviation_that_has_run_out_leaves_the_clause_standing(page: ClausePage) -> None:
    page.send("deviate", **WHOLE | {"expires_on": "2026-01-31"})
    assert "Avsteget gällde till och med 31 januari 2026. Klausulen gäller igen." in page.words()


def test_what_cannot_be_read_is_said_and_nothing_typed_is_lost(page: ClausePage) -> None:
    sent = WHOLE | {"decided_on": "i förrgår", "reason_code": "R99"}
    answer = page.client.post(page.address, {"do": "deviate", "seen": page.seen("deviate"), **sent})
    tree = html.fromstring(answer.content)
    links = [link.get("href") for link in tree.xpath("//div[contains(@class, 'error-summary')]//a")]
    assert links == ["#id_reason_code", "#id_decided_on"]
    for link in links:
        assert tree.get_element_by_id(link[1:]) is not None
    assert tree.get_element_by_id("id_evidence").text == WHOLE["evidence"]
    assert tree.get_element_by_id("id_decided_on").get("value") == "i förrgår"
    assert "deviations" not in page.brief


def test_an_empty_form_switches_nothing_off(page: ClausePage) -> None:
    assert "Utan det gäller klausulen" in page.send("deviate")
    assert "deviations" not in page.brief


def test_a_deviation_is_taken_back(page: ClausePage) -> None:
    page.send("deviate", **WHOLE)
    assert "Avsteget är borttaget" in page.send("withdraw")
    assert "deviations" not in page.brief


def test_the_reasons_that_never_hold_are_shown_beside_those_that_may(page: ClausePage) -> None:
    said = page.words()
    for reason in content.library().never_valid:
        assert reason in said
    for reason in content.library().reasons.values():
        assert reason.title in said and reason.evidence in said


def test_a_criterion_is_taken_away_where_it_was_chosen(page: ClausePage) -> None:
    criterion = ClausePage(page.client, page.procurement, "PC-CODE-05")
    assert "Tilldelningskriterier väljs i" in criterion.words()
    answer = page.client.post(criterion.address, {"do": "deviate", "seen": services.mark({}), **WHOLE})
    assert answer.status_code == 400 and "deviations" not in page.brief


def test_two_who_decide_about_different_clauses_both_have_their_way(
    page: ClausePage, bo: User, signed_in: Callable[[User], Client]
) -> None:
    seen = page.seen("deviate")
    ClausePage(signed_in(bo), page.procurement, "PC-API-01").send("deviate", **WHOLE)
    page.send("deviate", seen=seen, **WHOLE)
    assert [row["clause"] for row in page.brief["deviations"]] == ["PC-API-01", CLAUSE]


@pytest.mark.parametrize("do", ["choose", "deviate"])
def test_of_two_who_decide_about_the_same_clause_the_second_is_told(
    page: ClausePage, bo: User, signed_in: Callable[[User], Client], do: str
) -> None:
    sent = {"choose": {"variant": "own", "own": "Annas ord."}, "deviate": WHOLE}[do]
    theirs = {"choose": {"variant": "softer"}, "deviate": WHOLE | {"reason_code": "R2"}}[do]
    seen = page.seen(do)
    ClausePage(signed_in(bo), page.procurement).send(do, **theirs)
    stood = dict(page.brief)
    said = page.send(do, seen=seen, **sent)
    assert "Bo hann före" in said
    assert page.brief == stood, "nothing of Bo's is overwritten unseen"
    page.send(do, **sent)
    assert page.brief != stood, "now that it has been seen, it may be"


def test_a_reading_guest_sees_the_clauses_but_no_forms(page: ClausePage, guest: Callable[[str], Client]) -> None:
    reader = guest(factory.link(page.procurement)[1])
    tree = html.fromstring(reader.get(page.address).content)
    assert tree.xpath("//main//form") == []
    assert reader.post(page.address, {"do": "choose", "variant": "softer"}).status_code == 403


def test_a_writing_guest_decides_in_the_name_of_the_link(page: ClausePage, guest: Callable[[str], Client]) -> None:
    writer = guest(factory.link(page.procurement, name="Jurist", may_write=True)[1])
    ClausePage(writer, page.procurement).send("choose", variant="softer")
    assert page.brief["softer"] == [CLAUSE]
    assert page.procurement.saved_by == "länken ”Jurist”"


@pytest.mark.parametrize("do", ["", "something", "propose"])
def test_an_unknown_deed_does_nothing(page: ClausePage, do: str) -> None:
    assert page.client.post(page.address, {"do": do}).status_code == 400
    assert page.procurement.revision == 1
