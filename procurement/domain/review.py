"""What is missing, contradictory or unlawful in a brief. Stops keep the documents from being issued."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from procurement.domain import lots as dividing
from procurement.domain import swedish
from procurement.domain.brief import Brief, rows, texts, whole
from procurement.domain.facts import Facts
from procurement.domain.library import Library
from procurement.domain.questions import Question, Value
from procurement.domain.selection import criteria_to_choose, is_complete

Severity = Literal["stop", "warning", "advice"]


@dataclass(frozen=True)
class Finding:
    """Something to do about a draft. `where` is a question's key, a clause's id or "lots"; `law` a section, or ""."""

    code: str
    severity: Severity
    message: str
    where: str
    law: str = ""


def findings(brief: Brief, library: Library, facts: Facts) -> tuple[Finding, ...]:
    """Everything worth saying, stops first, in the order of the wizard within each severity."""
    found = [
        *_security(facts),
        *_missing(brief, library, facts),
        *_value(brief, facts),
        *_lots(brief, facts),
        *_evaluation(brief, library, facts),
        *_deviations(brief, library, facts),
        *_exceptions(brief),
        *_content(brief, facts),
    ]
    order = {"stop": 0, "warning": 1, "advice": 2}
    return tuple(sorted(found, key=lambda finding: order[finding.severity]))


def missing(brief: Brief, library: Library, facts: Facts) -> tuple[str, ...]:
    """The keys of the questions that are asked and needed but have no answer, in the order they are asked."""
    skipped = cast("dict[str, Value]", brief.get("skipped") or {})
    return tuple(
        key
        for key, question in library.questions.items()
        if key in facts.asked
        and not question.optional
        and key not in facts.answers
        and skipped.get(key) != "not_applicable"
    )


def _missing(brief: Brief, library: Library, facts: Facts) -> Iterator[Finding]:
    for key in missing(brief, library, facts):
        yield Finding("missing", "stop", f"Svar saknas: {library.questions[key].label}", key)
    if facts.base is None:
        yield Finding(
            "missing",
            "stop",
            "Ange en budget eller moduler med kostnad, så att värdet går att räkna ut.",
            "budget_sek",
            "LOU 5 kap. 3 §",
        )
    for key, question in library.questions.items():
        value = facts.answers.get(key)
        if value is None or question.kind not in ("rows", "group"):
            continue
        listed = value if isinstance(value, list) else [value]
        for number, row in enumerate(listed, 1):
            holes = [f.gap for f in question.fields if _is_hole(f, cast("dict[str, Value]", row), key)]
            if holes:
                place = f"{question.row.capitalize()} {number}: " if question.kind == "rows" else ""
                text = swedish.enumerate_items(holes)
                yield Finding("missing", "stop", f"{place}{text} saknas i svaret på frågan ”{question.label}”", key)


def _is_hole(question: Question, row: dict[str, Value], key: str) -> bool:
    # A module gets its short name from its place, and its cost may stand in the budget.
    made = key == "modules" and question.key in ("key", "cost_sek")
    return not question.optional and not made and question.key not in row


def _security(facts: Facts) -> Iterator[Finding]:
    if facts.answers.get("security_sensitive") is True or facts.answers.get("data_class") == "security":
        yield Finding(
            "security_sensitive",
            "stop",
            "Upphandlingen rör säkerhetskänslig verksamhet. Avbryt här och tala med er säkerhetsskyddschef: "
            "en särskild säkerhetsskyddsbedömning och ett säkerhetsskyddsavtal kan krävas innan något lämnas ut.",
            "security_sensitive",
            "Säkerhetsskyddslagen 4 kap. 1 §",
        )


def _value(brief: Brief, facts: Facts) -> Iterator[Finding]:
    day = swedish.long_date(facts.on)
    if brief.get("authority") and facts.total is not None and facts.regime is None:
        yield Finding(
            "no_threshold",
            "stop",
            f"Det finns inget beslutat tröskelvärde för den {day}. Vänta på det "
            "nya beloppet, eller välj ett datum som har ett.",
            "contract_start",
            "LOU 5 kap. 5 §",
        )
    budget, listed = whole(brief.get("budget_sek")), rows(brief, "modules")
    costs = [whole(row.get("cost_sek")) for row in listed]
    known = [cost for cost in costs if cost is not None]
    if listed and len(known) < len(costs):
        yield Finding(
            "module_cost",
            "warning" if budget is not None else "stop",
            "Alla moduler har inte en kostnad. Utan den går modulerna inte att fördela på delkontrakt.",
            "modules",
        )
    elif listed and budget is not None and budget != sum(known):
        yield Finding(
            "budget_mismatch",
            "stop",
            f"Modulerna kostar {swedish.kronor(sum(known))} men budgeten är "
            f"{swedish.kronor(budget)}. Ändra så att de stämmer överens, eller töm budgeten.",
            "budget_sek",
            "LOU 5 kap. 3 §",
        )
    if whole(brief.get("extension_months")) and not facts.options:
        yield Finding(
            "options_missing",
            "warning",
            "Avtalet kan förlängas, men förlängningen har inget värde. Den räknas in som om den används.",
            "options_sek",
            "LOU 5 kap. 3 §",
        )
    if facts.regime == "direct" and facts.direct_limit and facts.total is not None:
        yield Finding(
            "direct_award",
            "advice",
            "Värdet är under gränsen för direktupphandling. Räkna med andra köp "
            "av samma behov: ett behov får inte delas för att komma under gränsen.",
            "budget_sek",
            "LOU 5 kap. 7 a §",
        )


def _lots(brief: Brief, facts: Facts) -> Iterator[Finding]:
    names = {module.key: module.name for module in facts.modules}
    if facts.own_lots and not facts.declined:
        for flaw in dividing.flaws(facts.lots, facts.modules, facts.cap):
            match flaw.code:
                case "above_cap":
                    text = f"Delkontrakt {flaw.lot} är större än {swedish.kronor(facts.cap)}. Flytta en modul därifrån."
                case "backwards":
                    text = f"Delkontrakt {flaw.lot} bygger på delkontrakt {flaw.what}, som kommer senare. Byt ordning."
                case "missing":
                    text = f"Modulen ”{names[flaw.what]}” är inte med i något delkontrakt."
                case "twice":
                    text = f"Modulen ”{names[flaw.what]}” är med i mer än ett delkontrakt."
            yield Finding(f"lot_{flaw.code}", "stop", text, "lots")
    if facts.over_cap and not facts.divided and not facts.declined:
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
            "Delarna är ett utgångsläge efter fogar som programvara brukar ha. "
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
        )
    limit, bidders = whole(brief.get("max_lots_per_supplier")), whole(brief.get("bidders_expected"))
    if facts.divided and limit and brief.get("lot_bids") != "one":
        if limit >= len(facts.lots):
            yield Finding(
                "limit_without_effect",
                "advice",
                "Gränsen för antal delkontrakt per leverantör är inte "
                "lägre än antalet delkontrakt och har därför ingen verkan.",
                "max_lots_per_supplier",
            )
        elif bidders is not None and limit * bidders < len(facts.lots):
            yield Finding(
                "unawardable_lot",
                "warning",
                f"Med {bidders} anbudsgivare och högst {limit} delkontrakt var "
                "kan något delkontrakt bli utan leverantör.",
                "max_lots_per_supplier",
                "LOU 4 kap. 15 §" if facts.regime == "eu" else "",
            )


def _evaluation(brief: Brief, library: Library, facts: Facts) -> Iterator[Finding]:
    if facts.answers.get("award_basis") != "quality_price":
        return
    criteria = rows(brief, "criteria")
    weights = [whole(row.get("weight")) for row in criteria]
    price = whole(facts.answers.get("price_weight"))
    law = {"eu": "LOU 16 kap. 6 §", "national": "LOU 19 kap. 9 §"}.get(facts.regime or "", "")
    known = [weight for weight in weights if weight is not None]
    if price is not None and len(known) == len(weights) and price + sum(known) != 100:
        yield Finding(
            "weights",
            "stop",
            f"Vikterna blir tillsammans {price + sum(known)} procent. De ska bli 100.",
            "criteria",
            law,
        )
    chosen = [str(row.get("clause")) for row in criteria]
    for identity in sorted({c for c in chosen if chosen.count(c) > 1}):
        yield Finding("criterion_twice", "stop", f"Kriteriet {identity} är valt två gånger.", "criteria", law)
    suitable = {clause.id for clause in criteria_to_choose(library, facts)}
    for identity in dict.fromkeys(chosen):
        if identity in library.clauses and identity not in suitable:
            title = library.clauses[identity].title
            yield Finding(
                "criterion_unsuitable",
                "stop",
                f"Kriteriet ”{title}” ({identity}) gäller inte för den här upphandlingen. Välj ett annat.",
                "criteria",
                law,
            )
    for row in criteria:
        clause, weight = library.clauses.get(str(row.get("clause"))), whole(row.get("weight"))
        if clause and weight is not None and not clause.weight[0] <= weight <= clause.weight[1]:
            low, high = clause.weight
            yield Finding(
                "weight_unusual",
                "advice",
                f"Vikten {weight} procent för ”{clause.title}” ligger utanför det "
                f"vi rekommenderar, {low}–{high} procent.",
                "criteria",
            )


def _deviations(brief: Brief, library: Library, facts: Facts) -> Iterator[Finding]:
    for row in rows(brief, "deviations"):
        clause = library.clauses.get(str(row.get("clause")))
        name = f"”{clause.title}” ({clause.id})" if clause else "utan klausul"
        if not is_complete(row):
            yield Finding(
                "deviation_incomplete",
                "stop",
                f"Avsteget från {name} saknar uppgifter. Klausulen gäller tills alla är ifyllda.",
                str(row.get("clause", "deviations")),
            )
        elif date.fromisoformat(str(row["expires_on"])) < facts.on:
            yield Finding(
                "deviation_expired",
                "warning",
                f"Avsteget från {name} gällde till och med "
                f"{swedish.long_date(date.fromisoformat(str(row['expires_on'])))}. Klausulen gäller igen.",
                str(row["clause"]),
            )
        elif row["decided_on"] > row["expires_on"]:  # type: ignore[operator]
            yield Finding(
                "deviation_dates", "stop", f"Avsteget från {name} slutar gälla innan det beslutas.", str(row["clause"])
            )


def _exceptions(brief: Brief) -> Iterator[Finding]:
    for number, row in enumerate(rows(brief, "publication_exceptions"), 1):
        if not row.get("law") or not row.get("review"):
            yield Finding(
                "exception_without_law",
                "stop",
                f"Undantag {number} från publicering saknar lagrum eller dag för ny prövning.",
                "publication_exceptions",
                "OSL 18 kap. 8 §",
            )


PEOPLE_USE = {"public_web", "staff_web", "mobile_app", "documents"}


def _content(brief: Brief, facts: Facts) -> Iterator[Finding]:
    if PEOPLE_USE & set(texts(facts.answers.get("surfaces"))):
        yield Finding(
            "accessibility_elsewhere",
            "warning",
            "Människor ska använda lösningen, men biblioteket har ännu inga krav på tillgänglighet. Ta in dem själva.",
            "surfaces",
            "LOU 9 kap. 2 §" if facts.regime == "eu" else "DOS-lagen 10 §",
        )
    if facts.answers.get("data_class") == "secret":
        yield Finding(
            "secrecy",
            "warning",
            "Sekretessbelagda uppgifter får lämnas till den som bara tekniskt bearbetar "
            "eller lagrar dem om det inte är olämpligt. Skriv ned bedömningen.",
            "data_class",
            "OSL 10 kap. 2 a §",
        )
    if whole(facts.answers.get("term_months")) and cast(int, facts.answers["term_months"]) > 48:
        yield Finding(
            "long_term",
            "warning",
            "Avtalstiden är över fyra år. Ha ett skäl: långa avtal stänger ute andra.",
            "term_months",
        )
    if not facts.divided and not facts.over_cap and facts.regime == "eu" and not brief.get("no_split_reason"):
        yield Finding(
            "split_reason_proposed",
            "advice",
            "Kontraktet delas inte. Vi har skrivit skälet efter era svar: "
            "läs det i bilagan Delkontrakt och leveransplan, och skriv hellre ert eget.",
            "no_split_reason",
            "LOU 4 kap. 14 §",
        )
