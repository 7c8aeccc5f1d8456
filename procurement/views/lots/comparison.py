"""The division beside another one: our proposal, or an earlier one from the history. Nothing is changed by looking."""

from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from procurement import content
from procurement.domain import facts, swedish
from procurement.domain.brief import Brief
from procurement.domain.facts import Facts
from procurement.domain.lots.comparing import elsewhere, figures
from procurement.models import Revision
from procurement.services.division import division_at
from procurement.views.drafts import Draft

PROPOSAL = "forslag"
# Of earlier divisions the last few are offered.
OFFERED = 8


def shown(request: HttpRequest, draft: Draft, changes: list[Revision]) -> dict[str, Any] | None:
    """`jamfor` in the address names the other division: "forslag", or the change before which it stood.

    `changes` are those of the division that still stand.
    """
    if not draft.facts.lots:
        return None
    now = draft.facts
    earlier = {str(change.number): change for change in changes[-OFFERED:]}
    asked = request.GET.get("jamfor", "")
    offers = [(PROPOSAL, "vårt förslag")] if now.own_lots or now.declined else []
    offers += [(number, _named(change)) for number, change in reversed(earlier.items())]
    address = reverse("lots", args=[draft.procurement.id])
    links = [
        {"url": f"{address}?jamfor={key}#jamforelse", "name": name, "is_current": key == asked} for key, name in offers
    ]
    if asked not in dict(offers):
        return {"links": links, "other": None}
    other = _other(draft, None if asked == PROPOSAL else earlier[asked])
    here, there = _side(now), _side(other)
    names = {module.key: module.name for module in (*other.modules, *now.modules)}
    return {
        "links": links,
        "other": True,
        "name": dict(offers)[asked].capitalize(),
        "address": address,
        "figures": [
            (label, here[key], there[key])
            for key, label in (
                ("lots", "Delkontrakt"),
                ("largest", "Störst"),
                ("smallest", "Minst"),
                ("interfaces", "Gränssnitt mellan delkontrakt"),
                ("handovers", "Överlämningar mitt i en modul"),
                ("over", "Delkontrakt över taket"),
                ("last", "Sista start"),
                ("total", "Sammanlagt värde"),
            )
        ],
        "sides": [("Nu", _lots(now)), (dict(offers)[asked].capitalize(), _lots(other))],
        "differs": [
            {"name": names.get(one.module, one.module), "here": _numbers(one.one), "there": _numbers(one.other)}
            for one in elsewhere(now.lots, other.lots)
        ],
    }


def _named(change: Revision) -> str:
    at = timezone.localtime(change.at)
    return f"före ändringen {swedish.long_date(at.date())} kl. {at:%H.%M}"


def _other(draft: Draft, change: Revision | None) -> Facts:
    then = division_at(draft.procurement, change.number - 1) if change else {"lots": None, "no_split_reason": None}
    brief = {key: value for key, value in {**draft.brief, **then}.items() if value is not None}
    return facts.derive(cast(Brief, brief), draft.library, content.amounts(), draft.facts.on)


def _side(of: Facts) -> dict[str, str]:
    found = figures(of.lots, of.modules)
    over = sum(lot.value > of.cap for lot in of.lots)
    last = max(of.lot_starts.values(), default=None)
    return {
        "lots": str(found.lots),
        "largest": swedish.kronor(found.largest),
        "smallest": swedish.kronor(found.smallest),
        "interfaces": str(found.interfaces),
        "handovers": str(found.handovers),
        "over": str(over) if over else "inget",
        "last": swedish.long_date(last) if last else "räknas ut när avtalsstarten är angiven",
        "total": swedish.kronor(sum(lot.value for lot in of.lots)),
    }


def _lots(of: Facts) -> list[dict[str, Any]]:
    return [
        {
            "number": lot.number,
            "name": lot.name,
            "value": swedish.kronor(lot.value),
            "parts": [part.name for part in lot.parts],
        }
        for lot in of.lots
    ]


def _numbers(lots: tuple[int, ...]) -> str:
    return f"delkontrakt {swedish.enumerate_items([str(n) for n in lots])}" if lots else "finns inte"
