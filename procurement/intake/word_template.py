"""An authority's Word template → the styles in it, written anew: fonts, sizes, colours, spaces and rules.

Four parts are opened and the rest left alone: no macro, picture, address, field or form comes along. What a style may
say is listed here, with the values that Word knows, in the order that Word wants.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from lxml import etree

from .limits import Limits, Unreadable
from .marks import ZIP
from .word import BROKEN, Reader, checked, parse

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
TYPES, STYLES, SETTINGS = "[Content_Types].xml", "word/styles.xml", "word/settings.xml"
MOST_STYLES = 1_000

COLOURS = ("dk1", "lt1", "dk2", "lt2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
# What a style calls a colour of the theme → what the theme calls it.
THEME_COLOURS = {"text1": "dk1", "dark1": "dk1", "background1": "lt1", "light1": "lt1", "text2": "dk2", "dark2": "dk2"}

BORDERS = ("top", "left", "bottom", "right")
LETTERS = (
    *("rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "color", "spacing", "w", "kern"),
    *("position", "sz", "szCs", "u", "bdr", "shd", "vertAlign"),
)
LINES = (
    *("keepNext", "keepLines", "pageBreakBefore", "widowControl", "pBdr", "shd", "tabs", "suppressAutoHyphens"),
    *("spacing", "ind", "contextualSpacing", "jc", "outlineLvl"),
)
# Element → what may stand in it, in this order.
WITHIN: dict[str, tuple[str, ...]] = {
    "styles": ("docDefaults", "style"),
    "docDefaults": ("rPrDefault", "pPrDefault"),
    "rPrDefault": ("rPr",),
    "pPrDefault": ("pPr",),
    "style": (
        *("name", "basedOn", "next", "uiPriority", "semiHidden", "unhideWhenUsed", "qFormat"),
        *("pPr", "rPr", "tblPr", "tcPr", "tblStylePr"),
    ),
    "tblStylePr": ("pPr", "rPr", "tblPr", "tcPr"),
    "pPr": LINES,
    "rPr": LETTERS,
    "pBdr": (*BORDERS, "between", "bar"),
    "tabs": ("tab",),
    "tblPr": ("tblStyleRowBandSize", "tblStyleColBandSize", "tblBorders", "shd", "tblCellMar"),
    "tblBorders": (*BORDERS, "insideH", "insideV"),
    "tblCellMar": BORDERS,
    "tcPr": ("tcBorders", "shd", "tcMar", "vAlign"),
    "tcBorders": (*BORDERS, "insideH", "insideV"),
    "tcMar": BORDERS,
}
NAME, FONT = r"[\w .,'()&/+-]{1,100}", r"[\w .,'()&+-]{1,60}"
ON, WHOLE, COLOUR = "0|1|true|false|on|off", r"-?\d{1,5}", "[0-9A-Fa-f]{6}|auto"
RULES = "single|double|thick|dotted|dashed|dotDash|dashSmallGap|nil|none"
PLACE = {
    "val": RULES, "sz": r"\d{1,2}", "space": r"\d{1,2}", "color": COLOUR, "w": WHOLE, "type": "dxa|nil",
}  # fmt: skip
SWITCH = {"val": ON}
NUMBER = {"val": WHOLE}
# Element → what it may say: attribute → its values.
SAYS: dict[str, dict[str, str]] = {
    "style": {
        "type": "paragraph|character|table|numbering", "styleId": NAME, "default": ON, "customStyle": ON,
    },
    "tblStylePr": {"type": "(?:wholeTable|(?:first|last)(?:Row|Col)|band[12](?:Vert|Horz)|[ns][ew]Cell)"},
    **{name: {"val": NAME} for name in ("name", "basedOn", "next")},
    **{name: {"val": r"\d{1,2}"} for name in ("uiPriority", "outlineLvl")},
    **{name: {"val": r"\d{1,2}"} for name in ("tblStyleRowBandSize", "tblStyleColBandSize")},
    **{name: {"val": r"\d{1,3}"} for name in ("sz", "szCs", "kern", "w")},
    "position": NUMBER,
    "spacing": {
        **NUMBER, **dict.fromkeys(("before", "after", "line"), WHOLE), "lineRule": "auto|exact|atLeast",
        "beforeAutospacing": ON, "afterAutospacing": ON,
    },
    "ind": dict.fromkeys(("left", "right", "hanging", "firstLine"), WHOLE),
    "jc": {"val": "left|right|center|both"},
    "color": {"val": COLOUR},
    "u": {"val": "single|double|thick|dotted|dash|words|wave|none", "color": COLOUR},
    "vertAlign": {"val": "baseline|superscript|subscript"},
    "vAlign": {"val": "top|center|bottom"},
    "rFonts": dict.fromkeys(("ascii", "hAnsi", "cs", "eastAsia"), FONT),
    "shd": {"val": r"clear|solid|nil|pct\d\d", "color": COLOUR, "fill": COLOUR},
    "tab": {"val": "left|right|center|decimal|clear", "pos": WHOLE, "leader": "none|dot|hyphen|underscore"},
    **dict.fromkeys((*BORDERS, "between", "bar", "insideH", "insideV", "bdr"), PLACE),
}  # fmt: skip


def read(content: bytes, limits: Limits) -> dict[str, object]:
    """The styles, the theme's colours and fonts, and which table style is the usual one. Raises Unreadable."""
    if not content.startswith(ZIP):
        raise Unreadable("template_kind" if content.strip() else "empty")
    try:
        with zipfile.ZipFile(BytesIO(content)) as file:
            return _read(file, checked(file, limits), limits)
    except (*BROKEN, etree.XMLSyntaxError) as error:
        raise Unreadable("template_broken") from error


