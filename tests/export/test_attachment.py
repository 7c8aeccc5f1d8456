"""The answers in a PDF: where a reader of PDF/A looks for them, and none that the paper itself does not say."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import lxml.html
import pikepdf
import pytest

from procurement.domain import assemble, seams
from procurement.domain import brief as briefs
from procurement.domain.answers import in_words
from procurement.domain.brief import Brief
from procurement.domain.carried import PLAIN, ROWS, takes_all
from procurement.domain.document import Document
from procurement.domain.facts import derive
from procurement.domain.questions import Question
from procurement.export import attachment, html
from tests.domain.given import AMOUNTS, DAY, LIBRARY, MUNICIPALITY
from tests.export.aloud import aloud
from tests.export.annexes import BRIEFS, brief_of
from tests.export.sample import DOCUMENT
from tests.export.standards import broken
from tests.opening.files import attached, sent

SCHEMA = briefs.schema_of(LIBRARY)
BRIEF: Brief = {"title": DOCUMENT.subject}


def test_the_file_is_where_pdf_a_wants_it_with_all_that_it_wants_said(pdf_file: Path, tmp_path: Path) -> None:
    file = tmp_path / "sent.pdf"
    file.write_bytes(attachment.sent(pdf_file.read_bytes(), "pdf", DOCUMENT, BRIEF, LIBRARY))
    with pikepdf.open(file) as pdf:
        (specified,) = pdf.Root.AF
        names = pdf.Root.Names.EmbeddedFiles.Names
        assert str(names[0]) == "svar-i-handlingen.json" and names[1].objgen == specified.objgen
        assert specified.Type == "/Filespec" and specified.AFRelationship == "/Source"
        assert str(specified.F) == str(specified.UF) == "svar-i-handlingen.json"
        assert str(specified.Desc).startswith("De svar som står i handlingen.")
        stream = specified.EF.F
        assert stream.Type == "/EmbeddedFile" and stream.Subtype == "/application/json"
        day = f"D:{DOCUMENT.on:%Y%m%d}120000Z"
        assert str(stream.Params.ModDate) == str(stream.Params.CreationDate) == day == str(pdf.docinfo.CreationDate)
        assert stream.Params.Size == len(stream.read_bytes())
    assert not broken(file)


def test_the_rest_of_the_file_is_as_it_was(pdf_file: Path) -> None:
    content = pdf_file.read_bytes()
    sent = attachment.sent(content, "pdf", DOCUMENT, BRIEF, LIBRARY)
    with pikepdf.open(BytesIO(content)) as before, pikepdf.open(BytesIO(sent)) as after:
        assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        assert after.pdf_version == before.pdf_version and after.trailer.ID[0] == before.trailer.ID[0]
        assert set(after.Root.keys()) == {*before.Root.keys(), "/AF"}
        assert len(after.open_outline().root) == len(before.open_outline().root) > 0
        assert list(aloud(after)) == list(aloud(before))


def test_the_same_document_and_answers_give_the_same_bytes(pdf_file: Path) -> None:
    content = pdf_file.read_bytes()
    brief = brief_of("bygglov")
    first = attachment.sent(content, "pdf", DOCUMENT, brief, LIBRARY)
    # As a database may give it back.
    shuffled = dict(reversed(brief.items()))
    assert attachment.sent(content, "pdf", DOCUMENT, shuffled, LIBRARY) == first
    own = dataclasses.replace(DOCUMENT, internal=True)
    others = [
        attachment.sent(content, "pdf", own, brief, LIBRARY),
        attachment.sent(content, "pdf", own, brief | {"title": "Något annat"}, LIBRARY),
    ]
    assert len({first, *others}) == 3


def test_other_formats_are_sent_as_they_were_made() -> None:
    assert attachment.sent(b"PK and so on", "docx", DOCUMENT, BRIEF, LIBRARY) == b"PK and so on"


# What goes along


def papers(brief: Brief) -> list[Document]:
    """Those that others than the buyer read: the annexes, each lot's own, and who pays what."""
    facts = derive(brief, LIBRARY, AMOUNTS, DAY)
    made = [*assemble.documents(brief, LIBRARY, facts, draft=False)]
    for lot in facts.lots:
        made += assemble.lot_documents(brief, LIBRARY, facts, lot.number, draft=False)
    return [document for document in made if not takes_all(document)]


def taken(brief: Brief, document: Document) -> dict[str, Any]:
    """What is in the file that the document takes along."""
    name, content = attached(sent(brief, document))
    assert name == "svar-i-handlingen.json"
    found: dict[str, Any] = json.loads(content)
    assert found.pop("format") == 1
    return found


def printed(document: Document) -> str:
    """The page, without spaces and signs: a long text is set as paragraphs and lists."""
    return squeezed(str(lxml.html.fromstring(html.page(document)).text_content()))


