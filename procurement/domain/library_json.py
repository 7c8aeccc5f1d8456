"""The whole library as JSON values, for other programs. docs/library-json.md says what each key is, and is kept."""

from __future__ import annotations

from collections.abc import Iterable

from procurement.domain import markup
from procurement.domain.library import Clause, Law, Library
from procurement.domain.questions import Question
from procurement.domain.seams import Seam

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]

# Raised when a key changes its meaning or goes. New keys may come at any time.
SCHEMA = 1


def whole(library: Library) -> dict[str, Json]:
    """Everything in the library, in the order of the documents."""
    return {
        "schema": SCHEMA,
        "name": "Kravbyggarens klausulbibliotek",
        "licence": "CC0-1.0",
        "language": "sv",
        "version": library.version,
        "digest": library.digest,
        "principles": [{"key": p.key, "title": p.title, "text": p.text} for p in library.principles.values()],
        "areas": [
            {"key": a.key, "title": a.title, "intro": a.intro, "principle": a.principle or None}
            for a in library.areas.values()
        ],
        "clauses": [_clause(clause, library) for clause in library.clauses.values()],
        "questions": [
            {"step": step.key, **_question(question)} for step in library.steps for question in step.questions
        ],
        "acts": [{"key": key, "name": name} for key, name in library.acts.items()],
        "law": [_law(law) for law in library.laws.values()],
        "deviation_reasons": [
            {"key": r.key, "title": r.title, "evidence": r.evidence, "compensation": r.compensation}
            for r in library.reasons.values()
        ],
        "seams": [
            {"system_kind": kind, "parts": [_seam(seam) for seam in parts]} for kind, parts in library.seams.items()
        ],
        "lot_kinds": [
            {
                "kind": k.kind,
                "why": k.why,
                "clauses": list(k.clauses),
                "criteria": list(k.criteria),
                "only": list(k.only),
            }
            for k in library.lot_kinds.values()
        ],
        "changelog": [
            {
                "version": r.version,
                "date": r.date,
                "summary": r.summary,
                "clauses": list(r.clauses),
                "added": dict(r.added),
                "changed": dict(r.changed),
                "withdrawn": dict(r.withdrawn),
            }
            for r in library.changelog
        ],
    }


def _seam(seam: Seam) -> dict[str, Json]:
    return {
        "key": seam.key,
        "name": seam.name,
        "need": seam.need,
        "percent": seam.percent,
        "kind": seam.kind,
        "needs": list(seam.needs),
        "apart": list(seam.apart),
    }


def _clause(clause: Clause, library: Library) -> dict[str, Json]:
    scored = clause.kind == "award_criterion"
    return {
        "id": clause.id,
        "area": clause.area,
        "principle": clause.principle or None,
        "kind": clause.kind,
        "title": clause.title,
        "text": markup.source(clause.text),
        "softer": markup.source(clause.softer) or None,
        "when": _value(clause.when),
        "softer_when": _value(clause.softer_when),
        "in_short_form": clause.id in library.short_form,
        "withdrawn": clause.withdrawn or None,
        "replaced_by": clause.replaced_by or None,
        "motive": clause.motive,
        "evidence": clause.evidence,
        "check": markup.source(clause.check),
        "law": list(clause.law),
        "support": list(clause.support),
        "risk": clause.risk,
        "scale": _scale(clause.scale) if scored else None,
        "softer_evidence": clause.softer_evidence or None,
        "softer_check": markup.source(clause.softer_check) or None,
        "softer_scale": _scale(clause.softer_scale) or None,
        "weight": {"minimum": clause.weight[0], "maximum": clause.weight[1]} if scored else None,
        "table": [
            {
                "key": row.key,
                "property": row.property,
                "measure": row.measure,
                "level": markup.source(row.level),
                "method": row.method,
                "when": _value(row.when),
                "follows": row.clause or None,
            }
            for row in clause.table
        ],
        "same_fact": list(clause.same_fact),
        "slots": [*sorted(clause.slots() | markup.slots(clause.check) | markup.slots(clause.softer_check))],
    }


def _scale(scale: Iterable[tuple[int, str]]) -> list[Json]:
    return [{"points": points, "gives": gives} for points, gives in scale]


def _question(question: Question) -> dict[str, Json]:
    return {
        "key": question.key,
        "kind": question.kind,
        "label": question.label,
        "hint": question.hint,
        "why": question.why,
        "when": _value(question.when),
        "optional": question.optional,
        "default": _value(question.default),
        "default_for": [{"when": _value(case.when), "value": _value(case.value)} for case in question.default_for],
        "unit": question.unit or None,
        "choices": [{"key": c.key, "label": c.label, "text": c.text} for c in question.choices],
        "fields": [_question(field) for field in question.fields],
    }


def _law(law: Law) -> dict[str, Json]:
    return {
        "ref": law.ref,
        "act": law.act,
        "heading": law.heading,
        "regimes": list(law.regimes),
        "source": law.source,
        "checked": law.checked,
        "verified": law.verified,
        "unless": _value(law.unless),
    }


def _value(value: object) -> Json:
    """A value of the library's files, which are JSON values already."""
    if isinstance(value, dict):
        return {str(key): _value(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_value(part) for part in value]
    assert value is None or isinstance(value, (str, int, float, bool))
    return value
