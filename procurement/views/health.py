"""Whether the program is well, for the machine that watches it."""

from django.db import connection
from django.http import HttpRequest, HttpResponse

from procurement.access import before_set_up


@before_set_up
def health(request: HttpRequest) -> HttpResponse:
    """200 when the database answers; otherwise Django answers 500."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
