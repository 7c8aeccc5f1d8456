"""Reads the word lists. A list that does not hold together is named with file, line and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import cast

from procurement.domain import strict_yaml
from procurement.domain.language.lexicon import TOKEN, Kind, Lexicon, Term
from procurement.domain.library import Problem

FOLDER = "library/language/"
FILES = ("products", "standards", "vague", "obsolete", "duties")
TERM_KEYS = {"forms", "kind", "hint", "why", "use", "exact", "inside", "needs", "unless"}

Object = dict[str, object]


def read(files: Mapping[str, str]) -> tuple[Lexicon, list[Problem]]:
    """The lexicon in the files, and everything that is wrong with them. Without files it is empty, and nothing is."""
    if not any(file.startswith(FOLDER) for file in files):
        return Lexicon(), []
    reading = _Reading(files)
    return reading.lexicon(), reading.problems


class _Reading:
    """One pass over the lists, collecting problems instead of stopping at the first."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files
        self.problems: list[Problem] = []

    def lexicon(self) -> Lexicon:
        lists = {name: self.file(name) for name in FILES}
        kinds = {
            key: Kind(str(raw.get("title", "")), str(raw.get("hint", "")))
            for key, raw in cast("dict[str, Object]", lists["products"].get("kinds") or {}).items()
        }
        products = tuple(self.terms("products", lists))
        for term in products:
            if term.kind not in kinds:
                self.problem("products", term.kind, f"okänt slag {term.kind}", "lägg till det under kinds")
        return Lexicon(
            products=products,
            kinds=kinds,
            standards=tuple(self.patterns(lists["standards"])),
            vague=tuple(self.terms("vague", lists)),
            obsolete=tuple(self.terms("obsolete", lists)),
            duties=frozenset(_texts(lists["duties"], "passive")),
            reviewed=min((str(raw.get("reviewed", "")) for raw in lists.values()), default=""),
        )

    def file(self, name: str) -> Object:
        path = f"{FOLDER}{name}.yaml"
        try:
            data = strict_yaml.load(self.files.get(path, ""))
        except strict_yaml.Unreadable as error:
            self.problems.append(Problem(path, error.line or 1, str(error), "rätta filen"))
            return {}
        if not isinstance(data, dict) or not data.get("reviewed") or not data.get("source"):
            self.problem(name, "", "ordlistan saknar reviewed eller source", "ange när den granskades och mot vad")
            return {}
        return data

    def terms(self, name: str, lists: Mapping[str, Object]) -> Iterator[Term]:
        seen: set[str] = set()
        for raw in cast("list[Object]", lists[name].get("terms") or []):
            forms = tuple(_texts(raw, "forms"))
            for unknown in sorted(set(raw) - TERM_KEYS):
                self.problem(name, f"{unknown}:", f"okänd nyckel {unknown}", "stryk den eller rätta stavningen")
            for form in forms:
                if form in seen:
                    self.problem(name, form, f"”{form}” står två gånger", "behåll det ena")
                if not TOKEN.match(form):
                    self.problem(name, form, f"”{form}” går inte att söka efter", "börja med en bokstav eller siffra")
                seen.add(form)
            inside = raw.get("inside") is True
            yield Term(
                tuple(form for form in forms if TOKEN.match(form)), str(raw.get("kind", "")), str(raw.get("hint", "")),
                str(raw.get("why", "")), str(raw.get("use", "")), inside or raw.get("exact") is True, inside,
                frozenset(_texts(raw, "needs")), frozenset(_texts(raw, "unless")),
            )  # fmt: skip

    def patterns(self, raw: Object) -> Iterator[str]:
        for pattern in _texts(raw, "patterns"):
            try:
                re.compile(pattern)
                yield pattern
            except re.error as error:
                self.problem("standards", pattern, f"mönstret går inte att läsa: {error}", "rätta det")

    def problem(self, name: str, needle: str, message: str, hint: str) -> None:
        path = f"{FOLDER}{name}.yaml"
        lines = self.files.get(path, "").splitlines()
        line = next((n for n, text in enumerate(lines, 1) if needle and needle in text), 1)
        self.problems.append(Problem(path, line, message, hint))


def _texts(raw: Object, key: str) -> list[str]:
    listed = raw.get(key) or []
    return [str(item) for item in listed] if isinstance(listed, list) else []
