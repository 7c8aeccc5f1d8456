"""Beräkning av värde, for the buyer alone: every term of the sum, the amounts of the law beside it, and what follows.

Whoever asks how the value was estimated is given this paper and nothing else.
"""

from __future__ import annotations

from procurement.domain import limits, regimes, review, small_lots, swedish
from procurement.domain.answers import gap
from procurement.domain.assemble.builder import Builder, Case, document, row
from procurement.domain.assemble.lot_plan import seam_table
from procurement.domain.assemble.workings import whole_kronor
from procurement.domain.brief import whole
from procurement.domain.document import Blank, Column, Document, Gap, Inlines, Paragraph, Row, Text
from procurement.domain.facts import OPEN_ENDED_MONTHS
from procurement.domain.review import Finding
from procurement.domain.thresholds import Amount

# What is in force together with the chapter that the regime is named after (LOU 19 kap. 1 § and 19 a kap. 1 §).
IN_FORCE = {
    "direct": ("LOU 19 a kap. 1 §", "Utöver 19 a kap. gäller 1–3, 5, 20 och 21 kap. i lagen"),
    "national": ("LOU 19 kap. 1 §", "Utöver 19 kap. gäller 1–3, 5, 20 och 21 kap. i lagen"),
}


def write(case: Case, findings: tuple[Finding, ...], number: str) -> Document:
    """The paper. `number` is its place in the set, for the file name."""
    b = Builder(case)
    _sum(b)
    _rules(b)
    _methods(b)
    _small_lots(b)
    _guard(b, findings)
    return document(
        case, key="value", label="", title="Beräkning av värde",
        file_name=f"{number}-berakning-av-varde-INTERNT", builder=b, internal=True,
    )  # fmt: skip


def _sum(b: Builder) -> None:
    """Chapter "Upphandlingens värde": every term of the sum, and who worked it out when."""
    case, facts = b.case, b.case.facts
    b.h1("Upphandlingens värde")
    b.p(
        "Värdet är allt som kan betalas enligt alla kontrakt i upphandlingen, med förlängningar och optioner som om "
        "de används, utan mervärdesskatt (LOU\u00a05\u00a0kap.\u00a03\u00a0§). Det bestäms när upphandlingen påbörjas "
        "(LOU\u00a05\u00a0kap.\u00a05\u00a0§). Räkna om det om något har ändrats till dess."
    )
    _made(b)
    if facts.total is None or facts.base is None:
        b.blocks.append(Paragraph((Text("Värde: "), gap("budget_sek", case.library))))
        return
    if facts.modules and not facts.from_seams and case.brief.get("modules"):
        terms = [(module.name, module.cost) for module in facts.modules]
    elif facts.running and "budget_sek" not in facts.answers:
        terms = [(f"Löpande tjänst, {OPEN_ENDED_MONTHS} månader", facts.running)]
    else:
        terms = [("Budget", facts.base)]
    rows = [row([name, swedish.kronor(amount)]) for name, amount in terms]
    rows.append(row(["Förlängningar och optioner", swedish.kronor(facts.options)]))
    rows.append(row(["Summa", swedish.kronor(facts.total)], emphasis=True))
    b.table("Beräkning av värdet", [Column("Post", 66), Column("Belopp", 34, "end")], rows)
    _running(b)
    if facts.from_seams:
        _seams(b)
    elif facts.options and len(facts.modules) > 1:
        _spread(b)
    if isinstance(facts.answers.get("similar_purchases"), str):
        b.h2("Andra köp av samma slag")
        b.words("similar_purchases")


