"""Published releases: verify signature, files and thresholds without a database, and see what two differ in."""

from __future__ import annotations

import argparse

from fanal.engines.disclosure.command import release
from fanal.engines.disclosure.command.release import add_arguments

__all__ = ["add_arguments", "run"]


def run(args: argparse.Namespace) -> int:
    """Carries out the chosen sub-command. The engine knows no keys: the vault checks signatures."""
    from fanal import vault

    args.verify, args.fingerprint = vault.verify, vault.fingerprint
    return release.run(args)
