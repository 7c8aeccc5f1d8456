"""Writes one annex: its numbers, paragraphs, tables and clauses, with a gap where an answer is missing."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from procurement.domain import markup, small_lots, swedish, weighing
from procurement.domain.answers import gap, in_words, slot
from procurement.domain.brief import Brief
from procurement.domain.concerns import Unasked, elsewhere, spared
from procurement.domain.document import (
    Blank,
    Block,
    Cell,
    Clause,
    Column,
    Document,
    Figure,
    Gap,
    Heading,
    Inline,
    Inlines,
    Items,
    Paragraph,
    Row,
    Table,
    Text,
)
from procurement.domain.facts import Facts, first_need
from procurement.domain.library import Area, Law, Library, Regime
from procurement.domain.lots import Lot
from procurement.domain.questions import Question, Value
from procurement.domain.selection import Selected
from procurement.domain.sheets import Workbook
from procurement.domain.weighing import Weighing

Role = Literal["body", "lead", "note", "source", "law", "label"]
UNTIL_FURTHER_NOTICE = "tills vidare, utan slutdag"
CellContent = str | Inlines | Cell | Sequence[Paragraph | Items]


@dataclass(frozen=True)
class Case:
    """Everything the annexes are written from."""

    brief: Brief
    library: Library
    facts: Facts
    clauses: tuple[Selected, ...]
    draft: bool
    # The contract that the annexes are about; None where they are about all of them.
    lot: Lot | None = None
    # By the number of a lot: the standing clauses that are not asked of it. Empty where nothing is divided.
    unasked: Mapping[int, Unasked] = field(default_factory=dict)

    @property
    def lots(self) -> tuple[Lot, ...]:
        """The contracts that the annexes are about."""
        return (self.lot,) if self.lot else self.facts.lots

    @property
    def taken_out(self) -> tuple[Lot, ...]:
        """Those of them that are bought by the lighter rules, as small lots (LOU 5 kap. 8 §)."""
        return tuple(lot for lot in small_lots.taken_out(self.facts) if lot in self.lots)

    @property
    def regime(self) -> Regime | None:
        """The rules that what the annexes are about is bought by: for a small lot by itself, those below the threshold.

        Where they are about all lots, what differs for those in `taken_out` is said beside.
        """
        return "national" if self.lot and self.taken_out else self.facts.regime

    def weighing(self, lot: Lot | None) -> Weighing:
        """How the contract is weighed."""
        return weighing.of(self.brief, self.library, self.facts, lot)

    def file_name(self, name: str) -> str:
        """The name of a file, with the lot's number before it where it is about one, and the mark of a draft."""
        name += "-UTKAST" if self.draft else ""
        if self.lot is None:
            return name
        # As many digits as the last lot has, so that the files sort.
        number = str(self.lot.number).zfill(len(str(len(self.facts.lots))))
        return f"delkontrakt-{number}-{name}"

    def of_kind(self, kind: str) -> list[tuple[Area, list[Selected]]]:
        """The standing clauses of a kind, by area; areas without any are left out."""
        found = []
        for area in self.library.areas.values():
            chosen = [s for s in self.clauses if s.clause.kind == kind and s.clause.area == area.key]
            if chosen:
                found.append((area, chosen))
        return found

    def clause(self, identity: str) -> Selected | None:
        """The standing clause with this id, or None."""
        return next((s for s in self.clauses if s.clause.id == identity), None)

    def is_unasked(self, lot: Lot, identity: str) -> bool:
        """Whether the clause makes no sense for the lot, and nobody has asked for it in their own words.

        A criterion is one that gives no points in it.
        """
        # The short form is as short as it can be already.
        if self.facts.regime == "direct":
            return False
        if identity in elsewhere(lot, self.facts.modules, self.library):
            return True
        selected = self.clause(identity)
        if selected is not None and selected.clause.kind == "award_criterion":
            return identity not in dict(self.weighing(lot).criteria)
        is_own = selected is not None and selected.variant == "own"
        return not is_own and identity in spared(lot, self.facts.modules, self.library)

    def asked_of(self, identity: str) -> tuple[Lot, ...]:
        """The contracts that the clause is asked of; empty where that is all of them."""
        asked = tuple(lot for lot in self.lots if not self.is_unasked(lot, identity))
        return asked if len(asked) < len(self.lots) else ()

    def answer(self, key: str) -> Inlines:
        """The answer to a question as it reads in a sentence, or its gap."""
        facts = self.facts
        if self.lot and key == "contract_start" and self.lot.number in facts.lot_starts:
            return (Text(swedish.long_date(facts.lot_starts[self.lot.number])),)
        if self.lot and key == "first_need" and key in facts.asked:
            return self.first_need(self.lot)
        # Above the cap only the buyer can say why: then it is a gap like any other.
        proposed = key == "no_split_reason" and key not in facts.answers and not facts.over_cap
        if proposed and facts.total is not None:
            return (Text(reason_not_to_divide(facts)),)
        return slot(key, self.library, self.facts)

    def first_need(self, lot: Lot) -> Inlines:
        """What the first delivery of the lot solves, or its gap."""
        said = first_need(self.brief, self.facts, lot)
        return (Text(said),) if said else (gap("modules", self.library),)

    def field(self, question: Question, row: dict[str, Value], name: str) -> Inlines:
        """One field of a row, or its gap. An optional field without an answer is empty."""
        part = next(f for f in question.fields if f.key == name)
        if name in row:
            return (Text(in_words(part, row[name])),)
        return () if part.optional else (Gap(question.key, part.gap),)


