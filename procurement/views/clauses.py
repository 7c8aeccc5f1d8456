"""The clauses that the answers lead to, and what is decided about each: its words, or that it is switched off."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from procurement import content
from procurement.access import author, authority_clause
from procurement.domain import brief as briefs
from procurement.domain import house, markup, questions, selection, swedish
from procurement.domain import releases as releasing
from procurement.domain.assemble.builder import Case, ref_text, text_of
from procurement.domain.catalogue import KINDS
from procurement.domain.conditions import holds
from procurement.domain.library import Clause, Variant
from procurement.domain.questions import Fault, Question
from procurement.domain.selection import Selected
from procurement.export import html
from procurement.models import AuthorityClause
from procurement.services import clauses as services
from procurement.views import releases
from procurement.views.drafts import Draft, draft_for

VARIANTS = {"standard": "Standardlydelse", "softer": "Mildare lydelse", "own": "Egen lydelse"}
OWN_WORDS = Question("own", "long_text", "Er egen lydelse")


@require_safe
def clauses(request: HttpRequest, id: UUID) -> HttpResponse:
    """Every clause that applies, by area."""
    draft = draft_for(request, id)
    applicable = selection.applicable(draft.brief, draft.library, draft.facts)
    areas = [
        {"area": area, "clauses": [_shown(draft, chosen) for chosen in applicable if chosen.clause.area == area.key]}
        for area in draft.library.areas.values()
    ]
    shown = {
        "procurement": draft.procurement,
        "areas": [area for area in areas if area["clauses"]],
        "standing": sum(chosen.deviation is None for chosen in applicable),
        "switched_off": [_shown(draft, chosen) for chosen in applicable if chosen.deviation],
        "short_form": draft.facts.regime == "direct",
        "may_write": draft.may_write,
        "release": releases.notice(draft.procurement, is_owner=not draft.is_guest),
    }
    return render(request, "clauses/clauses.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def clause(request: HttpRequest, id: UUID, clause_id: str) -> HttpResponse:
    """One clause: how it reads, in which words it is to stand, and the form that switches it off."""
    draft = draft_for(request, id, "write" if request.method == "POST" else "read")
    found = draft.library.clauses.get(clause_id)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _clause_page(request, draft, found)
    match request.POST.get("do"):
        # A withdrawn clause enters no draft, by its own words either; where its words have been kept they are theirs.
        case "choose" if not found.withdrawn or found.id in (draft.brief.get("wording") or {}):
            return _choose(request, draft, found)
        case "deviate" if found.kind != "award_criterion":
            return _deviate(request, draft, found)
        case "withdraw":
            return _withdraw(request, draft, found)
        case "forget_note":
            return _forget_note(request, draft, found)
    return _clause_page(request, draft, found, status=400)


def _choose(request: HttpRequest, draft: Draft, clause: Clause) -> HttpResponse:
    variant = request.POST.get("variant", "")
    # Who writes in the field of own words and leaves the choice as it was means the words to stand.
    typed = request.POST.get("own", "").strip()
    is_rewritten = typed and services.mark_of_words(typed) != request.POST.get("own_seen", "")
    if is_rewritten and variant == request.POST.get("picked"):
        variant = "own"
    faults: list[Fault] = []
    own = None
    if variant not in _variants(draft, clause):
        faults.append(Fault("variant", "att ni väljer en lydelse", "inget val"))
    elif variant == "own":
        own = questions.read(OWN_WORDS, request.POST.get("own", ""), "own", faults)
        if own is None and not faults:
            faults.append(Fault("own", "er egen text", "ett tomt fält"))
    if faults:
        return _clause_page(request, draft, clause, typed=request.POST, errors=_errors(faults))
    overtaken = services.choose(
        procurement_id=draft.procurement.id,
        clause_id=clause.id,
        variant=variant,  # type: ignore[arg-type]
        own=str(own or ""),
        seen=request.POST.get("seen", ""),
        by=author(request.visitor, draft.procurement),  # type: ignore[attr-defined]
    )
    if overtaken:
        return _clause_page(request, _again(request, draft), clause, typed=request.POST, overtaken=overtaken)
    messages.success(request, f"Sparat. {clause.title} gäller nu i {_label(clause, variant).lower()}.")
    return redirect("chosen_clause", draft.procurement.id, clause.id)


def _deviate(request: HttpRequest, draft: Draft, clause: Clause) -> HttpResponse:
    faults: list[Fault] = []
    reasons: dict[str, Any] = {}
    fields = _deviation_fields(draft)
    for field in fields:
        value = questions.read(field, request.POST.get(field.key, "").strip(), field.key, faults)
        if value is not None:
            reasons[field.key] = value
    if not faults and not reasons:
        faults = [Fault("reason_code", "ett skäl. Utan det gäller klausulen", "inget val")]
    if faults:
        return _clause_page(request, draft, clause, typed=request.POST, errors=_errors(faults, fields), deviating=True)
    overtaken = services.deviate(
        procurement_id=draft.procurement.id,
        clause_id=clause.id,
        reasons=reasons,
        seen=request.POST.get("seen", ""),
        by=author(request.visitor, draft.procurement),  # type: ignore[attr-defined]
    )
    if overtaken:
        return _clause_page(
            request, _again(request, draft), clause, typed=request.POST, overtaken=overtaken, deviating=True
        )
    if selection.is_in_force({"clause": clause.id, **reasons}, draft.facts.on):
        messages.success(
            request, f"Sparat. {clause.title} är avstängd och avsteget trycks i bilagan Avsteg och undantag."
        )
    else:
        messages.warning(request, f"Sparat, men {clause.title} gäller fortfarande.")
    return redirect("chosen_clause", draft.procurement.id, clause.id)


def _withdraw(request: HttpRequest, draft: Draft, clause: Clause) -> HttpResponse:
    overtaken = services.deviate(
        procurement_id=draft.procurement.id,
        clause_id=clause.id,
        reasons={},
        seen=request.POST.get("seen", ""),
        by=author(request.visitor, draft.procurement),  # type: ignore[attr-defined]
    )
    if overtaken:
        return _clause_page(request, _again(request, draft), clause, overtaken=overtaken)
    messages.success(request, f"Avsteget är borttaget. {clause.title} gäller.")
    return redirect("chosen_clause", draft.procurement.id, clause.id)


def _forget_note(request: HttpRequest, draft: Draft, clause: Clause) -> HttpResponse:
    services.forget_note(
        procurement_id=draft.procurement.id,
        clause_id=clause.id,
        by=author(request.visitor, draft.procurement),  # type: ignore[attr-defined]
    )
    messages.success(request, "Anteckningen är borttagen. Den finns kvar i historiken.")
    return redirect("chosen_clause", draft.procurement.id, clause.id)


def _again(request: HttpRequest, draft: Draft) -> Draft:
    """The draft as somebody else has just left it."""
    return draft_for(request, draft.procurement.id)


def _clause_page(
    request: HttpRequest,
    draft: Draft,
    clause: Clause,
    *,
    typed: QueryDict | None = None,
    errors: list[dict[str, str]] | None = None,
    status: int = 200,
    **shown: Any,
) -> HttpResponse:
    brief, facts = draft.brief, draft.facts
    applicable = selection.applicable(brief, draft.library, facts)
    chosen = next((one for one in applicable if one.clause is clause), None)
    choice, written = services.choice_of(brief, clause.id), services.deviation_of(brief, clause.id)
    standing = chosen or Selected(clause, selection.variant_of(clause, brief, facts), ())
    own_shown = str(choice.get("own") or _start_of_own(draft, standing))
    fields = _deviation_fields(draft)
    values = {field.key: (typed or written).get(field.key, "") for field in fields}
    missing = [field.label for field in fields if field.key in selection.DEVIATION and not written.get(field.key)]
    in_force = bool(written) and selection.is_in_force(written, facts.on)
    page = {
        "procurement": draft.procurement,
        "clause": _shown(draft, standing),
        "applies": chosen is not None,
        "because": [{"text": because, "url": draft.question_url(because.key)} for because in standing.because],
        "variants": [_option(draft, standing, variant) for variant in _variants(draft, clause)],
        "picked": typed.get("variant") if typed and "variant" in typed else _picked(draft, standing),
        "house_url": _house_url(draft, clause),
        "house_change": _house_change(draft, clause),
        "proposed_softer": _is_softened(draft, clause),
        "own": typed.get("own", "") if typed and "own" in typed else own_shown,
        "own_seen": services.mark_of_words(own_shown),
        "stands": _picked(draft, standing),
        "seen_choice": services.mark(choice),
        "seen_deviation": services.mark(written),
        "values": values,
        "written": written,
        "in_force": in_force,
        "has_expired": bool(written) and not missing and not in_force,
        "expires_on": _day(written.get("expires_on")),
        "missing": swedish.enumerate_items([label[:1].lower() + label[1:] for label in missing]),
        "reasons": draft.library.reasons.values(),
        "never_valid": draft.library.never_valid,
        "may_write": draft.may_write,
        "may_choose": not clause.withdrawn or clause.id in (brief.get("wording") or {}),
        "may_deviate": clause.kind != "award_criterion",
        "criteria_url": draft.question_url("criteria"),
        "errors": errors,
        **shown,
    }
    return render(request, "clauses/clause.html", page, status=status)


def _shown(draft: Draft, chosen: Selected) -> dict[str, Any]:
    """A clause as the pages show it."""
    clause = chosen.clause
    regime = draft.facts.regime
    laws = [draft.library.laws[ref] for ref in clause.law]
    if regime:
        laws = draft.library.laws_of(clause, regime, draft.facts.conditions())
    return {
        "id": clause.id,
        "title": clause.title,
        "url": reverse("chosen_clause", args=[draft.procurement.id, clause.id]),
        "kind": KINDS[clause.kind],
        "variant": _label(clause, _picked(draft, chosen)) if chosen.variant != "standard" else "",
        "house": clause.house,
        "words": _words(draft, chosen),
        "because": [
            {"answer": because.answer, "question": because.question, "url": draft.question_url(because.key)}
            for because in chosen.because
        ],
        "is_off": chosen.deviation is not None,
        "withdrawn": clause.withdrawn,
        "note": str((draft.brief.get("notes") or {}).get(clause.id, "")),
        "motive": clause.motive,
        "evidence": clause.evidence,
        "check": _html(draft, markup.fill(clause.check, _case(draft).answer)),
        "laws": [{"ref": ref_text(law), "heading": law.heading} for law in laws],
        "support": clause.support,
        "risk": clause.risk,
        "scale": clause.scale,
        "table": [f"{level.property}: {level.measure}" for level in clause.table],
    }


def _words(draft: Draft, chosen: Selected) -> SafeString:
    return _html(draft, text_of(chosen, _case(draft)))


def _html(draft: Draft, blocks: Any) -> SafeString:
    return mark_safe(html.part(blocks, draft.question_url))


def _case(draft: Draft) -> Case:
    return Case(draft.brief, draft.library, draft.facts, (), draft=True)


def _is_softened(draft: Draft, clause: Clause) -> bool:
    """Whether the answers by themselves lead to the softer text."""
    return bool(clause.softer and clause.softer_when and holds(clause.softer_when, draft.facts.conditions()))


def _variants(draft: Draft, clause: Clause) -> list[Variant]:
    """The ways the clause may read. Where the answers lead to the softer text, the standard one is not among them."""
    own: list[Variant] = ["own"]
    # The authority's wording has already taken the place of ours in the library, the softer text too.
    if not clause.softer:
        return ["standard", *own]
    return ["softer", *own] if _is_softened(draft, clause) else ["standard", "softer", *own]


def _option(draft: Draft, chosen: Selected, variant: Variant) -> dict[str, Any]:
    """A way the clause may read. The words that stand are at the top of the page already."""
    stands = variant == _picked(draft, chosen)
    words = "" if stands or variant == "own" else _words(draft, Selected(chosen.clause, variant, ()))
    return {"key": variant, "label": _label(chosen.clause, variant), "words": words, "stands": stands}


def _picked(draft: Draft, chosen: Selected) -> Variant:
    """The choice that stands. The authority's own words are what a draft without words of its own begins with."""
    is_written_here = chosen.clause.id in (draft.brief.get("wording") or {})
    return "standard" if chosen.clause.house and not is_written_here else chosen.variant


