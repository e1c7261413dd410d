"""`fanal upgrade`: a founded site that serves goes to the next release and back, by real processes; whatever fails, the
release before runs again."""

import errno
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shlex import quote
from threading import Event, Thread
from typing import Any

import pytest

from fanal.site import upgrading
from fanal.site.console import Stop
from fanal.vocabulary import whole
from tests.rooms.site.conftest import Founded, database
from tests.rooms.site.installation import HOST, Installation, Site, free_port
from tests.rooms.site.installation import service as as_systemd
from tests.rooms.site.releasing import change, packed, released, tree, with_a_table

pytestmark = pytest.mark.once
NEXT = "0.99.0"


@dataclass
class Machine:
    """A machine with a site that runs: its code at `code`, a service, and what runs a command."""

    folder: Path
    installation: Installation
    port: int

    @property
    def code(self) -> Path:
        return self.folder / "opt/fanal"

    def service(self, what: str) -> None:
        subprocess.run([str(self.folder / "service"), what, "fanal"], check=True)

    def upgrade(self, *said: str | Path, expect: int = 0) -> str:
        """Run the command of the release that runs here. What it said."""
        given = ["--trusted", self.folder / "maintainers", "--code", self.code]
        given += ["--run", self.folder / "run", "--service", self.folder / "service"]
        command = [str(self.code / ".venv/bin/fanal"), "upgrade", *map(str, said), *map(str, given)]
        done = subprocess.run(
            command, env=_plain(), capture_output=True, text=True, check=False, timeout=300, umask=0o077
        )
        assert done.returncode == expect, f"{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr

    def version(self) -> str:
        command = [str(self.folder / "run"), "--version"]
        return subprocess.run(command, env=_plain(), capture_output=True, text=True, check=True).stdout.split()[1]

    def answers(self) -> bool:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/desk/sign-in/", headers={"Host": HOST})

        def asked() -> bool:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return bool(answer.status == 200)

        try:
            return asked()
        except OSError:
            return False

    @contextmanager
    def visited(self) -> Iterator[list[bool]]:
        """Somebody comes again and again: whether they were answered each time."""
        answers: list[bool] = []
        over = Event()

        def come() -> None:
            while not over.wait(0.05):
                answers.append(self.answers())

        visitor = Thread(target=come)
        visitor.start()
        try:
            yield answers
        finally:
            over.set()
            visitor.join()

    def beside(self) -> set[str]:
        return {one.name for one in self.code.parent.iterdir() if not one.name.startswith(".")}


def _plain() -> dict[str, str]:
    """As at a console of root: no setting of the site, none of the tests."""
    kept = ("PATH", "HOME", "LANG", "TMPDIR", "SSL_CERT_FILE")
    return {name: os.environ[name] for name in kept if name in os.environ}


