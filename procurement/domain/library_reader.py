"""Reads the library's files. What does not hang together is named with file, line and what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import cast, get_args

from procurement.domain import library_checks, markup, strict_yaml
from procurement.domain.conditions import Condition
from procurement.domain.language import reading as word_lists
from procurement.domain.library import (
    REGIMES,
    Area,
    BrokenLibrary,
    Clause,
    ClauseKind,
    Law,
    Level,
    Library,
    LotKind,
    Principle,
    Problem,
    Reason,
    Regime,
    Release,
    digest_of,
)  # fmt: skip
from procurement.domain.questions import KINDS, Choice, Kind, Language, Question, Step, Suggestion, Value
from procurement.domain.seams import Seam
from procurement.domain.swedish import unbroken

PLAN, LAW, CHANGELOG = "library/plan.yaml", "law.yaml", "library/changelog.yaml"
SEAMS = "library/seams.yaml"
FRONT_MATTER = re.compile(r"\A---\n(.*?)^---\n(.*)\Z", re.S | re.M)
SOFTER = re.compile(r"^## Mildare\s*$", re.M)
QUESTION_KEYS = {
    "key", "kind", "label", "hint", "why", "gap", "when", "optional", "detail", "default", "default_for", "minimum",
    "maximum", "max_length", "unit", "row", "language", "choices", "fields",
}  # fmt: skip
CLAUSE_KEYS = {
    "id", "kind", "title", "principle", "when", "softer_when", "default", "motive", "evidence", "check", "law",
    "support", "risk", "scale", "softer_evidence", "softer_check", "softer_scale",
    "weight", "table", "same_fact", "withdrawn", "replaced_by",
}  # fmt: skip
LEVEL_KEYS = {"key", "property", "measure", "level", "method", "when", "clause"}
SEAM_KEYS = {"key", "name", "need", "percent", "kind", "needs", "apart"}
RELEASE_KEYS = {"version", "date", "summary", "clauses", "added", "changed", "withdrawn"}

Object = dict[str, object]


def read(files: Mapping[str, str]) -> Library:
    """The library in `files` (path → text). Raises BrokenLibrary with every problem."""
    reading = _Reading(files)
    lexicon, problems = word_lists.read(files)
    library = replace(reading.library(), lexicon=lexicon)
    reading.problems += problems
    if not reading.problems:
        reading.problems += library_checks.problems(library, files)
    if reading.problems:
        raise BrokenLibrary(reading.problems)
    return library


def read_release(files: Mapping[str, str]) -> Library:
    """An earlier library, as it was kept. Raises BrokenLibrary when it can no longer be understood.

    Whether it hangs together was asked when it was made: what has been asked of a library since is not held against it.
    Its word lists are left unread: like law, the newest count.
    """
    reading = _Reading(files)
    library = reading.library()
    if reading.problems:
        raise BrokenLibrary(reading.problems)
    return library


class _Reading:
    """One pass over the files, collecting problems instead of stopping at the first."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files
        self.problems: list[Problem] = []

    def library(self) -> Library:
        plan = self.yaml(PLAN)
        law = self.yaml(LAW)
        return Library(
            version=_line(plan, "version"),
            digest=digest_of(self.files),
            principles={p.key: p for p in (_principle(raw) for raw in _objects(plan, "principles"))},
            areas={a.key: a for a in (_area(raw) for raw in _objects(plan, "areas"))},
            steps=tuple(step for key in _texts(plan, "steps") if (step := self.step(key))),
            clauses=self.clauses([a.get("key") for a in _objects(plan, "areas")]),
            laws=self.laws(law),
            acts={key: str(cast(Object, act).get("name", key)) for key, act in self.object(law, "acts", LAW).items()},
            reasons={r.key: r for r in (_reason(raw) for raw in _objects(plan, "deviation_reasons"))},
            never_valid=tuple(_texts(plan, "never_valid")),
            short_form=tuple(_texts(plan, "short_form")),
            changelog=self.changelog(),
            lot_kinds={k.kind: k for k in (_lot_kind(raw) for raw in _objects(plan, "lot_kinds"))},
            seams=self.seams(),
        )

    def problem(self, file: str, needle: str, message: str, hint: str) -> None:
        self.problems.append(Problem(file, library_checks.line_of(self.files.get(file, ""), needle), message, hint))

    def yaml(self, file: str) -> Object:
        if file not in self.files:
            self.problem(file, "", "filen saknas", "lägg till den")
            return {}
        try:
            data = strict_yaml.load(self.files[file])
        except strict_yaml.Unreadable as error:
            self.problems.append(Problem(file, error.line or 1, str(error), "rätta filen"))
            return {}
        if not isinstance(data, dict):
            self.problem(file, "", "filen ska vara ett objekt", "börja med nyckel: värde")
            return {}
        return data

    def step(self, key: str) -> Step | None:
        file = f"library/questions/{key}.yaml"
        data = self.yaml(file)
        if not data:
            return None
        found = tuple(q for raw in _objects(data, "questions") if (q := self.question(raw, file)))
        return Step(key, str(data.get("slug", key)), str(data.get("title", key)), _line(data, "intro"), found)

    def question(self, raw: Object, file: str) -> Question | None:
        key = _line(raw, "key")
        for unknown in sorted(set(raw) - QUESTION_KEYS):
            self.problem(
                file, f"{unknown}:", f"okänd nyckel {unknown} i frågan {key}", "stryk den eller rätta stavningen"
            )
        if not key or raw.get("kind") not in KINDS or not raw.get("label"):
            hint = "kind är en av " + ", ".join(KINDS)
            self.problem(file, key, f"frågan {key} saknar key, kind eller label", hint)
            return None
        language = _line(raw, "language")
        if language not in ("", *get_args(Language)):
            self.problem(
                file, f"language: {language}", f"okänt språk {language} i frågan {key}", "se questions.Language"
            )
        return Question(
            key=key, kind=cast(Kind, raw["kind"]), label=str(raw["label"]), hint=unbroken(_line(raw, "hint")),
            why=unbroken(_line(raw, "why")), gap=_line(raw, "gap") or str(raw["label"]).lower(),
            when=self.condition(raw, "when", file), optional=bool(raw.get("optional")),
            detail=bool(raw.get("detail")), default=cast("Value | None", raw.get("default")),
            default_for=tuple(
                Suggestion(self.condition(case, "when", file), cast("Value", case.get("value")))
                for case in _objects(raw, "default_for")
            ),
            minimum=cast("float | None", raw.get("minimum")), maximum=cast("float | None", raw.get("maximum")),
            max_length=cast(int, raw.get("max_length", 0)), unit=_line(raw, "unit"), row=_line(raw, "row"),
            language=cast(Language, language),
            choices=tuple(_choice(c) for c in _objects(raw, "choices")),
            fields=tuple(f for sub in _objects(raw, "fields") if (f := self.question(sub, file))),
        )  # fmt: skip

    def laws(self, data: Object) -> dict[str, Law]:
        found: dict[str, Law] = {}
        for raw in _objects(data, "sections"):
            ref = _line(raw, "ref")
            regimes = tuple(_texts(raw, "regimes"))
            if ref in found:
                self.problem(LAW, ref, f"{ref} står två gånger", "behåll den ena")
            if not regimes or not set(regimes) <= set(REGIMES):
                self.problem(LAW, ref, f"{ref} saknar regimes", "ange direct, national och/eller eu")
            found[ref] = Law(
                ref, _line(raw, "act"), _line(raw, "heading"), cast("tuple[Regime, ...]", regimes),
                _line(raw, "source"), _line(raw, "checked"), raw.get("verified") is not False,
                self.condition(raw, "unless", LAW),
            )  # fmt: skip
        return found

    def changelog(self) -> tuple[Release, ...]:
        if CHANGELOG not in self.files:
            return ()
        listed = _objects(self.yaml(CHANGELOG), "releases")
        for unknown in sorted({key for raw in listed for key in raw} - RELEASE_KEYS):
            self.problem(CHANGELOG, f"{unknown}:", f"okänd nyckel {unknown}", "stryk den eller rätta stavningen")
        return tuple(
            Release(
                _line(raw, "version"), _line(raw, "date"), _line(raw, "summary"), tuple(_texts(raw, "clauses")),
                *(
                    {identity: " ".join(str(why).split()) for identity, why in self.object(raw, key, CHANGELOG).items()}
                    for key in ("added", "changed", "withdrawn")
                ),
            )
            for raw in listed
        )  # fmt: skip

    def seams(self) -> dict[str, tuple[Seam, ...]]:
        if SEAMS not in self.files:
            return {}
        kinds = self.object(self.yaml(SEAMS), "seams", SEAMS)
        return {kind: tuple(map(self.seam, _objects(kinds, kind))) for kind in kinds}

    def seam(self, raw: Object) -> Seam:
        for unknown in sorted(set(raw) - SEAM_KEYS):
            self.problem(SEAMS, f"{unknown}:", f"okänd nyckel {unknown}", "stryk den eller rätta stavningen")
        key, percent = _line(raw, "key"), raw.get("percent")
        if not isinstance(percent, int):
            self.problem(SEAMS, f"key: {key}", "percent ska vara ett heltal", "skriv till exempel percent: 15")
        return Seam(
            key, _line(raw, "name"), _line(raw, "need"), percent if isinstance(percent, int) else 0,
            _line(raw, "kind"), tuple(_texts(raw, "needs")), tuple(_texts(raw, "apart")),
        )  # fmt: skip

    def clauses(self, areas: list[object]) -> dict[str, Clause]:
        found: dict[str, Clause] = {}
        paths = [p for p in self.files if p.startswith("library/clauses/") and p.endswith(".md")]
        # The plan's order of areas, then the id, with the follow-up line last: the order of the documents.
        order = {area: n for n, area in enumerate(areas)}
        paths.sort(key=lambda p: (order.get(PurePosixPath(p).parent.name, 99), p))
        for path in paths:
            clause = self.clause(path)
            if clause is None:
                continue
            if clause.id in found:
                self.problem(path, "id:", f"{clause.id} finns redan", "ge klausulen ett eget id")
            found[clause.id] = clause
        return found

    def clause(self, path: str) -> Clause | None:
        parts = FRONT_MATTER.match(self.files[path])
        if not parts:
            self.problem(path, "", "filen saknar huvud", "börja med --- och avsluta huvudet med ---")
            return None
        try:
            head = strict_yaml.load(parts[1])
        except strict_yaml.Unreadable as error:
            self.problems.append(Problem(path, error.line + 1, str(error), "rätta huvudet"))
            return None
        if not isinstance(head, dict):
            self.problem(path, "", "huvudet ska vara nyckel: värde", "rätta huvudet")
            return None
        for unknown in sorted(set(head) - CLAUSE_KEYS):
            self.problem(path, f"{unknown}:", f"okänd nyckel {unknown}", "stryk den eller rätta stavningen")
        identity, kind = _line(head, "id"), head.get("kind")
        if identity != PurePosixPath(path).stem:
            self.problem(path, "id:", f"id {identity} är inte filens namn", "låt id och filnamn vara lika")
        if kind not in get_args(ClauseKind):
            self.problem(path, "kind:", f"okänd kind {kind}", "en av " + ", ".join(get_args(ClauseKind)))
            return None
        if head.get("default", True) is not True:
            self.problem(path, "default:", "en klausul gäller tills någon väljer bort den", "skriv default: on")
        standard, *softer = SOFTER.split(parts[2])
        weight = cast(dict[str, int], self.object(head, "weight", path))
        return Clause(
            id=identity, area=PurePosixPath(path).parent.name, kind=cast(ClauseKind, kind),
            title=_line(head, "title"), principle=_line(head, "principle"),
            text=self.markup(standard, path), softer=self.markup(softer[0], path) if softer else (),
            when=self.condition(head, "when", path), softer_when=self.condition(head, "softer_when", path),
            motive=_line(head, "motive"), evidence=_line(head, "evidence"),
            check=self.markup(str(head.get("check") or ""), path), law=tuple(_texts(head, "law")),
            support=tuple(_texts(head, "support")), risk=_line(head, "risk"),
            scale=self.scale(head, "scale", path), softer_evidence=_line(head, "softer_evidence"),
            softer_check=self.markup(str(head.get("softer_check") or ""), path),
            softer_scale=self.scale(head, "softer_scale", path),
            weight=(weight.get("minimum", 5), weight.get("maximum", 30)), same_fact=tuple(_texts(head, "same_fact")),
            withdrawn=_line(head, "withdrawn"), replaced_by=_line(head, "replaced_by"),
            table=tuple(self.level(raw, path) for raw in _objects(head, "table")),
        )  # fmt: skip

    def scale(self, raw: Object, key: str, path: str) -> tuple[tuple[int, str], ...]:
        return tuple((int(str(points)), str(gives)) for points, gives in self.object(raw, key, path).items())

    def level(self, raw: Object, path: str) -> Level:
        for unknown in sorted(set(raw) - LEVEL_KEYS):
            self.problem(path, f"{unknown}:", f"okänd nyckel {unknown} i tabellen", "stryk den eller rätta stavningen")
        return Level(
            key=_line(raw, "key"), property=_line(raw, "property"), measure=_line(raw, "measure"),
            level=self.markup(str(raw.get("level") or ""), path), method=_line(raw, "method"),
            when=self.condition(raw, "when", path), clause=_line(raw, "clause"),
        )  # fmt: skip

    def object(self, raw: Object, key: str, file: str) -> Object:
        value = raw.get(key) or {}
        if isinstance(value, dict):
            return value
        self.problem(file, f"{key}:", f"{key} ska vara nyckel: värde", "skriv {nyckel: värde}")
        return {}

    def condition(self, raw: Object, key: str, file: str) -> Condition:
        found = self.object(raw, key, file)
        for name, wanted in found.items():
            named = wanted["not"] if isinstance(wanted, dict) and set(wanted) == {"not"} else wanted
            listed = named if isinstance(named, list) else [named]
            if not listed or not all(isinstance(value, (str, int, float, bool)) for value in listed):
                hint = "värde, lista, any eller {not: …}"
                self.problem(file, f"{key}:", f"villkoret på {name} har en form som inte finns", hint)
                return {}
        return cast(Condition, found)

    def markup(self, text: str, path: str) -> markup.Template:
        try:
            return markup.parse(text.strip())
        except markup.BadMarkup as error:
            first = text.strip().splitlines()[error.line - 1][:30] if text.strip() else ""
            self.problem(path, first, str(error), "använd stycken, listor, *kursiv*, **fet** och `kod`")
            return ()


