"""The queue of connections that a process before left, taken up or let go."""

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.once
ASKS = """
import os, sys
os.dup2(int(sys.argv[2]), 3)
os.environ["LISTEN_PID"] = str(os.getpid())
from fanal.site import queue
asked = ("127.0.0.1", int(sys.argv[1]))
print(queue.handed(*asked))
kept = open("/dev/null", "rb")  # takes the lowest number that is free
print(queue.handed(*asked), kept.fileno())
"""


def _asked(port: int, queue: socket.socket, manager: Path) -> list[str]:
    """What a process finds that is asked twice for the queue of a port, a file being opened between."""
    mine = os.environ | {"LISTEN_FDS": "1", "NOTIFY_SOCKET": str(manager)}
    words = [sys.executable, "-c", ASKS, str(port), str(queue.fileno())]
    done = subprocess.run(words, env=mine, pass_fds=[queue.fileno()], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_a_queue_is_taken_up_by_whoever_listens_there_and_let_go_by_others() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        socket.socket() as queue,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager,
    ):
        manager.bind(f"{folder}/told")
        queue.bind(("127.0.0.1", 0))
        queue.listen()
        port = queue.getsockname()[1]
        first, second, other = _asked(port, queue, Path(folder) / "told")
        assert (first, second) == ("3", "3")
        assert other != "3"
        assert _asked(port + 1, queue, Path(folder) / "told") == ["None", "None", "3"]
        assert manager.recv(100) == b"FDSTOREREMOVE=1\nFDNAME=queue"
