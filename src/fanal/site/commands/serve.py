"""Serve the site: web processes and one task worker, supervised.

Stops gracefully on SIGTERM and Ctrl+C. A network office runs `fanal serve --only web` on any number of machines and
`fanal serve --only worker` on at least one, with one PostgreSQL.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from fanal.site import environment as env
from fanal.site.console import start_django

if TYPE_CHECKING:
    from fanal.site.serving import Address


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", choices=("web", "worker"), help="only the web processes, or only the task worker")


def run(args: argparse.Namespace) -> int:
    from fanal.site import queue

    try:
        return _run(args)
    except BaseException:
        queue.forget()
        raise


def _run(args: argparse.Namespace) -> int:
    from fanal.site import loaded

    loaded.sparing()
    start_django()
    from django.conf import settings

    from fanal.site import preparing, serving, starting
    from fanal.site.locking import held

    address = serving.Address.parse(env.read("FANAL_BIND"))
    starting.require(bind=address.host)
    with held(settings.DATA):
        preparing.sessions()
        preparing.catalogues()
        if args.only == "worker":
            serving.work()
            return 0
        preparing.static_files()
        preparing.forget_static_files()
        serve(address, f"Fanal listens on {address}", with_worker=args.only is None)
    return 0


def serve(address: Address, words: str, *, with_worker: bool = True) -> None:
    """Serve what is ready and may start (`starting.require`), and say these words once it answers. Raises Stop."""
    from fanal.site import serving

    serving.serve(
        address,
        workers=int(env.read("FANAL_WORKERS")),
        threads=int(env.read("FANAL_THREADS")),
        ready=lambda: print(words, flush=True),
        with_worker=with_worker,
    )
