"""The brief: everything a user has told about one procurement, as one value. Reading, checking, writing.

The keys are those of the library's questions and the few below that no question asks.
The value is plain JSON, dates as 2027-03-01; an absent key is an absent answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

from procurement.domain import house, seams, strict_yaml
from procurement.domain.questions import Choice, Fault, Question, Value, describe, read

if TYPE_CHECKING:
    from procurement.domain.library import Library

Brief = dict[str, Value]

FORMAT = 1
MAX_BYTES = 500_000
SKIPPED = {"unknown": "Vet inte", "not_applicable": "Gäller inte", "later": "Återkommer"}


class Refused(ValueError):
    """The brief cannot be taken. `faults` names everything that is wrong, not only the first."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def parse(text: str, library: Library) -> Brief:
    """The brief in a YAML or JSON text. Raises Refused with every fault."""
    # A text with half a character in it cannot be encoded; the reader refuses it below.
    size = len(text.encode(errors="surrogatepass"))
    if size > MAX_BYTES:
        raise Refused([Fault("filen", f"högst {MAX_BYTES // 1_000} kB", f"{size} byte")])
    try:
        data = strict_yaml.load(text)
    except strict_yaml.Unreadable as error:
        where = f"rad {error.line}" if error.line else "filen"
        raise Refused([Fault(where, "YAML eller JSON", str(error))]) from error
    return check(data, library)


def check(data: object, library: Library) -> Brief:
    """The brief that `data` holds, normalised. Raises Refused with every fault."""
    faults: list[Fault] = []
    if not isinstance(data, dict):
        raise Refused([Fault("filen", "ett objekt med svar", describe(data))])
    schema = schema_of(library)
    brief: Brief = {}
    for key, raw in data.items():
        if key not in schema:
            faults.append(Fault(str(key), "en nyckel i formatet", "en okänd nyckel"))
        elif (value := read(schema[key], raw, key, faults)) is not None:
            brief[key] = value
    brief.setdefault("format", FORMAT)
    faults += inconsistencies(brief, library)
    if faults:
        raise Refused(faults)
    return brief


def dump(brief: Mapping[str, Value]) -> str:
    """The brief as JSON: what the app exports it can read again.

    Its keys are sorted, since a database may shuffle them and the file shall be the same on every machine.
    """
    sorted_keys = json.loads(json.dumps(brief, sort_keys=True))
    return json.dumps({"format": FORMAT, **sorted_keys}, ensure_ascii=False, indent=2) + "\n"


def schema_of(library: Library) -> dict[str, Question]:
    """Every key a brief may hold."""
    own = {q.key: q for q in _bookkeeping(tuple(library.reasons))}
    return {**own, **library.questions}


def _bookkeeping(reasons: Iterable[str]) -> tuple[Question, ...]:
    codes = tuple(Choice(code, code, code) for code in reasons)
    later = tuple(Choice(key, label, label) for key, label in SKIPPED.items())
    deviation = (
        Question("clause", "text", "Klausul"),
        Question("reason_code", "choice", "Skäl", choices=codes),
        Question("evidence", "long_text", "Underlag"),
        Question("alternatives", "long_text", "Prövade alternativ"),
        Question("compensation", "long_text", "Vad som gäller i stället"),
        Question("decided_by", "text", "Beslutsfattare"),
        Question("decided_on", "date", "Beslutsdatum"),
        Question("expires_on", "date", "Gäller till och med"),
    )
    acknowledged = (
        Question("code", "text", "Anmärkning"),
        Question("where", "text", "Plats"),
        Question("reason", "long_text", "Skäl"),
    )
    return (
        Question("format", "integer", "Format", minimum=FORMAT, maximum=FORMAT),
        Question("deviations", "rows", "Avsteg", fields=deviation),
        Question("acknowledged", "rows", "Råd som lämnas därhän", fields=acknowledged),
        Question("softer", "list", "Mildare klausuler"),
        Question("wording", "mapping", "Egen lydelse", fields=(Question("text", "long_text", "Lydelse"),)),
        house.QUESTION,
        # What the team reminds itself of at a clause. It is never printed.
        Question("notes", "mapping", "Anteckningar", fields=(Question("text", "long_text", "Anteckning"),)),
        # Of the parts that stand in while there is only a budget.
        Question(seams.KEY, "mapping", "Delarnas andelar", fields=(Question("percent", "percent", "Andel"),)),
        Question(
            "skipped",
            "mapping",
            "Frågor som ni inte svarar på nu",
            fields=(Question("why", "choice", "Skäl", choices=later),),
        ),
    )


def rows(brief: Mapping[str, Value], key: str) -> list[dict[str, Value]]:
    """The rows of a repeating answer; empty when there is none."""
    return cast("list[dict[str, Value]]", brief.get(key) or [])


def texts(value: Value | None) -> list[str]:
    """A list answer as texts; empty when there is none."""
    return [str(part) for part in value] if isinstance(value, list) else []


