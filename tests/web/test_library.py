"""The open library: everybody reads it, finds what they look for, and takes it away; it tells nothing about a draft."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from procurement import content
from procurement.domain import library_json
from procurement.models import ClauseUse, Procurement, User
from procurement.services import uses
from tests import factory

BRIEFS = Path(__file__).parents[2] / "fixtures" / "briefs"
LIBRARY = content.library()
PUBLIC = {
    "library": reverse("library"),
    "law": reverse("law"),
    "clause": reverse("clause", args=["PC-CODE-02"]),
    "library_json": reverse("library_json"),
    "library_files": reverse("library_files"),
}
PAGES = ["library", "law", "clause"]


@pytest.fixture
def page(anna: User) -> Callable[[str], html.HtmlElement]:
    """Reads a page as a passer-by. Somebody has set the installation up, or there would be no pages yet."""

    def read(address: str) -> html.HtmlElement:
        response = Client().get(address)
        assert response.status_code == 200
        return html.fromstring(response.content.decode())

    return read


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def listed(tree: html.HtmlElement) -> list[str]:
    """The ids of the clauses on the page, in order."""
    return [link.get("href").split("/")[-2] for link in tree.xpath("//*[contains(@class,'library-list')]/li/a")]


@pytest.mark.parametrize("name", PUBLIC)
def test_it_is_open_to_everyone_and_to_search_engines(anna: User, name: str) -> None:
    response = Client().get(PUBLIC[name])
    assert response.status_code == 200
    assert "X-Robots-Tag" not in response.headers
    assert Client().post(PUBLIC[name]).status_code == 405


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_heading_a_description_and_a_title_of_its_own(page, name: str) -> None:
    tree = page(PUBLIC[name])
    assert len(tree.findall(".//h1")) == 1
    assert len(tree.find(".//meta[@name='description']").get("content")) > 50
    assert re.fullmatch(r"\S.* – Kravbyggaren", tree.findtext(".//title"))


def test_it_is_linked_from_the_start_page_the_menu_and_the_footer(page) -> None:
    tree = page("/")
    for part in ("main", "nav", "footer"):
        assert tree.xpath(f"//{part}//a[@href='{PUBLIC['library']}']"), part


def test_every_clause_is_listed_by_area(page) -> None:
    assert listed(page(PUBLIC["library"])) == list(LIBRARY.clauses)


def test_the_areas_are_folded_until_they_are_narrowed(page) -> None:
    areas = page(PUBLIC["library"]).xpath("//details[summary/h2]")
    assert len(areas) == len(LIBRARY.areas) and not any("open" in area.attrib for area in areas)
    narrowed = page(PUBLIC["library"] + "?princip=code").xpath("//details[summary/h2]")
    assert narrowed and all("open" in area.attrib for area in narrowed)


@pytest.mark.parametrize("id", LIBRARY.clauses)
def test_every_clause_has_a_page_that_says_everything_about_it(page, id: str) -> None:
    clause = LIBRARY.clauses[id]
    tree = page(reverse("clause", args=[id]))
    shown = words(tree.find(".//main"))
    levels = [text for row in clause.table for text in (row.property, row.measure, row.method)]
    for said in (clause.title, clause.motive, clause.evidence, clause.risk, *clause.support, *levels):
        assert " ".join(said.split()) in shown
    sheets = tree.find_class("clause-sheet")
    assert len(sheets) == len(clause.variants()) and all(words(sheet) for sheet in sheets)
    assert [words(link).replace("\u00a0", " ") for link in tree.xpath("//*[@class='law-list']/li/a")] == list(
        clause.law
    )
    rows = [tuple(words(cell) for cell in row) for row in tree.xpath("//table//tbody/tr")]
    assert rows == [(str(points), " ".join(gives.split())) for points, gives in (*clause.scale, *clause.softer_scale)]
    targets = {element.get("id") for element in tree.iter() if element.get("id")}
    for slot in tree.find_class("slot"):
        assert slot.get("href").removeprefix("#") in targets, "a slot leads to the question that fills it"


def test_a_clause_that_does_not_exist_is_not_found(anna: User) -> None:
    assert Client().get(reverse("clause", args=["PC-NONE-01"])).status_code == 404


def test_choosing_by_principle_kind_and_answer_is_plain_links(page) -> None:
    tree = page(PUBLIC["library"])
    links = tree.xpath("//nav[@class='facets']//a/@href")
    assert len(links) > 20
    for link in links:
        found = listed(page(link))
        assert found and len(found) < len(LIBRARY.clauses) + 1
    requirements = page(PUBLIC["library"] + "?slag=requirement&princip=code")
    assert listed(requirements) == [
        c.id for c in LIBRARY.clauses.values() if c.kind == "requirement" and c.principle == "code"
    ]


def test_the_number_beside_a_choice_is_the_number_it_leads_to(page) -> None:
    tree = page(PUBLIC["library"] + "?q=kod&slag=contract_term")
    for item in tree.xpath("//nav[@class='facets']//li"):
        (link,) = item.findall("a")
        assert len(listed(page(link.get("href")))) == int(words(item).split()[-1]), words(item)


def test_a_choice_can_be_taken_away_and_the_search_stays(page) -> None:
    tree = page(PUBLIC["library"] + "?q=kod&slag=contract_term")
    (away,) = tree.xpath("//ul[@class='chosen']//a/@href")
    assert away == PUBLIC["library"] + "?q=kod"


def test_a_choice_that_does_not_exist_narrows_nothing(page) -> None:
    assert listed(page(PUBLIC["library"] + "?slag=nonsense&princip=")) == list(LIBRARY.clauses)


def test_a_search_finds_inflected_forms_and_marks_them(page) -> None:
    tree = page(PUBLIC["library"] + "?q=licenserna")
    assert "PC-LIC-01" in listed(tree)[:3]
    marks = [words(mark).casefold() for mark in tree.findall(".//mark")]
    assert marks and any("licens" in mark for mark in marks)


def test_a_hit_is_quoted_and_never_by_its_title_alone(page) -> None:
    for query in ("upphandlingar", "licensen", "PC-CODE-02"):
        items = page(f"/bibliotek/?q={query}").xpath("//ol[@class='library-list']/li")
        assert items and all(words(item.find("p")) != words(item.find("a")) for item in items)
    [only] = page("/bibliotek/?q=PC-CODE-02").xpath("//ol[@class='library-list']/li")
    assert words(only.find("p")) == " ".join(LIBRARY.clauses["PC-CODE-02"].motive.split())


def test_a_search_without_hits_says_what_to_do(page) -> None:
    tree = page(PUBLIC["library"] + "?q=blockkedja")
    assert not listed(tree)
    (empty,) = tree.find_class("empty")
    assert "Pröva" in words(empty) and empty.findall(".//a")


def test_what_is_searched_for_is_text(page) -> None:
    tree = page(PUBLIC["library"] + '?q="><script>alert(1)</script>')
    assert not tree.xpath("//main//script")
    assert "<script>" in tree.find(".//input[@name='q']").get("value")


def test_every_section_of_law_is_listed_with_the_clauses_that_lean_on_it(page) -> None:
    tree = page(PUBLIC["law"])
    items = tree.xpath("//*[@class='law-list']/li")
    assert sorted(words(item.find("strong")).replace("\u00a0", " ") for item in items) == sorted(LIBRARY.laws)
    assert len({item.get("id") for item in items}) == len(LIBRARY.laws)
    leaning = {(a.text, item.find("strong").text.replace("\u00a0", " ")) for item in items for a in item.iter("a")}
    assert leaning == {(clause.id, ref) for clause in LIBRARY.clauses.values() for ref in clause.law}


def test_an_act_of_many_sections_is_folded_by_chapter_in_the_order_of_the_act(page) -> None:
    (procurement_act,) = page(PUBLIC["law"]).xpath("//details[contains(summary/h2, '(2016:1145)')]")
    chapters = [words(chapter).split(" (")[0] for chapter in procurement_act.xpath("./details/summary/h3")]
    assert len(chapters) == len(set(chapters))
    assert chapters.index("9 kap.") < chapters.index("19 kap.") == chapters.index("19 a kap.") - 1
    refs = [words(ref).replace("\u00a0", " ") for ref in procurement_act.findall(".//strong")]
    assert refs.index("LOU 5 kap. 7 §") < refs.index("LOU 5 kap. 7 a §") < refs.index("LOU 5 kap. 11 §")


def test_when_the_law_was_read_is_said_once_of_each_act(page) -> None:
    said = words(page(PUBLIC["law"]).find(".//main"))
    assert said.count("Lagtexten i lydelse till och med SFS 2026:67.") == 1
    assert "Läst 23 november 2026" in words(page(PUBLIC["clause"]).find(".//main"))


def test_a_section_that_has_only_been_recalled_says_so(page) -> None:
    recalled = [law for law in LIBRARY.laws.values() if not law.verified]
    assert recalled
    notes = [words(note) for note in page(PUBLIC["law"]).find_class("law-note")]
    assert sum("Ej kontrollerad" in note for note in notes) == len(recalled)


def test_the_json_is_the_whole_library_and_other_sites_may_read_it(anna: User) -> None:
    response = Client().get(PUBLIC["library_json"])
    assert json.loads(response.content) == json.loads(json.dumps(library_json.whole(LIBRARY)))
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_the_files_are_those_the_library_is_read_from_with_their_licence(anna: User) -> None:
    packed = zipfile.ZipFile(io.BytesIO(Client().get(PUBLIC["library_files"]).content))
    inside = {name.split("/", 1)[1]: packed.read(name).decode() for name in packed.namelist()}
    assert content.library_files().items() <= inside.items()
    assert "CC0" in inside["library/LICENSE"]


@pytest.mark.parametrize("name", ["library_json", "library_files"])
def test_what_has_been_fetched_is_not_fetched_again(anna: User, name: str) -> None:
    first = Client().get(PUBLIC[name])
    assert "public" in first.headers["Cache-Control"]
    again = Client().get(PUBLIC[name], headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.content
    assert Client().get(PUBLIC[name]).content == first.content


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_has_not_changed_is_not_sent_again(anna: User, name: str) -> None:
    first = Client().get(PUBLIC[name])
    assert Client().get(PUBLIC[name], headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


# In how many procurements a clause stands


def said_about_use(page: Callable[[str], html.HtmlElement]) -> str:
    shown = words(page(PUBLIC["clause"]).find(".//main"))
    return shown[shown.index("Klausulen står i fastställda") :]


def note(draft: Procurement, *clauses: str) -> None:
    ClauseUse.objects.bulk_create(ClauseUse(procurement=draft, clause=clause) for clause in clauses)


def test_fewer_than_three_uses_are_not_told(page, anna) -> None:
    assert "färre än tre" in said_about_use(page)
    for _ in range(2):
        note(factory.procurement(), "PC-CODE-02")
    assert "färre än tre" in said_about_use(page)
    note(factory.procurement(title="Hemligt köp"), "PC-CODE-02")
    assert " 3 upphandlingar" in said_about_use(page)
    assert "Hemligt" not in Client().get(PUBLIC["clause"]).content.decode()


def test_what_stood_in_an_earlier_edition_goes_on_being_counted(draft: Procurement) -> None:
    uses.note(draft.id, ["PC-CODE-02", "PC-CODE-03"])
    uses.note(draft.id, ["PC-CODE-03", "PC-CODE-03"])
    assert sorted(ClauseUse.objects.values_list("clause", flat=True)) == ["PC-CODE-02", "PC-CODE-03"]
