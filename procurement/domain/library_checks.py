"""What must hang together in the library before anyone may use it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, cast

from procurement.domain.conditions import Condition, wanted_values
from procurement.domain.questions import Fault, read

if TYPE_CHECKING:
    from procurement.domain.library import Clause, Library, Problem
    from procurement.domain.questions import Question

UNWRITABLE = ("rows", "group", "mapping")
OPEN: frozenset[object] = frozenset()


def problems(library: Library, files: Mapping[str, str]) -> list[Problem]:
    """Everything that does not hang together, with the file and line to mend."""
    from procurement.domain.library import Problem

    return [
        Problem(file, line_of(files.get(file, ""), needle), message, hint)
        for file, needle, message, hint in chain(
            _questions(library),
            _plan(library),
            _lot_kinds(library),
            _seams(library),
            _clauses(library),
            _laws(library),
            _changelog(library),
        )
    ]


def line_of(text: str, needle: str) -> int:
    """The first line that holds the needle, counted from 1; the first line when it is not found."""
    return next((n for n, line in enumerate(text.splitlines(), 1) if needle and needle in line), 1)


Found = Iterator[tuple[str, str, str, str]]


def _plan(library: Library) -> Found:
    seen: set[str] = set()
    for step in library.steps:
        for question in step.questions:
            if question.key in seen:
                yield (
                    f"library/questions/{step.key}.yaml",
                    f"key: {question.key}",
                    f"frågan {question.key} ställs två gånger",
                    "stryk den ena",
                )
            seen.add(question.key)
    for identity in library.short_form:
        if identity not in library.clauses:
            yield "library/plan.yaml", identity, f"kortformen nämner {identity}, som inte finns", "rätta eller stryk id"
    for area in library.areas.values():
        if area.principle and area.principle not in library.principles:
            yield (
                "library/plan.yaml",
                area.principle,
                f"okänd princip {area.principle}",
                "en av " + ", ".join(library.principles),
            )


def _lot_kinds(library: Library) -> Found:
    file, modules = "library/plan.yaml", library.questions.get("modules")
    kind = next((field for field in modules.fields if field.key == "kind"), None) if modules else None
    for one in library.lot_kinds.values():
        needle = f"kind: {one.kind}"
        if kind is None or not kind.choice(one.kind):
            yield file, needle, f"{one.kind} är inget slag av modul", "en av valen i frågan modules"
        if not one.why:
            yield file, needle, f"slaget {one.kind} säger inte varför", "lägg till why"
        for identity in one.clauses:
            clause = library.clauses.get(identity)
            # The criteria and the demands on the supplier are the same for the whole procurement.
            if clause is None or clause.kind not in ("requirement", "contract_term", "follow_up"):
                yield file, identity, f"{identity} är inget krav eller villkor", "rätta eller stryk id"
            elif clause.area in ("qual", "eval"):
                yield file, identity, f"{identity} gäller hela upphandlingen", "stryk id"
        for identity in one.only:
            if identity not in library.clauses:
                yield file, identity, f"{identity} finns inte", "rätta eller stryk id"
        for identity in one.criteria:
            clause = library.clauses.get(identity)
            if clause is None or clause.kind != "award_criterion":
                yield file, identity, f"{identity} är inget tilldelningskriterium", "rätta eller stryk id"


def _questions(library: Library) -> Found:
    for step in library.steps:
        file = f"library/questions/{step.key}.yaml"
        for question in step.questions:
            for path in _flat(question):
                if path.kind in ("choice", "choices") and not path.choices:
                    yield file, f"key: {path.key}", f"frågan {path.key} saknar val", "lägg till choices"
                if path.kind in ("group", "rows") and not path.fields:
                    yield file, f"key: {path.key}", f"frågan {path.key} saknar fält", "lägg till fields"
            if not question.why:
                yield file, f"key: {question.key}", f"frågan {question.key} säger inte varför", "lägg till why"
            for value in (question.default, *(case.value for case in question.default_for)):
                faults: list[Fault] = []
                read(question, value, question.key, faults)
                if faults and question.kind in ("choice", "choices"):
                    yield file, f"key: {question.key}", f"förvalet {value} är inget av valen", "rätta default"
                elif faults:
                    yield file, f"key: {question.key}", f"förvalet {value} är inget svar", "rätta default"
            for case in question.default_for:
                if not case.when or case.value is None:
                    yield (
                        file,
                        f"key: {question.key}",
                        "ett förval under default_for saknar when eller value",
                        "ange båda",
                    )
                for message, hint in _condition(case.when, library):
                    yield file, f"key: {question.key}", f"frågan {question.key}: {message}", hint
                for key in case.when:
                    asked = library.questions.get(key)
                    if asked is None or asked.default is not None or asked.default_for:
                        hint = "låt förvalet bero på en fråga utan förval"
                        yield file, f"key: {question.key}", f"förvalet ser på {key}, som inte alltid är besvarad", hint
            for message, hint in _condition(question.when, library):
                yield file, f"key: {question.key}", f"frågan {question.key}: {message}", hint
            if not satisfiable(question.when, library):
                yield file, f"key: {question.key}", f"frågan {question.key} kan aldrig ställas", "ändra dess when"


def _seams(library: Library) -> Found:
    file, modules, system = "library/seams.yaml", library.questions.get("modules"), library.questions.get("system_kind")
    kind = next((field for field in modules.fields if field.key == "kind"), None) if modules else None
    for missing in sorted({str(c.key) for c in system.choices} - library.seams.keys()) if system else ():
        yield file, "seams:", f"{missing} har inga delar", "lägg till dem"
    for bought, parts in library.seams.items():
        if system and not system.choice(bought):
            yield file, f"{bought}:", f"okänt slag av system {bought}", "ett av valen i frågan system_kind"
        if sum(part.percent for part in parts) != 100:
            yield file, f"{bought}:", f"andelarna för {bought} är inte 100 procent", "rätta percent"
        keys = [part.key for part in parts]
        for n, part in enumerate(parts):
            needle = f"key: {part.key}"
            if part.key in keys[:n] or not (part.key and part.name and part.need) or part.percent < 1:
                yield (
                    file,
                    needle,
                    f"delen {part.key} finns redan eller saknar något",
                    "ange key, name, need och percent",
                )
            if kind and not kind.choice(part.kind):
                yield file, needle, f"{part.kind} är inget slag av modul", "ett av valen i frågan modules"
            # What is built on comes first, so there are no rings.
            for other in (*part.needs, *part.apart):
                if other not in keys[:n]:
                    yield file, needle, f"delen {part.key} nämner {other}, som inte står före den", "rätta ordningen"


def _clauses(library: Library) -> Found:
    from procurement.domain.library import REGIMES

    for clause in library.clauses.values():
        file = f"library/clauses/{clause.area}/{clause.id}.md"
        if clause.area not in library.areas:
            yield file, "id:", f"området {clause.area} finns inte i plan.yaml", "lägg till området eller flytta filen"
        if clause.principle and clause.principle not in library.principles:
            yield file, "principle:", f"okänd princip {clause.principle}", "en av " + ", ".join(library.principles)
        for name in ("title", "motive", "check", "risk", "text"):
            if not getattr(clause, name) and not (clause.kind == "follow_up" and name in ("check", "risk")):
                yield file, f"{name}:", f"{name} saknas", "skriv den"
        if clause.kind == "award_criterion" and len(clause.scale) < 2:
            yield file, "scale:", "tilldelningskriteriet saknar skala", "ange poäng och vad som ger dem"
        for identity in clause.same_fact:
            demanded = library.clauses.get(identity)
            if clause.kind != "award_criterion" or demanded is None or demanded.kind != "requirement":
                yield file, "same_fact:", f"{identity} är inget krav", "ett tilldelningskriterium nämner ett krav"
        if clause.softer_when and not clause.softer:
            yield file, "softer_when:", "mildare variant väljs men finns inte", "skriv ## Mildare"
        for name in ("softer_evidence", "softer_check", "softer_scale"):
            if getattr(clause, name) and not clause.softer:
                yield file, f"{name}:", f"{name} hör till en mildare variant som inte finns", "skriv ## Mildare"
        if clause.softer_scale and [p for p, _ in clause.softer_scale] != [p for p, _ in clause.scale]:
            yield file, "softer_scale:", "den mildare skalan har andra poäng", "låt poängen vara desamma"
        for condition, name in ((clause.when, "when:"), (clause.softer_when, "softer_when:")):
            for message, hint in _condition(condition, library):
                yield file, name, message, hint
        if not satisfiable(clause.when, library):
            yield file, "when:", "klausulen kan aldrig gälla", "villkoret ser på en fråga som då inte ställs"
        yield from _withdrawn(clause, library, file)
        yield from _table(clause, library, file)
        yield from _slots(clause, library, file)
        for ref in clause.law:
            if ref not in library.laws:
                yield file, ref, f"{ref} finns inte i law.yaml", "lägg till bestämmelsen eller rätta hänvisningen"
        if not set(clause.law) <= set(library.laws):
            continue
        for regime in REGIMES:
            if satisfiable({**clause.when}, library, {"regime": regime}) and not library.laws_of(clause, regime):
                yield file, "law:", f"ingen av bestämmelserna gäller i regimen {regime}", "lägg till en som gäller där"


def _laws(library: Library) -> Found:
    for law in library.laws.values():
        for message, hint in _condition(law.unless, library):
            yield "law.yaml", f"ref: {law.ref}", f"{law.ref}: {message}", hint


def _withdrawn(clause: Clause, library: Library, file: str) -> Found:
    if clause.withdrawn and not is_day(clause.withdrawn):
        yield file, "withdrawn:", f"{clause.withdrawn} är ingen dag", "skriv den som 2026-12-01"
    if clause.replaced_by and not clause.withdrawn:
        yield file, "replaced_by:", "klausulen är ersatt men inte återkallad", "skriv också withdrawn: och dagen"
    if clause.replaced_by and clause.replaced_by not in library.clauses:
        yield file, "replaced_by:", f"{clause.replaced_by} finns inte", "ange klausulen som gäller i stället"


def _changelog(library: Library) -> Found:
    file, releases = "library/changelog.yaml", library.changelog
    if not releases:
        return
    if releases[0].version != library.version:
        yield (
            file,
            "version:",
            f"först står {releases[0].version}, men plan.yaml säger {library.version}",
            "gör dem lika",
        )
    for release, later in zip(releases, (None, *releases), strict=False):
        where = f'version: "{release.version}"'
        if not release.version or not release.summary or not is_day(release.date):
            yield file, where, "en utgåva saknar version, date eller summary", "fyll i dem; dagen som 2026-12-01"
        elif later and release.date > later.date:
            yield file, where, f"{release.version} är nyare än den som står före", "skriv den senaste först"
        if release.clauses and release is not releases[-1]:
            yield file, where, "bara den första utgåvan räknar upp sina klausuler", "skriv added med skäl"
        named = [*release.clauses, *release.added, *release.changed, *release.withdrawn]
        for identity in sorted({one for one in named if named.count(one) > 1}):
            yield file, where, f"{identity} nämns två gånger i {release.version}", "behåll den ena"
        for identity in named:
            if identity not in library.clauses:
                yield file, identity, f"{identity} finns inte", "en klausul som har funnits stryks inte, den återkallas"
        for identity, why in {**release.added, **release.changed, **release.withdrawn}.items():
            if not why:
                yield file, identity, f"{identity} saknar skäl", "skriv varför i en mening"
    withdrawn = {identity for release in releases for identity in release.withdrawn}
    for clause in library.clauses.values():
        if bool(clause.withdrawn) != (clause.id in withdrawn):
            yield file, clause.id, f"{clause.id} är återkallad bara på ett ställe", "både i klausulens huvud och här"


def is_day(text: str) -> bool:
    """Whether the text is a day as 2026-12-01."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _table(clause: Clause, library: Library, file: str) -> Found:
    keys = [level.key for level in clause.table]
    for level in clause.table:
        needle = f"key: {level.key}"
        for name in ("key", "property", "measure", "level", "method"):
            if not getattr(level, name):
                yield file, needle, f"raden {level.key} i tabellen saknar {name}", "skriv den"
        if keys.count(level.key) > 1:
            yield file, needle, f"raden {level.key} står två gånger i tabellen", "stryk den ena"
        if level.clause and level.clause not in library.clauses:
            yield file, level.clause, f"raden {level.key} följer {level.clause}, som inte finns", "rätta eller stryk id"
        for message, hint in _condition(level.when, library):
            yield file, needle, f"raden {level.key}: {message}", hint


