"""The gateway of messages: one request of HTTP a message, as the file of FANAL_NOTICE_HOOK says (`hook`).

No proxy of the environment is used, no redirect followed, and nothing that the gateway answers is read but its status.
"""

import logging
import ssl
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from socket import SHUT_RDWR
from threading import Thread

from django.conf import settings

from fanal.clocks import hook
from fanal.clocks.hook import Hook
from fanal.vocabulary.files import Defective

SECONDS = 10.0
"""So long may one message take, from the look at its name to the status."""
_log = logging.getLogger(__name__)


class NotTaken(Exception):
    """The gateway did not take a message, or there is none."""


def is_set_up() -> bool:
    """Whether this site names a gateway."""
    return bool(settings.NOTICE_HOOK)


def defects() -> list[str]:
    """What is wrong with the file of the gateway, each as a sentence without its full stop. None where none is
    named."""
    try:
        if is_set_up():
            hook.read(Path(settings.NOTICE_HOOK))
    except Defective as error:
        return list(map(str, error.defects))
    return []


def send(to: str, text: str) -> None:
    """Send one message. Raises what went wrong, whose text may hold number and address: it is for nobody."""
    found = _hook()
    connection, told = _connection(found), Future[int]()
    # A timeout of sockets begins anew with each address and each byte, and looking up a name has none.
    Thread(target=_ask, args=(connection, found, found.filled(to, text), told), daemon=True).start()
    try:
        status = told.result(SECONDS)
    finally:
        if not told.cancel():
            _cut(connection)
    if not 200 <= status < 300:
        _log.error("The gateway of messages answered %d.", status)
        raise NotTaken


def _ask(connection: HTTPConnection, found: Hook, body: bytes, told: Future[int]) -> None:
    """Tell the status. Whoever is given up before there is a connection sends nothing late."""
    try:
        connection.connect()
        if told.set_running_or_notify_cancel():
            connection.request("POST", found.path, body, dict(found.headers))
            told.set_result(connection.getresponse().status)
    except Exception as why:
        with suppress(InvalidStateError):  # given up meanwhile
            told.set_exception(why)
    finally:
        connection.close()


def reach() -> None:
    """Connect to the gateway, ask nothing and leave. Raises OSError."""
    connection = _connection(_hook())
    connection.connect()
    connection.close()


def _hook() -> Hook:
    if not is_set_up():
        raise NotTaken
    return hook.read(Path(settings.NOTICE_HOOK))


def _connection(found: Hook) -> HTTPConnection:
    if found.tls:
        return HTTPSConnection(found.host, found.port, timeout=SECONDS, context=ssl.create_default_context())
    return HTTPConnection(found.host, found.port, timeout=SECONDS)


def _cut(connection: HTTPConnection) -> None:
    with suppress(OSError, ValueError, AttributeError):  # it may have ended by itself meanwhile
        connection.sock.shutdown(SHUT_RDWR)
