"""The planned days against the law's shortest times and the standstill."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from procurement.domain import swedish
from procurement.domain.brief import Brief
from procurement.domain.facts import Facts
from procurement.domain.library import Library
from procurement.domain.regimes import (
    ANSWERS,
    ANSWERS_LAW,
    REASONABLE,
    REASONABLE_LAW,
    SHORTEST,
    STANDSTILL,
    STANDSTILL_LAW,
)
from procurement.domain.review.finding import Finding

KEYS = ("tender_published", "questions_answered", "tenders_due", "award_planned", "contract_start")
EVENTS = ("annonsen", "svaren på frågor", "sista dag för anbud", "tilldelningsbeslutet", "avtalets start")


def check(brief: Brief, library: Library, facts: Facts) -> Iterator[Finding]:
    days = {key: date.fromisoformat(str(facts.answers[key])) for key in KEYS if key in facts.answers}
    disorder = list(_order(days))
    yield from disorder
    if not disorder:
        yield from _tender_time(days, facts)
        yield from _answers(days, facts)
        yield from _standstill(days, facts)
        yield from _start(days, facts)
    yield from _passed(days, facts)


def _order(days: dict[str, date]) -> Iterator[Finding]:
    listed = [(key, event) for key, event in zip(KEYS, EVENTS, strict=True) if key in days]
    for (first, before), (second, after) in pairwise(listed):
        if days[first] > days[second]:
            yield Finding(
                "dates_out_of_order",
                "stop",
                f"{after.capitalize()} ({swedish.long_date(days[second])}) kommer före {before} "
                f"({swedish.long_date(days[first])}).",
                second,
                remedy="Rätta någon av dagarna.",
            )


def _tender_time(days: dict[str, date], facts: Facts) -> Iterator[Finding]:
    if "tender_published" not in days or "tenders_due" not in days:
        return
    given = (days["tenders_due"] - days["tender_published"]).days
    if facts.regime == "eu":
        name, least, law = SHORTEST[str(facts.answers.get("procedure", "open"))]
        if given < least:
            yield Finding(
                "tender_time",
                "stop",
                f"Det är {given} dagar från annonsen till sista dag för anbud. {name} kräver minst {least} dagar, "
                "när anbuden lämnas elektroniskt.",
                "tenders_due",
                law,
                f"Flytta sista dag för anbud till tidigast den "
                f"{swedish.long_date(days['tender_published'] + timedelta(days=least))}. Kortare tid förutsätter "
                "förhandsannonsering, överenskommelse eller påskyndat förfarande: tala då med en jurist.",
            )
    elif facts.regime == "national" and given < REASONABLE:
        yield Finding(
            "tender_time_brief",
            "advice",
            f"Leverantörerna får {given} dagar på sig. Tiden ska vara skälig, och för ett system är det ofta för kort.",
            "tenders_due",
            REASONABLE_LAW,
            f"Ge minst {REASONABLE} dagar om ni kan. Talet är vårt råd, inte lagens.",
        )


def _answers(days: dict[str, date], facts: Facts) -> Iterator[Finding]:
    law = ANSWERS_LAW.get(facts.regime) if facts.regime else None
    if law is None or "questions_answered" not in days or "tenders_due" not in days:
        return
    last = days["tenders_due"] - timedelta(days=ANSWERS)
    if days["questions_answered"] > last:
        yield Finding(
            "answers_late",
            "stop",
            "Frågor besvaras för sent. Upplysningar som har begärts i god tid ska lämnas till alla senast sex dagar "
            "före sista dag för anbud.",
            "questions_answered",
            law,
            f"Svara senast den {swedish.long_date(last)}.",
        )


def _standstill(days: dict[str, date], facts: Facts) -> Iterator[Finding]:
    if facts.regime not in ("national", "eu") or "award_planned" not in days or "contract_start" not in days:
        return
    first = days["award_planned"] + timedelta(days=STANDSTILL + 1)
    if days["contract_start"] < first:
        yield Finding(
            "standstill",
            "stop",
            "Avtalet börjar innan avtalsspärren har löpt ut: 10 dagar från det att underrättelsen om beslutet har "
            "skickats elektroniskt, annars 15.",
            "contract_start",
            STANDSTILL_LAW,
            f"Låt avtalet börja tidigast den {swedish.long_date(first)}, helst senare: beslutet kan överprövas.",
        )


def _passed(days: dict[str, date], facts: Facts) -> Iterator[Finding]:
    """Days that tenderers are to keep. That of the notice may well have passed: then the notice is out."""
    for key, code, said in (
        ("tenders_due", "due_passed", "Anbuden skulle vara inne"),
        ("contract_start", "start_passed", "Avtalet skulle börja"),
    ):
        if key in days and days[key] < facts.on:
            text = f"{said} den {swedish.long_date(days[key])}, som har passerat."
            yield Finding(code, "warning", text, key, remedy="Välj en ny dag.")


def _start(days: dict[str, date], facts: Facts) -> Iterator[Finding]:
    """The first day a contract can lawfully be made, were it announced today."""
    start = days.get("contract_start")
    if start is None or start < facts.on:
        return
    if facts.regime == "eu" and "tender_published" not in days:
        _, least, law = SHORTEST[str(facts.answers.get("procedure", "open"))]
        first = facts.on + timedelta(days=least + STANDSTILL + 1)
        if start < first:
            yield Finding(
                "start_too_early",
                "warning",
                f"Avtalet börjar den {swedish.long_date(start)}. Annonserades det i dag kunde det ingås tidigast den "
                f"{swedish.long_date(first)}, med minsta tid för anbud och avtalsspärr.",
                "contract_start",
                law,
                "Flytta starten, och räkna med tid för utvärdering också.",
            )
