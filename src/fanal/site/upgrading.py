"""From one release to the next, and back. Without Django: what needs the site runs in processes of the release that it
is about, as the user of the service.

Releases lie beside each other (`/opt/fanal-0.3.0`), and a link (`/opt/fanal`) is the one that runs. A release adds to
the database and removes only what the one before no longer used, so that going back is a change of the link.
"""

import ctypes
import errno
import fcntl
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from fanal.site import releases
from fanal.site.console import Stop, say
from fanal.vocabulary import whole

BACK_WITHIN: Final = timedelta(days=14)
ANSWERS_WITHIN: Final = 60.0
"""Seconds in which the site shows its first page."""
_PACKAGES: Final = {
    "office": "requirements.lock",
    "run": "requirements-evidence.lock",
    "dev": "requirements-dev.lock",
}
"""The lock of each kind of environment, as in `tools/environment`."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where the code is (`code`, a link, or still a folder), what runs a command of it as the user of the service with
    its settings, and what stops, starts and restarts the service (`… stop fanal`). `wait`: seconds that a new release
    has to show its first page."""

    code: Path
    run: Sequence[str] = ("/usr/local/sbin/fanal",)
    service: Sequence[str] = ("systemctl",)
    wait: float = ANSWERS_WITHIN

    def call(self, release: Path, *command: str, quiet: bool = False) -> subprocess.CompletedProcess[str]:
        """One command, of this release."""
        where = os.environ | {"CODE_OF_FANAL": str(release)}
        out = subprocess.PIPE if quiet else None
        return subprocess.run([*self.run, *command], env=where, stdout=out, text=True, check=False)  # noqa: S603

    def turn(self, what: str) -> None:
        """Stop, start or restart the service. Raises Stop."""
        if subprocess.run([*self.service, what, "fanal"], check=False).returncode:  # noqa: S603
            raise Stop(f"The service could not be asked to {what}: `{' '.join(self.service)} {what} fanal`.")

    def current(self) -> Path:
        """The folder of the release that runs. What was a folder so far becomes one beside the link to it."""
        if not self.code.is_symlink():
            folder = _beside(self.code, releases.version_of(self.code))
            if folder.is_symlink():  # of one that was cut off
                folder.unlink()
            folder.symlink_to(folder.name)
            try:
                _exchange(self.code, folder)  # at each moment there is code at this path, which the site reads
            except OSError as why:
                folder.unlink()
                if why.errno not in {errno.EINVAL, errno.ENOSYS}:
                    raise
                self.code.rename(folder)  # a disk that cannot do it in one step, as of a network
                self.point(folder)
            whole.sync(self.code.parent)
        return self.code.resolve()

    def point(self, release: Path) -> None:
        """Let the link be this release, at once."""
        if self.code.is_symlink() and self.code.readlink() == Path(release.name):
            return
        made = self.code.with_name(f".{self.code.name}-link")
        made.unlink(missing_ok=True)
        made.symlink_to(release.name)
        made.rename(self.code)
        whole.sync(self.code.parent)


def _exchange(one: Path, other: Path) -> None:
    """Let two paths change places, as one step (Linux, renameat2)."""
    names = (os.fsencode(path) for path in (one, other))
    at, other_at = (ctypes.c_char_p(name) for name in names)
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.renameat2(here, at, here, other_at, exchange):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(one))


def _beside(code: Path, version: str) -> Path:
    return code.with_name(f"{code.name}-{version}")


def _notes(code: Path) -> Path:
    return code.with_name(f".{code.name}-upgrade.json")


