"""The calendar as a page shows it, also with another contract start than the one that is saved."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import mark_safe

from procurement import content
from procurement.domain import calendar, facts, figures, questions, swedish
from procurement.domain.calendar import Calendar, Moved
from procurement.domain.document import Figure
from procurement.domain.questions import Fault
from procurement.export import drawing
from procurement.views.drafts import Draft

KEY = "contract_start"


def shown(request: HttpRequest, draft: Draft) -> dict[str, Any]:
    """The pictures and the tables. `start` in the address tries another start, and nothing is saved."""
    saved = calendar.planned(draft.facts)
    wanted = request.GET.get("start", "").strip()
    faults: list[Fault] = []
    tried = _with_start(draft, wanted, faults) if wanted else None
    planned = tried or saved
    return {
        "graph": _picture(figures.dependencies(draft.facts.lots)),
        "timeline": _picture(figures.timeline(planned)) if planned else None,
        "steps": [(step.name, swedish.long_date(step.day), step.because()) for step in saved.steps] if saved else [],
        "whose": saved.whose if saved else "",
        "lots": _lots(saved) if saved else [],
        "no_end": "tills vidare" if draft.facts.open_ended else "avtalstiden är inte angiven",
        "tried": swedish.long_date(tried.first_start) if tried else "",
        "moves": [_move(one) for one in calendar.moved(saved, tried)] if saved and tried else [],
        "days": [(name, swedish.long_date(day)) for name, day in calendar.events(tried)] if tried else [],
        "too_early": swedish.long_date(planned.too_early) if planned and planned.too_early else "",
        "first_start": swedish.long_date(planned.first_start) if planned else "",
        "wanted": wanted or str(draft.brief.get(KEY) or ""),
        "fault": faults[0].expected if faults else "",
        "address": reverse("lots", args=[draft.procurement.id]),
        "start_url": draft.question_url(KEY),
    }


def _with_start(draft: Draft, wanted: str, faults: list[Fault]) -> Calendar | None:
    """The calendar as it would be, or None and a fault when the start is no day."""
    start = questions.read(draft.library.questions[KEY], wanted, KEY, faults)
    if start is None or faults:
        return None
    brief = {**draft.brief, KEY: start}
    return calendar.planned(facts.derive(brief, draft.library, content.amounts(), draft.facts.on))


def _picture(figure: Figure | None) -> dict[str, str] | None:
    return {"caption": figure.caption, "svg": mark_safe(drawing.svg(figure))} if figure else None


def _lots(planned: Calendar) -> list[dict[str, str]]:
    return [
        {
            "name": f"{lot.number}. {lot.name}",
            "start": swedish.long_date(lot.start),
            "delivery": swedish.long_date(lot.delivery),
            "end": swedish.long_date(lot.end) if lot.end else "",
        }
        for lot in planned.lots
    ]


def _move(one: Moved) -> dict[str, str]:
    way = "senare" if one.days > 0 else "tidigare"
    return {
        "name": one.name,
        "old": swedish.long_date(one.old) if one.old else "",
        "new": swedish.long_date(one.new) if one.new else "",
        "by": f"{swedish.count(abs(one.days), 'en dag', 'dagar')} {way}" if one.days else "samma dag",
    }
