"""A site starts, and commands are told about, without what only calculations need: a member has 512 MB for all. An
office that keeps no evidence does not install it either."""

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from benchmarks.memory_pages import use
from benchmarks.scene import Scene, scene
from benchmarks.server import serving

from fanal.engines import extra
from tests import without

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parents[2]

HEAVY = ("numba", "scipy", "highspy", "duckdb", "ibis", "pandas", "pyarrow", "pyspark")

SITE = """
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

get_wsgi_application()
import fanal.site.gate, fanal.site.server, fanal.site.starting

def walked(resolver):
    return sum(walked(one) if hasattr(one, "url_patterns") else 1 for one in resolver.url_patterns)

assert walked(get_resolver()) > 100
"""
WORKER = (
    "import django; django.setup(); "
    "import fanal.site.tasks, fanal.research.records.tasks, fanal.research.studies.tasks, fanal.research.runs.tasks"
)
PARSERS = "from fanal.site.commands import parser; parser()"
OVERVIEW = """
from fanal.site.commands import main
try:
    main(["--help"])
except SystemExit:
    pass
"""
PICTURES = "import fanal.engines.prevalence.svg, fanal.engines.prevalence.pictures"
# Whoever takes an object up and puts it down again, as a page does that uses it, has counted a reference twice.
SHARED = """
import gc, os, sys
from fanal.site.console import start_django

start_django()
from fanal.site import loaded

kept = gc.get_objects()
{made}

def alone():
    lines = open("/proc/self/smaps_rollup").read().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_Dirty"))

if os.fork() == 0:
    gc.disable()
    before = alone()
    for one in kept:
        pass
    print((alone() - before) // 1024)
    sys.stdout.flush()
    os._exit(0)
os.wait()
"""
RELEASES = "import fanal.engines.disclosure.bundles, fanal.engines.disclosure.attacks, fanal.engines.linkage.run"


def loaded(script: str, data: Path, *modules: str) -> set[str]:
    """Which of these modules a fresh Python has after a script."""
    stand_in = ("NoneType", "_Later")  # of none, and of a library that is loaded once something of it is used
    there = f"[m for m in {modules!r} if type(sys.modules.get(m)).__name__ not in {stand_in!r}]"
    told = f"{script}\nimport json, sys\nsys.stderr.write(json.dumps({there}))"
    settings = {"FANAL_MODE": "test", "FANAL_DATA": str(data), "DJANGO_SETTINGS_MODULE": "fanal.site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", told], env=os.environ | settings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stderr))


@pytest.mark.parametrize(
    "script",
    [SITE, WORKER, PARSERS, PICTURES, RELEASES],
    ids=["every page", "every job", "every command", "pictures of estimates", "releases and runs as they are read"],
)
def test_nothing_that_calculates_is_loaded(script: str, tmp_path: Path) -> None:
    """Compilers, solvers and databases in memory come where a figure is first asked for."""
    assert loaded(script, tmp_path, *HEAVY) == set()


def test_a_site_starts_without_arrays(tmp_path: Path) -> None:
    """What stands for them until one is used is no library (`fanal.engines`)."""
    assert loaded(SITE, tmp_path, "numpy", "numpy._core") == set()
    assert loaded(f"{SITE}\nimport numpy; numpy.zeros(1)", tmp_path, "numpy", "numpy._core") == {"numpy", "numpy._core"}


def test_the_overview_of_commands_needs_no_library(tmp_path: Path) -> None:
    assert loaded(OVERVIEW, tmp_path, *HEAVY, "numpy", "django", "rich", "babel", "yaml") == set()


def test_what_calculates_would_be_seen(tmp_path: Path) -> None:
    """So that the tests above can fail."""
    assert loaded("import fanal.engines.disclosure.kernels", tmp_path, *HEAVY) >= {"numba"}
    assert loaded("import fanal.engines.disclosure.linear", tmp_path, *HEAVY) >= {"highspy"}


