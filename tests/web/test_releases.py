"""A later release of the library: that it is told of, what it changes, and that nothing changes until somebody says."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from procurement import content
from procurement.domain import library_reader
from procurement.models import LibraryRelease, Procurement, User
from tests import factory

CLAUSE, PATH = "PC-CODE-02", "library/clauses/code/PC-CODE-02.md"
WITHDRAWN, WITHDRAWN_PATH = "PC-CODE-01", "library/clauses/code/PC-CODE-01.md"
NEW, NEW_PATH = "PC-CODE-09", "library/clauses/code/PC-CODE-09.md"
NEW_CLAUSE = f"""---
id: {NEW}
kind: contract_term
title: Byggen som går att upprepa
when: {{system_kind: [new, extend]}}
motive: Den som inte kan bygga om koden vet inte vad som körs.
check: Bygg två gånger och jämför.
law: ["LOU 17 kap. 1 §", "LOU 19 kap. 9 §", "LOU 19 a kap. 8 §"]
risk: Ingen känd.
---
Två byggen av samma incheckning ska ge samma resultat.
"""
Release = Callable[..., None]


@pytest.fixture
def release(answered: Procurement, monkeypatch: pytest.MonkeyPatch) -> Release:
    """A new release on disk, after the procurement was begun: 2099.1, with one changed, one new, one withdrawn."""

    def put(version: str = "2099.1") -> None:
        files = dict(content.library_files())
        files["library/plan.yaml"] = files["library/plan.yaml"].replace(content.library().version, version)
        for path, old, new in (
            (PATH, "varje ändring senast", "varje godkänd ändring senast"),
            (WITHDRAWN_PATH, "kind: ", "withdrawn: 2099-01-01\nkind: "),
        ):
            assert old in files[path]
            files[path] = files[path].replace(old, new, 1)
        files[NEW_PATH] = NEW_CLAUSE
        library = library_reader.read_release(files)
        monkeypatch.setattr(content, "library_files", lambda: files)
        monkeypatch.setattr(content, "library", lambda: library)

    return put


class NewsPage:
    def __init__(self, client: Client, procurement: Procurement) -> None:
        self.client, self.procurement = client, procurement
        self.address = reverse("library_news", args=[procurement.id])

    def tree(self) -> html.HtmlElement:
        response = self.client.get(self.address)
        assert response.status_code == 200
        return html.fromstring(response.content)

    def words(self) -> str:
        return words(self.tree())

    def card(self, clause: str = CLAUSE) -> html.HtmlElement:
        return self.tree().get_element_by_id(clause)

    def form(self, **chosen: str) -> dict[str, str]:
        """What the browser would send, with other choices than the proposed where a test has some."""
        [form] = self.tree().xpath("//form[.//button[@value='move']]")
        return {key: str(value or "") for key, value in form.fields.items()} | {"do": "move"} | chosen

    def send(self, sent: dict[str, str]) -> str:
        response = self.client.post(self.address, sent, follow=True)
        assert response.status_code == 200
        self.procurement.refresh_from_db()
        return words(html.fromstring(response.content))

    @property
    def brief(self) -> dict[str, Any]:
        self.procurement.refresh_from_db()
        return self.procurement.brief


def words(tree: html.HtmlElement) -> str:
    return " ".join(tree.find(".//main").text_content().split())


@pytest.fixture
def page(answered: Procurement, anna: User, signed_in: Callable[[User], Client]) -> NewsPage:
    return NewsPage(signed_in(anna), answered)


def test_nobody_is_asked_where_there_is_nothing_to_choose(page: NewsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    files, path = dict(content.library_files()), "library/clauses/code/PC-CODE-03.md"
    files[path] = files[path].replace("title: ", "title: Ny ", 1)
    library = library_reader.read_release(files)
    monkeypatch.setattr(content, "library_files", lambda: files)
    monkeypatch.setattr(content, "library", lambda: library)
    card = page.tree().get_element_by_id("PC-CODE-03")
    assert card.xpath(".//details[not(@open)]/summary[starts-with(., 'Ändrat: rubrik')]")
    assert not card.xpath(".//input")


def document_words(page: NewsPage) -> str:
    response = page.client.get(reverse("document", args=[page.procurement.id, "contract_terms"]))
    return words(html.fromstring(response.content))


def test_nothing_is_said_while_the_draft_follows_the_latest(page: NewsPage) -> None:
    for name in ("overview", "clauses"):
        assert (
            "Biblioteket har ändrats" not in page.client.get(reverse(name, args=[page.procurement.id])).content.decode()
        )
    assert "följer den senaste utgåvan" in page.words() and not page.tree().xpath("//main//form")


@pytest.mark.parametrize("name", ["overview", "clauses"])
def test_a_later_release_is_told_of(page: NewsPage, release: Release, name: str) -> None:
    release()
    tree = html.fromstring(page.client.get(reverse(name, args=[page.procurement.id])).content)
    assert "nu finns 2099.1" in words(tree)
    assert page.address in [link.get("href") for link in tree.iter("a")]


def test_nothing_changes_until_somebody_says_so(page: NewsPage, release: Release) -> None:
    before = document_words(page)
    release()
    assert document_words(page) == before and "godkänd ändring" not in before
    page.tree()
    assert document_words(page) == before and page.procurement.revision == 1


def test_the_page_shows_word_by_word_what_is_new(page: NewsPage, release: Release) -> None:
    release()
    card = page.card()
    assert [words_of.text_content() for words_of in card.iter("ins")] == ["nytt: godkänd slut på nytt"]
    assert "Byggen som går att upprepa" in page.card(NEW).text_content()
    assert "Två byggen av samma incheckning" in page.card(NEW).text_content()
    assert "återkallad" in page.words().lower() and page.card(WITHDRAWN) is not None


def test_what_is_taken_stands_and_what_is_kept_becomes_words_of_their_own(page: NewsPage, release: Release) -> None:
    release()
    said = page.send(page.form(**{f"choice-{CLAUSE}": "keep", f"choice-{WITHDRAWN}": "keep"}))
    assert "följer nu utgåva 2099.1" in said and "Två klausuler är kvar" in said
    assert set(page.brief["wording"]) == {CLAUSE, WITHDRAWN}
    assert "varje ändring senast 24" in page.brief["wording"][CLAUSE]
    assert "Lydelsen är behållen från utgåva" in page.brief["notes"][CLAUSE]
    assert page.procurement.library.version == "2099.1"
    documents = document_words(page)
    assert "varje ändring senast 24" in documents and "Två byggen av samma incheckning" in documents
    last = page.procurement.revisions.latest("number")
    assert (last.number, last.library_id, set(last.changes)) == (2, page.procurement.library_id, {"wording", "notes"})


def test_what_is_taken_changes_nothing_else_in_the_draft(page: NewsPage, release: Release) -> None:
    before = page.brief
    release()
    page.send(page.form())
    assert page.brief == before and page.procurement.library.version == "2099.1"
    assert "varje godkänd ändring" in document_words(page)
    cards = html.fromstring(page.client.get(reverse("clauses", args=[page.procurement.id])).content)
    assert not cards.xpath(f"//article[@id='{WITHDRAWN}']"), "a withdrawn clause stands no more"


def test_a_note_is_left_at_the_clause_and_can_be_taken_away(page: NewsPage, release: Release) -> None:
    release()
    page.send(page.form(**{f"note-{CLAUSE}": "Fråga <b>juristen</b>."}))
    assert page.brief["notes"] == {CLAUSE: "Fråga <b>juristen</b>."}
    address = reverse("chosen_clause", args=[page.procurement.id, CLAUSE])
    assert "Fråga <b>juristen</b>." in words(html.fromstring(page.client.get(address).content))
    assert "<b>juristen</b>" not in document_words(page)
    page.client.post(address, {"do": "forget_note"})
    assert "notes" not in page.brief


def test_to_do_without_a_new_clause_is_a_deviation_that_has_been_begun(page: NewsPage, release: Release) -> None:
    release()
    page.send(page.form(**{f"choice-{NEW}": "keep"}))
    assert page.brief["deviations"] == [{"clause": NEW}]
    assert "Två byggen" in document_words(page), "it stands until the deviation has been filled in"


def test_words_of_their_own_stay_unless_they_are_given_up(page: NewsPage, release: Release) -> None:
    page.procurement.brief["wording"] = {CLAUSE: "Våra ord.", "PC-API-01": "Andra ord."}
    page.procurement.save(update_fields=["brief"])
    release()
    assert "Ni har en egen lydelse" in page.card().text_content()
    assert page.form()[f"choice-{CLAUSE}"] == "keep"
    page.send(page.form(**{f"choice-{CLAUSE}": "take"}))
    assert page.brief["wording"] == {"PC-API-01": "Andra ord."}


def test_a_move_is_undone_whole(page: NewsPage, release: Release) -> None:
    before, pinned, said = page.brief, page.procurement.library_id, document_words(page)
    release()
    page.send(page.form(**{f"choice-{CLAUSE}": "keep", f"choice-{NEW}": "keep", f"note-{WITHDRAWN}": "Nej."}))
    assert "Bytet är ångrat" in page.send({"do": "undo"})
    assert page.brief == before and page.procurement.library_id == pinned and document_words(page) == said
    assert page.procurement.revisions.latest("number").undoes == 2
    assert "Spara och gå över" in page.words(), "and can be made again"
    page.send(page.form())
    assert "Ångra bytet" in page.words()


def test_undoing_takes_back_nothing_that_was_written_since(page: NewsPage, release: Release) -> None:
    release()
    page.send(page.form(**{f"choice-{CLAUSE}": "keep", f"choice-{WITHDRAWN}": "keep"}))
    brief = page.brief
    brief["wording"] = brief["wording"] | {CLAUSE: "Omskriven.", "PC-API-01": "Ny."}
    brief["problem"] = "Kön är lång."
    page.procurement.save(update_fields=["brief"])
    page.send({"do": "undo"})
    assert page.brief["wording"] == {CLAUSE: "Omskriven.", "PC-API-01": "Ny."}
    assert page.brief["problem"] == "Kön är lång."


def test_there_is_nothing_to_undo_in_a_draft_that_never_moved(page: NewsPage) -> None:
    page.send({"do": "undo"})
    assert page.procurement.revision == 1


def test_the_history_tells_of_the_move(page: NewsPage, release: Release) -> None:
    release()
    page.send(page.form())
    page.send({"do": "undo"})
    told = words(html.fromstring(page.client.get(reverse("history", args=[page.procurement.id])).content))
    assert told.count("Gick över till utgåva 2099.1") == 1 and told.count("Ångrade bytet i ändring 2") == 1


def test_of_two_who_decide_at_once_the_second_sees_what_the_first_did(
    page: NewsPage, bo: User, signed_in: Callable[[User], Client], release: Release
) -> None:
    release()
    sent = page.form(**{f"choice-{CLAUSE}": "keep", f"note-{CLAUSE}": "Min anteckning"})
    reverse_url = reverse("chosen_clause", args=[page.procurement.id, "PC-API-01"])
    [form] = html.fromstring(signed_in(bo).get(reverse_url).content).xpath("//form[.//button[@value='choose']]")
    signed_in(bo).post(reverse_url, {"do": "choose", "variant": "own", "own": "Bos.", "seen": form.fields["seen"]})
    assert "Bo hann före" in page.send(sent)
    response = html.fromstring(page.client.post(page.address, sent).content)
    assert response.get_element_by_id(f"id_note-{CLAUSE}").text.strip() == "Min anteckning"
    assert response.get_element_by_id(f"id_keep-{CLAUSE}").get("checked") is not None
    assert page.brief["wording"] == {"PC-API-01": "Bos."} and page.procurement.library.version != "2099.1"


def test_a_guest_sees_the_draft_as_it_stands_and_decides_nothing(
    page: NewsPage, guest: Callable[[str], Client], release: Release
) -> None:
    release()
    writer = guest(factory.link(page.procurement, may_write=True)[1])
    assert writer.get(page.address).status_code == 403
    assert writer.post(page.address, {"do": "move"}).status_code == 403
    overview = writer.get(reverse("overview", args=[page.procurement.id])).content.decode()
    assert page.address not in overview


def test_a_withdrawn_clause_cannot_be_written_into_a_draft(page: NewsPage, release: Release) -> None:
    release()
    page.send(page.form())
    address = reverse("chosen_clause", args=[page.procurement.id, WITHDRAWN])
    tree = html.fromstring(page.client.get(address).content)
    assert "återkallad ur biblioteket" in words(tree) and not tree.xpath("//button[@value='choose']")
    assert page.client.post(address, {"do": "choose", "variant": "own", "own": "In igen."}).status_code == 400
    assert "wording" not in page.brief


def test_a_release_that_cannot_be_read_is_said_to_be_so(page: NewsPage) -> None:
    files = {**content.library_files(), PATH: "Ingen klausul."}
    page.procurement.library = LibraryRelease.objects.create(digest="b" * 64, version="2019.1", files=files)
    page.procurement.save(update_fields=["library"])
    page.procurement.revisions.update(library=page.procurement.library)
    for name in ("overview", "clauses"):
        told = words(html.fromstring(page.client.get(reverse(name, args=[page.procurement.id])).content))
        assert "gjordes med utgåva 2019.1" in told
    assert "inte längre kan läsa" in page.words()
    page.send(page.form())
    assert page.procurement.library_id == content.library().digest
    assert "går inte att läsa" not in page.client.get(reverse("overview", args=[page.procurement.id])).content.decode()


def test_an_unknown_deed_does_nothing(page: NewsPage) -> None:
    assert page.client.post(page.address, {"do": "something"}).status_code == 400


def test_a_release_that_has_been_mended_is_not_said_to_be_another(page: NewsPage, release: Release) -> None:
    version = content.library().version
    release(version)
    said = page.words()
    assert f"följer utgåva {version} av biblioteket, som sedan dess har rättats" in said
    assert "ta in rättelserna" in said and "gå över till" not in said
