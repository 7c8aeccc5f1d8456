"""docs/coverage.md: what each source asks for, and the clauses that serve it. The page is held to be whole and true."""

import re
from pathlib import Path

import pytest

from procurement import content

LIBRARY = content.library()
PAGE = (Path(__file__).parents[2] / "docs" / "coverage.md").read_text(encoding="utf-8")
ID = re.compile(r"PC-[A-Z0-9]+-[A-Z0-9]+")
NONE = "None"

# What the sources say, by heading of the page: the test holds the page to them, and not to itself.
PUBLIC_CODE = [
    "Code in the open", "Bundle policy and source code", "Make the codebase reusable and portable",
    "Welcome contributors", "Make contributing easy", "Maintain version control", "Require review of contributions",
    "Document codebase objectives", "Document the code", "Use plain English", "Use open standards",
    "Use continuous integration", "Publish with an open license", "Make the codebase findable",
    "Use a coherent style", "Document codebase maturity",
]  # fmt: skip
SOURCES = {
    "The eight principles": list(LIBRARY.principles),
    "The four benefits": [
        "Small actors can take part and build on", "No lock-in", "Shared cost and ownership", "A market of parts",
    ],
    "Standard for Public Code 0.8.0": PUBLIC_CODE,
    "Data in procurement": ["Rights to data", "Structured data", "Access and sharing", "Continuity"],
    "18F's quality table": [
        "Tested code", "Properly styled code", "Accessibility", "Deployed code", "Documented code", "Security",
        "User research",
    ],
}  # fmt: skip


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under the heading."""
    text = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def served(heading: str) -> dict[str, list[str]]:
    """Line of the source → ids of the clauses that serve it."""
    return {line: ID.findall(clauses) for line, clauses, _ in rows(heading)}


@pytest.mark.parametrize("heading", SOURCES)
def test_every_line_of_a_source_stands_once_and_in_its_order(heading: str) -> None:
    assert [line for line, _, _ in rows(heading)] == SOURCES[heading]


@pytest.mark.parametrize("heading", SOURCES)
def test_every_line_has_clauses_or_the_reason_why_none_does(heading: str) -> None:
    for line, clauses, how in rows(heading):
        ids = ID.findall(clauses)
        assert clauses in (NONE, ", ".join(ids)), f"{line}: ids, or {NONE}"
        assert len(ids) == len(set(ids)), f"{line} names a clause twice"
        assert len(how) > (80 if clauses == NONE else 20), f"{line} does not say how, or why none does"


def test_there_are_no_other_sources() -> None:
    assert re.findall(r"^## (.+)$", PAGE, re.M) == [*SOURCES, "Beyond"]


def test_every_id_exists() -> None:
    named = set(ID.findall(PAGE.replace("PC-…-U", "")))
    assert named <= set(LIBRARY.clauses), sorted(named - set(LIBRARY.clauses))
    assert not {id for id in named if LIBRARY.clauses[id].withdrawn}


def test_every_clause_serves_a_line_or_is_beyond_them_and_not_both() -> None:
    standing = {c.id for c in LIBRARY.clauses.values() if c.kind != "follow_up" and not c.withdrawn}
    serving = {id for heading in SOURCES for ids in served(heading).values() for id in ids}
    beyond = [id for cell, _ in rows("Beyond") for id in ID.findall(cell)]
    assert all(len(why) > 20 for _, why in rows("Beyond"))
    assert len(beyond) == len(set(beyond)) and not serving & set(beyond)
    assert serving | set(beyond) == standing, sorted(standing ^ (serving | set(beyond)))


@pytest.mark.parametrize("principle", LIBRARY.principles)
def test_a_principle_is_served_by_the_clauses_that_name_it(principle: str) -> None:
    clauses = LIBRARY.clauses.values()
    naming = {c.id for c in clauses if c.principle == principle and c.kind != "follow_up" and not c.withdrawn}
    assert naming <= set(served("The eight principles")[principle])


def test_a_clause_that_leans_on_the_standard_for_public_code_names_a_criterion_it_has() -> None:
    for clause in LIBRARY.clauses.values():
        for support in clause.support:
            name = support.partition("Standard for Public Code 0.8.0: ")[2]
            # A name is in English; what is said in Swedish about the standard is no name.
            assert not re.match(r"[A-Z]", name) or name in PUBLIC_CODE, f"{clause.id}: {name}"
