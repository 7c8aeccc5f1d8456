"""The way back from a question to the page that sent somebody there to mend an answer."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

# What an address to a question says of where it was followed from: the page, its name and how the button names it.
PAGES = {
    "granska": ("review", "Granska", "granskningen"),
    "faststall": ("issue_edition", "Fastställ", "fastställandet"),
    "dokument": ("documents", "Dokument", "dokumenten"),
}


@dataclass(frozen=True)
class Back:
    key: str
    url: str
    title: str
    words: str


def way_back(request: HttpRequest, id: UUID) -> Back | None:
    """The page to go back to; None for whoever takes the steps in order."""
    key = request.GET.get("fran", "")
    if key not in PAGES:
        return None
    name, title, words = PAGES[key]
    return Back(key, reverse(name, args=[id]), title, words)


def from_page(key: str, address: str) -> str:
    """The address of a question, as followed from the page. Other addresses know no way back, and stay as they are."""
    path, _, anchor = address.partition("#")
    if "/steg/" not in path:
        return address
    return f"{path}?fran={key}#{anchor}" if anchor else f"{path}?fran={key}"
