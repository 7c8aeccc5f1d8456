"""The chapters that say what is bought and why: need, object, information exchange."""

from __future__ import annotations

from procurement.domain import swedish
from procurement.domain.answers import gap
from procurement.domain.assemble import ai
from procurement.domain.assemble.builder import Builder, contract_time, row, text_of
from procurement.domain.brief import rows as rows_of
from procurement.domain.brief import schema_of
from procurement.domain.document import Clause, Column, Inlines, Text
from procurement.domain.selection import is_in_force


def need(b: Builder) -> None:
    """Chapter "Behov": the problem, who has it, what shall become better, how it is known."""
    b.h1("Behov")
    lead = b.case.clause("PC-USER-01")
    if lead:
        b.blocks.append(Clause(lead.clause.id, lead.clause.title, text_of(lead, b.case), "krav-behov", lead.variant))
    b.h2("Problemet")
    b.words("problem")
    b.h2("Användarna och vad som ska bli bättre")
    users_and_goals(b)
    b.h2("Hur behoven är undersökta")
    b.words("evidence")
    b.h2("Dagens lösning")
    b.words("current_solution")
    b.h2("Öppna lösningar som har prövats")
    b.words("reuse_search")


def summary(b: Builder) -> None:
    """The summary, where there is one: small suppliers decide there whether to read on."""
    if "summary" in b.case.facts.answers:
        b.words("summary")


def principles(b: Builder) -> None:
    """The rules behind what is asked, by name."""
    kept = {selected.clause.principle for selected in b.case.clauses if selected.clause.kind != "follow_up"}
    named = [principle for principle in b.case.library.principles.values() if principle.key in kept]
    if not named:
        return
    names = swedish.enumerate_items([one.title[0].lower() + one.title[1:] for one in named])
    b.p(f"Kraven och villkoren bygger på beställarens principer för öppen programvara: {names}.")


def buyer(b: Builder) -> Inlines:
    """Who buys, with the number that tells the organisation from others of its name."""
    authority = b.case.facts.answers.get("authority")
    known = authority if isinstance(authority, dict) else {}
    said = [str(known[key]) for key in ("name", "org_number") if known.get(key)]
    return (Text(", ".join(said)),) if said else (gap("authority", b.case.library),)


def users_and_goals(b: Builder) -> None:
    """Who has the problem, and the measures that tell whether it is solved."""
    columns = (("name", 28), ("count", 14), ("need", 58))
    _rows_or_gap(b, "user_groups", "Användargrupper och deras behov", columns, ("count",))
    _rows_or_gap(b, "goals", "Effektmål", (("measure", 50), ("baseline", 25), ("target", 25)))


def thing(b: Builder) -> None:
    """Chapter "Föremålet": what is bought."""
    case = b.case
    b.h1("Föremålet")
    b.words("description")
    rows: list[tuple[str, Inlines]] = [
        ("Beställare", buyer(b)),
        ("Slag av köp", case.answer("system_kind")),
        ("Ytor", case.answer("surfaces")),
    ]
    if not b.short:
        rows += [
            ("Start", case.answer("contract_start")),
            *contract_time(case),
        ]
    if "repository_url" in case.facts.asked:
        rows.append(("Befintligt kodförråd", case.answer("repository_url")))
    if "upstream_project" in case.facts.answers:
        rows.append(("Ursprungsprojekt", case.answer("upstream_project")))
    for key, label in (
        ("cpv", "CPV-kod"),
        ("procedure", "Förfarande"),
        ("framework_ceiling_sek", "Ramavtalets takbelopp, utan mervärdesskatt"),
        ("questions_answered", "Frågor besvaras senast"),
        ("tenders_due", "Sista dag för anbud"),
        ("award_planned", "Planerat besked om tilldelning"),
        ("existing_code", "Befintlig kod"),
        ("code_platform", "Koden publiceras på"),
        ("repo_url", "Kodförrådets adress"),
        ("rights_model", "Upphovsrätten till det som tas fram"),
        ("change_windows", "Tider då inget får ändras"),
    ):
        if key in case.facts.answers:
            rows.append((label, case.answer(key)))
    b.table("Uppdraget i korthet", [Column("Uppgift", 38), Column("Svar", 62)], [row(pair) for pair in rows])
    # What the day of start waits for: PC-FIRST-02.
    b.rows_of("readiness", "Det beställaren ska ha klart före start", (("what", 50), ("who", 30), ("by", 20)))
    b.rows_of("platform_needs", "Plattformar och tjänster som lösningen ska fungera med", (("what", 38), ("need", 62)))
    b.rows_of(
        "accessibility_exceptions", "Delar som undantas från tillgänglighetskraven", (("part", 38), ("reason", 62))
    )


