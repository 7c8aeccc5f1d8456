"""Coming in and going out, the first start, and colleagues who come and go."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from procurement.models import Authority, FailedLogin, Member, Procurement, User
from procurement.services import accounts
from tests import factory

PASSWORD = "sju sjöar i Sjövalla"
FIRST = {
    "authority": "Sjövalla kommun",
    "org_number": "2120009999",
    "kind": "municipality",
    "name": "Anna Ek",
    "email": "Anna@Sjovalla.example",
    "password": PASSWORD,
}


@pytest.fixture(autouse=True)
def quick_passwords(settings: pytest.FixtureRequest) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def log_in(browser: Client, email: str, password: str, next: str = "") -> object:
    return browser.post("/logga-in/", {"username": email, "password": password, "next": next})


def one_time_password(response: object) -> str:
    return response.context["password"]


# The first start


@pytest.mark.parametrize("path", ["/", "/logga-in/", "/upphandlingar/", "/d/vad-som-helst/"])
def test_with_nobody_there_every_page_leads_to_the_beginning(db: None, path: str) -> None:
    assert Client().get(path).headers["Location"] == "/kom-igang/"


def test_the_machine_can_ask_how_it_is_before_anyone_has_come(db: None) -> None:
    assert Client().get("/halsa/").status_code == 200


def test_the_first_to_come_sets_up_the_authority_and_is_its_administrator(db: None) -> None:
    browser = Client()
    assert browser.get("/kom-igang/").status_code == 200
    assert browser.post("/kom-igang/", FIRST).headers["Location"] == "/upphandlingar/"
    member = Member.objects.get()
    assert (member.user.email, member.is_admin) == ("anna@sjovalla.example", True)
    assert (member.authority.name, member.authority.org_number) == ("Sjövalla kommun", "212000-9999")
    assert browser.get("/upphandlingar/").status_code == 200


def test_the_second_to_come_cannot_set_up_anything(anna: User) -> None:
    assert Client().get("/kom-igang/").status_code == 404
    assert Client().post("/kom-igang/", FIRST).status_code == 404
    with pytest.raises(accounts.AlreadySetUp):  # one who was on the page already
        accounts.set_up(authority=Authority(name="Norrfors"), email="cia@example.se", name="Cia", password=PASSWORD)
    assert Authority.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "value"),
    [("org_number", "212000"), ("email", "anna"), ("password", "kort"), ("password", "lösenord"), ("authority", "")],
)
def test_what_is_wrong_is_said_at_the_top_and_leads_to_its_field(db: None, wrong: str, value: str) -> None:
    response = Client().post("/kom-igang/", FIRST | {wrong: value})
    assert f'href="#id_{wrong}"' in response.content.decode()
    assert not User.objects.exists()


def test_a_password_must_not_be_like_ones_address(db: None) -> None:
    Client().post("/kom-igang/", FIRST | {"password": "anna@sjovalla"})
    assert not User.objects.exists()


def test_the_demo_is_made_once_and_only_where_nobody_is(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo")
    call_command("demo")
    assert Authority.objects.get().name == "Sjövalla kommun"
    buyers = {(p.brief["authority"]["name"], p.brief["contact"]["email"]) for p in Procurement.objects.all()}
    assert buyers == {("Sjövalla kommun", "upphandling@sjovalla.example")}
    assert capsys.readouterr().out.count("anna@sjovalla.example") == 2
    assert log_in(Client(), "anna@sjovalla.example", "kravbyggaren-demo").status_code == 302


def test_no_demo_login_is_made_where_there_are_people(anna: User, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo")
    assert User.objects.count() == 1
    assert capsys.readouterr().out == ""


# In and out


def test_one_logs_in_with_any_capitals_and_comes_to_the_page_one_asked_for(anna: User) -> None:
    anna.set_password(PASSWORD)
    anna.save()
    browser = Client()
    asked = browser.get("/myndighet/").headers["Location"]
    assert asked == "/logga-in/?next=/myndighet/"
    answer = log_in(browser, anna.email.upper(), PASSWORD, next="/myndighet/")
    assert answer.headers["Location"] == "/myndighet/"


def test_nobody_is_sent_to_another_site_after_logging_in(anna: User) -> None:
    anna.set_password(PASSWORD)
    anna.save()
    answer = log_in(Client(), anna.email, PASSWORD, next="https://fiske.example/")
    assert answer.headers["Location"] == "/upphandlingar/"


def test_a_wrong_password_and_an_unknown_address_look_the_same(anna: User) -> None:
    wrong = log_in(Client(), anna.email, "fel").content.decode()
    unknown = log_in(Client(), "ingen@example.se", "fel").content.decode()
    message = "E-postadressen och lösenordet hör inte ihop"
    assert message in wrong and message in unknown


def test_after_ten_wrong_guesses_even_the_right_one_must_wait(anna: User) -> None:
    anna.set_password(PASSWORD)
    anna.save()
    for _ in range(accounts.MOST_FAILURES):
        assert log_in(Client(), anna.email.upper(), "fel").status_code == 200
    answer = log_in(Client(), anna.email, PASSWORD)
    assert answer.status_code == 429
    assert "Vänta en kvart" in answer.content.decode()

    FailedLogin.objects.update(at=timezone.now() - accounts.COUNTED_FOR)
    assert log_in(Client(), anna.email, PASSWORD).status_code == 302


def test_an_address_that_no_database_takes_is_a_wrong_guess_like_any_other(anna: User) -> None:
    assert log_in(Client(), "anna\0@example.se", "fel").status_code == 200
    assert log_in(Client(), "a" * 300, "fel").status_code == 200
    assert FailedLogin.objects.count() == 2


def test_one_persons_wrong_guesses_stop_nobody_else(anna: User, bo: User) -> None:
    bo.set_password(PASSWORD)
    bo.save()
    for _ in range(accounts.MOST_FAILURES):
        log_in(Client(), anna.email, "fel")
    assert log_in(Client(), bo.email, PASSWORD).status_code == 302


def test_a_part_of_a_page_is_never_replaced_by_the_login_page(anna: User) -> None:
    assert Client().get("/upphandlingar/", headers={"HX-Request": "true"}).status_code == 401


def test_a_form_from_another_site_or_session_says_what_to_do(anna: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(anna)
    answer = browser.post("/upphandlingar/ny/")
    assert answer.status_code == 403
    assert "Gå tillbaka i webbläsaren" in answer.content.decode()


def test_one_logs_out_by_a_button_and_not_by_a_link(anna: User, signed_in: Callable[[User], Client]) -> None:
    browser = signed_in(anna)
    assert browser.get("/logga-ut/").status_code == 405
    browser.post("/logga-ut/")
    assert browser.get("/upphandlingar/").status_code == 302


# Colleagues


def test_a_new_colleague_gets_a_password_once_and_must_choose_their_own(
    anna: User, sjovalla: Authority, signed_in: Callable[[User], Client]
) -> None:
    answer = signed_in(anna).post("/myndighet/", {"name": "Dan Ek", "email": "Dan@Sjovalla.example"})
    handed_over = one_time_password(answer)
    assert handed_over in answer.content.decode()
    assert handed_over not in signed_in(anna).get("/myndighet/").content.decode()

    dan = Client()
    assert log_in(dan, "dan@sjovalla.example", handed_over).status_code == 302
    assert dan.get("/upphandlingar/").headers["Location"] == "/losenord/"
    assert dan.post("/upphandlingar/ny/").headers["Location"] == "/losenord/"
    assert dan.get("/losenord/").status_code == 200
    assert dan.post("/losenord/", {"password": PASSWORD}).status_code == 302
    assert dan.get("/upphandlingar/").status_code == 200
    assert log_in(Client(), "dan@sjovalla.example", handed_over).status_code == 200


def test_who_changes_their_own_password_says_the_one_they_had(anna: User, signed_in: Callable[[User], Client]) -> None:
    anna.set_password(PASSWORD)
    anna.save()
    browser, new = signed_in(anna), "åtta åar i Sjövalla"
    for typed in ({}, {"current_password": "fel"}):
        refused = browser.post("/losenord/", {"password": new} | typed)
        assert refused.status_code == 200 and 'href="#id_current_password"' in refused.content.decode()
    assert log_in(Client(), anna.email, PASSWORD).status_code == 302
    assert browser.post("/losenord/", {"password": new, "current_password": PASSWORD}).status_code == 302
    assert browser.get("/upphandlingar/").status_code == 200, "this login stays"
    assert log_in(Client(), anna.email, new).status_code == 302


def test_someone_with_an_account_is_added_without_a_new_password(
    anna: User, cia: User, signed_in: Callable[[User], Client]
) -> None:
    before = cia.password
    signed_in(anna).post("/myndighet/", {"name": "Cia", "email": cia.email})
    cia.refresh_from_db()
    assert cia.password == before
    assert cia.memberships.count() == 2


def test_nobody_is_added_twice(anna: User, bo: User, signed_in: Callable[[User], Client]) -> None:
    answer = signed_in(anna).post("/myndighet/", {"name": "Bo", "email": bo.email})
    assert "finns redan hos er" in answer.content.decode()
    said = signed_in(anna).post("/myndighet/", {}).content.decode()
    assert "Skriv kollegans namn." in said and "Skriv kollegans e-postadress." in said


def test_only_an_administrator_adds_removes_and_renews(
    anna: User, bo: User, signed_in: Callable[[User], Client]
) -> None:
    browser = signed_in(bo)
    shown = browser.get("/myndighet/")
    assert shown.status_code == 200 and "Lägg till" not in shown.content.decode()
    member = anna.memberships.get()
    assert browser.post("/myndighet/", {"name": "Dan", "email": "dan@example.se"}).status_code == 404
    assert browser.post(f"/myndighet/{member.id}/ta-bort/").status_code == 404
    assert browser.post(f"/myndighet/{member.id}/losenord/").status_code == 404
    assert Member.objects.count() == 2


def test_one_who_is_removed_no_longer_comes_in(anna: User, bo: User, signed_in: Callable[[User], Client]) -> None:
    draft = factory.procurement(of=anna.memberships.get().authority)
    bos = signed_in(bo)
    assert bos.get(f"/upphandlingar/{draft.id}/").status_code == 200
    signed_in(anna).post(f"/myndighet/{bo.memberships.get().id}/ta-bort/")
    assert bos.get(f"/upphandlingar/{draft.id}/").status_code == 404


def test_the_last_administrator_stays(anna: User, signed_in: Callable[[User], Client]) -> None:
    signed_in(anna).post(f"/myndighet/{anna.memberships.get().id}/ta-bort/")
    assert anna.memberships.exists()


def test_a_new_one_time_password_ends_the_sessions_of_the_old(
    anna: User, bo: User, signed_in: Callable[[User], Client]
) -> None:
    bos = signed_in(bo)
    answer = signed_in(anna).post(f"/myndighet/{bo.memberships.get().id}/losenord/")
    assert bos.get("/upphandlingar/").headers["Location"].startswith("/logga-in/")
    assert log_in(bos, bo.email, one_time_password(answer)).status_code == 302


def test_nobody_takes_over_an_account_that_opens_another_authoritys_door(
    anna: User, cia: User, sjovalla: Authority, signed_in: Callable[[User], Client]
) -> None:
    member, _ = accounts.add_member(authority=sjovalla, email=cia.email, name="Cia")
    before = cia.password
    signed_in(anna).post(f"/myndighet/{member.id}/losenord/")
    cia.refresh_from_db()
    assert cia.password == before
