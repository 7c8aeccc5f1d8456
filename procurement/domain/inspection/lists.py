"""The reviewed lists an old tender is read against: what locks in, what is out of date, and how it says our clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from procurement.domain import strict_yaml

FILES = ("lock_in.yaml", "obsolete.yaml", "synonyms.yaml")
KEYS = {"code", "kind", "title", "patterns", "unless", "why", "since", "now", "source", "instead"}


class BrokenList(ValueError):
    """A list cannot be used; the message says which sign and why."""


@dataclass(frozen=True)
class Sign:
    """Something to look for: the pattern that finds it, what excuses it, and what to say about it."""

    code: str
    title: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    kind: str = ""
    why: str = ""
    since: str = ""
    now: str = ""
    source: str = ""
    instead: tuple[str, ...] = ()

    def found_in(self, text: str) -> re.Match[str] | None:
        """Where the sign first stands in the text, unless the same text excuses it."""
        found = self.pattern.search(text)
        return found if found and not (self.unless and self.unless.search(text)) else None


@dataclass(frozen=True)
class Lists:
    """The lists, and the day they were last gone through."""

    reviewed: str = ""
    lock_in: tuple[Sign, ...] = ()
    obsolete: tuple[Sign, ...] = ()
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read(files: Mapping[str, str]) -> Lists:
    """The lists in `files` (name → text). Raises BrokenList."""
    loaded = {name: cast("dict[str, object]", strict_yaml.load(files[name])) for name in FILES}
    clauses = cast("dict[str, list[str]]", loaded["synonyms.yaml"]["clauses"])
    return Lists(
        reviewed=min(str(one["reviewed"]) for one in loaded.values()),
        lock_in=tuple(_signs(loaded["lock_in.yaml"])),
        obsolete=tuple(_signs(loaded["obsolete.yaml"])),
        synonyms={id: tuple(passages) for id, passages in clauses.items()},
    )


def _signs(data: dict[str, object]) -> Iterator[Sign]:
    seen: set[str] = set()
    for raw in cast("list[dict[str, object]]", data["signs"]):
        code = str(raw.get("code") or "")
        if not code or code in seen or not raw.get("title") or set(raw) - KEYS:
            raise BrokenList(f"{code or raw}: code once, title, and no key but {', '.join(sorted(KEYS))}")
        seen.add(code)
        texts = {key: str(raw.get(key) or "") for key in ("title", "kind", "why", "since", "now", "source")}
        pattern = _pattern(raw.get("patterns"), code)
        if pattern is None:
            raise BrokenList(f"{code}: no patterns")
        instead = tuple(cast("list[str]", raw.get("instead") or []))
        yield Sign(code=code, pattern=pattern, unless=_pattern(raw.get("unless"), code), instead=instead, **texts)


def _pattern(raw: object, code: str) -> re.Pattern[str] | None:
    patterns = cast("list[str]", raw or [])
    if not patterns:
        return None
    try:
        return re.compile("|".join(rf"(?<!\w)(?:{one})(?!\w)" for one in patterns), re.IGNORECASE)
    except re.error as error:
        raise BrokenList(f"{code}: {error}") from error
