"""The procurement as open data: a release package of the Open Contracting Data Standard 1.1, for other programs.

It says what the annexes that are handed out say, and no more: what only the buyer has stays with the buyer.
What is not known is left out. The addresses of the files are not known: who publishes them adds the addresses.
"""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from procurement.domain import awarding, calendar, swedish
from procurement.domain.assemble import evaluation
from procurement.domain.assemble.builder import Case, header, lots_named
from procurement.domain.brief import rows
from procurement.domain.calendar import LotDays
from procurement.domain.document import Document, Plain
from procurement.domain.lots import Lot
from procurement.domain.media_types import MEDIA_TYPES
from procurement.domain.regimes import NAMES, SHORTEST

FILE_NAME = "ocds.json"
# Stands where a registered prefix would: it is no claim to be unique in the world.
LOCAL_PREFIX = "lokal"

EXTENSIONS = "https://raw.githubusercontent.com/open-contracting-extensions"
LOTS = f"{EXTENSIONS}/ocds_lots_extension/v1.1.5/extension.json"
TECHNIQUES = f"{EXTENSIONS}/ocds_techniques_extension/master/extension.json"
# Organisationsnummer, in the standard's list of registers.
REGISTER = "SE-ON"
SWEDEN = ZoneInfo("Europe/Stockholm")

METHODS = {
    "open": "open",
    "restricted": "selective",
    "negotiated": "selective",
    "dialogue": "selective",
    "partnership": "selective",
}
AWARD_CRITERIA = {"price": "priceOnly", "cost": "costOnly", "quality_price": "ratedCriteria"}
DOCUMENT_TYPES = {
    "requirements": "technicalSpecifications",
    "contract_terms": "contractDraft",
    "evaluation": "evaluationCriteria",
}
FIRST, LAST = time(), time(23, 59, 59)

Object = dict[str, Plain]


@dataclass(frozen=True)
class File:
    """A file among those handed out, and what it holds: an annex of the whole or of a lot, or the list of clauses."""

    name: str
    document: Document | None = None
    lot: int | None = None


def package(case: Case, *, prefix: str = "", edition: int = 0) -> Object:
    """The package as JSON values, without the files. `edition` is the number of the one issued, or 0."""
    reference = str(case.brief.get("reference") or "")
    own = "-".join(filter(None, (prefix or LOCAL_PREFIX, _slug(_org_number(case)).replace("-", ""), _slug(reference))))
    stage = f"utgava-{edition}" if edition else "utkast" if case.draft else "slutlig"
    id = f"{own}-{stage}-{case.facts.on.isoformat()}"
    when = _moment(case.facts.on)
    authority = _party(header(case)[1], _org_number(case))
    return {
        "uri": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, id)}",
        "version": "1.1",
        "extensions": _extensions(case),
        "publishedDate": when,
        "publisher": _known(name=authority["name"], scheme=_org_number(case) and REGISTER, uid=_org_number(case)),
        "releases": [
            _known(
                ocid=own,
                id=id,
                date=when,
                language="sv",
                tag=_tags(case, edition),
                initiationType="tender",
                parties=_parties(case, authority),
                buyer={"id": authority["id"], "name": authority["name"]},
                planning=_known(rationale=_text(case, "problem")),
                tender=_known(id=reference or own, **_tender(case, authority)),
            )
        ],
    }


def with_files(package: Object, files: Iterable[File]) -> Object:
    """The same package with the files named. What is the buyer's own is left out."""
    listed: list[Plain] = [_file(one) for one in files if not (one.document and one.document.internal)]
    [release] = _objects(package["releases"])
    [tender] = _objects([release["tender"]])
    return {**package, "releases": [{**release, "tender": {**tender, "documents": listed}}]}


def _objects(value: Plain) -> list[Object]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _extensions(case: Case) -> list[Plain]:
    return [*([LOTS] if _is_divided(case) else []), *([TECHNIQUES] if case.facts.answers.get("is_framework") else [])]


def _tags(case: Case, edition: int) -> list[Plain]:
    """A draft is plans. A later edition puts right an earlier one."""
    if case.draft:
        return ["planning"]
    return ["planningUpdate", "tenderUpdate"] if edition > 1 else ["planning", "tender"]


