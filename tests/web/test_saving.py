"""Nothing typed is lost, and nobody's answer is overwritten unseen."""

from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import connection

from procurement.models import Procurement, Revision, User
from procurement.services import Conflict, Saved, save, start
from tests import factory


def test_a_procurement_starts_with_its_authority_filled_in(anna: User, draft: Procurement) -> None:
    assert draft.revision == 1
    assert draft.brief["authority"] == {
        "name": "Sjövalla kommun",
        "org_number": "212000-9999",
        "kind": "municipality",
    }
    first = draft.revisions.get()
    assert (first.number, first.changes, first.by, first.by_name) == (1, draft.brief, anna, "Anna")


def test_a_brief_that_names_its_authority_keeps_it(anna: User) -> None:
    named = {"name": "Någon annan", "org_number": "212000-1111", "kind": "region"}
    authority = anna.memberships.get().authority
    assert start(authority=authority, by=anna, brief={"authority": named}).brief["authority"] == named


def test_an_answer_becomes_the_next_revision(anna: User, draft: Procurement) -> None:
    saved = save(procurement_id=draft.id, changes={"problem": "Ingen svarar"}, expected_revision=1, by=anna)
    draft.refresh_from_db()
    assert saved == Saved(2, draft.saved_at, "Anna")
    assert draft.brief["problem"] == "Ingen svarar"
    assert draft.brief["title"] == "Digital bygglovsprocess"
    assert draft.revisions.get(number=2).changes == {"problem": "Ingen svarar"}


def test_only_what_differs_is_written(anna: User, draft: Procurement) -> None:
    changes = {"title": draft.title, "problem": "Ingen svarar", "summary": None}
    save(procurement_id=draft.id, changes=changes, expected_revision=1, by=anna)
    assert draft.revisions.get(number=2).changes == {"problem": "Ingen svarar"}


def test_saving_what_already_stands_makes_no_revision(anna: User, draft: Procurement) -> None:
    saved = save(procurement_id=draft.id, changes={"title": draft.title}, expected_revision=1, by=anna)
    assert isinstance(saved, Saved) and saved.revision == 1
    assert draft.revisions.count() == 1


def test_an_answer_can_be_taken_away(anna: User, draft: Procurement) -> None:
    save(procurement_id=draft.id, changes={"title": None}, expected_revision=1, by=anna)
    draft.refresh_from_db()
    assert "title" not in draft.brief
    assert draft.revisions.get(number=2).changes == {"title": None}


def test_what_was_seen_a_moment_ago_hides_nothing_that_came_since(anna: User, bo: User, draft: Procurement) -> None:
    seen = Procurement.objects.get(id=draft.id)
    save(procurement_id=draft.id, changes={"problem": "Annas", "title": "Annas"}, expected_revision=1, by=anna)
    mine = {"problem": "Bos", "evidence": "Bos"}
    kept = save(procurement_id=draft.id, changes=mine, expected_revision=1, by=bo, seen=seen)
    assert isinstance(kept, Conflict) and kept.mine == {"problem": "Bos"} and kept.theirs == {"problem": "Annas"}
    draft.refresh_from_db()
    assert (draft.brief["problem"], draft.brief["title"], draft.brief["evidence"]) == ("Annas", "Annas", "Bos")


def test_what_was_seen_and_still_stands_is_written_upon(anna: User, draft: Procurement) -> None:
    saved = save(procurement_id=draft.id, changes={"problem": "Annas"}, expected_revision=1, by=anna, seen=draft)
    assert saved == Saved(2, draft.saved_at, "Anna") and draft.brief["problem"] == "Annas"
    assert Procurement.objects.get(id=draft.id).brief == draft.brief
    assert draft.revisions.get(number=2).changes == {"problem": "Annas"}


def test_different_answers_saved_at_once_are_merged(anna: User, bo: User, draft: Procurement) -> None:
    save(procurement_id=draft.id, changes={"problem": "Annas"}, expected_revision=1, by=anna)
    saved = save(procurement_id=draft.id, changes={"evidence": "Bos"}, expected_revision=1, by=bo)
    draft.refresh_from_db()
    assert isinstance(saved, Saved) and saved.revision == 3
    assert (draft.brief["problem"], draft.brief["evidence"]) == ("Annas", "Bos")


def test_the_same_answer_from_two_is_no_conflict(anna: User, bo: User, draft: Procurement) -> None:
    save(procurement_id=draft.id, changes={"problem": "Samma"}, expected_revision=1, by=anna)
    assert isinstance(save(procurement_id=draft.id, changes={"problem": "Samma"}, expected_revision=1, by=bo), Saved)
    assert draft.revisions.count() == 2


def test_two_answers_to_one_question_are_both_shown(anna: User, bo: User, draft: Procurement) -> None:
    first = save(procurement_id=draft.id, changes={"problem": "Annas"}, expected_revision=1, by=anna)
    mine = {"problem": "Bos", "evidence": "Intervjuer"}
    conflict = save(procurement_id=draft.id, changes=mine, expected_revision=1, by=bo)
    draft.refresh_from_db()
    assert conflict == Conflict({"problem": "Bos"}, {"problem": "Annas"}, "Anna", first.at, 3)
    assert draft.brief["problem"] == "Annas"
    assert draft.brief["evidence"] == "Intervjuer", "what is not in dispute is saved all the same"


