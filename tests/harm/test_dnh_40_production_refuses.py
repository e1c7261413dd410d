"""DNH-40: production refuses debug mode, the keys of a demonstration, and demonstration data."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from fanal import vault
from tests.rooms.site.conftest import empty, founded, installation  # noqa: F401  the fixtures of a real installation
from tests.rooms.site.installation import Installation

pytestmark = pytest.mark.once


def _refused(here: Installation, **more: str) -> str:
    """What `fanal serve` says; it must end at once with 1."""
    return here.run("serve", expect=1, **more).err


def test_debug_mode(installation: Installation, tmp_path: Path) -> None:  # noqa: F811
    """Settings of somebody's own that turn debug on do not start."""
    (tmp_path / "their_settings.py").write_text("from fanal.site.settings import *\nDEBUG = True\n")
    said = _refused(installation, DJANGO_SETTINGS_MODULE="their_settings", PYTHONPATH=str(tmp_path))
    assert "Debug mode is on" in said


def test_keys_of_a_demonstration(installation: Installation) -> None:  # noqa: F811
    """A key file that is marked as a demonstration's does not start."""
    keys = json.loads(installation.keyfile.read_text())
    installation.keyfile.write_text(json.dumps(keys | {"demo": True}))
    assert "key file of a demonstration" in _refused(installation)


def test_demonstration_data(installation: Installation) -> None:  # noqa: F811
    """An organisation of a fictional country in the database does not start, by whatever server it is loaded."""
    installation.deed("sql", "UPDATE network_organisation SET country = 'XA'")
    assert "demonstration network" in _refused(installation)
    loaded = subprocess.run(
        [sys.executable, "-c", "import fanal.site.wsgi"],
        env=installation.env, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert loaded.returncode != 0


def test_a_demonstration_takes_no_real_keys(installation: Installation) -> None:  # noqa: F811
    """Nor does it listen on other machines, nor take its keys from a real site, nor load into one."""
    assert "FANAL_MODE must be production" in _refused(installation, FANAL_MODE="demo")
    assert "this machine only" in _refused(installation, FANAL_MODE="demo", FANAL_BIND="0.0.0.0:8000")
    before = installation.keyfile.read_text()
    assert installation.run("demo", expect=1).err
    assert installation.run("demo", "--reset", expect=1, FANAL_MODE="demo").err
    assert installation.keyfile.read_text() == before
    assert installation.deed("count") == []


def test_a_production_site_names_everything_that_is_wrong(empty: Installation) -> None:  # noqa: F811
    """No host, a star, a key file for all to read, no database: each has its sentence, in one answer."""
    assert "There is no key file" in _refused(empty)
    empty.keyfile.write_text('{"broken": true}')
    assert "key file cannot be read" in _refused(empty)
    empty.keyfile.write_text(vault.KeyFile.new().to_text())
    empty.keyfile.chmod(0o644)
    said = _refused(empty, FANAL_HOSTS="")
    assert "Set FANAL_HOSTS" in said
    assert "Every user of this machine can read the key file" in said
    assert "There is no database yet" in said
    assert "may not hold a star" in _refused(empty, FANAL_HOSTS="*.example")
    said = _refused(empty, FANAL_HOSTS="https://fanal.example/, fanal.example:8443, help.example, [::1]")
    assert "write fanal.example in place of https://fanal.example/." in said
    assert "write fanal.example in place of fanal.example:8443." in said
    assert said.count("holds names alone") == 2
