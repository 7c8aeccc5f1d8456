"""What the open library says about a clause in words: when it stands, what it asks, where it can be looked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from procurement.domain import markup, search, swedish
from procurement.domain.answers import in_words
from procurement.domain.conditions import Condition, Scalar, Wanted, wanted_values
from procurement.domain.document import Text
from procurement.domain.library import Clause, ClauseKind, Library
from procurement.domain.library_checks import satisfiable
from procurement.domain.markup import Template, TemplateParagraph
from procurement.domain.questions import Question, Value
from procurement.domain.selection import FACT_WORDS, fact_name

KINDS: dict[ClauseKind, str] = {
    "requirement": "Obligatoriskt krav",
    "award_criterion": "Tilldelningskriterium",
    "contract_term": "Särskilt kontraktsvillkor",
    "follow_up": "Uppföljning",
    "buyer_step": "Beställarens eget steg",
}
# What a slot that is filled by arithmetic is called.
FACT_SLOTS = {
    "total_sek": "värdet",
    "threshold_sek": "tröskelvärdet",
    "cap": "gränsen för delning",
    "lot_count": "antalet delkontrakt",
    "joint_ceiling": "det gemensamma taket",
}
# The answers that clauses can be looked for by.
ANSWERS = ("system_kind", "data_class")


@dataclass(frozen=True)
class Terms:
    """One line of a condition: the question, and the answers of which one fulfils it."""

    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Filler:
    """A question that fills a slot of the clause, and what is written when nobody answers it."""

    key: str
    name: str
    question: str
    default: str


@dataclass(frozen=True)
class Event:
    """Something that happened to a clause in a release."""

    version: str
    on: str
    what: str
    why: str


@dataclass(frozen=True)
class Catalogue:
    """A library to look things up in."""

    library: Library

    @cached_property
    def index(self) -> search.Index:
        """Every clause by its words."""
        return search.Index((clause.id, self._fields(clause)) for clause in self.library.clauses.values())

    @cached_property
    def facets(self) -> Mapping[str, Mapping[str, frozenset[str]]]:
        """What clauses can be chosen by: facet → value → ids of clauses."""
        clauses = self.library.clauses.values()
        found: dict[str, Mapping[str, frozenset[str]]] = {
            "principle": {key: _ids(c for c in clauses if c.principle == key) for key in self.library.principles},
            "area": {key: _ids(c for c in clauses if c.area == key) for key in self.library.areas},
            "kind": {kind: _ids(c for c in clauses if c.kind == kind) for kind in KINDS},
        }
        for key in ANSWERS:
            question = self.library.questions.get(key)
            found[key] = {
                str(choice.key): _ids(c for c in clauses if satisfiable(c.when, self.library, {key: choice.key}))
                for choice in (question.choices if question else ())
            }
        return {facet: {value: ids for value, ids in values.items() if ids} for facet, values in found.items()}

    @cached_property
    def leaning_on(self) -> Mapping[str, tuple[Clause, ...]]:
        """The clauses that lean on each section of law."""
        return {ref: tuple(c for c in self.library.clauses.values() if ref in c.law) for ref in self.library.laws}

    def value_name(self, facet: str, value: str) -> str:
        """What a value of a facet is called."""
        match facet:
            case "principle":
                return self.library.principles[value].title
            case "area":
                return self.library.areas[value].title
            case "kind":
                return next(name for kind, name in KINDS.items() if kind == value)
        return next(c.label for c in self.library.questions[facet].choices if str(c.key) == value)

    def condition(self, condition: Condition) -> tuple[Terms, ...]:
        """The condition in words, a line for each answer that it looks at."""
        return tuple(self._terms(key, wanted) for key, wanted in condition.items())

    def fillers(self, clause: Clause) -> tuple[Filler, ...]:
        """The questions that fill the slots of the clause, in the order of the texts."""
        keys = dict.fromkeys(
            key
            for template in (
                clause.text,
                clause.softer,
                clause.check,
                clause.softer_check,
                *(row.level for row in clause.table),
            )
            for key in markup.slots_in_order(template)
        )
        return tuple(self._filler(key) for key in keys)

    def history(self, clause: Clause) -> tuple[Event, ...]:
        """What has happened to the clause, the latest first; nothing where the library has no changelog."""
        found = []
        for release in self.library.changelog:
            for what, named in (
                ("Återkallad", release.withdrawn),
                ("Ändrad", release.changed),
                ("Ny", release.added),
                ("Med från början", dict.fromkeys(release.clauses, "")),
            ):
                if clause.id in named:
                    found.append(Event(release.version, release.date, what, named[clause.id]))
        return tuple(found)

    def slot_name(self, key: str) -> str:
        """What stands in the place of an answer: antalet dagar."""
        question = self.library.questions.get(key)
        return question.gap if question else FACT_SLOTS.get(key, key)

    def words(self, template: Template) -> str:
        """The text as one run of words, with each slot named."""

        def one(run: markup.Run) -> str:
            return "".join(p.text if isinstance(p, Text) else f"«{self.slot_name(p.key)}»" for p in run)

        return " ".join(
            one(block.run) if isinstance(block, TemplateParagraph) else " ".join(map(one, block.items))
            for block in template
        )

    def _filler(self, key: str) -> Filler:
        question = self.library.questions.get(key)
        name = self.slot_name(key)
        if question is None:
            return Filler(key, name, "Räknas ut ur svaren", "")
        return Filler(key, name, question.label, self._default(question))

    def _default(self, question: Question) -> str:
        """What is written when nobody answers: "6 månader; 12 månader för Färdig produkt"."""
        words = [_with_unit(question, question.default)] if question.default is not None else []
        for case in question.default_for:
            terms = (self._terms(key, wanted) for key, wanted in case.when.items())
            fits = swedish.enumerate_items([answer for term in terms for answer in term.answers])
            words.append(f"{_with_unit(question, case.value)} för {fits}")
        return "; ".join(words)

    def _terms(self, key: str, wanted: Wanted) -> Terms:
        question = self.library.questions.get(key)
        answers = tuple(_answer(key, question, value) for value in wanted_values(wanted))
        if isinstance(wanted, dict):
            answers = (f"Något annat än {swedish.enumerate_items(answers, 'eller')}",)
        return Terms(question.label if question else fact_name(key), answers or ("Något svar",))

    def _fields(self, clause: Clause) -> list[search.Field]:
        library = self.library
        area = library.areas[clause.area].title if clause.area in library.areas else ""
        principle = library.principles[clause.principle].title if clause.principle else ""
        laws = [f"{ref} {library.laws[ref].heading}" for ref in clause.law if ref in library.laws]
        keywords = [clause.id, KINDS[clause.kind], area, principle, *laws, *clause.support]
        return [
            # Not quoted: it stands over the quotation.
            search.Field(clause.title, 8, shown=False),
            search.Field(self.words(clause.text), 4),
            search.Field(clause.motive, 3),
            search.Field(self.words(clause.softer), 2),
            search.Field(" ".join([clause.evidence, self.words(clause.check), clause.risk]), 1),
            search.Field(" ".join(text for _, text in clause.scale), 1),
            search.Field(" ".join(f"{row.property}: {row.measure}." for row in clause.table), 1),
            search.Field(" ".join(keywords), 3, shown=False),
        ]


def _ids(clauses: Iterable[Clause]) -> frozenset[str]:
    return frozenset(clause.id for clause in clauses)


def _answer(key: str, question: Question | None, value: Scalar) -> str:
    if question is None:
        return _opened(FACT_WORDS.get((key, value), str(value)))
    if question.kind == "yes_no":
        return "Ja" if value else "Nej"
    chosen = question.choice(value)
    return chosen.label if chosen else str(value)


def _opened(text: str) -> str:
    """With a capital first, and the rest as it is: AI is no word to make small."""
    return text[:1].upper() + text[1:]


def _with_unit(question: Question, value: Value) -> str:
    words = in_words(question, value)
    return f"{words} {question.unit}" if question.unit and question.kind in ("integer", "decimal") else words
