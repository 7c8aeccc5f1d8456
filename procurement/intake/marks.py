"""What kind a file is, by its first bytes: a name says nothing."""

PDF, ZIP = b"%PDF-", b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A PDF may begin with something else; readers look this far for its mark.
MARK_WITHIN = 1024


def is_pdf(content: bytes) -> bool:
    return PDF in content[:MARK_WITHIN]


def of_ole(content: bytes) -> str:
    """Why a file of the old kind cannot be read: a key of MESSAGES, "other_kind" for what is none of Word's."""
    # Word keeps a document with a password as a stream of this name in the old kind of file.
    streams = {"EncryptedPackage": "password", "WordDocument": "old_word"}
    found = (code for name, code in streams.items() if name.encode("utf-16-le") in content)
    return next(found, "other_kind") if content.startswith(OLE) else "other_kind"
