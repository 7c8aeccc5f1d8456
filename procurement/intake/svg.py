"""A drawing from outside, as SVG → one of ours: lines, areas and colours, written anew.

Only what is named here comes along. What would be seen but is not named, such as letters or a photograph, is refused
and not left out: half a logo is worse than none. Addresses, scripts, events and styles never come along.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from .limits import Unreadable

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "use"}
GRADIENTS = {"linearGradient", "radialGradient"}
ELEMENTS = SHAPES | GRADIENTS | {"svg", "g", "defs", "symbol", "stop", "clipPath", "mask"}
# Their content is drawn as if they were not there.
TRANSPARENT = {"a", "switch"}
REFUSED = {
    **dict.fromkeys(("text", "textPath", "tspan", "tref"), "logo_text"),
    **dict.fromkeys(("image", "pattern", "video", "canvas", "iframe"), "logo_picture"),
}
# What may be said as an attribute or as a style.
LOOKS = {
    *("fill", "fill-rule", "fill-opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"),
    *("stroke-miterlimit", "stroke-opacity", "opacity", "clip-rule", "clip-path", "mask", "color", "display"),
    *("visibility", "stop-color", "stop-opacity"),
}
PLACES = {
    *("d", "x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "x1", "x2", "y1", "y2", "fx", "fy", "points"),
    *("offset", "transform", "gradientUnits", "gradientTransform", "spreadMethod", "clipPathUnits", "maskUnits"),
    *("maskContentUnits",),
}
# What an element may be pointed out as: a gradient to fill with, something to cut by, something to draw once more.
TARGETS = {
    "fill": GRADIENTS, "stroke": GRADIENTS, "clip-path": {"clipPath"}, "mask": {"mask"},
}  # fmt: skip
# Letters, figures and what stands between them in a path, and a colour, number or word: no quotation mark, colon or
# slash.
PLACE = re.compile(r"[\w\s%.,+()-]*", re.ASCII)
LOOK = re.compile(r"#?[\w.%+-]*|(?:rgb|hsl)a?\([\w\s.,%+-]*\)", re.ASCII)
POINTER = re.compile(r"""url\(\s*["']?#([\w.:-]+)["']?\s*\)[^()]*""")
LENGTH = re.compile(r"\s*(\d+\.?\d*|\.\d+)(px|pt|pc|mm|cm|in)?\s*")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
SELECTOR = re.compile(r"(\w*|\*)(?:\.([\w-]+)|#([\w-]+))?")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# What holds for another medium, or is of another file.
AT_RULE = re.compile(r"@[^{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")

MOST_ELEMENTS = 5_000
# Once everything that is drawn several times has been counted as often.
MOST_DRAWN = 20_000
DEEPEST, MOST_STEPS = 60, 8
LONGEST = 100_000
# The widest and the tallest that still is a logo, and how long its longer side is when it is written anew.
MOST_STRETCHED = 12
LONGER_SIDE = 1000


@dataclass(eq=False)
class Node:
    name: str
    attributes: dict[str, str]
    children: list[Node] = field(default_factory=list)
    text: str = ""

    def all(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.all()


def cleaned(content: bytes) -> tuple[str, int, int]:
    """The drawing, and its width and height in units of its own. Raises Unreadable."""
    root = _parsed(content)
    if root.name != "svg":
        raise Unreadable("logo_kind")
    box = _box(root)
    _take_styles(root)
    _take_out(root)
    if not any(node.name in SHAPES for node in root.all()):
        raise Unreadable("logo_empty")
    named = {node.attributes["id"]: node for node in reversed(list(root.all())) if "id" in node.attributes}
    _check_drawn(root, named)
    names = {id: f"d{number}" for number, id in enumerate(named)}
    width, height = _size(box)
    root.attributes = {
        **{key: value for key, value in root.attributes.items() if key in LOOKS},
        "viewBox": " ".join(f"{value:g}" for value in box), "width": str(width), "height": str(height),
    }  # fmt: skip
    written = f'<svg xmlns="{SVG}"' + _written(root, named, names).removeprefix("<svg")
    if len(written) > LONGEST:
        raise Unreadable("logo_detail")
    return written, width, height


def _parsed(content: bytes) -> Node:
    """The elements as they stand. Declarations of the file's own are refused: they could grow, or fetch."""
    parser = expat.ParserCreate(namespace_separator=" ")
    open_: list[Node] = [Node("", {})]
    count = 0

    def refuse(*_: object) -> None:
        raise Unreadable("declares")

    def doctype(_name: str, _system: str | None, _public: str | None, has_own: int) -> None:
        # A mere name of the standard, as many programs write, declares nothing and is not fetched.
        if has_own:
            refuse()

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MOST_ELEMENTS or len(open_) > DEEPEST:
            raise Unreadable("logo_detail")
        node = Node(_local(name), {_attribute(key): value for key, value in attributes.items()})
        open_[-1].children.append(node)
        open_.append(node)

    def end(_: str) -> None:
        open_.pop()

    def text(found: str) -> None:
        if open_[-1].name == "style":
            open_[-1].text += found

    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Unreadable("logo_kind") from error
    return open_[0].children[0]


def _local(name: str) -> str:
    """The name of an element of SVG, "" for one of any other language."""
    namespace, _, local = name.rpartition(" ")
    return local if namespace in ("", SVG) else ""


def _attribute(name: str) -> str:
    namespace, _, local = name.rpartition(" ")
    return local if not namespace or (namespace, local) == (XLINK, "href") else ""


def _box(root: Node) -> tuple[float, float, float, float]:
    """What part of the plane is shown: left, top, width and height."""
    said = root.attributes.get("viewBox", "").replace(",", " ").split()
    try:
        box = [float(value) for value in said]
    except ValueError:
        box = []
    if len(box) != 4:
        sides = [LENGTH.fullmatch(root.attributes.get(side, "")) for side in ("width", "height")]
        box = [0, 0, *(float(side[1]) for side in sides if side)]
    if len(box) != 4 or not all(abs(value) < 1e9 for value in box) or min(box[2:]) <= 0:
        raise Unreadable("logo_size")
    if max(box[2:]) > MOST_STRETCHED * min(box[2:]):
        raise Unreadable("logo_shape")
    return box[0], box[1], box[2], box[3]


def _size(box: tuple[float, float, float, float]) -> tuple[int, int]:
    longer = max(box[2:])
    return round(LONGER_SIDE * box[2] / longer), round(LONGER_SIDE * box[3] / longer)


def _take_styles(root: Node) -> None:
    """What the style sheet and the styles of elements say, said as attributes."""
    rules: list[tuple[int, tuple[str, str, str], dict[str, str]]] = []
    for sheet in (node.text for node in root.all() if node.name == "style"):
        for selectors, said in RULE.findall(AT_RULE.sub("", COMMENT.sub("", sheet))):
            for selector in selectors.split(","):
                if match := SELECTOR.fullmatch(selector.strip()):
                    element, of_class, id = (part or "" for part in match.groups())
                    rules.append((bool(id) * 100 + bool(of_class) * 10, (element, of_class, id), _declared(said)))
    rules.sort(key=lambda rule: rule[0])
    for node in root.all():
        classes = node.attributes.get("class", "").split()
        for _, (element, of_class, id), said in rules:
            is_meant = element in ("", "*", node.name) and (not of_class or of_class in classes)
            if is_meant and (not id or id == node.attributes.get("id")):
                node.attributes |= said
        node.attributes |= _declared(node.attributes.get("style", ""))


def _declared(said: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in said.split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs if name.strip() in LOOKS}


def _take_out(node: Node) -> None:
    """Leave what is named here, of elements and of attributes."""
    kept: list[Node] = []
    for child in node.children:
        if child.name in REFUSED:
            raise Unreadable(REFUSED[child.name])
        if child.name in TRANSPARENT:
            child.name, child.attributes = "g", {k: v for k, v in child.attributes.items() if k != "href"}
        if child.name == "svg":
            raise Unreadable("logo_nested")
        if child.name in ELEMENTS:
            _take_out(child)
            kept.append(child)
    node.children = kept
    # A symbol has a plane of its own.
    known = LOOKS | PLACES | {"id", "href"} | ({"viewBox"} if node.name == "symbol" else set())
    node.attributes = {key: value for key, value in node.attributes.items() if key in known and _is_plain(key, value)}


def _is_plain(key: str, value: str) -> bool:
    if key in TARGETS and "url" in value.lower():
        return bool(POINTER.fullmatch(value.strip()))
    if key == "href":
        return value.startswith("#")
    if key == "id":
        return bool(value)
    return bool((LOOK if key in LOOKS else PLACE).fullmatch(value))


def _pointed(node: Node, named: dict[str, Node]) -> dict[str, str]:
    """The attributes that point out something that is there and can be used so: attribute → its id."""
    found: dict[str, str] = {}
    for key, value in node.attributes.items():
        match = POINTER.fullmatch(value.strip()) if key in TARGETS else None
        id = value[1:] if key == "href" else match[1] if match else ""
        wanted = TARGETS.get(key) or (GRADIENTS if node.name in GRADIENTS else SHAPES | {"g", "symbol"})
        if id in named and named[id].name in wanted and (key != "href" or node.name in GRADIENTS | {"use"}):
            found[key] = id
    return found


def _check_drawn(root: Node, named: dict[str, Node]) -> None:
    """Refuse what is little to read and endless to draw: each that is drawn again is counted again."""
    # For each: how many are drawn, and through how many others. None while it is being counted.
    counted: dict[Node, tuple[int, int] | None] = {}

    def drawn(node: Node) -> tuple[int, int]:
        if node in counted:
            if (known := counted[node]) is None:
                raise Unreadable("logo_detail")
            return known
        counted[node] = None
        again = [drawn(named[id]) for id in _pointed(node, named).values()]
        within = [drawn(child) for child in node.children]
        total = 1 + sum(count for count, _ in again + within)
        steps = max([steps + 1 for _, steps in again] + [steps for _, steps in within], default=0)
        if total > MOST_DRAWN or steps > MOST_STEPS:
            raise Unreadable("logo_detail")
        counted[node] = (total, steps)
        return total, steps

    try:
        drawn(root)
    except RecursionError as error:
        raise Unreadable("logo_detail") from error


def _written(node: Node, named: dict[str, Node], names: dict[str, str]) -> str:
    pointed = _pointed(node, named)
    said: dict[str, str] = {}
    for key, value in node.attributes.items():
        if key in pointed:
            new = names[pointed[key]]
            said[key] = f"#{new}" if key == "href" else f"url(#{new})"
        elif key == "id":
            said |= {"id": names[value]} if named[value] is node else {}
        elif key != "href" and not (key in TARGETS and "url" in value.lower()):
            said[key] = value
    attributes = "".join(f" {key}={quoteattr(value)}" for key, value in said.items())
    inner = "".join(_written(child, named, names) for child in node.children)
    return f"<{node.name}{attributes}>{inner}</{node.name}>" if inner else f"<{node.name}{attributes}/>"
