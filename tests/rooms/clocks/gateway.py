"""A gateway of messages as tests run it: it writes down what it is asked, whole, and answers as it is told."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from ssl import SSLContext
from typing import Any

TOKEN = "geheim-4711"


@dataclass
class Gateway:
    """What came, in order: (method, path, headers, body). `answers` is the status, or "hangs", "drips", "elsewhere"."""

    port: int = 0
    answers: int | str = 201
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/v2/send"

    def file(self, folder: Path, *, mode: int = 0o600, address: str = "", form: bool = False) -> str:
        """A file for FANAL_NOTICE_HOOK that names this gateway."""
        kind = "application/x-www-form-urlencoded" if form else "application/json"
        to = "{to}" if form else ["{to}"]
        path = folder / "notice-hook.yaml"
        path.write_text(
            f"address: {address or self.address}\n"
            f"headers: {{Authorization: Bearer {TOKEN}, Content-Type: {kind}}}\n"
            f'body: {{number: "+15550100", recipients: {to!r}, message: "{{text}}"}}\n'
        )
        path.chmod(mode)
        return str(path)


@contextmanager
def running(tls: SSLContext | None = None) -> Iterator[Gateway]:
    """A gateway of this machine, on a free port, until the end of the block."""
    gateway = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            gateway.asked.append((self.command, self.path, dict(self.headers), body))
            if gateway.answers in ("hangs", "drips"):
                with suppress(OSError):
                    for _ in range(40):
                        time.sleep(0.05)
                        self.wfile.write(b"HTTP/1.1 2"[:1] if gateway.answers == "drips" else b"")
                return
            elsewhere = gateway.answers == "elsewhere"
            self.send_response(307 if elsewhere else int(gateway.answers))
            if elsewhere:
                self.send_header("Location", f"http://127.0.0.1:{gateway.port}/other")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_args: Any) -> None:
            """Nothing on the console."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_args: Any) -> None:
            """Who is cut off is not told about."""

    with Server(("127.0.0.1", 0), Handler) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        gateway.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield gateway
        server.shutdown()
