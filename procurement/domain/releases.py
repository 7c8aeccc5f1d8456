"""What differs between two releases of the library, word by word, and what it means to one draft."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, cast

from procurement.domain.assemble.builder import Case, text_of
from procurement.domain.brief import Brief
from procurement.domain.catalogue import KINDS, Catalogue
from procurement.domain.conditions import Condition
from procurement.domain.document import Inlines, Items, Paragraph, Text, runs
from procurement.domain.facts import Facts
from procurement.domain.library import Clause, Library
from procurement.domain.markup import Template, fill
from procurement.domain.questions import Question, Value
from procurement.domain.selection import Selected, applicable
from procurement.domain.swedish import enumerate_items

Happened = Literal["added", "changed", "withdrawn", "removed", "left"]

# A paragraph's end is a word of its own, so that a text that has been parted in two is seen to differ.
BREAK = "\n\n"


@dataclass(frozen=True)
class Stretch:
    """Words that stand in both texts, only in the old one, or only in the new."""

    kind: Literal["same", "gone", "new"]
    text: str


@dataclass(frozen=True)
class Part:
    """A part of a clause that differs, and how."""

    name: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class Changed:
    """A clause that is in both releases and not the same."""

    old: Clause
    new: Clause
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Comparison:
    """How a later release differs from an earlier one. `removed` are gone without a trace, which should never be."""

    added: tuple[Clause, ...]
    changed: tuple[Changed, ...]
    withdrawn: tuple[Clause, ...]
    removed: tuple[Clause, ...]
    asked: tuple[Question, ...]
    no_longer_asked: tuple[Question, ...]

    def __bool__(self) -> bool:
        return any((self.added, self.changed, self.withdrawn, self.removed, self.asked, self.no_longer_asked))


@dataclass(frozen=True)
class News:
    """A clause that is not as it was, as one draft sees it.

    `words` is what the draft says today, "" where it stands not at all or an answer is missing; `reads` is what it
    would say where the clause is new to it. `own` is whether the draft has words of its own, which stand whatever has
    happened to ours.
    """

    clause: Clause
    happened: Happened
    matters: bool
    parts: tuple[Part, ...]
    words: str = ""
    reads: str = ""
    own: bool = False

    @property
    def can_be_kept(self) -> bool:
        """Whether the draft can go on with what it had, as words of its own."""
        return self.own or bool(self.words)


def difference(old: str, new: str) -> tuple[Stretch, ...]:
    """The two texts as one, word by word."""
    was, now = _words(old), _words(new)
    found: list[Stretch] = []
    for what, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(Stretch("same", _joined(was[a:b])))
            continue
        if a < b:
            found.append(Stretch("gone", _joined(was[a:b])))
        if c < d:
            found.append(Stretch("new", _joined(now[c:d])))
    return tuple(found)


def is_changed(stretches: tuple[Stretch, ...]) -> bool:
    """Whether anything but the spaces differs."""
    return any(stretch.kind != "same" for stretch in stretches)


def compare(old: Library, new: Library) -> Comparison:
    """What the later library brings."""
    both = [(clause, new.clauses[id]) for id, clause in old.clauses.items() if id in new.clauses]
    changed = [Changed(was, now, parts) for was, now in both if (parts := _parts(was, now, old, new))]
    return Comparison(
        added=tuple(c for id, c in new.clauses.items() if id not in old.clauses and not c.withdrawn),
        changed=tuple(one for one in changed if not one.new.withdrawn),
        withdrawn=tuple(now for was, now in both if now.withdrawn and not was.withdrawn),
        removed=tuple(clause for id, clause in old.clauses.items() if id not in new.clauses),
        asked=tuple(question for key, question in new.questions.items() if key not in old.questions),
        no_longer_asked=tuple(question for key, question in old.questions.items() if key not in new.questions),
    )


def news(brief: Brief, old: Library, new: Library, before: Facts, after: Facts) -> tuple[News, ...]:
    """Every clause that differs, those that the draft carries or would carry first.

    `before` and `after` are the facts of the brief by each library. What is compared is what the documents would say,
    so an answer that is only proposed and is proposed otherwise in the later release is seen too.
    """
    stood = {one.clause.id: one for one in applicable(brief, old, before)}
    stands = {one.clause.id: one for one in applicable(brief, new, after)}
    was, now = Case(brief, old, before, (), draft=True), Case(brief, new, after, (), draft=True)
    found = []
    for identity, clause in {**old.clauses, **new.clauses}.items():
        earlier = old.clauses.get(identity)
        parts = _parts(earlier, clause, old, new) if earlier and identity in new.clauses else ()
        happened = _happened(identity, old, new, stood, stands)
        words, own = "", False
        if identity in stood:
            chosen = stood[identity]
            said, own = text_of(chosen, was), identity in _mapping(brief, "wording")
            words = written(said) if is_whole(said) else ""
            if happened == "changed" and not own:
                # What this draft says, and not the texts with their slots.
                parts = tuple(part for part in parts if part.name not in ("Lydelse", "Mildare lydelse"))
                spoken = difference(written(said), written(text_of(stands[identity], now)))
                if is_changed(spoken):
                    parts = (Part("Lydelse", spoken), *parts)
                else:
                    words = ""
            if happened in ("left", "removed"):
                words, own = "", False
        if happened == "changed" and not parts:
            continue
        if happened is not None:
            matters = identity in stood or identity in stands
            reads = written(text_of(stands[identity], now)) if happened == "added" and identity in stands else ""
            found.append(News(clause, happened, matters, parts, words, reads, own))
    return tuple(sorted(found, key=lambda one: not one.matters))


def written(blocks: tuple[Paragraph | Items, ...]) -> str:
    """The blocks as plain text, with an empty line between paragraphs."""
    return BREAK.join(
        "".join(part.text if isinstance(part, Text) else f"[{part.label}]" for part in run) for run in runs(blocks)
    )


def as_typed(blocks: tuple[Paragraph | Items, ...]) -> str:
    """The same as somebody would write it in a field, where a dash makes a list."""
    return BREAK.join(
        "\n".join(f"- {written((Paragraph(item),))}" for item in block.items)
        if isinstance(block, Items)
        else written((block,))
        for block in blocks
    )


def is_whole(blocks: tuple[Paragraph | Items, ...]) -> bool:
    """Whether no answer is missing in the text."""
    return all(isinstance(part, Text) for run in runs(blocks) for part in run)


def with_names(template: Template, library: Library) -> str:
    """The text with the name of what is asked for where an answer goes: "senast [antal timmar] efter"."""

    names = Catalogue(library)

    def named(key: str) -> Inlines:
        return (Text(f"[{names.slot_name(key)}]"),)

    return written(fill(template, named))


def condition_in_words(when: Condition, library: Library) -> str:
    """When a clause stands: each question, and the answers that lead to it."""
    terms = Catalogue(library).condition(when)
    return BREAK.join(f"{term.question} {_one_of(term.answers)}" for term in terms) or "Gäller alltid."


def _one_of(answers: tuple[str, ...]) -> str:
    return answers[0] if len(answers) == 1 else enumerate_items([f"”{answer}”" for answer in answers], "eller")


def _mapping(brief: Brief, key: str) -> dict[str, Value]:
    return cast("dict[str, Value]", brief.get(key) or {})


def _happened(
    identity: str, old: Library, new: Library, stood: Mapping[str, Selected], stands: Mapping[str, Selected]
) -> Happened | None:
    """What has become of the clause, for the draft; None where there is nothing to say."""
    if identity not in new.clauses:
        return "removed"
    if new.clauses[identity].withdrawn:
        return None if identity in old.clauses and old.clauses[identity].withdrawn else "withdrawn"
    if identity not in old.clauses:
        return "added"
    if identity in stands and identity not in stood:
        return "added"
    if identity in stood and identity not in stands:
        return "left"
    return "changed"


def _parts(was: Clause, now: Clause, old: Library, new: Library) -> tuple[Part, ...]:
    before, after = _described(was, old), _described(now, new)
    parts = (Part(name, difference(before[name], after[name])) for name in before if before[name] != after[name])
    return tuple(part for part in parts if is_changed(part.stretches))


def _described(clause: Clause, library: Library) -> dict[str, str]:
    """Everything about a clause that its readers see, by what it is called."""
    area = library.areas.get(clause.area)
    softened = condition_in_words(clause.softer_when, library) if clause.softer_when else ""
    return {
        "Rubrik": clause.title,
        "Lydelse": with_names(clause.text, library),
        "Mildare lydelse": with_names(clause.softer, library),
        "Slag": KINDS[clause.kind],
        "Område": area.title if area else clause.area,
        "När klausulen gäller": condition_in_words(clause.when, library),
        "När den mildare lydelsen gäller": softened,
        "Poäng": _scale(clause.scale),
        "Tabell": BREAK.join(
            f"{row.property}: {row.measure}. {with_names(row.level, library)}. {row.method}." for row in clause.table
        ),
        "Motiv": clause.motive,
        "Bevis": clause.evidence,
        "Kontroll": with_names(clause.check, library),
        "Poäng i den mildare lydelsen": _scale(clause.softer_scale),
        "Bevis för den mildare lydelsen": clause.softer_evidence,
        "Kontroll av den mildare lydelsen": with_names(clause.softer_check, library),
        "Lag": " · ".join(clause.law),
        "Stöd i övrigt": " · ".join(clause.support),
        "Risk": clause.risk,
    }


def _scale(scale: Iterable[tuple[int, str]]) -> str:
    return BREAK.join(f"{points}: {gives}" for points, gives in scale)


def _words(text: str) -> list[str]:
    return re.findall(r"\n\s*\n|\S+", text.strip())


def _joined(words: list[str]) -> str:
    return re.sub(r" ?\n\s*\n ?", BREAK, " ".join(words))
