"""An authority's Word template: how its styles come to be those of our documents.

Styles meet by name, since their ids are in the language of the Word that made them. Of a style that both have, the
template says how it looks – letters, colours, spaces, rules – and ours what it does: its place in the outline, its
numbers, where it stands in from the margin. So numbers still hang beside the text, and contracts can cite them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import lru_cache
from typing import Any, cast

from lxml import etree

from procurement.domain.look import WordTemplate

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

# What programs that are not Word call the styles that Word has in every language.
SWEDISH = {
    "brödtext": "body text", "punktlista": "list bullet", "numrerad lista": "list number", "beskrivning": "caption",
    "sidhuvud": "header", "sidfot": "footer", "underrubrik": "subtitle", "fotnotstext": "footnote text",
    "fotnotsreferens": "footnote reference", "betoning": "emphasis", "stark": "strong",
    **{f"rubrik {n}": f"heading {n}" for n in range(1, 10)},
    **{f"innehåll {n}": f"toc {n}" for n in range(1, 10)},
}  # fmt: skip
IN_SWEDISH = {
    **{word: swedish.capitalize() for swedish, word in SWEDISH.items()}, "title": "Rubrik", "header": "Sidhuvud",
    "linjerad tabell": "Tabell",
}  # fmt: skip
# Those that everything stands on, and one that is grey in most templates, and too pale to be read.
OURS = {"TableNormal", "DefaultParagraphFont", "NoList", "PlaceholderText"}
TABLE = "RuledTable"
# Where the template lacks the first of ours, it looks as the second.
ALIKE = {"Heading2": "Heading1", "Heading3": "Heading2", "TOCHeading": "Heading1"}
# Of a paragraph: how it looks. The rest is what it does.
LOOKS = {"pBdr", "shd", "spacing", "jc"}
LINES = (
    *("keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "pBdr", "shd", "tabs"),
    *("suppressAutoHyphens", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl"),
)
LETTERS = (
    *("rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "noProof", "color", "spacing", "w"),
    *("kern", "position", "sz", "szCs", "u", "bdr", "shd", "vertAlign", "lang"),
)
DEEPEST = 20


def dressed(ours: bytes, template: WordTemplate) -> etree._Element:
    """Our styles as the template has them, and after them those that it alone has."""
    return deepcopy(_dressed(ours, template))


def themed(theme: bytes, template: WordTemplate) -> bytes:
    """A theme with the template's colours and fonts, for whoever goes on writing."""
    root = etree.fromstring(theme)
    for name, colour in _mapping(template, "colours").items():
        for place in root.iterfind(f".//{A}clrScheme/{A}{name}"):
            place[:] = [etree.Element(f"{A}srgbClr", val=colour)]
    for kind, face in _mapping(template, "fonts").items():
        for latin in root.iterfind(f".//{A}fontScheme/{A}{kind}Font/{A}latin"):
            latin.set("typeface", face)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def taken(ours: bytes, template: WordTemplate) -> tuple[str, ...]:
    """Those of our styles that look as in the template, by the names that a Swedish Word has for them."""
    both = _Both(etree.fromstring(ours), template)
    names = [_said(style) for style in _styles(both.ours) if _id(style) in both.pairs]
    return tuple(IN_SWEDISH.get(name.lower(), name) for name in names)


@lru_cache(maxsize=8)
def _dressed(ours: bytes, template: WordTemplate) -> etree._Element:
    return _Both(etree.fromstring(ours), template).together()


