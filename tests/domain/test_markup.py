"""The text of a clause: what it may hold, and how answers enter it."""

import pytest

from procurement.domain.document import Gap, Inlines, Items, Paragraph, Text
from procurement.domain.markup import (
    BadMarkup,
    Slot,
    TemplateItems,
    TemplateParagraph,
    fill,
    parse,
    plain_paragraphs,
    slots,
)


def answered(text: str, **answers: str) -> object:
    def answer(key: str) -> Inlines:
        return (Text(answers[key]),) if key in answers else (Gap(key, key),)

    return fill(parse(text), answer)


def test_lines_are_joined_and_a_blank_line_parts_paragraphs() -> None:
    assert answered("En mening.\nEn till.\n\nNytt stycke.") == (
        Paragraph((Text("En mening."), Text(" "), Text("En till."))),
        Paragraph((Text("Nytt stycke."),)),
    )


def test_a_list_is_a_list() -> None:
    assert answered("Detta:\n\n- ett\n- två") == (Paragraph((Text("Detta:"),)), Items(((Text("ett"),), (Text("två"),))))
    assert answered("1. ett\n2. två") == (Items(((Text("ett"),), (Text("två"),)), ordered=True),)


def test_emphasis_strong_and_code_are_kept() -> None:
    assert answered("a *b* **c** `d`") == (
        Paragraph((Text("a "), Text("b", "emphasis"), Text(" "), Text("c", "strong"), Text(" "), Text("d", "code"))),
    )


def test_what_follows_emphasis_inside_strong_is_still_strong() -> None:
    (block,) = parse("**a *b* c** d")
    assert block == TemplateParagraph(
        (Text("a ", "strong"), Text("b", "emphasis"), Text(" c", "strong"), Text(" d")),
    )


def test_a_placeholder_becomes_the_answer_in_the_style_of_its_place() -> None:
    assert parse("Senast **{days}** dagar") == (
        TemplateParagraph((Text("Senast "), Slot("days", "strong"), Text(" dagar"))),
    )
    assert answered("Senast **{days}** dagar", days="30") == (
        Paragraph((Text("Senast "), Text("30", "strong"), Text(" dagar"))),
    )


def test_placeholders_in_lists_are_answered_too() -> None:
    assert answered("- {a}\n- {b}", a="1", b="2") == (Items(((Text("1"),), (Text("2"),))),)
    assert slots(parse("{a}\n\n- {b}\n- *{c}*")) == {"a", "b", "c"}
    assert isinstance(parse("- {a}")[0], TemplateItems)


def test_a_missing_answer_is_a_gap() -> None:
    assert answered("Senast {days} dagar") == (Paragraph((Text("Senast "), Gap("days", "days"), Text(" dagar"))),)


def test_braces_in_code_stay_as_they_are() -> None:
    assert answered("`curl {url}` och `${HOME}`") == (
        Paragraph((Text("curl {url}", "code"), Text(" och "), Text("${HOME}", "code"))),
    )
    assert slots(parse("`{a}`")) == frozenset()


@pytest.mark.parametrize(
    "typed", ["**fet**", "{days}", "# rubrik", "<b>x</b>", "`kod`", "- a\n- b", "a\n\nb", "{{ 7*7 }}"]
)
def test_what_a_user_types_is_text(typed: str) -> None:
    assert answered("Behov: {need}.", need=typed, days="30") == (Paragraph((Text("Behov: "), Text(typed), Text("."))),)


def test_a_sentence_that_an_answer_ends_has_one_full_stop() -> None:
    said = (Text("Det ska fungera: "), Text("den bokar m.m."))
    assert answered("Det ska fungera: {need}.", need="den bokar m.m.") == (Paragraph(said),)
    assert answered("Det ska fungera: {need}. Sedan mer.", need="den bokar m.m.") == (
        Paragraph((*said, Text(" Sedan mer."))),
    )


@pytest.mark.parametrize("typed", ["**fet** {days}", "# rubrik", "<script>", "- a", "[a](b)"])
def test_a_users_own_wording_is_text(typed: str) -> None:
    assert plain_paragraphs(typed) == (Paragraph((Text(typed),)),)


def test_a_users_own_wording_keeps_its_paragraphs() -> None:
    one, two, three = (Paragraph((Text(word),)) for word in ("ett", "två", "tre"))
    assert plain_paragraphs("ett\ntvå\n \n\n tre ") == (one, two, three)
    assert plain_paragraphs(" \n ") == ()


def test_lines_that_begin_with_the_mark_of_a_list_are_a_list() -> None:
    items = Items(((Text("söka"),), (Text("- och få – tillstånd"),)))
    for mark in ("-", "–", "•", "•\t", "* ", "▪"):
        assert plain_paragraphs(f"Den ska kunna\n {mark} söka\n\n{mark} - och få – tillstånd") == (
            Paragraph((Text("Den ska kunna"),)),
            items,
        )
    assert plain_paragraphs("-10 grader\n-5 grader") == tuple(Paragraph((Text(f"-{n} grader"),)) for n in (10, 5))


def test_a_line_that_a_program_has_broken_goes_on_in_the_next() -> None:
    line = "Den som värmer med flis ringer i dag till två personer på tekniska"
    assert plain_paragraphs(f"{line}\nkontoret, och väntar.\nsvar") == (
        Paragraph((Text(f"{line} kontoret, och väntar."),)),
        Paragraph((Text("svar"),)),
    )
    assert len(plain_paragraphs(f"{line}\nIngen svarar.")) == 2
    assert len(plain_paragraphs(f"{line}\n\nkontoret")) == 2


@pytest.mark.parametrize(
    "forbidden",
    [
        "# Rubrik",
        "Rubrik\n======",
        "> citat",
        "```\nkod\n```",
        "    indragen kod",
        "---",
        "<div>hej</div>",
        "en <b>tagg</b>",
        "<!-- dold -->",
        "[länk](https://example.se)",
        "<https://example.se>",
        "![bild](x.png)",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "- yttre\n  - inre",
        "- ett stycke\n\n  och ett till",
        "ett {Namn} som inte finns",
        "en {contract start}",
        "en { ensam klammer",
    ],
)
def test_what_does_not_belong_in_a_clause_is_refused_with_its_line(forbidden: str) -> None:
    with pytest.raises(BadMarkup) as caught:
        parse(f"Ett stycke\npå två rader.\n\n{forbidden}\n")
    assert caught.value.line in range(4, 5 + forbidden.count("\n"))
    assert str(caught.value)


def test_a_space_that_does_not_break_stays_in_the_users_own_words() -> None:
    [paragraph] = plain_paragraphs("  Det kostar   9\u00a0300\u00a0000\u00a0kr nu. ")
    assert paragraph == Paragraph((Text("Det kostar 9\u00a0300\u00a0000\u00a0kr nu."),))
