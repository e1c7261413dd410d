"""How functions are compiled and work is spread over threads."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import numba.core.caching
import pytest

from fanal.engines import ahead
from fanal.engines import compiled as module
from fanal.engines.compiled import compiled, prepared, spread

pytestmark = pytest.mark.once


def twice(value: int) -> int:
    return 2 * value


def test_where_no_folder_can_be_written_to_it_is_compiled_in_each_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numba.core.caching.CacheImpl, "_locator_classes", [])
    made = compiled(twice)
    assert not prepared(made)
    assert made(4) == 8
    assert prepared(made)


def test_what_is_kept_is_bound_to_the_modules_that_others_call(tmp_path: Path) -> None:
    """A change of `kernels` must not leave old code in `selection`: the stamp differs, so it is compiled anew."""
    (tmp_path / "plain.py").write_text("x = 1\n")
    (tmp_path / "kernels.py").write_text("\n@compiled\ndef f() -> int:\n    return 1\n")

    def stamp() -> str:
        module._sources.cache_clear()
        return module._sources(tmp_path)

    before = stamp()
    (tmp_path / "plain.py").write_text("x = 2\n")
    assert stamp() == before
    (tmp_path / "kernels.py").write_text("\n@compiled\ndef f() -> int:\n    return 2\n")
    assert stamp() != before
    module._sources.cache_clear()


@pytest.mark.parametrize("threads", [1, 3])
def test_work_is_done_once_in_stretches_and_told(threads: int) -> None:
    done, heard, lock = [0] * 23, [], threading.Lock()

    def work(first: int, last: int) -> None:
        with lock:
            for place in range(first, last):
                done[place] += 1

    spread(work, 23, 5, threads, lambda at, of: heard.append((at, of)))
    assert done == [1] * 23
    assert heard == [(5, 23), (10, 23), (15, 23), (20, 23), (23, 23)]


def test_an_error_in_a_thread_is_raised() -> None:
    def work(first: int, last: int) -> None:
        if first:
            raise ValueError("the second stretch")

    with pytest.raises(ValueError, match="the second stretch"):
        spread(work, 10, 5, 2)


@pytest.mark.parametrize(
    "words", [["estimate", "--replicates", "300"], ["compare"], ["estimate", "--method", "average"]]
)
def test_an_estimate_compiles_nothing_that_was_compiled_ahead(tmp_path: Path, words: list[str]) -> None:
    """`fanal migrate` and `fanal kit setup` do it once; another process, with another table, finds everything."""
    if not ahead.ready():
        subprocess.run([sys.executable, "-m", "fanal.engines.ahead"], check=True)
    assert ahead.ready()
    table = tmp_path / "table.csv"
    rows = [
        "1,0,0,0,310",
        "0,1,0,0,280",
        "0,0,1,0,190",
        "0,0,0,1,205",
        "1,1,0,0,31",
        "1,0,1,0,22",
        "0,1,0,1,25",
        "1,1,1,1,2",
    ]
    table.write_text("\n".join(["police,school,clinic,helpline,count", *rows, "0,0,1,1,14", "1,1,1,0,3"]) + "\n")
    command = [sys.executable, "-m", "fanal", "prevalence", words[0], str(table), *words[1:]]
    ran = subprocess.run(
        command, env=os.environ | {"NUMBA_DEBUG_CACHE": "1"}, capture_output=True, text=True, check=True
    )
    assert "data loaded from" in ran.stdout, "nothing was compiled: nothing is proved"
    assert "data saved to" not in ran.stdout


def test_a_changed_calculation_is_compiled_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The stamp says of which sources it is; one of others, or none, counts for nothing."""
    monkeypatch.setattr(ahead, "_stamps", lambda: (tmp_path / "one", tmp_path / "other"))
    assert not ahead.ready()
    (tmp_path / "other").write_text(ahead._sources())
    assert ahead.ready()
    (tmp_path / "other").write_text("of an earlier version")
    assert not ahead.ready()
