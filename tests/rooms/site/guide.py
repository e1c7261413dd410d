"""The guide of whoever installs, docs/operating.md: its lines as they stand, walked on a machine of one's own."""

from __future__ import annotations

import re
import sysconfig
from collections.abc import Iterator, Mapping, Sequence

from fanal.site import environment as env
from tests.rooms.site.installation import shares_of
from tests.rooms.site.overlay import Overlay

HOST = "help.lantern.org"
# No list of packages that is older or newer than the machine; a checkout of whoever made it.
ALONE = """rm -rf /var/lib/apt/lists/*; echo 'Acquire::Retries "0";' >/etc/apt/apt.conf.d/90once
git config --system --add safe.directory '*'"""
# What `tools/environment` would fetch are the packages of this checkout.
_PACKAGES = f"""
mkdir -p "$BASE/all/opt/packages"
mount --bind {sysconfig.get_path("purelib")} "$BASE/all/opt/packages"
mount -o remount,bind,ro "$BASE/all/opt/packages"
"""
_ENVIRONMENT = """/usr/bin/python3.13 -m venv --without-pip .venv
echo /opt/packages >.venv/lib/python3.13/site-packages/packages.pth
cp requirements-evidence.lock .venv/run.lock"""
_BROUGHT_ALONG = "chmod 0666 LICENSE && chown 1000:1000 README.md && chmod 0600 CHANGELOG.md"
_COMPILED = """cd /var/lib/fanal && HOME=$PWD setpriv --reuid fanal --regid fanal --init-groups sh -c 'umask 077
mkdir -p .cache/fanal && /opt/fanal/.venv/bin/python -c "
from fanal.engines.ahead import _sources, _stamps
_stamps()[1].write_text(_sources())"'"""


def lines_of(heading: str, name: str = "operating.md") -> list[str]:
    """The commands below a heading of the guide, or of another page, as they stand."""
    page = (env.ROOT / "docs" / name).read_text()
    part = page[page.index(f"## {heading}\n") :].split("\n## ")[0]
    blocks = re.findall(r"^```sh\n(.*?)^```$", part, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def command_of(line: str) -> str:
    """A line without what the guide says of it."""
    return line.partition("  #")[0].strip()


def environment(machine: Overlay) -> None:
    """What `tools/environment run` finds in /opt/fanal: packages that are there already."""
    machine.outside(_PACKAGES)
    machine.run(_ENVIRONMENT.replace("\n", " && "), folder="/opt/fanal")


def walk(
    machine: Overlay, lines: Sequence[str], founding: Sequence[str], here: Mapping[str, str]
) -> Iterator[tuple[str, str, int]]:
    """Each line, what it said, and how many questions were answered. The lines themselves say where they must be run.
    `founding`: what `fanal kit setup` is answered; `here`: what stands in place of the guide's examples."""
    folder, shares = "/", []
    machine.run(ALONE)
    for line in lines:
        command = command_of(line)
        answers: Sequence[str] = ()
        expect: int | None = 0
        if command.startswith("apt install"):
            expect = None  # what is not on this machine cannot come without a network
        elif command == ".venv/bin/fanal install":
            answers, expect = [HOST, "none"], 1  # there is no network: not all can be done
        elif command == "fanal kit setup":
            machine.run(_COMPILED)  # a minute of the compiler, which is no part of this
            answers = founding
        elif command.startswith("fanal kit drill"):
            answers = shares[:2]
        elif command.startswith(("fanal check", "systemctl ")):
            expect = None  # this machine may swap, or keep a wrong time; there is no systemd to start anything
        as_here = line
        for there, instead in {"ADDRESS_OF_FANAL": f"file://{env.ROOT}", **here}.items():
            as_here = as_here.replace(there, instead)
        said = machine.run(as_here, *answers, expect=expect, folder=folder)
        assert "Traceback" not in said, said
        if "/opt/fanal" in command and command.startswith("git clone"):
            folder = "/opt/fanal"
            environment(machine)
            machine.run(_BROUGHT_ALONG, folder=folder)
        shares = shares_of(said) or shares
        yield command, said, len(answers)
