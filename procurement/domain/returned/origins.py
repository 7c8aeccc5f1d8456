"""Which answer a line outside the clauses was made from, where that can be known: there it is changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from procurement.domain.answers import in_words
from procurement.domain.library import Library
from procurement.domain.questions import Question, Value
from procurement.domain.returned.comparing import Text

# Shorter words than this stand in many lines by chance: "nej", "24".
LEAST = 4


def origins(lines: Sequence[Text], library: Library, answers: Mapping[str, Value]) -> tuple[str, ...]:
    """For each line the key of its question, or "": the longest answer that the line had and has no more.

    What has gone is followed by what has come in its place.
    """
    words = [
        (key, said) for key, value in answers.items() if key in library.questions
        for said in _words(library.questions[key], value) if len(said) >= LEAST
    ]  # fmt: skip
    found = []
    for n, line in enumerate(lines):
        found.append("" if line.is_new else _origin(line.text, _instead(lines[n + 1 :]), words))
    return tuple(found)


def _instead(after: Sequence[Text]) -> str:
    """The new lines that follow, up to the next that has gone; lines that have gone with this one are passed."""
    texts: list[str] = []
    for line in after:
        if line.is_new:
            texts.append(line.text)
        elif texts:
            break
    return "\n".join(texts)


def _origin(gone: str, instead: str, words: Sequence[tuple[str, str]]) -> str:
    fits = [(len(said), key) for key, said in words if _holds(gone, said) and not _holds(instead, said)]
    # A paragraph of a long answer is a line of its own.
    fits += [(len(gone), key) for key, said in words if len(said) > len(gone) > LEAST and _holds(said, gone)]
    return max(fits, key=lambda fit: fit[0], default=(0, ""))[1]


def _holds(text: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def _words(question: Question, value: Value) -> Iterator[str]:
    """What the answer says in a document, part by part."""
    match question.kind:
        case "group" | "rows":
            rows = cast("list[Mapping[str, Value]]", value if isinstance(value, list) else [value])
            for row in rows:
                for field in question.fields:
                    if field.key in row:
                        yield from _words(field, row[field.key])
        case "list" | "choices":
            for part in cast("list[Value]", value):
                choice = question.choice(part)
                yield _flat(choice.text if choice else str(part))
        case _:
            yield _flat(in_words(question, value))


def _flat(text: str) -> str:
    return " ".join(text.split())
