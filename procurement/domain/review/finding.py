"""What a finding is: something to do about a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["stop", "warning", "advice"]
ORDER: dict[Severity, int] = {"stop": 0, "warning": 1, "advice": 2}


@dataclass(frozen=True)
class Finding:
    """What is wrong, what to do about it and where. `law` is a section in the table of law, or "".

    `where` is a question's key, a clause's id, "lots" or "deviations".
    `acknowledged` is the reason somebody has given for leaving a piece of advice be.
    """

    code: str
    severity: Severity
    message: str
    where: str
    law: str = ""
    remedy: str = ""
    acknowledged: str = ""
