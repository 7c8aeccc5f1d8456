"""What a process that makes files has imported, read and parsed before it is asked: once, by the fork server.

Nothing here asks Pango for anything: it starts threads, and those do not follow into a child.
"""

from contextlib import suppress
from datetime import date

# What WeasyPrint calls types of C: each name is read as C source the first time, which takes two milliseconds.
TYPES = (
    *("FcChar8 **", "PangoFcFontMap *", "PangoLogAttr[]", "PangoRectangle *"),
    *("char[]", "char[4]", "hb_codepoint_t[11]", "hb_tag_t[100]", "unsigned int *"),
)

# Without Pango this is an OSError that would end the fork server. The worker meets it again, and it is heard of.
with suppress(OSError):
    from pyphen import Pyphen
    from weasyprint.text.ffi import ffi

    from procurement.domain.document import Document, Heading, Paragraph, Text
    from procurement.export import docx, html, press, version, xlsx
    from procurement.export.pdf import setting, writing

    __all__ = ["press", "writing", "xlsx"]

    for name in TYPES:
        ffi.typeof(name)
    setting.styles()
    version.version()
    Pyphen(lang="sv")
    # What is in them is nobody's: it is the templates that are read, and what Word's file begins from.
    blocks = (Heading(1, "1", "A", "a"), Paragraph((Text("A"),)))
    specimen = Document("a", "A", "A", "A", "A", "A", "A", date(2000, 1, 1), draft=False, blocks=blocks)
    html.page(specimen)
    docx.render(specimen)
