"""The division in lots, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterator

from procurement.domain import lots as dividing
from procurement.domain import swedish
from procurement.domain.brief import Brief, whole
from procurement.domain.facts import Facts
from procurement.domain.library import Library
from procurement.domain.review.finding import Finding


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