def _is_told(case: Case) -> bool:
    """Whether the annexes tell values, lots, weights and partners: the short form of a direct award does not."""
    return case.facts.regime != "direct"


def _is_divided(case: Case) -> bool:
    return case.facts.divided and _is_told(case)


def _parties(case: Case, authority: Object) -> list[Plain]:
    contact = case.facts.answers.get("contact")
    email = contact.get("email") if isinstance(contact, dict) else None
    # Who is named twice is one party.
    found: dict[Plain, Object] = {
        authority["id"]: {
            **authority, **_known(contactPoint=_known(email=str(email or ""))), "roles": ["buyer", "procuringEntity"],
        }
    }  # fmt: skip
    for row in rows(case.facts.answers, "partners") if _is_told(case) else []:
        if name := str(row.get("name") or ""):
            partner = _party(name, str(row.get("org_number") or ""))
            found.setdefault(partner["id"], {**partner, "roles": ["buyer"]})
    return list(found.values())


def _party(name: str, org_number: str) -> Object:
    identifier = _known(scheme=org_number and REGISTER, id=org_number, legalName=org_number and name)
    return _known(id=f"{REGISTER}-{org_number}" if org_number else _slug(name), name=name, identifier=identifier)


def _org_number(case: Case) -> str:
    authority = case.brief.get("authority")
    return str(authority.get("org_number") or "") if isinstance(authority, dict) else ""


def _tender(case: Case, authority: Object) -> Object:
    status = "planning" if case.draft else "planned"
    cpv, basis = _text(case, "cpv"), _text(case, "award_basis")
    method, details = _method(case)
    return _known(
        title=_text(case, "title"),
        description=_text(case, "summary") or _text(case, "description"),
        status=status,
        procuringEntity={"id": authority["id"], "name": authority["name"]},
        items=_items(case, cpv),
        value=_value(case.facts.total if _is_told(case) else None),
        procurementMethod=method,
        procurementMethodDetails=details,
        # CPV division 48 is software off the shelf; what else is asked for is services.
        mainProcurementCategory=("goods" if cpv.startswith("48") else "services") if cpv else "",
        awardCriteria=AWARD_CRITERIA.get(basis, ""),
        awardCriteriaDetails=_weights(case) if basis == "quality_price" and _is_told(case) else "",
        tenderPeriod=_known(
            startDate=_moment(_day(case, "tender_published")), endDate=_moment(_day(case, "tenders_due"), LAST)
        ),
        awardPeriod=_known(endDate=_moment(_day(case, "award_planned"), LAST)),
        contractPeriod=_period(case, _days(case)),
        techniques={"hasFrameworkAgreement": True} if case.facts.answers.get("is_framework") else {},
        **(_lots(case, status) if _is_divided(case) else {}),
    )


def _method(case: Case) -> tuple[str, str]:
    """The standard's code for how it is bought, and the Swedish words; "" while it is not known."""
    regime = case.facts.regime
    if regime is None:
        return "", ""
    if regime == "eu":
        procedure = _text(case, "procedure")
        name = SHORTEST[procedure][0] if procedure in SHORTEST else ""
        return METHODS.get(procedure, ""), ": ".join(filter(None, (NAMES[regime], name)))
    # Below the threshold it is announced, and all may tender. In a direct award the buyer asks those it chooses.
    return "open" if regime == "national" else "limited", NAMES[regime]


def _weights(case: Case) -> str:
    """The weights in a sentence, or in one for each group of lots that are weighed alike."""
    groups, told = evaluation.grouped(case), []
    for weighing, lots in groups.items():
        said = [f"pris {swedish.percent(weighing.price)}"] if weighing.price is not None else []
        for identity, share in weighing.criteria:
            if share is not None and (selected := case.clause(identity)):
                said.append(f"{selected.clause.title} ({identity}) {swedish.percent(share)}")
        where = f" i {lots_named(lots)}" if len(groups) > 1 else ""
        told += [f"Vikter{where}: {'; '.join(said)}."] if said else []
    return " ".join(told)


