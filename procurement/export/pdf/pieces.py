"""A stretch of a document as it was set: its pages, its tags and its letters, as values that can be kept in a file."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import Any

from procurement.export.pdf import tags


@dataclass
class Leaf:
    """What a piece has on one page.

    `painted` is what draws it, cut in two wherever the number of a stretch of marked content is to stand.
    `size` is in pixels. `anchors`, `bookmarks` and `links` are as WeasyPrint has them, the links without their boxes.
    """

    size: tuple[float, float]
    painted: list[str]
    anchors: dict[str, tuple[float, ...]]
    bookmarks: list[Any]
    links: list[Any]

    @property
    def marks(self) -> int:
        """How many stretches of marked content there are."""
        return len(self.painted) - 1


@dataclass
class Letters:
    """What a piece uses of one font: glyph → width, and glyph → text."""

    widths: dict[int, int]
    texts: dict[int, str]


@dataclass
class Piece:
    """`states` are the graphics states it uses, by name. `end` is where its last page is full, in pixels from the top.

    `letters` are by the name of the font; of `pictures` there are only the names. Only one that stands alone is kept.
    """

    leaves: list[Leaf]
    tree: tags.Element
    letters: dict[str, Letters]
    states: dict[str, dict[str, float]]
    end: float
    pictures: list[str]
    stands_alone: bool = True

    def to_bytes(self) -> bytes:
        assert self.stands_alone
        plain = {
            "leaves": [vars(leaf) for leaf in self.leaves],
            "tree": self.tree.plain(),
            "letters": {name: [[*one.widths.items()], [*one.texts.items()]] for name, one in self.letters.items()},
            "states": self.states,
            "end": self.end,
            "pictures": self.pictures,
        }
        return zlib.compress(json.dumps(plain).encode(), 1)


def from_bytes(content: bytes) -> Piece:
    plain = json.loads(zlib.decompress(content))
    return Piece(
        leaves=[Leaf(**leaf) for leaf in plain["leaves"]],
        tree=tags.from_plain(plain["tree"]),
        letters={name: Letters(dict(widths), dict(texts)) for name, (widths, texts) in plain["letters"].items()},
        states=plain["states"],
        end=plain["end"],
        pictures=plain["pictures"],
    )
