"""A library that does not hang together is refused with the file, the line and what to do."""

import re
from collections.abc import Callable
from functools import cache

import pytest

from procurement.domain import library_reader, strict_yaml
from procurement.domain.library import BrokenLibrary, Problem
from tests.library.situations import FILES

PLAN, LAW, CHANGELOG = "library/plan.yaml", "law.yaml", "library/changelog.yaml"
SEAMS = "library/seams.yaml"
CODE, LIC = "library/clauses/code/PC-CODE-02.md", "library/clauses/lic/PC-LIC-02.md"
MATURITY = "library/clauses/api/PC-API-04.md"
FED, USER = "library/clauses/fed/PC-FED-04.md", "library/clauses/user/PC-USER-04.md"
ACC = "library/clauses/acc/PC-ACC-01.md"
LOG = "library/clauses/fed/PC-FED-02.md"
BUDGET, INFORMATION = "library/questions/budget.yaml", "library/questions/information.yaml"
CONTRACT, CODE_STEP = "library/questions/contract.yaml", "library/questions/code.yaml"

Change = Callable[[str], str]
LOAD = cache(strict_yaml.load)


def swap(old: str, new: str) -> Change:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


def without(pattern: str, new: str = "") -> Change:
    """Without the first lines that match."""

    def change(text: str) -> str:
        changed, count = re.subn(pattern, new, text, count=1, flags=re.M)
        assert count == 1
        return changed

    return change


def twice(text: str) -> str:
    """With the last section of law a second time, under the name of the first."""
    last = text[text.rindex("  - ref:") :]
    return text + re.sub("ref: .*", "ref: LOU 4 kap. 1 §", last)


