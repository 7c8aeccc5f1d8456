"""The report on a realistic old tender says what is in it, where, and nothing that is wrong."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from procurement import content
from procurement.domain import assemble, facts
from procurement.domain import brief as briefs
from procurement.domain.inspection import report
from procurement.domain.inspection.beginnings import accepted, as_yaml
from procurement.domain.language.lexicon import Lexicon
from procurement.domain.library import Library
from procurement.export import docx
from procurement.intake import reading
from tests.inspection import files


def made(text: str | bytes) -> dict[str, Any]:
    """The report on a text or a file."""
    blocks = reading.read(text if isinstance(text, bytes) else text.encode())
    return report.made(blocks, content.library(), content.old_tenders())


@pytest.fixture(scope="module")
def tender() -> dict[str, Any]:
    return made(files.TENDER)


def found(groups: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Code → where it was found."""
    return {group["code"]: [place["place"].partition(",")[0] for place in group["places"]] for group in groups}


def texts(lines: list[dict[str, Any]]) -> list[str]:
    return [line["text"] for line in lines]


def test_the_numbers_add_up(tender: dict[str, Any]) -> None:
    counts = tender["counts"]
    assert counts["requirements"] == 31 and counts["must"] == 30 and counts["not_looked_at"] == 0
    assert counts["lock_in"] == 11 and counts["obsolete"] == 7
    assert [counts[pile] for pile in ("covered", "unclear", "keep")] == [
        len(tender[pile]) for pile in ("covered", "unclear", "keep")
    ]


def test_what_locks_in_is_found_with_its_place(tender: dict[str, Any]) -> None:
    assert found(tender["lock_in"]) == {
        "product_without_equivalent": ["4.2.1"],
        "standard_without_equivalent": ["4.2.6"],
        "licence_per_user": ["5.2"],
        "rights_stay": ["5.3"],
        "code_withheld": ["5.4"],
        "supplier_format": ["4.2.3"],
        "export_missing": ["4.4.2"],
        "only_supplier": ["4.2.5"],
        "long_binding": ["5.1"],
        "own_login": ["4.3.2"],
        "all_in_one": ["2 Omfattning"],
    }


def test_what_no_longer_holds_is_found_with_what_holds_now(tender: dict[str, Any]) -> None:
    assert found(tender["obsolete"]) == {
        "old_words": ["Förfrågningsunderlag", "1 Bakgrund", "5.9"],
        "old_lou": ["1 Bakgrund"],
        "pul": ["4.4.1"],
        "old_wcag": ["4.2.6"],
        "ssl": ["4.2.2"],
        "internet_explorer": ["4.2.1"],
    }
    for group in tender["obsolete"]:
        assert group.get("now") or all(place["suggestion"] for place in group["places"])


def test_each_of_the_eight_rules_has_what_it_lacks(tender: dict[str, Any]) -> None:
    rules = {principle["key"]: principle for principle in tender["principles"]}
    assert list(rules) == list(content.library().principles)
    assert {line["clause"] for line in rules["federated_api"]["has"]} == {"PC-FED-01", "PC-FED-02"}
    assert {"PC-CODE-01", "PC-CODE-02", "PC-CODE-03"} <= set(rules["code"]["missing"]) and not rules["code"]["has"]


def test_what_can_be_kept_can_be_checked_and_locks_nothing(tender: dict[str, Any]) -> None:
    kept = texts(tender["keep"])
    assert "Systemet ska spara en handling inom 2 sekunder." in kept
    assert "Kartan ska visa planbestämmelser när användaren väljer en fastighet." in kept
    assert not any("Internet Explorer" in text or "modernt" in text or "Anbud" in text for text in kept)
    assert texts(tender["unclear"]) == ["Systemet bör vara modernt och användarvänligt."]


def test_a_list_after_a_colon_is_a_requirement_a_line(tender: dict[str, Any]) -> None:
    lines = [line for line in tender["keep"] if line["place"].startswith("4.1.4")]
    assert texts(lines) == [
        "Systemet ska kunna skriva ut beslut i PDF.",
        "Systemet ska kunna sortera ärenden efter inkommet datum.",
        "Systemet ska kunna beräkna avgiften enligt kommunens taxa.",
    ]


