"""Files that are kept so that they need not be made again, in a folder that several processes read and write."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

DAYS = 30


def read(path: Path) -> bytes | None:
    """What was kept, which is then young again; None when it is not there."""
    try:
        content = path.read_bytes()
        os.utime(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return content


def write(path: Path, content: bytes) -> None:
    """Moved into place whole: another process may be reading the same file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as draft:
        draft.write(content)
    os.replace(draft.name, path)


def forget_old(folder: Path) -> None:
    """Delete what nobody has asked for in a while."""
    oldest = time.time() - DAYS * 24 * 3600
    for path in folder.iterdir() if folder.is_dir() else ():
        try:
            if path.stat().st_mtime < oldest:
                path.unlink()
        except FileNotFoundError:
            continue
