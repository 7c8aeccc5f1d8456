"""The pages for everyone, and the frame that every page stands in."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from procurement.models import User

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = ["start", "why", "accessibility", "library"]


@pytest.fixture
def page(anna: User):
    """Reads a page as a passer-by does. Somebody has set the installation up, or there would be no pages yet."""

    def read(name: str) -> html.HtmlElement:
        response = Client().get(reverse(name))
        assert response.status_code == 200
        return html.fromstring(response.content.decode())

    return read


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_has_a_title_one_heading_and_a_way_past_the_menu(page, name):
    tree = page(name)
    assert tree.get("lang") == "sv"
    assert re.fullmatch(r"\S.* – Kravbyggaren", tree.findtext(".//title"))
    assert len(tree.findall(".//h1")) == 1
    first_link = tree.find(".//body//a")
    assert tree.get_element_by_id(first_link.get("href").removeprefix("#")).tag == "main"


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_may_be_found_by_search_engines(anna, name):
    assert "X-Robots-Tag" not in Client().get(reverse(name)).headers


@pytest.mark.parametrize("name", PUBLIC)
def test_a_page_marks_where_you_are_and_nothing_else(page, name):
    current = [link.get("href") for link in page(name).findall(".//a[@aria-current='page']")]
    assert current == ([] if name == "start" else [reverse(name)])


def test_the_start_page_has_eight_rules_four_benefits_and_one_button(page):
    tree = page("start")
    assert len(tree.find_class("rules")[0].findall("li")) == 8
    assert len(tree.find_class("benefits")[0].findall("div/dt")) == 4
    assert [(words(button), button.get("href")) for button in tree.find_class("btn")] == [
        ("Börja", reverse("procurements"))
    ]
    assert not tree.findall(".//main//button")


def test_the_footer_says_that_this_is_no_legal_advice_and_how_it_is_licensed(page):
    footer = words(page("start").find(".//footer"))
    assert "inte juridisk rådgivning" in footer
    assert "EUPL" in footer and "CC0" in footer


def test_every_claim_about_open_code_leads_to_a_source_and_every_source_is_used(page):
    tree = page("why")
    cited = [link.get("href") for link in tree.findall(".//sup/a")]
    sources = ["#" + item.get("id") for item in tree.find_class("sources")[0].findall("li")]
    assert cited == sources  # in order, each once


def test_the_case_for_open_code_states_objections_and_limits_within_a_short_read(page):
    article = page("why").find(".//article")
    headings = [words(heading) for heading in article.findall("h2")]
    assert "Invändningarna" in headings and "Gränserna" in headings
    article.find_class("sources")[0].drop_tree()
    assert 900 <= len(words(article).split()) <= 1200


def test_the_contents_of_the_essay_name_its_parts(page):
    tree = page("why")
    listed = [(link.get("href"), words(link)) for link in tree.find_class("contents")[0].findall(".//a")]
    assert listed == [("#" + heading.get("id"), words(heading)) for heading in tree.findall(".//article/h2")]


def test_a_member_can_log_out_by_a_form_that_posts(anna, signed_in):
    tree = html.fromstring(signed_in(anna).get(reverse("start")).content.decode())
    (form,) = tree.find_class("account-menu")[0].findall("form")
    assert (form.get("method"), form.get("action")) == ("post", reverse("logout"))
    assert form.find("input[@name='csrfmiddlewaretoken']") is not None
    assert "Anna" in words(tree.find_class("account-name")[0])


# Documents are pages of their own, with a stylesheet of their own.
TEMPLATES = sorted(set((ROOT / "templates").rglob("*.html")) - set((ROOT / "templates/document").rglob("*")))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_carries_no_style_or_script_of_its_own(template):
    """The content security policy refuses them, so they would silently do nothing."""
    text = template.read_text()
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", text)


# The stylesheet


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


STYLE = (ROOT / "static/site.css").read_text()
LIGHT, DARK = (
    dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", part))
    for part in STYLE.split("/* Bootstrap, fed */")[0].split("@media")
)
PAIRS = [
    *[("ink", ground) for ground in ("paper", "sheet", "wash", "clay-wash", "amber-wash")],
    *[("ink-soft", ground) for ground in ("paper", "sheet", "wash", "clay-wash", "amber-wash")],
    *[("link", ground) for ground in ("paper", "sheet")],
    *[("clay-ink", ground) for ground in ("paper", "clay-wash")],
    ("amber-ink", "amber-wash"),
    ("pine", "paper"),
    ("on-pine", "pine"),
    ("on-pine", "pine-deep"),
]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_is_readable(mode, text, ground):
    tokens = LIGHT if mode == "light" else DARK
    assert contrast(tokens[text], tokens[ground]) >= 7


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("mark", ["edge", "clay", "amber", "pine", "focus"])
def test_what_marks_a_field_or_a_state_is_seen(mode, mark):
    tokens = LIGHT if mode == "light" else DARK
    assert contrast(tokens[mark], tokens["paper"]) >= 3


def test_the_stylesheet_fetches_nothing_from_another_host():
    assert re.findall(r'url\("([^"]+)"\)', STYLE)
    assert not re.search(r"https?:|//[a-z]|@import|data:", STYLE)
