"""Numbers as forms and addresses send them: anybody may have written them."""

# No number of ours has more digits, and Python reads none of many thousands.
DIGITS = 9


def number(text: str) -> int | None:
    """The whole number, or None for what is none of ours."""
    return int(text) if text.isdecimal() and len(text) <= DIGITS else None
