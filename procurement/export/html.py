"""The tree as HTML: a whole page, the sheet shown in the preview, and the parts that a PDF is set from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from django.template import Context, Engine

from procurement.domain.document import Block, Document
from procurement.export import phrases

ROOT = Path(__file__).resolve().parent.parent.parent
STYLESHEETS = ROOT / "static"

# An engine of its own: a pool of processes renders documents without Django's settings.
_ENGINE = Engine(
    dirs=[str(ROOT / "templates" / "document")],
    builtins=["procurement.export.template_tags"],
    autoescape=True,
)


def page(document: Document) -> str:
    """A page that needs nothing else: its styles are in it, for the screen and for paper."""
    document = phrases.writable(document)
    styles = {"screen_style": _style("document.css"), "print_style": _style("print.css")}
    return _render("page.html", document, running_style=_style("running.css"), **styles)


def sheet(document: Document, gap_url: Callable[[str], str] | None) -> str:
    """The document as part of another page. Each gap is a link to the address `gap_url` gives for its question.

    Without `gap_url` a gap leads nowhere.
    """
    return _render("sheet.html", phrases.writable(document), gap_url=gap_url)


def part(blocks: Sequence[Block], gap_url: Callable[[str], str] | None) -> str:
    """Some of a document, in a page that speaks about it. Without `gap_url` a gap leads nowhere."""
    one = _ENGINE.get_template("_block.html")
    shown = phrases.writable(tuple(blocks))
    return "".join(one.render(Context({"block": block, "gap_url": gap_url})) for block in shown)


def frame(document: Document, leaves: Sequence[Sequence[str]]) -> str:
    """What is around the text of a writable document on paper: cover, contents, and a page for every page of it.

    `leaves` are the anchors on each page that the contents leads to.
    """
    return _render("frame.html", document, running_style=_style("running.css"), leaves=leaves)


def chapter(blocks: tuple[Block, ...], start: float, language: str, accent: str) -> str:
    """Some of a writable document as it is set on paper, from `start` pixels down its first page.

    It depends on nothing else: that is what tells whether it has been set before.
    """
    document = {"blocks": blocks, "language": language, "look": {"accent": accent}}
    context = Context({"document": document, "start": str(start) if start else ""})
    return _ENGINE.get_template("chapter.html").render(context)


def print_styles() -> list[str]:
    """What all parts of a document look like on paper: what runs in the margins stands in the frame alone."""
    return [_style("document.css"), _style("print.css")]


def render(document: Document) -> bytes:
    return page(document).encode()


def _render(name: str, document: Document, **more: object) -> str:
    context = {
        "document": document,
        "full_title": phrases.full_title(document),
        "marks": phrases.marks(document),
        "footer": phrases.footer(document),
        "keywords": phrases.keywords(document),
        "running_reference": phrases.running_reference(document),
        "cover_facts": phrases.cover_facts(document),
        "contents_title": phrases.CONTENTS,
        "contents": phrases.contents(document),
        "contents_on_cover": phrases.contents_on_cover(document),
        "moment": phrases.moment(document.on),
        **more,
    }
    return _ENGINE.get_template(name).render(Context(context))


@cache
def _style(name: str) -> str:
    return (STYLESHEETS / name).read_text(encoding="utf-8")