def _made(b: Builder) -> None:
    """Who the sum is made for, by whom, when and from what: LOU asks for the value on a day, and papers get parted."""
    case = b.case
    authority, contact = case.brief.get("authority"), case.brief.get("contact")
    name = authority.get("name") if isinstance(authority, dict) else None
    email = contact.get("email") if isinstance(contact, dict) else None
    by = case.facts.answers.get("calculated_by")
    told: tuple[tuple[str, str | Inlines], ...] = (
        ("Beräknat den", swedish.long_date(case.facts.on)),
        ("Beräknat av", str(by) if by else (Blank("Beräknat av, namn och befattning"),)),
        ("Beräknat för", str(name or "–")),
        ("Kontakt", str(email or "–")),
        ("Diarienummer", str(case.brief.get("reference") or "–")),
        ("Beräknat ur", f"svaren i ärendet, med klausulbiblioteket {case.library.version}"),
    )
    b.table("Vem och när", [Column("Uppgift", 38), Column("Svar", 62)], [row(pair) for pair in told])


def _running(b: Builder) -> None:
    """The service without a last day, as the part of the sum that it is (LOU 5 kap. 13 §)."""
    facts = b.case.facts
    monthly = whole(facts.answers.get("monthly_sek"))
    if facts.running is None or monthly is None or facts.base is None:
        return
    b.p(
        "Avtalet gäller tills vidare, utan slutdag. Den löpande tjänsten räknas då som månadsvärdet gånger "
        f"{OPEN_ENDED_MONTHS} (LOU\u00a05\u00a0kap.\u00a013\u00a0§). Beloppet är en del av summan ovanför."
    )
    rows = [
        row(["Månadsvärde", swedish.kronor(monthly)]),
        row(["Antal månader", swedish.number(OPEN_ENDED_MONTHS)]),
        row(["Löpande tjänst", swedish.kronor(facts.running)]),
        row(["Annat än löpande tjänst", swedish.kronor(facts.base - facts.running)]),
        row(["Summa utan förlängningar och optioner", swedish.kronor(facts.base)], emphasis=True),
    ]
    b.table("Tjänst utan slutdag", [Column("Post", 66), Column("Belopp", 34, "end")], rows)


def _spread(b: Builder) -> None:
    """The modules with their share of the options."""
    modules = b.case.facts.modules
    b.p("Förlängningar och optioner är fördelade på modulerna i förhållande till deras kostnad.")
    whole_kronor(b)
    rows = [
        row([m.name, swedish.kronor(m.cost), swedish.kronor(m.value - m.cost), swedish.kronor(m.value)])
        for m in modules
    ]
    rows.append(_sums("Summa", sum(m.cost for m in modules), sum(m.value - m.cost for m in modules),
                      sum(m.value for m in modules)))  # fmt: skip
    heads = [Column("Modul", 40), *(Column(head, 20, "end") for head in ("Kostnad", "Option", "Värde"))]
    b.table("Modulernas värde", heads, rows)


def _seams(b: Builder) -> None:
    """The parts that stand in where the user has named none, with the share each got."""
    whose = (
        "Andelarna är myndighetens egna"
        if b.case.facts.own_shares
        else "Andelarna är klausulbibliotekets egen uppskattning av hur stor varje del brukar vara"
    )
    b.p(
        "Inga moduler är angivna. Värdet är därför fördelat på delar som programvara brukar ha. "
        f"{whose}. De är ett utgångsläge, inte en beräkning. Varje dels värde är dess andel av summan."
    )
    whole_kronor(b)
    seam_table(b)


