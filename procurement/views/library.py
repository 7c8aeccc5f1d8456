"""The open library: every clause for everyone to read, search, link to and take away."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, conditional_page, require_safe

from procurement import content
from procurement.access import public
from procurement.domain import library_json, search, swedish
from procurement.domain.assemble.builder import ref_text
from procurement.domain.catalogue import KINDS
from procurement.domain.document import Text
from procurement.domain.library import REGIMES, Clause, Law, Level, Regime
from procurement.domain.markup import Run, Template, TemplateParagraph
from procurement.export import archive
from procurement.services import uses
from procurement.views.files import TYPES, download

# Facet of the catalogue → its name in the address, and on the page.
FACETS = {
    "principle": ("princip", "Princip"),
    "area": ("omrade", "Område"),
    "kind": ("slag", "Slag av klausul"),
    "system_kind": ("system", "Det som köps"),
    "data_class": ("uppgifter", "Uppgifter som hanteras"),
}
WHERE: dict[Regime, str] = {
    "direct": "i direktupphandling",
    "national": "under tröskelvärdet",
    "eu": "från tröskelvärdet",
}
LONGEST_QUERY = 200
# An act of which more sections than this are cited is leafed through by chapter.
MANY_SECTIONS = 20
# "19 a kap. 8 §" is 19 a and 8.
NUMBERS = re.compile(r"(\d+)(?: ([a-z])\b)?")


@dataclass(frozen=True)
class Choices:
    """What the visitor has asked to see: a search, and a value for each facet that is narrowed."""

    query: str
    values: dict[str, str]

    def address(self, **changed: str) -> str:
        """The page with one choice changed; an empty value takes it away."""
        chosen = {FACETS[facet][0]: value for facet, value in (self.values | changed).items() if value}
        asked = ({"q": self.query} if self.query else {}) | chosen
        return reverse("library") + (f"?{urlencode(asked)}" if asked else "")


@public
@require_safe
@conditional_page
def library(request: HttpRequest) -> HttpResponse:
    """Every clause, by area, or those that were asked for."""
    catalogue = content.catalogue()
    asked = _choices(request)
    hits = {hit.id: hit for hit in catalogue.index.find(asked.query)} if asked.query else None
    shown = _narrowed(asked, hits)
    clauses = catalogue.library.clauses
    found = [_listed(clauses[id], hits and hits[id]) for id in (hits or clauses) if id in shown]
    page = {
        "query": asked.query,
        "total": len(clauses),
        "found": found,
        "areas": [] if asked.query else _by_area(found),
        "facets": [_facet(facet, asked, hits) for facet in FACETS],
        "chosen": [
            {"name": FACETS[facet][1], "value": catalogue.value_name(facet, value), "url": asked.address(**{facet: ""})}
            for facet, value in asked.values.items()
        ],
        "hidden": [(FACETS[facet][0], value) for facet, value in asked.values.items()],
        "version": catalogue.library.version,
    }
    return render(request, "library/library.html", page)


@public
@require_safe
@conditional_page
def clause(request: HttpRequest, clause_id: str) -> HttpResponse:
    """One clause, at an address that stays."""
    catalogue = content.catalogue()
    library = catalogue.library
    found = library.clauses.get(clause_id)
    if found is None:
        raise Http404
    ids = list(library.clauses)
    place = ids.index(clause_id)
    page = {
        "clause": found,
        "kind": KINDS[found.kind],
        "area": library.areas[found.area],
        "area_url": _chosen_url("area", found.area),
        "texts": _texts(found),
        "table": [_level(level) for level in found.table],
        "check": _blocks(found.check),
        "softer_check": _blocks(found.softer_check),
        "when": catalogue.condition(found.when),
        "softer_when": catalogue.condition(found.softer_when),
        "in_short_form": found.id in library.short_form,
        "fillers": catalogue.fillers(found),
        "laws": [_law(library.laws[ref]) for ref in found.law],
        "weight": f"{found.weight[0]}–{swedish.percent(found.weight[1])}",
        "withdrawn": _day(found.withdrawn),
        "history": [
            {"version": e.version, "on": _day(e.on), "what": e.what, "why": e.why} for e in catalogue.history(found)
        ],
        "uses": uses.number_of(found.id),
        "before": library.clauses[ids[place - 1]] if place else None,
        "after": library.clauses[ids[place + 1]] if place + 1 < len(ids) else None,
        "version": library.version,
    }
    return render(request, "library/clause.html", page)


@public
@require_safe
@conditional_page
def law(request: HttpRequest) -> HttpResponse:
    """Every section of law that is cited, with the clauses that lean on it."""
    catalogue = content.catalogue()
    library = catalogue.library
    acts = []
    for act, name in library.acts.items():
        sections = [
            _law(section) | {"clauses": catalogue.leaning_on[section.ref], "chapter": _chapter(section)}
            for section in sorted(library.laws.values(), key=_in_the_act)
            if section.act == act
        ]
        if not sections:
            continue
        # Said once of the act, and of a section only when it was read otherwise.
        read = next((section["read"] for section in sections if section["verified"]), "")
        chapters = [{"name": "", "sections": sections}]
        if len(sections) > MANY_SECTIONS:
            found = groupby(sections, key=lambda section: section["chapter"])
            chapters = [{"name": chapter, "sections": list(group)} for chapter, group in found]
        acts.append({"name": name, "number": len(sections), "chapters": chapters, "read": read})
    shown = {"acts": acts, "number": len(library.laws)}
    return render(request, "library/law.html", shown)


def _etag(request: HttpRequest) -> str:
    """What the library says, and how this program writes it down."""
    made_of = f"{content.library().digest} {library_json.SCHEMA} {request.path}"
    return f'"{hashlib.sha256(made_of.encode()).hexdigest()[:32]}"'


@public
@require_safe
@cache_control(public=True, max_age=300)
@condition(etag_func=_etag)
def as_json(request: HttpRequest) -> HttpResponse:
    """The whole library as JSON."""
    response = JsonResponse(library_json.whole(content.library()), json_dumps_params={"ensure_ascii": False})
    # Other sites' pages may read it: it is open data.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@public
@require_safe
@cache_control(public=True, max_age=300)
@condition(etag_func=_etag)
def as_files(request: HttpRequest) -> HttpResponse:
    """The library's files as they are, in one ZIP: the same library gives the same bytes."""
    name = f"kravbyggaren-bibliotek-{content.library().version}.zip"
    return download(name, _packed(), TYPES["zip"])


