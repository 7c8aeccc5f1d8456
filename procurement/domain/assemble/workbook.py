"""The answer form as a spreadsheet: the same questions as on paper, what is left to answer, and prices that add up."""

from __future__ import annotations

import textwrap

from procurement.domain import swedish
from procurement.domain.assemble import ai, asked, evaluation, one_lot, price_sheets, quality
from procurement.domain.assemble.builder import Case, characters, header, in_plain_text, lots_named, text_of
from procurement.domain.assemble.form_part import Part, heads
from procurement.domain.assemble.requirements import Numbered
from procurement.domain.brief import texts
from procurement.domain.selection import Selected
from procurement.domain.sheets import (
    Cell,
    Cells,
    Empty,
    Filled,
    Formula,
    Label,
    Matching,
    Open,
    Ref,
    Sheet,
    Span,
    Sum,
    Workbook,
)

# A row of a spreadsheet is at most 409 points high: some 27 lines. The whole text stands in the annex.
LINES = 25
TEXT, PROOF = 56, 34
FRONT, OVERVIEW = "Läs först", "Sammanställning"


def write(case: Case, requirements: Numbered, annex: str, demands: Numbered | None = None) -> Workbook:
    """The workbook. `annex` is where the requirements stand; without `demands` it is that of the short form."""
    is_short = demands is None
    parts = [_tenderer(case, is_short)]
    if demands is not None:
        parts.append(_supplier(demands))
    criteria = [] if is_short else evaluation.chosen(case)
    if requirements or criteria:
        parts.append(_requirements(case, requirements, annex, criteria))
    if details := list(asked.asked_by_terms(case)):
        parts.append(_terms(case, details))
    if not is_short and quality.levels(case):
        parts.append(_quality(case))
    if case.clause(ai.CLAUSE):
        parts.append(_ai(case))
    parts += price_sheets.write(case)
    parts.append(_acceptance())
    return Workbook((_front(case, parts), _overview(parts), *(part.sheet for part in parts)))


def _front(case: Case, parts: list[Part]) -> Sheet:
    """How it is filled in, before anything else."""
    subject, authority, reference = header(case)
    said: list[tuple[str, str]] = [
        ("Upphandling", subject),
        ("Beställare", authority),
        ("Diarienummer", reference),
        ("Datum", swedish.long_date(case.facts.on)),
    ]
    if case.lot:
        said.insert(0, ("Delkontrakt", f"{case.lot.number} – {case.lot.name}"))
    if case.draft:
        said.append(("Status", "UTKAST. Använd inte formuläret för anbud."))
    how = [
        "Skriv bara i rutorna med kraftig ram. Allt annat är beställarens text. Den är låst, utan lösenord, så att "
        "inget ändras av misstag.",
        "Välj ett av svaren i listan där rutan har en lista. Ett nej på ett ska-krav betyder att anbudet inte kan "
        "antas.",
        "Hänvisa till beviset under Bilaga eller länk: skriv bilagans namn eller webbadressen.",
        "Skriv belopp i hela kronor utan mervärdesskatt, bara siffror. Skriv 0 där inget kostar.",
        f"Summorna räknas av formler som går att se. Bladet {OVERVIEW} visar vad som är kvar att fylla i.",
        "Frågorna är samma som i PDF och Word. Fyll i ett av dem.",
    ]
    rows: list[tuple[Cell, ...]] = [
        (Label("Svarsformulär", "title"),),
        *((Label(name, "strong"), Label(text)) for name, text in said),
        (),
        heads("Steg", "Så fyller du i"),
        *((Label(str(n)), Label(text)) for n, text in enumerate(how, 1)),
        (Label("Så ser en ruta ut:"), Label("Här skriver du", "example")),
        (),
        heads("Blad", "Det här fyller du i"),
        (Label(OVERVIEW, "strong"), Label("Inget. Bladet visar vad som är besvarat och vad som är kvar.")),
        *((Label(part.sheet.name, "strong"), Label(part.about)) for part in parts),
    ]
    return Sheet(FRONT, (24, 96), tuple(rows))


