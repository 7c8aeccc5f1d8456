"""Whether a `when:` holds, and which keys it looks at.

A condition is flat data: `{key: wanted, …}`, all of which must hold. `wanted` has four forms and no more:
a value, a list (one of them), `any` (answered at all), and `{not: value or list}`.
Where the answer itself is a list, one of its members is enough.
A clause that needs more needs a named fact in `facts`, where law becomes Python and gets its tests.
"""

from __future__ import annotations

from collections.abc import Mapping

Scalar = str | int | float | bool
Wanted = Scalar | list[Scalar] | dict[str, Scalar | list[Scalar]]
Condition = Mapping[str, Wanted]


def holds(condition: Condition, answers: Mapping[str, object]) -> bool:
    """True when every key of the condition is satisfied. An unanswered key satisfies nothing."""
    for key, wanted in condition.items():  # noqa: SIM110 – asked a hundred times for each answer that is saved
        if not _satisfied(wanted, answers.get(key)):
            return False
    return True


def keys(condition: Condition) -> frozenset[str]:
    """The keys the condition looks at."""
    return frozenset(condition)


def wanted_values(wanted: Wanted) -> tuple[Scalar, ...]:
    """The values that a condition names; empty for `any`."""
    named = wanted["not"] if isinstance(wanted, dict) else wanted
    if isinstance(named, list):
        return tuple(named)
    return () if named == "any" else (named,)


def _satisfied(wanted: Wanted, answer: object) -> bool:
    if answer is None or answer == "" or answer == [] or answer == {}:
        return False
    if wanted == "any":
        return True
    refused = isinstance(wanted, dict)
    named = wanted_values(wanted)
    for given in answer if isinstance(answer, list) else (answer,):
        for value in named:
            # bool is an int in Python: 1 must not satisfy `true`.
            if given == value and type(given) is type(value):
                return not refused
    return refused
