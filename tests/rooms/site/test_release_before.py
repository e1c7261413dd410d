"""After `fanal upgrade --back` the release before works on the tables of the one after it (docs/operating.md,
"Upgrade"): people sign in, a concern is told and read, by the code of both in turn."""

import subprocess
import sys
from pathlib import Path

import pytest

from fanal import vault
from fanal.site.environment import ROOT
from fanal.site.keyfiles import make
from tests.rooms.site.installation import Installation

pytestmark = pytest.mark.once
BETWEEN = Path(__file__).with_name("between.py")


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() if not done.returncode else ""


def _before() -> str:
    """The code before the newest change of tables that is in a commit; empty where git does not tell."""
    newest = _git("log", "-1", "--format=%H", "--diff-filter=A", "--", "src/fanal/*/migrations/0*.py")
    return newest and _git("rev-parse", "--verify", "--quiet", f"{newest}~1")


BEFORE = _before()


@pytest.mark.skipif(not BEFORE, reason="the history of git is not here")
def test_the_release_before_works_on_the_tables_of_this_one(empty: Installation, tmp_path: Path) -> None:
    before = tmp_path / "before"
    before.mkdir()
    packed = subprocess.run(
        ["git", "archive", BEFORE, "src", "tests", "corpus", "docs", "pyproject.toml"],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    subprocess.run(["tar", "-x", "-C", str(before)], input=packed.stdout, check=True)
    made = set((ROOT / "src").glob("fanal/*/migrations/0*.py"))
    assert len(made) > len(set(before.glob("src/fanal/*/migrations/0*.py")))
    make(empty.keyfile, vault.KeyFile.new())
    empty.run("migrate")
    first = _works(empty, ROOT, "begin")
    second = _works(empty, before, "go-on", first)
    assert _works(empty, ROOT, "go-on", first, second)


def _works(here: Installation, code: Path, *said: str) -> str:
    """A day of the office with some code. Returns the concern that was told."""
    env = here.env | {"PYTHONPATH": f"{code / 'src'}:{code}", "DJANGO_SETTINGS_MODULE": "fanal.site.settings"}
    done = subprocess.run(
        [sys.executable, "-P", str(BETWEEN), *said], env=env, cwd=code, capture_output=True, text=True, check=False
    )
    assert not done.returncode, f"{code.name}: {done.stderr}"
    return done.stdout
