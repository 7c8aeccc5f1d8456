"""A Word file that has come back: handed in, shown against the draft word by word, and taken up clause by clause."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from procurement import services
from procurement.access import author, returned_file_of, returned_files_of
from procurement.domain import selection, swedish
from procurement.domain.answers import in_words
from procurement.domain.assemble.builder import Case
from procurement.domain.releases import BREAK
from procurement.domain.returned import Comment, Comparison, Returned, Run
from procurement.domain.returned.origins import origins
from procurement.domain.returned.reading import taken
from procurement.export import phrases
from procurement.intake.apart import Failed
from procurement.intake.limits import MESSAGES, Unreadable
from procurement.models import ReturnedFile
from procurement.services import clauses, returning
from procurement.views.drafts import Draft, draft_for
from procurement.views.files import handed_in

OVERTAKEN = "{} hann före. Så står det nu här under."
NOT_WORD = "Filen är inget Word-dokument (.docx). Öppna den i programmet den skrevs i, och spara den som .docx."
NO_CLAUSES = (
    "Filen har ingen klausul som vi känner igen. Lämna in en Word-fil som är hämtad här, också om någon har sparat om "
    "den. Ett gammalt underlag besiktigas på sidan Besiktiga ett gammalt underlag."
)


ONE_LOT = (
    "Filen är en bilaga för ett enda delkontrakt, med egna dagar och behov. Ändringar tas in i bilagorna för hela "
    "upphandlingen, så att de gäller alla delkontrakt. Hämta bilagan under Dokument, för över ändringarna dit och "
    "lämna in den."
)


@require_http_methods(["GET", "HEAD", "POST"])
def returned_files(request: HttpRequest, id: UUID) -> HttpResponse:
    """The files that have come back, and the form to hand in another."""
    draft = draft_for(request, id, "write" if request.method == "POST" else "read")
    fault = ""
    if request.method == "POST":
        try:
            return redirect("returned_file", id, _handed_in(request, draft).id)
        except Unreadable as unreadable:
            fault = NOT_WORD if unreadable.code == "other_kind" else MESSAGES[unreadable.code]
        except Failed:
            fault = MESSAGES["ours"]
        except returning.OneLot:
            fault = ONE_LOT
        except returning.NoClauses:
            fault = NO_CLAUSES
    page = {
        "procurement": draft.procurement,
        "files": _with_titles(draft),
        "fault": fault,
        "may_write": draft.may_write,
    }
    return render(request, "returned/list.html", page, status=422 if fault else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def returned_file(request: HttpRequest, id: UUID, file_id: UUID) -> HttpResponse:
    """What differs, and what to do with it. A form posts what (`do`) with which clause."""
    draft = draft_for(request, id, "write" if request.method == "POST" else "read")
    file = returned_file_of(draft.procurement, file_id)
    held = _held(draft)
    found = returning.comparison(held, file)
    if found is None:
        return render(request, "returned/gone.html", {"procurement": draft.procurement, "file": file})
    if request.method == "POST":
        clause = next((one for one in found.clauses if one.clause == request.POST.get("clause")), None)
        if clause is None:
            raise Http404
        _decide(request, draft, held, file, clause)
        return redirect(f"{reverse('returned_file', args=[id, file_id])}#{clause.clause}")
    return render(request, "returned/file.html", _page(draft, held, file, found))


def _handed_in(request: HttpRequest, draft: Draft) -> ReturnedFile:
    name, content = handed_in(request)
    return returning.take_back(
        held=_held(draft),
        procurement=draft.procurement,
        by=author(request.visitor, draft.procurement),  # type: ignore[attr-defined]
        name=name,
        content=content,
    )


def _held(draft: Draft) -> returning.Held:
    clauses = selection.standing(draft.brief, draft.library, draft.facts)
    return returning.Held(Case(draft.brief, draft.library, draft.facts, clauses, draft=True), draft.shown_documents)


def _with_titles(draft: Draft) -> list[dict[str, Any]]:
    titles = {one.key: phrases.full_title(one) for one in draft.shown_documents}
    return [
        {"file": file, "title": titles[file.document]}
        for file in returned_files_of(draft.procurement)
        if file.document in titles
    ]


def _decide(request: HttpRequest, draft: Draft, held: returning.Held, file: ReturnedFile, clause: Returned) -> None:
    procurement, by = draft.procurement, author(request.visitor, draft.procurement)  # type: ignore[attr-defined]
    match request.POST.get("do"):
        case "own" if clause.happened == "changed":
            seen = clauses.mark(clauses.choice_of(procurement.brief, clause.clause))
            overtaken = clauses.choose(
                procurement_id=procurement.id, clause_id=clause.clause, variant="own",
                own=swedish.unbroken(BREAK.join(filter(None, map(taken, clause.words)))), seen=seen, by=by,
            )  # fmt: skip
            if overtaken:
                messages.error(request, OVERTAKEN.format(overtaken.by))
            else:
                messages.success(request, f"Sparat. {clause.clause} står nu med orden från filen.")
        case "answer" if changes := returning.as_answers(held, clause):
            saved = services.save(
                procurement_id=procurement.id, changes=dict(changes), expected_revision=procurement.revision, by=by
            )
            if isinstance(saved, services.Conflict):
                messages.error(request, OVERTAKEN.format(saved.by))
            else:
                messages.success(request, "Sparat. Svaret är ändrat, överallt där det används.")
        case "decline":
            returning.decide(file_id=file.id, clause=clause.clause, decision="declined")
            messages.success(request, f"Ändringen i {clause.clause} tas inte in.")
        case "reconsider":
            returning.decide(file_id=file.id, clause=clause.clause, decision="")
        case _:
            raise Http404


def _page(draft: Draft, held: returning.Held, file: ReturnedFile, found: Comparison) -> dict[str, Any]:
    shown = [_clause(draft, held, file, one) for one in found.clauses]
    left = [one for one in shown if one["is_open"]]
    return {
        "procurement": draft.procurement,
        "file": file,
        "title": next(phrases.full_title(one) for one in held.documents if one.key == file.document),
        "left": left,
        "declined": [one for one in shown if one["is_declined"]],
        "same": sum(one["happened"] == "same" and not one["is_open"] for one in shown),
        "outside": _outside(draft, found),
        "tracked": _tracked(found.tracked),
        "clauses_url": reverse("clauses", args=[draft.procurement.id]),
        "is_overtaken": any(one["is_overtaken"] for one in left),
        "comments": _comments(found.comments),
        "twice": found.twice,
        "unknown": found.unknown,
        "may_write": draft.may_write,
    }


def _clause(draft: Draft, held: returning.Held, file: ReturnedFile, one: Returned) -> dict[str, Any]:
    found = held.case.clause(one.clause)
    address = reverse("chosen_clause", args=[draft.procurement.id, one.clause])
    declined = file.decisions.get(one.clause) == "declined"
    speaks = one.happened != "same" or bool(one.beside or one.comments)
    return {
        "id": one.clause,
        "title": found.clause.title if found else "",
        "happened": one.happened,
        "stretches": one.stretches,
        "beside": one.beside,
        "has_unread": any(taken(text) != text for text in one.words),
        "tracked": _tracked(one.tracked),
        "comments": _comments(one.comments),
        "is_overtaken": one.is_overtaken,
        "answers": [
            {"question": draft.library.questions[key].label, "words": in_words(draft.library.questions[key], value)}
            for key, value in returning.as_answers(held, one).items()
        ],
        "url": address,
        "is_declined": declined and speaks,
        "is_open": speaks and not declined,
    }


def _outside(draft: Draft, found: Comparison) -> list[dict[str, Any]]:
    """The lines outside the clauses, each with the question that it was made from, where that is known."""
    # What nobody has answered is a word like any other, such as beställaren.
    given = {key: value for key, value in draft.facts.answers.items() if key in draft.brief}
    keys = origins(found.outside, draft.library, given)
    return [
        {
            "line": line,
            "question": draft.library.questions[key].label if key else "",
            "url": draft.question_url(key) if key else "",
        }
        for line, key in zip(found.outside, keys, strict=True)
    ]


def _tracked(runs: tuple[Run, ...]) -> list[dict[str, Any]]:
    return [{"run": run, "day": _day(run.at)} for run in runs]


def _comments(comments: tuple[Comment, ...]) -> list[dict[str, Any]]:
    return [{"comment": one, "day": _day(one.at)} for one in comments]


def _day(at: str) -> str:
    """The day in words, where the program that wrote the file has said one."""
    try:
        return swedish.long_date(date.fromisoformat(at[:10]))
    except ValueError:
        return ""
