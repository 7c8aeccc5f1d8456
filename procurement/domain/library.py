"""The library: plan, questions, clauses and law, read from text and refused when they do not hang together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal

from procurement.domain.conditions import Condition, holds
from procurement.domain.language.lexicon import Lexicon
from procurement.domain.markup import Template, slots
from procurement.domain.questions import Question, Step
from procurement.domain.seams import Seam

ClauseKind = Literal["requirement", "award_criterion", "contract_term", "follow_up", "buyer_step"]
Regime = Literal["direct", "national", "eu"]
REGIMES: tuple[Regime, ...] = ("direct", "national", "eu")
Variant = Literal["standard", "softer", "own"]

# What `facts` adds to the answers: conditions may look at these, and texts may write some of them out.
FACT_VALUES: dict[str, tuple[object, ...]] = {
    "regime": REGIMES,
    "over_cap": (True, False),
    "divided": (True, False),
    # Whether some lot reviews what is done in another.
    "reviewed": (True, False),
    # Where AI can occur: in what is bought, or only in how its code is written.
    "ai": ("functions", "code", "none"),
}
FACT_TEXTS = ("total_sek", "lot_count", "threshold_sek", "cap", "joint_ceiling")


@dataclass(frozen=True)
class Problem:
    """Something in the library that does not hang together: where, what, and what to do."""

    file: str
    line: int
    message: str
    hint: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message} – {self.hint}"


class BrokenLibrary(ValueError):
    """The library cannot be used. `problems` names everything that is wrong."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True)
class Principle:
    """One of the eight rules."""

    key: str
    title: str
    text: str


@dataclass(frozen=True)
class Area:
    """A heading that clauses stand under."""

    key: str
    title: str
    intro: str
    principle: str = ""


@dataclass(frozen=True)
class Law:
    """A section of law: what it is called, where it applies, and when somebody last read it."""

    ref: str
    act: str
    heading: str
    regimes: tuple[Regime, ...]
    source: str
    checked: str
    verified: bool = True
    # The answers that take the section away, in every regime: a school is mostly exempt from the act on accessibility.
    unless: Condition = field(default_factory=dict)

    def applies(self, regime: Regime, answers: Mapping[str, object]) -> bool:
        """Whether it does in the regime, as far as the answers say."""
        return regime in self.regimes and not (self.unless and holds(self.unless, answers))


@dataclass(frozen=True)
class Reason:
    """A lawful ground to switch a clause off."""

    key: str
    title: str
    evidence: str
    compensation: str


@dataclass(frozen=True)
class LotKind:
    """What is not asked of a lot where every module is of this kind, and the criteria that say nothing of it.

    `why` follows "eftersom det". `only` is asked of lots with a module of this kind, and of no others.
    """

    kind: str
    why: str
    clauses: tuple[str, ...]
    criteria: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


@dataclass(frozen=True)
class Level:
    """A row of a clause's table of quality: a property, what is measured, the level that passes, and how it is checked.

    It stands where its condition holds and, if it names a clause, where that clause stands.
    """

    key: str
    property: str
    measure: str
    level: Template
    method: str
    when: Condition = field(default_factory=dict)
    clause: str = ""


@dataclass(frozen=True)
class Clause:
    """A clause: its text in each variant, when it stands, why, and how anyone checks it."""

    id: str
    area: str
    kind: ClauseKind
    title: str
    text: Template
    softer: Template = ()
    principle: str = ""
    when: Condition = field(default_factory=dict)
    softer_when: Condition = field(default_factory=dict)
    motive: str = ""
    evidence: str = ""
    check: Template = ()
    law: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    risk: str = ""
    scale: tuple[tuple[int, str], ...] = ()
    # What goes with the softer text, where it is not what goes with the standard one.
    softer_evidence: str = ""
    softer_check: Template = ()
    softer_scale: tuple[tuple[int, str], ...] = ()
    weight: tuple[int, int] = (5, 30)
    # The day from which it enters no more documents. It stays readable, and stands where its old text has been kept.
    withdrawn: str = ""
    replaced_by: str = ""
    table: tuple[Level, ...] = ()
    # In the words of the authority whose draft it is, or a clause of its own.
    house: bool = False
    # Requirements that, in their standard words, already demand what this criterion scores.
    same_fact: tuple[str, ...] = ()

    def read_as(self, variant: Variant) -> Clause:
        """The clause with the proof, the check and the scale that go with the text of the variant."""
        if variant != "softer":
            return self
        return replace(
            self,
            evidence=self.softer_evidence or self.evidence,
            check=self.softer_check or self.check,
            scale=self.softer_scale or self.scale,
        )

    def variants(self) -> tuple[Variant, ...]:
        return ("standard", "softer") if self.softer else ("standard",)

    def slots(self) -> frozenset[str]:
        """Every key its texts write out."""
        return slots(self.text) | slots(self.softer) | {key for level in self.table for key in slots(level.level)}


@dataclass(frozen=True)
class Release:
    """What a version of the library brought: clause id → why. The first names the clauses that it began with."""

    version: str
    date: str
    summary: str
    clauses: tuple[str, ...] = ()
    added: Mapping[str, str] = field(default_factory=dict)
    changed: Mapping[str, str] = field(default_factory=dict)
    withdrawn: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Library:
    """Everything the documents are made from, besides the brief. `digest` names the release."""

    version: str
    digest: str
    principles: Mapping[str, Principle]
    areas: Mapping[str, Area]
    steps: tuple[Step, ...]
    clauses: Mapping[str, Clause]
    laws: Mapping[str, Law]
    acts: Mapping[str, str]
    reasons: Mapping[str, Reason]
    never_valid: tuple[str, ...]
    short_form: tuple[str, ...] = ()
    # The latest release first; empty for a library from before there was a changelog.
    changelog: tuple[Release, ...] = ()
    # What the language of a brief is held to; empty for an earlier release.
    lexicon: Lexicon = field(default_factory=Lexicon)
    # By kind of module; empty for an earlier release, where every lot carries every clause.
    lot_kinds: Mapping[str, LotKind] = field(default_factory=dict)
    # What is bought (the answer system_kind) → where it parts. Empty for a library from before they were in it.
    seams: Mapping[str, tuple[Seam, ...]] = field(default_factory=dict)

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question of the wizard by key, in the order they are asked."""
        return {q.key: q for step in self.steps for q in step.questions}

    @cached_property
    def step_of(self) -> dict[str, Step]:
        """The page that asks for a key."""
        return {q.key: step for step in self.steps for q in step.questions}

    @property
    def checked(self) -> date:
        """The day when the law in it was last read."""
        return max(date.fromisoformat(law.checked) for law in self.laws.values())

    def laws_of(self, clause: Clause, regime: Regime, answers: Mapping[str, object] | None = None) -> list[Law]:
        """The sections the clause leans on that apply in the regime, and that no answer takes away."""
        return [self.laws[ref] for ref in clause.law if self.laws[ref].applies(regime, answers or {})]


def digest_of(files: Mapping[str, str]) -> str:
    """SHA-256 over the files: the same texts give the same release, wherever they lie."""
    return hashlib.sha256(json.dumps(dict(files), sort_keys=True, ensure_ascii=False).encode()).hexdigest()
