"""`fanal serve` as real processes: it answers, stops gracefully, and survives every kill."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import psutil
import pytest

from fanal.site import serving
from tests.rooms.site.installation import Installation, Site

pytestmark = pytest.mark.once


def _workers(site: Site) -> list[psutil.Process]:
    """The processes that answer or work."""
    found = []
    for one in site.family():
        with suppress(psutil.NoSuchProcess):
            found += [one] if one.name() in {serving.WEB, serving.WORKER} else []
    return found


def test_it_answers_and_stops_gracefully(installation: Installation) -> None:
    """Up with web process and worker; only its own host names; SIGTERM ends all with exit code 0."""
    with installation.serving() as site:
        assert site.get("/desk/sign-in/") == 200
        assert site.get(host="other.example") == 400
        family = site.family()
        assert Site.wait(lambda: len(_workers(site)) == 3)  # two that answer, one that works

        said = installation.run("restore", "--force", expect=1).err
        assert "Stop it first" in said
        said = installation.run("serve", expect=1, FANAL_BIND=f"127.0.0.1:{site.port}").err
        assert "Nothing can listen on" in said

        site.popen.send_signal(signal.SIGTERM)
        assert site.popen.wait(30) == 0
        assert psutil.wait_procs(family, timeout=10)[1] == []


def test_nothing_is_logged_where_nothing_is_wrong(installation: Installation) -> None:
    """A start asks whether the site answers by a name of its own, so that no refusal of another name is logged."""
    with installation.serving() as site:
        assert Site.wait(lambda: len(_workers(site)) == 3)  # two that answer, one that works
        assert site.get("/desk/sign-in/") == 200
        assert site.popen.stdout is not None
        assert any("Fanal listens on" in line for line in site.popen.stdout), "said once it answers by its own name"
        site.popen.send_signal(signal.SIGTERM)
        _said, log = site.popen.communicate(timeout=30)
    assert [line for line in log.splitlines() if '"status": 404' not in line] == [], "but for what this test asks"


def test_any_process_may_be_killed(installation: Installation) -> None:
    """A killed web process or worker comes back, again and again; a killed main process takes all along; then it starts
    anew and the database is whole."""
    with installation.serving() as site:
        for _ in range(3):
            assert Site.wait(lambda: len(_workers(site)) == 3)  # two that answer, one that works
            for one in _workers(site):
                one.kill()
            assert Site.wait(lambda: site.get() == 404)  # it has no such page, and says so
        assert site.main.num_threads() == 1, "a lock that a thread held would be held for ever in what is forked"
        family = site.family()
        site.main.kill()
        assert psutil.wait_procs(family, timeout=30)[1] == []
        assert site.get() == 0
    with closing(sqlite3.connect(installation.database)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with installation.serving() as site:
        assert site.get() == 404
    installation.run("journal", "verify")


def test_web_and_worker_may_run_apart(installation: Installation) -> None:
    """`--only web` starts no worker, `--only worker` answers nobody and stops on SIGTERM."""
    with installation.serving("--only", "web") as site:
        assert site.get() == 404
        assert Site.wait(lambda: len(_workers(site)) == 2)


# A start that takes longer than the first who asks has patience; once it answers, its web processes die all the time.
_SLOW = """
import os, signal, sys, time
from pathlib import Path
from fanal.site.serving import WEB, Family, Post

asked, died = Path(sys.argv[1]), Path(sys.argv[2])

def ask():
    with asked.open("a") as file:
        file.write("?")
    sys.exit(asked.stat().st_size < 2)

def web():
    while not died.exists():
        time.sleep(0.01)
    with died.open("a") as file:
        file.write("x")
    if died.stat().st_size > 3:
        os.kill(os.getppid(), signal.SIGTERM)
        signal.pause()

Family([Post(WEB, web, most=0.0, pause=0.0)], Post("fanal", ask), died.touch).keep()
"""


def test_a_slow_start_is_asked_again_and_then_kept_up_however_often_a_web_process_dies(tmp_path: Path) -> None:
    """`ready` is said once it answers; what dies after that is made again, a fourth time too."""
    asked, died = tmp_path / "asked", tmp_path / "died"
    subprocess.run([sys.executable, "-c", _SLOW, str(asked), str(died)], check=True, timeout=60)
    assert asked.read_text() == "??"
    assert died.read_text() == "xxxx"


# Nobody reads any more what the main process says once it answers.
_UNHEARD = """
import os, signal, sys
from fanal.site.serving import WEB, Family, Post

def ready():
    raise BrokenPipeError

def web():
    print(os.getpid(), flush=True)
    signal.pause()

Family([Post(WEB, web)], Post("fanal", sys.exit), ready).keep()
"""


def test_whatever_ends_the_main_process_ends_those_that_it_keeps(tmp_path: Path) -> None:
    """systemd sees a service that failed then, and starts it anew; web processes that nobody keeps would go on."""
    with (tmp_path / "said").open("w+") as said:
        done = subprocess.run(
            [sys.executable, "-c", _UNHEARD], stdout=said, stderr=subprocess.PIPE, text=True, timeout=60, check=False
        )
        said.seek(0)
        web = [int(pid) for pid in said.read().split()]
    assert done.returncode == 1
    assert "BrokenPipeError" in done.stderr
    assert not any(map(psutil.pid_exists, web))