def _read(file: zipfile.ZipFile, parts: set[str], limits: Limits) -> dict[str, object]:
    if TYPES not in parts or STYLES not in parts:
        raise Unreadable("template_kind")
    types = etree.tostring(_part(file, TYPES, limits))
    if b"macroEnabled" in types or any("vba" in name.lower() for name in parts):
        raise Unreadable("template_macros")
    styles = _part(file, STYLES, limits)
    if styles.tag == f"{{{STRICT}}}styles":
        raise Unreadable("template_strict")
    if len(styles) > MOST_STYLES:
        raise Unreadable("template_large")
    theme = next((name for name in sorted(parts) if re.fullmatch(r"word/theme/theme\d*\.xml", name)), "")
    colours, fonts = _theme(_part(file, theme, limits)) if theme else ({}, {})
    _resolve(styles, colours, fonts)
    kept = _kept(styles, "styles")
    if kept is None or kept.find(f"{{{W}}}style") is None:
        raise Unreadable("template_kind")
    table = _part(file, SETTINGS, limits).find(f"{{{W}}}defaultTableStyle") if SETTINGS in parts else None
    return {
        "styles": etree.tostring(kept, encoding="unicode"),
        "colours": colours,
        "fonts": fonts,
        "table": "" if table is None else _plain(table.get(f"{{{W}}}val", ""), NAME),
    }


def _part(file: zipfile.ZipFile, name: str, limits: Limits) -> etree._Element:
    """One part as a tree. Read once before, by a parser that refuses every declaration and keeps to the limits."""
    parse(file, name, Reader(), limits)
    reader = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(file.read(name), reader)


def _theme(theme: etree._Element) -> tuple[dict[str, str], dict[str, str]]:
    """The colours by their names, and the fonts of headings ("major") and text ("minor")."""
    colours: dict[str, str] = {}
    for name in COLOURS:
        for shade in theme.iterfind(f".//{{{A}}}clrScheme/{{{A}}}{name}/*"):
            colours[name] = _plain(shade.get("lastClr") or shade.get("val") or "", "[0-9A-Fa-f]{6}")
    fonts = {
        kind: _plain(face.get("typeface", ""), FONT)
        for kind in ("major", "minor")
        for face in theme.iterfind(f".//{{{A}}}fontScheme/{{{A}}}{kind}Font/{{{A}}}latin")
    }
    return {key: value for key, value in colours.items() if value}, {key: face for key, face in fonts.items() if face}


def _resolve(styles: etree._Element, colours: dict[str, str], fonts: dict[str, str]) -> None:
    """Say fonts and colours of the theme as what they are: a style that is taken over has no other theme to meet."""
    for faces in styles.iter(f"{{{W}}}rFonts"):
        for key, named in faces.attrib.items():
            # LibreOffice lists what to take where the first is not there; Word takes it all for one name.
            faces.set(key, named.partition(";")[0])
        for attribute in ("ascii", "hAnsi"):
            # "majorHAnsi" or "minorHAnsi"
            if face := fonts.get(faces.get(f"{{{W}}}{attribute}Theme", "")[:5]):
                faces.set(f"{{{W}}}{attribute}", face)
    for shade in styles.iter(f"{{{W}}}color"):
        named = shade.get(f"{{{W}}}themeColor", "")
        known = colours.get(THEME_COLOURS.get(named, named))
        # Word writes the resulting colour beside its name in the theme, but for the plainest.
        if known and shade.get(f"{{{W}}}val", "auto") == "auto":
            shade.set(f"{{{W}}}val", known)


def _kept(element: etree._Element, name: str) -> etree._Element | None:
    """The element with what it may say and hold; None where nothing is left of it."""
    kept = etree.Element(f"{{{W}}}{name}", nsmap={"w": W})
    for attribute, values in SAYS.get(name, SWITCH).items():
        said = element.get(f"{{{W}}}{attribute}", "")
        value = _plain(said, values)
        if said and not value and attribute == "val":
            return None
        if value:
            kept.set(f"{{{W}}}{attribute}", value)
    allowed = WITHIN.get(name, ())
    found = [
        (allowed.index(local), child)
        for child in element
        if isinstance(child.tag, str) and (local := _local(child)) in allowed
    ]
    for place, child in sorted(found, key=lambda pair: pair[0]):
        if (inner := _kept(child, allowed[place])) is not None:
            kept.append(inner)
    says_nothing = not kept.attrib if name in SAYS else name in WITHIN and not len(kept)
    is_nameless = name == "style" and kept.find(f"{{{W}}}name") is None
    return None if says_nothing or is_nameless else kept


def _local(element: etree._Element) -> str:
    name = etree.QName(element)
    local = "left" if name.localname == "start" else "right" if name.localname == "end" else name.localname
    return local if name.namespace == W else ""


def _plain(value: str, values: str) -> str:
    return value if re.fullmatch(values, value) else ""
