"""Published releases: verify signature, files and thresholds without a database, and see what two differ in."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The sub-commands are the engine's, which is loaded when they are asked for."""
    from fanal.engines.disclosure.command import release

    release.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Carries out the chosen sub-command. The engine knows no keys: the vault checks signatures."""
    from fanal import vault
    from fanal.engines.disclosure.command import release

    args.verify, args.fingerprint = vault.verify, vault.fingerprint
    return release.run(args)
