"""A brief to start from: only what the old document says, each value with the sentence that says it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import yaml

from procurement.domain import brief as briefs
from procurement.domain.brief import Brief
from procurement.domain.inspection.blocks import Block
from procurement.domain.inspection.requirements import Place, Sentence, every_sentence
from procurement.domain.inspection.words import MODAL
from procurement.domain.library import Library
from procurement.domain.questions import Value

NUMBERS = {
    "ett": 1, "en": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9, "tio": 10,
    "tolv": 12, "arton": 18, "tjugofyra": 24, "trettiosex": 36, "fyrtioåtta": 48,
}  # fmt: skip
NUMBER = rf"(?:\d{{1,3}}|{'|'.join(NUMBERS)})"
IN_BRACKETS = r"(?:\s*\([^)]{1,20}\))?"
# "två (2) år", "4+2+2 år"; not "ett år i taget", which does not say how many.
PERIOD = (
    rf"\b({NUMBER}{IN_BRACKETS}(?:\s*(?:\+|plus|och)\s*{NUMBER}{IN_BRACKETS}){{0,4}})"
    r"\s+(år|månader)\b(?!\s+(?:i taget|åt gången))"
)

# Where a title stands: on the first pages, after one of these words.
OPENING = 80
TITLE = re.compile(
    r"(?:\b(?:upphandling(?:en)?|förfrågningsunderlag(?:et)?|upphandlingsdokument|inbjudan att lämna anbud"
    r"|kravspecifikation)"
    r"\s*(?:av|avseende|gällande|angående|för|på|:|–|-)\s*"
    r"|^(?:förfrågningsunderlag|upphandlingsdokument|kravspecifikation)\s+)"
    r"(?P<title>\w[^.;:]{3,110})",
    re.IGNORECASE,
)
GENERIC = re.compile(
    r"(?:inledning|innehåll\w*|bakgrund|allmän\w*.*|kravspecifikation|förfrågningsunderlag|upphandlingsdokument|bilaga.*"
    r"|administrativa .*|omfattning|syfte|orientering.*|information.*)",
    re.IGNORECASE,
)
REFERENCE = re.compile(
    r"\b(?:dnr|diarienr|diarienummer|ärendenummer|referensnummer)\b\.?\s*:?\s*"
    r"(?P<ref>(?:[A-ZÅÄÖ]{1,8}[ -]?)?\d{2,4}[-/:. ]?\d[\w/:-]{0,12})",
    re.IGNORECASE,
)
SCOPE = re.compile(r"omfattning|föremål|uppdrag|vad som upphandlas|beskrivning av|upphandlingens mål", re.IGNORECASE)
BACKGROUND = re.compile(
    r"bakgrund|nuläge|syfte|inledning|orientering|allmän information|dagens situation", re.IGNORECASE
)
PROBLEM = re.compile(
    r"\bproblem\w*|\bsvårt\b|\bsaknar?s?\b|\bbrist\w*|\bmanuell\w*|\bdubbel\w*|\btidskrävande\b", re.IGNORECASE
)
TODAY = re.compile(r"\bi ?dag\b|\bnuvarande\b|\bbefintlig\w*|\bdagens\b", re.IGNORECASE)

SURFACES = {
    "public_web": r"\be-tjänst\w*|\bwebbplats\w*|\bhemsida\w*|\b(?:medborgar|invånar|kund)portal\w*|\bmina sidor\b",
    "staff_web": r"\bhandläggar(?:e|en|na|stöd\w*|gränssnitt\w*)\b|\bmedarbetar(?:e|en|na)\b|\bpersonal(?:en)?\b",
    "mobile_app": r"\bappen\b|\bmobilapp\w*|\bmobil(?:a)? applikation\w*|\b(?-i:app)\b(?= för)",
}
# The strictest that the text speaks of; `security` is never guessed.
DATA_CLASSES = {
    "secret": r"\bsekretess(?:belagd|kyddad)\w*|\bomfattas av sekretess\b|\bskyddade? (?:identitet|personuppgifter)\b",
    "personal": r"\bpersonuppgift\w*|\bpersonnummer\b|\bkänsliga uppgifter\b",
}
KINDS = {
    "standard_product": (
        r"\bstandard(?:system|produkt|programvara)\w*|\bfärdigt? (?:system|produkt)\b|\bsaas\b|\bmolntjänst\w*"
    ),
    "new": r"\bnyutveckling\w*|\butvecklas från grunden\b|\bsystemutveckling av ett nytt\b",
}
HOSTING = {
    "supplier": (
        r"\b(?:drift\w*|drivas) (?:\w+ ){0,3}?(?:hos|av) leverantören\b|\bsaas\b|\bmolntjänst\w*"
        r"|\bleverantören (?:ska|skall|ansvarar för) (?:\w+ ){0,3}?drift\w*"
    ),
    "authority": (r"\bdrift\w* (?:\w+ ){0,3}?(?:i|på|hos|av) (?:kommunens?|beställarens?|regionens?|egen)\b"),
}
INTEGRATION = re.compile(
    r"\b(?:integr\w+|koppl(?:ing|as|ingar)|gränssnitt|kommunicera|utbyta (?:data|information|uppgifter))\b"
    r"(?:\s+\w+){0,4}?"
    r"\s(?:mot|med|till)\s+(?P<what>[^.,;:()]{3,60}?)"
    r"(?=\s+(?:via|genom|för att|enligt|med hjälp|som|så att|ska|och kunna)\b|[.,;:()]|$)",
    re.IGNORECASE,
)
VAGUE_SYSTEM = re.compile(
    r"(?:andra|övriga|externa|befintliga|flera|kommunens (?:övriga|andra)|omgivande|tredje)\b", re.IGNORECASE
)
MOST_INTEGRATIONS = 20
TERM = re.compile(
    rf"\b(?:avtals|kontrakts)(?:tid|period)\w*\b[^.]{{0,80}}?\b{PERIOD}"
    rf"|\bavtalet (?:gäller|löper) [^.]{{0,40}}?\b{PERIOD}",
    re.IGNORECASE,
)
EXTENSION = re.compile(rf"\bförläng\w*\b[^.]{{0,80}}?\b{PERIOD}", re.IGNORECASE)
UPTIME = re.compile(r"\b(?P<percent>9\d(?:[.,]\d{1,3})?)\s*(?:%|procent)", re.IGNORECASE)


@dataclass(frozen=True)
class Source:
    """The words that a value comes from, and where they stand."""

    text: str
    place: Place


@dataclass(frozen=True)
class Beginning:
    """The answers, and for each key where it comes from."""

    brief: Brief
    sources: dict[str, Source]


def beginning(blocks: Sequence[Block], library: Library) -> Beginning:
    """What the document answers of the wizard's questions. What it does not say is left out."""
    brief: Brief = {}
    sources: dict[str, Source] = {}
    for key, value, source in _answers(blocks):
        if key not in brief and (taken := accepted({key: value}, library)):
            brief |= taken
            sources[key] = source
    return Beginning(brief, sources)