def exchange(b: Builder) -> None:
    """Chapter "Informationsutbyte": which information there is, and what it is exchanged with."""
    case = b.case
    b.h1("Informationsutbyte")
    b.p("Här står vilka uppgifter lösningen hanterar och vad de utbyts med. Kraven på API:er och standarder avser dem.")
    rows: list[tuple[str, Inlines]] = [("Högsta informationsklass", case.answer("data_class"))]
    for key, label in (
        ("open_datasets", "Öppna uppgifter"),
        ("api_scope", "Uppgifter och funktioner som ska nås genom API"),
        ("federations", "Federationer"),
        ("assurance_level", "Lägsta tillitsnivå"),
        ("connecting_parties", "Parter som ska anslutas"),
        ("ai_functions", "AI-funktioner"),
        ("export_sets", "Uppgifter som särskilt ska gå att hämta ut"),
        ("archive", "Bevarande och gallring"),
    ):
        # An earlier release of the library may not ask it.
        question = case.library.questions.get(key)
        needed = question is not None and not question.optional
        if key in case.facts.answers or (needed and key in case.facts.asked):
            rows.append((label, case.answer(key)))
    rows += ai.assessment(b)
    b.table("Uppgifter i lösningen", [Column("Uppgift", 38), Column("Svar", 62)], [row(pair) for pair in rows])
    b.rows_of("privileged_data", "Skyddade uppgifter", (("what", 45), ("who", 55)))
    b.rows_of("integrations", "Integrationer", (("system", 30), ("exchange", 40), ("standard", 30)))
    if case.facts.answers.get("integrations") and case.clause("PC-STD-01"):
        b.p(
            "En standard i tabellen Integrationer är obligatorisk, eller en likvärdig. Där ingen står väljer "
            "anbudsgivaren en öppen standard.",
            "note",
        )
    b.rows_of("standards", "Standarder", (("area", 35), ("standard", 40), ("part", 25)))
    if isinstance(case.facts.answers.get("missing_standards"), str):
        b.h2("Behov som saknar standard")
        b.words("missing_standards")


def publication_exceptions(b: Builder) -> None:
    """Chapter "Undantag från publicering", also when there is none: clauses refer to it.

    What there is none of needs no rule in the short form; the buyer has it in its own paper.
    """
    b.h1("Undantag från publicering")
    listed = bool(b.case.facts.answers.get("publication_exceptions"))
    if listed or not b.short:
        _buyer_step(b, "PC-PUB-01")
    if listed:
        columns = (("part", 22), ("reason", 30), ("law", 17), ("decided_by", 15), ("review", 16))
        b.rows_of("publication_exceptions", "Delar som inte publiceras", columns)
    else:
        b.p("Inga delar är undantagna. All källkod publiceras.")


def closed_components(b: Builder) -> None:
    """Chapter "Slutna komponenter", also when there is none where a requirement refers to it."""
    rule = b.case.clause("PC-DEP-01")
    listed = bool(b.case.facts.answers.get("closed_components"))
    if not listed and (rule is None or rule.variant == "softer"):
        return
    b.h1("Slutna komponenter")
    if listed:
        b.p("Beställaren godtar de här slutna komponenterna, om de nås genom ett öppet gränssnitt och kan bytas ut.")
        b.rows_of("closed_components", "Slutna komponenter", (("name", 30), ("reason", 50), ("until", 20)))
    else:
        b.p("Beställaren har inte godkänt någon sluten komponent i förväg.")


def deviations(b: Builder) -> None:
    """Chapter "Avsteg": every clause that is switched off, with all that the decision must say."""
    case = b.case
    in_force = [deviation for deviation in rows_of(case.brief, "deviations") if is_in_force(deviation, case.facts.on)]
    if b.short and not in_force:
        b.p("Inga avsteg från beställarens principer är beslutade.")
        return
    b.h1("Avsteg")
    _buyer_step(b, "PC-OPT-01")
    if not in_force:
        b.p("Inga avsteg är beslutade.")
        return
    question = schema_of(case.library)["deviations"]
    for deviation in in_force:
        clause = case.library.clauses[str(deviation["clause"])]
        reason = case.library.reasons[str(deviation["reason_code"])]
        b.h2(f"{clause.title} ({clause.id})")
        facts: list[tuple[str, Inlines]] = [("Skäl", (Text(f"{reason.key} {reason.title}"),))]
        for name in ("evidence", "alternatives", "compensation", "decided_by", "decided_on", "expires_on"):
            label = next(f.label for f in question.fields if f.key == name)
            facts.append((label, case.field(question, deviation, name)))
        b.table(f"Avsteg från {clause.id}", [Column("Uppgift", 30), Column("Beslut", 70)], [row(f) for f in facts])


def _buyer_step(b: Builder, identity: str) -> None:
    selected = b.case.clause(identity)
    if selected:
        anchor = f"krav-{identity.lower()}"
        b.blocks.append(Clause(identity, selected.clause.title, text_of(selected, b.case), anchor, selected.variant))


def _rows_or_gap(
    b: Builder, key: str, caption: str, columns: tuple[tuple[str, int], ...], numeric: tuple[str, ...] = ()
) -> None:
    if b.case.facts.answers.get(key):
        b.rows_of(key, caption, columns, numeric)
    else:
        b.words(key)