def reason_not_to_divide(facts: Facts) -> str:
    """The reason for one contract not above the cap, from the facts, where the user has written none (LOU 4:14).

    Only what the answers show: a reason that cannot be shown is worse than none. The value itself stands below it.
    """
    text = f"Det uppskattade värdet är inte över beställarens gräns för delning, {swedish.kronor(facts.cap)}."
    joined = [module.name for module in facts.modules if module.depends_on]
    if joined:
        text += (
            f" {swedish.count(len(joined), 'En modul', 'moduler').capitalize()} av"
            f" {swedish.count(len(facts.modules), 'en', '').strip()} bygger direkt på en annan modul i samma köp,"
            " så en delning skulle lägga samordningen mellan dem på beställaren."
        )
    return f"{text} Leverantörer får lämna anbud tillsammans."


@dataclass
class Builder:
    """Collects an annex's blocks and gives them their numbers."""

    case: Case
    # The short form leaves out the motives, and what it says in another chapter.
    short: bool = False
    # Sections that are said once for all clauses.
    leant_on: frozenset[str] = frozenset()
    blocks: list[Block] = field(default_factory=list)
    chapter: int = 0
    section: int = 0
    tables: int = 0
    figures: int = 0
    anchors: set[str] = field(default_factory=set)

    def h1(self, text: str) -> None:
        self.chapter, self.section = self.chapter + 1, 0
        self.blocks.append(Heading(1, str(self.chapter), text, self._anchor(f"avsnitt-{self.chapter}")))

    def h2(self, text: str) -> str:
        """A numbered heading below the chapter; gives its number."""
        number = self.next_number()
        self.blocks.append(Heading(2, number, text, self._anchor(f"avsnitt-{number.replace('.', '-')}")))
        return number

    def next_number(self) -> str:
        """The next number below the chapter: contracts cite it, so it is given here and nowhere else."""
        self.section += 1
        return f"{self.chapter}.{self.section}"

    def p(self, text: str, role: Role = "body") -> None:
        """A paragraph of ours, with `{key}` where an answer goes."""
        for block in markup.fill(markup.parse(text), self.case.answer):
            self.blocks.append(Paragraph(block.inlines, role) if isinstance(block, Paragraph) else block)

    def words(self, key: str) -> None:
        """A long answer in the user's own paragraphs, or its gap."""
        value = self.case.facts.answers.get(key)
        if isinstance(value, str):
            self.blocks += markup.plain_paragraphs(value)
        else:
            self.blocks.append(Paragraph((gap(key, self.case.library),)))

    def items(self, texts: Sequence[str]) -> None:
        self.blocks.append(Items(tuple((Text(text),) for text in texts)))

    def table(self, caption: str, columns: Sequence[Column], rows: Sequence[Row], numbered: bool = True) -> None:
        if numbered:
            self.tables += 1
        self.blocks.append(Table(caption, tuple(columns), tuple(rows), str(self.tables) if numbered else ""))

    def figure(self, made: Figure | None) -> None:
        """A figure under the next number; nothing when there is none to show."""
        if made:
            self.figures += 1
            self.blocks.append(dataclasses.replace(made, number=str(self.figures)))

    def rows_of(self, key: str, caption: str, columns: Sequence[tuple[str, int]], numeric: Sequence[str] = ()) -> None:
        """A repeating answer as a table, a column for each named field; nothing when there are no rows.

        `columns` are (field, width). A field in `numeric` is set to the right.
        """
        value = self.case.facts.answers.get(key)
        if not isinstance(value, list):
            return
        question = self.case.library.questions[key]
        labels = {f.key: f.label for f in question.fields}
        heads = [Column(labels[name], width, "end" if name in numeric else "start") for name, width in columns]
        rows = [
            row([self.case.field(question, part, name) for name, _ in columns])
            for part in value
            if isinstance(part, dict)
        ]
        self.table(caption, heads, rows)

    def clause(self, selected: Selected) -> str:
        """A clause with its heading, text and how it is checked; gives its number."""
        number = self.h2(selected.clause.title)
        blocks = [*text_of(selected, self.case)]
        if selected.clause.check:
            blocks += labelled("Kontroll", markup.fill(selected.clause.check, self.case.answer))
        blocks += law_line(self, selected)
        anchor = self._anchor(f"krav-{number.replace('.', '-')}")
        clause = selected.clause
        self.blocks.append(Clause(clause.id, clause.title, tuple(blocks), anchor, selected.variant, titled=False))
        return number

    def _anchor(self, wanted: str) -> str:
        assert wanted not in self.anchors, f"{wanted} is not unique"
        self.anchors.add(wanted)
        return wanted

    def row_anchor(self, number: str) -> str:
        return self._anchor(f"krav-{number.replace('.', '-')}")