def test_the_answers_to_begin_from_say_only_what_the_tender_says(tender: dict[str, Any]) -> None:
    values, sources = tender["brief"]["values"], tender["brief"]["sources"]
    assert values == {
        "title": "Verksamhetssystem för bygglovshantering",
        "reference": "SBN 2014-0412",
        "description": "Upphandlingen omfattar ett standardsystem för bygglov med e-tjänst, handläggning "
        "och arkivering.",
        "problem": "Kommunens nuvarande ärendesystem är från 2004 och saknar stöd för digitala ansökningar. "
        "Handläggarna registrerar uppgifter manuellt i tre system.",
        "current_solution": "Kommunens nuvarande ärendesystem är från 2004 och saknar stöd för digitala ansökningar.",
        "surfaces": ["public_web", "staff_web"],
        "data_class": "personal",
        "system_kind": "standard_product",
        "hosting": "supplier",
        "availability": 99.5,
        "term_months": 48,
        "integrations": [{"system": "kommunens diarium"}, {"system": "Lantmäteriets fastighetsregister"}],
    }
    assert set(sources) == set(values)
    for source in sources.values():
        for part in source["text"].split(" … "):
            assert part in " ".join(files.TENDER.split())


def test_nothing_is_guessed_of_the_data_when_the_text_is_silent() -> None:
    values = made("Systemet ska kunna visa kartor. Anbud omfattas av sekretess.")["brief"]["values"]
    assert "data_class" not in values and "hosting" not in values


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("Avtalstiden är två (2) år med möjlighet till förlängning med 12 + 12 månader.", (24, 24)),
        ("Avtalsperioden är 36 månader. Avtalet kan förlängas med högst 2 år.", (36, 24)),
        ("Avtalet kan förlängas med 1+1 år.", (None, 24)),
        ("Avtalet gäller i fyra år med möjlighet till förlängning i 4+2+2 år.", (48, 96)),
        ("Avtalstiden är 2+1+1 år.", (24, 24)),
        ("Avtalstiden är två (2) år. Det kan förlängas ett (1) år i taget, dock högst två (2) år.", (24, 24)),
        ("Avtalet kan förlängas med ett år i taget.", (None, None)),
        ("Systemet ska finnas i 4 år.", (None, None)),
    ],
)
def test_terms_are_read_in_years_and_months(text: str, months: tuple[int | None, int | None]) -> None:
    values = made(text)["brief"]["values"]
    assert (values.get("term_months"), values.get("extension_months")) == months


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Kravspecifikation verksamhetssystem för bygglov\n1. Allmänt\nText.", "Verksamhetssystem för bygglov"),
        ("Kravspecifikation\n\n2. Tekniska krav\n2.1 Systemet ska visa kartor.", None),
    ],
)
def test_the_title_is_never_the_heading_of_a_chapter(text: str, title: str | None) -> None:
    assert made(text)["brief"]["values"].get("title") == title


def test_what_the_buyer_is_to_do_is_no_requirement_to_keep() -> None:
    kept = made("Kommunen ska upphandla ett system för bygglov.\n\nSystemet ska spara inom 2 sekunder.")["keep"]
    assert texts(kept) == ["Systemet ska spara inom 2 sekunder."]


def test_the_answers_as_a_file_are_read_as_the_same_answers(tender: dict[str, Any]) -> None:
    values = accepted(tender["brief"]["values"], content.library())
    written = as_yaml(values, tender["brief"]["sources"])
    assert briefs.parse(written, content.library()) == {"format": 1, **values}
    hostile = as_yaml({"title": "Bygglov"}, {"title": {"place": "1", "text": "ett\nsystem_kind: new"}})
    assert briefs.parse(hostile, content.library()) == {"format": 1, "title": "Bygglov"}


@pytest.mark.parametrize("kind", ["word", "pdf"])
def test_the_same_tender_in_word_and_pdf_gives_the_same_findings(tender: dict[str, Any], kind: str) -> None:
    lines = files.TENDER.splitlines()
    if kind == "word":
        content_of = files.word(*[(_style(line), line) for line in lines if line])
    else:
        # Broken where a page is full, as a PDF is.
        content_of = files.pdf(*[lines[n : n + 40] for n in range(0, len(lines), 40)])
    again = made(content_of)
    for part in ("lock_in", "obsolete"):
        assert set(found(again[part])) == set(found(tender[part]))
    assert again["counts"]["requirements"] == tender["counts"]["requirements"]


