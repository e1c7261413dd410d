"""The files of law that came with Fanal, how they are called, and the texts that all of them share."""

from collections.abc import Mapping
from functools import lru_cache

from fanal.engines.jurisdiction.contracts import corpus as engine
from fanal.engines.jurisdiction.contracts import read

SHIPPED = engine.LAW


def files() -> Mapping[str, bytes]:
    """The files that came with Fanal, by name; they change with the software only."""
    return {path.relative_to(SHIPPED).as_posix(): path.read_bytes() for path in engine.files_of(SHIPPED)}


def name_of(jurisdiction: str) -> str:
    """How a text of a jurisdiction is called in messages."""
    return f"jurisdictions/{jurisdiction}.yaml"


def title(key: str) -> str:
    """The title of a source of what all laws share (who is bound by which treaty); the key of any other."""
    return _shared().get(key, key)


@lru_cache(maxsize=1)
def _shared() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, content in files().items():
        if not name.startswith("jurisdictions/"):
            held = read(content, name).value.get("sources", {})
            found |= {key: str(source["title"]) for key, source in held.items()}
    return found
