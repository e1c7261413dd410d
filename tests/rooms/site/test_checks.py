"""The other lines of `fanal check`, on machines made of files."""

import os
import shutil
import socket
import socketserver
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from smtplib import SMTPAuthenticationError
from typing import Any

import pytest
from django.db import connection

from fanal import vault
from fanal.concerns.form import questions
from fanal.contacts import files
from fanal.contacts.wanting import template
from fanal.network.models import Organisation
from fanal.site import backups, checkpoints, checks, restoring, starting
from fanal.site.checks import State, database, system, upkeep
from fanal.site.checks.contracts import not_reached
from fanal.site.console import Stop
from fanal.site.mail import mailer
from fanal.web.api import own_name
from tests.people import NOW, Cast, now_are
from tests.rooms.clocks.gateway import TOKEN, Gateway, running

HEAD = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"


def _machine(path: Path, *, uuid: str = "", below: str = "") -> Path:
    """A /sys in which the device of `path` has this device-mapper identifier, and perhaps lies on another one."""
    number = path.stat().st_dev
    device = path / "sys" / "dev" / "block" / f"{os.major(number)}:{os.minor(number)}"
    (device / "dm").mkdir(parents=True)
    (device / "dm" / "uuid").write_text(f"{uuid}\n")
    if below:
        (device / "slaves" / "dm-9" / "dm").mkdir(parents=True)
        (device / "slaves" / "dm-9" / "dm" / "uuid").write_text(f"{below}\n")
    return path / "sys"


@pytest.mark.once
@pytest.mark.parametrize(
    ("rows", "state"),
    [
        ("", State.OK),
        ("/dev/zram0 partition 100 0 100\n", State.OK),
        ("/dev/sda2 partition 100 0 -2\n", State.FAIL),
        ("/dev/dm-1 partition 100 0 -2\n", State.OK),
        ("/dev/dm-1 partition 100 0 -2\n/dev/sda2 partition 100 0 -3\n", State.FAIL),
    ],
)
def test_swap(tmp_path: Path, rows: str, state: State) -> None:
    """Off, in memory and on dm-crypt are good; one plain partition is not."""
    (tmp_path / "swaps").write_text(HEAD + rows)
    crypt = tmp_path / "sys" / "class" / "block" / "dm-1" / "dm"
    crypt.mkdir(parents=True)
    (crypt / "uuid").write_text("CRYPT-LUKS2-0123-swap\n")
    assert system.swap(tmp_path, tmp_path / "sys").state is state


@pytest.mark.once
def test_swap_file(tmp_path: Path) -> None:
    """A swap file is as good as the disk that it is on."""
    (tmp_path / "swaps").write_text(f"{HEAD}{tmp_path} file 100 0 -2\n")
    assert system.swap(tmp_path, _machine(tmp_path, uuid="LVM-abc")).state is State.FAIL
    shutil.rmtree(tmp_path / "sys")
    assert system.swap(tmp_path, _machine(tmp_path, uuid="CRYPT-LUKS2-1")).state is State.OK


@pytest.mark.once
def test_a_machine_that_does_not_say_is_not_called_good(tmp_path: Path) -> None:
    """Containers and network disks hide swap, disks and mounts."""
    assert system.swap(tmp_path).state is State.UNKNOWN
    assert system.disk(tmp_path, tmp_path).state is State.UNKNOWN
    assert system.sessions_file(tmp_path, tmp_path / "none").state is State.UNKNOWN
    assert system.clock(None).state is State.UNKNOWN


@pytest.mark.once
@pytest.mark.parametrize(
    ("uuid", "below", "state"),
    [("CRYPT-LUKS2-1", "", State.OK), ("LVM-abc", "CRYPT-LUKS1-2", State.OK), ("LVM-abc", "LVM-def", State.WARN)],
)
def test_disk(tmp_path: Path, uuid: str, below: str, state: State) -> None:
    """LUKS, LVM on LUKS, and LVM on a plain disk; also for a folder that is still to be made."""
    sys = _machine(tmp_path, uuid=uuid, below=below)
    assert system.disk(tmp_path, sys).state is state
    assert system.disk(tmp_path / "data" / "later", sys).state is state


