"""Products, makes, techniques and standards without the words that let an equal in (LOU 9 kap. 4 and 6 §§)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from procurement.domain.language.lexicon import Hit, Lexicon, Term
from procurement.domain.language.remarks import PRINCIPLES, Remark, Severity, law_of
from procurement.domain.language.sentences import Sentence

if TYPE_CHECKING:
    from procurement.domain.library import Regime

EQUAL = re.compile(
    r"\blikvärdig(?:t|a|e)?\b|\beller\s+(?:annan\s+|annat\s+|andra\s+|med\s+)?(?:motsvarande|liknande)\b", re.I
)
# "likvärdigt med X": the name follows.
EQUAL_TO = re.compile(r"\b(?:likvärdig(?:t|a|e)?|motsvarande)\b(?:\s+\w+)?(?:\s+(?:med|till|som))?\s+$", re.I)
NORM = re.compile(
    r"\b(?:ska|skall|bör|måste|krävs|kräver|kravet|behöver|behövs|söker|vill|önskar|önskas|köper|upphandlar)\b", re.I
)
# What the buyer has, said of the buyer's own people and in no norm.
OWN_PEOPLE = re.compile(
    r"^(?:I dag\s+)?(?:använder\s+|har\s+|arbetar\s+)?(?:vi|vår\w*|kommun\w*|beställaren|myndigheten|regionen|staden|"
    r"skolan|skolorna|förvaltning\w*|verksamhet\w*|handläggar\w*|personal\w*|lärar\w*|elever\w*|medarbetar\w*)\b",
    re.I,
)
# Before the name: it is what there is, what goes away, or what must not be needed.
EXISTING = re.compile(
    r"\b(?:befintlig\w*|nuvarande|dagens|existerande|ersätt\w*|ersatt\w*|avveckl\w*|uppsagd\w*|utfasning\w*|"
    r"(?:avtal\w*|licens\w*)\s+(?:för|om|med|på)|(?:flytt\w*|migrer\w*|hämt\w*|import\w*)\b.*\bfrån|"
    r"i\s?dag|tidigare|gamla|äldre)\b",
    re.I,
)
UNNEEDED = re.compile(r"\b(?:utan|inte|ej|aldrig|oberoende|varken|slippa|inga?|inget)\b", re.I)
OWNER = re.compile(
    r"\b(?:kommunens|kommunernas|beställarens|myndighetens|regionens|stadens|skolans|förvaltningens|vårt?|våra)"
    r"(?:\s+\w+){0,2}\s+$",
    re.I,
)
EXAMPLE = re.compile(
    r"(?:\btill exempel|\bt\.\s?ex\.?|\bexempelvis|\bsåsom|\bbland annat|\bbl\.\s?a\.?)\s+(?:\w+\s+){0,3}$", re.I
)
# What may stand between the names of one list.
BETWEEN = re.compile(r"\s*(?:,|/|&)?\s*(?:(?:och|eller|samt|respektive)\s+)?(?:(?:i|med|via|till|från|för|på|mot)\s+)?")
TAIL = re.compile(r"(?:-[^\W\d_]+)*(?:\s(?:version\s|v\.?\s?)?\d+(?:\.\d+)*(?=\s*(?:$|[.,;:)]|och\b|eller\b|samt\b)))?")
# How far back the words reach that say what a name is doing here.
BEFORE = 200
INTEGRATION = re.compile(r"\b(?:integr\w+|koppl\w+|synkroniser\w+|gränssnitt\w*|utbyt\w+|kommunicera\w*)\b", re.I)
STANDARD = Term((), "standard")


def remarks(
    sentence: Sentence, opening: Sentence | None, after: Sentence | None, lexicon: Lexicon, regime: Regime | None
) -> Iterator[Remark]:
    """The names in the sentence that nothing makes open. What opens the list, or follows, may do so."""
    products = [hit for hit in lexicon.product_index.find(sentence.text) if _is_required(sentence.text, hit)]
    standards: list[Hit] = []
    if lexicon.standard_pattern:
        found = (Hit(STANDARD, m.start(), m.end()) for m in lexicon.standard_pattern.finditer(sentence.text))
        standards = [hit for hit in found if _is_required(sentence.text, hit)]
    if (not products and not standards) or _is_opened_beside(opening, after):
        return
    for code, hits in (("product_without_equivalent", products), ("standard_without_equivalent", standards)):
        for group in _groups(sentence.text, hits):
            start, end = group[0].start, group[-1].end
            if EQUAL.search(sentence.text, end) or EQUAL_TO.search(sentence.text[max(0, start - BEFORE) : start]):
                continue
            yield _remark(code, sentence, group, lexicon, regime)


def plain_product_words(words: str) -> list[str]:
    """The names in what a remark found: "Raindance och Visma" is two."""
    return [name for name in re.split(r"\s*(?:,|/|&|\boch\b|\beller\b|\bsamt\b|\brespektive\b)\s*", words) if name]


def _is_required(text: str, hit: Hit) -> bool:
    """Whether the name is asked for, and not just told of."""
    before = text[max(0, hit.start - BEFORE) : hit.start]
    if OWNER.search(before) or EXISTING.search(before) or UNNEEDED.search(before):
        return False
    return not OWN_PEOPLE.search(text) or bool(NORM.search(before))


def _is_opened_beside(opening: Sentence | None, after: Sentence | None) -> bool:
    """Whether the sentence that opens the list, or the one that follows, lets an equal in."""
    if opening and EQUAL.search(opening.text):
        return True
    return bool(after and re.search(r"\b(?:likvärdig|motsvarande)", after.text, re.I))


def _groups(text: str, hits: Sequence[Hit]) -> Iterator[list[Hit]]:
    """The names that stand in one list together, since one "eller likvärdigt" serves them all."""
    group: list[Hit] = []
    for hit in hits:
        hit = Hit(hit.term, hit.start, _end(text, hit.end))
        if group and BETWEEN.fullmatch(text, group[-1].end, hit.start):
            group.append(hit)
        else:
            if group:
                yield group
            group = [hit]
    if group:
        yield group


def _end(text: str, end: int) -> int:
    """The end of the name with its tail: "Windows 11", "Teams-möten"."""
    tail = TAIL.match(text, end)
    return tail.end() if tail else end


def _remark(code: str, sentence: Sentence, group: list[Hit], lexicon: Lexicon, regime: Regime | None) -> Remark:
    text, start, end = sentence.text, group[0].start, group[-1].end
    words = text[start:end]
    if code == "standard_without_equivalent":
        added = "eller likvärdig"
        message = (
            f"”{words}” är en hänvisning till en standard. Den som uppfyller samma sak på ett annat sätt "
            f"ska kunna visa det: skriv ”{added}” efter."
        )
    else:
        added = "eller likvärdigt"
        kinds = [lexicon.kinds[key] for key in dict.fromkeys(hit.term.kind for hit in group)]
        message = (
            f"”{words}” pekar ut {' och '.join(kind.title for kind in kinds)}. Den som kan lika bra med något annat "
            f"stängs ute. Beskriv hellre {kinds[0].hint}. Går det inte, skriv ”{added}” efter."
        )
    before = text[max(0, start - BEFORE) : start]
    is_own = code == "product_without_equivalent" and INTEGRATION.search(before)
    if is_own:
        message = (
            f"”{words}” är en viss produkt. Är det ett system ni redan har: skriv det (”vårt befintliga …”), och kräv "
            "ett öppet gränssnitt mot det. Annars stängs den ute som klarar samma sak med något annat."
        )
    severity: Severity = "warning"
    if regime in PRINCIPLES or is_own or EXAMPLE.search(before):
        severity = "advice"
    return Remark(
        code, severity, sentence.start + start, sentence.start + end, words, message,
        "" if is_own else _opened(text, group[-1], end, added), law_of(code, regime),
    )  # fmt: skip


def _opened(text: str, last: Hit, end: int, added: str) -> str:
    """The sentence with the words that let an equal in; "" where they do not fit as they are."""
    name = text[last.start : end]
    is_genitive = last.term is not STANDARD and name.endswith("s") and name not in last.term.forms
    is_adjective = last.term is STANDARD and re.search(r"-[a-zåäö]+$", name)
    if is_genitive or is_adjective or text[end : end + 1] in ("-", ":"):
        return ""
    return f"{text[:end]} {added}{text[end:]}"
