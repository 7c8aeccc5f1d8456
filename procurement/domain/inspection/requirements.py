"""Blocks → requirements: each sentence that asks for something, with the place where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from procurement.domain.inspection.blocks import Block, numbered
from procurement.domain.inspection.words import MODAL, SHALL, SHOULD, sentences

# `tender` is about the purchase, the bid and the bidder, not about what is bought.
Subject = Literal["system", "tender"]
TENDER = re.compile(
    r"\b(?:anbud(?:et|en|s)?|anbudsgivare(?:n|ns)?|anbudssökande(?:n)?|anbudsformulär\w*|sökanden|underleverantör\w*"
    r"|referens(?:er|uppdrag\w*)|omsättning\w*|kvalificering\w*|avtalsspärr\w*|tilldelning\w*|upphandla[rs]?)\b",
    re.IGNORECASE,
)
TENDER_HEADING = re.compile(
    r"administrativ|anbud|kvalificering|kvalificera|uteslutning|prövning|utvärdering|tilldelning|krav på leverantör"
    r"|krav på anbudsgivare|upphandlingsföreskrift",
    re.IGNORECASE,
)
CELL_KIND = re.compile(r"(?:obligatoriskt|ska|skall|bör|s|b)(?:-?\s?krav)?\s*[.:]?", re.IGNORECASE)
SHALL_CELL = re.compile(r"o|s", re.IGNORECASE)
CELL_NUMBER = re.compile(r"(?:[A-ZÅÄÖ]{1,5}[- .]?)?\d{1,4}(?:[.:-]\d{1,3})*\.?|krav\s?\d+", re.IGNORECASE)
# Longer than this is a text that speaks of requirements, not one.
MOST_WORDS = 120
# A tender of five hundred pages has some two thousand; more are counted but not looked into.
MOST = 4_000


@dataclass(frozen=True)
class Place:
    """Where something stands in the old document: its own number, its heading, its page."""

    number: str = ""
    heading: str = ""
    page: int = 0

    def __str__(self) -> str:
        parts = [self.number] if self.number and not self.heading.startswith(f"{self.number} ") else []
        parts += [self.heading] if self.heading else []
        parts += [f"s. {self.page}"] if self.page else []
        return ", ".join(parts)


@dataclass(frozen=True)
class Requirement:
    """One requirement. `must` is false where it is only wished for."""

    text: str
    place: Place
    must: bool
    subject: Subject


@dataclass(frozen=True)
class Sentence:
    """Any sentence of the document, with its place."""

    text: str
    place: Place
    above: str
    is_heading: bool = False


def placed(blocks: Iterable[Block]) -> Iterator[tuple[Block, Place, str]]:
    """Each block that is no heading, with its place and the words of every heading above it."""
    trail: dict[int, str] = {}
    for block in blocks:
        if block.kind == "heading":
            # A heading without a level stands under the last that has one.
            level = block.level or (max(trail, default=0) if 99 not in trail else 99) or 99
            for deeper in [one for one in trail if one >= level]:
                del trail[deeper]
            trail[level] = f"{block.number} {block.text}".strip()
            continue
        nearest = trail[max(trail)] if trail else ""
        yield block, Place(block.number, _short(nearest), block.page), " / ".join(trail.values())


def every_sentence(blocks: Iterable[Block]) -> Iterator[Sentence]:
    """Every sentence outside headings."""
    for block, place, above in placed(blocks):
        for text in sentences(block.text):
            yield Sentence(text, place, above)


def found(blocks: Iterable[Block]) -> tuple[Requirement, ...]:
    """The requirements in their order."""
    return tuple(_found(blocks))


def _found(blocks: Iterable[Block]) -> Iterator[Requirement]:
    intro, intro_number = "", ""
    for block, place, above in placed(blocks):
        about_tender = bool(TENDER_HEADING.search(above))
        if block.kind == "row":
            yield from _of_row(block, place, about_tender)
            continue
        if intro and block.is_item and not MODAL.search(block.text):
            own = Place(block.number or intro_number, place.heading, place.page)
            yield _requirement(f"{intro} {block.text.rstrip(' ,;.')}.", own, about_tender)
            continue
        intro = ""
        parts = list(_parts(block.text))
        if parts and parts[-1].endswith(":"):
            # "Systemet ska kunna:" and the list after it.
            intro, intro_number = parts.pop().rstrip(": "), block.number
        yield from (_requirement(text, place, about_tender) for text in parts)


def _parts(text: str) -> Iterator[str]:
    """The text's requirements: each sentence that asks, with those after it that only explain."""
    asking = ""
    for sentence in sentences(text):
        if MODAL.search(sentence):
            if asking:
                yield asking
            asking = sentence
        elif asking and len(asking.split()) + len(sentence.split()) < MOST_WORDS:
            asking = f"{asking} {sentence}"
    if asking:
        yield asking


def _of_row(block: Block, place: Place, about_tender: bool) -> Iterator[Requirement]:
    text = max(block.cells, key=len, default="")
    others = [cell.strip() for cell in block.cells if cell != text and cell.strip()]
    kinds = [cell for cell in others if CELL_KIND.fullmatch(cell)]
    if len(text.split()) < 3 or not (MODAL.search(text) or kinds):
        return
    number = next((cell.rstrip(".") for cell in others if CELL_NUMBER.fullmatch(cell)), "")
    own, text = numbered(text)
    must = bool(SHALL_CELL.match(kinds[0])) if kinds else None
    # A cell that only names what is wanted is one requirement, whole.
    for part in list(_parts(text)) or [" ".join(text.split())]:
        yield _requirement(part, Place(number or own, place.heading, place.page), about_tender, must)


def _requirement(text: str, place: Place, about_tender: bool, must: bool | None = None) -> Requirement:
    if must is None:
        must = not SHOULD.search(text) or bool(SHALL.search(text))
    first = " ".join(text.split()[:6])
    subject: Subject = "tender" if about_tender or TENDER.search(first) else "system"
    return Requirement(text, place, must, subject)


def _short(heading: str) -> str:
    return heading if len(heading) <= 80 else heading[:79].rstrip() + "…"
