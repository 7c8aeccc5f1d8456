"""A document with every kind of node, text that tries to be something else, and tables over several pages."""

from __future__ import annotations

from datetime import date

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
    Items,
    Paragraph,
    Row,
    Table,
    Text,
)
from procurement.domain.drawing import Box, Diamond, Drawing, Line, Words

NASTY = (
    "<script>alert('å')</script>",
    "{{ document.title }} och {% include 'page.html' %}",
    '{ INCLUDETEXT "C:\\\\secret.txt" } och =HYPERLINK("x")',
    "<img src=file:///etc/passwd> & &amp; ]]>",
    "<link rel=stylesheet href=data:text/css,*{color:red}>",
    "<w:t>inte XML</w:t>",
    "URL(font:SourceSansPro-Regular.ttf) @import",
)
CONTROL = "styr\x00tecken\x0b\x1f\ud800\ufffe slut"


def text(*parts: Inline | str) -> tuple[Inline, ...]:
    return tuple(Text(part) if isinstance(part, str) else part for part in parts)


def paragraph(*parts: Inline | str) -> Paragraph:
    return Paragraph(text(*parts))


def cell(*parts: Inline | str, header: bool = False) -> Cell:
    return Cell((paragraph(*parts),), header)


def requirement(number: int) -> Row:
    clause = f"PC-API-{number:02}"
    demand = (
        "Leverantören ska visa att alla funktioner som lösningens egna gränssnitt använder för att läsa eller "
        "ändra uppgifter kan nås genom dokumenterade öppna API:er. "
    )
    blocks = (
        Paragraph(text(Text(f"Öppet gränssnitt {number}", "strong")), "label"),
        paragraph(demand * (1 + number % 3)),
        Items((text("uppgifter om ärenden"), text("uppgifter om fastigheter"))),
        Paragraph(text("Varför: det offentliga ska inte låsas in."), "note"),
    )
    evidence = "En länk till specifikationen och ett driftsättningsprotokoll från den senaste leveransen."
    law = Paragraph(text("Stöd: LOU 9 kap. 1 §."), "law")
    cells = (
        cell(f"KR-{number:03}", header=True),
        Cell(blocks if number % 2 else blocks[1:2]),
        Cell((paragraph(evidence), law) if number % 2 else (paragraph(evidence),)),
    )
    return Row(cells, clause, f"Öppet gränssnitt {number}", f"krav-{number}")


def requirements(first: int, last: int, number: str) -> Table:
    columns = (Column("Nr", 14), Column("Krav", 58), Column("Bevis", 28))
    return Table("Krav på öppna gränssnitt", columns, tuple(map(requirement, range(first, last))), number)


COSTS = Table(
    "Delkontraktens värden",
    (Column("Delkontrakt", 12), Column("Innehåll", 58), Column("Värde", 30, "end")),
    (
        Row((cell("1", header=True), cell("Ärendehantering"), cell("9 800 000 kr"))),
        Row((cell("2", header=True), cell("E-tjänster för medborgare"), cell("1 200 000 kr"))),
        Row((cell("", header=True), cell("Summa"), cell("11 000 000 kr")), emphasis=True),
    ),
    "1",
)

PICTURE = Figure(
    "Hur delarna bygger på varandra",
    'Del 2 bygger på del 1. <b>"Ingen uppmärkning"</b> &amp; inget annat.',
    Drawing(
        640,
        80,
        (
            Box(1, 10, 200, 60, "light"),
            Words(10, 30, "Del 1 <b>& ett", strong=True),
            Box(400, 10, 200, 60, "dark"),
            Line(((201, 40), (300, 20), (400, 40)), arrow=True),
            Line(((300, 0), (300, 80)), faint=True),
            Diamond(500, 40),
            Words(350, 70, "bygger på", "middle"),
            Words(640, 70, "maj 2027", "end", strong=True),
        ),
    ),
    "1",
)

ANSWERS = Table(
    "Anbudsgivarens svar",
    (Column("Nr", 14), Column("Fråga", 41), Column("Svar", 45)),
    (
        Row((cell("KR-001", header=True), cell("Uppfylls kravet?"), cell(Blank("Uppfylls KR-001?", ("ja", "nej"))))),
        Row(
            (
                cell("KR-002", header=True),
                cell("Var finns specifikationen?"),
                cell(Blank("Adress till specifikationen")),
            )
        ),
    ),
    "3",
)

