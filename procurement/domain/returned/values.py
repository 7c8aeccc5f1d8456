"""Whether a text that came back says what ours says, with other answers in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from procurement.domain.markup import Run, Template, TemplateParagraph
from procurement.domain.releases import BREAK

# Longer than any answer that is written inside a sentence.
LONGEST = 300


def answers_in(template: Template, words: Sequence[str], say: Callable[[str], str]) -> Mapping[str, str]:
    """The answers that read otherwise than `say` has them, as they read; empty where anything else differs too."""
    runs = [run for block in template for run in ([block.run] if isinstance(block, TemplateParagraph) else block.items)]
    met: dict[str, str] = {}
    pattern = BREAK.join(_pattern(run, met) for run in runs)
    found = re.fullmatch(pattern, BREAK.join(words), re.S)
    if not found:
        return {}
    read = {key: found[name].strip() for key, name in met.items()}
    # The full stop of an answer may be that of the sentence.
    return {key: text for key, text in read.items() if text.rstrip(".") != " ".join(say(key).split()).rstrip(".")}


def _pattern(run: Run, met: dict[str, str]) -> str:
    """The text with a group for each answer. An answer that stands twice must read the same both times."""
    parts = []
    for part in run:
        key = getattr(part, "key", "")
        if not key:
            parts.append(_text(getattr(part, "text", "")))
        elif key in met:
            parts.append(f"(?P={met[key]})")
        else:
            met[key] = f"slot{len(met)}"
            parts.append(f"(?P<{met[key]}>[^\n]{{1,{LONGEST}}}?)")
    return "".join(parts).strip()


def _text(text: str) -> str:
    """The words as they are, with whatever space between them."""
    return r"\s+".join(re.escape(word) for word in re.split(r"\s+", text))
