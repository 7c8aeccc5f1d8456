"""The Swedish of the library against a Swedish dictionary, with a reviewed list of the words it does not know."""

import functools
import importlib.metadata
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from spylls.hunspell import Dictionary

LIBRARY = Path(__file__).parents[2] / "fixtures" / "library"
WORD_LIST = LIBRARY / "words.txt"
FILES = sorted(path for path in LIBRARY.rglob("*") if path.suffix in (".md", ".yaml"))

# What users read. The rest is keys, conditions, ids, references to law and names of sources.
READ = {
    "title", "motive", "evidence", "check", "risk", "scale", "label", "hint", "why", "gap", "unit", "row", "intro",
    "text", "compensation", "never_valid", "summary", "added", "changed", "withdrawn", "property", "measure", "level",
    "method",
}  # fmt: skip
NOT_SWEDISH = re.compile(
    r"""`[^`]*`                                       # a command
    | \{[a-z_]+\}                                     # where an answer goes
    | \bPC-[A-Z0-9]+-\w+                              # a clause's id
    | \b[A-Z][A-Za-z0-9]*-\d[\d.]*(?:-[A-Za-z]+)*    # a licence's id
    | (?:https?://|www\.)\S+ | \S+@\S+                # an address
    | \b(?:LOU|OSL|URL|KL|AvtL|GDPR)\b                # an act, and where in it
    | \d+(?:\s[a-z])?\s(?:kap\.|§§?)
    """,
    re.VERBOSE,
)
WORD = re.compile(r"[^\W\d_]+(?:[-:.][^\W\d_]+)*")


@functools.cache
def dictionary() -> Dictionary:
    """The dictionary of the package hunspell-sv, which knows newer words than the one that spylls carries."""
    files = importlib.metadata.files("hunspell-sv") or []
    found = next(Path(str(f.locate())) for f in files if f.name == "sv_SE.aff")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # spylls leaves its files for the garbage collector to close
        return Dictionary.from_files(str(found.with_suffix("")))


@functools.cache
def reviewed() -> frozenset[str]:
    return frozenset(WORD_LIST.read_text(encoding="utf-8").split())


@functools.cache
def is_in_dictionary(word: str) -> bool:
    return bool(dictionary().lookup(word))


def is_known(word: str) -> bool:
    """A reviewed word is taken as it stands, and with a capital where it opens a sentence."""
    return word in reviewed() or word[0].lower() + word[1:] in reviewed() or is_in_dictionary(word)


def read_texts(node: object, is_read: bool = False) -> Iterator[str]:
    """Every text in the data that a user reads."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from read_texts(value, is_read or key in READ)
    elif isinstance(node, list):
        for value in node:
            yield from read_texts(value, is_read)
    elif isinstance(node, str) and is_read:
        yield node


@functools.cache
def words(path: Path) -> frozenset[str]:
    """The words of a clause (its head and its text) or of a file of questions."""
    text = path.read_text(encoding="utf-8")
    _, head, body = text.split("---\n", 2) if path.suffix == ".md" else ("", text, "")
    everything = "\n".join([*read_texts(yaml.safe_load(head)), body])
    return frozenset(WORD.findall(NOT_SWEDISH.sub(" ", everything)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(LIBRARY).as_posix())
def test_the_swedish_is_spelt_right(path: Path) -> None:
    wrong = sorted(word for word in words(path) if not is_known(word))
    assert not wrong, f"misspelt, or to be reviewed and added to {WORD_LIST.name}: {', '.join(wrong)}"


def test_a_misspelt_word_is_found() -> None:
    assert not is_known("upphandligsdokument")
    assert is_known("upphandlingsdokument")


def test_the_word_list_is_sorted_and_holds_each_word_once() -> None:
    listed = WORD_LIST.read_text(encoding="utf-8").splitlines()
    assert listed == sorted(set(listed), key=lambda word: (word.casefold(), word))


def test_the_word_list_holds_no_word_that_is_no_longer_needed() -> None:
    used = {form for path in FILES for word in words(path) for form in (word, word[0].lower() + word[1:])}
    idle = sorted(word for word in reviewed() if word not in used or is_in_dictionary(word))
    assert not idle, f"no longer used, or known to the dictionary: {', '.join(idle)}"