@cache
def _packed() -> bytes:
    folder = f"kravbyggaren-bibliotek-{content.library().version}"
    entries = [(f"{folder}/{path}", text.encode()) for path, text in sorted(content.open_files().items())]
    return archive.pack(entries, content.library().checked)


def _choices(request: HttpRequest) -> Choices:
    """The choices in the address. A value that does not exist narrows nothing."""
    values = {
        facet: request.GET[name]
        for facet, (name, _) in FACETS.items()
        if request.GET.get(name) in content.catalogue().facets[facet]
    }
    return Choices(" ".join(request.GET.get("q", "").split())[:LONGEST_QUERY], values)


def _narrowed(asked: Choices, hits: dict[str, search.Hit] | None, but: str = "") -> frozenset[str]:
    """The ids that every choice leaves, `but` for one facet."""
    catalogue = content.catalogue()
    left = frozenset(catalogue.library.clauses if hits is None else hits)
    for facet, value in asked.values.items():
        if facet != but:
            left &= catalogue.facets[facet][value]
    return left


def _facet(facet: str, asked: Choices, hits: dict[str, search.Hit] | None) -> dict[str, Any]:
    """The values of a facet that lead somewhere from here, each with how many clauses it leaves."""
    catalogue = content.catalogue()
    others = _narrowed(asked, hits, but=facet)
    chosen = asked.values.get(facet)
    options = [
        {
            "name": catalogue.value_name(facet, value),
            "number": len(ids & others),
            "url": asked.address(**{facet: value}),
            "is_chosen": value == chosen,
        }
        for value, ids in catalogue.facets[facet].items()
        if ids & others or value == chosen
    ]
    return {"name": FACETS[facet][1], "options": options}


def _listed(clause: Clause, hit: search.Hit | None) -> dict[str, Any]:
    return {
        "id": clause.id,
        "area": clause.area,
        "kind": KINDS[clause.kind],
        "is_withdrawn": bool(clause.withdrawn),
        "title": search.marked(clause.title, hit.terms) if hit else (search.Piece(clause.title, False),),
        # What was found only among keywords is said in the clause's own words.
        "excerpt": hit.excerpt
        if hit and any(piece.matched for piece in hit.excerpt)
        else (search.Piece(clause.motive, False),),
    }


def _by_area(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    areas = content.library().areas.values()
    grouped = [{"area": area, "clauses": [one for one in found if one["area"] == area.key]} for area in areas]
    return [group for group in grouped if group["clauses"]]


def _chosen_url(facet: str, value: str) -> str:
    return Choices("", {facet: value}).address()


def _texts(clause: Clause) -> list[dict[str, Any]]:
    texts = [{"name": "Lydelse", "blocks": _blocks(clause.text)}]
    if clause.softer:
        texts.append({"name": "Mildare lydelse", "blocks": _blocks(clause.softer)})
    return texts


def _level(level: Level) -> dict[str, Any]:
    runs = [run for block in _blocks(level.level) for run in block["runs"]]
    return {"property": level.property, "measure": level.measure, "level": runs, "method": level.method}


def _blocks(template: Template) -> list[dict[str, Any]]:
    """A text as the template writes it: paragraphs and lists, with a link where an answer goes."""
    return [
        {"runs": [_run(block.run)]}
        if isinstance(block, TemplateParagraph)
        else {"runs": [_run(run) for run in block.items], "list": "ol" if block.ordered else "ul"}
        for block in template
    ]


def _run(run: Run) -> list[dict[str, str]]:
    catalogue = content.catalogue()
    return [
        {"text": part.text, "style": part.style}
        if isinstance(part, Text)
        else {"text": catalogue.slot_name(part.key), "style": "slot", "key": part.key}
        for part in run
    ]


def _law(law: Law) -> dict[str, Any]:
    applies = swedish.enumerate_items([WHERE[regime] for regime in law.regimes])
    if set(law.regimes) == set(REGIMES):
        applies = "med vissa svar" if law.unless else "alltid"
    return {
        "ref": ref_text(law),
        "anchor": slugify(law.ref),
        "heading": law.heading,
        "act": content.library().acts.get(law.act, law.act),
        "applies": applies,
        "source": law.source,
        "read": f"Läst {_day(law.checked)}: {law.source}",
        "verified": law.verified,
    }


def _in_the_act(law: Law) -> list[tuple[int, str]]:
    """Where a section stands in its act: 9 kap. before 19 kap., and that before 19 a kap."""
    return [(int(number), letter) for number, letter in NUMBERS.findall(law.ref.removeprefix(law.act))]


def _chapter(law: Law) -> str:
    """Such as "19 a kap."; empty where the section is cited without one."""
    chapter, kap, _ = law.ref.removeprefix(law.act).partition(" kap.")
    return f"{chapter.strip()}{kap}" if kap else ""


def _day(iso: str) -> str:
    return swedish.long_date(date.fromisoformat(iso)) if iso else ""