def _overview(parts: list[Part]) -> Sheet:
    """What is answered and what is left, sheet by sheet, and the price of each contract."""
    rows: list[tuple[Cell, ...]] = [
        heads("Blad", "Gäller", "Rutor", "Ifyllda", "Kvar", "Svar nej", "Anbudspris"),
    ]
    for n, part in enumerate(parts, 1):
        name = f"{OVERVIEW}.{n}"
        if not part.needed:
            continue
        row: list[Cell] = [
            Label(part.sheet.name, "strong"),
            Label(part.subject),
            Formula(f"{name}.rutor", Sum((Ref(f"{name}.ifyllda"), Ref(f"{name}.kvar")))),
            Formula(f"{name}.ifyllda", Filled(part.needed)),
            Formula(f"{name}.kvar", Empty(part.needed)),
            Formula(f"{name}.nej", Matching(part.yes_no, "Nej")) if part.yes_no else Label(""),
            Formula(f"{name}.pris", Ref(part.price), "kr", strong=True) if part.price else Label(""),
        ]
        rows.append(tuple(row))
    # The sheets of the contracts are filled in only by those who tender for them.
    counted = [n for n, part in enumerate(parts, 1) if part.needed and not part.is_choice]
    total: list[Cell] = [
        Label("Summa", "strong"),
        Label("Blad som alla fyller i" if any(part.is_choice for part in parts) else "Alla blad", "strong"),
    ]
    for column in ("rutor", "ifyllda", "kvar"):
        cells = tuple(Ref(f"{OVERVIEW}.{n}.{column}") for n in counted)
        total.append(Formula(f"{OVERVIEW}.{column}", Sum(cells), strong=True))
    return Sheet(OVERVIEW, (20, 60, 10, 10, 10, 10, 20), (*rows, tuple(total)), head=True)


def _tenderer(case: Case, is_short: bool) -> Part:
    name = "Anbudsgivaren"
    rows: list[tuple[Cell, ...]] = [heads("Uppgift", "Svar")]
    rows += [(Label(label), Open(f"{name}.{label}", label)) for label in asked.TENDERER]
    rows.append((Label(asked.TOGETHER), Open(f"{name}.tillsammans", asked.TOGETHER, choices=asked.YES_NO)))
    rows.append((Label(asked.CAPACITY), Open(f"{name}.kapacitet", asked.CAPACITY)))
    needed: Cells = (Span(f"{name}.{asked.TENDERER[0]}", f"{name}.tillsammans"),)
    about = "Vem ni är."
    if case.lot and not is_short:
        rows += [(), heads("Delkontrakt som anbudet gäller", "Svar")]
        rows.append((Label("Delkontrakt"), Label(f"{case.lot.number} – {case.lot.name}")))
        if one_lot.asks_for_other_lots(case):
            rows.append((Label(asked.OTHER_LOTS), Open(f"{name}.andra", asked.OTHER_LOTS)))
    elif case.facts.divided and not is_short:
        about = "Vem ni är, och vilka delkontrakt anbudet gäller."
        lots = case.facts.lots
        rows += [(), heads("Delkontrakt som anbudet gäller", "Anbud")]
        for lot in lots:
            label = f"Delkontrakt {lot.number}: {lot.name}"
            rows.append((Label(label), Open(f"{name}.delkontrakt.{lot.number}", label, choices=asked.YES_NO)))
        if case.taken_out:
            rows.append((Label(asked.by_itself(case), "note"),))
        needed += (Span(f"{name}.delkontrakt.{lots[0].number}", f"{name}.delkontrakt.{lots[-1].number}"),)
    return Part(Sheet(name, (62, 58), tuple(rows)), about, needed, subject="Namn och kontakt")


