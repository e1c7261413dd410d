"""Installations for tests: founded once a session, copied for each test; on PostgreSQL each has a database."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from fanal import vault
from tests import plugin
from tests.rooms.site.installation import LANTERN, PASSWORDS, Installation, shares_of
from tests.rooms.site.releasing import keys_of_maintainers

SERVER = os.environ.get("FANAL_DATABASE_URL", "") if os.environ.get("FANAL_TEST_DATABASE") == "postgresql" else ""


@dataclass(frozen=True)
class Founded:
    """An installation with one organisation, Lantern, and the recovery shares of it."""

    installation: Installation
    shares: list[str]

    @property
    def wrong(self) -> list[str]:
        """A share of it, and one of another kit: each is a share, they do not belong together."""
        return [self.shares[0], vault.make_kit(vault.Seed.of(bytes(32)), 2, 3)[1]]


def folder() -> Path:
    """A new folder where the tests keep theirs: in memory if the machine offers it."""
    return Path(tempfile.mkdtemp(prefix="installation-", dir=os.environ["FANAL_DATA"]))


@pytest.fixture(scope="session")
def server() -> str:
    """A PostgreSQL, whichever database the tests run on."""
    return SERVER or plugin.postgresql(folder())


@contextmanager
def database(like: str = "", server: str = SERVER) -> Iterator[str]:
    """The URL of a new PostgreSQL database, a copy of another if wanted; empty where the tests run on SQLite and no
    server is given."""
    if not server:
        yield ""
        return
    name = f"fanal_{uuid4().hex}"
    template = f" TEMPLATE {like.rpartition('/')[2]}" if like else ""
    with psycopg.connect(server, autocommit=True) as there:
        there.execute(f"CREATE DATABASE {name}{template}")  # type: ignore[arg-type]
        try:
            yield f"{server.rpartition('/')[0]}/{name}"
        finally:
            there.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def founded() -> Iterator[Founded]:
    """The installation that all tests copy: never changed."""
    with database() as url:
        here = Installation(folder(), url)
        (here.data / "lantern.yaml").write_text(LANTERN)
        here.keyfile.write_text(_keys())
        here.keyfile.chmod(0o600)
        here.run("migrate")
        said = here.run("kit", "org", str(here.data / "lantern.yaml"), answers=PASSWORDS)
        yield Founded(here, shares_of(said.out))


def _keys() -> str:
    return vault.KeyFile.new().to_text()


@pytest.fixture
def installation(founded: Founded) -> Iterator[Installation]:
    """A copy of the founded installation."""
    with database(founded.installation.url) as url:
        here = Installation(folder(), url)
        shutil.copytree(founded.installation.data, here.data, dirs_exist_ok=True)
        yield here
    shutil.rmtree(here.data)


@pytest.fixture
def empty() -> Iterator[Installation]:
    """An installation of which nothing exists yet."""
    with database() as url:
        here = Installation(folder(), url)
        yield here
    shutil.rmtree(here.data)


@pytest.fixture
def data(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """FANAL_DATA of this test alone, and its backups, with the key file of the tests' database: for tests inside this
    process."""
    settings.DATA = tmp_path
    monkeypatch.setenv("FANAL_BACKUPS", str(tmp_path / "backups"))
    return tmp_path


@pytest.fixture(scope="session")
def maintainers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys of three maintainers and of a stranger, made by OpenSSH, and the file that names the three."""
    if not shutil.which("ssh-keygen"):
        pytest.skip("this machine has no ssh-keygen (apt install openssh-client)")
    return keys_of_maintainers(tmp_path_factory.mktemp("keys"))