def _rules(b: Builder) -> None:
    """Chapter "Vilka regler värdet leder till": the amounts, the value beside them, and what is in force."""
    case, facts = b.case, b.case.facts
    b.h1("Vilka regler värdet leder till")
    used: list[tuple[str, Amount | None]] = [
        ("Gräns för direktupphandling", facts.direct_limit), ("Tröskelvärde", facts.threshold),
    ]  # fmt: skip
    if small_lots.of(facts):
        used.append(("Gräns för små delkontrakt", facts.small_lot_limit))
    rows = [
        row([name, _amount(case, amount), swedish.number(amount.eur) if amount and amount.eur else "–",
             _in_force(amount), amount.source if amount else "–"])
        for name, amount in used
    ]  # fmt: skip
    heads = [Column("Belopp", 22), Column("Kronor", 16, "end"), Column("Euro", 12, "end"), Column("Gäller", 20)]
    heads.append(Column("Källa", 30))
    b.table(f"Belopp som gäller den {swedish.long_date(facts.on)}", heads, rows)
    if facts.regime is None or facts.total is None:
        b.p("Vilka regler som gäller går inte att avgöra förrän värdet, myndighetens slag och tröskelvärdet är kända.")
        return
    _compared(b, facts.total)
    b.p(f"Värdet är {swedish.kronor(facts.total)}. Köpet är en {regimes.NAMES[facts.regime]}.")
    if facts.regime != "eu":
        section, told = IN_FORCE[facts.regime]
        b.p(f"{told} ({_cited(section)}).")
    b.p("Vad beställaren ska göra står i Beslutsunderlag.")


def _compared(b: Builder, total: int) -> None:
    """The value beside each limit that decides the rules."""
    told = {
        "direct": ("Gräns för direktupphandling", "under gränsen", "inte under gränsen"),
        "eu": ("Tröskelvärde", "under tröskelvärdet", "når tröskelvärdet"),
    }
    rows = []
    for limit in limits.of(b.case.facts):
        name, below, reached = told[limit.key]
        over = total - limit.amount.sek
        amounts = map(swedish.kronor, (total, limit.amount.sek, over))
        rows.append(row([name, *amounts, below if over < 0 else reached]))
    heads = [Column("Gräns", 29), Column("Värde", 16, "end"), Column("Gränsens belopp", 17, "end")]
    heads += [Column("Värde minus gräns", 19, "end"), Column("Utfall", 19)]
    b.table("Värdet jämfört med gränserna", heads, rows)


def _amount(case: Case, amount: Amount | None) -> str | Inlines:
    if amount:
        return swedish.kronor(amount.sek)
    authority = case.brief.get("authority")
    known = isinstance(authority, dict) and "kind" in authority
    # Without an announced amount the review says so; without the kind of authority the question is open.
    return "inget beslutat" if known else (Gap("authority", "myndighetens slag"),)


def _in_force(amount: Amount | None) -> str:
    if amount is None:
        return "–"
    start = f"från {swedish.long_date(amount.valid_from)}"
    return f"{start} till {swedish.long_date(amount.valid_to)}" if amount.valid_to else start


def _methods(b: Builder) -> None:
    """Chapter "Så är värdet beräknat": each rule on how to count, and what it came to here."""
    facts = b.case.facts
    if facts.total is None:
        return
    b.h1("Så är värdet beräknat")
    told = [
        ("Allt som kan betalas räknas, utan mervärdesskatt.", _base(b), "LOU 5 kap. 3 §"),
        (
            "Förlängningar och optioner räknas som om de används.",
            f"Ja, {swedish.kronor(facts.options)}" if facts.options else "Inga finns",
            "LOU 5 kap. 3 §",
        ),
        ("Värdet gäller när upphandlingen påbörjas.", f"Beräknat den {swedish.long_date(facts.on)}", "LOU 5 kap. 5 §"),
        (
            "Delkontrakt räknas ihop.",
            f"Ja, {swedish.count(len(facts.lots), 'ett', 'delkontrakt')}" if facts.divided else "Köpet är ett kontrakt",
            "LOU 5 kap. 8 §",
        ),
        (
            "Kontrakt som återkommer eller ska förnyas räknas på tolv månaders köp.",
            "Se Andra köp av samma slag" if facts.answers.get("similar_purchases") else "Inga är angivna",
            "LOU 5 kap. 11 §",
        ),
        (
            "Tjänster utan slutdag räknas som månadsvärdet gånger 48.",
            _open_ended(b),
            "LOU 5 kap. 13 §",
        ),
        (
            "Ett ramavtal är värt alla kontrakt som planeras enligt det.",
            "Ja, det är ett ramavtal" if facts.answers.get("is_framework") is True else "Det är inget ramavtal",
            "LOU 5 kap. 14 §",
        ),
        (
            "Metoden får inte väljas för att undvika reglerna.",
            "Alla poster är med, optioner som om de används",
            "LOU 5 kap. 6 §",
        ),
    ]
    rows = [row([rule, here, _cited(law)]) for rule, here, law in told]
    b.table("Regel för regel", [Column("Regel", 44), Column("Här", 32), Column("Bestämmelse", 24)], rows)


