"""Granian's main process with three differences.

A site that has answered once is kept up, however often a web process dies: Granian itself gives up when one dies twice
within seconds, which somebody who can make it die would use. And all web processes accept from one queue that the main
process holds, so that whoever waits while one dies is answered by the next; Granian on Linux gives each a queue of its
own, which is thrown away with it. And who does not read what was asked for is cut off by the system.
"""

import socket
from typing import Any

from granian._granian import ListenerSpec
from granian.server.mp import MPServer

_UNREAD_MILLISECONDS = 15_000


class Server(MPServer):
    """`answered` is set once the site works; until then a process that dies at once ends the start."""

    answered = False

    def _respawn_workers(self, *args: Any, **kwargs: Any) -> None:
        super()._respawn_workers(*args, **kwargs)
        if self.answered:
            self.respawned_wrks.clear()

    def _init_shared_socket(self) -> None:
        holder = ListenerSpec(self.bind_addr, self.bind_port, self.backlog).build()
        self._ssp, self._shd, self._sfd = None, holder, holder.get_fd()  # type: ignore[assignment]
        self._sso = socket.socket(fileno=self._sfd)
        self._sso.set_inheritable(True)
        if hasattr(socket, "TCP_USER_TIMEOUT"):  # each connection inherits it
            self._sso.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNREAD_MILLISECONDS)
