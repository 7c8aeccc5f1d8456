"""What a process that makes files has imported, read and parsed before it is asked: once, by the fork server.

Nothing here asks Pango for anything: it starts threads, and those do not follow into a child.
"""

from contextlib import suppress

# Without Pango this is an OSError that would end the fork server. The worker meets it again, and it is heard of.
with suppress(OSError):
    from pyphen import Pyphen

    from procurement.export import docx, html, press, version, xlsx
    from procurement.export.pdf import setting, writing

    __all__ = ["docx", "html", "press", "writing", "xlsx"]

    setting.styles()
    version.version()
    Pyphen(lang="sv")
