"""An authority's own look: what its documents carry beside what they say.

It is part of the document's tree, so that a file is made anew when the look changes and an edition keeps that of its
day. What is here has been checked when it was taken in; what a document cannot bear is refused here too.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

COLOUR = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True)
class Logo:
    """A picture that has been cleaned. `data` is SVG as it is, or PNG in base64; `alternative` says what it is.

    `width` and `height` are in units of its own: only what they are to each other counts.
    """

    kind: Literal["svg", "png"]
    data: str
    width: int
    height: int
    alternative: str


Parts = Mapping[str, str | Mapping[str, str]]


@dataclass(frozen=True)
class WordTemplate:
    """The styles of a Word template, cleaned. `packed` is small, since every document of an edition carries it."""

    packed: str

    @classmethod
    def of(cls, parts: Parts) -> WordTemplate:
        """`styles` is word/styles.xml, `colours` and `fonts` are those of the theme, `table` the usual table style."""
        written = json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()
        return cls(base64.b64encode(zlib.compress(written, 9)).decode())

    def parts(self) -> Parts:
        return cast(Parts, json.loads(zlib.decompress(base64.b64decode(self.packed))))


@dataclass(frozen=True)
class Look:
    """`accent` is the colour of headings and rules, or "" for the ink of the text.

    `address` is what stands beneath the authority's name on the cover, and `footer` beneath it at the foot of the
    pages that follow: lines of text. The logo stands on the cover, and the styles of `template` are those of the
    Word files.
    """

    accent: str = ""
    address: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    logo: Logo | None = None
    template: WordTemplate | None = None

    def __post_init__(self) -> None:
        # It is written into style sheets, where nothing but a colour may come.
        if self.accent and not COLOUR.fullmatch(self.accent):
            raise ValueError(f"{self.accent!r} is no colour")


PLAIN = Look()