def _supplier(demands: Numbered) -> Part:
    """Grounds for exclusion, and each demand on the supplier."""
    name = "Leverantören"
    listed = [("–", "", asked.EXCLUSION), *((number, s.clause.id, s.clause.title) for number, s in demands)]
    rows: list[tuple[Cell, ...]] = [heads("Nr i Bilaga 4", "Id", "Krav", "Svar", "Hur kravet uppfylls")]
    for n, (number, identity, title) in enumerate(listed):
        rows.append((
            Label(number), Label(identity), Label(title),
            Open(f"{name}.{n}.svar", f"{number} {title}: ja eller nej", choices=asked.YES_NO),
            Open(f"{name}.{n}.hur", f"{number} {title}: hur kravet uppfylls"),
        ))  # fmt: skip
    answers = (Span(f"{name}.0.svar", f"{name}.{len(demands)}.svar"),)
    about = "Om något skäl till uteslutning finns, och om ni uppfyller kraven på leverantören i Bilaga 4."
    subject = "Uteslutning och kvalificering"
    sheet = Sheet(name, (10, 15, 52, 9, 50), tuple(rows), head=True, filtered=True)
    return Part(sheet, about, answers, answers, subject=subject)


def _requirements(case: Case, requirements: Numbered, annex: str, criteria: list[Selected]) -> Part:
    """A row for each mandatory requirement and for each criterion that gives points."""
    name = "Krav"
    rows: list[tuple[Cell, ...]] = [
        heads("Nr", "Id", "Slag", "Krav", "Bevis som lämnas", "Uppfylls", "Svar, förklaring", "Bilaga eller länk"),
    ]
    for number, selected in requirements:
        answer = Open(f"{name}.{number}.svar", f"Krav {number} uppfylls", choices=asked.YES_NO)
        kind, said = f"Ska-krav{_lots(case, selected)}", in_plain_text(text_of(selected, case))
        rows.append(_row(name, number, kind, selected, said, f"{annex}, {number}", answer))
    for selected in criteria:
        share, said = evaluation.share_of(case, selected), _criterion(case, selected)
        kind = f"Poängsätts, vikt {share}" if share else "Poängsätts"
        rows.append(_row(name, "", kind, selected, said, f"Bilaga 4, {selected.clause.id}", Label("–")))
    answers: Cells = ()
    needed: Cells = ()
    if requirements:
        answers = needed = (Span(f"{name}.{requirements[0][0]}.svar", f"{name}.{requirements[-1][0]}.svar"),)
    if criteria:
        first, last = criteria[0].clause.id, criteria[-1].clause.id
        needed += (Span(f"{name}.{first}.bilaga", f"{name}.{last}.bilaga"),)
    about = f"Om ni uppfyller varje ska-krav, med bevis. Numren är de som står i {annex}."
    if criteria:
        about += " Sist i bladet: det som ger poäng. Lämna det som varje kriterium frågar efter."
    sheet = Sheet(name, (7, 14, 12, TEXT, PROOF, 11, 28, 20), tuple(rows), head=True, filtered=True)
    return Part(sheet, about, needed, answers, subject="Ska-krav och kriterier" if criteria else "Ska-krav")


def _terms(case: Case, details: list[tuple[Selected, str]]) -> Part:
    """What some terms ask for with the tender."""
    name = "Villkor"
    rows: list[tuple[Cell, ...]] = [heads("Id", "Villkor", "Detta lämnas", "Svar")]
    for selected, wanted in details:
        clause = selected.clause
        title = f"{clause.title}{_lots(case, selected)}"
        answer = Open(f"{name}.{clause.id}", f"Uppgift om villkoret {clause.title}")
        rows.append((Label(clause.id), Label(title), Label(wanted), answer))
    needed = (Span(f"{name}.{details[0][0].clause.id}", f"{name}.{details[-1][0].clause.id}"),)
    about = "De uppgifter som några villkor kräver i anbudet."
    return Part(Sheet(name, (15, 40, 52, 50), tuple(rows), head=True), about, needed, subject="Uppgifter om villkoren")


def _row(
    sheet: str, number: str, kind: str, selected: Selected, said: str, where: str, answer: Cell
) -> tuple[Cell, ...]:
    """`said` is what is asked, and `where` it stands in the annexes."""
    clause = selected.clause
    name, label = number or clause.id, number or clause.title
    return (
        Label(number), Label(clause.id), Label(kind), Label(_fitted(said, TEXT, where), title=clause.title),
        Label(_fitted(clause.evidence, PROOF, where)), answer,
        Open(f"{sheet}.{name}.förklaring", f"{label}: svar eller förklaring"),
        Open(f"{sheet}.{name}.bilaga", f"{label}: bilaga eller länk"),
    )  # fmt: skip


