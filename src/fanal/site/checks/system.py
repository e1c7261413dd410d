"""The machine: swap, disk, clock, key file, the place of staff sessions."""

import ctypes
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from shutil import disk_usage

from fanal import vault
from fanal.site.checks.contracts import Line, fail, ok, unknown, warn

_TIME_ERROR = 5  # what adjtimex(2) returns while the clock is not synchronised
_IN_MEMORY = {"tmpfs", "ramfs"}
_LEAST, _FEW = 250_000_000, 2_000_000_000  # bytes (own)


def swap(proc: Path = Path("/proc"), sys: Path = Path("/sys")) -> Line:
    """Swap space is off, in memory, or on an encrypted device: else opened text may reach the disk."""
    try:
        rows = [line.split() for line in (proc / "swaps").read_text().splitlines()[1:]]
    except OSError:
        return unknown("swap", "This machine does not say whether it swaps.", "Turn swap off, or encrypt it.")
    open_ones = [row[0] for row in rows if row and not _safe_swap(Path(row[0]), row[1], sys)]
    if not rows:
        return ok("swap", "Swap is off.")
    if open_ones:
        todo = "Turn it off with `swapoff -a` and in /etc/fstab, or encrypt it."
        return fail("swap", f"Swap is not encrypted: {', '.join(open_ones)}.", todo)
    return ok("swap", "Swap is encrypted or in memory.")


def _safe_swap(place: Path, kind: str, sys: Path) -> bool:
    if kind == "file":
        return encrypted(place, sys) is True
    name = place.resolve().name
    return name.startswith("zram") or _crypt(sys / "class" / "block" / name)


def disk(folder: Path, sys: Path = Path("/sys")) -> Line:
    """The disk under a folder is encrypted."""
    answer = encrypted(folder, sys)
    if answer is None:
        words = "This machine does not show which disk holds the data, so encryption cannot be seen."
        return unknown("disk", words, "Ask whoever runs the machine whether its disks are encrypted.")
    if answer:
        return ok("disk", "The disk with the data is encrypted.")
    words = "The disk with the data is not encrypted. What people told is sealed all the same; names of staff are not."
    return warn("disk", words, "Move the data to an encrypted disk (LUKS).")


def spaces(data: Path, backups: Path) -> Iterator[Line]:
    """There is room where the data lies, and where backups do if that is another disk."""
    held = sum(path.stat().st_size for path in data.glob("*.sqlite3"))
    yield space("space", data, disk_usage(_there(data)).free, held)
    if _there(backups).stat().st_dev != _there(data).stat().st_dev:
        yield space("space-backups", backups, disk_usage(_there(backups)).free, held)


def space(code: str, folder: Path, left: int, held: int) -> Line:
    """There is room in a folder: `left` bytes, of which a backup of the `held` takes as many. A full disk keeps what
    was acknowledged, and takes in nothing more."""
    words = f"{left // 1_000_000:,} MB are free where {folder} is."
    if left < _LEAST:
        return fail(code, words, "Free space, or move it to a larger disk: soon nothing more can be kept.")
    if left < max(_FEW, 3 * held):
        return warn(code, words, "Free space, or move it to a larger disk.")
    return ok(code, words)


def _there(folder: Path) -> Path:
    return next(one for one in (folder, *folder.parents) if one.exists())


def encrypted(path: Path, sys: Path = Path("/sys")) -> bool | None:
    """Whether the block device under a path is, or lies on, dm-crypt; None where there is no such device to look at."""
    number = _there(path).stat().st_dev
    device = sys / "dev" / "block" / f"{os.major(number)}:{os.minor(number)}"
    return _crypt(device) if device.exists() else None


def _crypt(device: Path) -> bool:
    """dm-crypt itself, or everything that it is made of (LVM on LUKS)."""
    try:
        if (device / "dm" / "uuid").read_text().startswith("CRYPT-"):
            return True
    except OSError:
        pass
    below = list((device / "slaves").iterdir()) if (device / "slaves").is_dir() else []
    return bool(below) and all(_crypt(slave) for slave in below)


def clock_state() -> int | None:
    """What the kernel says of its clock: adjtimex(2) asked to change nothing; None where it cannot be asked."""
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        answer = int(libc.adjtimex(ctypes.create_string_buffer(1024)))  # zeroed: modes 0; larger than struct timex
    except (OSError, AttributeError):
        return None
    return answer if answer >= 0 else None


def clock(state: int | None) -> Line:
    """The clock is kept by a time service: clocks of duties, expiry and second factors hang on it."""
    todo = "Install a time service: `apt install systemd-timesyncd` or chrony."
    if state is None:
        return unknown("clock", "This machine does not say whether its clock is synchronised.", todo)
    if state == _TIME_ERROR:
        words = "The clock is not synchronised. An app’s code is refused once it is a minute off, and what is due comes"
        return warn("clock", f"{words} too early or too late.", todo)
    return ok("clock", "The clock is synchronised.")


def keyfile(path: Path, *, production: bool, owner: int | None = None) -> Line:
    """The key file is there, whole, and readable by the service only."""
    owner = os.getuid() if owner is None else owner
    try:
        found, keys = path.stat(), vault.KeyFile.parse(path.read_text())
    except FileNotFoundError:
        return fail("keyfile", "There is no key file.", "On a new machine: `fanal kit setup`, or `fanal restore`.")
    except (OSError, UnicodeDecodeError, vault.CannotOpen):
        return fail("keyfile", "The key file cannot be read.", "See who owns it, or restore it with the recovery kit.")
    if production and keys.demo:
        return fail("keyfile", "These are the keys of a demonstration.", "Run `fanal kit setup` in an empty folder.")
    return _private(path, stat.S_IMODE(found.st_mode), found.st_uid in {owner, 0})


def _private(path: Path, mode: int, ours: bool) -> Line:
    if mode & stat.S_IRWXO:
        return fail("keyfile", f"Every user of this machine can read the key file (mode {mode:04o}).", "chmod 600 it.")
    if mode & (stat.S_IRWXG | stat.S_IXUSR) and not _credential(path):
        return warn("keyfile", f"A group can read the key file (mode {mode:04o}).", "chmod 600 it.")
    if not ours:
        return warn("keyfile", "The key file belongs to another user.", "chown it to the user of the service.")
    return ok("keyfile", "The key file is there and private.")


def _credential(path: Path) -> bool:
    """systemd hands its credentials out with a group bit that stands for an access list of one user."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY", "")
    return bool(folder) and path.is_relative_to(folder)


def sessions_file(path: Path, mounts: Path = Path("/proc/self/mountinfo")) -> Line:
    """Staff sessions lie on a memory file system."""
    todo = "Give the service RuntimeDirectory=fanal (see docs/operating.md), or set FANAL_SESSIONS to a tmpfs."
    kind = filesystem(path, mounts)
    if kind is None:
        return unknown("sessions", "This machine does not show on which file system staff sessions lie.", todo)
    if kind in _IN_MEMORY:
        return ok("sessions", "Staff sessions are in memory only.")
    return warn("sessions", "Staff sessions are on a disk. They open with the cookie only.", todo)


def filesystem(path: Path, mounts: Path = Path("/proc/self/mountinfo")) -> str | None:
    """The type of the file system that a path is on, as the kernel names it."""
    try:
        rows = [line.split(" ") for line in mounts.read_text().splitlines()]
    except OSError:
        return None
    best, kind, path = "", None, path.resolve()
    for row in rows:
        point = row[4].replace("\\040", " ")
        if path.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, row[row.index("-") + 1]
    return kind
