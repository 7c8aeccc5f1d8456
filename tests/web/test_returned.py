"""A Word file comes back: what differs is shown, and taken up as own words, as an answer, or not at all."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import html

from procurement import content
from procurement.domain import assemble, facts
from procurement.domain.returned import plain
from procurement.export import docx
from procurement.intake import apart, returned
from procurement.models import Procurement, ReturnedFile, User
from procurement.services import returning
from tests import factory
from tests.domain.given import DAY, module
from tests.returned import editing
from tests.returned.editing import Word
from tests.returned.saved import saved_by_word, with_clauses

Browser = Callable[[User], Client]
CODE, TEXT = "PC-CODE-02", "Leverantören ska publicera varje ändring senast 24 timmar efter"


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read here: starting a process takes a second, and has tests of its own."""
    monkeypatch.setattr(apart, "read_returned", lambda file: plain(returned.read(file)))


@pytest.fixture
def draft(sjovalla, anna: User) -> Procurement:
    return factory.procurement(
        of=sjovalla, by=anna, title="Bygglov", system_kind="new", data_class="internal", budget_sek=2_000_000
    )


def word_of(draft: Procurement, key: str = "contract_terms", on: date = DAY) -> Word:
    """A document of the draft, as it is fetched that day."""
    draft.refresh_from_db()
    library = content.library_for(draft)
    derived = facts.derive(draft.brief, library, content.amounts(), on)
    made = assemble.documents(draft.brief, library, derived, draft=True)
    return Word(docx.render(next(one for one in made if one.key == key)))


def paragraph(word: Word, clause: str, start: str) -> Any:
    return next(p for p in word.control(clause).iter("{*}p") if editing.flat(p).startswith(start))


def reworded(word: Word, old: str, new: str) -> None:
    found = paragraph(word, CODE, TEXT)
    editing.rewritten(found, editing.run(editing.flat(found).replace(old, new)))


def hand_in(browser: Client, draft: Procurement, file: bytes) -> str:
    """Hand in the file; the address of the page that shows it."""
    upload = SimpleUploadedFile("villkor från juristen.docx", file)
    response = browser.post(f"/upphandlingar/{draft.id}/fran-word/", {"file": upload})
    assert response.status_code == 302, words(response)
    return response.headers["Location"]


def words(response: Any) -> str:
    return " ".join(html.fromstring(response.content).text_content().split())


def decide(browser: Client, page: str, what: str, clause: str = CODE) -> Any:
    return browser.post(page, {"clause": clause, "do": what}, follow=True)


def test_an_annex_of_one_lot_is_not_taken_for_the_wholes(anna: User, draft, signed_in: Browser):
    modules = [module("a", 8_000_000), module("b", 8_000_000, "a")]
    divided = factory.procurement(of=draft.authority, by=anna, system_kind="new", modules=modules)
    library = content.library_for(divided)
    derived = facts.derive(divided.brief, library, content.amounts(), DAY)
    own = assemble.lot_documents(divided.brief, library, derived, 2, draft=True)[1]
    upload = SimpleUploadedFile("villkor.docx", docx.render(own))
    response = signed_in(anna).post(f"/upphandlingar/{divided.id}/fran-word/", {"file": upload})
    assert response.status_code == 422 and "bilaga för ett enda delkontrakt" in words(response)
    assert not ReturnedFile.objects.exists()


def test_a_file_that_nobody_changed_asks_for_nothing(anna: User, draft, signed_in: Browser):
    browser = signed_in(anna)
    page = hand_in(browser, draft, word_of(draft).saved())
    said = words(browser.get(page))
    assert "Inget mer att ta ställning till" in said and "villkor från juristen.docx" in said
    assert "Text utanför klausulerna" not in said
    assert "villkor från juristen.docx" in words(browser.get(f"/upphandlingar/{draft.id}/fran-word/"))


def test_that_the_file_is_of_another_day_is_no_change(anna: User, draft, signed_in: Browser):
    browser = signed_in(anna)
    said = words(browser.get(hand_in(browser, draft, word_of(draft, on=DAY - timedelta(days=9)).saved())))
    assert "Inget mer att ta ställning till" in said and "Text utanför klausulerna" not in said


def test_changed_words_are_taken_in_as_the_drafts_own(anna: User, draft, signed_in: Browser):
    browser, word = signed_in(anna), word_of(draft)
    reworded(word, "ska publicera", "ska utan dröjsmål publicera")
    page = hand_in(browser, draft, word.saved())
    said = words(browser.get(page))
    assert "1 klausul att ta ställning till" in said and "utan dröjsmål" in said and "Ändra svaret" not in said
    after = decide(browser, page, "own")
    draft.refresh_from_db()
    assert draft.brief["wording"][CODE].startswith("Leverantören ska utan dröjsmål publicera varje ändring")
    assert "\n\n" in draft.brief["wording"][CODE], "its paragraphs are kept apart"
    assert "Inget mer att ta ställning till" in words(after)