def _lots(case: Case, selected: Selected) -> str:
    """Which contracts the clause is asked of; empty where that is all of them."""
    lots = case.asked_of(selected.clause.id)
    return f", bara {lots_named(lots)}" if lots else ""


def _criterion(case: Case, selected: Selected) -> str:
    """The criterion with its scale."""
    said = in_plain_text(text_of(selected, case))
    scale = [f"{points} poäng: {text}" for points, text in selected.clause.scale]
    return "\n".join([said, *scale])


def _fitted(text: str, width: int, where: str) -> str:
    """The text, or as much of it as a row can show and where the whole stands."""
    lines = [textwrap.wrap(line, width) or [""] for line in text.split("\n")]
    if sum(map(len, lines)) <= LINES:
        return text
    kept, room = [], LINES - 2
    for line in lines:
        kept.append(" ".join(line[:room]))
        room -= len(line)
        if room <= 0:
            break
    return "\n".join(kept) + f" … (Hela texten står i {where}.)"


def _quality(case: Case) -> Part:
    name = "Kvalitetstabell"
    listed = quality.levels(case)
    rows: list[tuple[Cell, ...]] = [heads("Egenskap", "Mått", "Godkänd nivå", "Så mäter vi")]
    for n, (label, measure, level, _) in enumerate(listed, 1):
        said = [characters(inlines) for inlines in (label, measure, level)]
        rows.append((*map(Label, said), Open(f"{name}.{n}", f"Mätning av {said[0]}")))
    needed = (Span(f"{name}.1", f"{name}.{len(listed)}"),)
    about = "Hur ni tänker mäta varje nivå vid leverans. Nivåerna är kontraktsvillkor och svaret poängsätts inte."
    return Part(Sheet(name, (28, 44, 24, 44), tuple(rows), head=True), about, needed, subject="Så mäter ni")


def _ai(case: Case) -> Part:
    name = "AI-funktioner"
    columns = [what for what, _ in ai.TOLD]
    known = texts(case.facts.answers.get("ai_functions"))
    rows: list[tuple[Cell, ...]] = [heads("Funktion", *columns)]
    for n, function in enumerate(known, 1):
        opened = (Open(f"{name}.{n}.{c}", f"{what}: {function}") for c, what in enumerate(columns))
        rows.append((Label(function), *opened))
    for n in range(len(known) + 1, len(known) + 1 + ai.OTHERS):
        opened = (Open(f"{name}.{n}.{c}", what) for c, what in enumerate(columns))
        rows.append((Open(f"{name}.{n}.namn", "Ytterligare AI-funktion"), *opened))
    needed: Cells = (Span(f"{name}.1.0", f"{name}.{len(known)}.{len(columns) - 1}"),) if known else ()
    about = "En rad för varje AI-funktion i lösningen, också de som beställaren inte har räknat upp. Skriv okänd där "
    about += "en felprocent inte är känd."
    return Part(Sheet(name, (34, 26, 20, 34, 16), tuple(rows), head=True), about, needed, subject="Varje AI-funktion")


def _acceptance() -> Part:
    name = "Godkännande"
    rows: list[tuple[Cell, ...]] = [
        heads("Uppgift", "Svar"),
        (Label(asked.ACCEPTANCE), Open(f"{name}.godtas", asked.ACCEPTANCE, choices=asked.YES_NO)),
        (Label(asked.SECRECY), Open(f"{name}.sekretess", asked.SECRECY)),
        *((Label(label), Open(f"{name}.{label}", label)) for label in asked.SIGNATURE),
    ]
    accepted = (Ref(f"{name}.godtas"),)
    needed: Cells = (*accepted, Span(f"{name}.{asked.SIGNATURE[0]}", f"{name}.{asked.SIGNATURE[-1]}"))
    about = "Att ni godtar villkoren, vad ni begär sekretess för, och underskrift."
    return Part(Sheet(name, (62, 58), tuple(rows)), about, needed, accepted, subject="Villkor och underskrift")
