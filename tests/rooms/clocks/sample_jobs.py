"""Jobs that the tests of the queue run. They live in a module of their own, since a worker finds a job by its path."""

import os
import threading
import time
from datetime import timedelta
from pathlib import Path

from fanal import vault
from fanal.clocks.api import job

RAN: list[tuple[str, ...]] = []
SECRET = "Zofia Przykładowa, room 12"
_lock = threading.Lock()


@job(was="tests.rooms.clocks.sample_jobs.note_as_it_was_called")
def note(*ids: str) -> str:
    """Notes that it ran; what it returns must not be kept."""
    with _lock:
        RAN.append(ids)
    return SECRET


@job(tries=3)
def fail(*ids: str) -> None:
    """Fails the way careless code fails: with data in the message, in the cause and in the frame."""
    told = SECRET
    try:
        int(told)
    except ValueError as error:
        raise LookupError(f"no record of {told}") from error


@job(lease=timedelta(seconds=30))
def hang(*ids: str) -> None:
    """Writes a file so that a test sees it begin; ends once a second file is there."""
    folder = Path(os.environ["FANAL_TEST_JOBS"])
    (folder / "began").touch()
    while not (folder / "go").exists():
        time.sleep(0.02)
    (folder / "ended").touch()


@job(tries=1)
def opens() -> None:
    """What no job may do."""
    vault.open_item(*[None] * 4)  # type: ignore[arg-type]