def _items(case: Case, cpv: str) -> list[Plain]:
    """What is bought: where it is divided, an item for each lot, as the extension asks."""
    question = case.library.questions.get("cpv")
    code = question.choice(cpv) if question else None
    classified = _known(scheme="CPV", id=cpv, description=code.text.removeprefix(cpv).strip()) if code else {}
    if _is_divided(case):
        return [
            _known(id=str(lot.number), description=lot.name, classification=classified, relatedLot=str(lot.number))
            for lot in case.facts.lots
        ]
    title = _text(case, "title")
    return [_known(id="1", description=title, classification=classified)] if title or classified else []


def _lots(case: Case, status: str) -> Object:
    facts = case.facts
    days = _days(case)
    lots: list[Plain] = [
        _known(
            id=str(lot.number),
            title=lot.name,
            description=_parts(case, lot),
            status=status,
            value=_value(lot.value),
            contractPeriod=_period(case, [one for one in days if one.number == lot.number]),
        )
        for lot in facts.lots
    ]
    together = [one for one in awarding.combinations(facts) if one.sound]
    groups: list[Plain] = [
        {"id": f"grupp-{n}", "relatedLots": list(map(str, sorted(one.lots))), "optionToCombine": True}
        for n, one in enumerate(together, 1)
    ]
    limits = _known(
        maximumLotsBidPerSupplier=1 if facts.answers.get("lot_bids") == "one" else None,
        maximumLotsAwardedPerSupplier=awarding.limit(facts),
    )
    return _known(lots=lots, lotDetails=limits, lotGroups=groups)


def _parts(case: Case, lot: Lot) -> str:
    """What the lot holds, a line for each part with the need that it solves."""
    needs = {module.key: module.need for module in case.facts.modules}
    return "\n".join(": ".join(filter(None, (part.name, needs.get(part.module, "")))) for part in lot.parts)


def _days(case: Case) -> tuple[LotDays, ...]:
    planned = calendar.planned(case.facts)
    return planned.lots if planned else ()


def _period(case: Case, lots: Sequence[LotDays]) -> Object:
    """From the first start to the last day, and to the last day with every extension used."""
    if not lots:
        return {}
    ends = [lot.end for lot in lots if lot.end]
    months = case.facts.months if ends and case.facts.answers.get("extension_months") else None
    longest = max(calendar.after_months(lot.start, months) for lot in lots) if months else None
    return _known(
        startDate=_moment(min(lot.start for lot in lots)),
        endDate=_moment(max(ends, default=None), LAST),
        maxExtentDate=_moment(longest, LAST),
    )


def _file(file: File) -> Object:
    document = file.document
    title = f"{document.label} {document.title}".strip() if document else "Krav och villkor som lista"
    key = document.key if document else "requirements"
    return _known(
        id=file.name,
        documentType=DOCUMENT_TYPES.get(key, "biddingDocuments"),
        title=title.replace(swedish.NBSP, " "),
        format=MEDIA_TYPES[file.name.rpartition(".")[2]],
        language="sv",
        relatedLots=[str(file.lot)] if file.lot is not None else [],
    )


def _value(sek: int | None) -> Object:
    return {} if sek is None else {"amount": sek, "currency": "SEK"}


def _day(case: Case, key: str) -> date | None:
    """A day that the buyer has decided. One that only follows from others is no deadline that anybody has set."""
    answered = _text(case, key)
    return date.fromisoformat(answered) if answered else None


def _text(case: Case, key: str) -> str:
    """The answer as it was written; "" where there is none."""
    return str(case.facts.answers.get(key) or "")


def _moment(day: date | None, at: time = FIRST) -> str:
    """The moment in Swedish time, as the standard writes it; "" where there is no day."""
    return datetime.combine(day, at, SWEDEN).isoformat() if day else ""


def _known(**fields: Plain) -> Object:
    """The fields that say something: the standard wants no empty ones."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def _slug(text: str) -> str:
    """Letters, digits and hyphens alone: Ks 2026/12 becomes Ks-2026-12."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")