def _line(raw: Object, key: str) -> str:
    return " ".join(str(raw.get(key) or "").split())


def _objects(data: Object, key: str) -> list[Object]:
    listed = data.get(key)
    return [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []


def _texts(data: Object, key: str) -> list[str]:
    listed = data.get(key) or []
    return [str(item) for item in (listed if isinstance(listed, list) else [listed])]


def _lot_kind(raw: Object) -> LotKind:
    lists = (tuple(_texts(raw, name)) for name in ("clauses", "criteria", "only"))
    return LotKind(_line(raw, "kind"), _line(raw, "why"), *lists)


def _choice(raw: Object) -> Choice:
    key, label = cast("str | int", raw.get("key", "")), str(raw.get("label", raw.get("key", "")))
    return Choice(key, label, str(raw.get("text", label)), unbroken(_line(raw, "hint")))


def _principle(raw: Object) -> Principle:
    return Principle(_line(raw, "key"), _line(raw, "title"), _line(raw, "text"))


def _area(raw: Object) -> Area:
    return Area(_line(raw, "key"), _line(raw, "title"), _line(raw, "intro"), _line(raw, "principle"))


def _reason(raw: Object) -> Reason:
    return Reason(_line(raw, "key"), _line(raw, "title"), _line(raw, "evidence"), _line(raw, "compensation"))