@pytest.mark.once
def test_clock() -> None:
    """The kernel's own answer; this machine gives one of the three."""
    assert system.clock(0).state is State.OK
    assert system.clock(5).state is State.WARN
    assert "code is refused once it is a minute off" in system.clock(5).words, "what breaks by it"
    assert system.clock(system.clock_state()).state in {State.OK, State.WARN, State.UNKNOWN}


@pytest.mark.once
@pytest.mark.parametrize(
    ("left", "held", "state"),
    [
        (100_000_000, 0, State.FAIL),
        (249_999_999, 0, State.FAIL),
        (1_900_000_000, 0, State.WARN),
        (2_000_000_000, 0, State.OK),
        (5_000_000_000, 2_000_000_000, State.WARN),
        (6_000_000_000, 2_000_000_000, State.OK),
    ],
)
def test_space(tmp_path: Path, left: int, held: int, state: State) -> None:
    """Little is a warning, and so is what three backups of the database would fill; next to nothing is a failure."""
    line = system.space("space", tmp_path, left, held)
    assert line.state is state
    assert f"{left // 1_000_000:,} MB" in line.words


@pytest.mark.once
def test_space_is_that_of_the_disk(tmp_path: Path) -> None:
    """Also of a folder that is still to be made; backups on another disk have a line of their own."""
    there = os.statvfs(tmp_path)
    (line,) = system.spaces(tmp_path / "a", tmp_path / "b")
    said = int(line.words.partition(" MB")[0].replace(",", ""))
    assert abs(said - there.f_bavail * there.f_frsize // 1_000_000) < 1_000
    assert [one.code for one in system.spaces(tmp_path, Path("/proc"))] == ["space", "space-backups"]


@pytest.mark.once
@pytest.mark.parametrize(
    ("mode", "demo", "production", "state"),
    [
        (0o600, False, True, State.OK),
        (0o400, False, True, State.OK),
        (0o640, False, True, State.WARN),
        (0o604, False, True, State.FAIL),
        (0o644, False, False, State.FAIL),
        (0o600, True, True, State.FAIL),
        (0o600, True, False, State.OK),
    ],
)
def test_keyfile(tmp_path: Path, mode: int, demo: bool, production: bool, state: State) -> None:
    """Private keys of our own are good; readable by a group is a warning; by all, or of a demonstration, a failure."""
    path = tmp_path / "keyfile.json"
    path.write_text(vault.KeyFile.new(demo=demo).to_text())
    path.chmod(mode)
    assert system.keyfile(path, production=production).state is state


@pytest.mark.once
def test_keyfile_of_another_user_missing_or_damaged(tmp_path: Path) -> None:
    """Each has its own words."""
    path = tmp_path / "keyfile.json"
    assert "fanal kit setup" in system.keyfile(path, production=True).todo
    path.write_text("{}")
    assert system.keyfile(path, production=True).state is State.FAIL
    path.write_text(vault.KeyFile.new().to_text())
    path.chmod(0o600)
    os.chown(path, 4711, 4711)
    assert system.keyfile(path, production=True, owner=4712).state is State.WARN


@pytest.mark.once
def test_sessions_file(tmp_path: Path) -> None:
    """The longest mount point decides."""
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
        "30 22 0:25 / /run rw,nosuid - tmpfs tmpfs rw,size=1G\n"
        "31 22 8:2 / /run\\040data rw - xfs /dev/sdb rw\n"
    )
    assert system.sessions_file(Path("/run/fanal/sessions.sqlite3"), mounts).state is State.OK
    assert system.sessions_file(Path("/var/lib/fanal/sessions.sqlite3"), mounts).state is State.WARN
    assert system.sessions_file(Path("/run data/sessions.sqlite3"), mounts).state is State.WARN


