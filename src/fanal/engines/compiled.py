"""The one way in which functions of the engines are compiled: Numba in nopython mode, without the GIL, kept on disk.

Numba looks only at the file of a function when it decides whether what it kept is still good; here it is bound to the
text of all modules beside it that hold compiled functions, since one may call another. Many replicates are spread over
threads here, not by Numba's own threading, which does not bear to be called from two threads of a server at once.

Numba comes with the first module of compiled functions and takes over a second and a hundred megabytes. Who calls such
a function imports it where it is called, so that a site starts without.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, cast


def compiled[F: Callable[..., Any]](function: F) -> F:
    """Decorator. The function keeps its Python types for those who call it."""
    import numba

    make = partial(numba.njit, nogil=True, error_model="numpy")
    try:
        made: Any = make(cache=True)(function)
    except RuntimeError:  # no folder can be written to: compiled anew in each process
        return cast(F, make()(function))
    kept = made._cache._cache_file  # Numba has no public way to say what a compilation depends on
    folder = Path(function.__code__.co_filename).parent
    kept._source_stamp = (kept._source_stamp, _sources(folder))
    return cast(F, made)


@lru_cache
def _sources(folder: Path) -> str:
    """SHA-256 of the modules of a folder that hold compiled functions."""
    texts = [path.read_bytes() for path in sorted(folder.glob("*.py"))]
    return hashlib.sha256(b"".join(text for text in texts if b"\n@compiled\n" in text)).hexdigest()


def prepared(function: Callable[..., Any]) -> bool:
    """Whether a compiled function was compiled before, in this process or in an earlier one."""
    dispatcher: Any = function
    if dispatcher.signatures:
        return True
    name = f"{function.__module__.rpartition('.')[2]}.{function.__name__}-"
    folder = dispatcher.stats.cache_path
    return folder is not None and any(Path(folder).glob(f"{name}*.nbi"))


def chunks(count: int, size: int) -> Iterator[tuple[int, int]]:
    """(from, to) of consecutive stretches of 0 … count."""
    for first in range(0, count, size):
        yield first, min(first + size, count)


def spread(
    work: Callable[[int, int], None],
    count: int,
    size: int,
    threads: int | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> None:
    """Does `work(from, to)` for all stretches, on as many threads as there are cores unless told otherwise.

    `work` writes to its own places of a shared array, so the result does not depend on the number of threads.
    """
    stretches = list(chunks(count, size))
    workers = min(threads or os.process_cpu_count() or 1, len(stretches))
    if workers < 2:
        done = 0
        for first, last in stretches:
            work(first, last)
            done = _told(done + last - first, count, tell)
        return
    with ThreadPoolExecutor(workers) as pool:
        done = 0
        for first, last, _ in zip(*zip(*stretches, strict=True), pool.map(lambda s: work(*s), stretches), strict=True):
            done = _told(done + last - first, count, tell)


def _told(done: int, total: int, tell: Callable[[int, int], None] | None) -> int:
    if tell:
        tell(done, total)
    return done
