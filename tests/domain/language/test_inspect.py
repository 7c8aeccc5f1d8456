"""What the linter points at, what it proposes and which law it leans on."""

import pytest

from procurement.domain.language import CODES, Lexicon, Remark, inspect
from procurement.domain.language.sentences import sentences
from procurement.domain.library import REGIMES
from tests.domain.given import LIBRARY

LEXICON = LIBRARY.lexicon


def remarks(text: str) -> tuple[Remark, ...]:
    return inspect(text, LEXICON)


def only(text: str, code: str) -> Remark:
    (found,) = [remark for remark in remarks(text) if remark.code == code]
    return found


@pytest.mark.parametrize(
    ("text", "code", "words", "suggestion"),
    [
        (
            "Dokument ska kunna öppnas i Word, Excel och PowerPoint utan tillägg.",
            "product_without_equivalent",
            "Word, Excel och PowerPoint",
            "Dokument ska kunna öppnas i Word, Excel och PowerPoint eller likvärdigt utan tillägg.",
        ),
        (
            "Klienten ska fungera på Windows 11.",
            "product_without_equivalent",
            "Windows 11",
            "Klienten ska fungera på Windows 11 eller likvärdigt.",
        ),
        (
            "Teams-möten ska gå att boka.",
            "product_without_equivalent",
            "",
            "",
        ),
        (
            "Leverantören ska följa ISO/IEC 27001:2022 i arbetet.",
            "standard_without_equivalent",
            "ISO/IEC 27001:2022",
            "Leverantören ska följa ISO/IEC 27001:2022 eller likvärdig i arbetet.",
        ),
        (
            "Leverantören ska vara ISO 9001-certifierad.",
            "standard_without_equivalent",
            "ISO 9001-certifierad",
            "",
        ),
        (
            "Systemet ska ha en sökfunktion och bör kunna spara sökningar.",
            "shall_and_should",
            "ska … bör",
            "Systemet ska ha en sökfunktion. Systemet bör kunna spara sökningar.",
        ),
        (
            "Inom en timme ska leverantören svara och ska rätta felet.",
            "two_requirements",
            "ska … ska",
            "",
        ),
        (
            "IT-dokumentation ska löpande levereras till kundtjänst.",
            "passive_without_actor",
            "levereras",
            "Leverantören ska löpande leverera IT-dokumentation till kundtjänst.",
        ),
        (
            "Förfrågningsunderlaget gäller.",
            "obsolete_word",
            "Förfrågningsunderlaget",
            "Upphandlingsdokumenten gäller.",
        ),
    ],
)
def test_the_words_are_pointed_out_and_rewritten_where_that_is_plain(
    text: str, code: str, words: str, suggestion: str
) -> None:
    if not words:  # a compound that opens a sentence is no sure name
        assert not remarks(text)
        return
    found = only(text, code)
    assert (found.words, found.suggestion) == (words, suggestion)


def test_a_place_is_where_the_words_stand() -> None:
    text = "Sökande ringer i dag.\n\n- Inloggning via BankID.\n- Karta i ArcGIS.\nFel rättas snarast."
    found = remarks(text)
    assert [remark.words for remark in found] == ["BankID", "ArcGIS", "snarast"]
    assert all(text[remark.start : remark.end] == remark.words for remark in found)


@pytest.mark.parametrize(
    "text",
    [
        "Stöd för Word och Excel. Likvärdiga format godtas.",
        "Lösningen ska stödja följande eller likvärdiga program:\n- Word\n- Excel",
        "Lösningen ska ha funktioner likvärdiga med SharePoint.",
    ],
)
def test_an_equal_may_be_let_in_by_the_sentence_beside(text: str) -> None:
    assert not remarks(text)


def test_addresses_and_commands_are_not_language() -> None:
    assert not remarks("Koden ska finnas på https://github.com/exempel och hämtas med `docker pull exempel`.")
    assert not remarks("Frågor ställs till upphandling@microsoft.example.")


@pytest.mark.parametrize("regime", REGIMES)
def test_the_law_named_applies_in_the_regime(regime: str) -> None:
    text = "Databasen ska vara Oracle. Den ska vara modern och följa ISO 27001. Namnet är XX."
    for remark in inspect(text, LEXICON, regime):  # type: ignore[arg-type]
        assert not remark.law or regime in LIBRARY.laws[remark.law].regimes, remark
    assert not any(remark.law for remark in inspect(text, LEXICON, None))


def test_every_section_of_the_codes_is_in_the_table_of_law() -> None:
    assert all(section in LIBRARY.laws for section in CODES.values() if section)


def test_a_name_weighs_less_as_an_example_and_below_the_threshold() -> None:
    assert only("Filer ska öppnas i Word.", "product_without_equivalent").severity == "warning"
    assert only("Filer ska öppnas i till exempel Word.", "product_without_equivalent").severity == "advice"
    (below,) = inspect("Filer ska öppnas i Word.", LEXICON, "national")
    assert (below.severity, below.law) == ("advice", "LOU 19 kap. 2 §")


def test_a_system_to_be_integrated_with_may_be_the_buyers_own() -> None:
    remark = only("Lösningen ska integreras med Agresso.", "product_without_equivalent")
    assert (remark.severity, remark.suggestion) == ("advice", "")
    assert "befintliga" in remark.message


def test_a_genitive_is_kept_when_a_word_is_replaced() -> None:
    found = only("Följ MSB:s råd.", "obsolete_word")
    assert (found.words, found.suggestion) == ("MSB:s", "Följ MCF:s råd.")


def test_a_row_of_words_without_an_end_is_read_in_pieces() -> None:
    endless = "Word och Excel samt " * 500
    parts = sentences(endless)
    assert all(len(part.text) <= 1_000 for part in parts)
    assert all(endless[part.start :].startswith(part.text) for part in parts)
    assert [part.text for part in sentences("a" * 2_500)] == ["a" * 1_000, "a" * 1_000, "a" * 500]


def test_a_placeholder_stops() -> None:
    assert only("Svar lämnas inom XX timmar.", "placeholder").severity == "stop"


def test_a_text_of_long_words_in_long_sentences_is_hard() -> None:
    sentence = (
        "Upphandlingsdokumentens kravspecifikation förutsätter verksamhetsövergripande informationssäkerhetsklassning "
        "innefattande konsekvensbeskrivningar, sårbarhetsanalyser, åtgärdsplaner, kontinuitetsplanering och "
        "leverantörsuppföljning avseende samtliga driftsmiljöer. "
    )
    hard = only(sentence * 8, "hard_text")
    assert hard.words.startswith("LIX ")
    easy = "Den som söker bygglov vill veta var ärendet är. Nu ringer hon till oss. "
    assert not remarks(easy * 20)
    assert not remarks(sentence), "one sentence says too little"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Det gäller t.ex. Sjövalla. Och inte m.m. Annat.", 3),
        ("Se art. 28 i bil. 3. Kod av annan art. Den räknas.", 3),
        ("Enligt 19 kap. 9 § gäller detta.", 1),
        ("Rubrik\nEn mening\nsom fortsätter.", 2),
        ("1. Första\n2. Andra", 2),
        ("", 0),
    ],
)
def test_a_text_is_parted_into_sentences(text: str, count: int) -> None:
    found = sentences(text)
    assert len(found) == count
    assert all(text[part.start :].startswith(part.text) for part in found)


def test_an_empty_lexicon_finds_no_names() -> None:
    assert not inspect("Databasen ska vara Oracle och följa ISO 27001.", Lexicon())
