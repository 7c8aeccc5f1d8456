"""The page that says why each clause stands in a document, who may read it, and where its links lead."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from lxml import html

from procurement import content
from procurement.models import Procurement, User
from procurement.services import clauses as services
from procurement.services import save
from tests import factory
from tests.web.reading import words


def why(client: Client, procurement: Procurement, document: str = "contract_terms") -> html.HtmlElement:
    response = client.get(reverse("document_why", args=[procurement.id, document]))
    assert response.status_code == 200
    return html.fromstring(response.content)


def shown(client: Client, procurement: Procurement, id: str) -> str:
    return words(why(client, procurement).get_element_by_id(id))


def test_the_document_leads_to_the_page_and_back_to_the_place(annas: Client, permits: Procurement) -> None:
    for key in ("requirements", "contract_terms", "lots", "evaluation", "deviations"):
        preview = html.fromstring(annas.get(reverse("document", args=[permits.id, key])).content)
        address = reverse("document_why", args=[permits.id, key])
        assert preview.xpath(f"//a[@href='{address}']")
        targets = {element.get("id") for element in preview.iter() if element.get("id")}
        links = why(annas, permits, key).xpath("//p[@class='why-links']/a[1]/@href")
        assert links and {link.split("#")[1] for link in links} <= targets


def test_each_clause_has_its_answer_with_a_link_to_the_question(annas: Client, permits: Procurement) -> None:
    article = why(annas, permits).get_element_by_id("PC-CODE-02")
    (first, *_) = article.find_class("because")[0].findall("li/a")
    slug = content.library().step_of["system_kind"].slug
    assert first.get("href") == reverse("step", args=[permits.id, slug]) + "#id_system_kind"
    assert content.library().clauses["PC-CODE-02"].motive in words(article)
    assert "LOU" in words(article)
    assert article.xpath(f".//a[@href='{reverse('clause', args=['PC-CODE-02'])}']")


def test_words_of_ones_own_name_who_wrote_them(annas: Client, permits: Procurement, anna: User, bo: User) -> None:
    def choose(id: str, own: str, by: User) -> None:
        brief = Procurement.objects.get(id=permits.id).brief
        seen = services.mark(services.choice_of(brief, id))
        assert not services.choose(procurement_id=permits.id, clause_id=id, variant="own", own=own, seen=seen, by=by)

    choose("PC-CODE-02", "Vår text.", anna)
    choose("PC-CODE-04", "Vår andra text.", bo)
    assert "skriven av Anna" in shown(annas, permits, "PC-CODE-02")
    assert "skriven av Bo" in shown(annas, permits, "PC-CODE-04")
    choose("PC-CODE-02", "Vår bättre text.", bo)
    assert "skriven av Bo" in shown(annas, permits, "PC-CODE-02")


def test_a_softer_text_that_was_chosen_is_told_apart_from_the_standard(
    annas: Client, permits: Procurement, anna: User
) -> None:
    assert "Mildare" not in shown(annas, permits, "PC-CODE-02")
    save(procurement_id=permits.id, changes={"softer": ["PC-CODE-02"]}, expected_revision=permits.revision, by=anna)
    assert "Mildare lydelse, vald av er" in shown(annas, permits, "PC-CODE-02")


def test_a_document_without_clauses_says_where_there_are_some(annas: Client, permits: Procurement) -> None:
    tree = why(annas, permits, "answer_form")
    assert "Inga klausuler här" in words(tree) and not tree.find_class("clause-card")
    preview = html.fromstring(annas.get(reverse("document", args=[permits.id, "answer_form"])).content)
    assert not preview.xpath(f"//a[@href='{reverse('document_why', args=[permits.id, 'answer_form'])}']")


def test_a_reader_by_link_sees_why_but_not_of_the_buyers_own_papers(
    annas: Client, permits: Procurement, guest: Callable[[str], Client]
) -> None:
    invited = guest(factory.link(permits)[1])
    assert "Ändra eller stäng av" not in words(why(invited, permits))
    assert "Ändra eller stäng av" in words(why(annas, permits))
    for key in ("decision", "why"):
        address = reverse("document_why", args=[permits.id, key])
        assert annas.get(address).status_code == 200
        assert invited.get(address).status_code == 404


def test_a_document_that_does_not_exist_is_not_found(annas: Client, permits: Procurement) -> None:
    assert annas.get(reverse("document_why", args=[permits.id, "nonsense"])).status_code == 404
