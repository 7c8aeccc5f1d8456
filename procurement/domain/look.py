"""An authority's own look: what its documents carry beside what they say.

It is part of the document's tree, so that a file is made anew when the look changes and an edition keeps that of its
day. What is here has been checked when it was taken in; what a document cannot bear is refused here too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

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


@dataclass(frozen=True)
class Look:
    """`accent` is the colour of headings and rules, or "" for the ink of the text.

    `address` is what stands beneath the authority's name on the cover, and `footer` beneath it at the foot of every
    other page: lines of text. The logo stands on the cover.
    """

    accent: str = ""
    address: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    logo: Logo | None = None

    def __post_init__(self) -> None:
        # It is written into style sheets, where nothing but a colour may come.
        if self.accent and not COLOUR.fullmatch(self.accent):
            raise ValueError(f"{self.accent!r} is no colour")


PLAIN = Look()
