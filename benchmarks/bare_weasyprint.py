"""What the documents are measured against: WeasyPrint as it is, given the same HTML and the same fonts, one document
after another in one process, without tags.
"""

from __future__ import annotations

import sys
from pathlib import Path


def render(folder: Path) -> None:
    """A PDF beside every HTML file in the folder, with the fonts that faces.css there names."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    for path in sorted(folder.glob("*.html")):
        fonts = FontConfiguration()
        faces = CSS(filename=folder / "faces.css", font_config=fonts)
        HTML(filename=path).write_pdf(path.with_suffix(".pdf"), stylesheets=[faces], font_config=fonts)


if __name__ == "__main__":
    render(Path(sys.argv[1]))
