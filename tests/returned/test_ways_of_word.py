"""What Word may write, spelt out: no text is dropped or told twice, and what is no text is said to be there."""

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from procurement.domain.returned import compare, digest
from procurement.domain.returned.reading import Reading, before, now
from procurement.intake import returned
from procurement.intake.limits import Unreadable
from procurement.intake.marks import OLE
from tests.inspection.files import WORDS, packed, word_xml
from tests.returned import editing
from tests.returned.editing import Word
from tests.returned.leaving import contract_terms
from tests.returned.saved import without_control

MATHS = "http://schemas.openxmlformats.org/officeDocument/2006/math"
DRAWS = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
BY_EK = 'w:id="1" w:author="Ek" w:date="2026-11-20T09:30:00Z"'
A_CLAUSE = (
    '<w:sdt><w:sdtPr><w:tag w:val="{id} 0123456789ab"/></w:sdtPr><w:sdtContent>{text}</w:sdtContent></w:sdt>'
)  # fmt: skip
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def a_run(text: str, kind: str = "t") -> str:
    return editing.run(text, kind)


def paragraph(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def read(body: str) -> Reading:
    return returned.read(word_xml(body))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<w:r><w:t>vänster</w:t><w:ptab/><w:t>höger</w:t></w:r>", "vänster höger"),
        ("<w:r><w:t>av\u00adtal</w:t><w:softHyphen/><w:t>et</w:t></w:r>", "avtalet"),
        ('<w:r><w:t>klart </w:t><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "klart [tecken]"),
        ('<w:r><w:sym w:font="Calibri" w:char="00A7"/><w:t> 4</w:t></w:r>', "§ 4"),
        (f'<m:oMath xmlns:m="{MATHS}"><m:r><m:t>a+b</m:t></m:r></m:oMath>', "a+b"),
        ("<w:r><w:t>så här: </w:t><w:drawing/></w:r>", "så här: [bild]"),
        ("<w:r><w:object><w:drawing/></w:object></w:r>", "[bild]"),
        ("<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>i en ruta</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>", ""),
        ("<w:smartTag><w:r><w:t>Stock</w:t></w:r></w:smartTag><w:proofErr/><w:r><w:t>holm</w:t></w:r>", "Stockholm"),
        ("<w:r><w:instrText> REF x </w:instrText></w:r><w:fldSimple><w:r><w:t>4.2</w:t></w:r></w:fldSimple>", "4.2"),
    ],
)
def test_signs_that_are_no_letters(content: str, said: str) -> None:
    stops = '<w:tabs><w:tab w:val="left" w:pos="700"/></w:tabs>'
    reading = read(A_CLAUSE.format(id="PC-A-01", text=paragraph(content, stops)))
    lines = [line.now for line in reading.controls[0].lines]
    assert lines[-1] == said and not reading.outside
    assert "ruta" not in content or lines[0] == "i en ruta"
    # A tab stop is no text.
    assert not said or reading.controls[0].lines[-1].runs[0].text[0] == said[0]


def test_signs_that_cannot_be_seen_are_no_change() -> None:
    """The authority's own words may have them, from wherever they were copied."""
    (sent,) = read(
        A_CLAUSE.format(id="PC-A-01", text=paragraph(a_run("PC-A-01")) + paragraph(a_run("Av\u00adtalet.")))
    ).controls
    assert digest(["PC-A-01", "Av\u00adtalet."]) == digest(now(sent.lines))
    found = compare(Reading((sent,), ()), Reading((sent,), ()), {"PC-A-01": ["Av\u00adtalet."]})
    assert found.clauses[0].words == ("Avtalet.",)


def test_what_one_has_put_in_over_two_paragraphs_is_told_with_a_space() -> None:
    both = "".join(paragraph(f"<w:ins {BY_EK}>{a_run(text)}</w:ins>") for text in ("Ett.", "Två."))
    reading = read(both)
    assert [run.text for run in compare(reading, reading, {}).tracked] == ["Ett. Två."]


def test_a_document_that_is_put_in_whole_is_said_to_be_there() -> None:
    reading = read(A_CLAUSE.format(id="PC-A-01", text=paragraph(a_run("Före.")) + '<w:altChunk r="1"/>'))
    assert now(reading.controls[0].lines) == ["Före.", "[infogat dokument]"]


