"""Whether something failed because a disk is full, whichever of the programs below said so."""

import errno
from collections.abc import Iterator
from typing import Final

_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_DISK_FULL: Final = "53100"
"""PostgreSQL, appendix A: disk_full."""
_SQLITE_FULL: Final = 13
"""SQLite, result codes: the low byte is the error, the rest says more of it."""


def is_full(error: BaseException | None) -> bool:
    """Whether this error, or one that led to it, says that there is no room left."""
    return any(map(_says_so, _causes(error)))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _says_so(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in _FULL
    lite = getattr(error, "sqlite_errorcode", None)
    return getattr(error, "sqlstate", None) == _DISK_FULL or (lite is not None and lite & 0xFF == _SQLITE_FULL)
