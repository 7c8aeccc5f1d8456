"""The sums of the Beslutsunderlag, each with every term it is made of: an auditor has this paper and nothing else."""

from __future__ import annotations

from procurement.domain import costs, lots, swedish
from procurement.domain.answers import gap
from procurement.domain.assemble.builder import Builder, row
from procurement.domain.assemble.lot_plan import lot_table
from procurement.domain.brief import texts
from procurement.domain.document import Column, Paragraph, Row, Text
from procurement.domain.facts import SEAMS

# Says in words what domain/shares.py does.
WHOLE_KRONOR = (
    "Fördelning till hela kronor: varje del räknas ut och avrundas nedåt. De kronor som blir över går en och en till "
    "delarna med störst rest, och vid lika rest till den som står först i tabellen. "
    "Delarna blir tillsammans exakt beloppet."
)


def value(b: Builder) -> None:
    """Chapter "Upphandlingens värde": every term of the sum, and who worked it out when."""
    case, facts = b.case, b.case.facts
    b.h1("Upphandlingens värde")
    b.p(
        "Värdet är allt som kan betalas enligt alla kontrakt i upphandlingen, med förlängningar och optioner som om "
        "de används, utan mervärdesskatt (LOU\u00a05\u00a0kap.\u00a03\u00a0§). Det bestäms när upphandlingen påbörjas "
        "(LOU\u00a05\u00a0kap.\u00a05\u00a0§)."
    )
    _made(b)
    if facts.total is None or facts.base is None:
        b.blocks.append(Paragraph((Text("Värde: "), gap("budget_sek", case.library))))
        return
    if facts.modules and not facts.from_seams:
        terms = [(module.name, module.cost) for module in facts.modules]
    else:
        terms = [("Budget", facts.base)]
    rows = [row([name, swedish.kronor(amount)]) for name, amount in terms]
    rows.append(row(["Förlängningar och optioner", swedish.kronor(facts.options)]))
    rows.append(row(["Summa", swedish.kronor(facts.total)], emphasis=True))
    b.table("Beräkning av värdet", [Column("Post", 66), Column("Belopp", 34, "end")], rows)
    if facts.from_seams:
        _seams(b)
    elif facts.options and len(facts.modules) > 1:
        _options(b)
    if isinstance(facts.answers.get("similar_purchases"), str):
        b.h2("Andra köp av samma slag")
        b.words("similar_purchases")


def _made(b: Builder) -> None:
    """Who the sum is made for, when and from what: LOU asks for the value on a day, and papers get parted."""
    case = b.case
    authority, contact = case.brief.get("authority"), case.brief.get("contact")
    name = authority.get("name") if isinstance(authority, dict) else None
    email = contact.get("email") if isinstance(contact, dict) else None
    told = (
        ("Beräknat den", swedish.long_date(case.facts.on)),
        ("Beräknat för", str(name or "–")),
        ("Kontakt", str(email or "–")),
        ("Diarienummer", str(case.brief.get("reference") or "–")),
        ("Beräknat ur", f"svaren i ärendet, med klausulbiblioteket {case.library.version}"),
    )
    b.table("Vem och när", [Column("Uppgift", 38), Column("Svar", 62)], [row(pair) for pair in told])


def _options(b: Builder) -> None:
    """The modules with their share of the options."""
    modules = b.case.facts.modules
    b.p("Förlängningar och optioner är fördelade på modulerna i förhållande till deras kostnad.")
    _whole_kronor(b)
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
    modules = b.case.facts.modules
    b.p(
        "Inga moduler är angivna. Värdet är därför fördelat efter andelar som är ett utgångsläge, inte en beräkning. "
        "Varje dels värde är dess andel av summan."
    )
    _whole_kronor(b)
    shares = {key: share for key, _, _, share, _ in SEAMS}
    rows = [row([m.name, swedish.percent(shares[m.key]), swedish.kronor(m.value)]) for m in modules]
    total = sum(m.value for m in modules)
    rows.append(
        row(["Summa", swedish.percent(sum(shares[m.key] for m in modules)), swedish.kronor(total)], emphasis=True)
    )
    heads = [Column("Del", 52), Column("Andel", 20, "end"), Column("Värde", 28, "end")]
    b.table("Delarnas värde", heads, rows)


def compared(b: Builder) -> None:
    """The value beside each limit that decides the rules."""
    facts = b.case.facts
    assert facts.total is not None
    rows = []
    for name, amount, below, reached in (
        ("Gräns för direktupphandling", facts.direct_limit, "under gränsen", "inte under gränsen"),
        ("Tröskelvärde", facts.threshold, "under tröskelvärdet", "når tröskelvärdet"),
    ):
        if amount:
            over = facts.total - amount.sek
            amounts = (facts.total, amount.sek, over)
            rows.append(row([name, *map(swedish.kronor, amounts), below if over < 0 else reached]))
    heads = [Column("Gräns", 29), Column("Värde", 16, "end"), Column("Gränsens belopp", 17, "end")]
    heads += [Column("Värde minus gräns", 19, "end"), Column("Utfall", 19)]
    b.table("Värdet jämfört med gränserna", heads, rows)


