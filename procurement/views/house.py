"""The authority's own clauses and its own wording of ours: the list of them, and a page to write each on."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from procurement import content
from procurement.access import authority_clause, authority_clauses_of, authority_of
from procurement.domain import facts, house, markup, questions, releases
from procurement.domain.assemble import requirements
from procurement.domain.assemble.builder import Builder, Case
from procurement.domain.catalogue import KINDS
from procurement.domain.library import Clause, Library
from procurement.domain.questions import Fault
from procurement.domain.selection import Selected
from procurement.export import html
from procurement.models import Authority, AuthorityClause
from procurement.services import house as services
from procurement.views.numbers import number

TEXT = questions.Question("text", "long_text", "Er lydelse")
SHOWN_REVISIONS = 50


@require_safe
def own_clauses(request: HttpRequest) -> HttpResponse:
    """To the clauses of the authority where one works."""
    return redirect("authority_clauses", authority_of(request.user).id)


@require_safe
def authority_clauses(request: HttpRequest, authority_id: int) -> HttpResponse:
    """What the authority has written, and everything of ours that it may write in its own words."""
    authority = authority_of(request.user, authority_id)
    library = content.library()
    rows = list(authority_clauses_of(authority))
    listed = [_listed(authority, row, library) for row in rows]
    written = {row.clause_id for row in rows if row.content is not None}
    shown = {
        "authority": authority,
        "own": [one for one in listed if one["is_own"] and not one["is_removed"]],
        "reworded": [one for one in listed if not one["is_own"] and not one["is_removed"]],
        "removed": [one for one in listed if one["is_removed"]],
        "areas": [
            {
                "title": area.title,
                "clauses": [
                    {"id": one.id, "title": one.title, "url": _url(authority, one.id)}
                    for one in library.clauses.values()
                    if one.area == area.key and not one.withdrawn and one.id not in written
                ],
            }
            for area in library.areas.values()
        ],
    }
    return render(request, "house/clauses.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def new_authority_clause(request: HttpRequest, authority_id: int) -> HttpResponse:
    """A clause of the authority's own, from nothing."""
    authority = authority_of(request.user, authority_id)
    if request.method != "POST":
        return _page(request, authority, "", None)
    own, faults = _own_from(request.POST)
    if faults or request.POST.get("do") != "save":
        return _page(request, authority, "", None, typed=request.POST, faults=faults, preview=own)
    made = services.begin(authority=authority, text=own, by=request.user)
    messages.success(request, f"Sparat. {own['title']} har fått id {made.clause_id} och gäller nu i alla era utkast.")
    return redirect("authority_clause", authority.id, made.clause_id)


@require_http_methods(["GET", "HEAD", "POST"])
def one_authority_clause(request: HttpRequest, authority_id: int, clause_id: str) -> HttpResponse:
    """One clause: as it is written, as it will look, and as it has been."""
    authority = authority_of(request.user, authority_id)
    row = authority_clause(authority, clause_id)
    if row is None and clause_id not in content.library().clauses:
        raise Http404
    match request.POST.get("do"):
        case None if request.method != "POST":
            return _page(request, authority, clause_id, row)
        case "preview" | "save" as do:
            return _write(request, authority, clause_id, row, do)
        case "remove" if row and row.content is not None:
            said = "Borttagen. Den går att hämta tillbaka ur historiken."
            return _kept(request, authority, row, content_of=None, said=said)
        case "confirm" if row and row.content is not None:
            return _kept(request, authority, row, content_of=row.content, said="Sparat. Er lydelse gäller oförändrad.")
        case "restore" if row:
            revision = row.revisions.filter(number=number(request.POST.get("number", ""))).first()
            if revision and revision.content is not None:
                said = f"Lydelsen från ändring {revision.number} gäller igen."
                return _kept(request, authority, row, content_of=revision.content, base=revision.base, said=said)
    return _page(request, authority, clause_id, row, status=400)


def _write(
    request: HttpRequest, authority: Authority, clause_id: str, row: AuthorityClause | None, do: str
) -> HttpResponse:
    text, faults = _own_from(request.POST) if _is_own(clause_id) else _wording_from(request.POST, clause_id)
    if faults or do != "save":
        return _page(request, authority, clause_id, row, typed=request.POST, faults=faults, preview=text)
    made = services.write(
        authority=authority, clause_id=clause_id, text=text, expected_revision=_seen(request), by=request.user
    )
    if isinstance(made, services.Overtaken):
        again = authority_clause(authority, clause_id)
        return _page(request, authority, clause_id, again, typed=request.POST, overtaken=made)
    messages.success(request, "Sparat. Det gäller nu i alla era utkast som inte har en egen lydelse.")
    return redirect("authority_clause", authority.id, clause_id)


def _kept(
    request: HttpRequest,
    authority: Authority,
    row: AuthorityClause,
    *,
    content_of: dict[str, Any] | None,
    said: str,
    base: str | None = None,
) -> HttpResponse:
    made = services.write(
        authority=authority,
        clause_id=row.clause_id,
        text=content_of,
        base=base,
        expected_revision=_seen(request),
        by=request.user,
    )
    if isinstance(made, services.Overtaken):
        again = authority_clause(authority, row.clause_id)
        return _page(request, authority, row.clause_id, again, overtaken=made)
    messages.success(request, said)
    return redirect("authority_clause", authority.id, row.clause_id)


def _seen(request: HttpRequest) -> int:
    seen = number(request.POST.get("seen", ""))
    return -1 if seen is None else seen


def _is_own(clause_id: str) -> bool:
    return not clause_id or bool(house.IDENTITY.fullmatch(clause_id))