def squeezed(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def leaves(question: Question, value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Each answer within an answer: its path, and how it is written on paper."""
    fields = {field.key: field for field in question.fields}
    match question.kind:
        case "rows":
            for n, row in enumerate(value):
                for key, part in row.items():
                    yield from leaves(fields[key], part, f"{path}[{n}].{key}")
        case "group":
            for key, part in value.items():
                yield from leaves(fields[key], part, f"{path}.{key}")
        case "mapping":
            yield from ((f"{path}.{key}", str(part)) for key, part in value.items())
        case "list" | "choices":
            yield from ((f"{path}[{n}]", in_words(question, [part])) for n, part in enumerate(value))
        case _:
            yield path, in_words(question, value)


@pytest.mark.parametrize("name", BRIEFS)
def test_what_a_paper_does_not_say_it_does_not_take_along(name: str) -> None:
    brief = brief_of(name)
    for document in papers(brief):
        page, along = printed(document), taken(brief, document)
        found = dict(leaf for key, value in along.items() for leaf in leaves(SCHEMA[key], value, key))
        assert found["title"] == brief["title"]
        for path, words in found.items():
            assert squeezed(words) in page, (document.title, path)
        # Every key: one whose words are not all on the paper is not there as it was answered.
        for key, value in brief.items():
            missing = [path for path, words in leaves(SCHEMA[key], value, key) if squeezed(words) not in page]
            assert not missing or along.get(key) != value, (document.title, missing)
        assert briefs.check(along, LIBRARY) == along | {"format": 1}, "it can be opened"


def everything() -> Brief:
    """An answer to every question, each text with a word that stands nowhere else, each number one of its own."""
    count = iter(range(1000, 10_000))

    def value(question: Question) -> Any:
        n = next(count)
        match question.kind:
            case "text" | "long_text":
                return f"Särskilt{n} ord"
            case "email":
                return f"person{n}@sjovalla.example"
            case "url":
                return f"https://kod{n}.example/"
            case "org_number":
                return "212000-9999"
            case "date":
                return f"2027-{n % 12 + 1:02}-{n % 28 + 1:02}"
            case "yes_no":
                return True
            case "choice":
                return question.choices[0].key
            case "choices":
                return [choice.key for choice in question.choices]
            case "list":
                return [f"Särskilt{n} ting"]
            case "rows":
                return [{field.key: value(field) for field in question.fields}]
            case "group":
                return {field.key: value(field) for field in question.fields}
            case "mapping":
                return {"PC-API-01": f"Särskilt{n} ord"}
        return max(question.minimum or 0, min(question.maximum or n, n))

    answers = {key: value(question) for key, question in SCHEMA.items()}
    # What must be one of a few, or hang together with the rest.
    answers |= {
        "format": 1, "authority": MUNICIPALITY, "open_ended": False, "system_kind": "extend", "data_class": "secret",
        "security_sensitive": False, "budget_sek": 9_876_543, "modules": [], "lots": [], "lot_combinations": [],
        "small_lots": [], "criteria": [{"clause": "PC-USER-04", "weight": 17}], "softer": ["PC-CD-01"],
        "house": {}, seams.KEY: {}, "skipped": {}, "is_framework": False, "combined_awards": False,
        "lot_cap_sek": 10_000_000,
        "deviations": [{"clause": "PC-CODE-05", "reason_code": "R1", "evidence": f"Särskilt{next(count)} skäl"}],
    }  # fmt: skip
    return briefs.check({key: answer for key, answer in answers.items() if key in SCHEMA}, LIBRARY)


@pytest.mark.parametrize("budget", [550_000, 1_876_543, 9_876_543, 38_876_543])
def test_of_an_answer_to_every_question_only_what_tenderers_are_told_goes_along(budget: int) -> None:
    brief = everything() | {"budget_sek": budget}
    everywhere: set[str] = set()
    for document in papers(brief):
        page, along = printed(document), taken(brief, document)
        for word in re.findall(r"[Ss]ärskilt\d+|kod\d+|person\d+", json.dumps(along, ensure_ascii=False)):
            assert word in page, (document.title, word)
        everywhere |= along.keys()
    assert everywhere <= {*PLAIN, *ROWS}
    assert len(everywhere) > 12, everywhere
    assert str(budget) not in json.dumps([taken(brief, document) for document in papers(brief)])


def test_an_answer_that_is_left_from_a_question_that_no_longer_applies_stays() -> None:
    brief = brief_of("bygglov") | {"repository_url": "https://kod.example/hemligt", "system_kind": "new"}
    for document in papers(brief):
        assert "repository_url" not in taken(brief, document)


def test_a_word_that_stands_there_by_chance_takes_no_answer_along() -> None:
    """The number of expected tenders is a figure like any other; so is a sum that is somebody else's."""
    brief = brief_of("skolplattform")
    for document in papers(brief):
        along = taken(brief, document)
        assert not along.keys() & {"bidders_expected", "budget_sek", "options_sek", "term_months", "price_weight"}
        assert "cost_sek" not in json.dumps(along) and "funded_by" not in json.dumps(along)


def test_what_belongs_to_one_buyers_case_stays_with_it_also_where_it_is_printed() -> None:
    brief = brief_of("bokning-sju-kommuner")
    for document in papers(brief):
        along = taken(brief, document)
        assert not along.keys() & {"authority", "contact", "reference", "partners", "deviations", "contract_start"}


def test_own_wording_goes_along_where_it_stands() -> None:
    said = {"PC-CODE-02": "Koden läggs ut samma dag.\n\nDet gäller också proven.", "PC-AI-01": "Står inte."}
    brief = brief_of("bygglov") | {"wording": said}
    found = {document.key: taken(brief, document).get("wording") for document in papers(brief)}
    assert {key for key, wording in found.items() if wording == {"PC-CODE-02": said["PC-CODE-02"]}}
    assert all("PC-AI-01" not in (wording or {}) for wording in found.values())


def test_a_row_goes_along_whole_or_not_at_all() -> None:
    """Two rows with the same name are told apart by the rest, on the line where it stands."""
    brief = brief_of("bygglov")
    document = papers(brief)[0]
    groups = [*briefs.rows(brief, "user_groups"), {"name": "Byggherrar", "count": 2, "need": "något helt annat"}]
    assert taken(brief | {"user_groups": groups}, document)["user_groups"] == brief["user_groups"]