@pytest.fixture(scope="module")
def machine(founded: Founded, maintainers: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """One for all: each test leaves 0.2.0 running."""
    tmp_path = tmp_path_factory.mktemp("machine")
    with database(founded.installation.url) as url:
        installation = Installation(shutil.copytree(founded.installation.data, tmp_path / "data"), url)
        yield from _machine(installation, maintainers, tmp_path)


def _machine(installation: Installation, maintainers: Path, tmp_path: Path) -> Iterator[Machine]:
    here = Machine(tmp_path, installation, free_port())
    code = tree(here.code, "0.2.0")
    venv.create(code / ".venv", symlinks=True)
    site = code / ".venv/lib" / Path(sysconfig.get_path("purelib")).parent.name / "site-packages"
    (site / "packages.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    (code / ".venv/.lock").touch()  # uv leaves one; with another lock the packages would be fetched anew
    shutil.copy(code / "requirements-evidence.lock", code / ".venv/run.lock")
    subprocess.run([str(code / "tools/environment"), "run"], env=_plain(), check=True)
    shutil.copy(maintainers / "maintainers", tmp_path)
    more = {"FANAL_BIND": f"127.0.0.1:{here.port}", "FANAL_WORKERS": "1", "FANAL_BACKUPS": str(installation.backups)}
    settings = {name: said for name, said in (installation.env | more).items() if name.startswith("FANAL_")}
    told = " ".join(f"{name}={quote(said)}" for name, said in settings.items())
    run = tmp_path / "run"
    told += f" XDG_CACHE_HOME={tmp_path}/cache"  # of what is compiled once
    run.write_text(f'#!/bin/sh\nexec env {told} "${{CODE_OF_FANAL:-{here.code}}}/.venv/bin/fanal" "$@"\n')
    service = tmp_path / "service"
    service.write_text(as_systemd(tmp_path / "pid", run, tmp_path / "log"))
    for one in (run, service):
        one.chmod(0o755)
    here.service("start")
    try:
        assert Site.wait(here.answers), (tmp_path / "log").read_text()
        yield here
    finally:
        here.service("stop")


def test_to_the_next_release_and_back(machine: Machine, maintainers: Path, tmp_path: Path) -> None:
    """With a change of the database, which the release before does not mind."""
    new = with_a_table(tree(tmp_path / f"made/fanal-{NEXT}", NEXT))
    own, old = (machine.code.with_name(name) / "src/fanal" for name in ("fanal-mine", "fanal-0.1.5"))
    for folder in (own, old):
        folder.mkdir(parents=True)
        (folder / "__init__.py").touch()
    with machine.visited() as answers:
        said = machine.upgrade(released(new, maintainers))
    assert len(answers) > 20
    assert all(answers), "whoever comes meanwhile waits, and is refused by nobody"
    assert f"Fanal {NEXT}, signed by ada and ben." in said
    assert "From one release to the other: " in said
    assert "The calculations are being compiled" in said
    stamp = machine.code / "src/fanal/engines/__pycache__/compiled.stamp"
    cache = machine.folder / "cache/fanal"  # a minute of the compiler is enough
    cache.mkdir(parents=True)
    shutil.copy(stamp, cache)
    assert machine.version() == NEXT
    assert machine.answers()
    assert {one.name for one in (machine.installation.data / "static").iterdir()} == {NEXT}, "of no version before"
    assert (machine.code / ".venv/bin/fanal").stat().st_mode & 0o005 == 0o005, "the service reads it"
    assert machine.beside() == {"fanal", "fanal-0.2.0", f"fanal-{NEXT}", "fanal-mine"}, "one that is old went"
    shutil.rmtree(own.parents[1])
    assert list(machine.installation.backups.glob("fanal-*.tar")), "a backup of before"
    assert "is what runs here" in machine.upgrade(packed(new), expect=1)

    assert "Fanal 0.2.0 runs again" in machine.upgrade("--back")
    assert machine.version() == "0.2.0"
    assert machine.answers()
    assert "No upgrade was made here" in machine.upgrade("--back", expect=1)
    shutil.rmtree(machine.code.with_name(f"fanal-{NEXT}"))


def test_a_release_that_does_not_start_is_undone_by_itself(
    machine: Machine,
    maintainers: Path,
    tmp_path: Path,
) -> None:
    new = tree(tmp_path / f"made/fanal-{NEXT}", NEXT)
    change(new / "src/fanal/site/wsgi.py", "import", "import nothing_of_this_name  #")
    said = machine.upgrade(released(new, maintainers), "--wait", "4", expect=1)
    assert "does not show its first page" in said
    assert "Fanal 0.2.0 runs again as before; nothing is lost" in said
    assert machine.version() == "0.2.0"
    assert machine.answers()
    assert machine.beside() == {"fanal", "fanal-0.2.0"}


def test_a_change_of_the_database_that_fails_stops_no_service(
    machine: Machine, maintainers: Path, tmp_path: Path
) -> None:
    """The release before serves while it is made."""
    new = with_a_table(tree(tmp_path / f"made/fanal-{NEXT}", NEXT))
    broken = (new / "src/fanal/journal/migrations/0999_of_the_next.py").rename(new / "0998_broken.py")
    change(broken, "CREATE TABLE journal_of_the_next", "CREATE THING")
    broken.rename(new / "src/fanal/journal/migrations" / broken.name)
    process = (machine.folder / "pid").read_text()
    said = machine.upgrade(released(new, maintainers), expect=1)
    assert "The database could not be brought up to date" in said
    assert "From one release to the other" not in said
    assert (machine.folder / "pid").read_text() == process
    assert machine.answers()
    assert machine.beside() == {"fanal", "fanal-0.2.0"}


def test_lost_power_in_the_middle_is_undone_at_the_next_command(
    machine: Machine,
    maintainers: Path,
    tmp_path: Path,
) -> None:
    """The link is the new release already, and its database was not brought up to date."""
    code = machine.code
    old, new = code.with_name("fanal-0.2.0"), tree(code.with_name(f"fanal-{NEXT}"), NEXT)
    if not code.is_symlink():
        code.rename(old)
    code.unlink(missing_ok=True)
    code.symlink_to(new.name)
    noted = {"before": "fanal-0.2.0", "now": new.name, "at": datetime.now(UTC).isoformat(), "stage": "going"}
    code.with_name(".fanal-upgrade.json").write_text(json.dumps(noted))
    machine.service("stop")
    shutil.copytree(old / ".venv", new / ".venv", symlinks=True)
    assert "An upgrade was interrupted" in machine.upgrade("--back")
    assert machine.version() == "0.2.0"
    assert machine.answers()
    assert machine.beside() == {"fanal", "fanal-0.2.0"}


def test_a_backup_that_is_made_and_lacks_something_stops_no_upgrade(
    installation: Installation, founded: Founded, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`fanal backup` ends with 1 where a recovery key is not the one that was signed, and makes one all the same."""
    run = tmp_path / "run"
    told = " ".join(f"{name}={quote(said)}" for name, said in installation.env.items() if name.startswith("FANAL_"))
    run.write_text(f'#!/bin/sh\nexec env {told} {sys.executable} -m fanal "$@"\n')
    run.chmod(0o755)
    other = "from fanal.network.models import *; Organisation.objects.update(recovery=b'x' * 32)"
    command = [sys.executable, "-m", "django", "shell", "-c", other, "--settings=fanal.site.settings"]
    subprocess.run(command, env=installation.env, check=True, capture_output=True)
    upgrading._back_up(upgrading.Site(tmp_path, [str(run)]))
    said = capsys.readouterr().out
    assert str(max(installation.backups.glob("fanal-*.tar"))) in said
    assert "Lantern" in said
    assert "The backup is made." in said


def test_what_was_a_folder_becomes_a_link_and_is_there_at_each_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site goes on reading code at its path meanwhile: cut off before any of its steps, it is there too."""
    code = tmp_path / "fanal"
    (code / "src/fanal").mkdir(parents=True)
    (code / "src/fanal/__init__.py").write_text('__version__ = "0.2.0"\n')
    site = upgrading.Site(code)

    def cut(*_args: Any, **_more: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for of, name in ((Path, "symlink_to"), (upgrading, "_exchange"), (whole, "sync")):
        with monkeypatch.context() as full:
            full.setattr(of, name, cut)
            with pytest.raises(OSError, match="No space"):
                site.current()
        assert (code / "src/fanal/__init__.py").is_file(), name
    assert site.current() == code.with_name("fanal-0.2.0")
    assert code.is_symlink()
    assert {one.name for one in tmp_path.iterdir()} == {"fanal", "fanal-0.2.0"}


def test_a_disk_that_is_full_once_the_service_stopped_undoes_no_release_that_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that must be written for it is there before: then it is found, and the note of the upgrade before stays."""
    code, old, new = (tmp_path / name for name in ("fanal", "fanal-0.2.0", f"fanal-{NEXT}"))
    for folder in (old, new):
        (folder / "src/fanal").mkdir(parents=True)
        (folder / "src/fanal/__init__.py").write_text(f'__version__ = "{folder.name.partition("-")[2]}"\n')
    code.symlink_to(old.name)
    run = tmp_path / "run"
    run.write_text("#!/bin/sh\necho []\n")
    run.chmod(0o755)
    site, now = upgrading.Site(code, [str(run)], ["true"]), datetime.now(UTC)

    def full(*_args: Any, **_more: Any) -> Any:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    code.with_name(".fanal-upgrade.json").write_text('{"stage": "done"}')
    with monkeypatch.context() as disk:
        disk.setattr(whole, "begun", full)
        with pytest.raises(OSError, match="No space"):
            upgrading._begin(code, old, new, now)
    assert upgrading._noted(code) == {"stage": "done"}
    upgrading._begin(code, old, new, now)
    monkeypatch.setattr(whole, "begun", full)
    upgrading._go(site, old, new, {})
    assert code.resolve() == new
    assert upgrading._noted(code) == {"before": old.name, "now": new.name, "at": now.isoformat(), "stage": "done"}


def test_a_failed_upgrade_leaves_the_way_back_that_there_was(tmp_path: Path) -> None:
    """And where the release before does not start any more, the one that ran runs again, and what is left is said."""
    folders = [tmp_path / f"fanal-{version}" for version in ("0.1.0", "0.2.0", NEXT)]
    for folder in folders:
        (folder / "src/fanal").mkdir(parents=True)
        (folder / "src/fanal/__init__.py").write_text(f'__version__ = "{folder.name.partition("-")[2]}"\n')
    older, old, new = folders
    code, run, broken, now = tmp_path / "fanal", tmp_path / "run", tmp_path / "broken", datetime.now(UTC)
    code.symlink_to(old.name)
    run.write_text(f'#!/bin/sh\necho []\n[ "$2" != --answers ] || ! grep -q "$(readlink {code})" {broken}\n')
    run.chmod(0o755)
    broken.write_text(new.name)
    site, noted = upgrading.Site(code, [str(run)], ["true"]), upgrading._notes(code)
    noted.write_text(json.dumps({"before": older.name, "now": old.name, "at": now.isoformat(), "stage": "done"}))
    before = upgrading._noted(code)
    upgrading._begin(code, old, new, now)
    with pytest.raises(Stop, match=r"Fanal 0\.2\.0 runs again as before"):
        upgrading._go(site, old, new, {})
    assert upgrading._noted(code) == before
    for starts, words in (("", "Nor does 0.2.0"), (old.name, "0.2.0 runs again as before")):
        broken.write_text(f"{older.name}\n{old.name}".replace(starts, ""))
        with pytest.raises(Stop, match=words):
            upgrading.back(site)
        assert code.resolve() == old
    broken.write_text("none")
    upgrading.back(site)
    assert code.resolve() == older
    assert not upgrading._noted(code)


def test_what_is_refused_changes_nothing(machine: Machine, maintainers: Path, tmp_path: Path) -> None:
    """An older one; one whose backup fails; a way back that is too old."""
    older = tree(tmp_path / "made/fanal-0.1.9", "0.1.9")
    assert "is older than 0.2.0" in machine.upgrade(released(older, maintainers), expect=1)
    shutil.rmtree(older)
    new = tree(tmp_path / f"made/fanal-{NEXT}", NEXT)
    archive = released(new, maintainers)
    machine.installation.backups.mkdir(exist_ok=True)
    run = machine.folder / "run"
    whole = run.read_text()
    run.write_text(whole.replace("exec env", '[ "$1" != backup ] || exit 1\nexec env'))
    assert "There is no backup of now" in machine.upgrade(archive, expect=1)
    run.write_text(whole)
    assert machine.answers()
    assert f"fanal-{NEXT}" not in machine.beside()
    long_ago = {"before": "fanal", "now": "fanal", "stage": "done"}
    at = (datetime.now(UTC) - timedelta(days=15)).isoformat()
    machine.code.with_name(".fanal-upgrade.json").write_text(json.dumps(long_ago | {"at": at}))
    assert "is undone for 14 days" in machine.upgrade("--back", expect=1)
    machine.code.with_name(".fanal-upgrade.json").unlink()
    assert machine.answers()
