"""A site starts, and commands are told about, without what only calculations need: a member has 512 MB for all."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

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
RELEASES = "import fanal.engines.disclosure.bundles, fanal.engines.disclosure.attacks, fanal.engines.linkage.run"


def loaded(script: str, data: Path, *modules: str) -> set[str]:
    """Which of these modules a fresh Python has after a script."""
    told = f"{script}\nimport json, sys\nsys.stderr.write(json.dumps([m for m in {modules!r} if m in sys.modules]))"
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


def test_the_overview_of_commands_needs_no_library(tmp_path: Path) -> None:
    assert loaded(OVERVIEW, tmp_path, *HEAVY, "numpy", "django", "rich", "babel", "yaml") == set()


def test_what_calculates_would_be_seen(tmp_path: Path) -> None:
    """So that the tests above can fail."""
    assert loaded("import fanal.engines.disclosure.kernels", tmp_path, *HEAVY) >= {"numba"}
    assert loaded("import fanal.engines.disclosure.linear", tmp_path, *HEAVY) >= {"highspy"}
