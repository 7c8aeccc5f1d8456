"""An authority's own clauses and its own wording of ours, laid over the library for all its drafts.

What an authority has written is text. The one thing that is more in it is `{key}`, where an answer goes, and only for a
key that can be written out: everything else stands as it was typed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import cast

from procurement.domain.conditions import wanted_values
from procurement.domain.document import Text
from procurement.domain.library import FACT_TEXTS, Clause, ClauseKind, Library
from procurement.domain.library_checks import UNWRITABLE, satisfiable
from procurement.domain.markup import PLACEHOLDER, Run, Slot, Template, TemplateItems, TemplateParagraph, typed
from procurement.domain.questions import Choice, Fault, Question, Value

PREFIX = "EGEN-"
IDENTITY = re.compile(rf"{PREFIX}\d{{2,4}}")

KINDS = (Choice("requirement", "Obligatoriskt krav", "krav"), Choice("contract_term", "Kontraktsvillkor", "villkor"))

# What a clause of their own says. `system_kinds` is all there is of a condition: left out, the clause always stands.
FIELDS = (
    Question("title", "text", "Rubrik"),
    Question("area", "text", "Område"),
    Question("kind", "choice", "Slag", choices=KINDS),
    Question("text", "long_text", "Klausulens text"),
    Question("motive", "long_text", "Motiv", optional=True),
    Question("evidence", "long_text", "Bevis", optional=True),
    Question("check", "long_text", "Kontroll", optional=True),
    Question("law", "list", "Lag", optional=True),
    Question("system_kinds", "list", "När gäller klausulen?", optional=True),
)
NEEDED = ("title", "area", "kind", "text")

# As it travels in a brief, so that the documents can be made from the file alone.
QUESTION = Question(
    "house", "group", "Myndighetens egna klausuler",
    fields=(
        Question("wording", "mapping", "Egen lydelse", fields=(Question("text", "long_text", "Lydelse"),)),
        Question("clauses", "rows", "Egna klausuler", fields=(Question("id", "text", "Id"), *FIELDS)),
    ),
)  # fmt: skip

House = Mapping[str, Value]
Own = Mapping[str, Value]


def with_house(library: Library, house: House) -> Library:
    """The library as the authority has it: its wording instead of ours, and its clauses after ours.

    What the library does not know, such as a section of law that came later, is left out and stops nothing.
    """
    if not house:
        return library
    clauses = dict(library.clauses)
    for identity, text in wording_of(house).items():
        if identity in clauses:
            clauses[identity] = reworded(clauses[identity], text, library)
    own = [clause(one, library) for one in clauses_of(house)]
    clauses |= {one.id: one for one in own}
    return replace(
        library,
        digest=hashlib.sha256(f"{library.digest} {json.dumps(house, sort_keys=True)}".encode()).hexdigest(),
        clauses=clauses,
        # Whoever writes a clause of their own wants it in a direct award too.
        short_form=(*library.short_form, *(one.id for one in own)),
    )


def merged(house: House, carried: House) -> dict[str, Value]:
    """The authority's house, with what a brief has brought with it: that stands first, in that draft."""
    own = {str(one.get("id")): one for one in [*clauses_of(house), *clauses_of(carried)]}
    return _house({**wording_of(house), **wording_of(carried)}, list(own.values()))


def besides(carried: House, house: House) -> dict[str, Value]:
    """What a brief has brought that the authority does not already have, word for word."""
    known = wording_of(house)
    wording = {id: text for id, text in wording_of(carried).items() if known.get(id) != text}
    return _house(wording, [one for one in clauses_of(carried) if one not in clauses_of(house)])


def _house(wording: Mapping[str, str], clauses: list[dict[str, Value]]) -> dict[str, Value]:
    found: dict[str, Value] = {"wording": dict(wording), "clauses": list(clauses)}
    return {key: value for key, value in found.items() if value}


def wording_of(house: House) -> dict[str, str]:
    """Clause → the authority's own words."""
    return {key: str(text) for key, text in cast("dict[str, Value]", house.get("wording") or {}).items()}


def clauses_of(house: House) -> list[dict[str, Value]]:
    """The authority's own clauses."""
    return cast("list[dict[str, Value]]", house.get("clauses") or [])


def reworded(ours: Clause, text: str, library: Library) -> Clause:
    """Our clause in the authority's words. They stand in place of the softer text too."""
    return replace(ours, text=template(text, library), softer=(), softer_when={}, house=True)


def clause(own: Own, library: Library) -> Clause:
    """A clause of the authority's own."""
    kinds = [kind for kind in cast("list[str]", own.get("system_kinds") or [])]
    area = str(own.get("area"))
    return Clause(
        id=str(own.get("id")),
        area=area if area in library.areas else list(library.areas)[-1],
        kind=cast(ClauseKind, own.get("kind", "requirement")),
        title=str(own.get("title") or ""),
        text=template(str(own.get("text") or ""), library),
        when={"system_kind": list(kinds)} if kinds else {},
        motive=" ".join(str(own.get("motive") or "").split()),
        evidence=" ".join(str(own.get("evidence") or "").split()),
        check=template(str(own.get("check") or ""), library),
        law=tuple(ref for ref in cast("list[str]", own.get("law") or []) if ref in library.laws),
        house=True,
    )