def _slots(clause: Clause, library: Library, file: str) -> Found:
    from procurement.domain.library import FACT_TEXTS

    for key in sorted(clause.slots()):
        question = library.questions.get(key)
        needle = "{" + key + "}"
        if question is None:
            if key not in FACT_TEXTS:
                yield (
                    file,
                    needle,
                    f"{{{key}}} är varken en fråga eller ett faktum",
                    "rätta namnet eller lägg till frågan",
                )
        elif question.kind in UNWRITABLE:
            yield file, needle, f"{{{key}}} går inte att skriva i en mening", "hänvisa till tabellen i stället"
        elif not satisfiable({**clause.when}, library, {key: None}):
            yield file, needle, f"frågan {key} ställs aldrig när klausulen gäller", "ändra villkoret eller texten"


def _flat(question: Question) -> Iterator[Question]:
    yield question
    for sub in question.fields:
        yield from _flat(sub)


def _condition(condition: Condition, library: Library) -> Iterator[tuple[str, str]]:
    for key, wanted in condition.items():
        allowed = _allowed(key, library)
        if allowed is None:
            yield f"villkoret ser på {key}, som ingen fråga har", "rätta namnet"
            continue
        for value in wanted_values(wanted):
            if allowed and value not in allowed:
                yield f"{key} kan aldrig vara {value}", "en av " + ", ".join(map(str, allowed))