def _label(clause: Clause, variant: str) -> str:
    return "Myndighetens lydelse" if clause.house and variant == "standard" else VARIANTS[variant]


def _house_url(draft: Draft, clause: Clause) -> str:
    """Where the clause is written for all drafts of the authority, for those who work there."""
    came_along = clause.id not in content.library().clauses and not _row(draft, clause)
    if draft.is_guest or clause.withdrawn or came_along:
        return ""
    return reverse("authority_clause", args=[draft.procurement.authority_id, clause.id])


def _house_change(draft: Draft, clause: Clause) -> tuple[releasing.Stretch, ...]:
    """How our text in this draft's release has changed since the authority wrote its own; empty when it has not."""
    row, ours = _row(draft, clause), content.base_for(draft.procurement).clauses.get(clause.id)
    latest = content.library().clauses.get(clause.id)
    if not clause.house or row is None or row.content is None or ours is None:
        return ()
    # In a draft of an older release ours may be the older text, which is no news.
    is_known = row.base in (house.source(ours), house.source(latest) if latest else "")
    return () if is_known else releasing.difference(row.base, house.source(ours))


def _row(draft: Draft, clause: Clause) -> AuthorityClause | None:
    return authority_clause(draft.procurement.authority, clause.id)


def _start_of_own(draft: Draft, chosen: Selected) -> str:
    """The text that stands, to write on from. Not while answers are missing: they would be missing for ever."""
    blocks = text_of(chosen, _case(draft))
    return releasing.as_typed(blocks) if releasing.is_whole(blocks) else ""


def _day(written: Any) -> str:
    return swedish.long_date(date.fromisoformat(written)) if written else ""


def _deviation_fields(draft: Draft) -> list[Question]:
    return [field for field in briefs.schema_of(draft.library)["deviations"].fields if field.key != "clause"]


def _errors(faults: list[Fault], fields: Sequence[Question] = ()) -> list[dict[str, str]]:
    labels = {field.key: field.label for field in fields} | {"variant": "Lydelse", "own": "Er egen lydelse"}
    return [
        {"id": f"id_{fault.path}", "label": labels[fault.path], "message": f"vi behöver {fault.expected}."}
        for fault in faults
    ]