def _noted(code: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        found = json.loads(_notes(code).read_text())
        if isinstance(found, dict):
            return found
    return {}


def _done(code: Path) -> Path:
    """What the note becomes at the end. It lies there from the beginning: a disk that is full is found before the
    service stops, and undoes no release that runs."""
    return _notes(code).with_suffix(".done")


def _former(code: Path) -> Path:
    """The note of the upgrade before: a failed one leaves the way back that there was."""
    return _notes(code).with_suffix(".former")


def _write(path: Path, **said: str) -> Path:
    whole.put(path, json.dumps(said).encode())
    return path


def _note(code: Path, written: Path) -> None:
    written.rename(_notes(code))
    whole.sync(code.parent)


def _begin(code: Path, old: Path, new: Path, at: datetime) -> None:
    """Note what is under way."""
    _former(code).unlink(missing_ok=True)
    if former := _noted(code):
        _write(_former(code), **former)
    said = {"before": old.name, "now": new.name, "at": at.isoformat()}
    _write(_done(code), **said, stage="done")
    _note(code, _write(_notes(code).with_suffix(".new"), **said, stage="going"))


def _unwritten(code: Path) -> None:
    """No note is on its way any more."""
    for end in (".done", ".new"):
        _notes(code).with_suffix(end).unlink(missing_ok=True)


@contextmanager
def _alone(code: Path) -> Iterator[None]:
    try:
        with code.with_name(f".{code.name}-upgrade.lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
    except BlockingIOError:
        raise Stop("Another upgrade is under way on this machine. Wait for its end.") from None
    except PermissionError:
        raise Stop(f"Nothing may be written beside {code}. Run this as root.") from None


# ---- forward ----


def upgrade(site: Site, archive: Path, trusted: Path) -> None:
    """Verify, unpack beside, make its environment, back up, make all ready that the new release needs, restart, check,
    ask for the first page. Raises Stop where anything fails: the release before runs on, or runs again.

    The database changes while the release before serves, which it must be able to anyway for the way back."""
    with _alone(site.code):
        _interrupted(site)
        now, before = datetime.now(UTC), releases.version_of(site.code)
        with releases.unpacked(archive, site.code.parent, trusted) as release:
            _need_newer(release.version, before)
            say(f"Fanal {release.version}, signed by {' and '.join(release.signers)}.")
            new = _place(site, release)
        try:
            _ready(site, new, release.version)
            checked = _checked(site, site.code)
            _back_up(site)
            if site.call(new, "migrate").returncode:
                raise Stop("The database could not be brought up to date: see above. The release before runs on.")
            old = site.current()
            _begin(site.code, old, new, now)
        except BaseException as why:
            _unwritten(site.code)
            shutil.rmtree(new, ignore_errors=True)
            if isinstance(why, OSError):
                raise Stop(f"{_words(site, why)} The release before runs on.") from None
            raise
        _go(site, old, new, checked)
        _clear(site)
        say(f"Fanal {release.version} runs. Until {now + BACK_WITHIN:%d %B %Y} `fanal upgrade --back` undoes it.")


def _need_newer(version: str, before: str) -> None:
    if version == before:
        raise Stop(f"Fanal {version} is what runs here. Nothing was changed.")
    if releases.order(version) < releases.order(before):
        raise Stop(
            f"Fanal {version} is older than {before}, which runs here. `fanal upgrade --back` goes back to the release "
            "before; further back leads `fanal restore` alone, which says what would be lost. Nothing was changed."
        )


def _place(site: Site, release: releases.Release) -> Path:
    """The release in its own place, with its environment."""
    new = _beside(site.code, release.version)
    if new.exists():
        shutil.rmtree(new)
    release.folder.rename(new)
    new.chmod(0o755)
    try:
        _environment(site.code, new)
    except BaseException as why:
        shutil.rmtree(new, ignore_errors=True)
        if isinstance(why, OSError):
            raise Stop(
                f"The release does not fit beside the one before: {why.strerror}. Nothing was changed."
            ) from None
        raise
    return new


def _environment(old: Path, new: Path) -> None:
    """The packages of the release: those that are there, where its lock is the same; else installed anew."""
    stamps = {kind: old / ".venv" / f"{kind}.lock" for kind in _PACKAGES}
    kind = next((kind for kind, stamp in stamps.items() if stamp.exists()), "run")
    try:
        same = stamps[kind].read_bytes() == (new / _PACKAGES[kind]).read_bytes()
    except OSError:
        same = False
    if same:
        shutil.copytree(old / ".venv", new / ".venv", symlinks=True, copy_function=linked)
    said = subprocess.run([str(new / "tools/environment"), kind], check=False)  # noqa: S603
    if said.returncode:
        raise Stop("The packages of the release could not be installed: see above. Nothing was changed.")


def linked(source: str, target: str) -> None:
    """Let a file stand at another place too; on another disk as a copy."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _ready(site: Site, new: Path, version: str) -> None:
    """Raises Stop where the release cannot run here."""
    told = site.call(new, "--version", quiet=True)
    if told.returncode or told.stdout.split()[-1:] != [version]:
        raise Stop("The release does not start on this machine: see above. Nothing was changed.")
    asked = site.call(new, "migrate", "--check", quiet=True)
    if asked.returncode and "wait" not in asked.stdout:
        raise Stop("The release cannot read the database of this site: see above. Nothing was changed.")


def _checked(site: Site, release: Path) -> dict[str, str]:
    """The state of each line of `fanal check`."""
    said = site.call(release, "check", "--json", quiet=True)
    try:
        return {line["code"]: line["state"] for line in json.loads(said.stdout)}
    except ValueError:
        raise Stop("`fanal check` does not end well: run it by itself, and mend what it names.") from None


def _back_up(site: Site) -> None:
    """Make a backup. One that is whole and holds less than it should is one: what is wrong was so before, and must not
    keep a site from a release that mends something. Raises Stop where there is none."""
    said = site.call(site.code, "backup", "--json", quiet=True)
    try:
        told = json.loads(said.stdout)
        path, refused = told["path"], told["refused"]
    except (ValueError, KeyError, TypeError):
        raise Stop("There is no backup of now: see above. Nothing was changed.") from None
    say(f"Backup: {path}")
    if said.returncode:
        say("\n".join((*refused, "The backup is made. What it lacks is said above, and by `fanal backup`: see to it.")))


def _words(site: Site, why: OSError) -> str:
    return f"Beside {site.code} nothing can be written: {why.strerror}."


def _go(site: Site, old: Path, new: Path, checked: dict[str, str]) -> None:
    """The other in the place of the one; where anything fails, back. In a restart whoever comes waits in the queue of
    the one for the other (`queue`)."""
    version, since = releases.version_of(old), time.monotonic()
    try:
        site.point(new)
        _start(site, "restart", site.wait)
        say(f"From one release to the other: {time.monotonic() - since:.1f} seconds.")
        now = _checked(site, new)
        if wrong := [code for code, state in checked.items() if state != "fail" and now.get(code) == "fail"]:
            raise Stop(f"`fanal check` names what was well before: {' '.join(wrong)}.")
        _note(site.code, _done(site.code))
        _former(site.code).unlink(missing_ok=True)
    except BaseException as why:
        words = f"{why} " if isinstance(why, Stop) else f"{_words(site, why)} " if isinstance(why, OSError) else ""
        try:
            _return(site, old, new)
        except (Stop, OSError):
            raise Stop(f"{words}Nor does Fanal {version} start again: `journalctl -u fanal` says why. Then run `fanal "
                       "upgrade --back`.") from None  # fmt: skip
        raise Stop(f"{words}Fanal {version} runs again as before; nothing is lost. Tell the maintainers.") from None


def _start(site: Site, how: str = "start", wait: float = ANSWERS_WITHIN) -> None:
    site.turn(how)
    if site.call(site.code, "check", "--answers", str(wait), quiet=True).returncode:
        raise Stop("The site does not show its first page. `journalctl -u fanal` says why.")


def _turn_to(site: Site, release: Path) -> None:
    """This release runs, whichever ran; what one keeps for another an older one need not know. Raises Stop."""
    with suppress(Stop):
        site.turn("stop")
    site.point(release)
    _start(site)


def _return(site: Site, old: Path, new: Path) -> None:
    """The release before runs again, and the way back from it is the one that it had."""
    _turn_to(site, old)
    if _former(site.code).exists():
        _note(site.code, _former(site.code))
    else:
        _notes(site.code).unlink(missing_ok=True)
    _unwritten(site.code)
    shutil.rmtree(new, ignore_errors=True)


def _interrupted(site: Site) -> None:
    """An upgrade that ended in the middle, as by lost power, is undone first."""
    noted = _noted(site.code)
    if noted.get("stage") == "going":
        say("An upgrade was interrupted. The release before it comes back first.")
        _return(site, site.code.with_name(noted["before"]), site.code.with_name(noted["now"]))


def _clear(site: Site) -> None:
    """Releases that nothing leads back to any more are removed; a folder of another name is somebody's own."""
    noted, made = _noted(site.code), re.compile(rf"{re.escape(site.code.name)}-\d+\.\d+\.\d+")
    for folder in site.code.parent.iterdir():
        is_old = made.fullmatch(folder.name) and folder.name not in {noted.get("before"), noted.get("now")}
        if is_old and (folder / "src/fanal/__init__.py").is_file():
            shutil.rmtree(folder, ignore_errors=True)


# ---- back ----


def back(site: Site) -> None:
    """The release before the last upgrade runs again, on the database as it is now. Raises Stop."""
    with _alone(site.code):
        noted = _noted(site.code)
        if noted.get("stage") == "going":
            return _interrupted(site)
        at = datetime.fromisoformat(noted["at"]) if noted else None
        old = site.code.with_name(noted["before"]) if noted else None
        if at is None or old is None or not old.is_dir():
            raise Stop("No upgrade was made here that could be undone. Nothing was changed.")
        if datetime.now(UTC) - at > BACK_WITHIN:
            raise Stop(
                f"The upgrade is of {at:%d %B %Y}, and is undone for {BACK_WITHIN.days} days. Older: `fanal restore` "
                "of the backup from before it, which says what would be lost. Nothing was changed."
            )
        new = site.code.with_name(noted["now"])
        _exchanged(site, old, new)
        _notes(site.code).unlink()
        say(f"Fanal {releases.version_of(old)} runs again. {new.name} is left beside it, and may be removed.")
        return None


def _exchanged(site: Site, old: Path, new: Path) -> None:
    """The old release in the place of the new one, which comes back where the old one does not start. Raises Stop."""
    try:
        _turn_to(site, old)
    except (Stop, OSError):
        words = f"Fanal {releases.version_of(old)} does not start any more: `journalctl -u fanal` says why."
        try:
            _turn_to(site, new)
        except (Stop, OSError):
            raise Stop(f"{words} Nor does {releases.version_of(new)}. Mend what is named there, and start the service; "
                       "else `fanal restore` of the newest backup, with a recovery kit.") from None  # fmt: skip
        raise Stop(f"{words} Fanal {releases.version_of(new)} runs again as before; nothing is lost. Further back "
                   "leads `fanal restore` of a backup from before the upgrade alone.") from None  # fmt: skip
