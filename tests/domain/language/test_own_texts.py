"""What the linter says of the library's own text and of the four briefs: nothing."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from procurement.domain import brief as briefs
from procurement.domain import facts
from procurement.domain.language import Remark, inspect
from procurement.domain.library import Clause
from procurement.domain.markup import Slot, Template, TemplateParagraph
from procurement.domain.questions import Question
from procurement.domain.review import language
from tests.domain.given import AMOUNTS, DAY, LIBRARY

BRIEFS = sorted((Path(__file__).parents[3] / "fixtures" / "briefs").glob("*.yaml"))


def written(template: Template) -> Iterator[str]:
    """The text of a clause as its sentences are read, with a word where an answer goes."""
    for block in template:
        for run in (block.run,) if isinstance(block, TemplateParagraph) else block.items:
            yield "".join(
                "svaret" if isinstance(part, Slot) else " " * len(part.text) if part.style == "code" else part.text
                for part in run
            )


def remarks(text: str, rules: frozenset[str]) -> list[Remark]:
    return [remark for remark in inspect(text, LIBRARY.lexicon) if remark.code in rules]


@pytest.mark.parametrize("clause", list(LIBRARY.clauses.values()), ids=list(LIBRARY.clauses))
def test_a_clause_is_written_as_we_ask_others_to_write(clause: Clause) -> None:
    for template in (clause.text, clause.softer):
        for text in written(template):
            assert not remarks(text, language.RULES["requirement"])
    others = [clause.title, clause.motive, clause.evidence, clause.risk, *written(clause.check)]
    for text in [*others, *(points for _, points in clause.scale)]:
        assert not remarks(text, language.RULES["background"])


def all_questions(listed: tuple[Question, ...]) -> Iterator[Question]:
    for question in listed:
        yield question
        yield from all_questions(question.fields)


@pytest.mark.parametrize("question", list(all_questions(tuple(LIBRARY.questions.values()))), ids=lambda q: q.key)
def test_a_question_is_plain_and_its_default_is_a_good_requirement(question: Question) -> None:
    for text in (question.label, question.hint, question.why, question.gap):
        assert not remarks(text, language.RULES["background"])
    if question.kind in ("text", "long_text") and question.default:
        assert not remarks(str(question.default), language.RULES["requirement"])
    # An example in a hint is a text that somebody copies.
    example = re.search(r"Till exempel: (.*)", question.hint)
    if example and question.language == "requirement":
        assert not remarks(example[1], language.RULES["requirement"])


@pytest.mark.parametrize("path", BRIEFS, ids=lambda path: path.stem)
def test_the_briefs_say_nothing_that_is_to_be_said_otherwise(path: Path) -> None:
    brief = briefs.parse(path.read_text(encoding="utf-8"), LIBRARY)
    assert not list(language.check(brief, LIBRARY, facts.derive(brief, LIBRARY, AMOUNTS, DAY)))
