"""The authority's own clauses and wording: written in the browser, for all its drafts, and nobody else's."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from procurement import content
from procurement.domain import brief as briefs
from procurement.domain import library_reader
from procurement.models import Authority, AuthorityClause, Procurement, User
from procurement.services import tender
from tests import factory
from tests.domain.given import DAY

CLAUSE, PATH = "PC-CODE-02", "library/clauses/code/PC-CODE-02.md"
OWN = {
    "title": "Möte i kommunhuset",
    "area": "code",
    "kind": "contract_term",
    "text": "Leverantören ska möta beställaren från {contract_start}.",
    "motive": "Vi vill ses.",
    "law": "LOU 17 kap. 1 §\nLOU 19 kap. 9 §",
}


class HousePages:
    def __init__(self, client: Client, authority: Authority) -> None:
        self.client, self.authority = client, authority

    def address(self, clause_id: str = CLAUSE) -> str:
        if clause_id == "new":
            return reverse("new_authority_clause", args=[self.authority.id])
        return reverse("authority_clause", args=[self.authority.id, clause_id])

    def tree(self, clause_id: str = CLAUSE) -> html.HtmlElement:
        response = self.client.get(self.address(clause_id))
        assert response.status_code == 200
        return html.fromstring(response.content)

    def words(self, clause_id: str = CLAUSE) -> str:
        return words(self.tree(clause_id))

    def listed(self) -> str:
        return words(html.fromstring(self.client.get(reverse("authority_clauses", args=[self.authority.id])).content))

    def send(self, do: str, clause_id: str = CLAUSE, *, seen: str | None = None, **typed: Any) -> html.HtmlElement:
        if seen is None:
            seen = self.tree(clause_id).xpath("//input[@name='seen']/@value")[0]
        response = self.client.post(self.address(clause_id), {"do": do, "seen": seen, **typed}, follow=True)
        assert response.status_code == 200
        return html.fromstring(response.content)

    def row(self, clause_id: str = CLAUSE) -> AuthorityClause:
        return AuthorityClause.objects.get(authority=self.authority, clause_id=clause_id)


def words(tree: html.HtmlElement) -> str:
    return " ".join(tree.find(".//main").text_content().split())


@pytest.fixture
def annas(sjovalla: Authority, anna: User, signed_in: Callable[[User], Client]) -> HousePages:
    return HousePages(signed_in(anna), sjovalla)


@pytest.fixture
def bos(sjovalla: Authority, bo: User, signed_in: Callable[[User], Client]) -> HousePages:
    return HousePages(signed_in(bo), sjovalla)


def terms(client: Client, procurement: Procurement) -> str:
    response = client.get(reverse("document", args=[procurement.id, "contract_terms"]))
    return words(html.fromstring(response.content))


def test_the_authoritys_wording_stands_in_all_its_drafts(annas: HousePages, answered: Procurement) -> None:
    said = words(annas.send("save", text="Koden ska vara ute på {publish_hours} timmar."))
    assert "Det gäller nu i alla era utkast" in said
    assert "Koden ska vara ute på 24 timmar." in terms(annas.client, answered)
    clause = annas.client.get(reverse("chosen_clause", args=[answered.id, CLAUSE])).content.decode()
    assert "Myndighetens lydelse" in clause
    answered.refresh_from_db()
    assert "wording" not in answered.brief and answered.revision == 1


def test_a_drafts_own_wording_goes_before_it_and_can_be_given_up(annas: HousePages, answered: Procurement) -> None:
    annas.send("save", text="Hela husets ord.")
    address = reverse("chosen_clause", args=[answered.id, CLAUSE])

    def choose(**typed: str) -> None:
        tree = html.fromstring(annas.client.get(address).content)
        [form] = tree.xpath("//form[.//button[@value='choose']]")
        assert [radio.get("value") for radio in tree.xpath("//input[@name='variant']")] == ["standard", "own"]
        annas.client.post(address, {"do": "choose", "seen": form.fields["seen"], **typed})

    choose(variant="own", own="Bara här.")
    assert "Bara här." in terms(annas.client, answered)
    choose(variant="standard")
    assert "Hela husets ord." in terms(annas.client, answered)


def test_another_authority_goes_on_with_ours(annas: HousePages, cia: User, signed_in: Callable[[User], Client]) -> None:
    annas.send("save", text="Koden ska ut.")
    theirs = factory.procurement(of=cia.memberships.get().authority, by=cia, system_kind="new", data_class="personal",
                                 budget_sek=6_500_000)  # fmt: skip
    assert "Koden ska ut." not in terms(signed_in(cia), theirs)
    cias = HousePages(signed_in(cia), theirs.authority)
    assert "Koden ska ut." not in cias.words() and "Anna" not in cias.listed()
    cias.send("save", text="Cias ord.")
    assert "Cias ord." in terms(cias.client, theirs) and "Cias" not in annas.words() + annas.listed()
    assert signed_in(cia).get(annas.address()).status_code == 404
    assert signed_in(cia).post(annas.address(), {"do": "save", "text": "x", "seen": "1"}).status_code == 404


def test_a_clause_of_their_own_gets_an_id_and_stands(annas: HousePages, answered: Procurement) -> None:
    said = words(annas.send("save", "new", seen="0", **OWN))
    assert "EGEN-01" in said
    assert "Möte i kommunhuset" in terms(annas.client, answered)
    cards = html.fromstring(annas.client.get(reverse("clauses", args=[answered.id])).content)
    assert "Möte i kommunhuset" in cards.get_element_by_id("EGEN-01").text_content()
    assert "Möte i kommunhuset" in annas.listed()
    annas.send("save", "new", seen="0", **OWN | {"title": "En till"})
    assert annas.row("EGEN-02").content["title"] == "En till"


def test_a_preview_shows_the_clause_as_in_a_document_and_saves_nothing(annas: HousePages) -> None:
    tree = annas.send("preview", text="Koden ska <b>ut</b> på {publish_hours} timmar.")
    [preview] = tree.find_class("house-preview")
    assert "Koden ska <b>ut</b> på 24 timmar." in " ".join(preview.text_content().split())
    assert tree.get_element_by_id("id_text").text.strip().startswith("Koden ska <b>ut</b> på {publish_hours}")
    assert not AuthorityClause.objects.exists()
    tree = annas.send("preview", "new", seen="0", **OWN | {"kind": "requirement"})
    [preview] = tree.find_class("house-preview")
    assert preview.xpath(".//table") and "EGEN-" in preview.text_content(), "a requirement is a row of a table"
    assert not AuthorityClause.objects.exists()


@pytest.mark.parametrize("text", ["Senast {publish_hour} timmar.", "En ensam { klammer.", ""])
def test_a_name_that_no_answer_has_is_refused_and_nothing_typed_is_lost(annas: HousePages, text: str) -> None:
    tree = annas.send("save", text=text)
    assert tree.find_class("error-summary")
    assert (tree.get_element_by_id("id_text").text or "").strip() == text
    assert not AuthorityClause.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": ""}, "title"),
        ({"area": "rymden"}, "area"),
        ({"kind": "award_criterion"}, "kind"),
        ({"law": "LOU 99 kap. 1 §"}, "law"),
        ({"text": "{ingen}"}, "text"),
    ],
)
def test_what_is_wrong_in_a_clause_of_their_own_is_said_at_its_field(
    annas: HousePages, typed: dict[str, str], field: str
) -> None:
    tree = annas.send("save", "new", seen="0", **OWN | typed)
    assert [link.get("href") for link in tree.xpath("//div[contains(@class, 'error-summary')]//a")] == [f"#id_{field}"]
    assert tree.get_element_by_id(f"id_{field}") is not None
    assert not AuthorityClause.objects.exists()


def test_it_is_taken_away_and_put_back_and_everything_is_kept(annas: HousePages, answered: Procurement) -> None:
    annas.send("save", text="Första.")
    annas.send("save", text="Andra.")
    annas.send("remove")
    assert "Andra." not in terms(annas.client, answered) and "Borttagna" in annas.listed()
    annas.send("restore", number="1")
    assert "Första." in terms(annas.client, answered)
    row = annas.row()
    assert [revision.content for revision in row.revisions.order_by("number")] == [
        {"text": "Första."}, {"text": "Andra."}, None, {"text": "Första."},
    ]  # fmt: skip


@pytest.mark.parametrize("seen", ["", "5", "-1", "två"])
def test_a_form_that_says_it_saw_what_was_never_there_begins_at_the_beginning(annas: HousePages, seen: str) -> None:
    annas.send("save", seen=seen, text="Våra ord.")
    assert annas.row().revision == 1 and "hann före" not in annas.words()
    assert "Anna hann före" in words(annas.send("save", seen=seen, text="Andra ord."))


def test_of_two_who_write_at_once_the_second_is_told(annas: HousePages, bos: HousePages) -> None:
    bos.send("save", text="Bos.")
    tree = annas.send("save", seen="0", text="Annas.")
    assert "Bo hann före" in words(tree)
    assert tree.get_element_by_id("id_text").text.strip() == "Annas."
    assert annas.row().content == {"text": "Bos."}
    annas.send("save", text="Annas.")
    assert annas.row().content == {"text": "Annas."}


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """A later release on disk, where our clause says something else."""

    def put() -> None:
        files = dict(content.library_files())
        files["library/plan.yaml"] = files["library/plan.yaml"].replace(content.library().version, "2099.1")
        files[PATH] = files[PATH].replace("varje ändring senast", "varje godkänd ändring senast", 1)
        library = library_reader.read_release(files)
        monkeypatch.setattr(content, "library_files", lambda: files)
        monkeypatch.setattr(content, "library", lambda: library)

    return put


def test_when_ours_changes_beneath_theirs_it_is_shown_and_nothing_is_lost(
    annas: HousePages, answered: Procurement, later: Callable[[], None]
) -> None:
    annas.send("save", text="Våra ord.")
    assert "har ändrats sedan" not in annas.words()
    later()
    tree = annas.tree()
    assert "Vår text har ändrats sedan ni skrev er" in words(tree) and "har ändrats sedan" in annas.listed()
    assert [ins.text_content() for ins in tree.iter("ins")] == ["nytt: godkänd slut på nytt"]
    begun = factory.procurement(of=answered.authority, system_kind="new", data_class="personal", budget_sek=6_500_000)
    shown = annas.client.get(reverse("chosen_clause", args=[begun.id, CLAUSE])).content.decode()
    assert "Vår text har ändrats sedan ni skrev er" in shown
    assert "Våra ord." in terms(annas.client, begun) and "Våra ord." in terms(annas.client, answered)
    older = annas.client.get(reverse("chosen_clause", args=[answered.id, CLAUSE])).content.decode()
    assert "har ändrats sedan" not in older, "in a draft of the earlier release nothing has changed"
    annas.send("confirm")
    assert "har ändrats sedan" not in annas.words() and annas.row().content == {"text": "Våra ord."}


def test_an_earlier_wording_that_is_put_back_has_our_earlier_text_beneath_it(
    annas: HousePages, later: Callable[[], None]
) -> None:
    annas.send("save", text="Första.")
    later()
    annas.send("save", text="Andra.")
    assert "har ändrats sedan" not in annas.words()
    annas.send("restore", number="1")
    assert "Vår text har ändrats sedan ni skrev er" in annas.words()


def test_the_exported_answers_carry_what_the_documents_need(annas: HousePages, answered: Procurement) -> None:
    annas.send("save", text="Koden ska ut.")
    annas.send("save", "new", seen="0", **OWN)
    text = annas.client.get(reverse("answers_file", args=[answered.id])).content.decode()
    carried = briefs.parse(text, content.library())["house"]
    assert carried["wording"] == {CLAUSE: "Koden ska ut."}
    assert [one["id"] for one in carried["clauses"]] == ["EGEN-01"]
    made = tender.read(text, on=DAY, draft=True)
    assert "Koden ska ut." in str(made.documents) and "Möte i kommunhuset" in str(made.documents)


def test_a_file_from_elsewhere_brings_its_clauses_and_ones_own_are_not_copied(
    annas: HousePages, answered: Procurement, cia: User, signed_in: Callable[[User], Client]
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    annas.send("save", text="Koden ska ut.")
    text = annas.client.get(reverse("answers_file", args=[answered.id])).content
    for browser, expected in ((annas.client, None), (signed_in(cia), {"wording": {CLAUSE: "Koden ska ut."}})):
        browser.post(reverse("start_from_file"), {"file": SimpleUploadedFile("svar.json", text)})
        begun = Procurement.objects.latest("created")
        assert begun.brief.get("house") == expected
        assert "Koden ska ut." in terms(browser, begun)


def test_a_guest_sees_the_words_and_no_way_to_change_them(
    annas: HousePages, answered: Procurement, guest: Callable[[str], Client]
) -> None:
    annas.send("save", text="Våra ord.")
    writer = guest(factory.link(answered, may_write=True)[1])
    page = writer.get(reverse("chosen_clause", args=[answered.id, CLAUSE])).content.decode()
    assert "Våra ord." in page and annas.address() not in page
    assert annas.address() in annas.client.get(reverse("chosen_clause", args=[answered.id, CLAUSE])).content.decode()
    assert writer.get(annas.address()).status_code == 302


def test_an_unknown_clause_or_deed_is_refused(annas: HousePages) -> None:
    assert annas.client.get(annas.address("PC-NOPE-01")).status_code == 404
    assert annas.client.get(annas.address("EGEN-01")).status_code == 404
    assert annas.client.get(annas.address().replace(CLAUSE, "%00")).status_code == 404
    assert annas.client.post(annas.address(), {"do": "something"}).status_code == 400
    assert annas.client.post(annas.address(), {"do": "remove", "seen": "0"}).status_code == 400