@pytest.fixture(autouse=True)
def read_each_text_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The files that a test leaves alone need no second reading."""
    monkeypatch.setattr(strict_yaml, "load", LOAD)


def problems(files: dict[str, str]) -> list[Problem]:
    with pytest.raises(BrokenLibrary) as caught:
        library_reader.read(files)
    for problem in caught.value.problems:
        assert problem.message and problem.hint
        assert 1 <= problem.line <= files.get(problem.file, "").count("\n") + 1
        assert str(problem) in str(caught.value)
    return caught.value.problems


def line_with(text: str, needle: str) -> int:
    (found,) = [n for n, line in enumerate(text.splitlines(), 1) if needle in line][:1]
    return found


CASES = {
    # what is wrong: file, change, what stands on the line to mend, what is said
    "unknown key in a clause": (CODE, swap("default: on", "defalut: on"), "defalut:", "okänd nyckel defalut"),
    "unknown key in a question": (BUDGET, swap("gap: budgeten", "gapp: budgeten"), "gapp:", "okänd nyckel gapp"),
    "missing variable": (
        CODE,
        swap("{publish_hours}", "{publish_days}"),
        "{publish_days}",
        "varken en fråga eller ett faktum",
    ),
    "variable that cannot be written": (CODE, swap("{publish_hours}", "{modules}"), "{modules}", "går inte att skriva"),
    "brace that is no name": (CODE, swap("{publish_hours}", "{Publish}"), "{Publish}", "klammer"),
    "variable never asked where the clause stands": (
        LOG,
        swap("data_class: [internal, personal, secret]", "data_class: open"),
        "{log_years}",
        "log_years ställs aldrig",
    ),
    "clause that can never stand": (
        LIC,
        swap("[new, extend, open_product, standard_product]", "operations"),
        "when:",
        "kan aldrig gälla",
    ),
    "question that can never be asked": (
        INFORMATION,
        swap("when: {data_class: secret}", "when: {data_class: open, processor_role: joint}"),
        "key: technical_processing_only",
        "kan aldrig ställas",
    ),
    "condition on no question": (CODE, swap("system_kind:", "systemkind:"), "when:", "som ingen fråga har"),
    "section of law taken away by no answer": (
        LAW,
        swap("{nis2_role: not_covered}", "{nis2: not_covered}"),
        "ref: Cybersäkerhetslagen 1 kap. 3 §",
        "som ingen fråga har",
    ),
    "condition on a value that is no choice": (
        CODE,
        swap("[new, extend,", "[new, expand,"),
        "when:",
        "kan aldrig vara expand",
    ),
    "condition on a regime that is none": (FED, swap("regime: eu", "regime: us"), "when:", "kan aldrig vara us"),
    "condition of a fifth form": (
        CODE,
        swap("[new, extend, open_product]", "{or: [new]}"),
        "when:",
        "form som inte finns",
    ),
    "condition that is a list": (LIC, without(r"^when: .*", "when: [new]"), "when:", "ska vara nyckel: värde"),
    "condition of a question with no question": (
        INFORMATION,
        swap("when: {data_class: secret}", "when: {dataclass: secret}"),
        "key: technical_processing_only",
        "dataclass",
    ),
    "unknown reference to law": (CODE, swap('"AvtL 36 §"', '"AvtL 37 §"'), "AvtL 37 §", "finns inte i law.yaml"),
    "law that does not apply in a regime": (
        FED,
        without(r"^law: .*", 'law: ["LOU 19 kap. 9 §"]'),
        "law:",
        "i regimen eu",
    ),
    "softer without a softer text": (
        LIC,
        swap("default: on", "default: on\nsofter_when: {regime: direct}"),
        "softer_when:",
        "mildare",
    ),
    "proof of a softer text that is not there": (
        LIC,
        swap("default: on", "default: on\nsofter_evidence: Med anbudet."),
        "softer_evidence:",
        "mildare",
    ),
    "softer scale with other points": (
        MATURITY,
        swap("softer_scale:\n  0:", "softer_scale:\n  1:"),
        "softer_scale:",
        "andra poäng",
    ),
    "id that is not the name of the file": (CODE, swap("id: PC-CODE-02", "id: PC-CODE-2"), "id:", "inte filens namn"),
    "criterion without a scale": (USER, without(r"^scale:\n(  .*\n)+"), "", "saknar skala"),
    "criterion with a scale of one": (USER, without(r"^  0: .*\n  2: .*\n  4: .*\n"), "scale:", "saknar skala"),
    "scale that is a list": (
        USER,
        without(r"^scale:\n(  .*\n)+", "scale: [0, 5]\n"),
        "scale:",
        "ska vara nyckel: värde",
    ),
    "head that is no YAML": (CODE, swap("kind: contract_term", "kind: [contract_term"), "", "giltig YAML"),
    "key twice in a head": (CODE, swap("default: on", "default: on\ndefault: off"), "default: off", "två gånger"),
    "no head": (CODE, swap("---\n", ""), "", "saknar huvud"),
    "unknown kind of clause": (
        CODE,
        swap("kind: contract_term", "kind: contract_clause"),
        "kind:",
        "okänd kind contract_clause",
    ),
    "unknown principle": (CODE, swap("principle: code", "principle: coal"), "principle:", "okänd princip coal"),
    "clause without a title": (CODE, without(r"^title: .*", "title:"), "title:", "title saknas"),
    "clause without a motive": (LIC, without(r"^motive: >-\n(  .*\n)+", "motive:\n"), "motive:", "motive saknas"),
    "heading in a clause": (
        CODE,
        swap("Leverantören ska publicera", "# Publicering\n\nLeverantören ska publicera"),
        "# Publ",
        "heading",
    ),
    "link in a clause": (
        CODE,
        swap("Lösningen ska", "[Lösningen](x) ska"),
        "Leverantören ska publicera varje",
        "link_open",
    ),
    "markup in the softer text": (CODE, swap("## Mildare\n", "## Mildare\n> citat\n\n"), "> citat", "blockquote_open"),
    "markup in the check": (CODE, swap("Läs av inch", "Läs <b>av</b> inch"), "Läs <b>av</b>", "html_inline"),
    "question without why": (BUDGET, without(r"^    why: >-\n(      .*\n)+"), "key: budget_sek", "säger inte varför"),
    "question of no kind": (
        BUDGET,
        swap("kind: kronor", "kind: pengar"),
        "key: budget_sek",
        "saknar key, kind eller label",
    ),
    "question without a label": (
        BUDGET,
        without(r"^    label: .*\n"),
        "key: budget_sek",
        "saknar key, kind eller label",
    ),
    "question asked twice": (
        CONTRACT,
        swap("key: penalty_cap_percent", "key: budget_sek"),
        "key: budget_sek",
        "två gånger",
    ),
    "choice without choices": (BUDGET, without(r"^    choices:\n(      - .*\n)+"), "key: lot_bids", "saknar val"),
    "default that is no choice": (
        CODE_STEP,
        swap("default: EUPL-1.2", "default: EUPL"),
        "key: licence",
        "inget av valen",
    ),
    "default for some that is no choice": (
        INFORMATION,
        swap("value: [sambi]", "value: [samba]"),
        "key: federations",
        "inget av valen",
    ),
    "default that rests on another default": (
        INFORMATION,
        swap("when: {sector: care}", "when: {licence: EUPL-1.2}"),
        "key: federations",
        "inte alltid är besvarad",
    ),
    "default for some without a value": (
        INFORMATION,
        swap("{when: {sector: care}, value: [sambi]}", "{when: {sector: care}}"),
        "key: federations",
        "saknar when eller value",
    ),
    "questions that are no YAML": (BUDGET, swap("questions:", "questions: ]"), "questions: ]", "giltig YAML"),
    "law twice": (LAW, twice, "ref: LOU 4 kap. 1 §", "två gånger"),
    "law that applies nowhere": (
        LAW,
        without(r"regimes: \[[a-z, ]+\]", "regimes: []"),
        "ref: LOU 3 kap. 17 §",
        "saknar regimes",
    ),
    "area with an unknown principle": (
        PLAN,
        swap("principle: open_api", "principle: open_apis"),
        "open_apis",
        "okänd princip",
    ),
    "clauses in an area that is not planned": (
        PLAN,
        swap("- key: lic", "- key: licence"),
        None,
        "området lic finns inte",
    ),
    "step without its questions": (PLAN, swap("steps: [", "steps: [extra, "), None, "filen saknas"),
    "row of a table without a method": (
        ACC,
        swap("    method: Mäts av kedjan vid varje ändring\n", ""),
        "key: tests",
        "raden tests i tabellen saknar method",
    ),
    "row of a table twice": (ACC, swap("- key: style", "- key: tests"), "key: tests", "raden tests står två gånger"),
    "row of a table that follows no clause": (
        ACC,
        swap("clause: PC-USER-02", "clause: PC-USER-92"),
        "PC-USER-92",
        "PC-USER-92, som inte finns",
    ),
    "row of a table with a condition on no question": (
        ACC,
        swap("when: {load_users:", "when: {load_user:"),
        "key: load",
        "som ingen fråga har",
    ),
    "row of a table with an unknown key": (ACC, swap("    method: Mäts", "    how: Mäts"), "how:", "okänd nyckel how"),
    "row of a table with a level that is no answer": (
        ACC,
        swap("{load_users}", "{load_user}"),
        "{load_user}",
        "varken en fråga eller ett faktum",
    ),
    "short form of no clause": (
        PLAN,
        swap("  - PC-USER-01\n", "  - PC-USER-91\n"),
        "PC-USER-91",
        "PC-USER-91, som inte finns",
    ),
    "lot of no known kind": (
        PLAN,
        swap("  - kind: review", "  - kind: reviews"),
        "kind: reviews",
        "reviews är inget slag",
    ),
    "lot spared a clause that is not there": (
        PLAN,
        swap("clauses: [PC-CD-02, ", "clauses: [PC-CD-92, "),
        "PC-CD-92",
        "PC-CD-92 är inget krav eller villkor",
    ),
    "lot spared a criterion": (
        PLAN,
        swap("clauses: [PC-CD-02, ", "clauses: [PC-CD-04, "),
        None,
        "PC-CD-04 är inget krav eller villkor",
    ),
    "lot spared a demand on the supplier": (
        PLAN,
        swap("clauses: [PC-CD-02, ", "clauses: [PC-QUAL-01, "),
        None,
        "PC-QUAL-01 gäller hela",
    ),
    "lot unfit for what is no criterion": (
        PLAN,
        swap("criteria: [PC-API-04, ", "criteria: [PC-API-01, "),
        None,
        "PC-API-01 är inget tilldelningskriterium",
    ),
    "lot spared without a reason": (
        PLAN,
        without(r"^    why: sköter.*\n"),
        "kind: operations",
        "säger inte varför",
    ),
    "seams that are not the whole": (
        SEAMS,
        swap("percent: 26", "percent: 25"),
        "new:",
        "andelarna för new är inte 100 procent",
    ),
    "seams that build on what comes later": (
        SEAMS,
        swap("needs: [behov]", "needs: [drift]"),
        "key: karna",
        "karna nämner drift, som inte står före",
    ),
    "seams of a kind that is none": (
        SEAMS,
        swap("kind: core", "kind: cor"),
        "key: karna",
        "cor är inget slag av modul",
    ),
    "seams without a number": (
        SEAMS,
        swap("percent: 26", "percent: en del"),
        "key: karna",
        "percent ska vara ett heltal",
    ),
    "seams that say something else": (SEAMS, swap("kind: core", "slag: core"), "slag:", "okänd nyckel slag"),
    "seams of one thing for another": (
        SEAMS,
        swap("  extend:", "  extended:"),
        "extended:",
        "okänt slag av system extended",
    ),
    "seams that are missing": (SEAMS, swap("  extend:", "  extended:"), "seams:", "extend har inga delar"),
    "two seams alike": (SEAMS, swap("key: granssnitt", "key: karna"), "key: karna", "delen karna finns redan"),
    "changelog that names no clause": (
        CHANGELOG,
        swap(" PC-API-02,", " PC-API-92,"),
        "PC-API-92",
        "PC-API-92 finns inte",
    ),
    "changelog that lags behind": (PLAN, without(r"^version: .*", 'version: "2099.1"'), None, "plan.yaml säger 2099.1"),
    "changelog with a word of its own": (
        CHANGELOG,
        swap("    summary:", "    sumary:"),
        "sumary:",
        "okänd nyckel sumary",
    ),
    "release without a day": (CHANGELOG, without(r"^    date: .*", "    date: snart"), None, "saknar version, date"),
    "clause named twice in a release": (
        CHANGELOG,
        swap(" PC-API-02,", " PC-API-01,"),
        None,
        "PC-API-01 nämns två gånger",
    ),
    "withdrawn only in its head": (
        CODE,
        swap("default: on", "default: on\nwithdrawn: 2026-12-01"),
        None,
        "PC-CODE-02 är återkallad bara",
    ),
    "withdrawn on no day": (
        CODE,
        swap("default: on", "default: on\nwithdrawn: snart"),
        "withdrawn:",
        "snart är ingen dag",
    ),
    "replaced and not withdrawn": (
        CODE,
        swap("default: on", "default: on\nreplaced_by: PC-CODE-01"),
        "replaced_by:",
        "inte återkallad",
    ),
    "replaced by nothing": (
        CODE,
        swap("default: on", "default: on\nwithdrawn: 2026-12-01\nreplaced_by: PC-CODE-99"),
        "replaced_by:",
        "PC-CODE-99 finns inte",
    ),
}


@pytest.mark.parametrize(("file", "change", "at", "message"), CASES.values(), ids=CASES)
def test_what_is_wrong_is_named_where_it_is(file: str, change: Change, at: str | None, message: str) -> None:
    files = {**FILES, file: change(FILES[file])}
    everything = problems(files)
    found = [problem for problem in everything if message in problem.message]
    assert found, everything
    if at is not None:
        assert found[0].file == file
    if at:
        assert found[0].line == line_with(files[file], at), found[0]


def test_an_id_that_two_files_have_is_refused() -> None:
    copied = "library/clauses/lic/PC-CODE-02.md"
    (problem,) = problems({**FILES, copied: FILES[CODE]})
    assert (problem.file, problem.line) == (copied, 2) and "finns redan" in problem.message


@pytest.mark.parametrize("file", [PLAN, LAW, BUDGET])
def test_a_file_that_is_missing_is_named(file: str) -> None:
    files = {path: text for path, text in FILES.items() if path != file}
    assert [str(p) for p in problems(files) if p.file == file] == [f"{file}:1: filen saknas – lägg till den"]


@pytest.mark.parametrize("file", [PLAN, LAW, BUDGET])
def test_a_file_that_holds_a_list_is_refused(file: str) -> None:
    assert any("ska vara ett objekt" in p.message for p in problems({**FILES, file: "- a\n"}) if p.file == file)


def test_everything_that_is_wrong_is_named_at_once() -> None:
    files = {
        **FILES,
        CODE: FILES[CODE].replace('"AvtL 36 §"', '"AvtL 37 §"'),
        LIC: FILES[LIC].replace('"URL 27 §"', '"URL 270 §"'),
        USER: re.sub(r"^scale:\n(  .*\n)+", "", FILES[USER], flags=re.M),
    }
    assert {problem.file for problem in problems(files)} == {CODE, LIC, USER}


def test_every_question_has_a_line_of_its_own() -> None:
    files = {
        path: re.sub(r"^    why: >-\n(      .*\n)+", "", text, flags=re.M) if "/questions/" in path else text
        for path, text in FILES.items()
    }
    found = problems(files)
    for problem in found:
        key = problem.message.split()[1]
        assert files[problem.file].splitlines()[problem.line - 1] == f"  - key: {key}"
    assert len(found) == sum(len(step.questions) for step in library_reader.read(FILES).steps)


def test_the_same_texts_are_the_same_release_wherever_they_lie() -> None:
    backwards = dict(reversed(FILES.items()))
    assert library_reader.read(FILES).digest == library_reader.read(backwards).digest
    assert library_reader.read({**FILES, CODE: FILES[CODE] + "\n"}).digest != library_reader.read(FILES).digest
