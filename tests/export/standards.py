"""The rules that a PDF of ours is held to, and those who read it for them."""

from __future__ import annotations

from pathlib import Path

import page
import pdfua
import pikepdf

STANDARDS = ("3a", "ua1")


def broken(file: Path) -> list[str]:
    """What breaks a rule of PDF/A-3a or PDF/UA-1 that a machine can judge."""
    with pikepdf.open(file) as pdf:
        failures = [
            f"{failure.rule_id}: {failure.message}"
            for standard in STANDARDS
            for failure in page.validate_pdf(file, profile=standard).failures
            if not _ends_in_a_return(pdf, failure)
        ]
    return failures + [str(finding) for finding in pdfua.validate(file).findings]


def _ends_in_a_return(pdf: pikepdf.Pdf, failure: page.ValidationFailure) -> bool:
    """Whether the reader took the last byte of a compressed stream, a carriage return, for a part of the line's end."""
    if failure.rule_id != "PDFA3A-STREAM-LENGTH-001" or failure.object_id is None:
        return False
    stream = pdf.get_object(failure.object_id.object_number, failure.object_id.generation)
    return stream.read_raw_bytes().endswith(b"\r")