class _Both:
    """Our styles beside the template's."""

    def __init__(self, ours: etree._Element, template: WordTemplate) -> None:
        parts = template.parts()
        self.ours, self.theirs = ours, etree.fromstring(cast(str, parts["styles"]))
        self.by_id = {_id(style): style for style in _styles(self.theirs)}
        by_name: dict[tuple[str, str], etree._Element] = {}
        # Word's own name stands before what another program calls the same.
        for style in sorted(self.by_id.values(), key=lambda one: _name(one) in SWEDISH):
            name = _name(style)
            by_name.setdefault((style.get(f"{W}type", ""), SWEDISH.get(name, name)), style)
        usual = self.by_id.get(cast(str, parts["table"]))
        # By our id: the same style in the template.
        self.same: dict[str, etree._Element] = {}
        for style in _styles(ours):
            found = by_name.get((style.get(f"{W}type", ""), _name(style)))
            if _id(style) == TABLE and usual is not None and usual.get(f"{W}default") is None:
                found = usual
            if found is not None:
                self.same[_id(style)] = found
        self.pairs = {id: theirs for id, theirs in self.same.items() if id not in OURS}
        self.ids = self._new_ids()

    def _new_ids(self) -> dict[str, str]:
        """The template's id of each style → the id that it gets beside ours."""
        new = {_id(theirs): id for id, theirs in self.same.items()}
        used = {_id(style).lower() for style in _styles(self.ours)}
        for id in self.by_id:
            if id not in new:
                new[id] = id
                while new[id].lower() in used:
                    new[id] += "Mall"
                used.add(new[id].lower())
        return new

    def together(self) -> etree._Element:
        found = etree.Element(f"{W}styles", nsmap=self.ours.nsmap)
        found.append(self.defaults())
        for style in _styles(self.ours):
            theirs = self.pairs.get(_id(style), self.pairs.get(ALIKE.get(_id(style), "")))
            found.append(self.alone(style) if theirs is None else self.merged(style, theirs))
        paired = {id(theirs) for theirs in self.same.values()}
        names = {(style.get(f"{W}type"), _name(style)) for style in _styles(self.ours)}
        for style in self.by_id.values():
            name = (style.get(f"{W}type"), _name(style))
            if id(style) not in paired and name not in names:
                names.add(name)
                found.append(self.added(style))
        return found

    def defaults(self) -> etree._Element:
        """What holds where no style says anything: the template's, in our language and with our hyphens."""
        made = deepcopy(self.ours.find(f"{W}docDefaults"))
        theirs = self.theirs.find(f"{W}docDefaults")
        if theirs is None:
            return made
        for name, order, kept in (("rPr", LETTERS, {"lang"}), ("pPr", LINES, {"suppressAutoHyphens"})):
            place = made.find(f"{W}{name}Default/{W}{name}")
            said = theirs.find(f"{W}{name}Default/{W}{name}")
            own = [part for part in place if _local(part) in kept]
            looks = [] if said is None else [part for part in said if name == "rPr" or _local(part) in LOOKS]
            place[:] = _ordered([*own, *map(deepcopy, looks)], order)
        return made

    def merged(self, ours: etree._Element, theirs: etree._Element) -> etree._Element:
        made = deepcopy(ours)
        if ours.get(f"{W}type") == "table":
            for name in ("pPr", "rPr", "tblPr", "trPr", "tcPr", "tblStylePr"):
                for part in made.findall(f"{W}{name}"):
                    made.remove(part)
            for part in theirs:
                if _local(part) in ("pPr", "rPr", "tblPr", "tcPr", "tblStylePr"):
                    made.append(deepcopy(part))
            self.base(made, theirs)
            return made
        letters, lines = self.effective(theirs, "rPr"), self.effective(theirs, "pPr")
        does = [part for part in made.iterfind(f"{W}pPr/*") if _local(part) not in LOOKS]
        _put(made, "pPr", _ordered([*does, *(part for name, part in lines.items() if name in LOOKS)], LINES))
        _put(made, "rPr", _ordered(list(letters.values()), LETTERS))
        return made

    def alone(self, ours: etree._Element) -> etree._Element:
        """A style that only we have, in the template's fonts; the title in those of its headings."""
        made = deepcopy(ours)
        for faces in list(made.iter(f"{W}rFonts")):
            faces.getparent().remove(faces)
        if _id(ours) == "Title" and "Heading1" in self.pairs:
            letters = {_local(part): part for part in made.iterfind(f"{W}rPr/*")}
            heading = self.effective(self.pairs["Heading1"], "rPr")
            letters |= {name: heading[name] for name in ("rFonts", "color") if name in heading}
            _put(made, "rPr", _ordered(list(letters.values()), LETTERS))
        return made

    def effective(self, style: etree._Element, name: str) -> dict[str, etree._Element]:
        """What the style says, with what it takes over; but for the template's plainest, which is ours to build on."""
        found: dict[str, etree._Element] = {}
        plainest = self.pairs.get("Normal")
        for one in self.line_of(style):
            if one is plainest and one is not style:
                break
            for part in one.iterfind(f"{W}{name}/*"):
                if _local(part) in ("rFonts", "spacing") and _local(part) in found:
                    # A font for some letters, the space before: what is nearest stands, beside what else is said.
                    for key, value in part.attrib.items():
                        if key not in found[_local(part)].attrib:
                            found[_local(part)].set(key, value)
                else:
                    found.setdefault(_local(part), deepcopy(part))
        return found

    def line_of(self, style: etree._Element) -> Iterator[etree._Element]:
        """The style, what it is based on, what that is based on. Styles may stand on each other in a ring."""
        one: etree._Element | None = style
        for _ in range(DEEPEST):
            if one is None:
                return
            yield one
            base = one.find(f"{W}basedOn")
            one = None if base is None else self.by_id.get(base.get(f"{W}val", ""))

    def added(self, theirs: etree._Element) -> etree._Element:
        """A style of the template's own."""
        made = deepcopy(theirs)
        made.attrib.pop(f"{W}default", None)
        made.set(f"{W}styleId", self.ids[_id(theirs)])
        for following in made.findall(f"{W}next"):
            new = self.ids.get(following.get(f"{W}val", ""))
            following.set(f"{W}val", new) if new else made.remove(following)
        self.base(made, theirs)
        return made

    def base(self, made: etree._Element, theirs: etree._Element) -> None:
        """Let a style stand on what it stood on, under the id that it has here."""
        for old in made.findall(f"{W}basedOn"):
            made.remove(old)
        ring = {id(one) for one in list(self.line_of(theirs))[1:]}
        said = theirs.find(f"{W}basedOn")
        new = None if said is None else self.ids.get(said.get(f"{W}val", ""))
        if new and id(theirs) not in ring and new != _id(made):
            made.insert(1, etree.Element(f"{W}basedOn", {f"{W}val": new}))


