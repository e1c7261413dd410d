"""This machine once more, through an overlay that is thrown away: without network, without systemd, root inside."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

# Upper layers lie in memory; `metacopy` keeps a change of mode from copying what it is made to.
MOUNT = """
mount -t tmpfs tmpfs "$BASE"
mkdir "$BASE/up" "$BASE/work" "$BASE/codeup" "$BASE/codework" "$BASE/all"
mount -t overlay overlay -o "lowerdir=/,upperdir=$BASE/up,workdir=$BASE/work,redirect_dir=on,metacopy=on" "$BASE/all"
mount --rbind /proc "$BASE/all/proc"
mount --rbind /dev "$BASE/all/dev"
mount -t tmpfs tmpfs "$BASE/all/run"
echo mounted
exec sleep 7200
"""


@dataclass(frozen=True)
class Overlay:
    """A machine of one's own; `holder` is the process that holds its mounts."""

    holder: int
    base: Path

    def run(self, line: str, *answers: str, expect: int | None = 0, folder: str = "/") -> str:
        """Run a line of a shell as root. Returns what it said; the exit code must be as expected."""
        enter = ["nsenter", f"--target={self.holder}", "--mount", "--net"]
        inside = ["chroot", str(self.base / "all"), "sh", "-c", f"cd {folder} && {line}"]
        done = self._done([*enter, *inside], answers)
        assert expect in {None, done.returncode}, f"{line} gave {done.returncode}\n{done.stdout}"
        return done.stdout

    def outside(self, line: str) -> None:
        """Run a line that may mount, or set up the network: $BASE/all is the machine."""
        done = self._done(["nsenter", f"--target={self.holder}", "--mount", "--net", "sh", "-euc", line], ())
        assert done.returncode == 0, done.stdout

    def at(self, path: str) -> Path:
        """Where a file of the machine lies for whoever is outside of it."""
        return Path(f"/proc/{self.holder}/root{self.base}/all{path}")

    def _done(self, command: Sequence[str], answers: Sequence[str]) -> subprocess.CompletedProcess[str]:
        told = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"}
        return subprocess.run(
            command, input="".join(f"{answer}\n" for answer in answers), env=told | {"BASE": str(self.base)},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=900,
        )  # fmt: skip


@contextmanager
def overlay(base: Path) -> Iterator[Overlay]:
    """A machine until the end of the block; the test is skipped, in words, where it cannot be made."""
    if os.geteuid() or not all(map(shutil.which, ("unshare", "nsenter", "setpriv"))):
        pytest.skip("a machine of one's own needs root, unshare, nsenter and setpriv")
    command = ["unshare", "--mount", "--net", "--propagation", "private", "sh", "-euc", MOUNT]
    with subprocess.Popen(
        command, env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "BASE": str(base)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as holder:  # fmt: skip
        assert holder.stdout is not None
        assert holder.stderr is not None
        if holder.stdout.readline() != "mounted\n":
            pytest.skip(f"this machine lets nobody mount: {holder.stderr.read().strip()}")
        try:
            yield Overlay(holder.pid, base)
        finally:
            holder.kill()
