"""A worker as a process of its own: `python worker_process.py DATABASE_NAME`, in the environment of the tests."""

import sys

import django
from django.conf import settings


def main() -> None:
    settings.DATABASES["default"]["NAME"] = sys.argv[1]
    django.setup()
    import tests.rooms.clocks.sample_jobs  # noqa: F401
    from fanal.clocks.api import run_worker, stop_on_signals

    with stop_on_signals() as stop:
        run_worker(stop, pause=0.05)


if __name__ == "__main__":
    main()