@pytest.mark.parametrize(
    "properties",
    [
        f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="4"/><w:ins {BY_EK}/></w:numPr>',
        f"<w:rPr><w:b/><w:rPrChange {BY_EK}><w:rPr><w:del {BY_EK}/></w:rPr></w:rPrChange></w:rPr>",
    ],
)
def test_a_mark_on_how_it_looks_is_no_mark_on_the_text(properties: str) -> None:
    reading = read(paragraph(a_run("Ett."), properties) + paragraph(a_run("Två.")))
    assert now(reading.outside) == before(reading.outside) == ["Ett.", "Två."]
    assert not any(line.end for line in reading.outside)


def test_a_row_that_is_put_in_and_struck_out_again_never_stood_there() -> None:
    row = "<w:tr><w:trPr><w:ins {by}/></w:trPr><w:tc>{text}</w:tc></w:tr>"
    struck = f"<w:del {BY_EK}>{a_run('kvar', 'delText')}</w:del>"
    first = row.format(by=BY_EK, text=paragraph(a_run("ny")))
    second = row.format(by=BY_EK, text=paragraph(struck)).replace("</w:trPr>", f"<w:del {BY_EK}/></w:trPr>")
    reading = read(f"<w:tbl>{first}{second}</w:tbl>")
    assert now(reading.outside) == ["ny"] and before(reading.outside) == []
    assert [(run.text, run.mark, run.by) for line in reading.outside for run in line.runs] == [
        ("ny", "new", "Ek"),
        ("kvar", "passing", "Ek"),
    ]


def test_a_clause_that_is_moved_with_its_control_while_changes_are_tracked_says_what_it_said() -> None:
    gone = f"<w:moveFrom {BY_EK}>{a_run('Leverantören ska.')}</w:moveFrom>"
    new = f"<w:moveTo {BY_EK}>{a_run('Leverantören ska.')}</w:moveTo>"
    left, come = (A_CLAUSE.format(id="PC-A-01", text=paragraph(content)) for content in (gone, new))
    for body in (left + come, come + left):
        (control,) = read(body).controls
        assert now(control.lines) == before(control.lines) == ["Leverantören ska."]
        assert {run.mark for line in control.lines for run in line.runs} == {"new", "gone"}


def test_a_clause_struck_out_in_its_control_is_where_its_bookmark_has_gone() -> None:
    """As a comparison of two files says of a clause that has moved: what has come is given no control."""
    gone = A_CLAUSE.format(id="PC-A-01", text=paragraph(f"<w:del {BY_EK}>{a_run('Ska.', 'delText')}</w:del>"))
    start, end = '<w:bookmarkStart w:id="7" w:name="Klausul_PC_A_01"/>', '<w:bookmarkEnd w:id="7"/>'
    come = paragraph(f"{start}<w:ins {BY_EK}>{a_run('Ska.')}</w:ins>{end}")
    other = A_CLAUSE.format(id="PC-A-02", text=paragraph(a_run("Får.")))
    for body in (gone + other + come, come + other + gone):
        reading = read(body)
        said = {control.clause: (now(control.lines), before(control.lines)) for control in reading.controls}
        assert said == {"PC-A-01": (["Ska."], ["Ska."]), "PC-A-02": (["Får."], ["Får."])}
        assert not reading.outside
    # Word ends a bookmark around whole paragraphs at the beginning of the next.
    reading = read(gone + come.replace(end, "") + paragraph(end + a_run("Nästa rubrik")))
    assert now(reading.controls[0].lines) == ["Ska."] and now(reading.outside) == ["Nästa rubrik"]
    # Where the control says something still, the bookmark has been stretched.
    both = A_CLAUSE.format(id="PC-A-01", text=paragraph(a_run("Ska.")))
    assert now(read(both + come).outside) == ["Ska."]


