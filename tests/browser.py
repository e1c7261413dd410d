"""What journeys share: real Chromium, a real server on loopback, axe at every size and scheme.

```python
with serving() as server, chromium() as browser:
    page = server.page(browser, width=320, scheme="dark")
    page.goto("/en/xa/")
    check(page)
```
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import product
from socketserver import ThreadingMixIn
from typing import Any, Literal
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

type Scheme = Literal["light", "dark"]

WIDTHS = (320, 1200)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
LOOKS = tuple(product(WIDTHS, SCHEMES))
OPPOSITE = (LOOKS[0], LOOKS[-1])
"""Narrow and light, wide and dark: each width and each scheme once."""
_ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def binary() -> str:
    """Debian's Chromium. Raises RuntimeError with what to install where there is none."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        raise RuntimeError("There is no Chromium. Install it: apt-get install chromium")
    return path


@contextmanager
def chromium(*more: str, path: str = "") -> Iterator[Browser]:
    """Chromium, or what starts it at `path`, told `more` besides, and closed at the end. Raises RuntimeError."""
    path = path or binary()
    # Playwright's synchronous door keeps an event loop in this thread, and Django then takes every test for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*_ARGS, *more])
        try:
            yield browser
        finally:
            browser.close()
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: its address, and pages that open relative addresses of it."""

    url: str

    def page(
        self, browser: Browser, *, width: int = 1200, scheme: Scheme = "light", javascript: bool = True, **more: Any
    ) -> Page:
        """A page in a context of its own: visits share nothing. A refusal by the content policy fails the test."""
        context = browser.new_context(
            base_url=self.url,
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            java_script_enabled=javascript,
            reduced_motion="reduce",
            **more,
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", _no_complaint)
        return page


_complaints: list[str] = []


def _no_complaint(message: ConsoleMessage) -> None:
    # A refused script or style would show here: the content policy must never be met by our own pages.
    if message.type == "error" and "Content Security Policy" in message.text:
        _complaints.append(message.text)


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        from django.db import connections

        super().process_request_thread(request, client_address)
        connections.close_all()  # the thread ends, and its connections with it


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """No request line of a reporter is ever printed."""


@contextmanager
def serving() -> Iterator[Server]:
    """This process's own application on a free port. Tests need `@pytest.mark.django_db(transaction=True)`.

    With `FANAL_TEST_LATE` (seconds) each answer is that late: a journey that reads before its page is there fails.
    """
    from fanal.site.wsgi import application

    late = float(os.environ.get("FANAL_TEST_LATE", "0"))

    def in_its_time(environ: Any, start_response: Any) -> Any:
        time.sleep(late)
        return application(environ, start_response)

    server = make_server("127.0.0.1", 0, in_its_time, server_class=_Threads, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Server(f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def serving_command(command: Sequence[str], port: int, env: Mapping[str, str] | None = None) -> Iterator[Server]:
    """A server in a process of its own that will listen on `port`; ended with the block."""
    with subprocess.Popen(command, env=None if env is None else dict(env)) as process:
        try:
            _wait(process, port)
            yield Server(f"http://127.0.0.1:{port}")
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def free_port() -> int:
    """A port on loopback that nobody uses now."""
    with closing(socket.socket()) as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int, seconds: float = 600) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with code {process.returncode}.")
        with closing(socket.socket()) as sock:
            sock.settimeout(1)
            if sock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The server did not start.")


def check(page: Page) -> None:
    """Axe finds nothing wrong, nothing scrolls sideways, the content policy refused nothing, targets are large."""
    refused, _complaints[:] = list(_complaints), []
    assert not refused, refused
    page.wait_for_load_state()  # a page that has just been asked for may not have begun
    there = page.evaluate("'axe' in window")  # half a megabyte, which stays in a page until the next one
    results = Axe("0" if there else AXE_SCRIPT).run(page)
    assert not results.response["violations"], results.generate_report()
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{page.url} scrolls sideways by {overflow} px"
    assert not small_targets(page)


def check_all(page: Page, looks: Sequence[tuple[int, Scheme]] = OPPOSITE) -> None:
    """`check` at 320 px in the light and at 1200 px in the dark; leaves the page as it was shown last. The parts that
    pages are made of, and whose colours they have, are checked in all `LOOKS`: axe takes half the time of a journey,
    and most of that for colours."""
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        check(page)


_TARGETS = (
    "button:not(.link), .button, .choice, summary, select, textarea, "
    "input:not([type=hidden], [type=radio], [type=checkbox])"
)


def small_targets(page: Page, least: int = 44) -> list[str]:
    """Words of visible buttons, choices and fields that are lower than `least` px."""
    found: list[str] = page.evaluate(
        """([targets, least]) => [...document.querySelectorAll(targets)]
            .filter(e => e.offsetParent && e.getBoundingClientRect().height < least - 0.5)
            .map(e => e.textContent.trim() || e.name)""",
        [_TARGETS, least],
    )
    return found