def _own_from(post: QueryDict) -> tuple[dict[str, Any], list[Fault]]:
    """A clause of their own as it was typed, and what is wrong with it."""
    faults: list[Fault] = []
    own: dict[str, Any] = {}
    for field in house.FIELDS:
        typed: Any = post.getlist(field.key) if field.key == "system_kinds" else post.get(field.key, "").strip()
        if field.key == "law":
            typed = [ref for line in typed.splitlines() if (ref := " ".join(line.split()))]
        value = questions.read(field, typed, field.key, faults)
        if value is not None:
            own[field.key] = value
    known, library = {fault.path for fault in faults}, content.library()
    faults += [fault for fault in house.own_faults(own, library) if fault.path not in known]
    for key in ("text", "check"):
        faults += house.faults_in(str(own.get(key) or ""), key, house.clause(own, library), library)
    return own, faults


def _wording_from(post: QueryDict, clause_id: str) -> tuple[dict[str, Any], list[Fault]]:
    faults: list[Fault] = []
    library = content.library()
    text = questions.read(TEXT, post.get("text", ""), "text", faults)
    if text is None and not faults:
        faults.append(Fault("text", "er egen text", "ett tomt fält"))
    if text is not None:
        faults += house.faults_in(str(text), "text", library.clauses[clause_id], library)
    return {"text": text or ""}, faults


def _page(
    request: HttpRequest,
    authority: Authority,
    clause_id: str,
    row: AuthorityClause | None,
    *,
    typed: QueryDict | None = None,
    faults: list[Fault] | None = None,
    preview: dict[str, Any] | None = None,
    overtaken: services.Overtaken | None = None,
    status: int = 200,
) -> HttpResponse:
    library = content.library()
    ours = library.clauses.get(clause_id)
    kept: dict[str, Any] = (row.content if row else None) or {}
    values: dict[str, Any] = typed.dict() if typed else dict(kept)
    if typed:
        values["system_kinds"] = typed.getlist("system_kinds")
    elif isinstance(values.get("law"), list):
        values["law"] = "\n".join(values["law"])
    if ours and not values.get("text") and typed is None:
        values["text"] = house.start_of(ours)
    shown_text = preview if preview is not None and not faults else kept
    page = {
        "authority": authority,
        "clause_id": clause_id,
        "ours": ours,
        "title": ours.title if ours else kept.get("title") or "Ny egen klausul",
        "kind": KINDS[ours.kind] if ours else "",
        "is_written": bool(kept),
        "is_removed": row is not None and row.content is None,
        "revision": row.revision if row else 0,
        "values": values,
        "faults": _errors(faults or []),
        "is_preview": preview is not None and not faults,
        "preview": _preview(clause_id, shown_text, library) if shown_text else "",
        "change": _change(row, ours),
        "withdrawn": bool(kept and ours and ours.withdrawn),
        "names": _names(ours, library),
        "our_text": mark_safe(html.part(markup.plain_paragraphs(house.source(ours)), None)) if ours else "",
        "areas": library.areas.values(),
        "kinds": house.KINDS,
        "system_kinds": library.questions["system_kind"].choices,
        "overtaken": overtaken,
        "revisions": list(row.revisions.order_by("-number")[:SHOWN_REVISIONS]) if row else [],
    }
    return render(request, "house/clause.html", page, status=status)


def _change(row: AuthorityClause | None, ours: Clause | None) -> tuple[releases.Stretch, ...]:
    """How our text has changed since theirs was written; empty when it has not."""
    if row is None or row.content is None or ours is None or row.base == house.source(ours):
        return ()
    return releases.difference(row.base, house.source(ours))


def _preview(clause_id: str, text: dict[str, Any], library: Library) -> SafeString:
    """As it will stand in the documents, with the answers that are proposed and gaps for the rest."""
    identity = clause_id or f"{house.PREFIX}00"
    written: dict[str, Any] = (
        {"clauses": [{"id": identity, **text}]} if _is_own(clause_id) else {"wording": {identity: text["text"]}}
    )
    library = house.with_house(library, written)
    selected = Selected(library.clauses[identity], "own", ())
    answers = house.example(selected.clause, library)
    known = facts.derive(answers, library, content.amounts(), timezone.localdate())
    b = Builder(Case(answers, library, known, (selected,), draft=True), chapter=1)
    if selected.clause.kind == "requirement":
        requirements.table_of(b, "Krav", [selected])
    else:
        b.clause(selected)
    return mark_safe(html.part(b.blocks, None))


def _names(ours: Clause | None, library: Library) -> list[dict[str, str]]:
    """What may stand within braces: for our clauses the answers that our text writes out."""
    keys = house.keys_in(house.source(ours)) if ours else []
    names = [(key, library.questions[key].gap) for key in keys if key in library.questions]
    return [{"key": key, "name": name} for key, name in names]


def _errors(faults: list[Fault]) -> list[dict[str, str]]:
    labels = {field.key: field.label for field in house.FIELDS}
    return [
        {
            "id": f"id_{fault.path}",
            "label": labels.get(fault.path, "Er lydelse"),
            "message": f"vi behöver {fault.expected}" + (f", inte {fault.found}." if "{" in fault.found else "."),
        }
        for fault in faults
    ]


def _url(authority: Authority, clause_id: str) -> str:
    return reverse("authority_clause", args=[authority.id, clause_id])


def _listed(authority: Authority, row: AuthorityClause, library: Library) -> dict[str, Any]:
    ours = library.clauses.get(row.clause_id)
    latest = row.content or {}
    return {
        "id": row.clause_id,
        "title": ours.title if ours else latest.get("title") or row.clause_id,
        "url": _url(authority, row.clause_id),
        "is_own": _is_own(row.clause_id),
        "is_removed": row.content is None,
        "has_changed": bool(_change(row, ours)),
        "saved_at": row.saved_at,
        "saved_by": row.saved_by,
    }
