"""One writer at a time, and the next begins at once.

SQLite has one writer. Whoever waits looks again after pauses that grow to a tenth of a second, so that with many
writers the file lies idle most of the time, and some wait for long while others overtake them. Here the threads of a
process stand in a line, and the one in front looks again every millisecond.
"""

import threading
import time

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

_PAUSE = 0.001
_lines: dict[str, threading.Lock] = {}  # one a file: who writes to one may have to write to another before the end


class DatabaseWrapper(base.DatabaseWrapper):
    """Raises OperationalError, as Django's does, when no turn comes within the `timeout` of the settings."""

    def _start_transaction_under_autocommit(self) -> None:
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 5.0))
        end = time.monotonic() + patience
        line = _lines.setdefault(str(self.settings_dict["NAME"]), threading.Lock())
        if not line.acquire(timeout=patience):
            raise OperationalError("database is locked")
        try:
            self.connection.execute("PRAGMA busy_timeout = 0")
            self._begin_until(end)
        finally:
            line.release()
            self.connection.execute(f"PRAGMA busy_timeout = {round(patience * 1000)}")

    def _begin_until(self, end: float) -> None:
        while True:
            try:
                super()._start_transaction_under_autocommit()  # type: ignore[misc]
                return
            except OperationalError:
                if time.monotonic() > end:
                    raise
            time.sleep(_PAUSE)
