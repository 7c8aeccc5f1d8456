"""The one Django app."""

import logging

from django.apps import AppConfig
from django.core import checks

from .log import Record


class ProcurementConfig(AppConfig):
    name = "procurement"
    label = "procurement"
    verbose_name = "Kravbyggaren"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # A factory, not a filter: it holds for every logger and handler, the web server's own included.
        logging.setLogRecordFactory(Record)
        checks.register(check_library)


def check_library(**kwargs: object) -> list[checks.CheckMessage]:
    """What does not hang together in the library, each with its file, its line and what to do."""
    from . import content
    from .domain.library import BrokenLibrary

    try:
        content.library()
    except BrokenLibrary as broken:
        return [
            checks.Error(
                f"fixtures/{problem.file}:{problem.line}: {problem.message}", hint=problem.hint, id="library.E001"
            )
            for problem in broken.problems
        ]
    return []
