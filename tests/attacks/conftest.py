"""Files of an attack: a data folder of its own, so that checkpoints, ledgers and backups of others stay out of it."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def data(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """FANAL_DATA of one test, with a folder of backups in it. The key file stays that of the session."""
    settings.DATA = tmp_path
    monkeypatch.setenv("FANAL_BACKUPS", str(tmp_path / "backups"))
    return tmp_path
