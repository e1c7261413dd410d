"""An office that keeps no evidence installs without what counts and estimates: everything else works, and what asks for
it says so in words."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests import without
from tests.rooms.site.installation import Installation

pytestmark = pytest.mark.once
ASKS = "programs that count and estimate"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """PYTHONPATH of a process that lacks the packages."""
    return without.path(tmp_path_factory.mktemp("without"))


def test_such_a_process_lacks_what_the_short_lock_does_not_name(path: str) -> None:
    """So that the tests below can fail."""
    script = "from importlib.util import find_spec; print(*map(bool, map(find_spec, ('numba', 'PIL', 'django'))))"
    assert _run(path, "-c", script).stdout.split() == ["False", "False", "True"]


def test_it_is_set_up_backed_up_and_brought_up_to_date(installation: Installation, path: str) -> None:
    here = replace(installation, more={**installation.more, "PYTHONPATH": path})
    assert f"The {ASKS} were left out here" in here.run("migrate").out
    here.run("backup")
    here.run("backup", "--verify", "newest")
    assert "nothing here asks for them" in here.run("check", expect=1).out


@pytest.mark.parametrize("command", ["prevalence estimate", "prevalence compare"])
def test_a_command_that_counts_asks_for_them(command: str, path: str, tmp_path: Path) -> None:
    """One sentence with what installs them, and no traceback."""
    table = tmp_path / "table.csv"
    table.write_text("a,b,c,count\n1,0,0,60\n0,1,0,55\n0,0,1,70\n1,1,0,12\n1,0,1,15\n0,1,1,11\n1,1,1,4\n")
    done = _run(path, "-m", "fanal", *command.split(), str(table))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert ASKS in done.stderr
    assert "tools/environment run" in done.stderr


def _run(path: str, *words: str) -> subprocess.CompletedProcess[str]:
    environ = os.environ | {"PYTHONPATH": path}
    return subprocess.run([sys.executable, *words], env=environ, capture_output=True, text=True, check=False)