def text_of(selected: Selected, case: Case) -> tuple[Paragraph | Items, ...]:
    """The clause in the variant that stands. The user's own words are text, never markup."""
    wording = case.brief.get("wording")
    if selected.variant == "own" and isinstance(wording, dict) and selected.clause.id in wording:
        return markup.plain_paragraphs(str(wording[selected.clause.id]))
    template = selected.clause.softer if selected.variant == "softer" else selected.clause.text
    return markup.fill(template, case.answer)


def in_plain_text(blocks: Sequence[Paragraph | Items]) -> str:
    """The blocks as characters, a line each."""
    lines = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(characters(block.inlines))
        else:
            marks = (f"{n}. " if block.ordered else "• " for n in range(1, len(block.items) + 1))
            lines += [mark + characters(item) for mark, item in zip(marks, block.items, strict=True)]
    return "\n".join(lines)


def characters(inlines: Inlines) -> str:
    """The inlines without their styles; what is missing says so."""
    return "".join(
        part.text if isinstance(part, Text) else str(part) for part in inlines if not isinstance(part, Blank)
    )


def lots_named(lots: Sequence[Lot]) -> str:
    """Delkontrakt 1, 2 och 4, in a sentence."""
    return f"delkontrakt{swedish.NBSP}{swedish.enumerate_items([str(lot.number) for lot in lots])}"


