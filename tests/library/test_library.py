"""Every file of the library: read, rendered in every situation it can come in, and with law that applies there."""

import itertools
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from procurement.domain import answers, markup
from procurement.domain.conditions import holds, wanted_values
from procurement.domain.document import Gap, Items, Paragraph, Text
from procurement.domain.facts import Facts
from procurement.domain.language.reading import FILES as LISTS
from procurement.domain.language.reading import FOLDER
from procurement.domain.library import REGIMES, Clause, Regime, Variant
from procurement.domain.questions import Question
from tests.domain.given import LIBRARY, facts
from tests.library.situations import (
    CLASSES,
    CLAUSES,
    FILES,
    KINDS,
    Situation,
    combinations,
    sample,
    situations,
    standing_in,
    variants_in,
)

STEPS = {f"library/questions/{step.key}.yaml": step for step in LIBRARY.steps}
FOLLOWED_UP = {clause.area for clause in LIBRARY.clauses.values() if clause.kind == "follow_up"}


def rendered(clause: Clause, variant: Variant, given: Facts) -> tuple[Paragraph | Items, ...]:
    template = clause.softer if variant == "softer" else clause.text
    return markup.fill(template, lambda key: answers.slot(key, LIBRARY, given))


def inlines(blocks: tuple[Paragraph | Items, ...]) -> list[object]:
    return [
        i for block in blocks for run in (block.items if isinstance(block, Items) else (block.inlines,)) for i in run
    ]


def all_questions(questions: tuple[Question, ...]) -> Iterator[Question]:
    for question in questions:
        yield question
        yield from all_questions(question.fields)


def test_every_file_is_a_case() -> None:
    lists = {f"{FOLDER}{name}.yaml" for name in LISTS}
    others = {f"library/{name}.yaml" for name in ("plan", "seams", "changelog")} | {"law.yaml"}
    assert set(FILES) == {*CLAUSES, *STEPS, *others, *lists}


def test_the_situations_are_what_they_say() -> None:
    # Four ways to divide or not, but a direct award is never asked why it is kept together.
    ways = len(REGIMES) * 4 - 1
    assert len(situations()) == ways * len(KINDS) * len(CLASSES) * len(LIBRARY.questions["rights_model"].choices)
    for situation in situations():
        assert situation.facts.regime == situation.regime


def test_in_the_sample_each_two_answers_meet() -> None:
    def met(one: Situation) -> set[tuple[object, ...]]:
        known = one.facts
        division, rights = (known.over_cap, known.divided), str(known.answers.get("rights_model"))
        ways = enumerate((one.regime, one.system_kind, one.data_class, division, rights))
        return set(itertools.combinations(ways, 2))

    assert set().union(*map(met, sample())) == set().union(*map(met, situations()))


def test_every_value_that_a_condition_names_is_tried() -> None:
    for clause in LIBRARY.clauses.values():
        seen = [situation.facts.conditions() for situation in standing_in(clause)]
        for condition in (clause.when, clause.softer_when):
            for key, wanted in condition.items():
                for value in wanted_values(wanted):
                    assert any(holds({key: value}, given) for given in seen), (clause.id, key, value)
        for variant, holding in (("softer", True), ("standard", False)):
            if clause.softer_when:
                assert any(holds(clause.softer_when, given) is holding for given in seen), (clause.id, variant)


@pytest.mark.parametrize("path", CLAUSES)
def test_a_clause_can_be_written_wherever_it_stands(path: str) -> None:
    clause = CLAUSES[path]
    # Who divides and yet chooses the text for keeping together is asked for the reason, by a gap.
    wanted = clause.slots() - {"no_split_reason"}
    written = 0
    for situation in standing_in(clause):
        for variant in variants_in(clause, situation):
            blocks = rendered(clause, variant, situation.facts)
            found = inlines(blocks)
            texts = [i.text for i in found if isinstance(i, Text) and i.style != "code"]
            assert texts and "".join(texts).strip()
            assert not [text for text in texts if re.search(r"[{}]|None|\bTrue\b|\bFalse\b", text)]
            assert not [i for i in found if isinstance(i, Gap) and i.key in wanted], situation
            written += 1
    assert written, "it stands in no situation at all"


@pytest.mark.parametrize("path", CLAUSES)
def test_a_clause_rests_on_law_that_applies_wherever_it_stands(path: str) -> None:
    clause = CLAUSES[path]
    for regime in {situation.regime for situation in standing_in(clause)}:
        laws = LIBRARY.laws_of(clause, regime)
        assert laws, f"no section of {clause.law} applies in {regime}"
        assert all(regime in law.regimes for law in laws)


@pytest.mark.parametrize("path", CLAUSES)
def test_a_clause_can_be_written_before_anything_is_answered(path: str) -> None:
    clause = CLAUSES[path]
    for variant in clause.variants():
        assert all(gap.label and gap.key for gap in inlines(rendered(clause, variant, facts())) if isinstance(gap, Gap))


