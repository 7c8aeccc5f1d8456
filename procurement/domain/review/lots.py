"""The division in lots, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterator

from procurement.domain import awarding, independence, small_lots, swedish
from procurement.domain import lots as dividing
from procurement.domain.brief import Brief, texts, whole
from procurement.domain.facts import Facts
from procurement.domain.independence import Reviewing
from procurement.domain.library import Library
from procurement.domain.review.finding import Finding
from procurement.domain.selection import Selected, standing


def check(brief: Brief, library: Library, facts: Facts) -> Iterator[Finding]:
    names = {module.key: module.name for module in facts.modules}
    if facts.own_lots and not facts.declined:
        for flaw in dividing.flaws(facts.lots, facts.modules, facts.cap):
            match flaw.code:
                case "above_cap":
                    text = f"Delkontrakt {flaw.lot} är större än {swedish.kronor(facts.cap)}. Flytta en modul därifrån."
                case "backwards":
                    text = f"Delkontrakt {flaw.lot} bygger på delkontrakt {flaw.what}, som kommer senare. Byt ordning."
                case "missing":
                    text = f"Modulen ”{names[flaw.what]}” är inte med i något delkontrakt. Lägg den i ett."
                case "twice":
                    text = f"Modulen ”{names[flaw.what]}” är med i mer än ett delkontrakt. Låt den stå i ett."
            yield Finding(f"lot_{flaw.code}", "stop", text, "lots")
    yield from _separate(facts)
    yield from _small(facts)
    clauses = standing(brief, library, facts)
    apart = awarding.kept_apart(facts, clauses)
    yield from _bids(brief, facts, apart)
    yield from _reviews(facts, clauses, apart)
    if facts.undividable:
        yield Finding(
            "lots_impossible",
            "stop",
            f"Modulerna går inte att dela. {facts.undividable}",
            "modules",
            remedy="Ändra vilka moduler som ska ligga tillsammans eller skilda åt, eller höj taket.",
        )
    elif facts.over_cap and not facts.divided and not facts.declined:
        yield Finding(
            "no_reason_not_to_divide",
            "stop",
            f"Värdet är över {swedish.kronor(facts.cap)} men köpet är inte delat. Dela det, eller skriv skälet.",
            "no_split_reason",
            "LOU 4 kap. 14 §" if facts.regime == "eu" else "",
        )
    if facts.from_seams and facts.divided:
        yield Finding(
            "lots_from_seams",
            "advice",
            "Delarna är ett utgångsläge: så brukar programvara gå att dela. "
            "Skriv era egna moduler med kostnad, så blir delningen er.",
            "modules",
        )
    if facts.declined and facts.regime == "eu":
        yield Finding(
            "not_divided",
            "advice",
            f"Värdet är över {swedish.kronor(facts.cap)} men kontraktet delas inte. Skälet trycks i dokumenten.",
            "no_split_reason",
            "LOU 4 kap. 14 §",
            remedy="Läs skälet en gång till: det ska handla om just det här köpet.",
        )
    if not facts.divided and not facts.over_cap and facts.regime == "eu" and not brief.get("no_split_reason"):
        yield Finding(
            "split_reason_proposed",
            "advice",
            "Kontraktet delas inte. Vi har skrivit skälet efter era svar: läs det i bilagan Delkontrakt och "
            "leveransplan.",
            "no_split_reason",
            "LOU 4 kap. 14 §",
            "Skriv hellre ert eget skäl.",
        )


def _bids(brief: Brief, facts: Facts, apart: tuple[Reviewing, ...]) -> Iterator[Finding]:
    if not facts.divided:
        return
    limit = whole(facts.answers.get("max_lots_per_supplier"))
    if limit and (limit >= len(facts.lots) or facts.answers.get("lot_bids") == "one"):
        yield Finding(
            "limit_without_effect",
            "advice",
            "Gränsen för antal delkontrakt per leverantör har ingen verkan: den är inte lägre än antalet delkontrakt "
            "som ett anbud får gälla.",
            "max_lots_per_supplier",
            remedy="Sänk gränsen, eller lämna frågan tom.",
        )
    yield from _awardable(brief, facts, apart)
    yield from _together(facts, limit)
    yield from _apart(facts)


def _awardable(brief: Brief, facts: Facts, apart: tuple[Reviewing, ...]) -> Iterator[Finding]:
    """Whether every lot can get a supplier, if the tenderers are as many as expected."""
    expected = whole(brief.get("bidders_expected"))
    if expected is None:
        return
    one, limit = facts.answers.get("lot_bids") == "one", awarding.limit(facts)
    where = "lot_bids" if one else "max_lots_per_supplier"
    law = "LOU 4 kap. 15 §" if facts.regime == "eu" else ""
    each = (
        "ett delkontrakt" if one else f"högst {swedish.count(limit or len(facts.lots), 'ett', '').strip()} delkontrakt"
    )
    remedy = "Låt ett anbud gälla flera delkontrakt." if one else "Höj gränsen, eller lämna frågan tom."
    total = awarding.counted(facts)
    who = swedish.count(expected, "en väntad anbudsgivare", "väntade anbudsgivare")
    if short := awarding.unserved(facts, expected, apart):
        yield Finding(
            "unawardable_lot",
            "warning",
            f"Med {who} och {each} var blir minst {short} av {total} utan leverantör.",
            where,
            law,
            remedy,
        )
    elif (one or limit or apart) and (short := awarding.unserved(facts, expected - 1, apart)):
        yield Finding(
            "award_without_margin",
            "advice",
            f"Det finns ingen marginal: faller en av {who} bort blir minst {short} av {total} utan leverantör, "
            f"eftersom varje anbudsgivare får {each}.",
            where,
            law,
            remedy,
        )


def _together(facts: Facts, limit: int | None) -> Iterator[Finding]:
    """The combinations: that they name lots, that they can be won, and what the limit does not do to them."""
    found = awarding.combinations(facts)
    for number, one in enumerate(found, 1):
        if one.apart:
            yield Finding(
                "combination_never_won",
                "stop",
                f"Kombination {number} har delkontrakt {swedish.enumerate_items([str(lot) for lot in one.apart])}, som "
                "undantas som litet delkontrakt och upphandlas för sig. Då kan kombinationen inte tilldelas någon.",
                "lot_combinations",
                remedy="Ta bort delkontraktet ur kombinationen, eller låt det upphandlas tillsammans med de andra.",
            )
        elif not one.sound:
            yield Finding(
                "combination_unknown",
                "stop",
                f"Kombination {number} nämner ”{one.unknown[0]}”, som inte är numret på något delkontrakt."
                if one.unknown
                else f"Kombination {number} har inte två delkontrakt.",
                "lot_combinations",
                remedy=f"Skriv minst två nummer från 1 till {len(facts.lots)}.",
            )
    if found and facts.answers.get("lot_bids") == "one":
        yield Finding(
            "combination_never_won",
            "stop",
            "Ett anbud får bara gälla ett delkontrakt, och då kan inga delkontrakt tilldelas tillsammans.",
            "lot_combinations",
            "LOU 4 kap. 16 §" if facts.regime == "eu" else "",
            "Låt ett anbud gälla flera delkontrakt, eller svara nej på frågan om samlad tilldelning.",
        )
    above = [one for one in found if one.sound and limit and len(one.lots) > limit]
    if above:
        numbers = swedish.enumerate_items([str(number) for number in sorted(above[0].lots)])
        yield Finding(
            "combination_above_limit",
            "advice",
            f"Kombinationen {numbers} är större än gränsen {limit}. Gränsen hindrar inte att delkontrakten tilldelas "
            "tillsammans, så en leverantör kan ändå vinna fler.",
            "lot_combinations",
            "LOU 4 kap. 16 §" if facts.regime == "eu" else "",
            "Ta bort kombinationen om gränsen ska gälla också där.",
        )


def _reviews(facts: Facts, clauses: tuple[Selected, ...], apart: tuple[Reviewing, ...]) -> Iterator[Finding]:
    """Nobody reviews their own work: not in one contract, and not by winning two."""
    law = "LOU 14 kap. 5 §" if facts.regime == "eu" else ""
    for one in (found := independence.reviewing(facts.lots, facts.modules)):
        # What cannot be divided at all is stopped as that.
        if one.own and not facts.undividable:
            home = f"Delkontrakt {one.lot}" if facts.divided else "Kontraktet"
            yield Finding(
                "review_not_apart",
                "warning",
                f"{home} innehåller både {one.review} och det som granskas där: {swedish.enumerate_items(one.own)}. "
                "Då granskar leverantören sitt eget arbete.",
                "lots" if facts.divided else "modules",
                remedy="Lägg granskningen i ett eget delkontrakt, eller ge modulen ett annat slag om den inte ska vara "
                "oberoende.",
            )
    by_clause = any(selected.clause.id == independence.CLAUSE for selected in clauses)
    winner = next((one for one in found if one.others), None)
    if winner and not by_clause and facts.regime and not _one_each(facts):
        yield Finding(
            "review_not_apart",
            "warning",
            f"Samma leverantör kan vinna delkontrakt {winner.lot} och det som granskas där, i delkontrakt "
            f"{swedish.enumerate_items([str(number) for number in winner.others])}.",
            independence.CLAUSE,
            law,
            f"Ta tillbaka klausulen {independence.CLAUSE}, eller låt en leverantör vinna högst ett delkontrakt.",
        )
    for number, combination in enumerate(awarding.combinations(facts), 1):
        if any(one.lot in combination.lots and combination.lots.intersection(one.others) for one in apart):
            yield Finding(
                "review_not_apart",
                "warning",
                f"Kombination {number} har både en oberoende granskning och något som den granskar. Den kan inte "
                f"tilldelas någon så länge {independence.CLAUSE} gäller.",
                "lot_combinations",
                law,
                "Ta bort granskningen ur kombinationen.",
            )
    for module in facts.modules:
        if not module.kind and independence.NAMED.search(module.name):
            yield Finding(
                "review_without_kind",
                "advice",
                f"Modulen ”{module.name}” låter som en granskning men har inget slag. Då hålls den inte isär från det "
                "som granskas.",
                "modules",
                remedy="Välj slaget Oberoende granskning, eller ett annat slag om den som bygger får göra den.",
            )


def _one_each(facts: Facts) -> bool:
    """Whether nobody wins two lots one by one."""
    return facts.answers.get("max_lots_per_supplier") == 1 or facts.answers.get("lot_bids") == "one"


def _apart(facts: Facts) -> Iterator[Finding]:
    """Modules in lots of their own may still meet at one supplier, which is seldom what was meant.

    One pair is enough to think of: the answer is the same for the others. What a review reviews has a clause.
    """
    one_each, reviewed = _one_each(facts), independence.reviewed(facts.modules)
    together = [one.lots for one in awarding.combinations(facts)]
    names = {module.key: module.name for module in facts.modules}
    home = {part.module: lot.number for lot in facts.lots for part in lot.parts}
    for key, other in ((module.key, other) for module in facts.modules for other in module.apart):
        if other in reviewed.get(key, ()) or key in reviewed.get(other, ()):
            continue
        pair = sorted({home[one] for one in (key, other) if one in home})
        if len(pair) == 2 and (not one_each or any(one.issuperset(pair) for one in together)):
            yield Finding(
                "apart_may_be_joined",
                "advice",
                f"{names[key]} och {names[other]} ska ligga i olika delkontrakt, men samma leverantör kan vinna "
                f"delkontrakt {pair[0]} och {pair[1]}.",
                "max_lots_per_supplier",
                remedy="Sätt gränsen till ett delkontrakt, eller kräv att leverantörerna är oberoende av varandra.",
            )
            return


def _separate(facts: Facts) -> Iterator[Finding]:
    """Lots are added up however they are bought (LOU 5 kap. 8 §)."""
    bought, sum_ = facts.answers.get("lots_bought"), swedish.kronor(facts.total or 0)
    if bought == "own_direct_awards" and facts.regime in ("national", "eu"):
        yield Finding(
            "separate_direct_awards",
            "stop",
            f"Delkontrakten ska köpas var för sig som direktupphandling, men tillsammans är de värda {sum_}. "
            "Ett köp får inte delas för att komma under gränsen.",
            "lots_bought",
            "LOU 5 kap. 8 §" if facts.regime == "eu" else "LOU 5 kap. 7 a §",
            "Köp delkontrakten i en och samma upphandling, eller annonsera dem var för sig.",
        )
    elif bought == "own_procedures":
        compares = awarding.limit(facts) or facts.answers.get("combined_awards") is True
        together = " Tilldelningen jämför anbud på alla delkontrakt, så anbuden behöver komma in samtidigt."
        yield Finding(
            "separate_procedures",
            "advice",
            f"Delkontrakten köps var för sig. Vart och ett ska följa de regler som summan {sum_} leder till."
            f"{together if compares else ''}",
            "lots_bought",
            "LOU 5 kap. 8 §",
            "Skriv i varje annons att den är en del av samma köp.",
        )


def _small(facts: Facts) -> Iterator[Finding]:
    """The exception for small lots: each below 80 000 euro, all of them at most a fifth of the whole."""
    named, limit = texts(facts.answers.get("small_lots")), facts.small_lot_limit
    if limit is None or facts.total is None:
        return
    found = [(name, dividing.named(name, facts.lots)) for name in named]
    small = {lot.number: lot for _, lot in found if lot}
    for name in (name for name, lot in found if lot is None):
        yield Finding(
            "small_lot_unknown",
            "stop",
            f"Undantaget för små delkontrakt nämner ”{name}”, som inte är numret på något delkontrakt.",
            "small_lots",
            remedy=f"Skriv ett nummer från 1 till {len(facts.lots)}.",
        )
    for lot in small.values():
        if lot.value >= limit.sek:
            yield Finding(
                "small_lot_too_large",
                "stop",
                f"Delkontrakt {lot.number} är värt {swedish.kronor(lot.value)}. Undantaget gäller bara under "
                f"{swedish.kronor(limit.sek)} (80\u00a0000 euro).",
                "small_lots",
                "LOU 5 kap. 8 §",
                "Upphandla det enligt samma regler som de andra.",
            )
    together = sum(lot.value for lot in small.values() if lot.value < limit.sek)
    if together * 5 > facts.total:
        yield Finding(
            "small_lots_share",
            "stop",
            f"De små delkontrakten är tillsammans värda {swedish.kronor(together)}, mer än 20 procent av "
            f"{swedish.kronor(facts.total)}. Då ska alla upphandlas enligt reglerna över tröskelvärdet.",
            "small_lots",
            "LOU 5 kap. 8 §",
            "Använd undantaget för färre delkontrakt.",
        )
    worked = small_lots.of(facts)
    if worked and worked.disputed and worked.exempt and worked.taken <= worked.room:
        yield Finding(
            "small_lots_readings",
            "warning",
            f"Alla delkontrakt under gränsen är tillsammans värda {swedish.kronor(worked.together)}, mer än "
            f"{small_lots.SHARE} procent av värdet. Bestämmelsen kan läsas så att inget av dem då får undantas.",
            "small_lots",
            "LOU 5 kap. 8 §",
            "Upphandla dem enligt samma regler som de andra, eller låt en jurist bedöma det.",
        )