def whole(value: Value | None) -> int | None:
    """A whole number, or None."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def module_keys(brief: Mapping[str, Value]) -> list[str]:
    """The short name of every module, in order; one without gets "modul-2" from its place."""
    return [str(row.get("key") or f"modul-{n}") for n, row in enumerate(rows(brief, "modules"), 1)]


def inconsistencies(brief: Mapping[str, Value], library: Library) -> list[Fault]:
    """What each answer says well by itself but not together with the others."""
    written = cast("dict[str, Value]", brief.get("house") or {})
    if faults := house.faults(written, library):
        return faults
    library = house.with_house(library, written)
    return [
        *_modules(brief),
        *_lots(brief),
        *_clause_ids(brief, library),
        *_skipped(brief, library),
        *seams.faults(brief, library.seams),
    ]


def _modules(brief: Mapping[str, Value]) -> list[Fault]:
    faults: list[Fault] = []
    keys = module_keys(brief)
    needs: dict[str, list[str]] = {}
    for n, (key, row) in enumerate(zip(keys, rows(brief, "modules"), strict=True)):
        path = f"modules[{n}]"
        if keys.index(key) != n:
            faults.append(Fault(f"{path}.key", "ett kortnamn som ingen annan modul har", f"”{key}” igen"))
        if "/" in key or key.split() != [key]:
            faults.append(Fault(f"{path}.key", "ett kortnamn utan mellanslag och snedstreck", f"”{key}”"))
        needs[key] = texts(row.get("depends_on"))
        for needed in needs[key]:
            if needed not in keys:
                faults.append(Fault(f"{path}.depends_on", "kortnamn på moduler som finns", f"”{needed}”"))
        for field in ("together", "apart"):
            for other in texts(row.get(field)):
                if other not in keys:
                    faults.append(Fault(f"{path}.{field}", "kortnamn på moduler som finns", f"”{other}”"))
        if key in texts(row.get("apart")):
            faults.append(Fault(f"{path}.apart", "kortnamn på andra moduler", f"”{key}” själv"))
        # Rounded: eleven shares that are 100 together may be a hair more to a computer.
        shares = round(sum(float(cast(float, f.get("percent", 0))) for f in rows(row, "funded_by")), 6)
        if shares > 100:
            faults.append(Fault(f"{path}.funded_by", "andelar på högst 100 procent", f"{shares:g} procent"))
    cycle = find_cycle(needs)
    if cycle:
        path = f"modules[{keys.index(cycle[0])}].depends_on"
        faults.append(Fault(path, "moduler som inte väntar på varandra i ring", " → ".join(cycle)))
    return faults


def find_cycle(needs: Mapping[str, Iterable[str]]) -> list[str]:
    """A ring of dependencies, its first member last again; empty when there is none."""
    done: set[str] = set()
    for start in needs:
        trail: list[str] = []
        stack: list[tuple[str, list[str]]] = [(start, list(needs[start]))]
        while stack:
            key, left = stack[-1]
            if key not in done and (not trail or trail[-1] != key):
                trail.append(key)
            if not left or key in done:
                stack.pop()
                done.add(key)
                if trail and trail[-1] == key:
                    trail.pop()
                continue
            following = left.pop(0)
            if following in trail:
                return [*trail[trail.index(following) :], following]
            if following in needs and following not in done:
                stack.append((following, list(needs[following])))
    return []


def _lots(brief: Mapping[str, Value]) -> list[Fault]:
    known = set(module_keys(brief))
    return [
        Fault(f"lots[{n}].{name}", "kortnamn på moduler som finns", f"”{key}”")
        for n, row in enumerate(rows(brief, "lots"))
        for name in ("modules", "parts")
        for key in texts(row.get(name))
        # A part is a step of a module, as "api/2".
        if (key.partition("/")[0] if name == "parts" else key) not in known
    ]


def _clause_ids(brief: Mapping[str, Value], library: Library) -> list[Fault]:
    named = [(f"deviations[{n}].clause", row.get("clause")) for n, row in enumerate(rows(brief, "deviations"))]
    named += [(f"softer[{n}]", key) for n, key in enumerate(texts(brief.get("softer")))]
    named += [(f"wording.{key}", key) for key in cast("dict[str, Value]", brief.get("wording") or {})]
    named += [(f"notes.{key}", key) for key in cast("dict[str, Value]", brief.get("notes") or {})]
    scored = [("criteria", rows(brief, "criteria"))]
    scored += [(f"lots[{n}].criteria", rows(row, "criteria")) for n, row in enumerate(rows(brief, "lots"))]
    criteria = [(f"{path}[{n}].clause", row.get("clause")) for path, listed in scored for n, row in enumerate(listed)]
    faults = [
        Fault(path, "en klausul i biblioteket", describe(key))
        for path, key in [*named, *criteria]
        if key is not None and key not in library.clauses
    ]
    return faults + [
        Fault(path, "ett tilldelningskriterium", describe(key))
        for path, key in criteria
        if key in library.clauses and library.clauses[str(key)].kind != "award_criterion"
    ]


def _skipped(brief: Mapping[str, Value], library: Library) -> list[Fault]:
    skipped = cast("dict[str, Value]", brief.get("skipped") or {})
    return [
        Fault(f"skipped.{key}", "en fråga i guiden", "en okänd nyckel")
        for key in skipped
        if key not in library.questions
    ]