def _style(line: str) -> str:
    if line.startswith("- "):
        return "List Bullet"
    number, _, title = line.partition(" ")
    is_heading = number.replace(".", "").isdecimal() and number.count(".") < 2 and not title.endswith(".")
    return f"Heading {number.count('.') + 1}" if is_heading else "Normal"


def test_a_row_of_a_table_is_a_requirement_with_the_number_and_kind_of_its_cells() -> None:
    rows = (
        ("Nr", "Krav", "Typ"),
        ("K7", "Visa ett ärendes alla handlingar", "Bör"),
        ("K8", "Systemet skriver ut ett kvitto på varje betalning", "Ska"),
    )
    lines = made(files.word(("Heading 1", "Krav"), rows=rows))["keep"]
    assert [(line["place"], line["must"]) for line in lines] == [("K7, Krav", False)]
    assert made(files.word(("Heading 1", "Krav"), rows=rows))["counts"]["requirements"] == 2


def test_a_cell_of_several_sentences_is_a_requirement_each() -> None:
    rows = (("K1", "Logg", ""), ("K2", "Systemet ska kunna visa loggen. Loggen ska kunna sökas på datum.", ""))
    assert texts(made(files.word(("Heading 1", "Krav"), rows=rows))["keep"]) == [
        "Systemet ska kunna visa loggen.",
        "Loggen ska kunna sökas på datum.",
    ]


@pytest.mark.parametrize("key", ["requirements", "contract_terms", "evaluation", "lots"])
def test_of_our_own_documents_nothing_wrong_is_said(key: str) -> None:
    """Each clause is known again as itself. A supplier who keeps its rights and gives them to all locks nothing in."""
    library = content.library()
    brief = briefs.parse((content.FIXTURES / "briefs" / "skolplattform.yaml").read_text(encoding="utf-8"), library)
    derived = facts.derive(brief, library, content.amounts(), date(2026, 11, 23))
    document = next(one for one in assemble.documents(brief, library, derived, draft=False) if one.key == key)
    found_in = made(docx.render(document))
    assert not found_in["lock_in"] and not found_in["obsolete"]
    shown = [line for rule in found_in["principles"] for line in rule["has"] if line["clause"] == "PC-A11Y-01"]
    assert all("Tillgänglighet" in line["place"] for line in shown), "the introduction is not the requirement"
    if key not in ("requirements", "contract_terms"):
        return
    clauses = [line["clause"] for line in found_in["covered"]]
    assert len(set(clauses)) > 12 and len(found_in["unclear"]) < 0.2 * len(clauses)


def test_a_text_without_requirements_says_so() -> None:
    counts = made("Det var en gång ett system.")["counts"]
    assert counts["requirements"] == 0 and counts["lock_in"] == 0


def test_a_document_with_very_many_requirements_is_counted_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "MOST", 5)
    counts = made("\n".join(f"{n}.1 Systemet ska kunna visa karta {n}." for n in range(1, 9)))["counts"]
    assert (counts["requirements"], counts["not_looked_at"], counts["keep"]) == (8, 3, 5)


