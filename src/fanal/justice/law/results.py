"""The benchmark of every law in force here, computed for each law that changed, a day ahead, and kept in the cache.

A state without a file needs no computing: it is not assessed throughout. What the cache lost is computed again.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from django.core.cache import cache

from fanal.engines.jurisdiction import contracts
from fanal.engines.jurisdiction.contracts import Corpus, ItemResult, ItemState, Score, canonical, standards

_KEPT = timedelta(days=2)
_MOST = 6  # whole tables that a process holds


@dataclass(frozen=True, slots=True)
class Brief:
    """One item of one jurisdiction as a list shows it. `provisions`: ids on which it rests."""

    state: ItemState
    unreviewed: bool
    stale_since: date | None
    last_state: ItemState | None
    provisions: tuple[str, ...]


type Table = Mapping[str, Mapping[str, Brief]]

_tables: dict[tuple[str, date], Table] = {}
_whole: dict[tuple[str, str, date], tuple[ItemResult, ...]] = {}
_lock = Lock()


def table(corpus: Corpus, on: date) -> Table:
    """Every item of every jurisdiction with a file, by jurisdiction and item; A23 beside the 48."""
    held = there(corpus, on)
    missing = [code for code in corpus.laws if code not in held]
    if missing:
        keys, made = dict(_keys(corpus, on)), {code: _briefs(corpus, code, on) for code in missing}
        rows = {keys[code]: {item: _written(brief) for item, brief in found.items()} for code, found in made.items()}
        cache.set_many(rows, int(_KEPT.total_seconds()))
        held = _hold(corpus, on, {code: made.get(code) or held[code] for code in corpus.laws})
    return held


def there(corpus: Corpus, on: date) -> Table:
    """What is computed of it already. The page of one country asks for this: it waits for no other."""
    if (found := _tables.get((corpus.version, on))) is not None:
        return found
    keys = dict(_keys(corpus, on))
    rows = cache.get_many(keys.values())
    held = {code: _read(rows[key]) for code, key in keys.items() if key in rows}
    return _hold(corpus, on, held) if len(held) == len(keys) else held


def _hold(corpus: Corpus, on: date, whole: Table) -> Table:
    _put(_tables, (corpus.version, on), whole, _MOST)
    return whole


def of_state(corpus: Corpus, state: str, on: date) -> tuple[ItemResult, ...]:
    """The items of one jurisdiction with all their tests, A23 beside the 48."""
    key = corpus.version, state, on
    if (found := _whole.get(key)) is None:
        found = tuple(standards.benchmark(corpus, state, on, outside=True))
        _put(_whole, key, found, 64)
    return found


def counted(results: tuple[ItemResult, ...]) -> list[ItemResult]:
    """Those among the 48."""
    items = standards.shipped().items
    return [result for result in results if not items[result.item].outside]


def scores(results: tuple[ItemResult, ...]) -> dict[str, Score]:
    """A score for each group, over the 48."""
    return standards.group_scores(counted(results))


def _keys(corpus: Corpus, on: date) -> Iterator[tuple[str, str]]:
    """The key of each jurisdiction: it changes with its law, with what all laws share, and with this software."""
    shared = (corpus.treaties, corpus.reservations, dict(corpus.groups))
    common = hashlib.sha256(canonical.part(shared)).hexdigest()
    about = f"{common} {standards.shipped().version} {_software()} {on.isoformat()}".encode()
    for code in corpus.laws:
        yield code, f"law:{hashlib.sha256(canonical.of_law(corpus, code) + about).hexdigest()}"


@lru_cache(maxsize=1)
def _software() -> str:
    """Names the engine that computes: what another one computed is not shown."""
    digest = hashlib.sha256()
    for path in sorted(Path(contracts.__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _briefs(corpus: Corpus, code: str, on: date) -> dict[str, Brief]:
    return {result.item: _brief(result) for result in of_state(corpus, code, on)}


def _brief(result: ItemResult) -> Brief:
    ids = tuple(dict.fromkeys(ref.id for ref in result.provisions))
    return Brief(result.state, result.unreviewed, result.stale_since, result.last_state, ids)


def _written(brief: Brief) -> list[Any]:
    """As it lies in the cache, which holds plain values only."""
    since = brief.stale_since and brief.stale_since.isoformat()
    return [brief.state, brief.unreviewed, since, brief.last_state, brief.provisions]


def _read(held: dict[str, list[Any]]) -> dict[str, Brief]:
    return {
        item: Brief(
            ItemState(state), unreviewed, since and date.fromisoformat(since), last and ItemState(last), tuple(ids)
        )
        for item, (state, unreviewed, since, last, ids) in held.items()
    }


def _put[Key, Value](held: dict[Key, Value], key: Key, value: Value, most: int) -> None:
    with _lock:
        while len(held) >= most:
            del held[next(iter(held))]
        held[key] = value
