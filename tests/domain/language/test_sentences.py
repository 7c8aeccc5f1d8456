"""How often the linter is right: measured on labelled sentences, and told in docs/language.md."""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from procurement.domain.language import CODES, inspect
from tests.domain.given import LIBRARY

SENTENCES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "sentences.yaml").read_text(encoding="utf-8")
)
PAGE = Path(__file__).parents[3] / "docs" / "language.md"
EVERY = [(part, sentence) for part, listed in SENTENCES.items() for sentence in listed]


@dataclass(frozen=True)
class Score:
    """Labels of a code: how many there are, how many were found, and how many were found where there is none."""

    bad: int
    found: int
    false: int

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.false) if self.found + self.false else 1.0

    @property
    def recall(self) -> float:
        return self.found / self.bad if self.bad else 1.0


@cache
def codes(text: str) -> frozenset[str]:
    return frozenset(remark.code for remark in inspect(text, LIBRARY.lexicon))


def scores(part: str) -> dict[str, Score]:
    """The score of each code, and of all together."""
    bad, found, false = Counter[str](), Counter[str](), Counter[str]()
    for sentence in SENTENCES[part]:
        wanted, got = set(sentence["bad"]), codes(sentence["text"])
        bad.update(wanted)
        found.update(wanted & got)
        false.update(got - wanted)
    of_all = Score(bad.total(), found.total(), false.total())
    return {code: Score(bad[code], found[code], false[code]) for code in CODES} | {"all": of_all}


def table() -> str:
    """The figures as docs/language.md has them."""
    tuned, held = scores("tuned"), scores("held_out")
    lines = [
        "| Code | Tuned on: bad | found | false | Held out: bad | found | false |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for code, own in tuned.items():
        other = held[code]
        name = "**all**" if code == "all" else f"`{code}`"
        figures = (own.bad, own.found, own.false, other.bad, other.found, other.false)
        lines.append(f"| {name} | {' | '.join(map(str, figures))} |")
    return "\n".join(lines)


@pytest.mark.parametrize("sentence", [s for _, s in EVERY if not s["bad"]], ids=lambda s: s["text"][:50])
def test_a_good_sentence_that_looks_bad_is_left_alone(sentence: dict[str, Any]) -> None:
    assert not codes(sentence["text"])


@pytest.mark.parametrize("sentence", [s for s in SENTENCES["tuned"] if s["bad"]], ids=lambda s: s["text"][:50])
def test_a_bad_sentence_is_found(sentence: dict[str, Any]) -> None:
    assert codes(sentence["text"]) == set(sentence["bad"])


def test_sentences_nobody_tuned_on_are_judged_nearly_as_well() -> None:
    held = scores("held_out")["all"]
    assert held.precision == 1.0
    assert held.recall >= 0.9


def test_there_are_enough_sentences_of_each_sort() -> None:
    labels = {sentence["text"] for _, sentence in EVERY}
    assert len(labels) == len(EVERY) >= 120
    assert sum(bool(s["bad"]) for _, s in EVERY) >= 50
    assert sum(not s["bad"] for _, s in EVERY) >= 50
    assert len(SENTENCES["held_out"]) >= 0.3 * len(EVERY)
    used = {code for _, s in EVERY for code in s["bad"]}
    # One sentence cannot be a hard text: that one has a test of its own.
    assert used == set(CODES) - {"hard_text"}


def test_the_figures_stand_in_the_documentation() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert table() in page, f"{PAGE.name} is to have:\n{table()}"
    tuned, held = scores("tuned")["all"], scores("held_out")["all"]
    assert f"Precision is {tuned.precision:.2f} on the sentences tuned on and {held.precision:.2f}" in page
    assert f"recall is {tuned.recall:.2f} and {held.recall:.2f}" in page
    assert f"{len(EVERY)} labelled sentences" in page
    for code in CODES:
        assert f"| `{code}` |" in page
