"""What this site added to the corpus, files of countries and translations (`settings.CORPUS`), as one file of a backup:
the bytes of each (in base 64) by its path."""

import json
import logging
import re
from base64 import b64decode, b64encode
from pathlib import Path

from django.conf import settings

from fanal.vocabulary import whole

logger = logging.getLogger(__name__)

_PARTS = ("contacts/*.yaml", "languages/*.po", "languages/*/*.json")
_NAME = re.compile(r"contacts/[A-Z]{2}\.yaml|languages/[a-z]{2,3}\.po|languages/[a-z]{2,3}/[0-9a-f]{64}\.json")


def packed() -> bytes:
    """All of it; empty where nothing was added. What cannot be read is left out, and `fanal check` names it."""
    own = Path(settings.CORPUS)
    found: dict[str, str] = {}
    for path in sorted(path for part in _PARTS for path in own.glob(part)):
        name = path.relative_to(own).as_posix()
        try:
            found |= {name: b64encode(path.read_bytes()).decode()} if _NAME.fullmatch(name) else {}
        except OSError:
            logger.error("a file of FANAL_CORPUS cannot be read, and is not in the backup")
    return json.dumps(found).encode() if found else b""


def place(content: bytes) -> list[str]:
    """Put back what is not there; what is there stays. Returns the paths that cannot be written."""
    left = []
    for name, held in json.loads(content).items():
        path = Path(settings.CORPUS) / name
        if not _NAME.fullmatch(name) or path.exists():
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            whole.put(path, b64decode(held))
        except OSError:
            left.append(str(path))
    return left
