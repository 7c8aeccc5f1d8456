"""The sections of law that a text cites, written as in fixtures/law.yaml. For tests: what cannot be read fails."""

import re
from collections.abc import Iterator, Mapping

# How an act is named in running text, beside its key in fixtures/law.yaml.
ALSO = {
    "avtalslagen": "AvtL",
    "dataskyddsförordningen": "GDPR",
    "kommunallagen": "KL",
    "offentlighets- och sekretesslagen": "OSL",
    "upphovsrättslagen": "URL",
    "lagen om offentlig upphandling": "LOU",
    "säkerhetsskyddslagen": "Säkerhetsskyddslagen",
    "cybersäkerhetslagen": "Cybersäkerhetslagen",
    "dataförordningen": "Dataförordningen",
    "arkivlagen": "Arkivlagen",
    "AI-förordningen": "AI-förordningen",
    "fördraget om Europeiska unionens funktionssätt": "EUF",
}

NUMBER = r"\d+(?: [a-h](?![\wåäö]))?"
NUMBERS = rf"{NUMBER}(?:(?:, | och | eller |–){NUMBER})*"
# "6, 7 och 7 a §§" and "13–17 §§" are several sections of one chapter.
PLACE = rf"(?:(?P<chapter>{NUMBER}) kap\. ?)?(?P<sections>{NUMBERS}) §§?"
ARTICLE = rf"[Aa]rtik(?:el|larna) (?P<articles>{NUMBERS})"


class Unread(ValueError):
    """A text has a section sign or an article that is not understood as a citation."""


def cited(text: str, acts: Mapping[str, str]) -> list[str]:
    """Every section cited, as "LOU 17 kap. 1 §" or "GDPR artikel 28". Raises Unread for one that cannot be read."""
    text = re.sub(r"[\s\u00a0]+", " ", text)
    names = {**{act: act for act in acts}, **ALSO}
    act = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = re.compile(rf"(?:(?P<before>{act}),? )?(?:{PLACE}|{ARTICLE})(?: (?:i )?(?P<after>{act}))?", re.IGNORECASE)
    of = {name.lower(): key for name, key in names.items()}
    found: list[str] = []
    latest = ""
    read = 0
    for match in pattern.finditer(text):
        name = match["before"] or match["after"]
        # "LOU 16 kap. 6 § över tröskelvärdet, 19 kap. 9 § under": the second is of the same act.
        latest = of[name.lower()] if name else latest
        if not latest:
            raise Unread(f"of which act? …{text[max(0, match.start() - 60) : match.end() + 20]}…")
        if match["articles"]:
            found += [f"{latest} artikel {n}" for n in numbers(match["articles"])]
        else:
            chapter = f"{match['chapter']} kap. " if match["chapter"] else ""
            found += [f"{latest} {chapter}{n} §" for n in numbers(match["sections"])]
        read += match[0].count("§")
    if read != text.count("§"):
        raise Unread(f"a section sign is not read in: {text}")
    return found


def numbers(text: str) -> Iterator[str]:
    """Each number of "6, 7 och 7 a" or "13–17"."""
    for part in re.split(r", | och | eller ", text):
        first, _, last = part.partition("–")
        if last:
            yield from (str(n) for n in range(int(first), int(last) + 1))
        else:
            yield part