@pytest.mark.parametrize("path", CLAUSES)
def test_a_clause_says_why_how_it_is_proved_and_when_it_is_too_much(path: str) -> None:
    clause = CLAUSES[path]
    assert clause.title and clause.motive and clause.evidence
    if clause.kind != "follow_up":
        assert clause.check and clause.risk
    if clause.kind == "award_criterion":
        points = [point for point, _ in clause.scale]
        assert points == sorted(set(points)) and points[0] == 0 and len(points) >= 2
        assert 0 < clause.weight[0] < clause.weight[1] <= 100
    assert clause.area in FOLLOWED_UP


@pytest.mark.parametrize("path", STEPS)
def test_a_step_can_be_asked(path: str) -> None:
    step = STEPS[path]
    assert re.fullmatch(r"[a-z]+", step.slug) and step.title and step.intro and step.questions
    for question in all_questions(step.questions):
        assert question.label and question.gap, question.key
        assert not re.search(r"[{}<>]", question.label + question.hint + question.why + question.gap), question.key
        if question.default is not None:
            assert answers.in_words(question, question.default)
        for choice in question.choices:
            assert (
                choice.label
                and choice.text
                and answers.in_words(question, choice.key if question.kind == "choice" else [choice.key])
            )
        if question.kind == "rows":
            assert question.row, f"{question.key} does not say what a row is"
    for question in step.questions:
        assert question.why, question.key


# What only helps its reader to the next answer.
LEADS_TO = {"reuse_purpose": "licence"}


def test_every_answer_is_used() -> None:
    """Printed by a clause or a document, looked at by a condition, or weighed by the review: else why ask."""
    used = {key for clause in LIBRARY.clauses.values() for key in clause.slots() | {*clause.when, *clause.softer_when}}
    used |= {key for question in LIBRARY.questions.values() for key in question.when}
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "procurement" / "domain").rglob("*.py"))
    assert {key for key in LIBRARY.questions.keys() - used if f'"{key}"' not in code} == set(LEADS_TO)


def test_slugs_are_all_different() -> None:
    assert len({step.slug for step in LIBRARY.steps}) == len(LIBRARY.steps)


def test_the_plan_has_the_eight_rules_and_the_nine_reasons() -> None:
    assert list(LIBRARY.principles) == [
        "open_api", "federated_api", "code", "deployment", "small", "first", "users", "standards",
    ]  # fmt: skip
    assert list(LIBRARY.reasons) == [f"R{n}" for n in range(1, 10)]
    assert {clause.area for clause in LIBRARY.clauses.values()} == set(LIBRARY.areas)
    assert {clause.principle for clause in LIBRARY.clauses.values()} >= set(LIBRARY.principles)
    assert LIBRARY.never_valid and LIBRARY.version


@pytest.mark.parametrize("ref", LIBRARY.laws)
def test_a_section_of_law_says_where_it_is_from_and_when_it_was_read(ref: str) -> None:
    law = LIBRARY.laws[ref]
    assert law.act in LIBRARY.acts and ref.startswith(law.act)
    assert law.heading and law.source
    assert date.fromisoformat(law.checked) <= date(2026, 11, 23)


# Where the chapter begins, and where the limit for a direct award lies, are asked of every procurement.
SCOPE = {"LOU 19 kap. 1 §", "LOU 19 a kap. 1 §", "LOU 19 a kap. 2 §"}
# The standstill follows a notice that a direct award does not know, or an announcement of it that few make.
STANDSTILL = {"LOU 20 kap. 1 §": {"national", "eu"}, "LOU 20 kap. 3 §": {"direct", "eu"}}


@pytest.mark.parametrize(
    "ref", [ref for ref in LIBRARY.laws if ref.startswith("LOU") and ref not in {*SCOPE, *STANDSTILL}]
)
def test_a_chapter_of_the_procurement_act_applies_where_the_act_says(ref: str) -> None:
    chapter = re.match(r"LOU (\d+(?: a)?) kap\.", ref)
    assert chapter
    expected = {"19": ("national",), "19 a": ("direct",)}.get(chapter[1])
    if expected is None:
        expected = ("eu",) if chapter[1] == "4" or 6 <= int(chapter[1]) <= 18 else REGIMES
    assert set(LIBRARY.laws[ref].regimes) == set(expected)


