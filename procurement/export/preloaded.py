"""What a process that makes files has imported before it is asked: imported once, by the fork server."""

from contextlib import suppress

# Without Pango this is an OSError that would end the fork server. The worker meets it again, and it is heard of.
with suppress(OSError):
    from procurement.export import docx, html, press, xlsx
    from procurement.export.pdf import writing

    __all__ = ["docx", "html", "press", "writing", "xlsx"]
