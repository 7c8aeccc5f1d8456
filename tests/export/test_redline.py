"""Two versions as one Word file: with every change taken it is the later one, with every change undone the earlier."""

import dataclasses
import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from openxml_audit import OpenXmlValidator

from procurement import content
from procurement.domain import assemble
from procurement.domain import brief as briefs
from procurement.domain.brief import Brief
from procurement.domain.document import Clause, Document, Gap, Mark, Paragraph, Text
from procurement.domain.facts import derive
from procurement.domain.redline import redline
from procurement.domain.returned import Line, Reading
from procurement.domain.returned.reading import before, now
from procurement.export import docx, html
from procurement.export.docx.markup import Changes, closed, paragraph
from procurement.intake import returned
from tests.domain.given import AMOUNTS, DAY, LIBRARY
from tests.export.sample import DOCUMENT
from tests.export.word import refused_by_word
from tests.returned.editing import Word

BRIEFS = content.FIXTURES / "briefs"


def documents(brief: Brief) -> dict[str, Document]:
    return {d.key: d for d in assemble.documents(brief, LIBRARY, derive(brief, LIBRARY, AMOUNTS, DAY), draft=True)}


def brief_of(name: str) -> Brief:
    return briefs.parse((BRIEFS / f"{name}.yaml").read_text(encoding="utf-8"), LIBRARY)


def changed(brief: Brief) -> Brief:
    """Another value, other words, a row less and a row more, and clauses that come and go."""
    groups: Any = brief["user_groups"]
    deviation = {
        "clause": "PC-CODE-02", "reason_code": "R1", "evidence": "Licensen.", "alternatives": "Två andra.",
        "compensation": "Öppet API.", "decided_by": "Nämnden", "decided_on": "2026-11-01", "expires_on": "2027-11-01",
    }  # fmt: skip
    return brief | {
        "problem": "Ingen vet var ärendet är.",
        "deploy_minutes": 20,
        "user_groups": [*groups[1:], {"name": "Jurister", "count": 3, "need": "se vad som har ändrats"}],
        "deviations": [deviation],
        "data_class": "internal",
        "hosting": "authority",
    }


def lines(reading: Reading) -> list[Line]:
    return [*reading.outside, *(line for control in reading.controls for line in control.lines)]


def sorted_texts(texts: list[str]) -> list[str]:
    """Without numbers: a heading that has gone carries its own in its words, and tables are counted anew."""
    return sorted(re.sub(r"^(?:(?:Tabell|Figur) )?[\d.]+ (?=\S)", "", text) for text in texts)


@pytest.mark.parametrize("name", sorted(path.stem for path in BRIEFS.glob("*.yaml")))
def test_taken_it_is_the_later_document_and_undone_the_earlier(name: str, tmp_path: Path) -> None:
    brief = brief_of(name)
    old, new = documents(brief), documents(changed(brief))
    differing = [key for key in new if key in old and new[key].blocks != old[key].blocks]
    assert len(differing) >= 2
    for key in differing:
        made = docx.render(redline(old[key], new[key]))
        both, was, is_ = (returned.read(file) for file in (made, docx.render(old[key]), docx.render(new[key])))
        assert any(run.mark for line in lines(both) for run in line.runs), key
        assert now(both.outside) == now(is_.outside), key
        assert [(c.clause, now(c.lines)) for c in both.controls if now(c.lines)] == [
            (c.clause, now(c.lines)) for c in is_.controls
        ], key
        assert sorted_texts(before(lines(both))) == sorted_texts(before(lines(was))), key
        file = tmp_path / f"{key}.docx"
        file.write_bytes(made)
        assert not OpenXmlValidator().validate(file).errors and not refused_by_word(made), key


def parted(content: str) -> list[tuple[list[tuple[str, Mark]], Mark]]:
    """The runs of each paragraph with their marks, and the mark of its end."""
    kinds: dict[str, Mark] = {qn("w:ins"): "new", qn("w:del"): "gone"}
    found = []
    for one in parse_xml(f"<w:body {nsdecls('w')}>{content}</w:body>"):
        runs = [("".join(run.itertext()), kinds.get(run.getparent().tag, "")) for run in one.iter(qn("w:r"))]
        ends = one.xpath("w:pPr/w:rPr/*")
        found.append((runs, kinds[ends[0].tag] if ends else ""))
    return found


def settled(content: str, without: Mark) -> list[str]:
    """What Word makes of it: text with the mark goes, and a paragraph whose end goes is one with the next."""
    found, goes_on = [], False
    for runs, end in parted(content):
        text = "".join(text for text, mark in runs if mark != without)
        found[-1:] = [found[-1] + text] if goes_on else [*found[-1:], text]
        goes_on = end == without
    assert not goes_on
    return found


