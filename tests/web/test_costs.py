"""Who pays what, on a page: every key beside the others, and a link for those who pay."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from procurement import content
from procurement.domain import brief as briefs
from procurement.models import Authority, Procurement, User
from tests import factory
from tests.worker import Press, run_queue

Browser = Callable[[User], Client]
Guest = Callable[[str], Client]


@pytest.fixture(autouse=True)
def press(monkeypatch: pytest.MonkeyPatch) -> Press:
    return Press(monkeypatch)


@pytest.fixture
def shared(sjovalla: Authority, anna: User) -> Procurement:
    """Seven municipalities that share a booking system."""
    text = (content.FIXTURES / "briefs" / "bokning-sju-kommuner.yaml").read_text(encoding="utf-8")
    return factory.procurement(of=sjovalla, by=anna, **briefs.parse(text, content.library()))


def page(browser: Client, procurement: Procurement) -> str:
    answer = browser.get(f"/upphandlingar/{procurement.id}/kostnader/")
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def cells(html: str, name: str) -> list[list[str]]:
    """The amounts of the rows that begin with the name."""
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", html, re.S)
    return [
        [re.sub(r"<.*?>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", rest, re.S)]
        for head, rest in rows
        if head == name
    ]


def save(browser: Client, procurement: Procurement, **answers: Any) -> Any:
    return browser.post(f"/upphandlingar/{procurement.id}/kostnader/", {"revision": procurement.revision} | answers)


def test_the_keys_stand_beside_each_other_with_what_each_would_pay(
    anna: User, shared: Procurement, signed_in: Browser
) -> None:
    shown = page(signed_in(anna), shared)
    compared, per_lot = cells(shown, "Norrfors kommun")
    assert compared == ["2 121 429 kr 22 kr per invånare", "850 000 kr 9 kr per invånare"]
    assert "Efter antal invånare går inte att räkna ut än: vi saknar ert eget antal invånare" in shown
    assert cells(shown, "Summa")[0] == ["11 500 000 kr", "11 500 000 kr"]
    assert [int(cell.replace(" ", "").removesuffix("kr")) for cell in per_lot][-1] == 2_121_429
    assert "<svg" in shown and "En stapel för varje organisation" in shown


def test_the_lots_add_up_both_ways_on_the_page(anna: User, shared: Procurement, signed_in: Browser) -> None:
    shown = page(signed_in(anna), shared).partition("Kostnad per delkontrakt</h2>")[2]
    names = [row["name"] for row in shared.brief["partners"]] + ["Sjövalla kommun"]
    rows = [[int(cell.replace(" ", "")) for cell in cells(shown, name)[0]] for name in names]
    (sums,) = cells(shown, "Summa")
    assert all(sum(row[:-1]) == row[-1] for row in rows)
    assert [sum(column) for column in zip(*rows, strict=True)] == [int(cell.replace(" ", "")) for cell in sums]


def test_choosing_a_key_saves_it_and_shows_what_it_leads_to(
    anna: User, shared: Procurement, signed_in: Browser
) -> None:
    browser = signed_in(anna)
    answer = save(browser, shared, cost_key="by_module")
    assert answer.status_code == 302
    shared.refresh_from_db()
    assert shared.brief["cost_key"] == "by_module"
    shown = page(browser, shared)
    assert "Sparat. Det gemensamma delas modul för modul." in shown
    assert "Det som ingen är angiven för betalar Sjövalla kommun" in shown


def test_a_key_that_waits_for_an_answer_leads_to_its_question(
    anna: User, shared: Procurement, signed_in: Browser
) -> None:
    browser = signed_in(anna)
    save(browser, shared, cost_key="custom")
    shown = page(browser, shared)
    assert "Går inte att räkna ut än" in shown and "#id_cost_shares" in shown
    assert "Jämför fördelningarna" in shown, "the other keys are still worked out"


@pytest.mark.parametrize("typed", [{}, {"cost_key": "efter humör"}])
def test_what_is_no_key_is_not_saved(
    anna: User, shared: Procurement, signed_in: Browser, typed: dict[str, str]
) -> None:
    browser = signed_in(anna)
    save(browser, shared, **typed)
    shared.refresh_from_db()
    assert shared.brief["cost_key"] == "equal"
    assert "Inget sparades" in page(browser, shared)


def test_two_who_choose_at_once_do_not_overwrite_each_other(
    anna: User, bo: User, shared: Procurement, signed_in: Browser
) -> None:
    theirs, mine = signed_in(anna), signed_in(bo)
    save(theirs, shared, cost_key="population")
    save(mine, shared, cost_key="by_module")
    assert "Anna har just ändrat fördelningen" in page(mine, shared)
    shared.refresh_from_db()
    assert shared.brief["cost_key"] == "population"


def test_a_reader_sees_it_and_chooses_nothing(shared: Procurement, guest: Guest) -> None:
    reader = guest(factory.link(shared)[1])
    assert "Spara fördelningen" not in page(reader, shared) and "Skapa en länk" not in page(reader, shared)
    assert save(reader, shared, cost_key="population").status_code == 403


def test_who_buys_alone_is_told_how_to_begin(anna: User, draft: Procurement, signed_in: Browser) -> None:
    assert "Till de medverkande" in page(signed_in(anna), draft)
    overview = signed_in(anna).get(f"/upphandlingar/{draft.id}/").content.decode()
    assert "/kostnader/" not in overview


def test_it_is_found_from_the_overview_and_from_the_lots(anna: User, shared: Procurement, signed_in: Browser) -> None:
    browser = signed_in(anna)
    for place in ("", "delkontrakt/"):
        shown = browser.get(f"/upphandlingar/{shared.id}/{place}").content.decode()
        assert f"/upphandlingar/{shared.id}/kostnader/" in shown


def test_whose_share_it_is_is_chosen_among_those_who_buy(anna: User, shared: Procurement, signed_in: Browser) -> None:
    shared.brief |= {"cost_key": "custom", "cost_shares": [{"partner": "Norfors kommun", "percent": 100}]}
    shared.save()
    shown = signed_in(anna).get(f"/upphandlingar/{shared.id}/steg/samverkan/").content.decode()
    (select,) = re.findall(r'<select name="cost_shares-0-partner".*?</select>', shown, re.S)
    offered = re.findall(r'<option value="([^"]*)"( selected)?>', select)
    names = [row["name"] for row in shared.brief["partners"]]
    assert [name for name, _ in offered] == ["", "Sjövalla kommun", *names, "Norfors kommun"]
    assert ("Norfors kommun", " selected") in offered and "köper inte med er" in select


# A link for those who pay


def test_a_partner_is_invited_to_see_only_this(anna: User, shared: Procurement, signed_in: Browser) -> None:
    browser = signed_in(anna)
    (address,) = re.findall(r'href="([^"]*/dela/[^"]*)"', page(browser, shared))
    assert re.search(r'value="costs"[^>]*checked', browser.get(address).content.decode())
    form = {"name": "Norrfors kommun", "right": "costs", "duration": "30"}
    answer = browser.post(f"/upphandlingar/{shared.id}/dela/", form)
    partner = Client()
    entered = partner.get(answer.context["address"])
    assert entered.headers["Location"] == f"/upphandlingar/{shared.id}/kostnader/"
    shown = page(partner, shared)
    assert "Du ser kostnadsfördelningen men inget annat av utkastet" in shown
    listed = browser.get(f"/upphandlingar/{shared.id}/dela/").content.decode()
    assert "se kostnadsfördelningen" in listed


def test_such_a_link_is_offered_only_where_somebody_shares(anna: User, draft: Procurement, signed_in: Browser) -> None:
    browser, address = signed_in(anna), f"/upphandlingar/{draft.id}/dela/"
    assert "Bara se kostnadsfördelningen" not in browser.get(address).content.decode()
    browser.post(address, {"name": "Norrfors kommun", "right": "costs", "duration": "30"})
    assert not draft.links.exists()


def test_every_link_on_the_partners_pages_can_be_followed(shared: Procurement, guest: Guest) -> None:
    partner = guest(factory.link(shared, only_costs=True)[1])
    page(partner, shared)
    run_queue()
    for address in (f"/upphandlingar/{shared.id}/kostnader/", f"/upphandlingar/{shared.id}/dokument/costs/"):
        shown = partner.get(address).content.decode()
        found = set(re.findall(r'href="(/upphandlingar/[^"#]*)', shown))
        assert found and all(partner.get(link).status_code == 200 for link in found), found


def test_of_the_documents_a_partner_gets_the_one_on_the_costs(shared: Procurement, guest: Guest) -> None:
    partner = guest(factory.link(shared, only_costs=True)[1])
    page(partner, shared)
    at = f"/upphandlingar/{shared.id}/dokument"
    assert partner.get(f"{at}/costs/pdf/").headers["Location"] == f"/upphandlingar/{shared.id}/kostnader/"
    run_queue()
    assert partner.get(f"{at}/costs/pdf/").status_code == 200
    assert partner.get(f"{at}/costs/docx/").status_code == 200
    for other in ("requirements", "lots", "decision", "why", "value"):
        assert {partner.get(f"{at}/{other}/").status_code, partner.get(f"{at}/{other}/pdf/").status_code} == {404}
    for whole in ("", "alla.zip", "costs/varfor/"):
        assert partner.get(f"{at}/{whole}").status_code == 404


def test_a_gap_leads_a_partner_nowhere(shared: Procurement, guest: Guest) -> None:
    shared.brief["cost_key"] = "population"
    shared.save()
    partner = guest(factory.link(shared, only_costs=True)[1])
    for address in ("kostnader/", "dokument/costs/"):
        assert "/steg/" not in partner.get(f"/upphandlingar/{shared.id}/{address}").content.decode()


def test_a_partner_from_another_authority_that_has_logged_in_sees_the_same(
    cia: User, shared: Procurement, signed_in: Browser
) -> None:
    browser = signed_in(cia)
    browser.get(factory.link(shared, only_costs=True)[1])
    shown = page(browser, shared)
    assert f"/upphandlingar/{shared.id}/steg/" not in shown and f'"/upphandlingar/{shared.id}/"' not in shown
