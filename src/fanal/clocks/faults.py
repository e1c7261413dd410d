"""Failures told without data, and how long to wait before the next try."""

import secrets
from datetime import timedelta
from pathlib import Path

_FIRST = timedelta(seconds=20)
_LONGEST = timedelta(hours=1)


def place_of(error: BaseException) -> str:
    """Class and place of an error, never its message, which may carry data: `ValueError at tasks.py:12`.

    It holds no value, so it may stand in the text of a log message, where the log prints no arguments.
    """
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    name = type(error).__name__
    return f"{name} at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else name


def backoff(tries: int) -> timedelta:
    """How long to wait after so many failures: 20 s, doubled each time up to an hour, less up to a half at random.

    The random part keeps what failed together from coming back together.
    """
    whole = min(_FIRST * (1 << min(max(tries, 1) - 1, 20)), _LONGEST)
    return whole / 2 + whole / 2 * (secrets.randbelow(1001) / 1000)
