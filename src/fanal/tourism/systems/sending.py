"""`POST /api/tourism/v1/sites` and `/posts`: a program of a company brings its tables in pieces (`openapi.json`).

The rules are those of the tables that people bring at the desk, by the same code. What is not to be kept is done and
put back, so that a dry run says what the piece would do.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import wraps
from json import dumps, loads
from typing import Any, Final

from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from fanal.access.api import NotAllowed, may
from fanal.learning import api as learning
from fanal.network.contracts import System
from fanal.tourism.companies import companies, firm, sheet
from fanal.tourism.policy import KEEP
from fanal.tourism.systems import tokens
from fanal.vocabulary.ids import new_id
from fanal.vocabulary.results import NotDone
from fanal.web import api as web
from fanal.web.api import programs, tables

MOST_BYTES: Final = 256 * 1024
MOST_ROWS: Final = 2_000
"""In one request: a larger table comes in pieces."""
TRIES: Final = web.AddressLimiter(burst=120, refill=timedelta(seconds=1))
_SENT: Final = programs.Sent(MOST_BYTES, TRIES)
_CELLS: Final = (str, int, float, bool, type(None))
_BEARER: Final = "Bearer "

type Take = Callable[[System, tables.Taken, datetime], tables.Came]


@dataclass(frozen=True, slots=True)
class Piece:
    """What a request says. `dry_run`: nothing is kept; `strict`: nothing is kept where one row is wrong."""

    rows: Sequence[Mapping[str, Any]]
    dry_run: bool = True
    strict: bool = False

    @property
    def heading(self) -> list[str]:
        return list(dict.fromkeys(name for row in self.rows for name in row))


def by_token(deed: str) -> Callable[[Callable[[System, Piece, datetime], JsonResponse]], Any]:
    """An address for programs that have a token of somebody who may do `deed`. It gets who sends, and what."""

    def wrap(view: Callable[[System, Piece, datetime], JsonResponse]) -> Any:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest) -> JsonResponse:
            now = web.deeds.at(request)
            try:
                _SENT.let_in(request, now)
                system = _who(request, deed, now)
                return view(system, _piece(programs.read(request.body)), now)
            except programs.NotTaken as why:
                return why.answer()
            except NotAllowed as why:
                return programs.NotTaken("refused", 403, words=why.refusal.words).answer()
            except NotDone as why:
                return programs.NotTaken("table", 422, words=why.words).answer()

        guarded.decision = f"token: {deed}"  # type: ignore[attr-defined]
        return guarded

    return wrap


def _who(request: HttpRequest, deed: str, now: datetime) -> System:
    """Who sends. One answer for a token that is none, has ended, or is of somebody who left. Raises `NotTaken`."""
    said = request.headers.get("Authorization", "")
    system = tokens.opened(said.removeprefix(_BEARER), now) if said.startswith(_BEARER) else None
    if system is None or not may(system, deed):
        raise programs.NotTaken("token", 401, {"WWW-Authenticate": "Bearer"})
    return system


def _piece(said: Any) -> Piece:
    parts = {"rows": list, "dry_run": bool, "strict": bool}
    if not isinstance(said, dict) or "rows" not in said or not said.keys() <= parts.keys():
        raise programs.NotTaken("bad_piece")
    rows = said["rows"]
    good = all(isinstance(value, parts[name]) for name, value in said.items())
    if not good or not all(isinstance(row, dict) and _is_flat(row) for row in rows):
        raise programs.NotTaken("bad_piece")
    if len(rows) > MOST_ROWS:
        raise programs.NotTaken("too_much", 413)
    return Piece(**said)


def _is_flat(row: Mapping[str, Any]) -> bool:
    return all(isinstance(value, _CELLS) for value in row.values())


@by_token(KEEP)
def sites(system: System, piece: Piece, now: datetime) -> JsonResponse:
    """Places of the company."""
    return _taken(system, piece, sheet.kind(system.org), _take_sites, now)


@by_token(KEEP)
def posts(system: System, piece: Piece, now: datetime) -> JsonResponse:
    """Who works at them."""
    codes = {str(row.get("person_code") or "").strip() for row in piece.rows}
    return _taken(system, piece, learning.posts_in(system, codes), _take_posts, now)


def _take_sites(system: System, taken: tables.Taken, now: datetime) -> tables.Came:
    return companies.take_sites(system, loads(taken.made), now)


def _take_posts(system: System, taken: tables.Taken, now: datetime) -> tables.Came:
    firm.hold(system.org)  # of two pieces that come at once the second sees what the first brought
    return learning.take_posts(system, taken, new_id(), now)


def _taken(system: System, piece: Piece, kind: tables.Kind, take: Take, now: datetime) -> JsonResponse:
    heading = piece.heading
    places = tables.exact(kind, heading)
    checked = tables.check([dumps(piece.rows)], replace(kind, flat=_flat), places)
    keep = not piece.dry_run and not (piece.strict and checked.refused)
    came, made = tables.Came(), checked.reading.kept()
    with transaction.atomic():
        if made:
            came = take(system, tables.Taken(made, checked.refused), now)
        if not keep or not came:  # what changes nothing leaves nothing behind
            transaction.set_rollback(True)
    out = tables.left_out(kind, heading, places)
    answer = {
        "stored": keep, "rows": checked.rows, "refused": checked.refused,
        "problems": [
            {"row": one.row, "column": heading[one.column - 1] if one.column else "", "of": one.beside,
             "words": one.words}
            for one in checked.problems
        ],
        "left_out": [{"column": heading[one.column - 1], "words": str(one.why)} for one in out],
        "new": came.new, "changed": [{"of": name, "columns": columns} for name, columns in came.changed.items()],
        "same": came.same,
    }  # fmt: skip
    return JsonResponse(answer)


def _flat(row: Mapping[str, Any]) -> Mapping[str, str]:
    return {name: _cell(value) for name, value in row.items()}


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)
