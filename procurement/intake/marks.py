"""What kind a file is, by its first bytes: a name says nothing."""

PDF, ZIP = b"%PDF-", b"PK\x03\x04"
# A PDF may begin with something else; readers look this far for its mark.
MARK_WITHIN = 1024


def is_pdf(content: bytes) -> bool:
    return PDF in content[:MARK_WITHIN]
