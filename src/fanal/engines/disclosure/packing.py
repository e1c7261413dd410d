"""A release as one ZIP file or as a folder. The same files are the same bytes: fixed order, no day, and entries are
stored, not deflated, since compression differs from machine to machine."""

import io
import zipfile
import zlib
from pathlib import Path

from fanal.engines.commanding import STDIN, content
from fanal.engines.disclosure.bundle_parts import Files
from fanal.engines.disclosure.model import DisclosureError

MOST_BYTES = 256 * 2**20
"""Of all files of a release together; more is no release."""
FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def packed(files: Files) -> bytes:
    """The ZIP file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, files[name])
    return made.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """The files of a ZIP file. Raises `DisclosureError`: none, folders in it, a name twice, more than 256 MiB."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            if any(_strange(name) for name in names) or len(set(names)) < len(names):
                raise DisclosureError("the ZIP file has folders in it or a name twice; it is no release")
            if sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise DisclosureError("the ZIP file is too large for a release")
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error):
        raise DisclosureError("this is no ZIP file, or it is damaged; get the release again") from None


def from_folder(folder: Path) -> dict[str, bytes]:
    """The files of a folder. Raises `DisclosureError`: folders in it, more than 256 MiB; `OSError`."""
    paths = sorted(folder.iterdir())
    if any(not path.is_file() for path in paths):
        raise DisclosureError("the folder has folders in it; it is no release")
    if sum(path.stat().st_size for path in paths) > MOST_BYTES:
        raise DisclosureError("the folder is too large for a release")
    return {path.name: path.read_bytes() for path in paths}


def opened(path: Path) -> dict[str, bytes]:
    """The files of a release, in a folder or a ZIP file; `-` is stdin. Raises `DisclosureError`, `OSError`."""
    if path.is_dir():
        return from_folder(path)
    if path != STDIN and path.stat().st_size > 2 * MOST_BYTES:
        raise DisclosureError("the file is too large for a release")
    return unpacked(content(path))


def _strange(name: str) -> bool:
    return not name or "/" in name or "\\" in name or name in {".", ".."}
