"""What it costs to have the law at hand: read, check and compile 195 files, or open the cache
(docs/benchmarks.md, "The law").

The files are made up (`tests/engines/jurisdiction/worlds.py`): figures on them say nothing about the law of the world.
"""

import shutil
import tempfile
from pathlib import Path

import yaml
from tests.engines.jurisdiction.worlds import synthetic

from benchmarks.figures import Figure, best_of
from fanal.engines.jurisdiction.files.corpus import load_corpus
from fanal.site.console import Progress

TITLE = "The law corpus: 195 files of 60 provisions, CPU of one core"
REPEATS = 3


def run(step: Progress) -> list[Figure]:
    """Measure a load without and with a cache, beside PyYAML's own C loader, which only parses."""
    folder = Path(tempfile.mkdtemp(prefix="fanal-bench-"))
    try:
        return _figures(_written(folder / "law"), folder / "cache", step)
    finally:
        shutil.rmtree(folder)


def _figures(law: Path, cache: Path, step: Progress) -> list[Figure]:
    files = sorted(law.glob("*.yaml"))
    parsed = best_of(REPEATS, lambda: [yaml.load(file.read_bytes(), yaml.CSafeLoader) for file in files])
    step(1, 4)
    loaded = best_of(REPEATS, lambda: load_corpus(law))
    step(2, 4)
    code = next(iter(load_corpus(law, cache=cache).laws))
    step(3, 4)
    opened = best_of(REPEATS, lambda: load_corpus(law, cache=cache))
    every = best_of(REPEATS, lambda: dict(load_corpus(law, cache=cache).laws))
    first = best_of(REPEATS, lambda: load_corpus(law, cache=cache).laws[code])
    step(4, 4)
    return [
        Figure("PyYAML's C loader: parse them only", parsed, "s"),
        Figure("read, check and compile them", loaded, "s", 5.0),
        Figure("open them from the cache", opened, "s", 0.3),
        Figure("open them and one law", first, "s", 0.3),
        Figure("open them and every law", every, "s"),
    ]


def _written(folder: Path) -> Path:
    folder.mkdir()
    for code, document in synthetic().documents.items():
        text = yaml.dump(document, Dumper=yaml.CSafeDumper, sort_keys=False, width=118)
        (folder / f"{code}.yaml").write_text(text, encoding="utf-8")
    return folder
