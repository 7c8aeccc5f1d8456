"""A number of five thousand digits is no number of ours, wherever it is sent."""

import pytest
from django.test import Client
from django.urls import reverse

from procurement.models import Procurement
from procurement.views.numbers import number

LONG = "9" * 5_000


@pytest.mark.parametrize(
    ("text", "read"), [("0", 0), ("17", 17), ("", None), ("-1", None), ("1.5", None), (LONG, None)]
)
def test_what_is_no_number_of_ours_is_none(text: str, read: int | None) -> None:
    assert number(text) == read


def test_pages_answer_a_long_number_as_any_that_means_nothing(annas: Client, draft: Procurement) -> None:
    step = reverse("step", args=[draft.id, "budget"])
    for address, sent in (
        (step, {"revision": LONG}),
        (step, {"row": f"modules:up:{LONG}"}),
        (reverse("start_procurement"), {"authority": LONG}),
        (reverse("start_from_file"), {"authority": LONG}),
        (reverse("inspections"), {"authority": LONG}),
        (reverse("library_news", args=[draft.id]), {"revision": LONG}),
        (reverse("authority_clause", args=[draft.authority_id, "PC-CODE-02"]), {"do": "restore", "number": LONG}),
        (reverse("new_authority_clause", args=[draft.authority_id]), {"seen": LONG}),
        (reverse("lots", args=[draft.id]), {"do": "name", "revision": LONG, "number": LONG}),
    ):
        assert annas.post(address, sent).status_code < 500, (address, sent)
