"""Lines of pages → blocks: page heads and lists of contents dropped, broken words and lines joined.

A PDF knows where letters stand and not what is a paragraph, so what stood there is worked out from how it is written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from procurement.domain.inspection.blocks import Block, numbered, without_bullet
from procurement.domain.inspection.words import MODAL

# Where on a page a repeated line is its head or foot.
EDGE = 3
PAGE_NUMBER = re.compile(r"(?:sid(?:a|an|nr)?\.?\s*)?\d{1,4}\s*(?:[/(]|av)?\s*(?:\d{1,4}\)?)?", re.IGNORECASE)
LEADERS = re.compile(r".*(?:\.\s?){4,}\s*\d{1,4}")
CONTENTS = re.compile(r"innehåll(?:sförteckning)?:?", re.IGNORECASE)
CONTENTS_LINE = re.compile(r"(?:\d+(?:\.\d+)*\.?\s+)?\D.{1,90}\s\d{1,3}")
SECTION = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,3})*)\.?\s+(?=[A-ZÅÄÖ])")
# PDF engines mark a hyphen that only broke a word with one of these.
BROKEN_WORD = re.compile(r"[\x02\ufffe\u00ad]\s*\n?")
# After these a hyphen is part of the word: "IT-system", "e-tjänst".
ABBREVIATION = re.compile(r"(?:^|\W)(?:[A-ZÅÄÖ]{2,}|it|e)$")
ENDS = (".", ":", ";", "?", "!")
HEADING_LENGTH = 80


def blocks(pages: Sequence[str], *, has_pages: bool = True) -> tuple[Block, ...]:
    """The blocks of a document given as the text of each of its pages."""
    texts = [_lines(page) for page in pages]
    if has_pages:
        texts = _without_heads(texts)
    lines = [(line, n if has_pages else 0) for n, page in enumerate(texts, 1) for line in page]
    return tuple(_blocks(_without_contents(lines)))


def _lines(page: str) -> list[str]:
    plain = page.replace("\r\n", "\n").replace("\r", "\n").replace("\u2010", "-").replace("\u2011", "-")
    joined = BROKEN_WORD.sub("\x02", plain)
    return [" ".join(_rejoined(line).split()) for line in re.split(r"[\n\f\v\u2028\u2029]", joined)]


def _rejoined(line: str) -> str:
    """An engine's mark for a broken word: dropped, or a hyphen after an abbreviation, as in "IT-system"."""
    first, *rest = line.split("\x02")
    for part in rest:
        keeps = bool(ABBREVIATION.search(first))
        first = first + ("-" if keeps else "") + part
    return first


def _without_heads(pages: list[list[str]]) -> list[list[str]]:
    """The pages without what stands at the top or foot of many of them."""
    edges = Counter(shape for page in pages for shape in {_shape(line) for line in _edge_lines(page)})
    least = max(3, round(0.4 * len(pages)))
    repeated = {shape for shape, count in edges.items() if count >= least}
    return [_between(page, repeated) for page in pages]


def _between(page: list[str], repeated: set[str]) -> list[str]:
    """The page from its first line that is its own to its last."""
    written = [n for n, line in enumerate(page) if line]
    for order in (written[:EDGE], written[: -EDGE - 1 : -1]):
        for n in order:
            is_requirement = MODAL.search(page[n])
            if is_requirement or not (_shape(page[n]) in repeated or PAGE_NUMBER.fullmatch(page[n])):
                break
            page = [*page[:n], "", *page[n + 1 :]]
    first, last = _ends(page)
    return page[first:last]


def _ends(page: list[str]) -> tuple[int, int]:
    written = [n for n, line in enumerate(page) if line]
    return (written[0], written[-1] + 1) if written else (0, 0)


def _edge_lines(page: list[str]) -> list[str]:
    written = [line for line in page if line]
    return written[:EDGE] + written[max(EDGE, len(written) - EDGE) :]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line.casefold())


def _without_contents(lines: list[tuple[str, int]]) -> list[tuple[str, int]]:
    kept: list[tuple[str, int]] = []
    in_contents = False
    for line, page in lines:
        if CONTENTS.fullmatch(line):
            in_contents = True
            continue
        if LEADERS.fullmatch(line):
            continue
        if in_contents and line:
            if CONTENTS_LINE.fullmatch(line) and not MODAL.search(line):
                continue
            in_contents = False
        kept.append((line, page))
    return kept


def _blocks(lines: list[tuple[str, int]]) -> Iterator[Block]:
    width = max((len(line) for line, _ in lines), default=0)
    open_lines: list[str] = []
    page = 0
    for n, (line, at) in enumerate(lines):
        following = next((after for after, _ in lines[n + 1 : n + 3] if after), "")
        if not line:
            yield from _closed(open_lines, page)
            open_lines = []
            continue
        is_heading = _is_heading(line, following, alone=not open_lines or open_lines[-1].endswith(ENDS))
        if is_heading or _begins(line, open_lines, width):
            yield from _closed(open_lines, page)
            open_lines = []
        if is_heading:
            number, title = section(line)
            yield Block("heading", title, number, level=number.count(".") + 1 if number else 0, page=at)
            continue
        if not open_lines:
            page = at
        open_lines.append(line)
    yield from _closed(open_lines, page)


def _begins(line: str, before: list[str], width: int) -> bool:
    """Whether the line begins a paragraph of its own."""
    if not before or numbered(line)[0] or without_bullet(line)[0]:
        return True
    # A short line ends its paragraph; one that fills the page may be any line of it.
    filled = len(before[-1]) / width
    return not line[0].islower() and filled < (0.75 if before[-1].endswith(ENDS) else 0.5)


def section(line: str) -> tuple[str, str]:
    """A heading's number and its words: ("3.2", "Inloggning")."""
    found = SECTION.match(line)
    return (found["number"], line[found.end() :]) if found else ("", line)


def _is_heading(line: str, following: str, *, alone: bool) -> bool:
    number, title = section(line)
    if not title or len(title) > HEADING_LENGTH or title.endswith((*ENDS, ",", "-")) or MODAL.search(title):
        return False
    if not any(letter.isalpha() for letter in title) or (following and following[0].islower()):
        return False
    if number:
        return title.count(" ") < 10
    is_short = alone and title[0].isupper() and title.count(" ") < 6 and without_bullet(line)[0] is False
    return is_short and not numbered(line)[0] and bool(following) and (title.isupper() or len(following) > len(title))


def _closed(lines: list[str], page: int) -> Iterator[Block]:
    if not lines:
        return
    is_item, text = without_bullet(_joined(lines))
    number, text = numbered(text)
    if text:
        yield Block("text", text, number, page=page, is_item=is_item or _is_list_number(number))


def _is_list_number(number: str) -> bool:
    return bool(number) and "." not in number and not number[:1].isupper() and not number.casefold().startswith("krav")


def _joined(lines: list[str]) -> str:
    text = lines[0]
    for line in lines[1:]:
        if re.search(r"\w-$", text) and line[:1].islower() and not re.match(r"(?:och|eller|samt)\b", line):
            text = text + line if ABBREVIATION.search(text[:-1]) else text[:-1] + line
        else:
            text = f"{text} {line}"
    return text
