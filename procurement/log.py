"""Secret addresses never reach a log."""

import logging
import re

# The path of a shared draft, wherever in a line it stands: in a request line, a referrer or a "next" parameter.
_SECRET = re.compile(r"(/|%2F)d\1[^/\s\"'?&%]+", re.IGNORECASE)


def redact(line: str) -> str:
    """The line with the secret of every shared address taken out."""
    return _SECRET.sub(r"\1d\1…", line)


class Record(logging.LogRecord):
    """A log record that cannot tell a secret, whoever formats it."""

    def getMessage(self) -> str:
        return redact(super().getMessage())
