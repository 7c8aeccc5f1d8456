"""No clause, question, document or finding cites a section that is not in the table, or not in the regime at hand."""

from collections.abc import Iterator
from dataclasses import is_dataclass
from functools import cache

import pytest

from procurement.domain import assemble, review
from procurement.domain.answers import in_words
from procurement.domain.document import fields_of
from procurement.domain.library import REGIMES, Regime
from procurement.domain.questions import Question
from tests.domain.given import LIBRARY
from tests.library.citations import Unread, cited
from tests.library.situations import Situation, one_by_one, sample

ACTS = dict(LIBRARY.acts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("enligt LOU 17 kap. 17 §.", ["LOU 17 kap. 17 §"]),
        ("i 17 kap. 17 § lagen om offentlig upphandling", ["LOU 17 kap. 17 §"]),
        ("LOU 5 kap. 6, 7 och 7 a §§", ["LOU 5 kap. 6 §", "LOU 5 kap. 7 §", "LOU 5 kap. 7 a §"]),
        ("LOU 4 kap. 13–15 §§", ["LOU 4 kap. 13 §", "LOU 4 kap. 14 §", "LOU 4 kap. 15 §"]),
        ("LOU 16 kap. 6 § över, 19 a kap. 8 § under", ["LOU 16 kap. 6 §", "LOU 19 a kap. 8 §"]),
        ("avtalslagen 36 § och GDPR artikel 28", ["AvtL 36 §", "GDPR artikel 28"]),
        ("ingenting", []),
    ],
)
def test_citations_are_read(text: str, expected: list[str]) -> None:
    assert cited(text, ACTS) == expected


@pytest.mark.parametrize("text", ["enligt 17 kap. 17 §", "enligt § 4", "paragraf LOU § 5"])
def test_what_cannot_be_read_is_not_passed_over(text: str) -> None:
    with pytest.raises(Unread):
        cited(text, ACTS)


def take_texts(node: object, found: set[str]) -> None:
    """Put every text in a document among those found."""
    if isinstance(node, str):
        found.add(node)
    elif isinstance(node, tuple):
        for part in node:
            take_texts(part, found)
    elif is_dataclass(node):
        for name in fields_of(type(node)):
            take_texts(getattr(node, name), found)


def wrong(text: str, regime: Regime | None = None) -> list[str]:
    """The sections cited in the text that the table lacks, or that do not apply in the regime."""
    return [
        ref
        for ref in cited(text, ACTS)
        if ref not in LIBRARY.laws or (regime is not None and regime not in LIBRARY.laws[ref].regimes)
    ]


def texts_of(question: Question) -> Iterator[str]:
    yield from (question.label, question.hint, question.why)
    for choice in question.choices:
        yield from (choice.label, choice.hint)
    if isinstance(question.default, str):
        yield in_words(question, question.default)
    for field in question.fields:
        yield from texts_of(field)


@pytest.mark.parametrize("key", LIBRARY.questions)
def test_a_question_cites_sections_of_the_table(key: str) -> None:
    assert [ref for text in texts_of(LIBRARY.questions[key]) for ref in wrong(text)] == []


@cache
def _seen(regime: Regime) -> list[Situation]:
    return [situation for situation in sample() + one_by_one() if situation.regime == regime]


@pytest.mark.parametrize("regime", REGIMES)
def test_documents_and_findings_cite_sections_that_apply(regime: Regime) -> None:
    bad = set()
    texts: set[str] = set()
    for situation in _seen(regime):
        brief = dict(situation.facts.answers)
        for document in assemble.documents(brief, LIBRARY, situation.facts, draft=True):
            take_texts(document, texts)
        for finding in review.findings(brief, LIBRARY, situation.facts):
            texts.update((finding.message, finding.law))
    for text in texts:
        bad.update(wrong(text, regime))
    assert texts and not bad
