"""The law beside the lots: the value against its limits, what a court would ask, small lots and who may win what."""

from typing import Any

from django.urls import reverse

from procurement.domain import awarding, limits, review, small_lots, swedish
from procurement.domain.answers import in_words
from procurement.domain.brief import whole
from procurement.domain.independence import Reviewing
from procurement.domain.review import Point
from procurement.domain.selection import standing
from procurement.views.drafts import Draft


def shown(draft: Draft) -> dict[str, Any] | None:
    """What the page says of it, or None while the rules are not known."""
    facts = draft.facts
    if facts.regime is None:
        return None
    points = review.guard(facts, draft.findings)
    return {
        "limits": _limits(draft),
        "open": [_point(draft, point) for point in points if point.state != "fine"],
        "points": [_point(draft, point) for point in points],
        "small": _small(draft),
        "award": _award(draft) if facts.divided else None,
        # The paper is the buyer's own.
        "sheet_url": "" if draft.is_guest else reverse("document", args=[draft.procurement.id, "value"]),
        "may_write": draft.may_write,
    }


def _limits(draft: Draft) -> list[dict[str, str]]:
    total = draft.facts.total or 0
    return [
        {
            "name": limit.name.capitalize(),
            "amount": swedish.kronor(limit.amount.sek),
            "outcome": _beside(total - limit.amount.sek),
        }
        for limit in limits.of(draft.facts)
    ]


def _beside(over: int) -> str:
    if over == 0:
        return "precis på gränsen, som då är nådd"
    return f"{swedish.kronor(abs(over))} {'över' if over > 0 else 'under'}"


def _point(draft: Draft, point: Point) -> dict[str, str]:
    return {
        "question": point.question,
        "answer": point.answer,
        "law": point.law.replace(" ", swedish.NBSP),
        "state": review.STATES[point.state],
        "is": point.state,
        # The lots are mended on the page itself.
        "url": draft.question_url(point.where) if draft.may_write and point.where not in ("", "lots") else "",
    }


def _small(draft: Draft) -> dict[str, Any] | None:
    small = small_lots.of(draft.facts)
    if small is None:
        return None
    return {
        "limit": swedish.kronor(small.limit.sek),
        "share": small_lots.SHARE,
        "room": swedish.kronor(small.room),
        "together": swedish.kronor(small.together),
        "outcome": small.outcome,
        "not_allowed": small_lots.NOT_ALLOWED,
        "lots": [
            {"name": f"{lot.number}. {lot.name}", "value": swedish.kronor(lot.value), "exempt": lot in small.exempt}
            for lot in small.below
        ],
        "url": draft.question_url("small_lots"),
    }


def _award(draft: Draft) -> dict[str, Any]:
    facts, questions = draft.facts, draft.library.questions
    apart = awarding.kept_apart(facts, standing(draft.brief, draft.library, facts))
    answered = [key for key in ("lot_bids", "award_order") if key in facts.answers]
    said = {key: in_words(questions[key], facts.answers[key]) for key in answered}
    together = [swedish.enumerate_items([str(n) for n in sorted(one.lots)]) for one in awarding.combinations(facts)]
    return {
        "bids": said.get("lot_bids", ""),
        "limit": whole(facts.answers.get("max_lots_per_supplier")),
        "order": said.get("award_order", "") if "max_lots_per_supplier" in facts.answers else "",
        "together": [one for one in together if one],
        "reviews": [
            (one.lot, swedish.enumerate_items([str(number) for number in one.others], "eller")) for one in apart
        ],
        "served": _served(draft, apart),
        "bids_url": draft.question_url("lot_bids"),
        "limit_url": draft.question_url("max_lots_per_supplier"),
        "tenderers_url": draft.question_url("bidders_expected"),
    }


def _served(draft: Draft, apart: tuple[Reviewing, ...]) -> dict[str, Any] | None:
    """Whether every lot can get a supplier with the tenderers expected, or None while that number is not known."""
    expected = whole(draft.brief.get("bidders_expected"))
    if expected is None:
        return None
    lots = awarding.counted(draft.facts)
    short = awarding.unserved(draft.facts, expected, apart)
    who = swedish.count(expected, "en väntad anbudsgivare", "väntade anbudsgivare")
    if short:
        return {"holds": False, "text": f"Med {who} blir minst {short} av {lots} utan leverantör."}
    return {"holds": True, "text": f"Med {who} kan alla {lots} få en leverantör."}