@pytest.mark.parametrize("marks", [marks for n in (1, 2, 3, 4) for marks in product(("", "new", "gone"), repeat=n)])
def test_what_comes_and_goes_last_in_a_cell_leaves_no_paragraph_behind(marks: tuple[Mark, ...]) -> None:
    changes = Changes("2026-11-23T12:00:00Z")
    paragraphs = [
        paragraph("TableText", changes.run(text, mark), "", changes.whole(mark))
        for text, mark in zip("abcd", marks, strict=False)
    ]
    made = closed("".join(paragraphs))
    # A cell has a paragraph, also where all of them have gone.
    assert settled(made, "gone") == [text for text, mark in zip("abcd", marks, strict=False) if mark != "gone"] or [""]
    assert settled(made, "new") == [text for text, mark in zip("abcd", marks, strict=False) if mark != "new"] or [""]


def test_a_clause_that_has_gone_takes_its_control_along_and_one_that_has_come_brings_it() -> None:
    """Marked as Word does: what opens the control and what closes it, each in a range of its own."""
    clause = Clause("PC-A-01", "Kod", "pc-a-01", (Paragraph((Text("Koden ska publiceras."),)),))
    without = dataclasses.replace(DOCUMENT, blocks=())
    having = dataclasses.replace(DOCUMENT, blocks=(clause,))
    for old, new, kind in ((having, without, "Del"), (without, having, "Ins")):
        root = Word(docx.render(redline(old, new))).root
        control = next(one for one in root.iter(qn("w:sdt")) if one[0].find(qn("w:tag")) is not None)
        inside = control[1]
        around = [control.getprevious(), inside[0], inside[-1], control.getnext()]
        names = [one.tag.removeprefix(qn(f"w:customXml{kind}")) for one in around]
        assert names == ["RangeStart", "RangeEnd", "RangeStart", "RangeEnd"]
        first, second, third, last = (one.get(qn("w:id")) for one in around)
        assert first == second != third == last


def test_the_law_of_a_clause_comes_and_goes_as_a_whole_note() -> None:
    def having(law: str) -> Document:
        clause = Clause("PC-A-01", "Kod", (Paragraph((Text(law),), "law"),), "pc-a-01")
        return dataclasses.replace(DOCUMENT, blocks=(clause,))

    word = Word(docx.render(redline(having("Stöd: LOU 9 kap. 1 §."), having("Stöd: LOU 9 kap. 3 §."))))
    marks = [mark.getparent().getparent().tag for mark in word.root.iter(qn("w:footnoteReference"))]
    assert marks == [qn("w:del"), qn("w:ins")]
    said = {
        kind: "".join(parse_xml(word.parts["word/footnotes.xml"]).itertext(qn(f"w:{kind}")))
        for kind in ("t", "delText")
    }
    assert said == {"t": " Stöd: LOU 9 kap. 3 §.", "delText": " Stöd: LOU 9 kap. 1 §."}


def test_a_gap_that_has_been_answered_goes_with_the_change() -> None:
    asked, answered = ((Text("Problemet: "), Gap("problem", "problemet")), (Text("Problemet: "), Text("Köerna växer.")))
    old, new = (dataclasses.replace(DOCUMENT, blocks=(Paragraph(said),)) for said in (asked, answered))
    reading = returned.read(docx.render(redline(old, new)))
    assert "Problemet: Köerna växer." in now(reading.outside)
    assert "Problemet: [problemet – svar saknas]" in before(reading.outside)
    assert "[problemet – svar saknas]" not in " ".join(now(reading.outside))


def test_a_document_is_no_different_from_itself() -> None:
    assert redline(DOCUMENT, DOCUMENT) == DOCUMENT


def test_who_made_the_change_is_this_program_on_the_documents_day() -> None:
    old = documents(brief_of("bygglov"))["requirements"]
    new = documents(changed(brief_of("bygglov")))["requirements"]
    marked = [run for line in lines(returned.read(docx.render(redline(old, new)))) for run in line.runs if run.mark]
    assert {(run.by, run.at[:10]) for run in marked} == {("Kravbyggaren", "2026-11-23")}


def test_the_page_says_what_is_new_and_what_is_gone_and_what_was_typed_stays_text() -> None:
    old = dataclasses.replace(DOCUMENT, blocks=(Paragraph((Text("Koden <b>ska</b> publiceras."),)),))
    new = dataclasses.replace(DOCUMENT, blocks=(Paragraph((Text("Koden <i>ska</i> publiceras."),)),))
    shown = html.page(redline(old, new))
    assert "<del>&lt;b&gt;ska&lt;/b&gt;</del>" in shown and "<ins>&lt;i&gt;ska&lt;/i&gt;</ins>" in shown