def test_a_picture_is_said_to_be_there_and_is_not_taken_in(anna: User, draft, signed_in: Browser):
    browser, word = signed_in(anna), word_of(draft)
    paragraph(word, CODE, TEXT).append(parse_xml(f"<w:r {nsdecls('w')}><w:drawing/></w:r>"))
    page = hand_in(browser, draft, word.saved())
    said = words(browser.get(page))
    assert "[bild]" in said and "går att läsa som text" in said
    decide(browser, page, "own")
    draft.refresh_from_db()
    assert draft.brief["wording"][CODE].startswith(TEXT[:40]) and "[" not in draft.brief["wording"][CODE]


def test_a_changed_value_is_taken_in_as_an_answer(anna: User, draft, signed_in: Browser):
    browser, word = signed_in(anna), word_of(draft)
    reworded(word, "24 timmar", "12 timmar")
    page = hand_in(browser, draft, word.saved())
    assert "Bara ett svar skiljer" in words(browser.get(page))
    after = decide(browser, page, "answer")
    draft.refresh_from_db()
    assert draft.brief["publish_hours"] == 12 and "wording" not in draft.brief
    assert "Inget mer att ta ställning till" in words(after)


def test_an_answer_that_somebody_else_gave_meanwhile_is_not_overwritten(
    anna: User, bo: User, draft, signed_in: Browser, monkeypatch: pytest.MonkeyPatch
):
    browser, word = signed_in(anna), word_of(draft)
    reworded(word, "24 timmar", "12 timmar")
    page = hand_in(browser, draft, word.saved())
    read = returning.as_answers

    def read_slowly(*given: Any) -> Any:
        found = read(*given)
        if Procurement.objects.get(id=draft.id).brief.get("publish_hours") is None:
            factory.answers(draft, by=bo, publish_hours=36)
        return found

    monkeypatch.setattr(returning, "as_answers", read_slowly)
    said = words(decide(browser, page, "answer"))
    draft.refresh_from_db()
    assert draft.brief["publish_hours"] == 36 and "Bo hann före" in said and "Sparat" not in said


def test_a_value_that_no_answer_can_have_is_words(anna: User, draft, signed_in: Browser):
    browser, word = signed_in(anna), word_of(draft)
    reworded(word, "24 timmar", "några timmar")
    page = hand_in(browser, draft, word.saved())
    assert "Ändra svaret" not in words(browser.get(page))
    assert browser.post(page, {"clause": CODE, "do": "answer"}).status_code == 404


def test_a_change_is_declined_and_thought_of_again(anna: User, draft, signed_in: Browser):
    browser, word = signed_in(anna), word_of(draft)
    reworded(word, "ska publicera", "bör publicera")
    page = hand_in(browser, draft, word.saved())
    assert "Tas inte in" in words(decide(browser, page, "decline"))
    assert "1 klausul att ta ställning till" in words(decide(browser, page, "reconsider"))
    draft.refresh_from_db()
    assert "wording" not in draft.brief


def test_a_removed_clause_leads_to_the_form_for_a_deviation(anna: User, draft, signed_in: Browser):
    browser, word = signed_in(anna), word_of(draft)
    editing.removed(word, CODE, "")
    page = browser.get(hand_in(browser, draft, word.saved()))
    links = html.fromstring(page.content).xpath("//a[text()='Gör ett avsteg']/@href")
    assert links == [f"/upphandlingar/{draft.id}/klausuler/{CODE}/#stang-av"]


def test_text_outside_the_clauses_is_listed(anna: User, draft, signed_in: Browser):
    browser, word = signed_in(anna), word_of(draft)
    new = editing.parse_xml(f"<w:p {editing.nsdecls('w')}>{editing.run('Vite tas ut först efter samråd.')}</w:p>")
    word.control(CODE).addnext(new)
    said = words(browser.get(hand_in(browser, draft, word.saved())))
    assert "Text utanför klausulerna" in said and "nytt: Vite tas ut först efter samråd." in said


def outside_lines(response: Any) -> list[str]:
    return [" ".join(one.text_content().split()) for one in html.fromstring(response.content).find_class("outside")]


def test_what_the_draft_changes_by_what_is_taken_in_is_no_change_in_the_file(anna: User, draft, signed_in: Browser):
    browser, word = signed_in(anna), word_of(draft)
    reworded(word, "ska publicera", "ska utan dröjsmål publicera")
    page = hand_in(browser, draft, word.saved())
    after = decide(browser, page, "own")
    draft.refresh_from_db()
    assert CODE in draft.brief["wording"], "else the table of penalties is as it was"
    assert outside_lines(after) == [] and "Text utanför klausulerna" not in words(after)