def dividing(b: Builder) -> None:
    """Chapter "Delning": the lots or the reason for one contract, and that dividing has not moved the value."""
    facts = b.case.facts
    b.h1("Delning")
    if facts.divided:
        b.p(
            f"Köpet är delat i delkontrakt på högst {swedish.kronor(facts.cap)}. Gränsen är beställarens egen, inte "
            "lagens. Delkontraktens värden räknas ihop, så delningen har inte ändrat vilka regler som gäller "
            "(LOU\u00a05\u00a0kap.\u00a08\u00a0§)."
        )
    elif facts.lots:
        b.p("Köpet delas inte. Skäl:")
        b.p("{no_split_reason}")
    if facts.lots:
        lot_table(b)
    if facts.divided:
        _parts(b)
        _small_lots(b)


def _small_lots(b: Builder) -> None:
    """The lots bought by the lighter rules, against the limit for one and the limit for all."""
    facts = b.case.facts
    limit = facts.small_lot_limit
    meant = [lots.named(name, facts.lots) for name in texts(facts.answers.get("small_lots"))]
    small = [lot for lot in facts.lots if lot in meant]
    if limit is None or not small:
        return
    b.p(
        "Dessa delkontrakt köps enligt undantaget för små delkontrakt (LOU\u00a05\u00a0kap.\u00a08\u00a0§). "
        "Vart och ett ska vara under gränsen, och alla tillsammans högst 20 procent av upphandlingens värde."
    )
    b.p(f"Gränsens källa: {limit.source}.", "source")
    together, total = sum(lot.value for lot in small), sum(lot.value for lot in facts.lots)
    rows = [row([f"Delkontrakt {lot.number}", swedish.kronor(lot.value), swedish.kronor(limit.sek)]) for lot in small]
    rows.append(
        row(["Tillsammans, mot 20 % av värdet", *map(swedish.kronor, (together, total * 20 // 100))], emphasis=True)
    )
    heads = [Column("Delkontrakt", 48), Column("Värde", 26, "end"), Column("Gräns", 26, "end")]
    b.table("Små delkontrakt", heads, rows)


def _parts(b: Builder) -> None:
    """What each lot is made of."""
    facts = b.case.facts
    if any("/" in part.key for lot in facts.lots for part in lot.parts):
        how = (
            "Är delkontrakten beställarens egna är modulen delad i lika stora steg."
            if facts.own_lots
            else "Varje steg fyller det delkontrakt det står i, och det sista steget är det som är kvar."
        )
        b.p(f"En modul som är delad i steg har tillsammans samma värde som hela modulen. {how}")
        if facts.own_lots:
            _whole_kronor(b)
    rows = [row([f"{lot.number}", part.name, swedish.kronor(part.value)]) for lot in facts.lots for part in lot.parts]
    total = sum(part.value for lot in facts.lots for part in lot.parts)
    rows.append(row(["Summa", "", swedish.kronor(total)], emphasis=True))
    heads = [Column("Delkontrakt", 18), Column("Del", 54), Column("Värde", 28, "end")]
    b.table("Delkontraktens delar", heads, rows)


def shared_costs(b: Builder) -> None:
    """Chapter "Kostnadsfördelning": who pays what of each module, and how the rest is shared; nothing when alone."""
    found = costs.workings(b.case.brief, b.case.facts)
    if found is None:
        return
    b.h1("Kostnadsfördelning")
    b.p(
        "En modul med namngivna betalare betalas av dem efter deras andel av modulens värde. "
        "Resten är gemensamt och fördelas efter vikt."
    )
    if "cost_key" in b.case.facts.asked:
        b.p("Fördelning av det gemensamma: {cost_key}.")
    if sum(share.weight for share in found.shares) == 1:
        b.p("Det som ingen är angiven för stannar hos den upphandlande myndigheten.")
    _whole_kronor(b)
    paid = [p for p in found.payments if p.hundredths]
    rows = [
        row([p.module, p.payer or "Gemensamt", swedish.percent(p.hundredths / 100), swedish.kronor(p.sek)])
        for p in paid
    ]
    rows.append(row(["Summa", "", "", swedish.kronor(sum(p.sek for p in paid))], emphasis=True))
    heads = [Column("Modul", 36), Column("Betalare", 30), Column("Andel", 12, "end"), Column("Belopp", 22, "end")]
    b.table("Betalare per modul", heads, rows)
    own = {cost.partner: cost.sek for cost in found.costs}
    by_name = {share.partner: share for share in found.shares}
    rows = []
    for partner, total in own.items():
        share = by_name.get(partner)
        common = share.sek if share else 0
        weight = swedish.number(share.weight) if share else "0"
        rows.append(row([partner, weight, *map(swedish.kronor, (common, total - common, total))]))
    common = sum(share.sek for share in found.shares)
    rows.append(
        row(["Summa", swedish.number(sum(s.weight for s in found.shares)),
             *map(swedish.kronor, (common, sum(own.values()) - common, sum(own.values())))], emphasis=True)
    )  # fmt: skip
    heads = [Column("Organisation", 28), Column("Vikt", 12, "end"), Column("Del av gemensamt", 20, "end")]
    heads += [Column("Egna andelar", 20, "end"), Column("Kostnad", 20, "end")]
    b.table("Kostnad per organisation", heads, rows)


def _whole_kronor(b: Builder) -> None:
    """The rule, where it is first needed."""
    told = Paragraph((Text(WHOLE_KRONOR),))
    if told not in b.blocks:
        b.blocks.append(told)


def _sums(label: str, *amounts: int) -> Row:
    return row([label, *map(swedish.kronor, amounts)], emphasis=True)
