"""How the authority's documents look: a page to choose it on, with a preview, and the colour as a style sheet."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from procurement.access import administers, authority_of, looks_of, public
from procurement.content import look_of
from procurement.domain import colour, swedish
from procurement.domain.document import Cell, Column, Document, Heading, Paragraph, Row, Table, Text, from_plain
from procurement.domain.look import Logo, Look, WordTemplate
from procurement.export import docx, html
from procurement.intake.apart import Failed
from procurement.intake.limits import LOGO, LOGO_MESSAGES, TEMPLATE, TEMPLATE_MESSAGES, Unreadable
from procurement.models import Authority
from procurement.services import look as services
from procurement.views.files import TYPES, download, handed_in
from procurement.views.numbers import number

SHOWN = 20
FILES = {"logo": (LOGO, LOGO_MESSAGES), "template": (TEMPLATE, TEMPLATE_MESSAGES)}
# What there is room for on the cover, and at the foot of a page: lines, and characters in each.
PLACES = {"address": ("Adress", 5, 60), "footer": ("Sidfot", 2, 90)}


@require_safe
def own_look(request: HttpRequest) -> HttpResponse:
    """To the look of the authority where one works."""
    return redirect("authority_look", authority_of(request.user).id)


@require_http_methods(["GET", "HEAD", "POST"])
def authority_look(request: HttpRequest, authority_id: int) -> HttpResponse:
    """Everyone at the authority sees it; an administrator changes it."""
    authority = authority_of(request.user, authority_id)
    look = look_of(authority.id)
    if request.method != "POST":
        return _page(request, authority, look)
    if not administers(request.user, authority):
        raise PermissionDenied
    if request.POST.get("do") == "restore":
        earlier = looks_of(authority).filter(number=number(request.POST.get("number", ""))).first()
        if earlier is None:
            raise Http404
        return _save(request, authority, from_plain(earlier.content), "Det utseendet gäller igen.")
    typed = request.POST.copy()
    if instead := typed.get("instead"):
        typed["accent"] = instead
    # What was previewed, with files that a browser would not send once more.
    look = services.unsealed(typed.get("kept", "")) or look
    look, faults = _read(typed, look)
    look, fault = _with_file(request, look, "logo", "Logotyp", lambda file: services.logo(file, authority))
    faults += fault
    look, fault = _with_file(request, look, "template", "Word-mall", services.template)
    faults += fault
    if not faults and typed.get("do") == "word":
        return download("prov.docx", docx.render(_sample(authority, look)), TYPES["docx"])
    if faults or typed.get("do") != "save":
        return _page(request, authority, look, typed=typed, faults=faults, is_preview=not faults)
    return _save(request, authority, look, "Sparat. Så ser era handlingar ut från och med nu.", typed)


@public
@require_safe
@cache_control(public=True, max_age=24 * 3600)
def accent_style(request: HttpRequest, accent: str) -> HttpResponse:
    """A colour of headings and rules as a style sheet: a page may have no styles within it."""
    if not re.fullmatch("[0-9a-f]{6}", accent):
        raise Http404
    return HttpResponse(f".document {{ --accent: #{accent}; }}\n", content_type="text/css; charset=utf-8")


def _read(typed: QueryDict, look: Look) -> tuple[Look, list[dict[str, Any]]]:
    """The look as typed, and what is wrong with it. What is wrong is left as it was."""
    faults: list[dict[str, Any]] = []
    if accent := typed.get("accent", "").strip():
        read = colour.read(accent)
        if read is None:
            said = "vi behöver en färg som #1f5c4d: ett nummertecken och sex siffror eller bokstäver från a till f."
            faults.append({"id": "id_accent", "label": "Färg", "message": said})
        elif not colour.is_readable(read):
            shade, found = colour.readable(read), swedish.number(round(colour.contrast(read), 1))
            said = (
                f"{read} syns för dåligt: kontrasten mot papperet är {found} till 1, och text behöver 4,5 till 1. "
                f"Närmaste mörkare ton som räcker är {shade}."
            )
            faults.append({"id": "id_accent", "label": "Färg", "message": said, "instead": shade})
        else:
            look = replace(look, accent=read)
    else:
        look = replace(look, accent="")
    for key, (label, most, longest) in PLACES.items():
        lines = tuple(line for typed_line in typed.get(key, "").splitlines() if (line := " ".join(typed_line.split())))
        if len(lines) > most or any(len(line) > longest for line in lines):
            said = f"det får plats {most} rader med högst {longest} tecken i varje."
            faults.append({"id": f"id_{key}", "label": label, "message": said})
        else:
            look = replace(look, **{key: lines})
    return look, faults


def _with_file(
    request: HttpRequest, look: Look, key: str, label: str, taken_in: Callable[[bytes], Logo | WordTemplate]
) -> tuple[Look, list[dict[str, Any]]]:
    """The look with the file that was handed in, or without one, and what is wrong with the file."""
    if key not in request.FILES:
        return (replace(look, **{key: None}) if request.POST.get(f"no_{key}") else look), []
    limits, messages = FILES[key]
    try:
        _, content = handed_in(request, key, limits)
        return replace(look, **{key: taken_in(content)}), []
    except Unreadable as unreadable:
        code = unreadable.code
    except Failed:
        code = "ours"
    return look, [{"id": f"id_{key}", "label": label, "message": messages[code]}]


def _save(
    request: HttpRequest, authority: Authority, look: Look, said: str, typed: QueryDict | None = None
) -> HttpResponse:
    seen = number(request.POST.get("seen", ""))
    try:
        services.save(authority=authority, look=look, seen=-1 if seen is None else seen, by=request.user)
    except services.Overtaken:
        return _page(request, authority, look, typed=typed, is_overtaken=True)
    messages.success(request, said)
    return redirect("authority_look", authority.id)


def _page(
    request: HttpRequest,
    authority: Authority,
    look: Look,
    *,
    typed: QueryDict | None = None,
    faults: list[dict[str, Any]] | None = None,
    is_preview: bool = False,
    is_overtaken: bool = False,
) -> HttpResponse:
    rows = list(looks_of(authority)[:SHOWN])
    values = {"accent": look.accent, "address": "\n".join(look.address), "footer": "\n".join(look.footer)}
    shown = {
        "authority": authority,
        "may_change": administers(request.user, authority),
        "look": look,
        "styles": docx.styles_taken(look.template) if look.template else (),
        "values": values | ({key: typed.get(key, "") for key in values} if typed else {}),
        "faults": faults or [],
        "instead": next((fault["instead"] for fault in faults or [] if "instead" in fault), ""),
        "is_preview": is_preview,
        "latest": rows[0] if rows else None,
        "is_overtaken": is_overtaken,
        "kept": services.sealed(look),
        "seen": rows[0].number if rows else 0,
        "rows": rows,
        "sheet": mark_safe(html.sheet(_sample(authority, look), None)),
    }
    return render(request, "house/look.html", shown, status=422 if faults else 200)


def _sample(authority: Authority, look: Look) -> Document:
    """A document to see the look in."""
    text = "Så ser rubriker, linjer och text ut i era handlingar. Orden här är bara ett exempel."
    columns = (Column("Nr", 15), Column("Krav", 85))
    row = Row((Cell((Paragraph((Text("2.1"),)),), True), Cell((Paragraph((Text("Källkoden ska vara öppen."),)),))))
    return Document(
        key="sample", label="Bilaga 1", title="Kravspecifikation", file_name="prov", subject="Prov på utseendet",
        authority=authority.name, reference="", on=timezone.localdate(), draft=True, look=look,
        blocks=(
            Heading(1, "1", "Om den här bilagan", "om"), Paragraph((Text(text),)),
            Heading(1, "2", "Krav", "krav"), Table("Krav", columns, (row,), "1"),
        ),
    )  # fmt: skip
