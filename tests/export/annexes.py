"""The annexes of the demo briefs, for the formats to be tried on."""

from __future__ import annotations

from procurement import content
from procurement.domain import assemble
from procurement.domain import brief as briefs
from procurement.domain.brief import Brief
from procurement.domain.document import Document
from procurement.domain.facts import derive
from tests.domain.given import AMOUNTS, DAY, LIBRARY

FOLDER = content.FIXTURES / "briefs"
BRIEFS = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def brief_of(name: str) -> Brief:
    return briefs.parse((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), LIBRARY)


def documents(name: str) -> tuple[Document, ...]:
    brief = brief_of(name)
    return assemble.documents(brief, LIBRARY, derive(brief, LIBRARY, AMOUNTS, DAY), draft=True)
