"""Where the programs of others are: Node of the system, its packages from the lock in `npm/`, a source archive. What is
missing is said: a test that cannot run is skipped with words, and never passes."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
LEAST = 20


def _said(*call: str, folder: Path | str | None = None, given: str = "") -> subprocess.CompletedProcess[str]:
    """What a program of others said; one that waits for a network that is not there counts as failed."""
    try:
        return subprocess.run(call, check=False, cwd=folder, input=given, capture_output=True, text=True, timeout=120)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(call, 1, "", "no answer within two minutes")


@cache
def _node() -> str:
    """Where Node is, or why it cannot be used."""
    path = shutil.which("node")
    if path is None or shutil.which("npm") is None:
        return "no Node"
    version = _said(path, "-p", "process.versions.node").stdout
    return path if int(version.split(".")[0]) >= LEAST else f"Node {version.strip()} is older than {LEAST}"


@cache
def _packages() -> Path | str:
    """The folder in which the packages are, or why they are not."""
    folder = Path(tempfile.mkdtemp(prefix="fanal-interop-"))
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / "npm" / name, folder)
    for script in HERE.glob("*.mjs"):
        shutil.copy(script, folder)
    made = _said("npm", "ci", "--ignore-scripts", folder=folder)
    return folder if made.returncode == 0 else f"npm packages could not be had: {made.stderr.strip()[-300:]}"


def node() -> str:
    """Node; without it the test is skipped."""
    found = _node()
    if not found.startswith("/"):
        pytest.skip(f"skipped: {found}")
    return found


def packages() -> Path:
    """The folder with the packages of the lock; without Node or them the test is skipped."""
    node()
    found = _packages()
    if isinstance(found, str):
        pytest.skip(f"skipped: {found}")
    return found


def run(script: str, given: object) -> Any:
    """What a script says, as JSON, of what it is given."""
    made = _said(node(), script, folder=packages(), given=json.dumps(given))
    assert made.returncode == 0, made.stderr
    return json.loads(made.stdout)


@cache
def _archive() -> Path | str:
    """The source archive of openbadgeslib, as the lock has it, unpacked; or why it is not there."""
    lock = (HERE.parents[1] / "requirements-dev.lock").read_text("utf-8")
    version = re.findall(r"^openbadgeslib==(\S+)", lock, re.MULTILINE)[0]
    folder = tempfile.mkdtemp(prefix="fanal-interop-")
    for python in (sys.executable, "python3", "/usr/bin/python3"):
        wanted = f"openbadgeslib=={version}"
        made = _said(python, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", wanted, folder=folder)
        if made.returncode == 0:
            break
    else:
        return f"the source archive of openbadgeslib could not be had: {made.stderr.strip()[-300:]}"
    [path] = Path(folder).glob("*.tar.gz")
    assert f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}" in lock, "not the archive of the lock"
    shutil.unpack_archive(path, folder, filter="data")
    return Path(folder) / f"openbadgeslib-{version}"


def schema(name: str) -> dict[str, Any]:
    """A schema of 1EdTech, which that archive holds (nothing says that we may keep it here)."""
    found = _archive()
    if isinstance(found, str):
        pytest.skip(f"skipped: {found}")
    return dict(
        json.loads((found / "tests" / "fixtures" / "ob_schemas" / f"ob_v3p0_{name}_schema.json").read_text("utf-8"))
    )


@cache
def _packed(package: str, sha512: str) -> Path | str:
    folder = tempfile.mkdtemp(prefix="fanal-interop-")
    made = _said("npm", "pack", "--silent", package, folder=folder)
    if made.returncode != 0:
        return f"{package} could not be had: {made.stderr.strip()[-300:]}"
    [path] = Path(folder).glob("*.tgz")
    assert b64encode(hashlib.sha512(path.read_bytes()).digest()).decode() == sha512, f"another {package}"
    shutil.unpack_archive(path, folder, "gztar", filter="data")
    return Path(folder) / "package"


def packed(package: str, sha512: str) -> Path:
    """The files of one package as they were published, without those that it needs; else the test is skipped."""
    node()
    found = _packed(package, sha512)
    if isinstance(found, str):
        pytest.skip(f"skipped: {found}")
    return found