def _base(b: Builder) -> str:
    facts = b.case.facts
    if b.case.brief.get("modules") and facts.modules:
        return f"Summan av {swedish.count(len(facts.modules), 'en modul', 'moduler')}"
    return "Budgeten" if "budget_sek" in facts.answers else "Den löpande tjänsten"


def _open_ended(b: Builder) -> str:
    facts = b.case.facts
    if not facts.open_ended:
        return "Avtalet har en slutdag"
    return f"Ja, {swedish.kronor(facts.running)}" if facts.running else "Månadsvärdet saknas"


def _small_lots(b: Builder) -> None:
    """Chapter "Små delkontrakt": each lot against the limit, and all of them against their share."""
    small = small_lots.of(b.case.facts)
    if small is None:
        return
    b.h1("Små delkontrakt")
    b.p(
        "Ett delkontrakt under gränsen får upphandlas enligt reglerna för köp under tröskelvärdet, om sådana "
        f"delkontrakt tillsammans är högst {small_lots.SHARE} procent av värdet av alla "
        "(LOU\u00a05\u00a0kap.\u00a08\u00a0§)."
    )
    rows = [
        row([f"Delkontrakt {lot.number}", *map(swedish.kronor, (lot.value, small.limit.sek)),
             "ja" if lot in small.below else "nej", "ja" if lot in small.exempt else "nej"])
        for lot in small.lots
    ]  # fmt: skip
    heads = [Column("Delkontrakt", 24), Column("Värde", 22, "end"), Column("Gräns", 20, "end")]
    heads += [Column("Under gränsen", 17), Column("Undantas", 17)]
    b.table("Delkontrakten mot gränsen", heads, rows)
    if not small.below:
        b.p(small.outcome)
        return
    room = f"{small_lots.SHARE}{swedish.NBSP}% av värdet"
    rows = [
        row([name, swedish.kronor(value), swedish.percent(small.share(value)), swedish.kronor(small.room),
             "ryms" if value <= small.room else "ryms inte"])
        for name, value in (("Alla under gränsen", small.together), ("De som undantas", small.taken))
    ]  # fmt: skip
    heads = [Column("Delkontrakt", 28), Column("Tillsammans", 21, "end"), Column("Andel", 13, "end")]
    heads += [Column(room, 21, "end"), Column("Utfall", 17)]
    b.table("Delkontrakten tillsammans", heads, rows)
    b.p(small.outcome)
    b.p(small_lots.NOT_ALLOWED)


def _guard(b: Builder, findings: tuple[Finding, ...]) -> None:
    """Chapter "Skydd mot otillåten uppdelning": what a court would ask, answered from the data."""
    points = review.guard(b.case.facts, findings)
    if not points:
        return
    b.h1("Skydd mot otillåten uppdelning")
    b.p("Frågorna är de som en domstol eller Konkurrensverket kan ställa. Svaren följer av ärendet.")
    rows = [row([p.question, p.answer, _cited(p.law), review.STATES[p.state]]) for p in points]
    heads = [Column("Fråga", 27), Column("Svar", 41), Column("Bestämmelse", 18), Column("Läge", 14)]
    b.table("Frågor och svar", heads, rows)


def _sums(label: str, *amounts: int) -> Row:
    return row([label, *map(swedish.kronor, amounts)], emphasis=True)


def _cited(ref: str) -> str:
    """A reference that does not break. An earlier release of the library may lack it in its own table."""
    return ref.replace(" ", swedish.NBSP)
