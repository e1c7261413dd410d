"""Words: extract, check and compile translations; check terms and reading age."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The sub-commands are the engine's, which is loaded when they are asked for."""
    from fanal.engines.language import command

    command.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Carries out the chosen sub-command."""
    from fanal.engines.language import command

    return command.run(args)
