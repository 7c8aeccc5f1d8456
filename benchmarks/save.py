"""One step of the wizard saved, against a bare Django view that saves one row, in the same project.

Both are sent the same form by Django's test client, signed in, through the same middleware and to the same embedded
database.
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import measuring

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.test import Client

ROOT = Path(__file__).resolve().parent.parent
TIMES = 120
GOAL = 2.0
# Every step with a text to change; the budget, with four modules in it, is the largest.
STEPS = (
    "procurement", "needs", "system", "information", "code", "delivery", "operation", "budget", "contract",
)  # fmt: skip


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        set_up(Path(folder))
        found = [measured(key) for key in STEPS]
    rows = [row for row, _ in found]
    rows.append(["the middle one", "", "", "", measuring.verdict(median(ratio for _, ratio in found), GOAL)])
    print("### One step saved\n")
    print(measuring.table(["step", "bare view", "the service alone", "the page", "page / bare view"], rows))


def set_up(folder: Path) -> None:
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {"VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "procurement.settings"}
    sys.path.insert(0, str(ROOT))
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.urls import path

    settings.ALLOWED_HOSTS.append("testserver")
    django.setup()
    from procurement import urls

    call_command("migrate", verbosity=0)
    urls.urlpatterns.append(path("bare/<int:id>/", bare))


def bare(request: HttpRequest, id: int) -> HttpResponse:
    """As little as a view can do that saves an answer."""
    from django.shortcuts import redirect

    from procurement.models import Authority

    row = Authority.objects.get(id=id)
    row.name = request.POST[request.GET["field"]]
    row.save(update_fields=["name"])
    return redirect("/")


def measured(key: str) -> tuple[list[str], float]:
    """A row with the time of each, one after another many times over, and the median of their ratios."""
    from django.test import Client

    from procurement import content, services
    from procurement.domain import brief, facts
    from procurement.models import Authority, User

    step = next(step for step in content.library().steps if step.key == key)
    text = (ROOT / "fixtures" / "briefs" / "bygglov.yaml").read_text(encoding="utf-8")
    authority = Authority.objects.create(name="Sjövalla kommun", org_number="212000-9999", kind="municipality")
    user = User.objects.create_user(f"{key}@sjovalla.example", name="Anna")
    authority.members.create(user=user)
    procurement = services.start(authority=authority, by=user, brief=brief.parse(text, content.library()))
    browser = Client()
    browser.force_login(user)
    address = f"/upphandlingar/{procurement.id}/steg/{step.slug}/"
    form = filled(browser, address)
    # A question that the other answers do not ask is in the form too, hidden, and is not saved.
    asked = facts.derive(procurement.brief, content.library(), content.amounts(), date.today()).asked
    field = next(q.key for q in step.questions if q.kind in ("text", "long_text") and q.key in asked)

    found = []
    for n in range(TIMES):
        saved = services.save(procurement_id=procurement.id, changes={}, expected_revision=1, by=user)
        # A browser shows the message of the last page before it sends the next; unseen they would pile up.
        browser.cookies.pop("messages", None)
        typed = {**form, field: f"Svar {n}", "revision": str(saved.revision)}
        changes: dict[str, Any] = {field: f"Tjänst {n}"}
        found.append({
            "bare": measuring.seconds(lambda typed=typed: sent(browser, f"/bare/{authority.id}/?field={field}", typed)),
            "page": measuring.seconds(lambda typed=typed: sent(browser, address, typed)),
            "service": measuring.seconds(
                lambda changes=changes, revision=saved.revision + 1: services.save(
                    procurement_id=procurement.id, changes=changes, expected_revision=revision, by=user
                )
            ),
        })  # fmt: skip
    procurement.refresh_from_db()
    assert procurement.revision == 1 + 2 * TIMES, procurement.revision
    ratio = median(row["page"] / row["bare"] for row in found)
    times = (f"{1000 * median(row[name] for row in found):.1f} ms" for name in ("bare", "service", "page"))
    return [step.title, *times, f"{ratio:.2f}"], ratio


def filled(browser: Client, address: str) -> dict[str, Any]:
    """What the step's form sends when nothing has been changed in it."""
    from lxml import html

    form = html.fromstring(browser.get(address).content.decode()).get_element_by_id("step-form")
    values: dict[str, Any] = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append("" if value == "on" else value)
    return {**values, **{name: [""] for name in form.fields if name not in values and name != "row"}}


def sent(browser: Client, address: str, typed: dict[str, Any]) -> None:
    body = urlencode(typed, doseq=True)
    assert browser.post(address, body, content_type="application/x-www-form-urlencoded").status_code == 302


if __name__ == "__main__":
    main()
