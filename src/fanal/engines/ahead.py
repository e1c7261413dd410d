"""Compiles the calculations of an estimate ahead: once after an install or an upgrade, so that nobody waits later.

What Numba made is kept beside the code, or where that cannot be written in the cache folder of the user. A stamp says
of which sources it is; looking at it costs nothing.
"""

import argparse
import hashlib
import io
import os
import platform
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from importlib.metadata import version
from pathlib import Path

_ENGINES = Path(__file__).parent
# Three small lists: every kernel of an estimate and of a comparison is met with the types that real tables have.
_TABLE = "a,b,c,count\n1,0,0,60\n0,1,0,55\n0,0,1,70\n1,1,0,12\n1,0,1,15\n0,1,1,11\n1,1,1,4\n"


def ready() -> bool:
    """Whether everything was compiled from these sources, on such a machine, for this user."""
    return any(path.exists() and path.read_text() == _sources() for path in _stamps())


def _stamps() -> tuple[Path, Path]:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return _ENGINES / "__pycache__" / "compiled.stamp", cache / "fanal" / "compiled.stamp"


def _sources() -> str:
    texts = [path.read_bytes() for path in sorted(_ENGINES.rglob("*.py"))]
    known = [text for text in texts if b"\n@compiled\n" in text]
    about = f"{_ENGINES} {version('numba')} {version('llvmlite')} {sys.version} {platform.machine()}"
    return hashlib.sha256(b"".join([about.encode(), *known])).hexdigest()


def compile_all() -> None:
    """Compile, and write the stamp where it can be written."""
    from fanal.engines.prevalence import command

    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        table = Path(folder) / "table.csv"
        table.write_text(_TABLE)
        for words in (["estimate", str(table), "--replicates", "200"], ["compare", str(table)]):
            if command.run(parser.parse_args(words)) != 0:
                raise RuntimeError("a calculation that is compiled ahead did not end well")
    for stamp in _stamps():
        try:
            stamp.parent.mkdir(parents=True, exist_ok=True)
            stamp.write_text(_sources())
        except OSError:
            continue
        return


if __name__ == "__main__":
    os.nice(10)
    if not ready():
        compile_all()