@pytest.mark.parametrize(
    ("identity", "ref", "answers", "applies"),
    [
        ("PC-A11Y-01", "DOS-lagen 10 §", {}, True),
        ("PC-A11Y-01", "DOS-lagen 10 §", {"sector": "care"}, True),
        ("PC-A11Y-01", "DOS-lagen 10 §", {"sector": "school"}, False),
        ("PC-A11Y-01", "DOS-lagen 9 §", {"sector": "school"}, True),
        ("PC-A11Y-01", "DOS-lagen 9 §", {"sector": "other"}, False),
        ("PC-API-02", "Lag (2022:818) 2 kap. 2 §", {"sector": "school"}, False),
        ("PC-SEC-01", "Cybersäkerhetslagen 2 kap. 3 §", {"nis2_role": "registered"}, True),
        ("PC-SEC-01", "Cybersäkerhetslagen 2 kap. 3 §", {"nis2_role": "not_covered"}, False),
        ("PC-SEC-03", "GDPR artikel 33", {"data_class": "internal"}, False),
        ("PC-SEC-03", "GDPR artikel 33", {"data_class": "personal"}, True),
        ("PC-OPS-02", "GDPR kapitel V", {"data_class": "open"}, False),
        ("PC-PUB-03", "OSL 10 kap. 2 a §", {"data_class": "personal"}, False),
        ("PC-PUB-03", "OSL 10 kap. 2 a §", {"data_class": "secret"}, True),
        ("PC-PUB-03", "GDPR artikel 28", {"processor_role": "none"}, False),
        ("PC-PUB-03", "Säkerhetsskyddslagen 4 kap. 1 §", {"security_sensitive": False, "data_class": "secret"}, False),
        ("PC-PUB-03", "Säkerhetsskyddslagen 4 kap. 1 §", {"security_sensitive": False, "data_class": "security"}, True),
        ("PC-DATA-02", "Dataförordningen artikel 25", {"hosting": "authority"}, False),
        ("PC-DATA-02", "Dataförordningen artikel 25", {"hosting": "supplier"}, True),
    ],
)
@pytest.mark.parametrize("regime", REGIMES)
def test_a_clause_leans_on_no_section_that_the_answers_take_away(
    identity: str, ref: str, answers: dict[str, object], applies: bool, regime: Regime
) -> None:
    laws = LIBRARY.laws_of(LIBRARY.clauses[identity], regime, answers)
    assert (ref in [law.ref for law in laws]) is applies
    assert any(law.act == "LOU" for law in laws)


def test_no_section_of_the_procurement_act_is_taken_away_by_an_answer() -> None:
    assert not [law.ref for law in LIBRARY.laws.values() if law.act == "LOU" and law.unless]


@pytest.mark.parametrize("ref", STANDSTILL)
def test_a_direct_award_is_not_told_to_wait_out_a_standstill(ref: str) -> None:
    assert set(LIBRARY.laws[ref].regimes) == STANDSTILL[ref]


def test_every_combination_is_tried(capsys: pytest.CaptureFixture[str]) -> None:
    count = sum(1 for _ in combinations())
    with capsys.disabled():
        print(f" {count} combinations of {len(LIBRARY.clauses)} clauses", end="")
    assert count > 10_000


# What once was in the law, or was the name of an authority, and no longer is.
GONE = re.compile(
    r"(?i:förfrågningsunderlag|förenkla(?:t|de) förfarande|förenklade? upphandling|urvalsförfarande|landsting)"
    r"|(?i:ekonomiskt mest fördelaktig|personuppgiftslagen)|\bMSB\b"
)
# The list of such words, and the words by which an old tender is known.
FINDS_THEM = {f"{FOLDER}obsolete.yaml", "procurement/domain/inspection/beginnings.py"}
ROOT = Path(__file__).parents[2]
SHOWN = {
    str(path.relative_to(ROOT)): path
    for folder, ending in (("procurement", "py"), ("templates", "*"), ("static", "js"), ("fixtures/briefs", "yaml"))
    for path in sorted((ROOT / folder).rglob(f"*.{ending}"))
}


@pytest.mark.parametrize("path", sorted((FILES.keys() | SHOWN.keys()) - FINDS_THEM))
def test_words_that_have_left_the_law_are_not_used(path: str) -> None:
    text = FILES.get(path) or SHOWN[path].read_text(encoding="utf-8")
    assert not GONE.findall(text)


PRODUCT = re.compile(
    r"""\b(
        AWS | Amazon | Android | Azure | BankID | Bitbucket | Chrome | Codeberg | Docker | Drupal | Excel
        | Figma | Freja | GitHub | GitLab | Google | Jenkins | Jira | Keycloak | Kubernetes | Linux
        | Microsoft | MongoDB | MySQL | Office | OpenShift | Oracle | Outlook | PostgreSQL | Python | SAP
        | Salesforce | SharePoint | Skype | Slack | Teams | VMware | Windows | WordPress | iOS
    )\b""",
    re.VERBOSE,
)


@pytest.mark.parametrize("path", CLAUSES)
def test_a_clause_names_no_product(path: str) -> None:
    body = re.sub(r"`[^`]*`", "", FILES[path].split("---\n", 2)[2])
    assert not PRODUCT.findall(body), "LOU 9 kap. 6 §: a requirement may not point at a make"