def accepted(values: Mapping[str, object], library: Library) -> Brief:
    """Those of the answers that the library's questions take, each by itself."""
    brief: Brief = {}
    for key, value in values.items():
        try:
            checked = briefs.check({key: value}, library)
        except briefs.Refused:
            continue
        if key in checked:
            brief[key] = checked[key]
    return brief


def as_yaml(brief: Brief, sources: Mapping[str, Mapping[str, str]]) -> str:
    """The answers as a file that the program reads, each under the words it comes from."""
    parts = []
    for key, value in brief.items():
        source = sources.get(key, {})
        said = " ".join(f"{source.get('place', '')}: {source.get('text', '')}".split()).strip(": ")
        said = "".join(letter for letter in said if letter.isprintable())
        written = yaml.safe_dump({key: value}, allow_unicode=True, sort_keys=False, width=1_000)
        parts.append(f"# {said}\n{written}" if said else written)
    return "\n".join(parts)


def _answers(blocks: Sequence[Block]) -> Iterator[tuple[str, Value, Source]]:
    yield from _title(blocks)
    said = list(every_sentence(blocks))
    for sentence in said[: OPENING * 3]:
        if reference := REFERENCE.search(sentence.text):
            yield "reference", reference["ref"].strip(), _source(sentence)
            break
    yield from _texts(said)
    yield from _chosen(said)
    yield from _contract(said)
    yield from _integrations(said)


def _title(blocks: Sequence[Block]) -> Iterator[tuple[str, Value, Source]]:
    opening = blocks[:OPENING]
    for block in opening:
        if found := TITLE.search(block.text):
            title = found["title"].strip(" ,–-")
            if not MODAL.search(block.text[: found.end()]) and len(title.split()) < 14:
                yield "title", title[0].upper() + title[1:], Source(block.text[:300], Place(page=block.page))
                return
    for block in opening:
        # A heading with a number is that of a chapter.
        if block.kind == "heading" and block.level <= 1 and not block.number and not GENERIC.fullmatch(block.text):
            yield "title", block.text[:120], Source(block.text, Place(page=block.page))
            return