# ---- as it is used ----


@pytest.fixture(scope="module")
def member() -> Iterator[Scene]:
    """A member with an open form and a few files."""
    with scene("sqlite") as here:
        here.inside("cases.grow", given={"files": 2})
        yield here


def test_nothing_that_calculates_is_loaded_by_what_people_do_each_day(member: Scene) -> None:
    assert member.inside("memory_pages.modules", given=list(HEAVY)) == []


def test_no_process_of_a_site_loads_it(member: Scene) -> None:
    """Told by the files that each process has in memory: what calculates is compiled code."""
    with serving(member) as server:
        use(member.port, member.inside("memory_pages.addresses"))
        held = {Path(one.path).parts for process in server.tree() for one in process.memory_maps()}
    assert any("granian" in parts for parts in held), "files of packages are seen"
    parts = {part.lstrip("_") for parts in held for part in parts}
    assert [part for part in parts if part.startswith(HEAVY)] == []


def test_a_process_that_uses_what_all_have_in_common_takes_no_memory_for_it(member: Scene) -> None:
    """A reference is counted in the object itself: a page of memory on which that is written is the process's own."""

    def taken(made: str) -> int:
        words = [sys.executable, "-c", SHARED.format(made=made)]
        return int(subprocess.run(words, env=dict(member.environ), stdout=subprocess.PIPE, check=True).stdout)

    assert taken("gc.freeze()") > 10  # megabytes: so that the line below can fail
    assert taken("loaded.load('localhost')") == 0


def test_without_it_every_page_is_there_and_says_where_something_is_missing(member: Scene, tmp_path: Path) -> None:
    """As in an installation of `tools/environment office`: what the short lock does not name is not found."""
    office = replace(member, environ={**member.environ, "PYTHONPATH": without.path(tmp_path)})
    with serving(office) as server:
        use(office.port, office.inside("memory_pages.addresses"))
        assert "Traceback" not in server.log()
    told = office.inside("memory_pages.every_page", given=["bao", "amara"])
    assert len(told) > 60
    assert [one for one in told if one["status"] >= 500] == []
    asks = "programs that count and estimate"
    pages = {f"/desk/research/{name}/" for name in ("plans", "studies", "runs")}
    assert {one["path"] for one in told if asks in one["words"]} == pages


# ---- as it is installed ----


def locked(name: str) -> dict[str, str]:
    """The versions of a lock file by package."""
    found = re.findall(r"^([a-z0-9-]+)==([^ ]+)", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    assert found, name
    return dict(found)


def wanted(name: str) -> set[str]:
    """What a file of requirements names itself."""
    lines = (ROOT / name).read_text("utf-8").splitlines()
    return {line for line in lines if line and not line.startswith(("#", "-r "))}


def test_locks_files_of_requirements_and_extras_say_the_same() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    assert wanted("requirements.in") == set(project["dependencies"])
    assert wanted("requirements-evidence.in") == set(extras["evidence"])
    office, evidence, every = map(locked, ("requirements.lock", "requirements-evidence.lock", "requirements-dev.lock"))
    assert office.items() < evidence.items() < every.items(), "no package has two versions"
    for name, lock in (("requirements.in", office), ("requirements-evidence.in", evidence)):
        assert {re.split(r"[\[<>=]", one)[0] for one in wanted(name)} <= lock.keys()
    assert {"numba", "scipy", "duckdb", "ibis-framework"}.isdisjoint(office)


def test_what_is_asked_for_is_what_an_office_leaves_out() -> None:
    """`extra.MODULES` names modules of packages that the short lock lacks and the long one has."""
    office, evidence, found = (
        locked("requirements.lock"),
        locked("requirements-evidence.lock"),
        packages_distributions(),
    )
    for module in extra.MODULES:
        packages = {name.lower().replace("_", "-") for name in found[module]}
        assert packages <= evidence.keys() - office.keys(), module
