"""The parts that pages are built from: what they say, in words."""

from datetime import datetime

from django.template.loader import render_to_string
from lxml import html


def part(name: str, **context: object) -> html.HtmlElement:
    return html.fromstring("<div>" + render_to_string(f"components/_{name}.html", context) + "</div>")


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_each_fault_leads_to_its_field():
    faults = [
        {"id": "id_title", "label": "Vad heter upphandlingen?", "message": "Skriv ett namn."},
        {"id": "id_reference", "label": "Vilket diarienummer?", "message": "Skriv ett nummer."},
    ]
    summary = part("error_summary", errors=faults)
    assert words(summary.find(".//h2")) == "2 svar behöver rättas"
    assert [link.get("href") for link in summary.findall(".//a")] == ["#id_title", "#id_reference"]


def test_without_faults_there_is_no_summary_of_them():
    assert words(part("error_summary", errors=[])) == ""


def test_the_state_of_a_step_is_said_in_words():
    steps = [
        {"title": "Behov", "url": "/behov/", "state": "done", "state_text": "Klart"},
        {"title": "Systemet", "url": "/system/", "state": "started", "state_text": "3 frågor kvar", "current": True},
    ]
    listed = part("task_list", steps=steps)
    assert [words(item) for item in listed.findall(".//li")] == ["Behov Klart", "Systemet 3 frågor kvar"]
    assert [words(link) for link in listed.findall(".//a[@aria-current='step']")] == ["Systemet"]


def test_a_clause_comes_under_the_answer_that_leads_to_it():
    clause = {"id": "PC-CODE-01", "title": "Publikt kodförråd"}
    group = {"question": "Vad köper ni?", "answer": "ett nytt system", "first": [clause], "rest": [clause]}
    listed = part("leads_to", groups=[group])
    assert words(listed.find(".//h3")) == "Vad köper ni? ett nytt system"
    assert words(listed.find(".//li")) == "PC-CODE-01 Publikt kodförråd"
    assert words(listed.findall(".//summary")[1]).startswith("1 klausuler till")


def test_before_any_answer_the_reader_is_told_what_will_come():
    assert "När ni svarar visas här" in words(part("leads_to", groups=[]))


def test_the_level_of_a_finding_is_a_word():
    for level, word in [("stop", "Stopp:"), ("warning", "Varning:"), ("note", "Att tänka på:")]:
        finding = part("finding", finding={"level": level, "title": "Avtalet är långt", "url": "/avtal/"})
        assert words(finding).startswith(f"{word} Avtalet är långt")
        assert finding.find(".//a").get("href") == "/avtal/"


def test_what_was_saved_says_when_and_by_whom():
    saved = part("saved", saved_at=datetime(2026, 11, 23, 14, 32), saved_by="Anna")
    assert words(saved) == "Sparat 23 november 2026 kl. 14.32 av Anna."
    assert words(part("saved")) == "Inget är sparat än."


def test_what_somebody_wrote_stays_text():
    summary = part("error_summary", errors=[{"id": "x", "label": "<script>alert(1)</script>", "message": "fel"}])
    assert summary.find(".//script") is None
    assert "<script>" in words(summary)
