"""In front of the site, where no nginx can be installed: ends TLS and says so, as docs/operating/nginx.conf does.

`python -m tests.office.proxy PEM`: from port 443 to port 8000 of loopback, with certificate and key of this file.
"""

import ssl
import sys
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

OWN = {"connection", "keep-alive", "transfer-encoding", "content-length", "server", "date"}
"""Headers of one connection, not of what goes through it."""


class Passes(BaseHTTPRequestHandler):
    """One request, passed on when it is whole; 502 while the site is away."""

    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        told = {name: said for name, said in self.headers.items() if name.lower() not in OWN}
        told |= {"X-Forwarded-Proto": "https", "X-Forwarded-For": self.client_address[0]}
        site = HTTPConnection("127.0.0.1", 8000, timeout=60)
        try:
            site.request(self.command, self.path, body or None, told)
            answer = site.getresponse()
            status, headers, text = answer.status, answer.getheaders(), answer.read()
        except OSError:
            status, headers, text = 502, [], b"away"
        finally:
            site.close()
        self.send_response_only(status)
        for name, said in headers:
            if name.lower() not in OWN:
                self.send_header(name, said)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    do_POST = do_HEAD = do_GET  # noqa: N815  names of the library

    def log_message(self, *args: object) -> None:
        """No request is written down."""


class Server(ThreadingHTTPServer):
    """Each connection shakes hands in a thread of its own."""

    daemon_threads = True

    def __init__(self, pem: str) -> None:
        super().__init__(("127.0.0.1", 443), Passes)
        told = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        told.load_cert_chain(pem)
        self.socket = told.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, *args: object) -> None:
        """A browser that goes away in the middle is no error."""


if __name__ == "__main__":
    Server(sys.argv[1]).serve_forever()
