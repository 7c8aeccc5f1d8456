"""YAML read strictly: no aliases, no key twice, no tags, and the line where each thing stands."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable
from typing import cast

import yaml

Data = object  # what YAML can hold; every reader checks it


class Unreadable(ValueError):
    """The text is not the YAML or JSON we read. `line` is where, counted from 1; 0 when unknown."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


class _Loader(yaml.SafeLoader):
    """SafeLoader, but three things are errors: an alias (a bomb of references), a repeated key (an answer lost
    unseen) and a tag (`!!bool nej` makes the reader itself fall)."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.get_mark()
            raise Unreadable("alias (*namn) läses inte", mark.line + 1)
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if getattr(event, "tag", None):
            raise Unreadable(f"märket {event.tag} läses inte", event.start_mark.line + 1)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
        self._join_commas(node)
        seen: set[object] = set()
        for key_node, _ in node.value:
            key = key_node.value
            if not isinstance(key_node, yaml.ScalarNode):
                raise Unreadable("en nyckel ska vara ett ord", key_node.start_mark.line + 1)
            if key in seen:
                raise Unreadable(f"nyckeln {key} står två gånger", key_node.start_mark.line + 1)
            seen.add(key)
        return super().construct_mapping(node, deep)

    def _join_commas(self, node: yaml.MappingNode) -> None:
        """Read `{who: staff, pupils}` as one text, "staff, pupils".

        YAML takes what follows the comma for a key without a value. Nobody means that, and the half sentence
        would otherwise be lost.
        """
        joined: list[tuple[yaml.Node, yaml.Node]] = []
        for key, value in node.value:
            between = self.buffer[key.end_mark.index : value.start_mark.index]
            if joined and node.flow_style and value.value == "" and ":" not in between:
                last = joined[-1][1]
                if isinstance(last, yaml.ScalarNode) and last.style is None and last.tag == "tag:yaml.org,2002:str":
                    last.value += f", {key.value}"
                    continue
            joined.append((key, value))
        node.value = joined


# YAML 1.1 reads 010 as eight and 12:30 as 750. Nobody means that: such things stay text.
_WHOLE, _DECIMAL = "tag:yaml.org,2002:int", "tag:yaml.org,2002:float"
_DIGITS = "(?:0|[1-9][0-9_]*)"
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if tag not in (_WHOLE, _DECIMAL)]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_WHOLE, re.compile(rf"[-+]?{_DIGITS}\Z"), list("-+0123456789"))
_Loader.add_implicit_resolver(
    _DECIMAL, re.compile(rf"[-+]?{_DIGITS}?\.[0-9]+(?:[eE][-+]?[0-9]+)?\Z"), list("-+.0123456789")
)


def load(text: str) -> Data:
    """The data in a YAML or JSON text. Raises Unreadable with the line."""
    try:
        if text.lstrip().startswith("{"):
            return json.loads(text, object_pairs_hook=_pairs)
        return cast(Data, yaml.load(text, Loader=_Loader))
    except json.JSONDecodeError as error:
        raise Unreadable("texten är inte giltig JSON", error.lineno) from error
    except yaml.MarkedYAMLError as error:
        raise Unreadable(f"texten är inte giltig YAML ({error.problem})", _line(error)) from error
    except yaml.YAMLError as error:
        raise Unreadable("texten innehåller tecken som inte får stå i YAML") from error
    except RecursionError as error:
        raise Unreadable("texten är nästlad för djupt") from error
    except ValueError as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"ett värde går inte att läsa ({error})") from error


def _line(error: yaml.MarkedYAMLError) -> int:
    return error.problem_mark.line + 1 if error.problem_mark else 0


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise Unreadable(f"nyckeln {key} står två gånger")
        found[key] = value
    return found
