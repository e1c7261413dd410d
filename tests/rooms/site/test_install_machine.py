"""The guide is walked: docs/operating.md, "Install" and then its "Restore", line by line, on a machine of its own.

As far as `fanal install` in every run, to the end in `make test-long`. What needs no machine stands in `test_install`.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from fanal.site import environment as env
from tests.rooms.site.guide import ALONE, command_of, environment, lines_of, walk
from tests.rooms.site.installation import PASSWORDS
from tests.rooms.site.overlay import Overlay, overlay
from tests.sizes import LONG, sized

pytestmark = [pytest.mark.once, pytest.mark.long]

LANTERN = ["Lantern", "member", "NO", "NO", "", "Europe/Oslo"]
AMARA = ["amara", "Amara", "intake_officer, key_keeper", ""]
BAO = ["bao", "Bao", "manager, key_keeper", ""]
HERE = {
    "Name of the organisation": "Lantern",
    "/var/backups/fanal/fanal-20261125T023000Z.tar": "$(ls /var/backups/fanal/*.tar)",
}  # fmt: skip
LINES = [*lines_of("Install"), *lines_of("Restore")]
COMMANDS = [command_of(line) for line in LINES]
FAR = sized(COMMANDS.index("fanal kit setup"), len(COMMANDS))
FOLDERS = "/etc/fanal /var/lib/fanal /var/backups/fanal /usr/local/sbin/fanal /etc/systemd/system /etc/nginx"


@dataclass(frozen=True)
class Walked:
    """The machine at the end of the guide, and what each line of it said."""

    machine: Overlay
    said: dict[str, str]

    def seen(self) -> dict[str, tuple[str, ...]]:
        """Path to mode, owner and the time of writing."""
        listed = self.machine.run(f"find {FOLDERS} -printf '%p %m %u:%g %T@\\n'")
        return {path: tuple(rest) for path, *rest in map(str.split, listed.splitlines())}


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    with overlay(tmp_path_factory.mktemp("machine")) as machine:
        founding = [*LANTERN, *AMARA, *BAO, "", *PASSWORDS]
        told = walk(machine, LINES[:FAR], founding, HERE)
        yield Walked(machine, {command: said for command, said, _asked in told})


def test_every_line_of_the_guide_does_what_it_says(walked: Walked) -> None:
    assert list(walked.said) == list(dict.fromkeys(COMMANDS[:FAR]))
    if not LONG:
        return
    assert "Lantern is founded." in walked.said["fanal kit setup"]
    checked = " ".join(walked.said["fanal check"].split())
    for line in ("keyfile: The key file is there and private.", "proxy-log: The proxy keeps no record of reporters."):
        assert f"ok {line}" in checked
    wanted = walked.machine.run(
        "ls /etc/systemd/system/multi-user.target.wants /etc/systemd/system/timers.target.wants"
    )
    assert {"fanal.service", "fanal-backup.timer"} <= set(wanted.split())


def test_without_network_and_systemd_it_places_everything_and_says_what_is_left(walked: Walked) -> None:
    said, seen = walked.said[".venv/bin/fanal install"], walked.seen()
    assert "not done: Packages of the distribution" in said or "is not installed yet" in said
    assert "systemd reads the units, where systemd runs:\n     systemctl daemon-reload" in said
    assert "fanal kit setup" in said
    assert "Put the emergency numbers of your countries into /etc/fanal/away.html" in said
    for path, mode, owner in (
        ("/etc/fanal/fanal.env", "600", "root:root"), ("/etc/fanal/away.html", "644", "root:root"),
        ("/etc/fanal/keys", "700", "fanal:fanal"), ("/var/lib/fanal", "700", "fanal:fanal"),
        ("/var/backups/fanal", "700", "fanal:fanal"), ("/usr/local/sbin/fanal", "755", "root:root"),
        ("/etc/systemd/system/fanal.service", "644", "root:root"),
        ("/etc/nginx/sites-available/fanal.conf", "644", "root:root"),
    ):  # fmt: skip
        assert seen[path][:2] == (mode, owner), path


def test_what_a_command_makes_nobody_else_can_read(walked: Walked) -> None:
    """The database lay open inside its folder."""
    made = walked.machine.run("find /var/lib/fanal /etc/fanal/keys -printf '%p %m %u:%g\\n'").splitlines()
    kept = sized({"/var/lib/fanal"}, {"/var/lib/fanal/fanal.sqlite3", "/etc/fanal/keys/keyfile.json"})
    assert kept <= {line.split()[0] for line in made}
    for path, mode, owner in map(str.split, made):
        assert owner == "fanal:fanal", path
        assert int(mode, 8) & 0o077 == 0, f"{path} has {mode}"


def test_the_code_is_roots_and_the_service_only_reads_it(walked: Walked) -> None:
    """Whatever the archive brought along."""
    listed = walked.machine.run("stat -c '%a %u:%g' LICENSE README.md CHANGELOG.md", folder="/opt/fanal")
    assert listed.split("\n")[:3] == ["644 0:0"] * 3
    written = walked.machine.run(
        "setpriv --reuid fanal --regid fanal --init-groups sh -c '"
        "for each in LICENSE src/fanal/__init__.py .venv/bin/fanal /usr/local/sbin/fanal /etc/fanal/fanal.env; do "
        '(: >>"$each") 2>/dev/null && echo "wrote $each"; done; cat LICENSE >/dev/null && cat /etc/fanal/fanal.env\'',
        folder="/opt/fanal", expect=1,
    )  # fmt: skip
    assert written == "cat: /etc/fanal/fanal.env: Permission denied\n"


def test_again_through_the_command_nothing_changes(walked: Walked) -> None:
    """Nobody is asked anything, root stays root for this one command, and each file stays as it was written."""
    before = walked.seen()
    said = walked.machine.run("fanal install", expect=1)
    assert walked.seen() == before
    assert "Nothing was changed." in said
    assert "systemctl enable --now fanal.service fanal-backup.timer" in said


def test_a_language_goes_out_and_comes_back_through_the_command(walked: Walked) -> None:
    """The lines of docs/language.md, by root in a folder of root: the command itself is the user of the service."""
    out, back = lines_of("A language of your own", "language.md")
    assert "of them without a translation" in walked.machine.run(out, folder="/root")
    assert "are left out" in walked.machine.run(back, folder="/root")
    said = walked.machine.run("fanal language export pt /root/mine.po", expect=1, folder="/root")
    assert "cannot be written (Permission denied). Let the shell open it" in said
    assert said.count("\n") == 1


def test_the_command_takes_settings_as_they_stand(walked: Walked) -> None:
    """As systemd does: nothing in a password is run, marks of quotation around a value are not of it."""
    machine = walked.machine
    kept = machine.run("cp -p .venv/bin/fanal /root/kept && cp -p /etc/fanal/fanal.env /root/env", folder="/opt/fanal")
    assert kept == ""
    try:
        machine.run(
            "cat >>/etc/fanal/fanal.env",
            "FANAL_MAIL_URL=smtp://me:pa$$w&o;r`d@mail", 'FANAL_MAIL_FROM="Help <help@lantern.org>"',
        )  # fmt: skip
        machine.run(
            "cat >/opt/fanal/.venv/bin/fanal",
            "#!/bin/sh",
            'id -un; umask; env | grep ^FANAL_MAIL | sort; echo "$2"',
            "cd; : >made; stat -c '%a %U' made",
        )
        assert machine.run("fanal kit 'a  b'").splitlines() == [
            "fanal", "0077", "FANAL_MAIL_FROM=Help <help@lantern.org>", "FANAL_MAIL_URL=smtp://me:pa$$w&o;r`d@mail",
            "a  b", "600 fanal",
        ]  # fmt: skip
    finally:
        machine.run("cp -p /root/kept .venv/bin/fanal && cp -p /root/env /etc/fanal/fanal.env", folder="/opt/fanal")


def test_the_containerfile_is_walked_too(tmp_path: Path) -> None:
    """Line by line, in place of a builder of images: what it makes runs, as the user of the service."""
    text = re.sub(r"^#.*\n", "", (env.ROOT / "docs/operating/Containerfile").read_text(), flags=re.MULTILINE)
    told: dict[str, str] = {}
    with overlay(tmp_path) as machine:
        machine.run(ALONE)
        for instruction, rest in re.findall(r"^([A-Z]+) (.*)$", text.replace("\\\n", ""), re.MULTILINE):
            if instruction == "COPY":
                *sources, target = rest.split()
                contents = [
                    f"{env.ROOT / name}/." if (env.ROOT / name).is_dir() else f"{env.ROOT}/{name}" for name in sources
                ]
                machine.run(f"mkdir -p {target} && cp -r {' '.join(contents)} {target}")
            elif instruction == "RUN":
                if "tools/environment" in rest:
                    environment(machine)
                machine.run(rest, expect=None if rest.startswith("apt-get") else 0)
            told[instruction] = rest
        (entry,) = json.loads(told["ENTRYPOINT"])
        machine.run("cat >/etc/fanal/fanal.env", "FANAL_HOSTS=help.lantern.org", "FANAL_DATA=/var/lib/fanal")
        guide = (env.ROOT / "docs" / "operating.md").read_text()
        may = "".join(f",+{name}" for name in re.findall(r"--cap-add (\w+)", guide))
        few = f"setpriv --inh-caps=-all --bounding-set=-all{may} --"
        refused = machine.run(f"env {told['ENV']} {few} {entry} {json.loads(told['CMD'])[0]}", expect=1)
        assert "There is no key file. On a new machine run `fanal kit setup`" in refused
        folders = machine.run(f"stat -c '%a %U' {' '.join(json.loads(told['VOLUME']))} /run/fanal").split("\n")
        assert folders[:4] == ["700 fanal"] * 4
