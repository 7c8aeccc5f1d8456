"""The library and the thresholds that this installation uses."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from procurement.domain import house, library_reader, releases, thresholds
from procurement.domain.catalogue import Catalogue
from procurement.domain.document import from_plain
from procurement.domain.inspection import lists
from procurement.domain.inspection.lists import Lists
from procurement.domain.library import BrokenLibrary, Library
from procurement.domain.look import PLAIN, Look
from procurement.domain.questions import Value
from procurement.domain.releases import Comparison
from procurement.domain.thresholds import Thresholds

if TYPE_CHECKING:
    from procurement.models import Procurement

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"


def library_files() -> dict[str, str]:
    """The texts of the library on disk, by path. They are what a release keeps."""
    paths = [FIXTURES / "law.yaml", *(FIXTURES / "library").rglob("*.yaml"), *(FIXTURES / "library").rglob("*.md")]
    return {path.relative_to(FIXTURES).as_posix(): path.read_text(encoding="utf-8") for path in sorted(paths)}


def open_files() -> dict[str, str]:
    """Everything that belongs to the library and may be passed on, by path: its texts, its words and its licence."""
    return library_files() | {
        f"library/{name}": (FIXTURES / "library" / name).read_text(encoding="utf-8")
        for name in ("LICENSE", "words.txt")
    }


@cache
def library() -> Library:
    """The library on disk. Raises BrokenLibrary with every problem."""
    return library_reader.read(library_files())


@cache
def catalogue() -> Catalogue:
    """The library on disk, to look things up in."""
    return Catalogue(library())


def library_for(procurement: Procurement) -> Library:
    """The library the procurement was made with: the one on disk while it is the same, else as its release keeps it.

    Today's where the release `is_unreadable`, which every page about the procurement's clauses has to say.
    """
    return _with_house(base_for(procurement), procurement)


def library_at(procurement: Procurement, digest: str | None) -> Library:
    """The library of another release of the procurement's, with what its authority has written."""
    return _with_house(library_of(digest) if digest else base_for(procurement), procurement)


def latest_for(procurement: Procurement) -> Library:
    """The library the procurement would have if it moved to the one on disk."""
    return _with_house(library(), procurement)


def house_of(procurement: Procurement) -> dict[str, Value]:
    """What its authority has written of its own, and what came with the file the procurement was begun from."""
    carried = cast("dict[str, Value]", procurement.brief.get("house") or {})
    return house.merged(written_by(procurement.authority_id), carried)


def written_by(authority_id: int) -> dict[str, Value]:
    """The authority's own clauses and wording, as a brief holds them."""
    from procurement.models import AuthorityClause

    rows = AuthorityClause.objects.filter(authority=authority_id, content__isnull=False).order_by("clause_id")
    found = list(rows.values_list("clause_id", "content"))
    wording = {id: text["text"] for id, text in found if not house.IDENTITY.fullmatch(id)}
    own = [{"id": id, **text} for id, text in found if house.IDENTITY.fullmatch(id)]
    return {key: value for key, value in (("wording", wording), ("clauses", own)) if value}


def look_of(authority_id: int) -> Look:
    """How the authority's documents look today."""
    from procurement.models import AuthorityLook

    content = AuthorityLook.of(authority_id).values_list("content", flat=True).first()
    return PLAIN if content is None else cast(Look, from_plain(content))


def brief_with_house(procurement: Procurement) -> dict[str, Value]:
    """The brief as it leaves the installation: with everything that the documents are made from."""
    written = house_of(procurement)
    return {**procurement.brief, **({"house": written} if written else {})}


def library_of(digest: str) -> Library:
    """The released library with the digest; today's where it can no longer be read."""
    return (library() if digest == library().digest else _released(digest)) or library()


def base_for(procurement: Procurement) -> Library:
    """The library as it was released, without what the authority has written."""
    return _pinned(procurement) or library()


def _with_house(base: Library, procurement: Procurement) -> Library:
    written = house_of(procurement)
    return _overlaid(base.digest, json.dumps(written, sort_keys=True)) if written else base


@lru_cache(maxsize=64)
def _overlaid(digest: str, written: str) -> Library:
    return house.with_house(library_of(digest), json.loads(written))


def is_unreadable(procurement: Procurement) -> bool:
    """Whether the release the procurement was made with is one that this program no longer understands."""
    return _pinned(procurement) is None


def is_outdated(procurement: Procurement) -> bool:
    """Whether the library on disk says anything else than the procurement's own."""
    return not is_unreadable(procurement) and bool(differences(procurement))


def differences(procurement: Procurement) -> Comparison:
    """What the library on disk brings that the procurement's own has not."""
    return _compared(procurement.library_id or library().digest, library().digest)


def version_of(procurement: Procurement) -> str:
    """The version of the library the procurement was made with, also when it cannot be read."""
    pinned = _pinned(procurement)
    return pinned.version if pinned else procurement.library.version  # type: ignore[union-attr]


def _pinned(procurement: Procurement) -> Library | None:
    digest = procurement.library_id
    return library() if digest is None or digest == library().digest else _released(digest)


@lru_cache(maxsize=8)
def _released(digest: str) -> Library | None:
    """An earlier library, or None when it cannot be read.

    Its digest names what it says, so it can be kept for as long as there is room.
    """
    from procurement.models import LibraryRelease

    try:
        released = library_reader.read_release(LibraryRelease.objects.get(digest=digest).files)
    except BrokenLibrary:
        return None
    # The word lists are like law: the newest count, whatever release a draft is pinned to.
    # So do the seams, for a release from before they were in the library.
    return replace(released, lexicon=library().lexicon, seams=released.seams or library().seams)


@lru_cache(maxsize=8)
def _compared(earlier: str, later: str) -> Comparison:
    return releases.compare(library() if earlier == later else (_released(earlier) or library()), library())


@cache
def amounts() -> Thresholds:
    """The announced amounts. Law is never pinned to a draft: the newest table always counts."""
    return thresholds.parse((FIXTURES / "thresholds.yaml").read_text(encoding="utf-8"))


@cache
def old_tenders() -> Lists:
    """What old tenders are read against. Like law: no draft is pinned to it."""
    return lists.read({name: (FIXTURES / "inspection" / name).read_text(encoding="utf-8") for name in lists.FILES})
