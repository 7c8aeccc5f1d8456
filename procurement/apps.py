"""The one Django app."""

import logging

from django.apps import AppConfig

from .log import Record


class ProcurementConfig(AppConfig):
    name = "procurement"
    label = "procurement"
    verbose_name = "Kravbyggaren"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # A factory, not a filter: it holds for every logger and handler, the web server's own included.
        logging.setLogRecordFactory(Record)
