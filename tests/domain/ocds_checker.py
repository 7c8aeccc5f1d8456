"""The standard's own checker, libcoveocds, with the published schema and the extensions a package declares.

`make install` fetches the schemas (scripts/published_files.py). Nothing is asked of the net: the checker is given the
extensions laid on the schema already, each field taken from the extension that it is published in.
"""

import io
import json
import sys
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

from libcoveocds.api import ocds_json_output
from libcoveocds.config import LibCoveOCDSConfig

from procurement.domain import ocds

SCHEMAS = Path(sys.prefix) / "share" / "ocds"
RELEASE_SCHEMA = "https://standard.open-contracting.org/schema/1__1__5/release-schema.json"
GITHUB = "https://raw.githubusercontent.com"
# Where the fields of an extension are published. What stood unchanged since an earlier release is named by that.
PUBLISHED_IN = {
    ocds.LOTS: (
        f"{GITHUB}/open-contracting-extensions/ocds_lots_extension/v1.1.5/",
        f"{GITHUB}/open-contracting/ocds_lots_extension/v1.1.1/",
    ),
    ocds.TECHNIQUES: (f"{GITHUB}/open-contracting-extensions/ocds_techniques_extension/master/",),
}


def remarks(package: dict[str, Any]) -> dict[str, Any]:
    """Everything that the checker has to say against the package; empty when that is nothing."""
    declared = tuple(sorted(package["extensions"]))
    config = LibCoveOCDSConfig({"context": "api", "standard_zip": standard(declared)})
    # As the checker wants them: laid on already, they are not to be fetched.
    told = ocds_json_output(json_data={**package, "extensions": []}, lib_cove_ocds_config=config)
    assert told["version_used"] == "1.1"
    assert told["releases_aggregates"]["count"] if "releases_aggregates" in told else told["count"] == 1
    kinds = (
        *("validation_errors", "all_additional_fields", "deprecated_fields", "conformance_errors"),
        *("additional_closed_codelist_values", "additional_open_codelist_values", "additional_checks"),
    )
    return {kind: told[kind] for kind in (*kinds, "json_deref_error") if told.get(kind)}


@cache
def standard(declared: tuple[str, ...]) -> bytes:
    """The standard as the checker reads it: a ZIP with the schemas, and the closed codelists that stand in them."""
    release = schema(declared)
    package = _read("release-package-schema.json")
    package["properties"]["releases"]["items"] = {"$ref": RELEASE_SCHEMA}
    files = {
        "release-schema.json": json.dumps(release),
        "release-package-schema.json": json.dumps(package),
        "versioned-release-validation-schema.json": json.dumps(_read("versioned-release-validation-schema.json")),
        **{f"codelists/{name}": "\n".join(["Code", *codes]) for name, codes in _codelists(release).items()},
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("standard/", "")
        for name, text in files.items():
            packed.writestr(f"standard/schema/{name}", text)
    return target.getvalue()


def schema(declared: tuple[str, ...]) -> dict[str, Any]:
    """The release schema with the fields of the declared extensions, and of no other."""
    release, extended = _read("release-schema.json"), _read("extended-release-schema.json")
    assert release["id"] == extended["id"] == RELEASE_SCHEMA
    places = tuple(place for url in declared for place in PUBLISHED_IN[url])
    for name, definition in extended["definitions"].items():
        fields = {
            key: field
            for key, field in definition.get("properties", {}).items()
            if places and field.get("extension", "").startswith(places)
        }
        if fields:
            known = release["definitions"].setdefault(name, {**definition, "properties": {}})
            known["properties"].update(fields)
    return release


def _codelists(schema: object) -> dict[str, list[str]]:
    """The closed codelists: name of the file → the codes that the schema allows."""
    found: dict[str, list[str]] = {}
    if isinstance(schema, dict):
        codes = schema.get("enum") or (schema.get("items") or {}).get("enum")
        if isinstance(schema.get("codelist"), str) and codes:
            found[schema["codelist"]] = [code for code in codes if code]
        for part in schema.values():
            found |= _codelists(part)
    return found


def _read(name: str) -> dict[str, Any]:
    path = SCHEMAS / name
    assert path.exists(), f"{path} is not there: run `make install`"
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8").replace("{{lang}}", "en"))
    return read