def test_mine_wins_when_i_have_seen_theirs_and_say_so(anna: User, bo: User, draft: Procurement) -> None:
    save(procurement_id=draft.id, changes={"problem": "Annas"}, expected_revision=1, by=anna)
    conflict = save(procurement_id=draft.id, changes={"problem": "Bos"}, expected_revision=1, by=bo)
    assert isinstance(conflict, Conflict)
    save(procurement_id=draft.id, changes=conflict.mine, expected_revision=conflict.revision, by=bo)
    draft.refresh_from_db()
    assert draft.brief["problem"] == "Bos"


def test_a_whole_form_does_not_take_back_what_a_colleague_wrote_meanwhile(
    anna: User, bo: User, draft: Procurement
) -> None:
    """Bo's form still shows the problem and the goals as they were; he has only changed the evidence."""
    save(procurement_id=draft.id, changes={"problem": "Först", "goals": []}, expected_revision=1, by=anna)
    save(procurement_id=draft.id, changes={"problem": "Sedan"}, expected_revision=2, by=anna)
    form = {"problem": "Först", "goals": [], "summary": None, "evidence": "Intervjuer"}
    assert isinstance(save(procurement_id=draft.id, changes=form, expected_revision=2, by=bo), Saved)
    draft.refresh_from_db()
    assert (draft.brief["problem"], draft.brief["evidence"]) == ("Sedan", "Intervjuer")


def test_taking_away_what_a_colleague_has_rewritten_is_a_conflict(anna: User, bo: User, draft: Procurement) -> None:
    save(procurement_id=draft.id, changes={"title": "Annas"}, expected_revision=1, by=anna)
    conflict = save(procurement_id=draft.id, changes={"title": None}, expected_revision=1, by=bo)
    assert isinstance(conflict, Conflict)
    assert (conflict.mine, conflict.theirs) == ({"title": None}, {"title": "Annas"})


def test_the_revisions_add_up_to_the_brief(anna: User, bo: User, draft: Procurement) -> None:
    save(procurement_id=draft.id, changes={"problem": "Ett", "summary": "Två"}, expected_revision=1, by=anna)
    save(procurement_id=draft.id, changes={"problem": None, "goals": [{"measure": "tid"}]}, expected_revision=2, by=bo)
    save(procurement_id=draft.id, changes={"summary": "Tre"}, expected_revision=1, by=bo)
    draft.refresh_from_db()
    assert added_up(draft) == draft.brief


def test_a_guest_signs_with_the_name_of_the_link(draft: Procurement) -> None:
    link, _ = factory.link(draft, name="Jurist", may_write=True)
    save(procurement_id=draft.id, changes={"problem": "Gästens"}, expected_revision=1, by=link)
    draft.refresh_from_db()
    revision = draft.revisions.get(number=2)
    assert (draft.saved_by, revision.by, revision.by_name) == ("länken ”Jurist”", None, "länken ”Jurist”")


def test_a_revision_that_is_not_written_yet_is_refused(anna: User, draft: Procurement) -> None:
    with pytest.raises(ValueError, match="revision 7"):
        save(procurement_id=draft.id, changes={"problem": "?"}, expected_revision=7, by=anna)


@pytest.mark.django_db(transaction=True)
def test_many_who_save_at_the_same_moment_lose_nothing() -> None:
    draft = factory.procurement()
    people = [factory.user(f"Person {number}") for number in range(6)]

    results = all_at_once(
        {person: {f"answer_{person.id}": person.name, "problem": person.name} for person in people}, draft.id
    )

    draft.refresh_from_db()
    assert {f"answer_{person.id}": person.name for person in people}.items() <= draft.brief.items()
    assert [revision.number for revision in draft.revisions.all()] == list(range(1, draft.revision + 1))
    assert added_up(draft) == draft.brief
    # Whoever was first has the disputed answer; each of the others was told, with their own words in hand.
    won = [person for person in people if isinstance(results[person], Saved)]
    assert [person.name for person in won] == [draft.brief["problem"]]
    for person in people:
        if person not in won:
            conflict = results[person]
            assert isinstance(conflict, Conflict)
            assert (conflict.mine, conflict.theirs) == ({"problem": person.name}, {"problem": won[0].name})


def all_at_once(changes: dict[User, dict[str, object]], id: UUID) -> dict[User, Saved | Conflict]:
    """What each person was answered when all of them, in threads of their own, saved from revision 1."""
    results: dict[User, Saved | Conflict] = {}
    start_line = Barrier(len(changes))

    def save_mine(person: User) -> None:
        try:
            start_line.wait(timeout=10)
            results[person] = save(procurement_id=id, changes=changes[person], expected_revision=1, by=person)
        finally:
            connection.close()

    threads = [Thread(target=save_mine, args=[person]) for person in changes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert set(results) == set(changes), "somebody's save failed"
    return results


def added_up(draft: Procurement) -> dict[str, object]:
    brief: dict[str, object] = {}
    for revision in Revision.objects.filter(procurement=draft).order_by("number"):
        brief |= revision.changes
    return {key: value for key, value in brief.items() if value is not None}
