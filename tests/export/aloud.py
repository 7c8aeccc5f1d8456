"""A PDF read aloud: the text of its tag tree, element by element, as a screen reader comes to it."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pikepdf

MARK = rb"\s*<([0-9a-fA-F]+)>"


def aloud(file: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    """The kind of each element that says something, and what it says. A figure says its alternative."""
    texts = [_marked(page) for page in file.pages]
    numbers = {page.objgen: number for number, page in enumerate(file.pages)}

    def said(element: Any) -> Iterator[tuple[str, str]]:
        kind = str(element.S)[1:]
        if "/Alt" in element:
            yield kind, str(element.Alt)
            return
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if not isinstance(kid, pikepdf.Dictionary):
                yield kind, texts[numbers[element.Pg.objgen]].pop(int(kid))
            elif kid.get("/Type") == "/MCR":
                yield kind, texts[numbers[kid.Pg.objgen]].pop(int(kid.MCID))
            elif kid.get("/Type") == "/StructElem":
                yield from said(kid)

    for child in file.Root.StructTreeRoot.K:
        yield from said(child)


def _marked(page: Any) -> dict[int, str]:
    """The text of each stretch of marked content on a page. Taken once, it is gone: nothing is read twice."""
    fonts = {name: _letters(font.ToUnicode.read_bytes()) for name, font in page.Resources.Font.items()}
    found: dict[int, str] = {}
    open_: list[int | None] = []
    letters: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC" | "BMC":
                number = int(operands[1].MCID) if len(operands) > 1 and "/MCID" in operands[1] else None
                open_.append(number)
                if number is not None:
                    found.setdefault(number, "")
            case "EMC":
                open_.pop()
            case "Tf":
                letters = fonts[str(operands[0])]
            case "TJ" | "Tj" if open_ and open_[-1] is not None:
                parts = operands[0] if str(operator) == "TJ" else operands
                for part in parts:
                    if isinstance(part, pikepdf.String):
                        code = bytes(part)
                        pairs = (int.from_bytes(code[n : n + 2]) for n in range(0, len(code), 2))
                        found[open_[-1]] += "".join(letters.get(pair, "?") for pair in pairs)
    return found


@cache
def _letters(cmap: bytes) -> dict[int, str]:
    """Glyph → letters, from a font's ToUnicode."""
    found: dict[int, str] = {}
    for body in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.S):
        for first, text in re.findall(MARK * 2, body):
            found[int(first, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for body in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.S):
        for first, last, text in re.findall(MARK * 3, body):
            start, letters = int(first, 16), bytes.fromhex(text.decode()).decode("utf-16-be")
            for n in range(int(last, 16) - start + 1):
                found[start + n] = letters[:-1] + chr(ord(letters[-1]) + n)
    return found
