"""The word lists: reviewed, of enough names, each found as it stands, and refused when they do not hold together."""

from datetime import date

import pytest

from procurement.domain import library_reader
from procurement.domain.language import inspect
from procurement.domain.language.lexicon import Index, Term
from procurement.domain.language.reading import FILES as LISTS
from procurement.domain.language.reading import FOLDER, read
from procurement.domain.library import BrokenLibrary
from tests.domain.given import LIBRARY
from tests.library.releases import FIRST, release
from tests.library.situations import FILES

LEXICON = LIBRARY.lexicon
NAMES = [(term, form) for term in LEXICON.products for form in term.forms]


def test_the_lists_are_reviewed_and_name_enough() -> None:
    assert date.fromisoformat(LEXICON.reviewed) <= date(2026, 11, 23)
    assert len(NAMES) >= 400
    assert {term.kind for term in LEXICON.products} == set(LEXICON.kinds)
    assert all(kind.title and kind.hint for kind in LEXICON.kinds.values())
    assert all(term.hint for term in LEXICON.vague)
    assert all(term.why for term in LEXICON.obsolete)


def test_every_name_is_found_where_it_is_asked_for_and_only_until_an_equal_is_let_in() -> None:
    for term, form in NAMES:
        decider = f"{min(term.needs)} " if term.needs else ""
        text = f"Leverantören ska bygga på {decider}{form}."
        found = [r for r in inspect(text, LEXICON) if r.code == "product_without_equivalent"]
        assert [form in remark.words for remark in found] == [True], form
        assert not inspect(text.replace(form, f"{form} eller likvärdigt"), LEXICON), form


@pytest.mark.parametrize("term", LEXICON.vague, ids=lambda term: term.forms[0])
def test_advice_on_a_vague_word_is_not_vague_itself(term: Term) -> None:
    assert not [r for r in inspect(term.hint, LEXICON) if r.code in ("vague_word", "product_without_equivalent")]


def test_the_longest_name_wins_and_a_part_of_a_word_is_none() -> None:
    index = Index((Term(("Azure",)), Term(("Azure DevOps",)), Term(("Word",), exact=True)))
    text = "Azure DevOps, Wordlista, word, Words, Word"
    assert [text[hit.start : hit.end] for hit in index.find(text)] == ["Azure DevOps", "Words", "Word"]


def test_a_library_from_before_the_lists_is_read_and_has_none() -> None:
    assert not release(FIRST).lexicon.products
    lexicon, problems = read({path: text for path, text in FILES.items() if not path.startswith(FOLDER)})
    assert not lexicon.products and not problems


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("products", "kind: office", "kind: offfice", "okänt slag offfice"),
        ("products", "forms: [Word]", "forms: [Word, Word]", "”Word” står två gånger"),
        ("products", "inside: true", "insides: true", "okänd nyckel insides"),
        ("products", "reviewed: 2026-11-23", "read: 2026-11-23", "saknar reviewed"),
        ("products", "forms: [Word]", 'forms: ["§"]', "går inte att söka efter"),
        ("standards", "EN ?301", "EN ?(301", "mönstret går inte att läsa"),
        ("vague", "terms:", "terms: [", "inte giltig YAML"),
    ],
)
def test_a_list_that_does_not_hold_together_is_refused(name: str, old: str, new: str, said: str) -> None:
    path = f"{FOLDER}{name}.yaml"
    assert old in FILES[path]
    with pytest.raises(BrokenLibrary) as caught:
        library_reader.read({**FILES, path: FILES[path].replace(old, new, 1)})
    assert said in str(caught.value) and path in str(caught.value)


def test_a_list_that_is_missing_is_asked_for() -> None:
    for name in LISTS:
        _, problems = read({path: text for path, text in FILES.items() if path != f"{FOLDER}{name}.yaml"})
        assert any(problem.file == f"{FOLDER}{name}.yaml" for problem in problems)
