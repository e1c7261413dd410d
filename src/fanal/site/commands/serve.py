"""Serve the site: web processes and one task worker, supervised.

Stops gracefully on SIGTERM and Ctrl+C. A network office runs `fanal serve --only web` on any number of machines and
`fanal serve --only worker` on at least one, with one PostgreSQL.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from fanal.site import environment as env
from fanal.site.console import Stop, start_django

if TYPE_CHECKING:
    from fanal.site.serving import Address


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", choices=("web", "worker"), help="only the web processes, or only the task worker")


def run(args: argparse.Namespace) -> int:
    start_django()
    from django.conf import settings

    from fanal.site import serving, starting
    from fanal.site.locking import held

    address = serving.Address.parse(env.read("FANAL_BIND"))
    starting.require(bind=address.host)
    with held(settings.DATA):
        return _serve(address, args.only)


def _serve(address: Address, only: str | None) -> int:
    from fanal.site import preparing, serving

    preparing.sessions()
    preparing.catalogues()
    if only == "worker":
        serving.work()
        return 0
    preparing.static_files()
    serving.serve(
        address,
        workers=number("FANAL_WORKERS"),
        threads=number("FANAL_THREADS"),
        ready=lambda: print(f"Fanal listens on {address}", flush=True),
        with_worker=only is None,
    )
    return 0


def number(name: str) -> int:
    """A setting that is a whole number above zero. Raises Stop."""
    text = env.read(name)
    if not text.isdecimal() or int(text) < 1:
        raise Stop(f"{name} must be a whole number above zero.")
    return int(text)
