"""Keeping the library a procurement is made with."""

from procurement import content
from procurement.models import LibraryRelease


def current_release() -> LibraryRelease:
    """The library on disk as a row, made the first time it is asked for."""
    library = content.library()
    release = LibraryRelease.objects.defer("files").filter(digest=library.digest).first()
    if release is None:
        release, _ = LibraryRelease.objects.get_or_create(
            digest=library.digest, defaults={"version": library.version, "files": content.library_files()}
        )
    return release
