"""Keeping the library a procurement is made with."""

from procurement import content
from procurement.models import LibraryRelease


def current_release() -> str:
    """The digest of the library on disk, kept as a row the first time it is asked for."""
    library = content.library()
    if not LibraryRelease.objects.filter(digest=library.digest).exists():
        LibraryRelease.objects.get_or_create(
            digest=library.digest, defaults={"version": library.version, "files": content.library_files()}
        )
    return library.digest
