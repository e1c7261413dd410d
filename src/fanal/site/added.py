"""What this site added to the corpus, files of countries and translations (`settings.CORPUS`), as one file of a backup:
the text of each by its path."""

import json
import re
from pathlib import Path

from django.conf import settings

_PARTS = ("contacts/*.yaml", "languages/*.po", "languages/*/*.json")
_NAME = re.compile(r"contacts/[A-Z]{2}\.yaml|languages/[a-z]{2,3}\.po|languages/[a-z]{2,3}/[0-9a-f]{64}\.json")


def packed() -> bytes:
    """All of it; empty where nothing was added."""
    own = Path(settings.CORPUS)
    paths = sorted(path for part in _PARTS for path in own.glob(part))
    named = {path.relative_to(own).as_posix(): path for path in paths}
    found = {name: path.read_text("utf-8", errors="replace") for name, path in named.items() if _NAME.fullmatch(name)}
    return json.dumps(found, ensure_ascii=False).encode() if found else b""


def place(content: bytes) -> list[str]:
    """Put back what is not there; what is there stays. Returns the paths that cannot be written."""
    left = []
    for name, text in json.loads(content).items():
        path = Path(settings.CORPUS) / name
        if not _NAME.fullmatch(name) or path.exists():
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        except OSError:
            left.append(str(path))
    return left