def _allowed(key: str, library: Library) -> frozenset[object] | None:
    """The values a key can have; empty when any; None when there is no such key."""
    from procurement.domain.library import FACT_VALUES

    if key in FACT_VALUES:
        return frozenset(FACT_VALUES[key])
    question = library.questions.get(key)
    if question is None:
        return None
    if question.kind == "yes_no":
        return frozenset({True, False})
    return frozenset(c.key for c in question.choices)


def satisfiable(condition: Condition, library: Library, also: Mapping[str, object] | None = None) -> bool:
    """Whether some set of answers fulfils the condition, given that its questions must be asked to be answered.

    `also` adds keys: a value the key must have, or None for "must be asked".
    """
    possible: dict[str, frozenset[object]] = {}
    todo: list[Condition] = [condition]
    waiting = list(condition)
    for key, value in (also or {}).items():
        waiting.append(key)
        if value is not None:
            todo.append({key: cast("str | bool", value)})
    asked: set[str] = set()
    while todo or waiting:
        while waiting:
            key = waiting.pop()
            if key not in asked and key in library.questions:
                asked.add(key)
                todo.append(library.questions[key].when)
                waiting += list(library.questions[key].when)
        if not todo:
            break
        for key, wanted in todo.pop().items():
            allowed = _allowed(key, library)
            if (
                not allowed
                or wanted == "any"
                or (key in library.questions and library.questions[key].kind == "choices")
            ):
                continue
            named = frozenset(wanted_values(wanted))
            left = allowed - named if isinstance(wanted, dict) else allowed & named
            possible[key] = possible.get(key, allowed) & left
            if not possible[key]:
                return False
    return True