# For every sign of the lists: a sentence that it is for, and nothing else is needed to find it.
SIGNS = {
    "licence_per_user": "Priset anges per användare.",
    "rights_stay": "Leverantören behåller samtliga rättigheter till programvaran.",
    "code_withheld": "Källkoden deponeras hos tredje man.",
    "supplier_format": "Utdata lämnas i leverantörens eget filformat.",
    "export_missing": "Vid avtalets upphörande raderas all information.",
    "only_supplier": "Endast leverantören får göra anpassningar.",
    "local_supplier": "Leverantören ska ha ett kontor i kommunen.",
    "partner_status": "Konsulten ska vara certifierad partner.",
    "same_as_today": "Lösningen ska vara kompatibel med befintligt system.",
    "long_binding": "Avtalstiden är åtta år.",
    "open_source_barred": "Öppen källkod accepteras inte.",
    "own_login": "Systemet ska ha en egen användardatabas.",
    "documents_secret": "Systemets datamodell omfattas av företagshemlighet.",
    "all_in_one": "Delade anbud accepteras inte.",
    "old_lou": "enligt LOU (SFS 2007:1091)",
    "old_luf": "lag (2007:1092)",
    "pul": "enligt PUL",
    "pul_officer": "kommunens personuppgiftsombud",
    "old_secrecy": "enligt sekretesslagen",
    "old_administration": "förvaltningslagen (1986:223)",
    "old_municipal": "kommunallagen (1991:900)",
    "old_security_act": "säkerhetsskyddslagen (1996:627)",
    "psi_act": "enligt PSI-lagen",
    "old_nis": "enligt NIS-lagen",
    "privacy_shield": "anslutet till Privacy Shield",
    "datainspektionen": "Datainspektionens allmänna råd",
    "eid_board": "godkänd av E-legitimationsnämnden",
    "e_delegation": "Vägledning för webbutveckling",
    "skl": "rekommenderat av SKL",
    "old_wcag": "minst WCAG 2.0",
    "old_en_301_549": "EN 301 549 V2.1.2",
    "ssl": "krypteras med SSL 3.0",
    "old_tls": "lägst TLS 1.0",
    "weak_hash": "lösenord lagras med MD5",
    "old_27001": "ISO/IEC 27001:2013",
    "old_9001": "SS-EN ISO 9001:2008",
    "old_9126": "ISO/IEC 9126",
    "svefaktura": "faktureras med Svefaktura",
    "internet_explorer": "fungera i IE 11",
    "plug_ins": "kräver Silverlight",
    "old_windows": "installeras på Windows 7",
    "old_html": "validera mot XHTML 1.0",
}
# Other ways to say the same.
ALSO = [
    ("rights_stay", "Leverantören äger all källkod och alla anpassningar."),
    ("rights_stay", "Anpassningar som tas fram förblir leverantörens egendom."),
    ("rights_stay", "Anpassningar i systemet tillfaller leverantören."),
    ("local_supplier", "Lokal närvaro krävs under hela avtalet."),
]
# What looks like one of them and is not.
INNOCENT = [
    "Leverantören äger ansvaret för att källkoden publiceras.",
    "Leverantören ska utbilda personal i kommunen.",
    "Kontoret i kommunen ska kunna använda systemet.",
    "Systemet ska klara 300 samtidiga användningar utan att licensen ändras.",
    "Beställaren äger samtliga rättigheter till resultatet.",
    "Källkoden ska lämnas till beställaren.",
    "Leverantörens eget format får inte användas.",
    "Ett beroende som bara leverantören kan byta ut ska undvikas.",
    "Alla uppgifter ska kunna exporteras utan extra kostnad.",
    "Avtalstiden är två år.",
    "Uppsägningstiden är tre månader.",
    "Öppen källkod ska användas där det är möjligt.",
    "Inloggningen ska ske med kommunens egen katalog.",
    "Leverantören ska bistå vid övergång från nuvarande leverantör.",
    "enligt lagen (2016:1145) om offentlig upphandling",
    "enligt offentlighets- och sekretesslagen (2009:400)",
    "enligt dataskyddsförordningen",
    "minst WCAG 2.1 nivå AA eller likvärdig",
    "EN 301 549 V3.2.1 eller likvärdig",
    "TLS 1.2 eller senare ska användas, inte TLS 1.0.",
    "ISO/IEC 27001:2022 eller likvärdig",
    "Ärendet ska visas i en blixtsnabb lista.",
    "Fönster ska kunna öppnas sida vid sida.",
    "En och samma leverantör får tilldelas högst två delkontrakt.",
]


def every_sign() -> dict[str, Any]:
    lists = content.old_tenders()
    return {sign.code: sign for sign in (*lists.lock_in, *lists.obsolete)}


def test_every_sign_has_its_sentence() -> None:
    assert set(SIGNS) == set(every_sign())


@pytest.mark.parametrize(("code", "text"), [*SIGNS.items(), *ALSO])
def test_a_sign_is_found_in_its_sentence_and_no_other_is(code: str, text: str) -> None:
    assert [sign.code for sign in every_sign().values() if sign.found_in(text)] == [code]


@pytest.mark.parametrize("text", INNOCENT)
def test_what_only_looks_like_a_sign_is_left_alone(text: str) -> None:
    assert [sign.code for sign in every_sign().values() if sign.found_in(text)] == []


def test_a_library_without_word_lists_gives_a_report_all_the_same() -> None:
    library: Library = replace(content.library(), lexicon=Lexicon())
    assert report.made(reading.read(files.TENDER.encode()), library, content.old_tenders())["lock_in"]