class _Smtp(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            self.wfile.write(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 ok\r\n")


@pytest.fixture
def smtp() -> Iterator[int]:
    """A mail server of this machine that takes everything."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Smtp) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.mark.once
def test_mail(smtp: int, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No server is a warning, one that answers is good, one that does not is a failure that names no password."""
    monkeypatch.delenv("FANAL_MAIL_URL", raising=False)
    assert upkeep.mail().state is State.WARN
    for url, state in ((f"smtp://127.0.0.1:{smtp}", State.OK), ("smtp://user:geheim@127.0.0.1:9", State.FAIL)):
        monkeypatch.setenv("FANAL_MAIL_URL", url)
        settings.MAILERS = {"default": mailer(url, folder=tmp_path)}
        line = upkeep.mail()
        assert line.state is state
        assert "geheim" not in f"{line.words} {line.todo}"


@pytest.mark.once
def test_messages(settings: Any, tmp_path: Path) -> None:
    """None are set up, or the gateway can be reached: both are good. A file that is not right, or a gateway that is
    away, is a failure that names no token; nothing is sent to find out."""
    settings.NOTICE_HOOK = ""
    assert upkeep.messages().state is State.OK
    with running() as gateway:
        settings.NOTICE_HOOK = gateway.file(tmp_path)
        assert upkeep.messages().state is State.OK
        assert gateway.asked == []
    wrong: dict[str, dict[str, Any]] = {
        "Nothing listens where the gateway of messages should be": {},
        "https:// is expected": {"address": f"http://sms.example/{TOKEN}"},
        "run `chmod 600` on it": {"mode": 0o644},
    }
    for said, how in wrong.items():
        settings.NOTICE_HOOK = gateway.file(tmp_path, **how)
        line = upkeep.messages()
        assert line.state is State.FAIL
        assert said in line.words
        assert TOKEN not in f"{line.words} {line.todo}"


def test_why_nothing_answers_is_said_in_words() -> None:
    """A name that is no number, where only a number may stand, is not known: no network is asked for that."""
    with pytest.raises(socket.gaierror) as unknown:
        socket.getaddrinfo("sms.example", 25, flags=socket.AI_NUMERICHOST)
    assert not_reached("mail server", unknown.value).startswith("The name of the mail server is not known")
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        with pytest.raises(ConnectionRefusedError) as refused:
            socket.create_connection(silent.getsockname(), timeout=5)
    assert not_reached("mail server", refused.value).startswith("Nothing listens where the mail server should be")
    assert not_reached("mail server", SMTPAuthenticationError(535, b"no")).startswith("The mail server does not let")
    assert "(OSError)" in not_reached("mail server", OSError("geheim"))
    assert "geheim" not in not_reached("mail server", OSError("geheim"))


def test_a_site_does_not_start_with_a_file_of_a_gateway_that_is_not_right(
    db: None, settings: Any, tmp_path: Path
) -> None:
    """Refused in words; the same site starts once it is."""
    settings.NOTICE_HOOK = Gateway(1).file(tmp_path, mode=0o644)
    (said,) = [one for one in starting.refusals() if "FANAL_NOTICE_HOOK" in one]
    assert said.endswith("other users of this machine may read it: run `chmod 600` on it.")
    settings.NOTICE_HOOK = Gateway(1).file(tmp_path)
    assert not [one for one in starting.refusals() if "FANAL_NOTICE_HOOK" in one]


def test_whatever_keeps_a_site_from_starting_is_said_by_the_check(
    db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the words in which `fanal serve` refuses."""
    settings.ALLOWED_HOSTS = ["https://safe.example.org"]
    monkeypatch.setenv("FANAL_WORKERS", "two")
    monkeypatch.setenv("FANAL_BIND", "8000")
    line = upkeep.starts()
    assert (line.code, line.state) == ("start", State.FAIL)
    assert "write safe.example.org in place of https://safe.example.org" in line.todo
    assert "FANAL_WORKERS must be a whole number above zero." in line.todo
    assert "FANAL_BIND must be an address and a port" in line.todo
    assert all(reason in line.todo for reason in starting.refusals())


@pytest.mark.parametrize("name", [".example.org", "*.example.org"])
def test_a_name_that_stands_for_many_is_none(db: None, settings: Any, name: str) -> None:
    """It would be printed on cards and badges."""
    settings.PRODUCTION, settings.ALLOWED_HOSTS = True, [name, "safe.example.org"]
    assert "FANAL_HOSTS must name each host. It may not hold a star, or a name that begins with a dot." in (
        upkeep.starts().todo
    )
    assert own_name() == "safe.example.org"


def test_backup_age(cast: Cast, data: Path) -> None:
    """None or a week old is a failure, older than a day a warning."""
    assert upkeep.backup(NOW).state is State.FAIL
    backups.make(NOW)
    for hours, state in ((1, State.OK), (25, State.OK), (27, State.WARN), (8 * 24, State.FAIL)):
        assert upkeep.backup(NOW + timedelta(hours=hours)).state is state


def test_a_backup_of_the_future_is_said(cast: Cast, data: Path) -> None:
    """Made while the clock was wrong: it is not taken for the newest, and would stand before all others for years."""
    backups.make(NOW)
    assert not list(upkeep.backup_of_the_future(NOW))
    later = backups.make(NOW + timedelta(days=20))
    (line,) = upkeep.backup_of_the_future(NOW + timedelta(days=1))
    assert line.state is State.WARN
    assert "which is still to come" in line.words
    assert later.path.name in line.todo
    assert f"{NOW:%Y-%m-%d}" in upkeep.backup(NOW + timedelta(hours=1)).words
    later.path.rename(later.path.with_name("fanal-20990101T000000Z.tar"))
    assert not list(upkeep.backup_of_the_future(NOW)), "a name that anybody may have given is none"


def test_the_name_of_a_file_is_no_backup(cast: Cast, data: Path) -> None:
    """An empty file, and an old backup under a newer name, of yesterday or of the future: the check is not content, a
    check of it and a restore refuse it."""
    old, today = backups.make(NOW), NOW + timedelta(days=8)
    planted = [old.path.with_name(f"fanal-{name}T000000Z.tar") for name in ("20261201", "20290601")]
    for path in planted:
        path.touch()
    assert upkeep.backup(today).state is State.FAIL
    for path in planted:
        path.write_bytes(old.path.read_bytes())
        archive = backups.at(path)
        assert archive is not None
        with pytest.raises(Stop, match="its name says another time"):
            backups.verify(archive)
        with pytest.raises(Stop, match="its name says another time"):
            restoring.restore(path, today, lambda _done, _of: None, force=True)
    assert upkeep.backup(today).state is State.FAIL
    assert f"{NOW:%Y-%m-%d}" in upkeep.backup(today).words


def test_drills_and_checkpoints(cast: Cast, data: Path) -> None:
    """Restore drill 90 days, kit drill a year, checkpoint a day."""
    today = NOW.date()
    assert upkeep.restore_drill(today).state is State.WARN
    backups.note_drill(today)
    assert upkeep.restore_drill(today + timedelta(days=90)).state is State.OK
    assert upkeep.restore_drill(today + timedelta(days=91)).state is State.WARN

    (line,) = upkeep.kit_drills(today)
    assert line.state is State.FAIL
    assert "Aurora" in line.words
    now_are(Organisation.objects.all(), kit_drilled_on=today)
    assert [line.state for line in upkeep.kit_drills(today + timedelta(days=365))] == [State.OK]
    assert [line.state for line in upkeep.kit_drills(today + timedelta(days=366))] == [State.FAIL]

    assert upkeep.checkpoint(today).state is State.WARN
    checkpoints.write(NOW)
    assert upkeep.checkpoint(today + timedelta(days=1)).state is State.OK
    assert upkeep.checkpoint(today + timedelta(days=2)).state is State.FAIL


def test_jobs_say_what_is_wrong(cast: Cast) -> None:
    """No worker runs in tests: the line says so in words."""
    lines = list(upkeep.jobs(NOW))
    assert [line.state for line in lines] == [State.FAIL]
    assert "fanal serve" in lines[0].words


def test_demonstration_data_and_unfinished_restores(cast: Cast, data: Path, settings: Any) -> None:
    """The cast works in fictional countries: production says no; elsewhere it is no matter."""
    assert list(upkeep.demonstration()) == []
    settings.PRODUCTION = True
    assert [line.state for line in upkeep.demonstration()] == [State.FAIL]
    assert upkeep.restore_finished().state is State.OK
    starting.unfinished_restore().touch()
    assert upkeep.restore_finished().state is State.FAIL


@pytest.mark.django_db(databases="__all__")
def test_the_database_is_set_as_it_must_be(cast: Cast) -> None:
    """The settings of the product itself pass; a file that all can read does not."""
    lines = {line.code: line for line in database.database()}
    assert lines["database"].state is State.OK
    if connection.vendor == "sqlite":
        assert lines["database-sessions"].state is State.OK
        assert lines["database-file"].state is State.OK
        path = Path(str(connection.settings_dict["NAME"]))
        mode = path.parent.stat().st_mode
        path.parent.chmod(0o755)
        path.chmod(0o644)
        try:
            assert {line.code: line.state for line in database.database()}["database-file"] is State.FAIL
        finally:
            path.parent.chmod(mode)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="PostgreSQL's own settings")
def test_a_log_of_statements_is_found(cast: Cast) -> None:
    """A server that would write statements into its log is named, with what to do; our SQL makes it silent."""
    with connection.cursor() as cursor:
        cursor.execute("SET log_min_duration_statement = 100")
        line = {line.code: line for line in database.database()}["database-log"]
        assert line.state is State.FAIL
        assert "log_min_duration_statement=100" in line.words
        from fanal.site import environment as env

        sample = (env.ROOT / "docs" / "operating" / "postgresql.sql").read_text()
        for statement in [line for line in sample.splitlines() if line.startswith("ALTER ROLE fanal ")]:
            cursor.execute(statement.removeprefix("ALTER ROLE fanal "))
        assert {line.code: line.state for line in database.database()}["database-log"] is State.OK


@pytest.mark.django_db(databases="__all__")
def test_a_file_of_contacts_or_questions_with_a_defect_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its numbers are not shown and its questions not asked: somebody must hear of it."""
    assert upkeep.corpus().state is State.OK
    (tmp_path / "XB.yaml").write_text("country: XB\ncontacts: none\nexit_target:\nremove_trace:\n")
    (tmp_path / "xb-1.yaml").write_text("set: national\ncountry: XB\n")
    monkeypatch.setattr(questions, "QUESTIONS", tmp_path)
    line = upkeep.corpus()
    assert line.state is State.FAIL
    assert "xb-1.yaml: questions: missing" in line.words


@pytest.mark.django_db(databases="__all__")
def test_a_file_of_a_country_that_is_not_filled_in_is_one_line(tmp_path: Path, settings: Any) -> None:
    """With the command that says each; where one thing is wrong, that is said at once."""
    settings.CORPUS = tmp_path
    (tmp_path / "contacts").mkdir()
    path = tmp_path / "contacts" / "KE.yaml"
    path.write_text(template("KE", "Kenya"))
    line = upkeep.corpus()
    assert line.state is State.FAIL
    assert line.words == "Not in use: KE.yaml: 28 lines are missing or wrong, `fanal country KE --check` says each"
    path.write_text(files.path_of("XA").read_text())
    assert upkeep.corpus().words.count("KE.yaml") == 1
    assert "--check" not in upkeep.corpus().words


@pytest.mark.django_db(databases="__all__")
def test_every_line_says_what_to_do(cast: Cast, data: Path) -> None:
    """All checks run here; whatever is not well says what to do, and no line shows a secret."""
    lines = list(checks.every(NOW))
    assert len({line.code for line in lines}) == len(lines)
    for line in lines:
        assert line.words.endswith((".", ")"))
        assert line.state is State.OK or line.todo or line.code.startswith("jobs-")
