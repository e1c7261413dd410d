"""A hash of a file as people write it down. Pure."""

_SIGNS = frozenset("0123456789abcdef")


def written(text: str) -> str:
    """The SHA-256 that somebody wrote, in small letters and without spaces; empty where it is none."""
    told = "".join(text.split()).casefold()
    return told if len(told) == 64 and set(told) <= _SIGNS else ""