def test_a_line_that_an_answer_made_leads_to_its_question(anna: User, draft, signed_in: Browser):
    factory.answers(draft, by=anna, problem="Ingen vet var ärendet är.")
    browser, word = signed_in(anna), word_of(draft, "requirements")
    for line in word.root.iter("{*}p"):
        if editing.flat(line) == "Ingen vet var ärendet är.":
            editing.rewritten(line, editing.run("Ingen ser var ärendet är."))
        if editing.flat(line).startswith("Varje krav har ett nummer"):
            editing.rewritten(line, editing.run("Varje krav har en siffra."))
    page = hand_in(browser, draft, word.saved())
    shown = browser.get(page)
    (link,) = html.fromstring(shown.content).xpath("//a[@class='outside-answer']/@href")
    assert link.endswith("#id_problem")
    assert "En rad utan länk skriver programmet." in words(shown) and "nytt: Varje krav har en siffra." in words(shown)
    factory.answers(draft, by=anna, problem="Ingen ser var ärendet är.")
    assert "ärendet är" not in " ".join(outside_lines(browser.get(page))), "the answer has been changed"


def test_it_says_when_the_draft_has_changed_since_the_file_was_fetched(anna: User, draft, signed_in: Browser):
    browser, word = signed_in(anna), word_of(draft)
    factory.answers(draft, by=anna, publish_hours=48)
    said = words(browser.get(hand_in(browser, draft, word.saved())))
    assert "Utkastet har ändrats sedan filen hämtades" in said


def test_what_was_written_in_the_file_stays_text(anna: User, draft, signed_in: Browser):
    browser, word = signed_in(anna), word_of(draft)
    reworded(word, "ska publicera", "&lt;script&gt;alert(1)&lt;/script&gt;")
    page = browser.get(hand_in(browser, draft, word.saved()))
    assert b"<script>alert" not in page.content and b"&lt;script&gt;alert(1)" in page.content


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (b"", "Filen är tom"),
        (b"%PDF-1.7", "Filen är inget Word-dokument"),
        (b"PK\x03\x04 and nothing more", "Filen är skadad"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(file: bytes, said: str, anna: User, draft, signed_in: Browser):
    upload = SimpleUploadedFile("fil.docx", file or b" ")
    response = signed_in(anna).post(f"/upphandlingar/{draft.id}/fran-word/", {"file": upload})
    assert response.status_code == 422 and said in words(response)
    assert not ReturnedFile.objects.exists()


def test_a_word_file_from_somewhere_else_is_not_taken(anna: User, draft, signed_in: Browser):
    word = word_of(draft)
    for control in list(word.root.iter("{*}sdt")):
        control.getparent().remove(control)
    for file in (word.saved(), saved_by_word("reviewed")):
        upload = SimpleUploadedFile("annan.docx", file)
        response = signed_in(anna).post(f"/upphandlingar/{draft.id}/fran-word/", {"file": upload})
        assert response.status_code == 422 and "ingen klausul som vi känner igen" in words(response)


def test_who_has_done_what_in_word_is_said(anna: User, draft, signed_in: Browser):
    """Sections of an agreement that two have reviewed in Word, as if they were clauses of the draft."""
    sections = {CODE: ("4. Fees", "Discovery"), "PC-CODE-03": ("1. Term", "until the Completion Date")}
    browser = signed_in(anna)
    said = words(browser.get(hand_in(browser, draft, with_clauses(saved_by_word("reviewed"), sections))))
    assert "Tillagt och struket igen: ”any” Reviewer B, 29 september 2026" in said
    assert "Reviewer A, 29 september 2026, markerad som löst, om ”EUR 12,000”" in said
    outside = said.partition("Text utanför klausulerna")[2]
    assert "Tillagt: ”4” Reviewer A" in outside and "Struket: ”3” Reviewer A" in outside


def test_a_guest_who_may_write_hands_in_and_one_who_may_read_only_looks(anna: User, draft, signed_in: Browser, guest):
    word = word_of(draft)
    reworded(word, "ska publicera", "bör publicera")
    page = hand_in(signed_in(anna), draft, word.saved())
    _, reads = factory.link(draft)
    _, writes = factory.link(draft, may_write=True)
    reader, writer = guest(reads), guest(writes)
    assert "Ta in som egen lydelse" not in words(reader.get(page))
    assert decide(reader, page, "own").status_code == 403
    assert decide(writer, page, "own").status_code == 200
    draft.refresh_from_db()
    assert CODE in draft.brief["wording"] and "länken" in draft.saved_by
    assert "5\u00a0000\u00a0kronor" in draft.brief["wording"][CODE]


def test_another_procurements_file_is_not_there(anna: User, draft, signed_in: Browser, sjovalla):
    browser = signed_in(anna)
    page = hand_in(browser, draft, word_of(draft).saved())
    other = factory.procurement(of=sjovalla, by=anna)
    assert browser.get(page.replace(str(draft.id), str(other.id))).status_code == 404