def test_a_contents_that_has_lost_its_control_is_no_text() -> None:
    def field(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    def told(*codes: str) -> str:
        """In pieces, as Word may write it."""
        return "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes)

    page = field("begin") + told(" PAGEREF _Toc1 ") + field("separate") + a_run("3") + field("end")
    first = field("begin") + told(" TO", 'C \\o "1-1" ') + field("separate") + a_run("1 Behov") + page
    heading = paragraph('<w:bookmarkStart w:id="1" w:name="_Toc1"/>' + a_run("Behov") + '<w:bookmarkEnd w:id="1"/>')
    lines = paragraph(first) + paragraph(a_run("2 Kod") + page)
    for end in (paragraph(field("end")), ""):
        # A field that is never ended does not take what follows the contents.
        assert now(read(lines + end + heading).outside) == ["Behov"]
    assert now(read(paragraph(page + a_run(" sidor"))).outside) == ["3 sidor"]


def test_a_clause_whose_control_alone_is_taken_away_is_known_by_its_bookmark() -> None:
    one = contract_terms()
    found = one.against(without_control(one.file, "PC-CODE-02"))
    assert not (found.outside or found.twice or found.unknown)
    assert all(clause.happened == "same" and not clause.beside for clause in found.clauses)


def test_a_bookmark_that_has_been_stretched_into_another_clause_takes_nothing_from_it() -> None:
    one = contract_terms()
    # Its text has lost the control, and its bookmark now begins in another clause.
    word = Word(without_control(one.file, "PC-CODE-02"))
    start = next(b for b in word.root.iter("{*}bookmarkStart") if b.get(f"{{{WORDS}}}name") == "Klausul_PC_CODE_02")
    other = next(control.clause for control in one.reading.controls if control.clause != "PC-CODE-02")
    next(word.control(other).iter("{*}p")).append(start)
    found = {clause.clause: clause for clause in one.against(word.saved()).clauses}
    assert found[other].happened == "same" and not found[other].beside


def test_what_is_remarked_in_a_clause_that_stands_twice_is_listed() -> None:
    one = contract_terms()
    word = Word(one.file)
    twin = word.control("PC-CODE-02")
    copy = Word(one.file).control("PC-CODE-02")
    twin.addnext(copy)
    editing.remarked(word, "PC-CODE-02", one.bodies["PC-CODE-02"][0])
    copy.addnext(twin)
    found = one.against(word.saved())
    assert found.twice == ("PC-CODE-02",)
    assert [comment.text for comment in found.comments] == ["Är det här proportionerligt? Hör med IT."]


def test_a_program_may_call_the_parts_of_a_file_what_it_likes() -> None:
    one = contract_terms()
    parts = Word(one.file).parts
    named = {"document.xml": "document2.xml", "footnotes.xml": "noter.xml", "header1.xml": "topp.xml"}
    for old, new in named.items():
        for name in list(parts):
            content = parts.pop(name)
            renamed = name.replace(f"word/{old}", f"word/{new}").replace(f"_rels/{old}", f"_rels/{new}")
            parts[renamed] = content.replace(old.encode(), new.encode()) if ".rels" in name else content
    found = one.against(packed(parts))
    assert not found.outside and {clause.happened for clause in found.clauses} == {"same"}
    assert not any(clause.beside for clause in found.clauses)


def test_a_control_in_a_header_is_no_clause_whatever_it_is_called() -> None:
    one = contract_terms()
    word = Word(one.file)
    control = A_CLAUSE.format(id="REG-NR", text=paragraph(a_run("Registrerad 2026-11-23.")))
    header = word.parts["word/header1.xml"].replace(b"</w:hdr>", f"{control}</w:hdr>".encode())
    word.parts["word/header1.xml"] = header
    assert [line.text for line in one.against(word.saved()).outside] == ["Registrerad 2026-11-23."]


@pytest.mark.parametrize(("said", "happened"), [("", "removed"), (' w:val="0"', "changed")])
def test_a_clause_that_has_been_emptied_is_removed_whatever_word_asks_for_in_its_place(
    said: str, happened: str
) -> None:
    one = contract_terms()
    word = Word(one.file)
    properties, content = word.control("PC-CODE-02")
    properties.append(parse_xml(f"<w:showingPlcHdr {nsdecls('w')}{said}/>"))
    prompt = "Klicka eller tryck här för att ange text."
    content[:] = parse_xml(f"<w:sdtContent {nsdecls('w')}>{paragraph(a_run(prompt))}</w:sdtContent>")[:]
    found = {clause.clause: clause for clause in one.against(word.saved()).clauses}
    assert found["PC-CODE-02"].happened == happened
    assert {clause.happened for id, clause in found.items() if id != "PC-CODE-02"} == {"same"}


@pytest.mark.parametrize(
    ("stream", "code"), [("EncryptedPackage", "password"), ("WordDocument", "old_word"), ("Workbook", "other_kind")]
)
def test_what_is_wrong_with_a_file_of_the_old_kind_is_said(stream: str, code: str) -> None:
    with pytest.raises(Unreadable, match=code):
        returned.read(OLE + stream.encode("utf-16-le"))


def test_a_spreadsheet_is_no_word_file() -> None:
    leads = f'<Relationship Id="a" Type="{RELATIONS}/officeDocument" Target="/xl/workbook.xml"/>'
    listed = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{leads}</Relationships>'
    )
    with pytest.raises(Unreadable, match="other_kind"):
        returned.read(packed({"_rels/.rels": listed.encode(), "xl/workbook.xml": b"<workbook/>"}))
