"""The authority's own look: an administrator chooses it, everyone there sees it, and it is in every document."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html

from procurement.content import look_of
from procurement.domain.look import PLAIN
from procurement.models import Authority, AuthorityLook, Procurement, User
from procurement.services import editions
from tests import factory
from tests.domain.given import DAY
from tests.export import logos, templates
from tests.web.reading import tree, words

TYPED = {
    "accent": "#1F5C4D",
    "address": "  Storgatan 1 \n\n123 45   Sjövalla\n",
    "footer": "Org.nr 212000-9999",
}


class LookPage:
    def __init__(self, client: Client, authority: Authority) -> None:
        self.client = client
        self.address = reverse("authority_look", args=[authority.id])

    def send(self, do: str = "save", **typed: Any) -> html.HtmlElement:
        response = self.client.post(self.address, {"do": do, "seen": self.seen(), **TYPED, **typed}, follow=True)
        assert response.status_code in (200, 422)
        return html.fromstring(response.content)

    def seen(self) -> str:
        return str(tree(self.client, self.address).xpath("//input[@name='seen']/@value")[0])


@pytest.fixture
def page(annas: Client, sjovalla: Authority) -> LookPage:
    return LookPage(annas, sjovalla)


def test_an_administrator_chooses_colour_address_and_footer(page: LookPage, sjovalla: Authority) -> None:
    said = page.send()
    assert "Sparat. Så ser era handlingar ut" in words(said)
    look = look_of(sjovalla.id)
    assert look.accent == "#1f5c4d"
    assert look.address == ("Storgatan 1", "123 45 Sjövalla")
    assert look.footer == ("Org.nr 212000-9999",)


def test_what_is_previewed_is_shown_and_not_saved(page: LookPage, sjovalla: Authority) -> None:
    shown = page.send("preview")
    assert shown.xpath("//h2[@id='preview']")[0].text == "Förhandsgranskning, inte sparad"
    assert shown.xpath("//p[@class='address']/text()") == ["Storgatan 1", "123 45 Sjövalla"]
    assert shown.xpath("//link[@href='/utseende/1f5c4d.css']")
    assert shown.xpath("//textarea[@name='footer']")[0].text == "Org.nr 212000-9999"
    assert look_of(sjovalla.id) == PLAIN


def test_a_colour_too_light_is_refused_with_the_nearest_that_holds(page: LookPage, sjovalla: Authority) -> None:
    shown = page.send(accent="#ffcc00")
    fault = words(shown.xpath("//div[@role='alert']")[0])
    assert "#ffcc00 syns för dåligt: kontrasten mot papperet är 1,5 till 1, och text behöver 4,5 till 1" in fault
    instead = shown.xpath("//button[@name='instead']/@value")[0]
    assert instead in fault and look_of(sjovalla.id) == PLAIN
    again = page.send("", accent="#ffcc00", instead=instead)
    assert again.xpath("//input[@name='accent']/@value") == [instead]
    page.send(accent=instead)
    assert look_of(sjovalla.id).accent == instead


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"accent": "grön"}, "vi behöver en färg som #1f5c4d"),
        ({"address": "a\n" * 6}, "det får plats 5 rader"),
        ({"footer": "x" * 91}, "det får plats 2 rader med högst 90 tecken"),
    ],
)
def test_what_does_not_fit_is_said_and_what_was_typed_stays(
    page: LookPage, sjovalla: Authority, typed: dict[str, str], said: str
) -> None:
    shown = page.send(**typed)
    assert said in words(shown.xpath("//div[@role='alert']")[0])
    (key, value) = next(iter(typed.items()))
    kept = shown.xpath(f"//*[@id='id_{key}']")[0]
    assert value.strip() in (kept.get("value") or kept.text)
    assert look_of(sjovalla.id) == PLAIN


def test_what_is_typed_stays_text(page: LookPage) -> None:
    shown = page.send(address="<b>Storgatan</b>", footer="<script>alert(1)</script>")
    assert shown.xpath("//p[@class='address']/text()") == ["<b>Storgatan</b>"]
    assert not shown.xpath("//main//script")


def test_an_earlier_look_can_be_had_back(page: LookPage, sjovalla: Authority) -> None:
    page.send()
    page.send(accent="", address="", footer="")
    assert look_of(sjovalla.id) == PLAIN
    shown = page.send("restore", number="1")
    assert "Det utseendet gäller igen" in words(shown)
    assert look_of(sjovalla.id).accent == "#1f5c4d"
    assert AuthorityLook.objects.filter(authority=sjovalla).count() == 3


def test_of_two_who_change_it_at_once_the_second_is_told(page: LookPage, sjovalla: Authority) -> None:
    seen = page.seen()
    page.send()
    shown = page.send(seen=seen, accent="#123456")
    assert "Anna hann före" in words(shown)
    assert shown.xpath("//input[@name='accent']/@value") == ["#123456"]
    assert look_of(sjovalla.id).accent == "#1f5c4d"


def test_a_colleague_sees_the_look_and_an_administrator_changes_it(
    page: LookPage, bo: User, sjovalla: Authority, signed_in: Callable[[User], Client]
) -> None:
    page.send()
    browser = signed_in(bo)
    shown = tree(browser, page.address)
    assert not shown.xpath("//main//form") and "Storgatan 1" in words(shown)
    assert browser.post(page.address, {"do": "save", "seen": "1", **TYPED, "accent": ""}).status_code == 403
    assert look_of(sjovalla.id).accent == "#1f5c4d"


def test_the_colour_is_a_style_sheet_for_everyone_and_nothing_else_is(sjovalla: Authority, anna: User) -> None:
    response = Client().get("/utseende/1f5c4d.css")
    assert response.content == b".document { --accent: #1f5c4d; }\n"
    assert response.headers["Content-Type"].startswith("text/css")
    for name in ("1F5C4D", "red", "1f5c4d;}", "1f5c4d%0a"):
        assert Client().get(f"/utseende/{name}.css").status_code == 404


def test_every_document_has_the_look_also_for_a_guest(
    page: LookPage, divided: Procurement, guest: Callable[[str], Client]
) -> None:
    page.send()
    browser = guest(factory.link(divided)[1])
    shown = tree(browser, reverse("document", args=[divided.id, "requirements"]))
    assert shown.xpath("//p[@class='address']/text()") == ["Storgatan 1", "123 45 Sjövalla"]
    assert shown.xpath("//link[@href='/utseende/1f5c4d.css']")
    lot = tree(browser, reverse("lot_document", args=[divided.id, 1, "requirements"]))
    assert lot.xpath("//p[@class='address']")


def test_an_edition_keeps_the_look_of_its_day(page: LookPage, divided: Procurement, anna: User) -> None:
    page.send()
    edition = editions.issue(procurement=divided, reference="A", on=DAY, decided_by="Nämnden", by=anna, each_lot=True)
    page.send(accent="#7a1f3d")
    rows = edition.documents.all()
    assert len({row.lot for row in rows}) > 1
    assert all(row.source["look"]["accent"] == "#1f5c4d" for row in rows)


def test_one_authoritys_look_is_not_anothers(page: LookPage, cia: User) -> None:
    page.send()
    theirs = factory.procurement(of=cia.memberships.get().authority, by=cia)
    assert look_of(theirs.authority_id) == PLAIN


def file_of(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_logo_is_handed_in_previewed_and_saved_without_being_sent_again(page: LookPage, sjovalla: Authority) -> None:
    shown = page.send("preview", logo=file_of("vapen.svg", logos.SVG.encode()))
    (preview,) = shown.xpath("//header//img")
    assert preview.get("alt") == "Sjövalla kommuns logotyp"
    assert look_of(sjovalla.id).logo is None
    page.send("save", kept=shown.xpath("//input[@name='kept']/@value")[0])
    saved = look_of(sjovalla.id).logo
    assert saved and saved.kind == "svg" and saved.data.startswith("<svg") and saved.width == 2 * saved.height
    page.send("save", no_logo="1", kept="")
    assert look_of(sjovalla.id).logo is None


def test_a_file_that_is_no_logo_is_refused_in_plain_words(page: LookPage, sjovalla: Authority) -> None:
    shown = page.send(logo=file_of("vapen.svg", b"<svg><script/></svg>"))
    assert "Filen säger inte hur stor logotypen är" in words(shown.xpath("//div[@role='alert']")[0])
    shown = page.send(logo=file_of("stor.png", b"\x89PNG" * 200_000))
    assert "Logotypen är större än 500 kB" in words(shown.xpath("//div[@role='alert']")[0])
    assert look_of(sjovalla.id) == PLAIN


def test_a_logo_that_nobody_has_cleaned_cannot_be_sent_along(page: LookPage, sjovalla: Authority) -> None:
    forged = signing.dumps({"type": "Look", "logo": None, "accent": "#7a1f3d"}, salt="another")
    for kept in (forged, "x", signing.dumps({"type": "Look"}, salt="procurement.look", key="y")):
        page.send("save", kept=kept)
        assert look_of(sjovalla.id).logo is None and look_of(sjovalla.id).accent == "#1f5c4d"


def test_a_word_template_is_taken_in_and_tried_before_it_is_saved(page: LookPage, sjovalla: Authority) -> None:
    shown = page.send("preview", template=file_of("mall.dotx", templates.written()))
    assert "Formatmallar ur er mall: Normal, Brödtext, Rubrik 1, Rubrik 2, Tabell." in words(shown)
    kept = shown.xpath("//input[@name='kept']/@value")[0]
    tried = page.client.post(page.address, {"do": "word", "seen": "0", "kept": kept, **TYPED})
    assert tried.headers["Content-Disposition"] == 'attachment; filename="prov.docx"'
    with zipfile.ZipFile(io.BytesIO(tried.content)) as parts:
        assert b"Liberation Sans" in parts.read("word/styles.xml")
    assert look_of(sjovalla.id) == PLAIN
    page.send("save", kept=kept)
    assert look_of(sjovalla.id).template
    page.send("save", no_template="1")
    assert look_of(sjovalla.id).template is None


def test_a_template_with_macros_is_refused_in_plain_words(page: LookPage, sjovalla: Authority) -> None:
    shown = page.send(template=file_of("mall.dotm", templates.written(**{"word_vbaProject": b"x"})))
    assert "Mallen innehåller makron. Spara den i Word som .dotx" in words(shown.xpath("//div[@role='alert']")[0])
    assert look_of(sjovalla.id) == PLAIN
