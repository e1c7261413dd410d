"""Releases for tests: the code of this checkout under another version, signed by maintainers of the test's own."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from pathlib import Path

from fanal import __version__
from fanal.site.environment import ROOT
from fanal.site.upgrading import linked

WHO = ("ada", "ben", "eve")
"""Maintainers."""
_TABLE = """
from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [("journal", "{before}")]
    operations = [migrations.RunSQL("CREATE TABLE journal_of_the_next (x integer)", "DROP TABLE journal_of_the_next")]
"""


def keys_of_maintainers(folder: Path) -> Path:
    """Keys of three maintainers and of a stranger, made by OpenSSH, and the file that names the three."""
    for name in (*WHO, "stranger"):
        made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(folder / name)]
        subprocess.run(made, check=True)
    lines = (f'{name} namespaces="fanal-release" {(folder / f"{name}.pub").read_text()}' for name in WHO)
    (folder / "maintainers").write_text("".join(lines))
    return folder


def tree(at: Path, version: str) -> Path:
    """The code of this checkout, as a release of some version."""
    for name in ("src", "corpus", "tools"):
        shutil.copytree(ROOT / name, at / name, copy_function=linked, ignore=shutil.ignore_patterns("__pycache__"))
    for lock in ROOT.glob("requirements*.lock"):
        shutil.copy(lock, at)
    change(at / "src/fanal/__init__.py", __version__, version)
    return at


def change(path: Path, old: str, new: str) -> None:
    """Another text, without touching the file that the checkout has."""
    text = path.read_text().replace(old, new)
    path.unlink()
    path.write_text(text)


def released(at: Path, maintainers: Path) -> Path:
    """The archive of a release that two maintainers signed."""
    list_of(at)
    for one in WHO[:2]:
        sign(at, maintainers / one)
    return packed(at)


def with_a_table(at: Path) -> Path:
    """The database changes with this release; the one before does not mind."""
    migrations = at / "src/fanal/journal/migrations"
    before = sorted(one.stem for one in migrations.glob("0*.py"))[-1]
    (migrations / "0999_of_the_next.py").write_text(_TABLE.format(before=before))
    return at


def sign(folder: Path, key: Path, *, under: str = "") -> None:
    """Sign the list of hashes of a release, as `tools/release` tells the maintainers."""
    sums = folder / "SHA256SUMS"
    subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-n", "fanal-release", "-f", str(key), str(sums)], check=True)
    (folder / "SHA256SUMS.sig").rename(folder / f"SHA256SUMS.{under or key.name}.sig")


def list_of(folder: Path) -> None:
    """Write the list, by the program that everybody has."""
    listed = "find . -type f ! -name 'SHA256SUMS*' -printf '%P\\0' | sort -z | xargs -0 sha256sum > SHA256SUMS"
    subprocess.run(["sh", "-c", listed], cwd=folder, check=True)


def packed(folder: Path) -> Path:
    """The archive of a folder."""
    archive = folder.with_name(f"{folder.name}.tar")
    with tarfile.open(archive, "w") as tar:
        tar.add(folder, folder.name)
    return archive