def _put(style: etree._Element, name: str, parts: list[etree._Element]) -> None:
    """The properties of the style, where Word wants them: those of its lines before those of its letters."""
    for old in style.findall(f"{W}{name}"):
        style.remove(old)
    if not parts or (name == "pPr" and style.get(f"{W}type") == "character"):
        return
    made = etree.Element(f"{W}{name}")
    made.extend(parts)
    letters = style.find(f"{W}rPr")
    if name == "pPr" and letters is not None:
        letters.addprevious(made)
    else:
        style.append(made)


def _ordered(parts: list[etree._Element], order: tuple[str, ...]) -> list[etree._Element]:
    return sorted((part for part in parts if _local(part) in order), key=lambda part: order.index(_local(part)))


def _styles(root: etree._Element) -> Iterator[etree._Element]:
    return root.iterchildren(f"{W}style")


def _id(style: etree._Element) -> str:
    return str(style.get(f"{W}styleId", ""))


def _said(style: etree._Element) -> str:
    return str(cast(Any, style.find(f"{W}name")).get(f"{W}val"))


def _name(style: etree._Element) -> str:
    return " ".join(_said(style).lower().split())


def _local(part: etree._Element) -> str:
    return str(etree.QName(part).localname)


def _mapping(template: WordTemplate, name: str) -> Mapping[str, str]:
    return cast("Mapping[str, str]", template.parts()[name])