def labelled(label: str, blocks: Sequence[Paragraph | Items], role: Role = "note") -> list[Paragraph | Items]:
    """Blocks in a quieter voice, the first opened by its label."""
    found: list[Paragraph | Items] = []
    for n, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            opening = (Text(f"{label}: ", "strong"),) if n == 0 else ()
            found.append(Paragraph((*opening, *block.inlines), role))
        else:
            found.append(block)
    return found


def named(selected: Selected) -> list[Paragraph | Items]:
    """The name of a clause and, on a line of its own so that it never breaks, its id."""
    return [Paragraph((Text(selected.clause.title),)), Paragraph((Text(selected.clause.id),), "source")]


def law_line(b: Builder, selected: Selected) -> list[Paragraph]:
    """The sections that the clause leans on in this regime: "Stöd: LOU 17 kap. 1 §"; none when none is known."""
    laws = [law for law in laws_of(b.case, selected) if law.ref not in b.leant_on]
    return [Paragraph((Text(f"Stöd: {'; '.join(ref_text(law) for law in laws)}."),), "law")] if laws else []


def laws_of(case: Case, selected: Selected) -> list[Law]:
    """The sections that the clause leans on in this regime."""
    return case.library.laws_of(selected.clause, case.regime, case.facts.conditions()) if case.regime else []


def ref_text(law: Law) -> str:
    """A reference that does not break across lines."""
    return law.ref.replace(" ", swedish.NBSP)


def cell(content: CellContent, header: bool = False) -> Cell:
    """A cell from text, inlines or blocks."""
    if isinstance(content, Cell):
        return content
    if isinstance(content, str):
        content = (Text(content),) if content else ()
    inlines = tuple(part for part in content if not isinstance(part, (Paragraph, Items)))
    blocks = tuple(part for part in content if isinstance(part, (Paragraph, Items)))
    return Cell((Paragraph(inlines),) if inlines else blocks, header)


def row(contents: Sequence[CellContent], *, emphasis: bool = False) -> Row:
    """A row whose first cell names it."""
    return Row(tuple(cell(content, header=n == 0) for n, content in enumerate(contents)), emphasis=emphasis)


def document(
    case: Case, *, key: str, label: str, title: str, file_name: str, builder: Builder, internal: bool = False,
    workbook: Workbook | None = None,
) -> Document:  # fmt: skip
    """The finished annex, with the procurement's name and number on it."""
    subject, authority, reference = header(case)
    facts: tuple[tuple[str, Inlines], ...] = ()
    if lot := case.lot:
        # The label stands on every page: a sheet that has come loose still says which contract it is about.
        label = f"Delkontrakt{swedish.NBSP}{lot.number} · {label}"
        facts = (("Delkontrakt", (Text(f"{lot.number} – {lot.name}"),)),)
    return Document(
        key=key, label=label, title=title, file_name=case.file_name(file_name),
        subject=subject, authority=authority, reference=reference,
        on=case.facts.on, draft=case.draft, blocks=tuple(builder.blocks), internal=internal,
        facts=facts, workbook=workbook,
    )  # fmt: skip


def header(case: Case) -> tuple[str, str, str]:
    """What every annex has on it: the procurement, the authority and the diary number."""
    authority = case.brief.get("authority")
    name = authority.get("name") if isinstance(authority, dict) else None
    return (
        str(case.brief.get("title") or "[upphandlingens namn – svar saknas]"),
        str(name or "[upphandlande myndighet – svar saknas]"),
        str(case.brief.get("reference") or "[diarienummer – svar saknas]"),
    )


def contract_time(case: Case) -> list[tuple[str, Inlines]]:
    """How long the contract lasts, as rows of a table."""
    if case.facts.open_ended:
        return [("Avtalstid", (Text(UNTIL_FURTHER_NOTICE),))]
    return [
        ("Avtalstid, månader", case.answer("term_months")),
        ("Möjlig förlängning, månader", case.answer("extension_months")),
    ]


def day(value: date | None, missing: Inline) -> Inlines:
    """A date in words, or what explains why there is none."""
    return (Text(swedish.long_date(value)),) if value else (missing,)
