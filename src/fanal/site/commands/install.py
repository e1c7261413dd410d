"""Install Fanal on this machine: user, folders, settings, units, proxy and certificate. Again it does no harm.

Run it as root from /opt/fanal, on Debian 13 or newer. It asks for the name of the site and, for nginx, for an e-mail
address for the certificate authority. `--dry-run` prints each step with what a person would type for it, and changes
nothing. What somebody changed since an earlier run is left alone, and said. `--root DIR` places the files in an image
of a machine, and runs nothing. At the end it says what is left. Exit code 1: something could not be done.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from fanal.site import environment as env
from fanal.site.console import Stop, say

if TYPE_CHECKING:
    from fanal.site.installing.machine import Machine


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from fanal.site.installing import answers

    answers.options(parser)
    parser.add_argument("--dry-run", action="store_true", help="print every step, and change nothing")
    parser.add_argument("--root", type=Path, metavar="DIR", help="an image of a machine: files are placed beneath it")


def run(args: argparse.Namespace) -> int:
    from fanal.site.installing import answers, carrying, plan
    from fanal.site.installing.machine import Failed, Machine
    from fanal.site.installing.record import Record

    machine = Machine(args.root.resolve() if args.root else Path("/"))
    try:
        _require(args, machine)
        record = Record.read(machine)
        given = answers.collect(args, machine, record)
        if args.dry_run:
            carrying.show(plan.steps(given, plan.look(machine)), machine, record)
            return 0
        os.umask(0o022)
        answers.keep(given, record)
        outcome = carrying.carry_out(given, machine, record)
        carrying.close(outcome, given, machine)
    except Failed as why:
        raise Stop(str(why)) from None
    except OSError as error:
        raise Stop(carrying.words_of(error)) from None
    return int(bool(outcome.failed))


def _require(args: argparse.Namespace, machine: Machine) -> None:
    """Raise Stop with what is still possible where this cannot be done here."""
    from fanal.site.installing.acts import CODE, SAMPLES

    if not (SAMPLES / "fanal.env").is_file():
        raise Stop(
            "The samples are not here: install from the archive or a checkout in /opt/fanal, not from a package."
        )
    if machine.is_image and not machine.root.is_dir():
        raise Stop(f"There is no folder {machine.root}.")
    known, name = machine.system()
    if not known and args.dry_run:
        say(f"This is {name}; `fanal install` knows Debian 13 and newer. Your system may need other commands.\n")
    elif not known and not machine.is_image:
        raise Stop(
            f"This is {name}; `fanal install` knows Debian 13 and newer. Nothing was changed. `--dry-run` prints each "
            "step, to do by hand; docs/operating.md says how to host Fanal in a container."
        )
    if args.dry_run or machine.is_image:
        return
    if not machine.is_ours:
        raise Stop("Only root can install: run it with sudo. `--dry-run` prints what would be done.")
    if Path(CODE).resolve() != env.ROOT:
        raise Stop(
            f"Fanal is installed from {CODE}, and this is {env.ROOT}. Move it there, or clone it there, and begin anew."
        )
