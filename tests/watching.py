"""What each request of each test is held to, whatever else the test asks: a page fetches its rows together, and what
changes rows writes the journal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import FieldFetchBlocked
from django.core.handlers.base import BaseHandler
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model, query
from django.db.models.fetch_modes import FetchMode
from django.http import HttpRequest, HttpResponseBase

_reading: ContextVar[bool] = ContextVar("reading", default=False)
_WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"(.*)', re.DOTALL)
_OURS = (
    *("network_", "access_", "clocks_clockrule", "contacts_", "concerns_", "justice_", "learning_", "research_"),
    *("tourism_", "progress_"),
)
_SESSIONS = "network_sessionrow"  # on PostgreSQL it lies beside the others
_NO_DEED = {
    "concerns:let_go": "a hold of ten minutes, which ends by itself, and whose opening is in the journal",
    **dict.fromkeys(
        (
            "learner:in",
            "learner:out",
            "learner:mine",
            "learner:course",
            "learner:page",
            "learner:begin",
            "learner:attempt",
            "learner:paper",
            "learner:data",
            "learner:certificate",
            "learner:token",
            "learner:take",
            "learner:use",
            "learner:supervised",
            "learner:confirm",
            "offline:pack",
            "offline:events",
        ),
        "what somebody who learns does is theirs alone: events are its record, and staff read the journal",
    ),
    **dict.fromkeys(("certificate:status", "certificate:page", "certificate:page_in"), "the same list, signed anew"),
    "staff:link": "a PIN that does not fit is counted, as where somebody signs in with it",
}
"""Addresses that change a row and write no journal, with the reason."""


class Together(FetchMode):
    """Django's own mode RAISE, for rows that came with others: a page that asks for something of each of them would ask
    the database as often. A row that came alone may fetch what it needs."""

    __slots__ = ()
    track_peers = True

    def fetch(self, fetcher: Any, instance: Model) -> None:
        peers = sum(ref() is not None for ref in instance._state.peers)
        if peers > 1 and _reading.get() and type(instance).__module__.startswith("fanal."):
            raise FieldFetchBlocked(
                f"{type(instance).__name__}.{fetcher.field.name} is fetched for one of {peers} rows: fetch it with them"
            )
        fetcher.fetch_one(instance)

    def __reduce__(self) -> tuple[type[Together], tuple[()]]:
        return Together, ()


@dataclass
class Written:
    """Tables that were written to and not put back, `savepoints` with what had been written when each began."""

    tables: list[str] = field(default_factory=list)
    savepoints: dict[str, int] = field(default_factory=dict)

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Django's wrapper around a statement."""
        words = sql.split()
        if words[:1] == ["SAVEPOINT"]:
            self.savepoints[words[1]] = len(self.tables)
        elif words[:3] == ["ROLLBACK", "TO", "SAVEPOINT"]:
            del self.tables[self.savepoints.get(words[3], 0) :]
        found = execute(sql, params, many, context)
        write = _WRITES.match(sql)
        if write and context["cursor"].rowcount and "last_login" not in write[2].split("WHERE")[0]:
            self.tables.append(write[1])
        return found

    def undone(self) -> None:
        """The whole transaction was taken back."""
        self.tables.clear()

    def unsaid(self) -> set[str]:
        """Tables of ours that were written to, where nothing was written to the journal."""
        if "journal_entry" in self.tables:
            return set()
        return {name for name in self.tables if name.startswith(_OURS) and name != _SESSIONS}


@contextmanager
def _taken_back(written: Written) -> Iterator[None]:
    """A whole transaction is taken back without a statement."""
    there, back = connections[DEFAULT_DB_ALIAS], connections[DEFAULT_DB_ALIAS]._rollback

    def rolled() -> None:
        written.undone()
        back()

    there._rollback = rolled
    try:
        yield
    finally:
        del there._rollback


def watch() -> None:
    """Watch every request from now on."""
    query.DEFAULT_FETCH_MODE = Together()
    answer = BaseHandler.get_response

    def watched(self: BaseHandler, request: HttpRequest) -> HttpResponseBase:
        written, token = Written(), _reading.set(request.method == "GET")
        try:
            with connection.execute_wrapper(written), _taken_back(written):
                response: HttpResponseBase = answer(self, request)
        finally:
            _reading.reset(token)
        route = request.resolver_match.view_name if request.resolver_match else ""
        if response.status_code < 400 and route not in _NO_DEED and (unsaid := written.unsaid()):
            raise AssertionError(f"{request.method} {request.path} wrote to {sorted(unsaid)}, and not to the journal")
        return response

    BaseHandler.get_response = watched  # type: ignore[method-assign]
