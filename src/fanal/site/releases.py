"""One release as one archive: what is in it, that it is whole, and that two maintainers signed it. Without Django.

`fanal-X.Y.Z.tar` holds one folder of that name with the code, compiled catalogues and locks; `SHA256SUMS` names each
file of it with its hash, as `sha256sum` writes them; `SHA256SUMS.WHO.sig` are signatures over that list as
`ssh-keygen -Y sign -n fanal-release` writes them (OpenSSH, PROTOCOL.sshsig). `tools/release` makes it.
"""

import hashlib
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fanal.site.console import Stop

NAMESPACE: Final = "fanal-release"
SUMS: Final = "SHA256SUMS"
NEEDED: Final = 2
"""So many maintainers sign a release."""
MOST_FILES, MOST_BYTES = 50_000, 1 << 30
_NAME: Final = re.compile(r"fanal-(\d+\.\d+\.\d+)")
_UNPACKED: Final = ".fanal-unpack-"
_VERSION: Final = re.compile(r'^__version__ = "([^"]+)"$', re.MULTILINE)
_LINE: Final = re.compile(r"([0-9a-f]{64}) [ *](.+)")
_GOOD: Final = re.compile(r'^Good "[^"]*" signature for (\S+) with \S+ key (\S+)$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Release:
    """A release that was verified, unpacked in a folder. `signers`: who signed it."""

    version: str
    folder: Path
    signers: tuple[str, ...]


def version_of(folder: Path) -> str:
    """The version of the code in a folder. Raises Stop."""
    try:
        found = _VERSION.search((folder / "src/fanal/__init__.py").read_text())
    except OSError:
        found = None
    if found is None:
        raise Stop(f"{folder} holds no Fanal.")
    return found.group(1)


def order(version: str) -> tuple[int, ...]:
    """By which versions are older and newer."""
    return tuple(int(part) for part in re.findall(r"\d+", version))


@contextmanager
def unpacked(archive: Path, beside: Path, trusted: Path) -> Iterator[Release]:
    """A release, verified, in a folder beside others that is removed at the end unless it was moved away. `trusted`:
    the keys of the maintainers, in the format of OpenSSH's allowed signers. What a run that was killed left beside
    goes: one runs at a time. Raises Stop; nothing else was changed."""
    if not trusted.is_file():
        raise Stop(
            f"There is no {trusted}: the public keys of the maintainers, one a line, as `name ssh-ed25519 AAAA…`. Take "
            "them from the pages of the project, compare them with somebody on the telephone, and write the file."
        )
    _need_own(trusted)
    for left in beside.glob(f"{_UNPACKED}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_UNPACKED, dir=beside) as name:
        folder = _extract(archive, Path(name))
        signers = _signers(folder, trusted)
        _whole(folder)
        version = version_of(folder)
        if folder.name != f"fanal-{version}":
            raise Stop(f"The archive says that it is {folder.name}, and holds {version}. Fetch it again.")
        yield Release(version, folder, signers)


def _need_own(trusted: Path) -> None:
    """Raise Stop where somebody else could write the keys, or put another file in their place."""
    for path in (trusted, trusted.parent, trusted.resolve().parent):
        there = path.stat()
        if there.st_mode & 0o022 or there.st_uid not in {0, os.geteuid()}:
            raise Stop(
                f"Others may write {path}: whoever does says which release counts. Run `chown root {path}` and `chmod "
                "go-w` on it, and compare the keys once more."
            )


def _extract(archive: Path, into: Path) -> Path:
    try:
        with tarfile.open(archive) as tar:
            members = tar.getmembers()
            if len(members) > MOST_FILES or sum(one.size for one in members) > MOST_BYTES:
                raise Stop("The archive is larger than any release. Fetch it again.")
            tops = {one.name.partition("/")[0] for one in members}
            if len(tops) != 1 or not _NAME.fullmatch(top := tops.pop()):
                raise Stop("The archive is no release of Fanal: it holds no folder fanal-X.Y.Z alone.")
            tar.extractall(into, filter="data")
    except FileNotFoundError:
        raise Stop(f"There is no file {archive}. Give its whole path.") from None
    except PermissionError:
        raise Stop(
            f"{archive} may not be read, or nothing may be written in {into.parent}. Run this as root."
        ) from None
    except (tarfile.TarError, EOFError) as error:
        raise Stop(f"The archive is cut or broken. Fetch it again. ({type(error).__name__})") from None
    except OSError as error:
        raise Stop(f"The archive cannot be unpacked in {into.parent}: {error.strerror}.") from None
    return into / top


def _signers(folder: Path, trusted: Path) -> tuple[str, ...]:
    """Who signed the list of hashes, each with a key of their own. Raises Stop where they are too few."""
    good: dict[str, str] = {}
    for signature in sorted(folder.glob(f"{SUMS}.*.sig")):
        for who in _run("find-principals", "-f", trusted, "-s", signature).stdout.split():
            about = ("-f", trusted, "-I", who, "-n", NAMESPACE, "-s", signature)
            checked = _run("verify", *about, about=folder / SUMS)
            if not checked.returncode and (found := _GOOD.search(checked.stdout)):
                good[found.group(2)] = found.group(1)
    signers = tuple(sorted(set(good.values())))
    if len(signers) < NEEDED:
        said = f"{signers[0]} alone signed it" if signers else "nobody whose key is known here signed it"
        raise Stop(f"This release is not to be trusted: {said}, and two maintainers must. Nothing was changed.")
    return signers


def _run(deed: str, *options: str | Path, about: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = ["ssh-keygen", "-Y", deed, *map(str, options)]
    try:
        said = about.read_bytes().decode(errors="surrogateescape") if about else None
        return subprocess.run(  # noqa: S603
            command, input=said, capture_output=True, check=False, encoding="utf-8", errors="surrogateescape"
        )
    except (FileNotFoundError, IsADirectoryError) as error:
        what = "no list of hashes in the archive" if error.filename == str(about) else "no ssh-keygen on this machine"
        raise Stop(f"There is {what}: the signatures cannot be checked. (apt install openssh-client)") from None


def _whole(folder: Path) -> None:
    """Raises Stop unless the list names each file that is there, and each is as it says."""
    named: dict[str, str] = {}
    for line in (folder / SUMS).read_text(errors="surrogateescape").splitlines():
        if (found := _LINE.fullmatch(line)) is None:
            raise Stop("The list of hashes in the archive cannot be read. Fetch it again.")
        named[found.group(2).removeprefix("./")] = found.group(1)
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() or path.is_symlink()}
    beside = {SUMS, *(path.name for path in folder.glob(f"{SUMS}.*.sig"))}
    if wrong := sorted((there - beside) ^ named.keys()):
        raise Stop(f"The archive does not hold what was signed: {wrong[0]}. Fetch it again.")
    for name, sum_ in named.items():
        if (folder / name).is_symlink() or hashlib.sha256((folder / name).read_bytes()).hexdigest() != sum_:
            raise Stop(f"The archive does not hold what was signed: {name}. Fetch it again.")