def template(text: str, library: Library) -> Template:
    """Their text with a slot for each `{key}` that can be written out."""
    return tuple(
        TemplateParagraph(_run(block, library))
        if isinstance(block, str)
        else TemplateItems(tuple(_run(item, library) for item in block))
        for block in typed(text)
    )


def source(ours: Clause) -> str:
    """What our clause says, as somebody would write it: to begin from, and to compare with later."""
    texts = [_source(ours.text)]
    if ours.softer:
        texts += ["Mildare lydelse:", _source(ours.softer)]
    return "\n\n".join(texts)


def start_of(ours: Clause) -> str:
    """Our standard text, to write on from."""
    return _source(ours.text)


def example(clause: Clause, library: Library) -> dict[str, Value]:
    """Answers that lead to the clause, so that what is proposed for its other answers can be shown in it."""
    found: dict[str, Value] = {}
    conditions = [library.questions[key].when for key in clause.slots() if key in library.questions]
    for condition in (clause.when, *conditions):
        for key, wanted in condition.items():
            question = library.questions.get(key)
            if question and key not in found and not isinstance(wanted, dict) and wanted_values(wanted):
                value = wanted_values(wanted)[0]
                found[key] = [value] if question.kind == "choices" else value
    return found


def own_words(clause: Clause, brief: Mapping[str, Value]) -> str:
    """The clause in words that are not ours: the draft's own, or those of its authority. Empty for our text."""
    written = cast("dict[str, Value]", brief.get("wording") or {}).get(clause.id)
    return str(written) if written else start_of(clause) if clause.house else ""


def keys_in(text: str) -> list[str]:
    """The keys that stand within braces, known or not, in the order of the text."""
    return list(dict.fromkeys(PLACEHOLDER.findall(text)))


def is_writable(key: str, library: Library) -> bool:
    """Whether the answer can be written in a sentence."""
    question = library.questions.get(key)
    return key in FACT_TEXTS if question is None else question.kind not in UNWRITABLE


def faults(house: House, library: Library) -> list[Fault]:
    """What a brief's house names that is not there. Its texts are as they are: a name within braces that is unknown
    to the library stands as it was typed.
    """
    return list(_faults(house, library))


def faults_in(text: str, path: str, standing: Clause, library: Library) -> Iterator[Fault]:
    """What stands within braces in a text and no answer can take the place of where the clause stands.

    Asked of one who writes: a misspelt name would be printed as it is in every document.
    """
    for key in keys_in(text):
        if not is_writable(key, library):
            yield Fault(path, "namn inom klammer som finns, som {contract_start}", f"{{{key}}}")
        elif key in library.questions and not satisfiable(standing.when, library, {key: None}):
            yield Fault(path, "namn på svar som ges när klausulen gäller", f"{{{key}}}")
    if "{" in PLACEHOLDER.sub("", text):
        yield Fault(path, "klammer bara kring namn som {contract_start}", "en ensam {")


def own_faults(own: Own, library: Library, path: str = "") -> Iterator[Fault]:
    """What is missing or unknown in a clause of their own."""
    for key in NEEDED:
        if not own.get(key):
            yield Fault(f"{path}{key}", "ett svar", "inget")
    if own.get("area") and own["area"] not in library.areas:
        yield Fault(f"{path}area", "ett område i biblioteket", f"”{own['area']}”")
    question = library.questions.get("system_kind")
    for kind in cast("list[str]", own.get("system_kinds") or []):
        if question is None or question.choice(kind) is None:
            yield Fault(f"{path}system_kinds", "ett slag av köp i biblioteket", f"”{kind}”")
    for ref in cast("list[str]", own.get("law") or []):
        if ref not in library.laws:
            yield Fault(f"{path}law", "bestämmelser i bibliotekets lagtabell, som LOU 17 kap. 1 §", f"”{ref}”")


def _faults(house: House, library: Library) -> Iterator[Fault]:
    for identity in wording_of(house):
        if identity not in library.clauses or IDENTITY.fullmatch(identity):
            yield Fault(f"house.wording.{identity}", "en klausul i biblioteket", f"”{identity}”")
    seen: set[str] = set()
    for n, own in enumerate(clauses_of(house)):
        identity = str(own.get("id") or "")
        if not IDENTITY.fullmatch(identity) or identity in seen:
            yield Fault(f"house.clauses[{n}].id", f"ett eget id som {PREFIX}01", f"”{identity}”")
        seen.add(identity)
        yield from own_faults(own, library, f"house.clauses[{n}].")


def _run(text: str, library: Library) -> Run:
    found: list[Text | Slot] = []
    for n, part in enumerate(PLACEHOLDER.split(text)):
        if n % 2:
            found.append(Slot(part) if is_writable(part, library) else Text(f"{{{part}}}"))
        elif part:
            found.append(Text(part))
    return tuple(found)


def _source(texts: Template) -> str:
    return "\n\n".join(
        "\n".join(f"- {_written(run)}" for run in block.items)
        if isinstance(block, TemplateItems)
        else _written(block.run)
        for block in texts
    )


def _written(run: Run) -> str:
    return "".join(part.text if isinstance(part, Text) else f"{{{part.key}}}" for part in run)