# 2 000 characters in one row: it must be allowed to break.
LONG = Table(
    "Bakgrund i en rad",
    (Column("Avsnitt", 18), Column("Text", 82)),
    (Row((cell("Bakgrund", header=True), cell("Handläggarna skriver av uppgifter mellan tre system. " * 60))),),
    "4",
)

BLOCKS: tuple[Block, ...] = (
    Heading(1, "1", "Om den här bilagan", "om"),
    Paragraph(text("Bilagan innehåller de krav som ska vara uppfyllda när avtalet börjar."), "lead"),
    paragraph(
        "Med ",
        Text("ska", "strong"),
        " menas ett krav som måste uppfyllas, med ",
        Text("bör", "emphasis"),
        " ett önskemål. Kontrollen görs med ",
        Text("curl -fsS /api-info", "code"),
        ".",
    ),
    Paragraph(text("Kraven är proportionerliga och går att pröva."), "note"),
    Paragraph(text("Källa: LOU 9 kap. 1 §."), "source"),
    Heading(2, "1.1", "Läsanvisning", "lasanvisning"),
    paragraph("Första raden\nandra raden."),
    Items((text("öppna gränssnitt"), text("källkod som publiceras löpande"), text("små delkontrakt"))),
    Items((text("Läs kraven."), text("Svara på kraven."), text("Lämna anbud.")), ordered=True),
    paragraph("Sedan börjar numreringen om:"),
    Items((text("Pröva."), text("Besluta.")), ordered=True),
    Heading(1, "2", "Behov", "behov"),
    paragraph("Systemet ska lösa ", Gap("problem", "problemet"), " för handläggarna."),
    Heading(2, "2.1", "Det som skrivs stannar som text", "text"),
    *(paragraph(nasty) for nasty in NASTY),
    paragraph(CONTROL),
    Heading(2, "2.2", "Värden", "varden"),
    COSTS,
    PICTURE,
    Heading(1, "3", "Krav", "krav"),
    Heading(2, "3.1", "Öppna API:er", "api"),
    Heading(3, "3.1.1", "Gränssnitt för alla", "alla"),
    paragraph("Kraven gäller alla delkontrakt."),
    requirements(1, 23, "2"),
    Heading(3, "3.1.2", "Källkod", "kallkod"),
    Clause(
        "PC-CODE-02",
        "Kontinuerlig publicering och spårbar drift",
        (
            paragraph("Leverantören ska publicera varje ändring senast 24 timmar efter att den godkänts. " * 3),
            Items((text("all källkod"), text("alla tester"))),
            Paragraph(text("Motiv"), "label"),
            Paragraph(
                text("Vad det offentliga har betalat för ska gå att läsa, pröva, återanvända och ta över."), "note"
            ),
            Table("Undantag", (Column("Del", 40), Column("Skäl", 60)), (Row((cell("Nycklar"), cell("Säkerhet"))),)),
            Paragraph(text("Stöd: LOU 17 kap. 1 § & <avtalet>."), "law"),
        ),
        "PC-CODE-02",
        "softer",
    ),
    Clause(
        "PC-CODE-03", "Bygget går att göra om", (paragraph("Bygget ska gå att göra om på en ren dator."),), "PC-CODE-03"
    ),
    Heading(1, "4", "Svar", "svar"),
    ANSWERS,
    paragraph("Anbudsgivarens namn: ", Blank("Anbudsgivarens namn")),
    LONG,
    Heading(1, "", "Underskrift", "underskrift"),
    paragraph("Ort och datum: ", Blank("Ort och datum")),
)

DOCUMENT = Document(
    key="requirements",
    label="Bilaga 1",
    title="Kravspecifikation",
    file_name="Bilaga 1 Kravspecifikation",
    subject="Bygglovshandläggning för Åmåla och Östervåla",
    authority="Sjövalla kommun",
    reference="KS 2026/0147",
    on=date(2026, 11, 23),
    draft=True,
    blocks=BLOCKS,
    facts=(("Förfarande", text("Öppet förfarande enligt LOU")), ("Sista dag", text(Gap("deadline", "sista dagen")))),
)