def _texts(said: list[Sentence]) -> Iterator[tuple[str, Value, Source]]:
    wanted = (
        ("description", SCOPE, None),
        ("problem", BACKGROUND, PROBLEM),
        ("current_solution", BACKGROUND, TODAY),
    )
    for key, heading, words in wanted:
        chosen = [
            sentence
            for sentence in said
            if heading.search(sentence.above) and (words is None or words.search(sentence.text))
            and (key != "description" or not MODAL.search(sentence.text))
            and 4 < len(sentence.text.split()) < 60
        ][:3]  # fmt: skip
        if chosen:
            text = " ".join(sentence.text for sentence in chosen)
            yield key, text, Source(text, chosen[0].place)


def _chosen(said: list[Sentence]) -> Iterator[tuple[str, Value, Source]]:
    """Answers to questions of choice, where the text uses a word that decides."""
    surfaces: list[Value] = []
    sources: list[Sentence] = []
    for key, pattern in SURFACES.items():
        if sentence := _first(said, pattern, asking=True):
            surfaces.append(key)
            sources.append(sentence)
    if surfaces:
        text = " … ".join(dict.fromkeys(sentence.text for sentence in sources))
        yield "surfaces", surfaces, Source(text, sources[0].place)
    for key, choices in (("data_class", DATA_CLASSES), ("system_kind", KINDS), ("hosting", HOSTING)):
        for value, pattern in choices.items():
            # Secrecy of the bids is about the tender, not about the data.
            if sentence := _first(said, pattern, unless=r"\banbud\w*"):
                yield key, value, _source(sentence)
                break


def _first(said: list[Sentence], pattern: str, *, unless: str = "", asking: bool = False) -> Sentence | None:
    looked_for = re.compile(pattern, re.IGNORECASE)
    excused = re.compile(unless, re.IGNORECASE) if unless else None
    for sentence in said:
        if looked_for.search(sentence.text) and not (excused and excused.search(sentence.text)):
            if asking and not MODAL.search(sentence.text):
                continue
            return sentence
    return None


def _contract(said: list[Sentence]) -> Iterator[tuple[str, Value, Source]]:
    for sentence in said:
        extension = EXTENSION.search(sentence.text)
        term = TERM.search(sentence.text[: extension.start()] if extension else sentence.text)
        if term:
            # "2+1+1 år": two years, which can be made two more.
            first, *rest = _months(term)
            yield "term_months", first, _source(sentence)
            if rest:
                yield "extension_months", sum(rest), _source(sentence)
        if extension:
            yield "extension_months", sum(_months(extension)), _source(sentence)
        uptime = UPTIME.search(sentence.text)
        if uptime and re.search(r"\btillgänglig|\bdrifttid|\bupptid", sentence.text, re.IGNORECASE):
            yield "availability", float(uptime["percent"].replace(",", ".")), _source(sentence)


def _months(period: re.Match[str]) -> list[int]:
    """Each number of the period in months: of "4+2+2 år" 48, 24 and 24."""
    numbers, unit = [group for group in period.groups() if group]
    each = re.findall(NUMBER, re.sub(IN_BRACKETS, "", numbers), re.IGNORECASE)
    in_months = 12 if unit.casefold() == "år" else 1
    return [(NUMBERS.get(number.casefold()) or int(number)) * in_months for number in each]


def _integrations(said: list[Sentence]) -> Iterator[tuple[str, Value, Source]]:
    rows: dict[str, Sentence] = {}
    for sentence in said:
        if not MODAL.search(sentence.text):
            continue
        for found in INTEGRATION.finditer(sentence.text):
            what = found["what"].strip()
            if not VAGUE_SYSTEM.match(what) and len(what.split()) < 8:
                rows.setdefault(what, sentence)
    if rows:
        listed: list[Value] = [{"system": what} for what in list(rows)[:MOST_INTEGRATIONS]]
        first = next(iter(rows.values()))
        yield "integrations", listed, Source(" … ".join(_unique(s.text for s in rows.values())), first.place)


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))[:MOST_INTEGRATIONS]


def _source(sentence: Sentence) -> Source:
    return Source(sentence.text, sentence.place)
