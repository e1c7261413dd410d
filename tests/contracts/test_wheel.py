"""Whoever installs the package alone, without a checkout, has the content too."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from fanal import __version__

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parents[2]
ASK = """
import sys; sys.path.insert(0, sys.argv[1])
from fanal.engines.jurisdiction.files.corpus import load_corpus
from fanal.vocabulary.corpus import CORPUS
print(CORPUS); print(*load_corpus().laws)
"""


def test_the_changelog_begins_with_the_version_of_the_code() -> None:
    headings = [line for line in (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines() if line.startswith("## ")]
    versions = [heading.split()[1] for heading in headings]
    assert versions[0] == __version__
    assert len(set(versions)) == len(versions)
    assert all(version.replace(".", "").isdigit() for version in versions)


def test_an_installed_package_finds_the_law(tmp_path: Path) -> None:
    """The wheel is laid out as `pyproject.toml` says, and asked from outside the repository."""
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    for package in wheel["packages"]:
        shutil.copytree(ROOT / package, tmp_path / Path(package).name, ignore=shutil.ignore_patterns("__pycache__"))
    for source, target in wheel["force-include"].items():
        shutil.copytree(ROOT / source, tmp_path / target)
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(tmp_path)], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    where, laws = done.stdout.splitlines()
    assert Path(where) == tmp_path / "fanal" / "_corpus"
    assert {"DE", "SE", "US"} <= set(laws.split())
